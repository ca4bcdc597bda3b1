"""The tables of equivalence: whether every language is read alike, and what scores mean in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit.evaluation.leaks import LeakReport
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table, interval
from toolkit.themes.validity import Leak

NAN = float("nan")
Rows = Sequence[Mapping[str, Any]]

_OWN_DIGITS = {"documents", "units"}
_LEFT_OUT = ("kappa", "log odds of a find")
"""Checks of the report of equivalence that only its CSV gives."""


def language_leak(solution: str, report: LeakReport) -> Leak:
    """Take from a leak report what the report of equivalence holds against chance.

    The accuracy is the mean over languages, so that a lopsided corpus is not told by its larger half.
    """
    told, found = report.before.language, list(report.before.retrieval.values())
    return Leak(
        solution,
        told.balanced,
        1 / max(1, told.languages),
        told.units,
        report.before.retrieval_mean,
        sum(each.pairs for each in found),
        report.mix.overall,
    )


def equivalence_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give the report of equivalence; shown are checks of all instruments and of the headline's."""
    frame = pd.DataFrame(rows)
    caption = "Equivalence across languages, stage by stage"
    if frame.empty:
        note = stamp.note("The corpus has one language: there is nothing to compare.")
        return Table("equivalence", caption, frame, note, stamp.signature)
    is_own = frame["instrument"].isin(["", headline]) | (frame["stage"] != "output")
    own = frame[is_own & ~frame["check"].str.startswith(_LEFT_OUT)]
    places = {theme: place for place, theme in enumerate(dict.fromkeys(own["theme"]))}
    by_theme = [places[t] if s == "output" else 0 for t, s in zip(own["theme"], own["stage"], strict=True)]
    own = own.assign(by_theme=by_theme).sort_values("by_theme", kind="stable")
    lines = list(_lines(own, labels))
    if not any(line["theme"] for line in lines):
        lines = [{name: text for name, text in line.items() if name != "theme"} for line in lines]
    counts = own[own["verdict"] != "shown"]["verdict"].value_counts()
    summary = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("pass", "fail", "not testable"))
    note = stamp.note(
        f"Of the checks shown: {summary}. Stages after Lind et al. 2025. A difference passes where its whole "
        "95 % interval lies within the margin, fails where it does not and leaves zero out, and is not "
        "testable where there are too few texts or codes to say either. Accuracy: against codes by people "
        "(n: coded units), weighted by the probability of being drawn where it is known, with intervals by "
        "clusters of documents. "
        "Only where agreement, sensitivity, specificity, differential functioning and equivalence sets all "
        "pass is a difference between languages read as a difference of theme.",
        f"Instrument shown: {headline}; the CSV has every instrument, and what each check was held against.",
    )
    return Table("equivalence", caption, frame, note, stamp.signature, pd.DataFrame(lines))


def calibration_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give how far probabilities are from codes, with one curve for all languages and one for each."""
    frame = pd.DataFrame(rows)
    caption = "Scores as probabilities, by language"
    if frame.empty:
        note = stamp.note("No units were coded by people: scores cannot be calibrated.")
        return Table("calibration", caption, frame, note, stamp.signature)
    own = frame[frame["instrument"] == headline]
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in own["theme"]],
            "language": own["language"],
            "gap, one curve": [
                interval(*figures)
                for figures in zip(
                    own["gap_before"], own["gap_before_low"], own["gap_before_high"], strict=True
                )
            ],
            "gap, own curve": [interval(value, NAN, NAN) for value in own["gap_after"]],
            "error, one curve": own["error_before"],
            "error, own curve": own["error_after"],
            "Brier, one curve": own["brier_before"],
            "Brier, own curve": own["brier_after"],
            "coded": [
                f"{positives} of {units}"
                for positives, units in zip(own["positives"], own["units"], strict=True)
            ],
        }
    )
    note = stamp.note(
        f"Curves from scores to the probability of a code ({frame['method'].iloc[0]}), cross-fitted by "
        "clusters of documents. Gap: mean probability minus share of codes [95 %]; above 0, the common "
        "curve says more of the theme than people do in this language. Error: mean distance over five "
        "bins of equal weight (never quite 0 in small bins). Brier: mean squared distance. Coded: with "
        "the theme, of all. A dash: fewer than ten coded units with or without the theme.",
        f"Instrument shown: {headline}; the CSV has every instrument.",
    )
    return Table("calibration", caption, frame, note, stamp.signature, shown)


def _lines(own: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Put the languages of a check, and their difference, on one line where there are two languages."""
    languages = sorted(name for name in set(own["languages"]) if not {"−", "+"} & set(name.split()))
    order = ["stage", "check", "instrument", "theme"]
    for (stage, check, instrument, theme), rows in own.groupby(order, sort=False):
        each = rows[rows["languages"].isin(languages)]
        between = rows[~rows["languages"].isin(languages)]
        line = {
            "stage": stage,
            "check": check if stage == "output" or not instrument else f"{check} ({instrument})",
            "theme": labels.get(theme, theme),
            **{language: "" for language in languages},
            "difference": "",
        }
        for row in each.to_dict("records"):
            line[row["languages"]] = _figure(row)
        if len(between) != 1 and len(each):
            yield line | _ending(each)
        for row in between.to_dict("records"):
            named = {"check": f"{line['check']} {row['languages']}"} if len(between) > 1 else {}
            values = line if len(between) == 1 else {**line, **{language: "" for language in languages}}
            yield values | named | {"difference": _figure(row)} | _ending(pd.DataFrame([row]))


def _figure(row: Mapping[str, Any]) -> str:
    if row["check"] in _OWN_DIGITS:
        return f"{row['value']:.0f}"
    if row["check"] == "differential functioning" and row["value"] == row["value"]:
        return "p < 0.001" if row["value"] < 0.001 else f"p = {row['value']:.3f}"
    return "–" if row["value"] != row["value"] else interval(row["value"], row["low"], row["high"])


def _ending(rows: pd.DataFrame) -> dict[str, Any]:
    """Give the numbers and the gravest verdict of some rows."""
    for verdict in ("fail", "not testable", "pass", "shown"):
        gravest = rows[rows["verdict"] == verdict]
        if len(gravest):
            break
    return {
        "n": f"{' : '.join(map(str, rows['n']))} {rows['counted'].iloc[0]}",
        "verdict": "" if verdict == "shown" else verdict,
        "in words": " : ".join(filter(None, gravest["reading"]))
        if verdict == "shown"
        else gravest["reading"].iloc[0],
    }
