"""Texts become vectors: equal texts read once, long ones in pieces, and a report of what was too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem
from toolkit.features.embeddings.kept import KeptVectors
from toolkit.features.embeddings.parts import MissingEncoder, Reader
from toolkit.features.embeddings.pieces import cut_to_fit
from toolkit.progress import track

Long = Literal["split", "cut", "refuse"]

AT_ONCE = 64
"""Texts of similar length that a reader gets at once; the bar moves so often."""

KEPT_AT_ONCE = 16
"""Times so many texts go into one file of kept vectors."""


@dataclass(frozen=True)
class Truncation:
    """How much of some texts is longer than the encoder reads."""

    units: int
    longer: int
    """Units with more tokens than the limit."""

    tokens: int
    """Of all units, as the encoder counts them."""

    lost: int
    """Tokens that were not read."""

    limit: int | None
    """How many tokens of a text the encoder reads; None where it reads all."""

    long: Long
    """What was done with the longer ones."""

    def __str__(self) -> str:
        if not self.longer:
            return f"no unit of {self.units} is longer than the encoder reads"
        head = f"{self.longer} of {self.units} units are longer than the encoder reads ({self.limit} tokens)"
        if self.long == "split":
            return f"{head}: they were read in pieces, whose mean, weighted by length, is their vector"
        if self.long == "refuse":
            return head
        share = 100 * self.lost / self.tokens
        return (
            f"{head}: only their beginning counts, {self.lost} of {self.tokens} tokens "
            f"({share:.1f} %) were not read"
        )


class EncoderEmbedder:
    """Places texts by a loaded encoder."""

    def __init__(self, reader: Reader, long: Long = "split", kept: KeptVectors | None = None) -> None:
        self.reader, self.long, self.kept = reader, long, kept

    def embed(
        self, texts: Sequence[str], languages: Sequence[str], names: Sequence[str] | None = None
    ) -> Vectors:
        """Read texts; their languages do not matter to a multilingual encoder.

        A text in which a static encoder knows no token gets zeros.

        Parameters
        ----------
        texts, languages
            In any order; the vectors come in the same.
        names
            What to call the texts in an error.

        Raises
        ------
        InvalidInput
            When a text is longer than the encoder reads and ``long`` is ``refuse``.
        """
        different = list(dict.fromkeys(texts))
        if not different:
            return np.zeros((0, self.reader.read(["."]).shape[1]))
        counts = self.reader.tokens(different)
        if self.long == "refuse":
            self._refuse(texts, names or texts, dict(zip(different, counts, strict=True)))
        pieces = [self._pieces(text, count) for text, count in zip(different, counts, strict=True)]
        lengths = dict(zip(different, counts, strict=True))
        cut = [piece for own in pieces for piece in own if piece not in lengths]
        lengths.update(zip(cut, self.reader.tokens(cut) if cut else [], strict=True))
        rows = self._rows(sorted({piece for own in pieces for piece in own}, key=lambda p: (lengths[p], p)))
        overhead = self.reader.tokens([""])[0]
        means = {
            text: _mean([rows[piece] for piece in own], [lengths[piece] - overhead for piece in own])
            for text, own in zip(different, pieces, strict=True)
        }
        return np.array([means[text] for text in texts])

    def truncation(self, texts: Sequence[str]) -> Truncation:
        """Count what is longer than the encoder reads."""
        counts = self.reader.tokens(texts) if texts else []
        limit = self.reader.limit
        over = [count - limit for count in counts if count > limit] if limit else []
        lost = sum(over) if self.long == "cut" else 0
        return Truncation(len(counts), len(over), sum(counts), lost, limit, self.long)

    def _pieces(self, text: str, count: int) -> list[str]:
        limit = self.reader.limit
        if limit is None or count <= limit or self.long == "cut":
            return [text]
        pieces = cut_to_fit(text, lambda piece: self.reader.tokens([piece])[0] <= limit)
        if not pieces:
            raise MissingEncoder(
                f"The encoder reads {limit} tokens, which its prefix and marks leave no room in: shorten "
                "`prefix`, or take an encoder that reads more."
            )
        return pieces

    def _refuse(self, texts: Sequence[str], names: Sequence[str], counts: dict[str, int]) -> None:
        limit = self.reader.limit
        if limit is None:
            return
        longer = [
            (name, counts[text]) for text, name in zip(texts, names, strict=True) if counts[text] > limit
        ]
        if not longer:
            return
        remedy = "shorten the units, or set `long: split` or `long: cut`"
        first = [
            Problem(_shortened(name), f"has {count} tokens, the encoder reads {limit}", remedy)
            for name, count in longer[:5]
        ]
        if len(longer) > len(first):
            reason = f"{len(longer) - len(first)} more of {len(texts)} texts are too long"
            first.append(Problem("features.vectors", reason, remedy))
        raise InvalidInput(first)

    def _rows(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Read texts, the kept ones from their folder."""
        rows = self.kept.find(texts) if self.kept else {}
        fresh = [text for text in texts if text not in rows]
        if not fresh:
            return rows
        waiting: list[tuple[list[str], np.ndarray]] = []
        for batch in track(_batches(fresh, AT_ONCE), f"encode {len(fresh)} texts", -(-len(fresh) // AT_ONCE)):
            vectors = np.asarray(self.reader.read(batch), dtype=np.float32)
            rows.update(zip(batch, vectors, strict=True))
            waiting.append((batch, vectors))
            if len(waiting) == KEPT_AT_ONCE:
                self._keep(waiting)
                waiting = []
        self._keep(waiting)
        return rows

    def _keep(self, read: list[tuple[list[str], np.ndarray]]) -> None:
        if self.kept and read:
            self.kept.add([text for batch, _ in read for text in batch], np.concatenate([v for _, v in read]))


def _mean(vectors: Sequence[np.ndarray], weights: Sequence[int]) -> np.ndarray:
    """Give the mean of directions, itself of length 1."""
    total = np.zeros(len(vectors[0]))
    for vector, weight in zip(vectors, weights, strict=True):
        total += max(weight, 1) * _unit(vector.astype(np.float64))
    return _unit(total)


def _unit(vector: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vector)
    return vector / length if length > 0 else vector


def _batches(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    remaining = iter(texts)
    while batch := list(islice(remaining, size)):
        yield batch


def _shortened(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
