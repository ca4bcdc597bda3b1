"""Sensitivity, specificity and kappa by language, and the differences between languages.

Coded units stand for the units that they were drawn for: each counts its weight over its probability. A
group of units is worth as many independent ones as give its cluster-robust variance, and Wilson's interval is
taken of so many (Korn & Graubard 1998; Franco, Little, Louis & Slud 2019): an accuracy of 1 among ten units
has an interval, which a bootstrap would not give it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import LEVEL, wilson
from toolkit.themes.validity.facts import FEWEST_CLUSTERS, UnitFacts, coded_weights, unit_facts

MEASURES = ("sensitivity", "specificity", "kappa")


@dataclass(frozen=True)
class Accuracy:
    """One measure of one instrument against people, in one language or between two."""

    instrument: str
    theme: str
    measure: str
    language: str
    """A language, or two joined by a minus."""

    value: float
    low: float
    high: float
    units: int
    """Coded units that the measure rests on: positives for sensitivity, negatives for specificity."""

    positives: int
    """Coded units with the theme, in the language that has fewer."""

    documents: int
    clusters: int
    is_weighted: bool
    """Whether units count by the probability by which they were drawn."""


@dataclass(frozen=True)
class Share:
    """A share with its interval and the clusters that it rests on."""

    value: float
    low: float
    high: float


def accuracy_by_language(
    units: TokenizedUnits, scores: Sequence[ThemeScores], codes: Codes
) -> list[dict[str, Any]]:
    """Measure every instrument against people in each language, and the languages against each other.

    The interval of a difference is Newcombe's (1998, method 10), from the intervals of its two sides; where
    documents of the languages translate each other it is rather too wide than too narrow.

    Returns
    -------
    Rows with the fields of `Accuracy`. No interval below six clusters; no value where no coded unit can
    tell.
    """
    facts = unit_facts(units)
    weights = coded_weights(facts, codes)
    rows: list[Accuracy] = []
    for reading in scores:
        for theme in (theme for theme in reading.themes if theme in codes.themes):
            coded, found = codes.column(theme), reading.column(theme)[1]
            named = (reading.instrument, theme, codes.has_probabilities)
            own = [_of_language(named, language, coded, found, facts, weights) for language in facts.spoken]
            rows += [row for language in own for row in language]
            rows += [
                difference(one, other)
                for first, second in combinations(own, 2)
                for one, other in zip(first, second, strict=True)
            ]
    return [asdict(row) for row in rows]


def difference(one: Accuracy, other: Accuracy) -> Accuracy:
    """Subtract one language's measure from another's, with Newcombe's interval."""
    value = one.value - other.value
    low = value - np.hypot(one.value - one.low, other.high - other.value)
    high = value + np.hypot(one.high - one.value, other.value - other.low)
    return Accuracy(
        one.instrument,
        one.theme,
        one.measure,
        f"{one.language} − {other.language}",
        value,
        float(low),
        float(high),
        one.units + other.units,
        min(one.positives, other.positives),
        one.documents + other.documents,
        min(one.clusters, other.clusters),
        one.is_weighted,
    )


def weighted_share(is_true: np.ndarray, weights: np.ndarray, clusters: np.ndarray) -> Share:
    """Give the weighted share of true values with its interval.

    Parameters
    ----------
    is_true, weights, clusters
        (units,) each.
    """
    if not weights.sum() > 0:
        return Share(float("nan"), float("nan"), float("nan"))
    value = float((weights * is_true).sum() / weights.sum())
    influence = weights * (is_true - value) / weights.sum()
    return Share(value, *_interval(value, influence, weights, clusters))


def weighted_kappa(one: np.ndarray, other: np.ndarray, weights: np.ndarray, clusters: np.ndarray) -> Share:
    """Give Cohen's kappa of weighted units with its interval.

    The interval is that of a share of agreement with the same relative variance, so that full agreement
    of few units is not taken for certain.
    """
    total = weights.sum()
    if not total > 0:
        return Share(float("nan"), float("nan"), float("nan"))
    first, second = (float((weights * side).sum() / total) for side in (one, other))
    differs = one != other
    observed = float((weights * differs).sum() / total)
    expected = first * (1 - second) + second * (1 - first)
    if expected <= 0:
        return Share(float("nan"), float("nan"), float("nan"))
    moved = (1 - 2 * second) * (one - first) + (1 - 2 * first) * (other - second)
    # the influence of a unit on kappa, on the scale of the share of agreement
    influence = weights / total * ((observed - differs) + observed / expected * moved)
    low, high = _interval(1 - observed, influence, weights, clusters)
    return Share(1 - observed / expected, 1 - (1 - low) / expected, 1 - (1 - high) / expected)


def _interval(
    value: float, influence: np.ndarray, weights: np.ndarray, clusters: np.ndarray
) -> tuple[float, float]:
    numbers = np.unique(clusters, return_inverse=True)[1]
    count = int(numbers.max(initial=-1)) + 1
    if count < FEWEST_CLUSTERS:
        return float("nan"), float("nan")
    variance = float((np.bincount(numbers, influence) ** 2).sum()) * count / (count - 1)
    worth = float(weights.sum() ** 2 / (weights**2).sum())
    if variance > 0:
        worth = min(worth, value * (1 - value) / variance)
    tail = (1 + LEVEL) / 2
    worth *= float(stats.norm.ppf(tail) / stats.t.ppf(tail, count - 1)) ** 2
    return wilson(value * worth, worth)


def _of_language(
    named: tuple[str, str, bool],
    language: str,
    coded: np.ndarray,
    found: np.ndarray,
    facts: UnitFacts,
    weights: np.ndarray,
) -> list[Accuracy]:
    instrument, theme, is_weighted = named
    said = ~np.isnan(coded) & (facts.languages == language)
    members = {"sensitivity": said & (coded == 1), "specificity": said & (coded == 0), "kappa": said}
    rows = []
    for measure, chosen in members.items():
        own = np.flatnonzero(chosen)
        truth, reading = (coded[own] == 1).astype(float), found[own].astype(float)
        drawn = weights[own], facts.clusters[own]
        share = (
            weighted_kappa(truth, reading, *drawn)
            if measure == "kappa"
            else weighted_share((truth == reading).astype(float), *drawn)
        )
        rows.append(
            Accuracy(
                instrument,
                theme,
                measure,
                language,
                share.value,
                share.low,
                share.high,
                positives=int(members["sensitivity"].sum()),
                is_weighted=is_weighted,
                **facts.sizes(own),
            )
        )
    return rows
