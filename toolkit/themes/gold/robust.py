"""Intervals for ratios of sums over units, as wide as documents differ: the delta method by clusters.

The influence of a cluster is what it adds to the estimate, to first order. The sum of their squares, with
the factor C/(C − 1), is the cluster-robust variance; quantiles are Student's with C − 1 degrees of freedom.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from toolkit.themes.intervals import LEVEL, wilson

FEWEST_CLUSTERS = 6
"""Below this, an interval over clusters of documents says nothing."""

NO_INTERVAL = (float("nan"), float("nan"))

Interval = tuple[float, float]


def by_cluster(clusters: np.ndarray, *parts: np.ndarray) -> np.ndarray:
    """Sum values of units by cluster: (clusters, parts)."""
    _, numbers = np.unique(clusters, return_inverse=True)
    return np.stack([np.bincount(numbers, part) for part in parts], axis=1)


def half_width(influences: np.ndarray) -> float:
    """Give the half width of the interval of an estimate from the influences of its clusters.

    Not-a-number below six clusters.
    """
    clusters = len(influences)
    if clusters < FEWEST_CLUSTERS:
        return float("nan")
    variance = clusters / (clusters - 1) * float((influences**2).sum())
    return float(stats.t.ppf((1 + LEVEL) / 2, clusters - 1) * np.sqrt(variance))


def around_agreement(agreement: float, influences: np.ndarray) -> Interval:
    """Give the interval of alpha or kappa on the scale of log(1 − agreement).

    Symmetric intervals of agreement are too short below, where it has room.

    Parameters
    ----------
    influences
        (clusters,) on log(1 − agreement).
    """
    if not agreement < 1:
        return NO_INTERVAL
    factor = np.exp(half_width(influences))
    return float(1 - (1 - agreement) * factor), float(1 - (1 - agreement) / factor)


def around_area(area: float, influences: np.ndarray) -> Interval:
    """Give the interval of an area under a curve on the scale of its logit; none at 0 and 1.

    Parameters
    ----------
    influences
        (clusters,) on log(area).
    """
    if not 0 < area < 1:
        return NO_INTERVAL
    odds, factor = area / (1 - area), np.exp(half_width(influences / (1 - area)))
    low, high = odds / factor, odds * factor
    return float(low / (1 + low)), float(high / (1 + high))


def around_share(hits: np.ndarray, weights: np.ndarray, clusters: np.ndarray) -> Interval:
    """Give Wilson's interval of a weighted share, for the number of units that it is worth.

    Korn & Graubard 1998: as many units as would give the cluster-robust variance, at most Kish's
    (Σw)²/Σw². So a share of 1 is not certain, and documents that differ make it wider.

    Parameters
    ----------
    hits, weights, clusters
        (units,) each, of the units that the share is of.
    """
    share = float((weights * hits).sum() / weights.sum())
    size = float(weights.sum() ** 2 / (weights**2).sum())
    off = by_cluster(clusters, weights * (hits - share))[:, 0] / weights.sum()
    half = half_width(off)
    if half > 0 and 0 < share < 1:
        size = min(size, share * (1 - share) * float(stats.norm.ppf((1 + LEVEL) / 2) / half) ** 2)
    return wilson(share * size, size)


def divide(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Divide, giving not-a-number where nothing is below."""
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 1e-12)
