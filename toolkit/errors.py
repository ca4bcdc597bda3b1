"""What goes wrong, said so that a tired researcher knows what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class ToolkitError(Exception):
    """Anything the user can mend; the message says what, where, and what to do."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input."""

    place: str
    """File, and line or field, as a person would look it up."""

    reason: str
    """What is wrong and what was found."""

    remedy: str
    """What to do about it."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}\n    → {self.remedy}"


class InvalidInput(ToolkitError):
    """All problems of a config, codebook or corpus at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__(f"{head} found:\n" + "\n".join(f"- {problem}" for problem in self.problems))

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[Sequence[Problem]]]:
        """Travel from one process to another with the problems, not with the text they make."""
        return type(self), (self.problems,)


class TooFewUnits(ToolkitError):
    """A corpus too small for the model that was asked for."""


def few(names: Iterable[str], most: int = 5) -> str:
    """Name the first few, and count the others.

    >>> few(["c", "a", "b"], most=2)
    'a, b and 1 more'
    """
    known = sorted(set(names))
    left = len(known) - most
    return ", ".join(known[:most]) + (f" and {left} more" if left > 0 else "")


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, and list them all.

    >>> nearest("lanuage", ["language", "date"])
    "did you mean 'language'? Known: date, language"
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'? " if close else ""
    return f"{hint}Known: {', '.join(names)}"
