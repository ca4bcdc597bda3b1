"""Lines that many documents of a corpus share, also where only their numbers differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

SHORT, LONG = 60, 400
"""Characters of a line that is counted as it is, and of the longest that is counted at all."""

_DIGITS = re.compile(r"\d+")


def count_lines(texts: Iterable[str]) -> Counter[str]:
    """Count one document's lines: each once. Counts of several documents add up (``Counter.update``)."""
    return Counter({_key(text) for text in texts if len(text) <= LONG})


def count_repeated(documents: Iterable[Sequence[str]]) -> dict[str, int]:
    """Count in how many documents each line stands; lines of one document alone are left out."""
    counts: Counter[str] = Counter()
    for texts in documents:
        counts.update(count_lines(texts))
    return only_repeated(counts)


def only_repeated(counts: Mapping[str, int]) -> dict[str, int]:
    """Leave out the lines that stand in one document alone."""
    return {key: count for key, count in counts.items() if count > 1}


def documents_with(text: str, counts: Mapping[str, int]) -> int:
    """Give the number of documents that hold a line."""
    return counts.get(_key(text), 0) if len(text) <= LONG else 0


def _key(text: str) -> str:
    """Mask the numbers of a line; a long one is known by its hash: a large corpus must fit into memory."""
    masked = _DIGITS.sub("0", text)
    if len(text) <= SHORT:
        return masked
    return blake2b(masked.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
