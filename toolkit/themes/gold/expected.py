"""What to expect of coded units: how many carry a theme, and how wide the interval of its share will be.

How often a unit carries a theme follows from how often the dictionary is right. With q the share that it
finds, the true share is p = (q + specificity − 1)/(sensitivity + specificity − 1) (Rogan & Gladen 1978); a
found unit carries the theme with probability sensitivity·p/q, another with (1 − sensitivity)·p/(1 − q).

The width is that of the interval for small samples, among units with the same result f: with U uncoded ones
and n coded ones that speak for them (Kish's effective number), of which (n·p_f + ½)/(n + 1) = s are expected
to carry the theme,

    width = 2·1.96·√(Σ_f s(1 − s)·U(U + n + 1)/(n + 2)) / N,

from the variance of Beta-binomial totals. It speaks of the texts at hand: how much documents differ comes on
top, and coding cannot narrow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field
from scipy import stats

from toolkit.settings import Settings
from toolkit.themes.intervals import LEVEL


class Accuracy(Settings):
    """How often the dictionary is right: assumed, or learned from a pilot."""

    sensitivity: float = Field(0.7, gt=0, le=1)
    """Of the units that carry a theme, the share that the dictionary finds."""

    specificity: float = Field(0.95, gt=0, le=1)
    """Of the units that do not carry it, the share that the dictionary leaves alone."""


Accuracies = Mapping[tuple[str, str], Accuracy]
"""By theme and language; what is not there is assumed."""


@dataclass(frozen=True)
class Rates:
    """What an accuracy means for units that the dictionary finds and for others."""

    accuracy: Accuracy
    """As it was used: a share of finds that the assumption cannot give bends it."""

    share: float
    """Units that carry the theme."""

    if_found: float
    if_not_found: float


def rates(found: float, units: float, accuracy: Accuracy) -> Rates:
    """Turn a number of finds and an accuracy into the shares of positives among finds and non-finds.

    At most half of the finds are taken to be wrong, and at least as large a share of positives found as of
    all units: an assumed specificity of 0.95 cannot hold where the dictionary finds 2 % of the units.
    """
    finds = (found + 0.5) / (units + 1)
    specificity = max(accuracy.specificity, 1 - finds / 2)
    sensitivity = max(accuracy.sensitivity, finds)
    share = (finds + specificity - 1) / (sensitivity + specificity - 1)
    used = Accuracy(sensitivity=sensitivity, specificity=specificity)
    return Rates(used, share, sensitivity * share / finds, (1 - sensitivity) * share / (1 - finds))


def error_variances(found: np.ndarray, known: Sequence[Sequence[Rates]]) -> np.ndarray:
    """Give the variance of the errors of each theme in each stratum: (strata, themes)."""
    return error_variance(found, _carrying(known, True), _carrying(known, False))


def expected_widths(
    coded: np.ndarray,
    sizes: np.ndarray,
    found: np.ndarray,
    known: Sequence[Sequence[Rates]],
    inside: np.ndarray,
) -> np.ndarray:
    """Give the expected width of every interval.

    Parameters
    ----------
    coded
        (steps, strata) units to code.
    sizes
        (strata,) units there are.
    found
        (strata, themes) units in which the dictionary finds each theme.
    known
        For each stratum and theme, what is known of its language.
    inside
        (languages, strata) which strata are of which language.

    Returns
    -------
    (steps, languages, themes).
    """
    drawn = (coded / sizes)[:, None]
    variance = np.zeros((len(coded), len(inside), found.shape[1]))
    for is_found, count in ((True, found), (False, sizes[:, None] - found)):
        uncoded = (inside * (1 - drawn)) @ count
        squares = (inside * (1 - drawn) ** 2 / drawn) @ count
        speaking = np.divide(uncoded**2, squares, out=np.zeros(squares.shape), where=squares > 0)
        carrying = _carrying(known, is_found)[inside.argmax(axis=1)]  # the same in all strata of a language
        share = (speaking * carrying + 0.5) / (speaking + 1)
        variance += share * (1 - share) * uncoded * (uncoded + speaking + 1) / (speaking + 2)
    return 2 * float(stats.norm.ppf((1 + LEVEL) / 2)) * np.sqrt(variance) / (inside @ sizes)[:, None]


def error_variance(found: np.ndarray, if_found: np.ndarray, if_not_found: np.ndarray) -> np.ndarray:
    """Give the variance of Y − f among units of which a share is found.

    >>> error_variance(np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0.1, 0.1])).round(2)
    array([0.25, 0.09])
    """
    mean = found * (if_found - 1) + (1 - found) * if_not_found
    return found * (1 - if_found) + (1 - found) * if_not_found - mean**2


def _carrying(known: Sequence[Sequence[Rates]], if_found: bool) -> np.ndarray:
    """Give the share of units that carry each theme, where it is found or where not: (strata, themes)."""
    return np.array([[each.if_found if if_found else each.if_not_found for each in row] for row in known])
