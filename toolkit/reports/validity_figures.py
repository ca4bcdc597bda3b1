"""Figures of validity: the multitrait-multimethod matrix, and accuracy by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.drawing import COLOURS, GRID, INK, MARKERS, caption, style

MOST_NUMBERS = 24
"""Matrices of more measures than this are coloured without numbers."""


def mtmm_figure(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    title: str,
    notice: str = "",
    language: str | None = None,
    level: str = "units",
) -> Any:
    """Draw the matrix: scores below the diagonal, presences above it, each theme's instruments framed.

    Where themes are told apart, the frames are dark and everything else is pale.

    Parameters
    ----------
    rows
        Of `toolkit.themes.mtmm_rows`.
    labels
        What to write for each theme.
    title, notice
        Written above and below.
    language, level
        Which rows to draw; all languages together, and whole units, by default.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    language = language or rows["language"].iloc[0]
    own = rows[(rows["language"] == language) & (rows["level"] == level)]
    measures = _measures(own)
    values = _matrix(own, measures)
    size = len(measures)
    with style():
        figure = Figure(figsize=(2.9 + 0.46 * size, 2.3 + 0.46 * size), layout="constrained")
        axis = figure.subplots()
        image = axis.imshow(values, cmap="RdBu_r", vmin=-1, vmax=1)
        _write_numbers(axis, values)
        for start, count in _runs([theme for theme, _ in measures]):
            frame = Rectangle((start - 0.5, start - 0.5), count, count, fill=False, ec=INK, lw=1.6)
            axis.add_patch(frame)
        axis.set_xticks(range(size), [name for _, name in measures], rotation=55, ha="right")
        axis.set_yticks(range(size), [name for _, name in measures])
        axis.tick_params(length=0, labelsize=8)
        _name_themes(axis, measures, labels)
        for side in axis.spines.values():
            side.set_visible(False)
        bar = figure.colorbar(image, ax=axis, shrink=0.6, pad=0.02)
        bar.outline.set_visible(False)
        bar.ax.tick_params(labelsize=8, length=0)
        said = f"below the diagonal: scores (Spearman); above: presences (phi); {_sizes(own)}"
        caption(figure, title, notice, said)
    return figure


def accuracy_figure(rows: pd.DataFrame, labels: Mapping[str, str], title: str, notice: str = "") -> Any:
    """Draw sensitivity and specificity of each instrument with intervals, languages by shape and colour.

    Parameters
    ----------
    rows
        Of `toolkit.themes.accuracy_by_language`.
    labels
        What to write for each theme and language.
    title, notice
        Written above and below.
    """
    from matplotlib.figure import Figure

    own = rows[rows["measure"].isin(["sensitivity", "specificity"]) & ~rows["language"].str.contains(" − ")]
    themes, instruments = (list(dict.fromkeys(own[name])) for name in ("theme", "instrument"))
    languages = sorted(set(own["language"]))
    with style():
        width, height = 2.9 * len(themes) + 1.4, 1.7 + 0.62 * len(instruments)
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(1, len(themes), sharey=True, squeeze=False)[0]
        for axis, theme in zip(axes, themes, strict=True):
            for number, language in enumerate(languages):
                here = own[(own["theme"] == theme) & (own["language"] == language)]
                _draw_accuracy(axis, here, instruments, number, len(languages))
            axis.set_title(labels.get(theme, theme), loc="left")
            axis.set_xlim(-0.03, 1.03)
            axis.set_xlabel("share of coded units")
            axis.set_yticks(range(len(instruments)), instruments)
            axis.set_ylim(len(instruments) - 0.4, -0.6)
            axis.grid(axis="x", color=GRID, lw=0.6)
            axis.set_axisbelow(True)
            axis.tick_params(length=0)
            for side in ("top", "right", "left"):
                axis.spines[side].set_visible(False)
        _legend(figure, [labels.get(language, language) for language in languages])
        coded = rows[(rows["measure"] == "kappa") & ~rows["language"].str.contains(" − ")]
        counts = ", ".join(
            f"{own['units'].max()} in {labels.get(name, name)}" for name, own in coded.groupby("language")
        )
        said = f"95 % intervals by clusters of documents; coded units: {counts}"
        caption(figure, title, notice, said)
    return figure


def _measures(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """List (theme, instrument), theme by theme."""
    found = [
        *zip(rows["first_theme"], rows["first_instrument"], strict=True),
        *zip(rows["second_theme"], rows["second_instrument"], strict=True),
    ]
    themes, instruments = (list(dict.fromkeys(part)) for part in zip(*found, strict=True))
    return [(t, i) for t in themes for i in instruments if (t, i) in set(found)]


def _matrix(rows: pd.DataFrame, measures: Sequence[tuple[str, str]]) -> np.ndarray:
    place = {measure: number for number, measure in enumerate(measures)}
    values = np.full((len(measures), len(measures)), np.nan)
    for row in rows.to_dict("records"):
        one = place[row["first_theme"], row["first_instrument"]]
        other = place[row["second_theme"], row["second_instrument"]]
        values[max(one, other), min(one, other)] = row["spearman"]
        values[min(one, other), max(one, other)] = row["phi"]
    return values


def _write_numbers(axis: Any, values: np.ndarray) -> None:
    if len(values) > MOST_NUMBERS:
        return
    for (down, across), value in np.ndenumerate(values):
        if value == value:
            text = f"{round(value, 2) + 0.0:.2f}".replace("0.", ".", 1).replace("-", "−")
            colour = "white" if abs(value) > 0.6 else INK
            axis.text(across, down, text, ha="center", va="center", fontsize=7, color=colour)


def _runs(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give start and length of each run of equal names."""
    start = 0
    for place in range(1, len(names) + 1):
        if place == len(names) or names[place] != names[start]:
            yield start, place - start
            start = place


def _name_themes(axis: Any, measures: Sequence[tuple[str, str]], labels: Mapping[str, str]) -> None:
    for start, count in _runs([theme for theme, _ in measures]):
        name = labels.get(measures[start][0], measures[start][0]).replace(" ", "\n", 1)
        middle = start + (count - 1) / 2
        axis.text(middle, -0.75, name, ha="center", va="bottom", fontsize=9)


def _draw_accuracy(axis: Any, rows: pd.DataFrame, instruments: Sequence[str], number: int, of: int) -> None:
    colour, marker = COLOURS[number % 6], MARKERS[number % 6]
    shift = 0.42 * (number - (of - 1) / 2) / max(1, of)
    for row in rows.to_dict("records"):
        if row["value"] != row["value"]:
            continue
        place = instruments.index(row["instrument"]) + shift
        is_open = row["measure"] == "specificity"
        axis.plot([row["low"], row["high"]], [place, place], color=colour, lw=1.3, alpha=0.6, zorder=1)
        axis.plot(
            row["value"], place, marker, color="white" if is_open else colour, mec=colour, ms=6, zorder=2
        )


def _legend(figure: Any, languages: Sequence[str]) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker=MARKERS[i % 6], color=COLOURS[i % 6], lw=1, label=name)
        for i, name in enumerate(languages)
    ]
    handles += [
        Line2D([], [], marker="o", color=GRID, mfc=INK, mec=INK, lw=0, label="sensitivity"),
        Line2D([], [], marker="o", color=GRID, mfc="white", mec=INK, lw=0, label="specificity"),
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=len(handles), frameon=False)


def _sizes(rows: pd.DataFrame) -> str:
    most, least = rows["units"].max(), rows["units"].min()
    coded = f" ({least} coded)" if least < most else ""
    return f"{most} units{coded}, {rows['documents'].max()} documents"
