"""Design-based outcomes: what an instrument says, put right where people looked."""

from __future__ import annotations

import numpy as np


def pseudo_outcomes(found: np.ndarray, codes: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Give the outcomes of design-based supervised learning, for means and regressions over units.

    Y* = f + (R/π)(Y − f), Egami, Hinck, Stewart & Wei 2023; its mean is the difference estimator
    (Särndal, Swensson & Wretman 1992) and prediction-powered inference with λ = 1 (Angelopoulos et al.
    2023). Unbiased however bad the instrument, over many draws: one draw of few units can be far off, and its
    outcomes lie outside 0 to 1. Cluster errors by document.

    Parameters
    ----------
    found
        (units,) what the instrument says: 0 or 1, or a probability.
    codes
        (units,) 1 present, 0 absent, not-a-number where nobody coded.
    probability
        (units,) probability by which each coded unit was drawn; not read elsewhere.

    >>> pseudo_outcomes(np.array([1.0, 1.0, 0.0]), np.array([0.0, np.nan, 0.0]), np.array([0.5, 0.5, 0.5]))
    array([-1.,  1.,  0.])
    """
    coded = ~np.isnan(codes)
    error = np.where(coded, codes, found) - found
    return found + error / np.where(coded, probability, 1.0)
