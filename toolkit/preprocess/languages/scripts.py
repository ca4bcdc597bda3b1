"""Writing systems: how much of each a text holds, and which of the two Chinese ones it is written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from jaxtyping import Int, UInt8

SCRIPTS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "latin": (
        (0x41, 0x5A),
        (0x61, 0x7A),
        (0xC0, 0xD6),
        (0xD8, 0xF6),
        (0xF8, 0x24F),
        (0x1E00, 0x1EFF),
        (0xFF21, 0xFF3A),
        (0xFF41, 0xFF5A),
    ),
    "han": ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)),
    # Without the dot between names and the long-vowel mark, which Chinese texts use as well.
    "kana": ((0x3041, 0x309F), (0x30A1, 0x30FA), (0xFF66, 0xFF9D)),
    "hangul": ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7AF)),
    "cyrillic": ((0x400, 0x52F),),
    "arabic": ((0x620, 0x64A), (0x66E, 0x6D3), (0x6FA, 0x6FF), (0x750, 0x77F)),
    "devanagari": ((0x900, 0x963),),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "hebrew": ((0x5D0, 0x5EA),),
    "thai": ((0xE01, 0xE3A), (0xE40, 0xE4E)),
    "armenian": ((0x531, 0x587),),
    "georgian": ((0x10A0, 0x10FF),),
    "bengali": ((0x980, 0x9E3),),
    "gurmukhi": ((0xA00, 0xA65),),
    "gujarati": ((0xA80, 0xAE3),),
    "oriya": ((0xB00, 0xB63),),
    "tamil": ((0xB80, 0xBE5),),
    "telugu": ((0xC00, 0xC65),),
    "kannada": ((0xC80, 0xCE5),),
    "malayalam": ((0xD00, 0xD65),),
    "sinhala": ((0xD80, 0xDDF),),
    "lao": ((0xE80, 0xECF),),
    "tibetan": ((0xF40, 0xFBC),),
    "burmese": ((0x1000, 0x103F),),
    "khmer": ((0x1780, 0x17D3),),
    "ethiopic": ((0x1200, 0x137F),),
}
"""Code points of the letters of each script, first and last."""

WHOLE_SYLLABLES = ("han", "kana", "hangul")
"""Scripts of which a character says about as much as four letters of an alphabet."""

Counts = Int[np.ndarray, "texts scripts"]
ChineseScript = Literal["simplified", "traditional", "mixed"]

_AT_ONCE = 200_000
"""Characters that are counted at once, and of one text at most."""


def letters_by_script(texts: Sequence[str]) -> Counts:
    """Count the letters of each script in each text; very long texts are counted by evenly spread samples.

    Returns
    -------
    (texts, scripts), columns in the order of `SCRIPTS`.

    >>> letters_by_script(["与ASML合作, 2025", "Так."])[:, :5].tolist()
    [[4, 3, 0, 0, 0], [0, 0, 0, 0, 3]]
    """
    counts = np.zeros((len(texts), len(SCRIPTS)), dtype=np.int64)
    first = 0
    while first < len(texts):
        last, size = first, 0
        while last < len(texts) and size < _AT_ONCE:
            size += min(len(texts[last]), _AT_ONCE)
            last += 1
        counts[first:last] = _count(texts[first:last])
        first = last
    return counts


def latin_letters(text: str) -> int:
    """Count the letters of an ASCII text, as `letters_by_script` does.

    >>> latin_letters("To ASML, 2025")
    6
    """
    step = 1 + len(text) // _AT_ONCE
    return step * len(text[::step].encode("ascii").translate(None, _NO_LETTERS))


_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def _count(texts: Sequence[str]) -> Counts:
    steps = [1 + len(text) // _AT_ONCE for text in texts]
    # Beyond the basic plane UTF-16 has surrogates, no letters: emoji and very rare characters do not count.
    samples = [
        text[::step].encode("utf-16-le", "surrogatepass") for text, step in zip(texts, steps, strict=True)
    ]
    codes = np.frombuffer(b"".join(samples), dtype=np.uint16)
    columns = len(SCRIPTS) + 1
    row = np.repeat(np.arange(len(texts)) * columns, [len(sample) // 2 for sample in samples])
    counts = np.bincount(row + _script_table()[codes], minlength=len(texts) * columns)
    return counts.reshape(len(texts), columns)[:, :-1] * np.array(steps)[:, None]


def chinese_script(text: str) -> ChineseScript | None:
    """Tell whether Chinese text is simplified or traditional, by the characters that only one of them has.

    Returns
    -------
    "mixed" where the rarer of the two makes up a tenth or more of such characters; None where there are none.

    >>> chinese_script("开放与发展"), chinese_script("開放與發展"), chinese_script("中文")
    ('simplified', 'traditional', None)
    """
    telling = _telling_characters()
    counts = sum(c in telling.simplified for c in text), sum(c in telling.traditional for c in text)
    if not any(counts):
        return None
    if min(counts) >= 0.1 * sum(counts):
        return "mixed"
    return "simplified" if counts[0] > counts[1] else "traditional"


def reads_japanese(text: str) -> int:
    """Count the signs that Chinese characters without kana are Japanese; below zero they cannot be.

    Signs are characters in a form that only Japanese has (駅, 働), and forms of simplified and traditional
    Chinese side by side (国際): Japanese simplified some characters as China did, and left others.

    >>> reads_japanese("東京駅"), reads_japanese("国際競争力"), reads_japanese("國際"), reads_japanese("国际")
    (1, 1, 0, -1)
    """
    telling = _telling_characters()
    if not telling.never_japanese.isdisjoint(text):
        return -1
    is_both = not telling.simplified.isdisjoint(text) and not telling.traditional.isdisjoint(text)
    return len(telling.japanese.intersection(text)) + is_both


class _Telling(NamedTuple):
    """Characters that only one way of writing has."""

    simplified: frozenset[str]
    traditional: frozenset[str]
    japanese: frozenset[str]
    never_japanese: frozenset[str]
    """Simplified characters that Japanese does not have."""


@cache
def _script_table() -> UInt8[np.ndarray, " codes"]:
    table = np.full(0x10000, len(SCRIPTS), dtype=np.uint8)
    for number, ranges in enumerate(SCRIPTS.values()):
        for first, last in ranges:
            table[first : last + 1] = number
    return table


@cache
def _telling_characters() -> _Telling:
    """Sort the characters that tell ways of writing apart.

    OpenCC says which characters have another form, the old national encodings which of the two forms
    was ever usual: 后 and 里 have traditional forms and are traditional characters themselves.
    """
    import opencc

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    together = "\n".join(characters)
    forms = {name: opencc.OpenCC(name).convert(together).split("\n") for name in ("s2t", "t2s", "jp2t")}
    rows = list(zip(characters, forms["s2t"], forms["t2s"], forms["jp2t"], strict=True))
    simplified = {c for c, s2t, _, _ in rows if s2t != c and _is_in(c, "gb2312") and not _is_in(c, "big5")}
    traditional = {c for c, _, t2s, _ in rows if t2s != c and _is_in(c, "big5") and not _is_in(c, "gb2312")}
    japanese = {
        c
        for c, _, _, jp2t in rows
        if jp2t != c and _is_in(c, "shift_jis") and not _is_in(c, "gb2312") and not _is_in(c, "big5")
    }
    never_japanese = {c for c in simplified if not _is_in(c, "shift_jis")}
    return _Telling(*map(frozenset, (simplified, traditional, japanese, never_japanese)))


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
