"""What can be done about vectors that tell their language."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from toolkit.arrays import Vectors
from toolkit.errors import ToolkitError, nearest
from toolkit.evaluation.language_classifier import Names, as_numbers, drawn, fitted, language_accuracy

Remedy = Literal["none", "centre", "remove"]


def remedied(
    vectors: Vectors,
    languages: Names,
    how: Remedy,
    documents: Names | None = None,
    most: int = 20,
    seed: int = 0,
) -> Vectors:
    """Give new vectors of length 1 that tell less of their language; the old ones stay as they are.

    Parameters
    ----------
    vectors
        (units, dimensions). A row of zeros (a unit without a known word) stays zero and teaches nothing.
    languages
        (units,) language of each.
    how
        ``none``: as they are. ``centre``: each language's mean vector is subtracted (Libovický, Rosa &
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
    return remedied_with_count(vectors, languages, how, documents, most, seed)[0]


def remedied_with_count(
    vectors: Vectors,
    languages: Names,
    how: Remedy,
    documents: Names | None = None,
    most: int = 20,
    seed: int = 0,
) -> tuple[Vectors, int]:
    """Do as ``remedied`` does, and say how many directions were taken away."""
    if how not in get_args(Remedy):
        raise ToolkitError(f"There is no remedy {how!r}: {nearest(how, get_args(Remedy))}")
    if how == "none":
        return unit_length(vectors), 0
    if how == "centre":
        return _centred(vectors, languages), 0
    return _without_languages(vectors, languages, documents, most, seed)


def unit_length(vectors: Vectors) -> Vectors:
    """Scale rows to length 1, as a copy; zeros, and rows of that length, stay what they are."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    done = (lengths == 0) | (np.abs(lengths - 1) <= 8 * np.finfo(vectors.dtype).eps)
    return vectors / np.where(done, 1, lengths).astype(vectors.dtype)


def _centred(vectors: np.ndarray, languages: Names) -> np.ndarray:
    moved, spoken, told = unit_length(vectors), as_numbers(languages), vectors.any(axis=1)
    for language in set(spoken[told].tolist()):
        rows = told & (spoken == language)
        moved[rows] -= moved[rows].mean(axis=0, dtype=np.float64).astype(vectors.dtype)
    return unit_length(_swept(moved))


def _without_languages(
    vectors: np.ndarray, languages: Names, documents: Names | None, most: int, seed: int
) -> tuple[np.ndarray, int]:
    moved, spoken, told = unit_length(vectors), as_numbers(languages), vectors.any(axis=1)
    groups = as_numbers(np.arange(len(vectors)) if documents is None else documents)[told]
    removed = np.zeros((0, vectors.shape[1]))
    while len(set(spoken[told].tolist())) > 1 and len(removed) < most:
        left = language_accuracy(moved[told], spoken[told], groups, seed)
        if not left.folds and not len(removed):
            raise ToolkitError(
                "Directions of language cannot be removed where a language has a single document: nothing "
                "would say when to stop. Centre the vectors instead, or add documents."
            )
        if left.near_chance or not left.folds:
            break
        new = _directions(moved[told], spoken[told], removed, seed)[: most - len(removed)]
        if not len(new):
            break
        removed = np.concatenate([removed, new])
        moved = unit_length(_swept(moved - ((moved @ new.T) @ new).astype(vectors.dtype)))
    return moved, len(removed)


def _directions(vectors: np.ndarray, spoken: np.ndarray, removed: np.ndarray, seed: int) -> np.ndarray:
    """Give orthonormal directions that tell languages, strongest first, and none that is removed already."""
    chosen = drawn(len(vectors), seed)
    if len(set(spoken[chosen].tolist())) < 2:
        return removed[:0]
    weights = fitted(vectors[chosen], spoken[chosen]).coef_.astype(float)
    weights = weights - (weights @ removed.T) @ removed
    _, strength, directions = np.linalg.svd(weights, full_matrices=False)
    return directions[strength > 1e-8 * max(1.0, strength.max(initial=0))]


def _swept(vectors: np.ndarray) -> np.ndarray:
    """Set to zero what is nothing but rounding: rows that a remedy took away whole."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 32 * np.finfo(vectors.dtype).eps, vectors, 0).astype(vectors.dtype)
