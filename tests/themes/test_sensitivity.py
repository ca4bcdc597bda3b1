"""Every estimate without each term."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.models import SeededLda
from toolkit.themes import Dictionary, SeededLdaReading
from toolkit.themes.comparison import Comparison
from toolkit.themes.sensitivity import (
    dictionary_without_terms,
    drop_one_term,
    refitted_without_terms,
    without_term,
)

THEMES = {
    "farming": {
        "terms": {
            "zh": ["小麦", {"t": "玉米", "tier": "support"}, {"t": "水稻", "tier": "support"}],
            "en": [
                "wheat",
                "wheat harvest",
                "rice",
                {"t": "seed", "tier": "support"},
                {"t": "maize", "tier": "support"},
            ],
        }
    },
    "shipping": {"terms": {"zh": ["港口", "船舶", "码头"], "en": ["port", "vessel", "dock"]}},
}


@pytest.fixture(scope="module")
def codebook(codebook_of):
    return codebook_of(THEMES)


@pytest.fixture(scope="module")
def reading(small_features, codebook):
    return Dictionary().score(small_features, codebook)


def test_presences_are_those_of_a_full_reading_without_the_term(small_features, codebook, reading):
    """The short way, which reads only units that hold the term, gives what reading everything gives."""
    found = dictionary_without_terms(small_features, codebook, reading)
    assert found
    for (theme, language, term), present in found.items():
        whole = Dictionary().score(small_features, without_term(codebook, theme, language, term))
        np.testing.assert_array_equal(present, whole.column(theme)[1])


def test_a_shorter_term_stands_in_for_a_longer_one(small_features, codebook, reading):
    found = dictionary_without_terms(small_features, codebook, reading)
    np.testing.assert_array_equal(found["farming", "en", "wheat harvest"], reading.column("farming")[1])


def test_a_term_that_stands_nowhere_is_not_listed(small_features, codebook_of):
    codebook = codebook_of({"t": {"terms": {"zh": ["港口"], "en": ["port", "unicorn"]}}})
    found = dictionary_without_terms(small_features, codebook, Dictionary().score(small_features, codebook))
    assert ("t", "en", "unicorn") not in found
    assert ("t", "en", "port") in found


def test_changes_are_differences_of_estimates_and_the_largest_come_first(small_features, codebook, reading):
    found = dictionary_without_terms(small_features, codebook, reading)
    rows = drop_one_term(small_features.units, reading, found, Comparison(by=("language",)))
    assert {row["quantity"] for row in rows} == {"prevalence", "contrast"}
    for theme in codebook.theme_ids:
        sizes = [abs(row["change"]) for row in rows if row["theme"] == theme]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] > 0
    for row in rows:
        assert row["change"] == pytest.approx(row["without"] - row["estimate"])
        if row["quantity"] == "prevalence":
            assert row["change"] <= 1e-12  # a term less never makes the dictionary find more
            assert row["change"] == pytest.approx(0) or row["group"] == row["language"]


def test_seeded_lda_is_fitted_again(small_features, codebook_of):
    codebook = codebook_of({"shipping": {"terms": {"zh": ["港口", "船舶"], "en": ["port", "vessel"]}}})
    instrument = SeededLdaReading(model=SeededLda(residual_topics=2, starts=1), fewest_seeds=3)
    found = refitted_without_terms(instrument, small_features, codebook)
    assert set(found) <= {("shipping", "zh", t) for t in ("港口", "船舶")} | {
        ("shipping", "en", t) for t in ("port", "vessel")
    }
    assert all(present.shape == (len(small_features.units),) for present in found.values())


def test_without_a_term_the_rest_is_left(codebook):
    less = without_term(codebook, "farming", "en", "rice")
    assert "rice" not in {term.t for term in less.themes[0].terms["en"]}
    assert less.themes[0].terms["zh"] == codebook.themes[0].terms["zh"]
    assert less.themes[1] == codebook.themes[1]
