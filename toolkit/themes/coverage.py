"""Which seed terms the corpus uses, and whether they survived tokenising."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.features import Features
from toolkit.themes.codebook import Codebook
from toolkit.themes.matching import Match, Matcher


def seed_coverage(features: Features, codebook: Codebook) -> list[dict[str, Any]]:
    """Follow every codebook term into the corpus.

    Returns
    -------
    One row a term: how often it is found in the text, in how many units and documents, how often it
    counts (a context term without its cue does not), and whether it is one token of the vocabulary.
    """
    rows = []
    for language in features.units.languages:
        matcher = Matcher(codebook, language)
        found = [
            (unit, matcher.find(unit.text)) for unit in features.units.units if unit.language == language
        ]
        by_term: dict[tuple[str, str], list[tuple[str, str, Match]]] = {}
        for unit, matches in found:
            for match in matches:
                by_term.setdefault((match.theme, match.term.t), []).append((unit.id, unit.doc, match))
        for theme in codebook.themes:
            for term in theme.terms.get(language, ()):
                hits = by_term.get((theme.id, term.t), [])
                tokens = features.tokenizer.term(term.t, language)
                rows.append(
                    {
                        "theme": theme.id,
                        "language": language,
                        "term": term.t,
                        "tier": term.tier,
                        "equivalence": term.eq or "",
                        "finds": len(hits),
                        "counted": sum(bool(match.counts_as) for _, _, match in hits),
                        "units": len({unit for unit, _, _ in hits}),
                        "documents": len({doc for _, doc, _ in hits}),
                        "in_vocabulary": int(
                            len(tokens) == 1 and (language, tokens[0]) in features.terms.index
                        ),
                    }
                )
    return rows


def coverage_summary(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sum the coverage up: terms found, by theme and language, and parity of equivalence sets.

    ``paired`` counts the equivalence sets of the theme that are found in every language of the corpus,
    out of those that have terms in every one.
    """
    languages = sorted({row["language"] for row in rows})
    summary = []
    for theme in dict.fromkeys(row["theme"] for row in rows):
        own = [row for row in rows if row["theme"] == theme]
        shared, paired = _parity(own, languages)
        for language in languages:
            here = [row for row in own if row["language"] == language]
            found = [row for row in here if row["finds"]]
            summary.append(
                {
                    "theme": theme,
                    "language": language,
                    "terms": len(here),
                    "found": len(found),
                    "in_vocabulary": sum(row["in_vocabulary"] for row in here),
                    "finds": sum(row["finds"] for row in here),
                    "counted": sum(row["counted"] for row in here),
                    "silent": ", ".join(
                        row["term"] for row in here if not row["finds"] and row["tier"] == "core"
                    ),
                    "shared_sets": shared,
                    "paired_sets": paired,
                }
            )
    return summary


def _parity(rows: Sequence[dict[str, Any]], languages: Sequence[str]) -> tuple[int, int]:
    sets = {row["equivalence"] for row in rows if row["equivalence"]}
    shared = [
        name
        for name in sets
        if {row["language"] for row in rows if row["equivalence"] == name} == set(languages)
    ]
    paired = [
        name
        for name in shared
        if {row["language"] for row in rows if row["equivalence"] == name and row["finds"]} == set(languages)
    ]
    return len(shared), len(paired)
