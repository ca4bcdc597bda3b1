"""How often themes occur, where groups differ, and whether instruments agree."""

from __future__ import annotations

from typing import Any

from toolkit import reports, themes
from toolkit.runs.answers.evidence import Evidence

Rows = list[dict[str, Any]]


def theme_tables(evidence: Evidence) -> tuple[list[reports.Table], Rows]:
    """Measure and compare; give the tables, and the rows of the prevalence for figures."""
    units, scores, labels, stamp = evidence.units, evidence.scores, evidence.labels, evidence.stamp
    compare = evidence.experiment.compare
    prevalence = [row for reading in scores for row in themes.prevalence(units, reading, compare.by)]
    contrasts = themes.contrasts(units, scores, compare)
    tables = [
        reports.prevalence_table(prevalence, stamp, labels),
        reports.prevalence_documents_table(prevalence, stamp, labels, compare.headline),
        reports.contrasts_table(contrasts, stamp, labels, compare.headline),
        reports.agreement_table(themes.agreement(evidence.features, scores), stamp, labels),
    ]
    if evidence.beads:
        tables.append(reports.pairs_table(evidence.beads, stamp))
    return tables, prevalence
