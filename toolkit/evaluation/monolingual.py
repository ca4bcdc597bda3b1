"""Coherence of word lists on a named reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

import numpy as np

from toolkit.errors import ToolkitError, nearest
from toolkit.evaluation.reference import Reference
from toolkit.evaluation.windows import Meetings, count_documents, count_windows

Counting = Literal["gensim", "exact", "zero"]

_EPSILON = 1e-12


@dataclass(frozen=True)
class Coherence:
    """Mean NPMI of topics, and what stands behind it."""

    value: float
    """Mean over the topics with two words or more; not a number where there is none, and a note says so."""

    per_topic: tuple[float, ...]
    """Mean over the pairs of each topic; not a number for a topic of fewer than two words."""

    reference: str
    reference_hash: str
    counting: Counting
    window: int
    """Tokens of a window; 0 where each document is one."""

    windows: int
    """How many windows the probabilities are shares of."""

    word_coverage: float
    """Share of the topics' distinct words that occur in the reference."""

    pair_coverage: float
    """Share of the topics' pairs of which both words occur."""

    pairs_met: float
    """Share of the topics' pairs that stand in one window at least once."""

    unseen: tuple[str, ...]
    """Words that never occur, in order."""

    notes: tuple[str, ...] = ()


def coherence(
    topics: Sequence[Sequence[str]],
    reference: Reference,
    window: int = 0,
    counting: Counting = "zero",
) -> Coherence:
    """Give the mean normalised pointwise mutual information of the topics' word pairs.

    Bouma 2009; Lau, Newman & Baldwin 2014. Figures compare only where reference, window, counting
    and the number of words of a topic are the same.

    Parameters
    ----------
    topics
        Words of each topic, best first; one language.
    reference
        Texts that are cut as the topics' words are.
    window
        Tokens of a sliding window, 10 in OCTIS and in the BERTopic paper; 0 for whole documents.
    counting
        ``zero``: a pair that never meets, or a word never seen, counts 0.
        ``exact``: windows are counted exactly, and 1e-12 is added to the share of windows that hold
        a pair. A pair that never meets then scores −1 for common words, but −0.5 for two words of
        one window in a thousand; a pair that is in every window scores −1, not 1.
        ``gensim``: the same, with gensim's way of counting windows, so that figures of papers that
        use ``c_npmi`` compare.

    Raises
    ------
    ToolkitError
        For a window of fewer than 0 tokens, or a counting that is not known.

    >>> found = coherence([["a", "b"]], Reference.of("four", ["a b", "a b", "c", "d"]))
    >>> found.value, found.word_coverage
    (1.0, 1.0)
    """
    if window < 0:
        raise ToolkitError(f"A window of {window} tokens cannot be: give 0 for whole documents, or 10.")
    if counting not in get_args(Counting):
        raise ToolkitError(f"There is no counting {counting!r}: {nearest(counting, get_args(Counting))}")
    words = sorted({word for topic in topics for word in topic})
    place = {word: number for number, word in enumerate(words)}
    met = (
        count_windows(reference, words, window, counting == "gensim")
        if window
        else count_documents(reference, words)
    )
    pairs = [_pairs([place[word] for word in topic]) for topic in topics]
    per_topic = tuple(_mean(_npmi(met, one, other, counting)) for one, other in pairs)
    one, other = np.concatenate([np.zeros((2, 0), dtype=np.int64), *pairs], axis=1)
    seen = met.alone > 0
    return Coherence(
        value=_mean(np.array([score for score in per_topic if not np.isnan(score)])),
        per_topic=per_topic,
        reference=reference.label,
        reference_hash=reference.hash,
        counting=counting,
        window=window,
        windows=met.windows,
        word_coverage=_mean(seen),
        pair_coverage=_mean(seen[one] & seen[other]),
        pairs_met=_mean(met.together[one, other] > 0),
        unseen=tuple(word for word, known in zip(words, seen, strict=True) if not known),
        notes=_notes(len(topics), int(np.isnan(np.array(per_topic)).sum())),
    )


def _pairs(places: Sequence[int]) -> np.ndarray:
    return np.array(list(combinations(places, 2)), dtype=np.int64).reshape(-1, 2).T


def _npmi(met: Meetings, one: np.ndarray, other: np.ndarray, counting: Counting) -> np.ndarray:
    scores = np.zeros(len(one))
    both = met.together[one, other] / max(1, met.windows)
    expected = met.alone[one] * met.alone[other] / max(1, met.windows) ** 2
    if counting == "zero":
        scores[both >= 1] = 1
        inside = (both > 0) & (both < 1)
        scores[inside] = np.log(both[inside] / expected[inside]) / -np.log(both[inside])
        return scores
    known, raised = expected > 0, both + _EPSILON
    scores[known] = np.log(raised[known] / expected[known]) / -np.log(raised[known])
    return scores


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _notes(topics: int, short: int) -> tuple[str, ...]:
    if short == topics:
        return ("no topic has two words: there is no coherence to measure",)
    return (f"{short} of {topics} topics have fewer than two words and are left out",) if short else ()
