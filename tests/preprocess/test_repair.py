"""Each fault of copied text is mended and counted; mending twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.preprocess import Repair, repair_line
from toolkit.preprocess.repair import STEPS

CASES = {
    "mojibake": {
        "â€œopenâ€\x9d": "“open”",
        "cafÃ© au lait": "café au lait",
        "it couldnâ€™t": "it couldn’t",
        "Ärger über Öl": "Ärger über Öl",
        "“对外开放”——新局面": "“对外开放”——新局面",
    },
    "entities": {
        "R&amp;D": "R&D",
        "R&amp;amp;D": "R&D",
        "&ldquo;open&rdquo; &#24320;&#x653E;": "“open” 开放",
        "摄&": "摄&",
        "R&D; AT&T": "R&D; AT&T",
        "a & b; c": "a & b; c",
    },
    "invisible": {
        "开\u200b放\ufeff合\u00ad作": "开放合作",
        "one\u00a0two\u3000three\tfour": "one two three four",
        "page\x0cnext\x0bline\x85end": "page next line end",
        "a\x00b\x07c": "abc",
        "\u3000\u3000段首": "  段首",
    },
    "widths": {
        "ＡＩ与５Ｇ": "AI与5G",
        "ﬁnal oﬀer": "final offer",
        "，。！？：；（）": "，。！？：；（）",
    },
    "note_markers": {
        "合作[1]。": "合作。",
        "trade.[12] Then": "trade. Then",
        "both[3,4] and more[5-7]": "both and more",
        "one[1][2]": "one",
        "[1] A note": "[1] A note",
        "an array [3] here": "an array [3] here",
        "in [2025]": "in [2025]",
    },
    "glued_words": {
        "China’sauto makers": "China’s auto makers",
        "shift toindependent research": "shift to independent research",
        "not azero-sum game": "not a zero-sum game",
        "trade andinternational law": "trade and international law",
        "brandAudi": "brand Audi",
        "theinternationalMarket": "theinternationalMarket",
        "steel,oil,gas": "steel, oil, gas",
        "words as,is,so on": "words as, is, so on",
        "“open,”he said": "“open,” he said",
        "DeepSeek and iPhone": "DeepSeek and iPhone",
        "together forever anotherone": "together forever anotherone",
        "mail a.b@theinternational.org": "mail a.b@theinternational.org",
        "完全是中文的一句话,没有英文": "完全是中文的一句话,没有英文",
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
        *"&amp; & amp; &nbsp; &#32; &#10; &#xD800; lt; #x41; [1] [2,3] [ ] 1 â€œ Ã© Â é ﬁ Ａ １ ； ＆".split(),  # noqa: SIM905
        *"China’s auto andinternational theinternational toindependent brandAudi Audi the of with".split(),  # noqa: SIM905
        *", ” . a azero -sum ’s 。 开放 aa,bb,cc".split(),  # noqa: SIM905
        *["\u200b", "\u00ad", "\x00", "\x85", " ", "  ", "\t", "\u3000", "\u2028", "\u00a0", "\x0c"],
    ]
)
LINES = st.one_of(
    st.text(), st.lists(PARTS).map("".join), st.lists(st.one_of(PARTS, st.text(max_size=3))).map("".join)
)


def only(step: str) -> Repair:
    return Repair(**{name: name == step for name in STEPS})


def test_every_step_has_its_switch_and_its_cases():
    assert set(STEPS) == set(Repair.model_fields) == set(CASES)


@pytest.mark.parametrize(("step", "line", "mended"), ROWS)
def test_a_step_mends_its_fault_and_nothing_else(step, line, mended):
    text, counts = repair_line(line, only(step))
    assert text == mended
    assert set(counts) == ({step} if text != line else set())
    assert sum(counts.values()) >= (text != line)


@pytest.mark.parametrize(("step", "line", "mended"), ROWS)
def test_a_step_that_is_switched_off_leaves_its_fault(step, line, mended):
    everything_off = Repair(**dict.fromkeys(STEPS, False))
    assert repair_line(line, everything_off) == (line, {})


def test_faults_are_counted_one_by_one():
    _, counts = repair_line("China’sauto &amp; trade[3] &amp; ideas[4].", Repair())
    assert counts == {"glued_words": 1, "entities": 2, "note_markers": 2}


@settings(max_examples=250, deadline=None)
@given(LINES)
@example("\xadÂ\x91")  # a soft hyphen hid the mojibake
@example("0[0][0]")
@example("A0’saaa")
@example("theinternationalAudi")
@example("aa,bb,cc,dd")
@example("&am[1]p;")
@example("a[1&#93;")
def test_repairing_twice_changes_nothing(line):
    once, _ = repair_line(line, Repair())
    twice, counts = repair_line(once, Repair())
    assert twice == once
    assert not counts


@pytest.mark.parametrize("step", STEPS)
@settings(max_examples=100, deadline=None)
@given(LINES)
def test_each_step_leaves_its_own_output_alone(step, line):
    once, changes = STEPS[step](line)
    assert STEPS[step](once) == (once, 0)
    assert (changes > 0) == (once != line)


@settings(max_examples=150, deadline=None)
@given(LINES)
@example("one&#10;two")
@example("one&#13;two")
def test_a_line_stays_one_line_without_hidden_characters(line):
    text, _ = repair_line(line, Repair())
    assert len(text.splitlines()) <= 1
    assert text == text.strip()
    assert "  " not in text
