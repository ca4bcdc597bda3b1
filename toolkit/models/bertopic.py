"""BERTopic's settings, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from toolkit.errors import TooFewUnits
from toolkit.features import Features
from toolkit.models.clusters import (
    ClusterSettings,
    Fitted,
    Shared,
    SphereKMeans,
    build,
    hard_shares,
    run,
)
from toolkit.models.joint import JointRules, Sharing, describe, sharing_of, without_effect
from toolkit.models.solution import TopicSolution
from toolkit.models.spheres import group_means, members
from toolkit.progress import stage

FEWEST_UNITS = 300
"""Below this, density clusters of paragraphs are mostly chance."""


class Bertopic(ClusterSettings):
    """Topics as dense clusters of vectors, described by class-based tf-idf."""

    kind: Literal["bertopic"] = "bertopic"

    name: str = "bertopic"
    """Name in tables."""

    languages: Literal["joint", "separate"] = "joint"
    """One solution over all languages (the vectors must cross them), or one for each."""

    groups: Literal["hdbscan", "kmeans"] = "hdbscan"
    """Dense clusters and outliers, however many there are; or a fixed number of groups (``topics``) that
    every unit belongs to: spherical k-means on the vectors as they are, languages at the same weight."""

    topics: int = Field(20, ge=2)
    """Number of groups for k-means; HDBSCAN finds its own."""

    outliers: Literal["keep", "exclude", "reassign"] = "keep"
    """What becomes of units in no dense cluster: they keep no topic, they are left out of the solution, or
    they go to the topic whose middle is nearest."""

    joint: JointRules = JointRules()
    """How topics over several languages are described and shared out."""

    @model_validator(mode="after")
    def _says_nothing_in_vain(self) -> Bertopic:
        if self.groups == "kmeans":
            names = ("umap", "min_cluster", "outliers", "small_corpus", "kmeans_topics")
            without_effect(self, names, "with `groups: kmeans`, which takes vectors as they are")
        else:
            without_effect(self, ("topics",), "with `groups: hdbscan`, which finds its own number")
        if self.languages == "separate":
            without_effect(self, ("joint",), "in separate solutions")
        return self

    def fit(self, features: Features) -> list[TopicSolution]:
        """Fit one solution, or one for each language."""
        if self.languages == "joint":
            return [self.fit_joint(features).solution]
        return [
            self._fit(features, np.flatnonzero(features.languages == language), f"{self.name}.{language}")[0]
            for language in features.units.languages
        ]

    def fit_joint(self, features: Features) -> Clustered:
        """Fit one solution over all languages; what comes back also places units that it has not seen."""
        everything = np.arange(len(features.units))
        solution, assigned = self._fit(features, everything, self.name)
        sharing = sharing_of(features, assigned, solution.topics, self.joint, self.seed)
        translations = None if features.bridge is None else features.bridge.translations
        mass = members(assigned, solution.topics) @ (features.counts > 0).astype(np.float64)
        weights = describe(mass.toarray(), features.terms, translations, self.joint)
        if self.groups == "kmeans":
            solution = replace(
                solution, topic_shares=sharing.shares(features.counts, features.broad, features.languages)
            )
        return Clustered(replace(solution, term_weights=weights), sharing)

    def _fit(self, features: Features, rows: np.ndarray, name: str) -> tuple[TopicSolution, np.ndarray]:
        """Fit some of the units; give the solution, and the topic of each unit, -1 for outliers."""
        is_sphere = self.groups == "kmeans"
        is_small = not is_sphere and len(rows) < FEWEST_UNITS
        if is_small and self.small_corpus == "refuse":
            raise TooFewUnits(too_few_units(name, len(rows)))
        languages = features.languages[rows]
        vectors = (features.matched if self.languages == "joint" else features.vectors)[rows]
        sphere = SphereKMeans(self.topics, languages, self.seed) if is_sphere else None
        with stage(f"{name}: BERTopic on {len(rows)} units"):
            model = build(self, len(rows), is_small, sphere=sphere)
            fitted = run(model, Shared(features, rows), vectors.copy())
        shares = hard_shares(fitted.assigned) if is_small or is_sphere else fitted.shares
        notes = _notes(self, fitted.assigned, languages, is_small)
        assigned, kept = fitted.assigned, np.arange(len(rows))
        if self.outliers == "reassign" and (assigned < 0).any():
            assigned = _reassigned(assigned, vectors)
            shares = np.where((fitted.assigned < 0)[:, None], hard_shares(assigned), shares)
        elif self.outliers == "exclude":
            kept = np.flatnonzero(assigned >= 0)
        solution = TopicSolution(
            name,
            tuple(features.unit_ids[row] for row in rows[kept]),
            features.terms,
            fitted.term_weights,
            shares[kept],
            notes=notes,
        )
        return solution, assigned


@dataclass(frozen=True)
class Clustered:
    """A solution over several languages, and what places other units in it."""

    solution: TopicSolution
    sharing: Sharing


def _reassigned(assigned: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Send outliers to the topic whose middle is nearest."""
    centres = group_means(vectors, assigned, np.ones(len(assigned)), int(assigned.max()) + 1)
    return np.where(assigned < 0, (vectors @ centres.T).argmax(axis=1), assigned)


def _notes(
    settings: Bertopic, assigned: np.ndarray, languages: np.ndarray, is_small: bool
) -> tuple[str, ...]:
    notes = []
    if is_small:
        notes.append(
            f"{len(assigned)} units are too few for HDBSCAN: k-means with {settings.kmeans_topics} groups "
            "stands in, as the settings say"
        )
    outliers = assigned < 0
    if outliers.any():
        by_language = ", ".join(
            f"{outliers[languages == language].mean():.0%} of {language}"
            for language in np.unique(languages).tolist()
        )
        fate = {"keep": "have no topic", "exclude": "are left out", "reassign": "go to the nearest topic"}
        notes.append(f"outliers ({by_language}) {fate[settings.outliers]}")
    if outliers.mean() > 0.4 and settings.outliers != "reassign":
        notes.append(
            f"{outliers.mean():.0%} of the units are outliers: read the topics as islands, not as the corpus"
        )
    return tuple(notes)


class ZeroShotBertopic(ClusterSettings):
    """BERTopic told in advance which topics to look for: the prototypes of the themes.

    Units near enough to a prototype go to it; the others are clustered as usual.
    """

    kind: Literal["zero-shot-bertopic"] = "zero-shot-bertopic"

    name: str = "bertopic-zero-shot"
    """Name in tables."""

    nearness: float = Field(1.0, gt=0)
    """From how near a unit belongs to a prototype: standard deviations above the mean cosine of all units
    and prototypes. Relative, because an encoder packs texts more tightly than the bridge does, and texts
    of one genre lie more tightly than others."""

    min_similarity: float | None = Field(default=None, ge=0, le=1)
    """The same as a fixed cosine, instead."""

    def fit(self, features: Features, prototypes: Mapping[str, np.ndarray]) -> TopicSolution:
        """Fit with one topic for each theme.

        Parameters
        ----------
        features
            Units and their vectors.
        prototypes
            (dimensions,) vector of each theme.

        Returns
        -------
        The themes' topics first, under the themes' names. A theme that no unit is near enough to keeps
        its topic, with no unit in it, and is noted. The shares are BERTopic's assignment: one topic a
        unit, none for outliers.
        """
        is_small = len(features.units) < FEWEST_UNITS
        if is_small and self.small_corpus == "refuse":
            raise TooFewUnits(too_few_units(self.name, len(features.units)))
        least = self._least_similarity(features, prototypes)
        with stage(f"{self.name}: zero-shot BERTopic on {len(features.units)} units"):
            model = build(self, len(features.units), is_small, prototypes, least)
            fitted = run(model, Shared(features, np.arange(len(features.units))), features.vectors.copy())
        note = f"a unit belongs to a theme from a cosine of {least:.2f} to its prototype"
        return _with_themes(self.name, features, fitted, tuple(prototypes), note)

    def _least_similarity(self, features: Features, prototypes: Mapping[str, np.ndarray]) -> float:
        if self.min_similarity is not None:
            return self.min_similarity
        near = features.vectors @ np.array(list(prototypes.values())).T
        return min(1.0, max(0.0, float(near.mean() + self.nearness * near.std())))


def too_few_units(name: str, units: int) -> str:
    """Say that a corpus is too small to cluster, and what can be done."""
    return (
        f"'{name}' has {units} units to cluster; below {FEWEST_UNITS} the clusters are mostly chance. Add "
        "documents, cut smaller units (`prepare.units.kind: sentence`), or say `small_corpus: kmeans` to "
        "have them cut into a fixed number of groups."
    )


def _with_themes(
    name: str, features: Features, fitted: Fitted, themes: Sequence[str], note: str
) -> TopicSolution:
    """Put the themes' topics first, in the codebook's order; keep BERTopic's assignment in the shares."""
    topic_of = {theme: topic for topic, theme in fitted.themes.items()}
    free = [topic for topic in range(fitted.term_weights.shape[0]) if topic not in fitted.themes]
    weights = np.zeros((len(themes) + len(free), fitted.term_weights.shape[1]))
    shares = np.zeros((len(fitted.assigned), len(themes) + len(free)))
    notes = [note]
    for column, topic in enumerate([*(topic_of.get(theme, -1) for theme in themes), *free]):
        if topic < 0:
            notes.append(f"no unit is near enough to the prototype of '{themes[column]}'")
            continue
        weights[column] = fitted.term_weights[topic]
        shares[:, column] = fitted.assigned == topic
    outliers = float(np.mean(fitted.assigned < 0))
    if outliers:
        notes.append(f"{outliers:.0%} of the units are outliers, in no topic")
    labels = (*themes, *[""] * len(free))
    return TopicSolution(name, features.unit_ids, features.terms, weights, shares, (), tuple(notes), labels)
