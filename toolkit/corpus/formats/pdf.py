"""PDF with a text layer, through pypdf: columns, running heads, notes and paragraphs by their positions."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from toolkit.corpus.formats.pdf_layout import Piece, reading_order
from toolkit.corpus.formats.pdf_paragraphs import paragraphs
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import MarkedLines, Page
from toolkit.corpus.schema import believable

MOST_PAGES = 5_000
MOST_OPERATIONS = 10_000_000
"""Drawing operations that are looked at; a page of text has about a thousand, a map a million."""

_OCR = "run it through a text recognition (OCRmyPDF, ABBYY, Acrobat) and save it as PDF with text"
_SAVE_AGAIN = "open it in a PDF reader and print it to a new PDF, or copy its text to .txt"


def read_pdf(raw: bytes) -> Page:
    """Read a PDF as paragraphs in reading order.

    Raises
    ------
    Unreadable
        For what is locked, damaged, endless, or only pictures of pages.
    """
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says is told by the remarks here
    if b"%PDF-" not in raw[:4096]:
        raise Unreadable("is no PDF", _SAVE_AGAIN)
    try:
        return _read(raw)
    except PyPdfError as error:
        raise Unreadable(f"is a damaged PDF ({str(error)[:200]})", _SAVE_AGAIN) from None


def _read(raw: bytes) -> Page:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("is locked by a password", "save it without a password")
    if len(reader.pages) > MOST_PAGES:
        reason = f"has {len(reader.pages)} pages; at most {MOST_PAGES} are read"
        raise Unreadable(reason, "split it into documents of a reasonable size")
    pages, empty = [], []
    counter = _Counter()
    for number, page in enumerate(reader.pages, start=1):
        pieces = list(_pieces(page, counter))
        if not any(piece.text.strip() for piece in pieces):
            empty.append(number)
        width, height = _shown_size(page)
        pages.append(reading_order(pieces, width, height))
    if not any(line.text.strip() for lines in pages for line in lines):
        raise Unreadable("has no text layer: its pages are pictures", _OCR)
    found = MarkedLines()
    for paragraph in paragraphs(pages):
        found.add(paragraph.text, paragraph.label, paragraph.reason)
    metadata, doubts = believable(_facts(reader))
    return found.page(metadata=metadata, remarks=(*_remarks(found.text, empty, len(pages)), *doubts))


class _Counter:
    """Stop a page whose drawing never ends."""

    def __init__(self) -> None:
        self._operations = 0

    def __call__(self, *operation: Any) -> None:
        self._operations += 1
        if self._operations > MOST_OPERATIONS:
            reason = f"takes more than {MOST_OPERATIONS} operations to draw"
            raise Unreadable(reason, _SAVE_AGAIN)


def _pieces(page: Any, counter: _Counter) -> Iterator[Piece]:
    """Give the texts that the page draws, with their positions in points from the lower left corner."""
    found: list[Piece] = []

    def visit(text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:
        text = text.strip("\r\n")
        if text.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            across = inner[0] * outer[0] + inner[1] * outer[2]
            up = inner[0] * outer[1] + inner[1] * outer[3]
            x, y, across, up = _as_shown(page, x, y, across, up)
            scale = (across * across + up * up) ** 0.5
            found.append(
                Piece(text.replace("\n", " "), x, y, abs(size) * scale or 1.0, abs(up) > abs(across))
            )

    page.extract_text(visitor_text=visit, visitor_operand_before=counter)
    yield from found


def _shown_size(page: Any) -> tuple[float, float]:
    """Width and height of the page as it is shown, in points; A4 where it says none."""
    width, height = abs(float(page.mediabox.width)) or 595.0, abs(float(page.mediabox.height)) or 842.0
    return (height, width) if page.rotation % 180 else (width, height)


def _as_shown(page: Any, x: float, y: float, across: float, up: float) -> tuple[float, float, float, float]:
    """Turn a place and a direction of writing as the page is turned when shown (landscape tables)."""
    width, height = _shown_size(page)
    x, y = x - float(page.mediabox.left), y - float(page.mediabox.bottom)
    match page.rotation % 360:
        case 90:
            return y, height - x, up, -across
        case 180:
            return width - x, height - y, -across, -up
        case 270:
            return width - y, x, -up, across
        case _:
            return x, y, across, up


def _facts(reader: Any) -> dict[str, str | None]:
    facts = reader.metadata or {}
    names = {"title": "/Title", "author": "/Author"}  # its date is that of the file, not of the text
    return {
        fact: str(facts[name]) if isinstance(facts.get(name), str) else None for fact, name in names.items()
    }


def _remarks(text: str, empty: list[int], pages: int) -> Iterator[str]:
    if empty:
        listed = ", ".join(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")
        yield f"{len(empty)} of {pages} pages hold no text ({listed}): pictures, or empty"
    unknown = sum(text.count(character) for character in "\ufffd\x00")
    if unknown > 0.01 * len(text):
        yield f"{unknown} characters could not be read: the PDF does not say which letters its fonts draw"
