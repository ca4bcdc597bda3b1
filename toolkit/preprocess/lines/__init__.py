"""What each line of a page is: content, heading, boilerplate or meta, with the reason."""

from toolkit.preprocess.lines.labelling import LABELS, WRAPPED, Label, Line, LineRules, label_lines
from toolkit.preprocess.lines.overrides import REVIEWED, Override, apply_overrides, read_overrides

__all__ = [
    "LABELS",
    "REVIEWED",
    "WRAPPED",
    "Label",
    "Line",
    "LineRules",
    "Override",
    "apply_overrides",
    "label_lines",
    "read_overrides",
]
