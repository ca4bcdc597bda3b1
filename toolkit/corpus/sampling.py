"""A sample that anyone can draw again: by a hash of the documents' names."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping

NO_VALUE = ""
"""Stratum of the documents that do not have the column."""


def draw_sample(
    known: Mapping[str, Mapping[str, str]], size: int, seed: int = 0, stratify_by: str | None = None
) -> set[str]:
    """Draw documents by the order of their hashes, pairs as a whole.

    Parameters
    ----------
    known
        Metadata of each document by its name.
    size
        How many documents to draw; one more when the last one brings its other half.
    seed
        Which sample.
    stratify_by
        A column whose values get equal numbers; those with fewer documents give all that they have.

    >>> names = {f"a{n}": {} for n in range(100)}
    >>> few = draw_sample(names, 10)
    >>> len(few), len(few & draw_sample(names | {"new": {}}, 10)) >= 9
    (10, True)
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(known):
        pair = known[name].get("pair")
        groups[f"pair {pair}" if pair else f"doc {name}"].append(name)
    ordered = sorted(groups, key=lambda group: hashlib.sha256(f"{seed}\n{group}".encode()).digest())
    stratum = {name: known[name].get(stratify_by, NO_VALUE) if stratify_by else NO_VALUE for name in known}
    quota = _quotas(sorted(set(stratum.values())), size)
    drawn: set[str] = set()
    taken: Counter[str] = Counter()
    for group in ordered:
        if any(taken[stratum[name]] < quota[stratum[name]] for name in groups[group]):
            drawn.update(groups[group])
            taken.update(stratum[name] for name in groups[group])
    return drawn


def _quotas(values: list[str], size: int) -> dict[str, int]:
    """Divide a number into equal parts; the first values get what is left over."""
    share, rest = divmod(size, max(1, len(values)))
    return {value: share + (place < rest) for place, value in enumerate(values)}
