"""Differential item functioning: whether an instrument finds a theme more readily in one language.

logit P(found) = a + b·coded + c·language + d·coded·language (Swaminathan & Rogers 1990): among units on which
people agree, the language should not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from scipy import stats

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import LEVEL
from toolkit.themes.validity.facts import FEWEST_CLUSTERS, UnitFacts, coded_weights, unit_facts
from toolkit.themes.validity.logistic import clustered_covariance, fit_logistic

FEWEST_POSITIVES = 10
"""Coded units with the theme, and without it, that each language needs."""

NEGLIGIBLE = 0.43
"""Difference of log odds below which functioning is called alike: one delta of the Educational Testing
Service's scale, 2.35 · log odds (Zieky 1993; Dorans & Holland 1993, category A)."""

_NAN = float("nan")


@dataclass(frozen=True)
class Differential:
    """Odds of a find in the first language against the second, among units that people coded alike."""

    instrument: str
    theme: str
    first: str
    second: str
    absent: float
    """Difference of log odds among units without the theme (c): false finds."""

    absent_low: float
    absent_high: float
    present: float
    """Difference of log odds among units with the theme (c + d): true finds."""

    present_low: float
    present_high: float
    interaction: float
    """Difference of the two (d)."""

    p: float
    """Of c = d = 0, by Wald's F with clusters − 1 degrees of freedom."""

    fit: str
    positives: int
    """Coded units with the theme, in the language that has fewer."""

    negatives: int
    units: int
    documents: int
    clusters: int
    verdict: Literal["pass", "fail", "not testable"]
    reading: str


def differential_functioning(
    units: TokenizedUnits, scores: Sequence[ThemeScores], codes: Codes
) -> list[dict[str, Any]]:
    """Test every instrument and theme between every two languages.

    Fitted by maximum likelihood; with Firth's penalty where all or none of a language's coded units with
    (or without) the theme are found. Standard errors are cluster-robust, and never smaller than those of
    independent units. Units count by the probability by which they were drawn.

    Returns
    -------
    Rows with the fields of `Differential`. Fails where p is below 0.05 and one of the differences is not
    negligible; not testable below ten positives, ten negatives or six clusters in either language.
    """
    facts = unit_facts(units)
    weights = coded_weights(facts, codes)
    return [
        asdict(_between(reading, theme, pair, codes.column(theme), facts, weights))
        for reading in scores
        for theme in reading.themes
        if theme in codes.themes
        for pair in combinations(facts.spoken, 2)
    ]


@dataclass(frozen=True)
class Effects:
    """Differences of log odds in units without and with the theme, and their covariance."""

    differences: np.ndarray
    """(2,) without, with."""

    covariance: np.ndarray
    degrees: int
    fit: str

    @property
    def p(self) -> float:
        """Probability of differences as large where there are none."""
        statistic = self.differences @ np.linalg.solve(self.covariance, self.differences) / 2
        return float(stats.f.sf(statistic, 2, self.degrees))

    @property
    def half(self) -> np.ndarray:
        """Half widths of the two intervals."""
        return stats.t.ppf((1 + LEVEL) / 2, self.degrees) * np.sqrt(np.diag(self.covariance))


def differential_effects(
    found: np.ndarray, coded: np.ndarray, is_first: np.ndarray, weights: np.ndarray, clusters: np.ndarray
) -> Effects:
    """Fit the model to the coded units of two languages.

    Parameters
    ----------
    found, coded, is_first
        (units,) booleans; each combination of ``coded`` and ``is_first`` must occur.
    weights, clusters
        (units,) each.
    """
    cells = 2 * is_first.astype(int) + coded
    worth = np.zeros(len(cells))
    for cell in range(4):
        inside = cells == cell
        # as many units as the weighted ones are worth (Kish); what a cell counts moves none of its odds
        worth[inside] = weights[inside] * weights[inside].sum() / (weights[inside] ** 2).sum()
    design = np.stack([np.ones(len(cells)), coded, is_first, coded & is_first], axis=1).astype(float)
    shares = np.bincount(cells, found, 4) / np.bincount(cells, minlength=4)
    is_separated = bool(((shares == 0) | (shares == 1)).any())
    fit = fit_logistic(design, found, worth, firth=is_separated)
    to_cells = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]], dtype=float)
    robust = to_cells @ clustered_covariance(fit, design, clusters) @ to_cells.T
    plain = np.diag(to_cells @ fit.covariance @ to_cells.T)
    # where nearly all of a cell are alike, the sandwich would be sure of what a dozen units say
    robust += np.diag(np.maximum(0.0, plain - np.diag(robust)))
    contrast = np.array([[-1, 0, 1, 0], [0, -1, 0, 1]], dtype=float)
    return Effects(
        contrast @ to_cells @ fit.coefficients,
        contrast @ robust @ contrast.T,
        len(np.unique(clusters)) - 1,
        "Firth's penalty" if is_separated else "maximum likelihood",
    )


def _between(
    reading: ThemeScores,
    theme: str,
    pair: tuple[str, str],
    coded: np.ndarray,
    facts: UnitFacts,
    weights: np.ndarray,
) -> Differential:
    rows = np.flatnonzero(~np.isnan(coded) & np.isin(facts.languages, pair) & (weights > 0))
    is_first, is_coded = facts.languages[rows] == pair[0], coded[rows] == 1
    sides = (is_first, ~is_first)
    positives = min(int((is_coded & side).sum()) for side in sides)
    negatives = min(int((~is_coded & side).sum()) for side in sides)
    clusters = min(len(np.unique(facts.clusters[rows][side])) for side in sides)
    counts = {"positives": positives, "negatives": negatives, **facts.sizes(rows)}
    reason = _untestable(positives, negatives, clusters)
    if reason:
        nothing = [_NAN] * 8
        return Differential(
            reading.instrument,
            theme,
            *pair,
            *nothing,
            "none",
            **counts,
            verdict="not testable",
            reading=reason,
        )
    found = reading.column(theme)[1][rows]
    effects = differential_effects(found, is_coded, is_first, weights[rows], facts.clusters[rows])
    (absent, present), half = effects.differences.tolist(), effects.half.tolist()
    is_alike = effects.p >= 1 - LEVEL or max(abs(absent), abs(present)) < NEGLIGIBLE
    return Differential(
        reading.instrument,
        theme,
        *pair,
        absent,
        absent - half[0],
        absent + half[0],
        present,
        present - half[1],
        present + half[1],
        present - absent,
        effects.p,
        effects.fit,
        **counts,
        verdict="pass" if is_alike else "fail",
        reading=_in_words(effects, pair, is_alike),
    )


def _untestable(positives: int, negatives: int, clusters: int) -> str:
    for count, fewest, what in (
        (positives, FEWEST_POSITIVES, "coded units with the theme"),
        (negatives, FEWEST_POSITIVES, "coded units without the theme"),
        (clusters, FEWEST_CLUSTERS, "clusters of documents"),
    ):
        if count < fewest:
            return f"{count} {what} in one language; {fewest} are needed"
    return ""


def _in_words(effects: Effects, pair: tuple[str, str], is_alike: bool) -> str:
    if is_alike:
        return "no more readily found in one language, among units coded alike"
    absent, present = effects.differences
    is_surer = np.abs(effects.differences / effects.half)
    where, value = ("with", present) if is_surer[1] >= is_surer[0] else ("without", absent)
    more = pair[0] if value > 0 else pair[1]
    return f"found more readily in {more}, among units {where} the theme"
