"""The whole preparation: documents in, tokenised units and an account of every line out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from toolkit.corpus import Corpus, Document, Unusable
from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess.duplicates.groups import document_weights, find_duplicates, kept, weights_in_documents
from toolkit.preprocess.lines.overrides import Override, overrides_of_strangers
from toolkit.preprocess.lines.repetition import line_keys
from toolkit.preprocess.prepared import PreparedDocument, prepare_document, split_lines
from toolkit.preprocess.repair.mending import Change
from toolkit.preprocess.rules import Preparation
from toolkit.preprocess.tokenized import TokenizedUnits
from toolkit.preprocess.tokens import Collocations, Expressions, Tokenizer, TokenRules, find_collocations
from toolkit.preprocess.units.cutting import Unit
from toolkit.preprocess.workers import crew
from toolkit.progress import stage, track


def prepare(
    corpus: Corpus,
    settings: Preparation | None = None,
    compounds: Mapping[str, Iterable[str]] | None = None,
    workers: int = 1,
) -> TokenizedUnits:
    """Repair, label, cut and tokenise a corpus.

    Parameters
    ----------
    corpus
        The documents.
    settings
        How; the defaults suit pages and reports in Chinese and English.
    compounds
        Expressions that must stay whole, by language: pass ``codebook.compounds``.
    workers
        Processes to work in; results do not depend on it.

    Raises
    ------
    InvalidInput
        When no document has anything left to analyse, or an override fits no line.
    """
    settings = (settings or Preparation()).read_files()
    compounds = {language: tuple(terms) for language, terms in (compounds or {}).items()}
    made = prepare_documents(lambda: corpus.documents, settings, compounds, workers)
    prepared = list(track(made, "prepare", total=len(corpus)))
    names = {document.id for document in corpus} | {bad.id for bad in corpus.unusable}
    problems = overrides_of_strangers(settings.overrides, names)
    problems += [problem for each in prepared for problem in each.problems]
    if problems:
        raise InvalidInput(problems)
    if all(each.unusable for each in prepared):
        raise nothing_left([*corpus.unusable, *(each.unusable for each in prepared if each.unusable)])
    return _gathered(prepared, corpus, settings, compounds)


def prepare_documents(
    documents: Callable[[], Iterable[Document]],
    settings: Preparation | None = None,
    compounds: Mapping[str, Iterable[str]] | None = None,
    workers: int = 1,
) -> Iterator[PreparedDocument]:
    """Make documents ready one after another, keeping none: for corpora that do not fit into memory.

    Parameters
    ----------
    documents
        Gives the documents, the same each time: they are read twice, first to see which lines are repeated.
    settings, compounds, workers
        As for `prepare`. What needs all units at once (duplicates, collocations) is left to the caller.
    """
    with crew(workers) as over:
        for batch in over(batch_work(documents, settings, compounds), documents()):
            yield from batch


def batch_work(
    documents: Callable[[], Iterable[Document]],
    settings: Preparation | None = None,
    compounds: Mapping[str, Iterable[str]] | None = None,
) -> BatchWork:
    """Look through all documents once, and give what makes a batch of them ready."""
    settings = (settings or Preparation()).read_files()
    repeated: Counter[int] = Counter()
    for document in documents():
        repeated.update(line_keys(split_lines(document.text)[0]))
    least = settings.lines.repeated_in
    often = {line: times for line, times in repeated.items() if times >= least}
    terms = {language: tuple(terms) for language, terms in (compounds or {}).items()}
    return BatchWork(settings, terms, often)


def nothing_left(unusable: Sequence[Unusable]) -> InvalidInput:
    """Say why no document can be used."""
    problems = [Problem(bad.id, bad.reason, bad.remedy) for bad in unusable]
    return InvalidInput(problems or [Problem("corpus", "has no documents", "name a place that holds some")])


@dataclass(frozen=True)
class BatchWork:
    """Makes the documents of a batch ready."""

    settings: Preparation
    compounds: Mapping[str, tuple[str, ...]]
    repeated: Mapping[int, int]

    def __call__(self, documents: Sequence[Document]) -> list[PreparedDocument]:
        """Make the documents of a batch ready."""
        tokenizer = _tokenizer(self.settings.tokens.model_dump_json(), tuple(sorted(self.compounds.items())))
        overrides: dict[str, list[Override]] = {}
        for override in self.settings.overrides:
            overrides.setdefault(override.doc, []).append(override)
        return [
            prepare_document(each, self.settings, tokenizer, self.repeated, overrides.get(each.id, ()))
            for each in documents
        ]


@lru_cache(maxsize=2)
def _tokenizer(rules: str, compounds: tuple[tuple[str, tuple[str, ...]], ...]) -> Tokenizer:
    """Make the tokenizer once in each process: dictionaries take their time to load."""
    return Tokenizer(TokenRules.model_validate_json(rules), dict(compounds))


def _gathered(
    prepared: Sequence[PreparedDocument],
    corpus: Corpus,
    settings: Preparation,
    compounds: Mapping[str, tuple[str, ...]],
) -> TokenizedUnits:
    """Put documents together, and look at what only the whole corpus shows."""
    used = [each for each in prepared if not each.unusable]
    units = [unit for each in used for unit in each.units]
    tokens = [words for each in used for words in each.tokens]
    with stage("duplicates"):
        duplicates = find_duplicates(units, settings.duplicates)
        stays = kept(units, duplicates, settings.duplicates)
        weights = weights_in_documents(units, duplicates, settings.duplicates)[stays]
    units, tokens = list(compress(units, stays)), list(compress(tokens, stays))
    collocations: Expressions = {}
    if settings.tokens.collocations:
        collocations = _collocations(units, settings, compounds)
        tokenizer = Tokenizer(settings.tokens, compounds, collocations)
        tokens = [tuple(tokenizer.tokens(unit.text, unit.language)) for unit in track(units, "collocations")]
    left = {unit.doc for unit in units}
    names = [each.id for each in used if each.id in left]
    unusable = [*corpus.unusable, *(each.unusable for each in prepared if each.unusable)]
    unusable += [_copy(each.id) for each in used if each.id not in left]
    shares = document_weights(names, duplicates, settings.duplicates)
    changes: Counter[Change] = Counter()
    for each in prepared:
        changes.update(each.changes)
    return TokenizedUnits(
        units=tuple(units),
        tokens=tuple(tokens),
        lines=tuple(line for each in prepared for line in each.lines),
        changes=dict(sorted(changes.items())),
        duplicates=duplicates,
        unusable=tuple(sorted(unusable, key=lambda bad: bad.id)),
        metadata={each.id: each.metadata for each in used if each.id in left},
        weights=weights,
        document_weights=dict(zip(names, shares.tolist(), strict=True)),
        remarks={each.id: each.remarks for each in prepared if each.remarks},
        collocations=collocations,
    )


def _collocations(
    units: Sequence[Unit], settings: Preparation, compounds: Mapping[str, tuple[str, ...]]
) -> Expressions:
    """Find words that keep company, before stop words are left out."""
    tokenizer = Tokenizer(settings.tokens, compounds)
    languages = [unit.language for unit in units]
    words = [tokenizer.words(unit.text, unit.language) for unit in track(units, "words")]
    left_out = {language: tokenizer.left_out(language) for language in sorted(set(languages))}
    return find_collocations(words, languages, settings.tokens.collocations or Collocations(), left_out)


def _copy(name: str) -> Unusable:
    reason = "repeats earlier documents, and copies are dropped"
    return Unusable(name, reason, "set `prepare.duplicates.policy` to weight or keep to use it")
