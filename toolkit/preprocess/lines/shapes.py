"""What a line looks like from outside."""

from __future__ import annotations

import re
from typing import NamedTuple

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_TRAILER = re.compile(
    r"(?:\s*[\[［]\d{1,3}[\]］]|"
    r"\s*[(（](?:完|作者[^()（）]{0,40}|本报[^()（）]{0,40}|记者[^()（）]{0,40}|end)[)）])+\s*$",
    re.IGNORECASE,
)
"""What may stand behind the last full stop of a real paragraph."""

_BRACKETS = ("]", "］", ")", "）")
_CLOSERS = "”’“‘』」》）)\"'】»«›‹〉"
"""German closes a quotation with the sign that opens an English one, and some French and Danish with «."""

_STOPS = frozenset("。！？!?.…；;؟।")
_PLAIN_STOPS = _STOPS - {"…"}
_STOP_CJK = re.compile(r"[。！？；!?;]|,.*,|，.*，")
_STOP_SPACED = re.compile(r"[.!?][”\")]?(?:\s|$)|;|,.*,.*,")
_TAIL = 200
"""Characters at the end of a line among which its end is looked for: a row of 20,000 dots takes no time."""

_SAMPLE = 120
"""Characters at the start of a line by which its script is told."""


class Shape(NamedTuple):
    """What a line looks like from outside."""

    text: str
    is_cjk: bool
    """Written mostly in Chinese or Japanese characters, without blanks between words."""

    length: int
    """Characters of a Chinese line; words times two of any other: a reader's measure of length. A row of
    signs without a blank is longer than one word."""

    is_closed: bool
    """Ends like a sentence."""

    is_broken_off: bool
    """Ends in dots. A Chinese ellipsis proper (……) ends many a real sentence."""

    @classmethod
    def of(cls, text: str) -> Shape:
        """Measure a line."""
        is_cjk = _is_cjk(text)
        length = len(text) if is_cjk else max(2 * _words(text), len(text) // 12)
        if text[-1:] in _PLAIN_STOPS and text[-2:] != "..":
            return cls(text, is_cjk, length, True, False)
        bare = _without_trailer(text)
        is_broken_off = _is_broken_off(bare)
        is_closed = not is_broken_off and _ends_like_a_sentence(bare)
        return cls(text, is_cjk, length, is_closed, is_broken_off)

    @property
    def has_sentence(self) -> bool:
        """Whether the line holds a sentence's end somewhere, also inside."""
        return bool((_STOP_CJK if self.is_cjk else _STOP_SPACED).search(_without_trailer(self.text)))


def _words(text: str) -> int:
    """Count what stands between blanks, in printable text as fast as blanks are counted."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] not in (" ", ""):
        return text.count(" ") + 1
    return len(text.split())


def _is_cjk(text: str) -> bool:
    if text.isascii():
        return False
    sample = text[:_SAMPLE]
    return 3 * sum(map(len, _EAST_ASIAN.findall(sample))) >= len(sample) - sample.count(" ")


def _without_trailer(text: str) -> str:
    if not text.rstrip().endswith(_BRACKETS):
        return text
    return text[:-_TAIL] + _TRAILER.sub("", text[-_TAIL:])


def _ends_like_a_sentence(text: str) -> bool:
    end = text[-_TAIL:].rstrip().rstrip(_CLOSERS).rstrip()
    return end[-1:] in _STOPS if end else False


def _is_broken_off(text: str) -> bool:
    end = text[-8:].rstrip()
    if end.endswith(("[...]", "[…]", "(...)", "[..", "&")):
        return True
    return end.endswith("..") or (end.endswith("…") and not end.endswith("……"))
