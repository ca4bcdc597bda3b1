"""Intervals for ratios of sums: clusters of documents are drawn, never single units."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from toolkit.themes.intervals import LEVEL, wilson

FEWEST_CLUSTERS = 6
"""Below this, an interval over clusters of documents says nothing."""

NO_INTERVAL = (float("nan"), float("nan"))


def draw_clusters(clusters: int, draws: int, seed: int) -> np.ndarray:
    """Draw clusters with replacement: (draws, clusters) how often each was drawn."""
    return np.random.default_rng(seed).multinomial(clusters, np.full(clusters, 1 / clusters), size=draws)


def by_cluster(clusters: np.ndarray, *parts: np.ndarray) -> np.ndarray:
    """Sum values of units by cluster: (clusters, parts)."""
    _, numbers = np.unique(clusters, return_inverse=True)
    return np.stack([np.bincount(numbers, part) for part in parts], axis=1)


def percentiles(values: np.ndarray) -> tuple[float, float]:
    """Give the percentile interval of bootstrap values.

    None, where half of the draws say nothing, or where all say the same: nothing varied that could vary.
    """
    known = values[~np.isnan(values)]
    if 2 * len(known) < len(values) or not len(known) or np.ptp(known) < 1e-12:
        return NO_INTERVAL
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def interval_of(
    statistic: Callable[[np.ndarray], np.ndarray], sums: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    """Give a statistic's percentile interval over clusters, or none below six clusters.

    Parameters
    ----------
    statistic
        From (draws, parts) to (draws,).
    sums
        (clusters, parts).
    """
    if len(sums) < FEWEST_CLUSTERS:
        return NO_INTERVAL
    return percentiles(statistic(draw_clusters(len(sums), draws, seed) @ sums))


def interval_of_share(
    hits: np.ndarray, weights: np.ndarray, clusters: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    """Give the interval of a weighted share: bootstrap over clusters, on neither side nearer than Wilson's.

    Wilson's counts Kish's effective number of units, (Σw)²/Σw²; without it a share of 1 would look certain.

    Parameters
    ----------
    hits, weights, clusters
        (units,) each, of the units that the share is of.
    """
    size = float(weights.sum() ** 2 / (weights**2).sum())
    low, high = wilson(size * float((weights * hits).sum() / weights.sum()), size)
    sums = by_cluster(clusters, weights * hits, weights)
    lower, higher = interval_of(lambda drawn: divide(drawn[:, 0], drawn[:, 1]), sums, draws, seed)
    return float(np.fmin(low, lower)), float(np.fmax(high, higher))


def divide(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Divide, giving not-a-number where nothing is below."""
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 1e-12)
