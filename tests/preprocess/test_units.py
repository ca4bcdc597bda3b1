"""Content lines become units; nothing is lost or doubled on the way, and no unit mixes languages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from toolkit.preprocess import LABELS, Line, Unit, UnitRules, cut_units
from toolkit.preprocess.lines.labelling import WRAPPED
from toolkit.preprocess.units.aggregate import document_means
from toolkit.preprocess.units.paragraphs import cut_sentence

TEXT = st.text() | st.lists(
    st.sampled_from(
        ["开放", "。", "！", "?", "…", ".", "”", '"', "）", " ", "\n", "Dr.", "U.S.", "3.5", "e.g.", "word"]
    )
).map("".join)


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


ZH_LINE = "要稳步扩大制度型开放，推动规则与国际接轨。"
EN_LINE = "The committee heard nine witnesses. It will report in the spring."
LANGUAGE = st.sampled_from(["zh", "en", "ko", None])
ROWS = st.lists(
    st.tuples(st.sampled_from(LABELS), TEXT.filter(str.strip), st.sampled_from(["", WRAPPED]), LANGUAGE)
)
RULES = [
    UnitRules(),
    UnitRules(shortest=8, longest=200),
    UnitRules(shortest=200, longest=200),
    UnitRules(kind="sentence"),
    UnitRules(kind="window", window=10),
    UnitRules(kind="document"),
]


def letters(text: str) -> list[str]:
    return sorted("".join(text.split()))


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: f"{rules.kind} from {rules.shortest}")
@given(rows=ROWS)
def test_every_character_of_every_language_is_in_exactly_one_unit(rules, rows):
    lines = [
        line(i, text.strip().replace("-", ""), label, reason, language)
        for i, (label, text, reason, language) in enumerate(rows)
        if text.strip().replace("-", "")
    ]
    units = cut_units(lines, rules)
    for language in ("zh", "en", "ko"):
        content = "".join(x.text for x in lines if x.label == "content" and x.language == language)
        assert letters("".join(unit.text for unit in units if unit.language == language)) == letters(content)
    assert [unit.id for unit in units] == [f"d#{number}" for number in range(len(units))]
    assert [unit.first_line for unit in units] == sorted(unit.first_line for unit in units)
    assert all(unit.first_line <= unit.last_line for unit in units)


def test_a_document_in_two_languages_is_one_unit_for_each():
    lines = [line(0, ZH_LINE, language="zh"), line(1, EN_LINE), line(2, ZH_LINE, language="zh")]
    units = cut_units(lines, UnitRules(kind="document"))
    assert [(u.language, u.first_line, u.last_line, u.text) for u in units] == [
        ("zh", 0, 2, f"{ZH_LINE}\n{ZH_LINE}"),
        ("en", 1, 1, EN_LINE),
    ]


def test_a_broken_line_is_not_joined_with_another_language():
    lines = [
        line(0, "产业链要", reason=WRAPPED, language="zh"),
        line(1, "stay open."),
        line(2, "稳定。", language="zh"),
    ]
    assert [unit.text for unit in cut_units(lines, UnitRules())] == ["产业链要", "stay open.", "稳定。"]


def merged(*texts: str, labels: dict[int, str] | None = None) -> list[str]:
    lines = [line(i, text, (labels or {}).get(i, "content"), language="zh") for i, text in enumerate(texts)]
    return [unit.text for unit in cut_units(lines, UnitRules(shortest=10))]


def test_a_short_paragraph_joins_the_next_and_the_last_one_joins_the_one_before():
    assert merged("短的一行。", ZH_LINE, ZH_LINE, "完。") == [f"短的一行。\n{ZH_LINE}", f"{ZH_LINE}\n完。"]
    assert merged("一。", "二。") == ["一。\n二。"]


def test_nothing_is_merged_over_a_heading():
    assert merged("短的一行。", "第二章", ZH_LINE, labels={1: "heading"}) == ["短的一行。", ZH_LINE]


def test_items_join_the_line_that_introduces_them():
    introduction = "会议提出了以下三条主要措施："
    assert merged(introduction, "一是开放；", "二是合作；", ZH_LINE) == [
        f"{introduction}\n一是开放；\n二是合作；",
        ZH_LINE,
    ]


def test_nothing_is_merged_by_default():
    lines = [line(0, "Yes."), line(1, "No.")]
    assert [unit.text for unit in cut_units(lines, UnitRules())] == ["Yes.", "No."]


def test_merged_paragraphs_stay_below_the_longest():
    lines = [line(i, "开放" * 20 + "。", language="zh") for i in range(20)]
    units = cut_units(lines, UnitRules(shortest=200, longest=200))
    assert all(150 < len(unit.text) <= 210 for unit in units)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=60), st.integers(10, 60))
def test_windows_hold_whole_sentences_and_about_the_tokens_asked_for(lengths, window):
    sentences = [" ".join([f"Word{i}", *["word"] * (length - 1)]) + "." for i, length in enumerate(lengths)]
    lines = [line(i, sentence) for i, sentence in enumerate(sentences)]
    units = cut_units(lines, UnitRules(kind="window", window=window), count=lambda text, _: len(text.split()))
    counts = [len(unit.text.split()) for unit in units]
    assert sum(counts) == sum(lengths)
    assert all(count <= 1.5 * window + 30 for count in counts)
    assert all(count >= min(window / 2, sum(lengths)) - 30 for count in counts)
    if max(lengths) <= window:
        assert all(unit.text.startswith("Word") and unit.text.endswith(".") for unit in units)


@given(st.integers(1, 80), st.integers(10, 60), st.integers(1, 60))
def test_overlapping_windows_start_a_step_apart_and_leave_nothing_out(count, window, step):
    rules = UnitRules(kind="window", window=window, step=min(step, window))
    lines = [line(i, f"This is sentence {i}.") for i in range(count)]
    units = cut_units(lines, rules)
    assert {i for unit in units for i in range(unit.first_line, unit.last_line + 1)} == set(range(count))
    starts = [unit.first_line for unit in units]
    assert starts == sorted(set(starts))
    assert units[-1].last_line == count - 1


def test_a_sentence_longer_than_a_window_is_cut_between_words():
    text = " ".join(["word"] * 100) + "."
    units = cut_units([line(0, text)], UnitRules(kind="window", window=25))
    assert [len(unit.text.split()) for unit in units] == [25, 25, 25, 25]


@given(TEXT, st.integers(1, 9), st.sampled_from(["zh", "en"]))
def test_cutting_a_sentence_loses_nothing(text, parts, language):
    assert "".join("".join(cut_sentence(text, language, parts)).split()) == "".join(text.split())


def test_rules_that_would_lose_text_are_refused():
    with pytest.raises(ValidationError, match="leaves out text between windows"):
        UnitRules(kind="window", window=50, step=60)
    with pytest.raises(ValidationError, match="make `shortest` smaller"):
        UnitRules(shortest=2000)


def test_hyphens_are_left_alone_in_languages_without_a_word_list():
    lines = [line(0, "개방-", reason=WRAPPED, language="ko"), line(1, "혁신", language="ko")]
    assert [unit.text for unit in cut_units(lines, UnitRules())] == ["개방-혁신"]


def unit(doc: str, number: int) -> Unit:
    return Unit(f"{doc}#{number}", doc, "en", number, number, "text")


def test_values_of_documents_are_weighted_means_of_their_units():
    units = [unit("b", 0), unit("b", 1), unit("a", 0), unit("c", 0)]
    values = np.array([[1.0, 0.0], [0.0, 0.5], [0.2, 0.8], [1.0, 1.0]])
    equal = document_means(units, values)
    assert list(equal) == ["b", "a", "c"]
    np.testing.assert_allclose(equal["b"], [0.5, 0.25])
    long = document_means(units, values, lengths=[1, 3, 7, 2])
    np.testing.assert_allclose(long["b"], [0.25, 0.375])
    np.testing.assert_allclose(long["a"], values[2])
    once = document_means(units, values, lengths=[1, 3, 7, 2], weights=[1.0, 1 / 3, 1.0, 0.0])
    np.testing.assert_allclose(once["b"], [0.5, 0.25])
    assert np.isnan(once["c"]).all()
    assert document_means([], np.zeros((0, 2))) == {}
