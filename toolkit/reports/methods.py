"""The methods paragraph, written from what the run really did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits
from toolkit.preprocess.lines import REVIEWED
from toolkit.reports.stamp import Stamp
from toolkit.themes import Codebook, Codes, ThemeScores

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Account:
    """What a run did, as far as the methods text tells it."""

    stamp: Stamp
    features: Features
    codebook: Codebook
    solutions: Sequence[TopicSolution]
    scores: Sequence[ThemeScores]
    standing: str
    """Whether results are confirmatory or exploratory, and why."""

    codes: Codes | None = None
    reliability: Rows = ()
    """Agreement of the coders."""

    contrasts: Rows = ()
    """As they were judged: ``separable`` says how contrasts between languages may be read."""

    runs: int = 1
    """Runs of the instruments that draw at random."""

    estimated: int | None = None
    """Documents that estimates come from, where some are set aside for discovery."""


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
        *(_claims(account) if scores else ()),
        *_notes(features, account.solutions, scores),
        f"{stamp.signature}",
        "",
    ]
    return "\n".join(parts)


def _claims(account: Account) -> list[str]:
    """Say what results may be called, how sure they are, and what was validated."""
    aside = (
        f" Estimates come from {account.estimated} of {account.stamp.documents} documents."
        if account.estimated is not None
        else ""
    )
    return [
        f"**Standing.** {account.standing}{aside}",
        "",
        f"**Uncertainty.** {UNCERTAINTY}",
        "",
        f"**Human codes.** {_codes(account)}",
        "",
        f"**Validation.** {_validation(account)}",
        "",
    ]


UNCERTAINTY = (
    "Documents are the sample. Shares of groups are unweighted means over "
    "documents; intervals and tests follow the number of documents, a source and its translation "
    "counting once (one: about this text only; two to five: description and permutation; from six on "
    "intervals and permutation). Permutation is permutation of documents (all arrangements "
    "where there are at most 20,000, else 9,999 drawn)."
)


def _codes(account: Account) -> str:
    """Say how many units people coded, how far they agreed, and what follows from it."""
    codes = account.codes
    if codes is None:
        return "None: instruments were not measured against people, and shares are not corrected."
    coded = int((~np.isnan(codes.value)).any(axis=1).sum())
    agreed = [row for row in account.reliability if row["language"] == "all" and row["alpha"] == row["alpha"]]
    alphas = ", ".join(f"{row['theme']} {row['alpha']:.2f}" for row in agreed)
    drawn = (
        "They were drawn with known probabilities, and shares and contrasts were corrected by them. "
        f"{CORRECTION}"
        if codes.has_probabilities
        else "How they were drawn is not recorded, so that shares cannot be corrected by them."
    )
    return (
        f"{coded} of {len(codes.unit_ids)} units were coded by {' and '.join(codes.coders)}"
        + (f" (Krippendorff's alpha: {alphas})" if alphas else " (agreement: no unit was coded twice)")
        + f". {drawn}"
    )


CORRECTION = (
    "Within each language and reading of the instrument, the share of coded units that carry the theme has a "
    "Beta posterior, weighted by the sampling probabilities, and is extended to the uncoded units "
    "(post-stratified prediction-powered inference). Intervals about these texts are outer quantiles from "
    "Beta(1/4, 3/4) and Beta(3/4, 1/4) priors; those about documents add the variance between clusters of "
    "documents, with t degrees of freedom from the fourth moment, and half an unseen document. The estimate "
    "stays at the measured share while the interval about these texts holds it, and beyond that follows the "
    "codes (nonnegative garrote); by_codes in the CSV is the posterior mean itself."
)


def _validation(account: Account) -> str:
    """Say what was validated, and what was not."""
    said = []
    if len(account.scores) > 1:
        said.append(
            "Instruments were compared in a multitrait-multimethod matrix (Spearman of ranks taken within "
            "languages, phi and kappa of presences; also with each document's mean taken out), with bootstrap "
            "intervals over clusters of documents. Themes are called distinct where the heterotrait-monotrait "
            "ratio, with instruments in the place of items, is at most 0.85."
        )
    if account.codes is None:
        said.append("Agreement with human codes: not done in this run.")
    else:
        said.append("Agreement with human codes stands in the table human_machine.")
    said.append(_languages(account))
    if account.runs > 1:
        said.append(f"Instruments that draw at random were run {account.runs} times (table robustness).")
    else:
        said.append("Stability over seeds: not done in this run (`robustness: {seeds: 20}`).")
    return " ".join(filter(None, said))


def _languages(account: Account) -> str:
    """Say which contrasts between languages may be read as differences of theme."""
    between = [row for row in account.contrasts if row.get("separable")]
    if not between:
        return ""
    can = sum(row["separable"] == "yes" for row in between)
    return (
        "Equivalence across languages was checked at four stages (Lind et al. 2025; table equivalence, which "
        f"has the margins). Only where accuracy, differential functioning and coverage pass is a difference "
        f"between languages read as one of theme: {can} of "
        f"{len(between)} contrasts; the others may be differences of measure."
    )


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
