"""Where the texts of a PDF page stand: lines, columns, and the order in which a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_COLUMN_LINES = 4
"""So many lines that start in the middle of the page at one place make a second column."""

_LEAST_SPACE = 0.15
"""Gap, in sizes of the type, that separates words; letters that touch leave none."""

UNSPACED_GAP = 0.6
"""The same beside Chinese letters, which are set wider or apart from Latin ones without a meaning."""

_LEAST_GUTTER = 0.2
_WIDEST_SPACE = 1.5
"""Gap, in sizes of the type, that no line of a column has inside."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it is drawn, in points."""

    text: str
    x: float
    end: float
    """Right end."""

    y: float
    """Its baseline, from the foot of the page."""

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
    size: float
    column: int
    """0 left or only column, 1 right one, -1 across both, -2 turned text at the margin."""

    height: float
    """Height of the page, in points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's texts, and its size as shown, in points."""

    pieces: Sequence[Piece]
    width: float
    height: float


def reading_order(sheets: Sequence[Sheet]) -> list[list[LayoutLine]]:
    """Put the pieces of each page together to lines, and the lines in the order of reading.

    Lines across the whole page divide it into bands; in each, the left column comes before the right.
    """
    seconds = [_second_column(sheet) for sheet in sheets]
    usual = Counter(round(second) for second in seconds if second is not None).most_common(1)
    return [
        _in_order(sheet, _few_lines_at(usual[0][0], sheet) if second is None and usual else second)
        for sheet, second in zip(sheets, seconds, strict=True)
    ]


def _in_order(sheet: Sheet, second: float | None) -> list[LayoutLine]:
    lines: dict[int, list[LayoutLine]] = {-1: [], 0: [], 1: []}
    for row in _rows([piece for piece in sheet.pieces if not piece.is_turned and piece.text.strip()]):
        parts = _parts(row, second)
        columns = [_column(part, second, sheet.width, is_alone=len(parts) == 1) for part in parts]
        for column in sorted(set(columns)):
            own = [
                piece for part, place in zip(parts, columns, strict=True) if place == column for piece in part
            ]
            lines[column].append(_line(own, column, sheet.height))
    ordered: list[LayoutLine] = []
    left, right = lines[0], lines[1]
    for divider in lines[-1]:
        for column_lines in (left, right):
            while column_lines and column_lines[0].y > divider.y:
                ordered.append(column_lines.pop(0))
        ordered.append(divider)
    ordered += [*left, *right]
    return ordered + [
        LayoutLine(piece.text.strip(), piece.x, piece.y, piece.end, piece.size, -2, sheet.height)
        for piece in sheet.pieces
        if piece.is_turned and piece.text.strip()
    ]


def _second_column(sheet: Sheet) -> float | None:
    """Find the place in the middle of the page at which many lines start, if there is one."""
    pieces = [piece for piece in sheet.pieces if not piece.is_turned]
    starts = Counter(round(piece.x / 2) for piece in pieces if 0.35 < piece.x / sheet.width < 0.68)
    if not starts:
        return None
    place, count = max(starts.items(), key=lambda item: (item[1], -item[0]))
    x = 2.0 * place
    lefts = {round(piece.y) for piece in pieces if piece.x < x - 10}
    crossing = sum(_crosses(piece.x, piece.end, x, sheet.width) for piece in pieces)
    is_column = count >= _COLUMN_LINES and count > 0.2 * len(lefts) and crossing < 0.5 * count + 3
    return x if is_column else None


def _few_lines_at(second: float, sheet: Sheet) -> float | None:
    """Find on a page with little text the column that other pages have."""
    pieces = [piece for piece in sheet.pieces if not piece.is_turned]
    count = sum(abs(piece.x - second) <= 3 for piece in pieces)
    crossing = sum(_crosses(piece.x, piece.end, second, sheet.width) for piece in pieces)
    return second if count > crossing else None


def _crosses(x: float, end: float, second: float, page_width: float) -> bool:
    return x < second - 10 and end > second + 0.08 * page_width


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group pieces that stand at one height, from the top down and from left to right."""
    rows: list[list[Piece]] = []
    main = Piece("", 0.0, 0.0, 0.0, 0.0)
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x)):
        # Raised note marks and lowered letters belong to the line whose longest text they stand beside.
        if rows and abs(main.y - piece.y) < 0.45 * max(main.size, piece.size):
            rows[-1].append(piece)
            main = max(main, piece, key=lambda piece: len(piece.text))
        else:
            rows.append([piece])
            main = piece
    return [sorted(row, key=lambda piece: piece.x) for row in rows]


def _parts(row: Sequence[Piece], second: float | None) -> list[list[Piece]]:
    """Divide a row where it goes from one column to the other."""
    if second is None:
        return [list(row)]
    parts: list[list[Piece]] = []
    end = 0.0
    for piece in row:
        gap = (piece.x - end) / piece.size
        starts_column = abs(piece.x - second) <= 3 and gap > _LEAST_GUTTER
        if parts and not starts_column and gap < _WIDEST_SPACE:
            parts[-1].append(piece)
        else:
            parts.append([piece])
        end = max(end, piece.end)
    return parts


def _column(part: Sequence[Piece], second: float | None, page_width: float, is_alone: bool) -> int:
    if second is None:
        return 0
    x, end = part[0].x, max(piece.end for piece in part)
    if x >= second - 3:
        return 1
    is_centred = abs((x + end) / 2 - page_width / 2) < 0.05 * page_width and x > 0.2 * page_width
    return -1 if _crosses(x, end, second, page_width) or (is_alone and is_centred) else 0


def _line(row: Sequence[Piece], column: int, height: float) -> LayoutLine:
    text, end = "", row[0].x
    for piece in row:
        text += (" " if _is_gap(text, piece, end) else "") + piece.text
        end = max(end, piece.end)
    main = max(row, key=lambda piece: len(piece.text.strip()))
    return LayoutLine(" ".join(text.split()), row[0].x, main.y, end, main.size, column, height)


def _is_gap(before: str, piece: Piece, end: float) -> bool:
    if not before or before[-1].isspace() or piece.text[0].isspace() or piece.text[0] in ".,;:!?)]":
        return False
    least = UNSPACED_GAP if is_unspaced(before[-1] + piece.text[0]) else _LEAST_SPACE
    return piece.x - end > least * piece.size


def is_unspaced(letters: str) -> bool:
    """Tell whether one of the letters is written without spaces (Chinese, Japanese)."""
    return any("\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\uffef" for letter in letters)
