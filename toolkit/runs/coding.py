"""An experiment made ready for people who code: the units of a run, and what its instruments say of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

import toolkit
from toolkit import reports
from toolkit.corpus import Corpus, read_corpus
from toolkit.errors import InvalidInput, Problem
from toolkit.features import build_features
from toolkit.preprocess import TokenizedUnits, Tokenizer, prepare
from toolkit.progress import shown, stage
from toolkit.runs.config import Experiment, load_experiment, preparation_for, with_files
from toolkit.runs.identity import fingerprint
from toolkit.runs.locking import read_lock_of, with_lock
from toolkit.themes import (
    Codebook,
    ThemeScores,
    documents_of,
    halves_of,
    read_codebook,
    read_themes,
    subset,
)
from toolkit.themes.split import Half

Drawn = Half | Literal["all"]
"""What units are drawn from."""


@dataclass(frozen=True)
class CodingProject:
    """An experiment with its codebook and the units that a run of it would read."""

    path: Path
    experiment: Experiment = field(repr=False)
    codebook: Codebook = field(repr=False)
    corpus: Corpus = field(repr=False)
    units: TokenizedUnits = field(repr=False)

    @property
    def stamp(self) -> reports.Stamp:
        """What every table says below itself."""
        codebook, units = self.codebook, self.units
        return reports.Stamp(
            signature=f"{self.experiment.name} · human codes · toolkit {toolkit.__version__}",
            documents=len(units.documents),
            units=len(units),
            unit=self.experiment.prepare.units.kind,
            codebook=f"{codebook.id} {codebook.version} ({codebook.digest[:8]})",
            corpus=self.corpus.digest[:8],
            copies=units.copies,
            notice=self.corpus.notice,
        )

    @cached_property
    def halves(self) -> dict[str, Half] | None:
        """The half of each document, where the experiment declares a split."""
        return halves_of(self.units, self.experiment.split)

    def drawn_from(self, half: Drawn | None = None) -> tuple[Drawn, CodingProject]:
        """Say what units are drawn from, and keep no others.

        Parameters
        ----------
        half
            A half, or all; by default the estimation half of a declared split, because codes of it alone
            correct shares, and all documents where no split is declared.

        Raises
        ------
        InvalidInput
            For a half of documents that are not parted, or one without documents.
        """
        wanted: Drawn = half or ("all" if self.halves is None else "estimation")
        if wanted == "all":
            return wanted, self
        if self.halves is None:
            reason, remedy = "the experiment declares no split", "leave it out, or declare `split:`"
            raise InvalidInput([Problem(f"--half {wanted}", reason, remedy)])
        units = subset(self.units, documents_of(self.halves, wanted))
        if not len(units):
            raise InvalidInput([Problem(f"--half {wanted}", "no document is in it", "take the other half")])
        return wanted, replace(self, units=units)

    def facts(self, half: Drawn) -> dict[str, Any]:
        """Tell what a sample remembers of its project: the half and its documents, where there are halves."""
        facts: dict[str, Any] = {"experiment": self.experiment.name, "corpus": self.corpus.digest}
        if self.experiment.split is not None:
            facts["half"] = half
        return facts | ({} if half == "all" else {"documents": list(self.units.documents)})

    @property
    def labels(self) -> dict[str, str]:
        """Name each theme as a reader knows it."""
        return {theme.id: " ".join(dict.fromkeys(theme.label.values())) for theme in self.codebook.themes}


def open_project(path: Path | str, workers: int = 1) -> CodingProject:
    """Prepare an experiment's units as a run prepares them; nothing is modelled.

    Raises
    ------
    InvalidInput
        With every problem of the experiment, its codebook or its corpus.
    """
    path = Path(path)
    experiment = load_experiment(path)
    with shown():
        experiment = with_files(experiment, path.parent)
        experiment = with_lock(experiment, read_lock_of(experiment, path.parent))
        codebook = read_codebook(path.parent / experiment.codebook)
        with stage("read"):
            corpus = read_corpus(experiment.corpus, path.parent)
        units = prepare(corpus, preparation_for(experiment, codebook), codebook.compounds, workers)
    if not len(units):
        reason = "the corpus has no unit that could be coded"
        raise InvalidInput([Problem(str(path), reason, "look at it by `toolkit corpus`")])
    return CodingProject(path, experiment, codebook, corpus, units)


def instrument_scores(project: CodingProject, results: Path) -> tuple[list[ThemeScores], str]:
    """Give what the experiment's instruments say: of its finished run where there is one, else read afresh.

    Returns
    -------
    The readings, and where they come from.
    """
    base = project.path.parent
    name = fingerprint(project.experiment, base, project.corpus, project.codebook)
    path = results / f"{project.experiment.name}-{name}" / "data" / "theme_scores.csv"
    if path.is_file():
        return read_scores(path, project.units, project.codebook.theme_ids), f"run {name}"
    rules, codebook = project.experiment.prepare.tokens, project.codebook
    tokenizer = Tokenizer(rules, codebook.compounds, project.units.collocations)
    seeds = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
    with shown():
        features = build_features(
            project.units,
            project.experiment.features,
            tokenizer,
            seeds,
            codebook.equivalents(tokenizer),
            base,
        )
        gold = project.experiment.gold
        codes = gold.read(project.units, codebook, base, project.halves) if gold else None
        scores = [read_themes(each, features, codebook, codes) for each in project.experiment.instruments]
    return scores, "read afresh: no finished run of this experiment was found"


def read_scores(path: Path, units: TokenizedUnits, themes: tuple[str, ...]) -> list[ThemeScores]:
    """Read data/theme_scores.csv of a run of the same units.

    Raises
    ------
    InvalidInput
        Where it is of other units or themes.
    """
    row = {unit.id: place for place, unit in enumerate(units.units)}
    column = {theme: place for place, theme in enumerate(themes)}
    scores: dict[str, np.ndarray] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for cells in csv.DictReader(file):
            if cells["unit"] not in row or cells["theme"] not in column:
                reason = (
                    f"speaks of '{cells['unit']}' and '{cells['theme']}', which are not in this experiment"
                )
                raise InvalidInput([Problem(str(path), reason, "name the results of this experiment")])
            own = scores.setdefault(cells["instrument"], np.full((2, len(units), len(themes)), np.nan))
            own[:, row[cells["unit"]], column[cells["theme"]]] = (
                float(cells["score"]),
                float(cells["present"]),
            )
    if any(np.isnan(own).any() for own in scores.values()):
        reason = "lacks units or themes of this experiment"
        raise InvalidInput([Problem(str(path), reason, "run the experiment again")])
    ids = tuple(row)
    return [ThemeScores(name, themes, ids, score, present == 1) for name, (score, present) in scores.items()]
