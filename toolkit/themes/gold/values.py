"""What a coder may write into a cell."""

from __future__ import annotations

import unicodedata

PRESENT = ("1", "1.0", "yes", "y", "true", "x", "是", "有", "✓", "✔", "对")
ABSENT = ("0", "0.0", "no", "n", "false", "否", "无", "無", "不是")
REMEDY = "write 1 (or yes, 是, x) or 0 (or no, 否); leave the cell empty where you did not code"


def value_of(cell: str) -> float | None:
    """Read a cell: 1, 0, not-a-number where it is empty, None where it cannot be understood.

    >>> value_of("是"), value_of("1.0"), value_of("No"), value_of("2")
    (1.0, 1.0, 0.0, None)
    """
    word = unicodedata.normalize("NFKC", cell).strip().casefold()  # Chinese keyboards write １
    if not word:
        return float("nan")
    if word in PRESENT:
        return 1.0
    return 0.0 if word in ABSENT else None
