"""Guess the language of a text: its script first, a classifier where languages share a script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache, lru_cache
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from toolkit.preprocess.languages.scripts import (
    SCRIPTS,
    WHOLE_SYLLABLES,
    latin_letters,
    letters_by_script,
    reads_japanese,
)

LANGUAGES: Mapping[str, tuple[str, ...]] = {
    script: tuple(codes.split())
    for script, codes in {
        "latin": "en de fr es it pt nl ca ro pl cs sk sl hr hu sv da no fi et lv lt tr vi id sw tl sq",
        "cyrillic": "ru uk bg sr mk be kk ky mn tg tt",
        "arabic": "ar fa ur ps ug",
        "devanagari": "hi mr ne",
        "han": "zh ja",
        "kana": "ja",
        "hangul": "ko",
        "greek": "el",
        "hebrew": "he",
        "thai": "th",
        "armenian": "hy",
        "georgian": "ka",
        "bengali": "bn",
        "gurmukhi": "pa",
        "gujarati": "gu",
        "oriya": "or",
        "tamil": "ta",
        "telugu": "te",
        "kannada": "kn",
        "malayalam": "ml",
        "sinhala": "si",
        "lao": "lo",
        "tibetan": "dz",
        "burmese": "my",
        "khmer": "km",
        "ethiopic": "am",
    }.items()
}
"""Languages told apart in each script. The many without a tokenizer are there to be recognised, so that they
are not taken for one that has. Small ones beside a near relative (Scots, Galician, Malay) are left out: they
would take short lines from it."""


class Guess(NamedTuple):
    """A language, and how likely it is the right one."""

    code: str
    """ISO 639-1."""

    confidence: float
    """From 0 to 1. Of answers given with 0.8, at least eight in ten are right."""


def detect_language(text: str) -> Guess | None:
    """Name the language of most of a text, or None where there are no letters.

    A Chinese character says about as much as four letters of an alphabet, so English names do not
    turn a Chinese paragraph around.

    >>> detect_language("高水平对外开放 by ASML").code, detect_language("It was the start of a new era.").code
    ('zh', 'en')
    >>> detect_language("2025-03") is None
    True
    """
    (look,) = look_at([text])
    return guess_language(text, look) if look else None


SAMPLE = 300
"""Characters of a passage that are classified."""

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the and of is are were was with that which this these their they has have been from would "
        "its by not but about who than could should will what to he she his you when there after into "
        "because said can only such while where",
        "de": "der das und ist nicht mit von für auf dem sich auch wird werden wurde zum zur eine einer "
        "einen sind nach über bei oder durch",
        "fr": "les des du est dans pour qui sur avec sont été cette aux plus pas nous leur mais ont ses",
        "es": "los las del por una según con más pero también fue sus son está entre muy ha sobre y",
    }.items()
}
"""Words that are frequent in one of these languages and rare in most others of `LANGUAGES`."""


class Look(NamedTuple):
    """What a text looks like from its letters alone."""

    script: str
    weight: float
    """Letters of the script; those of alphabets count a fourth of a character that is a syllable."""

    share: float
    """Share of the text that is in this script."""

    is_pure: bool


def look_at(texts: Sequence[str]) -> list[Look | None]:
    """Name the script that holds most of each text; None where there are no letters."""
    looks = [_look_at_ascii(text) if text.isascii() else None for text in texts]
    others = [number for number, text in enumerate(texts) if not text.isascii()]
    if others:
        for number, look in zip(others, _look_at_others([texts[number] for number in others]), strict=True):
            looks[number] = look
    return looks


def _look_at_ascii(text: str) -> Look | None:
    """Count letters that can but be Latin."""
    letters = latin_letters(text)
    return Look("latin", 0.25 * letters, 1.0, True) if letters else None


def _look_at_others(texts: Sequence[str]) -> list[Look | None]:
    names = list(SCRIPTS)
    weights = letters_by_script(texts) * [1 if name in WHOLE_SYLLABLES else 0.25 for name in names]
    is_pure = (weights > 0).sum(axis=1) == 1
    kana, han = names.index("kana"), names.index("han")
    # Chinese characters among enough kana are Japanese.
    is_japanese = weights[:, kana] >= np.maximum(2, 0.2 * weights[:, han])
    weights[is_japanese, kana] += weights[is_japanese, han]
    weights[is_japanese, han] = 0
    most, total = weights.max(axis=1), weights.sum(axis=1)
    scripts = (names[number] for number in weights.argmax(axis=1).tolist())
    shares = most / np.maximum(total, 1e-9)
    rows = zip(scripts, most.tolist(), shares.tolist(), is_pure.tolist(), strict=True)
    return [Look(*row) if row[1] else None for row in rows]


def guess_language(text: str, look: Look, likely: str | None = None, is_sure: bool = False) -> Guess:
    """Guess the language of a text that looks like this; less sure where scripts are mixed.

    Parameters
    ----------
    likely, is_sure
        What is known of the text, as for `by_function_words`.
    """
    guess = _within(text, look, likely, is_sure)
    among = max(look.share, min(1.0, 2 * look.share - 0.5))
    return Guess(guess.code, guess.confidence * among)


def _within(text: str, look: Look, likely: str | None, is_sure: bool) -> Guess:
    """Guess among the languages of a script, from a sample of the text."""
    if look.script == "han":
        return _among_han(text[:SAMPLE], look.weight)
    if len(LANGUAGES[look.script]) == 1:
        return Guess(LANGUAGES[look.script][0], 1 - 0.3 * 0.6**look.weight)
    sample = text[:SAMPLE]
    if not look.is_pure:
        sample = " ".join(_letters_of(look.script).findall(text[: 20 * SAMPLE]))[:SAMPLE]
    return by_function_words(sample, likely, is_sure) or _classify(sample, look.script)


def _among_han(sample: str, weight: float) -> Guess:
    signs = reads_japanese(sample)
    if signs >= 0:
        signs += bool(_letters_of("kana").search(sample))
    if signs > 0 and signs >= 0.05 * min(weight, SAMPLE):
        return Guess("ja", 0.75 if signs == 1 else 0.9)
    return Guess("zh", 0.99 if signs < 0 else 1 - 0.4 * 0.88**weight)


def by_function_words(sample: str, likely: str | None = None, is_sure: bool = False) -> Guess | None:
    """Recognise a language by its function words: a seventh of all, and three (two if it is likely).

    One in twelve is enough for a language that the whole document is surely in.
    """
    words = sample.lower().split()
    if likely in _FUNCTION_WORDS:
        hits = sum(map(_FUNCTION_WORDS[likely].__contains__, words))
        if (hits >= 2 and hits >= len(words) / 7) or (is_sure and hits >= max(1, len(words) / 12)):
            return Guess(likely, 1 - 0.5 ** (hits + 3))
    counts = {code: sum(map(known.__contains__, words)) for code, known in _FUNCTION_WORDS.items()}
    second, hits = sorted(counts.values())[-2:]
    if hits < 3 or hits < len(words) / 7 or second > hits / 4:
        return None
    return Guess(max(counts, key=lambda code: counts[code]), 1 - 0.5 ** (hits + 3))


@runtime_checkable
class _Identifier(Protocol):
    """What is used of py3langid."""

    def classify(self, text: str) -> tuple[str, float]:
        """Name the most likely language and its probability."""
        ...

    def set_languages(self, langs: list[str]) -> None:
        """Leave only these languages to choose from."""
        ...


@lru_cache(maxsize=1 << 12)
def _classify(sample: str, script: str) -> Guess:
    """Ask the classifier; the same menu stands on every page of a site."""
    code, confidence = _classifier(script).classify(sample)
    return Guess(code, confidence)


@cache
def _classifier(script: str) -> _Identifier:
    """Restrict the model to the languages of a script; the module's own model stays as it is."""
    identifier = copy(_model())
    identifier.set_languages(list(LANGUAGES[script]))
    return identifier


@cache
def _model() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _letters_of(script: str) -> re.Pattern[str]:
    ranges = "".join(f"{chr(first)}-{chr(last)}" for first, last in SCRIPTS[script])
    return re.compile(f"[{ranges}]+")
