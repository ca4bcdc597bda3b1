"""Everything that can be known to be wrong before anything is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from toolkit.corpus import Corpus, CorpusSource, read_corpus
from toolkit.errors import InvalidInput, Problem, ToolkitError, nearest
from toolkit.features import Encoder, Lexicon, Precomputed, Terms, count_terms, link_terms
from toolkit.models import FEWEST_UNITS, Bertopic, GuidedBertopic, Lda, ZeroShotBertopic, too_few_units
from toolkit.preprocess import TokenizedUnits, Tokenizer, prepare
from toolkit.runs.config import Experiment, load_experiment, preparation_for, with_files
from toolkit.themes import (
    BertopicReading,
    Codebook,
    Prototypes,
    SeededLdaReading,
    effect_problems,
    lock_path,
    odd_pairs,
    over_time_problems,
    pairs_without_source,
    read_codebook,
    read_lock,
    split_documents,
)
from toolkit.yaml_lines import read_yaml


def check(path: Path | str) -> list[Problem]:
    """Find every problem of an experiment file, its codebook and its corpus, without running it.

    Documents that a run would leave out and go on are problems here too.
    """
    path = Path(path)
    problems: list[Problem] = []
    experiment = _collect(problems, lambda: load_experiment(path))
    raw = _raw(path)
    codebook = None
    if experiment is not None or isinstance(raw.get("codebook"), str):
        place = experiment.codebook if experiment is not None else Path(raw["codebook"])
        codebook = _collect(problems, lambda: read_codebook(path.parent / place))
    source = experiment.corpus if experiment is not None else _source(raw)
    corpus = None if source is None else _collect(problems, lambda: read_corpus(source, path.parent))
    if corpus is not None:
        problems += [
            Problem(f"document {bad.id}", bad.reason, f"{bad.remedy} (a run goes on without it)")
            for bad in corpus.unusable
        ]
    if experiment is not None:
        experiment = _collect(problems, lambda: with_files(experiment, path.parent))
    if experiment is not None and codebook is not None and corpus is not None:
        problems += _prepared_problems(path, experiment, codebook, corpus)
    return list(dict.fromkeys(problems))


def preflight(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits, tokenizer: Tokenizer
) -> list[Problem]:
    """Find what cannot work although every file is well-formed."""
    seeds = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
    problems: list[Problem] = []
    counted = _collect(problems, lambda: count_terms(units, experiment.features.terms, seeds))
    if counted is not None:
        terms, _ = counted
        problems += _term_problems(path, experiment, units, terms)
        problems += _seed_problems(path, experiment, codebook, tokenizer, terms)
        problems += _lexicon_problems(path, experiment, terms)
    return [
        *problems,
        *_comparison_problems(path, experiment, units),
        *_asked_problems(path, experiment, units),
        *_gold_problems(path, experiment, codebook, units),
        *_remedy_problems(path, experiment, units),
        *_unit_problems(path, experiment, codebook),
        *_size_problems(path, experiment, units),
        *_prototype_problems(path, experiment, codebook, units),
        *_encoder_problems(path, experiment),
        *_vector_problems(path, experiment, codebook, units),
    ]


def _prepared_problems(
    path: Path, experiment: Experiment, codebook: Codebook, corpus: Corpus
) -> list[Problem]:
    problems: list[Problem] = []
    units = _collect(
        problems, lambda: prepare(corpus, preparation_for(experiment, codebook), codebook.compounds)
    )
    if units is None:
        return problems
    tokenizer = Tokenizer(experiment.prepare.tokens, codebook.compounds, units.collocations)
    known = {bad.id for bad in corpus.unusable}
    problems += [
        Problem(f"document {bad.id}", bad.reason, f"{bad.remedy} (a run goes on without it)")
        for bad in units.unusable
        if bad.id not in known
    ]
    problems += preflight(path, experiment, codebook, units, tokenizer)
    return problems + _pair_problems(path, units.metadata)


def _pair_problems(path: Path, metadata: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Find pairs that a run would pass over, or whose source it would guess."""
    problems = [
        Problem(
            f"{path}: corpus",
            f"pair '{pair}' has {len(docs)} usable documents instead of two: {', '.join(docs)}",
            "correct `pair` in the metadata (a run goes on and does not align it)",
        )
        for pair, docs in odd_pairs(metadata)
    ]
    problems += [
        Problem(
            f"{path}: corpus",
            f"pair '{pair}' does not have exactly one document with the role 'source'",
            "write `role: source` for one of its documents (a run goes on and takes the first by name)",
        )
        for pair in pairs_without_source(metadata)
    ]
    return problems


def _comparison_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    problems = []
    columns = {column for facts in units.metadata.values() for column in facts}
    wanted = [*experiment.compare.by, *(contrast.by for contrast in experiment.compare.contrasts)]
    for column in dict.fromkeys(wanted):
        if column not in columns:
            problems.append(
                Problem(
                    f"{path}: compare", f"the metadata have no column '{column}'", nearest(column, columns)
                )
            )
    for contrast in experiment.compare.contrasts:
        if contrast.first == contrast.second:
            problems.append(
                Problem(
                    f"{path}: compare.contrasts",
                    f"'{contrast.first}' is compared with itself",
                    "let `first` and `second` name two groups",
                )
            )
        values = {facts.get(contrast.by, "") for facts in units.metadata.values()} - {""}
        for group in (contrast.first, contrast.second):
            if contrast.by in columns and group not in values:
                problems.append(
                    Problem(
                        f"{path}: compare.contrasts",
                        f"no document has {contrast.by} '{group}'",
                        nearest(group, values),
                    )
                )
    return problems


def _asked_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    """Find formulas, dates and splits that the metadata cannot answer."""
    compare, metadata = experiment.compare, units.metadata
    problems = effect_problems(compare.effects, metadata, f"{path}: compare.effects")
    if compare.over_time:
        problems += over_time_problems(compare.over_time, metadata, f"{path}: compare.over_time")
    if experiment.split:
        split = experiment.split
        _collect(problems, lambda: split_documents(units, split))
    return problems


def _gold_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits
) -> list[Problem]:
    """Read what people coded, and the codebook's lock, as a run would."""
    problems: list[Problem] = []
    if experiment.gold:
        gold = experiment.gold
        _collect(problems, lambda: gold.read(units, codebook, path.parent))
    locked = lock_path(path.parent / experiment.codebook)
    if locked.is_file():
        _collect(problems, lambda: read_lock(locked))
    return problems


def _remedy_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    how = experiment.features.remedy
    if how == "none" or len(units.languages) > 1:
        return []
    reason = f"remedy '{how}' takes languages out of the vectors, and the corpus has one language"
    return [Problem(f"{path}: features.remedy", reason, "leave it out")]


def _unit_problems(path: Path, experiment: Experiment, codebook: Codebook) -> list[Problem]:
    """Find units that the codebook was not written for."""
    rules = experiment.prepare.units
    problems = []
    if rules.kind != codebook.unit:
        reason = f"units are cut by {rules.kind}, but the codebook codes by {codebook.unit}"
        remedy = "let `prepare.units.kind` and the codebook's `unit` say the same"
        problems.append(Problem(f"{path}: prepare.units", reason, remedy))
    barred = sorted(set(rules.labels) & set(codebook.exclude_line_labels))
    if barred:
        reason = f"{', '.join(barred)} lines enter units, but the codebook excludes them"
        remedy = "take them out of `prepare.units.labels`, or out of the codebook's `exclude_line_labels`"
        problems.append(Problem(f"{path}: prepare.units", reason, remedy))
    return problems


def _size_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    problems = []
    fitted: list[tuple[str, str, Bertopic | ZeroShotBertopic | GuidedBertopic]] = [
        (f"{path}: models", model.name, model) for model in experiment.models if isinstance(model, Bertopic)
    ]
    fitted += [
        (f"{path}: instruments", reading.name, reading.model)
        for reading in experiment.instruments
        if isinstance(reading, BertopicReading)
    ]
    for place, name, model in fitted:
        is_joint = getattr(model, "languages", "joint") == "joint"
        sizes = (
            [len(units)]
            if is_joint
            else [sum(u.language == lang for u in units.units) for lang in units.languages]
        )
        is_dense = getattr(model, "groups", "hdbscan") == "hdbscan"
        if is_dense and min(sizes) < FEWEST_UNITS and model.small_corpus == "refuse":
            text = too_few_units(name, min(sizes))
            reason, remedy = text.split(". ", 1)
            problems.append(Problem(place, reason, remedy))
    return problems


def _term_problems(path: Path, experiment: Experiment, units: TokenizedUnits, terms: Terms) -> list[Problem]:
    """Find corpora in which nothing can stand beside anything."""
    problems = []
    if len(units) < 2:
        reason = "the whole corpus has one unit: there is nothing to compare it with"
        remedy = "add documents, or cut smaller units by `prepare.units.kind`"
        problems.append(Problem(f"{path}: prepare.units", reason, remedy))
    for language in units.languages:
        kept, own = len(terms.of(language)), sum(unit.language == language for unit in units.units)
        if kept < 2:
            reason = f"'{language}' keeps {kept} terms in {own} units: models and vectors need two"
            remedy = (
                f"add documents in '{language}' or exclude those there are, or lower "
                f"`features.terms.min_units` (now {experiment.features.terms.min_units})"
            )
            problems.append(Problem(f"{path}: features.terms", reason, remedy))
        problems += [
            Problem(
                f"{path}: models.{model.name}",
                f"'{language}' has one unit, and this model fits each language by itself",
                f"add documents in '{language}' or exclude this one, or set `languages: joint`",
            )
            for model in experiment.models
            if own < 2 and isinstance(model, Lda) and model.languages == "separate"
        ]
    return problems


def _seed_problems(
    path: Path, experiment: Experiment, codebook: Codebook, tokenizer: Tokenizer, terms: Terms
) -> list[Problem]:
    problems = []
    for reading in experiment.instruments:
        if not isinstance(reading, SeededLdaReading):
            continue
        for theme, pairs in codebook.seeds(tokenizer).items():
            kept = sum(pair in terms.index for pair in pairs)
            if kept < reading.fewest_seeds:
                reason = (
                    f"theme '{theme}' keeps {kept} of its seed terms in this corpus; "
                    f"{reading.fewest_seeds} are needed"
                )
                remedy = "add terms that this corpus uses to the codebook, or leave this instrument out"
                problems.append(Problem(f"{path}: instruments.{reading.name}", reason, remedy))
    return problems


def _prototype_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits
) -> list[Problem]:
    return [
        Problem(
            f"{path}: instruments.{reading.name}",
            f"theme '{theme.id}' has no prototype sentence in {' or '.join(units.languages)}",
            "write some under `prototypes` in the codebook, or leave this instrument out",
        )
        for reading in experiment.instruments
        if _reads_prototypes(reading)
        for theme in codebook.themes
        if not any(theme.prototypes.get(language) for language in units.languages)
    ]


def _reads_prototypes(reading: Any) -> bool:
    """Say whether an instrument places the codebook's prototype sentences; guided BERTopic reads seeds."""
    is_zero_shot = isinstance(reading, BertopicReading) and isinstance(reading.model, ZeroShotBertopic)
    return is_zero_shot or isinstance(reading, Prototypes)


def _lexicon_problems(path: Path, experiment: Experiment, terms: Terms) -> list[Problem]:
    """Read every table of words as a run would."""
    problems: list[Problem] = []
    for table in experiment.features.lexicon.tables:
        alone = Lexicon(cedict=False, equivalents=False, identical=False, tables=(table,))
        _collect(problems, lambda alone=alone: link_terms(terms, alone, base=path.parent))
    return problems


def _vector_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits
) -> list[Problem]:
    """Read the file of vectors, if there is one, and look for everything a run would look up in it."""
    source = experiment.features.vectors
    if not isinstance(source, Precomputed):
        return []
    problems: list[Problem] = []
    file = _collect(problems, lambda: source.load([unit.id for unit in units.units], path.parent))
    if file is not None and any(map(_reads_prototypes, experiment.instruments)):
        names = [
            f"prototype:{theme.id}:{language}:{number}"
            for theme in codebook.themes
            for language, texts in theme.prototypes.items()
            if language in units.languages
            for number in range(len(texts))
        ]
        _collect(problems, lambda: file.of(names))
    return problems


def _encoder_problems(path: Path, experiment: Experiment) -> list[Problem]:
    source = experiment.features.vectors
    missing = source.missing_packages() if isinstance(source, Encoder) else []
    if not missing:
        return []
    remedy = f"pip install {' '.join(map(repr, missing))}{source.advice}, or use `kind: bridge`"
    reason = f"packages that `kind: {source.kind}` needs are not installed: {', '.join(missing)}"
    return [Problem(f"{path}: features.vectors", reason, remedy)]


def _collect(problems: list[Problem], action: Any) -> Any:
    """Do something, and collect what is wrong instead of stopping."""
    try:
        return action()
    except InvalidInput as error:
        problems += error.problems
    except ToolkitError as error:
        problems.append(Problem("experiment", str(error), "see above"))
    return None


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
