"""What the preparation hands on: units with their tokens, and an account of everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from toolkit.corpus import Unusable
from toolkit.files import digest
from toolkit.preprocess.duplicates.groups import Duplicates
from toolkit.preprocess.lines.labelling import Line
from toolkit.preprocess.repair.mending import Change
from toolkit.preprocess.units.cutting import Unit


@dataclass(frozen=True)
class TokenizedUnits:
    """Units with their tokens, every line with its label, and what could not be used."""

    units: tuple[Unit, ...]
    tokens: tuple[tuple[str, ...], ...]
    """One tuple of tokens for each unit."""

    lines: tuple[Line, ...]
    """Every non-empty line of every document, kept or dropped."""

    unusable: tuple[Unusable, ...]
    """Documents of which nothing was left, and those that could not be read."""

    metadata: Mapping[str, Mapping[str, str]]
    """What is known about each document that has units; `language` is always there."""

    changes: Mapping[Change, int] = field(default_factory=dict)
    """What was repaired, and how often."""

    duplicates: Duplicates = field(default_factory=Duplicates)
    """Paragraphs, documents and sentences that stand there more than once."""

    weights: np.ndarray = field(default_factory=lambda: np.ones(0))
    """(units,) what each unit counts in its document's shares: 1, or less where a text is repeated."""

    document_weights: Mapping[str, float] = field(default_factory=dict)
    """What each document counts in the shares of a group: 1, or less for copies of one text."""

    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a person should know of a document: doubtful encodings, passages in another language …"""

    collocations: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Words that were joined because they keep company, by language."""

    def __post_init__(self) -> None:
        """Let every unit and document count once where nothing else is said."""
        if not len(self.weights):
            object.__setattr__(self, "weights", np.ones(len(self.units)))

    def __len__(self) -> int:
        return len(self.units)

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that have units, in order."""
        return tuple(self.metadata)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that occur, in alphabetical order."""
        return tuple(sorted({unit.language for unit in self.units}))

    @property
    def copies(self) -> str:
        """Say how many units and documents count less because they repeat others; nothing if none does."""
        units = int((self.weights < 1).sum())
        documents = sum(weight < 1 for weight in self.document_weights.values())
        if not units and not documents:
            return ""
        return f"{units} units and {documents} documents stand there more than once and weigh less."

    @cached_property
    def repairs(self) -> Mapping[str, int]:
        """How often each kind of fault was mended."""
        counts: Counter[str] = Counter()
        for change, times in self.changes.items():
            counts[change.kind] += times
        return dict(sorted(counts.items()))

    @cached_property
    def digest(self) -> str:
        """Hash of the units, their tokens and weights, and the documents' metadata."""
        units = [
            [u.id, u.doc, u.language, u.text, list(t)] for u, t in zip(self.units, self.tokens, strict=True)
        ]
        facts = {doc: dict(facts) for doc, facts in self.metadata.items()}
        return digest(units, facts, self.weights.tolist(), dict(self.document_weights))

    def _repr_html_(self) -> str:
        labels = Counter(line.label for line in self.lines)
        counted = ", ".join(f"{count} {label}" for label, count in sorted(labels.items()))
        return (
            f"<p>{len(self.units)} units of {len(self.documents)} documents "
            f"({', '.join(self.languages)}); lines: {counted}; {len(self.unusable)} documents unusable</p>"
        )
