"""Label each line of a page: content, heading, boilerplate or meta, with the reason.

A page is a body with clutter before and after it. Each line first gets a label from its own look
(`looks`), seen against the page as a whole (`page`: where the body lies, which words it uses, whether
it is verse, a list, an interview). Then its neighbours decide what that left open (`neighbours`): a
headline among teasers is a teaser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.corpus import Label, Mark
from toolkit.preprocess.lines.looks import WRAPPED, draft
from toolkit.preprocess.lines.neighbours import settle
from toolkit.preprocess.lines.page import Page
from toolkit.preprocess.lines.repetition import count_lines, count_repeated, only_repeated, repeated_lines
from toolkit.preprocess.lines.shapes import Shape
from toolkit.preprocess.lines.wrapping import spaced_wrap_width, wrap_width, wrapped_paragraphs
from toolkit.settings import Settings

__all__ = [
    "LABELS",
    "WRAPPED",
    "Label",
    "Line",
    "LineRules",
    "count_lines",
    "count_repeated",
    "label_lines",
    "only_repeated",
    "repeated_lines",
]

LABELS: tuple[Label, ...] = ("content", "heading", "boilerplate", "meta")


class LineRules(Settings):
    """When a line is taken for clutter."""

    edges: bool = True
    """Look for clutter before and after the body (related headlines, forms, navigation)."""

    repeated_in: int = 3
    """A short line found in this many documents is taken for a page's furniture."""


class Line(NamedTuple):
    """One non-empty line of a document."""

    doc: str
    number: int
    """Counts from 0 among the non-empty lines."""

    raw: str
    """The line as read, without the spaces around it."""

    text: str
    """The line after repair."""

    label: Label
    reason: str
    language: str | None
    confidence: float = 1.0
    """How sure the language is, from 0 to 1; what the metadata state is sure."""


def label_lines(
    texts: Sequence[str],
    rules: LineRules,
    repeated: Mapping[str, int] | None = None,
    marks: Sequence[Mark] = (),
    blank_before: Sequence[bool] | None = None,
) -> list[tuple[Label, str]]:
    """Label the repaired, non-empty lines of one document.

    Parameters
    ----------
    texts
        The lines in the order of the page.
    rules
        What counts as clutter.
    repeated
        In how many documents of the corpus the lines stand that others have too (`repeated_lines`).
    marks
        What the file's format says of some lines: it decides, and counts for the lines around.
    blank_before
        Whether an empty line stands before each line; None where that is unknown.

    Returns
    -------
    A label and its reason for each line. `label_confidence` tells how far the two can be trusted.
    """
    if blank_before is not None and len(blank_before) != len(texts):
        raise ValueError(
            f"blank_before has {len(blank_before)} entries for {len(texts)} lines; give one a line"
        )
    page, parts = open_page(texts, marks, blank_before)
    settled = [draft(page, index, repeated or {}, rules.repeated_in) for index in range(len(page.lines))]
    if rules.edges:
        settled = settle(page, settled)
    labels: list[tuple[Label, str]] = []
    for part, (label, reason, *_) in zip(parts, settled, strict=True):
        # A piece of a sentence says little: the paragraph is labelled, and its lines get its label.
        within: tuple[Label, str] = (label, WRAPPED if label == "content" else reason)
        labels += [*[within] * (len(part) - 1), (label, reason)]
    return labels


def open_page(
    texts: Sequence[str], marks: Sequence[Mark] = (), blank_before: Sequence[bool] | None = None
) -> tuple[Page, list[list[int]]]:
    """Look at a page as a whole; lines that a converter broke are put together first.

    Returns
    -------
    The page, and for each of its lines the numbers of the texts that it is made of.
    """
    lines = [Shape.of(text) for text in texts]
    told = {mark.line: mark for mark in marks if 0 <= mark.line < len(lines)}
    width = spaced_wrap_width(lines, blank_before)
    if not width:
        page = Page(lines, told, blank_before, wrap_width(lines, blank_before))
        return page, [[number] for number in range(len(lines))]
    parts = [list(part) for part in wrapped_paragraphs(lines, width, blank_before, told)]
    page = Page(
        [Shape.of(" ".join(lines[number].text for number in part)) for part in parts],
        {number: told[part[0]] for number, part in enumerate(parts) if part[0] in told},
        [blank_before[part[0]] for part in parts] if blank_before else None,
        wrap_width=0,
    )
    return page, parts
