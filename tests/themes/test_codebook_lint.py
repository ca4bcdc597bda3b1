"""Lint names what is allowed and hardly meant, where it stands, and what to do."""

import pytest

from toolkit.errors import ToolkitError
from toolkit.preprocess import Tokenizer
from toolkit.themes.codebook import read_codebook_file
from toolkit.themes.codebook.linting import SEVERITIES, lint
from toolkit.themes.coverage import term_coverage

CLEAN = """\
format: theme-codebook/0
id: tiny
version: 0.1.0
languages: [zh, en]
themes:
  - id: openness
    label: {zh: 开放, en: Openness}
    definition: {zh: 跨境交流。, en: Exchange across borders.}
    include: [trade]
    exclude: [parks]
    subthemes:
      - {id: trade, label: {zh: 贸易, en: Trade}}
    terms:
      zh:
        - {t: 对外开放, eq: opening_up, sub: trade}
        - {t: 开放, tier: context, eq: opening_up, needs: [国际], not: [开放日]}
      en:
        - {t: opening up, eq: opening_up}
    ambiguous: {开放: roads and parks}
    anti_terms: {zh: [景区开放]}
    examples: {zh: [坚持对外开放。], en: [They keep opening up.]}
    counterexamples: {zh: [公园开放。], en: [The park is open.]}
    prototypes: {zh: [扩大对外开放。], en: [They keep opening up.]}
  - id: resilience
    label: {zh: 韧性, en: Resilience}
    definition: {zh: 链条稳定。, en: Chains that hold.}
    include: [security]
    exclude: [cities]
    terms:
      zh: [{t: 供应链韧性, eq: chain}]
      en: [{t: supply chain, eq: chain}]
    examples: {zh: [供应链有韧性。], en: [The chain holds.]}
    counterexamples: {zh: [城市。], en: [A city.]}
    prototypes: {zh: [提升供应链韧性。], en: [Supply chains hold.]}
"""


@pytest.fixture
def findings(tmp_path):
    """Lint a text; give each finding as (severity, line, what is said with its remedy)."""

    def find(text, tokenizer=None, coverage=None):
        path = tmp_path / "codebook.yaml"
        path.write_text(text, encoding="utf-8")
        read = read_codebook_file(path)
        return [
            (each.severity, each.line, f"{each.what} → {each.remedy}")
            for each in lint(read.codebook, read.lines, tokenizer, coverage)
        ]

    return find


def test_a_clean_codebook_has_no_findings(findings):
    assert findings(CLEAN) == []


SLIPS = {
    "the same form in one theme": (
        "- {t: opening up, eq: opening_up}",
        "- {t: opening up, eq: opening_up}\n        - {t: Opening-up, eq: opening_up}",
        "Opening-up",
        "warning",
        ("'opening up' and 'Opening-up' are the same in a text", "keep 'opening up'"),
    ),
    "a plural beside its singular": (
        "en: [{t: supply chain, eq: chain}]",
        "en: [{t: supply chains, eq: chain}, {t: supply chain, eq: chain}]",
        "supply chains",
        "warning",
        ("are the same in a text", "keep 'supply chain', which finds both"),
    ),
    "the same form in two tiers": (
        "- {t: opening up, eq: opening_up}",
        "- {t: opening up, eq: opening_up}\n        - {t: OPENING UP, eq: opening_up, tier: support}",
        "OPENING UP",
        "error",
        ("differ in tier", "which counts is chance"),
    ),
    "the same term in two themes": (
        "zh: [{t: 供应链韧性, eq: chain}]",
        "zh: [{t: 供应链韧性, eq: chain}, {t: 對外開放, eq: chain}]",
        "對外開放",
        "warning",
        ("'对外开放' and '對外開放' of 'openness' and 'resilience'", "both are counted"),
    ),
    "a term inside another theme's": (
        "zh: [{t: 供应链韧性, eq: chain}]",
        "zh: [{t: 供应链韧性, eq: chain}, {t: 对外开放的韧性, eq: chain}]",
        "- {t: 对外开放,",
        "warning",
        (
            "'对外开放的韧性' of 'resilience' has '对外开放' of 'openness' inside",
            "`anti_terms` of 'openness'",
        ),
    ),
    "a context term inside another theme's": (
        "zh: [{t: 供应链韧性, eq: chain}]",
        "zh: [{t: 供应链韧性, eq: chain}, {t: 供应链开放, eq: chain}]",
        "- {t: 开放,",
        "note",
        ("has '开放' of 'openness' inside", "where a cue stands near"),
    ),
    "an empty side of a set": (
        "- {t: 对外开放, eq: opening_up, sub: trade}",
        "- {t: 对外开放, eq: opening_up, sub: trade}\n        - {t: 市场准入, eq: access}\n        - {t: 准入, eq: access}",
        "市场准入",
        "warning",
        ("'access' has an empty side: nothing in en for 市场准入, 准入", "eq: access"),
    ),
    "a set of one": (
        "- {t: opening up, eq: opening_up}",
        "- {t: opening up, eq: opening_up}\n        - {t: going out, eq: going}",
        "going out",
        "warning",
        ("'going' has one member", "nothing in zh"),
    ),
    "a set of two stances": (
        "en: [{t: supply chain, eq: chain}]",
        "en: [{t: supply chain, eq: chain, stance: deficit}]",
        "zh: [{t: 供应链韧性",
        "warning",
        ("'chain' has terms of different stance: deficit, none",),
    ),
    "a set over two themes": (
        "en: [{t: supply chain, eq: chain}]",
        "en: [{t: supply chain, eq: chain}, {t: firm door, eq: opening_up}]",
        "- {t: 对外开放,",
        "warning",
        ("'opening_up' has terms of openness and resilience",),
    ),
    "a term without a set": (
        "en: [{t: supply chain, eq: chain}]",
        "en: [{t: supply chain, eq: chain}, stockpile]",
        "stockpile",
        "note",
        ("1 terms of 'resilience' in 'en' belong to no equivalence set: stockpile",),
    ),
    "an anti-term inside a core term": (
        "anti_terms: {zh: [景区开放]}",
        "anti_terms: {zh: [景区开放, 对外]}",
        "anti_terms:",
        "warning",
        ("'对外' stands inside the term '对外开放', and does not keep it from counting",),
    ),
    "an anti-term that is a term": (
        "anti_terms: {zh: [景区开放]}",
        "anti_terms: {zh: [景区开放, 对外开放]}",
        "anti_terms:",
        "warning",
        ("'对外开放' is also a core term",),
    ),
    "an anti-term that bars nothing": (
        "anti_terms: {zh: [景区开放]}",
        "anti_terms: {zh: [景区开放, 出口额]}",
        "anti_terms:",
        "note",
        ("'出口额' has no term of 'openness' inside it",),
    ),
    "a not without the term": (
        "not: [开放日]",
        "not: [开门日]",
        "not: [开门日]",
        "warning",
        ("'开门日' is not an expression around '开放'", "never applies"),
    ),
    "cues that are not looked at": (
        "- {t: opening up, eq: opening_up}",
        "- {t: opening up, eq: opening_up, needs: [trade]}",
        "needs: [trade]",
        "warning",
        ("'opening up' is core and counts without a cue",),
    ),
    "an ambiguous term without a reason": (
        "ambiguous: {开放: roads and parks}",
        "ambiguous: {}",
        "- {t: 开放,",
        "warning",
        ("nothing under `ambiguous` says why",),
    ),
    "an ambiguous term that counts alone": (
        "ambiguous: {开放: roads and parks}",
        "ambiguous: {开放|opening up: roads and parks}",
        "- {t: opening up",
        "note",
        ("'opening up' is called ambiguous, and yet counts without a cue (core)",),
    ),
    "a reason for no term": (
        "ambiguous: {开放: roads and parks}",
        "ambiguous: {开放|全球: roads and parks}",
        "ambiguous:",
        "note",
        ("speaks of 全球, which is no term",),
    ),
    "a single character": (
        "zh: [{t: 供应链韧性, eq: chain}]",
        "zh: [{t: 链, eq: chain}]",
        "{t: 链,",
        "warning",
        ("'链' is one character",),
    ),
    "a rule that cannot be met": (
        "en: [{t: supply chain, eq: chain}]",
        "en: [{t: supply chain, eq: chain, tier: support}]",
        "en: [{t: supply chain",
        "error",
        ("'resilience' has no core term and 1 others in 'en'", "no unit can carry it"),
    ),
    "a missing definition": (
        "definition: {zh: 跨境交流。, en: Exchange across borders.}",
        "definition: {en: Exchange across borders.}",
        "definition: {en: Exchange",
        "warning",
        ("'openness' has no `definition` in zh", "`definition.zh`"),
    ),
    "no definition at all": (
        "definition: {zh: 跨境交流。, en: Exchange across borders.}",
        "definition: {}",
        "definition: {}",
        "error",
        ("'openness' is defined in no language",),
    ),
    "a gap of a new codebook": (
        "definition: {zh: 跨境交流。, en: Exchange across borders.}",
        "definition: {zh: 跨境交流。, en: '(to be written: what it is)'}",
        "(to be written",
        "error",
        ("is still to be written",),
    ),
    "a missing label": (
        "label: {zh: 开放, en: Openness}",
        "label: {en: Openness}",
        "label: {en: Openness}",
        "warning",
        ("'openness' has no `label` in zh",),
    ),
    "missing prototypes": (
        "    prototypes: {zh: [提升供应链韧性。], en: [Supply chains hold.]}\n",
        "",
        "- id: resilience",
        "warning",
        ("'resilience' has no `prototypes` in zh and en",),
    ),
    "missing examples": (
        "examples: {zh: [供应链有韧性。], en: [The chain holds.]}",
        "examples: {zh: [供应链有韧性。]}",
        "examples: {zh: [供应链有韧性。]}",
        "note",
        ("'resilience' has no `examples` in en",),
    ),
    "missing rules": (
        "    include: [security]\n",
        "",
        "- id: resilience",
        "note",
        ("'resilience' has no `include`",),
    ),
    "examples in another language": (
        "examples: {zh: [供应链有韧性。], en: [The chain holds.]}",
        "examples: {zh: [供应链有韧性。], en: [The chain holds.], fr: [La chaîne tient.]}",
        "fr: [La",
        "warning",
        ("`examples` of 'resilience' has 'fr'", "never used"),
    ),
    "a sub-theme that no term has": (
        "- {id: trade, label: {zh: 贸易, en: Trade}}",
        "- {id: trade, label: {zh: 贸易, en: Trade}}\n      - {id: talent, label: {zh: 人才, en: Talent}}",
        "{id: talent",
        "warning",
        ("no term of 'openness' belongs to the sub-theme 'talent'",),
    ),
    "a sub-theme without a label": (
        "- {id: trade, label: {zh: 贸易, en: Trade}}",
        "- {id: trade, label: {en: Trade}}",
        "{id: trade",
        "note",
        ("the sub-theme 'trade' has no label in zh",),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_found_where_it_stands(name, findings):
    old, new, at, severity, said = SLIPS[name]
    text = CLEAN.replace(old, new)
    assert text != CLEAN
    found = findings(text)
    line = text[: text.index(at)].count("\n") + 1
    assert [(how, where) for how, where, _ in found] == [(severity, line)], found
    assert all(part in found[0][2] for part in said), found[0][2]


def test_a_language_that_the_toolkit_cannot_cut_is_named(codebook_of):
    found = lint(codebook_of({"openness": {"terms": {"pl": ["otwartość"]}}}, languages=["pl"]))
    (named,) = [finding for finding in found if "no tokenizer for 'pl'" in finding.what]
    assert (named.severity, named.place) == ("warning", ("languages", 0))


@pytest.mark.parametrize("bar", ["anti_terms: {zh: [景区开放, 开放供应链]}", "not"])
def test_what_is_barred_inside_another_theme_is_no_finding(bar, findings):
    text = CLEAN.replace("zh: [{t: 供应链韧性, eq: chain}]", "zh: [{t: 开放供应链, eq: chain}]")
    if bar == "not":
        text = text.replace("not: [开放日]", "not: [开放日, 开放供应链]")
    else:
        text = text.replace("anti_terms: {zh: [景区开放]}", bar)
    assert findings(text) == []


def test_one_language_needs_no_equivalence_sets(codebook_of):
    themes = {"openness": {"terms": {"en": ["opening up", {"t": "openness", "eq": "alone"}]}}}
    found = lint(codebook_of(themes, languages=["en"]))
    assert not [finding for finding in found if "equivalence" in finding.what]


class TestTokens:
    def test_terms_that_come_apart_are_named(self, findings):
        found = findings(CLEAN, Tokenizer())
        assert {how for how, _, _ in found} == {"note"}
        assert any("takes 'supply chain' apart (supply | chain)" in said for _, _, said in found)

    def test_compounds_stay_whole(self, findings):
        compounds = {"zh": ["对外开放", "开放", "供应链韧性"], "en": ["opening up", "supply chain"]}
        assert findings(CLEAN, Tokenizer(compounds=compounds)) == []

    def test_a_tokenizer_that_is_not_there_is_told_once(self, findings):
        class Missing(Tokenizer):
            def term(self, term, language):
                raise ToolkitError("install it")

        found = findings(CLEAN, Missing())
        assert [said for _, _, said in found] == [
            f"terms in '{language}' were not tokenised → install it" for language in ("zh", "en")
        ]


def test_a_set_that_counts_alone_on_one_side_only_is_named(codebook_of):
    chain = {"t": "chain", "eq": "chain", "tier": "context", "needs": ["supply"]}
    terms = {"zh": [{"t": "供应链", "eq": "chain"}], "en": [chain, "stockpile"]}
    found = lint(codebook_of({"theme": {"terms": terms}}))
    told = [finding.what for finding in found if "set 'chain'" in finding.what]
    assert told == ["the equivalence set 'chain' counts in en only with a cue, elsewhere alone"]


def test_the_stance_of_a_term_may_come_from_its_sub_theme(codebook_of):
    subthemes = [{"id": "closure", "label": {"zh": "脱钩", "en": "Closure"}, "stance": "contra"}]
    terms = {
        "zh": [{"t": "脱钩", "eq": "cut", "stance": "contra"}],
        "en": [{"t": "decoupling", "eq": "cut", "sub": "closure"}],
    }
    found = lint(codebook_of({"theme": {"terms": terms, "subthemes": subthemes}}))
    assert not [finding for finding in found if "stance" in finding.what]


def test_words_that_have_no_lemma_are_named(codebook_of):
    terms = {
        "de": ["resiliente Lieferkette", "strategische Autonomie", "EU"],
        "fr": ["autonomie stratégique"],
    }
    found = lint(codebook_of({"theme": {"terms": terms}}, languages=["de", "fr"]))
    assert [finding.what for finding in found if "lemmatiser" in finding.what] == [
        "the lemmatiser does not know resiliente: its other forms are not found"
    ]


class TestCorpus:
    def rows(self, units, tmp_path):
        return term_coverage(units, read_codebook_file(tmp_path / "codebook.yaml").codebook)

    def test_terms_and_themes_without_a_hit_are_named(self, findings, units_of, tmp_path):
        findings(CLEAN)
        units = units_of(
            {"a": ["公园开放了", "坚持对外开放"], "b": ["opening up"]}, {"a": {"language": "zh"}}
        )
        found = findings(CLEAN, coverage=self.rows(units, tmp_path))
        assert [(how, line, said.split(" → ")[0]) for how, line, said in found] == [
            ("warning", 16, "'开放' is found once, and no cue ever stands near it"),
            ("error", 24, "'resilience' would be silent: no term of it counts anywhere in 'en'"),
            ("error", 24, "'resilience' would be silent: no term of it counts anywhere in 'zh'"),
            ("warning", 30, "the corpus never has the core term '供应链韧性'"),
            ("warning", 31, "the corpus never has the core term 'supply chain'"),
        ]

    def test_a_language_without_units_is_named(self, findings, units_of, tmp_path):
        findings(CLEAN)
        units = units_of({"b": ["opening up the supply chain"]}, {})
        assert findings(CLEAN, coverage=self.rows(units, tmp_path)) == [
            ("note", 4, "the corpus has no units in 'zh' → nothing to do, if that is meant")
        ]

    def test_a_corpus_that_uses_every_term_has_none(self, findings, units_of, tmp_path):
        findings(CLEAN)
        texts = {"a": ["国际开放,对外开放,供应链韧性"], "b": ["opening up the supply chain"]}
        units = units_of(texts, {"a": {"language": "zh"}})
        assert findings(CLEAN, coverage=self.rows(units, tmp_path)) == []


def test_without_lines_findings_still_say_where(codebook_of):
    codebook = codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["openness"]}}})
    found = lint(codebook)
    assert {finding.line for finding in found} == {None}
    assert {finding.place[0] for finding in found} == {"themes"}
    assert str(found[0]).startswith("error: 'openness' is defined in no language")


def test_findings_follow_the_file(findings):
    text = CLEAN
    for old, new, *_ in SLIPS.values():
        if text.count(old) == 1:
            text = text.replace(old, new)
    found = findings(text)
    order = [(line, SEVERITIES.index(how)) for how, line, _ in found]
    assert len(found) > 10
    assert order == sorted(order)


def test_the_shipped_codebook_has_no_errors(technology_trade):
    tokenizer = technology_trade.features.tokenizer
    found = lint(
        technology_trade.codebook,
        None,
        tokenizer,
        term_coverage(technology_trade.features.units, technology_trade.codebook),
    )
    assert [finding.what for finding in found if finding.severity == "error"] == []
