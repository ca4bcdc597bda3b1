"""Run again and compare byte by byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from toolkit.runs.run import open_run
from toolkit.runs.runner import run


def verify(folder: Path | str, experiment: Path | str) -> list[str]:
    """Run an experiment afresh, without any cache, and compare tables/ and data/ with a run's folder.

    Returns
    -------
    What differs, in words; empty where every byte is the same.
    """
    before = open_run(folder)
    with tempfile.TemporaryDirectory() as place:
        after = run(experiment, results=place, cache=None)
        old, new = before.manifest["files"], after.manifest["files"]
        differences = [
            f"{name}: differs" for name in sorted(old.keys() & new.keys()) if old[name] != new[name]
        ]
        differences += [f"{name}: only in {before.folder.name}" for name in sorted(old.keys() - new.keys())]
        differences += [f"{name}: only in the new run" for name in sorted(new.keys() - old.keys())]
        if before.id != after.id:
            differences.insert(
                0,
                f"the run is now {after.id}, it was {before.id}: settings, inputs, code or versions changed",
            )
    return differences
