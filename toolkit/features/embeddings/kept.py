"""Vectors of texts that were read before, by the content of the text. Deletable at any time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from toolkit.files import digest, write_atomically


class KeptVectors:
    """A folder of vectors that one encoder gave; every addition is a file of its own."""

    def __init__(self, folder: Path, encoder: str) -> None:
        """Name the folder after everything the vectors depend on besides the text."""
        self.folder = folder / encoder[:24]

    def find(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Give the vectors of those texts that were read before."""
        keys = ((text, _key(text)) for text in texts)
        return {text: self._rows[key] for text, key in keys if key in self._rows}

    def add(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Keep the vectors of texts."""
        keys = [_key(text) for text in texts]
        buffer = io.BytesIO()
        table = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
        np.savez(buffer, keys=table, vectors=vectors)
        write_atomically(self.folder / f"{digest(b''.join(keys))[:24]}.npz", buffer.getvalue())
        self._rows.update(zip(keys, vectors, strict=True))

    @cached_property
    def _rows(self) -> dict[bytes, np.ndarray]:
        return {key: row for path in sorted(self.folder.glob("*.npz")) for key, row in _read(path)}


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _read(path: Path) -> Iterator[tuple[bytes, np.ndarray]]:
    """Read a file; one that is damaged is deleted, and its texts are read again."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            keys, vectors = file["keys"], file["vectors"]
        return iter([(key.tobytes(), row) for key, row in zip(keys, vectors, strict=True)])
    except (BadZipFile, OSError, ValueError, KeyError, EOFError):
        path.unlink(missing_ok=True)
        return iter(())
