"""What the vocabulary and its counts promise."""

from __future__ import annotations

import pickle
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.features import TermRules, count_terms
from toolkit.features.terms import TermCounter

ROWS = [
    ("b", "zh", ("种子", "玉米", "种子")),
    ("b", "zh", ("种子", "港口")),
    ("b", "zh", ("港口",)),
    ("a", "en", ("seed", "maize", "AI")),
    ("a", "en", ("seed", "port", "port", "port")),
    ("a", "en", ("port", "maize")),
    ("a", "en", ()),
]

EVERYTHING = TermRules(min_units=1, max_share=1.0)

rows = st.lists(
    st.sampled_from(["zh", "en"]).flatmap(
        lambda language: st.tuples(
            st.just(f"{language}-doc"),
            st.just(language),
            st.lists(st.sampled_from("甲乙丙" if language == "zh" else "abc"), max_size=6).map(tuple),
        )
    ),
    min_size=1,
    max_size=8,
)


def by_word(terms, counts):
    """Give counts as {(language, word): [one number a unit]}."""
    dense = counts.toarray()
    return {pair: dense[:, column].tolist() for pair, column in terms.index.items()}


def test_counts_equal_a_hand_count(make_units):
    assert by_word(*count_terms(make_units(ROWS), EVERYTHING)) == {
        ("en", "AI"): [0, 0, 0, 1, 0, 0, 0],
        ("en", "maize"): [0, 0, 0, 1, 0, 1, 0],
        ("en", "port"): [0, 0, 0, 0, 3, 1, 0],
        ("en", "seed"): [0, 0, 0, 1, 1, 0, 0],
        ("zh", "港口"): [0, 1, 1, 0, 0, 0, 0],
        ("zh", "玉米"): [1, 0, 0, 0, 0, 0, 0],
        ("zh", "种子"): [2, 1, 0, 0, 0, 0, 0],
    }


def test_terms_are_sorted_by_language_and_word(make_units):
    terms, _ = count_terms(make_units(ROWS), EVERYTHING)
    pairs = list(zip(terms.languages, terms.words, strict=True))
    assert pairs == sorted(pairs)
    assert terms.all_languages == ("en", "zh")
    assert [terms.words[column] for column in terms.of("zh")] == ["港口", "玉米", "种子"]


def test_a_word_of_two_languages_is_two_terms(make_units):
    terms, counts = count_terms(make_units([("a", "en", ("ai",)), ("b", "zh", ("ai", "ai"))]), EVERYTHING)
    assert by_word(terms, counts) == {("en", "ai"): [1, 0], ("zh", "ai"): [0, 2]}


def test_rare_terms_are_left_out_by_units_and_not_by_occurrences(make_units):
    terms, _ = count_terms(make_units(ROWS), TermRules(min_units=2, max_share=1.0))
    assert set(terms.words) == {"maize", "port", "seed", "港口", "种子"}
    terms, _ = count_terms(make_units(ROWS), TermRules(min_units=1, max_share=0.34))
    assert "玉米" in terms.words  # one of three units
    assert "种子" not in terms.words  # two of three


def test_shares_are_of_the_units_of_the_terms_own_language(make_units):
    many_english = [("a", "en", ("port", f"word{i}")) for i in range(20)]
    rows = [*many_english, ("b", "zh", ("港口",)), ("b", "zh", ("港口",)), ("b", "zh", ("玉米",))]
    terms, _ = count_terms(make_units(rows), TermRules(min_units=1, max_share=0.5))
    assert "港口" not in terms.words  # two of three Chinese units, though of few units in all


def test_a_corpus_too_small_for_max_share_still_keeps_what_reaches_min_units(make_units):
    rows = [("a", "en", ("port",)), ("a", "en", ("port",))]
    terms, _ = count_terms(make_units(rows), TermRules(min_units=2, max_share=0.5))
    assert terms.words == ("port",)


def test_max_terms_keeps_the_most_frequent_of_each_language(make_units):
    rows = [(lang, lang, [f"{lang}{i:03d}" for i in range(n)]) for lang in ("en", "zh") for n in (150, 90)]
    terms, _ = count_terms(make_units(rows), TermRules(min_units=1, max_share=1.0, max_terms=100))
    for language in ("en", "zh"):
        own = [terms.words[column] for column in terms.of(language)]
        assert own == [f"{language}{i:03d}" for i in range(100)]  # ties are cut in alphabetical order


@pytest.mark.parametrize(
    "rules", [TermRules(min_units=3), TermRules(min_units=1, max_share=0.01), TermRules(min_units=7)]
)
def test_seed_terms_survive_every_rule(make_units, rules):
    seeds = {("zh", "玉米"), ("en", "port")}
    terms, counts = count_terms(make_units(ROWS), rules, seeds)
    assert seeds <= set(terms.index)
    assert by_word(terms, counts)["en", "port"] == [0, 0, 0, 0, 3, 1, 0]


def test_seed_terms_that_never_occur_get_no_column(make_units):
    terms, counts = count_terms(make_units(ROWS), EVERYTHING, {("en", "种子"), ("en", "absent")})
    assert ("en", "种子") not in terms.index
    assert (counts.sum(axis=0) > 0).all()


@pytest.mark.parametrize("rows", [[("a", "en", ())], [("a", "en", ("once",)), ("a", "en", ("twice",))]])
def test_nothing_to_count_is_an_error_with_a_remedy(make_units, rows):
    with pytest.raises(InvalidInput, match="nothing to count") as caught:
        count_terms(make_units(rows))
    assert "min_units" in caught.value.problems[0].remedy


@given(rows=rows)
def test_counts_add_up_to_the_tokens(make_units, rows):
    words = Counter((language, token) for _, language, tokens in rows for token in tokens)
    if not words:
        return
    terms, counts = count_terms(make_units(rows), EVERYTHING)
    assert {pair: sum(column) for pair, column in by_word(terms, counts).items()} == dict(words)
    assert np.asarray(counts.sum(axis=1)).ravel().tolist() == [len(tokens) for *_, tokens in rows]


@given(rows=rows, random=st.randoms(use_true_random=False))
def test_the_order_of_units_changes_neither_vocabulary_nor_counts(make_units, rows, random):
    if not any(tokens for *_, tokens in rows):
        return
    order = list(range(len(rows)))
    random.shuffle(order)
    terms, counts = count_terms(make_units(rows), EVERYTHING)
    shuffled_terms, shuffled = count_terms(make_units([rows[i] for i in order]), EVERYTHING)
    assert shuffled_terms == terms
    np.testing.assert_array_equal(shuffled.toarray(), counts.toarray()[order])


@given(rows=rows, cut=st.integers(0, 8))
def test_units_counted_in_parts_and_sent_are_counted_as_in_one_go(make_units, rows, cut):
    if not any(tokens for *_, tokens in rows):
        return
    counter = TermCounter()
    for part in (rows[:cut], rows[cut:]):
        other = TermCounter()
        for _, language, tokens in part:
            other.add(language, tokens)
        counter.merge(pickle.loads(pickle.dumps(other)))
    terms, counts = counter.finish(EVERYTHING)
    expected_terms, expected = count_terms(make_units(rows), EVERYTHING)
    assert terms == expected_terms
    np.testing.assert_array_equal(counts.toarray(), expected.toarray())
