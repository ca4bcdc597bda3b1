"""What every instrument answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.arrays import Present, Scores
from toolkit.features import Features
from toolkit.models import TopicSolution


@dataclass(frozen=True)
class ThemeScores:
    """One instrument's reading of every unit.

    Scores are on the instrument's own scale: they order units, within a language, and nothing more.
    """

    instrument: str
    themes: tuple[str, ...]
    unit_ids: tuple[str, ...]
    score: Scores
    present: Present
    notes: tuple[str, ...] = ()
    """What a reader must know."""

    solution: TopicSolution | None = None
    """The topics behind the scores, where there are any."""

    def rows(self, features: Features) -> Iterator[dict[str, Any]]:
        """Give the rows of data/theme_scores.csv."""
        for unit, scores, present in zip(features.units.units, self.score, self.present, strict=True):
            for column, theme in enumerate(self.themes):
                yield {
                    "unit": unit.id,
                    "doc": unit.doc,
                    "language": unit.language,
                    "instrument": self.instrument,
                    "theme": theme,
                    "score": float(scores[column]),
                    "present": int(present[column]),
                }

    def column(self, theme: str) -> tuple[np.ndarray, np.ndarray]:
        """Give one theme's scores and presences, each of shape (units,)."""
        index = self.themes.index(theme)
        return self.score[:, index], self.present[:, index]
