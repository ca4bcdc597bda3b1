"""The methods paragraph, written from what the run really did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.reports.stamp import Stamp
from toolkit.themes import Codebook, ThemeScores


def methods_text(
    stamp: Stamp,
    features: Features,
    codebook: Codebook,
    solutions: Sequence[TopicSolution],
    scores: Sequence[ThemeScores],
    settings: Mapping[str, Any],
    versions: Mapping[str, str],
) -> str:
    """Write methods.md: what was done, with exact numbers, and what was not done."""
    units = features.units
    labels = [line.label for line in units.lines]
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
        f"into {len(units)} units (unit: {stamp.unit}).",
        "",
        "**Features.** Texts were tokenised once for all models "
        f"({_tokenisers(units.languages, versions)}), with the codebook's terms as compounds; the "
        f"vocabulary has {len(features.terms)} terms. {_vectors(vectors, features)}",
        "",
        "**Topic models.** "
        + " ".join(_solution(solution) for solution in solutions)
        + f" (gensim {versions.get('gensim', '?')}, BERTopic {versions.get('bertopic', '?')}, "
        f"umap-learn {versions.get('umap-learn', '?')}, hdbscan {versions.get('hdbscan', '?')}.)",
        "",
        f"**Themes.** {', '.join(theme.label.get('en', theme.id) for theme in codebook.themes)}, as "
        f"defined in the codebook {stamp.codebook}, were read by {_instruments(scores)}.",
        "",
        "**Uncertainty.** Documents are the sample. Shares of groups are unweighted means over "
        "documents; intervals and tests follow the number of documents (one: about this text only; two "
        "to five: description and exact permutation; six to eleven: wild cluster bootstrap and "
        "permutation; twelve or more: cluster bootstrap-t).",
        "",
        "**Validation.** Agreement between instruments stands in the agreement table. Agreement with "
        "human codes: not done in this run. Correction by a coded sample: not done. Equivalence across "
        "languages: not tested, so that differences between languages may be differences of measure.",
        "",
        f"{stamp.signature}",
        "",
    ]
    return "\n".join(parts)


def _tokenisers(languages: Sequence[str], versions: Mapping[str, str]) -> str:
    names = {
        "zh": f"Chinese: rjieba {versions.get('rjieba', '?')} on simplified text",
        "en": f"English: words and simplemma {versions.get('simplemma', '?')} lemmas",
    }
    return "; ".join(names.get(language, language) for language in languages)


def _vectors(vectors: Mapping[str, Any], features: Features) -> str:
    if vectors["kind"] == "bridge":
        cover = ", ".join(
            f"{share:.0%} of the {lang} terms"
            for lang, share in (features.bridge.coverage if features.bridge else {}).items()
        )
        return (
            f"Vectors of {features.vectors.shape[1]} dimensions come from the corpus's own co-occurrence "
            f"and, across languages, from a bilingual dictionary that links {cover}."
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
    notes = f" ({'; '.join(solution.notes)})" if solution.notes else ""
    return (
        f"{solution.name}: {solution.topics} topics on {len(solution.unit_ids)} "
        f"units{passes}{outliers}{notes}."
    )


def _instruments(scores: Sequence[ThemeScores]) -> str:
    return ", ".join(
        f"{reading.instrument} ({', '.join(f'{int(column.sum())}' for column in reading.present.T)} units)"
        for reading in scores
    )
