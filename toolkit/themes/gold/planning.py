"""How many units to code, and in which order: what narrows the intervals of corrected shares most.

The corrected share of a language is ``mean(f) + Σ_s (N_s/N)·mean_s(Y − f)``: the dictionary's share f, and in
each stratum s the mean error of the n_s coded units of N_s (Egami et al. 2023, with π = n_s/N_s). Its
variance, with v_s that of Y − f in the stratum,

    V = Σ_s (N_s/N)² · v_s · (1/n_s − 1/N_s)

says of which stratum to code one more unit (Neyman 1934; in whole numbers Wright 2012).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from toolkit.errors import InvalidInput, Problem
from toolkit.themes.gold.expected import (
    Accuracies,
    Accuracy,
    Rates,
    error_variances,
    expected_widths,
    rates,
)
from toolkit.themes.gold.strata import Strata

LEAST = 2
"""Units coded in every stratum: from one alone, nobody knows how much they differ."""

TOTALS = (60, 120, 240, 480, 960, 1920)
"""Totals for which a plan shows the widths."""

Allocation = Literal["neyman", "proportionate"]


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
        """Give the smallest total with which no share's expected interval is wider than this.

        All units, for a width that is not above 0.
        """
        narrow = (self.widths <= width).all(axis=(1, 2))
        return int(self.totals[np.argmax(narrow) if narrow.any() else -1])

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
    weights = sizes / (inside.T @ (inside @ sizes))
    gains = error_variances(found / sizes[:, None], pairs) * weights[:, None] ** 2
    coded = _steps(sizes, gains, inside, allocation)
    widths = expected_widths(coded, sizes, found, pairs, inside)
    return Plan(strata, themes, known, coded, widths)


def _steps(sizes: np.ndarray, gains: np.ndarray, inside: np.ndarray, allocation: Allocation) -> np.ndarray:
    """Add one unit after the other; give what is coded after each step: (steps, strata)."""
    coded = np.minimum(LEAST, sizes)
    history = [coded.copy()]
    for _ in range(int((sizes - coded).sum())):
        free = coded < sizes
        if allocation == "proportionate":
            priority = sizes / (coded + 0.5)
        else:
            variances = inside @ (gains * (1 / coded - 1 / sizes)[:, None])
            has_free = (inside & free).any(axis=1)
            language = int(np.argmax(np.where(has_free, variances.max(axis=1), -1.0)))
            theme = int(np.argmax(variances[language]))
            free = free & inside[language]
            priority = gains[:, theme] / (coded * (coded + 1))
        coded[int(np.argmax(np.where(free, priority, -1.0)))] += 1
        history.append(coded.copy())
    return np.array(history)
