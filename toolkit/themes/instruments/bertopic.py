"""BERTopic as an instrument: topics asked for by the themes' prototypes."""

from __future__ import annotations

from typing import Literal

import numpy as np

from toolkit.features import Features
from toolkit.models import ZeroShotBertopic
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.prototypes import prototype_vectors
from toolkit.themes.instruments.scores import ThemeScores


class BertopicReading(Settings):
    """Zero-shot BERTopic: a unit belongs to the theme whose prototype it is near enough to.

    Present is BERTopic's own assignment: one theme a unit, though units may carry two. The score is the
    cosine to the centre of the units that BERTopic gave to the theme, less the mean cosine to the other
    themes' centres. Do not trust it when few units reach a prototype (see its notes).
    """

    kind: Literal["bertopic"] = "bertopic"

    name: str = "bertopic"
    """Name in tables."""

    model: ZeroShotBertopic = ZeroShotBertopic()
    """How the topics are fitted."""

    def score(self, features: Features, codebook: Codebook) -> ThemeScores:
        """Fit the topics and read every unit."""
        themes = codebook.theme_ids
        placed = prototype_vectors(features, codebook)
        prototypes = {theme: _unit(placed[theme].mean(axis=0)) for theme in themes}
        solution = self.model.fit(features, prototypes)
        members = solution.topic_shares[:, : len(themes)] > 0
        centres = [
            _unit(features.vectors[rows].mean(axis=0)) if rows.any() else prototypes[theme]
            for theme, rows in zip(themes, members.T, strict=True)
        ]
        near = features.vectors @ np.array(centres).T
        others = (near.sum(axis=1, keepdims=True) - near) / max(1, len(themes) - 1)
        return ThemeScores(
            self.name, themes, features.unit_ids, near - others, members, solution.notes, solution
        )


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
