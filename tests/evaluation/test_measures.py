"""What the diagnostics of topics promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from toolkit.evaluation import language_mixing, npmi, topic_diversity
from toolkit.models import TopicSolution

PRESENT = sparse.csr_array(np.array([[2, 1, 0, 1], [1, 0, 0, 1], [0, 1, 3, 1], [0, 0, 1, 1]]))
tables = arrays(np.int64, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 2))


def solution(shares, features):
    shares = np.asarray(shares, dtype=float)
    weights = np.ones((shares.shape[1], len(features.terms)))
    return TopicSolution("made up", features.unit_ids, features.terms, weights, shares)


# --- coherence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ((0, 1), 0.0),  # 1/4 together, 1/2 each: independent
        ((1, 2), 0.0),
        ((0, 2), -1.0),  # never meet
        ((0, 3), 0.0),  # a word that is everywhere tells nothing
        ((3, 3), 1.0),  # always together
    ],
)
def test_npmi_of_a_pair_equals_a_hand_count(pair, value):
    assert npmi([pair], PRESENT) == pytest.approx(value)


def test_npmi_of_a_worked_example():
    # Four units: x in two, y in one of these two. log((1/4) / (1/2 · 1/4)) / -log(1/4) = log 2 / log 4.
    counts = sparse.csr_array(np.array([[5, 1], [1, 0], [0, 0], [0, 0]]))
    assert npmi([(0, 1)], counts) == pytest.approx(math.log(2) / math.log(4))


def test_npmi_is_a_mean_of_pairs_and_then_of_topics():
    pairs = [npmi([pair], PRESENT) for pair in ((0, 1), (0, 2), (1, 2))]
    assert npmi([(0, 1, 2)], PRESENT) == pytest.approx(np.mean(pairs))
    assert npmi([(0, 1, 2), (0, 3)], PRESENT) == pytest.approx((np.mean(pairs) + 0) / 2)


def test_topics_of_fewer_than_two_words_are_left_out():
    assert npmi([(0, 2), (), (1,)], PRESENT) == -1
    assert math.isnan(npmi([(1,)], PRESENT))
    assert math.isnan(npmi([], PRESENT))


@given(tables)
def test_npmi_lies_between_its_bounds_and_is_blind_to_order(table):
    table[0, :] = np.maximum(table[0, :], 1)  # every term of a vocabulary occurs
    counts, columns = sparse.csr_array(table), list(range(table.shape[1]))
    value = npmi([columns], counts)
    assert -1 - 1e-9 <= value <= 1 + 1e-9
    assert npmi([columns[::-1]], counts) == pytest.approx(value)
    assert npmi([columns], sparse.csr_array(table[::-1])) == pytest.approx(value)
    assert npmi([columns], sparse.csr_array(table * 7)) == pytest.approx(value)  # presence, not frequency


@pytest.mark.slow
def test_npmi_agrees_with_gensim_for_pairs_that_meet(small_features):
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    columns = small_features.terms.of("zh")
    rows = np.flatnonzero(small_features.languages == "zh")
    counts = small_features.counts[rows][:, columns]
    words = [small_features.terms.words[column] for column in columns]
    texts = [[word for word in small_features.units.tokens[row] if word in words] for row in rows]
    meet = ((counts > 0).astype(int).T @ (counts > 0).astype(int)).toarray()
    pairs = [(i, j) for i in range(len(words)) for j in range(i) if meet[i, j]][::7]
    assert len(pairs) > 50
    theirs = CoherenceModel(
        topics=[[words[i], words[j]] for i, j in pairs],
        texts=texts,
        dictionary=Dictionary(texts),
        coherence="c_npmi",
        window_size=1000,  # whole units
        processes=1,
    ).get_coherence_per_topic()
    np.testing.assert_allclose([npmi([pair], counts) for pair in pairs], theirs, atol=1e-3)


# --- diversity ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tops", "value"),
    [([[1, 2], [3, 4]], 1), ([[1, 2], [1, 2]], 0.5), ([[1, 2, 3], [3]], 0.75), ([[1], []], 1)],
)
def test_diversity_is_the_share_of_distinct_words(tops, value):
    assert topic_diversity(tops) == value


def test_diversity_of_nothing_is_not_a_number():
    assert math.isnan(topic_diversity([]))
    assert math.isnan(topic_diversity([[], []]))


# --- languages ----------------------------------------------------------------------------------------


def test_topics_that_mix_languages_as_the_corpus_does_score_one(small_features):
    shares = np.tile([0.5, 0.3, 0.2], (60, 1))
    assert language_mixing(solution(shares, small_features), small_features) == pytest.approx(1)


def test_topics_that_each_speak_one_language_score_zero(small_features):
    chinese = (small_features.languages == "zh").astype(float)
    shares = np.stack([chinese, 1 - chinese, np.zeros(60)], axis=1)  # a topic without units weighs nothing
    assert language_mixing(solution(shares, small_features), small_features) == pytest.approx(0)


def test_half_split_topics_score_between(small_features):
    chinese = (small_features.languages == "zh").astype(float)
    shares = np.stack([0.5 * chinese, 0.5 * (1 - chinese), np.full(60, 0.5)], axis=1)
    assert language_mixing(solution(shares, small_features), small_features) == pytest.approx(0.5)


def test_outliers_are_left_out(small_features):
    shares = np.tile([0.5, 0.5], (60, 1))
    shares[small_features.documents == "zh-ports"] = 0  # a corpus that is less Chinese, but still mixed
    assert language_mixing(solution(shares, small_features), small_features) == pytest.approx(1)


def test_a_solution_of_one_language_has_no_mixing(small_features):
    own = small_features.languages == "zh"
    units = tuple(np.array(small_features.unit_ids)[own].tolist())
    weights = np.ones((2, len(small_features.terms)))
    one = TopicSolution("zh", units, small_features.terms, weights, np.full((own.sum(), 2), 0.5))
    assert math.isnan(language_mixing(one, small_features))


@pytest.mark.parametrize("left", [(), ("zh",)], ids=["nothing but outliers", "one language is all outliers"])
def test_mixing_is_not_a_number_where_topics_hold_fewer_than_two_languages(small_features, left):
    shares = np.isin(small_features.languages, left)[:, None].astype(float)
    assert math.isnan(language_mixing(solution(shares, small_features), small_features))
