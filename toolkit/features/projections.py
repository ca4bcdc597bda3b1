"""Directions in which linked words of different languages agree.

Vectors of words from a joined matrix still tell the languages apart: how often a word is used, and what is
written about in one language only, fill their first directions. Linked words say which directions the
languages share.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import sparse


def shared_directions(
    vectors: np.ndarray,
    rows_of: Mapping[str, np.ndarray],
    weights: sparse.csr_array,
    dimensions: int,
    ridge: float,
) -> np.ndarray:
    """Project word vectors on the directions that linked words share, the most shared ones longest.

    The sum of covariances between every two languages is made as large as it can be, against the variance
    inside each language (multiset canonical correlation, Kettenring 1971; for two languages that of
    Hotelling 1936). A large ridge takes the variances out, which leaves partial least squares.

    Parameters
    ----------
    vectors
        (terms, dimensions) of the words of all languages.
    rows_of
        Rows of each language.
    weights
        (terms, terms) symmetric, how far each two words translate each other; 0 inside a language.
    dimensions
        Directions to keep at most.
    ridge
        Share of a language's largest variance that is added to all of its variances: at 0.01 the
        projection is canonical correlation, at 10 nearly partial least squares.

    Returns
    -------
    (terms, at most `dimensions`), rows of length 1 or 0.
    """
    languages = list(rows_of)
    width = vectors.shape[1]
    whitening = {}
    whole = np.zeros((len(languages) * width, len(languages) * width))
    linked = np.asarray(weights.sum(axis=1)).ravel()
    for place, language in enumerate(languages):
        own = vectors[rows_of[language]]
        root = _inverse_root((own * linked[rows_of[language], None]).T @ own, ridge)
        whitening[language] = root
        for before, other in enumerate(languages[:place]):
            block = weights[rows_of[language]][:, rows_of[other]]
            crossed = root @ (own.T @ (block @ vectors[rows_of[other]])) @ whitening[other]
            part, part_of_other = (slice(i * width, (i + 1) * width) for i in (place, before))
            whole[part, part_of_other], whole[part_of_other, part] = crossed, crossed.T
    values, directions = np.linalg.eigh(whole)
    best = np.argsort(-values, kind="stable")[:dimensions]
    best = best[values[best] > 1e-9 * max(values.max(), 1e-12)]
    if len(best) == 0:
        return vectors
    scale = values[best] / values[best[0]]
    projected = np.zeros((len(vectors), len(best)))
    for place, language in enumerate(languages):
        own = directions[place * width : (place + 1) * width, best]
        projected[rows_of[language]] = vectors[rows_of[language]] @ (whitening[language] @ own) * scale
    return unit_length(projected)


def unit_length(vectors: np.ndarray) -> np.ndarray:
    """Scale rows to length 1; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-12)


def _inverse_root(covariance: np.ndarray, ridge: float) -> np.ndarray:
    values, directions = np.linalg.eigh(covariance)
    values = np.maximum(values, 0) + ridge * max(float(values.max(initial=0.0)), 1e-12)
    return (directions / np.sqrt(values)) @ directions.T
