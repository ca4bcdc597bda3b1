"""An experiment file in, a `Run` out."""

from toolkit.runs.auditing import Audit, audit
from toolkit.runs.checks import Findings, check, examine
from toolkit.runs.config import Experiment, load_experiment
from toolkit.runs.run import Run, SavedFigure, SavedTable, open_run
from toolkit.runs.runner import run
from toolkit.runs.verify import verify

__all__ = [
    "Audit",
    "Experiment",
    "Findings",
    "Run",
    "SavedFigure",
    "SavedTable",
    "audit",
    "check",
    "examine",
    "load_experiment",
    "open_run",
    "run",
    "verify",
]
