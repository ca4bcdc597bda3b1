"""The codebook: one file that says what each theme is, for people and for every instrument."""

from toolkit.themes.codebook.difference import Difference, differences
from toolkit.themes.codebook.lock import (
    Lock,
    LockedDocuments,
    LockStatus,
    lock_codebook,
    lock_path,
    lock_status,
    read_lock,
)
from toolkit.themes.codebook.matching_rules import Matching
from toolkit.themes.codebook.model import TIERS, Codebook, SubTheme, Term, Theme, Tier
from toolkit.themes.codebook.reading import CodebookFile, read_codebook, read_codebook_file

__all__ = [
    "TIERS",
    "Codebook",
    "CodebookFile",
    "Difference",
    "Lock",
    "LockStatus",
    "LockedDocuments",
    "Matching",
    "SubTheme",
    "Term",
    "Theme",
    "Tier",
    "differences",
    "lock_codebook",
    "lock_path",
    "lock_status",
    "read_codebook",
    "read_codebook_file",
    "read_lock",
]
