"""Whether a joint solution finds subjects or languages, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from jaxtyping import Integer

from toolkit.arrays import TopicShares, Vectors
from toolkit.errors import ToolkitError
from toolkit.evaluation.language_classifier import LanguageAccuracy, Names, language_accuracy
from toolkit.evaluation.mixing import LanguageMix, language_mix
from toolkit.evaluation.remedies import Remedy, remedied_with_count
from toolkit.evaluation.retrieval import Pairs, Retrieval, pair_retrieval
from toolkit.features import Features
from toolkit.models import TopicSolution

REMEDIES: tuple[Remedy, ...] = ("none", "centre", "remove")


@dataclass(frozen=True)
class RemedyTrial:
    """What the vectors tell after one remedy."""

    how: Remedy
    language: LanguageAccuracy
    retrieval: dict[tuple[str, str], Retrieval]
    """By pair of languages; empty where no counterparts are known."""

    change: float
    """Mean of 1 − cosine between a unit's vector before and after; units without a vector are left out."""

    directions: int
    """How many were projected out."""

    @property
    def retrieval_mean(self) -> float:
        """Mean over language pairs, weighted by pairs of units; not a number where none are known."""
        found = list(self.retrieval.values())
        if not found:
            return float("nan")
        return float(np.average([one.mean for one in found], weights=[one.pairs for one in found]))


@dataclass(frozen=True)
class LeakReport:
    """How much the topics and the vectors tell of their language."""

    mix: LanguageMix
    remedies: tuple[RemedyTrial, ...]
    """Before (``none``) and after each remedy that could be tried."""

    notes: tuple[str, ...] = ()

    @property
    def before(self) -> RemedyTrial:
        """The vectors as they are."""
        return self.remedies[0]

    def topic_rows(self) -> Iterator[dict[str, Any]]:
        """Give one row a topic and language."""
        for topic, shares in enumerate(self.mix.mix):
            for language, share, expected in zip(self.mix.languages, shares, self.mix.expected, strict=True):
                yield {
                    "topic": topic,
                    "language": language,
                    "share": float(share),
                    "expected": float(expected),
                    "entropy": float(self.mix.entropy[topic]),
                }

    def remedy_rows(self) -> Iterator[dict[str, Any]]:
        """Give one row a remedy."""
        for trial in self.remedies:
            yield {
                "remedy": trial.how,
                "language_accuracy": trial.language.accuracy,
                "chance": trial.language.chance,
                "balanced_accuracy": trial.language.balanced,
                "retrieval": trial.retrieval_mean,
                "change": trial.change,
                "directions": trial.directions,
            }


def leak_report(
    topic_shares: TopicShares,
    vectors: Vectors,
    languages: Sequence[str] | np.ndarray,
    documents: Names,
    pairs: Pairs | None = None,
    most: int = 20,
    seed: int = 0,
) -> LeakReport:
    """Measure what topics and vectors tell of the language, and compare remedies on the vectors.

    The remedies are tried on the vectors alone; whether a model fitted on remedied vectors is better
    is another run.

    Parameters
    ----------
    topic_shares
        (units, topics) of a joint solution.
    vectors
        (units, dimensions) of the same units.
    languages, documents
        (units,) language and document of each.
    pairs
        (pairs, 2) rows of units that translate each other, in different languages.
    most
        Directions that ``remove`` may take away at most.
    seed
        Start of every draw.

    Raises
    ------
    ToolkitError
        When lengths differ, or a pair is within one language.
    """
    spoken = np.asarray(languages)
    sizes = {"shares": len(topic_shares), "vectors": len(vectors), "languages": len(spoken)}
    sizes["documents"] = len(documents)
    if len(set(sizes.values())) > 1:
        raise ToolkitError(f"Shares, vectors and names must be of the same units; found {sizes}.")
    sides = _sides(spoken, pairs)
    trials: list[RemedyTrial] = []
    for how in REMEDIES:
        if how == "remove" and not trials[0].language.folds:
            continue
        new, directions = remedied_with_count(vectors, spoken, how, documents, most, seed)
        retrieval = {
            names: pair_retrieval(new[spoken == names[0]], new[spoken == names[1]], rows)
            for names, rows in sides.items()
        }
        told = language_accuracy(new, spoken, documents, seed)
        trials.append(RemedyTrial(how, told, retrieval, _change(vectors, new), directions))
    mix = language_mix(topic_shares, spoken)
    notes = [*mix.notes, *trials[0].language.notes]
    notes += (
        []
        if trials[0].language.folds
        else ["directions of language were not removed: nothing would say when to stop"]
    )
    notes += [] if sides else ["no pairs of units are known: retrieval was not measured"]
    return LeakReport(mix, tuple(trials), tuple(notes))


def solution_leaks(
    solution: TopicSolution,
    features: Features,
    pairs: Sequence[tuple[str, str]] = (),
    most: int = 20,
    seed: int = 0,
) -> LeakReport:
    """Make the leak report of a joint solution.

    Parameters
    ----------
    solution
        Fitted on units of several languages.
    features
        What it was fitted on; units that the solution lacks are left out.
    pairs
        Ids of units that translate each other.
    most, seed
        As in ``leak_report``.

    Raises
    ------
    ToolkitError
        When a pair names a unit that the solution lacks.
    """
    row_of = {unit: row for row, unit in enumerate(features.unit_ids)}
    rows = np.array([row_of[unit] for unit in solution.unit_ids], dtype=np.int64)
    own_row = {unit: row for row, unit in enumerate(solution.unit_ids)}
    lost = sorted({unit for pair in pairs for unit in pair if unit not in own_row})
    if lost:
        raise ToolkitError(
            f"{len(lost)} units of the pairs are not in the solution {solution.name!r}, {lost[0]!r} for one: "
            "leave their pairs out."
        )
    numbers = np.array([[own_row[one], own_row[other]] for one, other in pairs], dtype=np.int64).reshape(
        -1, 2
    )
    return leak_report(
        solution.topic_shares,
        features.vectors[rows],
        features.languages[rows],
        features.documents[rows],
        numbers,
        most,
        seed,
    )


def _sides(
    spoken: np.ndarray, pairs: Integer[np.ndarray, "pairs 2"] | None
) -> dict[tuple[str, str], np.ndarray]:
    """Sort pairs by their two languages, as rows among the units of each language."""
    if pairs is None or not len(pairs):
        return {}
    if pairs.min() < 0 or pairs.max() >= len(spoken):
        raise ToolkitError(f"Pairs name a unit that is not there: rows go from 0 to {len(spoken) - 1}.")
    names = sorted(set(spoken.tolist()))
    place = np.zeros(len(spoken), dtype=np.int64)
    for name in names:
        place[spoken == name] = np.arange((spoken == name).sum())
    ordered = np.where((spoken[pairs[:, 0]] <= spoken[pairs[:, 1]])[:, None], pairs, pairs[:, ::-1])
    one, other = spoken[ordered.T]
    if (one == other).any():
        raise ToolkitError(f"{int((one == other).sum())} pairs are within one language: pair translations.")
    found = {pair: place[ordered[(one == pair[0]) & (other == pair[1])]] for pair in combinations(names, 2)}
    return {pair: rows for pair, rows in found.items() if len(rows)}


def _change(before: np.ndarray, after: np.ndarray) -> float:
    known = before.any(axis=1)
    if not known.any():
        return float("nan")
    old, new = before[known].astype(float), after[known].astype(float)
    old /= np.linalg.norm(old, axis=1, keepdims=True)
    return float(np.mean(1 - np.einsum("ij,ij->i", old, new)))
