"""The tables of corpus, codebook and topics: one function each, rows in, `Table` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit.evaluation import language_mixing, npmi, topic_diversity
from toolkit.features import Features
from toolkit.models import TopicSolution, align_topics, separate_pairs
from toolkit.preprocess import LABELS, TokenizedUnits
from toolkit.reports.audit_tables import treatment
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table

Rows = Sequence[Mapping[str, Any]]


FACTS = ("language", "date", "source", "genre", "pair", "role")
"""Metadata that the corpus table shows; whatever else is known stands in its CSV."""


def corpus_table(units: TokenizedUnits, stamp: Stamp) -> Table:
    """List every document, used or not, with what became of its lines."""
    labels = Counter((line.doc, line.label) for line in units.lines)
    tokens = Counter[str]()
    pieces = Counter(unit.doc for unit in units.units)
    for unit, words in zip(units.units, units.tokens, strict=True):
        tokens[unit.doc] += len(words)
    shares = units.document_weights
    others = sorted({key for facts in units.metadata.values() for key in facts} - set(FACTS))

    def row(doc: str, facts: Mapping[str, str], status: str) -> dict[str, Any]:
        return {
            "doc": doc,
            **{field: facts.get(field, "") for field in FACTS},
            "lines": sum(labels[doc, label] for label in LABELS),
            **{label: labels[doc, label] for label in LABELS},
            "units": pieces[doc],
            "tokens": tokens[doc],
            "weight": shares.get(doc, 1.0) if status == "used" else 0.0,
            "status": status,
            "remarks": "; ".join(units.remarks.get(doc, ())),
            **{field: facts.get(field, "") for field in others},
        }

    rows = [row(doc, facts, "used") for doc, facts in units.metadata.items()]
    rows += [row(bad.id, {}, f"not used: {bad.reason}; {bad.remedy}") for bad in units.unusable]
    frame = pd.DataFrame(rows)
    plain = {*others, *(() if any(share != 1 for share in shares.values()) else ("weight",))}
    filled = [n for n in frame.columns if n not in plain and frame[n].astype(str).str.len().gt(0).any()]
    repairs = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in units.repairs.items())
    note = stamp.note(
        f"Not used: {len(units.unusable)} documents. Repairs: {repairs or 'none'}.",
        treatment(units),
        "Weight: what a document counts in its groups." if "weight" in filled else "",
        f"The CSV also gives {', '.join(others)}." if others else "",
    )
    return Table(
        "corpus", "The corpus: documents, lines by label, units", frame, note, stamp.signature, frame[filled]
    )


def seed_coverage_table(rows: Rows, stamp: Stamp) -> Table:
    """Sum up which seed terms the corpus uses."""
    frame = pd.DataFrame(rows)
    shown = pd.DataFrame(
        {
            "theme": frame["theme"],
            "language": frame["language"],
            "terms": frame["terms"],
            "found": frame["found"],
            "one token": frame["in_vocabulary"],
            "finds": frame["finds"],
            "counted": frame["counted"],
            "sets in every language": [
                f"{a} of {b}" for a, b in zip(frame["paired_sets"], frame["shared_sets"], strict=True)
            ],
            "silent core terms": frame["silent"],
        }
    )
    note = stamp.note(
        "Found: terms that occur in the text; one token: terms that are one word of the vocabulary; "
        "counted: finds that count (context terms need a cue near them); sets: equivalence sets found in "
        "every language."
    )
    return Table(
        "seed_coverage",
        "Seed coverage: which codebook terms the corpus uses",
        frame,
        note,
        stamp.signature,
        shown,
    )


def seed_terms_table(rows: Rows, stamp: Stamp) -> Table:
    """List every codebook term with its finds."""
    frame = pd.DataFrame(rows)
    shown = frame[frame["finds"] > 0].sort_values(
        ["theme", "language", "finds"], ascending=[True, True, False], kind="stable"
    )
    note = stamp.note("The CSV also lists the terms without a find.")
    return Table("seed_terms", "Codebook terms found in the corpus", frame, note, stamp.signature, shown)


def topics_table(
    solutions: Sequence[TopicSolution], features: Features, stamp: Stamp, count: int = 10
) -> Table:
    """List every topic of every solution with its best terms in each language."""
    languages = features.units.languages
    row_of = {unit: row for row, unit in enumerate(features.unit_ids)}
    rows = []
    for solution in solutions:
        spoken = features.languages[[row_of[unit] for unit in solution.unit_ids]]
        for topic in range(solution.topics):
            shares = solution.topic_shares[:, topic]
            total = shares.sum()
            rows.append(
                {
                    "solution": solution.name,
                    "topic": topic,
                    "label": solution.labels[topic] if solution.labels else "",
                    "share": float(shares.mean()),
                    **{
                        f"of_which_{language}": float(shares[spoken == language].sum() / total)
                        if total
                        else float("nan")
                        for language in languages
                    },
                    **{
                        f"terms_{language}": ", ".join(
                            term.replace("_", " ") for term, _ in solution.top_terms(topic, language, count)
                        )
                        for language in languages
                    },
                }
            )
    note = stamp.note(
        "Share: mean over units. Of which: the languages' parts of the topic. Topic numbers start at 0; "
        "weights stand in data/topics.csv."
    )
    return Table(
        "topics", "Topics and their best terms in each language", pd.DataFrame(rows), note, stamp.signature
    )


def solutions_table(solutions: Sequence[TopicSolution], features: Features, stamp: Stamp) -> Table:
    """Describe every topic solution by diagnostics."""
    rows = []
    for solution in solutions:
        languages = solution.terms.all_languages
        coherence = {}
        for language in features.units.languages:
            coherence[f"npmi10_{language}"] = (
                _coherence(solution, features, language) if language in languages else float("nan")
            )
        best = [
            [term for term, _ in solution.top_terms(t, lang)]
            for t in range(solution.topics)
            for lang in languages
        ]
        last = solution.log[-1] if solution.log else {}
        rows.append(
            {
                "solution": solution.name,
                "topics": solution.topics,
                "units": len(solution.unit_ids),
                "outlier_share": solution.outlier_share(),
                **coherence,
                "diversity10": topic_diversity(best),
                "language_mixing": language_mixing(solution, features),
                "passes": str(last.get("passes", "")),
                "notes": "; ".join(solution.notes),
            }
        )
    note = stamp.note(
        "npmi10: coherence of the ten best terms over units of the corpus itself; diversity10: distinct "
        "words among the ten best; language mixing: H(language | topic) / H(language), 1 where topics "
        "mix languages as the corpus does, 0 where each speaks one. These are diagnostics: none of them "
        "says that a topic is valid."
    )
    return Table(
        "solutions",
        "Topic solutions: size, coherence, diversity, mixing of languages",
        pd.DataFrame(rows),
        note,
        stamp.signature,
    )


def alignment_table(solutions: Sequence[TopicSolution], features: Features, stamp: Stamp) -> Table | None:
    """List which topics of separate solutions are about the same, and which have no counterpart."""
    rows = []
    for one, other in separate_pairs(solutions):
        for pair in align_topics(one, other, features):
            rows.append(
                {
                    "first": one.name,
                    "topic": "" if pair.first is None else str(pair.first),
                    "terms": _best(one, pair.first),
                    "second": other.name,
                    "counterpart": "" if pair.second is None else str(pair.second),
                    "its_terms": _best(other, pair.second),
                    "cosine": pair.cosine,
                }
            )
    if not rows:
        return None
    note = stamp.note(
        "pairs make the sum of cosines between the topics' units as large as it can be; a topic without a "
        "counterpart is nearest to a topic that is nearer to another, and shows that cosine. Read the words "
        "before you take a pair for one topic."
    )
    title = "Topics of separate solutions and their counterparts"
    return Table("topic_alignment", title, pd.DataFrame(rows), note, stamp.signature)


def _best(solution: TopicSolution, topic: int | None) -> str:
    if topic is None:
        return ""
    language = solution.terms.all_languages[0]
    return ", ".join(term for term, _ in solution.top_terms(topic, language, 6))


def pairs_table(beads: Rows, stamp: Stamp) -> Table:
    """Sum up how the two sides of each pair were aligned."""
    rows = []
    for pair in dict.fromkeys(bead["pair"] for bead in beads):
        own = [bead for bead in beads if bead["pair"] == pair]
        shapes = Counter((bead["source_units"], bead["target_units"]) for bead in own)
        linked = [bead["score"] for bead in own if bead["source_lines"] and bead["target_lines"]]
        rows.append(
            {
                "pair": pair,
                "source": own[0]["source_doc"],
                "target": own[0]["target_doc"],
                "beads": len(own),
                "one_to_one": shapes[1, 1],
                "split_or_joined": sum(n for (a, b), n in shapes.items() if a and b and (a, b) != (1, 1)),
                "dropped": sum(n for (_, b), n in shapes.items() if b == 0),
                "added": sum(n for (a, _), n in shapes.items() if a == 0),
                "mean_cosine": float(sum(linked) / len(linked)) if linked else float("nan"),
            }
        )
    note = stamp.note(
        "Aligned by machine (lengths and vectors); data/beads.csv has every bead. Read it before you "
        "build on it."
    )
    return Table(
        "pairs",
        "Sources and their translations: how paragraphs correspond",
        pd.DataFrame(rows),
        note,
        stamp.signature,
    )


def _coherence(solution: TopicSolution, features: Features, language: str) -> float:
    inside = features.languages == language
    best = [
        [features.terms.index[language, term] for term, _ in solution.top_terms(topic, language)]
        for topic in range(solution.topics)
    ]
    return npmi(best, features.counts[inside])
