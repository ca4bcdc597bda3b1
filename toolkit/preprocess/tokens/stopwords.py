"""Word lists: files that a user can see, edit and replace."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def read_stop_words(language: str) -> frozenset[str]:
    """Read the word list of a language, as a user can see it in ``stopwords/<language>.txt``."""
    text = resources.files("toolkit.preprocess").joinpath(f"stopwords/{language}.txt").read_text("utf-8")
    return frozenset(entries(text))


def entries(text: str) -> tuple[str, ...]:
    """Give the words of a list, one a line; lines that begin with # are comments."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
