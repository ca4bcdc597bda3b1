"""The audit's tables: what was dropped and why, what was repaired, what is repeated, in which language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.preprocess import Label, TokenizedUnits
from toolkit.reports.audit_fates import fates, label_order, letters, reason_kind
from toolkit.reports.audit_words import BodyWords
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table

START = 60
"""Characters of a text that a table shows."""

SHOWN = 100
"""Rows that a page shows of a long table; its CSV has all."""

UNSURE = 0.5
"""Below this confidence a language is no more than a guess."""


def cleaning_table(units: TokenizedUnits, stamp: Stamp, labels: Sequence[Label] = ("content",)) -> Table:
    """Count lines and characters by label and reason; it holds no text and may be published.

    Parameters
    ----------
    labels
        The labels that enter units (`prepare.units.labels`).
    """
    lines, characters, used = (
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
    )
    docs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fate in fates(units, labels):
        key = (fate.line.label, reason_kind(fate.why))
        lines[key] += 1
        docs[key].add(fate.line.doc)
        characters[key] += len(fate.line.raw)
        used[key] += len(fate.line.raw) * fate.is_used
    total = characters.total()
    rows = [
        {
            "label": label,
            "reason": reason,
            "lines": count,
            "documents": len(docs[label, reason]),
            "characters": characters[label, reason],
            "share": characters[label, reason] / total,
            "characters_in_units": used[label, reason],
        }
        for (label, reason), count in sorted(
            lines.items(), key=lambda item: (label_order(item[0][0]), -characters[item[0]], item[0])
        )
    ]
    note = stamp.note(
        f"All {lines.total()} non-empty lines with their {total} characters as read, {used.total()} of them "
        "in units. Share: of all characters."
    )
    columns = ["label", "reason", "lines", "documents", "characters", "share", "characters_in_units"]
    caption = "What became of the lines: labels and their reasons"
    frame = pd.DataFrame(rows, columns=columns)
    shown = frame.assign(share=[f"{share:.2%}" for share in frame["share"]])
    return Table("cleaning", caption, frame, note, stamp.signature, shown)


def examples_table(units: TokenizedUnits, stamp: Stamp, labels: Sequence[Label] = ("content",)) -> Table:
    """Show three examples of the lines that each reason dropped: the most frequent, the longest, the likest.

    The last is the one whose words the body uses most: where a rule errs, it shows there first.
    """
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for fate in fates(units, labels):
        if not fate.is_used:
            groups[fate.line.label, reason_kind(fate.why)][fate.line.text] += 1
    body = BodyWords(units)
    rows = []
    for (label, reason), texts in sorted(groups.items(), key=lambda each: (label_order(each[0][0]), each[0])):
        picks = {
            "most frequent": min(texts, key=lambda text: (-texts[text], text)),
            "longest": min(texts, key=lambda text: (-len(text), text)),
            "likest to the body": min(texts, key=lambda text: (-body.likeness(text), -len(text), text)),
        }
        for text in dict.fromkeys(picks.values()):
            rows.append(
                {
                    "label": label,
                    "reason": reason,
                    "lines": texts.total(),
                    "example": ", ".join(kind for kind, chosen in picks.items() if chosen == text),
                    "times": texts[text],
                    "text": text,
                }
            )
    columns = ["label", "reason", "lines", "example", "times", "text"]
    caption = "What was dropped, with examples of each reason"
    return cut("examples", caption, pd.DataFrame(rows, columns=columns), stamp, "", shown=None)


def repairs_table(units: TokenizedUnits, stamp: Stamp) -> Table:
    """List every repair: what stood there, what stands there now, how often."""
    rows = [
        {
            "kind": change.kind,
            "before": visible(change.before),
            "after": visible(change.after),
            "times": times,
        }
        for change, times in sorted(units.changes.items(), key=lambda item: (item[0].kind, -item[1], item[0]))
    ]
    frame = pd.DataFrame(rows, columns=["kind", "before", "after", "times"])
    shown = frame.groupby("kind", sort=False).head(12)
    counted = ", ".join(f"{kind.replace('_', ' ')} {times}" for kind, times in units.repairs.items())
    remark = f"By kind: {counted or 'none'}. Shown: the twelve most frequent of each kind. ␣ is a space."
    return cut("repairs", "What was repaired", frame, stamp, remark, shown)


def duplicates_table(units: TokenizedUnits, stamp: Stamp) -> Table:
    """List paragraphs and documents that are one text, with what each copy counts."""
    texts = {unit.doc: unit.text for unit in reversed(units.units)}
    texts |= {unit.id: unit.text for unit in units.units}
    weights = counts_of_units(units)
    rows = []
    for level, groups, counts in (
        ("paragraph", units.duplicates.paragraphs, weights),
        ("document", units.duplicates.documents, units.document_weights),
    ):
        for group in groups:
            rows.append(
                {
                    "level": level,
                    "kind": group.kind,
                    "similarity": group.similarity,
                    "copies": len(group.ids),
                    "within_one_document": "yes" if group.within else "no",
                    "first": group.ids[0],
                    "others": "; ".join(group.ids[1:]),
                    "counts": "; ".join(f"{counts.get(id, 0):.3g}" for id in group.ids),
                    "text": next((texts[id][:START] for id in group.ids if id in texts), ""),
                }
            )
    columns = [
        *(
            "level",
            "kind",
            "similarity",
            "copies",
            "within_one_document",
            "first",
            "others",
            "counts",
            "text",
        ),
    ]
    remark = f"{treatment(units)} Counts: what each copy counts among all texts, in the order of the copies."
    return cut(
        "duplicates",
        "Texts that stand there more than once",
        pd.DataFrame(rows, columns=columns),
        stamp,
        remark,
    )


def counts_of_units(units: TokenizedUnits) -> dict[str, float]:
    """Say what each unit counts among all: its weight in its document times that of its document."""
    shares = units.document_weights
    return {
        unit.id: weight * shares.get(unit.doc, 1)
        for unit, weight in zip(units.units, units.weights.tolist(), strict=True)
    }


def treatment(units: TokenizedUnits) -> str:
    """Say in a sentence how many texts are repeated, and what became of the copies."""
    found = []
    for name, groups in (
        ("paragraphs", units.duplicates.paragraphs),
        ("documents", units.duplicates.documents),
    ):
        near = sum(group.kind == "near" for group in groups)
        if groups:
            noun = "group" if len(groups) == 1 else "groups"
            found.append(f"{len(groups)} {noun} of {name} ({len(groups) - near} exact, {near} near)")
    if not found:
        return "No paragraph or document stands there twice."
    left = {unit.id for unit in units.units} | set(units.documents)
    ids = {
        id
        for groups in (units.duplicates.paragraphs, units.duplicates.documents)
        for g in groups
        for id in g.ids
    }
    if not ids <= left:
        policy = "only the first of each was kept"
    elif (units.weights < 1).any() or any(weight < 1 for weight in units.document_weights.values()):
        policy = "each counts as one text"
    else:
        policy = "each copy counts in full"
    return f"Repeated: {' and '.join(found)}; {policy}."


def sentences_table(units: TokenizedUnits, stamp: Stamp) -> Table:
    """List sentences that stand there more than once in paragraphs that are no copies."""
    rows = [
        {
            "times": sentence.times,
            "documents": len(sentence.documents),
            "template": "yes" if sentence.is_template else "no",
            "text": sentence.text,
            "where": "; ".join(sentence.documents),
        }
        for sentence in units.duplicates.sentences
    ]
    frame = pd.DataFrame(rows, columns=["times", "documents", "template", "text", "where"])
    remark = "They count in full. Template: so many documents share it that it belongs to their form."
    return cut("sentences", "Sentences that are repeated", frame, stamp, remark, frame.drop(columns="where"))


def languages_table(units: TokenizedUnits, stamp: Stamp) -> Table:
    """Count lines and characters of each document by language, with how sure the languages are."""
    lines, characters, unsure = (
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
    )
    sure: dict[tuple[str, str], float] = defaultdict(float)
    content: Counter[tuple[str, str]] = Counter()
    for line in units.lines:
        key = (line.doc, line.language or "")
        lines[key] += 1
        characters[key] += len(line.text)
        content[key] += line.label == "content"
        sure[key] += line.confidence * len(line.text)
        unsure[key] += line.label == "content" and line.confidence < UNSURE
    rows = [
        {
            "doc": doc,
            "language": language,
            "main": "yes" if units.metadata.get(doc, {}).get("language") == language else "no",
            "lines": count,
            "content_lines": content[doc, language],
            "characters": characters[doc, language],
            "mean_confidence": sure[doc, language] / max(characters[doc, language], 1),
            "unsure_content_lines": unsure[doc, language],
        }
        for (doc, language), count in sorted(lines.items())
    ]
    columns = [
        *("doc", "language", "main", "lines", "content_lines", "characters", "mean_confidence"),
        "unsure_content_lines",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    mixed = frame[frame.groupby("doc")["doc"].transform("size").gt(1) | frame["unsure_content_lines"].gt(0)]
    remark = f"Unsure: confidence below {UNSURE}. Shown: documents with several languages or unsure content."
    return cut("languages", "Languages, line by line", frame, stamp, remark, mixed)


def remarks_table(units: TokenizedUnits, stamp: Stamp, corpus: Corpus | None = None) -> Table:
    """List what a person should know of single documents, and those that could not be used."""
    rows: list[dict[str, Any]] = [
        {"doc": bad.id, "kind": "not used", "remark": bad.reason, "remedy": bad.remedy}
        for bad in units.unusable
    ]
    rows += [
        {"doc": doc, "kind": "remark", "remark": remark, "remedy": ""}
        for doc, remarks in units.remarks.items()
        for remark in remarks
    ]
    for document in corpus or ():
        if document.encoding.lower() not in ("utf-8", "ascii") or document.confidence < 1:
            how = f"read as {document.encoding}, {document.confidence:.2f} sure"
            if not any(how in row["remark"] for row in rows if row["doc"] == document.id):
                rows.append({"doc": document.id, "kind": "encoding", "remark": how, "remedy": ""})
    frame = pd.DataFrame(rows, columns=["doc", "kind", "remark", "remedy"]).sort_values("doc", kind="stable")
    return cut("remarks", "What a person should know of single documents", frame, stamp, "")


def visible(text: str) -> str:
    r"""Show a piece of text so that its blanks and invisible characters are seen.

    >>> visible(" a\u200b")
    '␣a⟨U+200B⟩'
    """
    return "".join(
        "␣" if character == " " else character if character.isprintable() else f"⟨U+{ord(character):04X}⟩"
        for character in text
    )


def cut(
    name: str, caption: str, frame: pd.DataFrame, stamp: Stamp, remark: str, shown: pd.DataFrame | None = None
) -> Table:
    """Make a table whose display is bounded; the CSV has every row and every letter."""
    shown = frame if shown is None else shown
    left = len(shown) - SHOWN
    more = f"{left} more rows stand in {name}.csv." if left > 0 else ""
    display = shown.head(SHOWN).map(lambda value: _shortened(value) if isinstance(value, str) else value)
    return Table(name, caption, frame, stamp.note(remark, more), stamp.signature, display)


def _shortened(text: str) -> str:
    longest = 3 * START if letters(text) < 2 * len(text) else int(1.5 * START)
    return text if len(text) <= longest else text[:longest] + "…"
