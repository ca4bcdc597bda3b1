"""Tests that rearrange whole documents among two groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb, prod

import numpy as np

from toolkit.themes.intervals.sample import Sample

MOST_ARRANGEMENTS = 20_000
"""Up to this many rearrangements are all tried; beyond, 9,999 are drawn."""

_DRAWN = 9_999
_MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class Arrangements:
    """Ways in which the same documents could have stood in the two groups."""

    design: Sample
    """Groups, clusters and counts; its values are not used."""

    first: np.ndarray
    """(arrangements, documents) whether a document stands in the first group; row 0 is how they do stand."""

    is_complete: bool
    """Whether these are all ways, each once; else row 0 is followed by random ones."""

    smallest: float
    """The smallest p that the design can give."""

    def differences(self, values: np.ndarray) -> np.ndarray:
        """Give the difference of the groups' means in every arrangement.

        Parameters
        ----------
        values
            (documents, columns) document means: a column a theme.

        Returns
        -------
        (arrangements, columns).
        """
        centred = values - values.mean(axis=0)
        return np.concatenate([block._differences(centred) for block in self._blocks()])

    def studentised(self, values: np.ndarray) -> np.ndarray:
        """Give the difference over its cluster-robust standard error in every arrangement.

        Janssen 1997, Chung & Romano 2013: as exact as the bare difference where the groups are alike, and
        near its level where only their means are, though one group's documents are longer or more alike.

        Parameters
        ----------
        values
            (documents, columns).

        Returns
        -------
        (arrangements, columns); infinite where documents differ between groups and nowhere inside.
        """
        centred = values - values.mean(axis=0)
        return np.concatenate([block._studentised(centred) for block in self._blocks()])

    def means(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the means of the first and the second group in every arrangement.

        Parameters
        ----------
        values
            (documents, columns).

        Returns
        -------
        Two arrays (arrangements, columns).
        """
        both = [block._means(values) for block in self._blocks()]
        return np.concatenate([first for first, _ in both]), np.concatenate([second for _, second in both])

    def _blocks(self) -> Iterator[Arrangements]:
        """Cut the arrangements into pieces that memory holds."""
        step = max(1, _MOST_CELLS // self.first.shape[1])
        for start in range(0, len(self.first), step):
            yield replace(self, first=self.first[start : start + step])

    def _differences(self, values: np.ndarray) -> np.ndarray:
        first, second = self._means(values)
        return first - second

    def _studentised(self, values: np.ndarray) -> np.ndarray:
        first, second = self._means(values)
        variance = self._variance(values, first, second)
        apart = np.where(np.abs(first - second) < 1e-12, 0.0, first - second)
        nothing = 1e-12 * (values**2).max(axis=0)  # what is left of documents that do not differ
        with np.errstate(divide="ignore", invalid="ignore"):
            t = apart / np.sqrt(np.where(variance > nothing, variance, 0.0))
        return np.where(apart == 0, 0.0, t)

    def _means(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        counts = self.design.base
        first = self.first * counts
        sums, weights = first @ values, first.sum(axis=1, keepdims=True)
        return sums / weights, (counts @ values - sums) / (counts.sum() - weights)

    def _variance(self, values: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Add up the clusters' squared influences on the difference, (arrangements, columns)."""
        counts, clusters = self.design.base, self.design.clusters
        weights = (self.first * counts).sum(axis=1, keepdims=True)
        others = counts.sum() - weights
        mixed = _mixed(self.design)
        whole = ~np.isin(clusters, mixed)
        result = np.zeros(first.shape)
        if whole.any():
            leaders, own = np.unique(clusters[whole], return_index=True)
            sizes = np.bincount(clusters, counts, self.design.groups)[leaders]
            sums = np.stack(
                [np.bincount(clusters, counts * column, self.design.groups)[leaders] for column in values.T],
                axis=1,
            )
            inside = self.first[:, whole][:, own].astype(float)
            for members, mean, total in ((inside, first, weights), (1 - inside, second, others)):
                number = members.sum(axis=1, keepdims=True)
                squares = members @ sums**2 - 2 * mean * (members @ (sums * sizes[:, None]))
                squares += mean**2 * (members @ sizes[:, None] ** 2)
                result += np.maximum(squares, 0) / total**2 * number / np.maximum(number - 1, 1)
        for cluster in mixed:
            own = np.flatnonzero(clusters == cluster)
            inside, outside = self.first[:, own] * counts[own], ~self.first[:, own] * counts[own]
            influence = (inside @ values[own] - inside.sum(axis=1, keepdims=True) * first) / weights
            influence -= (outside @ values[own] - outside.sum(axis=1, keepdims=True) * second) / others
            result += influence**2 * len(mixed) / max(1, len(mixed) - 1)
        return result


def permutation_p(statistics: np.ndarray) -> np.ndarray:
    """Give p of the seen arrangement.

    Parameters
    ----------
    statistics
        (arrangements, columns), row 0 as seen. Far from 0 is extreme.

    Returns
    -------
    (columns,) the share of arrangements at least as far from 0 as the seen one, which counts itself. With
    drawn arrangements this is (b + 1)/(B + 1) (Phipson & Smyth 2010), which never promises too much.
    """
    sizes = np.abs(statistics)
    return (sizes >= sizes[0] * (1 - 1e-9) - 1e-12).mean(axis=0)


def arrangements(sample: Sample, seed: int) -> Arrangements:
    """List the arrangements that the design could have given, the seen one first.

    The two sides of a pair that stand in different groups swap places with each other; those that stand in
    the same group stay together and change places with another such pair; single documents change places
    with single documents; copies of one text count as the one document that they are. All arrangements are
    taken where there are at most 20,000, else the seen one and 9,999 drawn.
    """
    strata = _strata(sample)
    total = _number(strata)
    if total > MOST_ARRANGEMENTS:
        drawn = _drawn(strata, len(sample.values), np.random.default_rng(seed))
        return Arrangements(sample, np.vstack([sample.is_first, drawn]), False, 1 / (_DRAWN + 1))
    every = _all(strata, len(sample.values))
    seen = int(np.flatnonzero((every == sample.is_first).all(axis=1))[0])
    # the mirror image of the most extreme arrangement is as extreme, where there is one
    has_mirror = all(2 * first == len(items) for items, first in strata)
    return Arrangements(sample, np.roll(every, -seen, axis=0), True, (2 if has_mirror else 1) / total)


def permutation(sample: Sample, seed: int, studentised: bool = False) -> tuple[float, float]:
    """Test the difference by rearranging whole documents among the groups, see `arrangements`.

    Parameters
    ----------
    studentised
        Whether differences are compared in their standard errors.

    Returns
    -------
    p, and the smallest p that this design can give.
    """
    ways = arrangements(sample, seed)
    statistic = ways.studentised if studentised else ways.differences
    return float(permutation_p(statistic(sample.values[:, None]))[0]), ways.smallest


def tries_all(sample: Sample) -> bool:
    """Say whether `permutation` tries all arrangements of the sample, and so gives an exact p."""
    return _number(_strata(sample)) <= MOST_ARRANGEMENTS


def _mixed(sample: Sample) -> np.ndarray:
    """List the clusters with a side in each group."""
    sides = np.bincount(sample.clusters, sample.is_first) / np.bincount(sample.clusters)
    return np.flatnonzero((sides > 0) & (sides < 1))


_Strata = list[tuple[list[list[int]], int]]
"""What may change places: lists of documents that move together, and how many of them are in the first
group."""


def _strata(sample: Sample) -> _Strata:
    """Tell clusters with a side in each group from those that move as a whole, among their equals."""
    mixed: _Strata = []
    whole: dict[float, list[list[int]]] = {}
    for cluster in range(sample.groups):
        members = np.flatnonzero(sample.clusters == cluster).tolist()
        first = int(sample.is_first[members].sum())
        if 0 < first < len(members):
            mixed.append(([[member] for member in members], first))
        else:
            whole.setdefault(round(float(sample.base[members].sum()), 9), []).append(members)
    return mixed + [
        (items, sum(bool(sample.is_first[item[0]]) for item in items)) for _, items in sorted(whole.items())
    ]


def _number(strata: _Strata) -> int:
    return prod(comb(len(items), first) for items, first in strata)


def _all(strata: _Strata, documents: int) -> np.ndarray:
    result = np.zeros((1, documents), dtype=bool)
    for items, first in strata:
        choices = list(combinations(range(len(items)), first))
        chosen = np.zeros((len(choices), len(items)), dtype=bool)
        chosen[np.arange(len(choices))[:, None], np.array(choices, dtype=int)] = True
        own = np.zeros((len(choices), documents), dtype=bool)
        _move(own, items, chosen)
        result = (result[:, None] | own).reshape(-1, documents)
    return result


def _drawn(strata: _Strata, documents: int, random: np.random.Generator) -> np.ndarray:
    result = np.zeros((_DRAWN, documents), dtype=bool)
    for items, first in strata:
        chosen = random.permuted(np.tile(np.arange(len(items)) < first, (_DRAWN, 1)), axis=1)
        _move(result, items, chosen)
    return result


def _move(result: np.ndarray, items: Sequence[Sequence[int]], chosen: np.ndarray) -> None:
    """Put all documents of each item where the item was put: (arrangements, items) of booleans."""
    owners = np.repeat(np.arange(len(items)), [len(item) for item in items])
    result[:, np.concatenate(items)] = chosen[:, owners]
