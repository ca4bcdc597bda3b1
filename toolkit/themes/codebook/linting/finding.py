"""What lint says, and the terms it walks over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.themes.codebook.model import Codebook, Term, Theme
from toolkit.yaml_lines import Place

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""error: results would be wrong or empty; warning: probably not meant; note: good to know."""

Draft = tuple[Severity, Place, str, str]
"""Severity, place in the file, what is found, remedy."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at again."""

    severity: Severity
    place: Place
    """Keys and numbers that lead to it in the file."""

    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.severity}: {self.what}\n    → {self.remedy}"


@dataclass(frozen=True)
class Entry:
    """A term where it stands."""

    theme: Theme
    language: str
    term: Term
    place: Place

    @property
    def counts_alone(self) -> bool:
        """Whether it needs no cue."""
        return self.term.tier != "context"

    @property
    def stance(self) -> str | None:
        """Its own stance, or that of its sub-theme."""
        subs = {sub.id: sub.stance for sub in self.theme.subthemes}
        return self.term.stance or subs.get(self.term.sub or "")


def entries(codebook: Codebook) -> Iterator[Entry]:
    """Walk over every term of a codebook, in the order of the file."""
    for number, theme in enumerate(codebook.themes):
        for language, terms in theme.terms.items():
            for index, term in enumerate(terms):
                yield Entry(theme, language, term, ("themes", number, "terms", language, index))


def listed(names: list[str], most: int = 6) -> str:
    """Write some names out, and say how many more there are.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
