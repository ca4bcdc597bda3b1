"""Contrasts between groups of documents, with no more certainty than their number allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any, Literal

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.decisions import (
    CAUTIOUS,
    NOTHING,
    DifferenceTest,
    claim_for,
    difference_interval,
    difference_test,
    sizes,
)
from toolkit.themes.effects import Effect
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import (
    Arrangements,
    Sample,
    arrangements,
    benjamini_hochberg,
    holm,
    step_down,
)
from toolkit.themes.prevalence import (
    Series,
    by_document,
    document_clusters,
    document_counts,
    groups,
    pooled_share,
    seed_for,
)
from toolkit.themes.trajectories import OverTime


class Contrast(Settings):
    """A comparison that was declared before anything was fitted."""

    by: str
    """Column of the metadata that makes the groups."""

    first: str
    second: str


class Comparison(Settings):
    """What is compared with what."""

    by: tuple[str, ...] = ("language",)
    """Columns of the metadata that make groups: prevalence is given for each group, and every two groups
    are compared as an exploration."""

    contrasts: tuple[Contrast, ...] = ()
    """Declared comparisons; only these may be called confirmatory."""

    adjust: Literal["holm", "max-t"] = "holm"
    """How p of declared contrasts is adjusted: by Holm, or stepwise by rearranging all themes of a contrast
    together (Westfall–Young), which loses less where themes go together."""

    effects: tuple[Effect, ...] = ()
    """Regressions of document shares on columns of the metadata."""

    over_time: OverTime | None = None
    """Prevalence by period, where documents are dated."""

    headline: str = "dictionary"
    """Instrument of the first figure."""


@dataclass(frozen=True)
class Difference:
    """First group minus second, for one theme by one instrument."""

    instrument: str
    theme: str
    by: str
    first: str
    second: str
    difference: float
    low: float
    high: float
    interval: str
    pooled: float
    """Difference of the shares among all units, longer documents weighing more."""

    p: float
    """Not-a-number where the number of clusters allows no test."""

    p_adjusted: float
    smallest_p: float
    """The smallest p that the design could give at all."""

    test: str
    """What gave p, or why there is none."""

    family: str
    """declared or exploratory."""

    adjusted_by: str
    """Holm, max-T, or Benjamini–Hochberg."""

    first_documents: int
    second_documents: int
    first_clusters: int
    """Documents of the first group, those that belong together counted once."""

    second_clusters: int
    units: int
    claim: str
    reading: str
    """What the row says, in words."""


NOT_SEPARABLE = "a difference of measure or of theme: not separable"

_Named = tuple[str, str, str]
"""Column, first group, second group."""


def contrasts(
    units: TokenizedUnits, scores: Sequence[ThemeScores], settings: Comparison | None = None
) -> list[dict[str, Any]]:
    """Compare groups for every instrument and theme.

    Returns
    -------
    Rows with the fields of `Difference`. p is adjusted within an instrument: by Holm or max-T over the
    declared contrasts, by Benjamini and Hochberg over the others.
    """
    settings = settings or Comparison()
    declared = {(c.by, c.first, c.second) for c in settings.contrasts}
    explored = {
        (column, first, second)
        for column in settings.by
        for first, second in combinations(groups(units.metadata, column), 2)
        if not {(column, first, second), (column, second, first)} & declared
    }
    families = {
        family: [design for name in sorted(names) if (design := _Design.of(units, name))]
        for family, names in (("declared", declared), ("exploratory", explored))
    }
    rows: list[Difference] = []
    for reading in scores:
        series = {theme: by_document(units, reading.column(theme)[1]) for theme in reading.themes}
        for family, designs in families.items():
            how = settings.adjust if family == "declared" else "benjamini-hochberg"
            rows += _family(reading, series, designs, family, how)
    return [asdict(row) for row in rows]


@dataclass(frozen=True)
class _Design:
    """The documents of one contrast, and how else they could have stood."""

    name: _Named
    docs: tuple[str, ...]
    sample: Sample
    """Its values are not used."""

    ways: Arrangements | None

    @classmethod
    def of(cls, units: TokenizedUnits, name: _Named) -> _Design | None:
        """Set a contrast up; nothing where one of its groups has no documents."""
        column, first, second = name
        sides = groups(units.metadata, column)
        if first not in sides or second not in sides:
            return None
        docs = (*sides[first], *sides[second])
        clusters = document_clusters(units)
        sample = Sample(
            np.zeros(len(docs)),
            np.arange(len(docs)) < len(sides[first]),
            np.unique([clusters[doc] for doc in docs], return_inverse=True)[1],
            np.concatenate([document_counts(units, sides[side]) for side in (first, second)]),
        )
        # one seed for all themes and instruments: what is rearranged are the documents
        ways = arrangements(sample, seed_for("arrangements", *name)) if sizes(sample)[0] > 1 else None
        return cls(name, docs, sample, ways)


def _family(
    reading: ThemeScores,
    series: Mapping[str, Mapping[str, Series]],
    designs: Sequence[_Design],
    family: str,
    how: str,
) -> list[Difference]:
    """Compare in all designs of one family and adjust; rows by theme, then contrast."""
    tests, rows = [], []
    for design in designs:
        values = np.array([[own[doc].mean for own in series.values()] for doc in design.docs])
        test = difference_test(design.sample, design.ways, values)
        tests.append(test)
        rows.append(
            [
                _difference(reading.instrument, theme, design, series[theme], test, column, family)
                for column, theme in enumerate(reading.themes)
            ]
        )
    adjusted = _adjusted(tests, how)
    label = {"holm": "Holm", "max-t": "max-T"}.get(how, "Benjamini–Hochberg")
    return [
        replace(own[theme], p_adjusted=float(p[theme]), adjusted_by=label)
        for theme in range(len(reading.themes))
        for own, p in zip(rows, adjusted, strict=True)
    ]


def _adjusted(tests: Sequence[DifferenceTest], how: str) -> list[np.ndarray]:
    """Adjust p of all tests of a family: (themes,) for each contrast."""
    result = [np.full(test.statistics.shape[1], NOTHING) for test in tests]
    tested = [number for number, test in enumerate(tests) if len(test.statistics)]
    if not tested:
        return result
    if how == "max-t":
        together = step_down([tests[number].statistics for number in tested])
    else:
        every = np.concatenate([tests[number].p for number in tested]).tolist()
        flat = np.array((holm if how == "holm" else benjamini_hochberg)(every))
        together = np.split(flat, np.cumsum([result[number].size for number in tested])[:-1])
    for number, values in zip(tested, together, strict=True):
        result[number] = values
    return result


def _difference(
    instrument: str,
    theme: str,
    design: _Design,
    series: Mapping[str, Series],
    test: DifferenceTest,
    number: int,
    family: str,
) -> Difference:
    own = [series[doc] for doc in design.docs]
    sample = replace(design.sample, values=np.array([each.mean for each in own]))
    first, second = sample.sides
    split = len(first.values)
    p = float(test.p[number])
    low, high, interval = difference_interval(sample, p)
    return Difference(
        instrument,
        theme,
        *design.name,
        difference=float(sample.estimate()[0]) + 0.0,  # never -0.0
        low=low,
        high=high,
        interval=interval,
        pooled=pooled_share(own[:split], first.base) - pooled_share(own[split:], second.base) + 0.0,
        p=p,
        p_adjusted=NOTHING,
        smallest_p=test.smallest,
        test=test.name,
        family=family,
        adjusted_by="",
        first_documents=split,
        second_documents=len(own) - split,
        first_clusters=first.groups,
        second_clusters=second.groups,
        units=sum(map(len, own)),
        claim=claim_for(sizes(sample)[0]),
        reading=_reading(sample, (low, high), *design.name),
    )


def _reading(sample: Sample, interval: tuple[float, float], column: str, first: str, second: str) -> str:
    """Say in words what may be read from a row."""
    value = float(sample.estimate()[0])
    higher, lower = (first, second) if value > 0 else (second, first)
    points = round(100 * abs(value))
    if points == 0:
        said = f"less than a point between {first} and {second}"
    else:
        said = f"{points} point{'s' if points > 1 else ''} more in {higher} than in {lower}"
    clusters, documents = sizes(sample)
    if clusters <= 1:
        what = "document" if documents <= 1 else "cluster"
        said += f"; one {what} on a side: about these texts only, no test"
    elif clusters < CAUTIOUS:
        what = "documents" if documents < CAUTIOUS else "clusters"
        said += f"; too few {what} for more than a description"
    elif interval[0] <= 0 <= interval[1]:
        said += "; the interval holds zero"
    return f"{said}; {NOT_SEPARABLE}" if column == "language" else said
