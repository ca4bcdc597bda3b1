"""Corrected rows stand beside the measured ones, or say why they cannot."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toolkit.errors import InvalidInput
from toolkit.themes import Codes, Comparison, Contrast, contrasts, prevalence
from toolkit.themes.correction import FEWEST_CODED, corrected_contrasts, corrected_prevalence

KEYS = ("instrument", "theme", "by", "group")


@pytest.fixture
def corpus(read):
    """Sixteen documents of twelve units, half of them Chinese; four units of each carry trade."""
    present = {f"doc-{number:02}": [1, 0, 0] * 4 for number in range(16)}
    facts = {
        doc: {"language": "zh" if number % 2 else "en", "genre": "news" if number < 14 else "law"}
        for number, doc in enumerate(present)
    }
    return read({"trade": present}, facts)


def coded(units, values, probability=0.5, themes=("trade",)):
    """Codes of one coder: a value a unit, not-a-number where it was not drawn."""
    ratings = np.array(values, dtype=float)[None, :, None]
    drawn = np.where(np.isnan(ratings[0, :, 0]), np.nan, probability)
    ids = tuple(unit.id for unit in units.units)
    return Codes(themes, ids, ("anna",), ratings, drawn)


def half(units, value=lambda row: float(row % 3 == 0)):
    return [value(row) if row % 12 < 6 else math.nan for row in range(len(units.units))]


def of(rows, **wanted):
    (row,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row


def test_rows_have_the_keys_of_the_measured_rows(corpus):
    units, scores = corpus
    rows = corrected_prevalence(units, scores, coded(units, half(units)), ("language", "genre"))
    measured = prevalence(units, scores, ("language", "genre"))
    assert [[row[key] for key in KEYS] for row in rows] == [[row[key] for key in KEYS] for row in measured]


def test_an_instrument_that_is_right_keeps_its_measured_shares(corpus):
    units, scores = corpus
    rows = corrected_prevalence(units, scores, coded(units, half(units)))
    for language in ("en", "zh"):
        row = of(rows, by="language", group=language)
        assert row["corrected"] == row["corrected_pooled"] == pytest.approx(1 / 3)
        assert row["by_codes"] == pytest.approx(1 / 3, abs=0.02)
        assert (row["coded"], row["coded_positive"]) == (48, 16)
        assert row["correction"] == "corrected: documents like these"
        assert row["corrected_low"] <= row["texts_low"] < 1 / 3 < row["texts_high"] <= row["corrected_high"]


def test_errors_of_one_language_do_not_move_the_other(corpus):
    units, scores = corpus
    languages = [unit.language for unit in units.units]
    codes = coded(units, half(units, lambda row: float(languages[row] == "zh" or row % 3 == 0)))
    rows = corrected_prevalence(units, scores, codes)
    assert of(rows, by="language", group="en")["corrected"] == pytest.approx(1 / 3)
    assert of(rows, by="language", group="zh")["corrected"] > 0.9
    both = of(corrected_prevalence(units, scores, codes, ("genre",)), by="genre", group="news")
    assert 0.6 < both["corrected"] < 2 / 3


def test_few_documents_are_corrected_about_these_texts_only(read):
    units, scores = read({"trade": {f"doc-{number}": [1, 0, 0] * 10 for number in range(5)}})
    values = [float(row % 3 == 0) if row % 2 else math.nan for row in range(150)]
    row = of(corrected_prevalence(units, scores, coded(units, values)), by="language")
    assert row["correction"] == "corrected: these texts"
    assert (row["corrected_low"], row["corrected_high"]) == (row["texts_low"], row["texts_high"])


def test_a_document_is_corrected_where_all_its_units_are_coded(corpus):
    units, scores = corpus
    values = [float(row % 4 == 0) if row < 12 else math.nan for row in range(len(units.units))]
    rows = corrected_prevalence(units, scores, coded(units, values, 1.0))
    whole, other = (of(rows, by="document", group=doc) for doc in ("doc-00", "doc-01"))
    assert whole["corrected"] == whole["texts_low"] == whole["texts_high"] == pytest.approx(0.25)
    assert math.isnan(other["corrected"])
    assert other["correction"] == "not corrected: no unit coded"


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (lambda units: coded(units, half(units), math.nan), "48 of 48 coded units without a sampling"),
        (lambda units: coded(units, half(units), themes=("openness",)), "nobody coded this theme"),
        (
            lambda units: coded(units, [0.0] * 12 + [math.nan] * 180),
            f"12 of 96 en units coded, {FEWEST_CODED} needed",
        ),
    ],
)
def test_what_cannot_be_corrected_says_why(codes, reason, corpus):
    units, scores = corpus
    row = of(corrected_prevalence(units, scores, codes(units)), by="language", group="en")
    assert row["correction"].startswith("not corrected: ")
    assert reason in row["correction"]
    numbers = (
        "corrected",
        "corrected_low",
        "corrected_high",
        "texts_low",
        "texts_high",
        "by_codes",
        "corrected_pooled",
    )
    assert all(math.isnan(row[name]) for name in numbers)
    (contrast,) = corrected_contrasts(units, [scores], codes(units))
    assert reason in contrast["correction"]
    assert contrast["correction"].endswith(" (en)")
    assert math.isnan(contrast["corrected"])


def test_codes_of_other_units_are_refused(corpus):
    units, scores = corpus
    codes = coded(units, half(units))
    other = Codes(codes.themes, codes.unit_ids[::-1], codes.coders, codes.ratings, codes.probability)
    with pytest.raises(InvalidInput, match="not the 192 units of the corpus"):
        corrected_prevalence(units, scores, other)


def test_contrasts_have_the_keys_of_the_measured_ones_and_keep_their_direction(corpus):
    units, scores = corpus
    comparison = Comparison(
        by=("language", "genre"), contrasts=(Contrast(by="language", first="zh", second="en"),)
    )
    rows = corrected_contrasts(units, [scores], coded(units, half(units)), comparison)
    measured = contrasts(units, [scores], comparison)
    keys = ("instrument", "theme", "by", "first", "second")
    assert [[row[key] for key in keys] for row in rows] == [[row[key] for key in keys] for row in measured]


def test_a_contrast_is_the_difference_of_the_corrected_shares(corpus):
    units, scores = corpus
    languages = [unit.language for unit in units.units]
    codes = coded(units, half(units, lambda row: float(languages[row] == "zh" or row % 3 == 0)))
    shares = corrected_prevalence(units, scores, codes)
    (row,) = corrected_contrasts(units, [scores], codes)
    en, zh = (of(shares, by="language", group=group)["corrected"] for group in ("en", "zh"))
    assert row["corrected"] == pytest.approx(en - zh)
    assert row["corrected_low"] < en - zh < row["corrected_high"] < 0
    assert row["corrected_p"] < 0.001


def test_no_p_is_given_for_few_documents(read):
    present = {f"doc-{number}": [1, 0, 0] * 10 for number in range(8)}
    facts = {doc: {"language": "zh" if doc > "doc-3" else "en"} for doc in present}
    units, scores = read({"trade": present}, facts)
    values = [float(row % 3 == 0) if row % 2 else math.nan for row in range(240)]
    (row,) = corrected_contrasts(units, [scores], coded(units, values))
    assert row["correction"] == "corrected: these texts"
    assert math.isnan(row["corrected_p"])
    assert row["corrected_low"] < 0 < row["corrected_high"]


def test_same_input_same_numbers(corpus):
    units, scores = corpus
    codes = coded(units, half(units))
    np.testing.assert_equal(
        corrected_prevalence(units, scores, codes), corrected_prevalence(units, scores, codes)
    )
