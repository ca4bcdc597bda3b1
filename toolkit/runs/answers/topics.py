"""What the topic models found."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit import reports, themes
from toolkit.evaluation.leaks import LeakReport
from toolkit.runs.answers.evidence import Evidence


def topic_tables(evidence: Evidence, leaks: Mapping[str, LeakReport]) -> list[reports.Table]:
    """Describe every solution, its topics, their counterparts, and how languages mix in them."""
    solutions, features, stamp = evidence.solutions, evidence.features, evidence.stamp
    if not solutions:
        return []
    alignment = reports.alignment_table(solutions, features, stamp)
    return [
        reports.solutions_table(solutions, features, stamp),
        reports.topics_table(solutions, features, stamp),
        *([alignment] if alignment else []),
        *_themes_of(evidence),
        *reports.leak_tables(leaks, stamp, evidence.experiment.features.remedy),
    ]


def _themes_of(evidence: Evidence) -> list[reports.Table]:
    """Match topics that were fitted without the codebook with its themes."""
    behind = {reading.solution.name for reading in evidence.scores if reading.solution}
    free = [solution for solution in evidence.solutions if solution.name not in behind]
    if not free:
        return []
    rows = themes.topics_of_themes(free, evidence.features, evidence.codebook, evidence.scores)
    return [reports.topics_themes_table(rows, free, evidence.stamp, evidence.labels)]
