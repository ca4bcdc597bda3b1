"""One document made ready: repaired, labelled line by line, cut into units, tokenised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.corpus import Document, Label, Unusable
from toolkit.errors import Problem
from toolkit.preprocess.languages import (
    MIXED,
    Guess,
    LineLanguage,
    document_language,
    line_languages,
    look_at,
)
from toolkit.preprocess.lines.labelling import Line, label_lines
from toolkit.preprocess.lines.overrides import Override, apply_overrides
from toolkit.preprocess.lines.repetition import repeated_lines
from toolkit.preprocess.repair.glued import glued_pieces, may_be_glued, recurring_terms
from toolkit.preprocess.repair.mending import Change, Repair, looks_clean, repair_line
from toolkit.preprocess.rules import Preparation
from toolkit.preprocess.tokens import SPLITTERS, Tokenizer, no_tokenizer
from toolkit.preprocess.units.cutting import Unit, cut_units


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """One document with its lines, units and tokens, or the reason why it has none."""

    id: str
    metadata: Mapping[str, str]
    lines: tuple[Line, ...]
    units: tuple[Unit, ...]
    tokens: tuple[tuple[str, ...], ...]
    changes: Mapping[Change, int]
    unusable: Unusable | None = None
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Overrides that fit no line."""


def prepare_document(
    document: Document,
    settings: Preparation,
    tokenizer: Tokenizer,
    repeated: Mapping[int, int],
    overrides: Sequence[Override] = (),
) -> PreparedDocument:
    """Make one document ready.

    Parameters
    ----------
    document
        As it was read.
    settings
        How.
    tokenizer
        Cuts units into tokens.
    repeated
        In how many documents of the corpus each line stands, as it was read (`count_lines`).
    overrides
        A reviewer's labels for lines of this document.
    """
    lines, changes, remarks = label_document(document, settings, repeated)
    lines, problems = apply_overrides(lines, overrides)
    language = _language_of(document, lines)
    facts = {**document.metadata, "language": language or ""}
    wanted = tuple(settings.languages or SPLITTERS)
    lines = [_of_another_language(line, settings, wanted) for line in lines]
    unusable = None
    units: list[Unit] = []
    if language not in wanted:
        unusable = _no_language(document.id, language, wanted)
    else:
        usable = [line for line in lines if line.language in wanted]
        units = cut_units(usable, settings.units, lambda text, code: len(tokenizer.tokens(text, code)))
        if not units:
            unusable = _all_clutter(document.id, lines, settings)
    return PreparedDocument(
        id=document.id,
        metadata=facts,
        lines=tuple(lines),
        units=tuple(units),
        tokens=tuple(tuple(tokenizer.tokens(unit.text, unit.language)) for unit in units),
        changes=changes,
        unusable=unusable,
        remarks=(*document.remarks, *remarks),
        problems=tuple(problems),
    )


def label_document(
    document: Document, settings: Preparation, repeated: Mapping[int, int]
) -> tuple[list[Line], Counter[Change], list[str]]:
    """Repair and label the lines of one document, and tell their languages.

    Returns
    -------
    Every non-empty line, what was repaired, and what a person should know. Lines of a document without
    letters have the language None.
    """
    raw, blank_before = split_lines(document.text)
    texts, changes = repair_lines(raw, settings.repair)
    labels = _labels(document, texts, settings, repeated_lines(raw, repeated, texts), blank_before)
    languages, remarks = _languages(document, texts)
    lines = [
        Line(
            document.id,
            number,
            raw[number],
            text,
            label,
            reason,
            language.code if language else None,
            language.confidence if language else 0.0,
        )
        for number, (text, (label, reason), language) in enumerate(zip(texts, labels, languages, strict=True))
    ]
    return lines, changes, remarks


def repair_lines(lines: Sequence[str], rules: Repair) -> tuple[list[str], Counter[Change]]:
    """Mend the lines of one document; words that it uses again and again are left whole."""
    glued = glued_pieces(lines) if rules.glued_words else {}
    terms = recurring_terms(glued)
    changes = Counter[Change]()
    texts = list(lines)
    for number, line in enumerate(lines):
        if not looks_clean(line) or (rules.glued_words and may_be_glued(line, glued)):
            texts[number], made = repair_line(line, rules, terms)
            changes.update(made)
    return texts, changes


def split_lines(text: str) -> tuple[list[str], list[bool]]:
    """Give the non-empty lines, bare of spaces around them, and whether an empty one stands before each."""
    lines, blank_before = [], []
    is_after_blank = False
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            lines.append(bare)
            blank_before.append(is_after_blank)
        is_after_blank = not bare
    return lines, blank_before


def _labels(
    document: Document,
    texts: Sequence[str],
    settings: Preparation,
    repeated: Mapping[str, int],
    blank_before: Sequence[bool],
) -> list[tuple[Label, str]]:
    """Label lines; those of which repair left nothing are taken for empty ones."""
    full = [number for number, text in enumerate(texts) if text.strip()]
    place = {number: index for index, number in enumerate(full)}
    labels = label_lines(
        [texts[number] for number in full],
        settings.lines,
        repeated,
        [replace(mark, line=place[mark.line]) for mark in document.marks if mark.line in place],
        [blank_before[number] or (number > 0 and number - 1 not in place) for number in full],
    )
    nothing: tuple[Label, str] = ("boilerplate", "nothing but invisible characters")
    return [labels[place[number]] if number in place else nothing for number in range(len(texts))]


def _languages(document: Document, texts: Sequence[str]) -> tuple[list[LineLanguage | None], list[str]]:
    """Tell the language of every line; what the metadata state wins, and what looks otherwise is told."""
    stated = document.language if document.language != MIXED else None
    looks = look_at(texts)
    main = Guess(stated, 1.0) if stated else document_language(texts, looks)
    if main is None:
        return [None] * len(texts), []
    languages = line_languages(texts, main, stated is not None, looks)
    seeming = Counter(language.seems for language in languages if language.seems)
    remarks = [
        f"{count} {'line reads' if count == 1 else 'lines read'} like '{code}', the metadata say '{stated}'"
        for code, count in sorted(seeming.items())
    ]
    return list(languages), remarks


def _language_of(document: Document, lines: Sequence[Line]) -> str | None:
    """Name the language of a document: the one stated, or that of most of its content."""
    if document.language and document.language != MIXED:
        return document.language
    found: Counter[str] = Counter()
    for line in lines:
        if line.language:
            found[line.language] += len(line.text) * (1 if line.label == "content" else 0.01)
    return max(found, key=lambda code: (found[code], code)) if found else None


def _of_another_language(line: Line, settings: Preparation, wanted: Sequence[str]) -> Line:
    if line.label not in settings.units.labels or line.language in wanted or line.language is None:
        return line
    code = line.language
    why = f"this analysis is not in '{code}'" if code in SPLITTERS else f"there is no tokenizer for '{code}'"
    return line._replace(reason=f"{line.reason}; not used: {why}")


def _no_language(name: str, language: str | None, wanted: Sequence[str]) -> Unusable:
    if language is None:
        return Unusable(name, "has no letters to tell its language by", "state it in the metadata")
    if language in SPLITTERS:
        reason = f"is in '{language}', and this analysis is in {' and '.join(wanted)}"
        remedy = f"add '{language}' to `prepare.languages` and terms in it to the codebook, or exclude this"
        return Unusable(name, reason, remedy)
    problem = no_tokenizer(language, name)
    return Unusable(name, problem.reason, problem.remedy)


def _all_clutter(name: str, lines: Sequence[Line], settings: Preparation) -> Unusable:
    counts = Counter(line.label for line in lines)
    found = ", ".join(f"{count} {label}" for label, count in sorted(counts.items()))
    wanted = " or ".join(settings.units.labels)
    return Unusable(
        name,
        f"has no line of {wanted} ({found})",
        "look at data/lines.csv; where labels are wrong, correct them by `prepare.overrides`, or widen "
        "`prepare.units.labels`",
    )
