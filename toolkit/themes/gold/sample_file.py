"""A sample on the disk: sample.csv, one row a drawn unit, and beside it sample.json, which says how."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.errors import InvalidInput, Problem
from toolkit.files import write_atomically
from toolkit.themes.gold.sampling import DrawnUnit, GoldSample
from toolkit.themes.gold.tables import Row, read_table

COLUMNS = ("unit", "doc", "language", "stratum", "probability", "code", "text_hash")
POSITION = "position "
"""In front of a coder's name: the column with the places on this coder's sheet."""

_AS_WRITTEN = "take the sample.csv that `toolkit gold sample` left behind, as it was written"


def write_sample(path: Path | str, sample: GoldSample) -> None:
    """Write a sample's rows, and its head beside them."""
    path = Path(path)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*COLUMNS, *(f"{POSITION}{coder}" for coder in sample.coders)])
    for unit in sample.drawn:
        facts = [repr(value) if isinstance(value := getattr(unit, c), float) else value for c in COLUMNS]
        writer.writerow([*facts, *(unit.positions.get(coder, "") for coder in sample.coders)])
    write_atomically(path, buffer.getvalue())
    head = json.dumps(sample.head, ensure_ascii=False, indent=1) + "\n"
    write_atomically(path.with_suffix(".json"), head)


def read_sample(path: Path | str) -> GoldSample:
    """Read a sample; its head where it stands beside.

    Raises
    ------
    InvalidInput
        With every row that is wrong.
    """
    path = Path(path)
    if not path.is_file():
        raise InvalidInput([Problem(str(path), "there is no such file", _AS_WRITTEN)])
    table = read_table(path)
    missing = [name for name in ("unit", "probability", "text_hash") if name not in table.columns]
    if missing:
        raise InvalidInput([Problem(str(path), f"has no column '{name}'", _AS_WRITTEN) for name in missing])
    coders = tuple(name.removeprefix(POSITION) for name in table.columns if name.startswith(POSITION))
    problems = [problem for row in table.rows for problem in _faults(row)]
    problems += _repeated(table.rows)
    if problems:
        raise InvalidInput(problems)
    drawn = tuple(_drawn(row, coders) for row in table.rows)
    return GoldSample(drawn, coders, _head(path.with_suffix(".json")))


def _faults(row: Row) -> list[Problem]:
    try:
        probability = float(row.cells["probability"])
    except ValueError:
        probability = 0.0
    if 0 < probability <= 1:
        return []
    reason = f"probability '{row.cells['probability']}' is not above 0 and at most 1"
    return [Problem(row.place, reason, _AS_WRITTEN)]


def _repeated(rows: Sequence[Row]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for row in rows:
        unit = row.cells["unit"]
        if unit in seen:
            reason = f"'{unit}' stands in {seen[unit]} already"
            problems.append(Problem(row.place, reason, "a unit is drawn once: keep one row"))
        seen.setdefault(unit, row.place)
    return problems


def _drawn(row: Row, coders: Sequence[str]) -> DrawnUnit:
    cells = row.cells
    return DrawnUnit(
        unit=cells["unit"],
        doc=cells.get("doc", ""),
        language=cells.get("language", ""),
        stratum=cells.get("stratum", ""),
        probability=float(cells["probability"]),
        code=cells.get("code", ""),
        text_hash=cells["text_hash"],
        positions={
            coder: int(cells[f"{POSITION}{coder}"])
            for coder in coders
            if cells.get(f"{POSITION}{coder}", "").isdecimal()
        },
    )


def _head(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        head = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise InvalidInput([Problem(str(path), f"is not JSON ({error})", _AS_WRITTEN)]) from None
    units = head.get("units", 0) if isinstance(head, dict) else None
    if not isinstance(units, int) or units < 0:
        reason = "says nothing of how many units there were to draw from (`units`)"
        raise InvalidInput([Problem(str(path), reason, _AS_WRITTEN)])
    half, documents = head.get("half", "all"), head.get("documents", [])
    if half not in ("estimation", "discovery", "all") or not isinstance(documents, list):
        reason = "does not say from which half of which documents units were drawn (`half`, `documents`)"
        raise InvalidInput([Problem(str(path), reason, _AS_WRITTEN)])
    return head
