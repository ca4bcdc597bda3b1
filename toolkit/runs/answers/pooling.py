"""Effects from several runs, and from draws of shares within a run, pooled."""

from __future__ import annotations

from typing import Any

import numpy as np

from toolkit import themes
from toolkit.runs.answers.evidence import Evidence


def effects_over_runs(evidence: Evidence) -> list[dict[str, Any]]:
    """Pool the effects of every instrument that was run again or whose shares are drawn."""
    own, effects = evidence.estimated, evidence.experiment.compare.effects
    rows: list[dict[str, Any]] = []
    for instrument, reading in zip(evidence.experiment.instruments, own.scores, strict=True):
        runs, draws = own.runs.get(instrument.name, (reading,)), _draws(evidence, instrument)
        if effects and (len(runs) > 1 or draws):
            rows += themes.effects_over_runs(own.units, runs, effects, draws)
    return rows


def _draws(evidence: Evidence, instrument: Any) -> themes.Draws | None:
    """Say how an instrument's shares are drawn; nothing where they are not."""
    count = evidence.experiment.robustness.draws
    if not count or not themes.can_be_drawn(instrument):
        return None
    tokens = np.asarray(evidence.features.counts.sum(axis=1)).ravel()[evidence.estimated_rows]
    return themes.Draws(count, tokens, instrument.model.prior_sum(len(evidence.codebook.themes)))
