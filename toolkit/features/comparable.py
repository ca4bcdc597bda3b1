"""Units of different languages that say something alike: pairs that no one translated.

A dictionary tells where languages meet word by word, and only for the words that it has. Units that lie
near each other tell it in the mixtures that texts are made of. So the mean of a unit's nearest units in
another language stands beside it as if it were its translation: learning from one's own first answer, which
Artetxe, Labaka & Agirre (2017) do with words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from toolkit.features.projections import unit_length

_NEAREST = 5
"""Units of the other language whose mean stands beside a unit."""

_BESIDE_WORDS = 0.5
"""Weight of all pairs of units, as a share of that of all pairs of words."""

_BLOCK = 4000


@dataclass(frozen=True)
class Linked:
    """Vectors of several languages, and how far each two of them mean the same."""

    vectors: np.ndarray
    """(rows, dimensions)"""

    rows_of: Mapping[str, np.ndarray]
    """Rows of each language."""

    weights: sparse.csr_array
    """(rows, rows) symmetric; 0 inside a language."""


@dataclass(frozen=True)
class UnitPlaces:
    """Where units lie: once to find those that say something alike, once to say in which directions."""

    found: np.ndarray
    """(units, dimensions), rows of length 1: near units say something alike."""

    described: np.ndarray
    """(units, dimensions of the words that they are linked beside), rows of length 1."""

    rows_of: Mapping[str, np.ndarray]
    """Units of each language; those without a word in none."""


def draw_units(rows_of: Mapping[str, np.ndarray], most: int) -> dict[str, np.ndarray]:
    """Draw so many units of each language, all of them where there are fewer; always the same ones."""
    random = np.random.default_rng(0)
    return {
        language: np.sort(random.choice(rows, most, replace=False)) if len(rows) > most else rows
        for language, rows in rows_of.items()
    }


def beside_words(words: Linked, units: UnitPlaces) -> Linked:
    """Link units of different languages beside the words that a dictionary links.

    Parameters
    ----------
    words
        The words; their rows stay the first ones.
    units
        The units.

    Returns
    -------
    The words, and for every two languages each unit beside the mean of its nearest units. Both directions
    weigh the same, so that the language with more units does not decide alone.
    """
    vectors, rows_of = [words.vectors], {language: [rows] for language, rows in words.rows_of.items()}
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    end = len(words.vectors)
    for language, own in units.rows_of.items():
        for other, others in units.rows_of.items():
            linked = float(words.weights[words.rows_of[language]][:, words.rows_of[other]].sum())
            if language == other or not linked or not len(own) or not len(others):
                continue
            near = neighbours(units.found[own], units.found[others], _NEAREST)
            vectors += [units.described[own], unit_length(near @ units.described[others])]
            here = np.arange(end, end + len(own))
            there = here + len(own)
            end += 2 * len(own)
            rows_of[language].append(here)
            rows_of[other].append(there)
            pairs.append((here, there, np.full(len(own), _BESIDE_WORDS * linked / 2 / len(own))))
    if not pairs:
        return words
    here, there, weights = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    rows, columns = np.concatenate([here, there]), np.concatenate([there, here])
    cells = np.concatenate([weights, weights]), (rows, columns)
    of_words = words.weights.copy()
    of_words.resize((end, end))
    return Linked(
        np.vstack(vectors),
        {language: np.concatenate(parts) for language, parts in rows_of.items()},
        sparse.csr_array(of_words + sparse.csr_array(cells, shape=(end, end))),
    )


def neighbours(vectors: np.ndarray, anchors: np.ndarray, count: int) -> sparse.csr_array:
    """Find the nearest anchors of each vector.

    Returns
    -------
    (vectors, anchors) cosines of the nearest ones, rows adding up to 1.
    """
    count = min(count, len(anchors))
    # half the time, and the same neighbours
    vectors, anchors = vectors.astype(np.float32), anchors.astype(np.float32)
    blocks = []
    for start in range(0, len(vectors), _BLOCK):
        near = vectors[start : start + _BLOCK] @ anchors.T
        places = np.argpartition(-near, count - 1, axis=1)[:, :count]
        values = np.maximum(np.take_along_axis(near, places, axis=1), 1e-6).astype(np.float64)
        values /= values.sum(axis=1, keepdims=True)
        rows = np.repeat(np.arange(len(near)), count)
        blocks.append(sparse.csr_array((values.ravel(), (rows, places.ravel())), shape=near.shape))
    return sparse.csr_array(sparse.vstack(blocks)) if blocks else sparse.csr_array((0, len(anchors)))
