"""A classifier of vectors that scores no unit whose document it has seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

STRENGTHS = (0.01, 0.1, 1.0, 10.0)
"""Inverse penalties, of which the one is taken that does best on documents held out once more."""


@dataclass(frozen=True)
class CodedUnits:
    """What is known of the units of a corpus, and how."""

    vectors: Float[np.ndarray, "units dimensions"]
    coded: Float[np.ndarray, " units"]
    """1 or 0, not-a-number where nobody coded."""

    weights: Float[np.ndarray, " units"]
    """What a coded unit counts."""

    clusters: Int[np.ndarray, " units"]
    """Number of each unit's document; documents that are one text share one."""

    def part(self, rows: np.ndarray) -> CodedUnits:
        """Give some of the units."""
        return CodedUnits(self.vectors[rows], self.coded[rows], self.weights[rows], self.clusters[rows])


def cross_fitted(units: CodedUnits, folds: int) -> Float[np.ndarray, " units"]:
    """Give every unit a probability from models that did not see its document.

    The coded documents are dealt into folds; a model for each fold learns from the others. A unit of a
    coded document is read by its fold's model, all other units by every model: they get the mean. A model
    is a logistic regression, both classes at the same weight; its penalty is chosen, and its answer turned
    into a probability (Platt 1999), by what it says of documents held out once more inside its own part.

    Parameters
    ----------
    units
        All units, coded or not.
    folds
        Parts into which the coded documents are dealt, at least 3.
    """
    from threadpoolctl import threadpool_limits

    known = ~np.isnan(units.coded)
    fold_of = deal(units, folds)
    with threadpool_limits(1):  # sums in one order: the same bytes on one core and on many
        models = [_calibrated(units.part(known & (fold_of != fold)), folds - 1) for fold in range(folds)]
        answers = np.array([model(units.vectors) for model in models])
    own = answers[np.maximum(fold_of, 0), np.arange(len(fold_of))]
    return np.where(fold_of >= 0, own, answers.mean(axis=0))


def deal(units: CodedUnits, folds: int) -> Int[np.ndarray, " units"]:
    """Deal coded documents into folds that hold about the same of both classes.

    Large documents first, each to the fold that holds least of what it brings.

    Returns
    -------
    (units,) fold of each unit; -1 in documents without a code.
    """
    known = ~np.isnan(units.coded)
    names, rows = np.unique(units.clusters[known], return_inverse=True)
    brings = np.zeros((len(names), 2))
    np.add.at(brings, (rows, units.coded[known].astype(int)), 1)
    brings /= np.maximum(brings.sum(axis=0), 1)
    held, fold_of = np.zeros((folds, 2)), {}
    for place in np.argsort(-brings.max(axis=1), kind="stable").tolist():
        fold = int(np.argmin(held @ brings[place]))
        held[fold] += brings[place]
        fold_of[int(names[place])] = fold
    return np.array([fold_of.get(cluster, -1) for cluster in units.clusters.tolist()])


def _calibrated(units: CodedUnits, folds: int) -> Callable[[np.ndarray], np.ndarray]:
    """Fit a model of coded units; give what turns vectors into probabilities."""
    fold_of = deal(units, folds)
    best, best_loss = (STRENGTHS[0], 0.0, 0.0), np.inf
    for strength in STRENGTHS:
        margins = np.zeros(len(units.coded))
        for fold in range(folds):
            model = _fit(units.part(fold_of != fold), strength)
            margins[fold_of == fold] = model(units.vectors[fold_of == fold])
        slope, level = _platt(margins, units)
        loss = _loss(slope * margins + level, units)
        if loss < best_loss - 1e-9:
            best, best_loss = (strength, slope, level), loss
    strength, slope, level = best
    model = _fit(units, strength)
    return lambda vectors: _share(slope * model(vectors) + level)


def _fit(units: CodedUnits, strength: float) -> Callable[[np.ndarray], np.ndarray]:
    """Fit a logistic regression; give what turns vectors into margins. One class alone teaches nothing."""
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(units.coded)) < 2:
        return lambda vectors: np.zeros(len(vectors))
    scale = np.sqrt(units.vectors.shape[1])  # a coordinate's usual size is 1, as the penalty expects
    model = LogisticRegression(C=strength, max_iter=1000)
    model.fit(units.vectors * scale, units.coded, sample_weight=_evened(units))
    return lambda vectors: model.decision_function(vectors * scale)


def _evened(units: CodedUnits) -> np.ndarray:
    """Give both classes half of the weight."""
    carries = units.coded == 1
    halves = np.where(carries, units.weights[carries].sum(), units.weights[~carries].sum())
    return units.weights * units.weights.sum() / (2 * halves)


def _platt(margins: np.ndarray, units: CodedUnits) -> tuple[float, float]:
    """Find the slope and the level that turn margins into log odds, by Newton's method.

    Targets lie a little inside 0 and 1, as Platt (1999) proposes. A slope below zero is chance: it
    becomes zero, and the answer is the share of the coded units.
    """
    carries = units.coded == 1
    positive, negative = units.weights[carries].sum(), units.weights[~carries].sum()
    target = np.where(carries, (positive + 1) / (positive + 2), 1 / (negative + 2))
    share = float(np.average(target, weights=units.weights))
    level = float(np.log(share / (1 - share)))
    columns = np.stack([margins, np.ones(len(margins))], axis=1)
    found = np.array([0.0, level])
    for _ in range(50):
        expected = _share(columns @ found)
        gradient = columns.T @ (units.weights * (target - expected))
        spread = units.weights * expected * (1 - expected)
        step = np.linalg.solve(columns.T @ (columns * spread[:, None]) + 1e-9 * np.eye(2), gradient)
        found = found + step * min(1.0, 5.0 / max(1e-12, float(np.abs(step).max())))
        if np.abs(step).max() < 1e-10:
            break
    return (float(found[0]), float(found[1])) if found[0] > 0 else (0.0, level)


def _loss(log_odds: np.ndarray, units: CodedUnits) -> float:
    signed = np.where(units.coded == 1, log_odds, -log_odds)
    return float(np.average(np.logaddexp(0, -signed), weights=units.weights))


def _share(log_odds: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -log_odds))
