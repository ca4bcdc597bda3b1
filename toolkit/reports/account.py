"""What a run did, as far as its methods text tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.reports.stamp import Stamp
from toolkit.themes import Codebook, Codes, ThemeScores

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Account:
    """What a run did, as far as the methods text tells it."""

    stamp: Stamp
    features: Features
    codebook: Codebook
    solutions: Sequence[TopicSolution]
    scores: Sequence[ThemeScores]
    standing: str
    """Whether results are confirmatory or exploratory, and why."""

    codes: Codes | None = None
    reliability: Rows = ()
    """Agreement of the coders."""

    prevalence: Rows = ()
    """Shares, measured and corrected."""

    contrasts: Rows = ()
    """As they were judged: ``separable`` says how contrasts between languages may be read."""

    runs: int = 1
    """Runs of the instruments that draw at random."""

    effects_over_runs: Rows = ()
    """Coefficients pooled over runs and draws."""

    estimated: int | None = None
    """Documents that estimates come from, where some are set aside for discovery."""
