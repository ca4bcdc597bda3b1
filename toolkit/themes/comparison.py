"""Contrasts between groups of documents, with no more certainty than their number allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import (
    Sample,
    benjamini_hochberg,
    bootstrap_t,
    holm,
    permutation,
    tries_all,
    wild_bootstrap_t,
)
from toolkit.themes.prevalence import (
    Series,
    by_document,
    claim_for,
    document_clusters,
    document_counts,
    groups,
    seed_for,
)


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
    p: float
    """Not-a-number where the number of clusters allows no test."""

    p_adjusted: float
    smallest_p: float
    """The smallest p that the design could give at all."""

    test: str
    """What gave p, or why there is none."""

    family: str
    """declared (Holm) or exploratory (Benjamini–Hochberg)."""

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


def contrasts(
    units: TokenizedUnits, scores: Sequence[ThemeScores], settings: Comparison | None = None
) -> list[dict[str, Any]]:
    """Compare groups for every instrument and theme.

    Returns
    -------
    Rows with the fields of `Difference`. p is adjusted within an instrument: by Holm over the declared
    contrasts, by Benjamini and Hochberg over the others.
    """
    settings = settings or Comparison()
    declared = {(c.by, c.first, c.second) for c in settings.contrasts}
    explored = {
        (column, first, second)
        for column in settings.by
        for first, second in combinations(groups(units.metadata, column), 2)
        if not {(column, first, second), (column, second, first)} & declared
    }
    rows: list[Difference] = []
    for reading in scores:
        for family, pairs, adjust in (
            ("declared", sorted(declared), holm),
            ("exploratory", sorted(explored), benjamini_hochberg),
        ):
            own = [
                difference
                for theme in reading.themes
                for column, first, second in pairs
                if (difference := _difference(units, reading, theme, (column, first, second), family))
            ]
            rows += _adjusted(own, adjust)
    return [asdict(row) for row in rows]


def _adjusted(rows: list[Difference], adjust: Any) -> list[Difference]:
    tested = [i for i, row in enumerate(rows) if not np.isnan(row.p)]
    for i, value in zip(tested, adjust([rows[i].p for i in tested]) if tested else [], strict=True):
        rows[i] = replace(rows[i], p_adjusted=value)
    return rows


def _difference(
    units: TokenizedUnits, reading: ThemeScores, theme: str, contrast: tuple[str, str, str], family: str
) -> Difference | None:
    column, first, second = contrast
    sides = groups(units.metadata, column)
    if first not in sides or second not in sides:
        return None
    series = by_document(units, reading.column(theme)[1])
    sample = _sample(units, series, sides[first], sides[second])
    result = _test(sample, seed_for(reading.instrument, theme, *contrast))
    clusters = _clusters(sample)
    return Difference(
        instrument=reading.instrument,
        theme=theme,
        by=column,
        first=first,
        second=second,
        difference=float(sample.estimate()[0]) + 0.0,  # never -0.0
        **result,
        p_adjusted=float("nan"),
        family=family,
        first_documents=len(sides[first]),
        second_documents=len(sides[second]),
        first_clusters=clusters[0],
        second_clusters=clusters[1],
        units=int(sum(len(series[doc]) for side in (first, second) for doc in sides[side])),
        claim=claim_for(min(clusters)),
        reading=_reading(sample, result, column, first, second),
    )


def _sample(
    units: TokenizedUnits, series: Mapping[str, Series], first: Sequence[str], second: Sequence[str]
) -> Sample:
    docs = [*first, *second]
    clusters = document_clusters(units)
    return Sample(
        np.array([series[doc].mean for doc in docs]),
        np.array([True] * len(first) + [False] * len(second)),
        np.unique([clusters[doc] for doc in docs], return_inverse=True)[1],
        np.concatenate([document_counts(units, first), document_counts(units, second)]),
    )


def _clusters(sample: Sample) -> tuple[int, int]:
    """Count the clusters of the first and of the second group."""
    first, second = (np.unique(sample.clusters[side]) for side in (sample.is_first, ~sample.is_first))
    return len(first), len(second)


def _fewest_documents(sample: Sample) -> int:
    return int(min(sample.is_first.sum(), (~sample.is_first).sum()))


def _test(sample: Sample, seed: int) -> dict[str, Any]:
    """Choose interval and test by the number of clusters in the group that has fewer."""
    nothing = {"low": float("nan"), "high": float("nan"), "p": float("nan"), "smallest_p": float("nan")}
    fewest = min(_clusters(sample))
    if fewest <= 1:
        reason = f"none: one {'document' if _fewest_documents(sample) <= 1 else 'cluster'}"
        return {**nothing, "interval": reason, "test": reason}
    p, smallest = permutation(sample, seed)
    test = "exact permutation of documents" if tries_all(sample) else "permutation of documents, 9,999 drawn"
    if fewest <= 5:
        what = "documents" if _fewest_documents(sample) <= 5 else "clusters"
        return {
            **nothing,
            "p": p,
            "smallest_p": smallest,
            "interval": f"none: fewer than six {what}",
            "test": test,
        }
    if fewest <= 11:
        low, high, _ = wild_bootstrap_t(sample, seed)
        interval = "wild cluster bootstrap"
    else:
        low, high, t = bootstrap_t(sample, seed)
        interval = "cluster bootstrap-t"
        if not np.isnan(t):
            p, smallest, test = t, 1 / 10_000, "cluster bootstrap-t"
    if np.isnan(low):
        interval = "none: too few documents differ"
    return {"low": low, "high": high, "p": p, "smallest_p": smallest, "interval": interval, "test": test}


def _reading(sample: Sample, result: Mapping[str, Any], column: str, first: str, second: str) -> str:
    """Say in words what may be read from a row."""
    value = float(sample.estimate()[0])
    higher, lower = (first, second) if value > 0 else (second, first)
    points = round(100 * abs(value))
    if points == 0:
        said = f"less than a point between {first} and {second}"
    else:
        said = f"{points} point{'s' if points > 1 else ''} more in {higher} than in {lower}"
    fewest, documents = min(_clusters(sample)), _fewest_documents(sample)
    if fewest <= 1:
        what = "document" if documents <= 1 else "cluster"
        said += f"; one {what} on a side: about these texts only, no test"
    elif fewest <= 5:
        said += f"; too few {'documents' if documents <= 5 else 'clusters'} for more than a description"
    elif not np.isnan(result["low"]) and result["low"] <= 0 <= result["high"]:
        said += "; the interval holds zero"
    return f"{said}; {NOT_SEPARABLE}" if column == "language" else said
