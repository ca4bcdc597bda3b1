"""Tables as people send them back: CSV in any encoding and with any separator, spreadsheets, JSON records."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.corpus import decode
from toolkit.corpus.csv_rows import faults_of
from toolkit.corpus.formats.spreadsheets import sheet_rows
from toolkit.errors import InvalidInput, Problem


@dataclass(frozen=True)
class Row:
    """One row of a table, with the place where a person finds it."""

    place: str
    cells: Mapping[str, str]
    """By name of the column, without blanks around them."""

    overflow: bool = False
    """Whether it goes on behind the last column."""


@dataclass(frozen=True)
class SentTable:
    """A table with a header."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    """Rows in which something stands."""


def read_table(path: Path) -> SentTable:
    """Read a CSV or a spreadsheet with a header; empty rows are passed over.

    The separator is the one that the header uses most (comma, semicolon or tab): spreadsheet programs write
    the one of their country.

    Raises
    ------
    InvalidInput
        For what is no table, or has two columns of one name.
    """
    with faults_of(path):
        raw = path.read_bytes()
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            lines = [(f"{path} row {number}", cells) for number, cells in sheet_rows(raw)]
        else:
            lines = _csv_lines(path, decode(raw)[0])
    lines = [
        (place, [cell.strip() for cell in cells]) for place, cells in lines if any(map(str.strip, cells))
    ]
    if not lines:
        raise InvalidInput([Problem(str(path), "is empty", "name a sheet with a header and coded rows")])
    columns = tuple(lines[0][1])
    while columns and not columns[-1]:
        columns = columns[:-1]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        problems = [Problem(str(path), f"has two columns '{name}'", "keep one of them") for name in twice]
        raise InvalidInput(problems)
    return SentTable(path, columns, tuple(_row(place, cells, columns) for place, cells in lines[1:]))


def read_records(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Read a JSON list of records, each with its place.

    Raises
    ------
    InvalidInput
        For what is no list of records.
    """
    with faults_of(path):
        text = decode(path.read_bytes())[0]
    remedy = "write a list of objects with `file`, `paragraph_index` and `themes`"
    try:
        records = json.loads(text)
    except ValueError as error:
        raise InvalidInput([Problem(str(path), f"is not JSON ({error})", remedy)]) from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise InvalidInput([Problem(str(path), "is no list of records", remedy)])
    return [(f"{path} record {number}", record) for number, record in enumerate(records, start=1)]


def _csv_lines(path: Path, text: str) -> list[tuple[str, list[str]]]:
    csv.field_size_limit(1 << 27)
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=separator)
    lines, before = [], 0
    try:
        for cells in reader:
            # the first of its lines: a text may go on over several
            lines.append((f"{path} line {before + 1}", cells))
            before = reader.line_num
    except csv.Error as error:
        remedy = "look for a quotation mark that is opened and never closed"
        problem = Problem(f"{path} line {reader.line_num}", f"is not CSV ({error})", remedy)
        raise InvalidInput([problem]) from None
    return lines


def _row(place: str, cells: list[str], columns: tuple[str, ...]) -> Row:
    filled = [*cells, *[""] * (len(columns) - len(cells))]
    named = {name: cell for name, cell in zip(columns, filled, strict=False) if name}
    return Row(place, named, any(cells[len(columns) :]))
