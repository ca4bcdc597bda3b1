"""gensim's LDA as every LDA here uses it: one process, whole passes, statistics that can be set."""

from __future__ import annotations

import logging
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse


def new_model(
    terms: int,
    topics: int,
    documents: int,
    *,
    alpha: float | str,
    eta: float | np.ndarray,
    iterations: int,
    seed: int,
    threshold: float = 1e-3,
) -> Any:
    """Make a model that every pass updates as a whole (batch, not online, variational Bayes)."""
    from gensim.models import LdaModel

    logging.getLogger("gensim").setLevel(logging.ERROR)
    return LdaModel(
        corpus=None,
        id2word={i: str(i) for i in range(terms)},
        num_topics=topics,
        alpha=alpha,
        eta=eta,
        decay=0.0,  # every pass replaces the statistics
        chunksize=documents,
        iterations=iterations,
        gamma_threshold=threshold,
        minimum_probability=0.0,
        eval_every=None,
        random_state=seed,
        dtype=np.float64,
    )


def pass_over(model: Any, corpus: list, passes: int) -> None:
    """Run passes; gensim would take every call for more documents and inflate the counts."""
    model.state.numdocs = 0
    model.update(corpus, passes=passes, update_every=0)


def inferred_shares(model: Any, corpus: list) -> np.ndarray:
    """Give the shares of topics in documents: (documents, topics), rows adding up to 1."""
    gamma, _ = model.inference(corpus)
    return gamma / gamma.sum(axis=1, keepdims=True)


def likelihood(shares: np.ndarray, topics: np.ndarray, counts: sparse.csr_array) -> float:
    """Mean log likelihood of a word, under the units' expected topics."""
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    total = 0.0
    for start in range(0, len(rows), 100_000):  # bounded memory
        part = slice(start, start + 100_000)
        chances = np.einsum("ij,ij->i", shares[rows[part]], topics.T[counts.indices[part]])
        total += float(counts.data[part] @ np.log(chances))
    return total / float(counts.sum())


def bags(counts: sparse.csr_array) -> list[list[tuple[int, float]]]:
    """Give gensim's form of the counts."""
    pairs = pairwise(counts.indptr)
    return [list(zip(counts.indices[a:b].tolist(), counts.data[a:b].tolist(), strict=True)) for a, b in pairs]
