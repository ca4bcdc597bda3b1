"""Letters of a PDF page as PDFium places them, put together to pieces of text that stand on one line.

PDFium knows the character collections of Chinese, Japanese and Korean fonts, which files from these
countries use instead of telling the Unicode of their letters.
"""

from __future__ import annotations

import re
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
    sides: tuple[float, float]
    """Of the letters' boxes, across the axis."""

    start: float
    end: float
    last: tuple[float, float]
    """Where the last letter starts and ends."""

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
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    has_no_unicode, is_generated = pdfium.FPDFText_HasUnicodeMapError, pdfium.FPDFText_IsGenerated
    matrix = _Matrix(handle)
    runs: list[_Run] = []
    run: _Run | None = None
    space = ""
    letters = unmapped = 0
    for index in range(textpage.count_chars()):
        code = code_of(handle, index)
        if code in _LINE_ENDS and is_generated(handle, index) == 1:
            run, space = None, ""
            continue
        if code in _BLANKS:
            space = "generated" if is_generated(handle, index) == 1 else " "
            continue
        letter = _letter(code)
        letters += 1
        unmapped += has_no_unicode(handle, index) == 1
        box_of(handle, index, box_reference)
        level, upright = (box.left, box.right), (box.bottom, box.top)
        if run is None or not _is_on(run, level if run.is_vertical else upright):
            size, base, is_vertical = matrix.of(index)
            same = run is not None and _continues(run, size, base, is_vertical)
        else:
            same = True
        if run is not None and same:
            sides, extent = (level, upright) if run.is_vertical else (upright, level)
            gap = max(extent[0] - run.last[1], run.last[0] - extent[1]) / run.size
            same = gap < _WIDEST_GAP
            if space == " " or (space and (gap > UNSPACED_GAP or not is_unspaced(run.letters[-1] + letter))):
                run.letters.append(" ")
        space = ""
        if run is None or not same:
            size, base, is_vertical = matrix.of(index)
            sides, extent = (level, upright) if is_vertical else (upright, level)
            run = _Run(size, base, is_vertical, sides, *extent, extent)
            runs.append(run)
        run.letters.append(letter)
        run.sides, run.last = sides, extent
        run.start, run.end = min(run.start, extent[0]), max(run.end, extent[1])
    return runs, letters, unmapped


def _letter(code: int) -> str:
    if code == 2:  # PDFium's sign for a hyphen at the end of a line
        return "-"
    return (
        chr(code)
        if 32 < code <= 0x10FFFF and not 0x7F <= code < 0xA0 and code & 0xFFFE != 0xFFFE
        else "\ufffd"
    )


def _is_on(run: _Run, sides: tuple[float, float]) -> bool:
    return abs(run.sides[0] - sides[0]) < 0.01 and abs(run.sides[1] - sides[1]) < 0.01


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
