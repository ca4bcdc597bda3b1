"""A finished run: its tables, figures and files, in a notebook as on the disk."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InvalidInput, Problem, ToolkitError, nearest
from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.reports import Table
from toolkit.themes import Codebook, ThemeScores


@dataclass(frozen=True)
class SavedTable:
    """A table read back from a run's folder."""

    name: str
    rows: pd.DataFrame
    html: str

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True)
class SavedFigure:
    """A figure read back from a run's folder."""

    name: str
    svg: str
    png: bytes

    def _repr_svg_(self) -> str:
        return self.svg[self.svg.index("<svg") :]

    def _repr_png_(self) -> bytes:
        return self.png


@dataclass(frozen=True)
class Run:
    """What `run` and `open_run` give."""

    folder: Path
    manifest: Mapping[str, Any]
    live: Mapping[str, Table] = field(default_factory=dict, repr=False)
    """Tables as they were made, where the run was just made."""

    features: Features | None = field(default=None, repr=False)
    codebook: Codebook | None = field(default=None, repr=False)
    solutions: tuple[TopicSolution, ...] = field(default=(), repr=False)
    scores: tuple[ThemeScores, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """Fingerprint of the run."""
        return str(self.manifest["run"])

    @property
    def tables(self) -> list[str]:
        """Names of the tables."""
        return sorted(path.stem for path in (self.folder / "tables").glob("*.csv"))

    @property
    def figures(self) -> list[str]:
        """Names of the figures."""
        return sorted(path.stem for path in (self.folder / "figures").glob("*.svg"))

    @property
    def report(self) -> Path:
        """The report page."""
        return self.folder / "report.html"

    def table(self, name: str) -> Table | SavedTable:
        """Give a table by its name; ``table.rows`` is a data frame."""
        if name in self.live:
            return self.live[name]
        path = self._find("tables", name, ".csv", self.tables)
        rows = pd.read_csv(path, keep_default_na=False, na_values=[""])
        return SavedTable(name, rows, path.with_suffix(".html").read_text("utf-8"))

    def figure(self, name: str) -> SavedFigure:
        """Give a figure by its name."""
        path = self._find("figures", name, ".svg", self.figures)
        return SavedFigure(name, path.read_text("utf-8"), path.with_suffix(".png").read_bytes())

    def _find(self, folder: str, name: str, ending: str, known: list[str]) -> Path:
        path = self.folder / folder / f"{name}{ending}"
        if name not in known:
            raise ToolkitError(f"This run has no {folder[:-1]} '{name}'; {nearest(name, known)}")
        return path

    def _repr_html_(self) -> str:
        facts = self.manifest
        notice = f"<p><em>{html.escape(facts.get('notice', ''))}</em></p>" if facts.get("notice") else ""
        return (
            f"<p><strong>{html.escape(facts['experiment'])}</strong> · run {self.id} · "
            f"{facts['documents']} documents, {facts['units']} units</p>{notice}"
            f"<p>Tables: {', '.join(self.tables)}. Figures: {', '.join(self.figures)}. "
            f"Report: {html.escape(str(self.report))}</p>"
        )


def open_run(folder: Path | str) -> Run:
    """Open a run from its folder."""
    folder = Path(folder)
    path = folder / "manifest.json"
    if not path.is_file():
        raise InvalidInput(
            [
                Problem(
                    str(folder),
                    "is no run: it has no manifest.json",
                    "name a folder that `toolkit run` left behind",
                )
            ]
        )
    return Run(folder, json.loads(path.read_text("utf-8")))
