"""Diagnostics of topic solutions: none of them says that a topic is valid."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from toolkit.evaluation.mixing import language_mix
from toolkit.features import Features
from toolkit.models import TopicSolution


def npmi(top_terms: Sequence[Sequence[int]], counts: sparse.csr_array) -> float:
    """Give the mean normalised pointwise mutual information of the topics' word pairs.

    Probabilities are shares of units (Bouma 2009; Lau, Newman & Baldwin 2014). A pair that never
    meets, or a topic with fewer than two words, counts −1 for a pair and is left out for a topic.

    Parameters
    ----------
    top_terms
        Columns of each topic's best terms.
    counts
        (units, terms) the shared counts, in the topics' own language.
    """
    present = sparse.csc_array((counts > 0).astype(np.float64))
    units = present.shape[0]
    scores = []
    for columns in top_terms:
        if len(columns) < 2:
            continue
        block = present[:, list(columns)]
        together = (block.T @ block).toarray() / units
        alone = np.diag(together)
        pairs = [_npmi(together[i, j], alone[i], alone[j]) for i, j in combinations(range(len(columns)), 2)]
        scores.append(float(np.mean(pairs)))
    return float(np.mean(scores)) if scores else float("nan")


def topic_diversity(top_terms: Sequence[Sequence[Hashable]]) -> float:
    """Give the share of distinct words among the topics' best (Dieng, Ruiz & Blei 2020).

    >>> topic_diversity([[1, 2], [2, 3]])
    0.75
    """
    words = [word for columns in top_terms for word in columns]
    return len(set(words)) / len(words) if words else float("nan")


def language_mixing(solution: TopicSolution, features: Features) -> float:
    """Give H(language | topic) / H(language), the mixing of languages in the topics.

    It is 1 where topics mix languages as the corpus does, and 0 where every topic speaks one language.
    Not-a-number where the topics hold one language only. Outliers are left out.
    """
    row_of = {unit: row for row, unit in enumerate(features.unit_ids)}
    languages = features.languages[[row_of[unit] for unit in solution.unit_ids]]
    return language_mix(solution.topic_shares, languages).overall


def _npmi(together: float, one: float, other: float) -> float:
    if together == 0:
        return -1.0
    if together == 1:
        return 1.0
    return float(np.log(together / (one * other)) / -np.log(together))
