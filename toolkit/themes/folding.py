"""One form for texts and terms, so that spelling, script and inflection do not part what is the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from toolkit.preprocess.tokens.lemmas import SPELLINGS, lemma_of

UNSPACED = ("zh", "ja")
"""Languages that put no blanks between words."""

_DASHES = r"-‐‑‒–—"
_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»「」『』", '"'), **dict.fromkeys("‘’‚‛‹›", "'")})
_BLANKS = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def fold(text: str, language: str) -> str:
    """Bring a text or a term to one form.

    Widths of letters, shapes of quotation marks and lengths of blanks are nothing. Chinese becomes
    simplified. In languages with blanks case and hyphens are nothing, in English so is -ize or -ise; words
    of German, French, Spanish and Russian become lemmas.

    >>> fold("自主創新", "zh"), fold("Win–Win organization", "en"), fold("strategischer Autonomie", "de")
    ('自主创新', 'win win organisation', 'strategisch autonomie')
    """
    text = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).translate(_QUOTES))
    if language in UNSPACED:
        return (_simplifier()(text) if language == "zh" else text).casefold()
    text = re.sub(f"[{_DASHES}]", " ", text)
    if language in SPELLINGS:
        lemma = lemma_of(language)
        return _WORD.sub(lambda word: lemma(word[0]), text).lower()
    text = text.lower()
    return re.sub(r"i[sz](?=e|a|i)", "is", text) if language == "en" else text


def is_nothing(text: str) -> bool:
    """Say whether a text has only blanks and dashes, which are not looked for.

    >>> is_nothing(" - "), is_nothing("C++")
    (True, False)
    """
    return not re.sub(rf"[{_DASHES}\s]", "", unicodedata.normalize("NFKC", text))


_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
"""A word, with an article that is elided before it (l'autonomie)."""


@lru_cache(maxsize=1)
def _simplifier() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("t2s").convert
