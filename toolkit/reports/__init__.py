"""Rows in; tables, figures, a page and a methods paragraph out."""

from toolkit.reports.account import Account
from toolkit.reports.audit import audit_tables
from toolkit.reports.audit_console import print_corpus
from toolkit.reports.audit_html import audit_page
from toolkit.reports.audit_tables import cleaning_table
from toolkit.reports.effect_tables import (
    contrasts_table,
    distances_table,
    effects_over_runs_table,
    effects_table,
    trajectories_table,
)
from toolkit.reports.equivalence_tables import calibration_table, equivalence_table, language_leak
from toolkit.reports.figures import (
    document_strips,
    prevalence_by_document,
    prevalence_by_group,
    to_png,
    to_svg,
)
from toolkit.reports.gold_tables import human_machine_table, reliability_table
from toolkit.reports.keyness import has_keyness, keyness_table
from toolkit.reports.keyness_figure import keyness_figure
from toolkit.reports.leaks import leak_reports, leak_tables
from toolkit.reports.methods import methods_text
from toolkit.reports.page import report_page
from toolkit.reports.robustness_tables import (
    keywords_table,
    robustness_table,
    stability_table,
    term_sensitivity_table,
    topics_themes_table,
)
from toolkit.reports.stability_figure import has_stability, stability_figure
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table
from toolkit.reports.tables import (
    alignment_table,
    corpus_table,
    pairs_table,
    seed_coverage_table,
    seed_terms_table,
    solutions_table,
    topics_table,
)
from toolkit.reports.theme_tables import agreement_table, prevalence_documents_table, prevalence_table
from toolkit.reports.trajectory_figure import prevalence_over_time
from toolkit.reports.validity_figures import accuracy_figure, mtmm_figure
from toolkit.reports.validity_tables import disagreements_table, htmt_table, mtmm_blocks_table, mtmm_table

__all__ = [
    "Account",
    "Stamp",
    "Table",
    "accuracy_figure",
    "agreement_table",
    "alignment_table",
    "audit_page",
    "audit_tables",
    "calibration_table",
    "cleaning_table",
    "contrasts_table",
    "corpus_table",
    "disagreements_table",
    "distances_table",
    "document_strips",
    "effects_over_runs_table",
    "effects_table",
    "equivalence_table",
    "has_keyness",
    "has_stability",
    "htmt_table",
    "human_machine_table",
    "keyness_figure",
    "keyness_table",
    "keywords_table",
    "language_leak",
    "leak_reports",
    "leak_tables",
    "methods_text",
    "mtmm_blocks_table",
    "mtmm_figure",
    "mtmm_table",
    "pairs_table",
    "prevalence_by_document",
    "prevalence_by_group",
    "prevalence_documents_table",
    "prevalence_over_time",
    "prevalence_table",
    "print_corpus",
    "reliability_table",
    "report_page",
    "robustness_table",
    "seed_coverage_table",
    "seed_terms_table",
    "solutions_table",
    "stability_figure",
    "stability_table",
    "term_sensitivity_table",
    "to_png",
    "to_svg",
    "topics_table",
    "topics_themes_table",
    "trajectories_table",
]
