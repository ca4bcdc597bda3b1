"""What was read: documents, lines, codebook terms."""

from __future__ import annotations

from toolkit import reports, themes
from toolkit.runs.answers.evidence import Evidence


def corpus_tables(evidence: Evidence) -> list[reports.Table]:
    """Describe the corpus and how far the codebook's terms reach into it."""
    stamp, units = evidence.stamp, evidence.everything
    coverage = themes.seed_coverage(evidence.features, evidence.codebook)
    return [
        reports.corpus_table(units, stamp),
        reports.cleaning_table(units, stamp, evidence.experiment.prepare.units.labels),
        reports.seed_coverage_table(themes.coverage_summary(coverage), stamp),
        reports.seed_terms_table(coverage, stamp),
        reports.keywords_table(
            themes.keyword_prevalence(evidence.features, evidence.codebook), stamp, evidence.labels
        ),
    ]
