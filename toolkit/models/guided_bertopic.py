"""BERTopic led by seed terms: units near a theme's seeds are drawn together before they are clustered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from pydantic import Field

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem, TooFewUnits
from toolkit.features import Features, unit_length
from toolkit.models.bertopic import FEWEST_UNITS, too_few_units
from toolkit.models.clusters import ClusterSettings, Shared, build, hard_shares, run
from toolkit.models.solution import TopicSolution
from toolkit.models.spheres import group_means
from toolkit.progress import stage

Seeds = Mapping[str, Sequence[tuple[str, str]]]
"""Seed terms of each theme, as (language, token) pairs."""


class GuidedBertopic(ClusterSettings):
    """BERTopic with a list of seed topics, one for each theme.

    BERTopic moves a unit a quarter of the way towards the seeds that it is nearer to than to the corpus's
    mean, hands UMAP these nearest seeds as labels, and counts seed terms for a fifth more in the topics'
    descriptions. It still finds its own topics: which of them answer a theme is read off afterwards.
    """

    kind: Literal["guided-bertopic"] = "guided-bertopic"

    name: str = "bertopic-guided"
    """Name in tables."""

    nearness: float = Field(1.0, gt=0)
    """From how near a topic answers a theme: standard deviations above the mean cosine of all topics and
    all themes. Several topics may answer one theme."""

    largest: float = Field(0.33, gt=0, le=1)
    """Share of the units above which HDBSCAN splits a topic if it can. Labels draw units so close together
    that without a limit one theme and everything else may be all the topics there are."""

    def fit(self, features: Features, seeds: Seeds, anchors: Mapping[str, np.ndarray]) -> TopicSolution:
        """Fit, and label the topics that answer a theme with it.

        Parameters
        ----------
        features
            Units and their vectors, which stay as they are.
        seeds
            Seed terms of each theme; those outside the vocabulary are passed over.
        anchors
            (dimensions,) vector of each theme: where its seeds lie, and what topics are compared with.

        Returns
        -------
        Topics in BERTopic's order, the largest first; `labels` names the theme that a topic answers. The
        shares are BERTopic's assignment: one topic a unit, none for outliers.

        Raises
        ------
        InvalidInput
            When the corpus uses none of a theme's seeds.
        """
        known = _known(features, seeds)
        units = len(features.units)
        is_small = units < FEWEST_UNITS
        if is_small and self.small_corpus == "refuse":
            raise TooFewUnits(too_few_units(self.name, units))
        with stage(f"{self.name}: guided BERTopic on {units} units"):
            model = _with_seeds(build(self, units, is_small), known, anchors)
            if not is_small:
                model.hdbscan_model.max_cluster_size = int(self.largest * units)
            fitted = run(model, Shared(features, np.arange(units)), features.vectors.copy())
        # BERTopic takes a unit without a vector for one near the first seeds
        assigned = np.where(features.vectors.any(axis=1), fitted.assigned, -1)
        topics = fitted.term_weights.shape[0]
        labels, notes = self._labels(features.vectors, assigned, topics, anchors)
        shares = hard_shares(np.append(assigned, topics - 1))[:-1]
        return TopicSolution(
            self.name,
            features.unit_ids,
            features.terms,
            fitted.term_weights,
            shares,
            notes=(*notes, *_outliers(assigned)),
            labels=labels,
        )

    def _labels(
        self, vectors: Vectors, assigned: np.ndarray, topics: int, anchors: Mapping[str, np.ndarray]
    ) -> tuple[tuple[str, ...], list[str]]:
        """Give each topic the nearest theme, if it is near enough."""
        themes = list(anchors)
        centres = group_means(vectors, assigned, np.ones(len(assigned)), topics)
        near = centres @ unit_length(np.array(list(anchors.values()))).T
        least = float(near.mean() + self.nearness * near.std())
        best = near.argmax(axis=1)
        labels = tuple(
            themes[theme] if near[topic, theme] >= least else "" for topic, theme in enumerate(best.tolist())
        )
        answers = [
            f"{theme}: {', '.join(str(topic) for topic in range(topics) if labels[topic] == theme) or 'none'}"
            for theme in themes
        ]
        return labels, [f"topics that answer a theme (cosine from {least:.2f}): {'; '.join(answers)}"]


def _known(features: Features, seeds: Seeds) -> dict[str, list[str]]:
    """Mark the seeds of the vocabulary with their language, as the texts' tokens are marked."""
    terms = features.terms.index
    known = {
        theme: [f"{language}:{token}" for language, token in pairs if (language, token) in terms]
        for theme, pairs in seeds.items()
    }
    silent = [
        Problem("codebook", f"the corpus uses no seed term of '{theme}'", "add terms that it uses")
        for theme, tokens in known.items()
        if not tokens
    ]
    if silent:
        raise InvalidInput(silent)
    return known


def _with_seeds(model: Any, seeds: Mapping[str, Sequence[str]], anchors: Mapping[str, np.ndarray]) -> Any:
    """Hand BERTopic the seed terms, and their vectors when it asks for them."""
    from bertopic.backend import BaseEmbedder

    vector_of = {" ".join(tokens): anchors[theme] for theme, tokens in seeds.items()}

    class _Seeds(BaseEmbedder):
        def embed(self, documents: Sequence[str], verbose: bool | None = None) -> np.ndarray:
            return np.array([vector_of[text] for text in documents])

    model.seed_topic_list = [list(tokens) for tokens in seeds.values()]
    model.embedding_model = _Seeds()
    return model


def _outliers(assigned: np.ndarray) -> list[str]:
    share = float(np.mean(assigned < 0))
    return [f"{share:.0%} of the units are outliers, in no topic"] if share else []
