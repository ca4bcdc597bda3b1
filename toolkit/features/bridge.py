"""Vectors that cross languages without a download: a dictionary and the corpus's own co-occurrence.

1. Inside each language, words get positive pointwise mutual information with the words they share
   units with (Levy, Goldberg & Dagan 2015), discounted for rare pairs (Pantel & Lin 2002).
2. The dictionary carries contexts over: a Chinese word's context, translated word by word, is a
   context in English. Where both contexts agree, a translation is believed; its weight is estimated
   three times over.
3. A truncated SVD of the joined matrix gives every word of every language a vector in one space.
4. A unit is the mean of its words' vectors, weighted by inverse document frequency.
5. Units that lie near each other across languages say, beside the dictionary, in which directions the large
   themes of both languages agree (`comparable`).

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
from toolkit.features.comparable import Linked, UnitPlaces, beside_words, draw_units
from toolkit.features.projections import shared_directions, unit_length
from toolkit.features.terms import Terms
from toolkit.settings import Settings


class Bridge(Settings):
    """Vectors from a bilingual dictionary and the corpus's own co-occurrence."""

    kind: Literal["bridge"] = "bridge"

    dimensions: int = Field(100, ge=2)
    """Length of the vectors; a small vocabulary has fewer."""

    shared: int = Field(100, ge=2)
    """Directions that are kept, at most, where linked words of several languages agree."""

    comparable: int = Field(8000, ge=0)
    """Units of each language, drawn where there are more, that say beside the dictionary's words where
    large themes of the languages meet: each with the mean of its nearest units in the other language. 0
    leaves it to the words alone."""

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

    matched: np.ndarray
    """(terms, shared) what each word adds to a unit where units of several languages shall meet in small
    groups: canonical directions of linked words, with a word's translations at half its weight."""

    broad: np.ndarray
    """(terms, shared) what each word adds to a unit where the large themes count: directions of common
    variance of linked words, and of units that say something alike."""

    def matched_vectors(self, counts: sparse.csr_array) -> Vectors:
        """Place units among small groups, given their counts of shape (units, terms)."""
        return unit_length(_damped(counts) @ self.matched)

    def broad_vectors(self, counts: sparse.csr_array) -> Vectors:
        """Place units among large themes, given their counts of shape (units, terms)."""
        return unit_length(_damped(counts) @ self.broad)

    def unit_vectors(self, counts: sparse.csr_array) -> Vectors:
        """Place units, given their counts of shape (units, terms); rows of length 1 (0 if wordless)."""
        return unit_length(_damped(counts) @ (self.word_vectors * self.weights[:, None]))

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
    contexts = _unit_rows(association(counts))
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    believed = weigh_translations(contexts, links, frequency)
    carried = _unit_rows(contexts @ believed.shares + believed.shares @ contexts)
    # A word is its own best context: without the diagonal, small vocabularies have negative eigenvalues,
    # and the factors push a word away from its translation.
    alike = sparse.eye_array(len(terms), format="csr")
    joined = contexts + carried + believed.shares + alike
    vectors = _factorise(joined, max(_JOINED, settings.dimensions))
    weights = _inverse_frequency(terms, counts)
    fine, vectors = unit_length(vectors), vectors[:, : settings.dimensions].copy()
    if settings.centre and len(terms.all_languages) > 1:
        for language in terms.all_languages:
            rows = terms.of(language)
            vectors[rows] -= vectors[rows].mean(axis=0)
    vectors = unit_length(vectors)
    if len(terms.all_languages) == 1:
        matched, broad = fine * weights[:, None], fine * np.sqrt(weights)[:, None]
    else:
        matched = _matched(settings, terms, fine, believed, weights)
        broad = _broad(settings, terms, fine, vectors, believed, frequency, weights, counts)
    return BridgeSpace(terms, vectors, believed.shares, weights, matched, broad)


_JOINED = 300
"""Dimensions among which shared directions are looked for: finer than is good for distances."""

_WITH_TRANSLATIONS = 0.5
"""Share of a word's weight that its translations have beside it."""


def _matched(
    settings: Bridge, terms: Terms, fine: np.ndarray, believed: Translations, weights: np.ndarray
) -> np.ndarray:
    """Place words for small groups."""
    close = shared_directions(fine, _rows_of(terms), believed.weights, settings.shared, ridge=0.01)
    close = unit_length(close + _WITH_TRANSLATIONS * (believed.shares @ close)) * weights[:, None]
    return close + _WITH_TRANSLATIONS * (believed.shares @ close)


def _broad(
    settings: Bridge,
    terms: Terms,
    fine: np.ndarray,
    vectors: np.ndarray,
    believed: Translations,
    frequency: np.ndarray,
    weights: np.ndarray,
    counts: sparse.csr_array,
) -> np.ndarray:
    """Place words for large themes."""
    rare = sparse.csr_array(believed.weights.copy())
    rows, columns = rare.nonzero()
    rare.data /= np.sqrt(np.maximum(1, np.minimum(frequency[rows], frequency[columns])))
    linked = Linked(fine, _rows_of(terms), rare)
    roots = np.sqrt(weights)[:, None]
    if settings.comparable:
        drawn = draw_units(_units_of(terms, counts), settings.comparable)
        damped = _damped(counts[np.concatenate(list(drawn.values()))])
        ends = np.cumsum([len(rows) for rows in drawn.values()])
        rows_of = dict(zip(drawn, np.split(np.arange(ends[-1]), ends[:-1]), strict=True))
        found = unit_length(damped @ (vectors * weights[:, None]))
        linked = beside_words(linked, UnitPlaces(found, unit_length(damped @ (fine * roots)), rows_of))
    wide = shared_directions(linked.vectors, linked.rows_of, linked.weights, settings.shared, ridge=10.0)
    return wide[: len(terms)] * roots


def _rows_of(terms: Terms) -> dict[str, np.ndarray]:
    return {language: terms.of(language) for language in terms.all_languages}


def _units_of(terms: Terms, counts: sparse.csr_array) -> dict[str, np.ndarray]:
    """Tell the units of each language by their words."""
    return {
        language: np.flatnonzero(np.asarray(counts[:, columns].sum(axis=1)).ravel())
        for language, columns in _rows_of(terms).items()
    }


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


@dataclass(frozen=True)
class Translations:
    """How far the words of different languages translate each other in this corpus."""

    shares: sparse.csr_array
    """(terms, terms); the row of a linked term adds up to 1, the others are empty."""

    weights: sparse.csr_array
    """(terms, terms) symmetric: both shares' geometric mean, times how far the contexts agree."""


def weigh_translations(
    contexts: sparse.csr_array, links: sparse.csr_array, frequency: np.ndarray
) -> Translations:
    """Turn dictionary links into translation shares: dictionary weight × √frequency × agreement.

    Agreement is the cosine between a word's translated context and the context of its candidate,
    estimated three times over.

    Parameters
    ----------
    contexts
        (terms, terms) association, rows of length 1.
    links
        (terms, terms) symmetric dictionary weights.
    frequency
        (terms,) units that hold each term.
    """
    rows, columns = links.nonzero()
    prior = _cells(links, rows, columns) * np.sqrt(np.maximum(frequency, 1))[columns]
    agreement = np.ones(len(rows))
    shares = _shares(prior, rows, columns, links.shape)
    for _ in range(3):
        carried = _unit_rows(contexts @ shares)
        there = _cosines(carried, contexts, rows, columns)
        agreement = (there + _cosines(carried, contexts, columns, rows)) / 2
        shares = _shares(prior * (_FLOOR + agreement), rows, columns, links.shape)
    both = _cells(shares, rows, columns) * _cells(shares, columns, rows)
    weights = np.sqrt(both) * (agreement + 1e-6)
    return Translations(shares, sparse.csr_array((weights, (rows, columns)), shape=links.shape))


_FLOOR = 0.02
"""What a translation is worth whose context never agrees: a small corpus shows few contexts."""

_AT_ONCE = 20_000
"""Links compared at once: a corpus's contexts are wide."""


def _shares(
    weights: np.ndarray, rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]
) -> sparse.csr_array:
    return _share_rows(sparse.csr_array((weights, (rows, columns)), shape=shape))


def _cells(matrix: sparse.csr_array, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[rows, columns]).ravel() if len(rows) else np.zeros(0)


def _cosines(
    one: sparse.csr_array, other: sparse.csr_array, rows: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    """Compare rows of two matrices pair by pair."""
    found = np.zeros(len(rows))
    for start in range(0, len(rows), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = np.asarray(one[rows[part]].multiply(other[columns[part]]).sum(axis=1)).ravel()
    return found


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


def _no_links(terms: Terms) -> Problem:
    return Problem(
        "features.vectors",
        f"the dictionary links no words between {' and '.join(terms.all_languages)}",
        "add a two-column table under `features.lexicon.tables`, or use a multilingual encoder "
        "(`kind: sentence-transformers`)",
    )
