"""Uncertainty of the measure itself: runs of a model, and draws of shares within a run.

The method of composition (Treier & Jackman 2008; stm's `estimateEffect`): estimate from many draws of the
shares, and add what estimates differ to what each is unsure of. Pure functions over arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from toolkit.themes.decisions import NOTHING
from toolkit.themes.effects import without_interval
from toolkit.themes.intervals import LEVEL

FRAGILE = 0.3
"""From this share of the variance on, which runs happened to be made decides much of the answer."""


@dataclass(frozen=True)
class Composed:
    """One estimate from all runs and draws."""

    estimate: float
    variance: float
    """W + (1 + 1/M)·B_draw + (1 + 1/R)·B_run."""

    due_to_draws: float
    """Share of the variance that comes from drawing shares."""

    due_to_runs: float
    """Share of the variance that comes from running the model again."""

    df: float
    """Degrees of freedom for a t interval."""

    @property
    def is_fragile(self) -> bool:
        """Whether more than 0.3 of the variance comes from running the model again."""
        return self.due_to_runs > FRAGILE

    @property
    def error(self) -> float:
        """The standard error."""
        return float(np.sqrt(self.variance))


def compose(estimates: np.ndarray, variances: np.ndarray, df: float = np.inf) -> Composed:
    """Pool estimates over R runs and M draws of shares within each.

    The total variance is T = W + (1 + 1/M)·B_draw + (1 + 1/R)·B_run: W the mean of the variances, B_draw the
    variance of draws within a run, B_run that of runs. The means of runs differ by the draws as well; this
    part (B_draw/M) is taken off B_run, so that noise of draws is not laid to the runs. Degrees of freedom by
    Satterthwaite over the three parts (Rubin 1987 for one level, Shen 2000 for two).

    Parameters
    ----------
    estimates, variances
        (runs, draws) a coefficient and its squared standard error. One draw a run says nothing of draws,
        one run nothing of runs.
    df
        Degrees of freedom of each variance.

    Raises
    ------
    ValueError
        If the two do not have the same shape, or are empty.

    >>> pooled = compose(np.array([[0.1], [0.3]]), np.array([[0.01], [0.01]]))
    >>> round(pooled.estimate, 3), round(pooled.variance, 3), round(pooled.due_to_runs, 2)
    (0.2, 0.04, 0.75)
    """
    if estimates.shape != variances.shape or not estimates.size:
        raise ValueError(f"estimates {estimates.shape} and variances {variances.shape} must be (runs, draws)")
    runs, draws = estimates.shape
    within = float(variances.mean())
    of_draws = float(estimates.var(axis=1, ddof=1).mean()) if draws > 1 else 0.0
    of_runs = float(estimates.mean(axis=1).var(ddof=1)) - of_draws / draws if runs > 1 else 0.0
    parts = np.array([within, (1 + 1 / draws) * of_draws, (1 + 1 / runs) * max(0.0, of_runs)])
    total = float(parts.sum())
    if total <= 0:
        return Composed(float(estimates.mean()), 0.0, 0.0, 0.0, df)
    freedom = np.array([df, max(1, runs * (draws - 1)), max(1, runs - 1)])
    return Composed(
        float(estimates.mean()),
        total,
        float(parts[1] / total),
        float(parts[2] / total),
        float(1 / max(1e-300, float(((parts / total) ** 2 / freedom).sum()))),
    )


def draw_shares(shares: np.ndarray, tokens: np.ndarray, prior: float, draws: int, seed: int) -> np.ndarray:
    """Draw theme shares of units from what a topic model of words leaves open.

    Given its words, a unit's shares in LDA have (in the variational approximation that gensim fits) a
    Dirichlet distribution whose parameters add up to the prior's sum and the unit's number of tokens, around
    the shares that the model gives. Shares of several topics added up stay Dirichlet, so that themes can be
    drawn with all else as one more part.

    Parameters
    ----------
    shares
        (units, themes) that add up to at most 1.
    tokens
        (units,) tokens that the unit has of its own. Translations that a model reads beside them tell nothing
        new, and would make draws too sure.
    prior
        Sum of the prior's parameters over all topics.
    draws
        How many times to draw.
    seed
        Start of the draws.

    Returns
    -------
    (draws, units, themes).
    """
    rest = np.clip(1 - shares.sum(axis=1, keepdims=True), 0, 1)
    parameters = np.hstack([shares, rest]) * (tokens[:, None] + prior)
    gammas = np.random.default_rng(seed).standard_gamma(parameters, size=(draws, *parameters.shape))
    totals = gammas.sum(axis=2, keepdims=True)
    drawn = np.divide(gammas, totals, out=np.zeros_like(gammas), where=totals > 0)
    return drawn[:, :, :-1]


def compose_rows(runs: Sequence[Sequence[Sequence[Mapping[str, Any]]]]) -> list[dict[str, Any]]:
    """Pool rows of effects that were estimated anew in every run and draw.

    Parameters
    ----------
    runs
        For each run and each draw in it, as many a run, rows with the fields of
        `toolkit.themes.effects.Coefficient`.

    Returns
    -------
    Rows by instrument, theme, formula and term: estimate, error, low, high, df, p, due_to_runs, due_to_draws
    (shares of the variance; not-a-number where there is one run, or one draw a run), runs, draws, documents,
    clusters, units, left_out, reading. Intervals and p are by t of the pooled estimate, by the rules of
    `effects`: none where too few clusters carry a column, no p of an intercept. What some run or draw could
    not estimate has no numbers, and says why. Tests of several columns together are passed over.
    """
    found: dict[tuple[Any, ...], list[list[Mapping[str, Any]]]] = {}
    for number, draws in enumerate(runs):
        for row in (row for rows in draws for row in rows if not row["term"].endswith("(together)")):
            own = found.setdefault(tuple(row[key] for key in _NAMES), [[] for _ in runs])
            own[number].append(row)
    draws = len(runs[0])
    return [dict(zip(_NAMES, name, strict=True)) | _composed(own, draws) for name, own in found.items()]


_NAMES = ("instrument", "theme", "formula", "model", "term")
_NUMBERS = ("estimate", "error", "low", "high", "df", "p", "due_to_runs", "due_to_draws")
_SIZES = ("documents", "clusters", "units", "left_out")


def _composed(runs: Sequence[Sequence[Mapping[str, Any]]], draws: int) -> dict[str, Any]:
    rows = [row for own in runs for row in own]
    sizes = {"runs": len(runs), "draws": draws, **{size: rows[0][size] for size in _SIZES}}
    if reason := _unpooled(rows, len(runs) * draws):
        return dict.fromkeys(_NUMBERS, NOTHING) | sizes | {"reading": reason}
    estimates, errors, df = (
        np.array([[float(row[key]) for row in own] for own in runs]) for key in ("estimate", "error", "df")
    )
    pooled = compose(estimates, errors**2, float(df.mean()))
    bare = without_interval(float(errors.max()), float(df.mean()))
    reach = NOTHING if bare else float(stats.t.ppf((1 + LEVEL) / 2, pooled.df)) * pooled.error
    is_tested = not bare and rows[0]["term"] != "Intercept"
    values = (
        pooled.estimate,
        pooled.error,
        pooled.estimate - reach,
        pooled.estimate + reach,
        pooled.df,
        float(2 * stats.t.sf(abs(pooled.estimate) / pooled.error, pooled.df)) if is_tested else NOTHING,
        pooled.due_to_runs if len(runs) > 1 else NOTHING,
        pooled.due_to_draws if draws > 1 else NOTHING,
    )
    said = [
        f"fragile: {pooled.due_to_runs:.0%} of its variance is due to runs" if pooled.is_fragile else "",
        bare,
        "the interval holds zero" if abs(pooled.estimate) <= reach else "",
    ]
    return dict(zip(_NUMBERS, values, strict=True)) | sizes | {"reading": "; ".join(filter(None, said))}


def _unpooled(rows: Sequence[Mapping[str, Any]], wanted: int) -> str:
    """Say why rows of one coefficient are not pooled; nothing where they can be."""
    refused = [row["reading"] for row in rows if np.isnan(row["estimate"])]
    if not refused:
        return "" if len(rows) == wanted else f"none: estimated in {len(rows)} of {wanted} runs and draws"
    reasons = "; ".join(dict.fromkeys(refused))
    return reasons if len(refused) == wanted else f"{reasons} (in {len(refused)} of {wanted} runs and draws)"
