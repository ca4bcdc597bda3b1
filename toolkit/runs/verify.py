"""Run again and compare byte by byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from toolkit.runs import files
from toolkit.runs.run import open_run
from toolkit.runs.runner import run


def verify(folder: Path | str, experiment: Path | str) -> list[str]:
    """Run an experiment afresh, without any cache, and compare tables/ and data/ with those in a folder.

    Returns
    -------
    What differs, in words; empty where every byte is the same.
    """
    before = open_run(folder)
    differences = [
        f"{part}/: there is no such folder in {before.folder.name}"
        for part in ("tables", "data")
        if not (before.folder / part).is_dir()
    ]
    old, listed = files.digests(before.folder), before.manifest.get("files", {})
    differences += [
        f"{name}: changed after the run (not as its manifest says)"
        for name in sorted(old.keys() & listed.keys())
        if old[name] != listed[name]
    ]
    differences += [
        f"{name}: removed after the run (its manifest lists it)"
        for name in sorted(listed.keys() - old.keys())
    ]
    with tempfile.TemporaryDirectory() as place:
        after = run(experiment, results=place, cache=None)
        new = files.digests(after.folder)
        differences += [
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
