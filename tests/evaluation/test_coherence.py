"""What coherence on a reference promises, within a language and across two."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import ToolkitError
from toolkit.evaluation import ParallelReference, Reference, cnpmi, coherence

PETS = ParallelReference.of("pets", ["cat", "cat", "dog", "dog"], ["猫", "猫", "狗", "狗"])

words = st.sampled_from("abcdefg")
texts = st.lists(st.lists(words, max_size=6), min_size=1, max_size=12)
topic_lists = st.lists(st.lists(words, min_size=2, max_size=4, unique=True), min_size=2, max_size=4)


parallel_rows = st.lists(st.tuples(*[st.lists(words, max_size=6)] * 2), min_size=1, max_size=12)
paired_topics = st.lists(st.tuples(*[st.lists(words, min_size=1, max_size=4)] * 2), min_size=2, max_size=4)


# --- references ---------------------------------------------------------------------------------------


def test_a_reference_is_named_by_its_content_and_not_by_its_label():
    text = ["a b", "c"]
    assert Reference.of("one", text).hash == Reference.of("two", [["a", "b"], ["c"]]).hash
    for other in (["a b c"], ["a", "b c"], ["c", "a b"], ["a b", "c", ""]):
        assert Reference.of("one", text).hash != Reference.of("one", other).hash
    assert PETS.hash != PETS.swapped.hash
    assert PETS.swapped.swapped == PETS


def test_results_name_their_reference():
    assert cnpmi([["cat"]], [["猫"]], PETS).reference_hash == PETS.hash
    found = coherence([["cat", "dog"]], PETS.first)
    assert (found.reference, found.reference_hash) == ("pets (first)", PETS.first.hash)


def test_references_without_documents_or_of_two_lengths_are_refused():
    with pytest.raises(ToolkitError, match="holds no documents"):
        Reference.of("nothing", [])
    with pytest.raises(ToolkitError, match="2 and 1 documents"):
        ParallelReference.of("uneven", ["a", "b"], ["c"])


# --- one language -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (["a b", "a b", "c", "d"], 1.0),  # always together, in half of the documents
        (["a b", "a b"], 1.0),  # in every document
        (["a", "b"], 0.0),  # never together
        (["c", "d"], 0.0),  # never seen
        (["a b", "a", "b", "c"], 0.0),  # independent
        (["a b", "a", "c", "d"], math.log(2) / math.log(4)),
    ],
)
def test_coherence_of_a_pair_equals_a_hand_count(text, value):
    assert coherence([["a", "b"]], Reference.of("hand", text)).value == pytest.approx(value)


def test_windows_slide_within_documents():
    text = Reference.of("slide", ["a x b", "a b"])  # windows of two: a x, x b, a b
    found = coherence([["a", "b"], ["a", "x"]], text, window=2, counting="exact")
    assert found.windows == 3
    assert found.per_topic[0] == pytest.approx(math.log((1 / 3) / (2 / 3) ** 2) / math.log(3), abs=1e-9)


def test_adding_a_tiny_share_is_not_harmless_for_rare_words():
    rare = Reference.of(
        "rare", ["a", "b", *["c"] * 998]
    )  # each in one document of a thousand, never together
    assert coherence([["a", "b"]], rare, counting="exact").value == pytest.approx(-0.5, abs=1e-3)
    always = Reference.of("always", ["a b"])
    assert coherence([["a", "b"]], always, counting="exact").value == pytest.approx(-1, abs=1e-3)


def test_unseen_words_are_named_and_counted():
    found = coherence([["a", "b", "zz"], ["a", "yy"]], Reference.of("two", ["a b", "c"]))
    assert found.unseen == ("yy", "zz")
    assert found.word_coverage == 0.5
    assert found.pair_coverage == 0.25
    assert found.pairs_met == 0.25


def test_a_topic_too_short_is_left_out_with_a_note():
    text = Reference.of("two", ["a b", "c"])
    found = coherence([["a", "b"], ["c"], []], text)
    assert found.value == found.per_topic[0]
    assert math.isnan(found.per_topic[1])
    assert found.notes == ("2 of 3 topics have fewer than two words and are left out",)
    for nothing in ([], [["a"]]):
        assert math.isnan(coherence(nothing, text, window=5).value)
        assert "no coherence to measure" in coherence(nothing, text).notes[0]


def test_windows_of_less_than_nothing_are_refused():
    text = Reference.of("two", ["a b", "c"])
    with pytest.raises(ToolkitError, match="window of -1"):
        coherence([["a", "b"]], text, window=-1)


@settings(deadline=None)
@given(topic_lists, texts, st.sampled_from([0, 1, 3]), st.sampled_from(["gensim", "exact", "zero"]))
def test_coherence_is_blind_to_the_order_of_topics_words_and_documents(topics, documents, window, counting):
    found = coherence(topics, Reference.of("drawn", documents), window, counting)
    turned = [topic[::-1] for topic in topics[::-1]]
    again = coherence(turned, Reference.of("drawn", documents[::-1]), window, counting)
    assert again.value == pytest.approx(found.value)
    assert again.per_topic == pytest.approx(found.per_topic[::-1])
    assert (again.unseen, again.word_coverage) == (found.unseen, found.word_coverage)
    if counting == "zero":
        assert -1 <= found.value <= 1


@settings(deadline=None)
@given(topic_lists, texts)
def test_windows_longer_than_every_document_are_documents_that_hold_a_word(topics, documents):
    asked = {word for topic in topics for word in topic}
    whole = coherence(topics, Reference.of("whole", [d for d in documents if asked & set(d)] or [[]]))
    wide = coherence(topics, Reference.of("wide", documents), window=50)
    assert wide.value == pytest.approx(whole.value)


# --- two languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "value", "mispaired", "top1"),
    [
        ([["cat"], ["dog"]], [["猫"], ["狗"]], 1, 0, 1),
        ([["cat"], ["dog"]], [["狗"], ["猫"]], 0, 1, 0),
        (
            [["cat"], ["dog"]],
            [["猫"], ["鱼"]],
            0.5,
            0,
            0.5,
        ),  # dog and 鱼 find all sides equal: no first place
        ([["cat"], ["cat"]], [["猫"], ["猫"]], 1, 1, 0),
    ],
)
def test_cross_lingual_coherence_equals_a_hand_count(first, second, value, mispaired, top1):
    found = cnpmi(first, second, PETS)
    assert found.value == pytest.approx(value)
    assert found.mispaired == pytest.approx(mispaired)
    assert found.excess == pytest.approx(value - mispaired)
    assert found.top1 == pytest.approx(top1)


def test_words_that_stand_in_every_document_meet_perfectly():
    everywhere = ParallelReference.of("everywhere", ["the cat the", "the"], ["的 猫", "的"])
    for counting in ("documents", "tokens"):
        assert cnpmi([["the"]], [["的"]], everywhere, counting).value == 1


def test_counting_tokens_punishes_words_that_repeat():
    twice = ParallelReference.of("twice", ["cat cat", "cat", "dog", "dog"], ["猫", "猫", "狗", "狗"])
    expected = math.log(2 * 4 / (3 * 2)) / -math.log(2 / 4)
    assert cnpmi([["cat"]], [["猫"]], twice, "tokens").value == pytest.approx(expected)
    assert cnpmi([["cat"]], [["猫"]], twice, "documents").value == pytest.approx(1)


def test_topics_without_a_side_are_left_out_with_a_note():
    found = cnpmi([["cat"], ["dog"], []], [["猫"], [], ["狗"]], PETS)
    assert found.value == 1
    assert math.isnan(found.per_topic[1])
    assert math.isnan(found.mispaired)
    assert found.notes == (
        "2 of 3 topics lack words in a language and are left out",
        "a single topic cannot be paired wrongly: no baseline, excess, top1 or mrr",
    )
    for nothing in ([], [[]]):
        empty = cnpmi(nothing, nothing, PETS)
        assert math.isnan(empty.value)
        assert "nothing to measure" in empty.notes[0]


def test_unseen_words_of_each_language_are_named():
    found = cnpmi([["cat", "cow"]], [["猫", "牛", "羊"]], PETS)
    assert found.unseen == (("cow",), ("牛", "羊"))
    assert found.word_coverage == pytest.approx((1 / 2, 1 / 3))
    assert found.pairs_met == pytest.approx(1 / 6)


def test_languages_with_different_numbers_of_topics_are_refused():
    with pytest.raises(ToolkitError, match="cannot be paired"):
        cnpmi([["cat"]], [], PETS)


@settings(deadline=None)
@given(parallel_rows, paired_topics, st.sampled_from(["documents", "tokens"]))
def test_swapping_the_languages_changes_nothing(rows, topics, counting):
    reference = ParallelReference.of("drawn", *zip(*rows, strict=True))
    first, second = zip(*topics, strict=True)
    one, other = cnpmi(first, second, reference, counting), cnpmi(second, first, reference.swapped, counting)
    for name in ("value", "mispaired", "excess", "top1", "mrr", "per_topic", "pairs_met"):
        assert getattr(one, name) == pytest.approx(getattr(other, name))
    assert one.word_coverage == other.word_coverage[::-1]
    assert one.unseen == other.unseen[::-1]


@settings(deadline=None)
@given(parallel_rows, paired_topics, st.randoms())
def test_cross_lingual_coherence_is_blind_to_the_order_of_topics(rows, topics, random):
    reference = ParallelReference.of("drawn", *zip(*rows, strict=True))
    mixed = random.sample(topics, len(topics))
    one, other = (cnpmi(*zip(*order, strict=True), reference) for order in (topics, mixed))
    for name in ("value", "mispaired", "excess", "top1", "mrr"):
        assert getattr(one, name) == pytest.approx(getattr(other, name))
    assert sorted(one.per_topic) == pytest.approx(sorted(other.per_topic))
    assert -1 <= one.value <= 1
