"""What the topic models found."""

from __future__ import annotations

from toolkit import reports
from toolkit.runs.answers.evidence import Evidence


def topic_tables(evidence: Evidence) -> list[reports.Table]:
    """Describe every solution, its topics, their counterparts, and how languages mix in them."""
    solutions, features, stamp = evidence.solutions, evidence.features, evidence.stamp
    if not solutions:
        return []
    alignment = reports.alignment_table(solutions, features, stamp)
    return [
        reports.solutions_table(solutions, features, stamp),
        reports.topics_table(solutions, features, stamp),
        *([alignment] if alignment else []),
        *reports.leak_tables(solutions, features, evidence.beads, stamp),
    ]
