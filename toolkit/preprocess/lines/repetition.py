"""Lines that many documents of a corpus share, also where only their numbers differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

LONG = 400
"""Characters of the longest line that is counted."""

_DIGITS = re.compile(r"\d+")
_ASCII_DIGITS = b"0123456789"


def count_lines(texts: Iterable[str]) -> Counter[int]:
    """Count one document's lines: each once. Counts of several documents add up (``Counter.update``)."""
    return Counter(line_keys(texts))


def line_keys(texts: Iterable[str]) -> set[int]:
    """Give the keys that lines are counted by."""
    return {_key(text) for text in texts if len(text) <= LONG}


def count_repeated(documents: Iterable[Sequence[str]]) -> dict[int, int]:
    """Count in how many documents each line stands; lines of one document alone are left out."""
    counts: Counter[int] = Counter()
    for texts in documents:
        counts.update(count_lines(texts))
    return only_repeated(counts)


def only_repeated(counts: Mapping[int, int]) -> dict[int, int]:
    """Leave out the lines that stand in one document alone."""
    return {key: count for key, count in counts.items() if count > 1}


def documents_with(text: str, counts: Mapping[int, int]) -> int:
    """Give the number of documents that hold a line."""
    return counts.get(_key(text), 0) if len(text) <= LONG else 0


def repeated_after(before: Iterable[str], after: Iterable[str], counts: Mapping[int, int]) -> dict[int, int]:
    """Find the lines of a document that others have too, by what they are after repair."""
    found: dict[int, int] = {}
    for old, new in zip(before, after, strict=True):
        if (times := documents_with(old, counts)) and len(new) <= LONG:
            found[_key(new)] = times
    return found


@lru_cache(maxsize=1 << 12)
def _key(text: str) -> int:
    """Mask the numbers of a line and hash it: a large corpus must fit into memory.

    Among ten million lines two share one of 2⁶⁴ hashes by chance once in 400,000 corpora.
    """
    masked = text.encode("utf-8", "surrogatepass")
    if len(masked) != len(text) or masked.translate(None, _ASCII_DIGITS) != masked:
        masked = _DIGITS.sub("0", text).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(masked, digest_size=8).digest(), "little")
