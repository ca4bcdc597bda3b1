"""Units that say something alike: what stands beside what, and what it teaches of where languages meet."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from toolkit.features import Bridge, FeatureRules, build_features, unit_length
from toolkit.features.comparable import Linked, UnitPlaces, beside_words, draw_units
from toolkit.features.projections import shared_directions


def linked_words(random, words=40, dimensions=6):
    """Word i translates word i, and their vectors say so in all dimensions but the last two."""
    common = random.normal(size=(words, dimensions))
    common[:, -2:] = 0
    vectors = np.vstack([common, common + 0.1 * random.normal(size=common.shape)])
    places = np.arange(words)
    block = sparse.csr_array((np.ones(words), (places, places)), shape=(words, words))
    weights = sparse.csr_array(sparse.block_array([[None, block], [block, None]]))
    return Linked(vectors, {"en": places, "zh": places + words}, weights)


def places(random, english=30, chinese=90, dimensions=6):
    """Units of two subjects that the words' last dimension tells apart, and others that find them."""
    subjects = np.arange(english + chinese) % 2
    found = unit_length(np.eye(2)[subjects] + 0.05 * random.normal(size=(len(subjects), 2)))
    described = 0.3 * random.normal(size=(len(subjects), dimensions))
    described[:, -1] += 2.0 * subjects - 1
    rows_of = {"en": np.arange(english), "zh": np.arange(english, english + chinese)}
    return UnitPlaces(found, unit_length(described), rows_of)


@pytest.fixture
def planted():
    random = np.random.default_rng(0)
    words, units = linked_words(random), places(random)
    return words, units, beside_words(words, units)


def test_words_stay_the_first_rows_and_keep_their_links(planted):
    words, _, both = planted
    count = len(words.vectors)
    np.testing.assert_array_equal(both.vectors[:count], words.vectors)
    np.testing.assert_array_equal(both.weights[:count][:, :count].toarray(), words.weights.toarray())
    assert not both.weights[:count][:, count:].nnz
    for language, rows in words.rows_of.items():
        np.testing.assert_array_equal(both.rows_of[language][: len(rows)], rows)


def test_links_are_symmetric_lead_into_the_other_language_and_every_row_has_one(planted):
    _, _, both = planted
    assert (both.weights != both.weights.T).nnz == 0
    for rows in both.rows_of.values():
        assert both.weights[rows][:, rows].nnz == 0
    np.testing.assert_array_equal(np.sort(np.concatenate(list(both.rows_of.values()))), range(250 + 70))
    assert (np.diff(both.weights.indptr) == 1).all()


def test_a_unit_stands_beside_the_mean_of_its_five_nearest_units_of_the_other_language(planted):
    words, units, both = planted
    first = len(words.vectors)
    for number, unit in enumerate(units.rows_of["en"]):
        (beside,) = both.weights[[first + number]].nonzero()[1]
        np.testing.assert_array_equal(both.vectors[first + number], units.described[unit])
        cosines = units.found[units.rows_of["zh"]] @ units.found[unit]
        near = units.rows_of["zh"][np.argsort(-cosines)[:5]]
        mean = unit_length(units.described[near].mean(axis=0, keepdims=True))[0]
        assert mean @ both.vectors[beside] > 0.999


def test_units_weigh_half_of_what_words_do_each_language_the_same(planted):
    words, units, both = planted
    count = len(words.vectors)
    english, chinese = (len(units.rows_of[language]) for language in ("en", "zh"))
    links = np.asarray(both.weights.sum(axis=1)).ravel()[count:]
    assert links.sum() == pytest.approx(words.weights.sum() / 2)
    assert links[: 2 * english].sum() == pytest.approx(links[2 * english :].sum())
    assert len(links) == 2 * (english + chinese)


def test_directions_that_no_dictionary_word_shows_are_learned_from_units(planted):
    words, _, both = planted
    probe = np.vstack([np.eye(6)[-1], -np.eye(6)[-1]])  # words of either subject, in neither dictionary

    def told_apart(linked):
        vectors = np.vstack([linked.vectors, probe, probe])
        end = len(linked.vectors)
        rows = {"en": np.r_[linked.rows_of["en"], end, end + 1]}
        rows["zh"] = np.r_[linked.rows_of["zh"], end + 2, end + 3]
        weights = linked.weights.copy()
        weights.resize((end + 4, end + 4))
        placed = shared_directions(vectors, rows, weights, 4, 10.0)[end:]
        return placed[0] @ placed[2] - placed[0] @ placed[3]

    assert told_apart(both) > 1
    assert told_apart(both) > told_apart(words) + 0.5


def test_as_many_units_are_drawn_as_are_asked_for_and_always_the_same(planted):
    _, units, _ = planted
    one, other = (draw_units(units.rows_of, 20) for _ in range(2))
    for language, rows in units.rows_of.items():
        assert len(one[language]) == 20
        assert set(one[language]) < set(rows)
        np.testing.assert_array_equal(one[language], other[language])
        np.testing.assert_array_equal(draw_units(units.rows_of, 1000)[language], rows)


def test_without_units_or_links_between_their_languages_words_stay_alone(planted):
    words, units, _ = planted
    none = np.zeros(0, dtype=np.int64)
    empty = UnitPlaces(units.found, units.described, {**units.rows_of, "zh": none})
    assert beside_words(words, empty) is words
    apart = Linked(words.vectors, words.rows_of, sparse.csr_array(words.weights.shape))
    assert beside_words(apart, units) is apart


def test_only_the_view_for_large_themes_learns_from_units(small_units, small_features):
    alone = build_features(small_units, FeatureRules(vectors=Bridge(comparable=0)))
    assert alone.vectors.tobytes() == small_features.vectors.tobytes()
    assert alone.matched.tobytes() == small_features.matched.tobytes()
    assert not np.allclose(alone.broad @ alone.broad.T, small_features.broad @ small_features.broad.T)


def test_units_of_a_subject_stay_together_where_large_themes_count(small_features):
    subjects = np.array([doc.split("-")[1] for doc in small_features.documents])
    languages, near = small_features.languages, small_features.broad @ small_features.broad.T
    near[languages[:, None] == languages] = -np.inf
    assert (subjects[near.argmax(axis=1)] == subjects).all()
