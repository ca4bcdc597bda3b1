"""Copies are found, all of them, and together count as the one text they are."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.preprocess.duplicates.groups import (
    DuplicateRules,
    Duplicates,
    document_weights,
    find_duplicates,
    kept,
    unit_weights,
    weights_in_documents,
)
from toolkit.preprocess.duplicates.shingles import text_sets
from toolkit.preprocess.duplicates.stars import find_stars
from toolkit.preprocess.units.cutting import Unit

PORT = (
    "The harbour board will dredge the northern channel before winter so that larger vessels can enter "
    "at low tide, and the fishing boats keep their berths beside the old customs house."
)
CHANNEL = "港务局将在冬季之前疏浚北航道，使大型船舶在低潮时也能进港，渔船仍然停泊在旧海关大楼旁边的码头，不收取额外的停泊费用。"
LIBRARY = "Readers may borrow twelve books at a time, and the reading room stays open until ten on weekdays."
ORCHARD = "Frost in April destroyed most of the apricot blossom, so growers turned to walnuts and late pears."

RULES = DuplicateRules()
KEEP, DROP = DuplicateRules(policy="keep"), DuplicateRules(policy="drop")


def units(*documents: Sequence[str]) -> list[Unit]:
    """Documents a, b, c …, each a list of paragraphs."""
    return [
        Unit(f"{doc}#{i}", doc, "en", i, i, text)
        for doc, texts in zip("abcdefghijklmnopqrstuvwxyz", documents, strict=False)
        for i, text in enumerate(texts)
    ]


def grouped(found: Duplicates) -> list[tuple[str, ...]]:
    return [group.ids for group in found.paragraphs]


EXACT = {
    "letter by letter": (PORT, PORT),
    "case": (PORT, PORT.upper()),
    "spaces and punctuation": (
        PORT,
        PORT.replace(", ", " - ").replace("customs house", "customs\u3000house"),
    ),
    "lost spaces": (PORT, PORT.replace("the northern", "thenorthern")),
    "full-width letters": (PORT, PORT.replace("The", "Ｔｈｅ")),
    "composed and decomposed": (PORT.replace("board", "caf\u00e9"), PORT.replace("board", "cafe\u0301")),
    "Chinese": (CHANNEL, CHANNEL.replace("，", ",")),
    "traditional characters": (
        CHANNEL,
        "港務局將在冬季之前疏浚北航道，使大型船舶在低潮時也能進港，漁船仍然停泊在舊海關大樓旁邊的碼頭，不收取額外的停泊費用。",
    ),
}


@pytest.mark.parametrize(("one", "other"), EXACT.values(), ids=EXACT.keys())
def test_exact_copies_ignore_case_space_punctuation_and_script(one, other):
    (group,) = find_duplicates(units([one], [other])).paragraphs
    assert (group.ids, group.kind, group.similarity, group.within) == (("a#0", "b#0"), "exact", 1, False)


NEAR = {
    "a word left out": (PORT, PORT.replace("larger ", "")),
    "a word replaced": (PORT, PORT.replace("winter", "spring")),
    "characters replaced": (CHANNEL, CHANNEL.replace("冬季", "春季")),
    "characters left out": (CHANNEL, CHANNEL.replace("仍然", "")),
    "clauses swapped": (PORT + " " + LIBRARY, LIBRARY + " " + PORT),
}


@pytest.mark.parametrize(("one", "other"), NEAR.values(), ids=NEAR.keys())
def test_small_edits_make_near_copies(one, other):
    (group,) = find_duplicates(units([one, other])).paragraphs
    assert (group.ids, group.kind, group.within) == (("a#0", "a#1"), "near", True)
    assert RULES.similarity <= group.similarity < 1


DIFFERENT = {
    "other texts": (PORT, LIBRARY),
    "half of the words": (PORT, PORT[: len(PORT) // 2]),
    "too short": ("Keep the harbour open.", "Keep the harbour open."),
    "too short, in Chinese": ("保持港口开放。", "保持港口开放。"),
    "a decimal point": (PORT + " It costs 5.2 crowns.", PORT + " It costs 52 crowns."),
    "new figures in an old sentence": (PORT + " It costs 52 crowns.", PORT + " It costs 57 crowns."),
    "nothing in them": ("……", "……"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_texts_stay_apart(one, other):
    assert find_duplicates(units([one], [other])).paragraphs == ()


def test_contradicting_figures_can_be_ignored():
    pair = units([PORT + " It costs 52 crowns."], [PORT + " It costs 57 crowns."])
    assert grouped(find_duplicates(pair, DuplicateRules(figures=False))) == [("a#0", "b#0")]


def test_a_copy_may_leave_figures_out():
    pair = units([PORT + " It costs 52 crowns."], [PORT + " It costs crowns."])
    assert grouped(find_duplicates(pair)) == [("a#0", "b#0")]


def test_groups_are_stars_not_chains():
    words = LIBRARY.split()
    middle = " ".join(["All", *words[1:]])
    end = " ".join(["All", *words[1:-1], "Sundays"])
    rules = DuplicateRules(similarity=0.85)
    assert grouped(find_duplicates(units([LIBRARY], [middle], [end]), rules)) == [("a#0", "b#0")]
    assert grouped(find_duplicates(units([middle], [LIBRARY], [end]), rules)) == [("a#0", "b#0", "c#0")]


WORDS = st.lists(
    st.sampled_from(
        ["ash", "birch", "cedar", "12", "3.5", "larch", "oak", "松", "柏", "槐", "pine", "rowan"]
    ),
    max_size=14,
)


def plain_shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    spans = [3 if re.match("[一-鿿]", word) else 2 for word in words]
    return {tuple(words[i : i + n]) for i, n in enumerate(spans) if i + n <= len(words)}


def plain_groups(texts: Sequence[Sequence[str]], threshold: float) -> dict[int, int]:
    """Compare each with each: map each text to its first."""
    first_of: dict[int, int] = {}
    letters = ["".join(words) for words in texts]
    for one, words in enumerate(texts):
        best, found = threshold - 1e-12, one
        for other in [i for i in range(one) if first_of[i] == i]:
            a, b = plain_shingles(words), plain_shingles(texts[other])
            x, y = ({w for w in side if w[0].isdecimal()} for side in (words, texts[other]))
            value = len(a & b) / len(a | b) if a | b else 0
            if (value > best or (value == best and found == one)) and (x <= y or y <= x):
                best, found = value, other
        if letters[one] in letters[:one]:
            found = first_of[letters.index(letters[one])]
        first_of[one] = found
    return first_of


@st.composite
def edited(draw: st.DrawFn) -> list[list[str]]:
    """Texts of which many are edits of earlier ones."""
    texts: list[list[str]] = []
    for _ in range(draw(st.integers(1, 12))):
        if texts and draw(st.booleans()):
            words = list(draw(st.sampled_from(texts)))
            for place in draw(st.lists(st.integers(0, max(0, len(words) - 1)), max_size=3)):
                words[place : place + 1] = draw(WORDS.filter(lambda new: len(new) < 3))
            texts.append(words)
        else:
            texts.append(draw(WORDS))
    return texts


@settings(max_examples=200, deadline=None)
@given(edited(), st.sampled_from([0.5, 0.6, 0.75, 0.8, 1.0]))
@example([["ash", "oak"], ["ash", "oak", "ash", "oak"]], 0.5)
@example([["oak"], ["oak"]], 0.8)
@example([[], []], 0.8)
def test_all_pairs_that_comparing_each_with_each_finds_are_found(texts, threshold):
    texts = [words for words in texts if words]
    sets = text_sets(" ".join(words) for words in texts)
    first, similarity = find_stars(sets.shingles, threshold, sets.figures)
    ours = {}
    rows = sets.same.tolist()
    for text, row in enumerate(rows):
        ours[text] = rows.index(int(first[row]))
    assert ours == plain_groups(texts, threshold)
    assert (similarity >= threshold - 1e-12).all()


def test_results_do_not_depend_on_how_much_is_worked_on_at_a_time(monkeypatch):
    texts = [
        PORT,
        CHANNEL,
        PORT.upper(),
        "",
        "……",
        "word",
        LIBRARY + " 5.2",
        "\ud800",
        NEAR["a word left out"][1],
    ]
    corpus = units(texts, [ORCHARD], [*texts[:3], ORCHARD + " " + PORT])
    whole = find_duplicates(corpus)
    monkeypatch.setattr("toolkit.preprocess.duplicates.shingles._BATCH", 1)
    monkeypatch.setattr("toolkit.preprocess.duplicates.stars._WORK", 1)
    assert find_duplicates(corpus) == whole
    assert grouped(whole) == [("a#0", "a#2", "a#8", "c#0", "c#2"), ("a#1", "c#1")]


class TestDocuments:
    def test_editions_of_one_document_are_found(self):
        found = find_duplicates(
            units([PORT, LIBRARY], [ORCHARD], [PORT, LIBRARY], [PORT + " " + LIBRARY, "New."])
        )
        (group,) = found.documents
        assert (group.ids, group.kind) == (("a", "c", "d"), "near")
        assert group.similarity > 0.9

    def test_the_same_paragraphs_are_an_exact_copy(self):
        (group,) = find_duplicates(units([PORT, LIBRARY], [PORT.upper(), LIBRARY])).documents
        assert (group.ids, group.kind, group.similarity) == (("a", "b"), "exact", 1)

    def test_one_paragraph_in_common_makes_no_edition(self):
        assert find_duplicates(units([PORT, LIBRARY], [PORT, ORCHARD])).documents == ()

    def test_documents_of_a_few_letters_are_left_alone(self):
        assert find_duplicates(units(["No."], ["No."])) == Duplicates()


class TestSentences:
    NOTICE = "This page was drawn up by the registry of the harbour court."

    def test_a_sentence_of_many_documents_is_template_text(self):
        found = find_duplicates(
            units([f"{PORT} {self.NOTICE}"], [f"{LIBRARY} {self.NOTICE}"], [self.NOTICE, ORCHARD])
        )
        (repeated,) = found.sentences
        assert (repeated.text, repeated.times, repeated.documents) == (self.NOTICE, 3, ("a", "b", "c"))
        assert repeated.is_template

    def test_a_sentence_repeated_inside_one_text_is_no_template(self):
        (repeated,) = find_duplicates(
            units([f"{PORT} {self.NOTICE}", f"{LIBRARY} {self.NOTICE.upper()}"])
        ).sentences
        assert (repeated.times, repeated.documents, repeated.is_template) == (2, ("a",), False)

    def test_an_abstract_repeated_in_the_body_shows_as_sentences(self):
        found = find_duplicates(units([PORT, " ".join([LIBRARY, PORT, ORCHARD])]))
        assert [repeated.text for repeated in found.sentences] == [PORT]

    def test_sentences_of_copied_paragraphs_are_not_listed_again(self):
        assert find_duplicates(units([PORT], [PORT])).sentences == ()

    def test_the_most_frequent_come_first(self):
        other = "The clerk of the harbour court signs it."
        texts = [f"{PORT} {self.NOTICE} {other}", f"{LIBRARY} {self.NOTICE} {other}", f"{ORCHARD} {other}"]
        assert [r.times for r in find_duplicates(units(texts)).sentences] == [3, 2]


TEXTS = st.lists(
    st.lists(st.sampled_from([PORT, CHANNEL, LIBRARY, ORCHARD, PORT.upper(), "Short."]), max_size=4),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_pooled_weights_count_each_text_once(documents):
    corpus = units(*documents)
    found = find_duplicates(corpus)
    weights = dict(zip([unit.id for unit in corpus], unit_weights(corpus, found, RULES), strict=True))
    for group in found.paragraphs:
        assert sum(weights[id] for id in group.ids) == pytest.approx(1)
    texts = [unit.text.upper() for unit in corpus]
    different = len(set(texts) - {"SHORT."}) + texts.count("SHORT.")
    assert sum(weights.values()) == pytest.approx(different)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_weights_in_documents_and_of_documents_never_count_a_text_more_than_once(documents):
    corpus = units(*documents)
    found = find_duplicates(corpus)
    docs = [unit.doc for unit in corpus]
    both = weights_in_documents(corpus, found, RULES) * document_weights(docs, found, RULES)
    weights = dict(zip([unit.id for unit in corpus], both, strict=True))
    for group in found.paragraphs:
        assert 0 < sum(weights[id] for id in group.ids) <= 1 + 1e-9


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_weights_of_editions_add_up_to_one_document(documents):
    corpus = units(*documents)
    found = find_duplicates(corpus)
    docs = list(dict.fromkeys(unit.doc for unit in corpus))
    weights = dict(zip(docs, document_weights(docs, found, RULES), strict=True))
    copies = sum(len(group.ids) - 1 for group in found.documents)
    assert sum(weights.values()) == pytest.approx(len(docs) - copies)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_keeping_counts_everything_in_full(documents):
    corpus = units(*documents)
    found = find_duplicates(corpus)
    docs = [unit.doc for unit in corpus]
    for weights in (
        unit_weights(corpus, found, KEEP),
        weights_in_documents(corpus, found, KEEP),
        document_weights(docs, found, KEEP),
        kept(corpus, found, KEEP),
    ):
        assert (weights == 1).all()
        assert len(weights) == len(corpus)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_dropping_leaves_one_of_each_text_that_is_not_only_in_copies_of_documents(documents):
    corpus = units(*documents)
    found = find_duplicates(corpus)
    stays = {unit.id for unit, stay in zip(corpus, kept(corpus, found, DROP), strict=True) if stay}
    gone = {id for group in found.documents for id in group.ids[1:]}
    for group in found.paragraphs:
        in_originals = [id for id in group.ids if id.split("#")[0] not in gone]
        assert [id for id in group.ids if id in stays] == in_originals[:1]
    assert not {id.split("#")[0] for id in stays} & gone
    assert (document_weights(sorted(gone), found, DROP) == 0).all()


def test_what_an_edition_adds_does_not_outweigh_what_it_shares():
    shared = [PORT, CHANNEL, LIBRARY * 2]
    corpus = units(shared, [*shared, "An added line about the winter market."])
    found = find_duplicates(corpus)
    assert [group.ids for group in found.documents] == [("a", "b")]
    assert weights_in_documents(corpus, found, RULES).tolist() == [1] * 7
    assert unit_weights(corpus, found, RULES).tolist() == [0.5] * 6 + [1]


def test_a_text_that_different_documents_share_weighs_less_in_each():
    corpus = units([PORT, PORT, LIBRARY], [PORT, ORCHARD])
    assert weights_in_documents(corpus, find_duplicates(corpus), RULES).tolist() == [0.25, 0.25, 1, 0.5, 1]


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_an_unrelated_document_changes_no_group(documents, draw):
    corpus = units(*documents)
    place = draw.randint(0, len(corpus))
    text = "Seven beekeepers counted swarms along an abandoned railway while thunder gathered."
    more = [*corpus[:place], Unit("z#0", "z", "en", 0, 0, text), *corpus[place:]]
    assert find_duplicates(more) == find_duplicates(corpus)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_names_do_not_matter(documents):
    corpus = units(*documents)
    other = [Unit(f"x{u.id}", f"x{u.doc}", u.language, u.first_line, u.last_line, u.text) for u in corpus]
    expected = [tuple(f"x{id}" for id in ids) for ids in grouped(find_duplicates(corpus))]
    assert grouped(find_duplicates(other)) == expected


def test_groups_are_the_same_whatever_the_hash_seed(python):
    script = f"""
from toolkit.preprocess.duplicates.groups import find_duplicates
from toolkit.preprocess.units.cutting import Unit
texts = {[PORT, CHANNEL, PORT.replace("larger ", ""), LIBRARY, PORT + LIBRARY, LIBRARY.upper(), CHANNEL]!r}
print(find_duplicates([Unit(f"{{i}}", f"d{{i // 2}}", "en", 0, 0, text) for i, text in enumerate(texts)]))
"""
    one, other = python(script, ("1", "2"))
    assert one == other
    assert "Group" in one


@pytest.mark.parametrize(
    "text", ["." * 20_000, "( " * 10_000, " " * 20_000, "开" * 20_000, "a" * 20_000, "9." * 10_000]
)
def test_odd_lines_take_no_time(text):
    started = time.perf_counter()
    find_duplicates(units([text, text], [PORT]))
    assert time.perf_counter() - started < 5


@pytest.mark.slow
def test_a_form_filled_with_new_figures_takes_no_forever():
    corpus = [Unit(f"{i}", f"d{i}", "en", 0, 0, f"{PORT} It is berth {i} of {i + 7}.") for i in range(5000)]
    started = time.perf_counter()
    assert find_duplicates(corpus).paragraphs == ()
    assert time.perf_counter() - started < 60
