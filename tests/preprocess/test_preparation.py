"""From documents to tokenised units, with an account of every line and every document."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document, Unusable
from toolkit.errors import InvalidInput
from toolkit.preprocess import (
    LABELS,
    Preparation,
    TokenRules,
    UnitRules,
    detect_language,
    label_corpus,
    prepare,
)

ZH = "去年冬天，南湾港的二号码头换上了国产的无人集卡，装卸效率提高了两成，能耗却下降了一成半，港务局把经验写进了操作手册。"
EN = "Last winter the second terminal replaced its diesel tractors with battery trucks, and crane output rose at once."
TEXT = st.text() | st.lists(
    st.sampled_from(
        [
            ZH,
            EN,
            "\n",
            "\n\n",
            " ",
            "\u3000",
            "相关阅读",
            "LEAVE A REPLY",
            "标题",
            "&amp;",
            "\u200b",
            "\u2028",
            "\x0c",
            "1",
            "。",
        ]
    )
).map("".join)


def corpus(*texts: str, **metadata: str) -> Corpus:
    return Corpus(tuple(Document(f"d{number}", text, metadata) for number, text in enumerate(texts)))


# --- every line and every document ----------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, max_size=3))
def test_every_line_is_labelled_once_and_every_document_accounted_for(texts):
    documents = corpus(*texts)
    lines, _, unusable = label_corpus(documents, Preparation())
    assert list(lines) == [document.id for document in documents]
    unreadable = {bad.id for bad in unusable}
    for document in documents:
        written = [line.strip() for line in document.text.split("\n") if line.strip()]
        found = lines[document.id]
        assert [line.raw for line in found] == written
        assert [line.number for line in found] == list(range(len(found)))
        assert all(line.label in LABELS and line.reason for line in found)
        assert all(line.language for line in found) or document.id in unreadable
        assert all(len(line.text.splitlines()) <= 1 for line in found)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, max_size=3))
def test_units_hold_content_and_every_other_document_is_listed(texts):
    documents = corpus(*texts)
    try:
        units = prepare(documents)
    except InvalidInput as refusal:
        assert len(refusal.problems) == len(documents)
        return
    assert len(units.tokens) == len(units.units) == len(units)
    assert sorted([*units.documents, *(bad.id for bad in units.unusable)]) == [d.id for d in documents]
    by_place = {(line.doc, line.number): line for line in units.lines}
    for unit in units.units:
        assert by_place[unit.doc, unit.first_line].label == "content"
        assert by_place[unit.doc, unit.first_line].text in unit.text


def test_line_numbers_count_non_empty_lines_from_0():
    units = prepare(corpus(f"\n\n{EN}\n \n\u3000\n{EN[:60]}.\n"))
    assert [(line.number, line.raw) for line in units.lines] == [(0, EN), (1, EN[:60] + ".")]
    assert [(unit.first_line, unit.last_line) for unit in units.units] == [(0, 0), (1, 1)]


def test_what_was_read_and_what_was_made_of_it_stand_side_by_side():
    units = prepare(corpus(EN.replace("tractors", "tractors[3] &amp; carts")))
    (line,) = units.lines
    assert "tractors[3] &amp; carts" in line.raw
    assert "tractors & carts" in line.text
    assert units.repairs == {"entities": 1, "note_markers": 1}


def test_full_width_punctuation_folded_by_a_site_still_ends_sentences():
    folded = "码头换上了无人集卡,效率提高了两成!能耗呢?港务局说:下降了一成半;经验写进了手册."
    units = prepare(corpus(f"{ZH}\n{folded}"), Preparation(units=UnitRules(kind="sentence")))
    assert [unit.text for unit in units.units[1:]] == [
        "码头换上了无人集卡,效率提高了两成!",
        "能耗呢?",
        "港务局说:下降了一成半;经验写进了手册.",
    ]


def test_hard_wrapped_text_becomes_paragraphs():
    text = (
        "产业链的稳定要靠许多人一起努力港口只是其中的一环装卸工人工程师和调度员都在其中出了自己的一份力气"
        * 12
    )
    lines = [text[start : start + 25] for start in range(0, 25 * 22, 25)]
    lines[9], lines[21] = lines[9][:12] + "。", lines[21][:15] + "。"
    units = prepare(corpus("\n".join(lines)))
    assert [(unit.first_line, unit.last_line) for unit in units.units] == [(0, 9), (10, 21)]
    assert units.units[0].text == "".join(lines[:10])


def test_hard_wrapped_english_becomes_paragraphs_again():
    body = [
        "Last winter the second terminal replaced its diesel tractors with battery trucks that need no driver, and "
        f"the port says that each crane of row {name} now moves a fifth more boxes than it did a year before, "
        "which engineers call the easy part of a long and patient piece of work on the software of four suppliers. "
        f"They spent eight months on it, and row {name} has run by itself since then."
        for name in ("one", "two", "three", "four", "five", "six")
    ]
    page = ["How a harbour learned to run itself", *body[:3], "The price of patience", *body[3:]]
    wrapped = "\n".join(line for text in page for line in textwrap.wrap(text, 72))
    whole, again = prepare(corpus("\n".join(page))), prepare(corpus(wrapped))
    assert [unit.text for unit in again.units] == [unit.text for unit in whole.units] == body
    labels = {line.raw: line.label for line in again.lines}
    assert labels[page[0]] == labels["The price of patience"] == "heading"


def test_documents_without_a_tokenizer_keep_their_lines_but_have_no_units():
    russian = "Это не тот язык, которого здесь ждут.\nНо он тоже есть."
    units = prepare(corpus(EN, russian, "1 2 3\n2025-03-14"))
    assert [(line.doc, line.number, line.language) for line in units.lines] == [
        ("d0", 0, "en"), ("d1", 0, "ru"), ("d1", 1, "ru"), ("d2", 0, None), ("d2", 1, None)
    ]  # fmt: skip
    assert [unit.doc for unit in units.units] == ["d0"]
    assert units.documents == ("d0",)
    assert [bad.id for bad in units.unusable] == ["d1", "d2"]


def test_an_abstract_repeated_in_the_body_is_a_duplicate():
    units = prepare(corpus(f"{ZH}\n{EN}\n{ZH}"))
    assert units.duplicates == {"d0#2": "d0#0"}


# --- documents that cannot be used ----------------------------------------------------------------------


def test_bad_documents_are_listed_and_do_not_stop_the_others():
    documents = (
        Document("good", EN),
        Document("numbers", "1 2 3\n2025-03-14"),
        Document("russian", "Это не тот язык, которого здесь ждут, но он тоже есть."),
        Document("stated", EN, {"language": "fr"}),
        Document("clutter", "LEAVE A REPLY\nPlease enter your comment!\nShare this article"),
    )
    units = prepare(Corpus(documents, (Unusable("broken", "is empty", "fill it"),)))
    assert units.documents == ("good",)
    reasons = {bad.id: (bad.reason, bad.remedy) for bad in units.unusable}
    assert set(reasons) == {"broken", "numbers", "russian", "stated", "clutter"}
    assert "no letters" in reasons["numbers"][0]
    assert "'ru'" in reasons["russian"][0]
    assert "Known: en, zh" in reasons["russian"][1]
    assert "'fr'" in reasons["stated"][0]
    assert "3 boilerplate" in reasons["clutter"][0]
    assert all(remedy for _, remedy in reasons.values())


def test_where_nothing_is_left_every_document_is_a_problem():
    with pytest.raises(InvalidInput) as caught:
        prepare(corpus("1 2 3", "Это русский текст о портах и кораблях."))
    assert [problem.place for problem in caught.value.problems] == ["d0", "d1"]


# --- settings -------------------------------------------------------------------------------------------


def test_the_language_of_the_metadata_goes_before_the_guess():
    assert prepare(corpus(EN, language="zh")).languages == ("zh",)
    assert prepare(corpus(EN)).languages == ("en",)
    assert prepare(corpus(EN, genre="news")).metadata == {"d0": {"genre": "news", "language": "en"}}


def test_compounds_reach_the_tokens():
    assert "battery_truck" in prepare(corpus(EN), compounds={"en": ["battery truck"]}).tokens[0]
    assert "battery_truck" not in prepare(corpus(EN)).tokens[0]


@pytest.mark.parametrize("kind", ["paragraph", "sentence", "document"])
def test_units_of_every_kind_have_tokens(kind):
    units = prepare(
        corpus(f"{ZH}\n{ZH[:40]}。", f"{EN} {EN}\n{EN[:60]}."), Preparation(units=UnitRules(kind=kind))
    )
    assert all(units.tokens)
    assert len(units) == {"document": 2, "paragraph": 4, "sentence": 5}[kind]


def test_the_digest_names_the_units_and_how_they_were_made():
    base = prepare(corpus(EN)).digest
    assert prepare(corpus(EN)).digest == base
    assert prepare(corpus(EN, genre="news")).digest != base
    assert prepare(corpus(EN), Preparation(tokens=TokenRules(stop_words=False))).digest != base
    assert prepare(corpus(EN.replace("winter", "spring"))).digest != base


# --- languages ------------------------------------------------------------------------------------------

LANGUAGES = {
    "Chinese": (ZH, "zh"),
    "traditional Chinese": ("我們要堅持對外開放，也要掌握關鍵技術。", "zh"),
    "Chinese with English names": ("ASML 和 NVIDIA 的设备进入了中国市场，双方继续合作。", "zh"),
    "English": (EN, "en"),
    "English with a Chinese name": (EN + " The port is called 南湾.", "en"),
    "Japanese": ("港の自動化は次の段階に入り、研究者が集まっています。", "ja"),
    "Japanese with few kana": ("港湾自動化技術研究開発推進計画の概要と今後の課題", "ja"),
    "Chinese with a kana in a name": ("我们在路上看见一家叫做鲜の每日的小店，门口排着长队。", "zh"),
    "Korean": ("항만 자동화의 다음 단계", "ko"),
    "Russian": ("Порты и корабли", "ru"),
    "German": ("Der Hafen hat im vergangenen Winter seine alten Zugmaschinen durch neue ersetzt.", "de"),
    "French": ("Le port a remplacé ses vieux tracteurs par des camions électriques cet hiver.", "fr"),
    "no letters": ("2025-03-14 …", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_a_language_is_told_by_its_script_or_its_words(text, language):
    assert detect_language(text) == language


@given(st.text())
def test_a_language_is_named_exactly_where_there_are_letters(text):
    language = detect_language(text)
    assert language is None or len(language) == 2
