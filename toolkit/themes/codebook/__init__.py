"""The codebook: one file that says what each theme is, for people and for every instrument."""

from toolkit.themes.codebook.matching_rules import Matching
from toolkit.themes.codebook.model import TIERS, Codebook, SubTheme, Term, Theme, Tier
from toolkit.themes.codebook.reading import CodebookFile, read_codebook, read_codebook_file

__all__ = [
    "TIERS",
    "Codebook",
    "CodebookFile",
    "Matching",
    "SubTheme",
    "Term",
    "Theme",
    "Tier",
    "read_codebook",
    "read_codebook_file",
]
