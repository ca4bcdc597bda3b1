"""Cut documents into the units that are counted, modelled and coded."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from toolkit.preprocess.lines.labelling import Label, Line
from toolkit.preprocess.units.paragraphs import (
    UNSPACED,
    Paragraph,
    cut_long,
    cut_sentence,
    find_paragraphs,
    merge_short,
)
from toolkit.preprocess.units.sentences import split_sentences
from toolkit.settings import Settings

Count = Callable[[str, str], int]
"""Counts the tokens of a text in a language."""


class UnitRules(Settings):
    """What one unit is. No unit mixes languages, and none crosses from one document into another."""

    kind: Literal["paragraph", "sentence", "window", "document"] = "paragraph"
    """A line of content, one of its sentences, some sentences of about `window` tokens together, or all of a
    document's content (one unit for each language of the document)."""

    labels: tuple[Label, ...] = ("content",)
    """Lines that enter units. Headings are coded apart by default, clutter never."""

    longest: int = Field(1500, ge=200)
    """A paragraph with more characters than this is cut at ends of sentences into pieces of equal length: a
    report that stands on one line is no unit. Spaced languages may have three times as many."""

    shortest: int = Field(0, ge=0)
    """A paragraph with fewer characters than this (three times as many in spaced languages) joins the next
    one of its language under the same heading; the last one joins the one before. Short items behind a line
    that ends in a colon join that line. 0 merges nothing: a line of its own is then a unit, however short."""

    window: int = Field(150, ge=10)
    """Tokens in a window, about: windows are made of whole sentences, and only a sentence that is longer than
    a window is cut. What is left at a document's end joins the last window if it is less than half a step."""

    step: int | None = Field(None, ge=1)
    """Tokens from the start of one window to the start of the next; left out, windows do not overlap.
    Overlapping windows count most sentences more than once: curves are smoother, intervals too narrow."""

    @model_validator(mode="after")
    def _leaves_nothing_out(self) -> UnitRules:
        if self.step is not None and self.step > self.window:
            raise ValueError(
                f"a step of {self.step} tokens leaves out text between windows of {self.window}; "
                "make `step` at most as long as `window`, or leave it out"
            )
        if self.shortest > self.longest:
            raise ValueError(
                f"paragraphs cannot be at least {self.shortest} and at most {self.longest} characters long; "
                "make `shortest` smaller than `longest`"
            )
        return self


class Unit(NamedTuple):
    """A piece of one document, in one language."""

    id: str
    """The document's id, ``#`` and the unit's number in it, from 0."""

    doc: str
    language: str
    first_line: int
    last_line: int
    """Lines of other languages may stand between the first and the last."""

    text: str


def cut_units(lines: Sequence[Line], rules: UnitRules, count: Count | None = None) -> list[Unit]:
    """Cut one document's labelled lines into units, in the order of the text.

    Parameters
    ----------
    lines
        All lines of the document: headings mark sections even if they enter no unit.
    rules
        What a unit is.
    count
        Counts tokens, for windows. Without it, words between blanks are counted, and in languages
        without blanks five tokens for eight characters.
    """
    paragraphs = find_paragraphs(lines, rules.labels)
    return [
        Unit(
            f"{lines[0].doc}#{i}", lines[0].doc, piece.language, piece.first_line, piece.last_line, piece.text
        )
        for i, piece in enumerate(_pieces(paragraphs, rules, count or estimate_tokens))
    ]


def estimate_tokens(text: str, language: str) -> int:
    """Estimate the number of tokens without cutting them.

    >>> estimate_tokens("推动高水平对外开放", "zh"), estimate_tokens("opening up to the world", "en")
    (6, 5)
    """
    words = text.split()
    return math.ceil(sum(map(len, words)) / 1.6) if language in UNSPACED else len(words)


def _pieces(paragraphs: Iterator[Paragraph], rules: UnitRules, count: Count) -> Iterator[Paragraph]:
    if rules.kind == "paragraph":
        merged = merge_short(paragraphs, rules.shortest, rules.longest) if rules.shortest else paragraphs
        for paragraph in merged:
            for text in cut_long(paragraph.text, paragraph.language, rules.longest):
                yield paragraph if text == paragraph.text else paragraph._replace(text=text)
    elif rules.kind == "sentence":
        yield from _sentences(paragraphs)
    else:
        by_language: dict[str, list[Paragraph]] = {}
        for paragraph in paragraphs:
            by_language.setdefault(paragraph.language, []).append(paragraph)
        wholes = (
            [_put_together(part)] if rules.kind == "document" else _windows(part, rules, count)
            for part in by_language.values()
        )
        yield from sorted((piece for pieces in wholes for piece in pieces), key=lambda p: p.first_line)


def _sentences(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        for sentence in split_sentences(paragraph.text):
            yield paragraph._replace(text=sentence)


def _windows(paragraphs: Sequence[Paragraph], rules: UnitRules, count: Count) -> Iterator[Paragraph]:
    """Put the sentences of one language together until they have about as many tokens as a window."""
    step = rules.step or rules.window
    parts = [part for sentence in _sentences(paragraphs) for part in _fitting(sentence, rules.window, count)]
    tokens = [0, *accumulate(count(part.text, part.language) for part in parts)]
    start = end = 0
    while end < len(parts):
        end = max(end + 1, _nearest(tokens, start, tokens[start] + rules.window))
        if tokens[-1] - tokens[end] < step / 2:
            end = len(parts)
        yield _put_together(parts[start:end])
        start = end if rules.step is None else min(end, _nearest(tokens, start, tokens[start] + step))


def _fitting(sentence: Paragraph, window: int, count: Count) -> list[Paragraph]:
    parts = math.ceil(count(sentence.text, sentence.language) / window)
    return [sentence._replace(text=text) for text in cut_sentence(sentence.text, sentence.language, parts)]


def _nearest(tokens: Sequence[int], start: int, wanted: int) -> int:
    """Find the end of a sentence, after `start`, that is nearest to so many tokens."""
    end = bisect_left(tokens, wanted, start + 1, len(tokens) - 1)
    return end - 1 if end - 1 > start and wanted - tokens[end - 1] < tokens[end] - wanted else end


def _put_together(parts: Sequence[Paragraph]) -> Paragraph:
    """Join pieces of one language; those of one paragraph on one line."""
    space = "" if parts[0].language in UNSPACED else " "
    by_line = groupby(parts, key=lambda part: (part.first_line, part.last_line))
    text = "\n".join(space.join(part.text for part in group) for _, group in by_line)
    return parts[0]._replace(text=text, last_line=parts[-1].last_line)
