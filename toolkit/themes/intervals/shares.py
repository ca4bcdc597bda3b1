"""Intervals for shares, and what likeness of units inside documents costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from toolkit.themes.intervals.sample import LEVEL, Sample


def wilson(positive: int | float, total: int | float) -> tuple[float, float]:
    """Give Wilson's score interval (Wilson 1927) for a share.

    >>> [round(x, 3) for x in wilson(0, 10)]
    [0.0, 0.278]
    """
    z = stats.norm.ppf((1 + LEVEL) / 2)
    centre = (positive + z**2 / 2) / (total + z**2)
    half = z / (total + z**2) * np.sqrt(positive * (total - positive) / total + z**2 / 4)
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def korn_graubard(sample: Sample) -> tuple[float, float]:
    """Give the interval of Korn & Graubard (1998) for the mean share of one group's documents.

    Clopper and Pearson's exact interval for as many independent units as the documents are worth: the
    variance p(1−p)/n of n such units is set to the cluster-robust variance, and n is made smaller for few
    degrees of freedom. It stays inside 0 and 1 and is not symmetric. Degrees of freedom are the clusters
    that carry the theme (that lack it, if these are fewer), one less than all at most: where a theme stands
    in few documents, their variance is found from these few.

    Parameters
    ----------
    sample
        One group. Values are shares.

    Returns
    -------
    low, high. Not-a-number where documents do not differ, or there are fewer than two clusters.
    """
    share, error = float(sample.estimate()[0]), float(sample.error()[0])
    if error < 1e-12 or sample.groups < 2:
        return float("nan"), float("nan")
    carrying = min(len(set(sample.clusters[has].tolist())) for has in (sample.values > 0, sample.values < 1))
    df = max(1, min(carrying, sample.groups - 1))
    tail = (1 + LEVEL) / 2
    worth = share * (1 - share) / error**2 * float(stats.norm.ppf(tail) / stats.t.ppf(tail, df)) ** 2
    positive = share * worth
    low = stats.beta.ppf(1 - tail, positive, worth - positive + 1)
    high = stats.beta.ppf(tail, positive + 1, worth - positive)
    return float(low), float(high)


def difference_of_shares(sample: Sample) -> tuple[float, float]:
    """Give the interval for a difference of two groups from the interval of each (MOVER).

    Zou & Donner 2008: the distance of each limit from the difference is that of the two groups' own limits
    from their means, by Pythagoras; less their product where pairs tie the groups together. The groups' own
    limits are Korn and Graubard's; where a group's documents do not differ, Wilson's for one unit a cluster.

    Parameters
    ----------
    sample
        Two groups.

    Returns
    -------
    low, high. Not-a-number where neither group's documents differ.
    """
    if float(sample.error()[0]) < 1e-12:
        return float("nan"), float("nan")
    (first, below, above), (second, under, over) = (_with_reach(side) for side in sample.sides)
    difference, tie = first - second, sample.correlation()
    down = below**2 + over**2 - 2 * tie * below * over
    up = above**2 + under**2 - 2 * tie * above * under
    return difference - float(np.sqrt(max(0.0, down))), difference + float(np.sqrt(max(0.0, up)))


def block_bootstrap(
    values: np.ndarray, seed: int, block: int = 3, draws: int = 1999, weights: np.ndarray | None = None
) -> tuple[float, float]:
    """Give a percentile interval for the weighted mean of a series, by the circular block bootstrap.

    Politis & Romano 1992: blocks of neighbours are drawn, because neighbouring paragraphs are alike.
    """
    length = len(values)
    weights = np.ones(length) if weights is None else weights
    random = np.random.default_rng(seed)
    starts = random.integers(0, length, size=(draws, -(-length // block)))
    places = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :length] % length
    means = (weights * values)[places].sum(axis=1) / weights[places].sum(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def design_effect(values: Sequence[np.ndarray]) -> tuple[float, float]:
    """Say how much less a unit tells because units of a document are alike.

    deff = 1 + (n0 − 1)·ICC, with n0 = (N − Σ n²/N)/(D − 1) and the ICC of a one-way analysis of
    variance, not below 0.

    Parameters
    ----------
    values
        The units' values, one array a document.

    Returns
    -------
    deff and ICC; 1 and 0 where there are fewer than two documents or no spread.
    """
    sizes = np.array([len(v) for v in values], dtype=float)
    documents, total = len(values), sizes.sum()
    if documents < 2 or total <= documents:
        return 1.0, 0.0
    means = np.array([v.mean() for v in values])
    grand = float(np.concatenate(values).mean())
    between = float((sizes * (means - grand) ** 2).sum()) / (documents - 1)
    within = float(sum(((v - m) ** 2).sum() for v, m in zip(values, means, strict=True))) / (
        total - documents
    )
    size = (total - (sizes**2).sum() / total) / (documents - 1)
    spread = between + (size - 1) * within
    icc = max(0.0, (between - within) / spread) if spread > 0 else 0.0
    return 1 + (size - 1) * icc, icc


def _with_reach(side: Sample) -> tuple[float, float, float]:
    """Give the mean of a group, and how far its interval reaches below and above it."""
    mean = float(side.estimate()[0])
    low, high = korn_graubard(side)
    if np.isnan(low):
        low, high = wilson(mean * side.groups, side.groups)
    return mean, max(0.0, mean - low), max(0.0, high - mean)
