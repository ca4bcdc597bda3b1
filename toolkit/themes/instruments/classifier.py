"""A small classifier that learns from coded units."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.progress import track
from toolkit.settings import Settings
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import Codes
from toolkit.themes.instruments.coded import checked_codes
from toolkit.themes.instruments.cross_fitting import CodedUnits, cross_fitted
from toolkit.themes.instruments.scores import ThemeScores


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

    def score(self, features: Features, codebook: Codebook, codes: Codes) -> ThemeScores:
        """Learn from the coded units and read every unit.

        Raises
        ------
        InvalidInput
            When a theme has too few coded units, or they stand in too few documents; names all of them.
        """
        coded, _ = checked_codes(features, codebook, codes, self.name)
        number = document_clusters(features.units)
        clusters = np.array([number[doc] for doc in features.documents.tolist()])
        folds = self._folds(codebook.theme_ids, coded, clusters)
        weights, notes = self._weights(features, codes, coded)
        score, present = np.zeros(coded.shape), np.zeros(coded.shape, dtype=bool)
        for column, theme in enumerate(track(codebook.theme_ids, self.name)):
            units = CodedUnits(features.vectors.astype(float), coded[:, column], weights, clusters)
            score[:, column] = cross_fitted(units, folds[theme])
            least = 0.5 if self.present == "half" else matching_threshold(score[:, column], units)
            present[:, column] = score[:, column] >= least
            notes.append(
                f"{theme}: {_told(~np.isnan(units.coded), features)} coded units, "
                f"{_told(units.coded == 1, features)} with the theme, dealt into {folds[theme]} parts by "
                f"document; present from a probability of {least:.2f}"
            )
        return ThemeScores(self.name, codebook.theme_ids, features.unit_ids, score, present, tuple(notes))

    def _folds(self, themes: tuple[str, ...], coded: np.ndarray, clusters: np.ndarray) -> dict[str, int]:
        """Say into how many parts documents are dealt for each theme, or refuse."""
        folds, problems = {}, []
        for theme, column in zip(themes, coded.T, strict=True):
            sides = [np.flatnonzero(column == value) for value in (1, 0)]
            documents = [len(np.unique(clusters[rows])) for rows in sides]
            folds[theme] = min(self.folds, *documents)
            if min(map(len, sides)) < self.fewest or folds[theme] < 3:
                found = " and ".join(
                    f"{len(rows)} coded units that {what} it (in {count} documents)"
                    for rows, count, what in zip(sides, documents, ("carry", "do not carry"), strict=True)
                )
                reason = f"'{theme}' has {found}; '{self.name}' needs {self.fewest} of each, in 3 documents"
                remedy = f"code more units, or take '{self.name}' out of `instruments`"
                problems.append(Problem("codes", reason, remedy))
        if problems:
            raise InvalidInput(problems)
        return folds

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


def _told(rows: np.ndarray, features: Features) -> str:
    """Count units, in all and in each language."""
    names = features.units.languages
    each = ", ".join(f"{name} {(rows & (features.languages == name)).sum()}" for name in names)
    return f"{rows.sum()} ({each})"


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
