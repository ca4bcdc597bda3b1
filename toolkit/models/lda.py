"""Latent Dirichlet allocation: the only room that knows gensim.

Full-batch variational Bayes (Blei, Ng & Jordan 2003; Hoffman, Blei & Bach 2010 with one update a
pass), in one process: the same seed gives the same bytes. gensim's own stopping rule is the number
of passes; here passes go on until the likelihood stands still, and the log is kept.
"""

from __future__ import annotations

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
from toolkit.models.starts import cluster_statistics, reduced
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


@dataclass(frozen=True)
class _Fitted:
    term_weights: np.ndarray
    topic_shares: np.ndarray
    log: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


_STEP = 5


def _run(counts: sparse.csr_array, settings: Lda) -> _Fitted:
    """Fit gensim's model to counts of shape (units, terms) until the likelihood stands still."""
    from threadpoolctl import threadpool_limits

    corpus = bags(counts)
    with threadpool_limits(1):
        model = new_model(
            counts.shape[1],
            settings.topics,
            len(corpus),
            alpha=settings.alpha,
            eta=settings.eta,
            iterations=settings.iterations,
            seed=settings.seed,
        )
        if settings.start == "clusters":
            places = reduced(counts, settings.seed)
            model.state.sstats[:] = cluster_statistics(counts, places, settings.topics, settings.seed)
            model.sync_state()
        log, shares = _until_still(model, corpus, counts, settings)
    notes = () if log[-1]["converged"] else (f"did not converge in {settings.max_passes} passes",)
    return _Fitted(np.asarray(model.get_topics()), shares, tuple(log), notes)


def _until_still(
    model: Any, corpus: list, counts: sparse.csr_array, settings: Lda
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
