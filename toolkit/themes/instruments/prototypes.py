"""Prototypes: how near a unit's vector is to sentences that show the theme."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from toolkit.arrays import Vectors
from toolkit.errors import ToolkitError
from toolkit.features import Features
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.scores import ThemeScores


class Prototypes(Settings):
    """Nearness to the codebook's prototype sentences.

    The score is the highest cosine to the theme's prototypes, less the mean cosine to those of the
    other themes. The share of units found is largely set by ``threshold``: read differences between
    groups, not levels. Do not trust it with vectors that a leak report calls split by language.
    """

    kind: Literal["prototypes"] = "prototypes"

    name: str = "prototypes"
    """Name in tables."""

    reads_terms: ClassVar[bool] = False

    threshold: float = Field(1.0, gt=0)
    """Standard deviations above the theme's mean score over all units, of all languages together, from which
    the theme is present."""

    def score(self, features: Features, codebook: Codebook) -> ThemeScores:
        """Read every unit."""
        prototypes = prototype_vectors(features, codebook)
        nearness = {theme: features.vectors @ vectors.T for theme, vectors in prototypes.items()}
        columns = []
        for theme in codebook.theme_ids:
            others = [near.mean(axis=1) for other, near in nearness.items() if other != theme]
            columns.append(nearness[theme].max(axis=1) - (np.mean(others, axis=0) if others else 0.0))
        score = np.stack(columns, axis=1)
        level = score.mean(axis=0) + self.threshold * score.std(axis=0)
        return ThemeScores(self.name, codebook.theme_ids, features.unit_ids, score, score > level)


def prototype_vectors(features: Features, codebook: Codebook) -> dict[str, Vectors]:
    """Place each theme's prototype sentences among the units.

    Languages without units are passed over.

    Raises
    ------
    ToolkitError
        When a theme has no prototype that can be placed.
    """
    placed: dict[str, np.ndarray] = {}
    for theme in codebook.themes:
        sentences = [
            (f"prototype:{theme.id}:{language}:{number}", text, language)
            for language, texts in theme.prototypes.items()
            if language in features.units.languages
            for number, text in enumerate(texts)
        ]
        if sentences:
            names, texts, languages = zip(*sentences, strict=True)
            vectors = features.named_vectors(names, texts, languages)
            placed[theme.id] = vectors[vectors.any(axis=1)]
        if not len(placed.get(theme.id, ())):
            raise ToolkitError(
                f"Theme '{theme.id}' has no prototype sentence that can be placed among the units: add "
                f"some under `prototypes` in {' or '.join(features.units.languages)}, with words that the "
                "corpus uses."
            )
    return placed
