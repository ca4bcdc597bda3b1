"""How contrasts between languages read, once it is known how far instruments treat languages alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.comparison import NOT_SEPARABLE
from toolkit.themes.prevalence import groups
from toolkit.themes.validity import Verdict, between_languages

Rows = Sequence[Mapping[str, Any]]
MIXED = 0.25
"""Groups whose shares of a language differ by more are in part a contrast between languages."""


def judged(contrasts: Rows, equivalence: Rows, units: TokenizedUnits) -> list[dict[str, Any]]:
    """Say of every contrast between languages, whatever its groups are called, whether it is one of theme.

    Parameters
    ----------
    contrasts
        Rows of `contrasts`.
    equivalence
        Rows of the report of equivalence (`toolkit.themes.equivalence`).
    units
        Whose documents were compared: groups that differ in language differ in measure too.

    Returns
    -------
    The contrasts, with ``separable`` (yes or no; empty where both groups speak the same languages),
    ``because`` (what the verdict rests on), and a reading that says both.
    """
    return [_judged(row, _verdict(row, equivalence, units)) for row in contrasts]


def _verdict(row: Mapping[str, Any], equivalence: Rows, units: TokenizedUnits) -> Verdict | None:
    """Judge one contrast; nothing where languages play no part in it."""
    first, second = (_shares(units, row["by"], row[side]) for side in ("first", "second"))
    if len(first) == len(second) == 1 and first != second:
        return between_languages(equivalence, row["instrument"], row["theme"], (*first, *second))
    apart = max(abs(first.get(each, 0.0) - second.get(each, 0.0)) for each in {*first, *second})
    return None if apart <= MIXED else Verdict(False, "the groups differ in their languages")


def _shares(units: TokenizedUnits, column: str, group: str) -> dict[str, float]:
    """Give the share of each language among a group's documents."""
    spoken = [units.metadata[doc]["language"] for doc in groups(units.metadata, column)[group]]
    return {language: spoken.count(language) / len(spoken) for language in sorted(set(spoken))}


def _judged(row: Mapping[str, Any], verdict: Verdict | None) -> dict[str, Any]:
    if verdict is None:
        return {**row, "separable": "", "because": ""}
    said = row["reading"].removesuffix(f"; {NOT_SEPARABLE}")
    meaning = "a difference of theme" if verdict.separable else NOT_SEPARABLE
    return {
        **row,
        "separable": "yes" if verdict.separable else "no",
        "because": verdict.reason,
        "reading": f"{said}; {meaning} ({verdict.reason})",
    }
