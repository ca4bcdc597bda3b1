"""Latent Dirichlet allocation: the only room that knows gensim.

Full-batch variational Bayes (Blei, Ng & Jordan 2003; Hoffman, Blei & Bach 2010 with one update a
pass), in one process: the same seed gives the same bytes. gensim's own stopping rule is the number
of passes; here passes go on until the likelihood stands still, and the log is kept.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, model_validator
from scipy import sparse

from toolkit.errors import TooFewUnits
from toolkit.features import Features, Terms
from toolkit.models.gensim_lda import bags, inferred_shares, likelihood, new_model, pass_over
from toolkit.models.joint import JointRules, without_effect
from toolkit.models.pooled_lda import PooledLda, PoolRules, fit_pooled
from toolkit.models.solution import TopicSolution
from toolkit.progress import remark, stage
from toolkit.settings import Settings


class Lda(Settings):
    """Topics as distributions over words, fitted by gensim."""

    kind: Literal["lda"] = "lda"

    name: str = "lda"
    """Name in tables."""

    topics: int = Field(20, ge=2)
    """How many topics to look for, in each solution."""

    languages: Literal["separate", "joint"] = "separate"
    """One solution for each language, or one over all of them: LDA then reads pools of units that lie
    together whatever their language, so that topics have words in every language."""

    joint: JointRules = JointRules()
    """How topics over several languages are described and shared out."""

    pools: PoolRules = PoolRules()
    """What LDA over several languages reads."""

    start: Literal["clusters", "random"] = "clusters"
    """Where the fit starts: topics made of k-means clusters of the units' tf-idf, or noise. Variational Bayes
    goes to the nearest optimum, and the one near noise is a poor one in a small corpus."""

    alpha: Annotated[float, Field(gt=0)] | Literal["symmetric", "auto"] = 0.1
    """Prior weight of topics in units; ``symmetric`` is 1/topics, ``auto`` learns one weight a topic (which
    lets one topic swallow a small corpus)."""

    eta: float = Field(0.05, gt=0)
    """Prior weight of terms in topics; small values make topics of few words."""

    max_passes: int = Field(200, ge=1)
    """Passes over the corpus at most."""

    tolerance: float = Field(1e-4, gt=0)
    """Stop when the log likelihood of a word improves by less than this share over five passes."""

    iterations: int = Field(100, ge=10)
    """Steps at most to fit one unit in one pass."""

    seed: int = Field(0, ge=0)
    """Start of every random draw."""

    @model_validator(mode="after")
    def _says_nothing_in_vain(self) -> Lda:
        if self.languages == "joint":
            names = ("start", "max_passes", "tolerance", "iterations")
            without_effect(self, names, "in a joint solution (`pools.passes` does)")
        else:
            without_effect(self, ("joint", "pools"), "in separate solutions")
        return self

    def fit(self, features: Features) -> list[TopicSolution]:
        """Fit one solution, or one for each language."""
        if self.languages == "joint":
            return [self.fit_joint(features).solution]
        counts = features.counts.astype(np.float64)
        return [
            self._fit(
                features, np.flatnonzero(features.languages == language), f"{self.name}.{language}", counts
            )
            for language in features.units.languages
        ]

    def fit_joint(self, features: Features) -> PooledLda:
        """Fit one solution over all languages; what comes back also places units that it has not seen."""
        return fit_pooled(
            features, self.name, self.topics, self.alpha, self.eta, self.seed, self.joint, self.pools
        )

    def _fit(
        self, features: Features, rows: np.ndarray, name: str, counts: sparse.csr_array
    ) -> TopicSolution:
        columns = np.flatnonzero(np.asarray(counts[rows].sum(axis=0)).ravel() > 0)
        if min(len(rows), len(columns)) < 2:
            raise TooFewUnits(
                f"'{name}' has {len(rows)} units with {len(columns)} terms: nothing to find topics in. "
                "Add documents in this language, leave it out, or lower `features.terms.min_units`."
            )
        terms = _subset(features.terms, columns)
        with stage(f"{name}: LDA with {self.topics} topics"):
            fitted = _run(counts[rows][:, columns], self)
        return TopicSolution(
            name,
            tuple(features.unit_ids[row] for row in rows),
            terms,
            fitted.term_weights,
            fitted.topic_shares,
            fitted.log,
            fitted.notes,
        )


class SeededLda(Settings):
    """LDA whose first topics start from seed words, one topic a theme, beside free topics.

    Seeds enter twice, because gensim takes its first assignment from random statistics alone and a
    prior by itself is lost in them: as a prior in proportion to the words' counts (``weight``), and in
    the statistics that the fit starts from (``lent``).
    """

    kind: Literal["seeded-lda"] = "seeded-lda"

    name: str = "seeded-lda"
    """Name in tables."""

    residual_topics: int = Field(10, ge=1)
    """Free topics for whatever the themes do not cover."""

    weight: float = Field(1.0, gt=0)
    """Prior weight of a seed word in its topic, as a multiple of the word's count in the corpus."""

    lent: float = Field(0.9, gt=0, le=1)
    """Share of its words that a unit with seed words lends to the themes at the start."""

    alpha: Annotated[float, Field(gt=0)] | Literal["symmetric", "auto"] = 0.5
    """Prior weight of topics in units: themes share a paragraph with its subject, so it is not small."""

    eta: float = Field(0.05, gt=0)
    """Prior weight of every other term in topics."""

    max_passes: int = Field(200, ge=1)
    """Passes over the corpus at most."""

    tolerance: float = Field(1e-4, gt=0)
    """Stop when the log likelihood of a word improves by less than this share over five passes."""

    iterations: int = Field(100, ge=10)
    """Steps at most to fit one unit in one pass."""

    seed: int = Field(0, ge=0)
    """Start of every random draw."""

    def fit(self, features: Features, seeds: Mapping[str, Sequence[tuple[str, str]]]) -> TopicSolution:
        """Fit one topic for each theme, and the free ones, over all languages.

        Parameters
        ----------
        features
            Counts of every language.
        seeds
            (language, token) pairs for each theme; pairs outside the vocabulary are passed over.
        """
        counts = features.translated_counts()
        topics = len(seeds) + self.residual_topics
        totals = np.asarray(counts.sum(axis=0)).ravel()
        prior = np.full((topics, len(features.terms)), self.eta)
        for topic, pairs in enumerate(seeds.values()):
            columns = [features.terms.index[pair] for pair in pairs if pair in features.terms.index]
            prior[topic, columns] += self.weight * totals[columns]
        with stage(f"{self.name}: LDA with {len(seeds)} seeded and {self.residual_topics} free topics"):
            fitted = _run(counts, self, prior)
        return TopicSolution(
            self.name,
            features.unit_ids,
            features.terms,
            fitted.term_weights,
            fitted.topic_shares,
            fitted.log,
            fitted.notes,
            labels=(*seeds, *[""] * self.residual_topics),
        )


@dataclass(frozen=True)
class _Fitted:
    term_weights: np.ndarray
    topic_shares: np.ndarray
    log: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


_STEP = 5


def _run(counts: sparse.csr_array, settings: Lda | SeededLda, prior: np.ndarray | None = None) -> _Fitted:
    """Fit gensim's model to counts of shape (units, terms) until the likelihood stands still."""
    from threadpoolctl import threadpool_limits

    corpus = bags(counts)
    topics = settings.topics if prior is None else prior.shape[0]
    with threadpool_limits(1):
        model = new_model(
            counts.shape[1],
            topics,
            len(corpus),
            alpha=settings.alpha,
            eta=settings.eta if prior is None else prior,
            iterations=settings.iterations,
            seed=settings.seed,
        )
        if isinstance(settings, SeededLda):
            _start_from_seeds(model, counts, prior - settings.eta, settings)
        elif settings.start == "clusters":
            _start_from_clusters(model, counts, settings.seed)
        log, shares = _until_still(model, corpus, counts, settings)
    notes = () if log[-1]["converged"] else (f"did not converge in {settings.max_passes} passes",)
    return _Fitted(np.asarray(model.get_topics()), shares, tuple(log), notes)


def _start_from_seeds(model: Any, counts: sparse.csr_array, seeds: np.ndarray, settings: SeededLda) -> None:
    """Start from the units in which the seeds stand, and from clusters of all units for the free topics.

    A unit lends ``lent`` of its words to the themes whose seeds it holds, in proportion to them. gensim
    would start from Gamma(100, 1/100) noise, under which a prior is invisible to the first E-step, and a
    small corpus never finds back (gensim's ``LdaModel.__init__``).
    """
    themes = seeds.shape[0] - settings.residual_topics
    held = counts @ (seeds[:themes] > 0).T.astype(np.float64)
    total = held.sum(axis=1, keepdims=True)
    lent = settings.lent * np.divide(held, total, out=np.zeros_like(held), where=total > 0)
    rest = sparse.csr_array(sparse.diags_array(1 - lent.sum(axis=1)) @ counts)
    model.state.sstats[:themes] = (counts.T @ lent).T
    model.state.sstats[themes:] = _cluster_statistics(rest, settings.residual_topics, settings.seed)
    model.sync_state()


def _start_from_clusters(model: Any, counts: sparse.csr_array, seed: int) -> None:
    model.state.sstats[:] = _cluster_statistics(counts, model.num_topics, seed)
    model.sync_state()


def _cluster_statistics(counts: sparse.csr_array, topics: int, seed: int) -> np.ndarray:
    """Give each topic the words of one k-means cluster of units, and a tenth of everything."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    weighted = TfidfTransformer(sublinear_tf=False).fit_transform(sparse.csr_matrix(counts))
    dimensions = min(100, min(weighted.shape) - 1)
    reduced = normalize(TruncatedSVD(dimensions, random_state=seed).fit_transform(weighted))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # fewer distinct units than topics: some stay empty
        groups = KMeans(min(topics, len(reduced)), n_init=4, random_state=seed).fit_predict(reduced)
    member = sparse.csr_array(
        (np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=(topics, len(groups))
    )
    everything = np.asarray(counts.sum(axis=0)).ravel() / topics
    return 0.9 * (member @ counts).toarray() + 0.1 * everything


def _until_still(
    model: Any, corpus: list, counts: sparse.csr_array, settings: Lda | SeededLda
) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Run passes until the likelihood stands still; give the log and the units' shares."""
    log: list[dict[str, Any]] = []
    passes, before = 0, -np.inf
    while True:
        step = min(_STEP, settings.max_passes - passes)
        pass_over(model, corpus, step)
        passes += step
        shares = inferred_shares(model, corpus)
        now = likelihood(shares, np.asarray(model.get_topics()), counts)
        is_still = abs(now - before) < settings.tolerance * abs(now)
        log.append({"passes": passes, "log_likelihood_per_word": now, "converged": is_still})
        remark(f"pass {passes}, {now:.4f}")
        if is_still or passes == settings.max_passes:
            return log, shares
        before = now


def _subset(terms: Terms, columns: np.ndarray) -> Terms:
    return Terms(
        tuple(terms.words[column] for column in columns),
        tuple(terms.languages[column] for column in columns),
    )
