"""Paragraphs, documents and sentences that stand in a corpus more than once, and what they count."""

from toolkit.preprocess.duplicates.groups import (
    DuplicateRules,
    Duplicates,
    Group,
    Repeated,
    document_weights,
    find_duplicates,
    kept,
    unit_weights,
    weights_in_documents,
)

__all__ = [
    "DuplicateRules",
    "Duplicates",
    "Group",
    "Repeated",
    "document_weights",
    "find_duplicates",
    "kept",
    "unit_weights",
    "weights_in_documents",
]
