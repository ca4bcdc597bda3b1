"""Seeded LDA: a topic for each theme that starts from the codebook's terms."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolkit.errors import ToolkitError
from toolkit.features import Features
from toolkit.models import SeededLda
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.scores import ThemeScores
from toolkit.themes.instruments.seeds import known_seeds


class SilentTheme(ToolkitError):
    """A theme whose seed terms the corpus hardly uses."""

    def __init__(self, theme: str, found: int, needed: int) -> None:
        super().__init__(
            f"Theme '{theme}' keeps {found} of its seed terms in this corpus; at least {needed} are "
            "needed to fit it. Add terms that this corpus uses to the codebook, or take 'seeded-lda' out "
            "of `instruments`."
        )


class SeededLdaReading(Settings):
    """Shares of seeded LDA topics.

    The score is the theme topic's share of the unit, mean over several starts. The seed decides where the
    free topics start and nothing else, so runs from other seeds are nearly alike by construction: how far
    shares hang on which documents are there is the harder question. Do not trust it where a theme's seeds
    are rare (see the seed coverage), its topic has drifted to other words (see the topics table) or single
    starts differ (see its notes); nor its presences where units are long and a theme is a small part of each.
    """

    kind: Literal["seeded-lda"] = "seeded-lda"

    name: str = "seeded-lda"
    """Name in tables."""

    model: SeededLda = SeededLda()
    """How the topics are fitted."""

    threshold: float = Field(0.2, gt=0, lt=1)
    """Share from which a theme is present."""

    fewest_seeds: int = Field(3, ge=1)
    """Seed terms that a theme must keep in the vocabulary."""

    def score(self, features: Features, codebook: Codebook) -> ThemeScores:
        """Fit the topics and read every unit."""
        seeds = codebook.seeds(features.tokenizer)
        for theme, known in known_seeds(codebook, features.tokenizer, features.terms).items():
            if len(known) < self.fewest_seeds:
                raise SilentTheme(theme, len(known), self.fewest_seeds)
        solution = self.model.fit(features, seeds)
        shares = solution.topic_shares[:, : len(seeds)]
        return ThemeScores(
            self.name,
            tuple(seeds),
            features.unit_ids,
            shares,
            shares >= self.threshold,
            solution.notes,
            solution,
        )
