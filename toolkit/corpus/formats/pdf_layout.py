"""Where the texts of a PDF page stand: lines, columns, and the order in which a person reads them.

The format tells where a text starts, not where it ends, so that ends are estimated by usual widths of
letters; the rules here allow for an error of a tenth.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NARROW = frozenset("iljtfrI.,;:'’‘!|()[]-")
_WIDE = frozenset("mwMW@%—…")
_COLUMN_LINES = 4
"""So many lines that start in the middle of the page at one place make a second column."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it is drawn, in points."""

    text: str
    x: float
    y: float
    size: float
    is_turned: bool = False
    """Whether it runs upwards or downwards."""


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A line of a column."""

    text: str
    x: float
    y: float
    end: float
    """Estimated right end."""

    size: float
    column: int
    """0 left or only column, 1 right one, -1 across both, -2 turned text at the margin."""

    height: float
    """Height of the page, in points."""


def width(text: str, size: float) -> float:
    """Estimate how wide a text is drawn."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.29
    if letter in _WIDE:
        return 0.85
    if letter == " ":
        return 0.26
    if ord(letter) > 0x2E80 and unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.67 if letter.isupper() else 0.51


def reading_order(pieces: Sequence[Piece], page_width: float, page_height: float) -> list[LayoutLine]:
    """Put pieces together to lines, and the lines in the order of reading.

    Lines across the whole page divide it into bands; in each, the left column comes before the right.
    """
    upright = [piece for piece in pieces if not piece.is_turned]
    turned = [piece for piece in pieces if piece.is_turned]
    second = _second_column(upright, page_width)
    columns: dict[int, list[Piece]] = {-1: [], 0: [], 1: []}
    for piece in upright:
        columns[_column(piece, second, page_width)].append(piece)
    lines = {column: _lines(found, column, page_height) for column, found in columns.items()}
    ordered: list[LayoutLine] = []
    left, right = list(lines[0]), list(lines[1])
    for divider in lines[-1]:
        for column in (left, right):
            while column and column[0].y > divider.y:
                ordered.append(column.pop(0))
        ordered.append(divider)
    ordered += [*left, *right]
    return ordered + [
        LayoutLine(piece.text, piece.x, piece.y, piece.x, piece.size, -2, page_height) for piece in turned
    ]


def _second_column(pieces: Sequence[Piece], page_width: float) -> float | None:
    """Find the place in the middle of the page at which many lines start, if there is one."""
    starts = Counter(round(piece.x / 2) for piece in pieces if 0.35 < piece.x / page_width < 0.68)
    if not starts:
        return None
    place, count = max(starts.items(), key=lambda item: (item[1], -item[0]))
    x = 2.0 * place
    lefts = {round(piece.y) for piece in pieces if piece.x < x - 10}
    crossing = sum(_crosses(piece, x, page_width) for piece in pieces)
    is_column = count >= _COLUMN_LINES and count > 0.2 * len(lefts) and crossing < 0.5 * count + 3
    return x if is_column else None


def _crosses(piece: Piece, second: float, page_width: float) -> bool:
    end = piece.x + width(piece.text.strip(), piece.size)
    return piece.x < second - 10 and end > second + 0.08 * page_width


def _column(piece: Piece, second: float | None, page_width: float) -> int:
    if second is None:
        return 0
    if piece.x >= second - 3:
        return 1
    is_centred = abs(piece.x + width(piece.text, piece.size) / 2 - page_width / 2) < 0.05 * page_width
    starts_inside = piece.x > 0.2 * page_width
    return -1 if _crosses(piece, second, page_width) or (is_centred and starts_inside) else 0


def _lines(pieces: Sequence[Piece], column: int, height: float) -> list[LayoutLine]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x)):
        # Raised note marks belong to the line whose letters they stand beside.
        if rows and abs(rows[-1][0].y - piece.y) < 0.45 * max(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda piece: piece.x), column, height) for row in rows]


def _line(row: Sequence[Piece], column: int, height: float) -> LayoutLine:
    text, end = "", row[0].x
    for piece in row:
        text += (" " if _is_gap(text, piece, end) else "") + piece.text
        end = max(end, piece.x + width(piece.text.rstrip(), piece.size))
    main = max(row, key=lambda piece: len(piece.text.strip()))
    return LayoutLine(" ".join(text.split()), row[0].x, main.y, end, main.size, column, height)


def _is_gap(before: str, piece: Piece, end: float) -> bool:
    if (
        not before
        or before[-1].isspace()
        or piece.text[0].isspace()
        or is_unspaced(before[-1] + piece.text[0])
    ):
        return False
    # After a short piece (a drop cap, a note mark) its end is known well enough.
    return (
        piece.x - end > (0.15 if len(before) < 4 else -0.5) * piece.size and piece.text[0] not in ".,;:!?)]"
    )


def is_unspaced(letters: str) -> bool:
    """Tell whether one of the letters is written without spaces (Chinese, Japanese)."""
    return any("\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\uffef" for letter in letters)
