"""What models may rely on: counts and vectors of the same units."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from toolkit.errors import ToolkitError
from toolkit.features import FeatureRules, Features, Lexicon, Precomputed, build_features


def one_language(units, language, make_units):
    return make_units(
        [
            (u.doc, u.language, t)
            for u, t in zip(units.units, units.tokens, strict=True)
            if u.language == language
        ]
    )


def test_units_counts_and_vectors_are_aligned(small_features):
    units = len(small_features.units)
    assert small_features.counts.shape == (units, len(small_features.terms))
    assert small_features.vectors.shape[0] == units
    assert (
        len(small_features.unit_ids)
        == len(small_features.languages)
        == len(small_features.documents)
        == units
    )


def test_a_unit_counts_words_of_its_own_language_only(small_features):
    languages = np.array(small_features.terms.languages)
    rows, columns = small_features.counts.nonzero()
    assert (small_features.languages[rows] == languages[columns]).all()


def test_translated_counts_add_to_the_units_own(small_features):
    own, translated = small_features.counts.toarray(), small_features.translated_counts().toarray()
    languages = np.array(small_features.terms.languages)
    is_own = small_features.languages[:, None] == languages[None, :]
    np.testing.assert_array_equal(translated[is_own], own[is_own])
    assert (translated >= own).all()
    assert (translated[~is_own] > 0).any()


def test_a_word_lends_its_count_once(small_features):
    added = small_features.translated_counts() - small_features.counts
    main = small_features.bridge.main_translations(0.2)
    has_translation = np.diff(main.indptr) > 0
    lent = small_features.counts[:, has_translation].sum(axis=1)
    np.testing.assert_allclose(np.asarray(added.sum(axis=1)).ravel(), np.asarray(lent).ravel())


def test_translated_counts_leave_the_counts_alone(small_features):
    before = small_features.counts.toarray()
    small_features.translated_counts().data[:] = -1
    np.testing.assert_array_equal(small_features.counts.toarray(), before)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_language_translates_nothing(small_units, make_units, language):
    features = build_features(one_language(small_units, language, make_units))
    np.testing.assert_array_equal(features.translated_counts().toarray(), features.counts.toarray())


def test_one_vocabulary_serves_every_source_of_vectors(small_units, small_features, tmp_path):
    np.savez(tmp_path / "v.npz", ids=np.array(small_features.unit_ids), vectors=np.eye(60))
    other = build_features(small_units, FeatureRules(vectors=Precomputed(path="v.npz")), base=tmp_path)
    assert other.terms == small_features.terms
    np.testing.assert_array_equal(other.counts.toarray(), small_features.counts.toarray())
    np.testing.assert_array_equal(other.vectors, np.eye(60))
    assert other.bridge is not None  # joint LDA still needs the dictionary


def test_joint_counts_without_a_dictionary_are_an_error_with_a_remedy(small_units, tmp_path):
    ids = np.array([unit.id for unit in small_units.units])
    np.savez(tmp_path / "v.npz", ids=ids, vectors=np.eye(60))
    rules = FeatureRules(vectors=Precomputed(path="v.npz"), lexicon=Lexicon(cedict=False, identical=False))
    features = build_features(small_units, rules, base=tmp_path)
    assert features.bridge is None
    with pytest.raises(ToolkitError, match=r"features\.lexicon\.tables"):
        features.translated_counts()


def test_reading_features_changes_no_byte(small_features):
    def state(features: Features) -> str:
        arrays = (
            features.vectors,
            features.counts.data,
            features.counts.indices,
            features.bridge.word_vectors,
        )
        return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()

    before = state(small_features)
    small_features.translated_counts()
    small_features.named_vectors(["x"], ["a chip"], ["en"])[:] = 9
    small_features.bridge.unit_vectors(small_features.counts)[:] = 9
    assert state(small_features) == before


def test_a_cache_may_answer_instead_of_the_costly_part(small_units, small_features):
    kept = small_features.bridge
    again = build_features(small_units, keep_bridge=lambda terms, make: kept)
    assert again.bridge is kept
    np.testing.assert_array_equal(again.vectors, small_features.vectors)


def test_a_dictionary_that_links_few_words_is_told(small_units, tmp_path):
    (tmp_path / "thin.tsv").write_text("zh\ten\n芯片\tchip\n港口\tport\n", encoding="utf-8")
    thin = Lexicon(cedict=False, equivalents=False, identical=False, tables=(Path("thin.tsv"),))
    features = build_features(small_units, FeatureRules(lexicon=thin), base=tmp_path)
    assert any("links only" in note and "features.lexicon.tables" in note for note in features.notes)
