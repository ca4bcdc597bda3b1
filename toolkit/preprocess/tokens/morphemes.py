"""Languages that a morphological analyser takes apart: Japanese and Korean."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess.tokens.latin import LETTER, NAME
from toolkit.preprocess.tokens.splitter import STOP, Cut, Keep, Piece, cut_and_keep


class Morpheme(NamedTuple):
    """A piece of a text with its basic form."""

    start: int
    end: int
    form: str
    """Empty where it is grammar or punctuation."""

    is_stop: bool = False
    """Punctuation that parts two words."""


class MorphemeSplitter(ABC):
    """Content words in their basic form; names in Latin letters and compounds stay whole.

    A compound is found as it is written, blanks aside, where it begins and ends with a morpheme.
    """

    def __init__(self, compounds: Sequence[str]) -> None:
        folded = sorted(
            {fold for term in compounds if (fold := self._fold(term).strip())}, key=_longest_first
        )
        parts = (r"\s*".join(map(re.escape, term.split())) for term in folded)
        self._compounds = re.compile("|".join(parts)) if folded else None
        self._token_of = {"".join(term.split()): self.joined(tuple(term.split())) for term in folded}

    def split(self, text: str) -> list[str]:
        """Cut a text into the basic forms of its content words."""
        return [word for word in self.marked(text) if word != STOP]

    def keeping(self, keep: Keep) -> Cut:
        """Give a function that cuts a text and leaves words out."""
        return cut_and_keep(self.split, keep)

    def marked(self, text: str) -> list[str]:
        """Cut a text, with `STOP` where punctuation parts two words."""
        return [part.form for part in self._parts(self._fold(text)) if part.form or part.is_stop]

    def pieces(self, text: str) -> list[Piece]:
        """Show each morpheme beside its basic form."""
        text = self._fold(text)
        return [
            Piece(text[part.start : part.end], part.form) for part in self._parts(text) if not part.is_stop
        ]

    def compound(self, term: str) -> str:
        """Show how a known compound comes out."""
        return self.joined(tuple(self._fold(term).split()))

    @abstractmethod
    def joined(self, words: tuple[str, ...]) -> str:
        """Put neighbouring words together into one expression."""

    @abstractmethod
    def analyse(self, text: str) -> list[Morpheme]:
        """Take a text apart, in order."""

    def edges(self, text: str, morphemes: Sequence[Morpheme]) -> set[int]:
        """Give the places where a compound may begin or end."""
        return {0, len(text), *(part.start for part in morphemes), *(part.end for part in morphemes)}

    @staticmethod
    def _fold(text: str) -> str:
        return unicodedata.normalize("NFKC", text).lower()

    def _parts(self, text: str) -> Iterator[Morpheme]:
        morphemes = self.analyse(text)
        wholes = deque(self._wholes(text, morphemes))
        end = 0
        for part in morphemes:
            while wholes and wholes[0].start <= part.start:
                end = wholes[0].end
                yield wholes.popleft()
            if part.start >= end:
                yield part
        yield from wholes

    def _wholes(self, text: str, morphemes: Sequence[Morpheme]) -> list[Morpheme]:
        """Find compounds and Latin names, which no analyser shall take apart."""
        names = [Morpheme(*match.span(), match[0]) for match in _NAME.finditer(text)]
        if not (self._compounds and self._compounds.search(text)):
            return names
        inside = {place for name in names for place in range(name.start + 1, name.end)}
        edges = self.edges(text, morphemes) - inside
        compounds = [
            Morpheme(*match.span(), self._token_of["".join(match[0].split())])
            for match in self._compounds.finditer(text)
            if set(match.span()) <= edges
        ]
        covered = {place for part in compounds for place in range(part.start, part.end)}
        return sorted([*compounds, *(name for name in names if name.start not in covered)])


def missing_package(language: str, extra: str) -> InvalidInput:
    """Say which command installs the analyser of a language."""
    return InvalidInput(
        [
            Problem(
                f"language '{language}'",
                "its analyser is not installed",
                f'pip install "theme-toolkit[{extra}]", or exclude these documents',
            )
        ]
    )


_NAME = re.compile(rf"[0-9]+[{LETTER}][{LETTER}0-9]*|{NAME}")
"""Latin names, and numbers with letters glued on (``5g``, ``3nm``); other numbers are morphemes."""


def _longest_first(term: str) -> tuple[int, str]:
    return -len(term), term
