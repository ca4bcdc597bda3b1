"""A small classifier that learns from coded units."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.preprocess import TokenizedUnits
from toolkit.progress import track
from toolkit.settings import Settings
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import Codes
from toolkit.themes.instruments.coded import MORE, checked_codes, told
from toolkit.themes.instruments.cross_fitting import CodedUnits, cross_fitted
from toolkit.themes.instruments.scores import ThemeScores

FEWEST_DOCUMENTS = 3
"""Documents on each side, so that a part can be held out, and one of the others once more."""


class Classifier(Settings):
    """Logistic regression on vectors, one for each theme, taught by coded units.

    The score is a probability from models that did not see the unit's document, so that it may be held
    against the same codes. A unit counts 1 / its probability of being drawn, where that is known. Do not
    trust it for a theme that few coded units carry, in a language in which few were coded, or where coders
    disagree: it learns their errors too.
    """

    kind: Literal["classifier"] = "classifier"

    name: str = "classifier"
    """Name in tables."""

    needs_codes: ClassVar[bool] = True
    reads_terms: ClassVar[bool] = False

    present: Literal["half", "prevalence"] = "prevalence"
    """From which probability a theme is present: one half; or the one from which it is found in the coded
    units as often as people found it there."""

    languages: Literal["as coded", "balanced"] = "as coded"
    """Whether coded units of each language have the same weight in all."""

    fewest: int = Field(10, ge=5)
    """Coded units that must carry a theme, and that must not."""

    folds: int = Field(5, ge=3)
    """Parts into which the coded documents are dealt; as many documents must have units that carry a theme,
    or there are fewer parts, 3 at least."""

    def problems(self, units: TokenizedUnits, codebook: Codebook, codes: Codes) -> list[Problem]:
        """Find themes that too few coded units carry, or do not carry, or in too few documents."""
        coded, _ = checked_codes(units, codebook, codes, self.name)
        clusters = _clusters(units)
        problems = []
        for theme, column in zip(codebook.theme_ids, coded.T, strict=True):
            sides = _sides(column)
            documents = [len(np.unique(clusters[side])) for side in sides]
            if min(side.sum() for side in sides) >= self.fewest and min(documents) >= FEWEST_DOCUMENTS:
                continue
            found = ", and ".join(
                f"{told(side, units)} coded units that {what} it, in {count} documents"
                for side, count, what in zip(sides, documents, ("carry", "do not carry"), strict=True)
            )
            needed = f"{self.fewest} of each, in {FEWEST_DOCUMENTS} documents"
            reason = f"'{theme}' has {found}; '{self.name}' needs {needed}"
            remedy = f"code more units ({MORE}), or take '{self.name}' out of `instruments`"
            problems.append(Problem("codes", reason, remedy))
        return problems

    def score(self, features: Features, codebook: Codebook, codes: Codes) -> ThemeScores:
        """Learn from the coded units and read every unit.

        Raises
        ------
        InvalidInput
            When a theme has too few coded units, or they stand in too few documents; names all of them.
        """
        problems = self.problems(features.units, codebook, codes)
        if problems:
            raise InvalidInput(problems)
        coded, _ = checked_codes(features.units, codebook, codes, self.name)
        clusters = _clusters(features.units)
        weights, notes = self._weights(features, codes, coded)
        score, present = np.zeros(coded.shape), np.zeros(coded.shape, dtype=bool)
        for column, theme in enumerate(track(codebook.theme_ids, self.name)):
            units = CodedUnits(features.vectors.astype(float), coded[:, column], weights, clusters)
            folds = min(self.folds, *(len(np.unique(clusters[side])) for side in _sides(units.coded)))
            score[:, column] = cross_fitted(units, folds)
            least = 0.5 if self.present == "half" else matching_threshold(score[:, column], units)
            present[:, column] = score[:, column] >= least
            notes.append(
                f"{theme}: {told(~np.isnan(units.coded), features.units)} coded units, "
                f"{told(units.coded == 1, features.units)} with the theme, dealt into {folds} parts by "
                f"document; present from a probability of {least:.2f}"
            )
        return ThemeScores(self.name, codebook.theme_ids, features.unit_ids, score, present, tuple(notes))

    def _weights(self, features: Features, codes: Codes, coded: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """Say what each unit counts: copies less, rarely drawn ones more."""
        known = ~np.isnan(coded).all(axis=1)
        weights, notes = features.units.weights.astype(float), []
        if codes.has_probabilities:
            weights = weights / np.where(known, codes.probability, 1.0)
        else:
            notes.append("no probabilities of being drawn are known: coded units count the same")
        if self.languages == "balanced":
            for language in features.units.languages:
                rows = known & (features.languages == language)
                weights[rows] /= max(weights[rows].sum(), 1e-12)
        return weights / weights[known].mean(), notes


def _clusters(units: TokenizedUnits) -> np.ndarray:
    """Give the number of each unit's document; documents that are one text share one."""
    number = document_clusters(units)
    return np.array([number[unit.doc] for unit in units.units])


def _sides(coded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell units that carry a theme from those that do not; uncoded ones are neither."""
    return coded == 1, coded == 0


def matching_threshold(score: np.ndarray, units: CodedUnits) -> float:
    """Find the score from which a theme is found in the coded units as often as people found it.

    Both shares are weighted. The threshold lies midway between two scores.
    """
    known = ~np.isnan(units.coded)
    order = np.argsort(-score[known], kind="stable")
    ordered, weights = score[known][order], units.weights[known][order]
    wanted = float((weights * units.coded[known][order]).sum())
    ends = np.flatnonzero(np.append(np.diff(ordered) < 0, True))  # equal scores are found together
    best = ends[np.argmin(np.abs(np.cumsum(weights)[ends] - wanted))]
    after = ordered[best + 1] if best + 1 < len(ordered) else 0.0
    return float((ordered[best] + after) / 2)
