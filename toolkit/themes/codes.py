"""What people coded, laid beside the units of a corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from toolkit.arrays import Ratings
from toolkit.files import digest

CONSENSUS = "consensus"
"""Name of the coder whose word settles a unit: what coders agreed on after they had coded alone."""


@dataclass(frozen=True)
class Codes:
    """Human codes of some units of a corpus, coder by coder, and how those units were drawn."""

    themes: tuple[str, ...]
    unit_ids: tuple[str, ...]
    """Every unit of the corpus, in its order, coded or not."""

    coders: tuple[str, ...]
    ratings: Ratings
    """(coders, units, themes) 1 present, 0 absent, not-a-number where the coder did not say."""

    probability: np.ndarray
    """(units,) the probability by which each unit was drawn for coding, among the units of the corpus or of
    the half that was drawn from; where nothing is recorded, not-a-number."""

    strata: tuple[str, ...] = ()
    """The stratum that each unit was drawn from, empty where it was not drawn; no strata, no entries."""

    notes: tuple[str, ...] = ()
    """What a reader of the codes must know: units not coded yet, texts that are no units any more …"""

    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What coders remarked on a unit, by its id."""

    @cached_property
    def value(self) -> np.ndarray:
        """(units, themes) what the coders say together: 1, 0, or not-a-number.

        The consensus where there is one, else the majority; a tie, or nobody's word, is not-a-number.
        """
        said = ~np.isnan(self.ratings)
        votes = np.where(said, self.ratings, 0.0).sum(axis=0)
        count = said.sum(axis=0)
        value = np.where(2 * votes == count, np.nan, (2 * votes > count).astype(float))
        if CONSENSUS in self.coders:
            settled = self.ratings[self.coders.index(CONSENSUS)]
            value = np.where(np.isnan(settled), value, settled)
        return value

    @cached_property
    def coded(self) -> np.ndarray:
        """(units,) whether anybody said anything of the unit."""
        return ~np.isnan(self.ratings).all(axis=(0, 2))

    @cached_property
    def alone(self) -> Ratings:
        """(coders, units, themes) what coders said before they talked: all but the consensus."""
        return self.ratings[[number for number, coder in enumerate(self.coders) if coder != CONSENSUS]]

    @cached_property
    def digest(self) -> str:
        """Hash of what was said by whom of which unit, and of how the units were drawn."""
        return digest(
            [self.themes, self.unit_ids, self.coders, self.strata],
            np.ascontiguousarray(self.ratings).tobytes(),
            np.ascontiguousarray(self.probability).tobytes(),
        )

    @property
    def has_probabilities(self) -> bool:
        """Whether every coded unit was drawn with a known probability, so that shares can be corrected."""
        coded = ~np.isnan(self.value).all(axis=1)
        return bool(coded.any() and not np.isnan(self.probability[coded]).any())

    def column(self, theme: str) -> np.ndarray:
        """Give what the coders say together of one theme: (units,) 1, 0, or not-a-number."""
        return self.value[:, self.themes.index(theme)]
