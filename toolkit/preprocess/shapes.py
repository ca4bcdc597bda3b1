"""What a line looks like from outside."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.preprocess import clutter


@dataclass(frozen=True)
class Shape:
    """What a line looks like from outside."""

    text: str
    is_cjk: bool
    length: int
    """Characters of a Chinese line; words times two of any other: a reader's measure of length. A row of
    signs without a blank is longer than one word."""

    is_closed: bool
    """Ends like a sentence."""

    has_sentence: bool
    """Holds a sentence's end somewhere, also inside."""

    @classmethod
    def of(cls, text: str) -> Shape:
        """Measure a line."""
        bare = clutter.without_trailer(text)
        han = len(clutter.HAN.findall(text))
        is_cjk = han * 3 >= len(text) - text.count(" ")
        return cls(
            text=text,
            is_cjk=is_cjk,
            length=len(text) if is_cjk else max(2 * len(text.split()), len(text) // 12),
            is_closed=clutter.is_closed(bare) and not clutter.is_broken_off(bare),
            has_sentence=bool((clutter.STOP_CJK if is_cjk else clutter.STOP_SPACED).search(bare)),
        )
