"""Equivalence of what goes in: the documents of each language, and what was made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.dates import PartialDate
from toolkit.themes.validity.checks import (
    NAN,
    Check,
    EquivalenceRules,
    Stage,
    difference_of_documents,
    in_words,
    judge,
)

MOST_CATEGORIES = 20
"""A column with more values than this is no grouping (titles, ids)."""

_NOT_GROUPS = ("language", "pair", "date")


@dataclass(frozen=True)
class DocumentFacts:
    """What is known of each document, in one order."""

    names: tuple[str, ...]
    languages: np.ndarray
    clusters: np.ndarray
    counts: np.ndarray
    """(documents,) 1, or less for copies."""

    metadata: Mapping[str, Mapping[str, str]]

    @property
    def spoken(self) -> tuple[str, ...]:
        """Languages of documents, in alphabetical order; a passage in another language adds none."""
        return tuple(sorted(set(self.languages.tolist())))

    def of(self, language: str) -> np.ndarray:
        """Say which documents are of a language: (documents,)."""
        return self.languages == language

    def column(self, name: str) -> np.ndarray:
        """Give what the metadata say; empty where they say nothing: (documents,)."""
        return np.array([self.metadata[doc].get(name, "") or "" for doc in self.names])


def document_facts(units: TokenizedUnits) -> DocumentFacts:
    """Collect what is known of each document."""
    clusters = document_clusters(units)
    names = units.documents
    return DocumentFacts(
        names,
        np.array([units.metadata[doc]["language"] for doc in names]),
        np.array([clusters[doc] for doc in names]),
        np.array([units.document_weights.get(doc, 1.0) for doc in names]),
        units.metadata,
    )


def corpus_checks(units: TokenizedUnits, rules: EquivalenceRules) -> Iterator[Check]:
    """Compare the documents: how many, of what kinds, of what time."""
    facts = document_facts(units)
    pairs = facts.column("pair") != ""
    for language in facts.spoken:
        own = facts.of(language)
        count = int(own.sum())
        yield _shown("corpus", "documents", language, float(count), count, "documents")
        if pairs.any():
            share = float(pairs[own].mean())
            yield _shown("corpus", "share in translation pairs", language, share, count, "documents")
    for name in sorted({key for each in units.metadata.values() for key in each} - set(_NOT_GROUPS)):
        yield from _balance(facts, name, rules)
    yield from _dates(facts, rules)


def input_checks(units: TokenizedUnits, rules: EquivalenceRules) -> Iterator[Check]:
    """Compare what preparation made of the documents: lines dropped, texts repeated, length of units."""
    facts = document_facts(units)
    if units.lines:
        yield from _parity(facts, "share of characters dropped", _dropped(units, facts), rules)
    yield from _parity(facts, "share of units that are repeated", _repeated(units, facts), rules)
    sizes = np.array([len(tokens) for tokens in units.tokens], dtype=float)
    spoken = np.array([unit.language for unit in units.units])
    for language in units.languages:
        own = sizes[spoken == language]
        yield _shown("input", "units", language, float(len(own)), len(own), "units")
        yield _shown("input", "tokens in a unit", language, float(own.mean()), len(own), "units")


def standardised_difference(
    first: np.ndarray, second: np.ndarray, heavy: Sequence[np.ndarray] | None = None
) -> float:
    """Give the difference of two means over the root of their mean variance (Rubin 2001).

    >>> standardised_difference(np.array([1.0, 3.0]), np.array([2.0, 4.0]))
    -1.0
    """
    weights = heavy or [np.ones(len(first)), np.ones(len(second))]
    means = [float(np.average(v, weights=w)) for v, w in zip((first, second), weights, strict=True)]
    spreads = [
        float(np.average((v - m) ** 2, weights=w))
        for v, m, w in zip((first, second), means, weights, strict=True)
    ]
    spread = np.sqrt(sum(spreads) / 2)
    if spread < 1e-12:
        return 0.0 if abs(means[0] - means[1]) < 1e-12 else float(np.copysign(np.inf, means[0] - means[1]))
    return float((means[0] - means[1]) / spread)


def _shown(stage: Stage, check: str, language: str, value: float, n: int, counted: str) -> Check:
    return Check(stage, check, "", "", language, value, NAN, NAN, n, counted, "", "shown", "")


def _balance(facts: DocumentFacts, name: str, rules: EquivalenceRules) -> Iterator[Check]:
    """Compare the shares of a column's values, if it groups documents of both languages."""
    values = facts.column(name)
    for first, second in combinations(facts.spoken, 2):
        known = [facts.of(language) & (values != "") for language in (first, second)]
        kinds = [set(values[own].tolist()) for own in known]
        if not kinds[0] & kinds[1] or not 2 <= len(kinds[0] | kinds[1]) <= MOST_CATEGORIES:
            continue
        heavy = [facts.counts[own] for own in known]
        away = {
            kind: standardised_difference(*((values[own] == kind).astype(float) for own in known), heavy)
            for kind in sorted(kinds[0] | kinds[1])
        }
        kind = max(away, key=lambda each: (abs(away[each]), each))
        shares = [
            float(np.average(values[own] == kind, weights=w)) for own, w in zip(known, heavy, strict=True)
        ]
        said = f"largest for {kind}: {shares[0]:.2f} of {first}, {shares[1]:.2f} of {second}"
        yield _balanced(f"balance of {name}", (first, second), abs(away[kind]), known, said, rules)


def _dates(facts: DocumentFacts, rules: EquivalenceRules) -> Iterator[Check]:
    days = np.array([_day(text) for text in facts.column("date").tolist()])
    for first, second in combinations(facts.spoken, 2):
        known = [facts.of(language) & ~np.isnan(days) for language in (first, second)]
        if min(own.sum() for own in known) < 2:
            continue
        away = standardised_difference(*(days[own] for own in known), [facts.counts[own] for own in known])
        middles = [date.fromordinal(int(np.median(days[own]))).isoformat() for own in known]
        said = f"median {middles[0]} in {first}, {middles[1]} in {second}"
        yield _balanced("balance of dates", (first, second), abs(away), known, said, rules)


def _balanced(
    check: str,
    languages: tuple[str, str],
    value: float,
    known: Sequence[np.ndarray],
    said: str,
    rules: EquivalenceRules,
) -> Check:
    n = int(sum(own.sum() for own in known))
    standard = f"standardised difference ≤ {rules.imbalance:.2f}"
    verdict = "pass" if value <= rules.imbalance else "fail"
    joined = " − ".join(languages)
    return Check("corpus", check, "", "", joined, value, NAN, NAN, n, "documents", standard, verdict, said)


def _parity(facts: DocumentFacts, check: str, values: np.ndarray, rules: EquivalenceRules) -> Iterator[Check]:
    """Give a share by language, and the difference between languages."""
    for language in facts.spoken:
        own = facts.of(language)
        mean = float(np.average(values[own], weights=facts.counts[own]))
        yield _shown("input", check, language, mean, int(own.sum()), "documents")
    for first, second in combinations(facts.spoken, 2):
        both = facts.of(first) | facts.of(second)
        value, low, high = difference_of_documents(
            values[both], facts.of(first)[both], facts.clusters[both], facts.counts[both], check
        )
        verdict = judge(low, high, rules.dropped)
        yield Check(
            "input",
            check,
            "",
            "",
            f"{first} − {second}",
            value,
            low,
            high,
            int(both.sum()),
            "documents",
            f"within ± {rules.dropped:.2f}",
            verdict,
            in_words(verdict, low, high, rules.dropped),
        )


def _dropped(units: TokenizedUnits, facts: DocumentFacts) -> np.ndarray:
    """Give the share of each document's characters that stand in lines of no unit: (documents,)."""
    kept = {
        (unit.doc, number) for unit in units.units for number in range(unit.first_line, unit.last_line + 1)
    }
    # a unit may span lines that are no part of it: those with labels at which no unit starts
    starts = {(unit.doc, unit.first_line) for unit in units.units}
    entering = {line.label for line in units.lines if (line.doc, line.number) in starts}
    total, lost = dict.fromkeys(facts.names, 0), dict.fromkeys(facts.names, 0)
    for line in units.lines:
        if line.doc in total:
            is_kept = (line.doc, line.number) in kept and line.label in entering
            total[line.doc] += len(line.text)
            lost[line.doc] += len(line.text) * (not is_kept)
    return np.array([lost[doc] / max(1, total[doc]) for doc in facts.names])


def _repeated(units: TokenizedUnits, facts: DocumentFacts) -> np.ndarray:
    """Give the share of each document's units that stand in the corpus more than once: (documents,)."""
    copies = {unit for group in units.duplicates.paragraphs for unit in group.ids}
    total, again = dict.fromkeys(facts.names, 0), dict.fromkeys(facts.names, 0)
    for unit in units.units:
        total[unit.doc] += 1
        again[unit.doc] += unit.id in copies
    return np.array([again[doc] / max(1, total[doc]) for doc in facts.names])


def _day(text: str) -> float:
    """Read a date, a month or a year, in its middle; not-a-number for anything else."""
    try:
        found = PartialDate.read(text)
    except ValueError:
        return NAN
    return float(date(found.year, found.month or 7, found.day or (15 if found.month else 1)).toordinal())
