"""Bytes become text in the right encoding, or are refused; nothing in between."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.corpus import Undecodable, decode, decode_with_confidence

CHINESE = "我们要坚持高水平对外开放，也要把关键技术掌握在自己手里。\n第二行说：供应链不能断。"
TRADITIONAL = "我們要堅持對外開放，也要把關鍵技術掌握在自己手裡。這是兩個問題，不是一個問題。"
JAPANESE = (
    "昨日、新しい産業の方針が発表された。企業の多くはこれに期待しているが、予算については議論が続いている。"
)
KOREAN = "어제 새로운 산업 정책이 발표되었다. 많은 기업이 기대하고 있지만 예산에 대한 논의는 계속되고 있다."
RUSSIAN = (
    "Вчера было объявлено о новой промышленной политике. Многие предприятия надеются, но о бюджете спорят."
)
GERMAN = "Über die Größe des Haushalts wird gestritten; für viele Betriebe ist sie wichtig, und der Frühling ist nah."
WESTERN = "Le café de la Côte d’Azur coûte 3 € – c’était déjà « très » cher à Malmö. The rest of a Western text is plain, as most of it is.\nEnde."

ROUND_TRIPS = {
    "utf-8": (CHINESE, "utf-8", "utf-8"),
    "utf-8 with a mark": (CHINESE, "utf-8-sig", "utf-8-sig"),
    "utf-16 with a mark": (CHINESE, "utf-16", "utf-16"),
    "utf-32 with a mark": (CHINESE, "utf-32", "utf-32"),
    "utf-16-le without a mark, Western": (WESTERN, "utf-16-le", "utf-16-le"),
    "utf-16-be without a mark, Western": (WESTERN, "utf-16-be", "utf-16-be"),
    "utf-16-le without a mark, Chinese": (CHINESE, "utf-16-le", "utf-16-le"),
    "utf-16-be without a mark, Chinese": (CHINESE, "utf-16-be", "utf-16-be"),
    "gb18030": (CHINESE, "gb18030", "gb18030"),
    "gbk": (CHINESE, "gbk", "gb18030"),
    "gb18030 in traditional characters": (TRADITIONAL, "gb18030", "gb18030"),
    "big5": (TRADITIONAL.replace("裡", "中"), "big5", "big5"),
    "cp1252": (WESTERN, "cp1252", "cp1252"),
    "shift_jis": (JAPANESE, "cp932", "cp932"),
    "euc-jp": (JAPANESE, "euc_jp", "euc_jp"),
    "euc-kr": (KOREAN, "euc_kr", "cp949"),
    "windows-1251": (RUSSIAN, "cp1251", "cp1251"),
    "koi8-r": (RUSSIAN, "koi8-r", "koi8-r"),
    "German in cp1252": (GERMAN, "cp1252", "cp1252"),
    "ascii": ("Plain words.\n", "ascii", "utf-8"),
}


@pytest.mark.parametrize(("text", "written", "named"), ROUND_TRIPS.values(), ids=ROUND_TRIPS.keys())
def test_a_text_comes_back_as_it_was_written(text, written, named):
    assert decode(text.encode(written)) == (text, named)


@given(st.binary() | st.text().map(lambda t: t.encode("utf-16-le", "replace")))
@example(b"")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfe\x00\x00\x00\xd8\x00\x00")
@example(b"\x00\xd8")
@example(bytes(range(256)))
def test_any_bytes_give_text_or_a_refusal(raw):
    try:
        text, encoding = decode(raw)
    except Undecodable as refusal:
        assert str(refusal)
    else:
        assert encoding
        assert "\r" not in text
        text.encode("utf-8")  # whole characters only, so that it can be written again


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_always_comes_back(text):
    text = text.lstrip("\ufeff")
    assert decode(text.encode("utf-8"))[0] == text


@given(st.lists(st.sampled_from("我们的发展开放合作市场技术一不是在有，。\n"), min_size=20).map("".join))
def test_everyday_chinese_in_gb18030_comes_back(text):
    raw = (CHINESE + text).encode("gb18030")
    assert decode(raw) == (CHINESE + text, "gb18030")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_becomes_a_line_feed(end):
    assert decode(f"one{end}two{end}".encode())[0] == "one\ntwo\n"


REFUSED = {
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), "binary"),
    "control characters": (b"\x01\x02\x03\x04" * 50, "control characters"),
    "a broken mark": (b"\xef\xbb\xbf\xff\xfe", "mark but breaks at byte"),
    "bytes of no encoding": (bytes([0xFF, 0xFD, 0x81, 0x8D, 0xFF] * 40), "neither UTF-8"),
}


@pytest.mark.parametrize(("raw", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_says_why(raw, reason):
    with pytest.raises(Undecodable, match=reason):
        decode(raw)


def test_a_few_control_characters_do_not_make_a_text_binary():
    assert decode(("a page\x0c" + "word " * 100).encode())[0].startswith("a page")


SHORT = {
    "gb18030": ("坚持改革开放", "发展新能源汽车产业", "合作共赢，互利互惠", "我们的家乡"),
    "big5": ("對外開放與合作", "我們的家鄉很美", "發展經濟，改善民生"),
}


@pytest.mark.parametrize(
    ("encoding", "text"), [(name, text) for name, texts in SHORT.items() for text in texts]
)
def test_short_chinese_texts_are_told_from_other_languages(encoding, text):
    assert decode(text.encode(encoding)) == (text, encoding)


def test_confidence_grows_with_the_text():
    few = decode_with_confidence("開放合作".encode("big5"))
    many = decode_with_confidence((TRADITIONAL.replace("裡", "中") * 3).encode("big5"))
    assert few.confidence < 0.7 < 0.9 < many.confidence
    assert "sure: check the characters" in few.remarks[0]
    assert not many.remarks
    assert decode_with_confidence(CHINESE.encode()).confidence == 1


def test_a_cut_off_utf_8_file_is_read_and_the_loss_is_told():
    found = decode_with_confidence((CHINESE * 3).encode()[:-1])
    assert found.encoding == "utf-8"
    assert found.text.endswith("\ufffd")
    assert "1 broken" in found.remarks[0]
