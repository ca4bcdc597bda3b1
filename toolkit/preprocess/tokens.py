"""Text to tokens: one private tokenizer per configuration, the same path for texts and seed terms.

A language is one splitter here and one word list in ``stopwords/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import resources
from typing import NamedTuple, Protocol, runtime_checkable

from pydantic import Field

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.files import digest
from toolkit.settings import Settings

JOINT = "_"
"""Joins the words of a compound in spaced languages: ``supply_chain``."""


class TokenRules(Settings):
    """What becomes a token."""

    stop_words: bool = True
    """Leave out function words (the lists stand in toolkit/preprocess/stopwords)."""

    extra_stop_words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """More words to leave out, by language."""

    compounds: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Expressions to keep whole, by language, besides the codebook's terms."""

    min_characters: int = Field(2, ge=1)
    """Shorter tokens are left out (a single Chinese character is rarely a word)."""

    numbers: bool = False
    """Keep numbers, also those written in Chinese with their measure word (两个, 六成)."""


@runtime_checkable
class Splitter(Protocol):
    """Cuts text of one language into words in their basic form."""

    def split(self, text: str) -> list[str]:
        """Cut a text."""
        ...

    def compound(self, term: str) -> str:
        """Show how a known compound comes out of `split`."""
        ...


class Tokenizer:
    """Splits texts of several languages by one set of rules.

    Parameters
    ----------
    rules
        What becomes a token.
    compounds
        Expressions that must come out whole, by language: the codebook's terms.
    """

    def __init__(
        self, rules: TokenRules | None = None, compounds: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self.rules = rules or TokenRules()
        languages = {*(compounds or {}), *self.rules.compounds}
        self.compounds = {
            language: sorted({*(compounds or {}).get(language, ()), *self.rules.compounds.get(language, ())})
            for language in sorted(languages)
        }
        self._splitters: dict[str, Splitter] = {}
        self._stops: dict[str, frozenset[str]] = {}

    def tokens(self, text: str, language: str) -> list[str]:
        """Cut a text into tokens, stop words and short ones left out.

        >>> Tokenizer(compounds={"en": ["supply chain"]}).tokens("The supply-chains were resilient", "en")
        ['supply_chain', 'resilient']
        """
        splitter, shortest = self._splitter(language), self.rules.min_characters
        stops = self._stop_words(language)
        return [
            token
            for token in splitter.split(text)
            if len(token) >= shortest
            and token not in stops
            and (self.rules.numbers or not _NUMBER.fullmatch(token))
        ]

    def term(self, term: str, language: str) -> tuple[str, ...]:
        """Tokenise a codebook term by the very same path (one token if it is a compound)."""
        return tuple(self._splitter(language).split(term))

    @cached_property
    def digest(self) -> str:
        """Hash of the rules, compounds and word lists."""
        lists = {language: sorted(read_stop_words(language)) for language in SPLITTERS}
        return digest(self.rules.model_dump(mode="json"), self.compounds, lists)

    def _splitter(self, language: str) -> Splitter:
        if language not in self._splitters:
            require_tokenizer(language)
            self._splitters[language] = SPLITTERS[language](self.compounds.get(language, ()))
        return self._splitters[language]

    def _stop_words(self, language: str) -> frozenset[str]:
        if language not in self._stops:
            own = self.rules.extra_stop_words.get(language, ())
            words = read_stop_words(language) if self.rules.stop_words else frozenset()
            self._stops[language] = words | {token for word in own for token in self.term(word, language)}
        return self._stops[language]


class ChineseSplitter:
    """rjieba (jieba's dictionary and algorithm, in Rust) on simplified text; Latin words lower-cased."""

    def __init__(self, compounds: Sequence[str]) -> None:
        import opencc
        import rjieba

        self._simplify = opencc.OpenCC("t2s").convert
        self._jieba = rjieba.Jieba()
        words = [self._simplify(term).casefold() for term in compounds if term.strip()]
        mixed = sorted((word for word in words if not _HAN.fullmatch(word)), key=len, reverse=True)
        self._mixed = re.compile("|".join(map(_alone, mixed))) if mixed else None
        for word in words:
            frequency = self._jieba.suggest_freq(word) if hasattr(self._jieba, "suggest_freq") else None
            self._jieba.add_word(word, frequency, None)

    def split(self, text: str) -> list[str]:
        """Cut a text; punctuation is dropped, words of Latin letters and digits stay whole."""
        text = self._simplify(text).casefold()
        words: list[str] = []
        end = 0
        for match in self._mixed.finditer(text) if self._mixed else ():
            words += [*self._cut(text[end : match.start()]), JOINT.join(match[0].split())]
            end = match.end()
        return words + self._cut(text[end:])

    def compound(self, term: str) -> str:
        """Give the simplified, lower-cased term."""
        return JOINT.join(self._simplify(term).casefold().split())

    def _cut(self, text: str) -> list[str]:
        words: list[str] = []
        for piece in _CHINESE_PIECE.findall(text):
            words += self._jieba.cut(piece) if _HAN.match(piece) else [piece]
        return words


class EnglishSplitter:
    """Words by a pattern, lemmas by simplemma, compounds by longest match over lemmas.

    A hyphen counts as a space when a compound needs it (``supply-chain``) and binds otherwise
    (``win-win``).
    """

    def __init__(self, compounds: Sequence[str]) -> None:
        self._compounds: dict[str, list[list[_Word]]] = {}
        for term in compounds:
            words = _english_words(term)
            if len(words) > 1:
                self._compounds.setdefault(words[0].lemma, []).append(words)
        for options in self._compounds.values():
            options.sort(key=lambda words: (-len(words), words))

    def split(self, text: str) -> list[str]:
        """Cut a text into lower-case lemmas."""
        words = _english_words(text)
        result: list[str] = []
        index = 0
        while index < len(words):
            match = self._match(words, index)
            if match:
                result.append(JOINT.join(word.lemma for word in match))
                index += len(match)
            else:
                word = words[index]
                if word.is_bound and result and not self._ends_compound(result[-1]):
                    result[-1] = f"{result[-1]}-{word.lemma}"
                else:
                    result.append(word.lemma)
                index += 1
        return result

    def compound(self, term: str) -> str:
        """Give the lemmas joined."""
        return JOINT.join(word.lemma for word in _english_words(term))

    def _match(self, words: list[_Word], index: int) -> list[_Word] | None:
        for option in self._compounds.get(words[index].lemma, ()):
            found = words[index + 1 : index + len(option)]
            if len(found) == len(option) - 1 and all(map(_Word.continues, found, option[1:])):
                return option
        return None

    @staticmethod
    def _ends_compound(word: str) -> bool:
        return JOINT in word


SPLITTERS: dict[str, type] = {"zh": ChineseSplitter, "en": EnglishSplitter}


def require_tokenizer(language: str) -> None:
    """Raise `InvalidInput` where a language has no tokenizer yet."""
    if language not in SPLITTERS:
        raise InvalidInput([no_tokenizer(language, f"language '{language}'")])


def no_tokenizer(language: str, place: str) -> Problem:
    """Say that a language cannot be tokenised, and what to do."""
    return Problem(
        place,
        f"there is no tokenizer for '{language}'",
        "exclude these documents, correct their `language` in the metadata, or add a splitter and a "
        f"word list in toolkit/preprocess; {nearest(language, SPLITTERS)}",
    )


def read_stop_words(language: str) -> frozenset[str]:
    """Read the word list of a language, as a user can see it in ``stopwords/<language>.txt``."""
    text = resources.files("toolkit.preprocess").joinpath(f"stopwords/{language}.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line and not line.startswith("#"))


_NUMBER = re.compile(
    r"[^a-z\u00c0-\uffff]+|"
    r"第?[一二两三四五六七八九十百千万亿几数半多]+"
    r"(?:[个家台条座份张位名次年月日天成种项艘架吨架批件款支间栋层轮套组类届期点分倍元角斤度口人]|小时|分钟|个月|年前|年后|多家|公里|公斤|万元|亿元)?"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = r"a-z\u00c0-\u024f"
_CHINESE_PIECE = re.compile(
    rf"{_HAN.pattern}|[{_LATIN}][{_LATIN}0-9_+-]*|[0-9](?:[{_LATIN}0-9_%]|[.](?=[0-9]))*"
)
_ENGLISH_WORD = re.compile(r"(-?)([^\W\d_][\w]*(?:[’'][^\W\d_]+)?|\d(?:[\w%]|[.,](?=\d))*)")
_APART = re.compile(r"[,;:!?()\[\]]")
_FULL_STOP = re.compile(r"\.\W*\s")
_POSSESSIVE = re.compile(r"[’']s?$")


def _alone(word: str) -> str:
    """Match a compound that mixes scripts, not inside a longer Latin word (``AI芯片`` in ``OpenAI芯片``)."""
    return rf"(?<![{_LATIN}0-9](?=[{_LATIN}0-9])){re.escape(word)}(?!(?<=[{_LATIN}0-9])[{_LATIN}0-9])"


class _Word(NamedTuple):
    lemma: str
    is_bound: bool
    """A hyphen binds it to the word before."""

    is_apart: bool
    """A comma, colon or full stop stands before it."""

    def continues(self, part: _Word) -> bool:
        """Tell whether this may be a part of a compound; none reaches across a stop it does not hold."""
        return self.lemma == part.lemma and self.is_apart <= part.is_apart


def _english_words(text: str) -> list[_Word]:
    words: list[_Word] = []
    end = 0
    for match in _ENGLISH_WORD.finditer(text):
        is_bound = bool(match[1]) and match.start() > 0 and text[match.start() - 1].isalnum()
        between, is_abbreviated = text[end : match.start()], not text[max(0, end - 2) : end].isalnum()
        is_apart = bool(_APART.search(between) or (_FULL_STOP.match(between) and not is_abbreviated))
        words.append(_Word(_english_lemma(match[2]), is_bound, is_apart))
        end = match.end()
    return words


@lru_cache(maxsize=1 << 17)
def _english_lemma(word: str) -> str:
    import simplemma

    word = _POSSESSIVE.sub("", word)
    if word.isupper() and len(word) <= 5:  # AI, FDI, US: an acronym is no inflected form
        return word.lower()
    return simplemma.lemmatize(word.lower(), lang="en").lower()
