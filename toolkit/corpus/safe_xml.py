"""XML read without what makes it dangerous: no entities of its own, no network, no endless depth."""

from __future__ import annotations

from typing import Any

from toolkit.corpus.limits import Unreadable


def parse_xml(raw: bytes, what: str = "XML") -> Any:
    """Parse XML into its root element (lxml).

    Raises
    ------
    Unreadable
        When it is not well formed, too deep, or declares or uses entities beyond the five of XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = f"is no well-formed {what} ({getattr(error, 'msg', None) or error})"
        raise Unreadable(reason, "save it again with the program that made it") from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        remedy = "replace the entities by their texts (xmllint --noent, if you trust the file)"
        raise Unreadable("declares entities of its own, which can fill a memory or read other files", remedy)
    if next(root.iter(etree.Entity), None) is not None:
        raise Unreadable("uses entities that it does not define", "replace them by their characters")
    return root


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for comments.

    >>> from lxml import etree
    >>> local(etree.fromstring('<w:p xmlns:w="http://example.org"/>'))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Value of an attribute whatever its namespace; empty when absent."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""
