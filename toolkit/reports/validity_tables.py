"""The tables of validity: whether instruments agree, themes are told apart, languages are read alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.evaluation.leaks import LeakReport
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table, interval
from toolkit.themes.validity import Leak

NAN = float("nan")
Rows = Sequence[Mapping[str, Any]]

_UNITS, _WITHIN = "units", "within documents"
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


def mtmm_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give every correlation; shown is how the headline instrument agrees with each other one.

    Parameters
    ----------
    rows
        Of `mtmm_rows`.
    """
    frame = pd.DataFrame(rows)
    caption = f"Multitrait-multimethod matrix: {headline} against the other instruments"
    if frame.empty:
        note = stamp.note("There are no two measures to compare.")
        return Table("mtmm", caption, frame, note, stamp.signature)
    own = frame[frame["level"] == _UNITS]
    lines = [
        _agreement_line(own[own["language"] == language], theme, language, labels, headline)
        for theme in dict.fromkeys(own["first_theme"])
        for language in dict.fromkeys(own["language"])
    ]
    note = stamp.note(
        "Spearman's correlation of the scores [95 %] with each other instrument's reading of the same theme; "
        "last, the highest correlation with any reading of another theme, which should be lower. Ranks are "
        "taken within each language, and anew in each of the bootstrap draws over clusters of documents "
        "(percentile interval, expanded for few clusters; none below six). Copies weigh less. The CSV has "
        "every two measures, phi and kappa of the presences, and correlations within documents.",
        _people(frame),
    )
    return Table("mtmm", caption, frame, note, stamp.signature, pd.DataFrame(lines))


def mtmm_blocks_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Sum up Campbell and Fiske's blocks; shown are all languages together.

    Parameters
    ----------
    rows
        Of `mtmm_blocks`.
    """
    frame = pd.DataFrame(rows)
    caption = "Do readings of one theme agree, and more than readings of different themes?"
    if frame.empty:
        note = stamp.note("There are no two instruments to compare.")
        return Table("mtmm_blocks", caption, frame, note, stamp.signature)
    own = frame[(frame["language"] == frame["language"].iloc[0]) & (frame["statistic"] != "kappa")]
    blocks = {
        "same theme, other instrument": "monotrait_heteromethod",
        "other theme, same instrument": "heterotrait_monomethod",
        "other theme, other instrument": "heterotrait_heteromethod",
    }
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in own["theme"]],
            "level": own["level"],
            "of": own["statistic"].map({"spearman": "scores (Spearman)", "phi": "presences (phi)"}),
            **{
                name: [
                    _interval(*figures)
                    for figures in zip(own[column], own[f"{column}_low"], own[f"{column}_high"], strict=True)
                ]
                for name, column in blocks.items()
            },
            "higher than rivals": [
                f"{won} of {made}"
                for won, made in zip(own["comparisons_won"], own["comparisons"], strict=True)
            ],
            "clusters": own["clusters"],
        }
    )
    note = stamp.note(
        "Means of correlations [95 %, bootstrap over clusters of documents]. Convergent validity: the first "
        "is high; discriminant validity: the others are near zero. Higher than rivals: comparisons of each "
        "correlation of one theme with those of its two measures with other themes (Campbell & Fiske 1959). "
        "Within documents: each document's mean taken out, so that documents about a theme do not make "
        "agreement. Instruments share the codebook's words: agreement among them is no proof, agreement with "
        "people is."
    )
    return Table("mtmm_blocks", caption, frame, note, stamp.signature, shown)


def htmt_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give the ratio of every two themes, one column a statistic."""
    frame = pd.DataFrame(rows)
    caption = "Are themes told apart? Heterotrait-monotrait ratios"
    if frame.empty:
        note = stamp.note("It takes two themes and two instruments.")
        return Table("htmt", caption, frame, note, stamp.signature)
    lines = []
    for (first, second, language), own in frame.groupby(["first", "second", "language"], sort=False):
        line = {
            "themes": f"{labels.get(first, first)} × {labels.get(second, second)}",
            "language": language,
        }
        for (level, statistic), name in {
            (_UNITS, "spearman"): "scores",
            (_UNITS, "phi"): "presences",
            (_WITHIN, "spearman"): "scores, within documents",
        }.items():
            cell = own[(own["level"] == level) & (own["statistic"] == statistic)].iloc[0]
            line[name] = _interval(cell["htmt"], cell["low"], cell["high"])
        lines.append({**line, "clusters": own["clusters"].iloc[0], "reading": _worst(own)})
    note = stamp.note(
        "Mean correlation of different themes by different instruments over that of one theme by different "
        "instruments [95 %, bootstrap over clusters of documents]; above 0.85 two themes are not told apart "
        "(Henseler, Ringle & Sarstedt 2015, with instruments in the place of items). Codes by people take no "
        "part."
    )
    return Table("htmt", caption, frame, note, stamp.signature, pd.DataFrame(lines))


def disagreements_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """List the units to read, with what each instrument says of them."""
    frame = pd.DataFrame(rows)
    caption = "Units that the instruments read most differently"
    if frame.empty:
        note = stamp.note("There are no two instruments, or they agree on every unit.")
        return Table("disagreements", caption, frame, note, stamp.signature)
    names = [column.removeprefix("rank_") for column in frame.columns if column.startswith("rank_")]
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in frame["theme"]],
            "unit": frame["unit"],
            "language": frame["language"],
            **{
                name: [
                    f"{rank:.2f}{' ✓' if present else ''}"
                    for rank, present in zip(frame[f"rank_{name}"], frame[f"present_{name}"], strict=True)
                ]
                for name in names
            },
        }
    )
    if frame["coded"].notna().any():
        shown["people"] = frame["coded"].map({1.0: "✓", 0.0: "no"}).fillna("–")
    if "start" in frame:
        shown["start"] = [_cut(start) for start in frame["start"]]
    note = stamp.note(
        "Share of the language's units that score lower (0 to 1, ties by half); ✓ where the instrument calls "
        "the theme present. First the units on which presences are split most evenly, then those whose ranks "
        "lie furthest apart. Read them: they show what each instrument takes for the theme.",
        "" if "start" in frame else "Texts are not shown: the experiment does not share them.",
    )
    return Table("disagreements", caption, frame, note, stamp.signature, shown)


def equivalence_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give the report of equivalence; shown are checks of all instruments and of the headline's."""
    frame = pd.DataFrame(rows)
    caption = "Equivalence across languages, stage by stage"
    if frame.empty:
        note = stamp.note("The corpus has one language: there is nothing to compare.")
        return Table("equivalence", caption, frame, note, stamp.signature)
    is_own = frame["instrument"].isin(["", headline]) | (frame["stage"] != "output")
    own = frame[is_own & ~frame["check"].map(lambda check: check == "kappa" or check.startswith(_LEFT_OUT))]
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
                _interval(*figures)
                for figures in zip(
                    own["gap_before"], own["gap_before_low"], own["gap_before_high"], strict=True
                )
            ],
            "gap, own curve": [_interval(value, NAN, NAN) for value in own["gap_after"]],
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


def _interval(value: float, low: float, high: float) -> str:
    """Show an estimate with its interval; what rounds to zero has no sign."""
    value, low, high = (round(each, 2) + 0.0 for each in (value, low, high))
    return interval(value, low, high)


def _agreement_line(
    own: pd.DataFrame, theme: str, language: str, labels: Mapping[str, str], headline: str
) -> dict[str, Any]:
    mine = own[(own["first_instrument"] == headline) & (own["first_theme"] == theme)]
    yours = own[(own["second_instrument"] == headline) & (own["second_theme"] == theme)]
    others = pd.concat(
        [mine.assign(other=mine["second_instrument"]), yours.assign(other=yours["first_instrument"])]
    )
    same = others[others["block"] == "monotrait-heteromethod"]
    line = {"theme": labels.get(theme, theme), "language": language}
    for cell in same.to_dict("records"):
        line[f"× {cell['other']}"] = _interval(cell["spearman"], cell["spearman_low"], cell["spearman_high"])
    highest = others[others["block"] != "monotrait-heteromethod"]["spearman"].max()
    return {
        **line,
        "other themes, highest": _interval(highest, NAN, NAN),
        "units": int(others["units"].max()),
    }


def _cut(text: str, width: int = 56) -> str:
    """Cut a text at a width in Latin letters; a Chinese character is two wide."""
    ends = np.cumsum([2 if ord(character) > 0x2E7F else 1 for character in text])
    return text if not len(ends) or ends[-1] <= width else text[: int((ends <= width).sum())] + "…"


def _people(frame: pd.DataFrame) -> str:
    coded = frame[frame["second_instrument"] == "people"]
    if coded.empty:
        return "No units were coded by people."
    most = coded["units"].max()
    return f"People: on {most} coded units, weighted by the probability of being drawn where it is known."


def _worst(own: pd.DataFrame) -> str:
    readings = list(dict.fromkeys(own["reading"]))
    for start in ("not told apart", "no ratio", "told apart, but", "told apart, without"):
        for reading in readings:
            if reading.startswith(start):
                return reading
    return readings[0]


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
    return "–" if row["value"] != row["value"] else _interval(row["value"], row["low"], row["high"])


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
