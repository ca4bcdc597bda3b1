"""LDA over several languages: gensim reads pools of units that lie together, whatever their language.

A pool is a unit with its nearest units of every language, each language at the same weight; so a document
of the model has words of every language, as in polylingual models, though no document was translated. Topics
start from groups of units (`spheres`), and a few passes settle their words: more passes let each language
drift to topics of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field
from scipy import sparse

from toolkit.errors import TooFewUnits
from toolkit.features import Features, neighbours
from toolkit.models.gensim_lda import bags, inferred_shares, likelihood, new_model, pass_over
from toolkit.models.joint import Anchors, JointRules, describe, draw_anchors
from toolkit.models.solution import TopicSolution
from toolkit.models.spheres import balanced, members, sphere_groups
from toolkit.progress import stage
from toolkit.settings import Settings

Alpha = Annotated[float, Field(gt=0)] | Literal["symmetric", "auto"]


class PoolRules(Settings):
    """What LDA over several languages reads, and how its shares are made."""

    most: int = Field(4000, ge=10)
    """Pools of each language at most; where there are more units, the pools' first units are drawn."""

    neighbours: int = Field(15, ge=1)
    """Units of each language in a pool."""

    tokens: float = Field(60.0, gt=0)
    """Tokens that each language has in a pool."""

    passes: int = Field(4, ge=1)
    """Passes over the pools."""

    own: float = Field(0.4, ge=0, le=1)
    """Share of a unit's topics that comes from its own words by inference; the rest comes from the pools
    nearest to it, because a short unit's own words say little."""


@dataclass(frozen=True)
class PoolSharing:
    """Shares units out among the topics of a fitted model, also units that it has not seen."""

    model: Any
    rules: JointRules
    pools: PoolRules
    firsts: Anchors
    """The units that the pools were drawn around, as vectors for large themes."""

    others: Anchors
    """Units that steady the place of a unit."""

    pool_shares: Mapping[str, np.ndarray]
    """(pools, topics) of each language."""

    translations: sparse.csr_array | None = None
    """(terms, terms) translation shares; None lends nothing."""

    def shares(self, counts: sparse.csr_array, broad: np.ndarray, languages: np.ndarray) -> np.ndarray:
        """Give the shares of units: (units, topics), rows adding up to 1.

        Parameters
        ----------
        counts
            (units, terms) in the terms of the solution.
        broad
            (units, dimensions) vectors of the units (`BridgeSpace.broad_vectors`).
        languages
            (units,) language of each.
        """
        said = sparse.csr_array(counts, dtype=np.float64)
        if self.translations is not None and self.rules.lent:
            said = sparse.csr_array(said + self.rules.lent * (said @ self.translations))
        own = inferred_shares(self.model, bags(said))
        placed = self.others.steadied(broad, languages, self.rules)
        near = np.zeros_like(own)
        total = np.zeros(len(own))
        for language in np.unique(languages).tolist():
            rows = np.flatnonzero(languages == language)
            for other, vectors in self.firsts.vectors.items():
                weight = 1.0 if other == language else self.rules.across
                shares = neighbours(placed[rows], vectors, max(1, self.rules.steadied_by))
                near[rows] += weight * (shares @ self.pool_shares[other])
                total[rows] += weight
        return self.pools.own * own + (1 - self.pools.own) * near / total[:, None]


@dataclass(frozen=True)
class PooledLda:
    """A fitted solution, and what places other units in it."""

    solution: TopicSolution
    sharing: PoolSharing


def fit_pooled(
    features: Features,
    name: str,
    topics: int,
    alpha: float | str,
    eta: float,
    seed: int,
    rules: JointRules,
    pools: PoolRules,
) -> PooledLda:
    """Group units, pool them, fit LDA to the pools, and share the units out."""
    if min(features.counts.shape) < 2:
        raise TooFewUnits(
            f"'{name}' has {features.counts.shape[0]} units with {features.counts.shape[1]} terms: nothing "
            "to find topics in. Add documents, or lower `features.terms.min_units`."
        )
    from threadpoolctl import threadpool_limits

    languages = features.languages
    translations = None if features.bridge is None else features.bridge.translations
    with stage(f"{name}: LDA with {topics} topics over pools of units"), threadpool_limits(1):
        assigned = sphere_groups(features.matched, balanced(languages), topics, seed)
        first = draw_anchors(features.matched, languages, pools.most, seed)
        pooled, of_language = _pools(features, first, pools)
        start = _start(features, assigned, topics, float(pooled.sum()))
        corpus = bags(pooled)
        model = new_model(
            pooled.shape[1],
            topics,
            len(corpus),
            alpha=alpha,
            eta=eta,
            iterations=20,
            seed=seed,
            threshold=1e-2,
        )
        model.state.sstats[:] = start
        model.sync_state()
        log = []
        for number in range(1, pools.passes + 1):
            pass_over(model, corpus, 1)
            now = likelihood(inferred_shares(model, corpus), np.asarray(model.get_topics()), pooled)
            log.append({"passes": number, "log_likelihood_per_word": now, "converged": False})
        pool_shares = inferred_shares(model, corpus)
        broad = features.broad
        sharing = PoolSharing(
            model,
            rules,
            pools,
            Anchors(first.rows, {language: broad[rows] for language, rows in first.rows.items()}),
            draw_anchors(broad, languages, rules.anchors, seed),
            {language: pool_shares[rows] for language, rows in of_language.items()},
            translations,
        )
        mass = np.maximum(np.asarray(model.state.get_lambda()) - eta, 1e-9)
        weights = describe(mass, features.terms, translations, rules)
        shares = sharing.shares(features.counts, broad, languages)
    notes = _notes(rules, pools, translations)
    solution = TopicSolution(name, features.unit_ids, features.terms, weights, shares, tuple(log), notes)
    return PooledLda(solution, sharing)


def _pools(
    features: Features, first: Anchors, rules: PoolRules
) -> tuple[sparse.csr_array, dict[str, np.ndarray]]:
    """Make the pools, of shape (pools, terms), and tell around which language's units each was drawn."""
    parts, of_language, made = [], {}, 0
    for language, vectors in first.vectors.items():
        pool = sparse.csr_array((len(vectors), len(features.terms)))
        for other in first.vectors:
            rows = np.flatnonzero(features.languages == other)
            near = neighbours(vectors, features.matched[rows], rules.neighbours)
            words = sparse.csr_array(near @ features.counts[rows].astype(np.float64))
            sums = np.maximum(np.asarray(words.sum(axis=1)).ravel(), 1e-12)
            pool = pool + sparse.diags_array(rules.tokens / sums) @ words
        parts.append(sparse.csr_array(pool))
        of_language[language] = np.arange(made, made + len(vectors))
        made += len(vectors)
    return sparse.csr_array(sparse.vstack(parts)), of_language


def _start(features: Features, assigned: np.ndarray, topics: int, tokens: float) -> np.ndarray:
    """Give each topic the words of one group, languages at the same weight, and a tenth of everything."""
    mass = (members(assigned, topics) @ (features.counts > 0).astype(np.float64)).toarray()
    for language in features.terms.all_languages:
        columns = features.terms.of(language)
        mass[:, columns] /= max(float(mass[:, columns].sum()), 1.0)
    mass *= tokens / len(features.terms.all_languages)
    return 0.9 * mass + 0.1 * mass.sum(axis=0) / topics


def _notes(rules: JointRules, pools: PoolRules, translations: sparse.csr_array | None) -> tuple[str, ...]:
    lent = (
        f"; words of topics and units lend their translations {rules.lent:g} of their weight"
        if rules.lent and translations is not None
        else ""
    )
    return (
        f"{pools.passes} passes over pools of {pools.neighbours} neighbouring units of each language{lent}; "
        f"{1 - pools.own:.0%} of a unit's shares come from the pools nearest to it",
    )
