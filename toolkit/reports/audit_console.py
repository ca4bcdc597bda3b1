"""The corpus on a terminal: documents, reasons with an example each, what was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.preprocess import LABELS, Label, TokenizedUnits
from toolkit.reports.audit_fates import Fate, fates, reason_kind
from toolkit.reports.audit_tables import treatment, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid

MOST = 60
"""Documents that are listed."""

REASONS = 5
"""Reasons that are shown with an example."""

UNUSABLE = 20
"""Documents that could not be used and are listed."""


def print_corpus(units: TokenizedUnits, labels: Sequence[Label] = ("content",)) -> None:
    """Print what a preparation made of a corpus, on standard output.

    Parameters
    ----------
    labels
        The labels that enter units (`prepare.units.labels`).
    """
    from rich.console import Console

    # other than on a terminal nobody knows the width; texts are never read as markup or highlighted
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = 110
    told = fates(units, labels)
    console.print(_documents(units, told))
    if len(units.documents) > MOST:
        console.print(f"… and {len(units.documents) - MOST} more documents, see corpus.csv")
    total = sum(len(fate.line.raw) for fate in told) or 1
    used = sum(len(fate.line.raw) for fate in told if fate.is_used)
    console.print(
        f"{len(units.documents)} documents, {len(told)} lines, {len(units)} units; "
        f"{used / total:.1%} of all characters stand in units."
    )
    console.print(f"Repairs: {sum(units.changes.values())}. {treatment(units)}")
    _print_reasons(console, told)
    for bad in units.unusable[:UNUSABLE]:
        console.print(f"not used: {_plain(bad.id)}: {_plain(bad.reason)}\n    → {_plain(bad.remedy)}")
    if len(units.unusable) > UNUSABLE:
        console.print(f"… and {len(units.unusable) - UNUSABLE} more are not used, see remarks.csv")


def _documents(units: TokenizedUnits, told: Sequence[Fate]) -> Grid:
    from rich import box
    from rich.table import Table as Grid

    counts = Counter((fate.line.doc, fate.line.label) for fate in told)
    characters, dropped, tokens = Counter[str](), Counter[str](), Counter[str]()
    for fate in told:
        characters[fate.line.doc] += len(fate.line.raw)
        dropped[fate.line.doc] += 0 if fate.is_used else len(fate.line.raw)
    for unit, words in zip(units.units, units.tokens, strict=True):
        tokens[unit.doc] += len(words)
    pieces = Counter(unit.doc for unit in units.units)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("document", overflow="fold")
    grid.add_column("language")
    for name in (*LABELS, "units", "tokens", "dropped"):
        grid.add_column(name, justify="right")
    has_remarks = any(units.remarks.get(doc) for doc in units.documents[:MOST])
    if has_remarks:
        grid.add_column("remark", overflow="fold", max_width=34)
    for doc in units.documents[:MOST]:
        row = [
            _plain(doc),
            units.metadata[doc]["language"],
            *(str(counts[doc, label]) for label in LABELS),
            str(pieces[doc]),
            str(tokens[doc]),
            f"{dropped[doc] / max(characters[doc], 1):.0%}",
        ]
        grid.add_row(*row, *([_plain("; ".join(units.remarks.get(doc, ())))] if has_remarks else []))
    return grid


def _print_reasons(console: Console, told: Sequence[Fate]) -> None:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for fate in told:
        if not fate.is_used:
            groups[f"{fate.line.label}, {reason_kind(fate.why)}"][fate.line.text] += 1
    often = sorted(groups.items(), key=lambda group: (-group[1].total(), group[0]))[:REASONS]
    if often:
        console.print("Most lines were dropped as:")
    for name, texts in often:
        example = _plain(min(texts, key=lambda text: (-texts[text], text)))
        example = example if len(example) <= 60 else example[:60] + "…"
        console.print(f"  {texts.total():>6}  {_plain(name)}: “{example}”")


def _plain(text: str) -> str:
    """Take away what could steer a terminal."""
    return text if text.isprintable() else visible(text).replace("␣", " ")
