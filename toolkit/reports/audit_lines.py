"""The lines of a page as a reviewer reads them: label, text with its repairs, reason, unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape

from toolkit.preprocess import TokenizedUnits
from toolkit.reports.audit_fates import Fate
from toolkit.reports.audit_tables import UNSURE, counts_of_units, visible

LONGEST = 2000
"""Characters of one line that a page shows."""

_PIECE = re.compile(r"\w+|\s|.", re.DOTALL)


class LineView:
    """Renders lines of one corpus."""

    def __init__(self, units: TokenizedUnits) -> None:
        self._units = units
        self._copies = _copies(units)

    def html(self, fate: Fate, concern: str = "", with_place: bool = False) -> str:
        """Render one line; `with_place` for lists of lines from many documents."""
        line = fate.line
        classes = [line.label, "used" if fate.is_used else "unused"]
        classes += ["repaired"] * (line.raw != line.text) + ["reviewed"] * fate.is_reviewed
        notes = [f'<span class="reason">{escape(fate.why)}</span>']
        if concern:
            notes.insert(0, f"<b>{escape(concern)}</b>")
        notes += self._notes(fate)
        if any(self._units.units[index].id in self._copies for index in fate.units):
            classes.append("copy")
        place = f'<span class="place">{escape(line.doc)}</span>' if with_place else ""
        data = f' data-doc="{escape(line.doc)}"' if with_place else ""
        language = f' lang="{escape(line.language)}"' if line.language else ""
        return (
            f'<div class="line {" ".join(classes)}"{data} data-start="{escape(line.raw[:20])}">'
            f'<span class="n">{line.number}</span>'
            f'<button class="tag {line.label}" title="{line.label}">{line.label[0].upper()}</button>'
            f'<span class="text"{language}>{place}{repaired(line.raw, line.text)}</span>'
            f'<span class="why">{" · ".join(notes)}</span></div>'
        )

    def _notes(self, fate: Fate) -> list[str]:
        line, notes = fate.line, []
        main = self._units.metadata.get(line.doc, {}).get("language")
        if (main and line.language != main) or (fate.is_used and line.confidence < UNSURE):
            notes.append(escape(f"{line.language or 'no language'} ({line.confidence:.2f} sure)"))
        if fate.units:
            first, last = (
                self._units.units[index].id.rpartition("#")[2] for index in (fate.units[0], fate.units[-1])
            )
            notes.append(escape(f"unit {first}" if first == last else f"units {first}–{last}"))
        ids = [self._units.units[index].id for index in fate.units]
        notes += [f"<b>{escape(self._copies[id])}</b>" for id in ids if id in self._copies]
        return notes


def repaired(raw: str, text: str) -> str:
    """Show a line with its repairs where they were made: what was there, then what is there now."""
    cut = f" … ({len(text) - LONGEST} more characters in lines.csv)" if len(text) > LONGEST else ""
    if raw == text or cut:
        return escape("".join(c if c.isprintable() else " " for c in text[:LONGEST]) + cut)
    before, after = _PIECE.findall(raw), _PIECE.findall(text)
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(escape("".join(after[c:d])))
            continue
        gone, come = visible("".join(before[a:b])), visible("".join(after[c:d]))
        parts.append(
            (f"<del>{escape(gone)}</del>" if gone else "") + (f"<ins>{escape(come)}</ins>" if come else "")
        )
    return "".join(parts)


def _copies(units: TokenizedUnits) -> Mapping[str, str]:
    """Say of each unit that has copies what it is like, and what it counts."""
    weights = counts_of_units(units)
    said = {}
    for group in units.duplicates.paragraphs:
        others: Sequence[str] = group.ids
        for id in others:
            like = others[1] if id == others[0] else others[0]
            alike = "the same text as" if group.kind == "exact" else f"like ({group.similarity:.2f})"
            more = f" and {len(others) - 2} more" if len(others) > 2 else ""
            counts = f"; counts {weights[id]:.3g}" if weights.get(id, 1) < 1 else ""
            said[id] = f"{alike} {like}{more}{counts}"
    return said
