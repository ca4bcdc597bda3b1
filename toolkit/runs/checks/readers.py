"""What reads: instruments, dictionaries, vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.errors import Problem
from toolkit.features import Encoder, Lexicon, Precomputed, Terms, link_terms
from toolkit.models import ZeroShotBertopic
from toolkit.preprocess import TokenizedUnits, Tokenizer
from toolkit.runs.checks.collecting import collect
from toolkit.runs.config import Experiment
from toolkit.themes import (
    BertopicReading,
    Codebook,
    Prototypes,
    SeededLdaReading,
)


def seed_problems(
    path: Path, experiment: Experiment, codebook: Codebook, tokenizer: Tokenizer, terms: Terms
) -> list[Problem]:
    """Find themes that seeded LDA cannot hear in this corpus."""
    problems = []
    for reading in experiment.instruments:
        if not isinstance(reading, SeededLdaReading):
            continue
        for theme, pairs in codebook.seeds(tokenizer).items():
            kept = sum(pair in terms.index for pair in pairs)
            if kept < reading.fewest_seeds:
                reason = (
                    f"theme '{theme}' keeps {kept} of its seed terms in this corpus; "
                    f"{reading.fewest_seeds} are needed"
                )
                remedy = "add terms that this corpus uses to the codebook, or leave this instrument out"
                problems.append(Problem(f"{path}: instruments.{reading.name}", reason, remedy))
    return problems


def prototype_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits
) -> list[Problem]:
    """Find themes without a sentence to place."""
    return [
        Problem(
            f"{path}: instruments.{reading.name}",
            f"theme '{theme.id}' has no prototype sentence in {' or '.join(units.languages)}",
            "write some under `prototypes` in the codebook, or leave this instrument out",
        )
        for reading in experiment.instruments
        if _reads_prototypes(reading)
        for theme in codebook.themes
        if not any(theme.prototypes.get(language) for language in units.languages)
    ]


def _reads_prototypes(reading: Any) -> bool:
    """Say whether an instrument places the codebook's prototype sentences; guided BERTopic reads seeds."""
    is_zero_shot = isinstance(reading, BertopicReading) and isinstance(reading.model, ZeroShotBertopic)
    return is_zero_shot or isinstance(reading, Prototypes)


def lexicon_problems(path: Path, experiment: Experiment, terms: Terms) -> list[Problem]:
    """Read every table of words as a run would."""
    problems: list[Problem] = []
    for table in experiment.features.lexicon.tables:
        alone = Lexicon(cedict=False, equivalents=False, identical=False, tables=(table,))
        collect(problems, lambda alone=alone: link_terms(terms, alone, base=path.parent))
    return problems


def vector_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits
) -> list[Problem]:
    """Read the file of vectors, if there is one, and look for everything a run would look up in it."""
    source = experiment.features.vectors
    if not isinstance(source, Precomputed):
        return []
    problems: list[Problem] = []
    file = collect(problems, lambda: source.load([unit.id for unit in units.units], path.parent))
    if file is not None and any(map(_reads_prototypes, experiment.instruments)):
        names = [
            f"prototype:{theme.id}:{language}:{number}"
            for theme in codebook.themes
            for language, texts in theme.prototypes.items()
            if language in units.languages
            for number in range(len(texts))
        ]
        collect(problems, lambda: file.of(names))
    return problems


def encoder_problems(path: Path, experiment: Experiment) -> list[Problem]:
    """Find packages that an encoder needs and that are not installed."""
    source = experiment.features.vectors
    missing = source.missing_packages() if isinstance(source, Encoder) else []
    if not missing:
        return []
    remedy = f"pip install {' '.join(map(repr, missing))}{source.advice}, or use `kind: bridge`"
    reason = f"packages that `kind: {source.kind}` needs are not installed: {', '.join(missing)}"
    return [Problem(f"{path}: features.vectors", reason, remedy)]


def remedy_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    """Find remedies that have nothing to do."""
    how = experiment.features.remedy
    if how == "none" or len(units.languages) > 1:
        return []
    reason = f"remedy '{how}' takes languages out of the vectors, and the corpus has one language"
    return [Problem(f"{path}: features.remedy", reason, "leave it out")]
