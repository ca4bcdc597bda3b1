"""Many tests at once: how a p-value is adjusted for the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def holm(p: Sequence[float]) -> list[float]:
    """Adjust p-values for a family of declared contrasts (Holm 1979).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p, kind="stable")
    steps = np.asarray(p)[order] * np.arange(len(p), 0, -1)
    adjusted = np.minimum(1.0, np.maximum.accumulate(steps))
    result = np.empty(len(p))
    result[order] = adjusted
    return [float(round(x, 12)) for x in result]


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Adjust p-values of explorations for the false discovery rate (Benjamini & Hochberg 1995).

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p, kind="stable")[::-1]
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.minimum(1.0, np.minimum.accumulate(np.asarray(p)[order] * len(p) / ranks))
    result = np.empty(len(p))
    result[order] = adjusted
    return [float(round(x, 12)) for x in result]


def step_down(statistics: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Adjust for a family of tests that depend on each other (Westfall & Young 1993, step-down min-p).

    Tests of one contrast (its themes) were rearranged together, so that likeness of themes costs nothing;
    several contrasts, whose documents may overlap in any way, are added up by Bonferroni. Each test's
    statistics become p-values of its own rearrangements first, so that rare and frequent themes weigh alike.
    Never above Holm's adjustment of the same p-values, and the same where every contrast has one theme.

    Parameters
    ----------
    statistics
        For each contrast (arrangements, themes), row 0 as seen. Far from 0 is extreme.

    Returns
    -------
    For each contrast (themes,) adjusted p.
    """
    chances = [_chances(np.abs(own)) for own in statistics]
    seen = [
        (float(p[0, theme]), number, theme) for number, p in enumerate(chances) for theme in range(p.shape[1])
    ]
    left = [list(range(p.shape[1])) for p in chances]
    result, last = [np.ones(p.shape[1]) for p in chances], 0.0
    for own, number, theme in sorted(seen):
        rivals = zip(chances, left, strict=True)
        total = sum(float((p[:, rest].min(axis=1) <= own + 1e-12).mean()) for p, rest in rivals if rest)
        last = min(1.0, max(last, total))
        result[number][theme] = last
        left[number].remove(theme)
    return result


def _chances(sizes: np.ndarray) -> np.ndarray:
    """Give p of every arrangement, as if it were the seen one: (arrangements, themes)."""
    ordered = np.sort(sizes, axis=0)
    below = [
        np.searchsorted(column, own * (1 - 1e-9) - 1e-12)
        for column, own in zip(ordered.T, sizes.T, strict=True)
    ]
    return 1 - np.stack(below, axis=1) / len(sizes)
