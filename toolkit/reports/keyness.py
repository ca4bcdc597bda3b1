"""Keyness of the codebook's terms: a table, and a figure with a panel for each theme and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.drawing import COLOURS, GRID, INK, caption, style
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table
from toolkit.themes import Keyness
from toolkit.themes.validity import PEOPLE

Rows = Sequence[Mapping[str, Any]]
MOST_TERMS = 10
"""Terms of each theme, language and direction that are shown; the CSV has all."""

_LETTERS_AN_INCH = 18
_PALE = 0.4
"""Opacity of terms that count only beside a cue."""


def keyness_table(found: Keyness, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give how distinctive each term is of its theme; shown are the ends of each list."""
    frame = pd.DataFrame(found.rows)
    title = "Keyness of the codebook's terms"
    if frame.empty:
        note = stamp.note(_why_empty(found), _one_sided(found, labels))
        return Table("keyness", title, frame, note, stamp.signature)
    own = _shown(frame)
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in own["theme"]],
            "language": own["language"],
            "term": own["term"],
            "tier": own["tier"],
            "in target": own["target_count"],
            "in reference": own["reference_count"],
            "units": own["units"],
            "documents": own["documents"],
            "G²": [f"{round(value, 1) + 0.0:.1f}".replace("-", "−") for value in own["g2"]],
            "p (descriptive)": ["< 0.001" if p < 0.001 else f"{p:.3f}" for p in own["p"]],
            "rate ratio": ["∞" if value == np.inf else f"{value:.1f}" for value in own["rate_ratio"]],
        }
    )
    note = stamp.note(
        f"{_sides(frame)} In target, in reference: how often the term stands there as a token. G²: signed "
        "log-likelihood (Dunning 1993), negative where the reference uses the term more; it grows with the "
        "corpus, so compare terms of one theme and language. p: chi-squared with one degree of freedom, "
        "descriptive: tokens of a text are not independent. Rate ratio: of shares of all tokens; ∞ where the "
        "reference lacks the term. In G² and ratio copies weigh less, and coded units 1/probability of being "
        "drawn where it is known. Terms that the tokenizer takes apart, or that none of these units has, are "
        "left out; context terms count without their cues. Shown are the "
        f"{MOST_TERMS} highest and lowest of each theme and language; the CSV has all.",
        _sizes(frame, labels),
        "What people coded lies on one side of every theme." if _stands_in(found) else "",
        _one_sided(found, labels),
    )
    return Table("keyness", title, frame, note, stamp.signature, shown)


def keyness_figure(rows: Rows, labels: Mapping[str, str], title: str, notice: str = "") -> Any:
    """Draw the terms that carry each theme, and those that stand more often without it.

    A row of panels for each theme, a column and a colour for each language; pale bars are context terms.

    Parameters
    ----------
    rows
        Of `toolkit.themes.keyness`.
    labels
        What to write for each theme and language.
    title, notice
        Written above and below.
    """
    from matplotlib.figure import Figure

    frame = pd.DataFrame(rows)
    own = _shown(frame)
    themes, languages = list(dict.fromkeys(own["theme"])), sorted(set(own["language"]))
    bars = [own[own["theme"] == theme].groupby("language").size().max() for theme in themes]
    width = 0.4 + 3.7 * len(languages)
    with style():
        figure = Figure(figsize=(width, 1.6 + sum(0.5 + 0.16 * each for each in bars)), layout="constrained")
        axes = figure.subplots(
            len(themes), len(languages), sharex=True, squeeze=False, height_ratios=[3 + each for each in bars]
        )
        for line, theme in zip(axes, themes, strict=True):
            for number, (axis, language) in enumerate(zip(line, languages, strict=True)):
                here = own[(own["theme"] == theme) & (own["language"] == language)]
                _draw(axis, here, COLOURS[number % 6], int(bars[themes.index(theme)]))
                _dress(axis, labels.get(theme, theme), labels.get(language, language), here)
        for axis in axes[-1]:
            axis.set_xlabel("signed log-likelihood G²")
        axes[0, 0].margins(x=0.12)
        said = (
            f"{_sides(frame)} Beside bars: how often a term stands in the target and in the reference; above "
            "panels: how many units and documents these have. Bars to the left: more frequent without the "
            "theme. Pale: context terms, which the dictionary counts only beside a cue. G² is no test: "
            "tokens of a text are not independent."
        )
        caption(figure, title, notice, fill(said, int(width * _LETTERS_AN_INCH)))
    return figure


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the ends of each theme's and language's list, the most distinctive first."""
    ordered = frame[frame["g2"] != 0].sort_values("g2", ascending=False, kind="stable")
    groups = ["theme", "language", ordered["g2"] > 0]
    places = ordered.groupby(groups, sort=False).cumcount()
    from_end = ordered.groupby(groups, sort=False).cumcount(ascending=False)
    is_end = (places < MOST_TERMS).where(ordered["g2"] > 0, from_end < MOST_TERMS)
    return frame.loc[[row for row in frame.index if row in set(ordered.index[is_end])]]


def _draw(axis: Any, rows: pd.DataFrame, colour: str, places: int) -> None:
    for place, row in enumerate(rows.to_dict("records")):
        is_pale = row["tier"] == "context"
        axis.barh(place, row["g2"], height=0.72, color=colour, alpha=_PALE if is_pale else 1.0, lw=0)
        axis.annotate(
            f"{row['target_count']} : {row['reference_count']}",
            (row["g2"], place),
            xytext=(3 if row["g2"] > 0 else -3, 0),
            textcoords="offset points",
            ha="left" if row["g2"] > 0 else "right",
            va="center",
            fontsize=6.5,
            color="#666666",
        )
    axis.axvline(0, color=INK, lw=0.8)
    axis.set_yticks(range(len(rows)), list(rows["term"]), fontsize=7.5)
    axis.set_ylim(places - 0.4, -0.6)


def _dress(axis: Any, theme: str, language: str, rows: pd.DataFrame) -> None:
    axis.set_title(f"{theme}\n", loc="left")
    sizes = "nothing to compare" if rows.empty else _sizes_of(rows.iloc[0].to_dict())
    said = f"{language}, units (documents): {sizes}"
    axis.text(0, 1.02, said, transform=axis.transAxes, fontsize=7.5, color="#666666", va="bottom")
    axis.grid(axis="x", color=GRID, lw=0.6)
    axis.set_axisbelow(True)
    axis.tick_params(length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)


def _sides(frame: pd.DataFrame) -> str:
    """Say what is compared with what, and who told them apart."""
    name = frame["target"].iloc[0]
    if name == PEOPLE:
        who, others = "as people coded them", "the other coded units"
    else:
        who, others = f"as told by {name}, which does not read the terms", "the other units"
    return f"Target: units with the theme, {who}; reference: {others} of the same language."


def _why_empty(found: Keyness) -> str:
    """Say what keeps every term from being tried."""
    if found.target:
        return f"No term of a theme that {found.target} can tell stands in these units as one token."
    causes = [
        "" if PEOPLE in found.asked else "nobody coded units",
        "" if set(found.asked) - {PEOPLE} else "no instrument reads without the terms",
        f"by {' or by '.join(found.asked)} no theme has units with it and units without it in one language"
        if found.asked
        else "",
    ]
    return f"No term could be tried: {'; '.join(filter(None, causes))}."


def _stands_in(found: Keyness) -> bool:
    """Say whether an instrument tells in the place of people who coded."""
    return PEOPLE in found.asked and found.target != PEOPLE


def _one_sided(found: Keyness, labels: Mapping[str, str]) -> str:
    """Name the themes and languages that cannot be compared, if any."""
    told = [f"{labels.get(theme, theme)}, {language}" for theme, language in found.one_sided]
    return f"Left out for want of units with the theme or without it: {'; '.join(told)}." if told else ""


def _sizes(frame: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Say how many units and documents stand on either side."""
    first = frame.drop_duplicates(["theme", "language"]).to_dict("records")
    told = [f"{labels.get(row['theme'], row['theme'])}, {row['language']}: {_sizes_of(row)}" for row in first]
    return f"Units (documents) of target : reference: {'; '.join(told)}."


def _sizes_of(row: Mapping[str, Any]) -> str:
    target = f"{row['target_units']} ({row['target_documents']})"
    reference = f"{row['reference_units']} ({row['reference_documents']})"
    return f"{target} : {reference}" + (f", {row['reading']}" if row["reading"] else "")
