"""Whether a difference between languages may be read as a difference of theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.themes.validity.readings_compared import CHANCE, COVERAGE, FUNCTIONING, Rows

REQUIRED: Mapping[str, str] = {
    CHANCE: "the instrument agrees with people no more than by chance",
    "sensitivity": "sensitivity differs",
    "specificity": "specificity differs",
    FUNCTIONING: "units that people code alike are found more readily in one language",
    COVERAGE: "equivalence sets are not used in both languages",
}
"""What must pass, accuracy (a), differential functioning (b) and coverage (c), and what it means if not."""

_OF_CODES = (CHANCE, "sensitivity", "specificity", FUNCTIONING)


@dataclass(frozen=True)
class Verdict:
    """Whether measure and theme can be told apart in a contrast between languages."""

    separable: bool
    reason: str
    """What it rests on, or what stands in the way."""

    failing: tuple[str, ...] = ()
    """Checks in which the languages differ."""

    untestable: tuple[str, ...] = ()
    """Checks that too few codes, or none, leave open."""


def between_languages(
    rows: Rows, instrument: str, theme: str, languages: tuple[str, str] | None = None
) -> Verdict:
    """Decide how a contrast between languages reads, for one instrument and theme.

    Parameters
    ----------
    rows
        The report of equivalence.
    instrument, theme
        Of the contrast.
    languages
        The two that are compared, in any order; all by default.

    Returns
    -------
    Separable only where the instrument agrees with people beyond chance in both languages, sensitivity and
    specificity are alike, no differential functioning is found, and both languages use the equivalence sets.
    A check that fails and a check that could not be made are told apart.
    """
    own = [row for row in rows if _is_about(row, instrument, theme, languages)]
    failing = _named(own, "fail")
    made = {row["check"] for row in own}
    untestable = tuple(
        check for check in REQUIRED if check not in made or check in _named(own, "not testable")
    )
    if failing:
        return Verdict(False, "; ".join(REQUIRED[check] for check in failing), failing, untestable)
    if not made & set(_OF_CODES):
        return Verdict(False, "not tested: no units were coded by people", (), untestable)
    if untestable:
        coded = [check for check in untestable if check in _OF_CODES]
        lacking = [f"coded units for {_joined(coded)}"] if coded else []
        lacking += ["equivalence sets in use"] if COVERAGE in untestable else []
        return Verdict(False, f"not settled: too few {_joined(lacking)}", (), untestable)
    count = min(row["n"] for row in own if row["check"] == FUNCTIONING)
    return Verdict(True, f"accuracy, differential functioning and coverage pass, {count} coded units")


def _is_about(row: Mapping[str, Any], instrument: str, theme: str, languages: tuple[str, str] | None) -> bool:
    if row["check"] not in REQUIRED or row["verdict"] == "shown":
        return False
    if row["theme"] != theme or row["instrument"] not in ("", instrument):
        return False
    return languages is None or set(row["languages"].split(" − ")) <= set(languages)


def _named(rows: Rows, verdict: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["check"] for row in rows if row["verdict"] == verdict))


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
