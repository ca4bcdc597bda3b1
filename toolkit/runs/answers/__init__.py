"""Evidence in; the tables and figures of a run out."""

from __future__ import annotations

from typing import Any

from toolkit import reports
from toolkit.runs.answers.corpus import corpus_tables
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.figures import figures
from toolkit.runs.answers.themes import theme_tables
from toolkit.runs.answers.topics import topic_tables

__all__ = ["Evidence", "answers"]


def answers(evidence: Evidence) -> tuple[list[reports.Table], dict[str, Any]]:
    """Measure, compare, and put it into tables and figures."""
    tables = [*corpus_tables(evidence), *topic_tables(evidence)]
    if not evidence.scores:
        return tables, {}
    measured, prevalence = theme_tables(evidence)
    return [*tables, *measured], figures(evidence, prevalence)
