"""The tables that answer the question: prevalence, contrasts, agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table, interval

Rows = Sequence[Mapping[str, Any]]


def prevalence_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give every theme's prevalence, measured and corrected.

    Shown are the groups, with one column an instrument, and the headline instrument's share as codes correct
    it.
    """
    frame = pd.DataFrame(rows)
    own = frame[frame["by"] != "document"]
    if own.empty:
        note = stamp.note("No document belongs to a group: the CSV has the shares of single documents.")
        nothing = pd.DataFrame(columns=["theme", "by", "group", "documents", "units"])
        return Table("prevalence", "Theme prevalence by group", frame, note, stamp.signature, nothing)
    first = own[own["instrument"] == own["instrument"].iloc[0]]
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in first["theme"]],
            "by": first["by"],
            "group": first["group"],
            "documents": _sizes(first, "documents", "clusters"),
            "units": first["units"],
            "may claim": first["claim"],
        }
    )
    for instrument in dict.fromkeys(own["instrument"]):
        shown[instrument] = _intervals(own[own["instrument"] == instrument])
    if "corrected" in own:
        mine = own[own["instrument"] == headline]
        shown[f"{headline}, corrected"] = _corrected(mine)
        shown["coded"] = list(mine["coded"])
    note = stamp.note(
        "Share of units that carry the theme, by instrument: unweighted mean over documents [95 % interval]; "
        "in round brackets the range of the documents, where they are too few for an interval. Intervals: "
        f"{', '.join(dict.fromkeys(own['interval']))}; the CSV names each, and gives the pooled shares. "
        f"Clusters: documents that render each other count once. {_correction(own, headline)} "
        f"Design effects (1 + (n0 − 1)·ICC) from {own['deff'].min():.1f} to {own['deff'].max():.1f}."
    )
    return Table("prevalence", "Theme prevalence by group", frame, note, stamp.signature, shown)


def prevalence_documents_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], instrument: str) -> Table:
    """Give document × theme for the headline instrument; every instrument in the CSV."""
    frame = pd.DataFrame(rows)
    frame = frame[frame["by"] == "document"].drop(columns=["by", "pooled", "deff"])
    frame = frame.rename(columns={"group": "doc"})
    own = frame[frame["instrument"] == instrument]
    shown = pd.DataFrame({"doc": list(dict.fromkeys(own["doc"]))})
    for theme in dict.fromkeys(own["theme"]):
        shown[labels.get(theme, theme)] = _intervals(own[own["theme"] == theme])
    shown["units"] = list(own.drop_duplicates("doc")["units"])
    note = stamp.note(
        f"Instrument shown: {instrument}; the CSV has every instrument. Shares of the document's units "
        "with 95 % intervals: Wilson where none or all carry the theme or there are fewer than 20 units, "
        "else circular block bootstrap (blocks of 3), never narrower than Wilson; they speak about this text "
        "only."
    )
    return Table("prevalence_documents", "Theme prevalence by document", frame, note, stamp.signature, shown)


def _corrected(rows: pd.DataFrame) -> list[str]:
    """Show corrected shares; where there is none, the CSV has the reason."""
    columns = zip(*(rows[name] for name in ("corrected", "corrected_low", "corrected_high")), strict=True)
    return ["–" if value != value else interval(value, low, high) for value, low, high in columns]


def _correction(rows: pd.DataFrame, headline: str) -> str:
    """Say what the corrected column is."""
    if "corrected" not in rows:
        return "Measured, not corrected: no units were coded by people."
    about = {row.removeprefix("corrected: ") for row in rows.loc[rows["corrected"].notna(), "correction"]}
    return (
        f"Corrected: the share by {headline}, moved as far as codes of a random sample contradict it, within "
        "each language; its interval adds uncertainty about coding and, from six documents on, about "
        f"documents ({' or '.join(sorted(about)) or 'none'}). Coded: units that people coded. The CSV has "
        "every instrument, the reason where nothing is corrected (–), and by_codes, the estimate that "
        "follows the codes all the way."
    )


def agreement_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give the agreement of every two instruments; shown with one column a language."""
    if not rows:
        nothing = pd.DataFrame(columns=["theme", "first", "second", "language", "spearman", "kappa"])
        note = stamp.note("There are no two instruments to compare.")
        return Table("agreement", "Agreement between instruments", nothing, note, stamp.signature)
    frame = pd.DataFrame(rows)
    languages = list(dict.fromkeys(frame["language"]))
    whole = frame[frame["language"] == languages[0]]
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in whole["theme"]],
            "instruments": whole["first"] + " × " + whole["second"],
        }
    )
    for language in languages:
        own = frame[frame["language"] == language].rename(columns={"spearman": "estimate"})
        shown[f"Spearman {language}"] = _intervals(own)
    shown["kappa"] = list(whole["kappa"])
    shown["both present"] = list(whole["both_present"])
    note = stamp.note(
        "Spearman: of the scores [95 % interval, bootstrap over six or more clusters]; kappa: Cohen's, of "
        "the presences, in all languages; the CSV has it for each."
    )
    return Table("agreement", "Agreement between instruments", frame, note, stamp.signature, shown)


def _intervals(frame: pd.DataFrame) -> list[str]:
    """Show estimates with their intervals; a range of documents is no interval and looks different."""
    methods = frame["interval"] if "interval" in frame else [""] * len(frame)
    return [
        f"{estimate:.2f} ({low:.2f}–{high:.2f})"
        if str(method).startswith("range")
        else interval(estimate, low, high)
        for estimate, low, high, method in zip(
            frame["estimate"], frame["low"], frame["high"], methods, strict=True
        )
    ]


def _sizes(frame: pd.DataFrame, documents: str, clusters: str) -> list[str]:
    """Show numbers of documents, and of clusters where they differ."""
    pairs = zip(frame[documents], frame[clusters], strict=True)
    return [f"{count}" if count == groups else f"{count} ({groups} clusters)" for count, groups in pairs]


def _chance(p: float) -> str:
    if p != p:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
