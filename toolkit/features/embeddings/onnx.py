"""Encoders saved as an ONNX graph, read by onnxruntime without torch."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from toolkit.features.embeddings.encoder import Encoder

Pooling = Literal["mean", "cls", "last", "ready"]

_INPUTS = ("input_ids", "attention_mask", "token_type_ids", "position_ids")
_OUTPUTS = {False: ("last_hidden_state", "token_embeddings"), True: ("sentence_embedding",)}
_POOLINGS: dict[str, Pooling] = {
    "mean": "mean", "mean_tokens": "mean", "cls": "cls", "cls_token": "cls", "lasttoken": "last",
}  # fmt: skip
_MODULES = ("Transformer", "Pooling", "Normalize")


class Onnx(Encoder):
    """Vectors from a folder or hub model with a graph (``model.onnx``) and a ``tokenizer.json``."""

    packages: ClassVar[dict[str, str]] = {
        "onnxruntime": "onnxruntime>=1.20",
        "tokenizers": "tokenizers>=0.20",
    }

    kind: Literal["onnx"] = "onnx"

    graph: str = "model.onnx"
    """The graph's file inside the folder; hub models often have ``onnx/model.onnx``."""

    pooling: Pooling | None = None
    """How the vectors of tokens become one: their ``mean``, that of the first (``cls``) or ``last`` token,
    or ``ready`` where the graph gives the vector of the text itself. By default what the folder's
    1_Pooling/config.json says."""

    output: str | None = None
    """The graph's output to take, where it has several."""

    limit: int | None = Field(default=None, ge=3)
    """How many tokens the encoder reads. By default what the files beside the graph say."""

    def load(self, base: Path | None, batch: int | None) -> OnnxReader:
        """Open the graph on a GPU where onnxruntime has one."""
        data = [f"{self.graph}_data", f"{self.graph}.data"]
        folder = self._found(base, ["*.json", "1_Pooling/*.json", self.graph, *data])
        for name in (self.graph, "tokenizer.json"):
            if not (folder / name).is_file():
                remedy = (
                    "name the graph's file with `graph:`"
                    if name == self.graph
                    else "save it beside the graph"
                )
                raise self._unusable(f"there is no {name} in {folder}", remedy)
        limit = self.limit or self._saved_limit(folder)
        pooling = self.pooling or self._saved_pooling(folder)
        try:
            session = _open(folder / self.graph)
            tokenizers = _tokenizers(folder / "tokenizer.json", limit)
        except Exception as error:
            raise self._unusable(error, "export the model again") from error
        self._check_inputs(session)
        output = self._chosen_output(session, pooling == "ready")
        padding = _read(folder / "config.json").get("pad_token_id") or 0
        return OnnxReader(_Graph(session, output, pooling, padding), *tokenizers, self.prefix, limit, batch)

    def _saved_pooling(self, folder: Path) -> Pooling:
        """Read what sentence-transformers saved beside the model; never guess."""
        modules = [str(module["type"]).rpartition(".")[2] for module in _read(folder / "modules.json")]
        strange = [name for name in modules if name not in _MODULES]
        if strange:
            reason = f"its modules.json asks for {', '.join(strange)} after the graph"
            raise self._unusable(reason, "export a graph that holds them and set `pooling: ready`")
        config = _read(folder / "1_Pooling" / "config.json")
        # a name since sentence-transformers 6, a switch for each way before
        modes = [config["pooling_mode"]] if "pooling_mode" in config else []
        modes += [name[13:] for name, on in config.items() if name.startswith("pooling_mode_") and on is True]
        if len(modes) != 1 or modes[0] not in _POOLINGS:
            found = " and ".join(map(str, modes)) or "nothing"
            reason = f"1_Pooling/config.json says {found} on how the vectors of tokens become one"
            raise self._unusable(reason, "set `pooling:` as the model's authors say")
        if self.prefix and config.get("include_prompt") is False:
            reason = "it leaves the tokens of a prefix out of the mean, which a bare graph cannot"
            raise self._unusable(reason, "use `kind: sentence-transformers`")
        return _POOLINGS[modes[0]]

    def _saved_limit(self, folder: Path) -> int:
        own = _read(folder / "sentence_bert_config.json").get("max_seq_length")
        others = (
            _read(folder / "tokenizer_config.json").get("model_max_length"),
            _read(folder / "config.json").get("max_position_embeddings"),
        )
        truncation = (_read(folder / "tokenizer.json").get("truncation") or {}).get("max_length")
        known = [int(limit) for limit in others if limit and limit < 1e6]  # transformers says 1e30 for none
        limit = own or (min(known) if known else truncation)
        if not limit:
            raise self._unusable("no file says how many tokens it reads", "set `limit:`")
        return int(limit)

    def _check_inputs(self, session: Any) -> None:
        strange = [given.name for given in session.get_inputs() if given.name not in _INPUTS]
        if strange:
            reason = f"its graph asks for {', '.join(strange)}, known are {', '.join(_INPUTS)}"
            raise self._unusable(reason, "export the model for feature extraction")
        fixed = [given.name for given in session.get_inputs() if isinstance(given.shape[-1], int)]
        if fixed:
            reason = f"its graph reads texts of {session.get_inputs()[0].shape[-1]} tokens only"
            raise self._unusable(reason, "export it with dynamic axes")

    def _chosen_output(self, session: Any, ready: bool) -> str:
        axes = 2 if ready else 3
        names = [given.name for given in session.get_outputs() if len(given.shape) == axes]
        if self.output is not None:
            if self.output in names:
                return self.output
        elif len(names) == 1:
            return names[0]
        else:
            usual = [name for name in _OUTPUTS[ready] if name in names]
            if len(usual) == 1:
                return usual[0]
        found = ", ".join(f"{given.name} {given.shape}" for given in session.get_outputs())
        reason = (
            f"its outputs are {found}, of which `output: {self.output or '?'}` with {axes} axes is needed"
        )
        raise self._unusable(
            reason, "set `output:`, or `pooling: ready` for a graph that gives texts' vectors"
        )


@dataclass(frozen=True)
class _Graph:
    """A graph that is open, and what to do with what it gives."""

    session: Any
    output: str
    pooling: Pooling
    padding: int
    """The token that fills short rows; some graphs find places by it."""

    def read(self, encodings: Sequence[Any]) -> np.ndarray:
        """Give a vector for each text that a tokenizer has read."""
        shape = (len(encodings), max(len(encoding.ids) for encoding in encodings))
        ids, mask, types = np.full(shape, self.padding), np.zeros(shape, int), np.zeros(shape, int)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            ids[row, :length], mask[row, :length], types[row, :length] = encoding.ids, 1, encoding.type_ids
        places = np.broadcast_to(np.arange(shape[1]), shape)
        known = dict(zip(_INPUTS, (ids, mask, types, places), strict=True))
        inputs = {
            given.name: known[given.name].astype(np.int32 if given.type == "tensor(int32)" else np.int64)
            for given in self.session.get_inputs()
        }
        (found,) = self.session.run([self.output], inputs)
        return _pooled(np.asarray(found, dtype=np.float32), mask, self.pooling)


class OnnxReader:
    """A graph and its tokenizer, once without a limit and once with it."""

    def __init__(
        self, graph: _Graph, whole: Any, cut: Any, prefix: str, limit: int, batch: int | None
    ) -> None:
        self._graph, self._whole, self._cut, self._prefix = graph, whole, cut, prefix
        self.limit: int | None = limit
        self.device = "cpu" if graph.session.get_providers()[0] == "CPUExecutionProvider" else "cuda"
        self._batch = batch or (1 if self.device == "cpu" else 64)
        self._workers = (os.cpu_count() or 1) if self.device == "cpu" else 1

    def tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text."""
        found = self._whole.encode_batch([self._prefix + text for text in texts])
        return [len(encoding.ids) for encoding in found]

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """Give a vector for each text; one thread reads one batch."""
        encodings = self._cut.encode_batch([self._prefix + text for text in texts])
        batches = [encodings[at : at + self._batch] for at in range(0, len(encodings), self._batch)]
        with ThreadPoolExecutor(min(self._workers, len(batches))) as pool:
            return np.concatenate(list(pool.map(self._graph.read, batches)))


def _open(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # texts are read side by side instead: the digits stay the same
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    usable = ("CUDAExecutionProvider", "CPUExecutionProvider")
    providers = [name for name in usable if name in onnxruntime.get_available_providers()]
    return onnxruntime.InferenceSession(str(path), options, providers=providers)


def _tokenizers(path: Path, limit: int) -> tuple[Any, Any]:
    from tokenizers import Tokenizer

    whole, cut = Tokenizer.from_file(str(path)), Tokenizer.from_file(str(path))
    for tokenizer in (whole, cut):
        tokenizer.no_padding()
        tokenizer.no_truncation()
    cut.enable_truncation(limit)
    return whole, cut


def _pooled(found: np.ndarray, mask: np.ndarray, pooling: Pooling) -> np.ndarray:
    """Make one vector of those of the tokens."""
    if pooling == "ready":
        return found
    if pooling == "cls":
        return found[:, 0]
    if pooling == "last":
        return found[np.arange(len(found)), np.maximum(mask.sum(axis=1) - 1, 0)]
    weights = mask[:, :, np.newaxis].astype(np.float32)
    return (found * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)


def _read(path: Path) -> Any:
    """Read a JSON file; nothing where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
