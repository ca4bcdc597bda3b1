"""What there is to read: units, terms, sizes."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import Problem
from toolkit.features import Terms
from toolkit.models import FEWEST_UNITS, Bertopic, GuidedBertopic, Lda, ZeroShotBertopic, too_few_units
from toolkit.preprocess import TokenizedUnits
from toolkit.runs.config import Experiment
from toolkit.themes import (
    BertopicReading,
    Codebook,
)


def unit_problems(path: Path, experiment: Experiment, codebook: Codebook) -> list[Problem]:
    """Find units that the codebook was not written for."""
    rules = experiment.prepare.units
    problems = []
    if rules.kind != codebook.unit:
        reason = f"units are cut by {rules.kind}, but the codebook codes by {codebook.unit}"
        remedy = "let `prepare.units.kind` and the codebook's `unit` say the same"
        problems.append(Problem(f"{path}: prepare.units", reason, remedy))
    barred = sorted(set(rules.labels) & set(codebook.exclude_line_labels))
    if barred:
        reason = f"{', '.join(barred)} lines enter units, but the codebook excludes them"
        remedy = "take them out of `prepare.units.labels`, or out of the codebook's `exclude_line_labels`"
        problems.append(Problem(f"{path}: prepare.units", reason, remedy))
    return problems


def size_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    """Find corpora too small to be clustered."""
    problems = []
    fitted: list[tuple[str, str, Bertopic | ZeroShotBertopic | GuidedBertopic]] = [
        (f"{path}: models", model.name, model) for model in experiment.models if isinstance(model, Bertopic)
    ]
    fitted += [
        (f"{path}: instruments", reading.name, reading.model)
        for reading in experiment.instruments
        if isinstance(reading, BertopicReading)
    ]
    for place, name, model in fitted:
        is_joint = getattr(model, "languages", "joint") == "joint"
        sizes = (
            [len(units)]
            if is_joint
            else [sum(u.language == lang for u in units.units) for lang in units.languages]
        )
        is_dense = getattr(model, "groups", "hdbscan") == "hdbscan"
        if is_dense and min(sizes) < FEWEST_UNITS and model.small_corpus == "refuse":
            text = too_few_units(name, min(sizes))
            reason, remedy = text.split(". ", 1)
            problems.append(Problem(place, reason, remedy))
    return problems


def term_problems(path: Path, experiment: Experiment, units: TokenizedUnits, terms: Terms) -> list[Problem]:
    """Find corpora in which nothing can stand beside anything."""
    problems = []
    if len(units) < 2:
        reason = "the whole corpus has one unit: there is nothing to compare it with"
        remedy = "add documents, or cut smaller units by `prepare.units.kind`"
        problems.append(Problem(f"{path}: prepare.units", reason, remedy))
    for language in units.languages:
        kept, own = len(terms.of(language)), sum(unit.language == language for unit in units.units)
        if kept < 2:
            reason = f"'{language}' keeps {kept} terms in {own} units: models and vectors need two"
            remedy = (
                f"add documents in '{language}' or exclude those there are, or lower "
                f"`features.terms.min_units` (now {experiment.features.terms.min_units})"
            )
            problems.append(Problem(f"{path}: features.terms", reason, remedy))
        problems += [
            Problem(
                f"{path}: models.{model.name}",
                f"'{language}' has one unit, and this model fits each language by itself",
                f"add documents in '{language}' or exclude this one, or set `languages: joint`",
            )
            for model in experiment.models
            if own < 2 and isinstance(model, Lda) and model.languages == "separate"
        ]
    return problems
