"""The visible lines of an HTML page in the order of the document, each with the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

INVISIBLE = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
        "frameset",
        "noframes",
        "applet",
        "title",
        "meta",
        "link",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "basefont",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "input",
        "button",
        "select",
        "blink",
        "output",
    ]
)
_CELLS = frozenset(("td", "th"))
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_LONG_CELL = 80


@dataclass
class PageLine:
    """One line as a reader of the page sees it."""

    text: str
    element: Any
    """The block element in which the line begins (lxml)."""

    linked: int = 0
    """How many of its characters are inside links."""

    links: int = 0
    """How many links it holds."""


def visible_lines(body: Any) -> list[PageLine]:
    """Cut the text of an element into lines: blocks and ``<br>`` break them, short cells of a row do not."""
    return list(_Flow().lines(body))


class _Flow:
    """Text that is collected until a block begins or ends."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._open_links = 0
        self._kept_spaces = 0
        self._blocks: list[Any] = []
        self._rows_of_text: list[bool] = []

    def lines(self, body: Any) -> Iterator[PageLine]:
        from lxml import etree

        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if not tag or tag in INVISIBLE:
                    walker.skip_subtree()
                    continue
                yield from self._start(tag, element)
            else:
                if tag and tag not in INVISIBLE:
                    yield from self._end(tag, element)
                if element is not body:
                    yield from self._text(element.tail)
        yield from self._flush()

    def _start(self, tag: str, element: Any) -> Iterator[PageLine]:
        if tag == "br":
            yield from self._flush()
        elif tag == "a":
            self._open_links += 1
            self._links += 1
            # Links that touch in the source stand apart on the screen.
            self._pieces.append(" " if self._pieces and self._linked else "")
        elif tag == "pre":
            self._kept_spaces += 1
        if tag == "tr":
            self._rows_of_text.append(_holds_text(element))
        if tag in _CELLS and self._rows_of_text and not self._rows_of_text[-1]:
            self._pieces.append("\t")
        elif tag not in _INLINE and tag != "br":
            yield from self._flush()
            self._blocks.append(element)
        yield from self._text(element.text)

    def _end(self, tag: str, element: Any) -> Iterator[PageLine]:
        if tag == "a":
            self._open_links -= 1
        elif tag == "pre":
            self._kept_spaces -= 1
        if self._blocks and self._blocks[-1] is element:
            yield from self._flush()
            self._blocks.pop()
        if tag == "tr" and self._rows_of_text:
            self._rows_of_text.pop()

    def _text(self, text: str | None) -> Iterator[PageLine]:
        if not text:
            return
        first, *others = text.split("\n") if self._kept_spaces else [text]
        self._keep(first)
        for other in others:
            yield from self._flush()
            self._keep(other)

    def _keep(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        self._pieces.append(text)
        if self._open_links:
            self._linked += len(text.strip())

    def _flush(self) -> Iterator[PageLine]:
        text = "".join(self._pieces)
        if text and not text.isspace():
            cells = (" ".join(cell.split()) for cell in text.split("\t"))
            yield PageLine(
                "\t".join(cell for cell in cells if cell), self._blocks[-1], self._linked, self._links
            )
        self._pieces.clear()
        self._linked = self._links = 0


def _holds_text(row: Any) -> bool:
    """Tell a row that lays a page out, or whose cells are paragraphs, from a row of data."""
    for cell in row:
        if not isinstance(cell.tag, str) or cell.tag not in _CELLS:
            continue
        if next(cell.iter(*_BREAK_TAGS), None) is not None:
            return True
        if sum(map(len, cell.itertext())) > _LONG_CELL:
            return True
    return False


_BREAK_TAGS = tuple(
    [
        "p",
        "div",
        "br",
        "table",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "blockquote",
        "dd",
        "dt",
        "pre",
    ]
)
