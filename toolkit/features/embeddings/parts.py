"""What every encoder is made of, whichever library reads the texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from toolkit.arrays import Vectors
from toolkit.errors import ToolkitError


class MissingEncoder(ToolkitError):
    """An encoder that is not installed, cannot be found or cannot be used."""


@runtime_checkable
class Embedder(Protocol):
    """Whatever turns texts into vectors of one space."""

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Give one vector of length 1 for each text."""
        ...


@runtime_checkable
class Reader(Protocol):
    """A loaded model. It puts its prefix before each text."""

    limit: int | None
    """How many tokens it reads of a text; None where it reads all."""

    device: str
    """Where it works: ``cpu``, ``cuda`` …"""

    def tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, those of the prefix and the marks at both ends included."""
        ...

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """Give a vector of any length for each text; what is longer than the limit is cut."""
        ...
