"""What became of each line: the units it stands in, or why it stands in none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.preprocess import LABELS, SPLITTERS, Label, Line, TokenizedUnits
from toolkit.preprocess.lines.overrides import REVIEWED

_COUNT = re.compile(r"\d+")
_WIDE = re.compile("[\u2e80-\ud7a3\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Fate:
    """One line and what became of it."""

    line: Line

    units: tuple[int, ...]
    """Numbers of the units, among all, that the line stands in."""

    why: str
    """The reason of its label; where a line with a wanted label is in no unit, why not."""

    @property
    def is_used(self) -> bool:
        """Whether the line stands in a unit."""
        return bool(self.units)

    @property
    def is_reviewed(self) -> bool:
        """Whether a reviewer gave the label."""
        return self.line.reason.startswith(REVIEWED)


def fates(units: TokenizedUnits, labels: Sequence[Label] = ("content",)) -> list[Fate]:
    """Tell for every line of a corpus, in its order, what became of it.

    Parameters
    ----------
    units
        What a preparation gave.
    labels
        The labels that enter units (`prepare.units.labels`).
    """
    wanted = {
        (line.doc, line.number): line.language
        for line in units.lines
        if line.label in labels and line.language in SPLITTERS
    }
    holders: dict[tuple[str, int], list[int]] = {}
    for index, unit in enumerate(units.units):
        for number in range(unit.first_line, unit.last_line + 1):
            if wanted.get((unit.doc, number)) == unit.language:
                holders.setdefault((unit.doc, number), []).append(index)
    unusable = {bad.id for bad in units.unusable}
    return list(_told(units.lines, holders, labels, unusable))


def reason_kind(reason: str) -> str:
    """Name the rule behind a reason: counts in it, and what a reviewer wrote, are left out.

    >>> reason_kind("stands in 14 documents")
    'stands in N documents'
    """
    if reason.startswith(REVIEWED):
        return REVIEWED
    return _COUNT.sub("N", reason)


def label_order(label: str) -> int:
    """Give the place of a label in the usual order."""
    return LABELS.index(label)  # type: ignore[arg-type]


def letters(text: str) -> int:
    """Measure a text in Latin letters; a character of Chinese or Japanese says as much as three of them."""
    return len(text) + 2 * len(_WIDE.findall(text))


def _told(
    lines: Sequence[Line],
    holders: dict[tuple[str, int], list[int]],
    labels: Sequence[Label],
    unusable: set[str],
) -> Iterator[Fate]:
    for line in lines:
        held = tuple(holders.get((line.doc, line.number), ()))
        why = line.reason
        if line.label in labels and not held and "not used" not in why:
            why += f"; not used: {_why_not(line, unusable)}"
        yield Fate(line, held, why)


def _why_not(line: Line, unusable: set[str]) -> str:
    if line.doc in unusable:
        return "the whole document is left out"
    return "repeats an earlier text, and copies are dropped"
