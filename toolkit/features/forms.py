"""Find the words of a vocabulary that a dictionary means: as written, by lemma, by stem.

Dictionaries list basic forms, and texts that were cut elsewhere hold inflected ones: with exact matches alone
more than half of the links between a dictionary and 5,000 words of English news are lost.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from toolkit.features.terms import Terms
from toolkit.preprocess.tokens import JOINT, SPLITTERS, Splitter
from toolkit.preprocess.tokens.lemmas import SPELLINGS, lemma_of

AS_WRITTEN, BY_LEMMA, BY_STEM = 1.0, 0.8, 0.4
"""What a match is worth: ``economic`` is only near to ``economy``."""


class Forms:
    """The words of a vocabulary by their forms."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._by_lemma: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_stem: dict[tuple[str, str], list[int]] = defaultdict(list)
        for column, (language, word) in enumerate(zip(terms.languages, terms.words, strict=True)):
            if JOINT in word:
                continue
            lemma = _lemma(word, language)
            self._by_lemma[language, lemma].append(column)
            if (rough := _rough(lemma, language)) is not None:
                self._by_stem[language, rough].append(column)

    @lru_cache(maxsize=1 << 16)  # noqa: B019  (made for one vocabulary, and gone with it)
    def of(self, language: str, word: str) -> tuple[tuple[int, float], ...]:
        """Give the columns that a word of a dictionary means, and how surely."""
        lemma = _lemma(word, language)
        found: dict[int, float] = {}
        if (rough := _rough(lemma, language)) is not None and JOINT not in word:
            found.update(dict.fromkeys(self._by_stem.get((language, rough), ()), BY_STEM))
        found.update(dict.fromkeys(self._by_lemma.get((language, lemma), ()), BY_LEMMA))
        exact = self.terms.index.get((language, word))
        if exact is not None:
            found[exact] = AS_WRITTEN
        return tuple(sorted(found.items()))


@cache
def _lemma(word: str, language: str) -> str:
    """Give the lemma where the toolkit knows the language's, else the word in lower case."""
    if language == "en" or language in SPELLINGS:
        return lemma_of(language)(word)
    found = _splitter(language).split(word) if language in _INFLECTED else []
    return found[0] if len(found) == 1 else word.lower()


_INFLECTED = ("ja", "ko")
"""Languages without lists of lemmas, whose tokenizer gives basic forms: 良かっ is 良い."""


@cache
def _splitter(language: str) -> Splitter:
    return SPLITTERS[language](())


def _rough(lemma: str, language: str) -> str | None:
    """Give what is left of a lemma to compare it by, where a language has such a form.

    Japanese writes loan words with long vowels or without, コンピューター or コンピュータ, and some
    tokenizers leave the sign of length out altogether.
    """
    if language == "en":
        return stem(lemma)
    return lemma.replace("ー", "") or None if language == "ja" else None


_ENDINGS = (
    *["ations", "ation", "ments", "ment", "ingly", "ings", "ing", "ized", "izes", "ize", "edly", "ied"],
    *["ies", "ers", "er", "ors", "or", "ed", "es", "ly", "ions", "ion", "ive", "al", "s", "e", "y"],
)


@cache
def stem(word: str) -> str:
    """Take the endings of an English word off; only ever to compare two words, never to show one.

    >>> stem("developments") == stem("developing") == stem("developed")
    True
    """
    if not word.isascii() or len(word) < 4:
        return word
    if len(word) == 4:
        return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), "")
    word = word[: len(word) - len(ending)]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "yie" else word
