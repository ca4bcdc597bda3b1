"""Find the unit that a row of codes speaks of, and whether its text is still the same."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath

from toolkit.errors import Problem
from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.themes.gold.rows import Said
from toolkit.themes.gold.sampling import DrawnUnit, GoldSample, code_of, text_hash

CHANGED = "the text has changed since it was coded: code it again, or take the row out"


class Lookup:
    """The units of a corpus by everything that a coded row may name them by."""

    def __init__(self, units: TokenizedUnits, sample: GoldSample | None) -> None:
        self._units = units
        self._by_id: Mapping[str, Unit] = {unit.id: unit for unit in units.units}
        self._drawn: Mapping[str, DrawnUnit] = {unit.unit: unit for unit in sample.drawn} if sample else {}
        self._drawn_by_code = {unit.code: unit for unit in self._drawn.values() if unit.code}

    def unit_of(self, said: Said) -> Unit | Problem | None:
        """Give the unit, what is wrong, or None for a line that is no unit of this corpus."""
        found = self._named(said) if said.unit else self._at_line(said)
        if not isinstance(found, Unit):
            return found
        drawn = self._drawn.get(found.id)
        if drawn is not None and drawn.text_hash != text_hash(found.text):
            return Problem(said.place, f"the text of '{found.id}' is not the one that was drawn", CHANGED)
        if self._drawn and drawn is None:
            reason = f"'{found.id}' was not drawn for this sample, so its probability is not known"
            remedy = "take the row out, or read the codes without the sample (then shares stay uncorrected)"
            return Problem(said.place, reason, remedy)
        return found

    def _named(self, said: Said) -> Unit | Problem:
        unit = self._by_id.get(said.unit) or self._by_code.get(said.unit)
        if unit is not None:
            # a sheet that was sorted by one column alone has other texts beside its units
            if said.text and not _same_text(said.text, unit.text):
                return Problem(said.place, f"the text beside '{unit.id}' is not the unit's", CHANGED)
            return unit
        drawn = self._drawn_by_code.get(said.unit)
        if drawn is not None and drawn.unit in self._by_id:
            return Problem(said.place, f"the text of '{drawn.unit}' is not the one that was drawn", CHANGED)
        if drawn is not None:
            return Problem(said.place, f"the unit '{drawn.unit}' is not in the corpus any more", CHANGED)
        return Problem(said.place, f"the corpus has no unit '{said.unit}'", self._meant(said.unit))

    def _at_line(self, said: Said) -> Unit | Problem | None:
        doc = (
            said.doc
            if said.doc in self._units.metadata
            else PurePosixPath(said.doc).with_suffix("").as_posix()
        )
        if doc not in self._documents:
            reason = f"the corpus has no document '{said.doc}'"
            return Problem(said.place, reason, self._meant(said.doc))
        raw = self._lines.get((doc, said.line))
        if raw is not None and not _bare(raw).startswith(_bare(said.text)[:15]):
            reason = f"line {said.line} of '{doc}' begins “{raw[:20]}”, not “{said.text[:20]}”"
            return Problem(said.place, reason, CHANGED)
        units = self._by_line.get((doc, said.line), [])
        if len(units) > 1:
            reason = f"line {said.line} of '{doc}' stands in {len(units)} units: {units[0].id} …"
            return Problem(said.place, reason, "name the units by their ids, as in data/units.csv")
        return units[0] if units else None

    def _meant(self, name: str) -> str:
        """Name the nearest unit, or documents where none is near."""
        doc = name.rpartition("#")[0] or name
        own = [unit.id for unit in self._units.units if unit.doc == doc]
        close = difflib.get_close_matches(name, own or list(self._units.metadata), n=1, cutoff=0.5)
        hint = f"did you mean '{close[0]}'? " if close else ""
        return f"{hint}Units are called as in data/units.csv, or by the code on the sheet"

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {code_of(unit): unit for unit in self._units.units}

    @cached_property
    def _documents(self) -> set[str]:
        return {*self._units.metadata, *(line.doc for line in self._units.lines)}

    @cached_property
    def _lines(self) -> dict[tuple[str, int], str]:
        return {(line.doc, line.number): line.raw for line in self._units.lines}

    @cached_property
    def _by_line(self) -> dict[tuple[str, int], list[Unit]]:
        found: dict[tuple[str, int], list[Unit]] = {}
        for unit in self._units.units:
            for number in range(unit.first_line, unit.last_line + 1):
                found.setdefault((unit.doc, number), []).append(unit)
        return found


def _same_text(written: str, text: str) -> bool:
    """Compare a sheet's text with a unit's; what a cell cannot hold was cut off with a mark."""
    if written.rstrip().endswith("[…]"):
        return _bare(text).startswith(_bare(written.rstrip().removesuffix("[…]")))
    return _bare(written) == _bare(text)


def _bare(text: str) -> str:
    return "".join(text.split())
