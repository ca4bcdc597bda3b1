"""What can be done about vectors that tell their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from toolkit.arrays import Vectors
from toolkit.errors import ToolkitError, nearest
from toolkit.features.language_classifier import Names, as_numbers, drawn, fitted, language_accuracy
from toolkit.features.projections import unit_length

Remedy = Literal["none", "centre", "remove"]


@dataclass(frozen=True)
class Correction:
    """A remedy as it was found on the units of a corpus, to be used on any vectors of the same space."""

    how: Remedy

    means: Mapping[str, np.ndarray] = field(default_factory=dict)
    """(dimensions,) mean of each language's units, for ``centre``."""

    steps: tuple[np.ndarray, ...] = ()
    """(directions, dimensions) what each round of ``remove`` projects out."""

    @property
    def directions(self) -> int:
        """How many directions are projected out."""
        return sum(len(step) for step in self.steps)

    def __call__(self, vectors: Vectors, languages: Names) -> Vectors:
        """Give new vectors of length 1, the old ones stay as they are; rows of zeros stay zero.

        Raises
        ------
        ToolkitError
            When vectors are centred and the corpus has no unit in one of the languages.
        """
        moved = _of_length_one(vectors)
        if self.how == "centre":
            return _centred(moved, np.asarray(languages), self.means)
        for directions in self.steps:
            moved = _projected(moved, directions)
        return moved


def find_correction(
    vectors: Vectors,
    languages: Names,
    how: Remedy,
    documents: Names | None = None,
    most: int = 20,
    seed: int = 0,
) -> Correction:
    """Learn from a corpus what a remedy has to take away.

    Parameters
    ----------
    vectors
        (units, dimensions). A row of zeros (a unit without a known word) teaches nothing.
    languages
        (units,) language of each.
    how
        ``none``: nothing. ``centre``: each language's mean vector is subtracted (Libovický, Rosa &
        Fraser 2020). ``remove``: the directions by which a classifier tells languages are projected
        out, again and again, until it is near chance (Ravfogel et al. 2020).
    documents
        (units,) document of each, kept whole when ``remove`` tests the classifier.
    most
        Directions that ``remove`` may take away at most.
    seed
        Start of the draw of folds in ``remove``.

    Raises
    ------
    ToolkitError
        When ``remove`` cannot test its classifier: a language has a single document.
    """
    if how not in get_args(Remedy):
        raise ToolkitError(f"There is no remedy {how!r}: {nearest(how, get_args(Remedy))}")
    told = vectors.any(axis=1)
    known, spoken = _of_length_one(vectors[told]), np.asarray(languages)[told]
    if how == "centre":
        means = {language: _mean(known[spoken == language]) for language in np.unique(spoken).tolist()}
        return Correction(how, means=means)
    if how == "remove":
        groups = as_numbers(np.arange(len(vectors)) if documents is None else documents)[told]
        return Correction(how, steps=_steps(known, as_numbers(spoken), groups, most, seed))
    return Correction(how)


def remedied(
    vectors: Vectors,
    languages: Names,
    how: Remedy,
    documents: Names | None = None,
    most: int = 20,
    seed: int = 0,
) -> Vectors:
    """Give new vectors of length 1 that tell less of their language; the old ones stay as they are.

    Arguments and errors are those of `find_correction`.
    """
    return find_correction(vectors, languages, how, documents, most, seed)(vectors, languages)


def _mean(vectors: np.ndarray) -> np.ndarray:
    return vectors.mean(axis=0, dtype=np.float64).astype(vectors.dtype)


def _of_length_one(vectors: np.ndarray) -> np.ndarray:
    """Scale rows to length 1, as a copy; rows of that length stay what they are, to the last bit."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    done = np.abs(lengths - 1) <= 8 * np.finfo(vectors.dtype).eps
    return np.where(done, vectors, unit_length(vectors))


def _centred(moved: np.ndarray, spoken: np.ndarray, means: Mapping[str, np.ndarray]) -> np.ndarray:
    told = moved.any(axis=1)
    for language in np.unique(spoken[told]).tolist():
        if language not in means:
            raise ToolkitError(
                f"Vectors are centred for each language, and no unit of the corpus is in '{language}': its "
                "mean is not known. Leave such texts out, or set `features.remedy: none`."
            )
        moved[told & (spoken == language)] -= means[language]
    return _of_length_one(_swept(moved))


def _steps(
    moved: np.ndarray, spoken: np.ndarray, groups: np.ndarray, most: int, seed: int
) -> tuple[np.ndarray, ...]:
    """Find directions of language, round by round, until a classifier is near chance."""
    steps: list[np.ndarray] = []
    removed = np.zeros((0, moved.shape[1]))
    while len(set(spoken.tolist())) > 1 and len(removed) < most:
        left = language_accuracy(moved, spoken, groups, seed)
        if not left.folds and not steps:
            raise ToolkitError(
                "Directions of language cannot be removed where a language has a single document: nothing "
                "would say when to stop. Centre the vectors instead, or add documents."
            )
        if left.near_chance or not left.folds:
            break
        new = _directions(moved, spoken, removed, seed)[: most - len(removed)]
        if not len(new):
            break
        steps.append(new)
        removed = np.concatenate([removed, new])
        moved = _projected(moved, new)
    return tuple(steps)


def _directions(vectors: np.ndarray, spoken: np.ndarray, removed: np.ndarray, seed: int) -> np.ndarray:
    """Give orthonormal directions that tell languages, strongest first, and none that is removed already."""
    chosen = drawn(len(vectors), seed)
    if len(set(spoken[chosen].tolist())) < 2:
        return removed[:0]
    weights = fitted(vectors[chosen], spoken[chosen]).coef_.astype(float)
    weights = weights - (weights @ removed.T) @ removed
    _, strength, directions = np.linalg.svd(weights, full_matrices=False)
    return directions[strength > 1e-8 * max(1.0, strength.max(initial=0))]


def _projected(vectors: np.ndarray, directions: np.ndarray) -> np.ndarray:
    return _of_length_one(_swept(vectors - ((vectors @ directions.T) @ directions).astype(vectors.dtype)))


def _swept(vectors: np.ndarray) -> np.ndarray:
    """Set to zero what is nothing but rounding: rows that a remedy took away whole."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 32 * np.finfo(vectors.dtype).eps, vectors, 0).astype(vectors.dtype)
