"""How often themes occur, and where groups differ."""

from __future__ import annotations

from toolkit import reports, themes
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.measures import Measures


def theme_tables(evidence: Evidence, measures: Measures) -> list[reports.Table]:
    """Show prevalence, contrasts and what else was asked of them."""
    own, labels, compare = evidence.estimated, evidence.labels, evidence.experiment.compare
    stamp = evidence.estimated_stamp
    headline = compare.headline
    tables = [
        reports.prevalence_table(measures.prevalence, stamp, labels, headline),
        reports.prevalence_documents_table(measures.prevalence, stamp, labels, headline),
        reports.contrasts_table(measures.contrasts, stamp, labels, headline),
        reports.distances_table(measures.distances, stamp),
        reports.agreement_table(themes.agreement(own.units, own.scores), stamp, labels),
    ]
    if measures.effects:
        tables.append(reports.effects_table(measures.effects, stamp, labels, headline))
    if measures.trajectories:
        tables.append(reports.trajectories_table(measures.trajectories, stamp, labels, headline))
    if evidence.beads:
        tables.append(reports.pairs_table(evidence.beads, stamp))
    return tables
