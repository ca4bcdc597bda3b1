"""Where each unit stands: its language, its document, what it is drawn with and what it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toolkit.errors import ToolkitError
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codes import Codes
from toolkit.themes.prevalence import seed_for

FEWEST_CLUSTERS = 6
"""Below this, an interval over clusters of documents says nothing."""

_FEWEST_ALIKE = 5
"""Clusters that hold the same languages are drawn among each other, from so many on."""


@dataclass(frozen=True)
class UnitFacts:
    """Language, document, cluster and weight of every unit of a corpus."""

    ids: tuple[str, ...]
    languages: np.ndarray
    """(units,) names."""

    documents: np.ndarray
    """(units,) numbers from 0."""

    clusters: np.ndarray
    """(units,) numbers from 0: documents that render each other are drawn together."""

    weights: np.ndarray
    """(units,) what each unit counts among all: 1, or less for copies."""

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Languages that occur, in alphabetical order."""
        return tuple(sorted(set(self.languages.tolist())))

    def only(self, rows: np.ndarray) -> UnitFacts:
        """Give the facts of some units; clusters keep their numbers."""
        return UnitFacts(
            tuple(self.ids[row] for row in rows.tolist()),
            self.languages[rows],
            self.documents[rows],
            self.clusters[rows],
            self.weights[rows],
        )

    def sizes(self, rows: np.ndarray) -> dict[str, int]:
        """Count units, documents and clusters among some rows."""
        return {
            "units": len(rows),
            "documents": len(np.unique(self.documents[rows])),
            "clusters": len(np.unique(self.clusters[rows])),
        }

    def drawn(self, draws: int, name: str) -> np.ndarray:
        """Draw clusters with replacement: (draws, clusters) how often each was drawn.

        Clusters of one language, and those of several, are drawn among each other, so that every draw holds
        as many of each as the corpus does.
        """
        random = np.random.default_rng(seed_for(name))
        held: dict[int, set[str]] = {}
        for cluster, language in zip(self.clusters.tolist(), self.languages.tolist(), strict=True):
            held.setdefault(cluster, set()).add(language)
        makeup = ["+".join(sorted(held[cluster])) for cluster in range(len(held))]
        times = Counter(makeup)
        makeup = [kind if times[kind] >= _FEWEST_ALIKE else "few" for kind in makeup]
        result = np.zeros((draws, len(makeup)))
        for kind in sorted(set(makeup)):
            members = [cluster for cluster, other in enumerate(makeup) if other == kind]
            share = np.full(len(members), 1 / len(members))
            result[:, members] = random.multinomial(len(members), share, size=draws)
        return result


def unit_facts(units: TokenizedUnits) -> UnitFacts:
    """Collect what is known of where each unit stands."""
    numbers = document_clusters(units)
    docs = [unit.doc for unit in units.units]
    copies = np.array([units.document_weights.get(doc, 1.0) for doc in docs])
    return UnitFacts(
        tuple(unit.id for unit in units.units),
        np.array([unit.language for unit in units.units]),
        np.unique(docs, return_inverse=True)[1],
        np.unique([numbers[doc] for doc in docs], return_inverse=True)[1],
        units.weights * copies,
    )


def coded_weights(facts: UnitFacts, codes: Codes) -> np.ndarray:
    """Say for how many units of the corpus each coded unit stands: (units,).

    Weight over probability of being drawn; where no probabilities are recorded, the weight alone.

    Raises
    ------
    ToolkitError
        When the codes are of other units.
    """
    if codes.unit_ids != facts.ids:
        raise ToolkitError(
            f"The codes are laid beside {len(codes.unit_ids)} units, the corpus has {len(facts.ids)}, or in "
            "another order: read the codes again beside the units of this run."
        )
    if not codes.has_probabilities:
        return facts.weights
    return np.where(np.isnan(codes.probability), 0.0, facts.weights / codes.probability)
