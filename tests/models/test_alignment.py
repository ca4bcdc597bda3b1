"""Separate solutions meet afterwards: topics of one subject are counterparts, the rest is listed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toolkit.models import Lda, align_topics, separate_pairs


@pytest.fixture(scope="module")
def solutions(small_features):
    return Lda(topics=3).fit(small_features)


def subject_of(solution, topic):
    best = solution.unit_ids[int(solution.topic_shares[:, topic].argmax())]
    return best.split("#")[0].split("-")[1]


def test_topics_of_one_subject_are_counterparts(solutions, small_features):
    ((one, other),) = separate_pairs(solutions)
    pairs = align_topics(one, other, small_features)
    assert len(pairs) == 3
    for pair in pairs:
        assert subject_of(one, pair.first) == subject_of(other, pair.second)


def test_the_order_of_topics_and_of_solutions_changes_no_pair(solutions, small_features):
    one, other = solutions
    turned = replace(
        one, topic_shares=one.topic_shares[:, ::-1], term_weights=one.term_weights[::-1], labels=()
    )
    expected = {(pair.first, pair.second) for pair in align_topics(one, other, small_features)}
    found = {(2 - pair.first, pair.second) for pair in align_topics(turned, other, small_features)}
    swapped = {(pair.second, pair.first) for pair in align_topics(other, one, small_features)}
    assert expected == found == swapped


def test_a_topic_more_has_no_counterpart_and_is_listed(small_features):
    english, chinese = Lda(topics=4).fit(small_features)[0], Lda(topics=3).fit(small_features)[1]
    pairs = align_topics(english, chinese, small_features)
    (alone,) = (pair for pair in pairs if pair.second is None)
    assert {pair.first for pair in pairs} == {0, 1, 2, 3}
    assert -1 <= alone.cosine <= 1
    assert np.all(np.diff([pair.cosine for pair in pairs if pair.second is not None]) <= 0)


def test_only_solutions_of_one_model_in_two_languages_are_paired(solutions, small_features):
    joint = Lda(name="lda-joint", topics=3, languages="joint").fit(small_features)
    named = [(one.name, other.name) for one, other in separate_pairs([*joint, *solutions])]
    assert named == [("lda.en", "lda.zh")]
