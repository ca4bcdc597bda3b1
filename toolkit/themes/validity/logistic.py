"""Logistic regression by Newton's method, with Firth's penalty where the likelihood has no maximum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.errors import ToolkitError

_STEPS = 200
_NEAR = 1e-9


@dataclass(frozen=True)
class LogisticFit:
    """Coefficients of a logistic regression and how sure they are."""

    coefficients: np.ndarray
    """(columns,)."""

    covariance: np.ndarray
    """(columns, columns) of independent units."""

    residuals: np.ndarray
    """(units,) outcome minus fitted probability, times weight."""


def fit_logistic(
    design: np.ndarray, outcome: np.ndarray, weights: np.ndarray | None = None, firth: bool = False
) -> LogisticFit:
    """Fit P(outcome = 1) = 1 / (1 + exp(−design · coefficients)).

    Parameters
    ----------
    design
        (units, columns), a column of ones included.
    outcome
        (units,) 0 or 1.
    weights
        (units,) how often each unit counts; once by default.
    firth
        Add Jeffreys's prior to the likelihood (Firth 1993; Heinze & Schemper 2002): coefficients stay
        finite where a column tells the outcome for certain.

    Raises
    ------
    ToolkitError
        When no maximum is reached: without the penalty, because a column tells the outcome for certain.
    """
    weights = np.ones(len(outcome)) if weights is None else weights
    outcome = outcome.astype(float)
    beta = np.zeros(design.shape[1])
    value = _likelihood(design, outcome, weights, beta, firth)
    for _ in range(_STEPS):
        score, information = _slope(design, outcome, weights, beta, firth)
        if np.linalg.cond(information) > 1e12:
            break
        step = np.linalg.solve(information, score)
        step *= min(1.0, 5 / max(1e-12, float(np.abs(step).max())))
        for _ in range(30):
            new = _likelihood(design, outcome, weights, beta + step, firth)
            if new >= value - 1e-12:
                break
            step = step / 2
        beta, value = beta + step, new
        if float(np.abs(step).max()) < _NEAR and np.abs(beta).max() < 50:
            score, information = _slope(design, outcome, weights, beta, firth)
            if np.abs(score).max() > 1e-6 * weights.sum():
                break
            fitted = probability(design @ beta)
            return LogisticFit(beta, np.linalg.inv(information), weights * (outcome - fitted))
    raise ToolkitError(
        "The logistic regression reached no maximum in "
        f"{_STEPS} steps (largest coefficient {np.abs(beta).max():.1f}): a column tells the outcome for "
        "certain, or two columns say the same. Fit it with Firth's penalty, or leave a column out."
    )


def clustered_covariance(fit: LogisticFit, design: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Give the covariance of coefficients when units of a cluster are alike: (columns, columns).

    The sandwich over clusters with the factor G/(G−1) (Liang & Zeger 1986).
    """
    numbers = np.unique(clusters, return_inverse=True)[1]
    count = int(numbers.max()) + 1
    scores = np.zeros((count, design.shape[1]))
    np.add.at(scores, numbers, design * fit.residuals[:, None])
    return fit.covariance @ (scores.T @ scores) @ fit.covariance * count / max(1, count - 1)


def probability(linear: np.ndarray) -> np.ndarray:
    """Turn a linear predictor into a probability, without overflow.

    >>> probability(np.array([0.0, 1000.0])).tolist()
    [0.5, 1.0]
    """
    return 0.5 * (1 + np.tanh(0.5 * linear))


def _likelihood(
    design: np.ndarray, outcome: np.ndarray, weights: np.ndarray, beta: np.ndarray, firth: bool
) -> float:
    linear = design @ beta
    value = float((weights * (outcome * linear - np.logaddexp(0, linear))).sum())
    if firth:
        value += 0.5 * float(np.linalg.slogdet(_information(design, weights, linear))[1])
    return value


def _slope(
    design: np.ndarray, outcome: np.ndarray, weights: np.ndarray, beta: np.ndarray, firth: bool
) -> tuple[np.ndarray, np.ndarray]:
    linear = design @ beta
    fitted = probability(linear)
    information = _information(design, weights, linear)
    residual = weights * (outcome - fitted)
    if firth:
        inverse = np.linalg.pinv(information)
        leverage = np.einsum("ij,jk,ik->i", design, inverse, design) * weights * fitted * (1 - fitted)
        residual = residual + leverage * (0.5 - fitted)
    return design.T @ residual, information


def _information(design: np.ndarray, weights: np.ndarray, linear: np.ndarray) -> np.ndarray:
    fitted = probability(linear)
    return (design * (weights * fitted * (1 - fitted))[:, None]).T @ design
