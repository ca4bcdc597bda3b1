"""Cutting a text that is longer than an encoder reads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from toolkit.preprocess import split_sentences

_WORD_START = re.compile(r"(?<=\s)\S|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""What follows a blank, and every character of a script that writes words without blanks."""


def cut_to_fit(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a text into the longest pieces that fit: after sentences, else between words, else anywhere.

    Only blanks at the cuts are lost. A single character that does not fit ends the work: the result is
    then empty.

    >>> cut_to_fit("Ships wait. Cranes lift them. Rain.", lambda piece: len(piece.split()) <= 4)
    ['Ships wait.', 'Cranes lift them. Rain.']
    >>> cut_to_fit("one two three four five", lambda piece: len(piece.split()) <= 2)
    ['one two', 'three four', 'five']
    """
    sentences = _sentence_ends(text)
    words = [match.start() for match in _WORD_START.finditer(text)] + [len(text)]
    characters = range(1, len(text) + 1)
    pieces, start = [], 0
    while start < len(text):
        ends = (_furthest(text, start, ends, fits) for ends in (sentences, words, characters))
        end = next((end for end in ends if end is not None), None)
        if end is None:
            return []
        pieces.append(text[start:end].strip())
        start = end
    return [piece for piece in pieces if piece]


def _sentence_ends(text: str) -> list[int]:
    """Give the places where a sentence begins and another has ended, and the end of the text."""
    starts, cursor = [], 0
    for sentence in split_sentences(text):
        start = text.find(sentence, cursor)
        if start > 0:
            starts.append(start)
        cursor = max(start, cursor) + len(sentence)
    return [*starts, len(text)]


def _furthest(text: str, start: int, ends: Sequence[int], fits: Callable[[str], bool]) -> int | None:
    """Find the last end at which the piece still fits: in growing steps, then between the last two."""
    known = bisect_right(ends, start) - 1  # the last end that is known to fit
    first, step = known, 1
    beyond = len(ends)  # the first end that is known not to fit
    while known + step < beyond:
        if not fits(text[start : ends[known + step]].strip()):
            beyond = known + step
            break
        known, step = known + step, 2 * step
    while beyond - known > 1:
        middle = (known + beyond) // 2
        if fits(text[start : ends[middle]].strip()):
            known = middle
        else:
            beyond = middle
    return ends[known] if known > first else None
