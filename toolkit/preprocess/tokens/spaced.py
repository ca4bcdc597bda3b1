"""Languages with blanks between words: words by one pattern, lemmas by simplemma."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.preprocess.tokens.lemmas import Lemma, lemma_of
from toolkit.preprocess.tokens.phrases import Phrases
from toolkit.preprocess.tokens.splitter import JOINT, STOP, Memo, Piece


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
        chain = rf"{word}(?:(?<=[^\W_])-{word})*"
        self._lemma = lemma_of(language)
        self._chain = re.compile(chain)
        self._phrases = Phrases(re.compile(word), self._lemma, map(_close_signs, compounds))
        self._plain = _Reader(self._chain, self._lemma, self._phrases)
        self._stopping = _Reader(re.compile(f"{chain}|{_STOP_SIGN}"), self._lemma, self._phrases)

    def split(self, text: str) -> list[str]:
        """Cut a text into lower-case lemmas."""
        return self._plain.read(_close_signs(text))

    def marked(self, text: str) -> list[str]:
        """Cut a text, with `STOP` where punctuation parts two words."""
        return [STOP if word == _STOPPED else word for word in self._stopping.read(_close_signs(text))]

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

    def __init__(self, pattern: re.Pattern[str], lemma: Lemma, phrases: Phrases) -> None:
        self._pattern, self._lemma, self._phrases = pattern, lemma, phrases
        self._plain: Memo[str] = Memo(self._without_phrases)
        self._known: Memo[str] = Memo(self._unless_phrase)

    def read(self, text: str) -> list[str]:
        stretches = text.split()
        answers = list(map(self._known.__getitem__, stretches))
        if _LOOK in answers:
            answers = list(self._carefully(stretches, answers))
        return " ".join(answers).split()

    def _without_phrases(self, stretch: str) -> str:
        """Give the tokens of a stretch, with blanks between them."""
        found = self._pattern.findall(stretch)
        return " ".join(token for part in found for token in self._tokens(part))

    def _unless_phrase(self, stretch: str) -> str:
        return _LOOK if self._phrases.may_begin(stretch) else self._plain[stretch]

    def _tokens(self, chain: str) -> Iterator[str]:
        """Give a chain's lemma; a word with the sign of compounds inside binds nothing behind it."""
        if not chain[0].isalnum():
            yield _STOPPED
            return
        *parts, last = chain.split("-") if JOINT in chain else [chain]
        bound = ""
        for part in parts:
            bound += part
            if JOINT in bound:
                yield self._lemma(bound)
                bound = ""
            else:
                bound += "-"
        yield self._lemma(bound + last)

    def _carefully(self, stretches: list[str], answers: list[str]) -> Iterator[str]:
        start = 0
        while start < len(stretches):
            if answers[start] != _LOOK:
                yield answers[start]
                start += 1
                continue
            phrase = self._phrases.first(stretches, start)
            if phrase is None:
                yield self._plain[stretches[start]]
                start += 1
            else:
                yield self._plain[phrase.before]
                yield phrase.token
                start = phrase.last
                stretches[start] = phrase.behind
                answers[start] = self._known[phrase.behind]


_LOOK = "\x00"
"""Says that a compound may begin in a stretch; no text's token."""

_STOPPED = "\x01"
"""Stands for `STOP` where tokens have blanks between them."""

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
