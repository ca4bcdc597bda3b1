"""The tables of validity: whether instruments agree, and whether themes are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table, interval

NAN = float("nan")
Rows = Sequence[Mapping[str, Any]]

_UNITS, _WITHIN = "units", "within documents"


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
                    interval(*figures)
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
            line[name] = interval(cell["htmt"], cell["low"], cell["high"])
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
        line[f"× {cell['other']}"] = interval(cell["spearman"], cell["spearman_low"], cell["spearman_high"])
    highest = others[others["block"] != "monotrait-heteromethod"]["spearman"].max()
    return {
        **line,
        "other themes, highest": interval(highest, NAN, NAN),
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
