"""What a page's build says of its lines: the title and what is around it, contents lists, speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from toolkit.corpus import Label
from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.looks import LOW_OVERLAP, Draft
from toolkit.preprocess.lines.page import SENTENCE, Page

Changes = dict[int, tuple[str, Label]]
"""Lines that change: the reason and the new label."""

_CLUTTER = ("boilerplate", "meta")
_FARTHEST = 90
"""Lines at the top of a page among which its title is looked for."""

_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,}|_{4,})\s*\d{1,4}$")
_NUMBERING = re.compile(
    r"^[\s▪•·●○■\-–—]*(?:[(（]?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,4})(?:[.、．,，)）:：]|\s|"
    r"(?=[^\W\d]))\s*)?"
)
_NUMERALS = "一二三四五六七八九十IVX"
_SIGNS = re.compile(r"\W+")
_ASCII_SIGNS = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code) in "_\n"))
_SIGNS_IN_LINES = re.compile(r"[^\w\n]+")
_FIELD = re.compile(
    r"(?:[\u4e00-\u9fff\u3040-\u30ff]{1,6}|"
    r"[A-Za-zÀ-ÿА-я가-힣][A-Za-zÀ-ÿА-я가-힣&.’'/-]*"
    r"(?: [A-Za-zÀ-ÿА-я가-힣&.’'/-]+){0,2})\s?[:：]\s*(?:\S+\s*){1,4}$"
)
_CALLS = "?!？！”’“\"'»」》"
_QUOTED = '“"「『‘»„«'


def contents_list(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take a list of the page's own headings: its lines stand on the page once more, further apart."""
    found: Changes = {}
    last: dict[str, int] = {}
    keys = _entries(page)
    for index, key in enumerate(keys):
        if key:
            last[key] = index
    index = 0
    while index < len(drafts):
        if _is_leader(page.lines[index].text):
            found[index] = ("entry of a table of contents", "boilerplate")
        line = page.lines[index]
        is_header = line.length <= 24 and bool(clutter.CONTENTS.fullmatch(line.text))
        if not (is_header or keys[index]):
            index += 1
            continue
        start = index + is_header
        stop, hits = start, 0
        while stop < len(drafts) and keys[stop] and last[keys[stop]] > stop + 1 + is_header:
            hits += 1
            stop += 1
        places = [last[keys[i]] for i in range(start, stop)]
        is_spread = all(b - a > 1 for a, b in pairwise(places))
        if (hits > 1 and is_header) or (hits > 2 and is_spread and stop <= min(places)):
            for number in range(index, stop):
                found[number] = ("entry of a table of contents", "boilerplate")
        elif is_header and index + 1 < len(drafts) and _is_leader(page.lines[index + 1].text):
            found[index] = ("entry of a table of contents", "boilerplate")
        index = max(stop, index + 1)
    return found


def _is_leader(text: str) -> bool:
    return text[-1].isdigit() and len(text) <= 200 and bool(_LEADER.search(text))


def _entries(page: Page) -> list[str]:
    """Reduce each short line to what a list of headings and the heading itself share; others to nothing."""
    short = [index for index, line in enumerate(page.lines) if line.length <= 40 and not line.is_broken_off]
    bare = [_without_numbering(page.lines[index].text) for index in short]
    keys = [""] * len(page.lines)
    for index, key in zip(short, _without_signs(bare), strict=True):
        keys[index] = key
    return keys


def _without_numbering(text: str) -> str:
    bare = text if text[0].isalpha() and text[0] not in _NUMERALS else _NUMBERING.sub("", text)
    return clutter.EDIT_LINK.sub("", bare) if bare[-1:] in ("]", "］") else bare


def _without_signs(texts: Sequence[str]) -> list[str]:
    """Take the signs and the case from all lines at once."""
    together = "\n".join(texts)
    if not texts or together.count("\n") >= len(texts):
        return [_SIGNS.sub("", text).casefold() for text in texts]
    if together.isascii():
        return together.lower().encode("ascii").translate(None, _ASCII_SIGNS).decode("ascii").split("\n")
    return _SIGNS_IN_LINES.sub("", together).casefold().split("\n")


def speakers_alone(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take names before a colon that stand alone, again and again, over what these people say."""
    found: dict[int, str] = {}
    for index, line in enumerate(page.lines[:-1]):
        if line.text[-1] not in ":：" or line.length > 20:
            continue
        is_short = line.length <= (14 if line.is_cjk else 8) and line.text[0].isalpha()
        below = page.lines[index + 1]
        is_said = below.is_closed and (below.length >= 12 or drafts[index + 1].label == "content")
        if (is_short or line.text.startswith("《")) and (is_said or below.text[0] in "(（"):
            found[index] = line.text
    names = Counter(found.values())
    if len(found) < 3 or max(names.values()) < 2:
        return {}
    return {index: ("name of a speaker", "heading") for index in found}


def closed_headings(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take short questions, and short numbered sentences, that stand over paragraphs more than once."""
    if page.speakers:
        return {}
    asking, numbered = [], []
    for index in range(max(1, page.body_start - 1), len(drafts) - 1):
        line, below = page.lines[index], page.lines[index + 1]
        if not line.is_closed or not 4 <= line.length <= 40 or drafts[index].label != "content":
            continue
        if not below.is_closed or below.length < 8 or index in page.items:
            continue
        is_asking = line.text[-1] in "?？" and line.text[0] not in _QUOTED and below.text[0] not in _QUOTED
        is_paragraph = below.length >= max(SENTENCE, line.length)
        if is_paragraph and clutter.NUMBERED.match(line.text) and not clutter.NUMBERED.match(below.text):
            numbered.append(index)
        elif is_asking and below.text[-1] not in "?？":
            asking.append(index)
    found: Changes = {}
    if len(numbered) > 1 and all(b - a > 1 for a, b in pairwise(numbered)):
        found.update(dict.fromkeys(numbered, ("numbered, over a paragraph", "heading")))
    answered = sum(page.lines[index + 1].length >= SENTENCE for index in asking)
    if (answered > 1 or len(asking) > 2) and answered and len(asking) >= 0.6 * _questions(page):
        found.update(dict.fromkeys(asking, ("question over a paragraph", "heading")))
    return found


def _questions(page: Page) -> int:
    return sum(line.is_closed and line.length <= 40 and line.text[-1] in "?？" for line in page.lines)


def around_title(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take the menus above a page's title, and the facts and buttons between the title and the body."""
    if page.wrap_width:
        return {}
    end = _head_end(page)
    title = _title(page, drafts, end)
    if title is None:
        return {}
    found: Changes = {}
    above = range(title)
    is_furnished = title > 3 or any(drafts[i].label == "boilerplate" or drafts[i].likely for i in above)
    for index in above:
        draft = drafts[index]
        may_be_more = draft.label == "heading" or draft.reason in (
            "short lines throughout",
            "one of several short lines",
        )
        line = page.lines[index]
        has_clauses = line.is_cjk and line.length >= 20 and any(mark in line.text for mark in "，。")
        if is_furnished and may_be_more and not has_clauses and not draft.reason.startswith("numbered"):
            found[index] = ("above the title", "boilerplate")
    if not page.is_spoken(title):
        found[title] = ("title", "heading")
    for index in range(title + 1, end):
        if label := _below_title(page, drafts, index, title, end, found):
            found[index] = label
    return found


def _head_end(page: Page) -> int:
    """Find the first sentence of the body: another stands close below it, as below no notice of the site."""
    lines = page.lines
    for index in range(min(len(lines) - 1, _FARTHEST)):
        if not _may_start_body(page, index) or page.is_fact(index + 1):
            continue
        below = range(index + 1, min(index + 4, len(lines)))
        if any(lines[i].is_closed and lines[i].length >= 12 and page.may_be_text(i) for i in below):
            return index
    return page.body_start


def _may_start_body(page: Page, index: int) -> bool:
    line = page.lines[index]
    return line.is_closed and line.length >= SENTENCE and page.may_be_text(index) and not page.is_fact(index)


def _title(page: Page, drafts: Sequence[Draft], end: int) -> int | None:
    """Find the line of a page's head that is most like a title: long, in the body's words, over facts."""
    candidates = [index for index in range(end) if _may_be_title(page, drafts, index)]
    if not candidates:
        return None
    is_furnished = any(draft.label == "boilerplate" or draft.likely for draft in drafts[: candidates[-1]])
    if candidates[-1] < 3 and not is_furnished:
        return candidates[0]  # a page without menus begins with its title
    scores = {index: _likeness(page, drafts, index) for index in candidates}
    best = max(scores, key=lambda index: (scores[index], -index))
    if scores[best] < 0.7:
        return None
    if best < 3 and not any(draft.label == "boilerplate" or draft.likely for draft in drafts[:best]):
        return candidates[0]
    while scores.get(best - 1, 0) >= 0.55 * scores[best]:  # a line below the title may say more than it does
        best -= 1
    return best


def _may_be_title(page: Page, drafts: Sequence[Draft], index: int) -> bool:
    line, draft = page.lines[index], drafts[index]
    if draft.label not in ("heading", "content") or draft.likely or line.length > 80:
        return False
    has_facts = _facts_below(drafts, index) > 0
    if (line.length < 4 or (page.paragraphs and index > page.body_start)) and not has_facts:
        return False
    if line.is_closed and (line.text[-1] not in _CALLS or line.length > 60 or line.text[0] in _QUOTED):
        return False
    is_other = index in page.marks or index in page.items or draft.reason.startswith("section word")
    return not is_other and line.text[-1] not in ":：,，" and not page.is_fact(index)


def _likeness(page: Page, drafts: Sequence[Draft], index: int) -> float:
    line = page.lines[index]
    facts = _facts_below(drafts, index)
    score = min(line.length, 20) / 20 + page.overlap(index) + 0.35 * min(facts, 2) + (index == 0) * 0.2
    if line.length > 45 or clutter.is_name(line.text, line.length):
        score -= 0.4
    return score


def _facts_below(drafts: Sequence[Draft], index: int) -> int:
    return sum(draft.label == "meta" for draft in drafts[index + 1 : index + 4])


def _below_title(
    page: Page, drafts: Sequence[Draft], index: int, title: int, end: int, found: Changes
) -> tuple[str, Label] | None:
    line, draft = page.lines[index], drafts[index]
    if draft.reason in ("page number", "clock of a film"):
        return ("count below the title", "meta")
    is_left = (draft.label == "heading" and draft.is_open) or draft.reason in _SHORT
    if not is_left or line.is_closed:
        return None
    if clutter.BRACKETED.fullmatch(line.text):
        return ("remark in brackets", "meta")
    if _FIELD.match(line.text) and line.length <= 60:
        return ("a field and its content", "meta")
    beside = [found.get(i, (drafts[i].reason, drafts[i].label)) for i in (index - 1, index + 1)]
    is_beside_fact = any(label == "meta" for _, label in beside)
    if clutter.is_name(line.text, line.length) and is_beside_fact:
        return ("name below the title", "meta")
    is_furniture = any(label == "boilerplate" for _, label in beside)
    if line.length <= 8 and is_furniture:
        return ("among buttons below the title", "boilerplate")
    if line.length >= 16 and index + 1 < len(drafts) and page.overlap(index) >= LOW_OVERLAP:
        return ("line below the title", "heading") if index + 1 != end or index == title + 1 else None
    return None


_SHORT = ("short lines throughout", "one of several short lines")
