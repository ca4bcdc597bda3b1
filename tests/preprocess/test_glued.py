"""Lost spaces between English words are put back; names, compounds, code and other languages stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.preprocess import Repair, repair_line
from toolkit.preprocess.repair.capitals import split_case
from toolkit.preprocess.repair.glued import glued_pieces, recurring_terms, split_glued
from toolkit.preprocess.repair.lexicon import cost, is_pinyin, reads_as_english
from toolkit.preprocess.repair.segmentation import split_word

FRAME = "The minister said that {} was part of the plan for this year"


def mended(words: str) -> str:
    text, _ = split_glued(FRAME.format(words))
    start = FRAME.index("{}")
    return text[start : len(text) - (len(FRAME) - start - 2)]


@pytest.mark.parametrize(
    "words",
    [
        "and|international", "of|the", "trade|measures", "the|new|factory", "what|the|port|needs", "risen|sharply", "for|the", "to|start", "was|no", "is|a",
        "The|government", "In|March", "Many|people", "I|think", "China|and", "Huawei|has", "German|companies",
        "brand|Audi", "in|Zhejiang", "from|Huawei", "the|EU", "Huawei|and|ZTE", "EU|and", "US|government",
        "MPs|suggested", "NATO|has", "North|Korea",
        "China’s|auto", "China's|auto", "teachers’|union", "doesn’t|know", "world’s|Fair",
        "a|zero-sum", "the|long-term", "a|long-term",
        "trade,|and", "growth.|In", "2025.|The", "“open,”|he", "costs;|they", "vehicle|(NEV)|brands", "Dr.|Ford", "4.|Support", "EU,|which", "trade,|I",
        "in|2024|the", "since|1998", "5|percent", "10|million",
    ],
)  # fmt: skip
def test_lost_spaces_come_back(words):
    assert mended(words.replace("|", "")) == words.replace("|", " ")


NAMES = """
    DeepSeek iPhone YouTube TikTok BioNTech eBay OpenAI LinkedIn McDonald PhD HarmonyOS BlackRock SenseTime ByteDance
    AstraZeneca JPMorgan WeChat MacArthur DiCaprio PetroChina NetEase iFlytek macOS eSIM mRNA NGOs JavaScript NumPy
    Yangtze Xinjiang Zhongguancun Shijiazhuang Lianyungang Xiaohongshu Ningbo Wuhu Antananarivo Schwarzenegger
    Saarbrücken Clermont-Ferrand Gaziantep Nagorno-Karabakh O’Sullivan d’Artagnan Inverewe Underhill Atwater Inman
"""
WORDS = """
    photolithography decarbonisation rulemaking semiconductor chokepoint multilateralism cyberspace workforce
    stakeholder geoeconomics friendshoring nearshoring coronavirus colour organisation cannot into within somewhat
    nevertheless notwithstanding hereinafter narrowbodies rubberwood overcapacity undercapacity datacentre cleantech
    chipmaker lawmaker subnational microblogging reshoring well-being state-of-the-art co-operation and/or rock’n’roll
"""
OTHER = """
    5G 2nd B2B 3nm 4K mp3 1990s 5km covid19 CO2 HER2 PM2.5 G20 Node.js Booking.com e.g. U.S. Ph.D. word(s) (re)think £11million
    https://theinternational.org/andso a.b@theinternational.org #andinternational report_ofthe.pdf getItem() theFile.txt
"""


@pytest.mark.parametrize("word", [*NAMES.split(), *WORDS.split(), *OTHER.split()])
def test_names_terms_and_addresses_stay(word):
    assert mended(word) == word


@pytest.mark.parametrize(
    "line",
    [
        "Die Bundesregierung will den Ausbau der Windkraft beschleunigen und die Genehmigungsverfahren vereinfachen.",
        "Le ministère a présenté hier un plan destiné à soutenir les entreprises exportatrices du pays.",
        "El gobierno anunció ayer un programa de inversiones en infraestructuras ferroviarias del interior.",
        "De regering heeft gisteren besloten om de subsidies voor zonnepanelen af te bouwen.",
        "Kerajaan mengumumkan dasar baharu untuk menarik pelaburan asing dalam sektor semikonduktor.",
        "Bakanlık yerli üretimi artırmak için yeni bir teşvik paketi hazırladığını açıkladı.",
        "Regeringen vil styrke samarbejdet med kommunerne om at uddanne flere ingeniører.",
        "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani.",
    ],
)
def test_other_languages_are_left_alone(line):
    assert split_glued(line) == (line, [])
    assert not reads_as_english(line.rstrip(".").split())


def test_even_a_join_is_left_where_the_line_is_not_english():
    line = "Die Regierung sagte andinternational und nichts weiter über den Ausbau der Häfen"
    assert split_glued(line) == (line, [])


def test_english_inside_chinese_is_mended_only_where_it_is_a_sentence():
    sentence = "报告写道 the port andinternational trade have grown 随后发布"
    assert "and international" in split_glued(sentence)[0]
    assert split_glued("参见 andinternational 一词") == ("参见 andinternational 一词", [])


def test_a_word_that_comes_back_is_a_term_and_a_small_word_is_not():
    page = [
        "The harbourcrane lifted the boxes to the quay.",
        "A second harbourcrane stood idle for most of the week.",
        "Every harbourcrane is checked in the spring, says the head ofthe port.",
        "That is a rule ofthe port and ofthe city.",
    ]
    terms = recurring_terms(glued_pieces(page))
    assert terms == {"harbourcrane"}
    assert repair_line(page[0], Repair(), terms) == (page[0], ())
    assert repair_line(page[0], Repair())[0] == "The harbour crane lifted the boxes to the quay."
    assert repair_line(page[3], Repair(), terms)[0] == "That is a rule of the port and of the city."


def test_each_piece_is_listed_as_it_was_and_as_it_is():
    text, pieces = split_glued("They spoke about trade,and ofthe shift toindependent research.")
    assert text == "They spoke about trade, and of the shift to independent research."
    assert pieces == [("trade,and", "trade, and"), ("ofthe", "of the"), ("toindependent", "to independent")]


@settings(max_examples=200, deadline=None)
@given(st.text("abcdefghinorstuwABCT", min_size=1, max_size=45))
def test_a_split_keeps_every_letter_and_is_final(word):
    for split in (split_word, split_case):
        parts = split(word)
        assert "".join(parts) == word
        assert all(parts)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_only_spaces_are_added(line):
    text, _ = split_glued(line)
    assert text.replace(" ", "") == line.replace(" ", "")


def test_common_words_cost_less():
    assert cost("the") < cost("trade") < cost("semiconductor") < cost("xqzzt")


@pytest.mark.parametrize(
    ("word", "expected"), [("zhejiang", True), ("lianyungang", True), ("coalun", False), ("the", False)]
)
def test_pinyin_is_told_by_its_syllables(word, expected):
    assert is_pinyin(word) is expected
