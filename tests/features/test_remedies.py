"""What remedies promise, on made-up vectors and as a choice of the features."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InvalidInput, ToolkitError
from toolkit.features import (
    FeatureRules,
    Precomputed,
    build_features,
    find_correction,
    language_accuracy,
    remedied,
)

UNITS, DIMENSIONS = 120, 10
LANGUAGES = np.repeat(["en", "zh"], UNITS // 2)
DOCUMENTS = np.array([f"{language}-{number % 12}" for number, language in enumerate(LANGUAGES)])
HOWS = ("centre", "remove")


def leaking(seed=0, gap=2.0):
    """Subjects that the languages share, a language mean apart by ``gap``, and a little noise."""
    random = np.random.default_rng(seed)
    subjects = np.tile(random.normal(size=(UNITS // 2, DIMENSIONS)), (2, 1))
    noisy = subjects + 0.3 * random.normal(size=subjects.shape)
    noisy[:, 0] += np.where(LANGUAGES == "en", gap, -gap)
    return noisy / np.linalg.norm(noisy, axis=1, keepdims=True)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 100),
    st.sampled_from(["none", "centre", "remove"]),
    st.sampled_from([np.float32, np.float64]),
)
def test_remedies_give_new_vectors_of_length_one_and_keep_the_old(seed, how, kind):
    vectors = leaking(seed).astype(kind)
    vectors[5] = 0
    before = vectors.copy()
    new = remedied(vectors, LANGUAGES, how, DOCUMENTS)
    assert (vectors == before).all()
    assert not np.shares_memory(new, vectors)
    assert new.dtype == kind
    assert not new[5].any()
    assert np.delete(np.linalg.norm(new, axis=1), 5) == pytest.approx(np.ones(UNITS - 1), abs=1e-5)


@settings(deadline=None)
@given(st.integers(0, 100))
def test_no_remedy_is_identity(seed):
    vectors = leaking(seed)
    assert (remedied(vectors, LANGUAGES, "none") == vectors).all()
    assert remedied(7 * vectors, LANGUAGES, "none") == pytest.approx(vectors)


def test_centring_a_worked_example():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    half = math.sqrt(0.5)
    expected = [
        [half, -half],
        [-half, half],
        [0, 0],
        [0, 0],
    ]  # what is nothing but its language is left empty
    assert remedied(vectors, ["en", "en", "zh", "zh"], "centre") == pytest.approx(np.array(expected))


def test_removing_takes_away_the_direction_of_the_gap():
    vectors = leaking(gap=5.0)
    new = remedied(vectors, LANGUAGES, "remove", DOCUMENTS)
    assert language_accuracy(new, LANGUAGES, DOCUMENTS).near_chance
    apart = [np.linalg.norm(v[:60].mean(axis=0) - v[60:].mean(axis=0)) for v in (vectors, new)]
    assert apart[1] < 0.25 * apart[0]


def test_removing_stops_after_the_most_that_is_allowed():
    new = remedied(leaking(gap=5.0), LANGUAGES, "remove", DOCUMENTS, most=1)
    assert np.linalg.matrix_rank(new, tol=1e-6) == DIMENSIONS - 1
    assert (
        remedied(leaking(), LANGUAGES, "remove", DOCUMENTS, most=0) == remedied(leaking(), LANGUAGES, "none")
    ).all()


def test_three_languages_may_be_remedied():
    languages = np.array(["en", "zh", "fr"] * 40)
    random = np.random.default_rng(6)
    vectors = random.normal(size=(UNITS, DIMENSIONS)) + 2 * np.eye(DIMENSIONS)[np.tile([0, 1, 2], 40)]
    before = language_accuracy(vectors, languages).accuracy
    for how in ("centre", "remove"):
        assert language_accuracy(remedied(vectors, languages, how), languages).accuracy < before - 0.3
    for most in (1, 3):  # three languages are told by two directions at a time
        new = remedied(vectors, languages, "remove", most=most)
        assert np.linalg.matrix_rank(new, tol=1e-6) >= DIMENSIONS - most


def test_removing_without_a_test_is_refused():
    with pytest.raises(ToolkitError, match="single document"):
        remedied(leaking(), LANGUAGES, "remove", LANGUAGES)


@pytest.mark.parametrize("how", HOWS)
def test_a_correction_moves_new_texts_as_it_moves_units(how):
    vectors = leaking()
    correction = find_correction(vectors, LANGUAGES, how, DOCUMENTS)
    whole = correction(vectors, LANGUAGES)
    np.testing.assert_allclose(correction(vectors[40:80], LANGUAGES[40:80]), whole[40:80], atol=1e-12)
    np.testing.assert_allclose(correction(3 * vectors[:2], LANGUAGES[:2]), whole[:2], atol=1e-12)
    assert not correction(np.zeros((1, DIMENSIONS)), ["en"]).any()


def test_a_language_whose_mean_is_unknown_is_refused():
    with pytest.raises(ToolkitError, match=r"no unit of the corpus is in 'fr'.*features\.remedy"):
        find_correction(leaking(), LANGUAGES, "centre")(leaking()[:1], ["fr"])


# --- as a choice of the features ----------------------------------------------------------------------


@pytest.fixture(scope="module", params=HOWS)
def treated(request, small_units):
    return build_features(small_units, FeatureRules(remedy=request.param))


def test_without_a_choice_nothing_is_touched(small_units, small_features):
    assert small_features.correction is None
    assert small_features.without_remedy is small_features
    again = build_features(small_units, FeatureRules(remedy="none"))
    np.testing.assert_array_equal(again.vectors, small_features.vectors)
    assert again.notes == small_features.notes


def test_every_view_of_the_units_is_treated_and_counts_are_not(treated, small_features):
    languages, documents, how = small_features.languages, small_features.documents, treated.correction.how
    for view in ("vectors", "matched", "broad"):
        plain, new = getattr(small_features, view), getattr(treated, view)
        np.testing.assert_array_equal(new, remedied(plain, languages, how, documents))
    told = [language_accuracy(one.vectors, languages, documents) for one in (small_features, treated)]
    assert told[1].accuracy <= told[0].accuracy
    np.testing.assert_array_equal(treated.counts.toarray(), small_features.counts.toarray())


def test_other_texts_are_placed_where_the_same_units_are(treated):
    rows = [0, 17, 45]
    units = [treated.units.units[row] for row in rows]
    texts, languages = [unit.text for unit in units], [unit.language for unit in units]
    placed = treated.named_vectors(["x"] * 3, texts, languages)
    np.testing.assert_allclose(placed, treated.vectors[rows], atol=1e-9)


def test_the_vectors_before_are_kept_and_the_choice_is_noted(treated, small_features):
    np.testing.assert_array_equal(treated.without_remedy.vectors, small_features.vectors)
    np.testing.assert_array_equal(treated.without_remedy.matched, small_features.matched)
    assert "true differences between languages may have gone" in treated.notes[-1]
    assert treated.without_remedy.notes == small_features.notes


def test_vectors_from_a_file_are_treated_too(small_units, small_features, tmp_path):
    ids = [*small_features.unit_ids, "prototype:x:en:0"]
    vectors = np.vstack([leaking()[:60], leaking()[80:81]])
    np.savez(tmp_path / "v.npz", ids=np.array(ids), vectors=vectors)
    rules = FeatureRules(vectors=Precomputed(path="v.npz"), remedy="centre")
    features = build_features(small_units, rules, base=tmp_path)
    expected = remedied(vectors[:60], small_features.languages, "centre")
    np.testing.assert_allclose(features.vectors, expected, atol=1e-12)
    np.testing.assert_array_equal(features.matched, features.vectors)
    placed = features.named_vectors(["prototype:x:en:0"], ["?"], ["en"])
    np.testing.assert_array_equal(placed, features.correction(vectors[60:], ["en"]))


def test_one_language_has_nothing_to_remedy(small_units, make_units):
    rows = zip(small_units.units, small_units.tokens, strict=True)
    english = make_units([(unit.doc, "en", tokens) for unit, tokens in rows if unit.language == "en"])
    with pytest.raises(InvalidInput, match="the corpus has one: en"):
        build_features(english, FeatureRules(remedy="centre"))
