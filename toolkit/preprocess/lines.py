"""Label each line of a page: content, heading, boilerplate or meta, with the reason.

A page is a body with clutter before and after it. Each line first gets a label from its own shape
(`_own_label`). Then evidence for and against "this belongs to the body" is summed from both ends:
where the sum says that everything beyond a point is clutter, headline-shaped lines out there are
boilerplate too, because a headline among teasers is a teaser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.corpus import Label, Mark
from toolkit.preprocess import clutter
from toolkit.preprocess.shapes import Shape
from toolkit.preprocess.wrapping import spaced_wrap_width, wrap_width, wrapped_paragraphs
from toolkit.settings import Settings

WRAPPED = "goes on in the next line"
"""Reason of a content line that a line break cut short; units join it with what follows."""

LABELS: tuple[Label, ...] = ("content", "heading", "boilerplate", "meta")


class LineRules(Settings):
    """When a line is taken for clutter."""

    edges: bool = True
    """Look for clutter before and after the body (related headlines, forms, navigation)."""

    repeated_in: int = 3
    """A short line found in this many documents is taken for a page's furniture."""


@dataclass(frozen=True, slots=True)
class Line:
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
        In how many documents of the corpus each short line stands (see `count_repeated`).
    marks
        What the file's format says of some lines: it decides.
    blank_before
        Whether an empty line stands before each line; None where that is unknown.

    Returns
    -------
    A label and its reason for each line.
    """
    lines = [Shape.of(text) for text in texts]
    width = spaced_wrap_width(lines)
    if not width:
        return _label(lines, rules, repeated or {})
    # A piece of a sentence says little: the paragraph is labelled, and its lines get its label.
    paragraphs = list(wrapped_paragraphs(lines, width))
    wholes = [Shape.of(" ".join(line.text for line in paragraph)) for paragraph in paragraphs]
    labels: list[tuple[Label, str]] = []
    for paragraph, (label, reason) in zip(paragraphs, _label(wholes, rules, repeated or {}), strict=True):
        within: tuple[Label, str] = (label, WRAPPED if label == "content" else reason)
        labels += [*[within] * (len(paragraph) - 1), (label, reason)]
    return labels


def _label(lines: Sequence[Shape], rules: LineRules, repeated: Mapping[str, int]) -> list[tuple[Label, str]]:
    again = Counter(line.text for line in lines[1:])
    page = _Page(lines, _body_start(lines), wrap_width(lines), repeated, rules, again)
    drafts = [_own_label(page, index) for index in range(len(lines))]
    if rules.edges:
        _mark_tail(drafts)
        _mark_headings_of_clutter(drafts, page.body_start)
    return [(draft.label, draft.reason) for draft in drafts]


def count_repeated(documents: Sequence[Sequence[str]]) -> dict[str, int]:
    """Count in how many documents each short line stands."""
    counts: Counter[str] = Counter()
    for texts in documents:
        counts.update({text for text in texts if len(text) <= 60})
    return {text: count for text, count in counts.items() if count > 1}


@dataclass(frozen=True)
class _Page:
    lines: Sequence[Shape]
    body_start: int
    """Index of the first real paragraph; what stands before it is the page's head."""

    wrap_width: int
    """Length at which lines were broken by hand or by a converter; 0 where a line is a paragraph."""

    repeated: Mapping[str, int]
    rules: LineRules
    again: Mapping[str, int]
    """How often each line stands on the page below its first line."""


@dataclass(frozen=True)
class _Draft:
    label: Label
    reason: str
    evidence: float
    """How much the line speaks for the body (positive) or for clutter (negative)."""


def _body_start(lines: Sequence[Shape]) -> int:
    for index, line in enumerate(lines):
        if (
            line.is_closed
            and line.length >= 50
            and not clutter.furniture(line.text, line.length, line.is_closed)
        ):
            return index
    return 0


def _own_label(page: _Page, index: int) -> _Draft:
    """Label a line by its own shape and the place it stands in; the first rule that fits decides."""
    return _label_by_look(page, index) or _label_by_subject(page, index) or _prose(page, index)


def _label_by_look(page: _Page, index: int) -> _Draft | None:
    """Label a line by a time stamp, by the words it begins with, or by having no letters."""
    line = page.lines[index]
    text, length, in_head = line.text, line.length, index < page.body_start
    if not re.search(r"\w", text):
        return _Draft("boilerplate", "no letters", -0.3)
    if clutter.STAMP_GLUED.search(text):
        return _Draft("boilerplate", "teaser with a time stamp glued on", -1.0)
    is_credit = not line.is_closed or bool(clutter.CREDIT_INSIDE.search(text))
    if in_head and is_credit and length <= 60 and clutter.DATED.search(text):
        return _Draft("meta", "a date among names", 0.0)
    if length > 30 and clutter.STAMP_AT_END.search(text):
        return _Draft("boilerplate", "teaser with a time stamp glued on", -1.0)
    if name := clutter.heading_word(text):
        return _Draft("heading", f"section word “{name}”", 0.3)
    if name := clutter.furniture(text, length, line.is_closed):
        return _Draft("boilerplate", name, -1.0)
    return None


def _label_by_subject(page: _Page, index: int) -> _Draft | None:
    """Label a line that speaks about the text or its pictures, or that leads to other pages."""
    line = page.lines[index]
    text, length, in_head = line.text, line.length, index < page.body_start
    if length <= 120 and clutter.CAPTION.search(text):
        return _Draft("meta", "caption of a picture", 0.0)
    if length <= 160 and clutter.NOTE.search(text) and not in_head:
        return _Draft("meta", "foot note", 0.0)
    if index and clutter.KEYWORD_HEADING.fullmatch(page.lines[index - 1].text) and _is_keyword_list(text):
        return _Draft("meta", "keyword list", 0.0)
    if name := clutter.about_the_text(text, length, line.is_closed):
        return _Draft("meta", name, 0.0)
    if clutter.is_menu(text, length):
        return _Draft("boilerplate", "navigation", -1.0)
    return None


def _prose(page: _Page, index: int) -> _Draft:
    """Label a line that is neither furniture nor about the text: a paragraph, a headline, a teaser."""
    line = page.lines[index]
    in_head = index < page.body_start
    if in_head and _is_page_title(page.lines, index):
        return _Draft("boilerplate", "title with the name of the site", -1.0)
    if not in_head and _is_repeated_headline(page, index):
        return _Draft("boilerplate", "headline standing on the page again", -1.0)
    if line.length <= 120 and clutter.is_broken_off(line.text):
        return _Draft("boilerplate", "teaser cut off by dots", -1.0)
    if clutter.NUMBERED.match(line.text) and line.length <= 60 and not line.is_closed and not page.wrap_width:
        return _Draft("heading", "numbered, no full stop", 0.3)
    if line.is_closed:
        return _closed(line, index)
    return _open(page, index)


def _closed(line: Shape, index: int) -> _Draft:
    """Label a line that ends like a sentence."""
    if index == 0 and line.length <= 60 and line.text[-1] in "?!？！”":
        return _Draft("heading", "first line, short", 0.3)
    evidence = 0.4 if line.length < 24 else 1.0 if line.length < 80 else 2.5
    return _Draft("content", "ends like a sentence", evidence)


def _open(page: _Page, index: int) -> _Draft:
    """Label a line that ends without a full stop: a headline, a teaser or an unfinished paragraph."""
    line, in_head = page.lines[index], index < page.body_start
    if page.wrap_width and line.length >= page.wrap_width - 5:  # a first line may be indented
        return _Draft("content", WRAPPED, 1.0)
    if not in_head and line.is_cjk and line.length <= 160 and clutter.TEASER.search(line.text):
        return _Draft("boilerplate", "headline with the start of its story", -1.0)
    if clutter.INTRODUCES.search(line.text):
        return _Draft("content", "introduces what follows", 0.4)
    often = page.repeated.get(line.text, 0)
    if often >= page.rules.repeated_in and line.length <= 60:
        return _Draft("boilerplate", f"stands in {often} documents", -1.0)
    if line.length <= 30 or (line.length <= 60 and not line.has_sentence) or (in_head and line.length <= 100):
        return _Draft("heading", "short, no full stop", 0.3 if in_head else -0.15)
    if line.length > 160 or (line.has_sentence and line.length > 100):
        return _Draft("content", "long, though without a full stop", 0.2)
    return _Draft("content", "a paragraph without a full stop", -0.4)


def _is_keyword_list(text: str) -> bool:
    items = re.split(r"[,，;；、|\s]+", text)
    return len(items) > 1 and max(len(item) for item in items) <= 20


def _is_page_title(lines: Sequence[Shape], index: int) -> bool:
    bare = clutter.SITE_SUFFIX.sub("", lines[index].text)
    if bare == lines[index].text or len(bare) < 6:
        return False
    return any(_alike(bare, other.text) for i, other in enumerate(lines[: index + 6]) if i != index)


def _alike(one: str, other: str) -> bool:
    """Compare two titles by their letters alone (full-width and folded punctuation differ)."""
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)


def _is_repeated_headline(page: _Page, index: int) -> bool:
    line = page.lines[index]
    if line.is_closed or line.length < 16:
        return False
    return page.again.get(line.text, 0) > (index > 0)


def _mark_tail(drafts: list[_Draft]) -> None:
    """Turn headlines and stray sentences behind the body into boilerplate."""
    for index in range(_tail_start(drafts), len(drafts)):
        if drafts[index].label in ("heading", "content"):
            drafts[index] = replace(
                drafts[index], label="boilerplate", reason="among clutter behind the body"
            )


def _tail_start(drafts: Sequence[_Draft]) -> int:
    """Find where the tail of clutter starts: the point with the least evidence for the body behind it.

    A run of clutter counts for two lines at most: a block in the middle of the body, however long,
    must not carry the paragraphs behind it away.
    """
    least, start, total, run = -0.8, len(drafts), 0.0, 0.0
    for index in range(len(drafts) - 1, -1, -1):
        evidence = drafts[index].evidence
        if evidence > 0:
            total, run = total + evidence, 0.0
        else:
            step = max(evidence, -2.0 - run)
            total, run = total + step, run + step
        if total < least or (total == least and evidence <= 0):
            least, start = total, index
    return start


def _mark_headings_of_clutter(drafts: list[_Draft], body_start: int) -> None:
    """Turn headlines inside the body that stand over clutter, not over text, into boilerplate."""
    for index in range(len(drafts) - 2, body_start, -1):
        is_weak = drafts[index].label == "heading" and drafts[index].evidence < 0
        if is_weak and drafts[index + 1].label == "boilerplate":
            drafts[index] = replace(drafts[index], label="boilerplate", reason="headline over clutter")
