"""Regressions over runs of a model and draws of theme shares, pooled: how far coefficients hang on the model.

Presences are pooled over runs alone. Draws are regressed as shares and are not cut into presences: units
near the threshold would cross it by chance, which draws documents together and makes every effect smaller (by
7 to 15 % in the example corpus), while the mean of drawn shares is the share itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.composition import compose_rows, draw_shares
from toolkit.themes.effects import Effect, Outcome, effects
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.prevalence import seed_for


@dataclass(frozen=True)
class Draws:
    """How often theme shares are drawn within a run, and from what; see `draw_shares`."""

    count: int
    tokens: np.ndarray
    """(units,) tokens that each unit has of its own."""

    prior: float
    """Sum of the prior's weights over all topics."""

    def of(self, reading: ThemeScores, run: int) -> list[ThemeScores]:
        """Draw shares around those of one run, each draw a reading; presences stay as they are."""
        seed = seed_for("shares", reading.instrument, str(run))
        drawn = draw_shares(reading.score, self.tokens, self.prior, self.count, seed)
        return [replace(reading, score=shares) for shares in drawn]


def can_be_drawn(instrument: Any) -> bool:
    """Say whether an instrument's scores are shares of LDA topics under a prior that is known."""
    prior = getattr(getattr(instrument, "model", None), "prior_sum", None)
    return prior is not None and prior(1) is not None


def effects_over_runs(
    units: TokenizedUnits, runs: Sequence[ThemeScores], settings: Sequence[Effect], draws: Draws | None = None
) -> list[dict[str, Any]]:
    """Estimate effects anew in every run and draw, and pool them.

    Parameters
    ----------
    units
        The units that were read, with their documents' metadata.
    runs
        Readings of one instrument, one a run.
    settings
        The regressions.
    draws
        How shares are drawn, for instruments whose scores are shares (`can_be_drawn`).

    Returns
    -------
    Rows of `compose_rows`, each with its ``outcome``: presence over several runs, one draw each; share over
    draws within each run, of one run or more.
    """
    rows = []
    if len(runs) > 1:
        rows += _pooled(units, [[reading] for reading in runs], settings, "presence")
    if draws is not None:
        rows += _pooled(units, [draws.of(each, run) for run, each in enumerate(runs)], settings, "share")
    return rows


def _pooled(
    units: TokenizedUnits,
    runs: Sequence[Sequence[ThemeScores]],
    settings: Sequence[Effect],
    outcome: Outcome,
) -> list[dict[str, Any]]:
    estimated = [
        [effects(units, [reading], settings, outcome, permute=False) for reading in own] for own in runs
    ]
    return [{"outcome": outcome, **row} for row in compose_rows(estimated)]
