"""Of a web page every visible line is kept; what is not the main text says so."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from toolkit.corpus.formats.html import read_html
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import Page

_spec = importlib.util.spec_from_file_location("pages", Path(__file__).parent / "pages.py")
pages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pages)

ALL = {
    name: getattr(pages, name)
    for name in ("NEWS_ZH", "NEWS_EN", "GOVERNMENT", "WECHAT", "TWO_MENUS", "NO_PARAGRAPHS")
}


def labels(page: Page) -> dict[str, str]:
    marks = {mark.line: mark.label for mark in page.marks}
    return {line: marks.get(number, "") for number, line in enumerate(page.text.split("\n"))}


@pytest.mark.parametrize("source", ALL.values(), ids=ALL.keys())
def test_every_visible_character_is_kept_in_order(source):
    body = lxml_html.document_fromstring(source).find("body")
    for element in list(body.iter("script", "style")):
        element.drop_tree()
    visible = "".join("".join(body.itertext()).split())
    assert "".join(read_html(source.encode()).text.split()) == visible


@pytest.mark.parametrize("name", [name for name in ALL if name != "NEWS_EN"])
def test_no_paragraph_of_the_text_is_marked(name):
    found = labels(read_html(ALL[name].encode()))
    assert all(found[sentence] == "" for sentence in pages.SENTENCES)


def test_menus_related_headlines_and_the_foot_are_boilerplate():
    found = labels(read_html(pages.NEWS_ZH.encode()))
    clutter = ("首页", "国际", "财经", "首页 > 国际", "相关新闻", "关税下调惠及消费者", "版权所有 某报社")
    assert {found[line] for line in clutter} == {"boilerplate"}
    assert found["开放合作的新局面"] == "heading"
    assert found["一是扩大进口；"] == ""


def test_comment_forms_asides_and_captions_are_told():
    found = labels(read_html(pages.NEWS_EN.encode()))
    clutter = ("World Business Sport", "2 comments", "Leave a reply", "Post Comment", "Ten tips for spring")
    assert {found[line] for line in clutter} == {"boilerplate"}
    assert found["It was late."] == found["Business groups were pleased."] == ""
    assert found["What comes next"] == "heading"
    assert found["Ministers after the vote. Photo: Someone"] == "meta"


def test_tables_of_data_are_read_row_by_row_and_layout_tables_line_by_line():
    found = labels(read_html(pages.GOVERNMENT.encode()))
    assert "2022\t100" in found
    assert "各有关单位：" in found
    assert found["通知公告"] == "boilerplate"


def test_a_page_says_what_it_is():
    page = read_html(pages.NEWS_EN.encode())
    assert page.metadata == {
        "title": "A new deal on trade",
        "date": "2024-05-06",
        "author": "Jo Doe",
        "url": "https://paper.example/trade",
        "language": "en",
    }


def test_a_language_that_the_letters_deny_is_not_believed():
    page = read_html(pages.NEWS_ZH.encode())
    assert "language" not in page.metadata
    assert "language is 'en'" in page.remarks[0]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8"])
def test_the_stated_encoding_is_used(charset):
    source = pages.NEWS_ZH.replace("<head>", f'<head><meta charset="{charset}">')
    page = read_html(source.encode(charset, "ignore"))
    assert pages.SENTENCES[0] in page.text


def test_utf_8_wins_over_a_wrong_statement():
    source = pages.NEWS_ZH.replace("<head>", '<head><meta charset="gb2312">')
    page = read_html(source.encode("utf-8"))
    assert page.encoding == "utf-8"
    assert pages.SENTENCES[0] in page.text


def test_deeper_nesting_is_refused_rather_than_cut_off():
    with pytest.raises(Unreadable, match="thousands deep"):
        read_html(("<div>" * 5000 + pages.SENTENCES[0]).encode())


def test_deep_nesting_loses_no_text():
    source = "<div>" * 1500 + pages.SENTENCES[0] + "</div>" * 1500
    assert pages.SENTENCES[0] in read_html(source.encode()).text


TAGS = [
    "div",
    "p",
    "span",
    "a",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "section",
    "article",
    "nav",
    "footer",
    "form",
    "b",
    "pre",
    "figure",
    "aside",
    "header",
]
TREES = st.recursive(
    st.text(st.sampled_from("天地玄黄宇宙 \n\xa0"), max_size=12),
    lambda inside: st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(TAGS), st.lists(inside, max_size=4).map("".join)
    ),
    max_leaves=25,
)


@settings(deadline=None, max_examples=60)
@given(TREES)
def test_no_page_loses_a_visible_character(tree):
    source = f"<html><body><p>始</p>{tree}</body></html>"
    parser = lxml_html.HTMLParser(encoding="utf-8")
    body = lxml_html.document_fromstring(source.encode(), parser).find("body")
    assert "".join(read_html(source.encode()).text.split()) == "".join("".join(body.itertext()).split())
