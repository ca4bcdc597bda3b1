"""Files that are either whole or not there, and hashes that name content."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def try_folder(folder: Path) -> None:
    """Make a folder and write into it, before work hangs on it; an OSError says why that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest(*parts: Any) -> str:
    """Hash values that JSON can hold (or bytes) into 64 hex digits, the same everywhere.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    state = hashlib.sha256()
    for part in parts:
        if not isinstance(part, bytes):
            part = json.dumps(part, sort_keys=True, ensure_ascii=False).encode("utf-8")
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


def file_digest(path: Path) -> str:
    """Hash a file's bytes into 64 hex digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
