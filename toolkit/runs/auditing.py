"""An experiment file in; an account of every line of its corpus out."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

import toolkit
from toolkit import reports
from toolkit.corpus import read_corpus
from toolkit.errors import InvalidInput, Problem
from toolkit.files import try_folder, write_atomically
from toolkit.preprocess import Label, TokenizedUnits, prepare
from toolkit.progress import shown, stage
from toolkit.reports import Table
from toolkit.runs.config import load_experiment, preparation_for, with_files
from toolkit.themes import Codebook, read_codebook


@dataclass(frozen=True)
class Audit:
    """What `audit` gives: tables, and the folder with the same tables as CSV and the page."""

    folder: Path
    tables: Mapping[str, Table] = field(repr=False)
    units: TokenizedUnits = field(repr=False)

    labels: tuple[Label, ...] = ("content",)
    """The labels that enter units."""

    doubt: str = ""
    """What a reader should know of the whole audit: a codebook that could not be read."""

    @property
    def page(self) -> Path:
        """The page that shows every line with its label and reason."""
        return self.folder / "audit.html"

    def table(self, name: str) -> Table:
        """Give a table by its name; ``table.rows`` is a data frame."""
        return self.tables[name]

    def lines(self, doc: str) -> pd.DataFrame:
        """Show one document line by line."""
        rows = self.tables["lines"].rows
        return rows.loc[rows["doc"] == doc, ["line", "label", "reason", "text"]].reset_index(drop=True)

    def _repr_html_(self) -> str:
        names, units = ", ".join(self.tables), self.units
        return (
            f"<p>Audit of {len(units.documents)} documents, {len(units.lines)} lines; tables: {names}. "
            f"Page: {html.escape(str(self.page))}</p>{self.tables['cleaning']._repr_html_()}"
        )


def audit(path: Path | str, out: Path | str | None = None, workers: int = 1) -> Audit:
    """Prepare the corpus of an experiment and account for every line of it; nothing is modelled.

    Parameters
    ----------
    path
        The experiment file.
    out
        Folder for ``audit.html`` and a CSV of each table; ``results/<name>-audit`` by default. Only files of
        these names are replaced there. They hold the texts: look at the rights before you share them.
    workers
        Processes to work in; results do not depend on it.

    Raises
    ------
    InvalidInput
        With every problem of the experiment, its corpus or its corrections, or where nothing can be written.
    """
    path = Path(path)
    experiment = load_experiment(path)
    folder = Path("results") / f"{experiment.name}-audit" if out is None else Path(out)
    _try_folder(folder)
    with shown():
        experiment = with_files(experiment, path.parent)
        codebook, doubt = _codebook(path.parent / experiment.codebook)
        settings = preparation_for(experiment, codebook) if codebook else experiment.prepare
        name = f"{codebook.id} {codebook.version} ({codebook.digest[:8]})" if codebook else "not read"
        with stage("read"):
            corpus = read_corpus(experiment.corpus, path.parent)
        units = prepare(corpus, settings, codebook.compounds if codebook else None, workers)
        stamp = reports.Stamp(
            signature=f"{experiment.name} · audit · toolkit {toolkit.__version__}",
            documents=len(units.documents),
            units=len(units),
            unit=settings.units.kind,
            codebook=name,
            corpus=corpus.digest[:8],
            copies=units.copies,
            notice=corpus.notice,
        )
        with stage("tables"):
            tables = reports.audit_tables(units, stamp, settings.units.labels, corpus)
        with stage("write"):
            title = f"Audit: {experiment.title or experiment.name}"
            notice = " ".join(filter(None, (corpus.notice, doubt)))
            page = reports.audit_page(title, notice, units, tables, stamp, settings.units.labels)
            for table in tables:
                # the mark at the start lets Excel see that the file is UTF-8: reviewers work there
                write_atomically(folder / f"{table.name}.csv", "\ufeff" + table.to_csv())
            write_atomically(folder / "audit.html", page)
    return Audit(folder, {table.name: table for table in tables}, units, settings.units.labels, doubt)


def _codebook(path: Path) -> tuple[Codebook | None, str]:
    """Read the codebook, whose terms stay whole; or say that it cannot be read: an audit can do without."""
    try:
        return read_codebook(path), ""
    except InvalidInput as error:
        problem = error.problems[0]
        doubt = (
            f"The codebook cannot be read, so that its terms may be cut into several tokens here: "
            f"{problem.place}: {problem.reason}."
        )
        return None, doubt


def _try_folder(folder: Path) -> None:
    try:
        try_folder(folder)
    except OSError as error:
        reason = f"the audit cannot be written here ({error.strerror or error})"
        remedy = "name a folder that you may write to: `--out FOLDER`, or `audit(…, out=FOLDER)`"
        raise InvalidInput([Problem(str(folder), reason, remedy)]) from None
