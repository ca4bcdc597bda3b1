"""Content lines become units; sentences and paragraphs lose nothing on the way."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.preprocess import LABELS, Line, Unit, UnitRules, cut_units, exact_duplicates, split_sentences
from toolkit.preprocess.lines import WRAPPED

TEXT = st.text() | st.lists(
    st.sampled_from(
        ["开放", "。", "！", "?", "…", ".", "”", '"', "）", " ", "\n", "Dr.", "U.S.", "3.5", "e.g.", "word"]
    )
).map("".join)

SENTENCES = {
    "Chinese stops": ("要开放。要合作！要吗？", ["要开放。", "要合作！", "要吗？"]),
    "folded stops": ("要开放!要合作?好", ["要开放!", "要合作?", "好"]),
    "quotes stay with their sentence": ("他说：“要开放。”于是合作。", ["他说：“要开放。”", "于是合作。"]),
    "a Chinese ellipsis": ("他想了想……走了。", ["他想了想……", "走了。"]),
    "English": ("We trade. So do they! Do you?", ["We trade.", "So do they!", "Do you?"]),
    "abbreviations": ("Dr. Li of the U.S. team met Mr. Wu.", ["Dr. Li of the U.S. team met Mr. Wu."]),
    "initials": ("J. R. Smith agreed.", ["J. R. Smith agreed."]),
    "numbers and addresses": ("It grew 3.5 percent at a.com today.", ["It grew 3.5 percent at a.com today."]),
    "a stop in front": ("。要开放。", ["。", "要开放。"]),
    "only stops": ("……", ["……"]),
    "lines": ("one\ntwo", ["one", "two"]),
    "nothing": (" \n ", []),
}


@pytest.mark.parametrize(("text", "sentences"), SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences_end_where_a_reader_ends_them(text, sentences):
    assert split_sentences(text) == sentences


@given(TEXT)
@example("。”\n…")
@example("... !")
def test_splitting_into_sentences_loses_nothing_but_space(text):
    sentences = split_sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)


def line(
    number: int, text: str, label: str = "content", reason: str = "", language: str | None = "en"
) -> Line:
    return Line("d", number, text, text, label, reason, language)


LINES = [
    line(0, "A headline", "heading"),
    line(1, "One sentence. And another."),
    line(2, "Share this", "boilerplate"),
    line(3, "A third."),
]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("paragraph", ["One sentence. And another.", "A third."]),
        ("sentence", ["One sentence.", "And another.", "A third."]),
        ("document", ["One sentence. And another.\nA third."]),
    ],
)
def test_units_hold_the_content_in_order(kind, texts):
    units = cut_units(LINES, UnitRules(kind=kind))
    assert [unit.text for unit in units] == texts
    assert [unit.id for unit in units] == [f"d#{number}" for number in range(len(texts))]
    assert units[0].first_line == 1
    assert units[-1].last_line == 3


def test_units_may_hold_headings_too():
    units = cut_units(LINES, UnitRules(labels=("heading", "content")))
    assert [unit.first_line for unit in units] == [0, 1, 3]


def test_lines_cut_by_hard_breaks_are_joined():
    lines = [
        line(0, "产业链要", reason=WRAPPED, language="zh"),
        line(1, "稳定。", language="zh"),
        line(2, "第二段。", language="zh"),
    ]
    units = cut_units(lines, UnitRules())
    assert [(unit.text, unit.first_line, unit.last_line) for unit in units] == [
        ("产业链要稳定。", 0, 1),
        ("第二段。", 2, 2),
    ]
    english = [line(0, "the supply", reason=WRAPPED), line(1, "chain.")]
    assert [unit.text for unit in cut_units(english, UnitRules())] == ["the supply chain."]


def test_a_document_without_content_has_no_units():
    assert cut_units(LINES[:1], UnitRules()) == []
    assert cut_units([], UnitRules()) == []


@given(st.lists(st.tuples(st.sampled_from(LABELS), TEXT.filter(str.strip), st.sampled_from(["", WRAPPED]))))
def test_no_content_is_lost_or_added(rows):
    lines = [line(i, text.strip(), label, reason) for i, (label, text, reason) in enumerate(rows)]
    content = "".join("".join(x.text for x in lines if x.label == "content").split())
    for kind in ("paragraph", "sentence", "document"):
        units = cut_units(lines, UnitRules(kind=kind))
        assert "".join("".join(unit.text for unit in units).split()) == content
        assert len({unit.id for unit in units}) == len(units)


def unit(number: int, text: str) -> Unit:
    return Unit(f"d#{number}", "d", "en", number, number, text)


def test_a_unit_that_repeats_another_points_to_the_first():
    said = "The port handled nine million containers last year"
    units = [
        unit(0, said + "."),
        unit(1, "Something else that is long enough."),
        unit(2, said.upper()),
        unit(3, said + "!"),
    ]
    assert exact_duplicates(units) == {"d#2": "d#0", "d#3": "d#0"}


def test_short_units_are_no_duplicates():
    assert exact_duplicates([unit(0, "Yes, we do."), unit(1, "Yes, we do.")]) == {}


@given(st.integers(1, 120), st.sampled_from(["zh", "en"]))
def test_a_report_on_one_line_is_cut_at_ends_of_sentences_and_loses_nothing(count, language):
    sentence = "全市外贸增长百分之六。" if language == "zh" else "Trade of the city grew by six percent."
    text = ("" if language == "zh" else " ").join([sentence] * count)
    rules = UnitRules(longest=200)
    units = cut_units([Line("d", 0, text, text, "content", "", language)], rules)
    limit = 200 if language == "zh" else 600
    assert "".join(unit.text for unit in units).replace(" ", "") == text.replace(" ", "")
    assert all(unit.text.endswith(sentence[-3:]) for unit in units)
    assert all(len(unit.text) <= limit + len(sentence) for unit in units)
    assert len(units) == 1 if len(text) <= limit else len(units) > 1


def test_a_hyphen_at_the_end_of_a_wrapped_line_goes_where_the_whole_word_is_known():
    texts = ["The suppliers co-", "operate on single-", "crystal blades and US-", "China trade -", "for now."]
    wrapped = [line(number, text, reason=WRAPPED) for number, text in enumerate(texts)]
    (unit,) = cut_units(wrapped, UnitRules())
    assert unit.text == "The suppliers cooperate on single-crystal blades and US-China trade - for now."
    (unit,) = cut_units(wrapped, UnitRules(kind="document"))
    assert "\n" not in unit.text
