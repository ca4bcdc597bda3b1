"""Studentised bootstraps over clusters of documents."""

from __future__ import annotations

from collections import Counter

import numpy as np

from toolkit.themes.intervals.sample import LEVEL, Sample

FEWEST_ALIKE = 5
"""Clusters of one make-up that are drawn among each other; with fewer, only their sides are kept apart."""

_WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])


def bootstrap_t(sample: Sample, seed: int, draws: int = 9999) -> tuple[float, float, float]:
    """Give the cluster bootstrap-t interval and p for the estimate (Cameron, Gelbach & Miller 2008).

    Clusters are drawn within strata of the same make-up (what they count in each group), so that the groups
    keep their sizes.

    Returns
    -------
    low, high, p. Not-a-number where too few documents differ to find both ends.
    """
    random = np.random.default_rng(seed)
    # copies of one text weigh as much as a single document, and are drawn among these; a make-up that hardly
    # occurs is drawn with all others of its sides, or its clusters would never vary
    sides = (sample.base * sample.is_first, sample.base * ~sample.is_first)
    sizes = np.stack([np.bincount(sample.clusters, side) for side in sides], axis=1).round(9)
    makeup = [tuple(size) for size in sizes.tolist()]
    if min(Counter(makeup).values()) < FEWEST_ALIKE:
        makeup = [(float(first > 0), float(second > 0)) for first, second in makeup]
    drawn = np.zeros((draws, len(makeup)))
    for kind in sorted(set(makeup)):
        members = [cluster for cluster, other in enumerate(makeup) if other == kind]
        share = np.full(len(members), 1 / len(members))
        drawn[:, members] = random.multinomial(len(members), share, size=draws)
    weights = drawn[:, sample.clusters]
    estimate, error = float(sample.estimate()[0]), float(sample.error()[0])
    return _studentised(estimate, error, sample.estimate(weights), sample.error(weights))


def wild_bootstrap_t(sample: Sample, seed: int, draws: int = 9999) -> tuple[float, float, float]:
    """Give the wild cluster bootstrap-t interval and p, with Webb's six-point weights (Webb 2023).

    Returns
    -------
    low, high, p. Not-a-number where too few documents differ to find both ends.
    """
    random = np.random.default_rng(seed)
    groups = sample.groups
    signs = _WEBB[random.integers(0, 6, size=(draws, groups))][:, sample.clusters]
    first, second = sample.base * sample.is_first, sample.base * ~sample.is_first
    centres = np.where(
        sample.is_first,
        (sample.values * first).sum() / first.sum(),
        (sample.values * second).sum() / second.sum() if second.any() else 0.0,
    )
    values = centres + signs * (sample.values - centres)
    ones = np.ones(values.shape)
    estimates = (values * first).sum(axis=1) / first.sum()
    if second.any():
        estimates = estimates - (values * second).sum(axis=1) / second.sum()
    estimate, error = float(sample.estimate()[0]), float(sample.error()[0])
    return _studentised(estimate, error, estimates, sample.error(ones, values))


def _studentised(
    estimate: float, error: float, estimates: np.ndarray, errors: np.ndarray
) -> tuple[float, float, float]:
    if error < 1e-12:
        return float("nan"), float("nan"), float("nan")
    # a draw without spread is as far off as can be: leaving it out would make rare themes look certain
    away = estimates - estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(np.abs(away) < 1e-12, 0.0, away / np.where(errors > 1e-12, errors, 0.0))
    low, high = np.quantile(t, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="inverted_cdf")
    if not np.isfinite([low, high]).all():
        return float("nan"), float("nan"), float("nan")
    p = (1 + int((np.abs(t) >= abs(estimate / error) - 1e-9).sum())) / (len(t) + 1)
    return estimate - float(high) * error, estimate - float(low) * error, p
