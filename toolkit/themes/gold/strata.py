"""The units of a corpus sorted by language and by what the dictionary finds: what a sample is drawn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from toolkit.arrays import Present
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments import Dictionary

NONE, SEVERAL = "no theme", "several themes"

FEWEST_IN_STRATUM = 10
"""Units that carry one theme alone are drawn with those that carry several, where there are fewer."""


@dataclass(frozen=True)
class Strata:
    """Units sorted by language and dictionary result."""

    themes: tuple[str, ...]
    languages: tuple[str, ...]
    """(strata,)"""

    results: tuple[str, ...]
    """(strata,) `no theme`, the id of the only theme that is found, or `several themes`."""

    member: np.ndarray
    """(units,) the number of each unit's stratum."""

    present: Present
    """(units, themes) what the dictionary finds."""

    def __len__(self) -> int:
        return len(self.results)

    @property
    def sizes(self) -> np.ndarray:
        """(strata,) units of each."""
        return np.bincount(self.member, minlength=len(self))

    @property
    def found(self) -> np.ndarray:
        """(strata, themes) units in which the dictionary finds each theme."""
        columns = [np.bincount(self.member, column, len(self)) for column in self.present.T.astype(float)]
        return np.stack(columns, axis=1)

    @property
    def names(self) -> tuple[str, ...]:
        """(strata,) as they are written: ``zh: no theme``."""
        return tuple(
            f"{language}: {result}" for language, result in zip(self.languages, self.results, strict=True)
        )


def sort_units(units: TokenizedUnits, codebook: Codebook) -> Strata:
    """Sort units by language and by what the dictionary finds in them."""
    present = Dictionary().read(units, codebook).present
    themes = np.array([NONE, *codebook.theme_ids, SEVERAL], dtype=object)
    alone = np.where(present.any(axis=1), 1 + present.argmax(axis=1), 0)
    results = themes[np.where(present.sum(axis=1) > 1, len(themes) - 1, alone)]
    pairs = [(unit.language, str(result)) for unit, result in zip(units.units, results, strict=True)]
    sizes = Counter(pairs)
    pairs = [
        (language, result if result == NONE or sizes[language, result] >= FEWEST_IN_STRATUM else SEVERAL)
        for language, result in pairs
    ]
    order = {result: place for place, result in enumerate(themes.tolist())}
    names = sorted(set(pairs), key=lambda pair: (pair[0], order[pair[1]]))
    number = {pair: place for place, pair in enumerate(names)}
    member = np.array([number[pair] for pair in pairs], dtype=np.int64)
    languages, labels = zip(*names, strict=True)
    return Strata(codebook.theme_ids, languages, labels, member, present)
