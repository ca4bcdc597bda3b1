"""Everything that can be known to be wrong before anything is fitted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from toolkit.corpus import Corpus, CorpusSource, read_corpus
from toolkit.errors import InvalidInput, Problem
from toolkit.features import count_terms
from toolkit.preprocess import TokenizedUnits, Tokenizer, prepare
from toolkit.runs.checks.collecting import collect
from toolkit.runs.checks.questions import (
    asked_problems,
    comparison_problems,
    draw_problems,
    gold_notes,
    gold_problems,
    pair_problems,
)
from toolkit.runs.checks.readers import (
    encoder_problems,
    lexicon_problems,
    one_sided_problems,
    placing_problems,
    remedy_problems,
    seed_problems,
    vector_problems,
)
from toolkit.runs.checks.texts import size_problems, term_problems, unit_problems
from toolkit.runs.config import Experiment, load_experiment, preparation_for, with_files
from toolkit.runs.locking import read_lock_of, with_lock
from toolkit.themes import Codebook, read_codebook
from toolkit.yaml_lines import read_yaml


@dataclass(frozen=True)
class Findings:
    """What can be known of an experiment before it is run."""

    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    """What is no fault and bears on what a run can claim."""


def check(path: Path | str) -> list[Problem]:
    """Find every problem of an experiment file, its codebook and its corpus, without running it.

    Documents that a run would leave out and go on are problems here too.
    """
    return list(examine(path).problems)


def examine(path: Path | str) -> Findings:
    """Find every problem as `check` does, and what a reader of the human codes must know."""
    path = Path(path)
    problems: list[Problem] = []
    notes: tuple[str, ...] = ()
    experiment = collect(problems, lambda: load_experiment(path))
    raw = _raw(path)
    codebook = None
    if experiment is not None or isinstance(raw.get("codebook"), str):
        place = experiment.codebook if experiment is not None else Path(raw["codebook"])
        codebook = collect(problems, lambda: read_codebook(path.parent / place))
    source = experiment.corpus if experiment is not None else _source(raw)
    corpus = None if source is None else collect(problems, lambda: read_corpus(source, path.parent))
    if corpus is not None:
        problems += [
            Problem(f"document {bad.id}", bad.reason, f"{bad.remedy} (a run goes on without it)")
            for bad in corpus.unusable
        ]
    if experiment is not None:
        lock = collect(problems, lambda: read_lock_of(experiment, path.parent))
        experiment = collect(problems, lambda: with_lock(with_files(experiment, path.parent), lock))
    if experiment is not None and codebook is not None and corpus is not None:
        prepared = _prepared_findings(path, experiment, codebook, corpus)
        problems += prepared.problems
        notes = prepared.notes
    return Findings(tuple(dict.fromkeys(problems)), notes)


def preflight(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits, tokenizer: Tokenizer
) -> list[Problem]:
    """Find what cannot work although every file is well-formed."""
    seeds = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
    problems: list[Problem] = []
    counted = collect(problems, lambda: count_terms(units, experiment.features.terms, seeds))
    terms = None
    if counted is not None:
        terms, _ = counted
        problems += term_problems(path, experiment, units, terms)
        problems += seed_problems(path, experiment, codebook, tokenizer, terms)
        problems += placing_problems(path, experiment, codebook, units, tokenizer, terms)
        problems += lexicon_problems(path, experiment, terms)
    return [
        *problems,
        *comparison_problems(path, experiment, units),
        *asked_problems(path, experiment, units),
        *draw_problems(path, experiment),
        *gold_problems(path, experiment, codebook, units),
        *remedy_problems(path, experiment, units),
        *unit_problems(path, experiment, codebook),
        *size_problems(path, experiment, units),
        *encoder_problems(path, experiment),
        *vector_problems(path, experiment, codebook, units, tokenizer, terms),
    ]


def _prepared_findings(path: Path, experiment: Experiment, codebook: Codebook, corpus: Corpus) -> Findings:
    problems: list[Problem] = []
    units = collect(
        problems, lambda: prepare(corpus, preparation_for(experiment, codebook), codebook.compounds)
    )
    if units is None:
        return Findings(tuple(problems))
    tokenizer = Tokenizer(experiment.prepare.tokens, codebook.compounds, units.collocations)
    known = {bad.id for bad in corpus.unusable}
    problems += [
        Problem(f"document {bad.id}", bad.reason, f"{bad.remedy} (a run goes on without it)")
        for bad in units.unusable
        if bad.id not in known
    ]
    problems += preflight(path, experiment, codebook, units, tokenizer)
    problems += one_sided_problems(path, experiment, codebook, units, tokenizer)
    problems += pair_problems(path, units.metadata)
    return Findings(tuple(problems), tuple(gold_notes(path, experiment, codebook, units)))


def _raw(path: Path) -> dict:
    try:
        data, _ = read_yaml(path)
    except InvalidInput:
        return {}
    return data if isinstance(data, dict) else {}


def _source(raw: dict) -> CorpusSource | None:
    try:
        return CorpusSource.model_validate(raw.get("corpus"))
    except ValidationError:
        return None
