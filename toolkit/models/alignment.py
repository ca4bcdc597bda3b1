"""Topics of two solutions that are about the same: separate solutions meet afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.features import Features, unit_length
from toolkit.models.solution import TopicSolution


@dataclass(frozen=True)
class TopicPair:
    """A topic of one solution with its counterpart in the other; one side is None where it has none."""

    first: int | None
    second: int | None
    cosine: float
    """Of the two topics' vectors; of a topic without a counterpart, with the nearest topic."""


def align_topics(first: TopicSolution, second: TopicSolution, features: Features) -> list[TopicPair]:
    """Pair the topics of two solutions one to one.

    A topic lies where the units are that it has a share in (`Features.matched`). The pairs make the sum of
    cosines as large as it can be (the Hungarian method, Kuhn 1955); a pair of which neither side is the
    other's nearest is no counterpart, and both topics are listed without one.

    Returns
    -------
    Pairs, nearest first, then topics of the first solution without a counterpart, then those of the second.
    """
    from scipy.optimize import linear_sum_assignment

    near = _places(first, features) @ _places(second, features).T
    rows, columns = linear_sum_assignment(-near)
    pairs = [
        TopicPair(int(row), int(column), float(near[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if near[row, column] in (near[row].max(), near[:, column].max())
    ]
    alone = set(range(len(near))) - {pair.first for pair in pairs}
    others = set(range(near.shape[1])) - {pair.second for pair in pairs}
    return [
        *sorted(pairs, key=lambda pair: (-pair.cosine, pair.first)),
        *(TopicPair(topic, None, float(near[topic].max())) for topic in sorted(alone)),
        *(TopicPair(None, topic, float(near[:, topic].max())) for topic in sorted(others)),
    ]


def separate_pairs(solutions: Sequence[TopicSolution]) -> list[tuple[TopicSolution, TopicSolution]]:
    """Find solutions of one model in different languages: ``lda.en`` and ``lda.zh``."""
    found = []
    for number, one in enumerate(solutions):
        model, _, language = one.name.rpartition(".")
        for other in solutions[number + 1 :]:
            other_model, _, other_language = other.name.rpartition(".")
            if model and model == other_model and language != other_language:
                found.append((one, other))
    return found


def _places(solution: TopicSolution, features: Features) -> np.ndarray:
    """Give each topic the direction of its units, weighted by its shares."""
    row_of = {unit: row for row, unit in enumerate(features.unit_ids)}
    rows = np.array([row_of[unit] for unit in solution.unit_ids], dtype=np.int64)
    return unit_length(solution.topic_shares.T @ features.matched[rows])
