"""Least squares with errors that know of clusters, honest when clusters are few: pure functions over arrays.

Bell & McCaffrey 2002; Pustejovsky & Tipton 2018 (Journal of Business & Economic Statistics 36, 672–683).
"""

from __future__ import annotations

import warnings
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
    estimate, means = logit_fit(design, values, weights)
    spread = np.sqrt(means * (1 - means))
    scaled = design * spread[:, None]
    covariance = robust_covariance(scaled, (values - means) / spread, clusters, weights, correction)
    return Fit(estimate, *covariance)


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
    pieces, lent = lent_by_cluster(design, clusters, weights, correction)
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


def logit_fit(design: np.ndarray, values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the coefficients of a logit model of shares, and the fitted shares.

    Raises
    ------
    ArithmeticError
        If the fit does not settle, as where a column tells shares of 0 or 1 apart without an exception.
    """
    import statsmodels.api as sm

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what it warns of, separation, is found below
        result = sm.GLM(values, design, family=sm.families.Binomial(), var_weights=weights).fit(maxiter=100)
    means = np.asarray(result.fittedvalues)
    if not result.converged or means.min() < 1e-6 or means.max() > 1 - 1e-6:
        raise ArithmeticError("the fractional logit does not settle: some fitted shares run to 0 or 1")
    return np.asarray(result.params), means


def lent_by_cluster(
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
