"""Which language a text is in: its script first, a classifier where scripts are shared."""

from __future__ import annotations

import re
from functools import cache

LATIN = ("en", "de", "fr", "es", "it", "pt", "nl")
"""Languages told apart inside the Latin script."""

_SCRIPTS = {
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "hangul": re.compile(r"[\uac00-\ud7af]"),
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
_LANGUAGE_OF = {"kana": "ja", "hangul": "ko", "han": "zh", "cyrillic": "ru", "arabic": "ar"}


def detect_language(text: str) -> str | None:
    """Name the language of a text (ISO 639-1), or None where there are no letters.

    A Chinese character says about as much as a Latin word, so Latin letters count a fourth.

    >>> detect_language("高水平对外开放 by ASML"), detect_language("Opening up, at last.")
    ('zh', 'en')
    >>> detect_language("2025-03") is None
    True
    """
    sample = text[:20000]
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    counts["latin"] /= 4
    if counts["kana"] > 0.05 * counts["han"] and counts["kana"] > 2:
        counts["kana"] += counts.pop("han")
    script = max(counts, key=lambda name: counts[name])
    if counts[script] == 0:
        return None
    return _LANGUAGE_OF.get(script) or _among_latin(sample)


@cache
def _classifier() -> object:
    import py3langid

    py3langid.set_languages(list(LATIN))
    return py3langid


def _among_latin(text: str) -> str:
    language, _ = _classifier().classify(text)  # type: ignore[attr-defined]
    return str(language)
