"""What uniqueness and diversity of topics promise."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation import diversity, td, tu

topic_lists = st.lists(st.lists(st.integers(0, 8), min_size=1, max_size=5), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("topics", "unique", "diverse"),
    [
        ([["a", "b"], ["c", "d"]], 1, 1),
        ([["a", "b"], ["a", "c"]], 0.75, 0.75),
        ([["x"], ["x"], ["x"]], 1 / 3, 1 / 3),
        ([["a", "b", "c"], ["a"]], (2.5 / 3 + 0.5) / 2, 0.75),  # topics weigh alike, then words
        ([["a", "b"], []], 1, 1),
    ],
)
def test_hand_counts(topics, unique, diverse):
    assert tu(topics) == pytest.approx(unique)
    assert td(topics) == pytest.approx(diverse)


@settings(deadline=None)
@given(topic_lists, st.randoms())
def test_both_lie_above_zero_and_up_to_one_in_any_order(topics, random):
    mixed = [random.sample(topic, len(topic)) for topic in random.sample(topics, len(topics))]
    for measure in (tu, td):
        assert 0 < measure(topics) <= 1
        assert measure(mixed) == pytest.approx(measure(topics))


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 8), min_size=n, max_size=n), min_size=1)
    )
)
def test_lists_of_one_length_make_both_equal(topics):
    assert tu(topics) == pytest.approx(td(topics))


def test_languages_are_measured_apart_and_averaged():
    found = diversity({"en": [["a"], ["b"]], "zh": [["a"], ["a"]]})
    assert found.tu == {"en": 1, "zh": 0.5}
    assert found.td == {"en": 1, "zh": 0.5}
    assert (found.joint_tu, found.joint_td) == (0.75, 0.75)
    assert found.notes == ()


def test_what_is_missing_is_said():
    assert diversity({"en": [["a"], []]}).notes == ("1 of 2 topics have no en words and are left out",)
    nothing = diversity({"en": [["a"]], "zh": [[]]})
    assert math.isnan(nothing.joint_tu)
    assert "no topic has zh words" in nothing.notes[0]
