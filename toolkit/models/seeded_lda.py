"""LDA that is told what its first topics are about: seed words, one topic a theme, beside free topics.

gensim keeps the model and its priors; its E-step is compiled (`inference`). The free topics start from
k-means clusters, and where they start moves the themes' shares; so the answer is a mean over several starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field
from scipy import sparse

from toolkit.features import Features
from toolkit.models.gensim_lda import likelihood, new_model
from toolkit.models.solution import TopicSolution
from toolkit.models.starts import cluster_statistics, reduced
from toolkit.progress import remark, track
from toolkit.settings import Settings

Seeds = Mapping[str, Sequence[tuple[str, str]]]
_STEP = 5


class SeededLda(Settings):
    """LDA whose first topics start from seed words, one topic a theme, beside free topics.

    Seeds enter thrice, because gensim takes its first assignment from random statistics alone and a
    prior by itself is lost in them: as a prior in proportion to the words' counts (``weight``), in the
    statistics that the fit starts from (``lent``), where a seed stands in its own theme alone, and by the
    company they keep (``anchored``).
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

    anchored: float = Field(2.0, ge=0)
    """How firmly a theme's topic is held to the company of its seeds, the words that units with seeds hold
    oftener than the corpus: weight of that prior, as a multiple of what an average topic holds. With 0,
    topics of rare seeds drift to whatever subject is near, and to another one from every start."""

    starts: int = Field(5, ge=1)
    """Fits, each from other clusters for the free topics, of which shares and words are the mean."""

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
    """Start of every random draw: of the clusters that the free topics start from, and of nothing else."""

    def prior_sum(self, themes: int) -> float | None:
        """Give the sum of all topics' prior weights in a unit; None where they are learned."""
        if self.alpha == "auto":
            return None
        return 1.0 if self.alpha == "symmetric" else self.alpha * (themes + self.residual_topics)

    def fit(self, features: Features, seeds: Seeds) -> TopicSolution:
        """Fit one topic for each theme, and the free ones, over all languages.

        Parameters
        ----------
        features
            Counts of every language.
        seeds
            (language, token) pairs for each theme; pairs outside the vocabulary are passed over.
        """
        counts = features.translated_counts()
        seeded = np.zeros((len(seeds), len(features.terms)), dtype=bool)
        for theme, pairs in enumerate(seeds.values()):
            seeded[theme, [features.terms.index[pair] for pair in pairs if pair in features.terms.index]] = (
                True
            )
        fits = _fits(counts, seeded, self)
        weights, shares = _mean(fits, len(seeds))
        return TopicSolution(
            self.name,
            features.unit_ids,
            features.terms,
            weights,
            shares,
            tuple({"start": number, **step} for number, fit in enumerate(fits) for step in fit.log),
            _notes(fits, tuple(seeds), self.max_passes),
            labels=(*seeds, *[""] * self.residual_topics),
        )


@dataclass(frozen=True)
class _Fit:
    term_weights: np.ndarray
    topic_shares: np.ndarray
    log: list[dict[str, Any]]


def _fits(counts: sparse.csr_array, seeded: np.ndarray, settings: SeededLda) -> list[_Fit]:
    """Fit from every start; the numbers of the starts are no other seed's."""
    from threadpoolctl import threadpool_limits

    totals = np.asarray(counts.sum(axis=0)).ravel()
    with threadpool_limits(1):
        themes, rest = _lend(counts, seeded, settings.lent)
        topics = len(themes) + settings.residual_topics
        prior = np.full((topics, len(totals)), settings.eta)
        prior[: len(themes)] += settings.weight * totals * seeded
        prior[: len(themes)] += settings.anchored * totals.sum() / topics * _company(themes, totals)
        places = reduced(rest, 0)  # the seed varies the clusters, not where units lie
        label = f"{settings.name}: LDA with {len(seeded)} seeded and {settings.residual_topics} free topics"
        fits = []
        for number in track(range(settings.starts), label):
            draw = settings.seed * settings.starts + number
            free = cluster_statistics(rest, places, settings.residual_topics, draw)
            free[:, seeded.any(axis=0)] = 0.0
            fits.append(_fit(counts, np.concatenate([themes, free]), prior, settings))
    return fits


def _lend(counts: sparse.csr_array, seeded: np.ndarray, lent: float) -> tuple[np.ndarray, sparse.csr_array]:
    """Let units that hold seeds lend words to the themes' first statistics.

    A unit lends ``lent`` of its words to the themes whose seeds it holds, in proportion to them; a seed word
    goes to its own theme only. gensim would start from Gamma(100, 1/100) noise, under which a prior is
    invisible to the first E-step, and a small corpus never finds back (gensim's ``LdaModel.__init__``).

    Returns
    -------
    (themes, terms) first statistics, and the counts (units, terms) that are left for the free topics.
    """
    held = counts @ seeded.T.astype(np.float64)
    total = held.sum(axis=1, keepdims=True)
    lends = lent * np.divide(held, total, out=np.zeros_like(held), where=total > 0)
    themes = (counts.T @ lends).T
    of_some = seeded.any(axis=0)
    themes[:, of_some] *= seeded[:, of_some]
    return themes, sparse.csr_array(sparse.diags_array(1 - lends.sum(axis=1)) @ counts)


def _company(themes: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Give the words that stand in the first statistics of a theme more often than in the corpus.

    Returns
    -------
    (themes, terms) shares of the excess, adding up to 1; zeros for a theme without any.
    """
    expected = themes.sum(axis=1, keepdims=True) * totals / totals.sum()
    excess = np.maximum(0.0, themes - expected)
    whole = excess.sum(axis=1, keepdims=True)
    return np.divide(excess, whole, out=np.zeros_like(excess), where=whole > 0)


def _fit(counts: sparse.csr_array, start: np.ndarray, prior: np.ndarray, settings: SeededLda) -> _Fit:
    """Run passes from these statistics until the likelihood stands still."""
    from toolkit.models.inference import settle

    model = new_model(
        counts.shape[1],
        len(prior),
        counts.shape[0],
        alpha=settings.alpha,
        eta=prior,
        iterations=settings.iterations,
        seed=settings.seed,
    )
    model.state.sstats[:] = start
    model.sync_state()
    gamma = np.ones((counts.shape[0], len(prior)))
    log: list[dict[str, Any]] = []
    while True:
        for _ in range(min(_STEP, settings.max_passes - (log[-1]["passes"] if log else 0))):
            gamma, model.state.sstats[:] = settle(
                counts,
                model.expElogbeta,
                model.alpha,
                gamma,
                settings.iterations,
                model.gamma_threshold,
            )
            if model.optimize_alpha:
                model.update_alpha(gamma, 1.0)
            model.sync_state()
        topics, shares = np.asarray(model.get_topics()), gamma / gamma.sum(axis=1, keepdims=True)
        log.append(_step(log, likelihood(shares, topics, counts), settings))
        if log[-1]["converged"] or log[-1]["passes"] == settings.max_passes:
            return _Fit(topics, shares, log)


def _step(log: Sequence[Mapping[str, Any]], now: float, settings: SeededLda) -> dict[str, Any]:
    """Write a row of the log: how far the fit is and whether it stands still."""
    passes = min(settings.max_passes, (log[-1]["passes"] if log else 0) + _STEP)
    before = log[-1]["log_likelihood_per_word"] if log else -np.inf
    remark(f"pass {passes}, {now:.4f}")
    is_still = abs(now - before) < settings.tolerance * abs(now)
    return {"passes": passes, "log_likelihood_per_word": now, "converged": bool(is_still)}


def _mean(fits: Sequence[_Fit], themes: int) -> tuple[np.ndarray, np.ndarray]:
    """Give mean words and shares; a free topic is joined with the one of the first fit that is most like it.

    Joined one to one, so that the sum of the cosines of their shares is as large as it can be.
    """
    from scipy.optimize import linear_sum_assignment

    first = fits[0].topic_shares
    unit = first / np.linalg.norm(first, axis=0)
    weights, shares = [], []
    for fit in fits:
        near = unit[:, themes:].T @ (fit.topic_shares / np.linalg.norm(fit.topic_shares, axis=0))[:, themes:]
        order = np.concatenate([np.arange(themes), themes + linear_sum_assignment(-near)[1]])
        weights.append(fit.term_weights[order])
        shares.append(fit.topic_shares[:, order])
    return np.mean(weights, axis=0), np.mean(shares, axis=0)


def _notes(fits: Sequence[_Fit], themes: Sequence[str], max_passes: int) -> tuple[str, ...]:
    """Say what did not converge, and how alike single starts were."""
    unsettled = sum(not fit.log[-1]["converged"] for fit in fits)
    notes = [f"did not converge in {max_passes} passes"] if unsettled == len(fits) else []
    if 0 < unsettled < len(fits):
        notes.append(f"{unsettled} of {len(fits)} starts did not converge in {max_passes} passes")
    alike = {theme: _least_correlation(fits, number) for number, theme in enumerate(themes)}
    known = {theme: value for theme, value in alike.items() if value == value}
    if known:
        worst = min(known, key=lambda theme: known[theme])
        notes.append(
            f"shares are means over {len(fits)} starts; between single starts a theme's shares correlate "
            f"at {known[worst]:.2f} or more (least: {worst})"
        )
    return tuple(notes)


def _least_correlation(fits: Sequence[_Fit], theme: int) -> float:
    """Give the least correlation of one theme's shares between two fits; not-a-number where there is none."""
    shares = np.stack([fit.topic_shares[:, theme] for fit in fits])
    if len(fits) < 2 or (np.ptp(shares, axis=1) < 1e-9).any():
        return float("nan")
    matrix = np.corrcoef(shares)
    return float(min(matrix[one, other] for one, other in combinations(range(len(fits)), 2)))
