"""Finished stages by fingerprint, so that an interrupted run resumes. Deletable at any time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from scipy import sparse

from toolkit.features import BridgeSpace, Terms
from toolkit.files import digest, write_atomically
from toolkit.models import TopicSolution
from toolkit.themes import ThemeScores

Stored = tuple[Mapping[str, np.ndarray], Any]
"""Arrays by name, and what JSON can hold."""


@dataclass(frozen=True)
class Cache:
    """A folder of finished stages; none where ``folder`` is None."""

    folder: Path | None

    def get(self, stage: str, key: str, make: Callable[[], Stored]) -> Stored:
        """Read a stage, or make and keep it. No pickle is ever read."""
        if self.folder is None:
            return make()
        path = self.folder / stage / f"{digest(key)[:24]}.npz"
        if path.is_file():
            try:
                with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                    facts = json.loads(str(file["facts"]))
                    return {name: file[name] for name in file.files if name != "facts"}, facts
            except (BadZipFile, OSError, ValueError, KeyError):
                path.unlink()  # a damaged file is made again
        arrays, facts = make()
        buffer = io.BytesIO()
        np.savez(buffer, facts=np.array(json.dumps(facts, ensure_ascii=False)), **arrays)
        write_atomically(path, buffer.getvalue())
        return arrays, facts


def store_bridge(space: BridgeSpace) -> Stored:
    """Take a bridge apart."""
    translations = space.translations
    arrays = {
        "word_vectors": space.word_vectors,
        "weights": space.weights,
        "matched": space.matched,
        "broad": space.broad,
        "data": translations.data,
        "indices": translations.indices,
        "indptr": translations.indptr,
    }
    return arrays, {}


def load_bridge(stored: Stored, terms: Terms) -> BridgeSpace:
    """Put a bridge together."""
    arrays, _ = stored
    shape = (len(terms), len(terms))
    matrix = sparse.csr_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
    return BridgeSpace(
        terms, arrays["word_vectors"], matrix, arrays["weights"], arrays["matched"], arrays["broad"]
    )


def store_solutions(solutions: list[TopicSolution]) -> Stored:
    """Take solutions apart."""
    arrays = {}
    facts = []
    for number, solution in enumerate(solutions):
        arrays[f"term_weights_{number}"] = solution.term_weights
        arrays[f"topic_shares_{number}"] = solution.topic_shares
        facts.append(
            {
                "name": solution.name,
                "unit_ids": solution.unit_ids,
                "words": solution.terms.words,
                "languages": solution.terms.languages,
                "log": solution.log,
                "notes": solution.notes,
                "labels": solution.labels,
            }
        )
    return arrays, facts


def load_solutions(stored: Stored) -> list[TopicSolution]:
    """Put solutions together."""
    arrays, facts = stored
    return [
        TopicSolution(
            fact["name"],
            tuple(fact["unit_ids"]),
            Terms(tuple(fact["words"]), tuple(fact["languages"])),
            arrays[f"term_weights_{number}"],
            arrays[f"topic_shares_{number}"],
            tuple(fact["log"]),
            tuple(fact["notes"]),
            tuple(fact["labels"]),
        )
        for number, fact in enumerate(facts)
    ]


def store_scores(scores: ThemeScores) -> Stored:
    """Take a reading apart."""
    arrays, solutions = store_solutions([scores.solution] if scores.solution else [])
    facts = {
        "instrument": scores.instrument,
        "themes": scores.themes,
        "unit_ids": scores.unit_ids,
        "notes": scores.notes,
        "solutions": solutions,
    }
    return {**arrays, "score": scores.score, "present": scores.present}, facts


def load_scores(stored: Stored) -> ThemeScores:
    """Put a reading together."""
    arrays, facts = stored
    solutions = load_solutions((arrays, facts["solutions"]))
    return ThemeScores(
        facts["instrument"],
        tuple(facts["themes"]),
        tuple(facts["unit_ids"]),
        arrays["score"],
        arrays["present"],
        tuple(facts["notes"]),
        solutions[0] if solutions else None,
    )
