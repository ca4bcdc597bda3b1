"""Themes: what they are (codebook), who reads them (instruments), what may be claimed (comparison)."""

from toolkit.themes.codebook import Codebook, Term, Theme, read_codebook
from toolkit.themes.codes import CONSENSUS, Codes
from toolkit.themes.comparison import Comparison, Contrast, contrasts
from toolkit.themes.coverage import coverage_summary, seed_coverage
from toolkit.themes.instruments import (
    BertopicReading,
    Dictionary,
    Instrument,
    Prototypes,
    SeededLdaReading,
    SilentTheme,
    ThemeScores,
    prototype_vectors,
)
from toolkit.themes.matching import Match, Matcher
from toolkit.themes.pairs import align_pairs, find_pairs, odd_pairs, pairs_without_source
from toolkit.themes.prevalence import claim_for, prevalence
from toolkit.themes.validity import against_codes, agreement, kappa

__all__ = [
    "CONSENSUS",
    "BertopicReading",
    "Codebook",
    "Codes",
    "Comparison",
    "Contrast",
    "Dictionary",
    "Instrument",
    "Match",
    "Matcher",
    "Prototypes",
    "SeededLdaReading",
    "SilentTheme",
    "Term",
    "Theme",
    "ThemeScores",
    "against_codes",
    "agreement",
    "align_pairs",
    "claim_for",
    "contrasts",
    "coverage_summary",
    "find_pairs",
    "kappa",
    "odd_pairs",
    "pairs_without_source",
    "prevalence",
    "prototype_vectors",
    "read_codebook",
    "seed_coverage",
]
