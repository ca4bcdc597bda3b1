"""Least squares with errors that know of clusters, honest when clusters are few: pure functions over arrays.

Bell & McCaffrey 2002; Pustejovsky & Tipton 2018 (Journal of Business & Economic Statistics 36, 672–683).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from toolkit.themes.intervals import LEVEL

Correction = Literal["CR0", "CR1", "CR2", "CR3"]


@dataclass(frozen=True)
class Fit:
    """Coefficients with their cluster-robust uncertainty."""

    estimate: np.ndarray
    """(columns,)."""

    covariance: np.ndarray
    """(columns, columns)."""

    df: np.ndarray
    """(columns,) Satterthwaite's degrees of freedom of each coefficient's variance."""

    clusters: int

    @property
    def error(self) -> np.ndarray:
        """(columns,) standard errors."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def p(self) -> np.ndarray:
        """(columns,) two-sided p of the t distribution."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return 2 * stats.t.sf(np.abs(self.estimate / self.error), self.df)

    def intervals(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the (columns,) low and high ends."""
        reach = stats.t.ppf((1 + LEVEL) / 2, self.df) * self.error
        return self.estimate - reach, self.estimate + reach


def least_squares(
    design: np.ndarray,
    values: np.ndarray,
    clusters: np.ndarray,
    weights: np.ndarray | None = None,
    correction: Correction = "CR2",
) -> Fit:
    """Regress values on a design by (weighted) least squares.

    The working model behind CR2 and the degrees of freedom has independent errors of one variance; CR2 is
    unbiased if it holds, and nearly so if not. CR3 is the jackknife that leaves out one cluster at a time.

    Parameters
    ----------
    design
        (rows, columns), of full column rank.
    values
        (rows,).
    clusters
        (rows,) numbers from 0.
    weights
        (rows,) what each row counts; 1 each by default.
    """
    weights = np.ones(len(values)) if weights is None else weights
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    estimate = inverse @ (design.T @ (weights * values))
    residuals = values - design @ estimate
    return Fit(estimate, *robust_covariance(design, residuals, clusters, weights, correction))


def fractional_logit(
    design: np.ndarray,
    values: np.ndarray,
    clusters: np.ndarray,
    weights: np.ndarray | None = None,
    correction: Correction = "CR2",
) -> Fit:
    """Regress shares on a design by a logit model of their mean (Papke & Wooldridge 1996).

    The errors are those of the weighted least squares that the last step of the fit is, with residuals in
    units of their working standard deviation √(μ(1−μ)).

    Raises
    ------
    ArithmeticError
        If the fit does not settle, as where a column tells shares of 0 or 1 apart without an exception.
    """
    weights = np.ones(len(values)) if weights is None else weights
    estimate, means = _logit(design, values, weights)
    spread = np.sqrt(means * (1 - means))
    scaled = design * spread[:, None]
    covariance = robust_covariance(scaled, (values - means) / spread, clusters, weights, correction)
    return Fit(estimate, *covariance)


def restricted(
    rest: np.ndarray, design: np.ndarray, values: np.ndarray, weights: np.ndarray, model: str
) -> tuple[np.ndarray, np.ndarray]:
    """Give the residuals of the model without some columns, and the design on their scale.

    Parameters
    ----------
    rest
        (rows, columns) the design without the columns that are to be tested.
    model
        ols, or fractional-logit: residuals then are in units of √(μ(1−μ)), and the design times it, as in
        the last step of the fit.

    Raises
    ------
    ArithmeticError
        If the fractional logit does not settle.
    """
    if model == "ols":
        root = np.sqrt(weights)
        fitted = rest @ np.linalg.lstsq(rest * root[:, None], values * root, rcond=None)[0]
        return values - fitted, design
    means = _logit(rest, values, weights)[1] if rest.shape[1] else np.full(len(values), 0.5)
    spread = np.sqrt(means * (1 - means))
    return (values - means) / spread, design * spread[:, None]


def permuted_p(
    design: np.ndarray,
    residuals: np.ndarray,
    clusters: np.ndarray,
    weights: np.ndarray,
    columns: Sequence[int],
    seed: int,
    draws: int = 1999,
) -> float:
    """Give p of one or several coefficients by permuting the residuals of the model without them.

    Freedman & Lane 1983 with Wald's statistic by CR2 (DiCiccio & Romano 2017): exact where documents can be
    exchanged, near its level where they only do not depend on the columns. t with CR2 errors and the wild
    bootstrap find too much where few documents carry a column and a theme is rare. Clusters change places
    with clusters that weigh alike; documents inside a cluster change places with each other.

    Parameters
    ----------
    design
        (rows, columns).
    residuals
        (rows,) of the model without the columns, see `restricted`.
    columns
        Which coefficients.
    """
    columns = list(columns)
    pieces, lent = _pieces(design, clusters, weights, "CR2")
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    drawn = residuals[_exchanges(pieces, weights, np.random.default_rng(seed), draws)]
    estimates = drawn @ ((design * weights[:, None]) @ inverse)
    scores = np.stack(
        [
            drawn[:, rows] @ part[:, columns] - estimates @ (design[rows].T @ part[:, columns])
            for rows, part in zip(pieces, lent, strict=True)
        ],
        axis=1,
    )
    covariance = np.einsum("djk,djl->dkl", scores, scores)
    tested = estimates[:, columns]
    wald = np.einsum("dk,dkl,dl->d", tested, np.linalg.pinv(covariance, hermitian=True), tested)
    # columns that explain all there is leave no error, and are as far off as can be
    is_exact = np.trace(covariance, axis1=1, axis2=2) < 1e-20
    wald[is_exact & (np.abs(tested).max(axis=1) > 1e-10)] = np.inf
    return float((wald >= wald[0] * (1 - 1e-9)).mean())


def _exchanges(
    pieces: Sequence[np.ndarray], weights: np.ndarray, random: np.random.Generator, draws: int
) -> np.ndarray:
    """Draw orders of the rows, (1 + draws, rows); the first leaves all in their places."""
    rows = np.arange(sum(map(len, pieces)))
    result = np.tile(rows, (1 + draws, 1))
    alike: dict[tuple[float, ...], list[np.ndarray]] = {}
    for piece in pieces:
        alike.setdefault(tuple(np.sort(weights[piece]).round(9).tolist()), []).append(piece)
    for _, own in sorted(alike.items()):
        blocks = np.stack([piece[np.argsort(weights[piece], kind="stable")] for piece in own])
        places = random.permuted(np.tile(np.arange(len(own)), (draws, 1)), axis=1)
        moved = blocks[places]
        if blocks.shape[1] > 1 and np.ptp(weights[blocks[0]]) < 1e-9:
            moved = random.permuted(moved, axis=2)
        result[1:, blocks.ravel()] = moved.reshape(draws, -1)
    return result


def robust_covariance(
    design: np.ndarray,
    residuals: np.ndarray,
    clusters: np.ndarray,
    weights: np.ndarray,
    correction: Correction = "CR2",
) -> tuple[np.ndarray, np.ndarray, int]:
    """Give the covariance of coefficients, their degrees of freedom, and the number of clusters.

    V = M (Σ_j X_j' W_j A_j e_j e_j' A_j' W_j X_j) M with M = (X'WX)⁻¹. A_j is the identity (CR0, and CR1
    with the factor J/(J−1)), the symmetric root of the pseudo-inverse of ((I−H)(I−H)')_jj (CR2), or
    (I−H_jj)⁻¹ (CR3). The degrees of freedom are those of Pustejovsky & Tipton 2018, equation 9.
    """
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    leverage = inverse @ (design.T @ (weights[:, None] ** 2 * design)) @ inverse
    pieces, lent = _pieces(design, clusters, weights, correction)
    scores = [residuals[rows] @ part for rows, part in zip(pieces, lent, strict=True)]
    loads = [
        (
            np.einsum("ij,ij->j", part, part),
            (design[rows] * weights[rows, None]).T @ part,
            design[rows].T @ part,
        )
        for rows, part in zip(pieces, lent, strict=True)
    ]
    factor = len(pieces) / max(1, len(pieces) - 1) if correction == "CR1" else 1.0
    covariance = factor * np.array(scores).T @ np.array(scores)
    return covariance, _satterthwaite(loads, inverse, leverage), len(pieces)


def _logit(design: np.ndarray, values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the coefficients and the fitted shares."""
    import statsmodels.api as sm

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what it warns of, separation, is found below
        result = sm.GLM(values, design, family=sm.families.Binomial(), var_weights=weights).fit(maxiter=100)
    means = np.asarray(result.fittedvalues)
    if not result.converged or means.min() < 1e-6 or means.max() > 1 - 1e-6:
        raise ArithmeticError("the fractional logit does not settle: some fitted shares run to 0 or 1")
    return np.asarray(result.params), means


def _pieces(
    design: np.ndarray, clusters: np.ndarray, weights: np.ndarray, correction: Correction
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Give each cluster's rows, and A_j' W_j X_j M: what its residuals lend to the coefficients."""
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    leverage = inverse @ (design.T @ (weights[:, None] ** 2 * design)) @ inverse
    order = np.argsort(clusters, kind="stable")
    pieces = np.split(order, np.flatnonzero(np.diff(clusters[order])) + 1)
    lent = []
    for rows in pieces:
        own, counted = design[rows], design[rows] * weights[rows, None]
        adjustment = _adjustment(own @ inverse @ counted.T, own @ leverage @ own.T, correction)
        lent.append(adjustment.T @ counted @ inverse)
    return pieces, lent


def _adjustment(hat: np.ndarray, spread: np.ndarray, correction: Correction) -> np.ndarray:
    identity = np.eye(len(hat))
    if correction == "CR3":
        return np.linalg.pinv(identity - hat)
    if correction != "CR2":
        return identity
    sizes, axes = np.linalg.eigh(identity - hat - hat.T + spread)
    roots = np.where(sizes > 1e-10, 1 / np.sqrt(np.maximum(sizes, 1e-10)), 0.0)
    return (axes * roots) @ axes.T


def _satterthwaite(
    loads: list[tuple[np.ndarray, np.ndarray, np.ndarray]], inverse: np.ndarray, leverage: np.ndarray
) -> np.ndarray:
    """Match the first two moments of each variance, (columns,).

    With a_j = A_j' W_j X_j M c and p_j = (I − H)_j' a_j, df = (Σ_j p_j'p_j)² / Σ_ij (p_i'p_j)². The products
    are a diagonal and a part of low rank, so that no matrix of rows or clusters is ever made.
    """
    sizes, counted, plain = (np.array(part) for part in zip(*loads, strict=True))
    core = np.block([[np.zeros_like(inverse), -inverse], [-inverse, leverage]])
    result = []
    for column in range(len(inverse)):
        spans = np.hstack([counted[:, :, column], plain[:, :, column]])
        diagonal = sizes[:, column]
        ranked = np.einsum("ij,jk,ik->i", spans, core, spans)
        product = core @ spans.T @ spans
        squares = float((diagonal**2 + 2 * diagonal * ranked).sum() + np.trace(product @ product))
        result.append(float((diagonal + ranked).sum()) ** 2 / squares if squares > 0 else 0.0)
    return np.array(result)
