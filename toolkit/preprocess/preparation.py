"""The whole preparation: documents in, tokenised units and an account of every line out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.corpus import Corpus, Document, Unusable
from toolkit.errors import InvalidInput, Problem
from toolkit.files import digest
from toolkit.preprocess.duplicates import exact_duplicates
from toolkit.preprocess.languages import detect_language
from toolkit.preprocess.lines import Line, LineRules, count_repeated, label_lines
from toolkit.preprocess.repair import Repair, repair_line
from toolkit.preprocess.tokens import SPLITTERS, Tokenizer, TokenRules, no_tokenizer
from toolkit.preprocess.units import Unit, UnitRules, cut_units
from toolkit.progress import track
from toolkit.settings import Settings


class Preparation(Settings):
    """How text is made ready: one preparation for every model and instrument."""

    repair: Repair = Repair()
    lines: LineRules = LineRules()
    units: UnitRules = UnitRules()
    tokens: TokenRules = TokenRules()


@dataclass(frozen=True)
class TokenizedUnits:
    """Units with their tokens, every line with its label, and what could not be used."""

    units: tuple[Unit, ...]
    tokens: tuple[tuple[str, ...], ...]
    """One tuple of tokens for each unit."""

    lines: tuple[Line, ...]
    """Every non-empty line of every document, kept or dropped."""

    repairs: Mapping[str, int]
    """How often each kind of fault was mended."""

    duplicates: Mapping[str, str]
    """Units that repeat an earlier one, and which."""

    unusable: tuple[Unusable, ...]
    """Documents of which nothing was left, and those that could not be read."""

    metadata: Mapping[str, Mapping[str, str]]
    """What is known about each document that has units; `language` is always there."""

    def __len__(self) -> int:
        return len(self.units)

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that have units, in order."""
        return tuple(self.metadata)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that occur, in alphabetical order."""
        return tuple(sorted({unit.language for unit in self.units}))

    @cached_property
    def digest(self) -> str:
        """Hash of the units, their tokens and the documents' metadata."""
        units = [
            [u.id, u.doc, u.language, u.text, list(t)] for u, t in zip(self.units, self.tokens, strict=True)
        ]
        return digest(units, {doc: dict(facts) for doc, facts in self.metadata.items()})

    def _repr_html_(self) -> str:
        labels = Counter(line.label for line in self.lines)
        counted = ", ".join(f"{count} {label}" for label, count in sorted(labels.items()))
        return (
            f"<p>{len(self.units)} units of {len(self.documents)} documents "
            f"({', '.join(self.languages)}); lines: {counted}; {len(self.unusable)} documents unusable</p>"
        )


def prepare(
    corpus: Corpus,
    settings: Preparation | None = None,
    compounds: Mapping[str, Iterable[str]] | None = None,
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

    Raises
    ------
    InvalidInput
        When no document has anything left to analyse.
    """
    settings = settings or Preparation()
    tokenizer = Tokenizer(settings.tokens, compounds)
    lines, repairs, unusable = label_corpus(corpus, settings)
    kept: list[Unit] = []
    metadata: dict[str, Mapping[str, str]] = {}
    untold = {bad.id for bad in unusable}
    for document in corpus:
        if document.id in untold:
            continue
        units = cut_units(lines[document.id], settings.units)
        if units:
            kept += units
            metadata[document.id] = {**document.metadata, "language": units[0].language}
        else:
            unusable.append(_all_clutter(document, lines[document.id], settings))
    everything_bad = (*corpus.unusable, *unusable)
    if not kept:
        raise InvalidInput([Problem(bad.id, bad.reason, bad.remedy) for bad in everything_bad])
    tokens = tuple(tuple(tokenizer.tokens(u.text, u.language)) for u in track(kept, "tokens"))
    return TokenizedUnits(
        units=tuple(kept),
        tokens=tokens,
        lines=tuple(line for document in corpus for line in lines.get(document.id, ())),
        repairs=dict(sorted(repairs.items())),
        duplicates=exact_duplicates(kept),
        unusable=tuple(sorted(everything_bad, key=lambda bad: bad.id)),
        metadata=metadata,
    )


def label_corpus(
    corpus: Corpus, settings: Preparation
) -> tuple[dict[str, list[Line]], Counter[str], list[Unusable]]:
    """Repair and label the lines of every document; list those in a language without a tokenizer.

    The lines of the latter are there too, with their language, or None where there are no letters.
    """
    repairs: Counter[str] = Counter()
    raw: dict[str, list[str]] = {}
    texts: dict[str, list[str]] = {}
    for document in track(corpus.documents, "repair"):
        raw[document.id] = [line.strip() for line in document.text.split("\n") if line.strip()]
        texts[document.id] = []
        for line in raw[document.id]:
            text, counts = repair_line(line, settings.repair)
            texts[document.id].append(text)
            repairs.update(counts)
    repeated = count_repeated(list(texts.values()))
    lines: dict[str, list[Line]] = {}
    unusable: list[Unusable] = []
    for document in track(corpus.documents, "label lines"):
        language = document.language or detect_language("\n".join(texts[document.id]))
        if language not in SPLITTERS:
            unusable.append(_no_language(document, language))
        labels = label_lines(texts[document.id], settings.lines, repeated)
        lines[document.id] = [
            Line(document.id, number, raw[document.id][number], text, label, reason, language)
            for number, (text, (label, reason)) in enumerate(zip(texts[document.id], labels, strict=True))
        ]
    return lines, repairs, unusable


def _no_language(document: Document, language: str | None) -> Unusable:
    if language is None:
        return Unusable(document.id, "has no letters to tell its language by", "state it in the metadata")
    problem = no_tokenizer(language, document.id)
    return Unusable(document.id, problem.reason, problem.remedy)


def _all_clutter(document: Document, lines: Sequence[Line], settings: Preparation) -> Unusable:
    counts = Counter(line.label for line in lines)
    found = ", ".join(f"{count} {label}" for label, count in sorted(counts.items()))
    wanted = " or ".join(settings.units.labels)
    return Unusable(
        document.id,
        f"has no line of {wanted} ({found})",
        "look at data/lines.csv; if the labels are wrong, widen `prepare.units.labels`",
    )
