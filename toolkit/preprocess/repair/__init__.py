"""Undo what copying does to text, line by line: each fault counted, each step switchable."""

from toolkit.preprocess.repair.glued import glued_pieces, recurring_terms
from toolkit.preprocess.repair.mending import Change, Repair, repair_line

__all__ = ["Change", "Repair", "glued_pieces", "recurring_terms", "repair_line"]
