"""Everything that a run's tables and figures are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from toolkit import reports
from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits
from toolkit.runs.config import Experiment
from toolkit.themes import (
    Codebook,
    Codes,
    Standing,
    ThemeScores,
    codes_of,
    documents_of,
    reading_of,
    split_documents,
    subset,
)

LANGUAGE_NAMES = {"zh": "中文 Chinese", "en": "English"}


@dataclass(frozen=True)
class Evidence:
    """What was read, fitted, scored and coded."""

    experiment: Experiment
    codebook: Codebook
    features: Features
    solutions: tuple[TopicSolution, ...]
    scores: tuple[ThemeScores, ...]
    beads: tuple[Mapping[str, Any], ...]
    """Aligned paragraphs of translation pairs."""

    stamp: reports.Stamp
    standing: Standing
    """What the results may be called."""

    codes: Codes | None = None
    runs: Mapping[str, tuple[ThemeScores, ...]] = field(default_factory=dict)
    """Readings from several seeds, by instrument."""

    @property
    def everything(self) -> TokenizedUnits:
        """All units that were read."""
        return self.features.units

    @cached_property
    def labels(self) -> dict[str, str]:
        """Each theme's label; themes with the same label are told apart by their ids."""
        themes = self.codebook.themes
        names = {theme.id: " ".join(dict.fromkeys(theme.label.values())) or theme.id for theme in themes}
        times = Counter(names.values())
        return {theme: f"{name} ({theme})" if times[name] > 1 else name for theme, name in names.items()}

    @cached_property
    def estimated(self) -> Estimated:
        """What estimates are made from: all documents, or those that the split keeps for them."""
        if self.experiment.split is None:
            headline = self.experiment.compare.headline
            return Estimated(headline, self.everything, self.scores, self.codes, self.runs)
        halves = split_documents(self.everything, self.experiment.split)
        units = subset(self.everything, documents_of(halves, "estimation"))
        given = None if self.codes is None else codes_of(self.codes, units)
        return Estimated(
            self.experiment.compare.headline,
            units,
            tuple(reading_of(reading, units) for reading in self.scores),
            given,
            {name: tuple(reading_of(each, units) for each in own) for name, own in self.runs.items()},
        )

    @cached_property
    def estimated_rows(self) -> np.ndarray:
        """(units,) rows of the features that estimates come from."""
        place = {unit: row for row, unit in enumerate(self.features.unit_ids)}
        return np.array([place[unit.id] for unit in self.estimated.units.units], dtype=np.int64)

    @property
    def estimated_half(self) -> Literal["estimation", "all"]:
        """Whether estimates come from a half, or from all documents."""
        return "all" if self.estimated.units.documents == self.everything.documents else "estimation"

    @property
    def estimated_stamp(self) -> reports.Stamp:
        """The stamp of tables that speak of the documents that estimates come from."""
        units = self.estimated.units
        return replace(self.stamp, documents=len(units.documents), units=len(units))


@dataclass(frozen=True)
class Estimated:
    """Units of the documents that estimates come from, and what is said of them."""

    headline_name: str
    units: TokenizedUnits
    scores: tuple[ThemeScores, ...]
    given: Codes | None
    """What people coded, also where it is nothing of these units."""

    runs: Mapping[str, tuple[ThemeScores, ...]]

    @property
    def codes(self) -> Codes | None:
        """What people coded of these units, if they coded any: nothing else can be measured against."""
        return self.given if self.given is not None and self.given.coded.any() else None

    @property
    def headline(self) -> ThemeScores:
        """The reading that the first figure shows."""
        return next(s for s in self.scores if s.instrument == self.headline_name)
