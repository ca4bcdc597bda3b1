"""What the topic models found."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit import reports
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
        *reports.leak_tables(leaks, stamp, evidence.experiment.features.remedy),
    ]
