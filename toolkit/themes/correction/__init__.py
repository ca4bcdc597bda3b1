"""Correction: shares and contrasts that an instrument measured, set right by units that people coded."""

from toolkit.themes.correction.differences import CorrectedContrast, corrected_contrasts
from toolkit.themes.correction.outcomes import pseudo_outcomes
from toolkit.themes.correction.prevalence import FEWEST_CODED, CorrectedPrevalence, corrected_prevalence
from toolkit.themes.correction.shares import Share, corrected_difference, corrected_share
from toolkit.themes.correction.tallies import Tallies, tally

__all__ = [
    "FEWEST_CODED",
    "CorrectedContrast",
    "CorrectedPrevalence",
    "Share",
    "Tallies",
    "corrected_contrasts",
    "corrected_difference",
    "corrected_prevalence",
    "corrected_share",
    "pseudo_outcomes",
    "tally",
]
