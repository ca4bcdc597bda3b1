"""Whether a unit's translation is its nearest neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Integer

from toolkit.errors import ToolkitError
from toolkit.features import unit_length

Pairs = Integer[np.ndarray, "pairs 2"]
"""Rows that are counterparts."""

_CELLS = 1 << 23
"""Similarities held at once (64 MB of double precision)."""


@dataclass(frozen=True)
class Retrieval:
    """How often the nearest unit of the other language is the counterpart."""

    forward: float
    """Share of the first side's paired units that find theirs among all units of the second."""

    backward: float
    """The same from the second side to the first."""

    mean: float
    """Of the two directions."""

    chance: float
    """What vectors that say nothing would reach, mean of the two directions."""

    tied: float
    """Share of the questions at which the counterpart shares the first place with others."""

    pairs: int
    units: tuple[int, int]
    """Units among which each side's counterparts were sought: (first, second)."""

    notes: tuple[str, ...] = ()


def pair_retrieval(
    first: Float[np.ndarray, "first dimensions"],
    second: Float[np.ndarray, "second second_dimensions"],
    pairs: Pairs | None = None,
) -> Retrieval:
    """Ask each paired unit for its nearest unit of the other language, by cosine.

    Where several units are equally near and the counterpart is one of them, each gets an equal part
    of the hit: the result depends neither on chance nor on the order of units. Units without a
    counterpart ask nothing, but may be found. A vector of zeros is equally far from all.

    Memory stays small: similarities are made by blocks. Fifty thousand units a side take about a
    minute on one core with 300 dimensions in single precision.

    Parameters
    ----------
    first, second
        (rows, dimensions) of each language, of any length.
    pairs
        (pairs, 2) row of the first side, row of the second; each row once at most. By default row k
        belongs to row k.

    Raises
    ------
    ToolkitError
        When a row does not exist or is paired twice, or dimensions differ.
    """
    pairs = _checked(first, second, pairs)
    sizes = (len(first), len(second))
    if not len(pairs):
        nothing = float("nan")
        return Retrieval(nothing, nothing, nothing, nothing, nothing, 0, sizes, ("no pairs are known",))
    one, other = unit_length(first), unit_length(second)
    left, right = pairs.T
    own = np.einsum("ij,ij->i", one[left], other[right])
    margin = own.dtype.type(16 * np.finfo(own.dtype).eps)
    forward, backward = _best(own), _best(own)
    rows = max(1, _CELLS // max(1, len(other)))
    for start in range(0, len(one), rows):
        similar = one[start : start + rows] @ other.T
        asks = np.flatnonzero((left >= start) & (left < start + rows))
        forward.see(asks, similar[left[asks] - start], own, margin, axis=1)
        backward.see(np.arange(len(pairs)), similar[:, right], own, margin, axis=0)
    hits = forward.hits(own, margin), backward.hits(own, margin)
    ahead, back = (float(found.mean()) for found in hits)
    tied = float(np.mean([(found > 0) & (found < 1) for found in hits]))
    chance = (1 / len(first) + 1 / len(second)) / 2
    return Retrieval(ahead, back, (ahead + back) / 2, chance, tied, len(pairs), sizes)


@dataclass(frozen=True)
class _Best:
    """The nearest so far of each question."""

    similarity: np.ndarray
    as_near: np.ndarray
    """Units at least as near as the counterpart."""

    def see(
        self, asks: np.ndarray, similar: np.ndarray, own: np.ndarray, margin: np.floating, axis: int
    ) -> None:
        needed = own[asks] - margin
        near = similar >= (needed[:, None] if axis == 1 else needed)
        self.similarity[asks] = np.maximum(self.similarity[asks], similar.max(axis=axis, initial=-np.inf))
        self.as_near[asks] += np.count_nonzero(near, axis=axis)

    def hits(self, own: np.ndarray, margin: np.floating) -> np.ndarray:
        return np.where(self.similarity <= own + margin, 1 / np.maximum(1, self.as_near), 0.0)


def _best(own: np.ndarray) -> _Best:
    return _Best(np.full(len(own), -np.inf, dtype=own.dtype), np.zeros(len(own), dtype=np.int64))


def _checked(first: np.ndarray, second: np.ndarray, pairs: np.ndarray | None) -> np.ndarray:
    if first.shape[1] != second.shape[1]:
        raise ToolkitError(
            f"Vectors of {first.shape[1]} and of {second.shape[1]} dimensions cannot be compared: "
            "both languages must be placed in one space."
        )
    if pairs is None:
        if len(first) != len(second):
            raise ToolkitError(
                f"{len(first)} and {len(second)} units cannot be paired row by row: say which rows are "
                "counterparts."
            )
        return np.stack([np.arange(len(first))] * 2, axis=1)
    for side, (rows, size) in enumerate(zip(pairs.T, (len(first), len(second)), strict=True), start=1):
        if len(rows) and (rows.min() < 0 or rows.max() >= size):
            raise ToolkitError(f"Pairs name a row that side {side} lacks: it has rows 0 to {size - 1}.")
        if len(np.unique(rows)) < len(rows):
            raise ToolkitError(f"Pairs name a row of side {side} twice: give each unit one counterpart.")
    return pairs
