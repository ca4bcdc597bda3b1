"""The methods paragraph, written from what the run really did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits
from toolkit.preprocess.lines import REVIEWED
from toolkit.reports.account import Account
from toolkit.reports.claims import claims
from toolkit.themes import ThemeScores


def methods_text(account: Account, settings: Mapping[str, Any], versions: Mapping[str, str]) -> str:
    """Write methods.md: what was done, with exact numbers, and what was not done."""
    stamp, features, codebook, scores = account.stamp, account.features, account.codebook, account.scores
    units = features.units
    own = [line for line in units.lines if line.doc in units.metadata]
    labels = [line.label for line in own]
    reviewed = sum(line.reason.startswith(REVIEWED) for line in own)
    vectors = settings["features"]["vectors"]
    parts = [
        "# Methods",
        "",
        f"{stamp.notice}\n" if stamp.notice else "",
        f"**Corpus.** {len(units.documents)} documents in {' and '.join(units.languages)} "
        f"({len(units.unusable)} more could not be used; see the corpus table). Of {len(labels)} "
        f"non-empty lines, {labels.count('content')} were taken for content, {labels.count('heading')} "
        f"for headings, {labels.count('boilerplate')} for boilerplate and {labels.count('meta')} for "
        "information about the text; the label and its reason stand in data/lines.csv. Content was cut "
        f"into {len(units)} units (unit: {stamp.unit}). {_copies(units, settings)}"
        + (f" {reviewed} labels were given by a reviewer." if reviewed else ""),
        "",
        "**Features.** Texts were tokenised once for all models "
        f"({_tokenisers(units.languages, versions)}), with the codebook's terms as compounds"
        f"{_collocations(units)}; the "
        f"vocabulary has {len(features.terms)} terms. {_vectors(vectors, features)}",
        "",
        _models(account.solutions, settings, versions),
        "",
        f"**Themes.** {', '.join(theme.label.get('en', theme.id) for theme in codebook.themes)}, as "
        f"defined in the codebook {stamp.codebook}, were "
        + (f"read by {_instruments(scores)}." if scores else "not read: this run has no instrument."),
        "",
        *(claims(account) if scores else ()),
        *_notes(features, account.solutions, scores),
        f"{stamp.signature}",
        "",
    ]
    return "\n".join(parts)


def _models(
    solutions: Sequence[TopicSolution], settings: Mapping[str, Any], versions: Mapping[str, str]
) -> str:
    """Describe the solutions, and name the libraries that made them."""
    if not solutions:
        return "**Topic models.** None were fitted."
    kinds = {choice["kind"] for choice in (*settings["models"], *settings["instruments"])}
    named = []
    if kinds & {"lda", "seeded-lda"}:
        named.append(f"gensim {versions.get('gensim', '?')}")
    if "bertopic" in kinds:
        named += [
            f"BERTopic {versions.get('bertopic', '?')}",
            f"umap-learn {versions.get('umap-learn', '?')}",
            f"hdbscan {versions.get('hdbscan', '?')}",
        ]
    made_by = f" ({', '.join(named)}.)" if named else ""
    return "**Topic models.** " + " ".join(_solution(solution) for solution in solutions) + made_by


def _notes(
    features: Features, solutions: Sequence[TopicSolution], scores: Sequence[ThemeScores]
) -> list[str]:
    """List what a reader must know, one note a line; a reading may hand on its solution's notes."""
    own = {id(reading.solution): reading.instrument for reading in scores if reading.solution}
    lines = [f"Features: {note}" for note in features.notes]
    lines += [
        f"{solution.name}: {note}"
        for solution in solutions
        if id(solution) not in own
        for note in solution.notes
    ]
    for reading in scores:
        behind = reading.solution.notes if reading.solution else ()
        notes = dict.fromkeys((*reading.notes, *behind))
        lines += [f"{reading.instrument} (instrument): {note}" for note in notes]
    paragraphs = [text for line in dict.fromkeys(lines) for text in (line, "")]
    return ["**Notes.**", "", *paragraphs] if lines else []


def _copies(units: TokenizedUnits, settings: Mapping[str, Any]) -> str:
    """Say what was found more than once, and what it counts."""
    found = units.duplicates
    counted = {
        "weight": "copies weigh as one text in shares, not in topics",
        "drop": "only the first was kept",
        "keep": "each counts in full",
    }[settings["prepare"]["duplicates"]["policy"]]
    return (
        f"Texts that stand there more than once: {len(found.paragraphs)} groups of paragraphs and "
        f"{len(found.documents)} of documents ({counted})."
    )


def _collocations(units: TokenizedUnits) -> str:
    count = sum(len(found) for found in units.collocations.values())
    return f" and {count} collocations joined" if count else ""


def _tokenisers(languages: Sequence[str], versions: Mapping[str, str]) -> str:
    lemmas = f"words and simplemma {versions.get('simplemma', '?')} lemmas"
    names = {
        "zh": f"Chinese: rjieba {versions.get('rjieba', '?')} on simplified text",
        "en": f"English: {lemmas}",
        "ja": f"Japanese: SudachiPy {versions.get('sudachipy', '?')}",
        "ko": f"Korean: kiwipiepy {versions.get('kiwipiepy', '?')}",
    }
    return "; ".join(names.get(language, f"{language}: {lemmas}") for language in languages)


def _vectors(vectors: Mapping[str, Any], features: Features) -> str:
    if vectors["kind"] == "bridge":
        cover = ", ".join(
            f"{share:.0%} of the {lang} terms"
            for lang, share in (features.bridge.coverage if features.bridge else {}).items()
        )
        return (
            f"Vectors of {features.vectors.shape[1]} dimensions come from the corpus's own co-occurrence "
            f"and, across languages, from a bilingual dictionary that links {cover}. Topics over several "
            "languages group units by canonical directions of the linked words, and share them out by "
            "directions of their common variance."
        )
    name = vectors.get("model") or vectors.get("path")
    return (
        f"Vectors of {features.vectors.shape[1]} dimensions come from {name} (revision "
        f"{vectors.get('revision') or 'local'})."
    )


def _solution(solution: TopicSolution) -> str:
    last = solution.log[-1] if solution.log else {}
    passes = f", {last['passes']} passes" if "passes" in last else ""
    outliers = (
        f", {solution.outlier_share():.0%} outside every topic" if solution.outlier_share() > 0.005 else ""
    )
    return f"{solution.name}: {solution.topics} topics on {len(solution.unit_ids)} units{passes}{outliers}."


def _instruments(scores: Sequence[ThemeScores]) -> str:
    return ", ".join(
        f"{reading.instrument} ({', '.join(f'{int(column.sum())}' for column in reading.present.T)} units)"
        for reading in scores
    )
