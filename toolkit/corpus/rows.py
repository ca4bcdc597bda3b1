"""Rows of a table to documents: one column is the text, one the name, the others are metadata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.corpus.csv_rows import faults_of
from toolkit.corpus.documents import Document, Unusable
from toolkit.corpus.formats.tables import HAVE_LINES, READERS, Row, Table
from toolkit.corpus.limits import read_file
from toolkit.corpus.source import CorpusSource
from toolkit.errors import InvalidInput, Problem, nearest

_SET_COLUMNS = "set `corpus.text_column` and `corpus.id_column`"


def read_rows(path: Path, source: CorpusSource) -> Iterator[Document | Unusable]:
    """Read a table as one document a row, in the order of the file.

    Raises
    ------
    InvalidInput
        When the table as a whole cannot be read or lacks the columns.
    """
    kind = path.suffix.lower()
    with faults_of(path):
        table = READERS[kind](read_file(path, has_lines=kind in HAVE_LINES), path, source.sheet)
        _refuse_missing_columns(table, path, source)
        for number, row in table.rows:
            yield row if isinstance(row, Unusable) else _document(row, number, path, table, source)


def _refuse_missing_columns(table: Table, path: Path, source: CorpusSource) -> None:
    if table.columns is None:
        return
    missing = [name for name in _needed(source) if name not in table.columns]
    if missing:
        remedy = f"{_SET_COLUMNS}; {nearest(missing[0], table.columns)}"
        raise InvalidInput([Problem(str(path), f"has no column '{name}'", remedy) for name in missing])


def _needed(source: CorpusSource) -> list[str]:
    return [name for name in (source.text_column, source.id_column) if name is not None]


def _document(row: Row, number: int, path: Path, table: Table, source: CorpusSource) -> Document | Unusable:
    place = f"{path.name} {table.word} {number}"
    if any(name not in row for name in _needed(source)):
        return Unusable(place, f"lacks {' or '.join(repr(name) for name in _needed(source))}", _SET_COLUMNS)
    text = row[source.text_column]
    if source.id_column is None:
        name = f"{path.stem}-{number}"
    else:
        name = "" if row[source.id_column] is None else whole(str(row[source.id_column])).strip()
    if not name:
        return Unusable(place, f"has no '{source.id_column}'", "give every document a name")
    if not isinstance(text, str | None):
        reason = f"'{source.text_column}' holds no text, found {type(text).__name__}"
        return Unusable(name, reason, "write the text as one string")
    if not text or not text.strip():
        return Unusable(name, "is empty", "remove the row or fill its text")
    rest = {
        whole(key): whole(str(value)).strip()
        for key, value in row.items()
        if key not in (source.id_column, source.text_column) and key and value not in (None, "")
    }
    text = whole(text).replace("\r\n", "\n").replace("\r", "\n")
    return Document(name, text, rest, table.encoding, table.confidence, (), table.remarks)


def whole(text: str) -> str:
    """Replace half characters, which JSON can hold and no file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
