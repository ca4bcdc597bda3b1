"""OpenDocument texts (.odt)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.corpus.archives import read_parts
from toolkit.corpus.documents import Label
from toolkit.corpus.formats.office import core_facts, row_lines
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import MarkedLines, Page
from toolkit.corpus.safe_xml import attribute, local, parse_xml
from toolkit.corpus.schema import believable

_PARTS = re.compile(r"(?:content|styles|meta)\.xml")
_NOT_SHOWN = frozenset(("tracked-changes", "forms", "sequence-decls", "bookmark", "script", "note-citation"))
_MOST_SPACES = 100

_Line = tuple[str, Label | None, str]


def read_odt(raw: bytes) -> Page:
    """Read an OpenDocument text; notes and comments follow the paragraph they belong to."""
    parts = {name: parse_xml(part) for name, part in read_parts(raw, _PARTS, "OpenDocument text").items()}
    content = parts.get("content.xml")
    body = (
        next((element for element in content.iter() if local(element) == "text"), None)
        if content is not None
        else None
    )
    if body is None:
        raise Unreadable("is no OpenDocument text (it holds no text part)", "save it again as .odt or .docx")
    page = MarkedLines()
    for text, label, reason in _block(body):
        page.add(text, label, reason)
    for element in parts["styles.xml"].iter() if "styles.xml" in parts else ():
        if local(element) in ("header", "footer"):
            where = "head of the page" if local(element) == "header" else "foot of the page"
            for text, _, _ in _block(element):
                page.add(text, "boilerplate", where)
    metadata, remarks = believable(core_facts(parts.get("meta.xml")))
    return page.page(metadata=metadata, remarks=remarks)


def _block(parent: Any) -> Iterator[_Line]:
    for child in parent:
        name = local(child)
        if name in ("p", "h"):
            aside: list[_Line] = []
            text = "".join(_texts(child, aside))
            yield (text, "heading", "OpenDocument heading") if name == "h" else (text, None, "")
            yield from aside
        elif name == "table-row":
            cells = [cell for cell in child if local(cell) == "table-cell"]
            yield from row_lines([[line for line in _block(cell) if line[0].strip()] for cell in cells])
        elif name == "table-of-content":
            for text, _, _ in _inside(child):
                yield text, "boilerplate", "table of contents"
        elif name and name not in _NOT_SHOWN:
            yield from _block(child)


def _inside(element: Any) -> Iterator[_Line]:
    for child in element:
        if local(child) == "index-body":
            yield from _block(child)


def _texts(element: Any, aside: list[_Line]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name in ("note", "annotation"):
            reason = "footnote" if name == "note" else "comment in the margin"
            aside.extend((text, "meta", reason) for text, _, _ in _block(child))
        elif name in ("frame", "text-box", "custom-shape"):
            aside.extend(_block(child))
        elif name and name not in _NOT_SHOWN:
            yield from _texts(child, aside)
        yield child.tail or ""
