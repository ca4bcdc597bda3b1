"""A dictionary's words are found in a vocabulary in whatever form they stand there."""

from __future__ import annotations

import pytest

from toolkit.features import Lexicon, Terms, link_terms
from toolkit.features.forms import AS_WRITTEN, BY_LEMMA, BY_STEM, Forms, stem

WORDS = ("economic", "economies", "economy", "port", "ports")
TERMS = Terms((*WORDS, "经济"), ("en",) * 5 + ("zh",))


def found(word, language="en"):
    return {TERMS.words[column]: likeness for column, likeness in Forms(TERMS).of(language, word)}


def test_exact_words_count_most_then_lemmas_then_stems():
    assert found("economy")["economy"] == AS_WRITTEN
    assert found("economy")["economies"] == BY_LEMMA
    assert found("developer") == {}
    assert found("ports") == {"ports": AS_WRITTEN, "port": BY_LEMMA}


def test_words_without_any_form_in_the_vocabulary_are_not_found():
    assert found("maize") == {}
    assert found("economy", "zh") == {}


def test_chinese_words_have_one_form():
    assert found("经济", "zh") == {"经济": AS_WRITTEN}


def test_inflected_japanese_words_are_found_by_their_basic_form():
    terms = Terms(("良かっ", "スカト", "スカート"), ("ja",) * 3)
    forms = Forms(terms)
    assert forms.of("ja", "良い") == ((0, BY_LEMMA),)
    assert forms.of("ja", "スカート") == ((1, BY_STEM), (2, AS_WRITTEN))
    assert forms.of("ja", "ー") == ()


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("developments", "developing", True),
        ("developed", "development", True),
        ("ai", "aid", False),
        ("glass", "glas", False),
    ],
)
def test_stems_unite_inflections_and_leave_short_words_alone(one, other, are_same):
    assert (stem(one) == stem(other)) == are_same


def test_inflected_words_of_a_vocabulary_are_linked_by_the_dictionary():
    terms = Terms(("ports", "港口"), ("en", "zh"))
    links = link_terms(terms, Lexicon(identical=False, equivalents=False))
    assert links[0, 1] == BY_LEMMA


def test_a_table_without_a_head_is_read_where_its_name_tells_the_languages(tmp_path):
    (tmp_path / "en-zh.txt").write_text("port 港口\nports 港口\nnothing\n", encoding="utf-8")
    lexicon = Lexicon(cedict=False, identical=False, equivalents=False, tables=("en-zh.txt",))
    terms = Terms(("port", "港口"), ("en", "zh"))
    assert link_terms(terms, lexicon, base=tmp_path)[0, 1] == AS_WRITTEN


def test_a_head_outranks_the_order_of_languages_in_the_name(tmp_path):
    (tmp_path / "en-zh.tsv").write_text("zh\ten\n港口\tport\n", encoding="utf-8")
    lexicon = Lexicon(cedict=False, identical=False, equivalents=False, tables=("en-zh.tsv",))
    terms = Terms(("port", "港口"), ("en", "zh"))
    assert link_terms(terms, lexicon, base=tmp_path)[0, 1] == AS_WRITTEN
