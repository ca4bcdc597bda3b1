"""Rich Text Format (.rtf), which newspaper databases like to hand out; striprtf does the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.corpus.documents import Label
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import MarkedLines, Page
from toolkit.corpus.schema import believable

MOST_CHARACTERS = 50_000_000
"""Pictures make these files large; the text of a longer one could not be read in reasonable time."""

_CODE_PAGE = re.compile(r"\\ansicpg\d{1,5}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udfff]")
_EXTRAS: tuple[tuple[str, Label, str], ...] = (
    ("footnote", "meta", "footnote"),
    ("annotation", "meta", "comment in the margin"),
    ("header[lrf]?", "boilerplate", "head of the page"),
    ("footer[lrf]?", "boilerplate", "foot of the page"),
)


def read_rtf(raw: bytes) -> Page:
    """Read Rich Text; its notes, heads and feet follow the text."""
    if not raw.lstrip()[:5].startswith(b"{\\rtf"):
        raise Unreadable("is no Rich Text", "open it in a word processor and save it as .docx")
    if len(raw) > MOST_CHARACTERS:
        raise Unreadable("is too large for Rich Text", "save it as .docx, which keeps pictures apart")
    source = raw.decode("latin-1").replace("\x00", "")
    page = MarkedLines()
    page.add(_text(source))
    head = "".join(_CODE_PAGE.findall(source[:2000])[:1]) + "".join(_groups(source, "fonttbl"))
    for word, label, reason in _EXTRAS:
        for group in _groups(source, word):
            page.add(_inside(group, head), label, reason)
    facts = {
        word: next((_inside(group, head) for group in _groups(source, word)), None)
        for word in ("title", "author")
    }
    metadata, remarks = believable(facts)
    broken = page.text.count("\ufffd")
    if broken:
        remarks = (*remarks, f"{broken} broken characters are shown as �: the file may be damaged")
    return page.page(metadata=metadata, remarks=remarks)


def _text(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    text = rtf_to_text(source, errors="replace").replace("\x00", "")
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _inside(group: str, head: str) -> str:
    """Read a group that stands apart from the text as if it were one."""
    content = re.sub(r"^\{(?:\\\*)?\\[a-z]+ ?", "", group)
    return _text(f"{{\\rtf1\\ansi{head} {content}")


def _groups(source: str, word: str) -> Iterator[str]:
    """Give the groups that begin with a control word, with their braces."""
    end = 0
    for found in re.finditer(r"\{(?:\\\*)?\\" + word + r"(?![a-z])", source):
        if found.start() < end:
            continue  # inside the one before
        depth = 0
        for brace in _BRACE.finditer(source, found.start()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                end = brace.end()
                yield source[found.start() : end]
                break
        else:
            return
