"""The table of what is known about each document, joined by its column ``doc``."""

from __future__ import annotations

from pathlib import Path

from toolkit.corpus.csv_rows import faults_of
from toolkit.corpus.documents import Unusable
from toolkit.corpus.formats.tables import HAVE_LINES, READERS
from toolkit.corpus.limits import read_file
from toolkit.errors import InvalidInput, Problem, nearest


def read_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Read what is known about each document, by its id in the column ``doc``.

    Raises
    ------
    InvalidInput
        With all problems at once: rows that cannot be read or stand twice.
    """
    if not path.is_file():
        raise InvalidInput([Problem(str(path), "there is no such file", "correct `corpus.metadata`")])
    if path.suffix.lower() not in READERS:
        reason = f"files ending in '{path.suffix}' hold no metadata"
        raise InvalidInput([Problem(str(path), reason, nearest(path.suffix, READERS))])
    with faults_of(path):
        return _metadata_rows(path)


def _metadata_rows(path: Path) -> dict[str, dict[str, str]]:
    kind = path.suffix.lower()
    table = READERS[kind](read_file(path, has_lines=kind in HAVE_LINES), path, None)
    if table.columns is not None and "doc" not in table.columns:
        raise InvalidInput(
            [Problem(str(path), "has no column 'doc'", "add one that holds the documents' names")]
        )
    facts: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in table.rows:
        place = f"{path} {table.word} {number}"
        if isinstance(row, Unusable):
            problems.append(Problem(place, row.reason, row.remedy))
            continue
        name = str(row.pop("doc", None) or "").strip()
        if name in facts:
            problems.append(Problem(place, f"names '{name}' again", "keep one row"))
        facts[name] = {key: text for key, value in row.items() if key and (text := _text(value))}
    if problems:
        raise InvalidInput(problems)
    return facts


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).strip()


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
