"""Whether instruments agree with each other and with people, and in every language alike."""

from toolkit.themes.validity.accuracy import accuracy_by_language
from toolkit.themes.validity.agreement import against_codes, agreement, kappa
from toolkit.themes.validity.calibration import calibrate, calibration
from toolkit.themes.validity.checks import EquivalenceRules
from toolkit.themes.validity.differential import differential_functioning
from toolkit.themes.validity.disagreements import disagreements
from toolkit.themes.validity.equivalence import equivalence
from toolkit.themes.validity.htmt import htmt
from toolkit.themes.validity.mtmm import PEOPLE, Mtmm, mtmm, mtmm_blocks, mtmm_rows
from toolkit.themes.validity.readings_compared import Leak
from toolkit.themes.validity.verdict import Verdict, between_languages

__all__ = [
    "PEOPLE",
    "EquivalenceRules",
    "Leak",
    "Mtmm",
    "Verdict",
    "accuracy_by_language",
    "against_codes",
    "agreement",
    "between_languages",
    "calibrate",
    "calibration",
    "differential_functioning",
    "disagreements",
    "equivalence",
    "htmt",
    "kappa",
    "mtmm",
    "mtmm_blocks",
    "mtmm_rows",
]
