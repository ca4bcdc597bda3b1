"""Coherence of topics across two languages on a parallel reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from toolkit.errors import ToolkitError
from toolkit.evaluation.reference import ParallelReference

Probabilities = Literal["documents", "tokens"]

_DECIMALS = 12
"""Means of pairs that agree so far are equal: what is left is the order of adding."""


@dataclass(frozen=True)
class CrossLingualCoherence:
    """Mean CNPMI of paired topics, and what it is worth."""

    value: float
    """Mean over the topics; not a number where no topic has words in both languages, and a note says so."""

    mispaired: float
    """Mean over all wrong pairings of the same lists; not a number for a single topic."""

    excess: float
    """``value`` minus ``mispaired``: a small reference gives any two common words a positive score."""

    top1: float
    """Share of sides, of both languages, whose best side in the other language is their own and no
    other; chance is about one divided by the number of topics."""

    mrr: float
    """Mean of 1 / rank of a topic's own side among all sides, both directions, ties halved."""

    per_topic: tuple[float, ...]
    """Not a number for a topic without words in one of the languages."""

    counting: Probabilities
    reference: str
    reference_hash: str
    documents: int
    word_coverage: tuple[float, float]
    """Share of the distinct words of each language that occur in the reference."""

    pairs_met: float
    """Share of the topics' pairs of words that stand in aligned documents at least once."""

    unseen: tuple[tuple[str, ...], tuple[str, ...]]
    """Words of each language that never occur."""

    notes: tuple[str, ...] = ()


def cnpmi(
    first: Sequence[Sequence[str]],
    second: Sequence[Sequence[str]],
    reference: ParallelReference,
    counting: Probabilities = "documents",
) -> CrossLingualCoherence:
    """Measure how often the words of a topic's two sides stand in translations of each other.

    NPMI of every word of a topic in one language with every word of it in the other, over aligned
    documents (Hao, Boyd-Graber & Paul 2018). A pair that never meets, or a word never seen, counts 0.

    Parameters
    ----------
    first, second
        Words of each topic; the same row is the same topic.
    reference
        The same documents in the two languages.
    counting
        ``documents``: the probability of a word is the share of documents that hold it, as in the paper.
        ``tokens``: the number of its tokens over the number of documents, as the published scripts
        of InfoCTM and XTRA have it; such a score may fall below −1.

    Raises
    ------
    ToolkitError
        When the languages have different numbers of topics, or the counting is not known.

    >>> pets = ParallelReference.of("pets", ["cat", "cat", "dog", "dog"], ["猫", "猫", "狗", "狗"])
    >>> found = cnpmi([["cat"], ["dog"]], [["猫"], ["狗"]], pets)
    >>> found.value, found.mispaired, found.top1
    (1.0, 0.0, 1.0)
    """
    if len(first) != len(second):
        raise ToolkitError(
            f"{len(first)} topics in one language and {len(second)} in the other cannot be paired: "
            "give one list of words a topic and language."
        )
    words = (
        sorted({word for topic in first for word in topic}),
        sorted({w for topic in second for w in topic}),
    )
    alone, together = _counted(reference, words, counting)
    documents = len(reference.first.documents)
    scores = _npmi(together, np.outer(*alone), documents)
    whole = np.array(
        [bool(one) and bool(other) for one, other in zip(first, second, strict=True)], dtype=bool
    )
    kept = np.flatnonzero(whole)
    sides = _side(first, kept, words[0]), _side(second, kept, words[1])
    means = _between(sides, scores)
    per_topic = np.full(len(first), np.nan)
    per_topic[kept] = np.diag(means)
    value, mispaired, top1, mrr = _summary(means)
    pairs = np.outer(sides[0].sum(axis=1), sides[1].sum(axis=1)).trace()
    meetings = (sides[0] @ (together > 0)).ravel() @ sides[1].toarray().ravel()
    return CrossLingualCoherence(
        value=value,
        mispaired=mispaired,
        excess=value - mispaired,
        top1=top1,
        mrr=mrr,
        per_topic=tuple(per_topic.tolist()),
        counting=counting,
        reference=reference.label,
        reference_hash=reference.hash,
        documents=documents,
        word_coverage=(_share(alone[0] > 0), _share(alone[1] > 0)),
        pairs_met=float(meetings / pairs) if pairs else float("nan"),
        unseen=(_unseen(words[0], alone[0]), _unseen(words[1], alone[1])),
        notes=_notes(len(first), len(kept)),
    )


def _counted(
    reference: ParallelReference, words: tuple[list[str], list[str]], counting: Probabilities
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    counts = reference.first.counts_of(words[0]), reference.second.counts_of(words[1])
    present = tuple((table > 0).astype(np.int64) for table in counts)
    source = present if counting == "documents" else counts
    alone = tuple(np.asarray(table.sum(axis=0), dtype=float).ravel() for table in source)
    return (alone[0], alone[1]), (present[0].T @ present[1]).toarray().astype(float)


def _npmi(together: np.ndarray, expected: np.ndarray, documents: int) -> np.ndarray:
    scores = np.zeros(together.shape)
    scores[together >= documents] = 1
    inside = (together > 0) & (together < documents)
    met = together[inside]
    scores[inside] = np.log(met * documents / expected[inside]) / -np.log(met / documents)
    return scores


def _side(topics: Sequence[Sequence[str]], kept: np.ndarray, words: list[str]) -> sparse.csr_array:
    """Give (topics, words) how often each word stands in each list."""
    place = {word: number for number, word in enumerate(words)}
    found = [(row, place[word]) for row, topic in enumerate(kept) for word in topics[topic]]
    rows, columns = np.array(found, dtype=np.int64).reshape(-1, 2).T
    shape = (len(kept), len(words))
    return sparse.coo_array((np.ones(len(found)), (rows, columns)), shape=shape).tocsr()


def _between(sides: tuple[sparse.csr_array, sparse.csr_array], scores: np.ndarray) -> np.ndarray:
    """Give (topics, topics) means over the pairs of each first side with each second side."""
    sums = (sides[0] @ scores) @ sides[1].toarray().T
    return sums / np.outer(sides[0].sum(axis=1), sides[1].sum(axis=1))


def _summary(means: np.ndarray) -> tuple[float, float, float, float]:
    topics, nothing = len(means), float("nan")
    if not topics:
        return nothing, nothing, nothing, nothing
    value = float(np.diag(means).mean())
    if topics == 1:
        return value, nothing, nothing, nothing
    mispaired = float((means.sum() - means.trace()) / (topics * (topics - 1)))
    ranks = np.concatenate([_ranks(means), _ranks(means.T)])
    return value, mispaired, float((ranks <= 1).mean()), float((1 / ranks).mean())


def _ranks(means: np.ndarray) -> np.ndarray:
    rounded = means.round(_DECIMALS)
    own = np.diag(rounded)[:, None]
    return 1 + (rounded > own).sum(axis=1) + ((rounded == own).sum(axis=1) - 1) / 2


def _share(known: np.ndarray) -> float:
    return float(known.mean()) if len(known) else float("nan")


def _unseen(words: list[str], alone: np.ndarray) -> tuple[str, ...]:
    return tuple(word for word, count in zip(words, alone, strict=True) if not count)


def _notes(topics: int, kept: int) -> tuple[str, ...]:
    if not kept:
        return ("no topic has words in both languages: there is nothing to measure",)
    notes = [f"{topics - kept} of {topics} topics lack words in a language and are left out"]
    alone = ["a single topic cannot be paired wrongly: no baseline, excess, top1 or mrr"]
    return tuple(notes * (kept < topics) + alone * (kept == 1))
