"""Codes laid beside the features that an instrument reads."""

from __future__ import annotations

import numpy as np

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import Codes


def checked_codes(
    features: Features, codebook: Codebook, codes: Codes, name: str
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
    if codes.unit_ids != features.unit_ids:
        strange = len(set(codes.unit_ids) ^ set(features.unit_ids))
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
