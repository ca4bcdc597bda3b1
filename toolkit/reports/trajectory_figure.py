"""Theme prevalence over time: a dot and an interval for each period that has documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports import drawing

WITH_INTERVAL = ("cautious", "usual")
"""Claims that are drawn with an interval."""

MOST_BESIDE = 10
"""With more periods than this, panels stand below each other."""

MOST_TICKS = 12
"""With more periods than this, not every one is named below the axis."""


def prevalence_over_time(
    rows: pd.DataFrame, periods: Sequence[str], labels: Mapping[str, str], title: str, notice: str = ""
) -> Any:
    """Draw prevalence by period, one panel a theme, groups by shape and colour.

    Dots of neighbouring periods are joined; nothing is drawn across a period without documents. Below each
    dot stands its number of documents. Hollow dots have no interval: their documents are too few to speak of
    more than themselves. Panels stand below each other where there are many periods.

    Parameters
    ----------
    rows
        Trajectories of one instrument (fields of `toolkit.themes.prevalence.Prevalence`, and the period).
    periods
        All periods in order, with those that have no documents.
    labels
        What to write for each theme and group.
    title, notice
        Written above and below.
    """
    from matplotlib.figure import Figure

    themes, groups = list(dict.fromkeys(rows["theme"])), sorted(set(rows["group"]))
    has_interval = rows["claim"].isin(WITH_INTERVAL)
    top = drawing.right_end(rows.assign(high=rows["high"].where(has_interval)), rows["estimate"])
    with drawing.style():
        width = min(8.5, max(3.6, 0.34 * len(periods) + 1.2))
        is_tall = len(periods) > MOST_BESIDE
        size = (width, 2.3 * len(themes) + 0.9) if is_tall else (width * len(themes), 3.4)
        figure = Figure(figsize=size, layout="constrained")
        shape = (len(themes), 1) if is_tall else (1, len(themes))
        axes = figure.subplots(*shape, sharex=is_tall, sharey=True, squeeze=False).ravel()
        for axis, theme in zip(axes, themes, strict=True):
            for number, group in enumerate(groups):
                own = rows[(rows["theme"] == theme) & (rows["group"] == group)]
                shift = 0.22 * (number - (len(groups) - 1) / 2)
                _draw(axis, own, periods, shift, number)
            _dress(axis, labels.get(theme, theme), periods, top)
            _counts(axis, rows[rows["theme"] == theme], groups, periods)
        for axis in axes if is_tall else axes[:1]:
            axis.set_ylabel("share of units")
        drawing.legend(figure, groups, labels)
        drawing.caption(figure, title, notice)
    return figure


def _draw(axis: Any, rows: pd.DataFrame, periods: Sequence[str], shift: float, number: int) -> None:
    own = rows.set_index("period")
    colour, marker = drawing.COLOURS[number % 6], drawing.MARKERS[number % 6]
    # a period without documents is a gap in the line
    line = [own["estimate"].get(period, np.nan) for period in periods]
    axis.plot(np.arange(len(periods)) + shift, line, color=colour, lw=1, alpha=0.6, zorder=1)
    for period, row in own.iterrows():
        place = periods.index(str(period)) + shift
        has_interval = row["claim"] in WITH_INTERVAL and not np.isnan(row["low"])
        if has_interval:
            axis.plot([place, place], [row["low"], row["high"]], color=colour, lw=1.6, alpha=0.6, zorder=2)
        face = colour if has_interval else "white"
        axis.plot(place, row["estimate"], marker, color=colour, mfc=face, ms=5.5, zorder=3)


def _counts(axis: Any, rows: pd.DataFrame, groups: Sequence[str], periods: Sequence[str]) -> None:
    """Write the number of documents of every group and period below the axis."""
    if len(periods) > 2 * MOST_TICKS:
        return
    for number, group in enumerate(groups):
        own = rows[rows["group"] == group].set_index("period")["documents"]
        for place, period in enumerate(periods):
            if period in own.index:
                axis.annotate(
                    str(own[period]),
                    (place, 0),
                    xycoords=("data", "axes fraction"),
                    xytext=(0, 3 + 8 * (len(groups) - 1 - number)),
                    textcoords="offset points",
                    ha="center",
                    fontsize=6.5,
                    color=drawing.COLOURS[number % 6],
                )


def _dress(axis: Any, title: str, periods: Sequence[str], top: float) -> None:
    axis.set_title(title, loc="left")
    axis.set_ylim(-0.16 * top, 1.03 * top)
    axis.set_xlim(-0.6, len(periods) - 0.4)
    step = -(-len(periods) // MOST_TICKS)
    ticks = range(0, len(periods), step)
    long = max(map(len, periods)) > 4
    axis.set_xticks(
        list(ticks), [periods[i] for i in ticks], rotation=45 if long else 0, ha="right" if long else "center"
    )
    axis.grid(axis="y", color=drawing.GRID, lw=0.6)
    axis.set_axisbelow(True)
    axis.tick_params(length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
