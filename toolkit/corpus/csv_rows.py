"""CSV read strictly: what does not fit the header is told, never cut off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.corpus.decoding import Undecodable
from toolkit.corpus.limits import Unreadable
from toolkit.errors import InvalidInput, Problem

TOO_MANY_CELLS = ("has more cells than the header", "quote texts that hold commas")


def overflows(row: dict) -> bool:
    """Tell whether a row goes on behind the last column; blank cells there lose nothing."""
    return any(cell.strip() for cell in row.get(None, ()))


def csv_rows(path: Path, text: str, separator: str = ",") -> tuple[list[str], list[dict]]:
    """Give the columns of a CSV and its rows; a quotation mark left open is an error with its line."""
    csv.field_size_limit(1 << 27)
    # StringIO ends lines at line feeds only: str.splitlines would also cut at form feeds and U+2028.
    reader = csv.DictReader(io.StringIO(text), strict=True, delimiter=separator)
    try:
        return list(reader.fieldnames or []), list(reader)
    except csv.Error as error:
        remedy = "look for a quotation mark that is opened and never closed"
        problem = Problem(f"{path} line {reader.reader.line_num}", f"is not CSV ({error})", remedy)
        raise InvalidInput([problem]) from None


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Say what makes a whole table unreadable."""
    try:
        yield
    except Undecodable as error:
        problem = Problem(str(path), str(error), "save it again as UTF-8 text")
    except Unreadable as error:
        problem = Problem(str(path), error.reason, error.remedy)
    except OSError as error:
        problem = Problem(str(path), f"cannot be opened ({error.strerror})", "check the file's permissions")
    else:
        return
    raise InvalidInput([problem])
