"""Whether a joint solution finds subjects or languages, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.arrays import TopicShares, Vectors
from toolkit.errors import ToolkitError
from toolkit.evaluation.mixing import LanguageMix, language_mix
from toolkit.evaluation.retrieval import Pairs
from toolkit.evaluation.trials import RemedyTrial, compare_remedies
from toolkit.features import Features, Names
from toolkit.models import TopicSolution


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
    vectors, languages, documents, pairs, most, seed
        As in ``compare_remedies``, of the same units.

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
    trials = compare_remedies(vectors, spoken, documents, pairs, most, seed)
    mix = language_mix(topic_shares, spoken)
    notes = [*mix.notes, *trials[0].language.notes]
    if not trials[0].language.folds:
        notes.append("directions of language were not removed: nothing would say when to stop")
    if not trials[0].retrieval:
        notes.append("no pairs of units are known: retrieval was not measured")
    return LeakReport(mix, trials, tuple(notes))


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
        What it was fitted on; units that the solution lacks are left out. Vectors are looked at as they
        come from their source, so that the remedy of the features, if any, stands beside none.
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
        features.without_remedy.vectors[rows],
        features.languages[rows],
        features.documents[rows],
        numbers,
        most,
        seed,
    )
