"""Rows in; tables, figures, a page and a methods paragraph out."""

from toolkit.reports.audit import audit_tables
from toolkit.reports.audit_console import print_corpus
from toolkit.reports.audit_html import audit_page
from toolkit.reports.audit_tables import cleaning_table
from toolkit.reports.figures import (
    document_strips,
    prevalence_by_document,
    prevalence_by_group,
    to_png,
    to_svg,
)
from toolkit.reports.leaks import leak_tables
from toolkit.reports.methods import methods_text
from toolkit.reports.page import report_page
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
from toolkit.reports.theme_tables import (
    agreement_table,
    contrasts_table,
    prevalence_documents_table,
    prevalence_table,
)

__all__ = [
    "Stamp",
    "Table",
    "agreement_table",
    "alignment_table",
    "audit_page",
    "audit_tables",
    "cleaning_table",
    "contrasts_table",
    "corpus_table",
    "document_strips",
    "leak_tables",
    "methods_text",
    "pairs_table",
    "prevalence_by_document",
    "prevalence_by_group",
    "prevalence_documents_table",
    "prevalence_table",
    "print_corpus",
    "report_page",
    "seed_coverage_table",
    "seed_terms_table",
    "solutions_table",
    "to_png",
    "to_svg",
    "topics_table",
]
