"""BERTopic with UMAP and HDBSCAN: the only room that knows the three.

BERTopic clusters vectors of the raw text and is described in the tokens that every model shares.
Its traps are closed here: vectors are copied (guided runs change them in place), UMAP is built from
a full explicit configuration with a seed, no text filter of BERTopic's touches the tokens, and a
corpus too small to cluster is refused unless the settings say what to do instead.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field

from toolkit.errors import InvalidInput, Problem, TooFewUnits
from toolkit.features import Features, Terms
from toolkit.models.solution import TopicSolution
from toolkit.progress import stage
from toolkit.settings import Settings

FEWEST_UNITS = 300
"""Below this, density clusters of paragraphs are mostly chance."""


class Umap(Settings):
    """How vectors are flattened before they are clustered."""

    neighbours: int = Field(15, ge=2)
    """Units that count as near: small finds fine clusters, large the broad picture."""

    dimensions: int = Field(5, ge=2)
    """Dimensions left for clustering."""

    min_distance: float = Field(0.0, ge=0)
    """How tightly near units may be packed."""


class Bertopic(Settings):
    """Topics as dense clusters of vectors, described by class-based tf-idf."""

    kind: Literal["bertopic"] = "bertopic"

    name: str = "bertopic"
    """Name in tables."""

    languages: Literal["joint", "separate"] = "joint"
    """One solution over all languages (the vectors must cross them), or one for each."""

    min_cluster: int | None = Field(default=None, ge=2)
    """Units in the smallest topic; by default one in eighty units, 5 at least and 50 at most."""

    umap: Umap = Umap()

    small_corpus: Literal["refuse", "kmeans"] = "refuse"
    """What to do with fewer than 300 units: refuse, or cut them into ``kmeans_topics`` groups by k-means
    instead of HDBSCAN (no outliers then)."""

    kmeans_topics: int = Field(8, ge=2)
    """Number of groups where k-means stands in."""

    seed: int = Field(0, ge=0)
    """Start of every random draw."""

    def fit(self, features: Features) -> list[TopicSolution]:
        """Fit one solution, or one for each language."""
        if self.languages == "joint":
            return [self._fit(features, np.arange(len(features.units)), self.name)]
        return [
            self._fit(features, np.flatnonzero(features.languages == language), f"{self.name}.{language}")
            for language in features.units.languages
        ]

    def _fit(self, features: Features, rows: np.ndarray, name: str) -> TopicSolution:
        is_small = len(rows) < FEWEST_UNITS
        if is_small and self.small_corpus == "refuse":
            raise TooFewUnits(too_few_units(name, len(rows)))
        vectors = features.vectors[rows].copy()
        with stage(f"{name}: BERTopic on {len(rows)} units"):
            model = _build(self, len(rows), is_small)
            fitted = _run(model, _Shared(features, rows), vectors)
        notes = [
            f"{len(rows)} units are too few for HDBSCAN: k-means with {self.kmeans_topics} groups stands in, "
            "as the settings say"
        ]
        shares = _hard_shares(fitted.assigned) if is_small else fitted.shares
        outliers = float(np.mean(fitted.assigned < 0))
        if outliers > 0.4:
            notes.append(
                f"{outliers:.0%} of the units are outliers: read the topics as islands, not as the corpus"
            )
        return TopicSolution(
            name,
            tuple(features.unit_ids[row] for row in rows),
            features.terms,
            fitted.term_weights,
            shares,
            notes=tuple(notes if is_small else notes[1:]),
        )


class ZeroShotBertopic(Settings):
    """BERTopic told in advance which topics to look for: the prototypes of the themes.

    Units near enough to a prototype go to it; the others are clustered as usual.
    """

    kind: Literal["zero-shot-bertopic"] = "zero-shot-bertopic"

    name: str = "bertopic-zero-shot"
    """Name in tables."""

    min_similarity: float = Field(0.15, ge=0, le=1)
    """Cosine from which a unit belongs to a prototype. Encoders pack texts more tightly than the bridge
    does: try 0.5 or more with them."""

    min_cluster: int | None = Field(default=None, ge=2)
    """Units in the smallest topic beside the themes; by default as in `Bertopic`."""

    umap: Umap = Umap()

    small_corpus: Literal["refuse", "kmeans"] = "refuse"
    """As in `Bertopic`."""

    kmeans_topics: int = Field(8, ge=2)
    """As in `Bertopic`."""

    seed: int = Field(0, ge=0)
    """Start of every random draw."""

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
        its topic, with no unit in it, and is noted. The shares of theme topics are BERTopic's
        similarities between units and topics; only the rows' order is meaningful.
        """
        is_small = len(features.units) < FEWEST_UNITS
        if is_small and self.small_corpus == "refuse":
            raise TooFewUnits(too_few_units(self.name, len(features.units)))
        with stage(f"{self.name}: zero-shot BERTopic on {len(features.units)} units"):
            model = _build(self, len(features.units), is_small, prototypes)
            fitted = _run(model, _Shared(features, np.arange(len(features.units))), features.vectors.copy())
        return _with_themes(self.name, features, fitted, tuple(prototypes))


def too_few_units(name: str, units: int) -> str:
    """Say that a corpus is too small to cluster, and what can be done."""
    return (
        f"'{name}' has {units} units to cluster; below {FEWEST_UNITS} the clusters are mostly chance. Add "
        "documents, cut smaller units (`prepare.units.kind: sentence`), or say `small_corpus: kmeans` to "
        "have them cut into a fixed number of groups."
    )


@dataclass(frozen=True)
class _Shared:
    """What BERTopic reads of the features: the shared tokens of some of the units."""

    features: Features
    rows: np.ndarray

    def texts(self) -> list[str]:
        """Join each unit's tokens, marked with their language, by blanks."""
        tokens, languages = self.features.units.tokens, self.features.languages
        return [" ".join(f"{languages[row]}:{token}" for token in tokens[row]) or "∅" for row in self.rows]

    def columns(self) -> np.ndarray:
        """Columns of the terms that these units use: a term without a unit has no inverse frequency."""
        return np.flatnonzero(np.asarray(self.features.counts[self.rows].sum(axis=0)).ravel())

    def vocabulary(self) -> list[str]:
        """List the marked terms of these columns."""
        terms = self.features.terms
        return [f"{terms.languages[column]}:{terms.words[column]}" for column in self.columns()]


@dataclass(frozen=True)
class _Fitted:
    assigned: np.ndarray
    """(units,) topic of each unit, -1 for outliers."""

    shares: np.ndarray
    """(units, topics) HDBSCAN's membership, or similarities after zero-shot."""

    term_weights: np.ndarray
    """(topics, terms) c-TF-IDF."""

    themes: dict[int, str]
    """Theme of each zero-shot topic."""


def _build(
    settings: Bertopic | ZeroShotBertopic,
    units: int,
    is_small: bool,
    prototypes: Mapping[str, np.ndarray] | None = None,
) -> Any:
    """Put BERTopic together from explicit parts."""
    with _quiet():
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder
        from hdbscan import HDBSCAN
        from sklearn.cluster import KMeans
        from umap import UMAP

    class _Prototypes(BaseEmbedder):
        """Hands BERTopic the vectors of the themes when it asks for their names."""

        def embed(self, documents: Sequence[str], verbose: bool | None = None) -> np.ndarray:
            return np.array([(prototypes or {})[name] for name in documents])

    smallest = settings.min_cluster or min(50, max(5, units // 80))
    groups = (
        KMeans(min(settings.kmeans_topics, units), n_init=10, random_state=settings.seed)
        if is_small
        else HDBSCAN(
            min_cluster_size=smallest, min_samples=min(5, smallest), prediction_data=True, core_dist_n_jobs=1
        )
    )
    reducer = UMAP(
        n_neighbors=min(settings.umap.neighbours, units - 1),
        n_components=settings.umap.dimensions,
        min_dist=settings.umap.min_distance,
        metric="cosine",
        init="random" if is_small else "spectral",
        random_state=settings.seed,
        n_jobs=1,
    )
    return BERTopic(
        language=None,
        embedding_model=_Prototypes() if prototypes else None,
        umap_model=reducer,
        hdbscan_model=groups,
        zeroshot_topic_list=list(prototypes) if prototypes else None,
        zeroshot_min_similarity=getattr(settings, "min_similarity", 0.7),
        calculate_probabilities=not is_small or bool(prototypes),
    )


def _run(model: Any, shared: _Shared, vectors: np.ndarray) -> _Fitted:
    from sklearn.feature_extraction.text import CountVectorizer
    from threadpoolctl import threadpool_limits

    if not vectors.any():
        problem = Problem(
            "features.vectors", "every unit's vector is zero", "check the dictionary and the tokens"
        )
        raise InvalidInput([problem])
    model.language = "multilingual"  # "english", its default, deletes every Chinese character
    model.vectorizer_model = CountVectorizer(analyzer=str.split, vocabulary=shared.vocabulary())
    texts = shared.texts()
    with _quiet(), threadpool_limits(1):
        assigned, probabilities = model.fit_transform(texts, vectors)
    assigned = np.asarray(assigned)
    topics = int(assigned.max()) + 1
    if topics < 1:
        raise TooFewUnits(
            f"HDBSCAN found no topic among {len(texts)} units: all are outliers. Lower `min_cluster`, or "
            "add documents."
        )
    first = 1 if -1 in model.topic_sizes_ else 0
    weights = np.zeros((topics, len(shared.features.terms)))
    weights[:, shared.columns()] = model.c_tf_idf_.toarray()[first:]
    shares = np.asarray(probabilities) if np.ndim(probabilities) == 2 else _hard_shares(assigned)
    names = list(model.zeroshot_topic_list or [])
    numbers = getattr(model, "_topic_id_to_zeroshot_topic_idx", {}) if names else {}
    mapper = dict(model.topic_mapper_.get_mappings()) if names else {}
    themes = {int(mapper.get(topic, topic)): names[number] for topic, number in numbers.items()}
    shares = shares[:, first:] if shares.shape[1] > topics else shares
    excess = np.maximum(shares.sum(axis=1, keepdims=True), 1.0)  # memberships add up to 1 + 2e-16
    return _Fitted(assigned, shares / excess, weights, themes)


def _hard_shares(assigned: np.ndarray) -> np.ndarray:
    shares = np.zeros((len(assigned), int(assigned.max()) + 1))
    inside = np.flatnonzero(assigned >= 0)
    shares[inside, assigned[inside]] = 1.0
    return shares


def _with_themes(name: str, features: Features, fitted: _Fitted, themes: Sequence[str]) -> TopicSolution:
    """Put the themes' topics first, in the codebook's order; keep BERTopic's assignment in the shares."""
    topic_of = {theme: topic for topic, theme in fitted.themes.items()}
    free = [topic for topic in range(fitted.term_weights.shape[0]) if topic not in fitted.themes]
    weights = np.zeros((len(themes) + len(free), fitted.term_weights.shape[1]))
    shares = np.zeros((len(fitted.assigned), len(themes) + len(free)))
    notes = []
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


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' announcements away; their errors still come through."""
    for name in ("BERTopic", "numba"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=ImportWarning)
        warnings.filterwarnings("ignore", message="n_jobs value .* overridden")
        warnings.filterwarnings("ignore", category=FutureWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", message=".*SettingWithCopy.*")
        warnings.filterwarnings("ignore", message=".*Graph is not fully connected.*")
        warnings.filterwarnings("ignore", category=SyntaxWarning)
        yield


__all__ = ["FEWEST_UNITS", "Bertopic", "Terms", "Umap", "ZeroShotBertopic", "too_few_units"]
