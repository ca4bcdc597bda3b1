"""Whether instruments agree with each other, and with people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.validity.facts import FEWEST_CLUSTERS


def agreement(units: TokenizedUnits, scores: Sequence[ThemeScores], draws: int = 999) -> list[dict[str, Any]]:
    """Compare every two instruments on every theme, in each language and in all.

    Spearman's correlation of the scores, Cohen's kappa of the presences; the correlation's interval is
    a bootstrap over clusters of documents (the two sides of a pair are drawn together) with the ranks held
    fixed.
    """
    rows = []
    number = document_clusters(units)
    documents = np.array([unit.doc for unit in units.units])
    spoken = np.array([unit.language for unit in units.units])
    clusters = np.array([number[doc] for doc in documents.tolist()])
    languages = units.languages
    for one, other in combinations(scores, 2):
        for theme in one.themes:
            for language in ("all", *languages) if len(languages) > 1 else languages:
                inside = np.ones(len(units), bool) if language == "all" else spoken == language
                rows.append(
                    {
                        "theme": theme,
                        "first": one.instrument,
                        "second": other.instrument,
                        "language": language,
                        **_agree(one.column(theme), other.column(theme), inside, clusters, draws),
                        "documents": len(np.unique(documents[inside])),
                        "units": int(inside.sum()),
                    }
                )
    return rows


def against_codes(score: np.ndarray, present: np.ndarray, coded: np.ndarray) -> dict[str, float | None]:
    """Measure one instrument against human codes of one theme.

    Parameters
    ----------
    score, present, coded
        (units,) each.

    Returns
    -------
    auc, precision, recall, kappa; None where the codes or finds do not allow it.
    """
    positive, found = int(coded.sum()), int(present.sum())
    both = int((coded & present).sum())
    return {
        "auc": _auc(score, coded) if 0 < positive < len(coded) else None,
        "precision": both / found if found else None,
        "recall": both / positive if positive else None,
        "kappa": kappa(coded, present) if 0 < positive < len(coded) else None,
    }


def kappa(one: np.ndarray, other: np.ndarray) -> float:
    """Give Cohen's kappa of two binary readings; not-a-number where both are constant.

    >>> round(kappa(np.array([1, 1, 0, 0], bool), np.array([1, 0, 0, 0], bool)), 3)
    0.5
    """
    agreed = float(np.mean(one == other))
    expected = one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean())
    return float("nan") if expected == 1 else float((agreed - expected) / (1 - expected))


def _auc(score: np.ndarray, coded: np.ndarray) -> float:
    """Give the area under the ROC curve as the Mann–Whitney statistic; ties count half."""
    ranks = stats.rankdata(score)
    positive = int(coded.sum())
    negative = len(coded) - positive
    return float((ranks[coded].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _agree(
    one: tuple[np.ndarray, np.ndarray],
    other: tuple[np.ndarray, np.ndarray],
    inside: np.ndarray,
    clusters: np.ndarray,
    draws: int,
) -> Mapping[str, Any]:
    x, y = stats.rankdata(one[0][inside]), stats.rankdata(other[0][inside])
    names, numbers = np.unique(clusters[inside], return_inverse=True)
    low, high = _correlation_interval(x, y, numbers, len(names), draws)
    return {
        "spearman": float(_correlation(*_moments(x, y, numbers, len(names)).sum(axis=0)[:, None])[0]),
        "low": low,
        "high": high,
        "kappa": kappa(one[1][inside], other[1][inside]),
        "both_present": int((one[1][inside] & other[1][inside]).sum()),
    }


def _moments(x: np.ndarray, y: np.ndarray, clusters: np.ndarray, count: int) -> np.ndarray:
    """Sum 1, x, y, x², y², xy by cluster: shape (clusters, 6)."""
    parts = (np.ones(len(x)), x, y, x * x, y * y, x * y)
    return np.stack([np.bincount(clusters, weights=part, minlength=count) for part in parts], axis=1)


def _correlation(
    n: np.ndarray, x: np.ndarray, y: np.ndarray, xx: np.ndarray, yy: np.ndarray, xy: np.ndarray
) -> np.ndarray:
    spread = np.sqrt(np.maximum(xx - x * x / n, 0) * np.maximum(yy - y * y / n, 0))
    return np.divide(xy - x * y / n, spread, out=np.full(len(spread), np.nan), where=spread > 1e-9)


def _correlation_interval(
    x: np.ndarray, y: np.ndarray, clusters: np.ndarray, count: int, draws: int
) -> tuple[float, float]:
    if count < FEWEST_CLUSTERS:
        return float("nan"), float("nan")
    drawn = np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), size=draws)
    values = _correlation(*(drawn @ _moments(x, y, clusters, count)).T)
    values = values[~np.isnan(values)]
    if len(values) < draws / 2:
        return float("nan"), float("nan")
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
