"""TEI XML: parliamentary debates (ParlaMint) and editions; headings and notes of the record are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.corpus.documents import Label
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import MarkedLines, Page
from toolkit.corpus.safe_xml import attribute, local, parse_xml
from toolkit.corpus.schema import believable

_ROOTS = ("TEI", "TEI.2", "teiCorpus")
_INLINE = frozenset(
    [
        "w",
        "pc",
        "s",
        "c",
        "hi",
        "emph",
        "term",
        "foreign",
        "name",
        "persName",
        "placeName",
        "orgName",
        "rs",
        "date",
        "time",
        "num",
        "measure",
        "ref",
        "ptr",
        "rdg",
        "choice",
        "sic",
        "corr",
        "orig",
        "reg",
        "abbr",
        "expan",
        "unclear",
        "supplied",
        "add",
        "distinct",
        "mentioned",
        "soCalled",
        "title",
        "rolename",
        "phr",
        "cl",
        "anchor",
        "linkGrp",
        "link",
        "formula",
        "g",
        "m",
        "pb",
        "cb",
        "milestone",
        "quote",
        "q",
        "said",
    ]
)
_HEADS = ("head", "docTitle", "titlePart")
_NOTES = {
    "note": "note of the record",
    "incident": "incident in the record",
    "kinesic": "gesture or applause in the record",
    "vocal": "interjection in the record",
    "stage": "stage direction",
    "speaker": "name of the speaker",
    "gap": "gap in the record",
    "witDetail": "note of the edition",
    "figDesc": "description of a picture",
}
_BOILERPLATE = {"fw": "running head or page number"}
_NOT_SHOWN = frozenset(
    ("teiHeader", "standOff", "facsimile", "linkGrp", "spanGrp", "timeline", "del", "rdg", "abbr")
)
_SPACE = re.compile(r"\s+")


def read_tei(raw: bytes) -> Page:
    """Read a TEI file as one document."""
    root = _root(raw)
    page = MarkedLines()
    for text, label, reason in _lines(root):
        page.add(text, label, reason)
    metadata, remarks = believable(_facts(root))
    return page.page(metadata=metadata, remarks=remarks)


def read_utterances(raw: bytes) -> Iterator[tuple[str, Page]]:
    """Read each speech of a TEI file as a document, with its speaker; give the names of the speeches."""
    root = _root(raw)
    facts = _facts(root)
    for number, speech in enumerate((u for u in root.iter() if local(u) == "u"), start=1):
        page = MarkedLines()
        for text, label, reason in _lines(speech):
            page.add(text, label, reason)
        speaker = attribute(speech, "who").lstrip("#")
        language = attribute(speech, "lang")[:3].rstrip("-") or facts["language"]
        own = {"speaker": speaker, "language": language}
        metadata, remarks = believable({**facts, **own})
        yield attribute(speech, "id") or str(number), page.page(metadata=metadata, remarks=remarks)


def _root(raw: bytes) -> Any:
    root = parse_xml(raw, "XML")
    if local(root) not in _ROOTS:
        reason = f"is XML of another kind than TEI (its root is '{local(root)}')"
        raise Unreadable(reason, "convert it to TEI, .html or .txt, or a table to .csv")
    return root


def _lines(parent: Any) -> Iterator[tuple[str, Label | None, str]]:
    """Cut a block into lines; notes inside a sentence follow it instead of breaking it."""
    pieces: list[str] = []
    later: list[tuple[str, Label | None, str]] = []
    label, reason = _label(parent)

    def flush() -> Iterator[tuple[str, Label | None, str]]:
        text = _SPACE.sub(" ", "".join(pieces)).strip()
        pieces.clear()
        if text:
            yield text, label, reason
        yield from later
        later.clear()

    pieces.append(parent.text or "")
    for child in parent:
        name = local(child)
        if name == "lb":
            pieces.append("" if attribute(child, "break") == "no" else " ")
        elif name in _NOTES or name in _BOILERPLATE:
            later.extend(_lines(child))
        elif name in _INLINE:
            pieces.append(_sentence(child) if name == "s" else _inline(child, later))
        elif name and name not in _NOT_SHOWN:
            yield from flush()
            yield from _lines(child)
        pieces.append(child.tail or "")
    yield from flush()


def _label(element: Any) -> tuple[Label | None, str]:
    for ancestor in (element, *element.iterancestors()):
        name = local(ancestor)
        if name in _NOTES:
            return "meta", _NOTES[name]
        if name in _BOILERPLATE:
            return "boilerplate", _BOILERPLATE[name]
        if name in _HEADS:
            return "heading", "TEI heading"
    return None, ""


def _inline(element: Any, later: list[tuple[str, Label | None, str]]) -> str:
    if local(element) in _NOT_SHOWN:
        return ""
    pieces = [element.text or ""]
    for child in element:
        name = local(child)
        if name in _NOTES or name in _BOILERPLATE:
            later.extend(_lines(child))
        elif name == "s":
            pieces.append(_sentence(child))
        elif name == "lb":
            pieces.append(" ")
        elif name:
            pieces.append(_inline(child, later))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _sentence(sentence: Any) -> str:
    """Put the words of an annotated sentence together; the spaces between the elements mean nothing."""
    words = [
        element
        for element in sentence.iter()
        if local(element) in ("w", "pc") and (element.text or "").strip()
    ]
    if not words:
        return " " + "".join(sentence.itertext()) + " "
    pieces = [" "]
    for word in words:
        join = attribute(word, "join")
        if join in ("left", "both") and pieces[-1] == " ":
            pieces.pop()
        pieces.append(_SPACE.sub(" ", word.text.strip()))
        if join not in ("right", "both"):
            pieces.append(" ")
    return "".join([*pieces, " "])


def _facts(root: Any) -> dict[str, str | None]:
    header = next((element for element in root.iter() if local(element) == "teiHeader"), None)
    language = attribute(root, "lang")
    return {
        "title": _header_text(header, ("titleStmt", "title"), language),
        "author": _header_text(header, ("titleStmt", "author"), language),
        "date": _date(header),
        "language": language.partition("-")[0].lower() or None,
    }


def _header_text(header: Any, names: tuple[str, str], language: str) -> str | None:
    """Take the main text of a field, in the language of the document where there are several."""
    found = [
        element
        for element in (header.iter() if header is not None else ())
        if local(element) == names[1] and local(element.getparent()) == names[0]
    ]
    found.sort(
        key=lambda e: (attribute(e, "type") not in ("main", ""), attribute(e, "lang") not in (language, ""))
    )
    return "".join(found[0].itertext()) if found else None


def _date(header: Any) -> str | None:
    """Find when it was said, else when it was published; the year of the edition says nothing of that."""
    for place in ("setting", "sourceDesc", "publicationStmt"):
        for element in header.iter() if header is not None else ():
            if local(element) == "date" and any(local(parent) == place for parent in element.iterancestors()):
                value = attribute(element, "when") or attribute(element, "from") or (element.text or "")
                if value.strip():
                    return value.strip()[:10]
    return None
