"""Find codebook terms in text: longest match first, cues within a window, anti-terms respected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.themes.codebook import Codebook, Term, Theme
from toolkit.themes.folding import UNSPACED, fold


@dataclass(frozen=True)
class Match:
    """A term found in a text."""

    theme: str
    term: Term
    start: int
    end: int
    counts_as: str
    """core, support, or nothing: a context term without its cue."""


class Matcher:
    """Finds the terms of a codebook in the texts of one language.

    Chinese terms are found as substrings of the simplified text, so that the result does not depend
    on a segmenter; terms of spaced languages as phrases, blind to case, hyphens, plural endings and
    the spelling -ize or -ise. Among overlapping finds of a theme the longest wins: 高水平对外开放
    counts once, not as 对外开放 and 开放 as well.
    """

    def __init__(self, codebook: Codebook, language: str) -> None:
        self._codebook = codebook
        self._is_spaced = language not in UNSPACED
        self._window = codebook.matching.window.get(language, 8 if self._is_spaced else 20)
        self._themes = [_Compiled.of(theme, language, self._is_spaced) for theme in codebook.themes]

    def find(self, text: str) -> list[Match]:
        """Find every term, theme by theme, in the order of the text."""
        folded = fold(text, self._is_spaced)
        return [
            match for theme in self._themes for match in theme.find(folded, self._is_spaced, self._window)
        ]


@dataclass(frozen=True)
class _Compiled:
    theme: Theme
    terms: tuple[tuple[Term, re.Pattern[str], tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]], ...]
    """Each term with its pattern, its cues and the expressions it may not stand in."""

    barriers: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, theme: Theme, language: str, is_spaced: bool) -> _Compiled:
        def compiled(texts: Sequence[str]) -> tuple[re.Pattern[str], ...]:
            return tuple(_pattern(text, is_spaced) for text in texts)

        own = {term.t for term in theme.terms.get(language, ())}
        return cls(
            theme,
            tuple(
                (term, _pattern(term.t, is_spaced), compiled(term.needs), compiled(term.not_))
                for term in theme.terms.get(language, ())
            ),
            # a term that is listed as its own anti-term only bars what is shorter than itself
            compiled([text for text in theme.anti_terms.get(language, ()) if text not in own]),
        )

    def find(self, text: str, is_spaced: bool, window: int) -> Iterator[Match]:
        candidates = [
            (found.start(), found.end(), term, cues, barred)
            for term, pattern, cues, barred in self.terms
            for found in pattern.finditer(text)
        ]
        if not candidates:
            return
        walls = _spans(self.barriers, text)
        taken: list[tuple[int, int]] = []
        chosen = []
        for start, end, term, cues, barred in sorted(candidates, key=lambda c: (c[0] - c[1], c[0], c[2].t)):
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            inside = (*walls, *_spans(barred, text))
            if any(a <= start and end <= b and b - a > end - start for a, b in inside):
                continue
            chosen.append((start, end, term, cues))
        for start, end, term, cues in sorted(chosen, key=lambda c: c[0]):
            role = term.tier
            if term.tier == "context":
                near = _around(text, start, end, window, is_spaced)
                role = "support" if any(cue.search(part) for cue in cues for part in near) else ""
            yield Match(self.theme.id, term, start, end, role)


def _pattern(text: str, is_spaced: bool) -> re.Pattern[str]:
    folded = fold(text, is_spaced)
    if not is_spaced:
        return re.compile(re.escape(folded))
    words = r"\s+".join(_inflected(word) for word in folded.split())
    # not \b: a term may begin or end with punctuation
    return re.compile(rf"(?<!\w){words}(?!\w)")


def _inflected(word: str) -> str:
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        return rf"{re.escape(word[:-1])}(?:y|ies)"
    return re.escape(word) + ("s?" if word[-1].isalnum() else "")


def _spans(patterns: Sequence[re.Pattern[str]], text: str) -> list[tuple[int, int]]:
    return [found.span() for pattern in patterns for found in pattern.finditer(text)]


def _around(text: str, start: int, end: int, window: int, is_spaced: bool) -> tuple[str, str]:
    """Cut the text before and behind a find, as far as the window reaches."""
    if not is_spaced:
        return text[max(0, start - window) : start], text[end : end + window]
    return " ".join(text[:start].split()[-window:]), " ".join(text[end:].split()[:window])
