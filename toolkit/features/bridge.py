"""Vectors that cross languages without a download: a dictionary and the corpus's own co-occurrence.

1. Inside each language, words get positive pointwise mutual information with the words they share
   units with (Levy, Goldberg & Dagan 2015), discounted for rare pairs (Pantel & Lin 2002).
2. The dictionary carries contexts over: a Chinese word's context, translated word by word, is a
   context in English. Where both contexts agree, a translation is believed; its weight is estimated
   three times over.
3. A truncated SVD of the joined matrix gives every word of every language a vector in one space.
4. A unit is the mean of its words' vectors, weighted by inverse document frequency.

Everything is deterministic: the SVD starts from a fixed seed and signs are settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import Field
from scipy import sparse

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem
from toolkit.features.terms import Terms
from toolkit.settings import Settings


class Bridge(Settings):
    """Vectors from a bilingual dictionary and the corpus's own co-occurrence."""

    kind: Literal["bridge"] = "bridge"

    dimensions: int = Field(100, ge=2)
    """Length of the vectors."""

    centre: bool = True
    """Take each language's mean off its word vectors: frequent words differ between languages for
    reasons of grammar. Unit vectors are never centred here, so that true differences stay."""


@dataclass(frozen=True)
class BridgeSpace:
    """Words of every language in one space."""

    terms: Terms
    word_vectors: Vectors
    """(terms, dimensions), rows of length 1 or 0."""

    translations: sparse.csr_array
    """(terms, terms): how likely each term of the other language renders a term; rows add up to 1."""

    weights: np.ndarray
    """(terms,) inverse document frequency inside the term's language."""

    def unit_vectors(self, counts: sparse.csr_array) -> Vectors:
        """Place units, given their counts of shape (units, terms); rows of length 1 (0 if wordless)."""
        return _unit_length(_damped(counts) @ (self.word_vectors * self.weights[:, None]))

    def token_vectors(self, tokens: Sequence[Sequence[str]], languages: Sequence[str]) -> Vectors:
        """Place texts that are not in the corpus, given as tokens."""
        counts = np.zeros((len(tokens), len(self.terms)))
        for row, (words, language) in enumerate(zip(tokens, languages, strict=True)):
            for word in words:
                column = self.terms.index.get((language, word))
                if column is not None:
                    counts[row, column] += 1
        return self.unit_vectors(sparse.csr_array(counts))

    def main_translations(self, least: float) -> sparse.csr_array:
        """Give the translations with at least this share of a word; rows add up to 1 again."""
        kept = self.translations.copy()
        kept.data[kept.data < least] = 0
        kept.eliminate_zeros()
        return _share_rows(kept)

    @cached_property
    def coverage(self) -> dict[str, float]:
        """Share of each language's terms that have a translation in the vocabulary."""
        linked = np.diff(self.translations.indptr) > 0
        return {lang: float(linked[self.terms.of(lang)].mean()) for lang in self.terms.all_languages}


def build_bridge(
    settings: Bridge, terms: Terms, counts: sparse.csr_array, links: sparse.csr_array
) -> BridgeSpace:
    """Build the common space.

    Parameters
    ----------
    settings
        How.
    terms, counts
        The vocabulary and its counts, of shape (units, terms).
    links
        Dictionary weights of shape (terms, terms), from `link_terms`.

    Raises
    ------
    InvalidInput
        When the corpus has several languages and the dictionary links none of their words.
    """
    if len(terms.all_languages) > 1 and links.nnz == 0:
        raise InvalidInput([_no_links(terms)])
    contexts = association(counts)
    translations = weigh_translations(terms, contexts, links, counts)
    across = contexts @ translations
    # A word is its own best context: without the diagonal, small vocabularies have negative eigenvalues,
    # and the factors push a word away from its translation.
    alike = sparse.eye_array(len(terms), format="csr")
    joined = _unit_rows(contexts) + _unit_rows(across + across.T.tocsr()) + translations + alike
    vectors = _factorise(joined, settings.dimensions)
    if settings.centre and len(terms.all_languages) > 1:
        for language in terms.all_languages:
            rows = terms.of(language)
            vectors[rows] -= vectors[rows].mean(axis=0)
    return BridgeSpace(terms, _unit_length(vectors), translations, _inverse_frequency(terms, counts))


def association(counts: sparse.csr_array) -> sparse.csr_array:
    """Positive pointwise mutual information of terms that share units, discounted where rare.

    Returns
    -------
    Symmetric, of shape (terms, terms). Terms of different languages never share a unit.
    """
    present = (counts > 0).astype(np.float64)
    # A long unit makes every pair in it less telling: each unit has the same weight in all.
    lengths = np.maximum(np.asarray(present.sum(axis=1)).ravel(), 2)
    scaled = sparse.diags_array(np.sqrt(lengths.mean() / lengths)) @ present
    together = (scaled.T @ scaled).tocoo()
    raw = np.asarray(present.sum(axis=0)).ravel()
    keep = together.row != together.col
    rows, columns, values = together.row[keep], together.col[keep], together.data[keep]
    margins = np.bincount(rows, weights=values, minlength=counts.shape[1])
    information = np.log(values * values.sum() / (margins[rows] * margins[columns]))
    rarer = np.minimum(raw[rows], raw[columns])
    discount = values / (values + 1) * rarer / (rarer + 1)
    positive = information > 0
    cells = (information * discount)[positive], (rows[positive], columns[positive])
    return sparse.csr_array(cells, shape=together.shape)


def weigh_translations(
    terms: Terms, contexts: sparse.csr_array, links: sparse.csr_array, counts: sparse.csr_array
) -> sparse.csr_array:
    """Turn dictionary links into translation shares: dictionary weight × frequency × agreement.

    Agreement is the cosine between a word's translated context and the context of its candidate.

    Returns
    -------
    Shape (terms, terms); the row of a linked term adds up to 1, the others are empty.
    """
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    prior = (links * np.sqrt(frequency)[None, :]).tocsr()
    translations = _share_rows(prior)
    own = _unit_rows(contexts)
    rows, columns = prior.nonzero()
    for _ in range(3):
        carried = _unit_rows(contexts @ translations)
        there = np.asarray(carried[rows].multiply(own[columns]).sum(axis=1)).ravel()
        back = np.asarray(carried[columns].multiply(own[rows]).sum(axis=1)).ravel()
        weights = prior.data * (0.02 + (there + back) / 2)
        translations = _share_rows(sparse.csr_array((weights, (rows, columns)), shape=links.shape))
    return translations


def _factorise(matrix: sparse.csr_array, dimensions: int) -> np.ndarray:
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    if matrix.shape[0] == 1:
        return np.ones((1, 1))
    wanted = min(dimensions, matrix.shape[0] - 1)
    with threadpool_limits(1):  # sums in one order: the same bytes on one core and on many
        left, values, _ = randomized_svd(
            sparse.csr_matrix(matrix), n_components=wanted, n_iter=6, random_state=0
        )
    return left * np.sqrt(values)


def _inverse_frequency(terms: Terms, counts: sparse.csr_array) -> np.ndarray:
    present = (counts > 0).astype(np.int64)
    frequency = np.asarray(present.sum(axis=0)).ravel()
    weights = np.zeros(len(terms))
    for language in terms.all_languages:
        columns = terms.of(language)
        units = np.count_nonzero(np.asarray(present[:, columns].sum(axis=1)).ravel())
        weights[columns] = np.log((1 + units) / (1 + frequency[columns])) + 0.1
    return weights


def _damped(counts: sparse.csr_array) -> sparse.csr_array:
    """Count a word's second and third occurrence less than its first."""
    damped = sparse.csr_array(counts, dtype=np.float64, copy=True)
    damped.data = 1 + np.log(damped.data)
    return damped


def _share_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    scale = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ matrix)


def _unit_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ matrix)


def _unit_length(vectors: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-12)


def _no_links(terms: Terms) -> Problem:
    return Problem(
        "features.vectors",
        f"the dictionary links no words between {' and '.join(terms.all_languages)}",
        "add a two-column table under `features.lexicon.tables`, or use a multilingual encoder "
        "(`kind: sentence-transformers`)",
    )
