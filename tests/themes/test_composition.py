"""Estimates over runs and draws are pooled, and what the runs add is told apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes.composition import compose, compose_rows, draw_shares


def test_of_one_run_and_draw_is_the_estimate_itself():
    pooled = compose(np.array([[0.3]]), np.array([[0.04]]), df=17.0)
    assert (pooled.estimate, pooled.variance, pooled.error) == pytest.approx((0.3, 0.04, 0.2))
    assert (pooled.due_to_runs, pooled.due_to_draws, pooled.df) == pytest.approx((0, 0, 17))
    assert not pooled.is_fragile


def test_worked_by_hand():
    # runs 1, 3 and 5, 7: means 2 and 6, variance 8; within 2 and 2; W = 1; runs alone 8 − 2/2 = 7
    pooled = compose(np.array([[1.0, 3.0], [5.0, 7.0]]), np.ones((2, 2)))
    assert pooled.estimate == 4
    assert pooled.variance == pytest.approx(1 + 1.5 * 2 + 1.5 * 7)
    assert pooled.due_to_runs == pytest.approx(10.5 / 14.5)
    assert pooled.due_to_draws == pytest.approx(3 / 14.5)
    assert pooled.is_fragile


def test_of_draws_of_one_run_is_rubins_rule():
    estimates = np.array([[0.1, 0.2, 0.4, 0.3]])
    variances = np.array([[0.01, 0.02, 0.03, 0.02]])
    between = estimates.var(ddof=1)
    pooled = compose(estimates, variances)
    total = variances.mean() + 1.25 * between
    assert pooled.variance == pytest.approx(total)
    assert pooled.df == pytest.approx(3 * (total / (1.25 * between)) ** 2)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_never_is_surer_than_a_single_estimate_on_average(runs, draws, seed):
    random = np.random.default_rng(seed)
    estimates, variances = random.normal(size=(runs, draws)), random.random((runs, draws)) + 0.01
    pooled = compose(estimates, variances, df=20.0)
    assert pooled.variance >= variances.mean() - 1e-12
    assert 0 <= pooled.due_to_runs + pooled.due_to_draws <= 1
    assert pooled.df > 0
    turned = compose(estimates[::-1, ::-1], variances[::-1, ::-1], df=20.0)
    assert (turned.estimate, turned.variance) == pytest.approx((pooled.estimate, pooled.variance))


def test_noise_of_draws_is_not_laid_to_the_runs():
    random = np.random.default_rng(0)
    shares = [compose(random.normal(size=(20, 5)), np.full((20, 5), 0.01)).due_to_runs for _ in range(50)]
    assert np.mean(shares) < 0.1


@pytest.mark.parametrize("shape", [(2, 3), (0, 3)])
def test_refuses_shapes_that_do_not_fit(shape):
    with pytest.raises(ValueError, match="runs, draws"):
        compose(np.zeros(shape), np.zeros((0, 3)) if shape[0] == 0 else np.zeros((3, 2)))


class TestRows:
    def row(self, estimate, term="language", df=30.0):
        names = {"instrument": "seeded-lda", "theme": "trade", "formula": "language", "model": "ols"}
        return {**names, "term": term, "estimate": estimate, "error": 0.1, "df": df}

    def test_are_pooled_by_term_over_runs_and_draws(self):
        runs = [[[self.row(x), self.row(9.0, "other")] for x in draws] for draws in ((0.1, 0.3), (0.5, 0.7))]
        first, second = compose_rows(runs)
        pooled = compose(np.array([[0.1, 0.3], [0.5, 0.7]]), np.full((2, 2), 0.01), 30.0)
        assert (first["estimate"], first["error"]) == pytest.approx((0.4, pooled.error))
        assert first["low"] < 0.4 < first["high"]
        assert (first["runs"], first["draws"], first["term"]) == (2, 2, "language")
        assert first["reading"].startswith("fragile: ")
        assert second["due_to_runs"] == 0
        assert second["reading"] == ""

    @pytest.mark.parametrize("runs", [[[["a", "b"]], [["a"]]], [[["a"]], [["nan"]]]])
    def test_that_are_not_there_in_every_run_have_no_numbers(self, runs):
        values = {"a": 0.1, "nan": float("nan")}
        made = [
            [[self.row(values.get(x, 0.1), x if x == "b" else "language") for x in d] for d in r]
            for r in runs
        ]
        row = compose_rows(made)[-1]
        assert np.isnan([row["estimate"], row["p"]]).all()
        assert "not estimated in every run" in row["reading"]


class TestDrawnShares:
    SHARES = np.array([[0.6, 0.1], [0.0, 0.0], [0.5, 0.5]])

    def test_are_shares_around_those_of_the_model(self):
        drawn = draw_shares(self.SHARES, np.array([50, 50, 50]), 5.0, 4000, 0)
        assert drawn.shape == (4000, 3, 2)
        assert (drawn >= 0).all()
        assert (drawn.sum(axis=2) <= 1 + 1e-12).all()
        assert drawn.mean(axis=0) == pytest.approx(self.SHARES, abs=0.01)

    def test_vary_as_a_dirichlet_distribution_does(self):
        drawn = draw_shares(self.SHARES, np.array([20, 20, 20]), 5.0, 20_000, 0)
        expected = self.SHARES * (1 - self.SHARES) / (20 + 5 + 1)
        assert drawn.var(axis=0) == pytest.approx(expected, rel=0.08)

    def test_of_long_units_vary_less_and_the_same_seed_gives_the_same(self):
        short, long = (draw_shares(self.SHARES, np.full(3, n), 1.0, 500, 3) for n in (10, 1000))
        assert long.std(axis=0)[0, 0] < 0.2 * short.std(axis=0)[0, 0]
        again = draw_shares(self.SHARES, np.full(3, 10), 1.0, 500, 3)
        assert (again == short).all()
