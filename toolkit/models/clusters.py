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
from toolkit.features import Features
from toolkit.models.spheres import balanced, sphere_groups
from toolkit.settings import Settings


class Umap(Settings):
    """How vectors are flattened before they are clustered."""

    neighbours: int = Field(15, ge=2)
    """Units that count as near: small finds fine clusters, large the broad picture."""

    dimensions: int = Field(5, ge=2)
    """Dimensions left for clustering."""

    min_distance: float = Field(0.0, ge=0)
    """How tightly near units may be packed."""


class ClusterSettings(Settings):
    """What every BERTopic fit has to choose."""

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


@dataclass(frozen=True)
class Shared:
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
class Fitted:
    """What is read off a fitted BERTopic."""

    assigned: np.ndarray
    """(units,) topic of each unit, -1 for outliers."""

    shares: np.ndarray
    """(units, topics) HDBSCAN's membership, or similarities after zero-shot."""

    term_weights: np.ndarray
    """(topics, terms) c-TF-IDF."""

    themes: dict[int, str]
    """Theme of each zero-shot topic."""


class SphereKMeans:
    """Spherical k-means in the form in which BERTopic takes a clustering."""

    def __init__(self, groups: int, languages: np.ndarray, seed: int) -> None:
        self._groups, self._weights, self._seed = groups, balanced(languages), seed
        self.labels_ = np.zeros(0, dtype=np.int64)

    def fit(self, vectors: np.ndarray, y: object = None) -> SphereKMeans:
        """Sort vectors into groups."""
        self.labels_ = sphere_groups(vectors, self._weights, self._groups, self._seed)
        return self


def build(
    settings: ClusterSettings,
    units: int,
    is_small: bool,
    prototypes: Mapping[str, np.ndarray] | None = None,
    min_similarity: float = 0.7,
    sphere: SphereKMeans | None = None,
) -> Any:
    """Put BERTopic together from explicit parts; with `sphere`, vectors are grouped as they are."""
    with _quiet():
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder
        from bertopic.dimensionality import BaseDimensionalityReduction
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
        umap_model=reducer if sphere is None else BaseDimensionalityReduction(),
        hdbscan_model=groups if sphere is None else sphere,
        zeroshot_topic_list=list(prototypes) if prototypes else None,
        zeroshot_min_similarity=min_similarity,
        calculate_probabilities=sphere is None and (not is_small or bool(prototypes)),
    )


def run(model: Any, shared: Shared, vectors: np.ndarray) -> Fitted:
    """Fit BERTopic to vectors of shape (units, dimensions), which must be a copy: it may change them."""
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
    shares = np.asarray(probabilities) if np.ndim(probabilities) == 2 else hard_shares(assigned)
    names = list(model.zeroshot_topic_list or [])
    numbers = getattr(model, "_topic_id_to_zeroshot_topic_idx", {}) if names else {}
    mapper = dict(model.topic_mapper_.get_mappings()) if names else {}
    themes = {int(mapper.get(topic, topic)): names[number] for topic, number in numbers.items()}
    shares = shares[:, first:] if shares.shape[1] > topics else shares
    excess = np.maximum(shares.sum(axis=1, keepdims=True), 1.0)  # memberships add up to 1 + 2e-16
    return Fitted(assigned, shares / excess, weights, themes)


def hard_shares(assigned: np.ndarray) -> np.ndarray:
    """Turn assignments into shares of 0 and 1; outliers have none."""
    shares = np.zeros((len(assigned), int(assigned.max()) + 1))
    inside = np.flatnonzero(assigned >= 0)
    shares[inside, assigned[inside]] = 1.0
    return shares


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
