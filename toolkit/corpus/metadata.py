"""The table of what is known about each document, and what can be wrong with it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from toolkit.corpus.csv_rows import TOO_MANY_CELLS, csv_rows, faults_of, overflows
from toolkit.corpus.decoding import decode
from toolkit.errors import InvalidInput, Problem, nearest

ROLES = ("source", "translation", "adaptation")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def read_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Read what is known about each document, by its id in the column ``doc``."""
    if not path.is_file():
        raise InvalidInput([Problem(str(path), "there is no such file", "correct `corpus.metadata`")])
    with faults_of(path):
        return _metadata_rows(path)


def _metadata_rows(path: Path) -> dict[str, dict[str, str]]:
    text, _ = decode(path.read_bytes())
    columns, rows = csv_rows(path, text)
    if "doc" not in columns:
        raise InvalidInput(
            [Problem(str(path), "has no column 'doc'", "add one that holds the documents' names")]
        )
    table: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in enumerate(rows, start=2):
        if overflows(row):
            problems.append(Problem(f"{path} row {number}", *TOO_MANY_CELLS))
            continue
        name = (row.pop("doc") or "").strip()
        if name in table:
            problems.append(Problem(f"{path} row {number}", f"names '{name}' again", "keep one row"))
        table[name] = {key: value.strip() for key, value in row.items() if key and value}
    if problems:
        raise InvalidInput(problems)
    return table


def metadata_problems(name: str, facts: dict[str, str]) -> list[Problem]:
    """Find dates and roles that are none."""
    problems = []
    if "date" in facts and not _is_date(facts["date"]):
        problems.append(
            Problem(f"metadata of {name}", f"date '{facts['date']}'", "write 2025, 2025-03 or 2025-03-14")
        )
    if "role" in facts and facts["role"] not in ROLES:
        problems.append(
            Problem(f"metadata of {name}", f"role '{facts['role']}'", nearest(facts["role"], ROLES))
        )
    return problems


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def orphans(metadata: dict, names: set[str], place: str) -> list[Problem]:
    """Find rows about documents that are not there."""
    return [
        Problem(
            place,
            f"describes '{name}', but no such document was found",
            f"remove the row or correct its name; {nearest(name, names)[:200]}",
        )
        for name in metadata
        if name not in names
    ]
