"""Evidence in; the tables and figures of a run out."""

from __future__ import annotations

from typing import Any

from toolkit import reports
from toolkit.runs.answers.account import account
from toolkit.runs.answers.corpus import corpus_tables
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.figures import draw_figures
from toolkit.runs.answers.measures import Measures, measure
from toolkit.runs.answers.robustness import robustness_tables
from toolkit.runs.answers.themes import theme_tables
from toolkit.runs.answers.topics import topic_tables
from toolkit.runs.answers.validity import validity_tables

__all__ = ["Evidence", "answers"]


def answers(evidence: Evidence) -> tuple[list[reports.Table], dict[str, Any], reports.Account]:
    """Measure, compare, and put it into tables and figures; say what was done."""
    leaks = reports.leak_reports(evidence.solutions, evidence.features, evidence.beads)
    tables = [*corpus_tables(evidence), *topic_tables(evidence, leaks)]
    if not evidence.scores:
        return tables, {}, account(evidence, None)
    measures: Measures = measure(evidence, leaks)
    tables += [
        *theme_tables(evidence, measures),
        *validity_tables(evidence, measures),
        *robustness_tables(evidence, measures),
    ]
    return tables, draw_figures(evidence, measures), account(evidence, measures)
