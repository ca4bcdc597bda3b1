"""Compounds of several words: found by their lemmas, whatever their endings, capitals and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.preprocess.tokens.lemmas import Lemma
from toolkit.preprocess.tokens.splitter import JOINT, Memo


class Word(NamedTuple):
    """A word of a text."""

    lemma: str
    is_apart: bool
    """A comma, colon or full stop stands before it."""

    start: int
    end: int

    def continues(self, part: Word) -> bool:
        """Tell whether this may be a part of a compound; none reaches across a stop it does not hold."""
        return self.lemma == part.lemma and self.is_apart <= part.is_apart


class Phrase(NamedTuple):
    """A compound found in a text that was cut at blanks."""

    token: str
    before: str
    """What stands before it in its first stretch."""

    behind: str
    """What stands behind it in its last stretch."""

    last: int
    """Number of its last stretch."""


class Phrases:
    """The compounds of one language.

    Parameters
    ----------
    word
        Pattern of a word without hyphens.
    lemma
        Gives the lemma of a word.
    terms
        The compounds; those of one word are left out.
    """

    def __init__(self, word: re.Pattern[str], lemma: Lemma, terms: Iterable[str]) -> None:
        self._word, self._lemma = word, lemma
        self._of_first: dict[str, list[list[Word]]] = {}
        self._lemmas: Memo[tuple[str, ...]] = Memo(self._lemmas_of)
        for term in terms:
            words = list(self.words(term))
            if len(words) > 1:
                self._of_first.setdefault(words[0].lemma, []).append(words)
        for options in self._of_first.values():
            options.sort(key=lambda words: (-len(words), words))
        self._longest = max(
            (len(words) for options in self._of_first.values() for words in options), default=0
        )

    def words(self, text: str) -> Iterator[Word]:
        """Give each word with its lemma and its place, hyphens taken as blanks."""
        end = 0
        for match in self._word.finditer(text):
            between, is_abbreviated = text[end : match.start()], not text[max(0, end - 2) : end].isalnum()
            is_apart = bool(_APART.search(between) or (_FULL_STOP.match(between) and not is_abbreviated))
            yield Word(self._lemma(match[0]), is_apart, match.start(), match.end())
            end = match.end()

    def may_begin(self, stretch: str) -> bool:
        """Tell whether the first word of a compound stands in a stretch."""
        return bool(self._of_first) and any(lemma in self._of_first for lemma in self._lemmas[stretch])

    def first(self, stretches: Sequence[str], index: int) -> Phrase | None:
        """Find the first compound that begins in a stretch, the longest of those that begin there."""
        reach = self._reach(stretches, index)
        if not self._may_stand(stretches, index, reach):
            return None
        text = " ".join(["", *stretches[index:reach]])
        end_of_first = 1 + len(stretches[index])
        words = list(self.words(text))
        for number, word in enumerate(words):
            if word.start >= end_of_first:
                return None
            for option in self._of_first.get(word.lemma, ()):
                found = words[number + 1 : number + len(option)]
                if len(found) == len(option) - 1 and all(map(Word.continues, found, option[1:])):
                    return _phrase(stretches, index, text, [word, *found])
        return None

    def _reach(self, stretches: Sequence[str], index: int) -> int:
        """Say up to which stretch there are words enough for the longest compound."""
        wanted = self._longest - 1
        for number in range(index + 1, len(stretches)):
            if wanted == 0:
                return number
            wanted -= bool(self._lemmas[stretches[number]])
        return len(stretches)

    def _may_stand(self, stretches: Sequence[str], index: int, reach: int) -> bool:
        """Tell quickly whether all words of a compound are there, in whatever order."""
        there = {lemma for stretch in stretches[index:reach] for lemma in self._lemmas[stretch]}
        return any(
            all(word.lemma in there for word in option)
            for lemma in self._lemmas[stretches[index]]
            for option in self._of_first.get(lemma, ())
        )

    def _lemmas_of(self, stretch: str) -> tuple[str, ...]:
        return tuple(map(self._lemma, self._word.findall(stretch)))


def _phrase(stretches: Sequence[str], index: int, text: str, words: Sequence[Word]) -> Phrase:
    start, end = words[0].start, words[-1].end
    last, begins = index, 1
    while begins + len(stretches[last]) < end:
        begins += len(stretches[last]) + 1
        last += 1
    behind = stretches[last][end - begins :]
    return Phrase(JOINT.join(word.lemma for word in words), text[1:start], behind, last)


_APART = re.compile(r"[,;:!?()\[\]]")
_FULL_STOP = re.compile(r"\.\W*\s")
