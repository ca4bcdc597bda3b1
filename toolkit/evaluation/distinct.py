"""How distinct the topics' words are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.evaluation.measures import topic_diversity

TopicWords = Sequence[Sequence[Hashable]]
"""Words of each topic, best first."""


@dataclass(frozen=True)
class Diversity:
    """Uniqueness and diversity of the topics, by language and together."""

    tu: Mapping[str, float]
    """Topic uniqueness in each language."""

    td: Mapping[str, float]
    """Topic diversity in each language."""

    joint_tu: float
    """Mean of the languages', as papers on cross-lingual topics report it."""

    joint_td: float
    """Mean of the languages'."""

    notes: tuple[str, ...] = ()


def tu(topics: TopicWords) -> float:
    """Give the topic uniqueness: how few other topics list a topic's words.

    Mean over topics of the mean over words of 1 / (times the word stands in all lists): 1 where no
    word stands twice, 1 / topics where all lists are the same (Nan et al. 2019). Topics without words
    are left out; not a number where no topic has words. With lists of one length it equals ``td``.

    >>> tu([["a", "b"], ["a", "c"]])
    0.75
    """
    times = Counter(word for topic in topics for word in topic)
    scores = [float(np.mean([1 / times[word] for word in topic])) for topic in topics if topic]
    return float(np.mean(scores)) if scores else float("nan")


def td(topics: TopicWords) -> float:
    """Give the topic diversity: distinct words / all words of the lists (Dieng, Ruiz & Blei 2020).

    Not a number where no topic has words.

    >>> td([["a", "b"], ["a", "c"]])
    0.75
    """
    return float(topic_diversity(topics))


def diversity(topics: Mapping[str, TopicWords]) -> Diversity:
    """Measure uniqueness and diversity in every language and their means over languages.

    Parameters
    ----------
    topics
        Language → words of each topic in that language.

    >>> diversity({"en": [["a"], ["b"]], "zh": [["甲"], ["甲"]]}).joint_tu
    0.75
    """
    one, other = ({language: measure(lists) for language, lists in topics.items()} for measure in (tu, td))
    nothing = float("nan")
    return Diversity(
        tu=one,
        td=other,
        joint_tu=float(np.mean(list(one.values()))) if one else nothing,
        joint_td=float(np.mean(list(other.values()))) if other else nothing,
        notes=tuple(note for language, lists in topics.items() for note in _notes(language, lists)),
    )


def _notes(language: str, topics: TopicWords) -> list[str]:
    empty = sum(not topic for topic in topics)
    if empty == len(topics):
        return [
            f"no topic has {language} words: its uniqueness and diversity, and the means, are not numbers"
        ]
    return [f"{empty} of {len(topics)} topics have no {language} words and are left out"] if empty else []
