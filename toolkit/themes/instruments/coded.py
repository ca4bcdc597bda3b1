"""Codes laid beside the units that an instrument reads."""

from __future__ import annotations

import numpy as np

from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import Codes

MORE = "`toolkit gold plan` says how many to code"


def checked_codes(
    units: TokenizedUnits, codebook: Codebook, codes: Codes, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Give the codes of the codebook's themes.

    Returns
    -------
    (units, themes) what coders say together, and (coders, units, themes) what each said; in the
    codebook's order.

    Raises
    ------
    InvalidInput
        When the codes are of other units, or lack a theme.
    """
    problems = []
    ids = tuple(unit.id for unit in units.units)
    if codes.unit_ids != ids:
        strange = len(set(codes.unit_ids) ^ set(ids))
        reason = f"'{name}' needs codes of the units that are read; {strange} units stand on one side only"
        problems.append(Problem("codes", reason, "lay the codes beside these units again"))
    absent = [theme for theme in codebook.theme_ids if theme not in codes.themes]
    if absent:
        reason = f"nobody coded {', '.join(absent)}, which '{name}' needs"
        problems.append(Problem("codes", reason, f"code them, or take '{name}' out of `instruments`"))
    if problems:
        raise InvalidInput(problems)
    columns = [codes.themes.index(theme) for theme in codebook.theme_ids]
    return codes.value[:, columns], codes.ratings[:, :, columns]


def told(rows: np.ndarray, units: TokenizedUnits) -> str:
    """Count units, in all and in each language: ``12 (en 5, zh 7)``."""
    own = np.array([unit.language for unit in units.units])
    return f"{rows.sum()} ({', '.join(f'{name} {(rows & (own == name)).sum()}' for name in units.languages)})"
