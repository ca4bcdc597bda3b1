"""Stability against agreement: whether what comes out again is also what people see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.drawing import COLOURS, GRID, INK, MARKERS, caption, style

CHANCE = 0.5
LEAST_SPAN = 0.05
"""The axis of correlations spans at least so much, so that small differences do not look large."""

_SHAPES = (*MARKERS, "X", "*")


def has_stability(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether there is a theme that was read several times, and that people coded."""
    return not _drawn(rows).empty


def stability_figure(
    rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str], title: str, notice: str = ""
) -> Any:
    """Draw a dot for each instrument and theme: how alike runs are, against their agreement with people.

    Themes by colour and filling, up to twelve; instruments by shape, up to eight. A line to the left reaches
    to the least correlation of two runs, a line up and down is one standard deviation of the AUC over runs.

    Parameters
    ----------
    rows
        Of `toolkit.themes.stability`, of all instruments.
    labels
        What to write for each theme.
    title, notice
        Written above and below.
    """
    from matplotlib.figure import Figure

    own = _drawn(rows)
    themes, instruments = (list(dict.fromkeys(own[name])) for name in ("theme", "instrument"))
    with style():
        height = max(3.9, 1.2 + 0.21 * (len(themes) + len(instruments)))  # of the legend
        figure = Figure(figsize=(7.0, height), layout="constrained")
        axis = figure.subplots()
        for row in own.to_dict("records"):
            _draw(axis, row, themes.index(row["theme"]), instruments.index(row["instrument"]))
        _dress(axis, own)
        _legend(figure, [labels.get(theme, theme) for theme in themes], instruments)
        caption(figure, title, notice, fill(_said(own), 124))
    return figure


def _drawn(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = [
        "instrument",
        "theme",
        "runs",
        "correlation",
        "least_correlation",
        "auc",
        "auc_sd",
        "coded_units",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame[(frame["runs"] > 1) & frame["correlation"].notna() & frame["auc"].notna()]


def _draw(axis: Any, row: Mapping[str, Any], theme: int, instrument: int) -> None:
    x, y, sd = row["correlation"], row["auc"], row["auc_sd"]
    looks = _looks(theme)
    for ends in (([row["least_correlation"], x], [y, y]), ([x, x], [y - sd, y + sd])):
        axis.plot(*ends, color=looks["color"], lw=1.3, alpha=0.6, zorder=1)
    axis.plot(x, y, _shape(instrument), **looks, ms=8, zorder=2, clip_on=False)


def _looks(theme: int) -> dict[str, Any]:
    """Give colour and filling of a theme's dots; a hollow dot hides its lines all the same."""
    colour, is_hollow = COLOURS[theme % len(COLOURS)], theme // len(COLOURS) % 2 == 1
    if is_hollow:
        return {"color": colour, "mfc": "white", "mec": colour, "mew": 1.6}
    return {"color": colour, "mfc": colour, "mec": "white", "mew": 0.8}


def _shape(instrument: int) -> str:
    return _SHAPES[instrument % len(_SHAPES)]


def _dress(axis: Any, rows: pd.DataFrame) -> None:
    least = min(rows["least_correlation"].min(), 1 - LEAST_SPAN)
    bottom = min(CHANCE, float((rows["auc"] - rows["auc_sd"]).min()))
    axis.axhline(CHANCE, color=INK, lw=0.8, ls=(0, (4, 3)), zorder=0)
    axis.annotate(
        "chance",
        (0, CHANCE),
        (3, 3),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        fontsize=7.5,
    )
    left = float(np.floor(20 * least) / 20)
    axis.set_xlim(left, 1 + 0.03 * (1 - left))
    axis.set_ylim(bottom - 0.02, 1.01)
    axis.set_xlabel("correlation between runs, mean over pairs")
    axis.set_ylabel("AUC against people's codes")
    axis.grid(color=GRID, lw=0.6)
    axis.set_axisbelow(True)
    axis.tick_params(length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)


def _legend(figure: Any, themes: Sequence[str], instruments: Sequence[str]) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker="o", **_looks(i), lw=0, ms=7, label=name) for i, name in enumerate(themes)
    ]
    handles += [Line2D([], [], lw=0, label="")]  # a gap
    handles += [
        Line2D([], [], marker=_shape(i), color="#888888", lw=0, ms=7, label=name)
        for i, name in enumerate(instruments)
    ]
    figure.legend(handles=handles, loc="outside right center", frameon=False)


def _said(rows: pd.DataFrame) -> str:
    runs = rows.groupby("instrument", sort=False)["runs"].max()
    counts = ", ".join(f"{name} {count}" for name, count in runs.items())
    least, most = rows["coded_units"].min(), rows["coded_units"].max()
    coded = f"{least}" if least == most else f"{least} to {most}"
    return (
        f"Stability is not validity: a theme far right and low comes out the same every time and is not what "
        f"people see. Runs from other seeds: {counts}; {coded} coded units. Lines: down to the least "
        "correlation of two runs; ± one standard deviation of the AUC over runs, which says nothing of other "
        f"units or coders.{_said_of_looks(rows)}"
    )


def _said_of_looks(rows: pd.DataFrame) -> str:
    """Warn where dots look alike."""
    themes, instruments = 2 * len(COLOURS), len(_SHAPES)
    if rows["theme"].nunique() <= themes and rows["instrument"].nunique() <= instruments:
        return ""
    return f" Dots look alike again after {themes} themes and after {instruments} instruments."
