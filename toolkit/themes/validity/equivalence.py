"""Equivalence across languages at four stages: corpus, input, process, output.

Lind, Schoonvelde, Baden et al. 2025: a difference between languages may come in at each of them, so each is
shown before a difference of themes is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.validity.checks import EquivalenceRules
from toolkit.themes.validity.readings_compared import Leak, Rows, output_checks, process_checks
from toolkit.themes.validity.texts_compared import corpus_checks, input_checks


def equivalence(
    units: TokenizedUnits,
    coverage: Rows,
    leaks: Sequence[Leak] = (),
    accuracy: Rows = (),
    differential: Rows = (),
    calibrated: Rows = (),
    rules: EquivalenceRules | None = None,
) -> list[dict[str, Any]]:
    """Write the report of equivalence across the languages of a corpus.

    Parameters
    ----------
    units
        That were read.
    coverage
        Rows of `seed_coverage`.
    leaks
        One for each joint solution.
    accuracy, differential, calibrated
        Rows of `accuracy_by_language`, `differential_functioning` and `calibration`, where units were coded.
    rules
        How much languages may differ.

    Returns
    -------
    Rows with the fields of `Check`; none for a corpus of one language.
    """
    rules, languages = rules or EquivalenceRules(), units.languages
    if len(languages) < 2:
        return []
    return [
        asdict(check)
        for checks in (
            corpus_checks(units, rules),
            input_checks(units, rules),
            process_checks(coverage, leaks, languages, rules),
            output_checks(accuracy, differential, calibrated, languages, rules),
        )
        for check in checks
    ]
