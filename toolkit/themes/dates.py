"""Dates as metadata give them: read strictly, and never more exact than they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolkit.errors import Problem, nearest

Period = Literal["year", "quarter", "month"]

_FORMS = (
    re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"),
    re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?"),
    re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?"),
)
DAYS_OF_YEAR = 365.25


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, or a month of it, or a day of that."""

    year: int
    month: int = 0
    """0 where it is not known."""

    day: int = 0

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """Read 2024-03-05, 2024-03, 2024, 2024/3/5 or 2024年3月5日.

        Raises
        ------
        ValueError
            If it is none of these, or no day of the calendar.

        >>> PartialDate.read("2024年3月5日") == PartialDate.read("2024-03-05")
        True
        """
        match = next((m for form in _FORMS if (m := form.fullmatch(text.strip()))), None)
        if match is None:
            raise ValueError("is not a date")
        year, month, day = match[1], match[2], match[3]
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise ValueError("is no day of the calendar") from None
        return cls(int(year), int(month or 0), int(day or 0))

    def period(self, length: Period) -> str:
        """Name the period that the date falls in: 2024, 2024-Q1 or 2024-03.

        Raises
        ------
        ValueError
            If the date is not exact enough.
        """
        if length == "year":
            return f"{self.year:04}"
        if not self.month:
            raise ValueError(f"has a year and no month, and periods are to be {length}s")
        if length == "quarter":
            return f"{self.year:04}-Q{(self.month + 2) // 3}"
        return f"{self.year:04}-{self.month:02}"

    def years_since(self, origin: date) -> float:
        """Count years of 365.25 days; what is not known is put into its middle."""
        day = date(self.year, 7, 2) if not self.month else date(self.year, self.month, self.day or 15)
        return (day - origin).days / DAYS_OF_YEAR


def periods_between(first: str, last: str) -> list[str]:
    """List all periods from the first to the last, those without documents too.

    >>> periods_between("2023-Q4", "2024-Q2")
    ['2023-Q4', '2024-Q1', '2024-Q2']
    """
    if "-" not in first:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    mark, size = ("-Q", 4) if "-Q" in first else ("-", 12)
    width = 1 if size == 4 else 2
    low, high = (int(p.split(mark)[0]) * size + int(p.split(mark)[1]) - 1 for p in (first, last))
    return [f"{place // size:04}{mark}{place % size + 1:0{width}}" for place in range(low, high + 1)]


def date_problems(
    metadata: Mapping[str, Mapping[str, str]], column: str, place: str, period: Period | None = None
) -> list[Problem]:
    """List what keeps a column from being read as dates: no such column, or documents with odd dates.

    Parameters
    ----------
    metadata
        By document. Documents without a date are left out, and no problem.
    column
        Where the dates stand.
    place
        Where the column was asked for, for the message.
    period
        How exact dates must be.
    """
    if not any(column in facts for facts in metadata.values()):
        known = known_columns(metadata)
        return [Problem(place, f"no document has a column '{column}'", nearest(column, known))]
    problems = []
    for doc, facts in sorted(metadata.items()):
        if text := facts.get(column, ""):
            try:
                found = PartialDate.read(text)
                if period:
                    found.period(period)
            except ValueError as error:
                problems.append(
                    Problem(
                        f"document {doc}, column '{column}'",
                        f"'{text}' {error}",
                        "write 2024-03-05, 2024-03 or 2024, or leave it empty",
                    )
                )
    return problems


def known_columns(metadata: Mapping[str, Mapping[str, str]]) -> list[str]:
    """List the columns that some document has."""
    facts: Iterable[Mapping[str, str]] = metadata.values()
    return sorted({column for own in facts for column in own})
