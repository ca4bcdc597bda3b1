"""Units that say the same thing again, letter by letter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from toolkit.preprocess.units import Unit

_NOT_WORD = re.compile(r"\W+")


def exact_duplicates(units: Sequence[Unit]) -> dict[str, str]:
    """Map each unit that repeats an earlier one to the id of the first.

    Case, spaces and punctuation are ignored, and units of fewer than 20 letters are left alone.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        key = _NOT_WORD.sub("", unit.text).casefold()
        if len(key) >= 20:
            groups[key].append(unit.id)
    return {again: ids[0] for ids in groups.values() for again in ids[1:]}
