"""One path from text to tokens, for documents and for the codebook's terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.preprocess import SPLITTERS, Tokenizer, TokenRules, read_stop_words
from toolkit.themes import read_codebook

ROOT = Path(__file__).parents[2]
CODEBOOK = read_codebook(ROOT / "experiments/codebooks/technology-policy.yaml")
TERMS = [(language, term) for language, terms in CODEBOOK.compounds.items() for term in terms]
TOKENIZER = Tokenizer(compounds=CODEBOOK.compounds)
OWN = Tokenizer(
    compounds={
        "zh": ["AI芯片", "国产GPU", "5G 网络", "补链、强链", "供應鏈韌性", "小院高墙"],
        "en": [
            "supply chain", "supply chain resilience", "self-reliance", "know-how", "rare earths", "R&D", "U.S. dollar",
            "chokepoint technology", "AI chip", "5G network", "win-win cooperation", "opening up",
        ],
    }
)  # fmt: skip
AGAIN = Tokenizer(OWN.rules, OWN.compounds)
TEXT = st.text() | st.lists(
    st.sampled_from(
        [
            "开放",
            "供应链",
            "AI芯片",
            "，",
            "。",
            " ",
            "supply",
            "chain",
            "-",
            "’s",
            "'",
            "5G",
            "2.5%",
            "Chips",
            "_",
            "、",
            "供應鏈",
            ".",
            "É",
        ]
    )
).map("".join)
FRAMES = {
    "zh": ["{}", "我们认为{}非常重要。", "“{}”", "（{}），", "关于{}和{}", "2025年，{}"],
    "en": ["{}", "They saw {} today.", "“{}”", "({}), and", "In 2025, {}!", "{}; {}"],
}


# --- every term of the codebook -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_codebook_term_is_the_same_alone_and_inside_a_sentence(language):
    broken = []
    for term in CODEBOOK.compounds[language]:
        alone = list(TOKENIZER.term(term, language))
        for frame in FRAMES[language][1:]:
            tokens = TOKENIZER._splitter(language).split(frame.format(term, term))
            if not any(tokens[i : i + len(alone)] == alone for i in range(len(tokens))):
                broken.append((term, frame, tokens))
    assert not broken


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_codebook_term_is_one_token(language):
    assert [term for term in CODEBOOK.compounds[language] if len(TOKENIZER.term(term, language)) != 1] == []


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda term: term.replace(" ", "-"), lambda term: term.replace("-", " ")]
)
def test_case_and_hyphens_do_not_hide_a_compound(change):
    for term in ("supply chain", "self-reliance", "know-how", "win-win cooperation", "opening up"):
        assert OWN.term(change(term), "en") == OWN.term(term, "en")


PLURALS = {
    "supply chains": "supply_chain",
    "supply-chains": "supply_chain",
    "chokepoint technologies": "chokepoint_technology",
    "AI chips": "ai_chip",
    "a rare earth": "rare_earth",
    "5G networks": "5g_network",
    "supply chain’s": "supply_chain",
    "China’s supply chains": "supply_chain",
}


@pytest.mark.parametrize(("text", "token"), PLURALS.items())
def test_plurals_and_possessives_are_the_same_compound(text, token):
    assert token in OWN.tokens(f"They named {text} today.", "en")


COMPOUNDS = {
    "the longest wins": ("en", "supply chain resilience", ["supply_chain_resilience"]),
    "a hyphen binds a word that is no compound": ("en", "a win-win deal", ["win-win", "deal"]),
    "a compound behind a hyphen": ("en", "pre-supply-chain", ["pre", "supply_chain"]),
    "no compound across a comma": ("en", "supply, chain", ["supply", "chain"]),
    "no compound across a full stop": ("en", "We track supply. Chain stores grow.", ["track", "supply", "chain", "store", "grow"]),
    "a full stop inside a compound": ("en", "the U.S. dollar fell", ["u.s._dollar", "fall"]),
    "signs inside a name": ("en", "R&D, R & D at AT&T and in the U.K.", ["r&d", "r&d", "at&t", "u.k."]),
    "a compound that goes on behind a hyphen": ("en", "supply chain-based on 5G networks", ["supply_chain", "base", "5g_network"]),
    "a compound behind the end of another": ("en", "a supply chain supply chain", ["supply_chain", "supply_chain"]),
    "an underscore binds nothing": ("en", "win-win_win-win", ["win-win_win", "win"]),
    "a number at the end of a sentence": ("en", "built on 5G.", ["build", "5g"]),
    "Latin letters in a Chinese compound": ("zh", "用AI芯片做研究", ["ai芯片", "研究"]),
    "Latin letters at its end": ("zh", "采购国产GPU芯片", ["采购", "国产gpu", "芯片"]),
    "not inside a longer Latin word": ("zh", "OpenAI芯片", ["openai", "芯片"]),
    "a blank in a Chinese compound": ("zh", "建设5G 网络", ["建设", "5g_网络"]),
    "a comma in a Chinese compound": ("zh", "推动补链、强链", ["推动", "补链、强链"]),
    "traditional characters in the term": ("zh", "供应链韧性", ["供应链韧性"]),
    "traditional characters in the text": ("zh", "小院高牆與供應鏈韌性", ["小院高墙", "供应链韧性"]),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text", "tokens"), COMPOUNDS.values(), ids=COMPOUNDS.keys())
def test_compounds_stay_whole(language, text, tokens):
    assert OWN.tokens(text, language) == tokens


def test_two_tokenizers_do_not_share_compounds():
    other = Tokenizer(compounds={"zh": ["晶圆代工路线"], "en": ["wafer road"]})
    assert other.tokens("晶圆代工路线", "zh") == ["晶圆代工路线"]
    assert OWN.tokens("晶圆代工路线", "zh") != ["晶圆代工路线"]
    assert other.digest != OWN.digest


# --- what is left out -----------------------------------------------------------------------------------


def test_latin_words_and_numbers_do_not_swallow_the_chinese_behind_them():
    tokens = Tokenizer().tokens("2024年中国出口AI芯片产业链，建设5G网络，增长3.5%左右", "zh")
    assert tokens[:5] == ["中国", "出口", "ai", "芯片", "产业链"]
    assert {"5g", "网络", "增长"} <= set(tokens)


@pytest.mark.parametrize(
    "number",
    [
        "两个",
        "六成",
        "三十年",
        "第二",
        "一百二十亿元",
        "几十家",
        "2024年",
        "3.5%",
        "数千",
    ],
)
def test_chinese_numbers_are_left_out_unless_asked_for(number):
    assert Tokenizer().tokens(number, "zh") == []
    assert Tokenizer(TokenRules(numbers=True, min_characters=1, stop_words=False)).tokens(number, "zh")


@pytest.mark.parametrize("number", ["2024", "3,000", "2.5%", "three", "twenty", "million"])
def test_english_numbers_are_left_out(number):
    assert Tokenizer().tokens(f"{number} ports", "en") == ["port"]


def test_digits_are_kept_when_asked_for():
    assert Tokenizer(TokenRules(numbers=True)).tokens("In 2024, 3,000 ports.", "en") == [
        "2024",
        "3,000",
        "port",
    ]


@pytest.mark.parametrize("word", ["半导体", "三角洲", "百姓", "5g", "千兆"])
def test_words_that_only_begin_like_numbers_stay(word):
    assert word in Tokenizer(compounds={"zh": [word]}).tokens(word, "zh")


@pytest.mark.parametrize("language", sorted(SPLITTERS))
def test_stop_words_are_left_out_unless_asked_for(language):
    words = sorted(read_stop_words(language))
    assert len(words) > 100
    everything = TokenRules(stop_words=False, min_characters=1, numbers=True)
    for word in words:
        assert word not in TOKENIZER.tokens(word, language)
    kept = {
        "zh": "我们",
        "en": "the",
        "ja": "場合",
        "ko": "경우",
        "de": "dieser",
        "fr": "cette",
        "es": "según",
        "ru": "этого",
    }
    assert Tokenizer(everything).tokens(kept[language], language)


def test_own_stop_words_go_the_same_path():
    rules = TokenRules(extra_stop_words={"en": ("Factories",), "zh": ("晶圓",)})
    assert Tokenizer(rules).tokens("A factory of wafers", "en") == ["wafer"]
    assert "晶圆" not in Tokenizer(rules).tokens("晶圆", "zh")


def test_own_compounds_join_those_of_the_codebook():
    rules = TokenRules(compounds={"en": ("wafer road",)})
    assert Tokenizer(rules, {"en": ["supply chain"]}).tokens("wafer road, supply chain", "en") == [
        "wafer_road",
        "supply_chain",
    ]


def test_short_tokens_are_left_out():
    assert Tokenizer(TokenRules(min_characters=6)).tokens("ports harbours", "en") == ["harbour"]


# --- laws -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(SPLITTERS))
@settings(max_examples=200, deadline=None)
@given(text=TEXT)
@example(text="5G 网络 supply chain")
def test_tokens_hold_no_blanks_and_no_capitals(language, text):
    for token in OWN.tokens(text, language):
        assert token
        assert token == "".join(token.split())
        assert token == token.lower() or language == "zh"


@pytest.mark.parametrize("language", sorted(SPLITTERS))
@settings(max_examples=100, deadline=None)
@given(text=TEXT)
def test_the_same_text_gives_the_same_tokens(language, text):
    assert AGAIN.tokens(text, language) == OWN.tokens(text, language)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("半導體產業鏈", "半导体产业链"),
        ("對外開放與國際合作", "对外开放与国际合作"),
        ("關鍵技術自主創新", "关键技术自主创新"),
    ],
)
def test_traditional_characters_give_the_tokens_of_the_simplified(traditional, simplified):
    assert TOKENIZER.tokens(traditional, "zh") == TOKENIZER.tokens(simplified, "zh") != []


def test_the_digest_names_rules_and_compounds():
    base = Tokenizer(compounds={"en": ["b a", "a b"]})
    assert base.digest == Tokenizer(compounds={"en": ["a b", "b a", "a b"]}).digest
    assert base.digest != Tokenizer().digest
    assert Tokenizer(TokenRules(min_characters=3)).digest != Tokenizer().digest


@pytest.mark.parametrize("language", ["xx", "sw", "zh-CN"])
def test_a_language_without_tokenizer_is_reported_with_the_known_ones(language):
    with pytest.raises(InvalidInput) as caught:
        Tokenizer().tokens("text", language)
    (problem,) = caught.value.problems
    assert language in problem.reason
    assert "Known: de, en, es, fr, ja, ko, ru, zh" in problem.remedy
    assert f"stopwords/{language}.txt" in problem.remedy
