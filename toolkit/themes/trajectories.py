"""Prevalence over time: by period and group, by the same decisions as any prevalence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.clusters import document_clusters
from toolkit.themes.dates import PartialDate, Period, date_problems, known_columns, periods_between
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.prevalence import by_document, document_counts, of_group

EVERYTHING = "all"
"""Name of the group where documents are not split."""


class OverTime(Settings):
    """Prevalence by period."""

    column: str = "date"
    """Column of the metadata that dates documents: 2024-03-05, 2024-03, 2024 or 2024年3月5日."""

    period: Period = "year"
    """Length of a period."""

    by: str = "language"
    """Column that makes the groups within a period; nothing for all documents together."""


def over_time_problems(
    settings: OverTime, metadata: Mapping[str, Mapping[str, str]], place: str = "compare.over_time"
) -> list[Problem]:
    """List what keeps documents from being put into periods: columns that are not there, odd dates."""
    problems = date_problems(metadata, settings.column, place, settings.period)
    known = known_columns(metadata)
    if settings.by and settings.by not in known:
        reason = f"no document has a column '{settings.by}'"
        problems.append(Problem(f"{place}.by", reason, nearest(settings.by, known)))
    return problems


def trajectories(
    units: TokenizedUnits, scores: Sequence[ThemeScores], settings: OverTime
) -> list[dict[str, Any]]:
    """Estimate prevalence in every period and group.

    Returns
    -------
    Rows with the fields of `toolkit.themes.prevalence.Prevalence` and the `period`; periods without
    documents of a group have no row. Documents without a date or group are left out.

    Raises
    ------
    InvalidInput
        With every date that cannot be read.
    """
    if problems := over_time_problems(settings, units.metadata):
        raise InvalidInput(problems)
    cells = _cells(units.metadata, settings)
    clusters = document_clusters(units)
    rows = []
    for reading in scores:
        for theme in reading.themes:
            series = by_document(units, reading.column(theme)[1])
            for (period, group), docs in cells.items():
                own = {doc: series[doc] for doc in docs}
                name = f"{period} {group}"
                row = of_group(
                    reading.instrument, theme, settings.by, name, own, clusters, document_counts(units, docs)
                )
                rows.append({"period": period, **asdict(row), "group": group})
    return rows


def periods_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the periods from the first row's to the last row's, in order, empty ones too."""
    names = [row["period"] for row in rows]
    return periods_between(min(names), max(names)) if names else []


def _cells(metadata: Mapping[str, Mapping[str, str]], settings: OverTime) -> dict[tuple[str, str], list[str]]:
    cells: dict[tuple[str, str], list[str]] = {}
    for doc, facts in sorted(metadata.items()):
        text = facts.get(settings.column, "")
        group = facts.get(settings.by, "") if settings.by else EVERYTHING
        if text and group:
            period = PartialDate.read(text).period(settings.period)
            cells.setdefault((period, group), []).append(doc)
    return dict(sorted(cells.items()))
