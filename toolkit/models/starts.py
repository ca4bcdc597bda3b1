"""Where fits start: topics made of clusters of units, because variational Bayes stays near its start."""

from __future__ import annotations

import warnings

import numpy as np
from scipy import sparse


def reduced(counts: sparse.csr_array, seed: int) -> np.ndarray:
    """Place units by their tf-idf in at most a hundred dimensions: (units, dimensions), rows of length 1."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    weighted = TfidfTransformer(sublinear_tf=False).fit_transform(sparse.csr_matrix(counts))
    dimensions = min(100, min(weighted.shape) - 1)
    return normalize(TruncatedSVD(dimensions, random_state=seed).fit_transform(weighted))


def cluster_statistics(counts: sparse.csr_array, places: np.ndarray, topics: int, seed: int) -> np.ndarray:
    """Give each topic the words of one k-means cluster of units, and a tenth of everything.

    Parameters
    ----------
    counts
        (units, terms).
    places
        (units, dimensions) where the units lie (`reduced`).
    topics
        How many; those for which there is no cluster get a tenth of everything.
    seed
        Start of k-means, the best of four.

    Returns
    -------
    (topics, terms).
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # fewer distinct units than topics: some stay empty
        groups = KMeans(min(topics, len(places)), n_init=4, random_state=seed).fit_predict(places)
    member = sparse.csr_array(
        (np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=(topics, len(groups))
    )
    everything = np.asarray(counts.sum(axis=0)).ravel() / topics
    return 0.9 * (member @ counts).toarray() + 0.1 * everything
