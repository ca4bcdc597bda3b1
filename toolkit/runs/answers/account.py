"""What the methods text tells of a run."""

from __future__ import annotations

from toolkit import reports
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.measures import Measures


def account(evidence: Evidence, measures: Measures | None) -> reports.Account:
    """Collect what was done."""
    return reports.Account(
        stamp=evidence.stamp,
        features=evidence.features,
        codebook=evidence.codebook,
        solutions=evidence.solutions,
        scores=evidence.scores,
        standing=evidence.standing.reason,
        codes=evidence.estimated.given,
        reliability=measures.reliability if measures else [],
        prevalence=measures.prevalence if measures else [],
        contrasts=measures.contrasts if measures else [],
        runs=max((len(readings) for readings in evidence.runs.values()), default=1),
        effects_over_runs=measures.effects_over_runs if measures else [],
        estimated=len(evidence.estimated.units.documents) if evidence.experiment.split else None,
    )
