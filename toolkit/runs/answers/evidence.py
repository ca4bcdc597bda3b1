"""Everything that a run's tables and figures are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit import reports
from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits
from toolkit.runs.config import Experiment
from toolkit.themes import Codebook, ThemeScores

LANGUAGE_NAMES = {"zh": "中文 Chinese", "en": "English"}


@dataclass(frozen=True)
class Evidence:
    """What was read, fitted and scored."""

    experiment: Experiment
    codebook: Codebook
    features: Features
    solutions: tuple[TopicSolution, ...]
    scores: tuple[ThemeScores, ...]
    beads: tuple[Mapping[str, Any], ...]
    """Aligned paragraphs of translation pairs."""

    stamp: reports.Stamp

    @property
    def units(self) -> TokenizedUnits:
        """The units that were read."""
        return self.features.units

    @property
    def headline(self) -> ThemeScores:
        """The reading that the first figure shows."""
        return next(s for s in self.scores if s.instrument == self.experiment.compare.headline)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Each theme's label; themes with the same label are told apart by their ids."""
        themes = self.codebook.themes
        names = {theme.id: " ".join(dict.fromkeys(theme.label.values())) or theme.id for theme in themes}
        times = Counter(names.values())
        return {theme: f"{name} ({theme})" if times[name] > 1 else name for theme, name in names.items()}
