"""Scores turned into probabilities, language by language.

A score of 2 in Chinese is not a score of 2 in English. The probability that a person would say yes is the
same quantity in every language; a curve from scores to probabilities is learned from each language's codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from scipy import stats

from toolkit.errors import ToolkitError
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import LEVEL
from toolkit.themes.validity.differential import FEWEST_POSITIVES
from toolkit.themes.validity.facts import FEWEST_CLUSTERS, coded_weights, unit_facts
from toolkit.themes.validity.logistic import fit_logistic, probability

Method = Literal["logistic", "isotonic"]
FOLDS = 5
BINS = 5
"""Bins of equal weight in which calibration is judged."""


def calibrate(
    score: np.ndarray,
    coded: np.ndarray,
    language: np.ndarray,
    documents: np.ndarray,
    method: Method = "logistic",
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Turn one instrument's scores of one theme into probabilities that people would say yes.

    Cross-fitted: no unit's probability rests on what was coded in its own document. Folds are dealt by the
    numbers of coded units and positives, without chance: the same input gives the same output.

    Parameters
    ----------
    score
        (units,).
    coded
        (units,) 1, 0, or not-a-number where nobody coded.
    language
        (units,); a curve is learned for each. One name for all gives one curve.
    documents
        (units,) names or numbers; give clusters, so that copies and translations are held out together.
    method
        ``logistic`` (Platt 1999) with Firth's penalty and the intercept set so that the mean is right
        (Puhr et al. 2017), or ``isotonic`` (Zadrozny & Elkan 2002), which needs many more coded units.
    weights
        (units,) what each coded unit counts, such as 1 / probability; 1 each by default.

    Returns
    -------
    (units,) probabilities; not-a-number in a language with fewer than ten coded units with or without the
    theme, or where all of either kind stand in one document.

    Raises
    ------
    ToolkitError
        When lengths differ or the method is unknown.
    """
    weights = np.ones(len(score)) if weights is None else weights
    sizes = {len(score), len(coded), len(language), len(documents), len(weights)}
    if len(sizes) > 1:
        raise ToolkitError(
            f"Scores, codes, languages, documents and weights must be of the same units; found {sizes}."
        )
    if method not in _CURVES:
        raise ToolkitError(f"Unknown method of calibration {method!r}: one of {', '.join(_CURVES)}.")
    result = np.full(len(score), np.nan)
    for name in np.unique(language):
        own = np.flatnonzero(language == name)
        result[own] = _of_language(
            score[own].astype(float), coded[own].astype(float), documents[own], method, weights[own]
        )
    return result


@dataclass(frozen=True)
class Calibrated:
    """How far mean probabilities are from codes, with one curve for all languages and with its own."""

    instrument: str
    theme: str
    language: str
    method: str
    gap_before: float
    """Mean probability minus share of codes, with one curve for all languages."""

    gap_before_low: float
    gap_before_high: float
    gap_after: float
    """The same with a curve for each language."""

    error_before: float
    """Expected calibration error over five bins of equal weight."""

    error_after: float
    brier_before: float
    """Mean squared distance from the codes."""

    brier_after: float
    positives: int
    units: int
    documents: int
    clusters: int


def calibration(
    units: TokenizedUnits, scores: Sequence[ThemeScores], codes: Codes, method: Method = "logistic"
) -> list[dict[str, Any]]:
    """Compare one curve for all languages with a curve for each, on units whose documents were held out.

    Returns
    -------
    Rows with the fields of `Calibrated`; figures are not-a-number where a language has too few codes.
    """
    facts = unit_facts(units)
    weights = coded_weights(facts, codes)
    everyone = np.zeros(len(facts.ids), dtype=int)
    rows = []
    for reading in scores:
        for theme in (theme for theme in reading.themes if theme in codes.themes):
            coded = codes.column(theme)
            before, after = (
                calibrate(reading.column(theme)[0], coded, by, facts.clusters, method, weights)
                for by in (everyone, facts.languages)
            )
            for language in facts.spoken:
                own = np.flatnonzero(~np.isnan(coded) & (facts.languages == language) & (weights > 0))
                low, high = _gap_interval(before[own] - coded[own], weights[own], facts.clusters[own])
                gaps, errors, briers = zip(
                    *(_judge(each[own], coded[own], weights[own]) for each in (before, after)), strict=True
                )
                rows.append(
                    Calibrated(
                        reading.instrument,
                        theme,
                        language,
                        method,
                        gaps[0],
                        low,
                        high,
                        gaps[1],
                        *errors,
                        *briers,
                        positives=int((coded[own] == 1).sum()),
                        **facts.sizes(own),
                    )
                )
    return [asdict(row) for row in rows]


def calibration_error(probabilities: np.ndarray, coded: np.ndarray, weights: np.ndarray) -> float:
    """Give the mean distance of probabilities from shares of codes, over five bins of equal weight.

    Naeini, Cooper & Hauskrecht 2015. It is never quite 0, even for true probabilities: bins are small.
    """
    order = np.argsort(probabilities, kind="stable")
    heavy = weights[order]
    bins = np.minimum(BINS - 1, ((np.cumsum(heavy) - heavy / 2) / heavy.sum() * BINS).astype(int))
    gaps = np.bincount(bins, heavy * (probabilities - coded)[order], BINS)
    return float(np.abs(gaps).sum() / heavy.sum())


def _of_language(
    score: np.ndarray, coded: np.ndarray, documents: np.ndarray, method: Method, weights: np.ndarray
) -> np.ndarray:
    said = np.flatnonzero(~np.isnan(coded) & (weights > 0))
    result = np.full(len(score), np.nan)
    if not _is_enough(coded[said], documents[said]):
        return result
    scale = float(score[said].std()) or 1.0
    folds = _folds(documents, said, coded)
    for fold in range(-1, folds.max() + 1):
        asked = np.flatnonzero(folds == fold)
        learned = said[folds[said] != fold]
        if not len(asked):
            continue
        kinds = np.unique(coded[learned])
        if len(kinds) < 2:
            return np.full(len(score), np.nan)
        given = score[learned] / scale, coded[learned], weights[learned]
        result[asked] = _CURVES[method](*given, score[asked] / scale)
    return result


def _is_enough(coded: np.ndarray, documents: np.ndarray) -> bool:
    return all(
        (coded == kind).sum() >= FEWEST_POSITIVES and len(np.unique(documents[coded == kind])) > 1
        for kind in (0, 1)
    )


def _folds(documents: np.ndarray, said: np.ndarray, coded: np.ndarray) -> np.ndarray:
    """Deal documents with coded units into folds, those with most positives first; −1 for the others."""
    numbers = np.unique(documents, return_inverse=True)[1]
    count = int(numbers.max()) + 1
    positives = np.bincount(numbers[said], coded[said], count)
    total = np.bincount(numbers[said], minlength=count)
    order = np.lexsort((np.arange(count), -total, -positives))
    order = order[total[order] > 0]
    fold_of = np.full(count, -1)
    # there and back again (0 1 2 2 1 0 …), so that no fold gets the larger of every pair
    size = min(FOLDS, len(order))
    turns = np.arange(len(order)) % (2 * size)
    fold_of[order] = np.minimum(turns, 2 * size - 1 - turns)
    return fold_of[numbers]


def _logistic(score: np.ndarray, coded: np.ndarray, weights: np.ndarray, asked: np.ndarray) -> np.ndarray:
    if np.ptp(score) < 1e-12:
        return np.full(len(asked), float((weights * coded).sum() / weights.sum()))
    centre = float(score.mean())
    design = np.stack([np.ones(len(score)), score - centre], axis=1)
    worth = weights * weights.sum() / (weights**2).sum()
    slope = fit_logistic(design, coded, worth, firth=True).coefficients[1]
    intercept = _right_in_the_mean(slope * (score - centre), coded, worth)
    return probability(intercept + slope * (asked - centre))


def _right_in_the_mean(offset: np.ndarray, coded: np.ndarray, weights: np.ndarray) -> float:
    """Find the intercept that makes the mean probability the share of codes."""
    from scipy.optimize import brentq

    def gap(intercept: float) -> float:
        return float((weights * (probability(offset + intercept) - coded)).sum())

    reach = 40.0 + float(np.abs(offset).max())
    return float(brentq(gap, -reach, reach, xtol=1e-10))


def _isotonic(score: np.ndarray, coded: np.ndarray, weights: np.ndarray, asked: np.ndarray) -> np.ndarray:
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    return curve.fit(score, coded, sample_weight=weights).predict(asked)


_CURVES = {"logistic": _logistic, "isotonic": _isotonic}


def _judge(probabilities: np.ndarray, coded: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Give gap, calibration error and Brier score."""
    if not len(coded) or np.isnan(probabilities).any():
        return float("nan"), float("nan"), float("nan")
    away = probabilities - coded
    total = weights.sum()
    error = calibration_error(probabilities, coded, weights)
    return float((weights * away).sum() / total), error, float((weights * away**2).sum() / total)


def _gap_interval(away: np.ndarray, weights: np.ndarray, clusters: np.ndarray) -> tuple[float, float]:
    """Give Student's interval of a weighted mean, by clusters of documents."""
    numbers = np.unique(clusters, return_inverse=True)[1]
    count = int(numbers.max(initial=-1)) + 1
    if count < FEWEST_CLUSTERS or np.isnan(away).any():
        return float("nan"), float("nan")
    mean = float((weights * away).sum() / weights.sum())
    influence = np.bincount(numbers, weights * (away - mean)) / weights.sum()
    error = float(np.sqrt((influence**2).sum() * count / (count - 1)))
    half = float(stats.t.ppf((1 + LEVEL) / 2, count - 1)) * error
    return mean - half, mean + half
