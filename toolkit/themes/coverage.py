"""Which seed terms the corpus uses, and whether they survived tokenising."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.features import Features
from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.themes.codebook import Codebook
from toolkit.themes.matching import Match, Matcher


def seed_coverage(features: Features, codebook: Codebook) -> list[dict[str, Any]]:
    """Follow every codebook term into the corpus and its vocabulary.

    Returns
    -------
    The rows of `term_coverage`, each with whether the term is one token of the vocabulary.
    """
    return [
        {**row, "in_vocabulary": _is_in_vocabulary(row["term"], row["language"], features)}
        for row in term_coverage(features.units, codebook)
    ]


def _is_in_vocabulary(term: str, language: str, features: Features) -> int:
    tokens = features.tokenizer.term(term, language)
    return int(len(tokens) == 1 and (language, tokens[0]) in features.terms.index)


def term_coverage(units: TokenizedUnits, codebook: Codebook) -> list[dict[str, Any]]:
    """Follow every codebook term into the texts.

    Returns
    -------
    One row a term: how often it is found in the text, in how many units and documents, and how often it
    counts (a context term without its cue does not).
    """
    rows = []
    for language in units.languages:
        hits = _hits(units, codebook, language)
        for theme in codebook.themes:
            for term in theme.terms.get(language, ()):
                own = hits.get((theme.id, term.t), [])
                rows.append(
                    {
                        "theme": theme.id,
                        "language": language,
                        "term": term.t,
                        "tier": term.tier,
                        "equivalence": term.eq or "",
                        "finds": len(own),
                        "counted": sum(bool(match.counts_as) for _, match in own),
                        "units": len({unit.id for unit, _ in own}),
                        "documents": len({unit.doc for unit, _ in own}),
                    }
                )
    return rows


def _hits(
    units: TokenizedUnits, codebook: Codebook, language: str
) -> dict[tuple[str, str], list[tuple[Unit, Match]]]:
    """Collect the finds of each theme's terms in one language."""
    matcher = Matcher(codebook, language)
    hits: dict[tuple[str, str], list[tuple[Unit, Match]]] = {}
    for unit in units.units:
        if unit.language == language:
            for match in matcher.find(unit.text):
                hits.setdefault((match.theme, match.term.t), []).append((unit, match))
    return hits


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
