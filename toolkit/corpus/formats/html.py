"""HTML: every visible line is kept; what is not the main text is marked, so that the audit shows it.

trafilatura says which lines are the main text. It prefers to miss a short paragraph rather than to take
a menu, so its answer is used to find the element that holds the text, and lines in there stay unmarked.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from toolkit.corpus.documents import Label
from toolkit.corpus.formats.html_facts import decoded_page, page_facts
from toolkit.corpus.formats.html_lines import PageLine, visible_lines
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import MarkedLines, Page

MOST_CHARACTERS = 20_000_000
"""Longer pages are exports of something else; finding their main text would take hours."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FURNITURE_TAGS = {
    "nav": "nav",
    "menu": "menu",
    "header": "header",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "dialog": "dialog",
    "select": "form",
    "textarea": "form",
    "fieldset": "form",
}
_FURNITURE_ROLES = {
    "navigation": "nav",
    "menu": "menu",
    "menubar": "menu",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "form": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
}
_FURNITURE_NAMES = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "submenu",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "sidebar",
        "aside",
        "footer",
        "foot",
        "copyright",
        "share",
        "sharing",
        "social",
        "related",
        "recommend",
        "recommended",
        "recommendation",
        "relate",
        "comment",
        "comments",
        "respond",
        "reply",
        "advert",
        "advertisement",
        "ad",
        "ads",
        "banner",
        "cookie",
        "cookies",
        "popup",
        "modal",
        "login",
        "toolbar",
        "pagination",
        "pager",
        "prevnext",
        "widget",
        "subscribe",
        "newsletter",
        "hotnews",
        "hot",
        "rank",
        "ranking",
        "tags",
        "topbar",
        "qrcode",
        "print",
    ]
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_KEY = re.compile(r"[\W_]+")
_LONG = 15
_OUTSIDE = "outside the main text of the page"


def read_html(raw: bytes) -> Page:
    """Read a web page with its menus, forms, notes and headings marked."""
    from lxml import etree, html

    found = decoded_page(raw)
    if len(found.text) > MOST_CHARACTERS:
        raise Unreadable(f"is a page of {len(found.text)} characters", "split it into documents")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(found.text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("is empty", "remove the file or fill it") from None
    if any("depth" in fault.message for fault in parser.error_log):
        # The parser stops there, and what follows would be lost in silence.
        raise Unreadable("nests its elements thousands deep", "open it in a browser and save its text")
    body = root.find("body")
    lines = visible_lines(root if body is None else body)
    page, remarks = _marked(lines, found.text)
    metadata, doubts = page_facts(root, page.text)
    return page.page(
        metadata=metadata,
        encoding=found.encoding,
        confidence=found.confidence,
        remarks=(*found.remarks, *remarks, *doubts),
    )


def _marked(lines: list[PageLine], html: str) -> tuple[MarkedLines, tuple[str, ...]]:
    page = MarkedLines()
    main = _main_text(html)
    taken = [main.holds(line.text) for line in lines]
    weights = _weights(lines, taken)
    if not weights:
        for line in lines:
            page.add(line.text)
        return page, ("no main text was found on the page: every line is kept, menus too",) if lines else ()
    place = _Place(weights)
    inside = [place.is_inside(line.element) for line in lines]
    links = _link_lists(lines)
    begins = inside.index(True) if True in inside else 0
    shown = {_key(line.text) for line, is_inside in zip(lines, inside, strict=True) if is_inside}
    title_above = False
    for number, line in enumerate(lines):
        is_copy = not inside[number] and _key(line.text) in shown
        is_taken = taken[number] and not is_copy
        in_head = title_above and number < begins
        label, reason = _label(line, place, inside[number] or in_head, is_taken, links[number])
        title_above = title_above or (label == "heading" and number < begins)
        page.add(line.text, label, reason)
    return page, ()


def _label(
    line: PageLine, place: _Place, is_inside: bool, is_taken: bool, in_links: bool
) -> tuple[Label | None, str]:
    kind, is_certain = place.furniture(line.element)
    if kind and (is_certain or in_links or not is_taken):
        return "boilerplate", f"{_OUTSIDE} ({kind})"
    if in_links:
        return "boilerplate", f"{_OUTSIDE} (list of links)"
    tag = _heading_or_caption(line.element)
    if not is_inside and not is_taken:
        return ("heading", "HTML heading (h1)") if tag == "h1" else ("boilerplate", _OUTSIDE)
    if tag in _HEADINGS:
        return "heading", f"HTML heading ({tag})"
    if tag in ("figcaption", "caption"):
        return "meta", "caption of a picture or table"
    return None, ""


def _heading_or_caption(element: Any) -> str:
    for _ in range(4):
        if element is None or element.tag in _HEADINGS or element.tag in ("figcaption", "caption"):
            break
        element = element.getparent()
    return element.tag if element is not None and isinstance(element.tag, str) else ""


class _Place:
    """Where an element stands: inside the main text or not, in which furniture."""

    def __init__(self, weights: dict[Any, int]) -> None:
        total = max(weights.values())
        depth = {element: sum(1 for _ in element.iterancestors()) for element in weights}
        self.container = max((e for e in weights if weights[e] >= 0.9 * total), key=depth.__getitem__)
        """The smallest element that holds nine tenths of the main text."""
        self._inside: dict[Any, bool] = {self.container: True}
        # What holds half of the main text is no furniture: some sites are one form, or "hidden" at first.
        self._kinds: dict[Any, tuple[str, bool]] = {
            element: ("", False) for element, weight in weights.items() if weight >= 0.5 * total
        }

    def is_inside(self, element: Any) -> bool:
        """Tell whether an element is in the container of the main text."""
        path = _path(element, self._inside)
        found = self._inside.get(path[0].getparent(), False) if path else self._inside[element]
        self._inside.update(dict.fromkeys(path, found))
        return found

    def furniture(self, element: Any) -> tuple[str, bool]:
        """Name the furniture, if any, and whether its tag says so (a class name is a hint)."""
        path = _path(element, self._kinds)
        found = self._kinds.get(path[0].getparent(), ("", False)) if path else self._kinds[element]
        for child in path:
            found = found if found[0] else self._own_kind(child)
            self._kinds[child] = found
        return found

    def _own_kind(self, element: Any) -> tuple[str, bool]:
        tag = element.tag if isinstance(element.tag, str) else ""
        kind = _FURNITURE_TAGS.get(tag) or _FURNITURE_ROLES.get((element.get("role") or "").lower())
        if kind == "header" and self.is_inside(element):
            return "", False  # the head of an article: its title and byline
        if kind:
            return kind, True
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            return "hidden", False
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        found = [word for word in map(str.lower, _WORD.findall(names)) if word in _FURNITURE_NAMES]
        return (f"named '{found[0]}'", False) if found else ("", False)


def _path(element: Any, known: dict) -> list[Any]:
    """List an element and its ancestors up to the first known one, the outermost first."""
    path = []
    while element is not None and element not in known:
        path.append(element)
        element = element.getparent()
    return path[::-1]


class _MainText:
    """The main text as trafilatura gives it, for looking lines up."""

    def __init__(self, text: str) -> None:
        keys = [_key(line) for line in text.split("\n")]
        self._lines = set(keys) - {""}
        self._all = "".join(keys)

    def holds(self, line: str) -> bool:
        """Tell whether a line is part of it, however its lines are broken."""
        key = _key(line)
        return key in self._lines or (len(key) >= _LONG and key in self._all)


def _main_text(html: str) -> _MainText:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without a text as errors
    # Its second opinions (justext, readability) take four times as long, so they are asked only at need.
    for fast in (True, False):
        text = trafilatura.extract(html, fast=fast, include_comments=False, include_tables=True)
        if text:
            return _MainText(text)
    return _MainText("")


def _key(text: str) -> str:
    return _KEY.sub("", text)


def _weights(lines: list[PageLine], taken: list[bool]) -> dict[Any, int]:
    """Count how many characters of the main text each element holds."""
    weights: dict[Any, int] = {}
    for line, is_taken in zip(lines, taken, strict=True):
        if is_taken:
            for element in [line.element, *line.element.iterancestors()]:
                weights[element] = weights.get(element, 0) + len(line.text)
    return weights


def _link_lists(lines: list[PageLine]) -> list[bool]:
    """Find lines that are nothing but links, three or more in a row."""
    is_link = [line.linked >= 0.8 * len(line.text.replace("\t", "")) for line in lines]
    found = [False] * len(lines)
    start = 0
    for place, linked in enumerate([*is_link, False]):
        if not linked:
            if sum(line.links for line in lines[start:place]) >= 3:
                found[start:place] = [True] * (place - start)
            start = place + 1
    linked_text = sum(len(line.text) for line, is_listed in zip(lines, found, strict=True) if is_listed)
    # A page whose text is mostly links is a list of contents, and what it lists is its text.
    return found if 2 * linked_text < sum(len(line.text) for line in lines) else [False] * len(lines)
