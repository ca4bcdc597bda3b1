"""How well each instrument finds what people coded, with what it takes to believe the number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from toolkit.errors import ToolkitError
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.gold.expected import Accuracy
from toolkit.themes.gold.reliability import FEWEST, language_masks
from toolkit.themes.gold.resampling import (
    FEWEST_CLUSTERS,
    NO_INTERVAL,
    by_cluster,
    divide,
    draw_clusters,
    interval_of,
    interval_of_share,
    percentiles,
)
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.prevalence import document_clusters, seed_for

MEASURES = ("precision", "recall", "specificity", "kappa", "auc")


def human_machine(
    codes: Codes, units: TokenizedUnits, scores: Sequence[ThemeScores], draws: int = 999
) -> list[dict[str, Any]]:
    """Measure every instrument against the coders' word, by theme and language.

    Coded units count 1/probability where every one has a known probability: measures then speak of all
    units of the corpus, not of the mix that was drawn. Below ten positives or ten negatives a measure is not
    given. Intervals: bootstrap over clusters of documents; those of precision, recall and specificity never
    narrower than Wilson's for the effective number of units.

    Returns
    -------
    Rows with instrument, theme, language; each of `MEASURES` with ``_low`` and ``_high``; units, positives,
    negatives, found, documents, clusters, is_weighted, reading.

    Raises
    ------
    ToolkitError
        For a reading of other units or themes than those coded.
    """
    number = document_clusters(units)
    clusters = np.array([number[unit.doc] for unit in units.units])
    documents = np.array([unit.doc for unit in units.units])
    is_weighted = codes.has_probabilities
    weights = 1 / codes.probability if is_weighted else np.ones(len(units))
    rows = []
    for reading in scores:
        if reading.unit_ids != codes.unit_ids or set(codes.themes) - set(reading.themes):
            raise ToolkitError(
                f"The instrument '{reading.instrument}' did not read the units and themes that were coded: "
                "read the codes beside the same corpus and codebook."
            )
        for theme in codes.themes:
            coded = codes.column(theme)
            for language, inside in language_masks(units).items():
                own = np.flatnonzero(inside & ~np.isnan(coded))
                score, present = (column[own] for column in reading.column(theme))
                seed = seed_for(reading.instrument, theme, language)
                sample = Coded(score, present, coded[own] == 1, weights[own], clusters[own])
                rows.append(
                    {
                        "instrument": reading.instrument,
                        "theme": theme,
                        "language": language,
                        **sample.measures(draws, seed),
                        **sample.counts(),
                        "documents": len(np.unique(documents[own])),
                        "clusters": len(np.unique(clusters[own])),
                        "is_weighted": is_weighted,
                        "reading": sample.reading,
                    }
                )
    return rows


def accuracies(
    codes: Codes, units: TokenizedUnits, dictionary: ThemeScores
) -> Mapping[tuple[str, str], Accuracy]:
    """Learn from a pilot how often the dictionary is right, by theme and language, for `plan`.

    Shares are drawn towards one half by half a unit on each side; a theme without ten positives and ten
    negatives in a language is left out, so that it stays assumed.
    """
    return {
        (row["theme"], row["language"]): Accuracy(
            sensitivity=_drawn_in(row["recall"], row["positives"]),
            specificity=_drawn_in(row["specificity"], row["negatives"]),
        )
        for row in human_machine(codes, units, [dictionary], draws=1)
        if row["reading"] == "" and row["language"] in units.languages
    }


class Coded:
    """One instrument's reading of coded units, for one theme."""

    def __init__(
        self,
        score: np.ndarray,
        present: np.ndarray,
        coded: np.ndarray,
        weights: np.ndarray,
        clusters: np.ndarray,
    ) -> None:
        self._score, self._present, self._coded = score, present, coded
        self._weights, self._clusters = weights, clusters

    @property
    def reading(self) -> str:
        """Say why nothing is claimed; nothing where something is."""
        positives = int(self._coded.sum())
        negatives = len(self._coded) - positives
        if not len(self._coded):
            return "not done: nothing is coded"
        if min(positives, negatives) >= FEWEST:
            return ""
        kind = "positives" if positives <= negatives else "negatives"
        return f"not enough: {min(positives, negatives)} {kind}"

    def counts(self) -> dict[str, int]:
        """Count units."""
        return {
            "units": len(self._coded),
            "positives": int(self._coded.sum()),
            "negatives": int((~self._coded).sum()),
            "found": int(self._present.sum()),
        }

    def measures(self, draws: int, seed: int) -> dict[str, float]:
        """Give every measure with its interval; not-a-number where the codes do not allow it."""
        values = dict.fromkeys(
            (f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")), float("nan")
        )
        if self.reading:
            return values
        parts: Mapping[str, Callable[[int, int], tuple[float, float, float]]] = {
            "precision": lambda d, s: self._share(self._coded, self._present, d, s),
            "recall": lambda d, s: self._share(self._present, self._coded, d, s),
            "specificity": lambda d, s: self._share(~self._present, ~self._coded, d, s),
            "kappa": self._kappa,
            "auc": self._auc,
        }
        for name, measure in parts.items():
            values[name], values[f"{name}_low"], values[f"{name}_high"] = measure(draws, seed)
        return values

    def _share(self, hit: np.ndarray, of: np.ndarray, draws: int, seed: int) -> tuple[float, float, float]:
        if not of.any():
            return float("nan"), *NO_INTERVAL
        hits, weights = hit[of].astype(float), self._weights[of]
        low, high = interval_of_share(hits, weights, self._clusters[of], draws, seed)
        return float((weights * hits).sum() / weights.sum()), low, high

    def _kappa(self, draws: int, seed: int) -> tuple[float, float, float]:
        cells = [
            self._weights * (self._coded == coded) * (self._present == present)
            for coded in (True, False)
            for present in (True, False)
        ]
        sums = by_cluster(self._clusters, *cells)
        return float(_kappa(sums.sum(axis=0)[None])[0]), *interval_of(_kappa, sums, draws, seed)

    def _auc(self, draws: int, seed: int) -> tuple[float, float, float]:
        """Give the weighted area under the ROC curve; ties count half.

        Every pair of a positive and a negative belongs to a pair of clusters, so that one matrix of
        clusters holds all that a bootstrap needs.
        """
        names, numbers = np.unique(self._clusters, return_inverse=True)
        wins = _wins(self._score, self._coded, self._weights, numbers, len(names))
        positive = np.bincount(numbers, self._weights * self._coded, len(names))
        negative = np.bincount(numbers, self._weights * ~self._coded, len(names))
        value = float(wins.sum() / (positive.sum() * negative.sum()))
        if len(names) < FEWEST_CLUSTERS:
            return value, *NO_INTERVAL
        drawn = draw_clusters(len(names), draws, seed).astype(float)
        areas = divide(((drawn @ wins) * drawn).sum(axis=1), (drawn @ positive) * (drawn @ negative))
        return value, *percentiles(areas)


def _wins(
    score: np.ndarray, coded: np.ndarray, weights: np.ndarray, clusters: np.ndarray, count: int
) -> np.ndarray:
    """Weigh the pairs in which a positive scores above a negative: (clusters of one, of the other)."""
    ranks = stats.rankdata(score)
    wins = np.zeros((count, count))
    negative = ~coded
    for cluster in np.unique(clusters[coded]).tolist():
        own = coded & (clusters == cluster)
        above = np.sign(ranks[own][:, None] - ranks[negative]) / 2 + 0.5
        wins[cluster] = np.bincount(
            clusters[negative], (weights[own] @ above) * weights[negative], minlength=count
        )
    return wins


def _kappa(cells: np.ndarray) -> np.ndarray:
    """Give Cohen's kappa from (draws, 4) sums: both, coded only, found only, neither."""
    shares = cells / cells.sum(axis=1, keepdims=True)
    both, coded_only, found_only, neither = shares.T
    coded, found = both + coded_only, both + found_only
    expected = coded * found + (1 - coded) * (1 - found)
    return divide(both + neither - expected, 1 - expected)


def _drawn_in(share: float, size: int) -> float:
    return (share * size + 0.5) / (size + 1)
