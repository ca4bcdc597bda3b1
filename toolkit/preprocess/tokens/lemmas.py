"""Words of spaced languages to lemmas, by simplemma; what a language needs besides is one entry here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from toolkit.preprocess.dictionary import english_lemmas
from toolkit.preprocess.tokens.splitter import Memo
from toolkit.preprocess.tokens.stopwords import read_stop_words


class Spelling(NamedTuple):
    """What is particular to a language's spelling."""

    elided: str = ""
    """Pattern of short words written onto the next one (``l'``, ``qu'``), cut off."""

    behind: str = ""
    """Pattern of pronouns tied on by a hyphen (``-t-il``), cut off."""

    folded: tuple[tuple[str, str], ...] = ()
    """Letters that many writers leave out, and what stands for both (``ё``, ``е``)."""


SPELLINGS: dict[str, Spelling] = {
    "de": Spelling(),
    "es": Spelling(),
    "fr": Spelling(
        elided=r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]",
        behind=r"(?<!rendez)-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|ci|là|moi|toi|lui|leur|les?|la|y|en)",
    ),
    "ru": Spelling(folded=(("ё", "е"),)),
}
"""Languages beside English that are cut at blanks: an entry here, a word list in stopwords/, and simplemma
must know the language."""

Lemma = Callable[[str], str]


@cache
def lemma_of(language: str) -> Lemma:
    """Give the function that turns a word, or words tied by hyphens, into a lemma in lower case."""
    lemma = _english if language == "en" else _lemma_by_spelling(language, SPELLINGS[language])
    return Memo(lemma).__getitem__


def _english(chain: str) -> str:
    return "-".join(map(_english_word, chain.split("-")))


def _english_word(word: str) -> str:
    import simplemma

    is_plain = word.isalpha()
    if not is_plain:
        word = _POSSESSIVE.sub("", word)
        if not word:  # nothing but an ending, as dictionaries list it: ’s
            return word
        if _LETTERS_WITH_SIGNS.fullmatch(word):
            return _signed(word)
    if word.isupper() and len(word) <= _LONGEST_ACRONYM:
        return word.lower()
    word = word.lower()
    listed = english_lemmas().get(word) if is_plain else None
    return (listed or simplemma.lemmatize(word, lang="en")).lower()


_POSSESSIVE = re.compile(r"[’']s?$")
_LETTERS_WITH_SIGNS = re.compile(r"[^\W\d_]+(?: ?& ?[^\W\d_]+)+|[^\W\d_](?:\.[^\W\d_])+\.?")
_LONGEST_ACRONYM = 5
"""AI, FDI, US: capitals throughout are a name, not an inflected form."""


def _signed(name: str) -> str:
    """Give one form to ``R & D`` and ``R&D``, ``U.S`` and ``U.S.``."""
    name = name.lower().replace(" ", "")
    return name if "&" in name else name.rstrip(".") + "."


def _lemma_by_spelling(language: str, spelling: Spelling) -> Lemma:
    import simplemma

    function_words = read_stop_words(language)
    elided = re.compile(rf"(?:{spelling.elided})(?=\w)", re.IGNORECASE) if spelling.elided else None
    behind = re.compile(rf"(?:{spelling.behind})$", re.IGNORECASE) if spelling.behind else None
    folded = str.maketrans(dict(spelling.folded))

    def bare(word: str) -> str:
        return elided.sub("", word, count=1) if elided and elided.match(word) else word

    def basic(word: str) -> str:
        """Find the lemma; capitals stay while looking, for nouns (``Häuser``) are listed with theirs."""
        lower = word.lower()
        if lower in function_words or (word.isupper() and len(word) <= _LONGEST_ACRONYM):
            return lower
        lemma = simplemma.lemmatize(word, lang=language).lower()
        if lemma != lower:
            return lemma
        # An adjective that opens a sentence (``Wirtschaftliche``), but not the noun ``Macht`` as ``machen``.
        small = simplemma.lemmatize(lower, lang=language).lower()
        return small if lower.startswith(small) else lower

    def lemma(chain: str) -> str:
        chain = chain.replace("’", "'")
        if _LETTERS_WITH_SIGNS.fullmatch(chain):
            return _signed(chain)
        if chain.lower() in function_words:
            return chain.lower().translate(folded)
        chain = bare(chain)
        if "-" not in chain:
            return basic(chain).translate(folded)
        if simplemma.is_known(chain, lang=language):
            return simplemma.lemmatize(chain, lang=language).lower().translate(folded)
        chain = behind.sub("", chain) if behind else chain
        return "-".join(basic(bare(word)) for word in chain.split("-")).translate(folded)

    return lemma
