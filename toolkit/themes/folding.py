"""One form for texts and terms, so that spelling and script do not part what is the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNSPACED = ("zh", "ja")
"""Languages that put no blanks between words."""

_DASHES = r"-‐‑‒–—"


@lru_cache(maxsize=4096)
def fold(text: str, is_spaced: bool) -> str:
    """Bring text and terms to one form."""
    text = unicodedata.normalize("NFKC", text)
    if not is_spaced:
        return _simplifier()(text).casefold()
    text = re.sub(f"[{_DASHES}]", " ", text.lower().replace("’", "'"))
    return re.sub(r"i[sz](?=e|a|i)", "is", text)


def is_nothing(text: str) -> bool:
    """Say whether a text has only blanks and dashes, which are not looked for.

    >>> is_nothing(" - "), is_nothing("C++")
    (True, False)
    """
    return not re.sub(rf"[{_DASHES}\s]", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1)
def _simplifier() -> object:
    import opencc

    return opencc.OpenCC("t2s").convert
