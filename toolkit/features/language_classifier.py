"""How well vectors tell their language."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.arrays import Vectors

Names = Sequence[Hashable] | np.ndarray
"""(units,) language or document of each."""


FOLDS = 5
NEAR_CHANCE = 0.02
"""How far above the majority's share an accuracy still counts as chance."""

MOST_UNITS = 20_000
"""Of a larger corpus so many units, drawn by the seed, teach and test the classifier."""


@dataclass(frozen=True)
class LanguageAccuracy:
    """How often a classifier tells a unit's language from its vector."""

    accuracy: float
    """Of units in documents that the classifier did not see; not a number where a note says why."""

    chance: float
    """Share of the commonest language."""

    balanced: float
    """Mean over languages of the share of their units that were told; chance is 1 / languages. In a
    lopsided corpus this says more than ``accuracy``."""

    folds: int
    units: int
    """Units that were asked."""

    languages: int

    notes: tuple[str, ...] = ()

    @property
    def near_chance(self) -> bool:
        """Whether the vectors tell no more than naming the commonest language would."""
        even = 1 / max(1, self.languages)
        return self.accuracy <= self.chance + NEAR_CHANCE and self.balanced <= even + NEAR_CHANCE


def language_accuracy(
    vectors: Vectors, languages: Names, documents: Names | None = None, seed: int = 0
) -> LanguageAccuracy:
    """Tell languages from vectors by logistic regression, cross-validated by documents.

    No document is both learned from and asked about. Rows of zeros (units without a known word) are
    left out. Vectors are scaled as a whole, so a turned space gives the same answer. After ``centre``,
    accuracy may fall below chance: where a language's mean is zero over all units, those left out lie
    opposite to those learned from.

    Parameters
    ----------
    vectors
        (units, dimensions).
    languages, documents
        (units,) names; without documents every unit is its own.
    seed
        Start of the draw of folds.
    """
    own = np.arange(len(vectors)) if documents is None else np.asarray(documents)
    known = np.flatnonzero(vectors.any(axis=1))
    chosen = known[drawn(len(known), seed)]
    spoken, groups = as_numbers(np.asarray(languages)[chosen]), as_numbers(own[chosen])
    units, names = len(chosen), np.unique(spoken)
    notes = []
    if len(known) < len(vectors):
        notes.append(f"{len(vectors) - len(known)} units without a vector were not asked for their language")
    if units < len(known):
        notes.append(f"{units} of {len(known)} units were drawn to teach and test the classifier")
    chance = float(np.bincount(spoken).max() / units) if units else float("nan")
    folds = min([FOLDS, *(len(np.unique(groups[spoken == name])) for name in names)])
    if len(names) < 2 or folds < 2:
        notes.append("how well vectors tell a language needs two languages with two documents each")
        nothing = float("nan")
        return LanguageAccuracy(nothing, chance, nothing, 0, units, len(names), tuple(notes))
    right = _asked(vectors[chosen], spoken, groups, folds, seed) == spoken
    balanced = float(np.mean([right[spoken == name].mean() for name in names]))
    return LanguageAccuracy(float(right.mean()), chance, balanced, folds, units, len(names), tuple(notes))


def fitted(vectors: np.ndarray, spoken: np.ndarray) -> Any:
    """Fit the classifier, on vectors as they are."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=1000, tol=1e-4).fit(_scaled(vectors), spoken)


def drawn(size: int, seed: int) -> np.ndarray:
    """Draw rows for the classifier; all of them where they are few."""
    if size <= MOST_UNITS:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, MOST_UNITS, replace=False))


def as_numbers(names: Names) -> np.ndarray:
    """Replace names by their place in alphabetical order."""
    return np.unique(np.asarray(names), return_inverse=True)[1]


def _asked(vectors: np.ndarray, spoken: np.ndarray, groups: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """Give what the classifier says of each unit when its document is left out."""
    from sklearn.model_selection import StratifiedGroupKFold

    told = np.empty_like(spoken)
    splits = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for learn, ask in splits.split(vectors, spoken, groups):
        told[ask] = _told(vectors[learn], spoken[learn], vectors[ask])
    return told


def _told(learned: np.ndarray, spoken: np.ndarray, asked: np.ndarray) -> np.ndarray:
    if len(set(spoken.tolist())) < 2:  # all documents of a language may fall into one fold
        return np.full(len(asked), spoken[0])
    return fitted(learned, spoken).predict(_scaled(asked))


def _scaled(vectors: np.ndarray) -> np.ndarray:
    """Make a coordinate's usual size 1, as the classifier's penalty expects."""
    return vectors * vectors.dtype.type(np.sqrt(vectors.shape[1]))
