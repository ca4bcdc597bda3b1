"""Cut documents into the units that are counted, modelled and coded."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field

from toolkit.preprocess.lines import WRAPPED, Label, Line
from toolkit.settings import Settings

UNSPACED = ("zh", "ja")
"""Languages that write no blank between words."""


class UnitRules(Settings):
    """What one unit is."""

    kind: Literal["paragraph", "sentence", "document"] = "paragraph"
    """A line of content, one of its sentences, or all of a document's content."""

    labels: tuple[Label, ...] = ("content",)
    """Lines that enter units. Headings are coded apart by default, clutter never."""

    longest: int = Field(1500, ge=200)
    """A paragraph with more characters than this is cut at ends of sentences into pieces of equal length: a
    report that stands on one line is no unit. Spaced languages may have three times as many."""


@dataclass(frozen=True)
class Unit:
    """A piece of one document."""

    id: str
    """The document's id, ``#`` and the unit's number in it, from 0."""

    doc: str
    language: str
    first_line: int
    last_line: int
    text: str


def cut_units(lines: Sequence[Line], rules: UnitRules) -> list[Unit]:
    """Cut one document's labelled lines into units, in the order of the text."""
    kept = [line for line in lines if line.label in rules.labels and line.language]
    if not kept:
        return []
    paragraphs = [kept] if rules.kind == "document" else list(_paragraphs(kept))
    doc, language = kept[0].doc, kept[0].language or ""
    pieces = ((lines, text) for lines in paragraphs for text in _pieces(lines, rules, language))
    return [
        Unit(f"{doc}#{i}", doc, language, lines[0].number, lines[-1].number, text)
        for i, (lines, text) in enumerate(pieces)
    ]


def split_sentences(text: str) -> list[str]:
    """Split text into sentences; closing quotes stay with theirs, folded ``?!;`` work too.

    >>> split_sentences("他说：“要开放。”于是合作! Dr. Li agreed. So did we.")
    ['他说：“要开放。”', '于是合作!', 'Dr. Li agreed.', 'So did we.']
    """
    return [piece for match in _SENTENCE.finditer(text) if (piece := match[0].strip())]


_ABBREVIATION = (
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|etc|Inc|Ltd|Co|Corp|U\.S|U\.K|Jr|Sr|Fig|approx|[A-Z])\.)"
)
_STOPS = r"[。！？!?.…]+[”’』」）)\"']*"
_SENTENCE = re.compile(rf"(?:{_ABBREVIATION}|[^。！？!?.…\n]|\.(?=\S))+(?:{_STOPS}|\n|$)|{_STOPS}")


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Join lines that a hard line break cut apart."""
    paragraph: list[Line] = []
    for line in lines:
        paragraph.append(line)
        if line.reason != WRAPPED:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _joined(lines: Sequence[Line], language: str) -> str:
    """Put the lines of a paragraph together; a hyphen at a line's end goes where the whole word is known."""
    if language in UNSPACED:
        return "".join(line.text for line in lines)
    text = ""
    for line in lines:
        head, tail = re.match(r"[^\W\d_]*", line.text), re.search(r"([^\W_]+)-$", text[-100:])
        if tail is None:
            text += f" {line.text}" if text else line.text
        elif head and head[0].islower() and _is_word(tail[1] + head[0], language):
            text = text[:-1] + line.text
        else:
            text += line.text
    return text


@lru_cache(maxsize=1 << 12)
def _is_word(word: str, language: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word.lower(), lang=language))


def _pieces(lines: Sequence[Line], rules: UnitRules, language: str) -> Iterator[str]:
    if rules.kind == "document":
        yield "\n".join(_joined(paragraph, language) for paragraph in _paragraphs(lines))
        return
    space = "" if language in UNSPACED else " "
    text = _joined(lines, language)
    if rules.kind == "sentence":
        yield from split_sentences(text)
        return
    longest = rules.longest * (1 if language in UNSPACED else 3)
    if len(text) <= longest:
        yield text
        return
    wanted = len(text) / math.ceil(len(text) / longest)
    piece: list[str] = []
    length = 0
    for sentence in split_sentences(text):
        if piece and length + len(sentence) / 2 > wanted:
            yield space.join(piece)
            piece, length = [], 0
        piece.append(sentence)
        length += len(sentence)
    yield space.join(piece)
