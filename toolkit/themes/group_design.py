"""Every prevalence and contrast as weights on documents, so that many versions are estimated at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.comparison import Comparison
from toolkit.themes.intervals import Sample
from toolkit.themes.prevalence import document_clusters, document_counts, groups


@dataclass(frozen=True)
class GroupDesign:
    """The documents of one group, or of the two groups of a contrast."""

    by: str
    group: str
    """The group, or ``first − second``."""

    docs: tuple[str, ...]
    sample: Sample
    """Its values are not used."""

    @property
    def is_contrast(self) -> bool:
        """Whether two groups are compared."""
        return not bool(self.sample.is_first.all())

    @property
    def facts(self) -> dict[str, Any]:
        """The columns that say in a row what was estimated."""
        quantity = "contrast" if self.is_contrast else "prevalence"
        return {"quantity": quantity, "by": self.by, "group": self.group}

    @property
    def has_error(self) -> bool:
        """Whether each side has two clusters, so that a standard error says something."""
        first = self.sample.is_first
        sides = (first, ~first) if self.is_contrast else (first,)
        return all(len(np.unique(self.sample.clusters[side])) > 1 for side in sides)

    def estimates(self, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Estimate from every version of the documents' means.

        Parameters
        ----------
        means
            (versions, documents).

        Returns
        -------
        (versions,) estimates and their squared standard errors.
        """
        sample = self.sample
        weights = sample.base * sample.is_first / (sample.base * sample.is_first).sum()
        if self.is_contrast:
            other = sample.base * ~sample.is_first
            weights = weights - other / other.sum()
        return means @ weights, sample.error(np.ones(means.shape), means) ** 2


def designs(units: TokenizedUnits, settings: Comparison) -> list[GroupDesign]:
    """List every group of ``settings.by``, and the contrasts: the declared ones, then every two groups."""
    found = []
    declared = [(contrast.by, contrast.first, contrast.second) for contrast in settings.contrasts]
    named = {frozenset(contrast) for contrast in declared}
    explored = [
        (column, *pair)
        for column in settings.by
        for pair in combinations(groups(units.metadata, column), 2)
        if frozenset((column, *pair)) not in named
    ]
    for column in settings.by:
        for group, docs in groups(units.metadata, column).items():
            found.append(_design(units, column, group, docs, []))
    for column, first, second in [*declared, *explored]:
        sides = groups(units.metadata, column)
        if first in sides and second in sides:
            found.append(_design(units, column, f"{first} − {second}", sides[first], sides[second]))
    return found


def _design(
    units: TokenizedUnits, column: str, name: str, first: Sequence[str], second: Sequence[str]
) -> GroupDesign:
    docs = (*first, *second)
    clusters = document_clusters(units)
    sample = Sample(
        np.zeros(len(docs)),
        np.arange(len(docs)) < len(first),
        np.unique([clusters[doc] for doc in docs], return_inverse=True)[1],
        np.concatenate([document_counts(units, side) for side in (first, second) if side]),
    )
    return GroupDesign(column, name, docs, sample)
