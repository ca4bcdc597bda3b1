"""Values of table cells as a person would write them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any


def cell_text(value: Any) -> Any:
    """Write a number without ``.0`` and a date in ISO's form; lists stay lists, to be refused as texts.

    >>> cell_text(2025.0), cell_text(datetime(2025, 3, 14)), cell_text(None)
    ('2025', '2025-03-14', '')
    """
    if value is None:
        return ""
    if isinstance(value, str | list | dict):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        at_midnight = value.time() == time(0)
        return value.date().isoformat() if at_midnight else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
