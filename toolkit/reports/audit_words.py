"""The words that the body of a corpus uses, to see which other lines speak like it."""

from __future__ import annotations

import re

from toolkit.preprocess import TokenizedUnits

ENOUGH = 2_000_000
"""Characters of the body that are looked at: more would add rare words only."""

_WORD = re.compile("[^\\W\\d_\u2e80-\ud7a3\uf900-\ufaff]+|[\u2e80-\ud7a3\uf900-\ufaff]+")


class BodyWords:
    """Words of the units (pairs of characters where no blank parts words)."""

    def __init__(self, units: TokenizedUnits) -> None:
        total = sum(len(unit.text) for unit in units.units)
        every = -(-total // ENOUGH) or 1
        self._words: set[str] = set()
        for unit in units.units[::every]:
            self._words.update(_words(unit.text))

    def likeness(self, text: str) -> float:
        """Give the share of a text's words that the body uses too, from 0 to 1."""
        words = _words(text)
        return sum(word in self._words for word in words) / len(words) if words else 0.0


def _words(text: str) -> list[str]:
    words = []
    for piece in _WORD.findall(text.lower()):
        if piece[0] < "\u2e80":
            words.append(piece)
        else:
            words += [piece[i : i + 2] for i in range(max(len(piece) - 1, 1))]
    return words
