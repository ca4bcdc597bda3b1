"""Expressions that a corpus shows by itself."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from toolkit.preprocess import Collocations, Tokenizer, TokenRules
from toolkit.preprocess.tokens import STOP, find_collocations
from toolkit.preprocess.tokens.collocations import Joiner

WORDS = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", STOP]), max_size=12), max_size=20)


def found(units, npmi=0.01, least=2, longest=2, **left_out):
    rules = Collocations(npmi=npmi, least=least, longest=longest)
    sets = {language: frozenset(words) for language, words in left_out.items()}
    return find_collocations(units, ["en"] * len(units), rules, sets).get("en", ())


def test_the_measure_is_the_one_of_gensim():
    from gensim.models.phrases import npmi_scorer

    units = [["sea", "road", "port"]] * 6 + [["sea", "port"]] * 3 + [["road", "toll"]] * 2 + [["toll", "sea"]]
    total = sum(map(len, units))
    score = npmi_scorer(10, 8, 6, len_vocab=4, min_count=2, corpus_word_count=total)
    assert score == pytest.approx(math.log((6 / total) / (10 / total * 8 / total)) / -math.log(6 / total))
    assert ("sea", "road") in found(units, npmi=score - 1e-9)
    assert ("sea", "road") not in found(units, npmi=score + 1e-9)


def test_a_pair_that_is_always_together_is_found_and_a_chance_pair_is_not():
    units = [["rare", "earth", x, y] for x in "abcdef" for y in "ghijkl"] + [["a", "g"]]
    assert found(units, npmi=0.9) == (("rare", "earth"),)


def test_rare_pairs_are_not_found():
    units = [["rare", "earth"]] * 9
    assert found(units, least=10) == ()
    assert found(units, least=9) == (("rare", "earth"),)


def test_no_expression_reaches_across_punctuation():
    assert found([["rare", STOP, "earth"]] * 9) == ()


def test_an_expression_may_hold_a_stop_word_inside_and_none_at_its_ends():
    units = [["bank", "of", "china", x] for x in "klmnop"] + [["of", x] for x in "klmnop"] * 3
    names = found(units, longest=3, en=["of"])
    assert ("bank", "of", "china") in names
    assert not [name for name in names if "of" in (name[0], name[-1])]


def test_the_longest_expression_is_bounded_by_the_rules():
    units = [["one", "belt", "one", "road"], ["sea"] * 8] * 9
    assert max(map(len, found(units, longest=3))) == 3
    assert max(map(len, found(units, longest=4))) == 4


def test_languages_are_counted_apart():
    units = [["rare", "earth"], ["rare", "earth"]]
    rules = Collocations(npmi=0.01, least=2)
    assert find_collocations(units, ["en", "de"], rules) == {"de": (), "en": ()}
    assert find_collocations(units, ["de", "de"], rules) == {"de": (("rare", "earth"),)}


@given(units=WORDS)
def test_expressions_occur_as_often_as_asked_and_do_not_depend_on_the_order_of_units(units):
    expressions = found(units, longest=3)
    assert expressions == found(units[::-1], longest=3) == tuple(sorted(expressions))
    for expression in expressions:
        runs = [tuple(words[i : i + len(expression)]) for words in units for i in range(len(words))]
        assert runs.count(expression) >= 2
        assert STOP not in expression


@given(units=WORDS)
def test_joining_loses_no_word(units):
    joiner = Joiner([("a", "b"), ("a", "b", "c"), ("c", "d")])
    for words in units:
        groups = list(joiner.groups(words))
        assert [word for group in groups for word in group] == [word for word in words if word != STOP]
        assert ("a", "b") not in [
            groups[i] for i in range(len(groups) - 1) if groups[i + 1] == ("c",)
        ] or STOP in words


JOINED = {
    "en": ("Bank of China and ports", {"en": (("bank", "of", "china"),)}, ["bank_of_china", "port"]),
    "zh": ("发展海上港口", {"zh": (("海上", "港口"),)}, ["发展", "海上港口"]),
    "zh with names": ("用GPU芯片", {"zh": (("gpu", "芯片"),)}, ["gpu芯片"]),
    "zh between names": ("用open source软件", {"zh": (("open", "source"),)}, ["open_source", "软件"]),
    "ja": ("港湾の自動化施設", {"ja": (("自動化", "施設"),)}, ["港湾", "自動化施設"]),
    "ko": ("항구 공장", {"ko": (("항구", "공장"),)}, ["항구_공장"]),
    "de": ("Häfen, Straßen und Brücken", {"de": (("straße", "und", "brücke"),)}, ["hafen", "straße_und_brücke"]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expressions", "tokens"), [(k, *v) for k, v in JOINED.items()])
def test_texts_and_terms_are_joined_alike(name, text, expressions, tokens):
    language = name[:2]
    tokenizer = Tokenizer(collocations=expressions)
    assert tokenizer.tokens(text, language) == tokens
    joined = next(token for token in tokens if token not in Tokenizer().tokens(text, language))
    ((expression,),) = expressions.values()
    separator = "" if language in ("zh", "ja") and expression[-1] != "source" else " "
    assert tokenizer.term(separator.join(expression), language) == (joined,)


def test_the_longest_expression_is_joined_and_none_across_a_comma():
    expressions = {"en": (("sea", "road"), ("sea", "road", "port"))}
    tokenizer = Tokenizer(collocations=expressions)
    assert tokenizer.tokens("sea road ports, sea road, sea, road", "en") == [
        "sea_road_port", "sea_road", "sea", "road",
    ]  # fmt: skip


def test_the_digest_names_the_collocations():
    assert Tokenizer(collocations={"en": (("a", "b"),)}).digest != Tokenizer().digest
    assert Tokenizer(collocations={"en": ()}).digest == Tokenizer().digest


def test_words_feed_the_search_and_the_tokenizer_joins_what_it_found():
    texts = [f"The Sea Road, {word} and {word} again" for word in ("ports", "tolls", "ships", "maps") * 3]
    plain = Tokenizer(TokenRules(collocations=Collocations()))
    words = [plain.words(text, "en") for text in texts]
    expressions = find_collocations(words, ["en"] * 12, Collocations(), {"en": plain.left_out("en")})
    assert expressions == {"en": (("sea", "road"),)}
    assert Tokenizer(plain.rules, None, expressions).tokens(texts[0], "en")[0] == "sea_road"


@pytest.mark.parametrize("wrong", [{"npmi": 0}, {"npmi": 1.5}, {"least": 1}, {"longest": 1}, {"longest": 7}])
def test_rules_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValidationError):
        Collocations(**wrong)
