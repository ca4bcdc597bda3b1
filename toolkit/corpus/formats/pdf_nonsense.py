"""Texts that a PDF shows well and gives out as nonsense, because its fonts hide their characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_MOST_UNKNOWN = 0.2
"""Share of letters without a meaning above which a text is of no use."""

_MOST_RARE = 0.2
_RARE_SCRIPTS = 5
"""A text may be in a rare script, or cite some words in a second; no text mixes so many."""

_COMMON = frozenset(
    ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
)
_WORD = re.compile(r"[^\W\d_]{3,20}")
_LANGUAGES = ("en", "de", "fr", "es")
_LEAST_KNOWN = 0.4
_SAMPLE = 20_000


def is_nonsense(text: str, unmapped: float = 0.0) -> bool:
    """Tell whether a text is not what its pages show.

    Parameters
    ----------
    text
        The text of the whole document.
    unmapped
        Share of its letters that are numbers of shapes, because the font does not name them. In old files
        of TeX these numbers are those of the letters, so that words decide.

    >>> is_nonsense("自立自强，开放合作"), is_nonsense("ລકతཀᏣԱӻ"), is_nonsense("7KH FRXQFLO", unmapped=1.0)
    (False, True, True)
    """
    counts = Counter(text)
    drawn = sum(count for letter, count in counts.items() if not letter.isspace())
    if sum(counts[letter] for letter in unknown(counts)) > _MOST_UNKNOWN * drawn:
        return True
    return _is_medley(counts) or (unmapped > _MOST_UNKNOWN and not _has_words(text[:_SAMPLE]))


def unknown(letters: Counter[str]) -> list[str]:
    """List the letters that mean nothing outside their file: replaced, private or never assigned."""
    return [
        letter
        for letter in letters
        if letter == "\ufffd"
        or (unicodedata.category(letter) in ("Co", "Cn", "Cs", "Cc") and not letter.isspace())
    ]


def _is_medley(counts: Counter[str]) -> bool:
    """Tell whether letters come from many scripts that no text uses together."""
    scripts: Counter[str] = Counter()
    for letter, count in counts.items():
        if letter.isalpha():
            scripts[unicodedata.name(letter, "UNNAMED").split(" ", 1)[0]] += count
    rare = {script: count for script, count in scripts.items() if script not in _COMMON}
    return len(rare) >= _RARE_SCRIPTS and sum(rare.values()) > _MOST_RARE * scripts.total()


def _has_words(text: str) -> bool:
    import simplemma

    words = _WORD.findall(text)
    known = sum(bool(simplemma.is_known(word.lower(), lang=_LANGUAGES)) for word in words)
    return known > _LEAST_KNOWN * len(words)
