"""How many units to code: the width that a corrected share can be expected to have.

The corrected share of a language is ``mean(f) + Σ_s (N_s/N)·mean_s(Y − f)``: the dictionary's share f, and
in each stratum s the mean error of the n_s coded units of N_s (Egami et al. 2023, with π = n_s/N_s). Its
variance and the width of its interval are

    V = Σ_s (N_s/N)² · v_s · (1/n_s − 1/N_s),        width = 2·1.96·√V,

where v_s is the variance of the errors Y − f in the stratum. It follows from how often the dictionary is
right: with q the share that it finds, the true share is p = (q + specificity − 1)/(sensitivity + specificity
− 1) (Rogan & Gladen 1978), a found unit carries the theme with probability sensitivity·p/q, another one with
(1 − sensitivity)·p/(1 − q). The width speaks of the texts at hand: how much documents differ comes on top,
and coding cannot narrow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from pydantic import Field
from scipy import stats

from toolkit.errors import InvalidInput, Problem
from toolkit.settings import Settings
from toolkit.themes.gold.strata import Strata
from toolkit.themes.intervals import LEVEL

LEAST = 2
"""Units coded in every stratum: from one alone, nobody knows how much they differ."""

TOTALS = (60, 120, 240, 480, 960, 1920)
"""Totals for which a plan shows the widths."""

Allocation = Literal["neyman", "proportionate"]


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


@dataclass(frozen=True)
class Plan:
    """The order in which coding more units pays most, and the widths after each step."""

    strata: Strata
    themes: tuple[str, ...]
    """Themes whose intervals count."""

    rates: Mapping[tuple[str, str], Rates]
    """By theme and language."""

    coded: np.ndarray
    """(steps, strata) units to code of each stratum; every step adds one unit."""

    widths: np.ndarray
    """(steps, languages, themes) expected width of each corrected share."""

    @cached_property
    def totals(self) -> np.ndarray:
        """(steps,) units to code."""
        return self.coded.sum(axis=1)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages, in the order of `widths`."""
        return tuple(dict.fromkeys(self.strata.languages))

    def step(self, total: int) -> int:
        """Find the step at which a total is coded.

        Raises
        ------
        InvalidInput
            For a total that is too small for the strata, or larger than the corpus.
        """
        least, most = int(self.totals[0]), int(self.strata.sizes.sum())
        if not least <= total <= most:
            reason = f"{total} units cannot be coded: the corpus has {most}, in {len(self.strata)} strata"
            remedy = f"choose from {least} ({LEAST} for each stratum) to {most}"
            raise InvalidInput([Problem("--units", reason, remedy)])
        return int(np.searchsorted(self.totals, total))

    def needed(self, width: float) -> int:
        """Give the smallest total with which no share's expected interval is wider than this."""
        narrow = (self.widths <= width).all(axis=(1, 2))
        return int(self.totals[int(np.argmax(narrow))])

    def rows(self, wanted: float) -> list[dict[str, Any]]:
        """Give totals against expected widths, by theme and language."""
        answer = self.needed(wanted)
        inside = {total for total in TOTALS if self.totals[0] <= total < self.totals[-1]}
        rows = []
        for column, theme in enumerate(self.themes):
            found = self.strata.found[:, self.strata.themes.index(theme)]
            for number, language in enumerate(self.languages):
                own = np.array([name == language for name in self.strata.languages])
                known = self.rates[theme, language]
                for total in sorted({*inside, answer}):
                    step = self.step(total)
                    rows.append(
                        {
                            "theme": theme,
                            "language": language,
                            "units": int(self.strata.sizes[own].sum()),
                            "found": int(found[own].sum()),
                            "sensitivity": known.accuracy.sensitivity,
                            "specificity": known.accuracy.specificity,
                            "expected_share": known.share,
                            "coded": total,
                            "coded_in_language": int(self.coded[step, own].sum()),
                            "width": float(self.widths[step, number, column]),
                            "is_answer": total == answer,
                        }
                    )
        return rows

    def allocation(self, total: int) -> list[dict[str, Any]]:
        """Give how many units of each stratum to code, and with which probability each is drawn."""
        coded, sizes = self.coded[self.step(total)].tolist(), self.strata.sizes.tolist()
        return [
            {
                "language": language,
                "stratum": result,
                "units": size,
                "coded": count,
                "probability": count / size,
            }
            for language, result, size, count in zip(
                self.strata.languages, self.strata.results, sizes, coded, strict=True
            )
        ]


def plan(
    strata: Strata,
    accuracy: Accuracy | None = None,
    pilot: Accuracies | None = None,
    allocation: Allocation = "neyman",
    themes: Sequence[str] = (),
) -> Plan:
    """Order the coding of a corpus so that the widest interval is narrowed first.

    Each step codes one more unit: in the language whose widest interval is the widest of all, of the stratum
    that narrows it most. For one theme this is the exact integer solution of Neyman's allocation (Wright
    2012). `proportionate` gives each stratum its share of the total instead.

    Parameters
    ----------
    accuracy
        What is assumed of the dictionary for every theme and language.
    pilot
        What is known from coded units, in the place of the assumption.
    themes
        Themes whose intervals count; all by default.
    """
    languages = tuple(dict.fromkeys(strata.languages))
    themes = tuple(themes) or strata.themes
    sizes, found = strata.sizes, strata.found[:, [strata.themes.index(theme) for theme in themes]]
    inside = np.array([[own == language for own in strata.languages] for language in languages])
    known = {
        (theme, language): rates(
            float(found[own, column].sum()),
            float(sizes[own].sum()),
            (pilot or {}).get((theme, language), accuracy or Accuracy()),
        )
        for column, theme in enumerate(themes)
        for language, own in zip(languages, inside, strict=True)
    }
    pairs = [[known[theme, language] for theme in themes] for language in strata.languages]
    gains = _spread(found / sizes[:, None], pairs) * (sizes / (inside.T @ (inside @ sizes)))[:, None] ** 2
    coded, variances = _steps(sizes, gains, inside, allocation)
    widths = 2 * float(stats.norm.ppf((1 + LEVEL) / 2)) * np.sqrt(variances)
    return Plan(strata, themes, known, coded, widths)


def error_variance(found: np.ndarray, if_found: np.ndarray, if_not_found: np.ndarray) -> np.ndarray:
    """Give the variance of Y − f among units of which a share is found.

    >>> float(error_variance(np.array(1.0), np.array(0.5), np.array(0.1)))
    0.25
    """
    mean = found * (if_found - 1) + (1 - found) * if_not_found
    return found * (1 - if_found) + (1 - found) * if_not_found - mean**2


def _spread(found: np.ndarray, known: Sequence[Sequence[Rates]]) -> np.ndarray:
    """Give the variance of the errors of each theme in each stratum: (strata, themes)."""
    if_found = np.array([[each.if_found for each in row] for row in known])
    if_not_found = np.array([[each.if_not_found for each in row] for row in known])
    return error_variance(found, if_found, if_not_found)


def _steps(
    sizes: np.ndarray, gains: np.ndarray, inside: np.ndarray, allocation: Allocation
) -> tuple[np.ndarray, np.ndarray]:
    """Add one unit after the other; give what is coded and the variances after each step."""
    coded = np.minimum(LEAST, sizes)
    history, variances = [coded.copy()], [_variances(coded, sizes, gains, inside)]
    for _ in range(int((sizes - coded).sum())):
        free = coded < sizes
        if allocation == "proportionate":
            priority = sizes / (coded + 0.5)
        else:
            worst = variances[-1].max(axis=1)
            language = int(np.argmax(np.where((inside & free).any(axis=1), worst, -1.0)))
            theme = int(np.argmax(variances[-1][language]))
            free = free & inside[language]
            priority = gains[:, theme] / (coded * (coded + 1))
        coded[int(np.argmax(np.where(free, priority, -1.0)))] += 1
        history.append(coded.copy())
        variances.append(_variances(coded, sizes, gains, inside))
    return np.array(history), np.array(variances)


def _variances(coded: np.ndarray, sizes: np.ndarray, gains: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Give the variance of each corrected share: (languages, themes)."""
    return inside @ (gains * (1 / coded - 1 / sizes)[:, None])
