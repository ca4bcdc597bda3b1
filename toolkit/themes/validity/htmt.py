"""Whether two themes are told apart: the heterotrait-monotrait ratio.

Henseler, Ringle & Sarstedt 2015, with instruments in the place of items: the mean correlation of *different*
themes by *different* instruments, over the geometric mean of how well different instruments agree on *one*
theme. Near 1, readings of two themes are as alike as two readings of one theme.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from toolkit.themes.validity.correlations import interval_of
from toolkit.themes.validity.mtmm import PEOPLE, Mtmm

MOST_ALIKE = 0.85
"""Above this, two themes are not told apart (Henseler et al. 2015, after Clark & Watson 1995)."""


def htmt(matrix: Mtmm) -> list[dict[str, Any]]:
    """Give the ratio for every two themes, level, language and statistic, over the instruments.

    Codes by people take no part: they are read on fewer units. No ratio where there are fewer than two
    instruments, or where instruments do not agree on one of the themes at all.
    """
    rows = []
    themes = tuple(dict.fromkeys(theme for _, theme in matrix.measures))
    for (level, language, statistic), found in matrix.matrices.items():
        if statistic == "kappa":
            continue
        _, documents, clusters = matrix.sizes[language]
        for first, second in combinations(themes, 2):
            at = [_columns(matrix, theme) for theme in (first, second)]
            if min(map(len, at)) < 2:
                continue
            value = float(heterotrait_monotrait(found.estimate[None], *at)[0])
            drawn = heterotrait_monotrait(found.drawn, *at)
            count = int(clusters[at[0][0], at[1][0]])
            low, high = interval_of(drawn, count) if value == value else (value, value)
            rows.append(
                {
                    "level": level,
                    "language": language,
                    "statistic": statistic,
                    "first": first,
                    "second": second,
                    "htmt": value,
                    "low": low,
                    "high": high,
                    "instruments": len(at[0]),
                    "documents": int(documents[at[0][0], at[1][0]]),
                    "clusters": count,
                    "reading": _reading(value, high),
                }
            )
    return rows


def heterotrait_monotrait(correlations: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Give the ratio of two themes: (draws,).

    mean |r(k,m; l,m')| over m ≠ m', over √(mean r(k,m; k,m') · mean r(l,m; l,m')).

    Parameters
    ----------
    correlations
        (draws, measures, measures).
    first, second
        (instruments,) columns of the two themes, instruments in the same order.

    Returns
    -------
    Not-a-number where the instruments' mean agreement on a theme is not positive.

    >>> r = np.array([[1, 0.5, 0.2, 0.3], [0.5, 1, 0.1, 0.2], [0.2, 0.1, 1, 0.8], [0.3, 0.2, 0.8, 1]])
    >>> heterotrait_monotrait(r[None], np.array([0, 1]), np.array([2, 3])).round(3).tolist()
    [0.316]
    """
    different = ~np.eye(len(first), dtype=bool)
    between = np.abs(correlations[:, first[:, None], second])[:, different].mean(axis=1)
    agreed = [correlations[:, own[:, None], own][:, different].mean(axis=1) for own in (first, second)]
    both = np.where((agreed[0] > 0) & (agreed[1] > 0), agreed[0] * agreed[1], np.nan)
    return between / np.sqrt(both)


def _columns(matrix: Mtmm, theme: str) -> np.ndarray:
    measures = enumerate(matrix.measures)
    return np.array([i for i, (who, what) in measures if what == theme and who != PEOPLE], dtype=int)


def _reading(value: float, high: float) -> str:
    if value != value:
        return "no ratio: the instruments do not agree on one of the themes"
    if value > MOST_ALIKE:
        return "not told apart"
    if high != high:
        return "told apart, without an interval"
    return "told apart" if high <= MOST_ALIKE else f"told apart, but the interval holds {MOST_ALIKE}"
