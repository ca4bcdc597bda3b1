"""Shares of topics in units by variational inference, compiled: gensim's E-step without its loop in Python.

The steps are those of `gensim.models.LdaModel.inference` (Hoffman, Blei & Bach 2010, algorithm 2), except
that a unit starts where the pass before left it instead of at a random place. So it settles in fewer steps,
and the same start gives the same shares. Import it where a model is fitted: it loads numba.
"""

from __future__ import annotations

from math import exp, log
from typing import no_type_check

import numpy as np
from numba import njit
from scipy import sparse

_NOT_ZERO = float(np.finfo(np.float64).eps)


def settle(
    counts: sparse.csr_array,
    words: np.ndarray,
    alpha: np.ndarray,
    gamma: np.ndarray,
    iterations: int,
    threshold: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Settle the shares of every unit under fixed topics.

    Parameters
    ----------
    counts
        (units, terms).
    words
        (topics, terms) exponential of the expected log chance of each word (gensim's ``expElogbeta``).
    alpha
        (topics,) prior weights.
    gamma
        (units, topics) where the units start; 1 everywhere is the mean of gensim's random start.
    iterations, threshold
        Steps at most, and the mean change of a unit's weights below which it stands still.

    Returns
    -------
    (units, topics) weights of the topics in units, and (topics, terms) expected counts.
    """
    settled = np.array(gamma, dtype=np.float64)
    by_term = np.ascontiguousarray(words.T)
    statistics = np.zeros_like(by_term)
    _settle(
        counts.indptr, counts.indices, counts.data, by_term, alpha, settled, iterations, threshold, statistics
    )
    return settled, (statistics * by_term).T


@njit(cache=True)
@no_type_check  # tests check annotations at run time, which compiled code cannot
def _digamma(x: float) -> float:
    """Give the digamma function of x > 0: recurrence up to 6, then the asymptotic series."""
    below = 0.0
    while x < 6.0:
        below -= 1.0 / x
        x += 1.0
    f = 1.0 / (x * x)
    series = f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f * (1 / 132 - f * 691 / 32760)))))
    return below + log(x) - 0.5 / x - series


@njit(cache=True)
@no_type_check
def _expect(gamma: np.ndarray, result: np.ndarray) -> None:
    """Fill in the exponential of the expected log share of each topic."""
    whole = _digamma(gamma.sum())
    for topic in range(len(gamma)):
        result[topic] = exp(_digamma(gamma[topic]) - whole)


@njit(cache=True)
@no_type_check
def _settle(
    pointers: np.ndarray,
    terms: np.ndarray,
    counts: np.ndarray,
    words: np.ndarray,
    alpha: np.ndarray,
    gamma: np.ndarray,
    iterations: int,
    threshold: float,
    statistics: np.ndarray,
) -> None:
    topics = gamma.shape[1]
    shares, claims = np.empty(topics), np.empty(topics)
    for unit in range(len(gamma)):
        own = range(pointers[unit], pointers[unit + 1])
        _expect(gamma[unit], shares)
        for _ in range(iterations):
            claims[:] = 0.0
            for place in own:
                word = words[terms[place]]
                part = counts[place] / (_dot(shares, word) + _NOT_ZERO)
                for topic in range(topics):
                    claims[topic] += part * word[topic]
            change = 0.0
            for topic in range(topics):
                weight = alpha[topic] + shares[topic] * claims[topic]
                change += abs(weight - gamma[unit, topic])
                gamma[unit, topic] = weight
            _expect(gamma[unit], shares)
            if change < threshold * topics:
                break
        for place in own:
            word, sums = words[terms[place]], statistics[terms[place]]
            part = counts[place] / (_dot(shares, word) + _NOT_ZERO)
            for topic in range(topics):
                sums[topic] += part * shares[topic]


@njit(cache=True)
@no_type_check
def _dot(one: np.ndarray, other: np.ndarray) -> float:
    total = 0.0
    for topic in range(len(one)):
        total += one[topic] * other[topic]
    return total
