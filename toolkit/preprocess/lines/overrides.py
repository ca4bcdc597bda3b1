"""A reviewer's word on single lines: a small table that overrides the rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import get_args

from pydantic import Field

from toolkit.corpus import Label
from toolkit.corpus.csv_rows import TOO_MANY_CELLS, csv_rows, faults_of, overflows
from toolkit.corpus.decoding import decode
from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.preprocess.lines.labelling import WRAPPED, Line
from toolkit.settings import Settings

REVIEWED = "a reviewer says so"


class Override(Settings):
    """What one line is, whatever the rules say."""

    doc: str
    line: int = Field(ge=0)
    """Counts from 0 among the non-empty lines, as in data/lines.csv."""

    label: Label

    start: str = ""
    """How the line begins. Where it is given, an override of another line is found out: texts change."""

    reason: str = ""
    """Why, for the audit."""


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read overrides from a CSV with the columns doc, line, label, and if you like start and reason.

    Rows copied from data/lines.csv, with the label corrected, are such a table.

    Raises
    ------
    InvalidInput
        With every row that is wrong.
    """
    if not path.is_file():
        raise InvalidInput([Problem(str(path), "there is no such file", "correct `prepare.overrides`")])
    with faults_of(path):
        columns, rows = csv_rows(path, decode(path.read_bytes())[0])
    missing = [name for name in ("doc", "line", "label") if name not in columns]
    if missing:
        reason = f"has no column {' and no column '.join(missing)}"
        raise InvalidInput([Problem(str(path), reason, "the columns are doc, line, label[, start, reason]")])
    overrides: dict[tuple[str, int], Override] = {}
    problems = []
    for number, row in enumerate(rows, start=2):
        place = f"{path} row {number}"
        facts = {name: (row.get(name) or "").strip() for name in Override.model_fields}
        found = [Problem(place, *TOO_MANY_CELLS)] if overflows(row) else _row_problems(place, facts)
        if not found and (key := (facts["doc"], int(facts["line"]))) in overrides:
            found = [Problem(place, f"decides line {key[1]} of '{key[0]}' again", "keep one row")]
        if not found:
            overrides[key] = Override.model_validate(facts)
        problems += found
    if problems:
        raise InvalidInput(problems)
    return tuple(overrides.values())


def _row_problems(place: str, facts: Mapping[str, str]) -> list[Problem]:
    problems = []
    if not facts["doc"]:
        problems.append(Problem(place, "names no document", "write its id under `doc`"))
    if not re.fullmatch("[0-9]{1,9}", facts["line"]):
        reason = f"line '{facts['line'][:20]}' is no number of a line"
        problems.append(Problem(place, reason, "count non-empty lines from 0, as data/lines.csv does"))
    if facts["label"] not in get_args(Label):
        problems.append(Problem(place, f"label '{facts['label']}'", nearest(facts["label"], get_args(Label))))
    return problems


def apply_overrides(lines: Sequence[Line], overrides: Sequence[Override]) -> tuple[list[Line], list[Problem]]:
    """Relabel lines of one document.

    Returns
    -------
    The lines, and the overrides that fit no line of the document.
    """
    result = list(lines)
    problems = []
    decided: set[int] = set()
    for override in overrides:
        place = f"override of line {override.line} of '{override.doc}'"
        if override.line in decided:
            problems.append(Problem(place, "decides this line again", "keep one row"))
            continue
        decided.add(override.line)
        if override.line >= len(result):
            reason = f"the document has {len(result)} non-empty lines, counted from 0"
            problems.append(Problem(place, reason, "correct `line`, or remove the row"))
            continue
        line = result[override.line]
        if not line.raw.startswith(override.start):
            reason = f"the line begins “{line.raw[:20]}”, not “{override.start}”"
            problems.append(Problem(place, reason, "the text has changed: look at data/lines.csv again"))
            continue
        if override.label == line.label and line.reason == WRAPPED:
            continue  # the reason tells that the paragraph goes on: it must stay
        result[override.line] = line._replace(label=override.label, reason=_reason(override, line))
    return result, problems


def _reason(override: Override, line: Line) -> str:
    """Give the reviewer's reason; one copied from data/lines.csv along with the row is the rule's."""
    own = override.reason.removeprefix(REVIEWED).removeprefix(": ")
    return f"{REVIEWED}: {own}" if own and own != line.reason else REVIEWED


def overrides_of_strangers(overrides: Sequence[Override], documents: Collection[str]) -> list[Problem]:
    """Find overrides of documents that are not there."""
    return [
        Problem(
            f"override of line {override.line} of '{override.doc}'",
            "there is no such document",
            shorten(nearest(override.doc, documents), 200, placeholder=" …"),
        )
        for override in overrides
        if override.doc not in documents
    ]
