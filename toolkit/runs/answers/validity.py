"""Whether the numbers mean what they say: coders, instruments, languages."""

from __future__ import annotations

from toolkit import reports, themes
from toolkit.runs.answers.evidence import Evidence
from toolkit.runs.answers.measures import Measures


def validity_tables(evidence: Evidence, measures: Measures) -> list[reports.Table]:
    """Show how far terms carry themes, coders and instruments agree, and languages are read alike."""
    labels, stamp = evidence.labels, evidence.estimated_stamp
    own, headline = evidence.estimated, evidence.experiment.compare.headline
    tables = [reports.keyness_table(measures.keyness, stamp, labels)]
    if own.codes is not None:
        tables.append(reports.reliability_table(measures.reliability, stamp, labels))
        half = evidence.estimated_half
        tables.append(reports.human_machine_table(measures.human_machine, stamp, labels, half))
    if len(own.scores) > 1:
        unlike = themes.disagreements(
            own.units, own.scores, own.codes, share_text=evidence.experiment.share_text
        )
        tables += [
            reports.mtmm_table(themes.mtmm_rows(measures.mtmm), stamp, labels, headline),
            reports.mtmm_blocks_table(themes.mtmm_blocks(measures.mtmm), stamp, labels),
            reports.htmt_table(themes.htmt(measures.mtmm), stamp, labels),
            reports.disagreements_table(unlike, stamp, labels),
        ]
    if measures.equivalence:
        tables.append(reports.equivalence_table(measures.equivalence, stamp, labels, headline))
    if measures.calibration:
        tables.append(reports.calibration_table(measures.calibration, stamp, labels, headline))
    return tables
