"""How well each instrument finds what people coded, with what it takes to believe the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from toolkit.errors import ToolkitError
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codes import Codes
from toolkit.themes.gold.expected import Accuracy
from toolkit.themes.gold.reliability import FEWEST, language_masks
from toolkit.themes.gold.robust import NO_INTERVAL, around_agreement, around_area, around_share, by_cluster
from toolkit.themes.instruments import ThemeScores

MEASURES = ("precision", "recall", "specificity", "kappa", "auc")


def human_machine(codes: Codes, units: TokenizedUnits, scores: Sequence[ThemeScores]) -> list[dict[str, Any]]:
    """Measure every instrument against the coders' word, by theme and language.

    Coded units count 1/probability where every one has a known probability: measures then speak of all
    units of the corpus, not of the mix that was drawn. Below ten positives or ten negatives a measure is not
    given. Intervals are robust to clusters of documents: Wilson's for the effective number of units
    (precision, recall, specificity), on the scale of log(1 − kappa), and of the logit (AUC).

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
                sample = Coded(score, present, coded[own] == 1, weights[own], clusters[own])
                rows.append(
                    {
                        "instrument": reading.instrument,
                        "theme": theme,
                        "language": language,
                        **sample.measures(),
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
        for row in human_machine(codes, units, [dictionary])
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

    def measures(self) -> dict[str, float]:
        """Give every measure with its interval; not-a-number where the codes do not allow it."""
        values = dict.fromkeys(
            (f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")), float("nan")
        )
        if self.reading:
            return values
        measured = {
            "precision": self._share(self._coded, self._present),
            "recall": self._share(self._present, self._coded),
            "specificity": self._share(~self._present, ~self._coded),
            "kappa": self._kappa(),
            "auc": self._auc(),
        }
        for name, (value, low, high) in measured.items():
            values |= {name: value, f"{name}_low": low, f"{name}_high": high}
        return values

    def _share(self, hit: np.ndarray, of: np.ndarray) -> tuple[float, float, float]:
        if not of.any():
            return float("nan"), *NO_INTERVAL
        hits, weights = hit[of].astype(float), self._weights[of]
        return float((weights * hits).sum() / weights.sum()), *around_share(hits, weights, self._clusters[of])

    def _kappa(self) -> tuple[float, float, float]:
        """Give Cohen's kappa: 1 − kappa = n·(unequal) / (coded·not found + not coded·found)."""
        parts = (self._coded != self._present, self._coded, self._present, np.ones(len(self._coded), bool))
        sums = self._sums(*parts)
        unequal, coded, found, total = sums.sum(axis=0).tolist()
        expected = coded * (total - found) + found * (total - coded)
        value = 1 - total * unequal / expected
        slopes = np.array([0, total - 2 * found, total - 2 * coded, coded + found]) / expected
        own = np.array([1 / unequal if unequal else 0.0, 0, 0, 1 / total])
        return value, *around_agreement(value, sums @ (own - slopes))

    def _auc(self) -> tuple[float, float, float]:
        """Give the weighted area under the ROC curve; ties count half. Interval: Obuchowski 1997.

        Every pair of a positive and a negative belongs to a pair of clusters: one matrix holds them all.
        """
        names, numbers = np.unique(self._clusters, return_inverse=True)
        wins = _wins(self._score, self._coded, self._weights, numbers, len(names))
        positive, negative = self._sums(self._coded, ~self._coded).T
        area = float(wins.sum() / (positive.sum() * negative.sum()))
        if not wins.sum():
            return area, *NO_INTERVAL
        influences = (wins.sum(axis=0) + wins.sum(axis=1)) / wins.sum()
        influences -= positive / positive.sum() + negative / negative.sum()
        return area, *around_area(area, influences)

    def _sums(self, *parts: np.ndarray) -> np.ndarray:
        """Weigh units of each kind by cluster: (clusters, parts)."""
        return by_cluster(self._clusters, *(self._weights * part for part in parts))


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


def _drawn_in(share: float, size: int) -> float:
    return (share * size + 0.5) / (size + 1)
