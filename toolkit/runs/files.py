"""The files that a run leaves behind: a public contract."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.files import file_digest, write_atomically
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits
from toolkit.reports import Table, to_png, to_svg
from toolkit.themes import Codes, ThemeScores

LINES = ("doc", "line", "label", "reason", "language", "start")
UNITS = ("unit", "doc", "language", "first_line", "last_line", "tokens", "characters")
TOPICS = ("solution", "topic", "language", "rank", "term", "weight")
SCORES = ("unit", "doc", "language", "instrument", "theme", "score", "present")
BEADS = (
    *("pair", "bead", "source_doc", "source_lines", "target_doc", "target_lines", "score"),
    *("source_units", "target_units"),
)
CODES = ("unit", "doc", "language", "theme", "coder", "value", "probability")
INDEX = ("run", "experiment", "config", "corpus", "status", "started", "seconds")

_PREAMBLE = r"""% All tables of this run. Compile with: xelatex all.tex
\documentclass{article}
\usepackage[a4paper,landscape,margin=1.5cm]{geometry}
\usepackage[UTF8,scheme=plain]{ctex}
\usepackage{booktabs,longtable,array}
\begin{document}
"""


def write_data(
    folder: Path,
    features: Features,
    solutions: Sequence[TopicSolution],
    scores: Sequence[ThemeScores],
    beads: Sequence[Mapping[str, Any]],
    codes: Codes | None,
    share_text: bool,
) -> None:
    """Write data/; codes where there are any."""
    units = features.units
    _write_csv(folder / "lines.csv", LINES, _line_rows(units))
    columns = (*UNITS, "text") if share_text else UNITS
    _write_csv(folder / "units.csv", columns, _unit_rows(units, share_text))
    _write_csv(folder / "topics.csv", TOPICS, (row for solution in solutions for row in solution.rows()))
    _write_csv(
        folder / "theme_scores.csv", SCORES, (row for reading in scores for row in reading.rows(features))
    )
    _write_csv(folder / "beads.csv", BEADS, beads)
    if codes is not None:
        _write_csv(folder / "codes.csv", CODES, _code_rows(units, codes))
    _write_shares(folder / "topic_shares.parquet", solutions)


def write_tables(folder: Path, tables: Sequence[Table]) -> None:
    """Write tables/ in every format, and all.tex, which sets them all."""
    for table in tables:
        write_atomically(folder / f"{table.name}.csv", table.to_csv())
        write_atomically(folder / f"{table.name}.md", table.to_markdown())
        write_atomically(folder / f"{table.name}.tex", table.to_latex())
        write_atomically(folder / f"{table.name}.html", table.to_html())
    inputs = "\n\\clearpage\n".join(f"\\input{{{table.name}}}" for table in tables)
    write_atomically(folder / "all.tex", f"{_PREAMBLE}{inputs}\n\\end{{document}}\n")


def write_figures(folder: Path, figures: Mapping[str, Any]) -> dict[str, str]:
    """Write figures/ as SVG and PNG; give the SVG texts by name."""
    drawn = {}
    for name, figure in figures.items():
        drawn[name] = to_svg(figure)
        write_atomically(folder / f"{name}.svg", drawn[name])
        write_atomically(folder / f"{name}.png", to_png(figure))
    return drawn


def write_settings(path: Path, settings: Mapping[str, Any]) -> None:
    """Write the resolved settings as YAML."""
    write_atomically(path, yaml.safe_dump(dict(settings), allow_unicode=True, sort_keys=False, width=100))


def digests(folder: Path) -> dict[str, str]:
    """Hash every file in tables/ and data/, as far as these are there."""
    parts = [folder / part for part in ("tables", "data") if (folder / part).is_dir()]
    files = sorted(path for part in parts for path in part.iterdir() if path.is_file())
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in files}


def add_to_index(path: Path, row: Mapping[str, Any]) -> None:
    """Add one run to results/index.csv: every run ever tried is listed; columns of one's own stay."""
    rows = [*read_index(path), row]
    others = [name for name in dict.fromkeys(name for each in rows for name in each) if name not in INDEX]
    _write_csv(path, (*INDEX, *others), rows)


def read_index(path: Path) -> list[dict[str, str]]:
    """Read results/index.csv; a cell beyond the last column is left out."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: cell for name, cell in row.items() if name is not None} for row in csv.DictReader(file)
        ]


def first_fit(path: Path, experiment: str, corpus: str) -> datetime | None:
    """Say when an experiment first gave results for a corpus, as far as the index knows."""
    started = [
        row["started"]
        for row in read_index(path)
        if (row.get("experiment"), row.get("corpus"), row.get("status")) == (experiment, corpus, "complete")
    ]
    try:
        times = [datetime.fromisoformat(time) for time in started]
    except ValueError as error:
        reason = f"a time in the column `started` cannot be read ({error})"
        raise InvalidInput([Problem(str(path), reason, "write 2026-11-28T08:12:02+00:00")]) from None
    return min((time if time.tzinfo else time.replace(tzinfo=UTC) for time in times), default=None)


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_atomically(path, buffer.getvalue())


def _line_rows(units: TokenizedUnits) -> Iterable[Mapping[str, Any]]:
    return (
        {
            "doc": line.doc,
            "line": line.number,
            "label": line.label,
            "reason": line.reason,
            "language": line.language,
            "start": line.raw[:20],
        }
        for line in units.lines
    )


def _unit_rows(units: TokenizedUnits, share_text: bool) -> Iterable[Mapping[str, Any]]:
    for unit, tokens in zip(units.units, units.tokens, strict=True):
        row = {
            "unit": unit.id,
            "doc": unit.doc,
            "language": unit.language,
            "first_line": unit.first_line,
            "last_line": unit.last_line,
            "tokens": len(tokens),
            "characters": len(unit.text),
        }
        yield {**row, "text": unit.text} if share_text else row


def _code_rows(units: TokenizedUnits, codes: Codes) -> Iterator[Mapping[str, Any]]:
    for row, column in zip(*np.nonzero(~np.isnan(codes.ratings).all(axis=0)), strict=True):
        unit = units.units[row]
        for coder, said in zip(codes.coders, codes.ratings[:, row, column].tolist(), strict=True):
            if said == said:
                yield {
                    "unit": unit.id,
                    "doc": unit.doc,
                    "language": unit.language,
                    "theme": codes.themes[column],
                    "coder": coder,
                    "value": int(said),
                    "probability": codes.probability[row],
                }


def _write_shares(path: Path, solutions: Sequence[TopicSolution]) -> None:
    """Write topic shares as a tidy Parquet file; shares of nothing are left out."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names, units, topics, shares = [], [], [], []
    for solution in solutions:
        rows, columns = np.nonzero(solution.topic_shares)
        names += [solution.name] * len(rows)
        units += [solution.unit_ids[row] for row in rows]
        topics += columns.tolist()
        shares += solution.topic_shares[rows, columns].tolist()
    table = pa.table(
        {
            "solution": pa.array(names, pa.string()),
            "unit": pa.array(units, pa.string()),
            "topic": pa.array(topics, pa.int32()),
            "share": pa.array(shares, pa.float64()),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    write_atomically(path, buffer.getvalue())
