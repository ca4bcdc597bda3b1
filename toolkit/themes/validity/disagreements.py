"""The units that instruments read most differently: to be read by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.validity.correlations import weighted_ranks
from toolkit.themes.validity.facts import UnitFacts, unit_facts

START = 80
"""Characters of a unit that are shown, where texts may be shared."""


def disagreements(
    units: TokenizedUnits,
    scores: Sequence[ThemeScores],
    codes: Codes | None = None,
    count: int = 10,
    share_text: bool = False,
) -> list[dict[str, Any]]:
    """List the units that the instruments read most differently, theme by theme.

    First those on whose presence the instruments are split most evenly; among these, those whose ranks lie
    furthest apart. Of copies, the first stands for all.

    Parameters
    ----------
    units
        That were read.
    scores
        One reading an instrument; with fewer than two, nothing is listed.
    codes
        What people said of the units, if they were coded.
    count
        Units a theme.
    share_text
        Whether the start of a unit may be shown.

    Returns
    -------
    A row a theme and place. ``rank_<instrument>`` is the share of the language's units that score lower,
    from 0 to 1, ties by half; ``spread`` the standard deviation of the ranks over the instruments.
    """
    if len(scores) < 2:
        return []
    facts = unit_facts(units)
    here = set(facts.ids)
    found = ([unit for unit in group.ids if unit in here] for group in units.duplicates.paragraphs)
    copies = {again for group in found for again in group[1:]}
    original = np.array([unit not in copies for unit in facts.ids])
    rows = []
    for theme in scores[0].themes:
        present = np.stack([reading.column(theme)[1] for reading in scores], axis=1)
        ranks = np.stack([ranks_within(reading.column(theme)[0], facts) for reading in scores], axis=1)
        split, spread = _split(present), ranks.std(axis=1)
        order = np.lexsort((np.arange(len(split)), -spread.round(12), -split.round(12)))
        chosen = [row for row in order.tolist() if original[row] and spread[row] + split[row] > 0][:count]
        for place, row in enumerate(chosen, start=1):
            unit = units.units[row]
            rows.append(
                {
                    "theme": theme,
                    "place": place,
                    "unit": unit.id,
                    "doc": unit.doc,
                    "language": unit.language,
                    "present_in": int(present[row].sum()),
                    "instruments": len(scores),
                    "spread": float(spread[row]),
                    **_by_instrument(scores, ranks[row], present[row]),
                    "coded": _coded(codes, theme, row),
                    **({"start": unit.text[:START]} if share_text else {}),
                }
            )
    return rows


def ranks_within(score: np.ndarray, facts: UnitFacts) -> np.ndarray:
    """Give the share of the language's units that score lower, ties by half: (units,)."""
    ranks = np.zeros(len(score))
    for language in facts.spoken:
        own = facts.languages == language
        ranks[own] = weighted_ranks(score[own], facts.weights[own])
    return ranks


def _split(present: np.ndarray) -> np.ndarray:
    share = present.mean(axis=1)
    return share * (1 - share)


def _by_instrument(scores: Sequence[ThemeScores], ranks: np.ndarray, present: np.ndarray) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for reading, rank, found in zip(scores, ranks.tolist(), present.tolist(), strict=True):
        figures |= {f"rank_{reading.instrument}": rank, f"present_{reading.instrument}": int(found)}
    return figures


def _coded(codes: Codes | None, theme: str, row: int) -> float:
    if codes is None or theme not in codes.themes:
        return float("nan")
    return float(codes.column(theme)[row])
