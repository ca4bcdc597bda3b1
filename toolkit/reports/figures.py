"""Figures: one function each, from tidy rows; Chinese shows without set-up."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.drawing import COLOURS, GRID, MARKERS, caption, legend, right_end, style

MOST_ROWS = 60
"""More documents than this are not drawn one by one."""


def prevalence_by_group(
    rows: pd.DataFrame, by: str, labels: Mapping[str, str], title: str, notice: str = ""
) -> Any:
    """Draw a dot for each document and the group's mean with its interval, one panel a theme.

    Parameters
    ----------
    rows
        Prevalence of one instrument (fields of `toolkit.themes.prevalence.Prevalence`).
    by
        The grouping to draw.
    labels
        What to write for each theme and group.
    title, notice
        Written above and below.
    """
    from matplotlib.figure import Figure

    themes = list(dict.fromkeys(rows["theme"]))
    groups = sorted(set(rows.loc[rows["by"] == by, "group"]))
    right = right_end(rows[rows["by"] == by], rows.loc[rows["by"] == "document", "estimate"])
    with style():
        figure = Figure(figsize=(3.1 * len(themes) + 0.9, 1.5 + 0.62 * len(groups)), layout="constrained")
        axes = figure.subplots(1, len(themes), sharey=True, squeeze=False)[0]
        for axis, theme in zip(axes, themes, strict=True):
            own = rows[rows["theme"] == theme]
            for place, group in enumerate(groups):
                _draw_group(axis, own, by, group, place)
            _dress(axis, labels.get(theme, theme), right)
            axis.set_yticks(range(len(groups)), [_group_name(rows, by, group, labels) for group in groups])
            axis.set_ylim(len(groups) - 0.4, -0.6)
        caption(figure, title, notice)
    return figure


def prevalence_by_document(
    rows: pd.DataFrame,
    languages: Mapping[str, str],
    labels: Mapping[str, str],
    title: str,
    notice: str = "",
) -> Any:
    """Draw each document's share with its interval, one panel a theme, languages by shape and colour.

    With more than 60 documents, the thirty with the highest and the thirty with the lowest mean over
    the themes are drawn, and the title says so.
    """
    from matplotlib.figure import Figure

    own = rows[rows["by"] == "document"]
    themes = list(dict.fromkeys(own["theme"]))
    means = own.groupby("group")["estimate"].mean()
    docs = sorted(means.index, key=lambda doc: (languages[doc], -means[doc], doc))
    if len(docs) > MOST_ROWS:
        ranked = sorted(means.index, key=lambda doc: (-means[doc], doc))
        docs = ranked[: MOST_ROWS // 2] + ranked[-(MOST_ROWS // 2) :]
        title += f" — {MOST_ROWS // 2} highest and lowest of {len(means)} documents"
    names = sorted(set(languages.values()))
    right = right_end(own[own["group"].isin(docs)], own["estimate"])
    with style():
        figure = Figure(figsize=(2.8 * len(themes) + 1.6, 1.3 + 0.17 * len(docs)), layout="constrained")
        axes = figure.subplots(1, len(themes), sharey=True, squeeze=False)[0]
        for axis, theme in zip(axes, themes, strict=True):
            table = own[own["theme"] == theme].set_index("group").loc[docs]
            for place, (doc, row) in enumerate(table.iterrows()):
                number = names.index(languages[str(doc)])
                colour, marker = COLOURS[number % 6], MARKERS[number % 6]
                axis.plot([row["low"], row["high"]], [place, place], color=colour, lw=1, alpha=0.5, zorder=1)
                axis.plot(row["estimate"], place, marker, color=colour, ms=4.5, zorder=2)
            _dress(axis, labels.get(theme, theme), right)
            units = own.drop_duplicates("group").set_index("group")["units"]
            axis.set_yticks(range(len(docs)), [f"{doc}  ({units[doc]})" for doc in docs], fontsize=7)
            axis.set_ylim(len(docs) - 0.3, -0.7)
        legend(figure, names, labels)
        caption(figure, title, notice)
    return figure


def document_strips(
    docs: Sequence[str],
    cells: Mapping[str, np.ndarray],
    themes: Sequence[str],
    labels: Mapping[str, str],
    title: str,
    notice: str = "",
) -> Any:
    """Draw each document as a strip of its units in text order, one row a theme, filled where present.

    Parameters
    ----------
    docs
        Documents to draw, in this order; at most 60 are drawn.
    cells
        (units, themes) presence for each document.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    docs = docs[:MOST_ROWS]
    longest = max(len(cells[doc]) for doc in docs)
    step = 1.25
    with style():
        figure = Figure(figsize=(8.2, 1.2 + 0.2 * len(docs)), layout="constrained")
        axis = figure.subplots()
        for place, doc in enumerate(docs):
            present = cells[doc]
            axis.barh(place * step, len(present), height=1.0, color="#f2f2f2", align="edge", lw=0)
            for column in range(len(themes)):
                for unit in np.flatnonzero(present[:, column]):
                    height = 1.0 / len(themes)
                    axis.barh(
                        place * step + column * height,
                        0.92,
                        left=unit + 0.04,
                        height=height,
                        align="edge",
                        color=COLOURS[column % 6],
                        lw=0,
                    )
        axis.set_yticks([place * step + 0.5 for place in range(len(docs))], docs, fontsize=7)
        axis.set_ylim(len(docs) * step, -0.3)
        axis.set_xlim(0, longest)
        axis.set_xlabel("unit, in the order of the text")
        axis.tick_params(length=0)
        for side in ("top", "right", "left"):
            axis.spines[side].set_visible(False)
        handles = [
            Patch(color=COLOURS[i % 6], label=labels.get(theme, theme)) for i, theme in enumerate(themes)
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=len(themes), frameon=False)
        axis.set_title(notice, loc="left", fontsize=7.5, color="#a33")
        caption(figure, title, "")
    return figure


def to_svg(figure: Any) -> str:
    """Render a figure; letters become outlines, so that they show on any machine."""
    import matplotlib as mpl

    buffer = io.StringIO()
    with style(), mpl.rc_context({"svg.hashsalt": "toolkit", "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def to_png(figure: Any) -> bytes:
    """Render a figure as a bitmap of 200 dots an inch."""
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format="png", dpi=200, metadata={"Software": None})
    return buffer.getvalue()


def _draw_group(axis: Any, rows: pd.DataFrame, by: str, group: str, place: int) -> None:
    mean = rows[(rows["by"] == by) & (rows["group"] == group)].iloc[0]
    values = np.sort(rows.loc[(rows["by"] == "document") & (rows["member"] == group), "estimate"].to_numpy())
    colour = COLOURS[place % 6]
    offsets = 0.13 * ((np.arange(len(values)) % 5) - 2) / 2
    axis.plot(values, place + 0.22 + offsets, MARKERS[place % 6], color=colour, ms=3, alpha=0.35, lw=0)
    if not (np.isnan(mean["low"]) or str(mean.get("interval", "")).startswith("range")):
        axis.plot(
            [mean["low"], mean["high"]], [place - 0.12] * 2, color=colour, lw=2.2, solid_capstyle="butt"
        )
    axis.plot(mean["estimate"], place - 0.12, MARKERS[place % 6], color=colour, ms=8, mec="white", mew=1)


def _group_name(rows: pd.DataFrame, by: str, group: str, labels: Mapping[str, str]) -> str:
    row = rows[(rows["by"] == by) & (rows["group"] == group)].iloc[0]
    return f"{labels.get(group, group)}\n{row['documents']} documents"


def _dress(axis: Any, title: str, right: float) -> None:
    axis.set_title(title, loc="left")
    axis.set_xlim(-0.03 * right, 1.03 * right)
    axis.set_xlabel("share of units")
    axis.grid(axis="x", color=GRID, lw=0.6)
    axis.set_axisbelow(True)
    axis.tick_params(length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
