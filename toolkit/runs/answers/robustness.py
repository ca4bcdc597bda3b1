"""What would have come out otherwise: from other seeds, without single terms."""

from __future__ import annotations

from toolkit import reports, themes
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.measures import Measures
from toolkit.themes import Dictionary


def robustness_tables(evidence: Evidence, measures: Measures) -> list[reports.Table]:
    """Show how far estimates hang on seeds and terms."""
    own, labels, stamp = evidence.estimated, evidence.labels, evidence.estimated_stamp
    compare = evidence.experiment.compare
    tables = []
    if own.runs:
        over = [
            row for runs in own.runs.values() for row in themes.estimates_over_runs(own.units, runs, compare)
        ]
        tables.append(reports.robustness_table(over, stamp, labels))
        tables.append(reports.stability_table(measures.stability, stamp, labels))
    if measures.effects_over_runs:
        tables.append(reports.effects_over_runs_table(measures.effects_over_runs, stamp, labels))
    if evidence.experiment.robustness.terms:
        tables += _without_terms(evidence)
    return tables


def _without_terms(evidence: Evidence) -> list[reports.Table]:
    """Show which terms the dictionary's estimates, and on request seeded LDA's, hang on."""
    own = evidence.estimated
    rows = evidence.estimated_rows
    given = (evidence.features, evidence.codebook)
    found = []
    for instrument, reading in zip(evidence.experiment.instruments, evidence.scores, strict=True):
        if isinstance(instrument, Dictionary):
            without = themes.dictionary_without_terms(*given, reading)
        elif instrument.kind == "seeded-lda" and evidence.experiment.robustness.refit_terms:
            without = themes.refitted_without_terms(instrument, *given)
        else:
            continue
        kept = {term: present[rows] for term, present in without.items()}
        mine = next(each for each in own.scores if each.instrument == instrument.name)
        found += themes.drop_one_term(own.units, mine, kept, evidence.experiment.compare)
    return [reports.term_sensitivity_table(found, evidence.estimated_stamp, evidence.labels)] if found else []
