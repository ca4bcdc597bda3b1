"""How many windows hold a word, and how many hold two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from toolkit.evaluation.reference import Reference

_TOKENS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Meetings:
    """Counts over the windows of a reference."""

    windows: int
    together: np.ndarray
    """(words, words) windows that hold both; on the diagonal, windows that hold the word."""

    @property
    def alone(self) -> np.ndarray:
        """(words,) windows that hold each word."""
        return np.diag(self.together)


def count_documents(reference: Reference, words: Sequence[str]) -> Meetings:
    """Count with every document as one window."""
    present = reference.counts_of(words)
    present.data[:] = 1
    return Meetings(len(reference.documents), (present.T @ present).toarray().astype(float))


def count_windows(reference: Reference, words: Sequence[str], width: int, like_gensim: bool) -> Meetings:
    """Count with sliding windows of ``width`` tokens; a shorter document is one window.

    Documents that hold none of the words are passed over, as gensim passes over them: the number
    of windows, and with it each probability, depends on the words that are asked for together.

    Parameters
    ----------
    reference
        The texts.
    words
        Distinct words.
    width
        Tokens of a window, at least 1.
    like_gensim
        Repeat what gensim does with a word that stands twice in one window: once the first of the
        two slides out, the word is forgotten though the second is still inside.
    """
    together = np.zeros((len(words), len(words)))
    windows = 0
    for tokens, lengths in _blocks(reference, words):
        rows, columns, block_windows = _placed(tokens, lengths, width, like_gensim)
        ones = np.ones(len(rows), dtype=np.int64)
        present = sparse.coo_array((ones, (rows, columns)), shape=(block_windows, len(words))).tocsc()
        present.data[:] = 1
        together += (present.T @ present).toarray()
        windows += block_windows
    return Meetings(windows, together)


def _blocks(reference: Reference, words: Sequence[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give tokens as numbers of the words (-1 for others) and lengths, for documents that hold a word."""
    place = np.full(len(reference.words), -1, dtype=np.int64)
    for number, word in enumerate(words):
        if word in reference.words:
            place[reference.words[word]] = number
    ends = np.cumsum(reference.lengths)
    first = 0
    while first < len(ends):
        begin = ends[first] - reference.lengths[first]
        last = max(first + 1, int(np.searchsorted(ends, begin + _TOKENS_AT_ONCE, side="right")))
        tokens = place[reference.token_columns[begin : ends[last - 1]]]
        lengths = reference.lengths[first:last]
        owner = np.repeat(np.arange(len(lengths)), lengths)
        holds = np.zeros(len(lengths), dtype=bool)
        holds[owner[tokens >= 0]] = True
        if holds.any():
            yield tokens[holds[owner]], lengths[holds]
        first = last


def _placed(
    tokens: np.ndarray, lengths: np.ndarray, width: int, like_gensim: bool
) -> tuple[np.ndarray, np.ndarray, int]:
    """Give (window, word) of every token in every window that it is in, and the number of windows."""
    windows = np.maximum(1, lengths - width + 1)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    position = np.arange(len(tokens)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    own = tokens >= 0
    owner, position, word = owner[own], position[own], tokens[own]
    enters = np.maximum(position - width + 1, 0)
    last_seen = _first_since(enters, position, owner, word) if like_gensim else position
    leaves = np.minimum(last_seen, windows[owner] - 1)
    spans = np.maximum(leaves - enters + 1, 0)
    within = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
    begin = np.cumsum(windows) - windows
    return np.repeat(begin[owner] + enters, spans) + within, np.repeat(word, spans), int(windows.sum())


def _first_since(since: np.ndarray, position: np.ndarray, owner: np.ndarray, word: np.ndarray) -> np.ndarray:
    """Find where each token's word first stands in its document, not before ``since``."""
    stride = int(position.max()) + 1
    group = (owner * (int(word.max()) + 1) + word) * stride
    keys = np.sort(group + position)
    return keys[np.searchsorted(keys, group + since)] - group
