"""Regressions of document shares on columns of the metadata."""

from __future__ import annotations

from toolkit.settings import Settings


class Effect(Settings):
    """A regression of each theme's share of documents."""

    formula: str
