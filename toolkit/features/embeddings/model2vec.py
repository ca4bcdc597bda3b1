"""Static encoders of the package model2vec: a vector for each token, and the mean of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from toolkit.features.embeddings.encoder import Encoder

_FILES = ("*.json", "*.safetensors", "README.md")


class Model2Vec(Encoder):
    """Vectors from a static model: fast, without torch, and blind to the order of words."""

    packages: ClassVar[dict[str, str]] = {"model2vec": "model2vec>=0.10"}

    kind: Literal["model2vec"] = "model2vec"

    limit: int | None = Field(default=None, ge=1)
    """How many tokens are read at once. A static model can read texts of any length, and does so by
    default (the package itself stops at 512)."""

    def load(self, base: Path | None, batch: int | None) -> Model2VecReader:
        """Open the model."""
        from model2vec import StaticModel

        folder = self._found(base, _FILES)
        try:
            model = StaticModel.from_pretrained(str(folder), max_length=None)
        except Exception as error:
            raise self._unusable(
                error, "give a folder that model2vec's save_pretrained has written"
            ) from error
        return Model2VecReader(model, self.prefix, self.limit)


class Model2VecReader:
    """A loaded static model."""

    def __init__(self, model: Any, prefix: str, limit: int | None) -> None:
        self._model, self._prefix, self.limit = model, prefix, limit
        self.device = "cpu"

    def tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, unknown ones too."""
        return [len(encoding.ids) for encoding in self._encodings([self._prefix + text for text in texts])]

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """Give a vector for each text; zeros where no token is known."""
        prefixed = [self._prefix + text for text in texts]
        if self.limit is not None:
            encodings = self._encodings(prefixed)
            prefixed = [self._cut(text, found) for text, found in zip(prefixed, encodings, strict=True)]
        return np.asarray(self._model.encode(prefixed, max_length=None, use_multiprocessing=False))

    def _encodings(self, texts: Sequence[str]) -> list[Any]:
        return self._model.tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def _cut(self, text: str, encoding: Any) -> str:
        """Keep as many tokens as the limit allows. The package itself would count characters first."""
        assert self.limit is not None
        return text[: encoding.offsets[self.limit - 1][1]] if len(encoding.ids) > self.limit else text
