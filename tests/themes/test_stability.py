"""Measures of how alike runs are: laws, and answers that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import FactorAnalysis

from toolkit.themes.stability import jaccard, omega, pairs_of, prototype_run, rank_overlap, run_correlations

WORDS = st.lists(st.sampled_from("abcdefghij"), unique=True, min_size=1, max_size=8)


def scores_with(matrix: np.ndarray, units: int = 400) -> np.ndarray:
    """Make scores of shape (runs, units) that have exactly this correlation matrix."""
    noise = np.random.default_rng(0).standard_normal((units, len(matrix)))
    noise -= noise.mean(axis=0)
    white = noise @ np.linalg.inv(np.linalg.cholesky(noise.T @ noise / units)).T
    return (white @ np.linalg.cholesky(matrix).T).T


class TestOmega:
    @pytest.mark.parametrize("runs", [2, 3, 10])
    @pytest.mark.parametrize("r", [0.3, 0.8, 0.97])
    def test_runs_that_correlate_alike_give_spearman_and_brown(self, runs, r):
        matrix = np.full((runs, runs), r) + (1 - r) * np.eye(runs)
        assert omega(scores_with(matrix)) == pytest.approx(runs * r / (1 + (runs - 1) * r), abs=1e-6)

    def test_loadings_of_one_factor_are_found(self):
        loadings = np.array([0.9, 0.8, 0.7, 0.5])
        matrix = np.outer(loadings, loadings)
        np.fill_diagonal(matrix, 1.0)
        unique = (1 - loadings**2).sum()
        assert omega(scores_with(matrix)) == pytest.approx(
            loadings.sum() ** 2 / (loadings.sum() ** 2 + unique), abs=1e-6
        )

    def test_maximum_likelihood_agrees(self):
        random = np.random.default_rng(1)
        scores = np.outer([0.9, 0.8, 0.85, 0.7, 0.6], random.standard_normal(2000))
        scores += random.standard_normal(scores.shape) * 0.6
        standard = (scores - scores.mean(axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)
        fitted = FactorAnalysis(1, tol=1e-8, max_iter=5000).fit(standard.T)
        common = fitted.components_.sum() ** 2
        assert omega(scores) == pytest.approx(common / (common + fitted.noise_variance_.sum()), abs=2e-3)

    def test_equal_runs_have_one_and_constant_runs_none(self):
        run = np.arange(9.0)
        assert omega(np.stack([run] * 4)) == pytest.approx(1.0)
        assert np.isnan(omega(np.stack([run, run, np.zeros(9)])))
        assert np.isnan(omega(run[None]))


def test_correlations_are_numpys():
    scores = np.random.default_rng(0).standard_normal((4, 30))
    np.testing.assert_allclose(run_correlations(scores), np.corrcoef(scores))
    assert len(pairs_of(run_correlations(scores))) == 6


def test_a_constant_run_cannot_be_compared():
    scores = np.stack([np.full(5, 0.1), np.arange(5.0), np.arange(5.0)])
    matrix = run_correlations(scores)
    assert np.isnan(matrix[0]).all()
    np.testing.assert_allclose(pairs_of(matrix), [1.0])


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_overlaps_are_symmetric_shares(one, other):
    for measure in (jaccard, rank_overlap):
        assert measure(one, other) == pytest.approx(measure(other, one))
        assert 0 <= measure(one, other) <= 1
        assert measure(one, one) == pytest.approx(1.0)


def test_rank_overlap_of_two_by_hand():
    """A(1) = 0, A(2) = 1: RBO_ext = 1·p² + (1 − p)/p · (0·p + 1·p²)."""
    assert rank_overlap(["a", "b"], ["b", "a"], 0.9) == pytest.approx(0.81 + 0.1 / 0.9 * 0.81)


def test_the_top_weighs_more_than_the_tail():
    best = list("abcdef")
    assert rank_overlap(best, list("abcdxy")) > rank_overlap(best, list("xycdef"))


def test_the_prototype_is_the_run_nearest_to_the_others():
    likeness = np.array(
        [[1.0, 0.9, 0.2, np.nan], [0.9, 1.0, 0.8, 0.9], [0.2, 0.8, 1.0, 0.1], [np.nan, 0.9, 0.1, 1.0]]
    )
    assert prototype_run(likeness) == 1
