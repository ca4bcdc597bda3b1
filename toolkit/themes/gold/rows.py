"""From tables of any form to what one coder says of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.themes.codebook import Codebook
from toolkit.themes.gold.tables import Row, SentTable, read_records, read_table
from toolkit.themes.gold.values import REMEDY, value_of

ALIASES: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "unit_id", "id", "单元", "编号"),
    "coder": ("coder", "编码员", "编码者"),
    "theme": ("theme", "主题"),
    "value": ("value", "rating", "present", "编码", "取值"),
    "doc": ("doc", "document", "file", "文档", "文件"),
    "line": ("line", "paragraph_index", "行", "行号"),
    "start": ("start",),
    "text": ("text", "文本"),
    "unsure": ("unsure", "不确定"),
    "note": ("note", "notes", "remark", "备注"),
}
"""Names that a column may have."""

FEWEST_SAID = 10
"""From so many codes on, a coder who never says 0 has probably left cells empty instead."""


@dataclass(frozen=True)
class Said:
    """What one coder says of one unit, or of one line of a document."""

    place: str
    unit: str
    """The unit's id or code; empty where a line is named."""

    doc: str
    line: int
    """The line, counted from 0 among the non-empty lines; -1 where a unit is named."""

    coder: str
    values: Mapping[str, float]
    """By theme: 1, 0, or not-a-number."""

    text: str = ""
    """The unit's text as it stands in the file, or the start of the line."""

    remark: str = ""


@dataclass
class Reading:
    """What was read so far, and what is wrong with it."""

    said: list[Said] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_file(path: Path, codebook: Codebook) -> Reading:
    """Read one file of codes: wide, long, or records by document and line."""
    reading = Reading()
    if not path.is_file():
        remedy = "name the sheets that coders sent back"
        reading.problems.append(Problem(str(path), "there is no such file", remedy))
        return reading
    try:
        if path.suffix.lower() == ".json":
            _add_records(reading, path, codebook)
        else:
            _add_table(reading, read_table(path), codebook)
    except InvalidInput as error:
        reading.problems += error.problems
    return reading


def _add_table(reading: Reading, table: SentTable, codebook: Codebook) -> None:
    columns = _roles(table.columns)
    themes = _theme_columns(table.columns, codebook)
    is_long = "theme" in columns and "value" in columns
    if "unit" not in columns and not {"doc", "line"} <= set(columns):
        reason = f"has no column `unit`, nor `doc` and `line`; its columns: {', '.join(table.columns)}"
        reading.problems.append(Problem(str(table.path), reason, "keep the columns of the sheet"))
        return
    if not is_long:
        reading.problems += _theme_faults(table, themes, set(columns.values()), codebook)
    for row in table.rows:
        if row.overflow:
            remedy = "quote texts that hold the separator"
            reading.problems.append(Problem(row.place, "has more cells than the header", remedy))
            continue
        cells = _long_cells(row, columns, codebook, reading.problems) if is_long else _wide_cells(row, themes)
        _add_row(reading, row, columns, cells, table.path.stem)


def _add_row(
    reading: Reading, row: Row, columns: Mapping[str, str], cells: Mapping[str, str], stem: str
) -> None:
    facts = {role: row.cells[name] for role, name in columns.items()}
    values = {theme: value_of(cell) for theme, cell in cells.items()}
    wrong = [f"{theme}: '{cells[theme]}'" for theme, value in values.items() if value is None]
    if wrong:
        reading.problems.append(Problem(row.place, f"cannot be read as codes: {', '.join(wrong)}", REMEDY))
        return
    line = facts.get("line", "").removesuffix(".0")
    if not facts.get("unit") and not (facts.get("doc") and line.isdecimal()):
        if any(cells.values()):
            reason = "holds codes but names no unit"
            reading.problems.append(Problem(row.place, reason, "write the unit as it stands on the sheet"))
        return
    coder = facts.get("coder", "") if "coder" in columns else stem
    if not coder and any(cells.values()):
        reading.problems.append(Problem(row.place, "names no coder", "write who coded it under `coder`"))
        return
    remark = _unguarded(facts.get("note", ""))
    if value_of(facts.get("unsure", "")) == 1.0:
        remark = f"unsure; {remark}" if remark else "unsure"
    reading.said.append(
        Said(
            row.place,
            facts.get("unit", ""),
            facts.get("doc", ""),
            int(line) if line.isdecimal() and not facts.get("unit") else -1,
            coder,
            {theme: float(value) for theme, value in values.items() if value is not None},
            _unguarded(facts.get("text" if facts.get("unit") else "start", "")),
            remark,
        )
    )


def _add_records(reading: Reading, path: Path, codebook: Codebook) -> None:
    """Read records by document and line: `themes` are present, `borderline` not coded, the others absent."""
    for place, record in read_records(path):
        if record.get("label", "content") != "content":
            continue
        doc, line = record.get("file", record.get("doc")), record.get("paragraph_index", record.get("line"))
        named = {key: record.get(key, []) for key in ("themes", "borderline")}
        if not isinstance(doc, str) or not isinstance(line, int) or not _are_lists(named):
            reason = "lacks `file`, `paragraph_index`, or lists under `themes` and `borderline`"
            reading.problems.append(Problem(place, reason, "write each as in the other records"))
            continue
        unknown = [t for names in named.values() for t in names if t not in codebook.theme_ids]
        if unknown:
            reason = f"the codebook has no theme '{unknown[0]}'"
            reading.problems.append(Problem(place, reason, nearest(unknown[0], codebook.theme_ids)))
            continue
        values = {
            theme: float("nan") if theme in named["borderline"] else float(theme in named["themes"])
            for theme in codebook.theme_ids
        }
        coder, start = str(record.get("coder") or path.stem), str(record.get("start") or "")
        reading.said.append(Said(place, "", doc, line, coder, values, start))


def _are_lists(named: Mapping[str, Any]) -> bool:
    return all(isinstance(names, list) and all(isinstance(n, str) for n in names) for names in named.values())


def _roles(columns: Sequence[str]) -> dict[str, str]:
    """Find the columns that are not themes, by what they are for."""
    by_name = {name.casefold(): name for name in columns}
    return {
        role: by_name[alias]
        for role, aliases in ALIASES.items()
        for alias in reversed(aliases)
        if alias in by_name
    }


def _theme_columns(columns: Sequence[str], codebook: Codebook) -> dict[str, str]:
    """Find the column of each theme, under its id or a label."""
    names = {
        name.casefold(): theme.id for theme in codebook.themes for name in (*theme.label.values(), theme.id)
    }
    return {names[column.casefold()]: column for column in columns if column.casefold() in names}


def _theme_faults(
    table: SentTable, themes: Mapping[str, str], known: set[str], codebook: Codebook
) -> list[Problem]:
    """Find themes without a column, and columns that look like codes of a theme nobody knows."""
    problems = []
    for theme in codebook.theme_ids:
        if theme not in themes:
            reason = f"has no column for the theme '{theme}'"
            remedy = "add the column, empty where it was not coded; or read what is there by `--partial`"
            problems.append(Problem(str(table.path), reason, remedy))
    for column in table.columns:
        if column and column not in known and column not in themes.values():
            cells = [row.cells[column] for row in table.rows if row.cells[column]]
            if (
                cells
                and column not in ("position", "language")
                and all(value_of(c) is not None for c in cells)
            ):
                reason = f"the codebook has no theme '{column}', whose column holds codes"
                remedy = f"{nearest(column, codebook.theme_ids)}; or take the column out"
                problems.append(Problem(str(table.path), reason, remedy))
    return problems


def _wide_cells(row: Row, themes: Mapping[str, str]) -> dict[str, str]:
    return {theme: row.cells[column] for theme, column in themes.items()}


def _long_cells(
    row: Row, columns: Mapping[str, str], codebook: Codebook, problems: list[Problem]
) -> dict[str, str]:
    name = row.cells[columns["theme"]]
    theme = next(iter(_theme_columns([name], codebook)), None)
    if theme is None:
        reason = f"the codebook has no theme '{name}'"
        problems.append(Problem(row.place, reason, nearest(name, codebook.theme_ids)))
        return {}
    return {theme: row.cells[columns["value"]]}


def _unguarded(text: str) -> str:
    """Take away the mark that keeps spreadsheets from reading a text as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
