"""Which paragraphs of a source and its translation render each other: beads.

Dynamic programming over beads (Gale & Church 1993) with a length cost and a cost of meaning: one
minus the cosine of the sides' vectors, each taken against what is usual for the pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.features import Features
from toolkit.preprocess import Unit

SHAPES = {
    (1, 1): 0.0,
    (1, 0): 0.9,
    (0, 1): 0.9,
    (2, 1): 0.35,
    (1, 2): 0.35,
    (2, 2): 0.9,
    (3, 1): 0.8,
    (1, 3): 0.8,
}
"""Cost of each shape of bead before lengths and meaning are looked at: 1-1 is the rule."""


@dataclass(frozen=True)
class Bead:
    """Units of the source and of the target that render each other; one side may be empty."""

    source: tuple[int, ...]
    """Rows of the features."""

    target: tuple[int, ...]
    score: float
    """Cosine of the two sides; 0 where one is empty."""


def align_pairs(features: Features) -> list[dict[str, Any]]:
    """Align every pair that the metadata name; give the rows of data/beads.csv.

    A pair is two documents with the same ``pair``; the one whose ``role`` is source comes first. A side's
    lines are all those of its units, as numbers separated by blanks; ``source_units`` and ``target_units``
    count the units.
    """
    rows = []
    for pair, (source, target) in find_pairs(features.units.metadata).items():
        units = features.units.units
        beads = align(
            features,
            np.flatnonzero(features.documents == source),
            np.flatnonzero(features.documents == target),
        )
        for number, bead in enumerate(beads):
            rows.append(
                {
                    "pair": pair,
                    "bead": number,
                    "source_doc": source,
                    "source_lines": _lines(units[row] for row in bead.source),
                    "target_doc": target,
                    "target_lines": _lines(units[row] for row in bead.target),
                    "score": bead.score,
                    "source_units": len(bead.source),
                    "target_units": len(bead.target),
                }
            )
    return rows


def find_pairs(metadata: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, str]]:
    """Find the pairs of exactly two documents, source first."""
    return {pair: (docs[0], docs[1]) for pair, docs in _sides(metadata).items() if len(docs) == 2}


def odd_pairs(metadata: Mapping[str, Mapping[str, str]]) -> list[tuple[str, list[str]]]:
    """List the pairs that do not have exactly two documents, with the documents they have."""
    return [(pair, sorted(docs)) for pair, docs in _sides(metadata).items() if len(docs) != 2]


def pairs_without_source(metadata: Mapping[str, Mapping[str, str]]) -> list[str]:
    """List the pairs of two documents of which not exactly one has the role ``source``."""
    return [
        pair
        for pair, docs in find_pairs(metadata).items()
        if sum(metadata[doc].get("role") == "source" for doc in docs) != 1
    ]


def _sides(metadata: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Collect each pair's documents, sources first."""
    sides: dict[str, list[str]] = {}
    for doc, facts in metadata.items():
        if facts.get("pair"):
            sides.setdefault(facts["pair"], []).append(doc)
    return {
        pair: sorted(docs, key=lambda doc: (metadata[doc].get("role") != "source", doc))
        for pair, docs in sorted(sides.items())
    }


def _lines(units: Iterable[Unit]) -> str:
    lines = {line for unit in units for line in range(unit.first_line, unit.last_line + 1)}
    return " ".join(str(line) for line in sorted(lines))


def align(features: Features, source: np.ndarray, target: np.ndarray) -> list[Bead]:
    """Align the units of two documents, given as rows of the features, in the order of the text."""
    lengths = np.array([len(unit.text) for unit in features.units.units], dtype=float)
    ratio = lengths[target].sum() / lengths[source].sum()
    cosines = features.vectors[source] @ features.vectors[target].T
    usual = 0.5 * (cosines.mean(axis=1, keepdims=True) + cosines.mean(axis=0, keepdims=True))
    best = np.full((len(source) + 1, len(target) + 1), np.inf)
    best[0, 0] = 0.0
    step: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(source) + 1):
        for j in range(len(target) + 1):
            for (a, b), shape in SHAPES.items():
                if i < a or j < b or not np.isfinite(best[i - a, j - b]):
                    continue
                cost = best[i - a, j - b] + shape
                if a and b:
                    rows, columns = slice(i - a, i), slice(j - b, j)
                    together = _cosine(features.vectors[source[rows]], features.vectors[target[columns]])
                    margin = together - float(usual[rows, columns].mean())
                    cost += (1 - margin) * 0.5 * (a + b)
                    cost += _length_cost(lengths[source[rows]].sum() * ratio, lengths[target[columns]].sum())
                if cost < best[i, j]:
                    best[i, j], step[i, j] = cost, (a, b)
    return _walk_back(features, source, target, step)


def _walk_back(
    features: Features,
    source: np.ndarray,
    target: np.ndarray,
    step: Mapping[tuple[int, int], tuple[int, int]],
) -> list[Bead]:
    beads, i, j = [], len(source), len(target)
    while i or j:
        a, b = step[i, j]
        left, right = source[i - a : i], target[j - b : j]
        score = _cosine(features.vectors[left], features.vectors[right]) if a and b else 0.0
        beads.append(Bead(tuple(left.tolist()), tuple(right.tolist()), score))
        i, j = i - a, j - b
    return beads[::-1]


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    x, y = one.sum(axis=0), other.sum(axis=0)
    norm = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(x @ y) / norm if norm > 0 else 0.0


def _length_cost(expected: float, found: float) -> float:
    return 0.3 * abs(float(np.log(found / expected)))
