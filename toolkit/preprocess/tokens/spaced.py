"""Languages with blanks between words: words by one pattern, lemmas by simplemma."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from toolkit.preprocess.tokens.lemmas import Lemma, lemma_of
from toolkit.preprocess.tokens.phrases import Phrases
from toolkit.preprocess.tokens.splitter import JOINT, STOP, Cut, Keep, Memo, Piece


class SpacedSplitter:
    """Words by a pattern, lemmas by simplemma, compounds by longest match over lemmas.

    A hyphen counts as a space when a compound needs it (``supply-chain``) and binds otherwise
    (``win-win``).

    Parameters
    ----------
    language
        A language of `SPELLINGS`, or ``en``.
    compounds
        Expressions that must come out whole.
    """

    def __init__(self, language: str, compounds: Sequence[str]) -> None:
        word = _word_pattern(language)
        chained = rf"{word}(?:(?<=[^\W_])-{word})*"
        self._lemma = lemma_of(language)
        self._chain = re.compile(chained)
        self._phrases = Phrases(re.compile(word), self._lemma, map(_close_signs, compounds))
        stopping = re.compile(f"{chained}|{_STOP_SIGN}")
        self._split = self.keeping(bool)
        self._marked = _Reader(stopping, self._lemma, self._phrases, lambda word: True).read

    def split(self, text: str) -> list[str]:
        """Cut a text into lower-case lemmas."""
        return self._split(text)

    def keeping(self, keep: Keep) -> Cut:
        """Give a function that cuts a text and leaves words out."""
        return _Reader(self._chain, self._lemma, self._phrases, keep).read

    def marked(self, text: str) -> list[str]:
        """Cut a text, with `STOP` where punctuation parts two words."""
        return self._marked(text)

    def pieces(self, text: str) -> list[Piece]:
        """Show each word beside its lemma."""
        return [Piece(chain, self._lemma(chain)) for chain in self._chain.findall(_close_signs(text))]

    def compound(self, term: str) -> str:
        """Give the lemmas joined."""
        return JOINT.join(word.lemma for word in self._phrases.words(_close_signs(term)))

    def joined(self, words: tuple[str, ...]) -> str:
        """Put words together as a compound."""
        return JOINT.join(words)


class _Reader:
    """Reads a text blank by blank, and remembers what stood between two blanks.

    No word reaches across a blank, so most of a text costs one look-up for each stretch; only where a
    compound may begin are the words looked at one by one.
    """

    def __init__(self, pattern: re.Pattern[str], lemma: Lemma, phrases: Phrases, keep: Keep) -> None:
        self._pattern, self._lemma, self._phrases = pattern, lemma, phrases
        self._is_kept = Memo(keep)
        self._known: Memo[Sequence[str]] = Memo(self._without_phrases)
        self._beginning: set[str] = set()
        """Stretches met so far in which a compound may begin."""

    def read(self, text: str) -> list[str]:
        stretches = _close_signs(text).split()
        if not self._beginning:
            found = list(chain.from_iterable(map(self._known.__getitem__, stretches)))
            if not self._beginning:
                return found
        words = list(map(self._known.__getitem__, stretches))
        if self._beginning and not self._beginning.isdisjoint(stretches):
            words = list(self._carefully(stretches, words))
        return list(chain.from_iterable(words))

    def _without_phrases(self, stretch: str) -> Sequence[str]:
        """Give the words of a stretch."""
        if self._phrases.may_begin(stretch):
            self._beginning.add(stretch)
        if stretch.isalpha():
            return self._kept([self._lemma(stretch)])
        return self._kept([word for part in self._pattern.findall(stretch) for word in self._words(part)])

    def _kept(self, words: Iterable[str]) -> Sequence[str]:
        return tuple(map(sys.intern, filter(self._is_kept.__getitem__, words)))

    def _words(self, part: str) -> Iterable[str]:
        """Give a chain's lemma; a word with the sign of compounds inside binds nothing behind it."""
        if not part[0].isalnum():
            return (STOP,)
        return _bound(part, self._lemma) if JOINT in part else (self._lemma(part),)

    def _carefully(self, stretches: list[str], words: list[Sequence[str]]) -> Iterator[Sequence[str]]:
        start = 0
        while start < len(stretches):
            phrase = None
            if stretches[start] in self._beginning:
                phrase = self._phrases.first(stretches, start)
            if phrase is None:
                yield words[start]
                start += 1
            else:
                yield self._known[phrase.before]
                yield self._kept([phrase.token])
                start = phrase.last
                stretches[start] = phrase.behind
                words[start] = self._known[phrase.behind]


def _bound(part: str, lemma: Lemma) -> Iterator[str]:
    """Give the lemmas of a chain with signs of compounds inside."""
    *parts, last = part.split("-")
    bound = ""
    for word in parts:
        bound += word
        if JOINT in bound:
            yield lemma(bound)
            bound = ""
        else:
            bound += "-"
    yield lemma(bound + last)


_STOP_SIGN = r"[.,;:!?()\[\]{}…“”„«»\"—–。！？；：，、]"
_SPACED_SIGN = re.compile(r"(?<!\w)([A-Za-z]) & (?=[A-Za-z](?!\w))")
_SIGNED = (
    r"[A-Za-z]{1,2}(?:&[A-Za-z]{1,2})+(?!\w)"  # R&D, AT&T
    r"|[A-Z](?:\.[A-Z])+(?!\w)\.?"  # U.S., U.K
)


def _word_pattern(language: str) -> str:
    apostrophes = "?" if language == "en" else "*"
    word = rf"(?:(?=[A-Za-z]{{1,2}}[&.])(?:{_SIGNED})|[^\W\d_]\w*)(?:[’'][^\W\d_]+){apostrophes}"
    return rf"(?:{word}|\d(?:[\w%]|[.,](?=\d))*)"


def _close_signs(text: str) -> str:
    """Write ``R & D`` as ``R&D``."""
    return _SPACED_SIGN.sub(r"\1&", text) if " & " in text else text
