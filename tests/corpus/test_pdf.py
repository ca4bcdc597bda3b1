"""PDF pages become paragraphs in reading order, with running heads, page numbers and notes marked."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.formats.pdf import read_pdf
from toolkit.corpus.formats.pdf_layout import Piece, Sheet, reading_order
from toolkit.corpus.formats.pdf_nonsense import is_nonsense
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


# fmt: off
GB1 = {
    "我": 3809, "们": 2764, "要": 4145, "坚": 2132, "持": 1275, "高": 1754, "水": 3491, "平": 3036, "对": 1555,
    "外": 3731, "开": 2359, "放": 1634, "，": 273, "把": 988, "技": 2095, "术": 3468, "掌": 4455, "握": 3812,
    "在": 4381, "自": 4657, "己": 2093, "手": 3437, "里": 2522, "。": 98, "合": 1926, "作": 4692, "扩": 2452,
    "大": 1398, "各": 1778, "方": 1626, "都": 1531, "应": 4235, "当": 1426, "为": 3769, "此": 1358, "出": 1307,
    "努": 2925, "力": 2543, "供": 1794, "链": 2557, "断": 1550, "学": 4048, "校": 3950, "桥": 3138, "梁": 2563,
    "河": 1930, "流": 2624, "城": 1260, "市": 3431, "春": 1341, "天": 3647, "秋": 3180, "收": 3436, "、": 97,
    "来": 2463, "得": 1444, "不": 1154, "1": 18, "2": 19, " ": 1, "\u3000": 96,
}
# fmt: on
"""Numbers of letters in Adobe's collection of simplified Chinese."""


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


def chinese_columns() -> tuple[bytes, list[str]]:
    """Write two Chinese pages of two columns with heads and notes, and give their paragraphs."""
    sentences = (
        "我们要坚持高水平对外开放，把技术掌握在自己手里。",
        "合作要扩大，各方都应当为此作出努力，供应链断不得。",
        "学校、桥梁、河流、城市，春天来，秋天收。",
    )
    texts = ["".join(sentences[(number + place) % 3] for place in range(4)) for number in range(8)]
    sheets = []
    for sheet in range(2):
        drawn = [(250.0, 800.0, 8.0, "开放合作学术"), (295.0, 30.0, 8.0, "12"[sheet])]
        for column, x in enumerate((50.0, 310.0)):
            y = 740.0 - 5 * column
            for text in texts[4 * sheet + 2 * column :][:2]:
                indented = "\u3000\u3000" + text
                for start in range(0, len(indented), 23):
                    drawn.append((x, y, 10.0, indented[start : start + 23]))
                    y -= 16
        drawn.append((50.0, 110.0, 7.0, "1 合作为要。"))
        sheets.append(drawn)
    return chinese_pdf(sheets, GB1), texts


def test_chinese_fonts_that_name_their_letters_by_the_numbers_of_a_collection_are_read():
    raw, texts = chinese_columns()
    found = lines(read_pdf(raw))
    assert [text for text, label in found if not label] == texts
    assert [text for text, label in found if label == "meta"] == ["1 合作为要。"] * 2
    assert [text for text, label in found if label == "boilerplate"] == [
        "开放合作学术",
        "1",
        "开放合作学术",
        "2",
    ]


def test_a_short_line_of_a_justified_column_ends_a_paragraph_without_a_full_stop():
    # Lines of their own: without any Chinese font PDFium takes equal ones for the same text printed twice.
    full, short = [character * 30 for character in "把开放合作为要学术国"], "开放"
    drawn = [(70.0, 700.0 - 14 * row, 10.0, text) for row, text in enumerate([*full[:6], short, *full[6:9]])]
    found = read_pdf(chinese_pdf([drawn], GB1)).text.split("\n")
    assert found == ["".join(full[:6]) + short, "".join(full[6:9])]


def test_fonts_that_hide_their_letters_are_refused():
    raw = pdf_of(["BT /F 10 Tf 50 700 Td <03840385038603870388> Tj ET"], ordering="Identity")
    with pytest.raises(Unreadable, match="nonsense") as caught:
        read_pdf(raw)
    assert "OCR" in caught.value.remedy or "ocr" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "unmapped", "expected"),
    [
        ("The council met in winter and spoke of the harvest.", 1.0, False),
        ("7KH FRXQFLO PHW LQ ZLQWHU DQG VSRNH RI WKH KDUYHVW", 1.0, True),
        ("\ue000\ue012\ue101 kept", 0.0, True),
        ("The council \ue000 met in winter", 0.0, False),
        ("ລકతཀᏣԱ ӻۚ", 0.0, True),
        ("परिषद् की बैठक हुई", 0.0, False),
        ("開放と協力 개방 открытость άνοιγμα انفتاح", 0.0, False),
        ("", 0.0, False),
    ],
)
def test_nonsense_is_told_from_rare_and_mixed_writing(text, unmapped, expected):
    assert is_nonsense(text, unmapped) is expected


def test_title_and_author_come_from_the_file_itself():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    page.setTitle("开放与合作")
    page.setAuthor("A. Writer")
    page.drawString(70, 700, "The council met.")
    page.save()
    assert dict(read_pdf(buffer.getvalue()).metadata) == {"title": "开放与合作", "author": "A. Writer"}


def test_raised_marks_and_lowered_letters_stay_in_their_place():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    for x, y, size, text in (
        (70, 700, 10, "The council of T"),
        (139.4, 697.8, 10, "E"),
        (145.5, 700, 10, "X met"),
        (171.5, 703.6, 7, "1"),
        (177, 700, 10, "in winter."),
        (70, 688, 10, "It spoke."),
    ):
        page.setFont("Times-Roman", size)
        page.drawString(x, y, text)
    page.save()
    found = read_pdf(buffer.getvalue()).text.replace(" ", "").replace("\n", "")
    assert found == "ThecouncilofTEXmet1inwinter.Itspoke."


def test_heads_of_chapters_are_found_in_long_books():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    for sheet in range(40):
        page.setFont("Times-Roman", 10)
        page.drawString(70, 800, f"{WORDS[sheet // 5].title()} of the region {sheet}")
        for place, line in enumerate(wrap(paragraph(sheet), 46)):
            page.drawString(70, 700 - 12 * place, line)
        page.showPage()
    page.save()
    found = lines(read_pdf(buffer.getvalue()))
    assert [text for text, label in found if not label] == [paragraph(sheet) for sheet in range(40)]
    assert sum(label == "boilerplate" for _, label in found) == 40


def test_rows_drawn_across_both_columns_are_read_by_column():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    page.setFont("Times-Roman", 10)
    left, right = wrap(paragraph(1), 46), wrap(paragraph(2), 46)
    for place, both in enumerate(zip_longest(left, right, fillvalue="")):
        for x, line in zip((50, 310), both, strict=True):
            page.drawString(x, 700 - 12 * place, line)
    page.save()
    assert read_pdf(buffer.getvalue()).text.split("\n") == [paragraph(1), paragraph(2)]


def test_a_note_that_goes_on_after_the_text_was_closed_is_kept():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    for x in (50, 310):
        page.setFont("Times-Roman", 10)
        for place, line in enumerate(wrap(paragraph(x), 46) * 3):
            page.drawString(x, 700 - 12 * place, line)
        page.setFont("Times-Roman", 7)
        page.drawString(x, 100, "1 A note that" if x == 50 else "goes on here.")
        page.drawString(x, 92, "and more" if x == 50 else "2 Another.")
    page.save()
    text = read_pdf(buffer.getvalue()).text
    assert all(part in text for part in ("A note that", "goes on here.", "2 Another."))


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
    lambda text, x, width, y, size, is_turned: Piece(text, x, x + width, y, size, is_turned),
    st.text(st.sampled_from("天地玄黄ab. 1-"), min_size=1, max_size=30),
    st.floats(0, 590),
    st.floats(0, 300),
    st.floats(0, 840),
    st.sampled_from([7.0, 10.0, 14.0]),
    st.booleans(),
)


@given(st.lists(st.lists(PIECES, max_size=30), max_size=4))
def test_no_layout_loses_a_character(sheets):
    found = paragraphs(reading_order([Sheet(sheet, 595.0, 842.0) for sheet in sheets]))
    wanted = Counter("".join(piece.text for sheet in sheets for piece in sheet))
    kept = Counter("".join(paragraph.text for paragraph in found))
    for character in "天地玄黄ab.1":
        assert kept[character] == wanted[character]


def locked() -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842), encrypt="word")
    page.drawString(70, 700, "Secret.")
    page.save()
    return buffer.getvalue()


def chinese_pdf(pages: list[list[tuple[float, float, float, str]]], numbers: dict[str, int]) -> bytes:
    """Write texts (x, y, size, text) in a font that tells its letters by their numbers in Adobe-GB1 only."""
    streams = []
    for page in pages:
        drawn = [
            f"BT /F {size} Tf {x} {y} Td <{''.join(f'{numbers[letter]:04x}' for letter in text)}> Tj ET"
            for x, y, size, text in page
        ]
        streams.append("\n".join(drawn))
    return pdf_of(streams)


def pdf_of(streams: list[str], ordering: str = "GB1", flags: int = 4) -> bytes:
    system = f"<</Registry(Adobe)/Ordering({ordering})/Supplement 5>>"
    first = 7
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Invented/Encoding/Identity-H/DescendantFonts[4 0 R]>>",
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/Invented/CIDSystemInfo{system}/DW 1000/FontDescriptor 5 0 R>>",
        f"<</Type/FontDescriptor/FontName/Invented/Flags {flags}/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
        "<</Title(Invented)>>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {first + 2 * number + 1} 0 R>>"
        )
        packed = zlib.compress(stream.encode())
        objects.append(
            f"<</Filter/FlateDecode/Length {len(packed)}>>\nstream\n{packed.decode('latin-1')}\nendstream"
        )
    raw, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(raw)}\n%%EOF\n"
    return raw + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


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
    monkeypatch.setattr("toolkit.corpus.formats.pdf.MOST_LETTERS", 20)
    with pytest.raises(Unreadable, match="more letters than any book"):
        read_pdf(one_column(["Text."] * 40))


def test_pages_without_text_are_told():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    page.drawString(70, 700, "Only this page has a text.")
    page.showPage()
    page.showPage()
    page.save()
    assert "1 of 2 pages hold no text (2)" in read_pdf(buffer.getvalue()).remarks[0]
