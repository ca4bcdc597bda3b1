"""Markdown: headings, code and front matter become marks; the marks of emphasis and links go.

Read line by line and not by a full parser, because texts that are only nearly Markdown lose content
there: a line that starts with "2024. " becomes item 1 of a list, an indented paragraph becomes code,
a note ``[^1]: …`` of one word becomes a link that nobody uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.corpus.documents import Label
from toolkit.corpus.formats.plain import decoded
from toolkit.corpus.marked import MarkedLines, Page
from toolkit.corpus.schema import believable

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|(?=[^\W\d_a-zA-Z]))(.*)")
_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_NOTE = re.compile(r" {0,3}\[\^[^\]\n]{1,80}\]:")
_LINK_TARGET = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*<?(?:https?:|mailto:|ftp:|[/#.])\S*")
_BLOCK_START = re.compile(r"[ \t]*(?:[-*+|>#]|\d{1,9}[.)])(?:[ \t]|$)")
_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")

_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\](?:" + _TARGET + r"|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\](?:" + _TARGET + r"|\[[^\[\]\n]{0,200}\])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|figcaption|font|"
    r"h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|section|small|span|strike|strong|sub|summary|sup|table|"
    r"tbody|td|tfoot|th|thead|tr|u|ul|video)(?:[ \t][^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_STARRED = re.compile(r"(?<!\*)(\*{1,3})(?![\s*])([^*\n]*[^\s*])\1(?!\*)")
_UNDERSCORED = re.compile(r"(?<![\w])(_{1,3})(?![\s_])([^_\n]*[^\s_])\1(?![\w])")
_STRUCK = re.compile(r"~~(?![\s~])([^~\n]*[^\s~])~~")
_CODE = re.compile(r"(`{1,3})([^`\n]+)\1")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_KNOWN = {"title", "date", "author", "language", "source", "genre", "url", "licence"}
_OTHER_NAMES = {"lang": "language", "license": "licence", "link": "url", "publisher": "source"}


def read_markdown(raw: bytes) -> Page:
    """Read Markdown with its headings, notes, code and front matter marked."""
    found = decoded(raw)
    page = MarkedLines()
    front, body = _front_matter(found.text)
    for line in front:
        page.add(line, "meta", "front matter")
    for text, label, reason in _lines(_without_comments(body).split("\n")):
        page.add(text, label, reason) if text.strip() else page.gap()
    metadata, remarks = believable(_fields(front))
    return page.page(
        metadata=metadata,
        encoding=found.encoding,
        confidence=found.confidence,
        remarks=(*found.remarks, *remarks),
    )


def _front_matter(text: str) -> tuple[list[str], str]:
    """Split the block between two lines of dashes off, if the file starts with one."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return [], text
    for place, line in enumerate(lines[1:200], start=1):
        if line.rstrip() in ("---", "..."):
            inside = lines[1:place]
            if any(_FIELD.match(field) for field in inside):
                return inside, "\n".join(lines[place + 1 :])
            return [], text
    return [], text


def _fields(front: list[str]) -> dict[str, str | None]:
    fields: dict[str, str | None] = {}
    for line in front:
        found = _FIELD.fullmatch(line.rstrip())
        if found:
            name = _OTHER_NAMES.get(found[1].lower(), found[1].lower())
            if name in _KNOWN:
                fields.setdefault(name, found[2].strip().strip("\"'"))
    return fields


def _without_comments(text: str) -> str:
    """Take HTML comments out; one that never closes stays text."""
    if "<!--" not in text:
        return text
    pieces, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[place:start])
        place = end + 3
    return "".join([*pieces, text[place:]])


def _lines(lines: list[str]) -> Iterator[tuple[str, Label | None, str]]:
    fence = ""
    closers = {found[1]: place for place, line in enumerate(lines) if (found := _closer(line))}
    for place, line in enumerate(lines):
        opened = _FENCE.match(line)
        if fence:
            if (found := _closer(line)) and found[1].startswith(fence):
                fence = ""
            else:
                yield line, "boilerplate", "code"
        elif opened and "`" not in line[opened.end() :]:
            # A fence that never closes would swallow the rest of the text.
            if any(end > place for closer, end in closers.items() if closer.startswith(opened[1])):
                fence = opened[1]
        elif _is_underline(lines, place) or _RULE.fullmatch(line) or _is_table_rule(line):
            yield "", None, ""
        else:
            yield from _line(line, has_underline=_is_underline(lines, place + 1))


def _closer(line: str) -> re.Match[str] | None:
    """Match a line that can end a block of code: a fence and nothing else."""
    return _FENCE.match(line) if not line.strip(" \t`~") else None


def _is_underline(lines: list[str], place: int) -> bool:
    """Tell whether a line underlines the one before it, which makes that one a heading."""
    if not 0 < place < len(lines) or not _UNDERLINE.fullmatch(lines[place]):
        return False
    above, before = lines[place - 1], lines[place - 2] if place > 1 else ""
    # Only a paragraph of one line is taken for a heading: longer ones are texts above a rule.
    return bool(above.strip()) and not before.strip() and not _BLOCK_START.match(above) and "|" not in above


def _is_table_rule(line: str) -> bool:
    return "|" in line and _TABLE_RULE.fullmatch(line) is not None


def _line(line: str, *, has_underline: bool) -> Iterator[tuple[str, Label | None, str]]:
    line = _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line
    images = [alt for alt in _IMAGE.findall(line) if alt.strip()] if "![" in line else []
    heading = _HEADING.fullmatch(line)
    if heading:
        yield _plain(re.sub(r"[ \t]#+[ \t]*$", "", heading[1])), "heading", "Markdown heading"
    elif has_underline:
        yield _plain(line), "heading", "Markdown heading"
    elif _NOTE.match(line):
        yield _plain(line), "meta", "note of the text"
    elif _LINK_TARGET.match(line):
        yield line, "meta", "target of a link"
    elif line.lstrip().startswith("|"):
        yield _plain("\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))), None, ""
    else:
        text = _plain(line)
        if text.strip() or not images:
            yield text, None, ""
    for alt in images:
        yield alt, "meta", "description of a picture"


def _plain(line: str) -> str:
    """Reduce emphasis, links, code and tags to their text."""
    if "[" in line:
        line = _IMAGE.sub("", line)
        line = _LINK.sub(r"\1", line)
    if "<" in line:
        line = _AUTOLINK.sub(r"\1", line)
        line = re.sub(r"<br[ \t]*/?>", "\n", line, flags=re.IGNORECASE)
        line = _TAG.sub("", line)
    if "`" in line:
        line = _CODE.sub(r"\2", line)
    if "*" in line:
        line = _STARRED.sub(r"\2", _STARRED.sub(r"\2", line))
    if "_" in line:
        line = _UNDERSCORED.sub(r"\2", line)
    if "~~" in line:
        line = _STRUCK.sub(r"\1", line)
    return _ESCAPED.sub(r"\1", line) if "\\" in line else line
