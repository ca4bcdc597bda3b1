"""Tables with a header: CSV, TSV, JSON Lines, spreadsheets and Parquet as columns and rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.corpus.csv_rows import TOO_MANY_CELLS, csv_rows, overflows
from toolkit.corpus.documents import Unusable
from toolkit.corpus.formats.plain import decoded
from toolkit.corpus.limits import Unreadable

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows in the order of the file."""

    columns: tuple[str, ...] | None
    """Names in the header; None where each row brings its own (JSON Lines)."""

    rows: Iterator[tuple[int, Row | Unusable]]
    """Number of each row as a person would look it up, with its cells; or why it cannot be used."""

    word: str = "row"
    """What a row is called in messages."""

    encoding: str = "utf-8"
    confidence: float = 1.0
    remarks: tuple[str, ...] = ()


def read_csv(raw: bytes, path: Path, sheet: str | None = None) -> Table:
    """Read values separated by commas (or by semicolons, as spreadsheets of many countries write them)."""
    return _separated(raw, path, ",")


def read_tsv(raw: bytes, path: Path, sheet: str | None = None) -> Table:
    """Read values separated by tabs."""
    return _separated(raw, path, "\t")


def _separated(raw: bytes, path: Path, separator: str) -> Table:
    found = decoded(raw)
    head = found.text.partition("\n")[0]
    if separator not in head and ";" in head:
        separator = ";"
    columns, rows = csv_rows(path, found.text, separator)
    _refuse_twins(columns)

    def numbered() -> Iterator[tuple[int, Row | Unusable]]:
        for number, row in enumerate(rows, start=2):
            place = f"{path.name} row {number}"
            yield number, Unusable(place, *TOO_MANY_CELLS) if overflows(row) else row

    return Table(tuple(columns), numbered(), "row", found.encoding, found.confidence, found.remarks)


def read_jsonl(raw: bytes, path: Path, sheet: str | None = None) -> Table:
    """Read one JSON object a line."""
    found = decoded(raw)

    def rows() -> Iterator[tuple[int, Row | Unusable]]:
        for number, line in enumerate(found.text.split("\n"), start=1):
            if not line.strip():
                continue
            place = f"{path.name} line {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                reason = getattr(error, "msg", None) or error
                yield number, Unusable(place, f"is not JSON ({reason})", "mend or remove the line")
                continue
            yield number, row if isinstance(row, dict) else {}

    return Table(None, rows(), "line", found.encoding, found.confidence, found.remarks)


def read_xlsx(raw: bytes, path: Path, sheet: str | None = None) -> Table:
    """Read a sheet of a spreadsheet: the values of its formulas, dates in ISO's form."""
    from toolkit.corpus.formats.spreadsheets import sheet_rows

    return _headed(sheet_rows(raw, sheet))


def _headed(rows: Iterator[tuple[int, list[str]]]) -> Table:
    _, header = next(rows, (1, []))
    columns = [name.strip() for name in header]
    named = [name for name in columns if name]
    _refuse_twins(named)

    def cells() -> Iterator[tuple[int, Row | Unusable]]:
        for number, row in rows:
            if any(row):
                yield number, {name: cell for name, cell in zip(columns, row, strict=False) if name}

    return Table(tuple(named), cells())


def _refuse_twins(columns: list[str]) -> None:
    twice = sorted(name for name, times in Counter(columns).items() if times > 1 and name)
    if twice:
        raise Unreadable(f"has two columns called '{twice[0]}'", "rename one of them in the first row")


def read_parquet(raw: bytes, path: Path, sheet: str | None = None) -> Table:
    """Read a Parquet file."""
    from toolkit.corpus.formats.parquet import parquet_rows

    columns, rows = parquet_rows(raw)
    return Table(columns, rows)


READERS: dict[str, Callable[[bytes, Path, str | None], Table]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".tab": read_tsv,
    ".xlsx": read_xlsx,
    ".parquet": read_parquet,
    ".jsonl": read_jsonl,
}
HAVE_LINES = (".csv", ".tsv", ".tab", ".jsonl")
"""Tables that are text, in which an endless line is refused."""
