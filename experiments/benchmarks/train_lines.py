"""Make the weights of line labels from labelled pages, and say how well they do on pages they were not made from.

    python experiments/benchmarks/train_lines.py --pages DIR [DIR …] [--write]

Each folder holds ``texts/`` and ``truth.json`` (records with ``file``, ``paragraph_index``, ``label`` and, where two
coders could differ, ``alternatives``). Every folder is left out once and labelled with weights made from the others: the
folders were written by different hands, so that this is what pages of strangers may expect. ``--write`` then makes the
weights from all folders and writes them into the package. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from toolkit.corpus import read_corpus
from toolkit.preprocess import Preparation
from toolkit.preprocess.lines import draft_page, open_page
from toolkit.preprocess.prepared import repair_lines, split_lines
from toolkit.preprocess.repetition import count_lines
from toolkit.preprocess.weighing import LABELS, doubtful, features

REPEATED_IN = 3


@dataclass(frozen=True)
class Row:
    """One labelled line."""

    page: str
    features: dict[str, float]
    label: str
    accepted: frozenset[str]
    rule: str
    is_doubtful: bool


def read_pages(folder: Path) -> list[Row]:
    """Describe every labelled line of a folder."""
    truth: dict[str, dict[int, dict]] = {}
    for record in json.loads((folder / "truth.json").read_text("utf-8")):
        truth.setdefault(Path(record["file"]).stem, {})[record["paragraph_index"]] = record
    settings = Preparation()
    pages, repeated = [], Counter()
    for document in read_corpus(folder / "texts"):
        lines, blank_before = split_lines(document.text)
        texts, _ = repair_lines(lines, settings.repair)
        pages.append((document.id, texts, blank_before))
        repeated.update(count_lines(texts))
    often = {line: times for line, times in repeated.items() if times >= REPEATED_IN}
    rows = []
    for name, texts, blank_before in pages:
        page, parts = open_page(texts, (), blank_before)
        drafts, settled = draft_page(page, settings.lines, often)
        names, values = features(page, drafts, settled)
        weighed = doubtful(page, settled)
        for row, part in enumerate(parts):
            described = {names[column]: float(values[row, column]) for column in np.flatnonzero(values[row])}
            for number in part:
                if (record := truth.get(name, {}).get(number)) is not None:
                    accepted = frozenset({record["label"], *record.get("alternatives", ())})
                    rows.append(Row(name, described, record["label"], accepted, settled[row].label, bool(weighed[row])))
    return rows


@dataclass(frozen=True)
class Model:
    """Weights with the names they belong to."""

    names: list[str]
    values: np.ndarray
    bias: np.ndarray

    def labels(self, rows: Sequence[Row]) -> list[str]:
        """Label rows."""
        place = {name: column for column, name in enumerate(self.names)}
        chosen = []
        for row in rows:
            if not row.is_doubtful:
                chosen.append(row.rule)
                continue
            score = self.bias.copy()
            for name, value in row.features.items():
                if name in place:
                    score += value * self.values[place[name]]
            chosen.append(LABELS[int(score.argmax())])
        return chosen


def fit(rows: Sequence[Row], strength: float, least: int = 5) -> Model:
    """Fit multinomial logistic regression; features of fewer than `least` lines are left out."""
    rows = [row for row in rows if row.is_doubtful]
    vectorizer = DictVectorizer()
    values = sparse.csc_matrix(vectorizer.fit_transform([row.features for row in rows]))
    often = np.flatnonzero(np.diff(values.indptr) >= least)
    names = [str(name) for name in vectorizer.get_feature_names_out()[often]]
    values = values[:, often]
    largest = np.maximum(abs(values).max(axis=0).toarray().ravel(), 1e-9)
    model = LogisticRegression(C=strength, max_iter=5000, tol=1e-6)
    model.fit(values.multiply(1 / largest).tocsr(), [LABELS.index(row.label) for row in rows])
    return Model(names, (model.coef_ / largest).T, model.intercept_)


def figures(rows: Sequence[Row], found: Sequence[str]) -> dict:
    """Compare labels with those of the coders."""
    pairs = list(zip(rows, found, strict=True))
    hit = sum(label == "boilerplate" and label in row.accepted for row, label in pairs)
    wrong = sum(label == "boilerplate" and label not in row.accepted for row, label in pairs)
    missed = sum(
        row.label == "boilerplate" and label not in row.accepted for row, label in pairs
    )
    content = [(row, label) for row, label in pairs if row.label == "content"]
    lost = sum(label in ("boilerplate", "meta") and label not in row.accepted for row, label in content)
    return {
        "lines": len(rows),
        "accuracy": round(sum(label in row.accepted for row, label in pairs) / len(rows), 4),
        "content_accuracy": round(
            sum((label == "content") in {a == "content" for a in row.accepted} for row, label in pairs) / len(rows), 4
        ),
        "boilerplate_f1": round(2 * hit / max(1, 2 * hit + wrong + missed), 4),
        "content_lost": round(lost / max(1, len(content)), 4),
    }
