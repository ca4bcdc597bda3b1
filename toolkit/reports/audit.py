"""All tables of an audit."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.preprocess import Label, TokenizedUnits
from toolkit.reports.audit_fates import fates
from toolkit.reports.audit_second_look import second_look_table
from toolkit.reports.audit_tables import (
    cleaning_table,
    cut,
    duplicates_table,
    examples_table,
    languages_table,
    remarks_table,
    repairs_table,
    sentences_table,
)
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table
from toolkit.reports.tables import corpus_table

LINES = (
    *("doc", "line", "label", "reason", "language", "start"),
    *("confidence", "unit", "characters", "text", "as_read"),
)
"""The first six are those of a run's data/lines.csv, and of a table of overrides."""


def audit_tables(
    units: TokenizedUnits,
    stamp: Stamp,
    labels: Sequence[Label] = ("content",),
    corpus: Corpus | None = None,
) -> list[Table]:
    """Make every table of an audit. All but `cleaning`, `corpus`, `languages` and `remarks` hold texts.

    Parameters
    ----------
    labels
        The labels that enter units (`prepare.units.labels`).
    corpus
        What was prepared, to list how files were decoded.
    """
    return [
        corpus_table(units, stamp),
        cleaning_table(units, stamp, labels),
        examples_table(units, stamp, labels),
        second_look_table(units, stamp, labels),
        repairs_table(units, stamp),
        duplicates_table(units, stamp),
        sentences_table(units, stamp),
        languages_table(units, stamp),
        remarks_table(units, stamp, corpus),
        lines_table(units, stamp, labels),
    ]


def lines_table(units: TokenizedUnits, stamp: Stamp, labels: Sequence[Label] = ("content",)) -> Table:
    """List every non-empty line of every document once, with what became of it."""
    rows = [
        (
            fate.line.doc,
            fate.line.number,
            fate.line.label,
            fate.why,
            fate.line.language or "",
            fate.line.raw[:20],
            fate.line.confidence,
            " ".join(units.units[index].id for index in fate.units),
            len(fate.line.raw),
            fate.line.text,
            fate.line.raw if fate.line.raw != fate.line.text else "",
        )
        for fate in fates(units, labels)
    ]
    frame = pd.DataFrame(rows, columns=list(LINES))
    remark = "Characters: as read. As read: given where the line was repaired."
    shown = frame[["doc", "line", "label", "reason", "text"]]
    return cut("lines", "Every line", frame, stamp, remark, shown)
