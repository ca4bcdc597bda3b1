"""The compiled inference does what gensim's does."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import LdaModel
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, special

from toolkit.models.gensim_lda import bags
from toolkit.models.inference import _digamma, settle


def model_and_counts(seed, units=12, terms=20, topics=4):
    random = np.random.default_rng(seed)
    counts = sparse.csr_array(random.poisson(0.6, size=(units, terms)).astype(float))
    model = LdaModel(
        None,
        id2word={i: str(i) for i in range(terms)},
        num_topics=topics,
        random_state=seed,
        dtype=np.float64,
    )
    return model, counts


class _Start:
    """Hands gensim the place at which it would start by chance."""

    def __init__(self, gamma):
        self.gamma = lambda shape, scale, size: gamma.copy()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("iterations", [1, 3, 100])
def test_gensim_from_the_same_start_gives_the_same(seed, iterations):
    model, counts = model_and_counts(seed)
    start = np.random.default_rng(seed).gamma(2.0, 1.0, size=(counts.shape[0], model.num_topics))
    model.iterations, model.random_state = iterations, _Start(start)
    gamma, statistics = model.inference(bags(counts), collect_sstats=True)
    own_gamma, own_statistics = settle(
        counts, model.expElogbeta, model.alpha, start, iterations, model.gamma_threshold
    )
    np.testing.assert_allclose(own_gamma, gamma, rtol=1e-9)
    np.testing.assert_allclose(own_statistics, statistics, rtol=1e-9, atol=1e-12)


def test_the_statistics_share_out_every_word():
    model, counts = model_and_counts(0)
    start = np.ones((counts.shape[0], model.num_topics))
    gamma, statistics = settle(counts, model.expElogbeta, model.alpha, start, 100, 1e-3)
    np.testing.assert_allclose(statistics.sum(axis=0), np.asarray(counts.sum(axis=0)).ravel())
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    np.testing.assert_allclose(gamma.sum(axis=1), lengths + model.alpha.sum(), rtol=1e-6)


def test_the_start_is_left_as_it_was():
    model, counts = model_and_counts(1)
    start = np.ones((counts.shape[0], model.num_topics))
    settle(counts, model.expElogbeta, model.alpha, start, 5, 1e-3)
    assert (start == 1).all()


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-3, 1e6))
def test_digamma_is_scipys(x):
    assert _digamma(x) == pytest.approx(special.digamma(x), rel=1e-9, abs=1e-9)
