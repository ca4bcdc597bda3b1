"""Where vectors come from besides the bridge: an encoder, or a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from pydantic import Field, model_validator

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem, ToolkitError
from toolkit.settings import Settings


@runtime_checkable
class Embedder(Protocol):
    """Whatever turns texts into vectors of one space."""

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Give one vector of length 1 for each text."""
        ...


class MissingEncoder(ToolkitError):
    """An encoder that is not installed or cannot be found."""


class SentenceTransformers(Settings):
    """Vectors from a sentence-transformers model (``pip install "theme-toolkit[encoders]"``)."""

    kind: Literal["sentence-transformers"] = "sentence-transformers"

    model: str
    """A name on the hub, or a local folder (relative folders start at the experiment file)."""

    revision: str | None = Field(default=None, pattern="^[0-9a-f]{40}$")
    """The commit of the hub model, 40 hex digits: without it the same name may mean another model
    tomorrow. Not needed for a folder, whose files are hashed."""

    prefix: str = ""
    """Put before every text, for models that ask for it (``"query: "``)."""

    @model_validator(mode="after")
    def _hub_names_are_pinned(self) -> SentenceTransformers:
        if self.revision is None and not _looks_like_folder(self.model):
            raise ValueError(
                f"'{self.model}' looks like a hub name: pin it with `revision:` (40 hex digits), or give a "
                "folder as './name' or an absolute path"
            )
        return self

    def embedder(self, base: Path | None = None) -> EncoderEmbedder:
        """Load the model."""
        return EncoderEmbedder(self, base)


class Precomputed(Settings):
    """Vectors from a file, one for each unit."""

    kind: Literal["precomputed"] = "precomputed"

    path: Path
    """An .npz with the arrays ``ids`` (unit ids, as in data/units.csv) and ``vectors``. Further ids may
    name texts that are not units: ``prototype:<theme>:<language>:<number>``."""

    def load(self, unit_ids: Sequence[str], base: Path | None = None) -> FileEmbedder:
        """Read the file and check that it covers the units."""
        path = (base or Path()) / self.path
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


class EncoderEmbedder:
    """A loaded sentence-transformers model."""

    def __init__(self, settings: SentenceTransformers, base: Path | None = None) -> None:
        self.settings = settings
        if not _looks_like_folder(settings.model) and Path(settings.model).exists():
            # The package would read it in place of the pinned model.
            raise MissingEncoder(
                f"'{settings.model}' is a hub name, but the working folder holds something of that name: "
                f"write './{settings.model}' if you mean the folder, else rename it."
            )
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise MissingEncoder(
                "`kind: sentence-transformers` needs the package of that name: "
                'pip install "sentence-transformers>=5" (on Linux without a GPU install the CPU build of '
                "torch first), or use `kind: bridge`, which needs nothing."
            ) from None
        name = settings.model
        if _looks_like_folder(name):
            name = str(((base or Path()) / Path(name).expanduser()).resolve())
        try:
            self._model = SentenceTransformer(name, revision=settings.revision)
        except Exception as error:
            raise MissingEncoder(
                f"The encoder '{settings.model}' could not be loaded ({type(error).__name__}: {error}). "
                "Offline, save it to a folder elsewhere and give that folder."
            ) from error

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Encode texts; the languages do not matter to a multilingual encoder."""
        prefixed = [self.settings.prefix + text for text in texts]
        vectors = self._model.encode(prefixed, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float64)

    def truncated(self, texts: Sequence[str]) -> int:
        """Count the texts of which the encoder reads only the beginning."""
        limit = self._model.max_seq_length
        if not limit:
            return 0
        lengths = (len(self._model.tokenizer(self.settings.prefix + text)["input_ids"]) for text in texts)
        return sum(length > limit for length in lengths)


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


def _looks_like_folder(name: str) -> bool:
    """Decide by the form alone: what stands in the working folder must not change what a name means."""
    return bool(re.match(r"\.{1,2}(?:[/\\]|$)|[/~]|[A-Za-z]:[\\/]", name))
