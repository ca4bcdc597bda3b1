"""Simplemma's English dictionary, asked without its checks and detours: most words are simply in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def english_lemmas() -> Mapping[str, str]:
    """Give the lemma of each word that the dictionary has as it is written."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("en")
