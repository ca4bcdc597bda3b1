"""What a codebook's author should look at again: what is allowed, and yet hardly meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.preprocess import Tokenizer
from toolkit.themes.codebook.linting.corpus import corpus_findings
from toolkit.themes.codebook.linting.equivalence import equivalence_findings
from toolkit.themes.codebook.linting.finding import SEVERITIES, Draft, Finding, Severity
from toolkit.themes.codebook.linting.overlaps import overlap_findings
from toolkit.themes.codebook.linting.terms import term_findings
from toolkit.themes.codebook.linting.tokens import lemma_findings, token_findings
from toolkit.themes.codebook.linting.words import word_findings
from toolkit.themes.codebook.model import Codebook
from toolkit.yaml_lines import Place, line_of

__all__ = ["SEVERITIES", "Finding", "Severity", "lint"]


def lint(
    codebook: Codebook,
    lines: Mapping[Place, int] | None = None,
    tokenizer: Tokenizer | None = None,
    coverage: Sequence[Mapping[str, Any]] | None = None,
) -> list[Finding]:
    """Look through a codebook for what is allowed, and yet hardly meant.

    Parameters
    ----------
    lines
        Line of every part of the file (`CodebookFile.lines`); without it findings have no line.
    tokenizer
        With one, terms that it takes apart are named.
    coverage
        What became of the terms in a corpus (`seed_coverage`): with it, terms that the corpus does not use,
        and themes that it would never show, are named.

    Returns
    -------
    Findings in the order of the file.
    """
    drafts: list[Draft] = [
        *word_findings(codebook),
        *term_findings(codebook),
        *overlap_findings(codebook),
        *equivalence_findings(codebook),
        *lemma_findings(codebook),
        *(token_findings(codebook, tokenizer) if tokenizer else ()),
        *(corpus_findings(codebook, coverage) if coverage is not None else ()),
    ]
    found = [
        Finding(severity, place, line_of(place, dict(lines)) if lines else None, what, remedy)
        for severity, place, what, remedy in drafts
    ]
    return sorted(found, key=lambda finding: (finding.line or 0, SEVERITIES.index(finding.severity)))
