"""PDF pages become paragraphs in reading order, with running heads, page numbers and notes marked."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.formats.pdf import read_pdf
from toolkit.corpus.formats.pdf_layout import Piece, reading_order
from toolkit.corpus.formats.pdf_paragraphs import paragraphs
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import Page

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="writes the PDFs of these tests")

WORDS = [
    "open",
    "markets",
    "trade",
    "harbour",
    "policy",
    "region",
    "council",
    "river",
    "winter",
    "harvest",
    "school",
    "bridge",
    "energy",
    "water",
]


def paragraph(number: int) -> str:
    """Write a paragraph of its own for each number, so that nothing repeats."""
    chosen = [WORDS[(number * 5 + place * (number % 3 + 1)) % len(WORDS)] for place in range(40)]
    return f"Paragraph {number} says that " + " ".join(chosen) + f" ends {number}."


def wrap(text: str, length: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def two_columns(cut: bool = False) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    number = 0
    for sheet in range(1, 4):
        page.setFont("Helvetica", 8)
        page.drawString(60, 815, f"Journal of Trade {sheet}")
        page.drawCentredString(297, 20, str(sheet))
        if sheet == 1:
            page.setFont("Helvetica-Bold", 18)
            page.drawString(120, 775, "A study of open markets across regions")
        for x in (50, 310):
            y = 745
            page.setFont("Times-Roman", 10)
            for _ in range(4):
                number += 1
                for place, line in enumerate(wrap(paragraph(number), 46)):
                    page.drawString(x + (12 if place == 0 else 0), y, line)
                    y -= 12
            page.setFont("Times-Roman", 7)
            page.drawString(x, 100, f"{number} See the report on {WORDS[number % 14]}.")
        page.showPage()
    page.save()
    return buffer.getvalue()


def one_column(lines: list[str], font: str = "Times-Roman", sheets: int = 1) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    for _ in range(sheets):
        page.setFont(font, 10)
        for place, line in enumerate(lines):
            page.drawString(70, 700 - 14 * place, line)
        page.showPage()
    page.save()
    return buffer.getvalue()


def lines(page: Page) -> list[tuple[str, str]]:
    marks = {mark.line: mark.label for mark in page.marks}
    return [(text, marks.get(number, "")) for number, text in enumerate(page.text.split("\n"))]


def test_two_columns_are_read_one_after_the_other():
    found = lines(read_pdf(two_columns()))
    assert [text for text, label in found if not label] == [paragraph(number) for number in range(1, 25)]


def test_heads_numbers_notes_and_titles_are_marked():
    found = dict(lines(read_pdf(two_columns())))
    assert found["Journal of Trade 2"] == found["3"] == "boilerplate"
    assert found[f"4 See the report on {WORDS[4]}."] == "meta"
    assert found["A study of open markets across regions"] == "heading"


def test_words_cut_at_line_ends_are_joined_where_the_whole_is_a_word():
    text = read_pdf(
        one_column(["They speak of the eco-", "nomic side of a state-", "backed plan, new to them"])
    ).text
    assert text == "They speak of the economic side of a state-backed plan, new to them"


def test_chinese_lines_are_joined_without_spaces():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    written = [
        "我们要坚持高水平对外开放，也要把关键技术掌握在自",
        "己手里，供应链不能断，合作要扩大，各方都应当为此作",
        "出努力。",
    ]
    assert read_pdf(one_column(written, "STSong-Light")).text == "".join(written)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_shown_turned_are_read_as_shown(turn):
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    page.setPageRotation(turn)
    page.translate(297, 421)
    page.rotate(turn)
    for place, line in enumerate(("The council met in winter.", "It spoke of trade.")):
        page.drawString(-100, 50 - 40 * place, line)
    page.showPage()
    page.save()
    found = lines(read_pdf(buffer.getvalue()))
    assert found == [("The council met in winter.", ""), ("It spoke of trade.", "")]


def test_a_paragraph_goes_on_over_the_page():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    for line in ("The council met in winter and spoke of the", "harvest that the region had waited for."):
        page.setFont("Times-Roman", 10)
        page.drawString(70, 100, line)
        page.showPage()
    page.save()
    assert read_pdf(buffer.getvalue()).text.count("\n") == 0


PIECES = st.builds(
    Piece,
    st.text(st.sampled_from("天地玄黄ab. 1-"), min_size=1, max_size=30),
    st.floats(0, 590),
    st.floats(0, 840),
    st.sampled_from([7.0, 10.0, 14.0]),
    st.booleans(),
)


@given(st.lists(st.lists(PIECES, max_size=30), max_size=4))
def test_no_layout_loses_a_character(sheets):
    found = paragraphs([reading_order(sheet, 595.0, 842.0) for sheet in sheets])
    wanted = Counter("".join(piece.text for sheet in sheets for piece in sheet))
    kept = Counter("".join(paragraph.text for paragraph in found))
    for character in "天地玄黄ab.1":
        assert kept[character] == wanted[character]


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(one_column(["Secret."]))))
    writer.encrypt("word", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


REFUSED = {
    "no PDF": (lambda: b"plain text", "is no PDF"),
    "half a PDF": (lambda: b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    "a picture": (lambda: one_column([]), "no text layer"),
    "locked": (locked, "locked by a password"),
}


@pytest.mark.parametrize(("write", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_holds_no_text_is_refused_with_a_remedy(write, reason):
    with pytest.raises(Unreadable, match=reason) as caught:
        read_pdf(write())
    assert caught.value.remedy


def test_endless_pdfs_are_refused(monkeypatch):
    monkeypatch.setattr("toolkit.corpus.formats.pdf.MOST_PAGES", 2)
    with pytest.raises(Unreadable, match="has 3 pages"):
        read_pdf(one_column(["Text."], sheets=3))
    monkeypatch.undo()
    monkeypatch.setattr("toolkit.corpus.formats.pdf.MOST_OPERATIONS", 20)
    with pytest.raises(Unreadable, match="operations to draw"):
        read_pdf(one_column(["Text."] * 40))


def test_pages_without_text_are_told():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    page.drawString(70, 700, "Only this page has a text.")
    page.showPage()
    page.showPage()
    page.save()
    assert "1 of 2 pages hold no text (2)" in read_pdf(buffer.getvalue()).remarks[0]
