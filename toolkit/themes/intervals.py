"""Intervals and tests for means over documents: pure functions over arrays.

Documents are the sample. Documents that belong together (the two sides of a translation pair, copies of one
text) form one cluster and are drawn together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

import numpy as np
from scipy import stats

LEVEL = 0.95
FEWEST_ALIKE = 5
"""Clusters of one make-up that are drawn among each other; with fewer, only their sides are kept apart."""

MOST_ARRANGEMENTS = 20_000
"""Up to this many rearrangements are all tried; beyond, 9,999 are drawn."""

_WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])


def wilson(positive: int | float, total: int | float) -> tuple[float, float]:
    """Give Wilson's score interval (Wilson 1927) for a share.

    >>> [round(x, 3) for x in wilson(0, 10)]
    [0.0, 0.278]
    """
    z = stats.norm.ppf((1 + LEVEL) / 2)
    centre = (positive + z**2 / 2) / (total + z**2)
    half = z / (total + z**2) * np.sqrt(positive * (total - positive) / total + z**2 / 4)
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


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


@dataclass(frozen=True)
class Sample:
    """Document means with a sign for their group and the cluster they are drawn with."""

    values: np.ndarray
    """(documents,)."""

    is_first: np.ndarray
    """(documents,) whether a document is in the first group. All are, where there is one group."""

    clusters: np.ndarray
    """(documents,) number of each document's cluster, from 0."""

    counts: np.ndarray | None = None
    """(documents,) what each document counts; 1 each by default, less for copies of one text."""

    @property
    def base(self) -> np.ndarray:
        """(documents,) what each document counts."""
        return np.ones(len(self.values)) if self.counts is None else self.counts

    def estimate(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Give the difference of the groups' means, or the mean of the one group.

        Parameters
        ----------
        weights
            (draws, documents) how often each document was drawn; once each by default.
        """
        weights = self.base * (np.ones((1, len(self.values))) if weights is None else weights)
        result = _mean(self.values, weights * self.is_first)
        if not self.is_first.all():
            result = result - _mean(self.values, weights * ~self.is_first)
        return result

    def error(self, weights: np.ndarray | None = None, values: np.ndarray | None = None) -> np.ndarray:
        """Give the cluster-robust standard error of the estimate, with the factor G/(G−1)."""
        weights = np.ones((1, len(self.values))) if weights is None else weights
        values = np.broadcast_to(self.values if values is None else values, weights.shape)
        influence = np.zeros(weights.shape)
        for members, sign in ((self.is_first, 1.0), (~self.is_first, -1.0)):
            if members.any():
                inside = self.base * weights * members
                total = inside.sum(axis=1, keepdims=True)
                centre = (inside * values).sum(axis=1, keepdims=True) / total
                influence = influence + sign * inside * (values - centre) / total
        groups = int(self.clusters.max()) + 1
        member = np.zeros((len(self.values), groups))
        member[np.arange(len(self.values)), self.clusters] = 1.0
        # a cluster drawn twice counts as two clusters: its squared influence is shared out
        drawn = np.maximum(weights @ member / member.sum(axis=0), 1.0)
        variance = ((influence @ member) ** 2 / drawn).sum(axis=1)
        return np.sqrt(variance * groups / max(1, groups - 1))


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
    groups = int(sample.clusters.max()) + 1
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


def permutation(sample: Sample, seed: int) -> tuple[float, float]:
    """Test the difference by rearranging whole documents among the groups.

    The two sides of a pair that stand in different groups swap places with each other; those that stand in
    the same group stay together and change places with another such pair; single documents change places
    with single documents; copies of one text count as the one document that they are. All arrangements are
    tried where there are at most 20,000, else 9,999 drawn.

    Returns
    -------
    p, and the smallest p that this design can give.
    """
    strata = _strata(sample)
    total = _arrangements(strata)
    observed = abs(float(sample.estimate()[0]))
    if total <= MOST_ARRANGEMENTS:
        groups = _all_arrangements(strata, len(sample.values))
    else:
        groups = _drawn_arrangements(strata, len(sample.values), np.random.default_rng(seed))
    differences = np.abs(
        _mean(sample.values, groups * sample.base) - _mean(sample.values, ~groups * sample.base)
    )
    as_extreme = int((differences >= observed - 1e-12).sum())
    if total <= MOST_ARRANGEMENTS:
        # the mirror image of the most extreme arrangement is as extreme, where there is one
        has_mirror = all(2 * first == len(items) for items, first in strata)
        return as_extreme / total, (2 if has_mirror else 1) / total
    return (as_extreme + 1) / (len(groups) + 1), 1 / (len(groups) + 1)


def tries_all(sample: Sample) -> bool:
    """Say whether `permutation` tries all arrangements of the sample, and so gives an exact p."""
    return _arrangements(_strata(sample)) <= MOST_ARRANGEMENTS


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


def _mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return (weights * values).sum(axis=1) / weights.sum(axis=1)


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
    p = (1 + int((np.abs(t) >= abs(estimate / error)).sum())) / (len(t) + 1)
    return estimate - float(high) * error, estimate - float(low) * error, p


_Strata = list[tuple[list[list[int]], int]]
"""What may change places: lists of documents that move together, and how many of them are in the first
group."""


def _strata(sample: Sample) -> _Strata:
    """Tell clusters with a side in each group from those that move as a whole, among their equals."""
    mixed: _Strata = []
    whole: dict[float, list[list[int]]] = {}
    for cluster in range(int(sample.clusters.max()) + 1):
        members = np.flatnonzero(sample.clusters == cluster).tolist()
        first = int(sample.is_first[members].sum())
        if 0 < first < len(members):
            mixed.append(([[member] for member in members], first))
        else:
            whole.setdefault(round(float(sample.base[members].sum()), 9), []).append(members)
    return mixed + [
        (items, sum(bool(sample.is_first[item[0]]) for item in items)) for _, items in sorted(whole.items())
    ]


def _arrangements(strata: _Strata) -> int:
    return prod(comb(len(items), first) for items, first in strata)


def _all_arrangements(strata: _Strata, documents: int) -> np.ndarray:
    arrangements = np.zeros((1, documents), dtype=bool)
    for items, first in strata:
        choices = list(combinations(range(len(items)), first))
        chosen = np.zeros((len(choices), len(items)), dtype=bool)
        chosen[np.arange(len(choices))[:, None], np.array(choices, dtype=int)] = True
        own = np.zeros((len(choices), documents), dtype=bool)
        _move(own, items, chosen)
        arrangements = (arrangements[:, None] | own).reshape(-1, documents)
    return arrangements


def _drawn_arrangements(strata: _Strata, documents: int, random: np.random.Generator) -> np.ndarray:
    draws = 9999
    arrangements = np.zeros((draws, documents), dtype=bool)
    for items, first in strata:
        chosen = random.permuted(np.tile(np.arange(len(items)) < first, (draws, 1)), axis=1)
        _move(arrangements, items, chosen)
    return arrangements


def _move(arrangements: np.ndarray, items: Sequence[Sequence[int]], chosen: np.ndarray) -> None:
    """Put all documents of each item where the item was put: (arrangements, items) of booleans."""
    owners = np.repeat(np.arange(len(items)), [len(item) for item in items])
    arrangements[:, np.concatenate(items)] = chosen[:, owners]
