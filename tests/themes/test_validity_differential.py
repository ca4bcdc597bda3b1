"""The regression is statsmodels', the penalty Firth's; languages that are read alike rarely seem to differ."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from toolkit.errors import ToolkitError
from toolkit.themes import Codes, ThemeScores
from toolkit.themes.validity import differential_functioning
from toolkit.themes.validity.differential import differential_effects
from toolkit.themes.validity.logistic import clustered_covariance, fit_logistic


def _problem(seed, units=120, columns=3):
    random = np.random.default_rng(seed)
    design = np.column_stack([np.ones(units), random.normal(size=(units, columns - 1))])
    outcome = random.random(units) < 1 / (1 + np.exp(-design @ random.normal(size=columns)))
    return design, outcome.astype(float), np.arange(units) // 6


class TestLogistic:
    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 999))
    def test_agrees_with_statsmodels(self, seed):
        design, outcome, clusters = _problem(seed)
        fit = fit_logistic(design, outcome)
        reference = sm.Logit(outcome, design).fit(disp=0)
        np.testing.assert_allclose(fit.coefficients, reference.params, atol=1e-5)
        np.testing.assert_allclose(fit.covariance, reference.cov_params(), rtol=1e-3, atol=1e-6)
        robust = sm.Logit(outcome, design).fit(
            disp=0, cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
        )
        ours = clustered_covariance(fit, design, clusters) * 19 / 20
        np.testing.assert_allclose(ours, robust.cov_params(), rtol=1e-3, atol=1e-6)

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 999), st.booleans())
    def test_weights_are_repetitions(self, seed, firth):
        design, outcome, _ = _problem(seed, units=60)
        times = np.random.default_rng(seed).integers(1, 4, 60)
        weighted = fit_logistic(design, outcome, times.astype(float), firth)
        repeated = fit_logistic(np.repeat(design, times, axis=0), np.repeat(outcome, times), firth=firth)
        np.testing.assert_allclose(weighted.coefficients, repeated.coefficients, atol=1e-6)

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 999))
    def test_firth_maximises_the_penalised_likelihood(self, seed):
        design, outcome, _ = _problem(seed, units=30)

        def penalised(beta):
            linear = design @ beta
            p = 1 / (1 + np.exp(-linear))
            information = (design * (p * (1 - p))[:, None]).T @ design
            return -(outcome @ linear - np.logaddexp(0, linear).sum() + np.linalg.slogdet(information)[1] / 2)

        best = minimize(penalised, np.zeros(3), method="BFGS", options={"gtol": 1e-8})
        np.testing.assert_allclose(fit_logistic(design, outcome, firth=True).coefficients, best.x, atol=1e-4)

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 12), st.integers(0, 12))
    def test_firth_adds_a_half_to_each_cell_of_a_saturated_table(self, one, other):
        """Jeffreys's prior of a binomial is Beta(½, ½), whose mode in log odds is (x + ½) / (n − x + ½)."""
        outcome = np.array([1.0] * one + [0.0] * (12 - one) + [1.0] * other + [0.0] * (12 - other))
        group = np.repeat([0.0, 1.0], 12)
        odds = [np.log((x + 0.5) / (12 - x + 0.5)) for x in (one, other)]
        fit = fit_logistic(np.column_stack([np.ones(24), group]), outcome, firth=True)
        np.testing.assert_allclose(fit.coefficients, [odds[0], odds[1] - odds[0]], atol=1e-7)

    def test_without_the_penalty_a_column_that_tells_all_is_refused(self):
        design = np.column_stack([np.ones(20), np.repeat([0.0, 1.0], 10)])
        with pytest.raises(ToolkitError, match="Firth's penalty"):
            fit_logistic(design, np.repeat([0.0, 1.0], 10))

    def test_two_columns_that_say_the_same_are_refused(self):
        design = np.ones((20, 2))
        with pytest.raises(ToolkitError, match="two columns say the same"):
            fit_logistic(design, np.tile([0.0, 1.0], 10))


def _coded(random, documents=40, units=12, sensitivity=(0.8, 0.8), false=(0.1, 0.1), spread=0.4):
    """Units of two languages, coded and read; documents differ in how readily they are found."""
    clusters = np.repeat(np.arange(documents), units)
    is_first = clusters % 2 == 0
    coded = random.random(len(clusters)) < np.repeat(random.beta(2, 5, documents), units)
    level = np.where(coded, np.where(is_first, *sensitivity), np.where(is_first, *false))
    shift = np.repeat(random.normal(0, spread, documents), units)
    found = random.random(len(clusters)) < 1 / (1 + np.exp(-(np.log(level / (1 - level)) + shift)))
    return found, coded, is_first, clusters


class TestEffects:
    def test_are_the_differences_of_log_odds_of_the_four_cells(self):
        found, coded, is_first, clusters = _coded(np.random.default_rng(1))
        effects = differential_effects(found, coded, is_first, np.ones(len(found)), clusters)

        def odds(first, with_theme):
            share = found[(is_first == first) & (coded == with_theme)].mean()
            return np.log(share / (1 - share))

        expected = [odds(True, theme) - odds(False, theme) for theme in (False, True)]
        np.testing.assert_allclose(effects.differences, expected, atol=1e-6)
        assert effects.fit == "maximum likelihood"

    def test_the_interaction_model_is_statsmodels(self):
        found, coded, is_first, clusters = _coded(np.random.default_rng(2))
        effects = differential_effects(found, coded, is_first, np.ones(len(found)), clusters)
        design = np.column_stack([np.ones(len(found)), coded, is_first, coded & is_first]).astype(float)
        fit = sm.Logit(found.astype(float), design).fit(
            disp=0, cov_type="cluster", cov_kwds={"groups": clusters}, maxiter=100
        )
        assert effects.differences[0] == pytest.approx(fit.params[2], abs=1e-5)
        assert effects.differences[1] - effects.differences[0] == pytest.approx(fit.params[3], abs=1e-5)
        # never surer than statsmodels' sandwich: the floor only widens
        assert effects.covariance[0, 0] >= 0.97 * fit.cov_params()[2, 2]

    def test_changing_the_languages_changes_only_the_sign(self):
        found, coded, is_first, clusters = _coded(np.random.default_rng(3), sensitivity=(0.9, 0.5))
        there = differential_effects(found, coded, is_first, np.ones(len(found)), clusters)
        back = differential_effects(found, coded, ~is_first, np.ones(len(found)), clusters)
        np.testing.assert_allclose(there.differences, -back.differences, atol=1e-6)
        assert there.p == pytest.approx(back.p)

    def test_no_finds_in_a_hundred_units_do_not_make_a_sure_difference(self):
        """One false find against none: the sandwich alone would call that certain."""
        coded = np.tile(np.repeat([True, False], [20, 100]), 2)
        is_first = np.repeat([True, False], 120)
        found = np.tile([i % 5 > 0 for i in range(20)] + [False] * 100, 2)
        found[100] = True
        clusters = np.arange(240) % 30 + 30 * is_first
        effects = differential_effects(found, coded, is_first, np.ones(240), clusters)
        assert effects.fit == "Firth's penalty"
        assert effects.p > 0.5

    def test_a_true_difference_is_found(self):
        found, coded, is_first, clusters = _coded(np.random.default_rng(4), sensitivity=(0.9, 0.4))
        effects = differential_effects(found, coded, is_first, np.ones(len(found)), clusters)
        assert effects.p < 0.01
        assert effects.differences[1] > 1

    def test_where_languages_are_read_alike_about_one_in_twenty_seems_to_differ_at_most(self):
        random = np.random.default_rng(5)
        p = [
            differential_effects(*(drawn := _coded(random))[:3], np.ones(480), drawn[3]).p for _ in range(200)
        ]
        assert np.mean(np.array(p) < 0.05) <= 0.08


@pytest.fixture(scope="module")
def coded_corpus(units_of):
    """Give units, a reading and codes by people, from the cells of two languages."""

    def build(documents=16, units=12, seed=0, **rates):
        found, coded, *_ = _coded(np.random.default_rng(seed), documents, units, **rates)
        docs = {f"d{i:02}": ["text"] * units for i in range(documents)}
        languages = {f"d{i:02}": {"language": "en" if i % 2 == 0 else "zh"} for i in range(documents)}
        corpus = units_of(docs, languages)
        ids = tuple(unit.id for unit in corpus.units)
        reading = ThemeScores("dictionary", ("openness",), ids, found[:, None].astype(float), found[:, None])
        codes = Codes(("openness",), ids, ("ann",), coded[None, :, None].astype(float), np.ones(len(ids)))
        return corpus, reading, codes

    return build


class TestFunctioning:
    def test_languages_read_alike_pass(self, coded_corpus):
        corpus, reading, codes = coded_corpus(seed=3)
        (row,) = differential_functioning(corpus, [reading], codes)
        assert (row["first"], row["second"], row["verdict"]) == ("en", "zh", "pass")
        assert (row["documents"], row["units"]) == (16, 192)
        assert row["interaction"] == pytest.approx(row["present"] - row["absent"])

    def test_a_language_that_is_read_more_readily_fails_and_is_named(self, coded_corpus):
        corpus, reading, codes = coded_corpus(documents=40, sensitivity=(0.95, 0.4))
        (row,) = differential_functioning(corpus, [reading], codes)
        assert row["verdict"] == "fail"
        assert row["reading"] == "found more readily in en, among units with the theme"

    def test_below_ten_positives_it_is_not_testable(self, coded_corpus):
        corpus, reading, codes = coded_corpus(documents=12, units=4)
        (row,) = differential_functioning(corpus, [reading], codes)
        assert row["positives"] < 10
        assert row["verdict"] == "not testable"
        assert "10 are needed" in row["reading"]
        assert np.isnan(row["p"])

    def test_below_six_clusters_it_is_not_testable(self, coded_corpus):
        corpus, reading, codes = coded_corpus(documents=10, units=60)
        (row,) = differential_functioning(corpus, [reading], codes)
        assert row["verdict"] == "not testable"
        assert "clusters" in row["reading"]

    def test_codes_of_one_language_are_not_testable(self, coded_corpus):
        corpus, reading, codes = coded_corpus()
        rating = codes.ratings.copy()
        rating[0, [unit.language == "zh" for unit in corpus.units]] = np.nan
        only = Codes(codes.themes, codes.unit_ids, codes.coders, rating, codes.probability)
        (row,) = differential_functioning(corpus, [reading], only)
        assert row["reading"].startswith("0 coded units with the theme")
