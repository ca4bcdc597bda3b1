"""What reads: instruments, dictionaries, vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.errors import Problem
from toolkit.features import Bridge, Encoder, Lexicon, Precomputed, Terms, link_terms
from toolkit.models import GuidedBertopic, ZeroShotBertopic
from toolkit.preprocess import TokenizedUnits, Tokenizer
from toolkit.runs.checks.collecting import collect
from toolkit.runs.config import Experiment
from toolkit.themes import BertopicReading, Codebook, Prototypes, SeededLdaReading
from toolkit.themes.instruments.prototypes import Sentence, placeless, prototype_sentences
from toolkit.themes.instruments.seeds import known_seeds, seed_names, seedless


def seed_problems(
    path: Path, experiment: Experiment, codebook: Codebook, tokenizer: Tokenizer, terms: Terms
) -> list[Problem]:
    """Find themes that seeded LDA cannot hear in this corpus."""
    problems = []
    for reading in experiment.instruments:
        if not isinstance(reading, SeededLdaReading):
            continue
        for theme, known in known_seeds(codebook, tokenizer, terms).items():
            if len(known) < reading.fewest_seeds:
                reason = (
                    f"theme '{theme}' keeps {len(known)} of its seed terms in this corpus; "
                    f"{reading.fewest_seeds} are needed"
                )
                remedy = "add terms that this corpus uses to the codebook, or leave this instrument out"
                problems.append(Problem(f"{path}: instruments.{reading.name}", reason, remedy))
    return problems


def placing_problems(
    path: Path,
    experiment: Experiment,
    codebook: Codebook,
    units: TokenizedUnits,
    tokenizer: Tokenizer,
    terms: Terms,
) -> list[Problem]:
    """Find themes that prototypes, zero-shot or guided BERTopic cannot place among the units."""
    sentences = prototype_sentences(codebook, units.languages)
    # an encoder reads any sentence, and a file is asked by `vector_problems`
    is_bridge = isinstance(experiment.features.vectors, Bridge)
    placed = {
        theme: sum(not is_bridge or _has_known_word(each, tokenizer, terms) for each in own)
        for theme, own in sentences.items()
    }
    by_sentences = placeless(sentences, placed, units.languages)
    by_seeds = seedless(known_seeds(codebook, tokenizer, terms))
    return [
        Problem(f"{path}: instruments.{reading.name}", problem.reason, problem.remedy)
        for reading in experiment.instruments
        for problem in (
            by_sentences if _reads_prototypes(reading) else by_seeds if _reads_seeds(reading) else ()
        )
    ]


def one_sided_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits, tokenizer: Tokenizer
) -> list[Problem]:
    """Find themes that can be placed, but by some of the corpus's languages alone."""
    spoken = {
        (unit.language, token) for unit, own in zip(units.units, units.tokens, strict=True) for token in own
    }
    sentences = {
        theme: {each.language for each in own}
        for theme, own in prototype_sentences(codebook, units.languages).items()
    }
    seeds = {
        theme: {language for language, token in pairs if (language, token) in spoken}
        for theme, pairs in codebook.seeds(tokenizer).items()
    }
    problems = []
    for reading in experiment.instruments:
        if _reads_prototypes(reading):
            what, of_theme, where = "prototype sentence", sentences, "write one under `prototypes`"
        elif _reads_seeds(reading):
            what, of_theme, where = "term that the corpus uses", seeds, "add terms that the corpus uses"
        else:
            continue
        for theme, own in of_theme.items():
            missing = [language for language in units.languages if language not in own]
            if own and missing:
                reason = f"theme '{theme}' has no {what} in {' and '.join(missing)}"
                remedy = f"{where} (a run goes on and places the theme by {' and '.join(sorted(own))} alone)"
                problems.append(Problem(f"{path}: instruments.{reading.name}", reason, remedy))
    return problems


def _reads_prototypes(reading: Any) -> bool:
    """Say whether an instrument places the codebook's prototype sentences."""
    is_zero_shot = isinstance(reading, BertopicReading) and isinstance(reading.model, ZeroShotBertopic)
    return is_zero_shot or isinstance(reading, Prototypes)


def _reads_seeds(reading: Any) -> bool:
    """Say whether an instrument places the codebook's seed terms."""
    return isinstance(reading, BertopicReading) and isinstance(reading.model, GuidedBertopic)


def _has_known_word(sentence: Sentence, tokenizer: Tokenizer, terms: Terms) -> bool:
    """Say whether the bridge can place a sentence."""
    tokens = tokenizer.tokens(sentence.text, sentence.language)
    return any((sentence.language, token) in terms.index for token in tokens)


def lexicon_problems(path: Path, experiment: Experiment, terms: Terms) -> list[Problem]:
    """Read every table of words as a run would."""
    problems: list[Problem] = []
    for table in experiment.features.lexicon.tables:
        alone = Lexicon(cedict=False, equivalents=False, identical=False, tables=(table,))
        collect(problems, lambda alone=alone: link_terms(terms, alone, base=path.parent))
    return problems


def vector_problems(
    path: Path,
    experiment: Experiment,
    codebook: Codebook,
    units: TokenizedUnits,
    tokenizer: Tokenizer,
    terms: Terms | None,
) -> list[Problem]:
    """Read the file of vectors, if there is one, and look for everything a run would look up in it."""
    source = experiment.features.vectors
    if not isinstance(source, Precomputed):
        return []
    problems: list[Problem] = []
    file = collect(problems, lambda: source.load([unit.id for unit in units.units], path.parent))
    names: list[str] = []
    if any(map(_reads_prototypes, experiment.instruments)):
        sentences = prototype_sentences(codebook, units.languages)
        names += [each.name for own in sentences.values() for each in own]
    if terms is not None and any(map(_reads_seeds, experiment.instruments)):
        known = known_seeds(codebook, tokenizer, terms)
        names += [name for theme, pairs in known.items() for name in seed_names(theme, pairs)]
    if file is not None and names:
        collect(problems, lambda: file.of(names))
    return problems


def encoder_problems(path: Path, experiment: Experiment) -> list[Problem]:
    """Find packages that an encoder needs and that are not installed."""
    source = experiment.features.vectors
    missing = source.missing_packages() if isinstance(source, Encoder) else []
    if not missing:
        return []
    remedy = f"pip install {' '.join(map(repr, missing))}{source.advice}, or use `kind: bridge`"
    reason = f"packages that `kind: {source.kind}` needs are not installed: {', '.join(missing)}"
    return [Problem(f"{path}: features.vectors", reason, remedy)]


def remedy_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    """Find remedies that have nothing to do."""
    how = experiment.features.remedy
    if how == "none" or len(units.languages) > 1:
        return []
    reason = f"remedy '{how}' takes languages out of the vectors, and the corpus has one language"
    return [Problem(f"{path}: features.remedy", reason, "leave it out")]
