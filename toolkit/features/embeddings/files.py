"""Vectors that were computed elsewhere and lie in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem, ToolkitError
from toolkit.settings import Settings


class Precomputed(Settings):
    """Vectors from a file, one for each unit."""

    kind: Literal["precomputed"] = "precomputed"

    path: Path
    """An .npz with the arrays ``ids`` (unit ids, as in data/units.csv) and ``vectors``. Further ids may
    name texts that are not units: ``prototype:<theme>:<language>:<number>``."""

    def load(self, unit_ids: Sequence[str], base: Path | None = None) -> FileEmbedder:
        """Read the file and check that it covers the units."""
        path = (base or Path()) / self.path.expanduser()
        if not path.is_file():
            raise InvalidInput(
                [Problem(str(path), "there is no such file", "correct `features.vectors.path`")]
            )
        ids, vectors = _read_vectors(path)
        rows = {name: row for row, name in enumerate(ids)}
        absent = [name for name in unit_ids if name not in rows]
        if absent:
            reason = f"has no vector for {len(absent)} of {len(unit_ids)} units, the first being {absent[:1]}"
            remedy = "compute vectors for the units listed in data/units.csv of a run with these settings"
            raise InvalidInput([Problem(str(path), reason, remedy)])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return FileEmbedder(rows, vectors / np.where(norms > 0, norms, 1))


class FileEmbedder:
    """Vectors that were computed elsewhere, found by name."""

    def __init__(self, rows: dict[str, int], vectors: np.ndarray) -> None:
        self._rows, self._vectors = rows, vectors

    def of(self, names: Sequence[str]) -> Vectors:
        """Look vectors up by id."""
        absent = [name for name in names if name not in self._rows]
        if absent:
            raise InvalidInput(
                [
                    Problem(
                        "features.vectors",
                        f"the file has no vector called '{absent[0]}'",
                        "add it to the file",
                    )
                ]
            )
        return self._vectors[[self._rows[name] for name in names]]

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Refuse: a file cannot read a new text."""
        raise ToolkitError(
            "Precomputed vectors cannot place new texts. Add the vectors of the codebook's prototypes to "
            "the file (ids prototype:<theme>:<language>:<number>), or use the bridge or an encoder."
        )


def _read_vectors(path: Path) -> tuple[list[str], np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in ("ids", "vectors") if name in file.files}
    except (ValueError, OSError, AttributeError) as error:  # AttributeError: an .npy holds a single array
        remedy = "save it with np.savez(path, ids=np.array(ids).astype(str), vectors=vectors)"
        raise InvalidInput([Problem(str(path), f"cannot be read as an .npz ({error})", remedy)]) from None
    missing = {"ids", "vectors"} - set(arrays)
    if missing:
        reason = f"lacks the array {' and '.join(sorted(missing))}"
        raise InvalidInput([Problem(str(path), reason, "save both `ids` and `vectors`")])
    ids, vectors = [str(name) for name in arrays["ids"]], np.asarray(arrays["vectors"], dtype=np.float64)
    if vectors.ndim != 2 or len(vectors) != len(ids):
        reason = f"has {len(ids)} ids, but vectors of shape {vectors.shape}"
        raise InvalidInput([Problem(str(path), reason, "save one row of `vectors` for each id")])
    if not np.isfinite(vectors).all():
        remedy = "look for texts that the encoder could not read"
        raise InvalidInput([Problem(str(path), "holds numbers that are not finite", remedy)])
    return ids, vectors
