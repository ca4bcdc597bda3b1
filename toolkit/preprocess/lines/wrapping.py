"""Text that was broken into lines of equal width: found, and put together again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.shapes import Shape


def wrap_width(lines: Sequence[Shape], blank_before: Sequence[bool] | None = None) -> int:
    """Find the width of hard-wrapped Chinese text: most lines equally long and open-ended.

    Where empty lines part the paragraphs, a few lines suffice to see it.
    """
    cjk = [index for index, line in enumerate(lines) if line.is_cjk]
    if len(cjk) < 20:
        return _width_of_groups(lines, cjk, blank_before) if blank_before else 0
    width = sorted(lines[i].length for i in cjk)[int(0.75 * len(cjk))]
    broken = [i for i in cjk if abs(lines[i].length - width) <= 2 and not lines[i].is_closed]
    if len(broken) > 0.5 * len(cjk):
        return width
    return _width_of_groups(lines, cjk, blank_before) if blank_before else 0


def _width_of_groups(lines: Sequence[Shape], cjk: Sequence[int], blank_before: Sequence[bool]) -> int:
    """Find the width of Chinese lines that have no empty line below them, if they have one."""
    inner = [i for i in cjk if i + 1 < len(lines) and not blank_before[i + 1]]
    if len(inner) < 4 or len(inner) < 0.4 * len(cjk):
        return 0
    width = sorted(lines[i].length for i in inner)[len(inner) // 2]
    even = [i for i in inner if abs(lines[i].length - width) <= 2]
    is_cut = sum(not lines[i].is_closed for i in even) > 0.5 * len(even)
    return width if width >= 16 and is_cut and len(even) >= 0.8 * len(inner) else 0


def spaced_wrap_width(lines: Sequence[Shape], blank_before: Sequence[bool] | None = None) -> int:
    """Find the width, in characters, of hard-wrapped text in a language with blanks; 0 where there is none.

    A list of headlines may look the same from outside, but its lines begin with capitals.
    """
    spaced = [line.text for line in lines if not line.is_cjk]
    if len(spaced) < (6 if blank_before else 20) or len(spaced) <= 0.5 * len(lines):
        return 0
    width = sorted(map(len, spaced))[int(0.9 * len(spaced))]
    if not 40 <= width <= 130:
        return 0
    full = [i for i, line in enumerate(lines) if not line.is_cjk and _is_cut(line, width)]
    going_on = [i for i in full if i + 1 < len(lines) and lines[i + 1].text[0].islower()]
    # Headings, tables and notes stand between the paragraphs of a report: a part of the lines is enough.
    return width if len(full) > 0.25 * len(spaced) and len(going_on) > max(3, 0.5 * len(full)) else 0


def _is_cut(line: Shape, width: int) -> bool:
    return not line.is_closed and 0.75 * width <= len(line.text) <= 1.25 * width


def wrapped_paragraphs(
    lines: Sequence[Shape],
    width: int,
    blank_before: Sequence[bool] | None = None,
    marked: Collection[int] = (),
) -> Iterator[list[int]]:
    """Put the lines of a wrapped page together; a short, an empty or a marked line ends a paragraph."""
    full = [i for i, line in enumerate(lines[:-1]) if _is_cut(line, width)]
    # Where lines are filled up, one that had room for the next word was ended on purpose.
    is_filled = sum(_has_room(lines[i], lines[i + 1], width) for i in full) < 0.25 * len(full)
    paragraph: list[int] = []
    for index, line in enumerate(lines):
        paragraph.append(index)
        following = lines[index + 1] if index + 1 < len(lines) else None
        is_parted = bool(blank_before and following and blank_before[index + 1])
        is_fact = len(paragraph) == 1 and (_is_clutter(line) or (index < 6 and _is_dated(line)))
        if (
            following is None
            or is_parted
            or index in marked
            or index + 1 in marked
            or (is_fact and not following.text[0].islower())
            or not _goes_on(line, following, width, is_filled)
        ):
            yield paragraph
            paragraph = []


def _goes_on(line: Shape, following: Shape, width: int, is_filled: bool) -> bool:
    """Tell whether a line break came inside a paragraph."""
    if line.is_cjk or not 0.75 * width <= len(line.text) <= 1.25 * width:
        return False
    if not line.is_closed:
        return not is_filled or following.text[0].islower() or not _has_room(line, following, width)
    # A sentence may end where the line does.
    is_full = is_filled and not _has_room(line, following, width)
    return is_full and len(following.text) >= 0.75 * width and not _is_clutter(following)


def _has_room(line: Shape, following: Shape, width: int) -> bool:
    word = re.match(r"[^\W\d_]+-|\S*", following.text)
    return len(line.text) + 1 + len(word[0] if word else "") <= width


def _is_clutter(line: Shape) -> bool:
    named = clutter.furniture, clutter.about_the_text
    return any(name(line.text, line.length, line.is_closed) for name in named)


def _is_dated(line: Shape) -> bool:
    return line.length <= 60 and not line.is_closed and bool(clutter.DATED.search(line.text))
