"""What tokenizer and lemmatiser make of terms: seeds that come apart, words without a lemma."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.errors import ToolkitError
from toolkit.preprocess import SPLITTERS, Tokenizer
from toolkit.preprocess.tokens.lemmas import SPELLINGS
from toolkit.themes.codebook.linting.finding import Draft, entries
from toolkit.themes.codebook.model import Codebook
from toolkit.themes.folding import fold


def token_findings(codebook: Codebook, tokenizer: Tokenizer) -> Iterator[Draft]:
    """Find terms that do not come out as one token; the dictionary finds them all the same."""
    failed: set[str] = set()
    for entry in entries(codebook):
        name, language = entry.term.t, entry.language
        if language in failed or language not in SPLITTERS:
            continue
        try:
            tokens = tokenizer.term(name, language)
        except ToolkitError as error:  # a package that is not installed is told once
            failed.add(language)
            yield "note", entry.place, f"terms in '{language}' were not tokenised", str(error)
            continue
        if len(tokens) != 1:
            shown = " | ".join(tokens) or "nothing"
            what = f"the tokenizer takes '{name}' apart ({shown}): it is no seed, and links no languages"
            yield "note", entry.place, what, "nothing to do: the dictionary finds it all the same"


def lemma_findings(codebook: Codebook) -> Iterator[Draft]:
    """Find words of which only the written form is found, because the lemmatiser does not know them."""
    for entry in entries(codebook):
        if entry.language in SPELLINGS:
            strange = [word for word in _WORD.findall(entry.term.t) if not _is_known(word, entry.language)]
            if strange:
                what = f"the lemmatiser does not know {', '.join(strange)}: its other forms are not found"
                yield "note", entry.place, what, "list the forms that texts have as terms of their own"


_WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter words are mostly names and particles."""


def _is_known(word: str, language: str) -> bool:
    import simplemma

    forms = (word, word.lower(), word.capitalize())
    return fold(word, language) != word.lower() or any(
        simplemma.is_known(form, lang=language) for form in forms
    )
