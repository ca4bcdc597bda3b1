"""What the lines around a line say about it: blocks of furniture, and where the body ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.backmatter import (
    cells,
    facts_of_other_pages,
    notes_and_portraits,
    records_behind,
    remarks,
)
from toolkit.preprocess.lines.clutter import DEPARTMENT
from toolkit.preprocess.lines.looks import HIGH_OVERLAP, LOW_OVERLAP, Draft
from toolkit.preprocess.lines.page import SENTENCE, STRONG, Page
from toolkit.preprocess.lines.structure import (
    Changes,
    around_title,
    closed_headings,
    contents_list,
    speakers_alone,
)

CLUTTER = ("boilerplate", "meta")
_LEADS_TO = re.compile(r"[:：|｜丨]\s*\S|^\W*[>›»→←▶►↓]")
"""A header with its one headline in the same line."""

_MENU_REASONS = ("navigation", "subscription box", "in a menu", DEPARTMENT, clutter.LISTS)
"""What stands below the name of a site."""

_INSIDE = -1.2
"""The most that a run of clutter weighs with real paragraphs behind it: less than one of them."""

_OWN_WORDS = 0.3
"""Share of a sentence's words that the body uses where the sentence belongs to it."""

_LEAST = -0.75
"""Sum of evidence below which everything behind a point is clutter."""


def settle(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Let each line's neighbours decide what its own look left open."""
    settled = list(drafts)
    for rule in (
        contents_list,
        speakers_alone,
        closed_headings,
        around_title,
        cells,
        notes_and_portraits,
        remarks,
        _comments,
        _below_list_headers,
        _likely_beside_clutter,
        _menus,
        _short_runs,
        records_behind,
        _tail,
        _over_clutter,
        facts_of_other_pages,
    ):
        for index, (reason, label) in rule(page, settled).items():
            if index not in page.marks:
                settled[index] = Draft(label, reason, -0.5 if label == "boilerplate" else 0.1)
    return settled


def _comments(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take everything between the marks of a thread of comments: names, times, "reply"."""
    marks = [
        index
        for index, draft in enumerate(drafts)
        if draft.reason == clutter.COMMENTS
        or (draft.label == "meta" and clutter.AGO.match(page.lines[index].text))
    ]
    found: Changes = {}
    for first, last in _clusters(marks, 4):
        if bisect_right(marks, last) - bisect_left(marks, first) < 3:
            continue
        for index in range(first, last):
            if drafts[index].label not in CLUTTER:
                found[index] = ("among comments", "boilerplate")
        if (
            drafts[first].label == "meta"
            and first
            and drafts[first - 1].is_open
            and page.lines[first - 1].length < 12
        ):
            found[first - 1] = ("among comments", "boilerplate")
    return found


def _clusters(marks: Sequence[int], gap: int) -> Iterator[tuple[int, int]]:
    start = 0
    for position in range(1, len(marks) + 1):
        if position == len(marks) or marks[position] - marks[position - 1] > gap:
            if position - start > 1:
                yield marks[start], marks[position - 1]
            start = position


def _below_list_headers(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take headlines and summaries below "Related articles"."""
    found: Changes = {}
    index = 0
    while index < len(drafts):
        if drafts[index].reason != clutter.LISTS or not _is_bare_header(page, index):
            index += 1
            continue
        index += 1
        taken = 0
        while index < len(drafts) and _belongs_to_list(page, drafts, index, taken):
            if drafts[index].label not in CLUTTER:
                found[index] = ("below the header of a list of pages", "boilerplate")
                taken += 1
            index += 1
    return found


def _is_bare_header(page: Page, index: int) -> bool:
    line = page.lines[index]
    return line.length <= 12 and not line.is_closed and not _LEADS_TO.search(line.text)


def _belongs_to_list(page: Page, drafts: Sequence[Draft], index: int, taken: int) -> bool:
    line, draft = page.lines[index], drafts[index]
    if draft.label in CLUTTER:
        return True
    if draft.reason.startswith(("section word", "numbered", "begins with a speaker", "title")):
        return False
    in_tail = page.is_tail(index)
    if line.is_closed:
        below = page.lines[index + 1] if index + 1 < len(drafts) else None
        if below is not None and below.is_closed and drafts[index + 1].label == "content":
            return False  # two sentences in a row: the body goes on
        return in_tail and line.length < 160 and taken > 0 and page.overlap(index) < HIGH_OVERLAP
    if in_tail:
        return line.length < 160
    if taken >= 10 or (
        page.blank_before and taken and page.blank_before[index] and not page.blank_before[index - 1]
    ):
        return False
    # In the body, a headline right above a paragraph heads it, unless it is the list's first.
    below = page.lines[index + 1] if index + 1 < len(drafts) else None
    heads_paragraph = below is not None and below.is_closed and below.length >= 24
    return line.length < STRONG + 10 and not (
        heads_paragraph and taken and page.overlap(index) >= LOW_OVERLAP
    )


def _likely_beside_clutter(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take words of buttons and departments that stand beside furniture."""
    found: Changes = {}
    for sweep in (range(len(drafts)), range(len(drafts) - 1, -1, -1)):
        for index in sweep:
            draft = drafts[index]
            if not draft.likely or index in found:
                continue
            beside = [i for i in (index - 1, index + 1) if 0 <= i < len(drafts)]
            is_outermost = len(beside) == 1 and len(drafts) > 3 and draft.likely != DEPARTMENT
            if is_outermost or any(drafts[i].label == "boilerplate" or i in found for i in beside):
                found[index] = (draft.likely, "boilerplate")
    return found


def _menus(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Find menus with one item on each line: runs of very short lines, some of which are surely furniture."""
    found: Changes = {}
    for start, stop in _runs_of(lambda i: _is_menu_item(page, drafts, i), len(drafts)):
        known = [i for i in range(start, stop) if drafts[i].label == "boilerplate" or drafts[i].likely]
        if len(known) < 2:
            continue
        start, stop = known[0], known[-1] + 1  # a title may follow the menu
        if stop - start < 3 or len(known) < 0.5 * (stop - start):
            continue
        for index in range(start, stop):
            if drafts[index].is_open:
                found[index] = ("in a menu", "boilerplate")
    return found


def _is_menu_item(page: Page, drafts: Sequence[Draft], index: int) -> bool:
    line, draft = page.lines[index], drafts[index]
    if line.length > 8 or line.is_closed:
        return False
    is_unknown = draft.is_open and not draft.likely
    return draft.label == "boilerplate" or (
        draft.is_open and not (is_unknown and (line.length > 4 or page.is_short_lined))
    )


def _short_runs(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Judge three and more open lines in a row inside the body: a list, or headlines of other pages."""
    found: Changes = {}
    for start, stop in _runs_of(lambda i: drafts[i].is_open and drafts[i].label == "heading", len(drafts)):
        is_introduced = drafts[start - 1].reason == "introduces what follows" and start > 0
        if (stop - start < 3 and not is_introduced) or start <= page.body_start or stop > page.body_end:
            continue
        run = range(start, stop)
        size = sum(page.lines[i].length for i in run) / len(run)
        overlap = sum(page.overlap(i) for i in run) / len(run)
        beside = (drafts[start - 1].label, drafts[min(stop, len(drafts) - 1)].label)
        if size >= 10 and overlap < LOW_OVERLAP and len(run) > 3 and "boilerplate" in beside:
            found.update(
                dict.fromkeys(run, ("run of headlines that share no words with the text", "boilerplate"))
            )
        else:  # the first may head the others
            items = run if is_introduced else run[1:]
            found.update(dict.fromkeys(items, ("one of several short lines", "content")))
    return found


def _tail(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take headlines and stray sentences behind the body."""
    start = _tail_start(page, _weighed(page, drafts))
    start = max(start, _last_sentence_of_body(page, drafts, start) + 1)
    if not _is_furnished(drafts, start):
        return {}
    return {
        index: ("among clutter behind the body", "boilerplate")
        for index in range(start, len(drafts))
        if drafts[index].label in ("heading", "content") or drafts[index].is_open
    }


def _is_furnished(drafts: Sequence[Draft], start: int) -> bool:
    """Tell whether furniture stands behind a point, or nothing but headlines and facts."""
    behind = drafts[start:]
    return any(draft.label == "boilerplate" for draft in behind) or all(
        draft.label != "content" or draft.evidence < 0 for draft in behind
    )


def _last_sentence_of_body(page: Page, drafts: Sequence[Draft], start: int) -> int:
    """Find the last sentence behind a point that belongs to the body, before any comments.

    A long one does, one in the body's own words, or one of two in a row: the summary of another page stands
    below that page's headline. Below the header of a list of pages nothing but two in a row does.
    """
    last, in_list, in_comments = -1, False, False
    for index in range(start, len(drafts)):
        draft = drafts[index]
        in_comments |= draft.reason in (clutter.COMMENTS, "among comments")
        in_list |= in_comments or draft.reason == clutter.LISTS
        if not _is_sentence(page, draft, index):
            continue
        length, overlap = page.lines[index].length, page.overlap(index)
        is_second = index > 0 and _is_sentence(page, drafts[index - 1], index - 1)
        is_second &= overlap >= _OWN_WORDS or (not in_comments and (index > start or length >= SENTENCE))
        is_own = length >= SENTENCE and overlap >= _OWN_WORDS
        if (
            is_second
            or (not in_list and (is_own or length >= STRONG))
            or (length >= STRONG and overlap >= HIGH_OVERLAP)
        ):
            last, in_list, in_comments = index, False, False
    return last


def _is_sentence(page: Page, draft: Draft, index: int) -> bool:
    line = page.lines[index]
    if draft.reason == "introduces what follows":
        return line.length >= 24
    return draft.label == "content" and line.is_closed and line.length >= 12 and line.text[-1] not in "?？"


def _weighed(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Add what headlines behind the body weigh together: in a row, or each with its date below it."""
    weighed = list(drafts)

    def is_headline(index: int) -> bool:
        draft = drafts[index]
        is_open = draft.is_open and draft.label != "meta" and page.lines[index].length >= 8
        return index > page.body_end and is_open and draft.evidence < 0.1

    for start, stop in _runs_of(is_headline, len(drafts)):
        run = range(start, stop)
        is_row = len(run) > 2 and sum(page.overlap(i) for i in run) < 0.35 * len(run)
        is_stamped = stop < len(drafts) and drafts[stop].reason in (
            "date",
            "view count",
            "byline",
            clutter.COMMENTS,
        )
        if is_row or (is_stamped and len(run) < 3):
            for index in run:
                weighed[index] = drafts[index]._replace(evidence=min(drafts[index].evidence, -0.4))
    return weighed


def _tail_start(page: Page, drafts: Sequence[Draft]) -> int:
    """Find where the tail of clutter starts: the point with the least evidence for the body behind it.

    A run of clutter counts for two lines at most (three where the file's format says so), and for less than
    a paragraph where paragraphs follow: a block in the middle of the body, however long, must not carry the
    text behind it away.
    """
    least, start, total, run = _LEAST, len(drafts), 0.0, 0.0
    first = page.paragraphs[0] if page.paragraphs else 0
    for index in range(len(drafts) - 1, -1, -1):
        evidence = drafts[index].evidence
        if evidence > 0:
            total, run = total + evidence, 0.0
        else:
            most = -3.0 if index in page.marks else -2.0 if index > page.body_end else _INSIDE
            step = min(0.0, max(evidence, most - run))
            total, run = total + step, run + step
        if index > first and (total < least or (total == least and evidence < 0)):
            least, start = total, index
    return start


def _over_clutter(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take headlines that stand over clutter, not over text, and the site's name above its menu."""
    found: Changes = {}
    titles = [i for i in range(page.body_start) if drafts[i].label == "heading" and page.lines[i].length >= 6]
    for index in range(min(2, len(drafts) - 1)):
        is_name = drafts[index].label == "heading" and drafts[index].is_open and page.lines[index].length <= 8
        below = drafts[index + 1].reason
        if is_name and below in _MENU_REASONS and any(title > index for title in titles):
            found[index] = ("name of the site", "boilerplate")
    first = next(
        (i for i, draft in enumerate(drafts) if draft.label not in CLUTTER), 0
    )  # the page's own title
    for index in range(len(drafts) - 2, max(first, page.body_start), -1):
        if drafts[index].reason.startswith("section word") and drafts[index + 1].reason == "foot note":
            found[index] = ("header of the notes", "meta")
        is_weak = drafts[index].label == "heading" and drafts[index].evidence < 0
        if not is_weak or not (drafts[index + 1].label == "boilerplate" or index + 1 in found):
            continue
        below = next(
            (
                i
                for i in range(index + 1, min(index + 5, len(drafts)))
                if drafts[i].label not in CLUTTER and i not in found
            ),
            None,
        )
        is_interrupted = below is not None and drafts[below].label == "content"
        if not (is_interrupted and page.overlap(index) >= LOW_OVERLAP):
            found[index] = ("headline over clutter", "boilerplate")
    return found


def _runs_of(is_member: Callable[[int], bool], length: int) -> Iterator[tuple[int, int]]:
    start = None
    for index in range(length + 1):
        if index < length and is_member(index):
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
