"""How contrasts between languages read, once it is known how far instruments treat languages alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.themes.comparison import NOT_SEPARABLE
from toolkit.themes.validity import between_languages

Rows = Sequence[Mapping[str, Any]]


def judged(contrasts: Rows, equivalence: Rows) -> list[dict[str, Any]]:
    """Say of every contrast between languages whether it is one of theme.

    Parameters
    ----------
    contrasts
        Rows of `contrasts`.
    equivalence
        Rows of the report of equivalence (`toolkit.themes.equivalence`).

    Returns
    -------
    The contrasts, with ``separable`` (yes or no; empty for other columns than the language), ``because``
    (what the verdict rests on), and a reading that says both.
    """
    return [_judged(row, equivalence) if row["by"] == "language" else _other(row) for row in contrasts]


def _judged(row: Mapping[str, Any], equivalence: Rows) -> dict[str, Any]:
    languages = (row["first"], row["second"])
    verdict = between_languages(equivalence, row["instrument"], row["theme"], languages)
    said = row["reading"].removesuffix(f"; {NOT_SEPARABLE}")
    meaning = "a difference of theme" if verdict.separable else NOT_SEPARABLE
    return {
        **row,
        "separable": "yes" if verdict.separable else "no",
        "because": verdict.reason,
        "reading": f"{said}; {meaning} ({verdict.reason})",
    }


def _other(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "separable": "", "because": ""}
