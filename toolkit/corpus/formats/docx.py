"""Word documents (.docx), read from their XML: tracked insertions kept, deletions not.

The libraries for this format skip text boxes, footnotes or tracked changes, all of which hold text in
what ministries and newspaper databases hand out.
"""

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

_PARTS = re.compile(
    r"word/(?:document\d*|styles|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|docProps/core\.xml"
)
_NOT_SHOWN = frozenset(
    ("del", "moveFrom", "delText", "instrText", "Fallback", "pPr", "rPr", "tblPr", "sectPr")
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_EXTRAS: tuple[tuple[str, Label, str], ...] = (
    ("header", "boilerplate", "head of the page"),
    ("footer", "boilerplate", "foot of the page"),
    ("footnotes", "meta", "footnote"),
    ("endnotes", "meta", "endnote"),
    ("comments", "meta", "comment in the margin"),
)

_Line = tuple[str, Label | None, str]


def read_docx(raw: bytes) -> Page:
    """Read a Word document: paragraphs, tables and boxes in their order, then notes, heads and feet."""
    parts = read_parts(raw, _PARTS, "Word document")
    roots = {name: parse_xml(part) for name, part in parts.items()}
    main = next((root for name, root in sorted(roots.items()) if name.startswith("word/document")), None)
    if main is None:
        raise Unreadable("is no Word document (it holds no text part)", "open it in Word and save it again")
    styles = _styles(roots.get("word/styles.xml"))
    page = MarkedLines()
    for text, label, reason in _block(main, styles):
        page.add(text, label, reason)
    for kind, label, reason in _EXTRAS:
        for name, root in sorted(roots.items()):
            if name.startswith(f"word/{kind}"):
                for text in _extra_texts(root):
                    page.add(text, label, reason)
    metadata, remarks = believable(core_facts(roots.get("docProps/core.xml")))
    return page.page(metadata=metadata, remarks=remarks)


def _styles(root: Any) -> dict[str, tuple[Label, str]]:
    """Find which styles are headings; built-in ones have English names in every language of Word."""
    found: dict[str, tuple[Label, str]] = {}
    for style in root if root is not None else ():
        if local(style) != "style":
            continue
        name = next((attribute(child, "val") for child in style if local(child) == "name"), "").lower()
        level = next((attribute(child, "val") for child in style.iter() if local(child) == "outlineLvl"), "")
        label = _style_label(name, level)
        if label:
            found[attribute(style, "styleId")] = label
    return found


def _style_label(name: str, level: str) -> tuple[Label, str] | None:
    if re.match(r"heading \d|title$|subtitle$", name) or level in tuple("012345678"):
        return "heading", f"Word style '{name}'"
    if re.match(r"toc \d|table of (?:figures|authorities)|index \d", name):
        return "boilerplate", "table of contents"
    return ("meta", "caption of a picture or table") if name == "caption" else None


def _block(parent: Any, styles: dict[str, tuple[Label, str]]) -> Iterator[_Line]:
    for child in parent:
        name = local(child)
        if name == "p":
            yield from _paragraph(child, styles)
        elif name == "tbl":
            for row in _rows(child):
                cells = [[line for line in _block(cell, styles) if line[0].strip()] for cell in row]
                yield from row_lines(cells)
        elif name not in _NOT_SHOWN:
            yield from _block(child, styles)


def _rows(table: Any) -> Iterator[list[Any]]:
    for row in _through(table, "tr"):
        yield list(_through(row, "tc"))


def _through(parent: Any, wanted: str) -> Iterator[Any]:
    """Find children by name, also inside content controls and tracked insertions."""
    for child in parent:
        if local(child) == wanted:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _through(child, wanted)


def _paragraph(paragraph: Any, styles: dict[str, tuple[Label, str]]) -> Iterator[_Line]:
    boxes: list[Any] = []
    text = "".join(_texts(paragraph, boxes))
    properties = next((child for child in paragraph if local(child) == "pPr"), ())
    facts = {local(child): attribute(child, "val") for child in properties}
    label, reason = styles.get(facts.get("pStyle", ""), (None, ""))
    if label is None and facts.get("outlineLvl", "9") in tuple("012345678"):
        label, reason = "heading", "Word outline level"
    yield text, label, reason
    for box in boxes:
        yield from _block(box, styles)


def _texts(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in _NOT_SHOWN:
            yield from _texts(child, boxes)


def _extra_texts(root: Any) -> Iterator[str]:
    """Give the texts of a part other than the main one; separators of footnotes hold none."""
    for text, _, _ in _block(root, {}):
        yield text
