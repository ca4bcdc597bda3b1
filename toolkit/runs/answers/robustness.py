"""What would have come out otherwise: from other seeds, with fewer terms."""

from __future__ import annotations

from toolkit import reports
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.measures import Measures


def robustness_tables(evidence: Evidence, measures: Measures) -> list[reports.Table]:
    """Show how far estimates hang on seeds and terms."""
    return []
