"""A codebook is read whole or refused with every fault and its line."""

import pytest

from toolkit.errors import InvalidInput
from toolkit.preprocess import Tokenizer
from toolkit.themes import read_codebook

GOOD = """\
format: theme-codebook/0
id: tiny
version: 0.1.0
languages: [zh, en]
stance_values: [pro, deficit]
positive_rule: "core >= 1 or distinct(support) >= 2"
themes:
  - id: openness
    label: {zh: 开放, en: Openness}
    definition: {en: Exchange across borders.}
    subthemes:
      - {id: trade, label: {en: Trade}}
    terms:
      zh:
        - {t: 对外开放, sub: trade, eq: opening_up, stance: deficit}
        - {t: 市场准入, tier: support}
        - {t: 开放, tier: context, eq: opening_up, needs: [国际]}
      en:
        - {t: opening up, sub: trade, eq: opening_up}
        - market access
  - id: resilience
    label: {zh: 韧性, en: Resilience}
    definition: {en: Chains that hold.}
    terms:
      zh: [供应链韧性]
      en: [supply chain]
"""


@pytest.fixture
def read_text(tmp_path):
    def read(text):
        path = tmp_path / "codebook.yaml"
        path.write_text(text, encoding="utf-8")
        return read_codebook(path)

    return read


@pytest.fixture
def problems_in(read_text):
    """Read a faulty text; give each problem as (line, what is said)."""

    def find(text):
        with pytest.raises(InvalidInput) as caught:
            read_text(text)
        return [
            (int(problem.place.rsplit(" line ", 1)[1]), f"{problem.reason} → {problem.remedy}")
            for problem in caught.value.problems
        ]

    return find


def line_with(text, part):
    (number,) = [number for number, line in enumerate(text.splitlines(), start=1) if part in line]
    return number


def test_the_shipped_codebook_is_sound(technology_trade):
    codebook = technology_trade.codebook
    assert codebook.theme_ids == ("openness", "self_reliance", "supply_chain_resilience")
    assert codebook.thresholds == (1, 2)
    assert codebook.languages == ("zh", "en")
    for theme in codebook.themes:
        assert {"zh", "en"} <= theme.terms.keys() & theme.prototypes.keys() & theme.definition.keys()


def test_a_plain_string_is_a_core_term(read_text):
    assert read_text(GOOD).themes[0].terms["en"][1].tier == "core"


FAULTS = {
    "a theme without terms in a language": (
        "      en: [supply chain]",
        "      en: []",
        "    terms:\n      zh: [供应链韧性]",
        ("'resilience' has no core or support term in 'en'", "terms.en"),
    ),
    "a theme with context terms alone": (
        "      en: [supply chain]",
        "      en: [{t: chain, tier: context, needs: [supply]}]",
        "    terms:\n      zh: [供应链韧性]",
        ("'resilience' has no core or support term in 'en'",),
    ),
    "a term that stands twice": (
        "        - market access",
        "        - market access\n        - {t: market access, tier: support}",
        "{t: market access, tier: support}",
        ("'market access' stands twice in 'openness'", "remove one"),
    ),
    "an unknown sub-theme": (
        "{t: opening up, sub: trade,",
        "{t: opening up, sub: trades,",
        "sub: trades",
        ("unknown sub-theme 'trades'", "one of: trade"),
    ),
    "a context term without cues": (
        ", needs: [国际]",
        "",
        "{t: 开放, tier: context",
        ("'开放' has no `needs`", "another tier"),
    ),
    "a misspelled key of a term": (
        "{t: 市场准入, tier: support}",
        "{t: 市场准入, teir: support}",
        "teir",
        ("unknown key", "teir", "did you mean 'tier'?"),
    ),
    "a misspelled key of a theme": (
        "    subthemes:",
        "    subtheme:",
        "    subtheme:",
        ("unknown key", "did you mean 'subthemes'?"),
    ),
    "a misspelled key of the codebook": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmulti_label: true",
        "multi_label",
        ("unknown key 'multi_label'", "did you mean 'multilabel'?"),
    ),
    "a theme that stands twice": (
        "  - id: resilience",
        "  - id: openness  # again",
        "# again",
        ("'openness' stands twice", "rename"),
    ),
    "an unknown rule": (
        '"core >= 1 or distinct(support) >= 2"',
        '"core > 1"',
        "positive_rule",
        ("positive_rule", "core > 1", "'core >= 1 or distinct(support) >= 2'"),
    ),
    "an unknown tier": (
        "tier: support",
        "tier: supprt",
        "supprt",
        ("'core', 'support' or 'context'", "'supprt'"),
    ),
    "a language that is not declared": (
        "      en: [supply chain]",
        "      en: [supply chain]\n      de: [Lieferkette]",
        "Lieferkette",
        ("'de' is not among `languages`",),
    ),
    "a way of normalising that there is not": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmatching:\n  normalise: [nfkc, dash, quotes, whitespace]",
        "normalise",
        ("must be [nfkc, quotes, dash, whitespace], in this order", "'dash', 'quotes'"),
    ),
    "a way of normalising left out": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmatching:\n  normalise: [nfkc]",
        "normalise",
        ("must be [nfkc, quotes, dash, whitespace], in this order",),
    ),
    "a blank term": (
        "        - market access",
        "        - ' '",
        "        - ' '",
        ("the term ' ' has nothing to look for", "write it out"),
    ),
    "a term of a dash": (
        "        - market access",
        "        - {tier: support, t: '–'}",
        "t: '–'",
        ("the term '–' has nothing to look for",),
    ),
    "an empty cue": (
        "needs: [国际]",
        "needs:\n           [国际,\n            '']",
        "'']",
        ("the cue in `needs` '' has nothing to look for",),
    ),
    "an empty not": (
        "needs: [国际]",
        "needs: [国际], not: ['-']",
        "not: ['-']",
        ("the expression in `not` '-' has nothing to look for",),
    ),
    "an empty anti-term": (
        "      en: [supply chain]",
        "      en: [supply chain]\n    anti_terms:\n      zh: ['\u3000']",
        "'\u3000'",
        ("the anti-term '\u3000' has nothing to look for", "remove it"),
    ),
    "an unknown stance of a term": (
        "stance_values: [pro, deficit]",
        "stance_values: [pro, contra]",
        "{t: 对外开放",
        ("unknown stance 'deficit'", "one of `stance_values`: pro, contra"),
    ),
    "an unknown stance of a sub-theme": (
        "{id: trade, label: {en: Trade}}",
        "{id: trade, label: {en: Trade}, stance: con}",
        "stance: con",
        ("unknown stance 'con'", "one of `stance_values`: pro, deficit"),
    ),
    "a rule that every unit meets": (
        "core >= 1 or",
        "core >= 0 or",
        "core >= 0",
        ("'core >= 1 or distinct(support) >= 2'",),
    ),
    "no languages": (
        "languages: [zh, en]",
        "languages: []",
        "languages: []",
        ("languages", "at least 1"),
    ),
    "a language that stands twice": (
        "languages: [zh, en]",
        "languages: [zh, en, zh]",
        "languages:",
        ("'zh' stands 2 times", "keep one"),
    ),
    "a window of a language that is not declared": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmatching:\n  window: {zh: 20, eng: 8}",
        "window",
        ("'eng', which is not among `languages`", "did you mean 'en'?"),
    ),
    "a window of nothing": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmatching:\n  window: {zh: 0}",
        "window",
        ("matching.window.zh", "greater than or equal to 1"),
    ),
    "a way of matching that there is not": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmatching:\n  ko: {mode: substring}",
        "ko:",
        ("matching.ko.mode", "'phrase'", "'substring'"),
    ),
    "a language without a way of matching": (
        "languages: [zh, en]",
        "languages: [zh, en]\nmatching:\n  rus: {}",
        "rus:",
        ("unknown key 'matching.rus'", "did you mean 'ru'?"),
    ),
    "a sub-theme that stands twice": (
        "      - {id: trade, label: {en: Trade}}",
        "      - {id: trade, label: {en: Trade}}\n      - {id: trade, label: {en: Commerce}}",
        "{id: trade, label: {en: Commerce}}",
        ("the sub-theme 'trade' stands twice in 'openness'",),
    ),
    "a sub-theme without a list": (
        "      en: [supply chain]",
        "      en: [{t: supply chain, sub: links}]",
        "sub: links",
        ("unknown sub-theme 'links'", "under `subthemes`"),
    ),
    "a key that stands twice": (
        "version: 0.1.0",
        "version: 0.1.0\nversion: 0.2.0",
        "0.2.0",
        ("'version' stands here again", "line 3"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line_and_a_remedy(name, problems_in):
    old, new, at, said = FAULTS[name]
    text = GOOD.replace(old, new)
    assert text != GOOD
    line = text[: text.index(at)].count("\n") + 1
    ((found, message),) = problems_in(text)
    assert found == line
    assert all(part in message for part in said), message


def test_the_key_suggested_for_nots_is_the_one_to_write(problems_in):
    text = GOOD.replace("needs: [国际]", "needs: [国际], nots: [开放日]")
    ((_, message),) = problems_in(text)
    assert "did you mean 'not'?" in message


def test_all_faults_are_told_at_once(problems_in):
    text = GOOD.replace(", needs: [国际]", "").replace("sub: trade, eq", "sub: trades, eq")
    assert [line for line, _ in problems_in(text)] == [15, 17, 19]


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(InvalidInput, match="there is no such file"):
        read_codebook(tmp_path / "nothing.yaml")


def test_without_stance_values_any_stance_goes(read_text):
    codebook = read_text(GOOD.replace("stance_values: [pro, deficit]\n", ""))
    assert codebook.themes[0].terms["zh"][0].stance == "deficit"


class TestDigest:
    def test_is_blind_to_comments_and_layout(self, read_text):
        plain = read_text(GOOD).digest
        assert read_text(
            "# a note\n" + GOOD.replace("\n  - id: resilience", "\n\n  - id: resilience # x")
        ).digest == (plain)
        assert read_text(GOOD.replace("- market access", "- {t: market access, tier: core}")).digest == plain

    def test_is_blind_to_what_is_said_by_default_anyway(self, read_text):
        told = "languages: [zh, en]\nunit: paragraph\nmatching: {overlap: longest, en: {mode: phrase}}"
        assert read_text(GOOD.replace("languages: [zh, en]", told)).digest == read_text(GOOD).digest

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("market access", "market entry"),
            ("tier: support", "tier: core"),
            ("needs: [国际]", "needs: [全球]"),
            ("needs: [国际]", "needs: [国际], not: [开放日]"),
            ("distinct(support) >= 2", "distinct(support) >= 3"),
            ("Chains that hold.", "Chains that break."),
        ],
    )
    def test_sees_every_word_that_matters(self, old, new, read_text):
        assert read_text(GOOD.replace(old, new)).digest != read_text(GOOD).digest


class TestForTokenizers:
    def test_compounds_are_all_terms_by_language(self, read_text):
        assert read_text(GOOD).compounds == {
            "en": ["market access", "opening up", "supply chain"],
            "zh": sorted(["对外开放", "市场准入", "开放", "供应链韧性"]),
        }

    def test_seeds_are_core_and_support_terms_kept_whole(self, read_text):
        codebook = read_text(GOOD)
        seeds = codebook.seeds(Tokenizer(compounds=codebook.compounds))
        assert set(seeds["openness"]) == {
            ("zh", "对外开放"),
            ("zh", "市场准入"),
            ("en", "open_up"),
            ("en", "market_access"),
        }
        assert set(seeds["resilience"]) == {("zh", "供应链韧性"), ("en", "supply_chain")}

    def test_terms_that_come_apart_are_no_seeds(self, read_text):
        seeds = read_text(GOOD).seeds(Tokenizer())
        assert ("en", "open_up") not in seeds["openness"]
        assert not any(token in ("open", "market", "供应链") for own in seeds.values() for _, token in own)

    def test_equivalents_join_terms_of_one_set_across_languages(self, read_text):
        codebook = read_text(GOOD)
        groups = codebook.equivalents(Tokenizer(compounds=codebook.compounds))
        assert groups == [[("en", "open_up"), ("zh", "对外开放"), ("zh", "开放")]]

    def test_nearly_every_shipped_term_is_one_token(self, technology_trade):
        tokenizer = technology_trade.features.tokenizer
        for language, terms in technology_trade.codebook.compounds.items():
            whole = [len(tokenizer.term(term, language)) == 1 for term in terms]
            assert sum(whole) / len(whole) > 0.95
