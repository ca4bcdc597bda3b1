"""What every topic model answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from toolkit.arrays import TermWeights, TopicShares
from toolkit.features import Terms


@dataclass(frozen=True)
class TopicSolution:
    """Topics, the terms that describe them, and their shares in the units.

    It knows nothing of the model behind it. Weights are ranks within a topic and language: LDA's
    probabilities and BERTopic's c-TF-IDF are never compared as numbers.
    """

    name: str
    """Name in tables: the model's, and the language's where each language has its own solution."""

    unit_ids: tuple[str, ...]
    terms: Terms
    term_weights: TermWeights
    """(topics, terms), 0 where a term says nothing about a topic."""

    topic_shares: TopicShares
    """(units, topics), rows add up to at most 1; the rest is the outlier share."""

    log: tuple[dict[str, Any], ...] = ()
    """How the fit went, one row a step."""

    notes: tuple[str, ...] = ()
    """What a reader must know (a fit that did not converge, units without a topic …)."""

    labels: tuple[str, ...] = field(default=())
    """Names of topics that have one (a theme's id), empty where they have none."""

    @property
    def topics(self) -> int:
        """Number of topics."""
        return self.term_weights.shape[0]

    def top_terms(self, topic: int, language: str, count: int = 10) -> list[tuple[str, float]]:
        """List a topic's best terms in one language with their weights, best first."""
        columns = self.terms.of(language)
        weights = self.term_weights[topic, columns]
        order = np.lexsort((columns, -weights))[:count]
        return [(self.terms.words[columns[i]], float(weights[i])) for i in order if weights[i] > 0]

    def outlier_share(self) -> float:
        """Share of the corpus that belongs to no topic."""
        return float(1 - self.topic_shares.sum(axis=1).mean())

    def rows(self, count: int = 10) -> Iterator[dict[str, Any]]:
        """Give the rows of data/topics.csv."""
        for topic in range(self.topics):
            for language in self.terms.all_languages:
                for rank, (term, weight) in enumerate(self.top_terms(topic, language, count), start=1):
                    yield {
                        "solution": self.name,
                        "topic": topic,
                        "language": language,
                        "rank": rank,
                        "term": term,
                        "weight": weight,
                    }

    def _repr_html_(self) -> str:
        lines = "".join(
            f"<tr><td>{topic}</td><td>{self.topic_shares[:, topic].mean():.3f}</td>"
            + "".join(
                f"<td>{', '.join(term for term, _ in self.top_terms(topic, language, 8))}</td>"
                for language in self.terms.all_languages
            )
            + "</tr>"
            for topic in range(self.topics)
        )
        heads = "".join(f"<th>{language}</th>" for language in self.terms.all_languages)
        notes = "".join(f"<p>{note}</p>" for note in self.notes)
        return f"<table><tr><th>topic</th><th>share</th>{heads}</tr>{lines}</table>{notes}"
