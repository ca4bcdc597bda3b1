"""Markdown, Word, OpenDocument, Rich Text and TEI become lines, with marks for what is no text."""

from __future__ import annotations

import importlib.util
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.formats.docx import read_docx
from toolkit.corpus.formats.markdown import read_markdown
from toolkit.corpus.formats.odt import read_odt
from toolkit.corpus.formats.rtf import read_rtf
from toolkit.corpus.formats.tei import read_tei, read_utterances
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import Page

_spec = importlib.util.spec_from_file_location("pages", Path(__file__).parent / "pages.py")
pages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pages)


def lines(page: Page) -> list[tuple[str, str]]:
    marks = {mark.line: mark.label for mark in page.marks}
    texts = [line for line in page.text.split("\n") if line.strip()]
    return [(text, marks.get(number, "")) for number, text in enumerate(texts)]


# --- Markdown -------------------------------------------------------------------------------------------


def markdown(text: str) -> list[tuple[str, str]]:
    return lines(read_markdown(text.encode()))


@pytest.mark.parametrize("text", ["# 引言", "## 引言 ##", "##引言", "引言\n====", "引言\n----"])
def test_headings_lose_their_marks(text):
    assert markdown(text) == [("引言", "heading")]


PLAIN = {
    "a **strong** word": "a strong word",
    "*soft* and __loud__": "soft and loud",
    "see [the report](http://a.example/b_(c) 'x') here": "see the report here",
    "[label][id] stays": "label stays",
    "use `code` here": "use code here",
    "~~old~~ new": "old new",
    "snake_case_name": "snake_case_name",
    "2024. A year, not an item": "2024. A year, not an item",
    "    an indented paragraph": "an indented paragraph",
    "> a quotation": "a quotation",
    "| a | b |": "a\tb",
    "escaped \\* star": "escaped * star",
    "one <b>bold</b> word <!-- gone -->": "one bold word",
}


@pytest.mark.parametrize(("source", "text"), PLAIN.items())
def test_marks_of_emphasis_and_links_are_reduced_to_their_text(source, text):
    assert markdown(source) == [(text, "")]


def test_front_matter_is_marked_and_fills_the_metadata():
    page = read_markdown("---\ntitle: '开放'\ndate: 2025-3-1\nlang: zh\nweight: 3\n---\n正文。".encode())
    assert page.metadata == {"title": "开放", "date": "2025-03-01", "language": "zh"}
    assert [label for _, label in lines(page)] == ["meta"] * 4 + [""]


def test_code_notes_and_pictures_are_marked():
    text = "```python\nx = 1\n```\n正文。\n\n![图的说明](a.png)\n[^1]: 注释\n"
    assert markdown(text) == [
        ("x = 1", "boilerplate"),
        ("正文。", ""),
        ("图的说明", "meta"),
        ("[^1]: 注释", "meta"),
    ]


def test_a_fence_that_never_closes_swallows_nothing():
    assert markdown("前面\n```\n后面") == [("前面", ""), ("后面", "")]


@given(st.text(st.sampled_from("天地玄黄宇宙ab#*_`~->|=:![] \n\t1.)^")))
def test_markdown_loses_no_character_of_the_text(text):
    letters = re.findall(r"[\u4e00-\u9fff]", text)
    assert re.findall(r"[\u4e00-\u9fff]", read_markdown(text.encode()).text) == letters


@pytest.mark.parametrize(
    "piece", ["[", "*", "(", "`", "<", "_", "![", "[a](", "**a", "<!--", "~~~\n", "a\n--\n"]
)
def test_markdown_takes_no_longer_for_hostile_text(piece):
    start = time.perf_counter()
    read_markdown((piece * 20_000).encode())
    assert time.perf_counter() - start < 10


# --- Word -----------------------------------------------------------------------------------------------


def test_a_word_document_is_read_in_order_with_its_headings():
    table = "".join(f"<w:tc>{pages.paragraph(cell)}</w:tc>" for cell in ("年份", "进口"))
    body = (
        pages.paragraph("第一章", "a1") + pages.paragraph("正文。") + f"<w:tbl><w:tr>{table}</w:tr></w:tbl>"
    )
    body += pages.paragraph("第一章 3", "t1")
    page = read_docx(pages.docx(body))
    assert lines(page) == [
        ("第一章", "heading"),
        ("正文。", ""),
        ("年份\t进口", ""),
        ("第一章 3", "boilerplate"),
    ]
    assert page.metadata == {"title": "A title"}


def test_notes_heads_and_feet_follow_the_text_with_marks():
    extras = {
        name: pages.paragraph(name) for name in ("header1", "footer1", "footnotes", "endnotes", "comments")
    }
    found = lines(read_docx(pages.docx(pages.paragraph("正文。"), **extras)))
    assert found == [
        ("正文。", ""),
        ("header1", "boilerplate"),
        ("footer1", "boilerplate"),
        ("footnotes", "meta"),
        ("endnotes", "meta"),
        ("comments", "meta"),
    ]


def test_insertions_are_kept_and_deletions_are_not():
    text = f"<w:p>{pages.run('保留')}<w:ins>{pages.run('增加')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    assert lines(read_docx(pages.docx(text))) == [("保留增加", "")]


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent>{pages.paragraph('框内')}</w:txbxContent>"
    drawing = f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    assert lines(read_docx(pages.docx(f"<w:p>{pages.run('框外')}<w:r>{drawing}</w:r></w:p>"))) == [
        ("框外", ""),
        ("框内", ""),
    ]


REFUSED_DOCX = {
    "no archive": (b"plain", "no Word document"),
    "locked": (b"\xd0\xcf\x11\xe0" + bytes(100), "password"),
    "another archive": (pages.packed({"a.txt": "x"}), "no text part"),
    "entities": (
        pages.packed({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
        "entities of its own",
    ),
    "a bomb": (pages.packed({"word/document.xml": b" " * (40 << 20)}), "times its size"),
}


@pytest.mark.parametrize(("raw", "reason"), REFUSED_DOCX.values(), ids=REFUSED_DOCX.keys())
def test_what_is_no_word_document_is_refused(raw, reason):
    with pytest.raises(Unreadable, match=reason) as caught:
        read_docx(raw)
    assert caught.value.remedy


# --- OpenDocument and Rich Text -------------------------------------------------------------------------


def test_an_opendocument_text_is_read_with_notes_after_their_paragraph():
    content = (
        '<o xmlns:text="urn:t" xmlns:office="urn:o"><office:text><text:h>标题</text:h>'
        "<text:p>正文<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注释</text:p>"
        "</text:note-body></text:note>继续。</text:p></office:text></o>"
    )
    assert lines(read_odt(pages.packed({"content.xml": content}))) == [
        ("标题", "heading"),
        ("正文继续。", ""),
        ("注释", "meta"),
    ]


def test_rich_text_is_read_in_its_code_page_with_notes_and_heads():
    source = (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\info{\title Open markets}}"
        r"{\header Head\par}\f0 \'bf\'aa\'b7\'c5\'ba\'cf\'d7\'f7\par Second \u24320?{\footnote Note}\par}"
    )
    page = read_rtf(source.encode())
    assert lines(page) == [("开放合作", ""), ("Second 开", ""), ("Note", "meta"), ("Head", "boilerplate")]
    assert page.metadata == {"title": "Open markets"}


# --- TEI ------------------------------------------------------------------------------------------------

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><titleStmt>
<title type="main" xml:lang="sl">Zapis</title><title type="main" xml:lang="en">A record</title></titleStmt>
<publicationStmt><date when="2023-01-01"/></publicationStmt><setting><date when="2020-03-04">4.3.</date></setting>
</teiHeader><text><body><div><head>Morning</head><note type="speaker">The Chair:</note>
<u who="#A.B" xml:id="u1"><seg>We must act <kinesic><desc>Applause.</desc></kinesic> now. It is <hi>late</hi>.</seg></u>
<u who="#C" xml:id="u2"><seg><s><w>Yes</w><pc join="right">,</pc> <name><w>Ann</w> <w join="right">Lee</w></name>
<pc>!</pc></s></seg></u></div></body></text></TEI>"""


def test_a_debate_is_read_with_its_notes_marked():
    page = read_tei(TEI.encode())
    assert lines(page) == [
        ("Morning", "heading"),
        ("The Chair:", "meta"),
        ("We must act now. It is late.", ""),
        ("Applause.", "meta"),
        ("Yes ,Ann Lee!", ""),
    ]
    assert page.metadata == {"title": "A record", "date": "2020-03-04", "language": "en"}


def test_each_speech_can_be_a_document_with_its_speaker():
    found = {name: page.metadata["speaker"] for name, page in read_utterances(TEI.encode())}
    assert found == {"u1": "A.B", "u2": "C"}


HOSTILE_XML = {
    "laughs": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><TEI>&b;</TEI>',
    "a file": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><TEI>&a;</TEI>',
    "an unknown entity": '<!DOCTYPE TEI SYSTEM "tei.dtd"><TEI>&nothing;</TEI>',
    "depth": "<TEI>" + "<p>" * 5000 + "</p>" * 5000 + "</TEI>",
    "no TEI": "<rss><item>news</item></rss>",
    "half": "<TEI><p>text",
}


@pytest.mark.parametrize("source", HOSTILE_XML.values(), ids=HOSTILE_XML.keys())
def test_hostile_or_other_xml_is_refused(source):
    with pytest.raises(Unreadable) as caught:
        read_tei(source.encode())
    assert caught.value.reason
    assert caught.value.remedy
