"""The figures of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit import reports, themes
from toolkit.preprocess import TokenizedUnits
from toolkit.runs.answers.evidence import LANGUAGE_NAMES, Evidence
from toolkit.runs.answers.measures import Measures

MOST_STRIPS = 60
"""More documents than this are not drawn as strips."""


def draw_figures(evidence: Evidence, measures: Measures) -> dict[str, Any]:
    """Draw prevalence, where themes stand, how instruments agree, what terms carry, and what is steady."""
    drawn = _prevalence_figures(evidence, measures.prevalence)
    labels, notice = evidence.labels, evidence.experiment.corpus.notice
    headline = evidence.experiment.compare.headline
    if measures.trajectories:
        rows = pd.DataFrame(measures.trajectories)
        periods = themes.periods_of(measures.trajectories)
        own = rows[rows["instrument"] == headline].replace({"group": LANGUAGE_NAMES})
        title = f"Theme prevalence over time ({headline})"
        drawn["prevalence_over_time"] = reports.prevalence_over_time(own, periods, labels, title, notice)
    if len(evidence.scores) > 1:
        matrix = pd.DataFrame(themes.mtmm_rows(measures.mtmm))
        drawn["mtmm"] = reports.mtmm_figure(matrix, labels, "Instruments and themes", notice)
    if measures.accuracy:
        title = "Instruments against human codes, by language"
        drawn["accuracy"] = reports.accuracy_figure(
            pd.DataFrame(measures.accuracy), {**labels, **LANGUAGE_NAMES}, title, notice
        )
    if reports.has_keyness(measures.keyness.rows):
        title = "Terms of the codebook that carry their themes"
        drawn["seed_keyness"] = reports.keyness_figure(
            measures.keyness.rows, {**labels, **LANGUAGE_NAMES}, title, notice
        )
    if reports.has_stability(measures.stability):
        title = "Stability against agreement with people"
        drawn["stability_agreement"] = reports.stability_figure(measures.stability, labels, title, notice)
    return drawn


def _prevalence_figures(evidence: Evidence, prevalence: Sequence[dict]) -> dict[str, Any]:
    experiment, units, labels = evidence.experiment, evidence.estimated.units, evidence.labels
    reading = evidence.estimated.headline
    frame = pd.DataFrame(prevalence)
    frame = frame[frame["instrument"] == reading.instrument].copy()
    notice = experiment.corpus.notice
    drawn: dict[str, Any] = {}
    for number, column in enumerate(experiment.compare.by):
        if not (frame["by"] == column).any():
            continue
        title = f"Theme prevalence by {column} ({reading.instrument})"
        name = "prevalence" if number == 0 else f"prevalence_by_{column}"
        drawn[name] = reports.prevalence_by_group(
            _lettered(frame, units, column, labels), column, {}, title, notice
        )
    languages = {
        doc: LANGUAGE_NAMES.get(facts["language"], facts["language"]) for doc, facts in units.metadata.items()
    }
    title = f"Theme prevalence by document ({reading.instrument})"
    drawn["prevalence_documents"] = reports.prevalence_by_document(frame, languages, labels, title, notice)
    rows = {
        doc: [i for i, unit in enumerate(units.units) if unit.doc == doc]
        for doc in units.documents[:MOST_STRIPS]
    }
    cells = {doc: reading.present[own] for doc, own in rows.items()}
    title = f"Where the themes stand in each document ({reading.instrument})"
    if len(units.documents) > MOST_STRIPS:
        title += f" — the first {MOST_STRIPS} of {len(units.documents)} documents"
    drawn["strips"] = reports.document_strips(list(cells), cells, reading.themes, labels, title, notice)
    return drawn


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
