"""Remedies for vectors that tell their language, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from toolkit.arrays import Vectors
from toolkit.errors import ToolkitError
from toolkit.evaluation.retrieval import Pairs, Retrieval, pair_retrieval
from toolkit.features import LanguageAccuracy, Names, Remedy, find_correction, language_accuracy, unit_length

REMEDIES: tuple[Remedy, ...] = ("none", "centre", "remove")


@dataclass(frozen=True)
class RemedyTrial:
    """What the vectors tell after one remedy."""

    how: Remedy
    language: LanguageAccuracy
    retrieval: dict[tuple[str, str], Retrieval]
    """By pair of languages; empty where no counterparts are known."""

    change: float
    """Mean of 1 − cosine between a unit's vector before and after; units without a vector are left out."""

    directions: int
    """How many were projected out."""

    @property
    def retrieval_mean(self) -> float:
        """Mean over language pairs, weighted by pairs of units; not a number where none are known."""
        found = list(self.retrieval.values())
        if not found:
            return float("nan")
        return float(np.average([one.mean for one in found], weights=[one.pairs for one in found]))


def compare_remedies(
    vectors: Vectors,
    languages: Sequence[str] | np.ndarray,
    documents: Names,
    pairs: Pairs | None = None,
    most: int = 20,
    seed: int = 0,
) -> tuple[RemedyTrial, ...]:
    """Try no remedy, centring, and the removal of directions on the same vectors.

    Removal is left out where a language has a single document: nothing would say when to stop.

    Parameters
    ----------
    vectors
        (units, dimensions).
    languages, documents
        (units,) language and document of each.
    pairs
        (pairs, 2) rows of units that translate each other, in different languages.
    most
        Directions that ``remove`` may take away at most.
    seed
        Start of every draw.

    Raises
    ------
    ToolkitError
        When a pair is within one language, or names a unit that is not there or is in another pair.
    """
    spoken = np.asarray(languages)
    sides = _sides(spoken, pairs)
    trials: list[RemedyTrial] = []
    for how in REMEDIES:
        if how == "remove" and not trials[0].language.folds:
            continue
        correction = find_correction(vectors, spoken, how, documents, most, seed)
        new = correction(vectors, spoken)
        retrieval = {
            names: pair_retrieval(new[spoken == names[0]], new[spoken == names[1]], rows)
            for names, rows in sides.items()
        }
        told = language_accuracy(new, spoken, documents, seed)
        trials.append(RemedyTrial(how, told, retrieval, _change(vectors, new), correction.directions))
    return tuple(trials)


def _sides(spoken: np.ndarray, pairs: Pairs | None) -> dict[tuple[str, str], np.ndarray]:
    """Sort pairs by their two languages, as rows among the units of each language."""
    if pairs is None or not len(pairs):
        return {}
    if pairs.min() < 0 or pairs.max() >= len(spoken):
        raise ToolkitError(f"Pairs name a unit that is not there: rows go from 0 to {len(spoken) - 1}.")
    names = sorted(set(spoken.tolist()))
    place = np.zeros(len(spoken), dtype=np.int64)
    for name in names:
        place[spoken == name] = np.arange((spoken == name).sum())
    ordered = np.where((spoken[pairs[:, 0]] <= spoken[pairs[:, 1]])[:, None], pairs, pairs[:, ::-1])
    one, other = spoken[ordered.T]
    if (one == other).any():
        raise ToolkitError(f"{int((one == other).sum())} pairs are within one language: pair translations.")
    found = {pair: place[ordered[(one == pair[0]) & (other == pair[1])]] for pair in combinations(names, 2)}
    return {pair: rows for pair, rows in found.items() if len(rows)}


def _change(before: np.ndarray, after: np.ndarray) -> float:
    known = before.any(axis=1)
    if not known.any():
        return float("nan")
    old, new = unit_length(before[known].astype(float)), after[known].astype(float)
    return max(0.0, float(np.mean(1 - np.einsum("ij,ij->i", old, new))))
