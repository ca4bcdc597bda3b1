"""PDF with a text layer, through PDFium: columns, running heads, notes and paragraphs by their positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Any

from toolkit.corpus.formats.pdf_layout import reading_order
from toolkit.corpus.formats.pdf_letters import PageLetters, page_letters
from toolkit.corpus.formats.pdf_nonsense import is_nonsense, unknown
from toolkit.corpus.formats.pdf_paragraphs import paragraphs
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import MarkedLines, Page
from toolkit.corpus.schema import believable

MOST_PAGES = 5_000
MOST_LETTERS = 20_000_000
"""Letters that one file may draw; a page has about three thousand, the longest novels ten million."""

_OCR = "run it through a text recognition (OCRmyPDF, ABBYY, Acrobat) and save it as PDF with text"
_SAVE_AGAIN = "open it in a PDF reader and print it to a new PDF, or copy its text to .txt"
_EXPORT = (
    "export it from its source as Word or text, or have its pages recognised anew as if they were pictures "
    "(ocrmypdf --force-ocr, ABBYY, Acrobat)"
)

_ONE_AT_A_TIME = Lock()  # PDFium keeps state of its own and must not be used by two threads at once


def read_pdf(raw: bytes) -> Page:
    """Read a PDF as paragraphs in reading order.

    Raises
    ------
    Unreadable
        For what is locked, damaged, endless, only pictures of pages, or hides its characters.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    if b"%PDF-" not in raw[:4096]:
        raise Unreadable("is no PDF", _SAVE_AGAIN)
    with _ONE_AT_A_TIME:
        try:
            document = PdfDocument(raw)
        except PdfiumError as error:
            raise _refusal(error) from None
        with document:
            pages = _pages(document)
            names = {"title": "Title", "author": "Author"}  # its date is that of the file, not of the text
            facts = {fact: document.get_metadata_value(name) or None for fact, name in names.items()}
    metadata, doubts = believable(facts)
    return _page(pages, metadata, doubts)


def _refusal(error: Any) -> Unreadable:
    import pypdfium2.raw as pdfium

    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return Unreadable("is locked by a password", "save it without a password")
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return Unreadable("is locked in a way that is not known here", "save it without protection")
    return Unreadable("is a damaged PDF: nothing that tells its pages is found", _SAVE_AGAIN)


def _pages(document: Any) -> list[PageLetters | None]:
    """Read all pages; a damaged one is None."""
    if len(document) > MOST_PAGES:
        reason = f"has {len(document)} pages; at most {MOST_PAGES} are read"
        raise Unreadable(reason, "split it into documents of a reasonable size")
    pages: list[PageLetters | None] = []
    left = MOST_LETTERS
    for index in range(len(document)):
        page = _letters_of(document, index, left)
        left -= page.letters if page else 0
        pages.append(page)
    return pages


def _letters_of(document: Any, index: int, most: int) -> PageLetters | None:
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
    except PdfiumError:
        return None
    try:
        return page_letters(page, most)
    except PdfiumError:
        return None
    finally:
        page.close()


def _page(pages: list[PageLetters | None], metadata: dict[str, str], doubts: tuple[str, ...]) -> Page:
    read = [page for page in pages if page is not None]
    if not read:
        raise Unreadable("is a damaged PDF: none of its pages can be opened", _SAVE_AGAIN)
    letters = sum(page.letters for page in read)
    if not any(page.sheet.pieces for page in read):
        raise Unreadable("has no text layer: its pages are pictures", _OCR)
    found = MarkedLines()
    for paragraph in paragraphs(reading_order([page.sheet for page in read])):
        found.add(paragraph.text, paragraph.label, paragraph.reason)
    unmapped = sum(page.unmapped for page in read)
    if is_nonsense(found.text, unmapped / letters):
        reason = "gives its letters out as nonsense: its fonts draw them but do not say which they are"
        raise Unreadable(reason, _EXPORT)
    return found.page(metadata=metadata, remarks=(*_remarks(found.text, pages, unmapped), *doubts))


def _remarks(text: str, pages: list[PageLetters | None], unmapped: int) -> Iterator[str]:
    damaged = [number for number, page in enumerate(pages, start=1) if page is None]
    if damaged:
        yield f"{len(damaged)} of {len(pages)} pages are damaged and left out ({_listed(damaged)})"
    empty = [number for number, page in enumerate(pages, start=1) if page and not page.sheet.pieces]
    if empty:
        yield f"{len(empty)} of {len(pages)} pages hold no text ({_listed(empty)}): pictures, or empty"
    counts = Counter(text)
    lost = max(unmapped, sum(counts[letter] for letter in unknown(counts)))
    if lost > 0.01 * len(text):
        yield f"{lost} characters could not be read: the PDF does not say which letters its fonts draw"


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
