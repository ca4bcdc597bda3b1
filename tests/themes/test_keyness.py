"""Keyness: the published formula, its laws, and who may say which units carry a theme."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from toolkit.models import GuidedBertopic
from toolkit.preprocess import Tokenizer
from toolkit.themes import (
    BertopicReading,
    Classifier,
    Codes,
    Dictionary,
    HumanCodes,
    Prototypes,
    SeededLdaReading,
    ThemeScores,
    keyness,
    reads_terms,
)
from toolkit.themes.keyness import log_likelihood, rate_ratio

COUNTS = st.integers(0, 60)
TEXTS = {
    "a": ["rice rice field", "port", "field rain", "rice"],
    "b": ["rice", "port port", "rain", "open sea"],
    "c": ["port", "rain rain", "open", "sea"],
}
CODED = [1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, np.nan]
TERMS = [{"t": "rice"}, {"t": "field", "tier": "support"}, {"t": "open", "tier": "context", "needs": ["up"]}]


def one(target, reference, target_tokens, reference_tokens, measure=log_likelihood):
    return float(measure(np.array([target]), np.array([reference]), target_tokens, reference_tokens)[0])


class TestLogLikelihood:
    @pytest.mark.parametrize(("a", "b", "n", "m"), [(12, 5, 900, 1400), (3, 40, 500, 700), (7, 1, 80, 3000)])
    def test_scipys_g_test_agrees(self, a, b, n, m):
        expected = chi2_contingency([[a, b], [n - a, m - b]], correction=False, lambda_="log-likelihood")
        assert abs(one(a, b, n, m)) == pytest.approx(expected.statistic)

    def test_nothing_found_counts_as_nothing_in_the_sum(self):
        """0 ln 0 = 0: 2 · (5 ln(5 / 2.5) + 95 ln(95 / 97.5) + 100 ln(100 / 97.5)) by hand."""
        by_hand = 2 * (5 * np.log(2) + 95 * np.log(95 / 97.5) + 100 * np.log(100 / 97.5))
        assert one(5, 0, 100, 100) == pytest.approx(by_hand)

    @given(COUNTS, COUNTS, st.integers(60, 900), st.integers(60, 900))
    def test_swapping_target_and_reference_flips_the_sign(self, a, b, n, m):
        assert one(a, b, n, m) == pytest.approx(-one(b, a, m, n), abs=1e-9)

    @given(st.integers(0, 20), st.integers(1, 9), st.integers(1, 9), st.integers(30, 90))
    def test_equal_rates_are_not_key(self, count, n, m, tokens):
        assert one(count * n, count * m, tokens * n, tokens * m) == pytest.approx(0, abs=1e-9)

    @given(COUNTS, COUNTS, st.integers(60, 900), st.integers(60, 900))
    def test_the_sign_is_that_of_the_difference_of_rates(self, a, b, n, m):
        assert one(a, b, n, m) * (a / n - b / m) >= 0
        if a + b:
            ratio = one(a, b, n, m, rate_ratio)
            assert (ratio > 1) == (a * m > b * n)

    def test_a_larger_corpus_makes_the_same_rates_more_distinctive(self):
        assert one(50, 20, 1000, 1000) == pytest.approx(10 * one(5, 2, 100, 100))


@pytest.fixture
def units(units_of):
    return units_of(TEXTS, {})


@pytest.fixture
def codebook(codebook_of):
    return codebook_of({"farming": {"terms": {"en": TERMS}}, "sailing": {"terms": {"en": ["sea", "ship"]}}})


def codes_for(units, coded=CODED, probability=np.nan):
    ids = tuple(unit.id for unit in units.units)
    ratings = np.array(coded, dtype=float)[None, :, None]
    return Codes(("farming",), ids, ("ann",), ratings, np.broadcast_to(probability, len(ids)).astype(float))


def reading_for(units, coded=CODED, name="prototypes"):
    present = np.array([[value == 1] for value in coded])
    return ThemeScores(
        name, ("farming",), tuple(unit.id for unit in units.units), present.astype(float), present
    )


def found_in(units, codebook, codes=None, scores=()):
    return {row["term"]: row for row in keyness(units, Tokenizer(), codebook, codes, scores).rows}


class TestKeyness:
    def test_units_that_people_coded_are_the_target_and_the_reference(self, units, codebook):
        rows = found_in(units, codebook, codes_for(units))
        rice = rows["rice"]
        assert (rice["target"], rice["target_count"], rice["reference_count"]) == ("people", 4, 0)
        assert (rice["target_units"], rice["reference_units"]) == (4, 7)
        assert (rice["target_documents"], rice["reference_documents"]) == (2, 3)
        assert (rice["target_tokens"], rice["reference_tokens"]) == (7, 10)
        assert (rice["units"], rice["documents"]) == (3, 2)
        assert rice["g2"] == pytest.approx(one(4, 0, 7, 10))
        assert rice["rate_ratio"] == np.inf
        assert rows["open"]["g2"] < 0 < rows["field"]["g2"]
        assert [rows[term]["tier"] for term in rows] == ["core", "support", "context"]

    def test_a_theme_that_nobody_coded_and_a_term_that_no_unit_has_are_left_out(self, units, codebook):
        assert set(found_in(units, codebook, codes_for(units))) == {"rice", "field", "open"}

    def test_a_theme_in_every_unit_has_nothing_to_be_compared_with(self, units, codebook):
        assert not found_in(units, codebook, codes_for(units, [1] * 12))

    def test_few_units_are_said_to_be_few(self, units, codebook):
        rows = found_in(units, codebook, codes_for(units))
        assert {row["reading"] for row in rows.values()} == {"fewer than 10 units on a side"}

    def test_equal_probabilities_of_being_drawn_change_nothing(self, units, codebook):
        plain = found_in(units, codebook, codes_for(units))
        drawn = found_in(units, codebook, codes_for(units, probability=0.25))
        for term, row in plain.items():
            assert drawn[term]["g2"] == pytest.approx(row["g2"])

    def test_a_unit_that_was_drawn_rarely_speaks_for_many(self, units, codebook):
        probability = np.where(np.arange(12) == 0, 0.1, 0.5)  # the unit with two of four
        rows = found_in(units, codebook, codes_for(units, probability=probability))
        assert rows["rice"]["target_count"] == 4
        assert rows["rice"]["target_rate"] == pytest.approx((10 * 2 + 2 * 2) / (10 * 3 + 2 * 4))

    def test_terms_that_become_one_token_stand_together(self, units_of, codebook_of):
        terms = [{"t": "field", "tier": "support"}, {"t": "fields"}]
        units = units_of({"a": ["field", "rain"], "b": ["field", "rain"]}, {})
        codebook = codebook_of({"farming": {"terms": {"en": terms}}})
        codes = codes_for(units, [1, 0, 1, 0])
        (row,) = found_in(units, codebook, codes).values()
        assert (row["term"], row["tier"]) == ("field / fields", "core")

    def test_languages_are_compared_within_themselves(self, units_of, codebook_of):
        texts = {"a": ["rice", "rain"], "b": ["rice", "rain"], "z": ["水稻", "下雨"]}
        units = units_of(texts, {"z": {"language": "zh"}})
        codebook = codebook_of({"farming": {"terms": {"en": ["rice"], "zh": ["水稻"]}}})
        tokenizer = Tokenizer(compounds=codebook.compounds)
        rows = keyness(units, tokenizer, codebook, codes_for(units, [1, 0, 1, 0, 1, 0])).rows
        assert [(row["language"], row["term"]) for row in rows] == [("en", "rice"), ("zh", "水稻")]
        assert [row["reference_units"] for row in rows] == [2, 1]


class TestTarget:
    def test_without_codes_the_first_reading_tells(self, units, codebook):
        readings = [reading_for(units), reading_for(units, name="zero-shot")]
        rice = found_in(units, codebook, None, readings)["rice"]
        assert rice["target"] == "prototypes"
        assert rice["target_units"] + rice["reference_units"] == len(units)

    @pytest.mark.parametrize("coded", [[np.nan] * 12, [1] * 12, [0] * 12, [1, *[np.nan] * 11]])
    def test_codes_on_one_side_leave_it_to_the_first_reading_with_both(self, units, codebook, coded):
        readings = [reading_for(units, [0] * 12, "silent"), reading_for(units)]
        found = keyness(units, Tokenizer(), codebook, codes_for(units, coded), readings)
        assert found.target == "prototypes"
        assert {row["target"] for row in found.rows} == {"prototypes"}
        assert found.asked[-2:] == ("silent", "prototypes")
        assert ("people" in found.asked) == (not np.isnan(coded).all())

    def test_codes_on_both_sides_of_one_theme_are_enough(self, units, codebook):
        assert (
            keyness(units, Tokenizer(), codebook, codes_for(units), [reading_for(units)]).target == "people"
        )

    def test_where_nobody_tells_there_are_no_rows(self, units, codebook):
        found = keyness(units, Tokenizer(), codebook, codes_for(units, [1] * 12))
        assert (found.rows, found.target, found.asked) == ([], "", ("people",))
        assert keyness(units, Tokenizer(), codebook).asked == ()

    def test_themes_and_languages_without_both_sides_are_named(self, units_of, codebook_of):
        texts = {"a": ["rice", "rain"], "z": ["水稻", "下雨"]}
        units = units_of(texts, {"z": {"language": "zh"}})
        codebook = codebook_of({"farming": {"terms": {"en": ["rice"], "zh": ["水稻"]}}})
        found = keyness(units, Tokenizer(), codebook, codes_for(units, [1, 0, 1, 1]))
        assert {row["language"] for row in found.rows} == {"en"}
        assert found.one_sided == (("farming", "zh"),)

    @pytest.mark.parametrize(
        "instrument", [Dictionary(), SeededLdaReading(), BertopicReading(model=GuidedBertopic())]
    )
    def test_instruments_that_read_the_terms_are_known(self, instrument):
        assert reads_terms(instrument)

    @pytest.mark.parametrize("instrument", [Prototypes(), BertopicReading(), Classifier(), HumanCodes()])
    def test_and_those_that_do_not(self, instrument):
        assert not reads_terms(instrument)

    def test_an_instrument_that_does_not_say_is_taken_to_read_them(self):
        assert reads_terms(object())
