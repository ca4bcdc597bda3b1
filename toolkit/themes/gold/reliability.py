"""Whether coders agree: Krippendorff's alpha by theme and language, and where they differ."""

from __future__ import annotations

from typing import Any

import numpy as np

from toolkit.arrays import Ratings
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import CONSENSUS, Codes
from toolkit.themes.gold.resampling import by_cluster, divide, interval_of
from toolkit.themes.prevalence import document_clusters, seed_for

FEWEST = 10
"""Positives and negatives below which nothing is claimed."""

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff (2004, p. 241): rely on alphas from 0.8, conclude tentatively from 0.667."""


def alpha(ratings: np.ndarray) -> float:
    """Give Krippendorff's alpha of nominal codes 0 and 1, of any number of coders with gaps.

    Krippendorff (2004), *Content Analysis*, ch. 11: alpha = 1 − D_o/D_e over the values of units that two
    coders or more have coded.

    Parameters
    ----------
    ratings
        (coders, units) 1, 0, or not-a-number.

    Returns
    -------
    Alpha; not-a-number where all values are the same, or no unit was coded twice.

    >>> round(alpha(np.array([[1, 1, 0, 0.0], [1, 0, 0, 0]])), 3)
    0.533
    """
    return float(_alpha(_coincidences(ratings).sum(axis=0)[None])[0])


def percent_agreement(ratings: np.ndarray) -> float:
    """Give the share of pairs of codes of one unit that are the same."""
    ones, said = _counts(ratings)
    pairs = said * (said - 1)
    same = ones * (ones - 1) + (said - ones) * (said - ones - 1)
    return float(divide(same.sum(keepdims=True), pairs.sum(keepdims=True))[0])


def reliability(codes: Codes, units: TokenizedUnits, draws: int = 1999) -> list[dict[str, Any]]:
    """Measure coders against each other, by theme and language; the consensus is left out.

    Intervals are percentiles of a bootstrap over clusters of documents.

    Returns
    -------
    Rows with theme, language, alpha, low, high, agreement, coders, units, twice (units coded by two or more),
    positives (of these, units that at least one coder says carry the theme), documents, clusters, reading.
    """
    number = document_clusters(units)
    clusters = np.array([number[unit.doc] for unit in units.units])
    documents = np.array([unit.doc for unit in units.units])
    rows = []
    for column, theme in enumerate(codes.themes):
        for language, inside in language_masks(units).items():
            ratings = codes.alone[:, inside, column]
            rows.append(
                {
                    "theme": theme,
                    "language": language,
                    **_measure(
                        ratings, clusters[inside], documents[inside], draws, seed_for(theme, language)
                    ),
                }
            )
    return rows


def language_masks(units: TokenizedUnits) -> dict[str, np.ndarray]:
    """Give all units, and those of each language where there are several: (units,) of booleans each."""
    own = np.array([unit.language for unit in units.units])
    masks = {language: own == language for language in units.languages}
    return masks if len(masks) == 1 else {"all": np.ones(len(units), dtype=bool), **masks}


def disagreements(codes: Codes, units: TokenizedUnits) -> list[dict[str, Any]]:
    """List units and themes on which coders differ and no consensus stands yet.

    Returns
    -------
    Rows with unit, doc, language, theme, text, said (each coder's code), remarks.
    """
    ratings = codes.alone
    said = ~np.isnan(ratings)
    differ = (np.where(said, ratings, -1).max(axis=0) == 1) & (np.where(said, ratings, 2).min(axis=0) == 0)
    if CONSENSUS in codes.coders:
        differ &= np.isnan(codes.ratings[codes.coders.index(CONSENSUS)])
    alone = [coder for coder in codes.coders if coder != CONSENSUS]
    return [
        {
            "unit": (unit := units.units[row]).id,
            "doc": unit.doc,
            "language": unit.language,
            "theme": codes.themes[column],
            "text": unit.text,
            "said": {
                coder: int(value)
                for coder, value in zip(alone, ratings[:, row, column].tolist(), strict=True)
                if value == value
            },
            "remarks": codes.remarks.get(unit.id, ()),
        }
        for row, column in zip(*(places.tolist() for places in np.nonzero(differ)), strict=True)
    ]


def _measure(
    ratings: Ratings | np.ndarray, clusters: np.ndarray, documents: np.ndarray, draws: int, seed: int
) -> dict[str, Any]:
    ones, said = _counts(ratings)
    twice = said >= 2
    positives, negatives = int((twice & (ones > 0)).sum()), int((twice & (ones < said)).sum())
    value, low, high, agreed = float("nan"), float("nan"), float("nan"), float("nan")
    if twice.any():
        value, agreed = alpha(ratings), percent_agreement(ratings)
        sums = by_cluster(clusters[twice], *_coincidences(ratings[:, twice]).T)
        low, high = interval_of(_alpha, sums, draws, seed)
    return {
        "alpha": value,
        "low": low,
        "high": high,
        "agreement": agreed,
        "coders": int((~np.isnan(ratings)).any(axis=1).sum()),
        "units": int((said > 0).sum()),
        "twice": int(twice.sum()),
        "positives": positives,
        "documents": len(np.unique(documents[twice])),
        "clusters": len(np.unique(clusters[twice])),
        "reading": _reading(value, int(twice.sum()), positives, negatives),
    }


def _reading(value: float, twice: int, positives: int, negatives: int) -> str:
    """Say in words what may be concluded."""
    if not twice:
        return "not done: no unit was coded twice"
    if min(positives, negatives) < FEWEST:
        kind = "positives" if positives <= negatives else "negatives"
        return f"not enough: {min(positives, negatives)} {kind}"
    if value >= RELIABLE:
        return "reliable"
    return "tentative" if value >= TENTATIVE else "not reliable"


def _counts(ratings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count ones and codes of each unit: (units,) each."""
    said = ~np.isnan(ratings)
    return np.where(said, ratings, 0.0).sum(axis=0), said.sum(axis=0).astype(float)


def _coincidences(ratings: np.ndarray) -> np.ndarray:
    """Give each unit's part of the coincidences: (units, 3) of unequal pairs, ones and zeros.

    A unit with m codes counts its pairs by 1/(m − 1); units with one code pair with nothing.
    """
    ones, said = _counts(ratings)
    zeros = said - ones
    unequal = divide(ones * zeros, said - 1)
    parts = np.stack([np.nan_to_num(unequal), ones, zeros], axis=1)
    return np.where(said[:, None] >= 2, parts, 0.0)


def _alpha(sums: np.ndarray) -> np.ndarray:
    """Give alpha from sums of coincidences: (draws, 3) to (draws,)."""
    unequal, ones, zeros = sums.T.astype(float)
    return 1 - divide(unequal * (ones + zeros - 1), ones * zeros)
