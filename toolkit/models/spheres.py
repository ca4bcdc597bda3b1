"""Groups and neighbours among vectors of length 1."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from toolkit.features import unit_length

_SAMPLE = 20_000
"""Starts are tried on so many vectors; all of them decide only the last steps."""


def sphere_groups(vectors: np.ndarray, weights: np.ndarray, groups: int, seed: int) -> np.ndarray:
    """Sort vectors into groups by cosine: spherical k-means (Dhillon & Modha 2001), the best of four starts.

    Parameters
    ----------
    vectors
        (units, dimensions), rows of length 1; rows of zeros join some group.
    weights
        (units,) what each vector counts: one language must not decide alone because it has more units.
    groups
        How many; fewer where there are not so many vectors.
    seed
        Start of the draws.

    Returns
    -------
    (units,) number of each unit's group.
    """
    random = np.random.default_rng(seed)
    best, best_score = np.zeros((0, vectors.shape[1])), -np.inf
    for _ in range(4):
        drawn = np.arange(len(vectors))
        if len(drawn) > _SAMPLE:
            drawn = random.choice(drawn, _SAMPLE, replace=False)
        start = _spread_start(vectors[drawn], weights[drawn], groups, random)
        centres, near = _settled(vectors[drawn], weights[drawn], start, 25)
        score = float(weights[drawn] @ near.max(axis=1))
        if score > best_score:
            best, best_score = centres, score
    _, near = _settled(vectors, weights, best, 50)
    return near.argmax(axis=1)


def balanced(languages: np.ndarray) -> np.ndarray:
    """Weigh units so that every language weighs the same: (units,) weights of mean 1."""
    names, counts = np.unique(languages, return_counts=True)
    share = dict(zip(names.tolist(), counts.tolist(), strict=True))
    return np.array([len(languages) / len(names) / share[language] for language in languages.tolist()])


def group_means(vectors: np.ndarray, assigned: np.ndarray, weights: np.ndarray, groups: int) -> np.ndarray:
    """Give the direction of each group's weighted mean; units in group -1 are left out."""
    return unit_length(members(assigned, groups, weights) @ vectors)


def members(assigned: np.ndarray, groups: int, weights: np.ndarray | None = None) -> sparse.csr_array:
    """Tell which units a group holds, as a matrix of shape (groups, units)."""
    inside = np.flatnonzero(assigned >= 0)
    values = np.ones(len(inside)) if weights is None else weights[inside]
    return sparse.csr_array((values, (assigned[inside], inside)), shape=(groups, len(assigned)))


def soft_shares(vectors: np.ndarray, centres: np.ndarray, heat: float) -> np.ndarray:
    """Share units out among centres by their cosines: softmax of `heat` times the cosine."""
    scores = heat * (vectors @ centres.T)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def telling_heat(vectors: np.ndarray, centres: np.ndarray) -> float:
    """Give the heat at which a standard deviation of a unit's cosines with centres counts e-fold; 0 if none.

    Centres of a large corpus may lie so close together that a heat for cosines from −1 to 1 tells nothing.
    """
    spread = float((vectors @ centres.T).std(axis=1).mean())
    return 1 / spread if spread > 1e-9 else 0.0


def _settled(
    vectors: np.ndarray, weights: np.ndarray, centres: np.ndarray, turns: int
) -> tuple[np.ndarray, np.ndarray]:
    """Move centres to their groups' means until fewer than one unit in a thousand changes its group."""
    before = np.full(len(vectors), -1)
    near = vectors @ centres.T
    for _ in range(turns):
        assigned = near.argmax(axis=1)
        if (assigned != before).mean() < 1e-3:
            break
        before = assigned
        centres = group_means(vectors, assigned, weights, len(centres))
        empty = np.flatnonzero(~centres.any(axis=1))
        if len(empty):  # an empty group takes the units that fit theirs worst
            centres[empty] = vectors[np.argsort(near.max(axis=1), kind="stable")[: len(empty)]]
        near = vectors @ centres.T
    return centres, near


def _spread_start(
    vectors: np.ndarray, weights: np.ndarray, groups: int, random: np.random.Generator
) -> np.ndarray:
    """Draw centres far from each other, the best of eight each time (greedy k-means++)."""
    first = random.choice(len(vectors), p=weights / weights.sum())
    chosen = [vectors[first]]
    far = np.maximum(1 - vectors @ vectors[first], 0)
    while len(chosen) < min(groups, len(vectors)):
        chances = np.maximum(far, 1e-9) * weights
        drawn = random.choice(len(vectors), min(8, len(vectors)), p=chances / chances.sum())
        nearer = np.minimum(far[:, None], np.maximum(1 - vectors @ vectors[drawn].T, 0))
        best = int((nearer * weights[:, None]).sum(axis=0).argmin())
        chosen.append(vectors[drawn[best]])
        far = nearer[:, best]
    return np.array(chosen)
