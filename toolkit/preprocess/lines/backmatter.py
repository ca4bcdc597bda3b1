"""What stands behind a text and speaks of it (notes, portraits, remarks, records) or of other texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.looks import Draft
from toolkit.preprocess.lines.page import Page
from toolkit.preprocess.lines.structure import Changes

_CLUTTER = ("boilerplate", "meta")
_NOTES = re.compile(
    r"\W*(?:\d{1,2}(?:\.\d)*\.?\s?)?(?:references?(?: cited)?|notes?(?: and references)?|footnotes?|"
    r"endnotes?|bibliography|works cited|sources|"
    r"literature cited|further reading|external links|参考(?:文献|资料|資料)|注释|註釋|注解|脚注|文献|"
    r"引用文献|外部链接|外部連結|"
    r"literatur(?:verzeichnis)?|quellen|einzelnachweise|fußnoten|anmerkungen|weblinks|références|"
    r"notes et références|bibliographie|"
    r"referencias|notas|bibliografía|примечания|литература|ссылки|источники|脚注|出典|注|각주|참고\s?문헌|출처)\W*"
    r"(?:[\[［](?:edit|编辑|編輯|bearbeiten|modifier|editar|править|編集|편집)[\]］])?\W*",
    re.IGNORECASE,
)
_PORTRAITS = re.compile(
    r"\W*(?:about the (?:authors?|writer|contributors?|speaker)|(?:the )?authors?|contributors?|written by|"
    r"acknowledge?ments?(?: and disclosures)?|"
    r"disclosures?|(?:press|media) (?:contacts?|relations|office)|for (?:more|further) information|"
    r"notes? to editors|"
    r"作者(?:简介|介紹|介绍)?|关于作者|關於作者|本文作者|撰稿人|联系方式|媒体联系|pressestelle|"
    r"pressekontakt|kontakt|über (?:den|"
    r"die) autor\w*|"
    r"weitere informationen|l[’']auteur|à propos de l[’']auteur|contact presse|sobre (?:el|la) autora?|"
    r"contacto|об авторе|"
    r"著者(?:紹介)?|お問い合わせ(?:先)?|このページに関するお問い合わせ|기자 소개|guest authors?)\s*[:：]?\W*",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[^\W\d][^:：。.!?！？，,]{0,20}\s?[:：]\s*\S")
_OF_OTHERS = frozenset(
    [
        "date",
        "byline",
        "view count",
        "name at the edge",
        "post or genre at the edge",
        "reading time",
        "a date among names",
    ]
)
_SIGNED = re.compile(
    r"^[\u4e00-\u9fff]{2,30}(?:人民政府|办公[室厅]|委员会|局|厅|部|署|处|院|协会|中心|公司|学会|大学|法院|银行|集团)$"
)


def notes_and_portraits(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take what stands below the heading of notes, of references or of the authors' portraits."""
    found: Changes = {}
    index, last = max(1, len(drafts) // 3), len(drafts)
    while index < last:
        text = page.lines[index].text
        is_short = page.lines[index].length <= 16 and not page.lines[index].is_closed
        below = _notes_below if is_short and _NOTES.fullmatch(text) else None
        below = _portrait_below if is_short and _PORTRAITS.fullmatch(text) else below
        taken = below(page, drafts, index) if below else []
        for number in taken:
            found[number] = (
                "below the heading of notes" if below is _notes_below else "below the heading of a portrait",
                "meta",
            )
        if taken and below is _portrait_below:
            found[index] = ("heading of a portrait", "meta")
        index = max(index, *taken, index) + 1 if taken else index + 1
    return found


def _notes_below(page: Page, drafts: Sequence[Draft], index: int) -> list[int]:
    taken = []
    for number in range(index + 1, len(drafts)):
        line, draft = page.lines[number], drafts[number]
        is_note = (
            clutter.is_numbered_note(line.text) or clutter.is_reference(line.text) or draft.label == "meta"
        )
        if (
            not is_note
            or len(line.text) > 600
            or draft.reason in (clutter.LISTS, clutter.COMMENTS, "copyright or disclaimer")
        ):
            break
        if draft.label != "meta":
            taken.append(number)
    return taken


def _portrait_below(page: Page, drafts: Sequence[Draft], index: int) -> list[int]:
    taken: list[int] = []
    for number in range(index + 1, min(index + 7, len(drafts))):
        line, draft = page.lines[number], drafts[number]
        if draft.label == "boilerplate" and not (draft.reason == "name of a department" or draft.likely):
            break
        is_person = line.length <= 16 and not line.is_closed and number > page.body_end
        if draft.label != "meta" and not is_person and not clutter.is_portrait(line.text, line.length):
            break
        taken.append(number)
    return taken


def remarks(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take corrections, contributions, portraits and remarks in brackets behind the body."""
    found: Changes = {}
    names = {
        page.lines[i].text
        for i in range(page.body_start)
        if drafts[i].label == "meta" and page.lines[i].length <= 12
    }
    ends_body = _ends_of_body(page, drafts)
    asked = [
        index
        for index in range(len(drafts) // 3, len(drafts))
        if drafts[index].label != "meta"
        and page.lines[index].length <= 240
        and (page.lines[index].length <= 80 or index >= page.body_end or ends_body[index])
        and index not in page.items
    ]
    said = clutter.closing_remarks([page.lines[index] for index in asked])
    for index, name in zip(asked, said, strict=True):
        line, draft = page.lines[index], drafts[index]
        is_behind = index >= page.body_end or ends_body[index]
        if name and draft.reason not in ("copyright or disclaimer", clutter.COMMENTS):
            found[index] = (name, "meta")
        elif (
            is_behind
            and line.length > 6
            and clutter.BRACKETED.fullmatch(line.text)
            and draft.label != "boilerplate"
        ):
            found[index] = ("remark in brackets", "meta")
        elif (
            is_behind
            and 2 * index > len(drafts)
            and draft.label != "boilerplate"
            and clutter.is_portrait(line.text, line.length)
        ):
            is_introduced = any(line.text.startswith(name) for name in names) or _is_fact(
                drafts, found, index - 1
            )
            if is_introduced or page.lines[index - 1].length <= 12:
                found[index] = ("portrait", "meta")
        elif index > page.body_end and draft.label == "heading" and line.text in names:
            found[index] = ("name of the author", "meta")
    return found


def _is_fact(drafts: Sequence[Draft], found: Changes, index: int) -> bool:
    return index in found or (index >= 0 and drafts[index].label == "meta")


def _ends_of_body(page: Page, drafts: Sequence[Draft]) -> list[bool]:
    """Tell for each line whether no sentence follows within a few lines."""
    sentences = [
        draft.label == "content" and line.is_closed for line, draft in zip(page.lines, drafts, strict=True)
    ]
    return [True not in sentences[index + 1 : index + 4] for index in range(len(sentences))]


def records_behind(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take the fields of a record, the signature and the date of a notice right behind the body."""
    found: Changes = {}
    for index in range(page.body_end + 1, len(drafts)):
        line, draft = page.lines[index], drafts[index]
        if draft.label in _CLUTTER or line.is_closed or line.length > 60:
            continue
        beside = [i for i in (index - 1, index + 1) if page.body_end < i < len(drafts)]
        is_beside_fact = any(drafts[i].label == "meta" or i in found for i in beside)
        if _SIGNED.match(line.text) and (is_beside_fact or index <= page.body_end + 3):
            found[index] = ("signature", "meta")
        elif _FIELD.match(line.text) and is_beside_fact:
            found[index] = ("field of a record", "meta")
    return found


def facts_of_other_pages(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take dates, authors and counts behind the body: below headlines of other pages, among comments."""
    found: Changes = {}
    for index in range(max(1, page.body_end + 1), len(drafts)):
        if drafts[index].label != "meta" or drafts[index].reason not in _OF_OTHERS:
            continue
        before = drafts[index - 1]
        is_teaser = before.label == "boilerplate" and before.reason not in (
            "page control",
            "share buttons",
            "no letters",
            "page number",
        )
        if index - 1 in found or (is_teaser and index - 1 > page.body_end):
            found[index] = ("date or author of another page", "boilerplate")
    return found


def cells(page: Page, drafts: Sequence[Draft]) -> Changes:
    """Take tables copied cell by cell: their ranks 1, 2, 3 … stand at equal distances of more than two."""
    ranks = [
        (i, int(line.text.strip(" .")))
        for i, line in enumerate(page.lines)
        if line.text.strip(" .").isdecimal() and len(line.text) < 4
    ]
    found: Changes = {}
    for (a, first), (b, second), (c, third) in zip(ranks, ranks[1:], ranks[2:], strict=False):
        step = b - a
        if (
            step < 3
            or step > 8
            or c - b != step
            or (second, third) != (first + 1, first + 2)
            or a < page.body_start
        ):
            continue
        for index in range(a, min(c + step, len(drafts))):
            if page.lines[index].length <= 12 and not page.lines[index].is_closed:
                found[index] = ("cell of a table", "content")
    return found
