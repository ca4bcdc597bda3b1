"""Lines worth a second look: where the rules may be wrong, a person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from toolkit.preprocess import Label, TokenizedUnits
from toolkit.preprocess.lines.labelling import WRAPPED
from toolkit.reports.audit_fates import Fate, fates, letters
from toolkit.reports.audit_words import BodyWords
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table

LONG = 160
"""Letters from which on a dropped line is long enough to have been a paragraph."""

SHORT = 30
"""Letters below which a line of content is short."""

LIKE = 0.9
"""Share of a line's words that the body uses, from which on it speaks like the body."""

UNSURE = 0.5
"""Below this confidence a language is no more than a guess."""

SHOWN = 200
"""Rows that a page shows."""

CONCERNS = (
    "content that is used in no unit",
    "long, yet dropped",
    "dropped between two lines of content",
    "dropped, though it uses the words of the body",
    "content far from other content",
    "very short for content",
    "characters are lost",
    "its language is a guess",
    "in another language than its document",
)
"""What makes a line worth a second look, the weightiest first."""


def second_look(units: TokenizedUnits, labels: Sequence[Label] = ("content",)) -> list[tuple[Fate, str]]:
    """Find lines whose labels a person should check, with the concern; the weightiest concerns first.

    What a reviewer has labelled is left out.
    """
    told = fates(units, labels)
    body = BodyWords(units)
    found: list[tuple[int, int, Fate]] = []
    for page in _pages(told):
        for index, fate in enumerate(page):
            concern = None if fate.is_reviewed else _concern(page, index, labels, units, body)
            if concern is not None:
                found.append((CONCERNS.index(concern), len(found), fate))
    return [(fate, CONCERNS[rank]) for rank, _, fate in sorted(found, key=lambda each: each[:2])]


def second_look_table(units: TokenizedUnits, stamp: Stamp, labels: Sequence[Label] = ("content",)) -> Table:
    """List lines worth a second look.

    The CSV begins with the columns of a table of overrides: correct the label in a row, keep the row.
    """
    rows = [
        {
            "doc": fate.line.doc,
            "line": fate.line.number,
            "label": fate.line.label,
            "reason": fate.why,
            "language": fate.line.language or "",
            "start": fate.line.raw[:20],
            "concern": concern,
            "text": fate.line.text,
        }
        for fate, concern in second_look(units, labels)
    ]
    columns = ["doc", "line", "label", "reason", "language", "start", "concern", "text"]
    frame = pd.DataFrame(rows, columns=columns)
    shown = frame.head(SHOWN)[["concern", "doc", "line", "label", "reason", "text"]].copy()
    shown["text"] = [text if len(text) <= 160 else text[:160] + "…" for text in shown["text"]]
    counts = frame["concern"].value_counts()
    remark = "; ".join(f"{concern}: {counts[concern]}" for concern in CONCERNS if concern in counts)
    more = f"{len(frame) - SHOWN} more stand in second_look.csv." if len(frame) > SHOWN else ""
    note = stamp.note(f"{remark or 'Nothing'}.", more)
    return Table("second_look", "Worth a second look", frame, note, stamp.signature, shown)


def _pages(told: Sequence[Fate]) -> Iterator[list[Fate]]:
    page: list[Fate] = []
    for fate in told:
        if page and page[-1].line.doc != fate.line.doc:
            yield page
            page = []
        page.append(fate)
    if page:
        yield page


def _concern(
    page: Sequence[Fate], index: int, labels: Sequence[Label], units: TokenizedUnits, body: BodyWords
) -> str | None:
    """Name the weightiest concern about one line, if there is one."""
    fate, length = page[index], letters(page[index].line.text)
    if fate.line.label == "content":
        return _content_concern(page, index, labels, units, length)
    if fate.is_used or fate.line.label == "heading":
        return None
    if length >= LONG:
        return "long, yet dropped"
    if length >= SHORT and _stands_between_content(page, index):
        return "dropped between two lines of content"
    if length >= 2 * SHORT and body.likeness(fate.line.text) >= LIKE:
        return "dropped, though it uses the words of the body"
    return None


def _content_concern(
    page: Sequence[Fate], index: int, labels: Sequence[Label], units: TokenizedUnits, length: int
) -> str | None:
    fate, line = page[index], page[index].line
    if "content" in labels and not fate.is_used:
        return "content that is used in no unit"
    around = page[max(index - 3, 0) : index] + page[index + 1 : index + 4]
    if len(around) >= 4 and not any(near.line.label in ("content", "heading") for near in around):
        return "content far from other content"
    is_whole = line.reason != WRAPPED and (index == 0 or page[index - 1].line.reason != WRAPPED)
    if is_whole and length < SHORT:
        return "very short for content"
    if "\ufffd" in line.text:
        return "characters are lost"
    if length >= SHORT and line.confidence < UNSURE:
        return "its language is a guess"
    main = units.metadata.get(line.doc, {}).get("language")
    if length >= 2 * SHORT and main and line.language != main:
        return "in another language than its document"
    return None


def _stands_between_content(page: Sequence[Fate], index: int) -> bool:
    """Tell a dropped line, alone or one of two, with content right before and right after."""
    before = page[index - 1].line.label == "content" if index else False
    after = [near.line.label == "content" for near in page[index + 1 : index + 3]]
    if before and any(after):
        return True
    second = index > 1 and page[index - 2].line.label == "content"
    return second and bool(after) and after[0]
