"""What the codebook's lock remembers, put into an experiment."""

from __future__ import annotations

from pathlib import Path

from toolkit.runs.config import Experiment
from toolkit.themes import Lock, lock_path, locked_split, read_lock


def read_lock_of(experiment: Experiment, base: Path) -> Lock | None:
    """Read the lock beside the experiment's codebook, if there is one.

    Raises
    ------
    InvalidInput
        When it cannot be read.
    """
    path = lock_path(base / experiment.codebook)
    return read_lock(path) if path.is_file() else None


def with_lock(experiment: Experiment, lock: Lock | None) -> Experiment:
    """Let documents that the lock knows stay in the half that they were in."""
    return experiment.model_copy(update={"split": locked_split(experiment.split, lock)})
