"""What the bridge promises: one space for the words and units of both languages."""

from __future__ import annotations

import csv
import hashlib

import numpy as np
import pytest
from scipy import sparse

from toolkit.errors import InvalidInput
from toolkit.features import (
    Bridge,
    FeatureRules,
    Lexicon,
    TermRules,
    Terms,
    build_bridge,
    build_features,
    count_terms,
)

FINGERPRINT = """
import hashlib
from toolkit.corpus import Corpus, Document
from toolkit.features import build_features
from toolkit.preprocess import prepare
texts = {texts!r}
corpus = Corpus(tuple(Document(doc, text, {{"language": doc[:2]}}) for doc, text in texts.items()))
features = build_features(prepare(corpus))
print(hashlib.sha256(features.vectors.tobytes() + features.bridge.word_vectors.tobytes()).hexdigest())
"""


def lengths(vectors):
    return np.linalg.norm(vectors, axis=1)


def test_a_words_translations_add_up_to_one_or_there_are_none(small_features):
    sums = np.asarray(small_features.bridge.translations.sum(axis=1)).ravel()
    linked = np.diff(small_features.bridge.translations.indptr) > 0
    np.testing.assert_allclose(sums[linked], 1)
    assert not sums[~linked].any()
    assert linked.any()
    assert (small_features.bridge.translations.data >= 0).all()


def test_translations_lead_into_the_other_language_only(small_features):
    languages = np.array(small_features.terms.languages)
    rows, columns = small_features.bridge.translations.nonzero()
    assert (languages[rows] != languages[columns]).all()


def test_main_translations_drop_the_faint_ones_and_add_up_to_one_again(small_features):
    bridge = small_features.bridge
    before = bridge.translations.toarray()
    main = bridge.main_translations(0.2).toarray()
    assert ((main > 0) == (before >= 0.2)).all()
    sums = main.sum(axis=1)
    np.testing.assert_allclose(sums[sums > 0], 1)
    np.testing.assert_array_equal(bridge.translations.toarray(), before)


def test_vectors_have_length_one(small_features):
    np.testing.assert_allclose(lengths(small_features.vectors), 1)
    np.testing.assert_allclose(lengths(small_features.bridge.word_vectors), 1)


def test_a_unit_without_a_known_word_has_a_vector_of_zeros_and_is_noted(small_units, make_units):
    rows = [(u.doc, u.language, t) for u, t in zip(small_units.units, small_units.tokens, strict=True)]
    features = build_features(make_units([*rows, ("en-other", "en", ("unheard",)), ("zh-other", "zh", ())]))
    np.testing.assert_array_equal(features.vectors[-2:], 0)
    np.testing.assert_allclose(lengths(features.vectors[:-2]), 1)
    assert any("2 units" in note for note in features.notes)


def test_translations_of_planted_subjects_meet(small_features):
    vectors, index = small_features.bridge.word_vectors, small_features.terms.index
    near = vectors[index["zh", "芯片"]] @ vectors[index["en", "chip"]]
    far = vectors[index["zh", "芯片"]] @ vectors[index["en", "maize"]]
    assert near > 0.5 > far


def test_units_are_nearest_to_units_of_their_subject_in_the_other_language(small_features):
    languages = small_features.languages
    subjects = np.array([doc.split("-")[1] for doc in small_features.documents])
    near = small_features.vectors @ small_features.vectors.T
    near[languages[:, None] == languages] = -np.inf
    assert (subjects[near.argmax(axis=1)] == subjects).all()


def test_tokens_of_a_unit_are_placed_where_the_unit_is(small_features):
    tokens, languages = small_features.units.tokens, list(small_features.languages)
    np.testing.assert_array_equal(
        small_features.bridge.token_vectors(tokens, languages), small_features.vectors
    )


def test_the_text_of_a_unit_is_placed_where_the_unit_is(small_features):
    texts = [unit.text for unit in small_features.units.units]
    placed = small_features.embedder.embed(texts, list(small_features.languages))
    np.testing.assert_array_equal(placed, small_features.vectors)


def test_unknown_and_foreign_words_place_a_text_nowhere(small_features):
    placed = small_features.bridge.token_vectors([["unheard"], [], ["芯片"]], ["en", "zh", "en"])
    np.testing.assert_array_equal(placed, 0)


def test_building_twice_gives_the_same_bytes(small_units, small_features):
    again = build_features(small_units)
    assert again.vectors.tobytes() == small_features.vectors.tobytes()
    assert again.bridge.word_vectors.tobytes() == small_features.bridge.word_vectors.tobytes()
    assert again.bridge.translations.data.tobytes() == small_features.bridge.translations.data.tobytes()


def test_the_hash_seed_of_the_process_changes_no_byte(small_features, python):
    texts: dict[str, str] = {}
    for unit in small_features.units.units:
        texts[unit.doc] = f"{texts.get(unit.doc, '')}{unit.text}\n"
    (elsewhere,) = python(FINGERPRINT.format(texts=texts), ("1",))
    here = small_features.vectors.tobytes() + small_features.bridge.word_vectors.tobytes()
    assert elsewhere == hashlib.sha256(here).hexdigest()


def test_the_order_of_documents_moves_no_vector_by_more_than_rounding(small_units, make_units):
    rows = [(u.doc, u.language, t) for u, t in zip(small_units.units, small_units.tokens, strict=True)]
    there, back = build_features(make_units(rows)), build_features(make_units(rows[::-1]))
    np.testing.assert_allclose(
        there.vectors @ there.vectors.T, (back.vectors @ back.vectors.T)[::-1, ::-1], atol=1e-6
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_language_needs_no_dictionary(small_units, make_units, language):
    rows = [
        (u.doc, u.language, t)
        for u, t in zip(small_units.units, small_units.tokens, strict=True)
        if u.language == language
    ]
    features = build_features(make_units(rows), FeatureRules(lexicon=Lexicon(cedict=False)))
    assert features.bridge.translations.nnz == 0
    np.testing.assert_allclose(lengths(features.vectors), 1)
    subjects = np.array([doc.split("-")[1] for doc in features.documents])
    near = features.vectors @ features.vectors.T
    np.fill_diagonal(near, -np.inf)
    assert (subjects[near.argmax(axis=1)] == subjects).all()


def test_dimensions_are_those_asked_for_or_as_many_as_the_terms_allow(small_units, make_units):
    asked = FeatureRules(vectors=Bridge(dimensions=7))
    assert build_features(small_units, asked).vectors.shape == (60, 7)
    tiny = make_units([("a", "en", ("port", "ship")), ("a", "en", ("ship", "tide")), ("a", "en", ("port",))])
    rules = FeatureRules(terms=TermRules(min_units=1, max_share=1.0))
    assert build_features(tiny, rules).vectors.shape == (3, 2)


def test_two_languages_without_links_are_an_error_with_a_remedy(make_units):
    units = make_units([("a", "en", ("port", "ship"))] * 3 + [("b", "zh", ("乌有镇", "无何乡"))] * 3)
    terms, counts = count_terms(units, TermRules(min_units=1, max_share=1.0))
    with pytest.raises(InvalidInput, match="links no words between en and zh") as caught:
        build_bridge(Bridge(), terms, counts, sparse.csr_array((len(terms), len(terms))))
    assert "features.lexicon.tables" in caught.value.problems[0].remedy
    with pytest.raises(InvalidInput, match="links no words"):
        build_features(units, FeatureRules(terms=TermRules(min_units=1, max_share=1.0)))


# --- the corpus of the example ------------------------------------------------------------------------


@pytest.mark.slow
def test_most_translated_paragraphs_find_their_counterpart(technology_trade):
    features = technology_trade.features
    row_of = {(u.doc, u.first_line): row for row, u in enumerate(features.units.units)}
    with (technology_trade.folder / "beads.csv").open(encoding="utf-8", newline="") as file:
        beads = [
            (
                row_of[bead["source_doc"], int(bead["source_lines"])],
                row_of[bead["target_doc"], int(bead["target_lines"])],
            )
            for bead in csv.DictReader(file)
            if len(bead["source_lines"].split()) == len(bead["target_lines"].split()) == 1
        ]
    assert len(beads) > 100
    near = features.vectors @ features.vectors.T
    near[features.languages[:, None] == features.languages] = -np.inf
    found = [near[a].argmax() == b for one, other in beads for a, b in ((one, other), (other, one))]
    assert np.mean(found) >= 0.8


@pytest.mark.slow
def test_a_classifier_hardly_tells_the_languages_apart(technology_trade):
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    features = technology_trade.features
    classifier = LogisticRegression(max_iter=500)
    accuracy = cross_val_score(classifier, features.vectors, features.languages, cv=5).mean()
    assert accuracy <= 0.8


@pytest.mark.slow
def test_some_translation_is_known_for_half_of_the_terms(technology_trade):
    assert min(technology_trade.features.bridge.coverage.values()) > 0.5


@pytest.mark.parametrize("pairs", [[("en", "port")], [("en", "port"), ("en", "ship")]], ids=["one", "two"])
def test_a_vocabulary_of_one_or_two_terms_has_vectors(pairs):
    terms = Terms(tuple(word for _, word in pairs), tuple(language for language, _ in pairs))
    counts = sparse.csr_array(np.ones((3, len(pairs)), dtype=np.int32))
    space = build_bridge(Bridge(), terms, counts, sparse.csr_array((len(pairs), len(pairs))))
    np.testing.assert_allclose(lengths(space.word_vectors), 1)
    np.testing.assert_allclose(lengths(space.unit_vectors(counts)), 1)
