"""Find sets that are nearly the same, all of them, without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

_WORK = 4_000_000
"""Pairs and members that are worked on at a time; it bounds memory and changes no result."""


def find_stars(
    sets: csr_array, threshold: float, figures: csr_array | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Gather sets around firsts: each first is unlike all earlier firsts, and its members are like it.

    Sets are taken in order. One whose Jaccard similarity with an earlier first reaches the threshold joins
    the most similar of them (the earliest of equals); every other becomes a first. Members are like
    their first, not always like one another: there are no chains from like to like.

    The search is exact. Similar sets must have some of their rarest members in common (prefix filtering:
    Chaudhuri, Ganti & Kaushik 2006), the more the less is left of them after these (in the manner of Xiao,
    Wang, Lin & Yu 2008); what passes is compared in full.

    Parameters
    ----------
    sets
        (sets, hashes). Sorted rows; empty sets are like nothing.
    threshold
        Jaccard similarity from which two sets are nearly the same, above 0.
    figures
        (sets, hashes). Where given, sets are unlike if each has a figure that the other lacks.

    Returns
    -------
    (sets,) number of each set's first, its own for firsts; and (sets,) the similarity to it.
    """
    prefixes = _Prefixes.of(sets, threshold)
    marks = None if figures is None else _marks(figures)
    first, similarity = np.arange(sets.shape[0]), np.ones(sets.shape[0])
    is_first = np.ones(sets.shape[0], dtype=bool)
    for begin, end in prefixes.blocks():
        later, earlier = prefixes.sharing(np.arange(begin, end), np.flatnonzero(is_first[:end]), threshold)
        if marks is not None:
            only_later, only_earlier = marks[later] & ~marks[earlier], marks[earlier] & ~marks[later]
            may_be = (only_later == 0) | (only_earlier == 0)
            later, earlier = later[may_be], earlier[may_be]
        pairs = _similar(sets, later, earlier, threshold, figures)
        for one, other, value in zip(*(column.tolist() for column in pairs), strict=True):
            if is_first[one] and is_first[other]:
                first[one], similarity[one], is_first[one] = other, value, False
    return first, similarity


def spans(costs: np.ndarray, most_rows: int | None = None) -> Iterator[tuple[int, int]]:
    """Cut a row of costs into stretches of bounded sum, or of one: their beginnings and ends."""
    sums = np.concatenate([[0], np.cumsum(costs, dtype=np.int64)])
    begin = 0
    while begin < len(costs):
        end = max(begin + 1, int(np.searchsorted(sums, sums[begin] + _WORK, side="right")) - 1)
        end = min(end, begin + most_rows) if most_rows else end
        yield begin, end
        begin = end


def _marks(figures: csr_array) -> np.ndarray:
    """Mark each set's figures in 64 bits: a bit that one set has alone is a figure that it has alone.

    A corpus of one form filled with ever new figures has millions of pairs that this tells apart at once.
    """
    bits = np.uint64(1) << (figures.indices % 64).astype(np.uint64)
    marks = np.zeros(figures.shape[0], dtype=np.uint64)
    some = np.flatnonzero(np.diff(figures.indptr))
    if len(some):
        marks[some] = np.bitwise_or.reduceat(bits, figures.indptr[some])
    return marks


def _similar(
    sets: csr_array, one: np.ndarray, other: np.ndarray, threshold: float, figures: csr_array | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keep the pairs that are similar, with their similarity; by the first set, most similar first."""
    sizes = np.diff(sets.indptr)
    shared = _overlaps(sets, one, other)
    similarity = shared / (sizes[one] + sizes[other] - shared)
    fit = similarity >= threshold - 1e-12
    one, other, similarity = one[fit], other[fit], similarity[fit]
    if figures is not None:
        counts = np.diff(figures.indptr)
        fit = _overlaps(figures, one, other) == np.minimum(counts[one], counts[other])
        one, other, similarity = one[fit], other[fit], similarity[fit]
    order = np.lexsort((other, -similarity, one))
    return one[order], other[order], similarity[order]


def _overlaps(sets: csr_array, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Count what the sets of each pair have in common."""
    sizes = np.diff(sets.indptr)
    shared = [np.zeros(0, dtype=np.int64)]
    for begin, end in spans(sizes[one] + sizes[other]):
        common = sets[one[begin:end]].multiply(sets[other[begin:end]]).tocsr()
        shared.append(np.diff(common.indptr).astype(np.int64))
    return np.concatenate(shared)


class _Prefixes(NamedTuple):
    """The rarest members of each set, so many that two similar sets cannot avoid sharing some."""

    members: csr_array
    """(sets, members that several prefixes have)"""

    lasts: np.ndarray
    """(sets,) place of each prefix's last member in the order of all members, the rarest first."""

    rests: np.ndarray
    """(sets,) how many members come after the prefix."""

    sizes: np.ndarray

    @classmethod
    def of(cls, sets: csr_array, threshold: float) -> _Prefixes:
        sizes = np.diff(sets.indptr).astype(np.int64)
        lengths = np.minimum(sizes, sizes - _least(threshold * sizes) + 1)
        order = _rarity(sets, sizes)
        rows, keys = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.uint64)]
        for begin, end in spans(sizes, most_rows=1 << 16):
            own = sets.indices[sets.indptr[begin] : sets.indptr[end]]
            row = np.repeat(np.arange(end - begin, dtype=np.uint64), sizes[begin:end])
            ranked = np.sort((row << np.uint64(48)) | order[own % len(order)] | own.astype(np.uint64))
            starts = np.cumsum(sizes[begin:end]) - sizes[begin:end]
            place = np.arange(len(ranked)) - np.repeat(starts, sizes[begin:end])
            ranked = ranked[place < np.repeat(lengths[begin:end], sizes[begin:end])]
            rows.append((ranked >> np.uint64(48)).astype(np.int64) + begin)
            keys.append(ranked & np.uint64((1 << 48) - 1))
        row, key = np.concatenate(rows), np.concatenate(keys)
        lasts = np.zeros(len(sizes), dtype=np.uint64)
        lasts[row] = key  # a row's keys ascend: the last one stays
        _, columns, counts = np.unique(key, return_inverse=True, return_counts=True)
        several = counts > 1
        row, columns = row[several[columns]], (np.cumsum(several) - 1)[columns[several[columns]]]
        ones = np.ones(len(row), dtype=np.int32)
        members = csr_array((ones, (row, columns)), shape=(len(sizes), int(several.sum())))
        return cls(members, lasts, sizes - lengths, sizes)

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Cut the rows so that the pairs of a block with all others stay few enough to hold."""
        uses = np.bincount(self.members.indices, minlength=self.members.shape[1])
        return spans(self.members @ uses)

    def sharing(
        self, rows: np.ndarray, others: np.ndarray, threshold: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """List the pairs of rows with earlier others that may be similar, by what their prefixes share."""
        counts = (self.members[rows] @ self.members[others].T.tocsr()).tocoo()
        one, other, shared = rows[counts.row], others[counts.col], counts.data
        # Up to the end of the prefix that ends first, `shared` holds all that the two have in common;
        # after it stands no more than the rest of that set.
        rest = np.where(self.lasts[one] <= self.lasts[other], self.rests[one], self.rests[other])
        needed = _least(threshold / (1 + threshold) * (self.sizes[one] + self.sizes[other]))
        smaller = np.minimum(self.sizes[one], self.sizes[other])
        may_be = (other < one) & (shared + rest >= needed) & (smaller >= needed)
        return one[may_be], other[may_be]


def _rarity(sets: csr_array, sizes: np.ndarray) -> np.ndarray:
    """Count how many sets have the members that share their last bits, shifted above a member's 31 bits."""
    counts = np.zeros(1 << min(20, int(sizes.sum()).bit_length()), dtype=np.int64)
    for begin, end in spans(sizes):
        members = sets.indices[sets.indptr[begin] : sets.indptr[end]]
        counts += np.bincount(members % len(counts), minlength=len(counts))
    return np.minimum(counts, (1 << 17) - 1).astype(np.uint64) << np.uint64(31)


def _least(share: np.ndarray) -> np.ndarray:
    """Round up to whole members, but not for what is a rounding error."""
    return np.ceil(share - 1e-9).astype(np.int64)
