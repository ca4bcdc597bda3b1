"""One check of equivalence: what was found, what it is held against, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from toolkit.settings import Settings
from toolkit.themes.intervals import Sample, bootstrap_t, wild_bootstrap_t
from toolkit.themes.prevalence import seed_for
from toolkit.themes.validity.facts import FEWEST_CLUSTERS

Outcome = Literal["pass", "fail", "not testable", "shown"]
Stage = Literal["corpus", "input", "process", "output"]
NAN = float("nan")


class EquivalenceRules(Settings):
    """How much languages may differ and still be called alike.

    Where no source is named, the figure is this toolkit's convention: state your own before you look.
    """

    imbalance: float = Field(0.25, gt=0)
    """Standardised difference of documents' dates, or of shares of a category, from which on languages are
    not balanced (Rubin 2001; Stuart 2010). Balance is a property of the texts at hand: it is not tested."""

    dropped: float = Field(0.10, gt=0, le=1)
    """Difference in the share of characters that preparation drops, and in the share of repeated units."""

    coverage: float = Field(0.80, gt=0, le=1)
    """Of the equivalence sets that any language uses, the share that every language must use."""

    leak: float = Field(0.10, gt=0, le=1)
    """How far above chance a classifier may tell the language of a vector."""

    retrieved: float = Field(0.70, gt=0, le=1)
    """Share of translated pairs that must be each other's nearest neighbours."""

    mixing: float = Field(0.80, gt=0, le=1)
    """Least H(language | topic) / H(language): 1 where topics mix languages as the corpus does."""

    sensitivity: float = Field(0.20, gt=0, le=1)
    """Largest difference in sensitivity. With a theme in a fourth of the units, 0.20 moves a difference of
    prevalence by five points."""

    specificity: float = Field(0.10, gt=0, le=1)
    """Largest difference in specificity. With a theme in a fourth of the units, 0.10 moves a difference of
    prevalence by seven points."""

    calibration: float = Field(0.10, gt=0, le=1)
    """Largest distance of the mean probability from the share of codes, with one curve for all languages."""


@dataclass(frozen=True)
class Check:
    """One row of the report of equivalence."""

    stage: Stage
    check: str
    instrument: str
    """Empty where the check is of all instruments."""

    theme: str
    """Empty where the check is of all themes."""

    languages: str
    """A language, or two joined by a minus, or all joined by a plus."""

    value: float
    low: float
    high: float
    n: int
    counted: str
    """What n counts."""

    standard: str
    """What the value is held against, in words."""

    verdict: Outcome
    reading: str
    """The verdict in words."""


def judge(low: float, high: float, margin: float) -> Outcome:
    """Say whether a difference is small, is there, or is not known well enough.

    Two one-sided tests in the place of one that finds nothing (Schuirmann 1987; Lakens 2017), with the 95 %
    interval: pass where all of it lies within ± margin, fail where it does not and leaves zero out, not
    testable where it holds zero and reaches beyond.

    >>> judge(-0.05, 0.1, 0.2), judge(0.05, 0.4, 0.2), judge(-0.1, 0.3, 0.2)
    ('pass', 'fail', 'not testable')
    """
    if low != low or high != high:
        return "not testable"
    if -margin < low and high < margin:
        return "pass"
    return "not testable" if low <= 0 <= high else "fail"


def in_words(verdict: Outcome, low: float, high: float, margin: float) -> str:
    """Say what `judge` found."""
    if verdict == "pass":
        return f"alike within {margin:.2f}"
    if verdict == "fail":
        return "differs"
    if low != low or high != high:
        return "too few to say anything"
    return f"too few to tell: anything from {low:.2f} to {high:.2f}"


def difference_of_documents(
    values: np.ndarray, is_first: np.ndarray, clusters: np.ndarray, counts: np.ndarray, name: str
) -> tuple[float, float, float]:
    """Subtract the mean of the second group's documents from the first's, with an interval.

    Returns
    -------
    Difference, low, high; no interval below six clusters on a side, or where documents do not differ.
    """
    sample = Sample(values, is_first, np.unique(clusters, return_inverse=True)[1], counts)
    value = float(sample.estimate()[0])
    fewest = min(len(np.unique(clusters[side])) for side in (is_first, ~is_first))
    if fewest < FEWEST_CLUSTERS:
        return value, NAN, NAN
    if np.ptp(values) < 1e-12:
        return value, value, value
    draw = bootstrap_t if fewest >= 12 else wild_bootstrap_t
    low, high, _ = draw(sample, seed_for(name), 1999)
    return value, low, high
