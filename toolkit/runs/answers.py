"""Readings and solutions in; the tables and figures of a run out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit import reports, themes
from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits
from toolkit.runs.config import Experiment
from toolkit.themes import Codebook, ThemeScores

LANGUAGE_NAMES = {"zh": "中文 Chinese", "en": "English"}


def answers(
    experiment: Experiment,
    features: Features,
    codebook: Codebook,
    solutions: Sequence[TopicSolution],
    scores: Sequence[ThemeScores],
    beads: Sequence[dict],
    stamp: reports.Stamp,
) -> tuple[list[reports.Table], dict[str, Any]]:
    """Measure, compare, and put it into tables and figures."""
    units, labels = features.units, _labels(codebook)
    by = experiment.compare.by
    prevalence = [row for reading in scores for row in themes.prevalence(units, reading, by)]
    coverage = themes.seed_coverage(features, codebook)
    tables = [
        reports.corpus_table(units, stamp),
        reports.seed_coverage_table(themes.coverage_summary(coverage), stamp),
        reports.seed_terms_table(coverage, stamp),
        reports.solutions_table(solutions, features, stamp),
        reports.topics_table(solutions, features, stamp),
    ]
    if not scores:
        return tables, {}
    headline = experiment.compare.headline
    tables += [
        reports.prevalence_table(prevalence, stamp, labels),
        reports.prevalence_documents_table(prevalence, stamp, labels, headline),
        reports.contrasts_table(themes.contrasts(units, scores, experiment.compare), stamp, labels, headline),
        reports.agreement_table(themes.agreement(features, scores), stamp, labels),
    ]
    if beads:
        tables.append(reports.pairs_table(beads, stamp))
    return tables, _figures(
        experiment, units, prevalence, next(s for s in scores if s.instrument == headline), labels
    )


def _figures(
    experiment: Experiment,
    units: TokenizedUnits,
    prevalence: Sequence[dict],
    reading: ThemeScores,
    labels: dict[str, str],
) -> dict[str, Any]:
    frame = pd.DataFrame(prevalence)
    frame = frame[frame["instrument"] == reading.instrument].copy()
    notice = experiment.corpus.notice
    figures: dict[str, Any] = {}
    for number, column in enumerate(experiment.compare.by):
        frame["member"] = [units.metadata.get(doc, {}).get(column, "") for doc in frame["group"]]
        if not (frame["by"] == column).any():
            continue
        title = f"Theme prevalence by {column} ({reading.instrument})"
        name = "prevalence" if number == 0 else f"prevalence_{column}"
        figures[name] = reports.prevalence_by_group(frame, column, labels, title, notice)
    languages = {doc: facts["language"] for doc, facts in units.metadata.items()}
    title = f"Theme prevalence by document ({reading.instrument})"
    figures["prevalence_documents"] = reports.prevalence_by_document(frame, languages, labels, title, notice)
    rows = {doc: [i for i, unit in enumerate(units.units) if unit.doc == doc] for doc in units.documents[:60]}
    cells = {doc: reading.present[own] for doc, own in rows.items()}
    title = f"Where the themes stand in each document ({reading.instrument})"
    figures["strips"] = reports.document_strips(list(cells), cells, reading.themes, labels, title, notice)
    return figures


def _labels(codebook: Codebook) -> dict[str, str]:
    names = {theme.id: " ".join(dict.fromkeys(theme.label.values())) or theme.id for theme in codebook.themes}
    return {**LANGUAGE_NAMES, **names}
