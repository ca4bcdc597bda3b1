"""Whether topics mix languages as the corpus does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.arrays import TopicShares


@dataclass(frozen=True)
class LanguageMix:
    """Languages of each topic against those of all topics together."""

    languages: tuple[str, ...]

    expected: np.ndarray
    """(languages,) share of each language in the mass of all topics; outliers are left out."""

    mix: np.ndarray
    """(topics, languages) share of each language in each topic; not a number for a topic without mass."""

    mass: np.ndarray
    """(topics,) share of the mass of all topics; not a number where there is none."""

    entropy: np.ndarray
    """(topics,) H(language | topic) / H(language): 0 for a topic of one language, 1 for one that mixes
    as the corpus; above 1 for one that is more even than a lopsided corpus."""

    overall: float
    """Mean of ``entropy`` weighted by ``mass``, from 0 to 1; 1 − overall is the share of the
    uncertainty about a unit's language that its topic takes away."""

    notes: tuple[str, ...] = ()


def language_mix(topic_shares: TopicShares, languages: Sequence[str] | np.ndarray) -> LanguageMix:
    """Compare the language mix of every topic with that of the corpus.

    Parameters
    ----------
    topic_shares
        (units, topics) of all languages.
    languages
        (units,) language of each.

    >>> mixed = language_mix(np.array([[1.0, 0.0], [0.5, 0.5]]), ["en", "zh"])
    >>> mixed.mix[1].tolist(), round(mixed.overall, 3)
    ([0.0, 1.0], 0.689)
    """
    spoken = np.asarray(languages)
    names = tuple(sorted(set(spoken.tolist())))
    mass = np.stack([topic_shares[spoken == name].sum(axis=0) for name in names], axis=1).astype(float)
    of_topic, of_language = mass.sum(axis=1), mass.sum(axis=0)
    mix = _shares(mass, of_topic[:, None])
    total = np.array(mass.sum())
    expected, weights = _shares(of_language, total), _shares(of_topic, total)
    notes = [f"{int((of_topic == 0).sum())} topics hold no units"] * bool((of_topic == 0).any())
    if np.count_nonzero(of_language) < 2:
        notes.append("the topics hold fewer than two languages: their mixing is not a number")
        entropy, overall = np.full(len(mass), np.nan), float("nan")
    else:
        entropy = np.array([_entropy(row) for row in mix]) / _entropy(expected)
        held = of_topic > 0
        overall = float(weights[held] @ entropy[held])
    return LanguageMix(names, expected, mix, weights, entropy, overall, tuple(notes))


def _shares(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    empty = np.full(part.shape, np.nan)
    return np.divide(part, whole, out=empty, where=whole > 0)


def _entropy(shares: np.ndarray) -> float:
    if np.isnan(shares).any():
        return float("nan")
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum())
