"""What Word and OpenDocument files have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from toolkit.corpus.documents import Label
from toolkit.corpus.safe_xml import local

_LONG_ROW = 200


def row_lines(
    cells: Sequence[Sequence[tuple[str, Label | None, str]]],
) -> Iterator[tuple[str, Label | None, str]]:
    """Write a row of short cells as one line with tabs; a table that lays out texts, cell by cell."""
    filled = [cell for cell in cells if cell]
    length = sum(len(text) for cell in filled for text, _, _ in cell)
    if length <= _LONG_ROW and all(len(cell) == 1 and "\n" not in cell[0][0] for cell in filled):
        if filled:
            _, label, reason = filled[0][0]
            yield "\t".join(cell[0][0] for cell in filled), label if len(filled) == 1 else None, reason
        return
    for cell in filled:
        yield from cell


def core_facts(root: Any) -> dict[str, str | None]:
    """Read title, author and date from a file's properties, whichever of the two formats it is."""
    facts: dict[str, str | None] = {}
    names = {
        "title": "title",
        "creator": "author",
        "initial-creator": "author",
        "created": "date",
        "creation-date": "date",
    }
    for element in root.iter() if root is not None else ():
        name = names.get(local(element))
        if name and element.text and element.text.strip():
            facts.setdefault(name, element.text)
    return facts
