"""Tests of regressions that permute what the model without some columns leaves: functions over arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.themes.robust_errors import lent_by_cluster, logit_fit

USUAL_ERRORS = 0.05
"""Part of the variance by the usual formula that is added to the one by CR2."""


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
    means = logit_fit(rest, values, weights)[1] if rest.shape[1] else np.full(len(values), 0.5)
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
    bootstrap find too much where few documents carry a column and a theme is rare. There CR2 errors may all
    but vanish, more so than after a permutation, so a twentieth of the usual ones is added (as Tusher,
    Tibshirani & Chu 2001 do for genes). Clusters change places with clusters that weigh alike; documents
    inside a cluster change places with each other.

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
    pieces, lent = lent_by_cluster(design, clusters, weights, "CR2")
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
    left = (drawn - estimates @ design.T) ** 2 @ weights / (len(design) - design.shape[1])
    covariance = np.einsum("djk,djl->dkl", scores, scores)
    covariance += USUAL_ERRORS * left[:, None, None] * inverse[np.ix_(columns, columns)]
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
