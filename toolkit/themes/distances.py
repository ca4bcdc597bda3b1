"""How far groups' theme profiles lie apart, beside how far they would by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.decisions import NOTHING, claim_for, sizes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import Sample, arrangements
from toolkit.themes.prevalence import by_document, document_counts, groups, seed_for


@dataclass(frozen=True)
class Distance:
    """The distance of two groups' theme profiles by one instrument."""

    instrument: str
    by: str
    first: str
    second: str
    distance: float
    """Jensen–Shannon distance with logarithms to the base 2: 0 for the same profile, 1 for nothing shared."""

    expected: float
    """Its mean over rearrangements of the documents: small groups lie apart by chance alone."""

    excess: float
    """Distance less what is expected."""

    p: float
    smallest_p: float
    first_documents: int
    second_documents: int
    first_clusters: int
    second_clusters: int
    units: int
    claim: str
    reading: str


def jensen_shannon(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Give the Jensen–Shannon distance of profiles, the root of the divergence (Endres & Schindelin 2003).

    Parameters
    ----------
    first, second
        (…, parts) shares that add up to 1.

    Returns
    -------
    (…) from 0 to 1.

    >>> float(jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    1.0
    """
    middle = (first + second) / 2
    parts = [
        np.where(own > 0, own * np.log2(np.where(own > 0, own, 1) / np.where(middle > 0, middle, 1)), 0.0)
        for own in (first, second)
    ]
    return np.asarray(np.sqrt(np.clip((parts[0] + parts[1]).sum(axis=-1) / 2, 0, 1)))


def unit_profiles(present: np.ndarray) -> np.ndarray:
    """Share each unit out among its themes; what carries none is a part of its own, the last.

    >>> unit_profiles(np.array([[True, True], [False, False]])).tolist()
    [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
    """
    marks = np.column_stack([present, ~present.any(axis=1)]).astype(float)
    return marks / marks.sum(axis=1, keepdims=True)


def distances(
    units: TokenizedUnits, scores: Sequence[ThemeScores], by: Sequence[str] = ("language",)
) -> list[dict[str, Any]]:
    """Compare the theme profiles of every two groups.

    A document's profile is the mean of its units', a group's the mean of its documents'. Whole documents
    are rearranged as in `toolkit.themes.intervals.permutation`.

    Returns
    -------
    Rows with the fields of `Distance`.
    """
    rows = []
    for reading in scores:
        profiles = _document_profiles(units, reading)
        for column in by:
            for first, second in combinations(groups(units.metadata, column), 2):
                rows.append(asdict(_distance(units, reading.instrument, profiles, (column, first, second))))
    return rows


def _document_profiles(units: TokenizedUnits, reading: ThemeScores) -> dict[str, np.ndarray]:
    parts = unit_profiles(reading.present)
    columns = [by_document(units, part) for part in parts.T]
    return {doc: np.array([column[doc].mean for column in columns]) for doc in units.documents}


def _distance(
    units: TokenizedUnits, instrument: str, profiles: dict[str, np.ndarray], name: tuple[str, str, str]
) -> Distance:
    column, *sides = name
    members = groups(units.metadata, column)
    docs = [*members[sides[0]], *members[sides[1]]]
    clusters = document_clusters(units)
    sample = Sample(
        np.zeros(len(docs)),
        np.arange(len(docs)) < len(members[sides[0]]),
        np.unique([clusters[doc] for doc in docs], return_inverse=True)[1],
        np.concatenate([document_counts(units, members[side]) for side in sides]),
    )
    values = np.array([profiles[doc] for doc in docs])
    seen, expected, p, smallest = _against_chance(sample, values, seed_for("arrangements", *name))
    first, second = sample.sides
    inside = set(docs)
    return Distance(
        instrument,
        *name,
        distance=seen,
        expected=expected,
        excess=seen - expected,
        p=p,
        smallest_p=smallest,
        first_documents=len(first.values),
        second_documents=len(second.values),
        first_clusters=first.groups,
        second_clusters=second.groups,
        units=sum(unit.doc in inside for unit in units.units),
        claim=claim_for(sizes(sample)[0]),
        reading=_reading(seen, expected, p),
    )


def _against_chance(sample: Sample, values: np.ndarray, seed: int) -> tuple[float, float, float, float]:
    """Give the distance, its mean by chance, p, and the smallest p: (documents, parts) of values."""
    if sizes(sample)[0] <= 1:
        sides = (sample.is_first, ~sample.is_first)
        means = [np.average(values[side], axis=0, weights=sample.base[side]) for side in sides]
        return float(jensen_shannon(means[0], means[1])), NOTHING, NOTHING, NOTHING
    ways = arrangements(sample, seed)
    apart = jensen_shannon(*ways.means(values))
    p = float((apart >= apart[0] - 1e-9).mean())
    return float(apart[0]), float(apart.mean()), p, ways.smallest


def _reading(seen: float, expected: float, p: float) -> str:
    if p != p:
        return "one document or cluster on a side: about these texts only"
    if seen <= expected:
        return "no further apart than documents rearranged by chance"
    return (
        f"{seen / expected:.1f} times as far apart as by chance" if expected > 0 else "further than by chance"
    )
