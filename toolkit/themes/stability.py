"""How alike several runs of one measure are: pure functions over arrays and lists of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np


def run_correlations(scores: np.ndarray) -> np.ndarray:
    """Correlate every two runs over the units.

    Parameters
    ----------
    scores
        (runs, units) one theme's scores.

    Returns
    -------
    (runs, runs); not-a-number beside a run that scores all units alike.
    """
    away = scores - scores.mean(axis=1, keepdims=True)
    length = np.sqrt((away**2).sum(axis=1))
    known = length > 1e-12 * np.maximum(1.0, np.abs(scores).max(axis=1))
    unit = np.where(known[:, None], away / np.where(known, length, 1.0)[:, None], np.nan)
    return unit @ unit.T


def omega(scores: np.ndarray) -> float:
    """Give McDonald's omega of the mean over runs (McDonald 1999; Schroeder & Wood-Doughty 2024).

    Runs are items of one scale: (Σλ)² / ((Σλ)² + Σψ), loadings λ and unique variances ψ of one factor, found
    by iterated principal axes from the correlations; two runs are taken to load alike. Near 1, runs tell the
    same; what they have in common need not be the theme.

    Parameters
    ----------
    scores
        (runs, units) one theme's scores.

    Returns
    -------
    0 to 1; not-a-number for fewer than two runs, or where a run scores all units alike.

    >>> two = np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 4.0]])
    >>> round(omega(two), 4)  # 2r / (1 + r) with r = 0.8
    0.8889
    """
    matrix = run_correlations(scores)
    if len(matrix) < 2 or np.isnan(matrix).any():
        return float("nan")
    if len(matrix) == 2:
        common = max(0.0, float(matrix[0, 1]))
        return 2 * common / (1 + common)
    loadings = _one_factor(matrix)
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def _one_factor(matrix: np.ndarray, turns: int = 2000) -> np.ndarray:
    """Give the (items,) loadings on one factor of a correlation matrix, by iterated principal axes."""
    shared = np.clip(np.abs(matrix - np.eye(len(matrix))).max(axis=1), 0.0, 1.0)
    loadings = np.sqrt(shared)
    for _ in range(turns):
        values, vectors = np.linalg.eigh(matrix - np.eye(len(matrix)) + np.diag(shared))
        loadings = vectors[:, -1] * np.sqrt(max(0.0, float(values[-1])))
        loadings = np.clip(loadings * (1.0 if loadings.sum() >= 0 else -1.0), -1.0, 1.0)
        before, shared = shared, loadings**2
        if np.abs(shared - before).max() < 1e-10:
            break
    return loadings


def jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    """Give the words that two lists share, of all that stand in either; not-a-number where both are empty.

    >>> jaccard(["a", "b", "c"], ["b", "c", "d"])
    0.5
    """
    either = set(one) | set(other)
    return len(set(one) & set(other)) / len(either) if either else float("nan")


def rank_overlap(one: Sequence[str], other: Sequence[str], persistence: float = 0.9) -> float:
    """Give the rank-biased overlap of two lists, extrapolated (Webber, Moffat & Zobel 2010, equation 23).

    Parameters
    ----------
    one, other
        Words, best first, each once; both are read as deep as the shorter goes.
    persistence
        Weight of the next rank, as a multiple of the one before.

    >>> rank_overlap(["a", "b"], ["a", "b"]), rank_overlap(["a", "b"], ["c", "d"])
    (1.0, 0.0)
    """
    depth = min(len(one), len(other))
    if not depth:
        return float("nan")
    agreed = [len(set(one[:d]) & set(other[:d])) / d for d in range(1, depth + 1)]
    tail = agreed[-1] * persistence**depth
    series = sum(share * persistence ** (d + 1) for d, share in enumerate(agreed))
    return round(tail + (1 - persistence) / persistence * series, 12)


def prototype_run(likeness: np.ndarray) -> int:
    """Give the run that is most like all others (LDAPrototype: Rieger, Rahnenführer & Jentsch 2020).

    Parameters
    ----------
    likeness
        (runs, runs), symmetric; not-a-number where two runs cannot be compared.
    """
    others = np.where(np.eye(len(likeness), dtype=bool), np.nan, likeness)
    known = np.isfinite(others)
    sums = np.where(known, others, 0.0).sum(axis=1)
    return int((sums / np.maximum(1, known.sum(axis=1))).argmax())


def pairs_of(matrix: np.ndarray) -> np.ndarray:
    """Give the values of every two different runs, those that are known: (pairs,)."""
    values = np.array([matrix[one, other] for one, other in combinations(range(len(matrix)), 2)])
    return values[np.isfinite(values)] if len(values) else np.zeros(0)
