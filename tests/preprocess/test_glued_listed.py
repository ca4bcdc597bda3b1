"""The quick look that spares most words a slow one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.preprocess.dictionary import english_lemmas
from toolkit.preprocess.repair import glued
from toolkit.preprocess.repair.english_words import WITH_ARTICLE

WORDS = sorted(word.decode() if isinstance(word, bytes) else word for word in english_lemmas())
SIGNS = st.text("(“\"‘'.,;:!?)”’", max_size=2)


@settings(max_examples=500, deadline=None)
@given(SIGNS, st.sampled_from(WORDS), st.sampled_from([str.lower, str.capitalize, str.upper]), SIGNS)
def test_a_word_that_is_known_at_once_is_one_that_the_slow_look_leaves_alone(before, word, case, behind):
    piece = before + case(word) + behind
    if glued._is_listed(piece):
        assert glued._mended(piece) == piece


@pytest.mark.parametrize("piece", ["ports", "Ports,", "(Ports).", "“trade”"])
def test_words_of_the_dictionary_are_known_at_once(piece):
    assert glued._is_listed(piece)


@pytest.mark.parametrize("piece", ["", "—", "ofthe", "andinternational", "BrandAudi", *sorted(WITH_ARTICLE)])
def test_what_may_be_two_words_is_looked_at_slowly(piece):
    assert not glued._is_listed(piece)
