"""Each fault of copied text is mended and listed; mending twice changes nothing."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.preprocess import Repair, repair_line
from toolkit.preprocess.repair.mending import STEPS, looks_clean

CASES = {
    "mojibake": {
        "â€œopenâ€\x9d": "“open”",
        "cafÃ© au lait": "café au lait",
        "it couldnâ€™t": "it couldn’t",
        "ï»¿Text": "\ufeffText",
        "the portâ€™s â€œnewâ€\x9d crane": "the port’s “new” crane",
        "the port鈥檚 new crane": "the port’s new crane",
        "涓枃寮�": "涓枃寮�",
        "涓浗鎶€鏈?": "涓浗鎶€鏈?",
        "涓滴之功，锛厂不分": "涓滴之功，锛厂不分",
        "Ärger über Öl": "Ärger über Öl",
        "“对外开放”——新局面": "“对外开放”——新局面",
    },
    "entities": {
        "R&amp;D": "R&D",
        "R&amp;amp;D": "R&D",
        "&ldquo;open&rdquo; &#24320;&#x653E;": "“open” 开放",
        "one&nbsp two": "one  two",
        "AT&amp": "AT&",
        "one&#10;two": "one two",
        "摄&": "摄&",
        "R&D; AT&T": "R&D; AT&T",
        "a & b; c": "a & b; c",
        "/find?a=1&copy=2": "/find?a=1&copy=2",
        "&copyright": "&copyright",
    },
    "invisible": {
        "开\u200b放\ufeff合\u00ad作": "开放合作",
        "one\u00a0two\u3000three\tfour": "one two three four",
        "page\x0cnext\x0bline\x85end": "page next line end",
        "a\x00b\x07c": "abc",
        "\u202bright\u202c to \u2067left\u2069": "right to left",
        "葛\U000e0100城\ufe00": "葛城",
        "می\u200cخواهم": "می\u200cخواهم",
        "co\u200cop": "coop",
        "\u3000\u3000段首": "  段首",
    },
    "bullets": {"\uf0b7 one": "• one", "\uf0d8第一": "•第一", "• two": "• two"},
    "widths": {
        "ＡＩ与５Ｇ占９０％": "AI与5G占90%",
        "ﬁnal oﬀer": "final offer",
        "第Ⅳ期 5㎏ 20℃": "第IV期 5kg 20°C",
        "ｶﾞｽ": "ガス",
        "⼈⼯智能 \uf9ea": "人工智能 離",
        "，。！？：；（）": "，。！？：；（）",
        "①②③ m² “引” ……": "①②③ m² “引” ……",
    },
    "composition": {
        "cafe\u0301": "café",
        "Zu\u0308rich and cafe\u0301": "Zürich and café",
        "\u1112\u1161\u11ab": "한",
        "é": "é",
    },
    "punctuation": {
        "他说:买设备,不难;对吗?对!": "他说：买设备，不难；对吗？对！",
        "新能源汽车(NEV)出口": "新能源汽车（NEV）出口",
        "(一)总体要求": "（一）总体要求",
        "从5G,到6G,都要标准": "从5G，到6G，都要标准",
        "用AI,以及5G;并开放": "用AI，以及5G；并开放",
        "比例为3:5,时间14:30,共1,000人": "比例为3:5,时间14:30,共1,000人",
        "真好:)": "真好:)",
        "见https://example.org/a?b=1,c": "见https://example.org/a?b=1,c",
        "Li Ming 李明, the engineer, said so": "Li Ming 李明, the engineer, said so",
        "trade，and growth（GDP）；really？": "trade, and growth (GDP); really?",
        "1，000 units": "1,000 units",
        "（GDP）fell （as said）": "(GDP) fell (as said)",
        "。Not behind a word": "。Not behind a word",
        "東京,大阪の港": "東京,大阪の港",
        "한국, 일본": "한국, 일본",
        "plain, text; (here)": "plain, text; (here)",
    },
    "note_markers": {
        "合作[1]。": "合作。",
        "合作［12］，开放[注1]。": "合作，开放。",
        "合作①。开放。②": "合作。开放。",
        "包括①技术②人才": "包括①技术②人才",
        "trade.[12] Then": "trade. Then",
        "both[3,4] and more[5-7]": "both and more",
        "one[1][2]": "one",
        "growth [12]. Then": "growth. Then",
        "growth.³ Then exports⁴ fell": "growth. Then exports fell",
        "12 m² and 10⁶ and CO₂": "12 m² and 10⁶ and CO₂",
        "[1] A note": "[1] A note",
        "an array [3] here": "an array [3] here",
        "in [2025]": "in [2025]",
        "国发〔2024〕12号": "国发〔2024〕12号",
        "as shown [Marrow 2020]": "as shown [Marrow 2020]",
    },
    "glued_words": {
        "They say China’sauto makers grew": "They say China’s auto makers grew",
        "a shift toindependent research": "a shift to independent research",
        "this is not azero-sum game": "this is not a zero-sum game",
        "完全是中文的一句话,没有英文": "完全是中文的一句话,没有英文",
        "together for ever": "together for ever",
    },
    "spaces": {
        "  one   two ": "one two",
        "": "",
        "one two": "one two",
    },
}
ROWS = [(step, line, mended) for step, rows in CASES.items() for line, mended in rows.items()]
PARTS = st.sampled_from(
    [
        *"&amp; & amp; &nbsp &nbsp; &#32; &#10; &#xD800; lt; #x41; [1] [2,3] [ ] 1 â€œ Ã© Â é ﬁ Ａ １ ； ＆ 鈥檚".split(),  # noqa: SIM905
        *"China’s auto andinternational theinternational toindependent brandAudi Audi the of with is".split(),  # noqa: SIM905
        *", ” . a azero -sum ’s 。 开放 aa,bb,cc ， （ ） ( ) : ; ? ③ ³ Ⅳ ℃ 2025 in2024 ［ ］ 注 锟斤拷 \ufffd".split(),  # noqa: SIM905
        *[
            "\u200b",
            "\u00ad",
            "\x00",
            "\x85",
            " ",
            "  ",
            "\t",
            "\u3000",
            "\u2028",
            "\u00a0",
            "\x0c",
            "\uf0b7",
            "\ue123",
        ],
        *["\u0301", "e", "\u034f", "\ufe0f", "\u200d", "می", "の", "한", "\u1112", "\u1161"],
    ]
)
LINES = st.one_of(
    st.text(), st.lists(PARTS).map("".join), st.lists(st.one_of(PARTS, st.text(max_size=3))).map("".join)
)
NOTHING = Repair(**dict.fromkeys(Repair.model_fields, False))


def only(step: str) -> Repair:
    return Repair(**{name: name == step for name in Repair.model_fields})


def test_every_step_has_its_switch_and_its_cases():
    assert {*STEPS, "lost"} == set(Repair.model_fields)
    assert set(STEPS) == set(CASES)


@pytest.mark.parametrize(("step", "line", "mended"), ROWS)
def test_a_step_mends_its_fault_and_nothing_else(step, line, mended):
    text, changes = repair_line(line, only(step))
    assert text == mended
    assert {change.kind for change in changes} == ({step} if text != line else set())


@pytest.mark.parametrize(("step", "line", "mended"), ROWS)
def test_a_step_that_is_switched_off_leaves_its_fault(step, line, mended):
    assert repair_line(line, NOTHING) == (line, ())


def test_faults_are_listed_one_by_one():
    line = "We saw that China’sauto &amp; trade[3] &amp; ideas[4] grew."
    text, changes = repair_line(line, Repair())
    assert text == "We saw that China’s auto & trade & ideas grew."
    assert [tuple(change) for change in changes] == [
        ("entities", "&amp;", "&"),
        ("entities", "&amp;", "&"),
        ("note_markers", "[3]", ""),
        ("note_markers", "[4]", ""),
        ("glued_words", "China’sauto", "China’s auto"),
    ]


@pytest.mark.parametrize("lost", ["\ufffd", "\ufffd\ufffd", "锟斤拷锟斤拷", "烫烫烫", "\ue123"])
def test_what_cannot_be_mended_is_listed_and_stays(lost):
    text, changes = repair_line(f"技术{lost}合作", Repair())
    assert text == f"技术{lost}合作"
    assert [tuple(change) for change in changes] == [("lost", lost, lost)]


def repairs(changes) -> list:
    return [change for change in changes if change.kind != "lost"]


@settings(max_examples=400, deadline=None)
@given(LINES)
@example("\xadÂ\x91")  # a soft hyphen hid the mojibake
@example("0[0][0]")
@example("A0’saaa")
@example("theinternationalAudi")
@example("aa,bb,cc,dd")
@example("&am[1]p;")
@example("a[1&#93;")
@example("e\u034f\u0301")
@example("开放[1],合作")
def test_repairing_twice_changes_nothing(line):
    once, _ = repair_line(line, Repair())
    twice, changes = repair_line(once, Repair())
    assert twice == once
    assert not repairs(changes)


@settings(max_examples=400, deadline=None)
@given(LINES)
@example("e\u0301 of the andinternational law is")
def test_every_character_is_accounted_for(line):
    text, changes = repair_line(line, Repair())
    count = Counter(line)
    for change in repairs(changes):
        assert change.before != change.after
        count.subtract(change.before)
        count.update(change.after)
    assert {char: n for char, n in count.items() if n} == Counter(text)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_a_line_that_looks_clean_gives_no_step_but_glued_words_any_work(line):
    if looks_clean(line):
        assert {name for name, step in STEPS.items() if step(line) != (line, [])} <= {"glued_words"}


@pytest.mark.parametrize("step", STEPS)
@settings(max_examples=100, deadline=None)
@given(LINES)
def test_each_step_leaves_its_own_output_alone(step, line):
    once, pieces = STEPS[step](line)
    assert STEPS[step](once) == (once, [])
    assert bool(pieces) == (once != line)
    assert all(before in line for before, _ in pieces[:1])


@settings(max_examples=150, deadline=None)
@given(LINES)
@example("one&#10;two")
@example("one&#13;two")
def test_a_line_stays_one_line_without_hidden_characters(line):
    text, _ = repair_line(line, Repair())
    assert len(text.splitlines()) <= 1
    assert text == text.strip()
    assert "  " not in text


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(sorted(STEPS)))
def test_with_everything_off_but_one_step_only_that_step_is_listed(line, step):
    _, changes = repair_line(line, only(step))
    assert {change.kind for change in changes} <= {step}


MONOTONOUS = [
    *[sign * 20_000 for sign in ".[]() ,’'-&;:a1汉（“é\u200b"],
    "[1" * 10_000, "a, " * 7_000, "汉(" * 10_000, "A’s" * 7_000, "aB" * 10_000, "a.B" * 7_000, "the" * 7_000,
    "汉 a b c " * 3_000, "1,000" * 4_000, "&amp" * 5_000, "of the " * 3_000 + "andinternational",
]  # fmt: skip


@pytest.mark.parametrize("line", MONOTONOUS, ids=lambda line: ascii(line[:4]))
def test_long_monotonous_lines_take_no_time(line):
    start = time.perf_counter()
    repair_line(line, Repair())
    assert time.perf_counter() - start < 2
