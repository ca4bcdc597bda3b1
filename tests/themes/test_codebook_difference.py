"""Two versions of a codebook are told apart part by part, and nothing else is called a difference."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes import Codebook
from toolkit.themes.codebook import differences

OLD = {
    "format": "theme-codebook/0",
    "id": "tiny",
    "version": "1",
    "languages": ["zh", "en"],
    "title": {"en": "Tiny"},
    "coding_rules": ["Code what it says."],
    "themes": [
        {
            "id": "openness",
            "label": {"zh": "开放", "en": "Openness"},
            "definition": {"en": "Exchange."},
            "include": ["trade"],
            "exclude": ["parks"],
            "subthemes": [{"id": "trade", "label": {"en": "Trade"}}],
            "terms": {
                "zh": ["对外开放", {"t": "开放", "tier": "context", "needs": ["国际"], "eq": "open"}],
                "en": [{"t": "opening up", "sub": "trade"}],
            },
            "ambiguous": {"开放": "parks"},
            "anti_terms": {"zh": ["景区开放"]},
            "examples": {"en": ["They open."]},
            "prototypes": {"en": ["They keep opening up."]},
        },
        {"id": "resilience", "label": {}, "definition": {}, "terms": {"zh": ["韧性"], "en": ["resilience"]}},
    ],
}


def edited(place, value):
    """Give OLD with another value at a place; None takes it out."""
    new = copy.deepcopy(OLD)
    *way, last = place
    inner = new
    for part in way:
        inner = inner[part]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return Codebook.model_validate(new)


def told(new, old=None):
    return [str(each) for each in differences(old or Codebook.model_validate(OLD), new)]


EDITS = {
    "version": (("version",), "2", "all themes: version changed: 1 → 2"),
    "title": (("title", "zh"), "小", "all themes · zh: title added: 小"),
    "rule": (
        ("positive_rule",),
        "core >= 2 or distinct(support) >= 2",
        "all themes: positive_rule changed: core >= 1 or distinct(support) >= 2 → core >= 2 or distinct(support) >= 2",
    ),
    "window": (("matching",), {"window": {"zh": 6}}, "all themes: matching.window added: zh 6"),
    "coding rule": (("coding_rules",), [], "all themes: coding rule 'Code what it says.' removed"),
    "label": (("themes", 0, "label", "en"), "Opening", "openness · en: label changed: Openness → Opening"),
    "definition": (("themes", 0, "definition", "zh"), "交流。", "openness · zh: definition added: 交流。"),
    "include": (("themes", 0, "include"), [], "openness: rule under include 'trade' removed"),
    "exclude": (("themes", 0, "exclude"), ["parks", "roads"], "openness: rule under exclude 'roads' added"),
    "sub-theme": (
        ("themes", 0, "subthemes"),
        [{"id": "trade", "label": {"en": "Commerce"}}],
        "openness: sub-theme 'trade' changed: label en Trade → en Commerce",
    ),
    "term added": (
        ("themes", 0, "terms", "en"),
        [{"t": "opening up", "sub": "trade"}, {"t": "openness", "tier": "support", "eq": "open"}],
        "openness · en: term 'openness' added: tier support, eq open",
    ),
    "term removed": (
        ("themes", 0, "terms", "zh"),
        [{"t": "开放", "tier": "context", "needs": ["国际"], "eq": "open"}],
        "openness · zh: term '对外开放' removed: tier core",
    ),
    "term changed": (
        ("themes", 0, "terms", "zh", 1),
        {"t": "开放", "tier": "context", "needs": ["国际", "全球"], "not": ["开放日"], "stance": "pro"},
        "openness · zh: term '开放' changed: eq open → –; needs 国际 → 国际, 全球; not – → 开放日; stance – → pro",
    ),
    "reason": (
        ("themes", 0, "ambiguous", "开放"),
        "roads",
        "openness: reason of ambiguity '开放' changed: parks → roads",
    ),
    "anti-term": (("themes", 0, "anti_terms"), {}, "openness · zh: anti-term '景区开放' removed"),
    "example": (("themes", 0, "examples", "en"), ["They open.", "So."], "openness · en: example 'So.' added"),
    "counterexample": (
        ("themes", 0, "counterexamples"),
        {"en": ["No."]},
        "openness · en: counterexample 'No.' added",
    ),
    "prototype": (
        ("themes", 0, "prototypes"),
        {},
        "openness · en: prototype 'They keep opening up.' removed",
    ),
    "theme": (("themes", 1), None, "resilience: theme removed: 1 terms in zh, 1 terms in en"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_with_theme_and_language(name):
    place, value, line = EDITS[name]
    assert told(edited(place, value)) == [line]


def test_a_new_theme_is_one_difference():
    old = edited(("themes", 1), None)
    assert told(Codebook.model_validate(OLD), old) == [
        "resilience: theme added: 1 terms in zh, 1 terms in en"
    ]


def test_nothing_differs_from_itself():
    assert told(Codebook.model_validate(OLD)) == []


def test_the_order_of_parts_is_no_difference():
    new = copy.deepcopy(OLD)
    new["themes"].reverse()
    new["themes"][1]["terms"]["zh"].reverse()
    assert told(Codebook.model_validate(new)) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(sorted(EDITS)), unique=True, max_size=6))
def test_edits_add_up_and_turn_round(names):
    """Several edits of different parts give the sum of their lines, and the way back as many."""
    names = [name for name in names if not name.startswith("term") or name == "term changed"]
    new = copy.deepcopy(OLD)
    for name in sorted(names, key=lambda name: name == "theme"):
        *way, last = EDITS[name][0]
        inner = new
        for part in way:
            inner = inner.setdefault(part, {}) if isinstance(inner, dict) else inner[part]
        if EDITS[name][1] is None:
            del inner[last]
        else:
            inner[last] = EDITS[name][1]
    old, changed = Codebook.model_validate(OLD), Codebook.model_validate(new)
    assert sorted(told(changed)) == sorted(EDITS[name][2] for name in names)
    back = {"added": "removed", "removed": "added", "changed": "changed"}
    there = [(each.place, each.what, each.change) for each in differences(old, changed)]
    assert sorted(there) == sorted((d.place, d.what, back[d.change]) for d in differences(changed, old))
