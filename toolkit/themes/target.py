"""Who says which units carry a theme: people, else an instrument that has not read the terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.validity import PEOPLE
from toolkit.themes.validity.facts import UnitFacts, coded_weights, unit_facts


@dataclass(frozen=True)
class Target:
    """Who says which units carry the themes."""

    name: str
    """People, or an instrument."""

    themes: tuple[str, ...]

    present: np.ndarray
    """(units, themes) 1, 0, or not-a-number where nothing is said."""

    weights: np.ndarray
    """(units,) what each unit counts among those that are read."""

    def sides(self, facts: UnitFacts, theme: str, language: str) -> tuple[np.ndarray, np.ndarray] | None:
        """Give the rows of a language's units with a theme, and without it; none where a side is missing."""
        if theme not in self.themes:
            return None
        said = self.present[:, self.themes.index(theme)]
        one, other = (np.flatnonzero((said == value) & (facts.languages == language)) for value in (1, 0))
        return (one, other) if min(self.weights[one].sum(), self.weights[other].sum()) > 0 else None


def asked(
    units: TokenizedUnits, codes: Codes | None = None, scores: Sequence[ThemeScores] = ()
) -> list[Target]:
    """List those who may tell units with a theme from others: people, if they coded any, then instruments.

    Parameters
    ----------
    units
        The units that are read.
    codes
        What people coded of them. A coded unit counts 1/probability of being drawn, where that is known: a
        sample that was drawn by the dictionary's result is no image of how often terms stand in a text.
    scores
        Readings by instruments that do not read the terms (`reads_terms`).
    """
    facts = unit_facts(units)
    found = [
        Target(each.instrument, each.themes, each.present.astype(float), facts.weights) for each in scores
    ]
    if codes is None or np.isnan(codes.ratings).all():
        return found
    return [Target(PEOPLE, codes.themes, codes.value, coded_weights(facts, codes)), *found]


def first_to_tell(units: TokenizedUnits, targets: Sequence[Target]) -> Target | None:
    """Take the first who has units on both sides of a theme, in one language at least."""
    facts = unit_facts(units)
    for target in targets:
        if any(target.sides(facts, theme, name) for theme in target.themes for name in facts.spoken):
            return target
    return None
