"""Letters of a PDF page as PDFium places them, put together to pieces of text that stand on one line.

PDFium knows the character collections of Chinese, Japanese and Korean fonts, which files from these
countries use instead of telling the Unicode of their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_double
from dataclasses import dataclass, field
from typing import Any

from toolkit.corpus.formats.pdf_layout import UNSPACED_GAP, Piece, Sheet, is_unspaced
from toolkit.corpus.limits import Unreadable

_LINE_ENDS = frozenset((0, 10, 13))
_BLANKS = frozenset((9, 32, 0xA0, 0x3000))
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDEST_GAP = 1.0
"""Gap, in sizes of the type, above which two texts on a line may belong to two columns."""

_SAME_SIZE = 0.05


@dataclass(frozen=True, slots=True)
class PageLetters:
    """What a page draws."""

    sheet: Sheet
    letters: int
    """How many are drawn, spaces not counted."""

    unmapped: int
    """How many of these belong to fonts that do not say which characters they draw."""


def page_letters(page: Any, most: int) -> PageLetters:
    """Read a ``pypdfium2.PdfPage``; positions are in points from the lower left corner as shown.

    Raises
    ------
    Unreadable
        For a page of more than ``most`` letters.
    """
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > most:
            raise Unreadable("draws more letters than any book has", "check what it is, or split it")
        runs, letters, unmapped = _runs(textpage)
    finally:
        textpage.close()
    shown = _Shown(page)
    pieces = tuple(shown.piece(run) for run in runs if run.text.strip())
    return PageLetters(Sheet(pieces, shown.width, shown.height), letters, unmapped)


@dataclass(slots=True)
class _Run:
    """Letters of one size on one line; *along* is the axis of writing."""

    size: float
    base: float
    """Place of the line across the axis."""

    is_vertical: bool
    start: float
    end: float
    low: float
    """Sides of the last letter's box, across the axis and along it."""

    high: float
    last_start: float
    last_end: float
    letters: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        text = "".join(self.letters)
        if _SURROGATE.search(text):  # two halves of a rare character, on systems with 16-bit letters
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text


def _runs(textpage: Any) -> tuple[list[_Run], int, int]:
    """Join the letters of a page; also count them, and those whose fonts have no Unicode."""
    import pypdfium2.raw as pdfium

    handle, box = textpage.raw, pdfium.FS_RECTF()
    box_reference = byref(box)
    box_of, has_no_unicode = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_HasUnicodeMapError
    matrix = _Matrix(handle)
    runs: list[_Run] = []
    run: _Run | None = None
    letters = unmapped = 0
    for index, letter, space in _drawn(textpage):
        if space == "\n":
            run = None
        letters += 1
        unmapped += has_no_unicode(handle, index)
        box_of(handle, index, box_reference)
        start, end, low, high = box.left, box.right, box.bottom, box.top
        if run is not None and run.is_vertical:
            start, end, low, high = low, high, start, end
        if run is not None and (low, high) != (run.low, run.high):
            run = run if _continues(run, *matrix.of(index)) else None
        if run is not None:
            gap = max(start - run.last_end, run.last_start - end) / run.size
            if space == " " or (space and (gap > UNSPACED_GAP or not is_unspaced(run.letters[-1] + letter))):
                run.letters.append(" ")
            run = run if gap < _WIDEST_GAP else None
        if run is None:
            size, base, is_vertical = matrix.of(index)
            start, end, low, high = box.left, box.right, box.bottom, box.top
            if is_vertical:
                start, end, low, high = low, high, start, end
            run = _Run(size, base, is_vertical, start, end, low, high, start, end)
            runs.append(run)
        run.letters.append(letter)
        run.low, run.high, run.last_start, run.last_end = low, high, start, end
        run.start, run.end = min(run.start, start), max(run.end, end)
    return runs, letters, unmapped


def _drawn(textpage: Any) -> Iterator[tuple[int, str, str]]:
    """Give each letter's number on the page, the letter, and what is before it: line end, space or gap."""
    import pypdfium2.raw as pdfium

    handle, code_of, is_generated = textpage.raw, pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    known: dict[int, str] = {}
    before = ""
    for index in range(textpage.count_chars()):
        code = code_of(handle, index)
        if code in _LINE_ENDS and is_generated(handle, index) == 1:
            before = "\n"
        elif code in _BLANKS:
            if before != "\n":
                before = "gap" if is_generated(handle, index) == 1 else " "
        else:
            yield index, known.get(code) or known.setdefault(code, _letter(code)), before
            before = ""


def _letter(code: int) -> str:
    if code == 2:  # PDFium's sign for a hyphen at the end of a line
        return "-"
    return (
        chr(code)
        if 32 < code <= 0x10FFFF and not 0x7F <= code < 0xA0 and code & 0xFFFE != 0xFFFE
        else "\ufffd"
    )


def _continues(run: _Run, size: float, base: float, is_vertical: bool) -> bool:
    return (
        run.is_vertical == is_vertical
        and abs(run.size - size) < _SAME_SIZE * size
        and abs(run.base - base) < 0.1 * size
    )


class _Matrix:
    """Size, line and direction of a letter."""

    def __init__(self, handle: Any) -> None:
        import pypdfium2.raw as pdfium

        self._handle, self._pdfium = handle, pdfium
        self._matrix, self._x, self._y = pdfium.FS_MATRIX(), c_double(), c_double()

    def of(self, index: int) -> tuple[float, float, bool]:
        matrix = self._matrix
        self._pdfium.FPDFText_GetMatrix(self._handle, index, byref(matrix))
        self._pdfium.FPDFText_GetCharOrigin(self._handle, index, byref(self._x), byref(self._y))
        length = (matrix.a * matrix.a + matrix.b * matrix.b) ** 0.5 or 1.0
        height = abs(matrix.a * matrix.d - matrix.b * matrix.c) / length
        size = abs(self._pdfium.FPDFText_GetFontSize(self._handle, index)) * height or 1.0
        is_vertical = abs(matrix.b) > abs(matrix.a)
        return size, self._x.value if is_vertical else self._y.value, is_vertical


class _Shown:
    """A page as it is shown: cut to its visible box and turned."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self._left, self._bottom = left, bottom
        self._turn = page.get_rotation() % 360
        width, height = abs(right - left) or 595.0, abs(top - bottom) or 842.0
        self.width, self.height = (height, width) if self._turn % 180 else (width, height)

    def piece(self, run: _Run) -> Piece:
        ends = [(run.base, place) if run.is_vertical else (place, run.base) for place in (run.start, run.end)]
        (x, y), (end, last) = (self._as_shown(*place) for place in ends)
        is_turned = run.is_vertical != bool(self._turn % 180)
        return Piece(run.text, min(x, end), max(x, end), min(y, last), run.size, is_turned)

    def _as_shown(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        match self._turn:
            case 90:
                return y, self.height - x
            case 180:
                return self.width - x, self.height - y
            case 270:
                return self.width - y, x
            case _:
                return x, y
