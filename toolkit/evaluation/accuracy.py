"""What topic shares know of labels, within a language and across languages."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from toolkit.errors import ToolkitError

Labels = Sequence[Hashable] | np.ndarray
"""(documents,) label of each."""


@dataclass(frozen=True)
class LabelledShares:
    """Topic shares of one language's documents, and their labels."""

    train: Float[np.ndarray, "train topics"]
    train_labels: Labels
    test: Float[np.ndarray, "test test_topics"]
    test_labels: Labels

    def __post_init__(self) -> None:
        for part, shares, labels in (
            ("train", self.train, self.train_labels),
            ("test", self.test, self.test_labels),
        ):
            if len(shares) != len(labels):
                raise ToolkitError(
                    f"{len(shares)} {part} documents have {len(labels)} labels: give one label a document."
                )
            if not len(labels):
                raise ToolkitError(f"There are no {part} documents to classify: give at least one.")


@dataclass(frozen=True)
class Accuracy:
    """How well labels of one language were told by what was learned in one language."""

    train: str
    """Language that the classifier learned in."""

    test: str
    """Language that it was asked in."""

    accuracy: float
    macro_f1: float
    """Mean of the F1 of the labels that the test documents have."""

    majority_of_train: float
    """Accuracy of always saying the commonest training label."""

    majority_of_test: float
    """Share of the commonest test label."""

    documents: int
    """Test documents."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Classification:
    """Every language learned in, and asked in."""

    scores: tuple[Accuracy, ...]

    def of(self, train: str, test: str) -> Accuracy:
        """Find the score of one direction."""
        for score in self.scores:
            if (score.train, score.test) == (train, test):
                return score
        known = ", ".join(f"{score.train} → {score.test}" for score in self.scores)
        raise ToolkitError(f"Nothing was learned in {train!r} and asked in {test!r}. Known: {known}")

    @property
    def intra(self) -> dict[str, float]:
        """Accuracy within each language."""
        return {score.train: score.accuracy for score in self.scores if score.train == score.test}

    @property
    def cross(self) -> dict[tuple[str, str], float]:
        """Accuracy across, by (language learned in, language asked in)."""
        return {
            (score.train, score.test): score.accuracy for score in self.scores if score.train != score.test
        }


def classification(
    languages: Mapping[str, LabelledShares], only_common_labels: bool = False
) -> Classification:
    """Learn labels from topic shares in each language, and tell them in each language.

    A linear support vector machine (C = 1, squared hinge loss, primal) on shares standardised by the
    training documents, with no choice tuned: the protocol of cross-lingual topic models since Yuan,
    Van Durme & Ying 2018. Nothing is drawn at random.

    Parameters
    ----------
    languages
        Language → shares and labels; all languages share their topics.
    only_common_labels
        Ask only about documents whose label is among the test labels of all languages.

    Raises
    ------
    ToolkitError
        When languages differ in topics, or one has a single training label.
    """
    _check(languages)
    asked = {name: np.ones(len(part.test_labels), dtype=bool) for name, part in languages.items()}
    if only_common_labels:
        common = set.intersection(*(set(np.asarray(p.test_labels).tolist()) for p in languages.values()))
        asked = {n: np.isin(np.asarray(p.test_labels), list(common)) for n, p in languages.items()}
        if not common:
            raise ToolkitError("The languages' test labels have nothing in common: name the labels alike.")
    scores = []
    for train, part in languages.items():
        model, notes = _fitted(part)
        for test, other in languages.items():
            told = model.predict(other.test[asked[test]])
            true = np.asarray(other.test_labels)[asked[test]]
            scores.append(_accuracy(train, test, told, true, np.asarray(part.train_labels), notes))
    return Classification(tuple(scores))


def _check(languages: Mapping[str, LabelledShares]) -> None:
    widths = {table.shape[1] for part in languages.values() for table in (part.train, part.test)}
    if len(widths) > 1:
        raise ToolkitError(
            f"Shares of {sorted(widths)} topics cannot be compared: give one joint solution's."
        )
    for name, part in languages.items():
        if len(set(np.asarray(part.train_labels).tolist())) < 2:
            raise ToolkitError(f"All {name} training documents have one label: there is nothing to learn.")


def _fitted(part: LabelledShares) -> tuple[Any, tuple[str, ...]]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import LinearSVC

    model = make_pipeline(StandardScaler(), LinearSVC(C=1.0, dual=False, max_iter=5000))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        model.fit(part.train, np.asarray(part.train_labels))
    unfinished = any(issubclass(warning.category, ConvergenceWarning) for warning in caught)
    return model, ("the classifier did not converge in 5000 steps",) if unfinished else ()


def _accuracy(
    train: str, test: str, told: np.ndarray, true: np.ndarray, learned: np.ndarray, notes: tuple[str, ...]
) -> Accuracy:
    from sklearn.metrics import f1_score

    commonest = Counter(learned.tolist()).most_common(1)[0][0]
    labels = np.unique(true)
    return Accuracy(
        train=train,
        test=test,
        accuracy=float(np.mean(told == true)),
        macro_f1=float(f1_score(true, told, average="macro", labels=labels, zero_division=0)),
        majority_of_train=float(np.mean(true == commonest)),
        majority_of_test=max(Counter(true.tolist()).values()) / len(true),
        documents=len(true),
        notes=notes,
    )
