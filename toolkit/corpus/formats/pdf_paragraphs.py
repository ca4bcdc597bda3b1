"""Lines of PDF pages to paragraphs: running heads and notes taken out of the way, cut words re-joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from toolkit.corpus.documents import Label
from toolkit.corpus.formats.pdf_layout import LayoutLine, is_unspaced

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—·\s]*(?:\d{1,4}|[ivxl]{1,7})[-–—·\s]*|第?\s*\d{1,4}\s*页.{0,12}|(?:page|p\.|seite)\s*\d{1,4}.{0,12}"
    r"|\d{1,4}\s*/\s*\d{1,4}",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?。！？…:：;；][”’\"')）」』\]\d]*$")
_BULLET = re.compile(
    r"(?:[•·▪■●○]|[–—-]\s|\(?\d{1,2}[.)、．]\s?\D|[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十百\d]{1,4}[章节条])"
)
_LEADERS = re.compile(r"(?:\. ?){5}|…{2}|·{4}")
"""The dots of a table of contents."""

_WORDS = re.compile(r"[^\W\d_]{2}")
_CUT = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_EDGE = 0.12
"""Share of the page's height at top and bottom in which running heads stand."""

_WIDE_EDGE = 0.2
_CHAPTER_PAGES = 3

_EDGE_LINES = 2
"""How many lines a running head or foot may have."""

_FEW_LINES = 5
_USUAL_LEADING = 1.2
_WIDEST_LEADING = 2.4
"""Distance of double-spaced lines, in sizes of their type."""

_LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with what the layout says of it."""

    text: str
    label: Label | None = None
    reason: str = ""


_Labelled = tuple[LayoutLine, Label | None, str]


def paragraphs(pages: Sequence[Sequence[LayoutLine]]) -> Iterator[Paragraph]:
    """Join the lines of all pages to paragraphs, over the ends of columns and pages.

    Notes and running heads between two halves of a paragraph come after it.
    """
    body = _body_size(pages)
    running = _running(pages)
    open_lines: list[LayoutLine] = []
    open_label: tuple[Label | None, str] = (None, "")
    later: list[Paragraph] = []
    bounds = _bounds(pages)
    leading = _leading(pages)

    def close() -> Iterator[Paragraph]:
        if open_lines:
            yield Paragraph(_joined(open_lines), *open_label)
            open_lines.clear()
        yield from later
        later.clear()

    for page in pages:
        labelled = _labelled(page, body, running)
        notes: list[LayoutLine] = []
        for line, label, reason in labelled:
            if label == "boilerplate":
                later.append(Paragraph(line.text, label, reason))
            elif label == "meta":
                if notes and later and later[-1].label == "meta" and not _starts_note(line):
                    notes.append(line)
                    later[-1] = Paragraph(_joined(notes), label, reason)
                else:
                    notes = [line]
                    later.append(Paragraph(line.text, label, reason))
            else:
                if open_lines and (
                    open_label != (label, reason) or _breaks(open_lines, line, bounds, leading)
                ):
                    yield from close()
                open_lines.append(line)
                open_label = (label, reason)
    yield from close()


def _body_size(pages: Sequence[Sequence[LayoutLine]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def _running(pages: Sequence[Sequence[LayoutLine]]) -> set[str]:
    """Find texts that stand at the same edge of several pages, whatever their numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        heights = sorted({round(line.y) for line in page if line.text})
        outermost = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
        counts.update({_key(line) for line in page if round(line.y) in outermost and _is_at_edge(line)})
    least = max(2, 0.2 * len(pages))
    # Heads of chapters stand on few pages of a book; rows of figures may repeat by chance.
    least_words = min(least, _CHAPTER_PAGES)
    return {key for key, count in counts.items() if count >= (least_words if _WORDS.search(key) else least)}


def _key(line: LayoutLine) -> str:
    return f"{round(line.y / 6)} {_DIGITS.sub('#', line.text)}"


def _is_at_edge(line: LayoutLine) -> bool:
    return not _EDGE < line.y / line.height < 1 - _EDGE


def _is_page_number(line: LayoutLine, page: Sequence[LayoutLine]) -> bool:
    if not _NUMBER.fullmatch(line.text):
        return False
    if _is_at_edge(line):
        return True
    # Pages with wide margins: a number alone, under or above all else.
    others = [other.y for other in page if other is not line]
    is_outermost = not others or line.y < min(others) - line.size or line.y > max(others) + line.size
    return is_outermost and not _WIDE_EDGE < line.y / line.height < 1 - _WIDE_EDGE


def _labelled(page: Sequence[LayoutLine], body: float, running: set[str]) -> list[_Labelled]:
    notes = _notes(page, body, running)
    found: list[_Labelled] = []
    for line in page:
        if line.column == -2:
            found.append((line, "boilerplate", "turned text at the margin"))
        elif _is_page_number(line, page):
            found.append((line, "boilerplate", "page number"))
        elif _is_at_edge(line) and _key(line) in running:
            found.append((line, "boilerplate", "running head or foot of the pages"))
        elif line in notes:
            found.append((line, "meta", "footnote in smaller type"))
        elif line.size > 1.15 * body and len(line.text) <= 200:
            found.append((line, "heading", f"type of {line.size:.0f} points in a text of {body:.0f}"))
        else:
            found.append((line, None, ""))
    return found


def _notes(page: Sequence[LayoutLine], body: float, running: set[str]) -> set[LayoutLine]:
    """Find the lines in smaller type at the foot of each column."""
    notes: set[LayoutLine] = set()
    for column in (-1, 0, 1):
        lines = [
            line
            for line in page
            if line.column == column
            and not (_is_at_edge(line) and _key(line) in running)
            and not _is_page_number(line, page)
        ]
        small = []
        for line in sorted(lines, key=lambda line: line.y):
            if line.size > 0.93 * body:
                break
            small.append(line)
        # A page in small type throughout is a list of references or an annex, not a note.
        if small and len(small) < 0.6 * len(lines) and any(map(_starts_note, small)):
            notes.update(small)
    return notes


def _starts_note(line: LayoutLine) -> bool:
    return re.match(r"[\d*†‡①-⑳\[]", line.text) is not None


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Where the lines of a column usually start and end."""

    left: float
    right: float
    is_justified: bool
    """Whether most lines end at one place, so that a shorter one ends a paragraph."""


def _bounds(pages: Sequence[Sequence[LayoutLine]]) -> dict[LayoutLine, _Bounds]:
    """Find the bounds for each line: those of its column on its page, or of all pages where it has few."""
    found = {}
    everywhere = _column_bounds([line for page in pages for line in page])
    for page in pages:
        here = _column_bounds(page)
        few = {column for column in here if sum(line.column == column for line in page) < _FEW_LINES}
        for line in page:
            found[line] = (everywhere if line.column in few else here)[line.column]
    return found


def _column_bounds(lines: Sequence[LayoutLine]) -> dict[int, _Bounds]:
    found = {}
    for column in {line.column for line in lines}:
        own = [line for line in lines if line.column == column]
        starts = Counter(round(line.x) for line in own)
        left = float(min(x for x, count in starts.items() if count >= 0.2 * max(starts.values())))
        ends = sorted(line.end for line in own)
        right = ends[int(0.8 * (len(ends) - 1))]
        at_end = sum(abs(end - right) < 0.01 * (right - left) for end in ends)
        found[column] = _Bounds(left, right, len(own) >= _FEW_LINES and at_end > 0.5 * len(own))
    return found


def _leading(pages: Sequence[Sequence[LayoutLine]]) -> float:
    """Measure the usual distance of lines, in sizes of their type."""
    steps = sorted(
        (above.y - line.y) / line.size
        for page in pages
        for above, line in pairwise(page)
        if above.column == line.column and abs(above.size - line.size) < 0.01 and above.y > line.y
    )
    return min(steps[len(steps) // 2], _WIDEST_LEADING) if steps else _USUAL_LEADING


def _breaks(
    before: Sequence[LayoutLine], line: LayoutLine, bounds: dict[LayoutLine, _Bounds], leading: float
) -> bool:
    """Tell whether a line begins a paragraph of its own."""
    last, here = before[-1], bounds[before[-1]]
    if abs(last.size - line.size) > 0.08 * line.size or _LEADERS.search(last.text):
        return True
    is_ended = _TERMINAL.search(last.text) is not None
    is_short = last.end < here.right - 0.15 * (here.right - here.left)
    is_indented = line.x > bounds[line].left + 0.8 * line.size
    if _BULLET.match(line.text) and (is_ended or is_short or _BULLET.match(before[0].text)):
        return True
    if last.column != line.column or line.y > last.y:
        # Over the end of a column or page only the text itself can tell.
        return is_ended and (is_short or is_indented or line.text[0].isupper())
    step = (last.y - line.y) / max(last.size, line.size)
    if step > 1.7 * leading:
        return True
    if step > 1.25 * leading:
        return is_ended or is_short or line.column == -1
    # A full line would have taken the next word too.
    if here.is_justified and last.end < here.right - max(2 * last.size, _first_word(line) + last.size / 2):
        return True
    if is_indented and last.x <= here.left + 0.8 * last.size:
        return True
    if is_indented and len(before) == 1 and is_ended:
        return True
    return is_ended and is_short


def _first_word(line: LayoutLine) -> float:
    """Estimate how wide the first word is; Chinese letters are words of their own."""
    letters = 1 if is_unspaced(line.text[0]) else len(line.text.split(" ", 1)[0])
    return (line.end - line.x) * letters / len(line.text)


def _joined(lines: Sequence[LayoutLine]) -> str:
    text = ""
    for line in lines:
        cut, start = _CUT.search(text[-60:]), _WORD_START.match(line.text)
        if not text:
            text = line.text
        elif is_unspaced(text[-1]) or is_unspaced(line.text[0]):
            text += line.text
        elif (
            cut
            and start
            and (text[-1] == "\u00ad" or (start[0][0].islower() and _is_word(cut[1] + start[0])))
        ):
            text = text[:-1] + line.text
        elif cut and start:
            text += line.text
        else:
            text += " " + line.text
    return text


@lru_cache(maxsize=1 << 12)
def _is_word(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word.lower(), lang=_LANGUAGES))
