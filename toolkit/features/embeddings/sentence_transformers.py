"""Encoders of the package sentence-transformers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import model_validator

from toolkit.features.embeddings.encoder import Encoder
from toolkit.features.embeddings.parts import MissingEncoder


class SentenceTransformers(Encoder):
    """Vectors from a sentence-transformers model (``pip install "theme-toolkit[encoders]"``)."""

    packages: ClassVar[dict[str, str]] = {"sentence_transformers": "sentence-transformers>=5"}
    advice: ClassVar[str] = " (on Linux without a GPU install the CPU build of torch first)"

    kind: Literal["sentence-transformers"] = "sentence-transformers"

    prompt: str | None = None
    """The name of a prompt that is saved with the model (``query``, ``clustering`` …), put before every
    text in place of a ``prefix``. Without either the model's own default prompt is used, if it has one."""

    @model_validator(mode="after")
    def _prompt_or_prefix(self) -> SentenceTransformers:
        if self.prompt is not None and self.prefix:
            raise ValueError("give `prompt` (the name of a saved one) or `prefix` (its text), not both")
        return self

    def load(self, base: Path | None, batch: int | None) -> SentenceTransformersReader:
        """Open the model on a GPU where there is one."""
        from sentence_transformers import SentenceTransformer

        if not self.is_folder and Path(self.model).exists():
            # The package would read it in place of the pinned model.
            raise MissingEncoder(
                f"'{self.model}' is a hub name, but the working folder holds something of that name: "
                f"write './{self.model}' if you mean the folder, else rename it."
            )
        place = str(self._found(base, ())) if self.is_folder else self.model
        try:
            with _without_bars():
                model = SentenceTransformer(place, revision=self.revision)
        except Exception as error:
            raise self._unusable(
                error, "offline, save it to a folder elsewhere and give that folder"
            ) from error
        return SentenceTransformersReader(model, self._prefix(model), batch)

    def _prefix(self, model: Any) -> str:
        name = self.prompt or (None if self.prefix else model.default_prompt_name)
        if name is None:
            return self.prefix
        if name not in model.prompts:
            known = ", ".join(sorted(model.prompts)) or "none"
            raise MissingEncoder(f"The encoder '{self.model}' has no prompt '{name}'; it has: {known}.")
        return model.prompts[name]


class SentenceTransformersReader:
    """A loaded sentence-transformers model."""

    def __init__(self, model: Any, prefix: str, batch: int | None) -> None:
        self._model, self._prefix = model, prefix
        self.device = str(model.device.type)
        self._batch = batch or (1 if self.device == "cpu" else 64)
        limit = model.max_seq_length
        self.limit: int | None = int(limit) if limit and limit < 1e6 else None  # some say 1e30, or infinity

    def tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text."""
        tokenizer, prefixed = self._model.tokenizer, [self._prefix + text for text in texts]
        if not callable(tokenizer):  # static models hold a plain tokenizer
            return [len(found.ids) for found in tokenizer.encode_batch(prefixed, add_special_tokens=False)]
        found = tokenizer(prefixed, truncation=False, padding=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """Give a vector for each text; the model is told which part is the prompt."""
        options = {"batch_size": self._batch, "show_progress_bar": False}
        return np.asarray(self._model.encode(list(texts), prompt=self._prefix, **options))


@contextmanager
def _without_bars() -> Iterator[None]:
    """Keep transformers from drawing a bar of its own while weights are loaded."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
