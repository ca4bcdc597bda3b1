"""BERTopic as an instrument: topics that are asked for by prototypes, or led by seed terms."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from toolkit.features import Features
from toolkit.models import GuidedBertopic, TopicSolution, ZeroShotBertopic
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.prototypes import prototype_vectors
from toolkit.themes.instruments.scores import ThemeScores
from toolkit.themes.instruments.seeds import seed_vectors

ZERO_SHOT = "zero-shot-bertopic"


class BertopicReading(Settings):
    """BERTopic: a unit belongs to the theme that its topic answers.

    Zero-shot, a topic is made for each theme from the units near enough to its prototypes. Guided, units
    are drawn towards the codebook's seed terms, and the topics that come to lie near a theme answer it.
    Present is BERTopic's own assignment: one theme a unit, though units may carry two. The score is the
    cosine to the centre of the units that BERTopic gave to the theme, less the mean cosine to the other
    themes' centres. Do not trust it when few units reach a prototype, when no topic or a broad one answers
    a theme, or when many units are outliers (see its notes).
    """

    kind: Literal["bertopic"] = "bertopic"

    name: str = "bertopic"
    """Name in tables."""

    model: Annotated[
        ZeroShotBertopic | GuidedBertopic,
        Field(discriminator="kind"),
        BeforeValidator(
            lambda value: {"kind": "zero-shot-bertopic", **value} if isinstance(value, dict) else value
        ),
    ] = ZeroShotBertopic()
    """How the topics are fitted: ``zero-shot-bertopic`` or ``guided-bertopic``."""

    @property
    def reads_terms(self) -> bool:
        """Whether the topics were led by the codebook's terms."""
        return isinstance(self.model, GuidedBertopic)

    def score(self, features: Features, codebook: Codebook) -> ThemeScores:
        """Fit the topics and read every unit."""
        themes = codebook.theme_ids
        solution, anchors = self._fit(features, codebook)
        labels = np.array(solution.labels)
        members = np.stack(
            [(solution.topic_shares[:, labels == theme] > 0).any(axis=1) for theme in themes], axis=1
        )
        centres = [
            _unit(features.vectors[rows].mean(axis=0)) if rows.any() else anchors[theme]
            for theme, rows in zip(themes, members.T, strict=True)
        ]
        near = features.vectors @ np.array(centres).T
        others = (near.sum(axis=1, keepdims=True) - near) / max(1, len(themes) - 1)
        return ThemeScores(
            self.name, themes, features.unit_ids, near - others, members, solution.notes, solution
        )

    def _fit(self, features: Features, codebook: Codebook) -> tuple[TopicSolution, dict[str, np.ndarray]]:
        """Give the topics, and the vector by which each theme asked for its own."""
        if isinstance(self.model, GuidedBertopic):
            seeds = seed_vectors(features, codebook)
            return self.model.fit(features, codebook.seeds(features.tokenizer), seeds), seeds
        placed = prototype_vectors(features, codebook)
        prototypes = {theme: _unit(placed[theme].mean(axis=0)) for theme in codebook.theme_ids}
        return self.model.fit(features, prototypes), prototypes


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
