"""The dictionary: codebook terms counted in the text."""

from __future__ import annotations

from typing import Literal

import numpy as np

from toolkit.features import Features
from toolkit.preprocess import TokenizedUnits
from toolkit.progress import track
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.scores import ThemeScores
from toolkit.themes.matching import Match, Matcher


class Dictionary(Settings):
    """Counts the codebook's terms; present by the codebook's rule.

    The score is a density: core terms count 1, support terms ½, for 100 tokens. Do not trust it to
    compare languages: their term lists differ in length and their tokens in size. It misses a theme
    that is told without its words.
    """

    kind: Literal["dictionary"] = "dictionary"

    name: str = "dictionary"
    """Name in tables."""

    def score(self, features: Features, codebook: Codebook) -> ThemeScores:
        """Read every unit."""
        return self.read(features.units, codebook)

    def read(self, units: TokenizedUnits, codebook: Codebook) -> ThemeScores:
        """Read units that have no features yet: the dictionary needs none."""
        matchers = {language: Matcher(codebook, language) for language in units.languages}
        themes = codebook.theme_ids
        score = np.zeros((len(units), len(themes)))
        present = np.zeros(score.shape, dtype=bool)
        pieces = zip(units.units, units.tokens, strict=True)
        for row, (unit, tokens) in enumerate(track(list(pieces), self.name)):
            matches = matchers[unit.language].find(unit.text)
            for column, theme in enumerate(themes):
                own = [match for match in matches if match.theme == theme and match.counts_as]
                score[row, column], present[row, column] = _weigh(own, codebook, max(1, len(tokens)))
        return ThemeScores(self.name, themes, tuple(unit.id for unit in units.units), score, present)


def _weigh(matches: list[Match], codebook: Codebook, tokens: int) -> tuple[float, bool]:
    core = [match for match in matches if match.counts_as == "core"]
    support = {match.term.t for match in matches if match.counts_as == "support"}
    need_core, need_support = codebook.thresholds
    weight = len(core) + 0.5 * sum(match.counts_as == "support" for match in matches)
    return 100 * weight / tokens, len(core) >= need_core or len(support) >= need_support
