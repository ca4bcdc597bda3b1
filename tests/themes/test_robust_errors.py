"""Errors of regressions are what the papers say they are, checked against theory, statsmodels and hand."""

from math import sqrt

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from toolkit.themes.residuals import permuted_p, restricted
from toolkit.themes.robust_errors import (
    fractional_logit,
    least_squares,
    lent_by_cluster,
    robust_covariance,
)


@st.composite
def regressions(draw):
    """Some rows in clusters of any size, an intercept, a number and a group."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    rows = draw(st.integers(15, 40))
    design = np.column_stack([np.ones(rows), random.normal(size=rows), np.arange(rows) % 3 == 0]).astype(
        float
    )
    clusters = np.unique(random.integers(0, max(4, rows // 3), rows), return_inverse=True)[1]
    weights = random.uniform(0.2, 1, rows) if draw(st.booleans()) else np.ones(rows)
    return design, random.normal(size=rows), clusters, weights


def by_the_book(design, clusters, weights):
    """H, and p_j for each cluster as they stand in Pustejovsky & Tipton 2018, with full matrices."""
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    rest = np.eye(len(design)) - design @ inverse @ (design * weights[:, None]).T
    pieces, lent = lent_by_cluster(design, clusters, weights, "CR2")
    return inverse, rest, pieces, [rest[rows].T @ part for rows, part in zip(pieces, lent, strict=True)], lent


class TestCr2:
    @given(regressions())
    @settings(max_examples=40, deadline=None)
    def test_is_unbiased_where_errors_are_independent_and_alike(self, regression):
        """The expectation over such errors is the true covariance of the coefficients, exactly."""
        design, _, clusters, weights = regression
        inverse, rest, pieces, _, lent = by_the_book(design, clusters, weights)
        true = inverse @ (design.T @ (weights[:, None] ** 2 * design)) @ inverse
        spread = rest @ rest.T  # of the residuals
        expected = sum(
            part.T @ spread[np.ix_(rows, rows)] @ part for rows, part in zip(pieces, lent, strict=True)
        )
        assert expected == pytest.approx(true, abs=1e-10)

    @given(regressions())
    @settings(max_examples=40, deadline=None)
    def test_has_the_degrees_of_freedom_of_the_paper(self, regression):
        design, values, clusters, weights = regression
        _, _, _, loads, _ = by_the_book(design, clusters, weights)
        for column, df in enumerate(least_squares(design, values, clusters, weights).df):
            products = np.stack([load[:, column] for load in loads])
            products = products @ products.T
            assert df == pytest.approx(np.trace(products) ** 2 / (products**2).sum(), rel=1e-3)

    def test_of_a_mean_is_the_error_of_a_mean(self):
        values = np.array([0.1, 0.4, 0.3, 0.9])
        fit = least_squares(np.ones((4, 1)), values, np.arange(4))
        assert fit.error[0] == pytest.approx(stats.sem(values))
        assert fit.df[0] == pytest.approx(3)

    @pytest.mark.parametrize(("first", "second"), [(3, 27), (5, 5), (4, 20)])
    def test_of_two_groups_is_welch_with_imbens_and_kolesars_degrees_of_freedom(self, first, second):
        """Imbens & Kolesár 2016 (Review of Economics and Statistics 98, section II): with 3 of 30, 2.5."""
        values = np.random.default_rng(first).normal(size=first + second)
        group = (np.arange(first + second) < first).astype(float)
        fit = least_squares(np.column_stack([np.ones(len(group)), group]), values, np.arange(len(group)))
        welch = stats.ttest_ind(values[:first], values[first:], equal_var=False)
        assert fit.estimate[1] / fit.error[1] == pytest.approx(welch.statistic)
        n0, n1 = first, second
        df = (n0 + n1) ** 2 * (n0 - 1) * (n1 - 1) / (n1**2 * (n1 - 1) + n0**2 * (n0 - 1))
        assert fit.df[1] == pytest.approx(df)
        if (first, second) == (3, 27):
            assert round(fit.df[1], 1) == 2.5

    def test_of_whole_clusters_of_one_size_is_the_t_test_of_their_means(self):
        random = np.random.default_rng(1)
        values, clusters = random.normal(size=40), np.repeat(np.arange(10), 4)
        group = (clusters < 4).astype(float)
        fit = least_squares(np.column_stack([np.ones(40), group]), values, clusters)
        means = values.reshape(10, 4).mean(axis=1)
        welch = stats.ttest_ind(means[:4], means[4:], equal_var=False)
        assert fit.estimate[1] / fit.error[1] == pytest.approx(welch.statistic)

    @given(regressions())
    @settings(max_examples=20, deadline=None)
    def test_of_single_rows_is_hc2(self, regression):
        design, values, _, _ = regression
        fit = least_squares(design, values, np.arange(len(values)))
        assert fit.error == pytest.approx(sm.OLS(values, design).fit(cov_type="HC2").bse)


class TestOtherCorrections:
    @given(regressions())
    @settings(max_examples=20, deadline=None)
    def test_cr3_is_the_jackknife_of_clusters(self, regression):
        design, values, clusters, weights = regression
        fit = least_squares(design, values, clusters, weights, "CR3")
        total = np.zeros((3, 3))
        for cluster in np.unique(clusters):
            kept = clusters != cluster
            if np.linalg.matrix_rank(design[kept]) < 3:
                return
            root = np.sqrt(weights[kept])
            without = np.linalg.lstsq(design[kept] * root[:, None], values[kept] * root, rcond=None)[0]
            total += np.outer(without - fit.estimate, without - fit.estimate)
        assert fit.covariance == pytest.approx(total, rel=1e-5, abs=1e-9)

    def test_cr0_and_cr1_agree_with_statsmodels(self):
        random = np.random.default_rng(2)
        design = np.column_stack([np.ones(30), random.normal(size=30)])
        values, clusters = random.normal(size=30), np.repeat(np.arange(6), 5)
        peer = sm.OLS(values, design).fit(
            cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
        )
        assert least_squares(design, values, clusters, correction="CR0").error == pytest.approx(peer.bse)
        cr1 = least_squares(design, values, clusters, correction="CR1").error
        assert cr1 == pytest.approx(peer.bse * sqrt(6 / 5))


class TestFractionalLogit:
    def test_has_the_coefficients_of_statsmodels_and_nearly_its_robust_errors(self):
        random = np.random.default_rng(3)
        design = np.column_stack([np.ones(400), random.normal(size=400)])
        means = 1 / (1 + np.exp(0.5 - 0.4 * design[:, 1]))
        shares = random.beta(4 * means, 4 * (1 - means))
        peer = sm.GLM(shares, design, family=sm.families.Binomial()).fit(cov_type="HC0")
        fit = fractional_logit(design, shares, np.arange(400))
        assert fit.estimate == pytest.approx(peer.params)
        assert fit.error == pytest.approx(peer.bse, rel=0.02)

    def test_says_where_it_does_not_settle(self):
        group = np.repeat([0.0, 1.0], 10)
        with pytest.raises(ArithmeticError, match="0 or 1"):
            fractional_logit(np.column_stack([np.ones(20), group]), group, np.arange(20))


class TestPermutedP:
    def design(self, first, second, seed=0):
        random = np.random.default_rng(seed)
        group = (np.arange(first + second) < first).astype(float)
        return np.column_stack([np.ones(len(group)), group]), random

    def p(self, design, values, clusters=None, columns=(1,), seed=0, draws=1999):
        clusters = np.arange(len(values)) if clusters is None else clusters
        weights = np.ones(len(values))
        rest = np.delete(design, columns, axis=1)
        residuals, scaled = restricted(rest, design, values, weights, "ols")
        return permuted_p(scaled, residuals, clusters, weights, list(columns), seed, draws)

    def test_without_other_columns_is_the_permutation_of_welchs_t(self):
        design, random = self.design(7, 9)
        values = random.random(16) + 0.3 * design[:, 1]
        peer = stats.permutation_test(
            (values[:7], values[7:]),
            lambda a, b, axis: np.abs(stats.ttest_ind(a, b, axis=axis, equal_var=False).statistic),
            vectorized=True,
            alternative="greater",
            rng=0,
        )
        assert self.p(design, values, draws=9999) == pytest.approx(peer.pvalue, abs=0.02)

    def test_finds_what_is_there_and_is_never_zero(self):
        design, random = self.design(10, 10)
        assert 1 / 2000 <= self.p(design, random.random(20) + 3 * design[:, 1]) <= 0.005

    def test_of_columns_together_does_not_ask_what_they_are_compared_with(self):
        random = np.random.default_rng(4)
        kinds = np.arange(24) % 3
        values = random.random(24) + 0.2 * kinds
        marks = [np.column_stack([np.ones(24), *(kinds == k for k in others)]) for others in ((1, 2), (0, 2))]
        one, other = (self.p(design.astype(float), values, columns=(1, 2)) for design in marks)
        assert one == pytest.approx(other, abs=1e-9)

    def test_pairs_move_together(self):
        """Copies of ten documents tell no more than the ten."""
        design, random = self.design(5, 5)
        values = random.random(10) + 0.5 * design[:, 1]
        alone = self.p(design, values, draws=4999)
        clusters = np.repeat(np.arange(10), 2)
        twice = self.p(np.repeat(design, 2, axis=0), np.repeat(values, 2), clusters, draws=4999)
        assert twice == pytest.approx(alone, abs=0.03)

    @pytest.mark.slow
    def test_keeps_its_level_where_t_does_not(self):
        """Six documents against thirty, a theme in 0.05 of the paragraphs, clumped; t finds one in eleven."""
        random = np.random.default_rng(6)
        design, _ = self.design(6, 30)
        design = np.column_stack([design, random.normal(size=36)])
        found = []
        for seed in range(250):
            shares = random.binomial(20, random.beta(0.2, 3.8, 36)) / 20
            found.append(
                (
                    self.p(design, shares, seed=seed, draws=499),
                    least_squares(design, shares, np.arange(36)).p[1],
                )
            )
        permuted, by_t = (np.array(found) <= 0.05).mean(axis=0)
        assert permuted <= 0.085
        assert permuted < by_t


def test_covariance_is_symmetric_and_knows_its_clusters():
    random = np.random.default_rng(7)
    design = np.column_stack([np.ones(20), random.normal(size=20)])
    covariance, df, clusters = robust_covariance(
        design, random.normal(size=20), np.arange(20) // 4, np.ones(20)
    )
    assert covariance == pytest.approx(covariance.T)
    assert clusters == 5
    assert (df <= 5).all()
