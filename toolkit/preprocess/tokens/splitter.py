"""What a language owes: text to words in their basic form, and what a known compound looks like."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeVar, runtime_checkable

JOINT = "_"
"""Joins the words of a compound where words have blanks between them: ``supply_chain``."""

STOP = ""
"""Stands in `Splitter.marked` where a comma, full stop or bracket does: no expression reaches across."""

Cut = Callable[[str], list[str]]
Keep = Callable[[str], bool]

Value = TypeVar("Value")


class Piece(NamedTuple):
    """A word as it stands in a text, and what becomes of it."""

    surface: str
    form: str
    """Its basic form; empty for a word that the language leaves out as grammar."""


@runtime_checkable
class Splitter(Protocol):
    """Cuts text of one language into words in their basic form."""

    def split(self, text: str) -> list[str]:
        """Cut a text."""
        ...

    def keeping(self, keep: Keep) -> Cut:
        """Give a function that cuts a text as `split` does and leaves words out."""
        ...

    def marked(self, text: str) -> list[str]:
        """Cut a text, with `STOP` where punctuation parts two words."""
        ...

    def pieces(self, text: str) -> list[Piece]:
        """Show each word of a text beside its basic form, compounds taken apart."""
        ...

    def compound(self, term: str) -> str:
        """Show how a known compound comes out of `split`."""
        ...

    def joined(self, words: tuple[str, ...]) -> str:
        """Put neighbouring words together into one expression."""
        ...


class Memo(dict[str, Value]):
    """Answers of a function of a string, kept while there are not too many.

    A text repeats its words: looking an answer up costs a tenth of finding it.
    """

    LARGEST = 1 << 17
    LONGEST = 64

    def __init__(self, answer: Callable[[str], Value]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: str) -> Value:
        value = self._answer(key)
        if len(key) <= self.LONGEST:
            if len(self) >= self.LARGEST:
                self.clear()
            self[sys.intern(key)] = value
        return value


def cut_and_keep(split: Cut, keep: Keep) -> Cut:
    """Leave words out of what a function cuts; each word is asked about once."""
    kept: Memo[str | None] = Memo(lambda word: word if keep(word) else None)
    return lambda text: list(filter(None, map(kept.__getitem__, split(text))))
