"""What every language owes: one sentence each, and the promises all keep."""

from __future__ import annotations

import pickle
import sys
from importlib import resources
from typing import NamedTuple

import pytest

from toolkit.errors import InvalidInput
from toolkit.preprocess import SPLITTERS, Tokenizer, TokenRules, read_stop_words
from toolkit.preprocess.tokens import STOP, Splitter, japanese, korean
from toolkit.preprocess.tokens.lemmas import lemma_of


class Sample(NamedTuple):
    text: str
    tokens: list[str]
    compound: str
    inside: str
    """A sentence with the compound in it."""

    whole: str
    """The compound as a token."""

    function_word: str


SAMPLES = {
    "zh": Sample(
        "2025年，这些GPU企业在港口建设了工厂。", ["gpu", "企业", "港口", "建设", "工厂"],
        "海上丝路", "我们谈到了海上丝路的港口。", "海上丝路", "我们",
    ),
    "en": Sample(
        "In 2025 these companies built GPU factories in the ports.",
        ["company", "build", "gpu", "factory", "port"],
        "sea road", "They spoke of the Sea Roads, and of ports.", "sea_road", "these",
    ),
    "de": Sample(
        "Im Jahr 2025 haben diese Unternehmen GPU-Fabriken in den Häfen gebaut.",
        ["jahr", "unternehmen", "gpu-fabrik", "hafen", "bauen"],
        "maritime Route", "Es ging um Maritime Routen.", "maritim_route", "diese",
    ),
    "fr": Sample(
        "En 2025, l'industrie d’Asie a construit aujourd'hui des usines de GPU dans les ports.",
        ["industrie", "asie", "construire", "usine", "gpu", "port"],
        "route de la mer", "On parle des Routes de la mer.", "route_de_la_mer", "cette",
    ),
    "es": Sample(
        "En 2025 estas empresas construyeron fábricas de GPU en los puertos.",
        ["empresa", "construir", "fábrica", "gpu", "puerto"],
        "ruta del mar", "Se habla de las Rutas del mar.", "ruta_del_mar", "según",
    ),
    "ru": Sample(
        "В 2025 году эти компании строили заводы и самолёты для портов США.",
        ["год", "компания", "строить", "завод", "самолет", "порт", "сша"],
        "морской путь", "Речь шла о морском пути.", "морской_путь", "этого",
    ),
    "ja": Sample(
        "2025年、この企業は港湾にＧＰＵの工場を建設した。", ["企業", "港湾", "gpu", "工場", "建設"],
        "海上航路網", "新しい海上航路網について話した。", "海上航路網", "場合",
    ),
    "ko": Sample(
        "2025년에 이 기업은 항구에 GPU 공장을 건설했다.", ["기업", "항구", "gpu", "공장", "건설"],
        "해상 항로", "우리는 해상항로를 이야기했다.", "해상_항로", "경우",
    ),
}  # fmt: skip
EVERYTHING = TokenRules(stop_words=False, numbers=True, min_characters=1)


@pytest.fixture(params=sorted(SPLITTERS))
def language(request):
    return request.param


def test_every_language_has_a_sample_and_a_splitter_that_keeps_the_protocol(language):
    assert language in SAMPLES
    assert isinstance(SPLITTERS[language](()), Splitter)


def test_a_sentence_gives_its_content_words(language):
    assert Tokenizer().tokens(SAMPLES[language].text, language) == SAMPLES[language].tokens


def test_the_list_of_stop_words_says_what_it_is(language):
    text = resources.files("toolkit.preprocess").joinpath(f"stopwords/{language}.txt").read_text("utf-8")
    assert text.startswith("#")
    assert len(read_stop_words(language)) >= 200
    assert SAMPLES[language].function_word in read_stop_words(language)


def test_numbers_and_stop_words_are_kept_only_when_asked_for(language):
    sample = SAMPLES[language]
    assert not any("2025" in token for token in Tokenizer().tokens(sample.text, language))
    assert "2025" in " ".join(Tokenizer(EVERYTHING).tokens(sample.text, language))
    assert Tokenizer().tokens(sample.function_word, language) == []
    assert Tokenizer(EVERYTHING).tokens(sample.function_word, language) != []


def test_a_compound_is_one_token_in_a_codebook_and_in_a_text(language):
    sample = SAMPLES[language]
    tokenizer = Tokenizer(compounds={language: [sample.compound]})
    assert tokenizer.term(sample.compound, language) == (sample.whole,)
    assert sample.whole in tokenizer.tokens(sample.inside, language)
    assert sample.whole not in Tokenizer().tokens(sample.inside, language)


@pytest.mark.parametrize("text", ["", " ", "\n", "。，.,;!?", "2025"])
def test_a_text_without_words_has_no_tokens(language, text):
    assert Tokenizer().tokens(text, language) == []


def test_case_and_width_of_latin_names_do_not_matter(language):
    tokenizer = Tokenizer()
    assert tokenizer.tokens("GPU 5G Covid-19", language) == tokenizer.tokens("gpu 5g covid-19", language)
    assert tokenizer.tokens("GPU 5G Covid-19", language) == ["gpu", "5g", "covid-19"]


def test_tokens_are_their_own_tokens(language):
    tokenizer = Tokenizer(compounds={language: [SAMPLES[language].compound]})
    for token in tokenizer.tokens(SAMPLES[language].text, language):
        assert tokenizer.term(token, language) == (token,)


def test_words_are_the_terms_words_with_stops_between(language):
    tokenizer = Tokenizer()
    text = SAMPLES[language].text
    words = tokenizer.words(text, language)
    assert [word for word in words if word != STOP] == list(tokenizer.term(text, language))
    assert words[-1] == STOP


@pytest.mark.parametrize("sign", [".", "(", " ", "国", "-", "a-", "1,", "'", "&", "&a", "_", "万", "。"])
def test_a_sign_repeated_twenty_thousand_times_takes_no_time(language, sign):
    tokenizer = Tokenizer(compounds={language: [SAMPLES[language].compound, "a b"]})
    assert sum(map(len, tokenizer.tokens(sign * 20_000, language))) <= 60_000


def test_a_tokenizer_travels_to_another_process(language):
    tokenizer = Tokenizer(EVERYTHING, {language: [SAMPLES[language].compound]})
    tokenizer.tokens("", language)
    again = pickle.loads(pickle.dumps(tokenizer))
    assert again.digest == tokenizer.digest
    assert again.tokens(SAMPLES[language].inside, language) == tokenizer.tokens(
        SAMPLES[language].inside, language
    )


def test_equal_tokens_of_two_texts_are_one_string():
    tokenizer = Tokenizer()
    (one,), (other,) = tokenizer.tokens("ports", "en"), tokenizer.tokens("The Port", "en")
    assert one is other


# --- what is particular to one language -----------------------------------------------------------------

PARTICULAR = {
    "names with digits": ("zh", "C919与COVID-19，3nm芯片，5纳米", ["c919", "covid-19", "3nm", "芯片", "纳米"]),
    "names with signs": ("zh", "R&D、AT&T、Wi-Fi、C++", ["r&d", "at&t", "wi-fi", "c++"]),
    "a hyphen before Chinese binds nothing": ("zh", "AI-驱动", ["ai", "驱动"]),
    "wide letters and digits": ("zh", "ＡＩ芯片增长１２．５％", ["ai", "芯片", "增长"]),
    "amounts of money": ("zh", "投资1.5万亿元、百亿美元和3,000万元", ["投资"]),
    "a sign of multiplication is no letter": ("zh", "建设2×300兆瓦机组", ["建设", "兆瓦", "机组"]),
    "elided articles": ("fr", "l'État d’aujourd’hui qu'Airbus", ["état", "airbus"]),
    "pronouns behind a verb": ("fr", "construit-elle le port ?", ["construire", "port"]),
    "names of two words": ("fr", "les États-Unis", ["états-unis"]),
    "a form that is also another word's": ("fr", "nous sommes, une somme", ["somme"]),
    "adjectives that open a sentence": ("de", "Wirtschaftliche Macht", ["wirtschaftlich", "macht"]),
    "compound nouns": ("de", "Halbleiterlieferketten", ["halbleiterlieferketten"]),
    "yo and ye": ("ru", "самолёт, самолеты", ["самолет", "самолет"]),
    "spellings": ("ja", "打合せと打ち合わせ", ["打ち合わせ", "打ち合わせ"]),
    "suffixes": ("ja", "供給網と研究者たち", ["供給網", "研究者"]),
    "verbs and endings": ("ja", "輸出が進んでいます", ["輸出", "進む"]),
    "amounts": ("ja", "1兆5000億円、一億円、三十年", []),
    "particles": ("ko", "정부는 공급망을 연구하였다", ["정부", "공급망", "연구"]),
    "verbs": ("ko", "배를 움직이는 바람", ["움직이다", "바람"]),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text", "tokens"), PARTICULAR.values(), ids=PARTICULAR.keys())
def test_a_language_is_read_by_its_own_rules(language, text, tokens):
    assert Tokenizer().tokens(text, language) == tokens


@pytest.mark.parametrize(
    ("language", "text", "compound"), [("ja", "東京都の港", "京都"), ("ja", "openaiの港", "ai")]
)
def test_a_compound_begins_and_ends_with_a_word(language, text, compound):
    assert compound not in Tokenizer(EVERYTHING, {language: [compound]}).tokens(text, language)


def test_long_japanese_texts_are_read_in_parts():
    text = "政府は港湾に工場を建設した。" * 4000
    assert Tokenizer().tokens(text, "ja") == ["政府", "港湾", "工場", "建設"] * 4000
    assert len(Tokenizer(EVERYTHING).tokens("港" * 30_000, "ja")) > 0


@pytest.mark.parametrize(
    ("language", "module", "load", "extra"),
    [
        ("ja", "sudachipy", japanese._dictionary, "japanese"),
        ("ko", "kiwipiepy", korean._kiwi, "korean"),
    ],
)
def test_a_missing_analyser_is_told_with_the_command_that_installs_it(
    language, module, load, extra, monkeypatch
):
    monkeypatch.setitem(sys.modules, module, None)
    load.cache_clear()
    with pytest.raises(InvalidInput, match=rf'pip install "theme-toolkit\[{extra}\]"'):
        Tokenizer().tokens("港", language)


def test_an_ending_alone_has_no_lemma_and_breaks_nothing():
    assert lemma_of("en")("’s") == lemma_of("en")("'") == ""
