"""Languages are recognised with an honest confidence; what the metadata state wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.preprocess.languages.assignment import (
    SHORTEST,
    Guess,
    LineLanguage,
    detect_language,
    document_language,
    line_languages,
)
from toolkit.preprocess.languages.scripts import (
    SCRIPTS,
    chinese_script,
    latin_letters,
    letters_by_script,
    reads_japanese,
)

SENTENCES = {
    "zh": [
        "上半年全市外贸进出口总额同比增长百分之六，其中高新技术产品出口占比超过四成。",
        "企业与ASML、TSMC等公司的合作仍在继续，具体金额未披露。",
        "臺灣的半導體產業在全球供應鏈中扮演關鍵角色，專家建議持續投資研發。",
        "立法院三讀通過修正案",
        "我哋今日喺度開會，佢話唔會再加人手，因為冇錢。",
        "呢件事係邊個做嘅？我都唔知點解會咁。",
    ],
    "en": [
        "The ministers agreed to lower tariffs on electric vehicles after two years of difficult talks.",
        "Opening-up and high-quality development",
        "Foreign investors remain cautious about the outlook for the property market.",
        "Annual report of the board, 2024",
    ],
    "ja": [
        "政府は来月、半導体産業への追加支援策を発表する見通しだ。",
        "東京都知事選挙",
        "首相、訪米へ 関税交渉再開",
        "経済産業省幹部会見要旨",
        "国際競争力強化策、年内策定",
    ],
    "ko": ["정부는 다음 달 반도체 산업에 대한 추가 지원책을 발표할 예정이다.", "개방과 혁신"],
    "de": [
        "Die Bundesregierung will den Ausbau der Ladesäulen deutlich beschleunigen.",
        "Öffnung der Märkte",
    ],
    "fr": ["Selon le ministère, les exportations ont progressé de six pour cent.", "L'ouverture des marchés"],
    "es": [
        "Según el ministerio, las exportaciones crecieron un seis por ciento.",
        "Informe anual de la comisión",
    ],
    "ru": ["По данным министерства, экспорт вырос на шесть процентов.", "Годовой отчёт комиссии"],
    "it": ["Secondo il ministero le esportazioni sono cresciute del sei per cento."],
    "pt": ["Segundo o ministério, as exportações cresceram seis por cento."],
    "nl": ["Volgens het ministerie is de uitvoer met zes procent gestegen."],
    "uk": ["За даними міністерства, експорт зріс на шість відсотків."],
    "bg": ["По данни на министерството износът е нараснал с шест процента."],
    "sr": ["Према подацима министарства, извоз је порастао за шест одсто."],
    "ar": ["وقالت الوزارة إن الصادرات ارتفعت بنسبة ستة في المئة."],
    "fa": ["به گفته وزارتخانه، صادرات شش درصد افزایش یافته است."],
    "vi": ["Theo bộ này, xuất khẩu đã tăng sáu phần trăm."],
    "tr": ["Bakanlığa göre ihracat yüzde altı arttı."],
    "pl": ["Według ministerstwa eksport wzrósł o sześć procent."],
    "sv": ["Enligt departementet ökade exporten med sex procent."],
    "id": ["Menurut kementerian, ekspor naik enam persen."],
    "el": ["Ποιος θα πληρώσει τον λογαριασμό;"],
    "th": ["รัฐบาลต้องการเร่งสร้างสถานีชาร์จก่อนสิ้นปี"],
    "he": ["הממשלה רוצה לזרז את בניית תחנות הטעינה עד סוף השנה."],
}
CASES = [(code, text) for code, texts in SENTENCES.items() for text in texts]
LONG_ZH = "会议指出，要稳步扩大制度型开放，推动规则与国际接轨。"
LONG_EN = "The committee heard from nine witnesses and will report to the board in the spring."
LONG_DE = "Der Verband fordert seit Jahren mehr Geld für die Forschung und wird nicht gehört."


@pytest.mark.parametrize(("code", "text"), CASES)
def test_a_sentence_is_told_by_script_and_words(code, text):
    guess = detect_language(text)
    assert guess is not None
    assert guess.code == code


def test_confident_answers_are_right_at_least_as_often_as_they_say():
    pieces = [
        (code, " ".join(words[i : i + 3]))
        for code, text in CASES
        if len(words := text.split()) > 1
        for i in range(0, len(words) - 2, 3)
    ]
    guesses = [(code, guess) for code, text in pieces if (guess := detect_language(text))]
    sure = [code == guess.code for code, guess in guesses if guess.confidence >= 0.8]
    unsure = [code == guess.code for code, guess in guesses if guess.confidence < 0.5]
    assert len(sure) > 30
    assert sum(sure) / len(sure) >= 0.97
    assert unsure
    assert sum(unsure) / len(unsure) < sum(sure) / len(sure)


@pytest.mark.parametrize("text", ["", " \n", "2025-03-04", "12.5 %", "——……！", "😀"])
def test_without_letters_there_is_no_language(text):
    assert detect_language(text) is None
    assert document_language([text]) is None


@given(st.text())
def test_any_text_has_a_language_or_none(text):
    guess = detect_language(text)
    assert guess is None or 0 <= guess.confidence <= 1
    assert (guess is None) == (document_language([text]) is None)


@given(st.lists(st.text() | st.sampled_from([LONG_ZH, LONG_EN, LONG_DE])), st.booleans())
def test_every_line_gets_a_language(texts, stated):
    lines = line_languages(texts, Guess("zh", 0.9), stated)
    assert len(lines) == len(texts)
    assert all(0 <= line.confidence <= 1 for line in lines)
    assert not stated or {line.code for line in lines} <= {"zh"}


@given(st.lists(st.text()))
def test_letters_are_counted_line_by_line_as_alone(texts):
    together = letters_by_script(texts)
    assert together.shape == (len(texts), len(SCRIPTS))
    for text, row in zip(texts, together, strict=True):
        assert row.tolist() == letters_by_script([text])[0].tolist()


def test_a_document_has_the_language_of_most_of_its_text():
    chinese = document_language([LONG_ZH] * 3 + [LONG_EN])
    english = document_language([LONG_ZH] + [LONG_EN] * 4)
    pure = document_language([LONG_EN] * 4)
    assert [guess.code for guess in (chinese, english, pure) if guess] == ["zh", "en", "en"]
    assert 0.5 < chinese.confidence < 0.95 < pure.confidence


def test_a_clear_line_in_another_language_has_its_own():
    codes = [line.code for line in line_languages([LONG_ZH, LONG_EN, LONG_ZH], Guess("zh", 0.9), False)]
    assert codes == ["zh", "en", "zh"]
    codes = [line.code for line in line_languages([LONG_EN, LONG_DE, LONG_EN], Guess("en", 0.9), False)]
    assert codes == ["en", "de", "en"]


@pytest.mark.parametrize(
    "text",
    [
        "企业使用ASML EUV光刻机和NVIDIA H200芯片训练Llama模型，投资超过30亿美元。",
        "推动高水平对外开放，建设更高水平开放型经济新体制。Promote high-standard opening up.",
        "《中国制造2025》（Made in China 2025）",
    ],
)
def test_english_inside_a_chinese_line_does_not_turn_it(text):
    (line,) = line_languages([text], Guess("zh", 0.9), False)
    assert line.code == "zh"


def test_a_short_line_takes_the_language_around_it():
    document = Guess("zh", 0.6)
    lines = line_languages([LONG_EN, "Outlook", LONG_EN, "摘要", LONG_ZH, "ASML", LONG_ZH], document, False)
    assert [line.code for line in lines] == ["en", "en", "en", "zh", "zh", "zh", "zh"]
    (alone,) = line_languages(["Outlook"], document, False)
    assert alone == LineLanguage("zh", 0.6)
    assert len("Outlook") < SHORTEST


def test_a_quotation_does_not_turn_the_short_lines_around_it():
    lines = line_languages([LONG_EN, LONG_DE, "Results", LONG_EN, "2024"], Guess("en", 0.9), False)
    assert [line.code for line in lines] == ["en", "de", "en", "en", "en"]


def test_what_the_metadata_state_wins_and_doubts_are_told():
    lines = line_languages([LONG_ZH, LONG_EN, "ASML", "12"], Guess("zh", 1.0), True)
    assert [line.code for line in lines] == ["zh"] * 4
    assert [line.confidence for line in lines] == [1.0] * 4
    assert [line.seems for line in lines] == [None, "en", None, None]


def test_chinese_texts_tell_their_script():
    assert chinese_script("推动高水平对外开放") == "simplified"
    assert chinese_script("推動高水平對外開放") == "traditional"
    assert chinese_script("推动高水平對外開放") == "mixed"
    assert chinese_script("人民日报" + "经济发展" * 20 + "臺") == "simplified"
    assert chinese_script("中山") is None
    assert chinese_script("皇后里") is None


def test_japanese_without_kana_shows_by_its_characters():
    assert reads_japanese("経済") > 0
    assert reads_japanese("东京") < 0
    assert reads_japanese("東京") == 0


def test_long_texts_are_counted_by_samples():
    text = "开放" * 500_000
    counted = letters_by_script([text])[0]
    assert counted.sum() == pytest.approx(len(text), rel=0.01)
    assert document_language([text]) == detect_language("开放" * 500)


@given(st.text(st.characters(codec="ascii")))
def test_ascii_letters_are_counted_as_those_of_any_script_are(text):
    counts = letters_by_script([text])[0]
    assert latin_letters(text) == counts[list(SCRIPTS).index("latin")] == counts.sum()
