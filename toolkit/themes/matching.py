"""Find codebook terms in text: longest match first, cues within a window, anti-terms respected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.themes.codebook import Codebook, Term, Theme
from toolkit.themes.folding import UNSPACED, fold
from toolkit.themes.patterns import term_pattern


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

    How, is said for each language in `Matching`: Chinese and Japanese terms as substrings, so that the
    result does not depend on a segmenter; terms of spaced languages as phrases. Among overlapping finds of
    a theme the longest wins: 高水平对外开放 counts once, not as 对外开放 and 开放 as well.
    """

    def __init__(self, codebook: Codebook, language: str) -> None:
        self._language = language
        self._window = codebook.matching.window_for(language)
        self._themes = [_Compiled.of(theme, language) for theme in codebook.themes]

    def find(self, text: str) -> list[Match]:
        """Find every term, theme by theme, in the order of the text.

        Places are those of the folded text (`fold`), in which letters may be more or fewer.
        """
        folded = fold(text, self._language)
        return [match for theme in self._themes for match in theme.find(folded, self._window)]


_Pattern = re.Pattern[str]


@dataclass(frozen=True)
class _Compiled:
    theme: Theme
    language: str
    terms: tuple[tuple[Term, _Pattern, tuple[_Pattern, ...], tuple[_Pattern, ...]], ...]
    """Each term with its pattern, its cues and the expressions it may not stand in."""

    barriers: tuple[_Pattern, ...]

    @classmethod
    def of(cls, theme: Theme, language: str) -> _Compiled:
        def compiled(texts: Sequence[str]) -> tuple[_Pattern, ...]:
            return tuple(term_pattern(text, language) for text in texts)

        own = {term.t for term in theme.terms.get(language, ())}
        return cls(
            theme,
            language,
            tuple(
                (term, term_pattern(term.t, language), compiled(term.needs), compiled(term.not_))
                for term in theme.terms.get(language, ())
            ),
            # a term that is listed as its own anti-term only bars what is shorter than itself
            compiled([text for text in theme.anti_terms.get(language, ()) if text not in own]),
        )

    def find(self, text: str, window: int) -> Iterator[Match]:
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
                near = _around(text, start, end, window, self.language)
                role = "support" if any(cue.search(part) for cue in cues for part in near) else ""
            yield Match(self.theme.id, term, start, end, role)


def _spans(patterns: Sequence[_Pattern], text: str) -> list[tuple[int, int]]:
    return [found.span() for pattern in patterns for found in pattern.finditer(text)]


def _around(text: str, start: int, end: int, window: int, language: str) -> tuple[str, str]:
    """Cut the text before and behind a find, as far as the window reaches."""
    if language in UNSPACED:
        return text[max(0, start - window) : start], text[end : end + window]
    return " ".join(text[:start].split()[-window:]), " ".join(text[end:].split()[:window])
