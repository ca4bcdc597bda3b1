"""What stands behind a text about that text: corrections, contributions, portraits, where it was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.preprocess.lines.clutter.expressions import Expression, Expressions
from toolkit.preprocess.lines.shapes import Shape

_NAME = r"(?:[A-Z][\w.’'-]*)(?: (?:(?:de|van|von|der|la|al|bin) )?[A-Z][\w.’'-]*){0,3}"
_CORRECTION = Expression(
    r"^\W*(?:(?:this|an earlier version of (?:this|the)|the) (?:article|story|post|piece|page|report|"
    r"transcript|episode)"
    r"(?:’s|'s)? .{0,30}(?:was|has been|have been|is) (?:\w+ )?(?:amended|corrected|updated|revised|"
    r"generated|created|transcribed|"
    r"edited for)|this (?:transcript|conversation|interview) (?:was|has been)|transcripts? (?:provided|"
    r"are created)|"
    r"(?:a|the) (?:longer |shorter )?version of this .{0,30}(?:appear|publish|print)|"
    r"(?<=\()(?:updates?|adds?|recasts?|corrects?|rewrites|refiles) .{0,80}\)$|updated with\b|"
    r"an earlier version (?:of|misstated)|correction\b|clarification\b|editor[’']s note\b|"
    r"(?:此文|本文|文章|文中|原文|注)[^。]{0,30}(?:化名|有(?:删节|删改|修改|改动)|略有(?:删|改)|刊于|刊登于|刊发于|发表于|原载|首发于|"
    r"仅供参考|不构成.{0,8}建议|原标题|原题)|(?:实习生|记者|通讯员|编辑)\S{2,20}(?:对本文|为本文).{0,6}(?:贡献|帮助)|"
    r"应(?:受访者|当事人|采访对象)(?:本人)?要求|(?:根据|据)?(?:现场|录音)?(?:速记|录音)整理|未经.{0,8}(?:审阅|审定)[)）]?$|"
    r"本文(?:来自|源自|系|为|转自|转载自|首发于|原载|选自|摘自|节选|节录)|本文由.{2,30}(?:授权|整理|编译)|"
    r"(?:this (?:article|information) is|dieser (?:artikel|text)|este artículo|"
    r"cet article) .{0,24}(?:informati|original|erschien|"
    r"es una|publié))",
    re.IGNORECASE,
)
_CONTRIBUTION = Expression(
    r"^\W*with (?:assistance|reporting|additional \w+|files|contributions?|help) (?:from|by)\b|"
    r"^(?:the (?:study|research|work|project|authors?)|other (?:co-?)?authors|co-?authors) .{0,40}"
    r"(?:funded|supported|financed|thanks?|are\b|include|declare|report no)|"
    r"^(?:acknowledge?ments?|disclosures?|funding|competing interests|conflicts? of interest|"
    r"author contributions|"
    r"data availability|ethics statement)\b.{0,3}[:：.]",
    re.IGNORECASE,
)
_CONTRIBUTION_INSIDE = Expression(
    r"\bcontributed (?:to this|reporting|research|additional)|\breporting (?:from|by)\b.{0,60}$|"
    r"mit material (?:von|der)\b|avec (?:afp|reuters|ap)\b",
    re.IGNORECASE,
)
_PORTRAIT = re.compile(
    rf"^(?:{_NAME}|He|She|They) (?:covers|covered|joined|is (?:a|an|the|our|based|currently)|are (?:a|an|"
    rf"the|based)|reports on|"
    rf"(?:has )?(?:written|wrote) (?:for|about|extensively)|(?:holds|previously|formerly)|lives in|writes|"
    rf"teaches|studies|"
    rf"leads|runs the|was formerly|has (?:worked|covered|reported|been a))\b"
)
_PORTRAIT_OTHER = re.compile(
    r"^\S{2,4}(?:，|,|：|:|是|系|为|现任|就职于|任职于).{0,40}(?:作者|记者|编辑|教授|研究员|讲师|博士|学者|撰稿人|作家|专栏)|"
    r"(?:ist|arbeitet als|schreibt) (?:seit|für|als|redakteur\w*|autor\w*)|es (?:redactor|periodista|"
    r"corresponsal|autor)\w*|"
    r"est (?:journaliste|auteur|rédact|chercheu|professeu)\w*|^(?:Автор|Корреспондент)\b",
    re.IGNORECASE,
)
_PRINTED = Expression(
    r"《[^》]{2,20}》\s*[(（]\s*(?:19|20)\d\d\s*年.{2,30}[)）]|(?:19|20)\d\d年.{0,12}第\s?\w{1,3}\s?版|"
    r"^\S.{0,60}\b(?:section|page) [A-Z]?\d+.{0,40}of the\b",
    re.IGNORECASE,
)
_IN_PRINT = "where it was printed"
_REMARKS = Expressions([
    ("remark on the text", _CORRECTION),
    ("contribution", _CONTRIBUTION),
    ("contribution", _CONTRIBUTION_INSIDE),
    (_IN_PRINT, _PRINTED),
])  # fmt: skip
_NOTE = re.compile(r"^(?:\d{1,2}\.?|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}|[①-⑳]|[*†‡]{1,2})\s?(?=[^\W\d])")
_REFERENCE = re.compile(
    r"[(（](?:19|20)\d\d[a-z]?[)）]|\b(?:19|20)\d\d[;,.:]\s?\d+|et al\.|\bpp?\.\s?\d|\d+\s?[–-]\s?\d+\.?$|"
    r"\[[JMDCNRP](?:/OL)?\]|"
    r"第\d+期|引用日期|accessed|retrieved|doi|https?:|no\. \d|vol\. \d|出版社",
    re.IGNORECASE,
)


def closing_remarks(lines: Sequence[Shape]) -> list[str]:
    """Name what each line behind the body says of the text, also in whole sentences, or nothing."""
    names = _REMARKS.first_of_each([line.text for line in lines])
    return [
        "" if name == _IN_PRINT and line.length > 160 else name
        for line, name in zip(lines, names, strict=True)
    ]


def is_portrait(text: str, length: int) -> bool:
    """Tell whether a sentence behind the body portrays a person."""
    return length <= 240 and bool(_PORTRAIT.search(text) or _PORTRAIT_OTHER.search(text))


def is_numbered_note(text: str) -> bool:
    """Tell whether a line begins as a foot note does, with its number and no full stop needed."""
    return bool(_NOTE.match(text))


def is_reference(text: str) -> bool:
    """Tell whether a line holds the year, the pages or the address of a work cited."""
    return bool(_REFERENCE.search(text))
