"""Label each line by its own look and the place it stands in; the first rule that fits decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from toolkit.corpus import Label
from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.page import SENTENCE, STRONG, Page, running_key
from toolkit.preprocess.lines.shapes import Shape

WRAPPED = "goes on in the next line"
"""Reason of a content line that a line break cut short; units join it with what follows."""

_LETTER = re.compile(r"\w")
_DIGIT = re.compile(r"\d")
_MOMENTS = ("ago", "前", "전", "刚刚", "昨天", "今天")
"""Only lines with a digit or one of these can hold a date, a time or a counter."""

_STAMPED = ("date", "source", "field of a record", "editor's credit")
"""What is said about a text together with its date."""

_HEAD = 40
"""Lines at the top of a page among which its title is looked for."""

LOW_OVERLAP, HIGH_OVERLAP = 0.22, 0.45
"""Shares of a headline's words that the body uses: below, it leads elsewhere; above, it heads a section."""


class Draft(NamedTuple):
    """A label that the lines around may still change."""

    label: Label
    reason: str
    evidence: float
    """How much the line speaks for the body (positive) or for clutter (negative)."""

    is_open: bool = False
    """Whether the line's own look left the label open to its neighbours."""

    likely: str = ""
    """The kind of furniture it is if other furniture stands around it."""


def draft(page: Page, index: int, repeated: Mapping[str, int], repeated_in: int) -> Draft:
    """Label one line."""
    if mark := page.marks.get(index):
        return Draft(mark.label, mark.reason, _MARKED[mark.label])
    line = page.lines[index]
    if line.is_closed and line.length > 240:
        return Draft("content", "ends like a sentence", 2.5)
    if _goes_on_from(page, index):
        is_full = not line.is_closed and bool(page.wrap_width)
        return Draft("content", WRAPPED if is_full else "goes on from the line before", 1.0)
    if not line.text[0].isalnum() and not _LETTER.search(line.text):
        return Draft("boilerplate", "no letters", -0.3)
    if line.is_closed and line.length > 12 and page.body_start <= index <= page.body_end:
        # Most lines of most corpora: of the rules below, only these can fit.
        is_plain = index in page.plain and not (page.is_spoken(index) or _follows_keywords(page, index))
        return (
            (None if is_plain else _by_words(page, index))
            or _by_repetition(page, index, repeated, repeated_in)
            or (None if is_plain else _by_subject(page, index))
            or _closed(page, index)
        )
    return (
        _by_stamp(page, index)
        or _by_words(page, index)
        or _by_repetition(page, index, repeated, repeated_in)
        or _by_subject(page, index)
        or _by_shape(page, index)
    )


_MARKED: dict[Label, float] = {"content": 2.5, "heading": 0.3, "meta": -0.1, "boilerplate": -1.0}


def _goes_on_from(page: Page, index: int) -> bool:
    """Tell whether a line goes on with the sentence of the line before, in wrapped text or broken by hand."""
    if not index or (page.blank_before and page.blank_before[index]):
        return False
    before, line = page.lines[index - 1], page.lines[index]
    if before.is_closed or before.is_cjk != line.is_cjk or index - 1 in page.marks:
        return False
    if line.is_cjk:
        return bool(page.wrap_width) and abs(before.length - page.wrap_width) <= 3
    return line.text[0].islower() and len(before.text) >= 40 and len(line.text.split()) > 3


def _by_stamp(page: Page, index: int) -> Draft | None:
    line = page.lines[index]
    text, length = line.text, line.length
    in_head = index < page.body_start
    if length > 120 or (line.is_closed and length > 12 and not in_head) or page.is_spoken(index):
        return None
    if length <= 30 and in_head and index < 6 and clutter.TICKER.search(text):
        return Draft("boilerplate", "weather or price", -1.0)
    if index in page.items and page.items[index] != "item of a list":
        return Draft("content", page.items[index], 0.3)
    return _by_date(page, index) if _may_be_stamped(text) else None


def _may_be_stamped(text: str) -> bool:
    """Tell whether a line could hold a date, a time or a counter: the expressions for those are slow."""
    return bool(_DIGIT.search(text)) or any(moment in text for moment in _MOMENTS)


def _by_date(page: Page, index: int) -> Draft | None:
    """Label a line that holds a date, a time or a counter."""
    line = page.lines[index]
    text, length = line.text, line.length
    in_head, is_tail = index < page.body_start, index > page.body_end
    if (
        length <= 40
        and not text[0].isdigit()
        and (name := clutter.about_the_text(text, length, line.is_closed)) in _STAMPED
    ):
        return Draft("meta", name, 0.0)
    if clutter.STAMP_GLUED.search(text) and not clutter.AGO.match(text) and not clutter.ONLY_DATE.match(text):
        return Draft("boilerplate", "teaser with a time stamp glued on", -1.0)
    is_credit = not line.is_closed or bool(clutter.CREDIT_INSIDE.search(text))
    if in_head and is_credit and length <= 60 and clutter.DATED.search(text):
        return Draft("meta", "a date among names", 0.0)
    is_headline = length > 30 or (length > 8 and (is_tail or page.stamped > 2))
    if is_headline and not clutter.ONLY_DATE.match(text) and clutter.STAMP_AT_END.search(text):
        return Draft("boilerplate", "teaser with a time stamp glued on", -1.0)
    if is_headline and not line.is_closed and clutter.COUNTED.search(text):
        return Draft("boilerplate", "teaser with a counter glued on", -1.0)
    return None


def _by_words(page: Page, index: int) -> Draft | None:
    """Label a line by the words of a section, of a button or of a notice."""
    line = page.lines[index]
    if page.is_spoken(index):
        return Draft("content", "begins with a speaker", 1.0 if line.length < 80 else 2.5)
    if (
        line.length <= 24
        and line.text[-1] in "]］"
        and clutter.EDIT_LINK.search(line.text)
        and _LETTER.match(line.text)
    ):
        return Draft("heading", "section with a link to edit it", 0.3)
    if name := clutter.heading_word(line.text):
        return Draft("heading", f"section word “{name}”", 0.3)
    if name := clutter.furniture(line.text, line.length, line.is_closed):
        return Draft("boilerplate", name, -1.0)
    if index >= page.body_start and page.clocks > 2 and clutter.ONLY_CLOCK.fullmatch(line.text):
        return Draft("meta", "time of an entry", 0.1)
    if (
        line.length <= 24
        and ":" in line.text
        and clutter.PLAYER.search(line.text)
        and not clutter.DATED.search(line.text)
    ):
        return Draft("boilerplate", "clock of a film", -1.0)
    return None


def _by_repetition(page: Page, index: int, repeated: Mapping[str, int], repeated_in: int) -> Draft | None:
    """Label a line that other documents have too: furniture, unless it heads a part of the body."""
    line = page.lines[index]
    if not repeated or line.length > 240:
        return None
    often = repeated.get(line.text, 0)
    if often < repeated_in:
        return None
    if index not in page.plain and clutter.about_the_text(line.text, line.length, line.is_closed):
        return None
    if line.is_closed:
        # A formula of the genre or a notice: kept, but nothing that holds a body together.
        return Draft("content", f"also stands in {often} documents", 0.1) if line.length > 24 else None
    if line.length > 60 or index in page.items or clutter.NUMBERED.match(line.text):
        return None
    if clutter.INTRODUCES.search(line.text) and not page.is_tail(index):
        return None
    below = page.lines[index + 1] if index + 1 < len(page.lines) else None
    heads_text = below is not None and below.is_closed and below.length >= 24 and index < page.body_end
    least = LOW_OVERLAP if heads_text and page.again[line.text] < 2 else HIGH_OVERLAP
    if index > page.body_end or page.overlap(index) < least:
        return Draft("boilerplate", f"stands in {often} documents", -1.0)
    return None


def _by_subject(page: Page, index: int) -> Draft | None:
    """Label a line that speaks about the text or its pictures, or that leads to other pages."""
    line = page.lines[index]
    text, length, in_head = line.text, line.length, index < page.body_start
    if length > 160:
        return None
    if length <= (40 if line.is_closed else 120) and clutter.is_caption(text):
        return Draft("meta", "caption of a picture", 0.0)
    if clutter.NOTE.search(text) and not in_head and page.items.get(index) is None:
        return Draft("meta", "foot note", 0.0)
    if _follows_keywords(page, index) and _is_keyword_list(text):
        return Draft("meta", "keyword list", 0.0)
    is_tail = index > page.body_end
    if index not in page.items and (name := clutter.about_the_text(text, length, line.is_closed)):
        return Draft("meta", name, -0.3 if is_tail and name in ("date", "view count", "tag list") else 0.0)
    if (is_tail or (in_head and index)) and not line.is_closed and (name := _about_at_the_edge(page, index)):
        return Draft("meta", name, -0.1, is_open=is_tail, likely=clutter.likely(text))
    if not line.is_closed and clutter.is_menu(text, length):
        return Draft("boilerplate", "navigation", -1.0)
    return None


def _about_at_the_edge(page: Page, index: int) -> str:
    """Name a person or a post that stands beside other facts about the text, before or behind the body."""
    line = page.lines[index]
    if clutter.is_post(line.text, line.length):
        return "post or genre at the edge"
    if index > page.body_end and clutter.is_about_someone(line.text, line.length):
        return "portrait at the edge"
    if not clutter.is_name(line.text, line.length) or clutter.NUMBERED.match(line.text) or index < 1:
        return ""
    if index < page.body_start and not any(_may_be_title(other) for other in page.lines[: min(index, _HEAD)]):
        return ""
    beside = [page.lines[i] for i in (index - 1, index + 1) if 0 <= i < len(page.lines)]
    is_known = any(
        clutter.is_post(other.text, other.length)
        or clutter.about_the_text(other.text, other.length, other.is_closed)
        for other in beside
    )
    return "name at the edge" if is_known else ""


def _may_be_title(line: Shape) -> bool:
    is_clutter = clutter.furniture(line.text, line.length, line.is_closed) or clutter.is_menu(
        line.text, line.length
    )
    return (
        line.length >= 4
        and not is_clutter
        and not clutter.about_the_text(line.text, line.length, line.is_closed)
    )


def _by_shape(page: Page, index: int) -> Draft:
    """Label a line that is neither furniture nor about the text: a paragraph, a headline, a teaser."""
    line = page.lines[index]
    in_head, is_tail = index < page.body_start, index > page.body_end
    if in_head and _is_page_title(page, index):
        return Draft("boilerplate", "title with the name of the site", -1.0)
    if not in_head and _is_repeated_headline(page, index):
        return Draft("boilerplate", "headline standing on the page again", -1.0)
    if _is_running_head(page, index):
        return Draft("boilerplate", "running head or foot", -0.5)
    if line.length <= 120 and line.is_broken_off:
        if is_tail or _is_teaser(page, index):
            return Draft("boilerplate", "teaser cut off by dots", -1.0)
        return Draft("content", "breaks off in dots inside the body", 0.2)
    if index in page.items:
        return _item(page, index)
    introduces = line.length >= 10 and line.text[-1] in ":："
    if (
        clutter.NUMBERED.match(line.text)
        and line.length <= 60
        and not (line.is_closed or page.wrap_width or introduces)
    ):
        return Draft("heading", "numbered, no full stop", 0.3)
    return _closed(page, index) if line.is_closed else _open(page, index)


def _is_teaser(page: Page, index: int) -> bool:
    """Tell whether a line that breaks off in dots leads elsewhere; in a story it goes with its neighbours."""
    if page.lines[index].text.endswith("&"):
        return True
    if not page.paragraphs:
        return page.broken_off > 2
    around = [page.lines[i] for i in (index - 1, index + 1) if 0 <= i < len(page.lines)]
    is_told = all(line.is_closed for line in around)
    return page.overlap(index) < (LOW_OVERLAP if is_told else HIGH_OVERLAP)


def _item(page: Page, index: int) -> Draft:
    """Label an item of a list: content, unless a list behind the body leads elsewhere."""
    line = page.lines[index]
    if line.is_closed:
        return _closed(page, index)
    if page.is_short_lined or index <= page.body_end or line.text[0] in page.bullets_of_body:
        return Draft("content", page.items[index], 0.4)
    if line.length < 8 or page.overlap(index) >= LOW_OVERLAP:
        return Draft("content", page.items[index], 0.1)
    return Draft("content", page.items[index], -0.3)


def _closed(page: Page, index: int) -> Draft:
    """Label a line that ends like a sentence."""
    line = page.lines[index]
    is_title = index == 0 or (
        index < page.body_start and index + 1 < len(page.lines) and page.is_fact(index + 1)
    )
    if is_title and line.length <= 60 and line.text[-1] in '?!？！”"':
        return Draft("heading", "first line, short", 0.3)
    evidence = 0.4 if line.length < 24 else 1.0 if line.length < STRONG else 1.5 if line.length < 80 else 2.5
    if _is_asking_headline(page, index):
        return Draft("content", "ends like a sentence", -0.2, is_open=True)
    if line.length >= SENTENCE and index <= page.body_end:
        evidence = max(evidence, 1.3)  # more than a run of clutter inside the body weighs
    return Draft("content", "ends like a sentence", evidence, is_open=line.length < 50)


def _is_asking_headline(page: Page, index: int) -> bool:
    """Tell whether a question or a call behind the body stands among headlines and leads elsewhere."""
    line = page.lines[index]
    if index <= page.body_end or line.length < 8 or line.text[-1] not in "?!？！":
        return False
    beside = [i for i in (index - 1, index + 1) if page.body_end < i < len(page.lines)]
    return any(not page.lines[i].is_closed for i in beside) and page.overlap(index) < LOW_OVERLAP


def _open(page: Page, index: int) -> Draft:
    """Label a line that ends without a full stop: a headline, a teaser or an unfinished paragraph."""
    line, in_head = page.lines[index], index < page.body_start
    if page.wrap_width and line.is_cjk and line.length >= page.wrap_width - 5:  # a first line may be indented
        return Draft("content", WRAPPED, 1.0)
    may_be_teaser = not in_head and line.is_cjk and line.length <= 160
    leads_elsewhere = may_be_teaser and (index > page.body_end or page.overlap(index) < HIGH_OVERLAP)
    if leads_elsewhere and clutter.TEASER.search(line.text):
        return Draft("boilerplate", "headline with the start of its story", -1.0)
    if clutter.INTRODUCES.search(line.text):
        return Draft("content", "introduces what follows", 0.4)
    if clutter.BRACKETED.fullmatch(line.text) and page.body_start < index <= page.body_end:
        return Draft("content", "remark in brackets inside the body", 0.3)
    if _is_unfinished(page, index):
        return Draft("content", "a sentence without its full stop", 0.5)
    if line.length <= 30 or (line.length <= 60 and not line.has_sentence) or (in_head and line.length <= 100):
        return _headline(page, index)
    if line.length > 160 or (line.has_sentence and line.length > 100):
        evidence = 1.0 if page.overlap(index) >= HIGH_OVERLAP else 0.2
        return Draft("content", "long, though without a full stop", evidence)
    if index <= page.body_end + 1 and line.has_sentence:
        return Draft("content", "a paragraph without a full stop", 0.5)
    return Draft("content", "a paragraph without a full stop", -0.4, is_open=True)


def _is_unfinished(page: Page, index: int) -> bool:
    """Tell whether an open line holds a sentence's clauses, or goes on in the line below: verse, a letter.

    Chinese headlines part their halves by a blank, not by a comma.
    """
    line = page.lines[index]
    if line.text[-1] in ",，、" and index + 1 < len(page.lines) and index + 1 >= page.body_start:
        return index + 1 >= page.body_end or not page.is_fact(index + 1)
    is_beside_body = page.body_start < index <= page.body_end + 1
    if not line.is_cjk:
        return is_beside_body and line.text[0].islower() and line.length >= 8
    is_clause = 24 <= line.length <= 160 and " " not in line.text and not clutter.TEASER.search(line.text)
    return is_beside_body and is_clause and any(mark in line.text for mark in "，、,。")


def _headline(page: Page, index: int) -> Draft:
    line, in_head = page.lines[index], index < page.body_start
    likely = clutter.likely(line.text) if line.length <= 12 else ""
    if page.is_short_lined and index:
        return Draft("content", "short lines throughout", 0.4, True, likely)
    if in_head:
        return Draft("heading", "short, no full stop", 0.3, True, likely)
    if index <= page.body_end:
        return Draft("heading", "short, no full stop", -0.15, True, likely)
    if line.length < 8:
        return Draft("heading", "short, no full stop", -0.1 if line.text.isupper() else 0.0, True, likely)
    overlap = page.overlap(index)
    evidence = -0.45 if overlap < LOW_OVERLAP else 0.0 if overlap > HIGH_OVERLAP else -0.2
    return Draft("heading", "short, no full stop", evidence, True, likely)


def _follows_keywords(page: Page, index: int) -> bool:
    return index > 0 and bool(clutter.KEYWORD_HEADING.fullmatch(page.lines[index - 1].text))


def _is_keyword_list(text: str) -> bool:
    items = re.split(r"[,，;；、|\s]+", text)
    return len(items) > 1 and max(len(item) for item in items) <= 20


def _is_page_title(page: Page, index: int) -> bool:
    text = page.lines[index].text
    bare = clutter.SITE_SUFFIX.sub("", text)
    if bare == text or len(bare) < 6 or index > _HEAD:
        return False
    titles = {
        _letters(bare),
        _letters(clutter.SITE_SUFFIX.sub("", bare)),
    }  # the department may stand there too
    return any(
        _letters(other.text) in titles for i, other in enumerate(page.lines[: _HEAD + 6]) if i != index
    )


def _letters(title: str) -> str:
    """Reduce a title to its letters (full-width and folded punctuation differ)."""
    return re.sub(r"\W", "", title)


def _is_repeated_headline(page: Page, index: int) -> bool:
    line = page.lines[index]
    if line.is_closed or line.length < 16 or index in page.items or page.is_short_lined:
        return False
    return page.again[line.text] > (index > 0)


def _is_running_head(page: Page, index: int) -> bool:
    line = page.lines[index]
    if index in page.items or clutter.NUMBERED.match(line.text):
        return False
    return page.running[running_key(line)] > (1 if line.text.isupper() else 2)
