"""What the settings of every encoder share."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, model_validator

from toolkit.features.embeddings.kept import KeptVectors
from toolkit.features.embeddings.parts import MissingEncoder, Reader
from toolkit.features.embeddings.reading import EncoderEmbedder, Long
from toolkit.files import digest, file_digest
from toolkit.progress import stage
from toolkit.settings import Settings

_UNDERNEATH = ("torch", "transformers", "tokenizers", "numpy")
"""Packages below the ones an encoder imports whose version may change a digit."""


class Encoder(Settings, ABC):
    """A model that reads texts: from a folder, or from the hub at a commit."""

    packages: ClassVar[dict[str, str]] = {}
    """Modules that the encoder imports, and what pip calls them."""

    advice: ClassVar[str] = ""
    """What to know before installing them."""

    model: str
    """A name on the hub, or a local folder (relative folders start at the experiment file)."""

    revision: str | None = Field(default=None, pattern="^[0-9a-f]{40}$")
    """The commit of the hub model, 40 hex digits: without it the same name may mean another model
    tomorrow. Not needed for a folder, whose files are hashed."""

    prefix: str = ""
    """Put before every text, for models that ask for it (``"query: "``)."""

    long: Long = "split"
    """What happens to texts longer than the encoder reads: ``split`` reads them in pieces, cut after
    sentences, and takes the mean weighted by length; ``cut`` reads their beginning only, and the run says
    how much was lost; ``refuse`` stops."""

    @model_validator(mode="after")
    def _hub_names_are_pinned(self) -> Encoder:
        if self.revision is None and not self.is_folder:
            raise ValueError(
                f"'{self.model}' looks like a hub name: pin it with `revision:` (40 hex digits), or give a "
                "folder as './name' or an absolute path"
            )
        return self

    @property
    def is_folder(self) -> bool:
        """Whether the model is a folder, by the form of its name alone.

        What stands in the working folder must not change what a name means.
        """
        return bool(re.match(r"\.{1,2}(?:[/\\]|$)|[/~]|[A-Za-z]:[\\/]", self.model))

    def folder(self, base: Path | None = None) -> Path:
        """Give the place of a local model."""
        return ((base or Path()) / Path(self.model).expanduser()).resolve()

    def files(self, base: Path | None = None) -> list[Path]:
        """List the files of a local model; none for a hub name, which its commit identifies."""
        if not self.is_folder:
            return []
        return sorted(path for path in self.folder(base).rglob("*") if path.is_file())

    def missing_packages(self) -> list[str]:
        """List what pip would have to install."""
        return [name for module, name in self.packages.items() if find_spec(module) is None]

    def embedder(
        self, base: Path | None = None, batch: int | None = None, kept: Path | None = None
    ) -> EncoderEmbedder:
        """Load the model.

        Parameters
        ----------
        base
            Folder at which relative paths start.
        batch
            Texts that are read together. By default one on a CPU, so that a vector depends on its text
            alone, and more on a GPU, where the last digits may depend on the neighbours.
        kept
            Folder in which the vectors of texts are kept from one run to the next.

        Raises
        ------
        MissingEncoder
            When a package or the model is not there, or the model cannot be used.
        """
        missing = self.missing_packages()
        if missing:
            quoted = " ".join(f'"{name}"' for name in missing)
            raise MissingEncoder(
                f"`kind: {self._kind}` needs packages that are not installed: pip install {quoted}"
                f"{self.advice}, or use `kind: bridge`, which needs nothing."
            )
        with stage("load the encoder"):
            reader = self.load(base, batch)
        vectors = KeptVectors(kept, self._identity(base, batch, reader.device)) if kept else None
        return EncoderEmbedder(reader, self.long, vectors)

    @abstractmethod
    def load(self, base: Path | None, batch: int | None) -> Reader:
        """Open the model."""

    @property
    def _kind(self) -> str:
        return str(getattr(self, "kind", type(self).__name__))

    def _identity(self, base: Path | None, batch: int | None, device: str) -> str:
        """Hash all that a vector depends on besides its text."""
        settings = self.model_dump(mode="json", exclude={"long"} | ({"model"} if self.is_folder else set()))
        home = self.folder(base) if self.is_folder else Path()
        files = [[path.relative_to(home).as_posix(), file_digest(path)] for path in self.files(base)]
        return digest(
            settings, files, [_version(name) for name in (*self.packages, *_UNDERNEATH)], batch, device
        )

    def _found(self, base: Path | None, wanted: Sequence[str]) -> Path:
        """Give the model's folder, fetched from the hub where it has to be."""
        if self.is_folder:
            folder = self.folder(base)
            if not folder.is_dir():
                raise self._unusable("there is no such folder", f"looked at {folder}; correct `model:`")
            return folder
        try:
            from huggingface_hub import snapshot_download

            return Path(snapshot_download(self.model, revision=self.revision, allow_patterns=list(wanted)))
        except Exception as error:
            raise self._unusable(
                error, "offline, save it to a folder elsewhere and give that folder"
            ) from error

    def _unusable(self, reason: Exception | str, remedy: str) -> MissingEncoder:
        """Say why a model cannot be used and what to do."""
        said = reason if isinstance(reason, str) else f"{type(reason).__name__}: {reason}"
        return MissingEncoder(f"The encoder '{self.model}' could not be loaded ({said}): {remedy}.")


def _version(module: str) -> Any:
    try:
        return [module, version(module)]
    except PackageNotFoundError:
        return [module, None]
