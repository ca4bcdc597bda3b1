"""Lines of PDF pages to paragraphs: running heads and notes taken out of the way, cut words re-joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    r"(?:[•·▪■●○–—-]\s|\(?\d{1,2}[.)、．]\s?\D|[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十百\d]{1,4}[章节条])"
)
_CUT = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_EDGE = 0.12
"""Share of the page's height at top and bottom in which running heads stand."""

_EDGE_LINES = 2
"""How many lines a running head or foot may have."""

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
                if notes and not _starts_note(line):
                    notes.append(line)
                    later[-1] = Paragraph(_joined(notes), label, reason)
                else:
                    notes = [line]
                    later.append(Paragraph(line.text, label, reason))
            else:
                if open_lines and (open_label != (label, reason) or _breaks(open_lines, line, bounds)):
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
    return {key for key, count in counts.items() if count >= least}


def _key(line: LayoutLine) -> str:
    return f"{round(line.y / 6)} {_DIGITS.sub('#', line.text)}"


def _is_at_edge(line: LayoutLine) -> bool:
    return not _EDGE < line.y / line.height < 1 - _EDGE


def _labelled(page: Sequence[LayoutLine], body: float, running: set[str]) -> list[_Labelled]:
    notes = _notes(page, body, running)
    found: list[_Labelled] = []
    for line in page:
        if line.column == -2:
            found.append((line, "boilerplate", "turned text at the margin"))
        elif _is_at_edge(line) and _NUMBER.fullmatch(line.text):
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
            and not (_is_at_edge(line) and (_key(line) in running or _NUMBER.fullmatch(line.text)))
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


def _bounds(pages: Sequence[Sequence[LayoutLine]]) -> dict[int, tuple[float, float]]:
    """Find where the lines of each column usually start and end."""
    found = {}
    for column in (-1, 0, 1):
        lines = [line for page in pages for line in page if line.column == column]
        if lines:
            starts = Counter(round(line.x) for line in lines)
            ends = sorted(line.end for line in lines)
            start = min(x for x, count in starts.items() if count >= 0.2 * max(starts.values()))
            found[column] = (float(start), ends[int(0.8 * (len(ends) - 1))])
    return found


def _breaks(before: Sequence[LayoutLine], line: LayoutLine, bounds: dict[int, tuple[float, float]]) -> bool:
    """Tell whether a line begins a paragraph of its own."""
    last = before[-1]
    if abs(last.size - line.size) > 0.08 * line.size:
        return True
    left, right = bounds[last.column]
    is_ended = _TERMINAL.search(last.text) is not None
    is_short = last.end < right - 0.15 * (right - left)
    is_indented = line.x > bounds[line.column][0] + 0.8 * line.size
    if is_ended and _BULLET.match(line.text):
        return True
    if last.column != line.column or line.y > last.y:
        # Over the end of a column or page only the text itself can tell.
        return is_ended and (is_short or is_indented or line.text[0].isupper())
    if last.y - line.y > 1.7 * max(last.size, line.size):
        return is_ended or is_short
    if is_indented and last.x <= left + 0.8 * last.size:
        return True
    if is_indented and len(before) == 1 and is_ended:
        return True
    return is_ended and is_short


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
