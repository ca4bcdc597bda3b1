"""Corrected contrasts, row by row beside the measured ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.comparison import Comparison
from toolkit.themes.correction.prevalence import DOCUMENTS, NOTHING, TEXTS, Evidence
from toolkit.themes.correction.shares import corrected_difference
from toolkit.themes.decisions import CAUTIOUS
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.prevalence import groups


@dataclass(frozen=True)
class CorrectedContrast:
    """First group minus second, for one theme by one instrument, corrected by codes."""

    instrument: str
    theme: str
    by: str
    first: str
    second: str
    corrected: float
    """Corrected share of the first group less that of the second; not-a-number where one has none."""

    corrected_low: float
    corrected_high: float
    """Of what `correction` says: these texts, or documents like these."""

    corrected_p: float
    """Read off the interval, not adjusted; not-a-number where it is about these texts only."""

    by_codes: float
    """The difference of the posterior means, which the interval and p are about."""

    correction: str
    """What the interval is about, or why nothing is corrected."""


def corrected_contrasts(
    units: TokenizedUnits, scores: Sequence[ThemeScores], codes: Codes, settings: Comparison | None = None
) -> list[dict[str, Any]]:
    """Correct the contrasts that `contrasts` measures.

    Returns
    -------
    Rows with the fields of `CorrectedContrast`; a declared contrast keeps its direction.

    Raises
    ------
    InvalidInput
        For scores or codes of other units.
    """
    named = list(_named(units, settings or Comparison()))
    return [
        asdict(_row(evidence, theme, *contrast))
        for reading in scores
        for evidence in [Evidence.of(units, reading, codes)]
        for theme in reading.themes
        for contrast in named
    ]


def _named(units: TokenizedUnits, settings: Comparison) -> Iterator[tuple[str, str, str]]:
    """Give the contrasts: declared ones, then every two groups of a column that are not declared."""
    declared = {(contrast.by, contrast.first, contrast.second) for contrast in settings.contrasts}
    for column, first, second in sorted(declared):
        if {first, second} <= set(groups(units.metadata, column)):
            yield column, first, second
    for column in settings.by:
        for first, second in combinations(groups(units.metadata, column), 2):
            if not {(column, first, second), (column, second, first)} & declared:
                yield column, first, second


def _row(evidence: Evidence, theme: str, column: str, first: str, second: str) -> CorrectedContrast:
    sides = [groups(evidence.units.metadata, column)[name] for name in (first, second)]
    reasons = [evidence.reason(theme, docs) for docs in sides]
    row = CorrectedContrast(
        evidence.scores.instrument, theme, column, first, second, *(NOTHING,) * 5, correction=""
    )
    for name, reason in zip((first, second), reasons, strict=True):
        if reason:
            return replace(row, correction=f"{reason} ({name})")
    speaks_of_documents = min(map(evidence.count, sides)) >= CAUTIOUS
    one, other = (evidence.share(theme, docs) for docs in sides)
    difference, low, high, p = corrected_difference(one, other, speaks_of_documents)
    return replace(
        row,
        corrected=float(difference) + 0.0,  # never -0.0
        corrected_low=float(low),
        corrected_high=float(high),
        corrected_p=float(p) if speaks_of_documents else NOTHING,
        by_codes=float(one.centre - other.centre) + 0.0,
        correction=DOCUMENTS if speaks_of_documents else TEXTS,
    )
