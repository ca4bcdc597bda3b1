"""Correlations of many measures at once, with bootstrap draws over clusters of documents.

Spearman's correlation is Pearson's of the ranks. Ranks are taken within each language, because a score orders
units within a language and nothing more; and they are taken anew in every draw, because ranks held fixed
would pretend that a unit's place among all texts is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

from toolkit.themes.intervals import LEVEL
from toolkit.themes.validity.facts import FEWEST_CLUSTERS, UnitFacts

Scope = tuple[str, str, str]
"""Level (units, or within documents), language (or all), statistic (spearman, phi, kappa)."""

LEVELS = ("units", "within documents")
ALL = "all"


@dataclass(frozen=True)
class Correlations:
    """Every measure with every other, as estimated and as drawn."""

    estimate: np.ndarray
    """(measures, measures)."""

    drawn: np.ndarray
    """(draws, measures, measures)."""


def interval_of(drawn: np.ndarray, clusters: int) -> tuple[float, float]:
    """Give the percentile interval of bootstrap draws, expanded for few clusters.

    Hesterberg 2015: the quantiles lie as far out as Student's t for so many clusters does, because a plain
    percentile interval is too narrow where few are drawn from.

    Parameters
    ----------
    drawn
        (draws,); not-a-number where a draw gave none.
    clusters
        That were drawn from.

    Returns
    -------
    Not-a-number below six clusters, or where half of the draws gave nothing.
    """
    values = drawn[~np.isnan(drawn)]
    if clusters < FEWEST_CLUSTERS or len(values) < len(drawn) / 2:
        return float("nan"), float("nan")
    reach = stats.t.ppf((1 + LEVEL) / 2, clusters - 1) * np.sqrt(clusters / (clusters - 1))
    low, high = np.quantile(values, [stats.norm.sf(reach), stats.norm.cdf(reach)])
    return float(low), float(high)


def correlate(
    score: np.ndarray, present: np.ndarray, facts: UnitFacts, weights: np.ndarray, drawn: np.ndarray
) -> dict[Scope, Correlations]:
    """Correlate every two measures at both levels, within each language and over all.

    Parameters
    ----------
    score, present
        (units, measures) each; presences are 0 or 1.
    facts, weights
        Of the same units.
    drawn
        (draws, clusters) how often each cluster was drawn.
    """
    names = facts.spoken if len(facts.spoken) == 1 else (ALL, *facts.spoken)
    once = np.ones((1, drawn.shape[1]))
    ranked = [_ranked(score, facts, weights, times) for times in (once, drawn)]
    counted = [_counted(present, facts, weights, times) for times in (once, drawn)]
    result: dict[Scope, Correlations] = {}
    for number, level in enumerate(LEVELS):
        for place, language in enumerate(names, start=len(facts.spoken) - len(names)):
            ranks, counts = ([_within(each[number], place) for each in pair] for pair in (ranked, counted))
            result[level, language, "spearman"] = _correlations(_pearson, ranks)
            result[level, language, "phi"] = _correlations(_pearson, counts)
            if level == LEVELS[0]:
                result[level, language, "kappa"] = _correlations(_kappa, counts)
    return result


def weighted_ranks(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Give the share of the weight that lies below each value, ties by half.

    >>> weighted_ranks(np.array([5.0, 7.0, 7.0, 9.0]), np.ones(4)).tolist()
    [0.125, 0.5, 0.5, 0.875]
    """
    return _Ranks(values[:, None])(weights)[:, 0]


class _Ranks:
    """Ranks of the same values under changing weights."""

    def __init__(self, values: np.ndarray) -> None:
        codes, levels = [], 0
        for column in values.T:
            known, code = np.unique(column, return_inverse=True)
            codes.append(code + levels)
            levels += len(known)
        self._codes, self._levels = np.stack(codes, axis=1), levels

    def __call__(self, weights: np.ndarray) -> np.ndarray:
        total, measures = weights.sum(), self._codes.shape[1]
        if total <= 0:
            return np.full(self._codes.shape, 0.5)
        mass = np.bincount(self._codes.ravel(), np.repeat(weights, measures), self._levels)
        # the levels of one measure after those of another: each measure adds the whole weight
        below = (np.cumsum(mass) - mass / 2)[self._codes]
        return below / total - np.arange(measures)


def _ranked(score: np.ndarray, facts: UnitFacts, weights: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Sum up ranks and their products: (levels, languages, draws, 1 + measures, 1 + measures)."""
    size = score.shape[1] + 1
    moments = np.zeros((2, len(facts.spoken), len(times), size, size))
    for language, name in enumerate(facts.spoken):
        own = np.flatnonzero(facts.languages == name)
        ranks, means = _Ranks(score[own]), _DocumentMeans(facts.documents[own], weights[own])
        for draw, drawn in enumerate(times):
            heavy = weights[own] * drawn[facts.clusters[own]]
            values = ranks(heavy)
            moments[0, language, draw] = _products(values, heavy)
            moments[1, language, draw] = _products(values - means(values), heavy)
    return moments


def _counted(present: np.ndarray, facts: UnitFacts, weights: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Sum up presences and their products, as `_ranked` does."""
    size = present.shape[1] + 1
    moments = np.zeros((2, len(facts.spoken), len(times), size, size))
    for language, name in enumerate(facts.spoken):
        own = np.flatnonzero(facts.languages == name)
        values, clusters = present[own].astype(float), facts.clusters[own]
        centred = values - _DocumentMeans(facts.documents[own], weights[own])(values)
        for level, each in enumerate((values, centred)):
            by_cluster = np.zeros((times.shape[1], size, size))
            for cluster in np.unique(clusters):
                inside = clusters == cluster
                by_cluster[cluster] = _products(each[inside], weights[own][inside])
            moments[level, language] = np.tensordot(times, by_cluster, axes=1)
    return moments


class _DocumentMeans:
    """The mean of each unit's document. A document is drawn whole, so its own weights do not change."""

    def __init__(self, documents: np.ndarray, weights: np.ndarray) -> None:
        self._number = np.unique(documents, return_inverse=True)[1]
        total = np.bincount(self._number, weights)[self._number]
        shares = weights / np.where(total > 0, total, 1.0)
        self._shares = sparse.csr_array((shares, (self._number, np.arange(len(shares)))))

    def __call__(self, values: np.ndarray) -> np.ndarray:
        return (self._shares @ values)[self._number]


def _products(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    whole = np.concatenate([np.ones((len(values), 1)), values], axis=1)
    return (whole * weights[:, None]).T @ whole


def _within(moments: np.ndarray, language: int) -> np.ndarray:
    """Take one language's sums, or those of all for -1."""
    return moments.sum(axis=0) if language < 0 else moments[language]


def _correlations(statistic: Callable[[np.ndarray], np.ndarray], sums: Sequence[np.ndarray]) -> Correlations:
    own, drawn = sums
    return Correlations(statistic(own)[0], statistic(drawn))


def _pearson(moments: np.ndarray) -> np.ndarray:
    mean, square = _means(moments)
    covariance = square - mean[:, :, None] * mean[:, None, :]
    spread = np.einsum("dii->di", covariance)
    spread = np.sqrt(np.where(spread > 1e-12, spread, np.nan))
    return np.clip(covariance / (spread[:, :, None] * spread[:, None, :]), -1, 1)


def _kappa(moments: np.ndarray) -> np.ndarray:
    mean, both = _means(moments)
    one, other = mean[:, :, None], mean[:, None, :]
    agreed = 1 - one - other + 2 * both
    expected = one * other + (1 - one) * (1 - other)
    return (agreed - expected) / np.where(1 - expected > 1e-12, 1 - expected, np.nan)


def _means(moments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total = np.where(moments[:, :1, :1] > 0, moments[:, :1, :1], np.nan)
    return (moments[:, 0, 1:] / total[:, 0]), moments[:, 1:, 1:] / total
