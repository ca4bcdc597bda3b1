"""Spreadsheets (.xlsx) through calamine, after a look at how large they claim to be."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from toolkit.corpus.archives import read_parts, refuse_bombs
from toolkit.corpus.formats.cells import cell_text
from toolkit.corpus.limits import Unreadable
from toolkit.errors import nearest

MOST_CELLS = 20_000_000
"""Cells of the rectangle that a sheet spans: it is laid out in memory, empty cells too."""

_ADDRESS = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1 << 20
_REMEDY = "open it in a spreadsheet program and save it again as .xlsx, or as .csv"


def sheet_rows(raw: bytes, sheet: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a sheet with their numbers as the program shows them.

    Raises
    ------
    Unreadable
        For what is no spreadsheet, is locked, has no such sheet, or spans too many cells.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

    read_parts(raw, re.compile(r"\[Content_Types\]\.xml"), "spreadsheet")
    _refuse_vast_sheets(raw)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            names = book.sheet_names
            if not names:
                raise Unreadable("has no sheet", _REMEDY)
            if sheet is not None and sheet not in names:
                raise Unreadable(f"has no sheet '{sheet}'", f"set `corpus.sheet`; {nearest(sheet, names)}")
            found = book.get_sheet_by_name(sheet or names[0])
            rows = found.to_python(skip_empty_area=False)
    except PasswordError:
        raise Unreadable("is locked by a password", "save it without one") from None
    except (CalamineError, XmlError, ZipError, ValueError, OSError) as error:
        raise Unreadable(f"is no spreadsheet ({str(error)[:200]})", _REMEDY) from None
    return ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def _refuse_vast_sheets(raw: bytes) -> None:
    """Refuse sheets with a cell far out: two cells in opposite corners span 17 thousand million."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        infos = [info for info in archive.infolist() if re.search(r"sheets?/[^/]+\.xml$", info.filename)]
        refuse_bombs(infos)
        for info in infos:
            with archive.open(info) as file:
                columns, rows, cells, rest = 0, 0, 0, b""
                while chunk := file.read(_CHUNK):
                    window = rest + chunk
                    cells += chunk.count(b"<c")  # cells without an address stand one after another
                    for letters, digits in set(_ADDRESS.findall(window)):
                        columns, rows = max(columns, _column(letters)), max(rows, int(digits))
                    rest = window[-200:]
                if max(cells, columns * rows) > MOST_CELLS:
                    reason = f"has a sheet of {rows} rows and {columns} columns"
                    raise Unreadable(reason, "delete the empty rows and columns behind the table")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
