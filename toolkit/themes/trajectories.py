"""Prevalence by period."""

from __future__ import annotations

from toolkit.settings import Settings


class OverTime(Settings):
    """Prevalence by period."""

    column: str = "date"
