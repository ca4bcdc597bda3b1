"""Undo what copying does to text: one small step a fault, each counted, each switchable.

Every step works inside one line, so that line numbers stay what they were, and every step leaves
its own output alone (repairing twice changes nothing).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache, wraps

from toolkit.settings import Settings


class Repair(Settings):
    """Which faults to mend."""

    mojibake: bool = True
    """UTF-8 that was once read as Western European (``â€œ`` for ``“``)."""

    entities: bool = True
    """HTML entities left in the text (``&amp;``, ``&nbsp;``)."""

    invisible: bool = True
    """Control, zero-width and soft-hyphen characters; no-break and wide spaces become spaces."""

    widths: bool = True
    """Full-width Latin letters and digits (``Ａ１``) and ligatures (``ﬁ``); punctuation is kept."""

    note_markers: bool = True
    """Reference marks such as ``[12]`` after a word or a full stop."""

    glued_words: bool = True
    """Spaces lost between English words (``China’sauto``, ``andinternational``)."""

    spaces: bool = True
    """Runs of spaces, and spaces at the ends of a line."""


def repair_line(line: str, rules: Repair) -> tuple[str, Counter[str]]:
    """Mend one line and count what was mended, by fault.

    >>> text, counts = repair_line("China’sauto &amp; trade[3].", Repair())
    >>> text, dict(counts)
    ('China’s auto & trade.', {'entities': 1, 'note_markers': 1, 'glued_words': 1})
    """
    counts: Counter[str] = Counter()
    before = None
    while line != before:  # mending one fault may lay another bare
        before = line
        for name, step in STEPS.items():
            if getattr(rules, name):
                line, changes = step(line)
                if changes:
                    counts[name] += changes
    return line, counts


Step = Callable[[str], tuple[str, int]]


def _until_stable(step: Step) -> Step:
    """Repeat a step until it finds nothing more; count only what changed the line."""

    @wraps(step)
    def repeated(line: str) -> tuple[str, int]:
        total = 0
        while True:
            mended, changes = step(line)
            if mended == line:
                return line, total
            line, total = mended, total + changes

    return repeated


@_until_stable
def mojibake(line: str) -> tuple[str, int]:
    """Decode again what was decoded wrongly."""
    if line.isascii() or not re.search(r"[Â-ôŒ-ſ][\u0080-\u00bf–—‘’“”•€™]", line):
        return line, 0
    import ftfy

    fixed = ftfy.fix_encoding(line)
    return fixed, int(fixed != line)


@_until_stable
def entities(line: str) -> tuple[str, int]:
    """Turn complete HTML entities into their characters, also doubly escaped ones."""
    return _ENTITY.subn(lambda match: html.unescape(match[0]), line)


def invisible(line: str) -> tuple[str, int]:
    """Drop characters that nobody sees."""
    line, spaces = _WIDE_SPACE.subn(" ", line)
    line, dropped = _INVISIBLE.subn("", line)
    return line, dropped + spaces


def widths(line: str) -> tuple[str, int]:
    """Fold full-width letters and digits, and ligatures."""
    found = _FULL_WIDTH.findall(line)
    return (_FULL_WIDTH.sub(lambda match: _fold(match[0]), line), len(found)) if found else (line, 0)


@_until_stable
def note_markers(line: str) -> tuple[str, int]:
    """Drop reference marks behind words and stops; a bracket on its own stays."""
    return _NOTE.subn("", line)


def spaces(line: str) -> tuple[str, int]:
    """Fold runs of spaces."""
    folded = _SPACES.sub(" ", line).strip()
    return folded, int(folded != line)


@_until_stable
def glued_words(line: str) -> tuple[str, int]:
    """Put lost spaces back between English words, only where the dictionary is sure.

    A word is split when the dictionary does not know it but knows what remains after a possessive
    or a function word is cut off (``toindependent``), or when a lower-case word runs into a
    capital (``brandAudi``). Names such as ``DeepSeek`` or ``iPhone`` are left alone.
    """
    if not _LATIN.search(line):
        return line, 0
    line, stops = _GLUED_STOP.subn(r"\1 \2", line)
    line, owners = _GLUED_POSSESSIVE.subn(_split_possessive, line)
    words = 0

    def split(match: re.Match[str]) -> str:
        nonlocal words
        parts = _split_word(match[0])
        words += len(parts) - 1
        return " ".join(parts)

    line = _WORD.sub(split, line)
    return line, stops + owners + words


STEPS: dict[str, Step] = {
    "mojibake": mojibake,
    "entities": entities,
    "invisible": invisible,
    "widths": widths,
    "note_markers": note_markers,
    "glued_words": glued_words,
    "spaces": spaces,
}

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_WIDE_SPACE = re.compile(r"[\t-\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚﬀ-ﬆ]")
_NOTE = re.compile(r"(?<=[\w。，、；：！？”’）%.,;:!?\")])\[\d{1,3}(?:[-–,，、]\s?\d{1,3})*\]")
_SPACES = re.compile(r"[ ]{2,}")
_LATIN = re.compile(r"[a-zA-Z]{3}")
_GLUED_STOP = re.compile(r"([a-z][,;]|[a-z][,.!?]?”)([A-Za-z]{2})")
_GLUED_POSSESSIVE = re.compile(r"\b([A-Z]\w+[’']s)([a-z]{3,})\b")
_WORD = re.compile(r"(?<![\w.@/’'-])[A-Za-z]{4,}(?![\w@/]|[.’'-]\w)|(?<![\w.@/-])a[a-z]{3,}(?=-[a-z])")
_BEFORE = ("the", "to", "of", "and", "with", "that", "from", "its", "a")
_BEHIND = ("the", "its", "has", "have", "is", "of", "and", "to", "with", "that")
_CAMEL = re.compile(r"([a-z]{4,})([A-Z][a-z]{3,})|([A-Z]{2,4})([a-z]{5,})")


def _fold(character: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", character)


def _split_possessive(match: re.Match[str]) -> str:
    owner, word = match[1], match[2]
    return f"{owner} {word}" if _known(word) else match[0]


@lru_cache(maxsize=1 << 16)
def _split_word(word: str) -> tuple[str, ...]:
    camel = _CAMEL.fullmatch(word)
    if camel:
        left, right = (camel[1] or camel[3]), (camel[2] or camel[4])
        return (left, right) if _known((camel[1] or camel[4]).lower()) else (word,)
    lower = word.lower()
    if word[1:] != lower[1:] or _known(lower):
        return (word,)
    for front in _BEFORE:
        rest = lower[len(front) :]
        if lower.startswith(front) and len(rest) >= (4 if len(front) == 1 else 5) and _known(rest):
            return word[: len(front)], word[len(front) :]
    for back in _BEHIND:
        rest = lower[: -len(back)]
        if lower.endswith(back) and len(rest) >= 5 and _known(rest):
            return word[: -len(back)], word[-len(back) :]
    return (word,)


@lru_cache(maxsize=1 << 16)
def _known(word: str) -> bool:
    import simplemma

    return simplemma.is_known(word, lang="en")
