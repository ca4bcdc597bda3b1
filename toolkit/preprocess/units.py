"""Cut documents into the units that are counted, modelled and coded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.preprocess.lines import WRAPPED, Label, Line
from toolkit.settings import Settings


class UnitRules(Settings):
    """What one unit is."""

    kind: Literal["paragraph", "sentence", "document"] = "paragraph"
    """A line of content, one of its sentences, or all of a document's content."""

    labels: tuple[Label, ...] = ("content",)
    """Lines that enter units. Headings are coded apart by default, clutter never."""


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
    pieces = ((lines, text) for lines in paragraphs for text in _pieces(lines, rules.kind, language))
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


def _pieces(lines: Sequence[Line], kind: str, language: str) -> Iterator[str]:
    if kind == "document":
        yield "\n".join(line.text for line in lines)
        return
    text = ("" if language in ("zh", "ja") else " ").join(line.text for line in lines)
    yield from split_sentences(text) if kind == "sentence" else [text]
