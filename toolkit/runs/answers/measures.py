"""Everything that is measured of themes, as tidy rows, before anything is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit import reports, themes
from toolkit.evaluation.leaks import LeakReport
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.pooling import effects_over_runs

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Measures:
    """Rows of one run; those of codes are empty where nobody coded."""

    prevalence: Rows
    contrasts: Rows
    effects: Rows
    effects_over_runs: Rows
    distances: Rows
    trajectories: Rows
    mtmm: themes.Mtmm
    equivalence: Rows
    reliability: Rows
    human_machine: Rows
    accuracy: Rows
    differential: Rows
    calibration: Rows
    keyness: themes.Keyness
    stability: Rows


def measure(evidence: Evidence, leaks: Mapping[str, LeakReport]) -> Measures:
    """Measure themes in the documents that estimates come from, correct by codes, compare."""
    own, compare = evidence.estimated, evidence.experiment.compare
    units, scores, codes = own.units, own.scores, own.codes
    people = {each.name for each in evidence.experiment.instruments if each.kind == "human"}
    # people are not measured against themselves
    machines = [each for each in scores if codes is None or each.instrument not in people]
    prevalence = [row for reading in scores for row in themes.prevalence(units, reading, compare.by)]
    contrasts = themes.contrasts(units, scores, compare)
    reliability, human, accuracy, differential, calibration = [], [], [], [], []
    if codes is not None:
        corrected = [
            row for each in scores for row in themes.corrected_prevalence(units, each, codes, compare.by)
        ]
        prevalence = joined(prevalence, corrected, ("instrument", "theme", "by", "group"))
        corrected = themes.corrected_contrasts(units, scores, codes, compare)
        contrasts = joined(contrasts, corrected, ("instrument", "theme", "by", "first", "second"))
        reliability = themes.reliability(codes, units)
        human = themes.human_machine(codes, units, machines)
        accuracy = themes.accuracy_by_language(units, machines, codes)
        differential = themes.differential_functioning(units, machines, codes)
        calibration = themes.calibration(units, machines, codes)
    equivalence = themes.equivalence(
        units,
        themes.term_coverage(units, evidence.codebook),
        [reports.language_leak(name, report) for name, report in leaks.items()],
        accuracy,
        differential,
        calibration,
    )
    return Measures(
        prevalence,
        themes.judged(contrasts, equivalence, units),
        themes.effects(units, scores, compare.effects) if compare.effects else [],
        effects_over_runs(evidence),
        themes.distances(units, scores, compare.by),
        themes.trajectories(units, scores, compare.over_time) if compare.over_time else [],
        themes.mtmm(units, machines, codes),
        equivalence,
        reliability,
        human,
        accuracy,
        differential,
        calibration,
        _keyness(evidence),
        _stability(evidence),
    )


def _keyness(evidence: Evidence) -> themes.Keyness:
    """Measure terms by people's codes, else by the first instrument that does not read the terms."""
    own = evidence.estimated
    free = {
        each.name
        for each in evidence.experiment.instruments
        if not themes.reads_terms(each) and each.kind != "human"  # people are asked by their codes
    }
    scores = [reading for reading in own.scores if reading.instrument in free]
    return themes.keyness(own.units, evidence.features.tokenizer, evidence.codebook, own.codes, scores)


def _stability(evidence: Evidence) -> Rows:
    """Measure how alike runs from several seeds are."""
    own = evidence.estimated
    first = {each.name: each.model.seed for each in evidence.experiment.instruments if each.name in own.runs}
    return [
        row
        for name, runs in own.runs.items()
        for row in themes.stability(runs, own.units.languages, own.codes, first[name])
    ]


def joined(rows: Sequence[dict], others: Sequence[dict], keys: Sequence[str]) -> Rows:
    """Put the columns of other rows beside those of the same keys."""
    found = {tuple(row[key] for key in keys): row for row in others}
    return [{**row, **found[tuple(row[key] for key in keys)]} for row in rows]
