"""The tables of human codes: how many to code, whether coders agree, how well instruments do beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table, interval
from toolkit.themes.split import Half

Rows = Sequence[Mapping[str, Any]]
Labels = Mapping[str, str]

_SHARES = ("precision", "recall", "specificity")
_OTHERS = {"kappa": "kappa", "auc": "AUC"}


def plan_table(rows: Rows, stamp: Stamp, labels: Labels | None = None) -> Table:
    """Give totals to code against the expected width of each corrected share's interval."""
    frame = pd.DataFrame(rows)
    labels = labels or {}
    pairs = frame.drop_duplicates(["theme", "language"])
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in pairs["theme"]],
            "language": pairs["language"],
            "units": pairs["units"],
            "found": pairs["found"],
            "sensitivity": [f"{value:.2f}" for value in pairs["sensitivity"]],
            "specificity": [f"{value:.2f}" for value in pairs["specificity"]],
            "share": [f"{value:.2f}" for value in pairs["expected_share"]],
        }
    )
    for total, own in frame.groupby("coded", sort=True):
        name = f"{total} coded ←" if own["is_answer"].iloc[0] else f"{total} coded"
        shown[name] = [f"{width:.2f}" for width in own["width"]]
    note = stamp.note(
        "Expected width of the 95 % interval of each theme's corrected share among the units of a language, "
        "if so many units in all are coded, dealt to strata (language × dictionary result) so as to narrow "
        "the widest interval first. Found: by the dictionary. Sensitivity and specificity are assumed, or a "
        "pilot's; the share follows from them. ← marks the smallest total that keeps every width within what "
        "was asked. Widths speak of these texts; how much documents differ comes on top.",
    )
    return Table("gold_plan", "How many units to code", frame, note, stamp.signature, shown)


def reliability_table(rows: Rows, stamp: Stamp, labels: Labels | None = None) -> Table:
    """Give the coders' agreement: Krippendorff's alpha by theme and language."""
    frame = pd.DataFrame(rows)
    labels = labels or {}
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in frame["theme"]],
            "language": frame["language"],
            "alpha [95 %]": _intervals(frame, "alpha", "low", "high"),
            "agreement": [_percent(value) for value in frame["agreement"]],
            "coders": frame["coders"],
            "coded": frame["units"],
            "coded twice": frame["twice"],
            "positives": frame["positives"],
            "documents": frame["documents"],
            "reading": frame["reading"],
        }
    )
    note = stamp.note(
        "Alpha: Krippendorff's, nominal, of what coders said before any consensus [95 %: robust to clusters "
        "of documents, six at least]. Agreement: share of pairs of codes that are the same, chance "
        "included. Units count alike, as they were drawn. Positives: units coded twice that at least one "
        "coder says carry the theme. Reading: reliable from 0.80, tentative from 0.667 (Krippendorff 2004); "
        "not enough below ten positives or ten negatives."
    )
    return Table("reliability", "Reliability of the human codes", frame, note, stamp.signature, shown)


def human_machine_table(
    rows: Rows, stamp: Stamp, labels: Labels | None = None, half: Half | Literal["all"] = "all"
) -> Table:
    """Give how well each instrument finds what people coded; shown is each theme in each language.

    Parameters
    ----------
    half
        The documents that weighted units stand for.
    """
    frame = pd.DataFrame(rows)
    labels = labels or {}
    languages = [name for name in dict.fromkeys(frame["language"]) if name != "all"] or ["all"]
    own = frame[frame["language"].isin(languages)].sort_values(
        ["theme", "language"], kind="stable", key=_in_order
    )
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in own["theme"]],
            "language": own["language"],
            "instrument": own["instrument"],
            **{name: _intervals(own, name, f"{name}_low", f"{name}_high") for name in _SHARES},
            **{title: [_two(value) for value in own[name]] for name, title in _OTHERS.items()},
            "coded": own["units"],
            "positives": own["positives"],
            "reading": own["reading"],
        }
    )
    if not own["reading"].astype(bool).any():
        shown = shown.drop(columns="reading")
    whole = "whole corpus" if half == "all" else f"{half} half"
    corpus = f"Coded units count 1/probability: measures speak of the {whole}. "
    coded = "How units were drawn is not recorded, so they count alike: measures speak of the coded units. "
    note = stamp.note(
        "Against what coders say together (consensus, else majority; ties left out). "
        f"{corpus if frame['is_weighted'].all() else coded}"
        "95 %: robust to clusters of documents; of precision, recall and specificity Wilson's, for the "
        "effective number of units. Recall is sensitivity. AUC: of the scores, ties half. Nothing is "
        "claimed below ten positives or ten negatives. The CSV has the intervals of kappa and AUC, and all "
        "languages together."
    )
    return Table("human_machine", "Instruments against human codes", frame, note, stamp.signature, shown)


def _in_order(column: pd.Series) -> pd.Series:
    """Sort by first appearance, not by the alphabet."""
    order = {value: place for place, value in enumerate(dict.fromkeys(column))}
    return column.map(order)


def _intervals(frame: pd.DataFrame, value: str, low: str, high: str) -> list[str]:
    columns = zip(frame[value], frame[low], frame[high], strict=True)
    return ["–" if estimate != estimate else interval(estimate, a, b) for estimate, a, b in columns]


def _two(value: float) -> str:
    return "–" if value != value else f"{value:.2f}"


def _percent(value: float) -> str:
    return "–" if value != value else f"{100 * value:.0f} %"
