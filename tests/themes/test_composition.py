"""Estimates over runs and draws are pooled, and what the runs add is told apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

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
    def row(self, estimate, term="language", df=30.0, error=0.1, reading=""):
        names = {"instrument": "seeded-lda", "theme": "trade", "formula": "language", "model": "ols"}
        sizes = {"documents": 40, "clusters": 38, "units": 320, "left_out": 2}
        return {
            **names,
            "term": term,
            "estimate": estimate,
            "error": error,
            "df": df,
            **sizes,
            "reading": reading,
        }

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
        assert [first[name] for name in ("documents", "clusters", "units", "left_out")] == [40, 38, 320, 2]

    def test_of_one_run_and_one_draw_are_the_row_itself_and_say_nothing_of_either(self):
        (row,) = compose_rows([[[self.row(0.3)]]])
        assert (row["estimate"], row["error"], row["df"]) == pytest.approx((0.3, 0.1, 30))
        reach = stats.t.ppf(0.975, 30) * 0.1
        assert (row["low"], row["high"]) == pytest.approx((0.3 - reach, 0.3 + reach))
        assert row["p"] == pytest.approx(2 * stats.t.sf(3, 30))
        assert np.isnan([row["due_to_runs"], row["due_to_draws"]]).all()

    def test_of_equal_runs_owe_nothing_to_them(self):
        (row,) = compose_rows([[[self.row(0.05)]]] * 4)
        assert (row["due_to_runs"], row["error"]) == pytest.approx((0, 0.1))
        assert row["reading"] == "the interval holds zero"

    def test_hold_zero_where_p_is_above_its_limit(self):
        for estimate in np.linspace(-0.4, 0.4, 41):
            (row,) = compose_rows([[[self.row(estimate)]], [[self.row(estimate + 0.05)]]])
            assert ("holds zero" in row["reading"]) == (row["low"] <= 0 <= row["high"]) == (row["p"] >= 0.05)

    def test_have_no_interval_and_no_test_where_the_single_ones_have_none(self):
        few, alike = (
            compose_rows([[[self.row(0.3, **odd)]], [[self.row(0.4, **odd)]]])[0]
            for odd in ({"df": 3.2}, {"error": 0.0})
        )
        assert "3.2 degrees of freedom" in few["reading"]
        assert "differ in nothing else" in alike["reading"]
        for row in (few, alike):
            assert row["estimate"] == pytest.approx(0.35)
            assert np.isnan([row["low"], row["high"], row["p"]]).all()

    def test_leave_out_tests_of_several_columns_and_the_p_of_intercepts(self):
        rows = [self.row(0.5, "Intercept"), self.row(np.nan, "genre (together)")]
        (row,) = compose_rows([[rows], [rows]])
        assert row["term"] == "Intercept"
        assert np.isnan(row["p"])

    def test_say_why_there_are_none(self):
        refused, fine = self.row(np.nan, "", reading="none: documents do not differ"), self.row(0.1)
        (always,) = compose_rows([[[refused]], [[refused]]])
        assert always["reading"] == "none: documents do not differ"
        assert always["documents"] == 40
        once, other = compose_rows([[[refused]], [[fine]]])
        assert once["reading"] == "none: documents do not differ (in 1 of 2 runs and draws)"
        assert other["reading"] == "none: estimated in 1 of 2 runs and draws"

    @pytest.mark.parametrize("runs", [[["ab", "a"], ["ab", "a"]], [["ab", "ab"], ["a", "a"]]])
    def test_that_are_not_there_in_every_run_and_draw_have_no_numbers(self, runs):
        row = compose_rows([[[self.row(0.1, term) for term in terms] for terms in draws] for draws in runs])[
            -1
        ]
        assert row["term"] == "b"
        assert np.isnan([row["estimate"], row["p"]]).all()
        assert row["reading"] == "none: estimated in 2 of 4 runs and draws"


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
