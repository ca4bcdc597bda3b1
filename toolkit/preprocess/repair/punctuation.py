"""Stops and brackets in the width that the language around them writes."""

from __future__ import annotations

import re

from toolkit.preprocess.repair.characters import Mended, replace

_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_NARROW = {**{wide: narrow for narrow, wide in _WIDE.items()}, "。": "."}


def punctuation(line: str) -> Mended:
    """Widen folded stops in Chinese lines, and fold wide ones in lines without any Chinese.

    >>> punctuation("他说:合作(NEV)很好,对吗?")[0], punctuation("trade，and growth（GDP）")[0]
    ('他说：合作（NEV）很好，对吗？', 'trade, and growth (GDP)')
    """
    if line.isascii():
        return line, []
    han = len(_HAN.findall(line))
    if not han:
        if _WIDE_STOP.search(line) and _LATIN.search(line) and not _OTHER_CJK.search(line):
            return replace(_WIDE_STOP, _narrow, line)
        return line, []
    if not _NARROW_STOP.search(line) or 3 * han < len(line) - line.count(" ") or _OTHER_CJK.search(line):
        return line, []
    line, stops = replace(_FOLDED, lambda match: _WIDE[match[0].strip()], line)
    line, brackets = replace(_BRACKETS, lambda match: f"（{match[1] or match[2]}）", line)
    return line, stops + brackets


def _narrow(match: re.Match[str]) -> str:
    line, place = match.string, match.start()
    before, behind = line[max(place - 1, 0) : place], line[place + 1 : place + 2]
    is_behind_word = before.isascii() and before.isalnum()
    if match[0] == "（" and not is_behind_word:
        return "(" if before in ("", " ") and behind.isascii() and behind.isalpha() else match[0]
    if match[0] == "（":
        return " ("
    if not is_behind_word and before not in (")", '"', "”", "’", "%"):
        return match[0]
    is_in_number = before.isdigit() and behind.isdigit()
    return _NARROW[match[0]] + (" " if behind.isalnum() and not is_in_number else "")


_LATIN = re.compile(r"[A-Za-z]{2}")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER_CJK = re.compile(r"[\u3040-\u30fa\uac00-\ud7af\uff66-\uff9d]")
"""Japanese and Korean have habits of their own."""

_NARROW_STOP = re.compile(r"[,;:?!()]")
_WIDE_STOP = re.compile(r"[，；：？！（）。]")
_LEFT = r"[\u3400-\u4dbf\u4e00-\u9fff”’》」』）】…〉]"
_RIGHT = r"[\u3400-\u4dbf\u4e00-\u9fff“‘《「『（【〈]"
_FOLDED = re.compile(rf"(?<={_LEFT})(?:[,?!]|[;:](?![-)(DPp/]))|(?<=[A-Za-z0-9%)])[,;:?!](?={_RIGHT})")
_BRACKETS = re.compile(
    rf"(?<={_LEFT})\(([^()（）]{{1,80}})\)|\((?=[^()（）]{{0,80}}[\u4e00-\u9fff])([^()（）]{{1,80}})\)"
)
