"""Lines that many documents of a corpus share, also where only their numbers differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from xxhash import xxh3_64_intdigest

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


def repeated_lines(
    texts: Sequence[str], counts: Mapping[int, int], repaired: Sequence[str] | None = None
) -> dict[str, int]:
    """Find the lines of a document that others have too.

    Parameters
    ----------
    texts
        The lines as they were counted.
    counts
        In how many documents each line stands, by its key (`line_keys`).
    repaired
        The same lines as they are after repair; by default they needed none.

    Returns
    -------
    The number of documents of each such line, by what it is after repair.
    """
    if not counts:
        return {}
    times = (counts.get(_key(text), 0) if len(text) <= LONG else 0 for text in texts)
    return {line: count for line, count in zip(repaired or texts, times, strict=True) if count}


def _key(text: str) -> int:
    """Mask the numbers of a line and hash it: a large corpus must fit into memory.

    Among ten million lines two share one of 2⁶⁴ hashes by chance once in 400,000 corpora.
    """
    masked = text.encode("utf-8", "surrogatepass")
    if len(masked) != len(text) or masked.translate(None, _ASCII_DIGITS) != masked:
        masked = _DIGITS.sub("0", text).encode("utf-8", "surrogatepass")
    return xxh3_64_intdigest(masked)
