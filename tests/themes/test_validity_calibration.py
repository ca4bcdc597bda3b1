"""Probabilities are learned without a unit's own document, language by language, and are right in the mean."""

from __future__ import annotations

import dataclasses
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from toolkit.errors import ToolkitError
from toolkit.themes import Codes, ThemeScores
from toolkit.themes.validity import calibrate, calibration
from toolkit.themes.validity.calibration import calibration_error


def _drawn(seed=0, documents=30, units=10, shift=0.0, scale=1.0):
    """Scores of two languages; those of Chinese on a scale of their own."""
    random = np.random.default_rng(seed)
    count = documents * units
    doc = np.repeat(np.arange(documents), units)
    language = np.where(doc % 2 == 0, "en", "zh")
    score = random.normal(size=count)
    coded = (random.random(count) < 1 / (1 + np.exp(-(2 * score - 1)))).astype(float)
    score = np.where(language == "zh", shift + scale * score, score)
    return score, coded, language, doc


METHODS = ("logistic", "isotonic")


@pytest.mark.parametrize("method", METHODS)
class TestEveryMethod:
    def test_gives_probabilities_for_every_unit_coded_or_not(self, method):
        score, coded, language, doc = _drawn()
        coded[doc % 3 == 0] = np.nan
        found = calibrate(score, coded, language, doc, method)
        assert found.shape == score.shape
        assert ((found >= 0) & (found <= 1)).all()

    def test_no_probability_rests_on_the_units_own_document(self, method):
        score, coded, language, doc = _drawn()
        before = calibrate(score, coded, language, doc, method)
        # the same number of positives keeps the deal of documents to folds
        swapped = coded.copy()
        swapped[doc == 4] = np.roll(coded[doc == 4], 1)
        after = calibrate(score, swapped, language, doc, method)
        np.testing.assert_array_equal(before[doc == 4], after[doc == 4])
        assert not np.array_equal(
            before[(language == "en") & (doc != 4)], after[(language == "en") & (doc != 4)]
        )

    def test_a_language_learns_nothing_from_the_other(self, method):
        score, coded, language, doc = _drawn()
        before = calibrate(score, coded, language, doc, method)
        other = np.where(language == "zh", 1 - coded, coded)
        after = calibrate(score, other, language, doc, method)
        np.testing.assert_array_equal(before[language == "en"], after[language == "en"])

    def test_the_scale_of_a_score_does_not_matter(self, method):
        one, other = (
            calibrate(*_drawn(shift=shift, scale=scale), method) for shift, scale in ((0, 1), (5, 3))
        )
        np.testing.assert_allclose(one, other, atol=1e-6)

    def test_higher_scores_are_never_less_probable_within_a_fold(self, method):
        score, coded, language, doc = _drawn(seed=2)
        coded[doc >= 20] = np.nan
        found = calibrate(score, coded, language, doc, method)
        own = (doc >= 20) & (language == "en")
        order = np.argsort(score[own])
        assert (np.diff(found[own][order]) >= -1e-12).all()

    def test_too_few_codes_of_a_language_give_no_numbers_there(self, method):
        score, coded, language, doc = _drawn()
        positives = np.flatnonzero((language == "zh") & (coded == 1))
        coded[positives[9:]] = np.nan
        found = calibrate(score, coded, language, doc, method)
        assert np.isnan(found[language == "zh"]).all()
        assert not np.isnan(found[language == "en"]).any()

    def test_the_same_input_gives_the_same_output(self, method):
        first, second = (calibrate(*_drawn(), method) for _ in range(2))
        np.testing.assert_array_equal(first, second)


class TestLogistic:
    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 99))
    def test_units_outside_the_codes_get_the_right_mean(self, seed):
        """The intercept is set so that mean probability and share of codes agree where the curve was learned."""
        score, coded, language, doc = _drawn(seed)
        twice = np.concatenate([score, score])
        codes = np.concatenate([coded, np.full(len(coded), np.nan)])
        found = calibrate(twice, codes, np.tile(language, 2), np.concatenate([doc, doc + 100]))
        for name in ("en", "zh"):
            own = language == name
            assert found[len(coded) :][own].mean() == pytest.approx(coded[own].mean(), abs=1e-6)

    def test_a_score_that_tells_all_still_gives_probabilities(self):
        _, coded, language, doc = _drawn()
        found = calibrate(coded.copy(), coded, language, doc)
        assert ((found > 0) & (found < 1)).all()
        assert found[coded == 1].min() > found[coded == 0].max()

    def test_a_score_that_tells_nothing_gives_the_share(self):
        _, coded, language, doc = _drawn()
        found = calibrate(np.zeros(300), coded, language, doc)
        own = language == "en"
        assert found[own].mean() == pytest.approx(coded[own].mean(), abs=0.02)


def test_isotonic_is_scikit_learns():
    score, coded, language, doc = _drawn()
    coded[doc >= 24] = np.nan
    found = calibrate(score, coded, language, doc, "isotonic")
    own, asked = (language == "en") & (doc < 24), (language == "en") & (doc >= 24)
    expected = IsotonicRegression(out_of_bounds="clip").fit(score[own], coded[own]).predict(score[asked])
    np.testing.assert_allclose(found[asked], expected, atol=1e-9)


def test_an_unknown_method_and_unequal_lengths_are_refused():
    score, coded, language, doc = _drawn()
    with pytest.raises(ToolkitError, match="same units"):
        calibrate(score[1:], coded, language, doc)
    bare = inspect.unwrap(calibrate)  # types are checked while testing; a notebook's are not
    with pytest.raises(ToolkitError, match="'platt': one of logistic, isotonic"):
        bare(score, coded, language, doc, "platt")


class TestError:
    def test_of_true_probabilities_in_large_bins_is_small_and_of_wrong_ones_is_their_distance(self):
        random = np.random.default_rng(0)
        probabilities = random.random(20_000)
        coded = (random.random(20_000) < probabilities).astype(float)
        assert calibration_error(probabilities, coded, np.ones(20_000)) < 0.02
        assert calibration_error(np.full(100, 0.9), np.zeros(100), np.ones(100)) == pytest.approx(0.9)

    def test_own_curves_mend_what_one_curve_for_all_gets_wrong(self, units_of):
        score, coded, *_ = _drawn(shift=2.0, documents=40)
        docs = {f"d{i:02}": ["text"] * 10 for i in range(40)}
        units = units_of(docs, {f"d{i:02}": {"language": "en" if i % 2 == 0 else "zh"} for i in range(40)})
        ids = tuple(unit.id for unit in units.units)
        reading = ThemeScores("vectors", ("openness",), ids, score[:, None], score[:, None] > 1)
        codes = Codes(("openness",), ids, ("ann",), coded[None, :, None], np.ones(400))
        en, zh = calibration(units, [reading], codes)
        assert en["gap_before"] < -0.1
        assert zh["gap_before"] > 0.1
        assert zh["gap_before_low"] > 0
        for row in (en, zh):
            assert abs(row["gap_after"]) < 0.03
            assert row["brier_after"] < row["brier_before"]
            assert row["error_after"] < row["error_before"]
            assert (row["units"], row["documents"]) == (200, 20)
        few = dataclasses.replace(
            codes, ratings=np.where(np.arange(400)[None, :, None] < 20, codes.ratings, np.nan)
        )
        assert np.isnan([row["gap_after"] for row in calibration(units, [reading], few)]).all()
