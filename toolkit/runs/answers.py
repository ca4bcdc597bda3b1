"""Readings and solutions in; the tables and figures of a run out."""

from __future__ import annotations

from collections import Counter
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
MOST_STRIPS = 60
"""More documents than this are not drawn as strips."""


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
        reports.cleaning_table(units, stamp, experiment.prepare.units.labels),
        reports.seed_coverage_table(themes.coverage_summary(coverage), stamp),
        reports.seed_terms_table(coverage, stamp),
    ]
    if solutions:
        tables.append(reports.solutions_table(solutions, features, stamp))
        tables.append(reports.topics_table(solutions, features, stamp))
        alignment = reports.alignment_table(solutions, features, stamp)
        tables += [alignment] if alignment else []
        tables += reports.leak_tables(solutions, features, beads, stamp)
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
        if not (frame["by"] == column).any():
            continue
        title = f"Theme prevalence by {column} ({reading.instrument})"
        name = "prevalence" if number == 0 else f"prevalence_by_{column}"
        figures[name] = reports.prevalence_by_group(
            _lettered(frame, units, column, labels), column, {}, title, notice
        )
    languages = {
        doc: LANGUAGE_NAMES.get(facts["language"], facts["language"]) for doc, facts in units.metadata.items()
    }
    title = f"Theme prevalence by document ({reading.instrument})"
    figures["prevalence_documents"] = reports.prevalence_by_document(frame, languages, labels, title, notice)
    rows = {
        doc: [i for i, unit in enumerate(units.units) if unit.doc == doc]
        for doc in units.documents[:MOST_STRIPS]
    }
    cells = {doc: reading.present[own] for doc, own in rows.items()}
    title = f"Where the themes stand in each document ({reading.instrument})"
    if len(units.documents) > MOST_STRIPS:
        title += f" — the first {MOST_STRIPS} of {len(units.documents)} documents"
    figures["strips"] = reports.document_strips(list(cells), cells, reading.themes, labels, title, notice)
    return figures


def _lettered(
    frame: pd.DataFrame, units: TokenizedUnits, column: str, labels: dict[str, str]
) -> pd.DataFrame:
    """Write labels in the place of ids, each kind from its own map: a group may be named like a theme."""
    names = LANGUAGE_NAMES if column == "language" else {}
    is_group = frame["by"] == column
    members = [units.metadata.get(doc, {}).get(column, "") for doc in frame["group"]]
    return frame.assign(
        theme=[labels.get(theme, theme) for theme in frame["theme"]],
        group=[names.get(g, g) if own else g for g, own in zip(frame["group"], is_group, strict=True)],
        member=[names.get(member, member) for member in members],
    )


def _labels(codebook: Codebook) -> dict[str, str]:
    """Give each theme's label; themes with the same label are told apart by their ids."""
    names = {theme.id: " ".join(dict.fromkeys(theme.label.values())) or theme.id for theme in codebook.themes}
    times = Counter(names.values())
    return {theme: f"{name} ({theme})" if times[name] > 1 else name for theme, name in names.items()}
