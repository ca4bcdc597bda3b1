"""The expression that finds a term in folded text, language by language."""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.themes.folding import UNSPACED, fold


@lru_cache(maxsize=4096)
def term_pattern(text: str, language: str) -> re.Pattern[str]:
    """Give the expression that finds a term, a cue or an anti-term in folded text of its language."""
    folded = fold(text, language)
    if language in UNSPACED:
        return re.compile(re.escape(folded))
    if language == "ko":
        words = rf"(?:{_PARTICLES})?\s*".join(map(re.escape, folded.split()))
        return re.compile(rf"(?<!\w){words}")
    words = r"\s+".join(map(_plural if language == "en" else re.escape, folded.split()))
    # not \b: a term may begin or end with punctuation
    return re.compile(rf"(?<!\w){words}(?!\w)")


_PARTICLES = "의|을|를|이|가|은|는|과|와|에|로|으로|에서|도"
"""What is written onto a noun inside a Korean phrase (공급망의 안정)."""


def _plural(word: str) -> str:
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        return rf"{re.escape(word[:-1])}(?:y|ies)"
    return re.escape(word) + ("s?" if word[-1].isalnum() else "")


def is_inside(part: str, whole: str, language: str) -> bool:
    """Say whether a term would be found in a longer expression.

    >>> is_inside("开放", "对外开放", "zh"), is_inside("open", "openness", "en")
    (True, False)
    """
    return bool(term_pattern(part, language).search(fold(whole, language)))


def finds_all_of(one: str, other: str, language: str) -> bool:
    """Say whether a term finds the whole of another expression.

    >>> finds_all_of("core technology", "Core technologies", "en"), finds_all_of("chip", "chip maker", "en")
    (True, False)
    """
    return bool(term_pattern(one, language).fullmatch(fold(other, language)))


def is_same(one: str, other: str, language: str) -> bool:
    """Say whether either of two expressions finds the whole of the other."""
    return finds_all_of(one, other, language) or finds_all_of(other, one, language)
