"""Keyness of the codebook's terms as a figure with a panel for each theme and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.reports.drawing import COLOURS, GRID, INK, caption, style, wrapped
from toolkit.reports.keyness import Rows, ends_of_lists, has_keyness, sizes_of, who_told
from toolkit.reports.table import letters

_LEAST_WIDTH = 7.0
"""Of the figure, in inches."""

_LEAST_BARS = 2.8
"""Width of a panel without its terms, in inches."""

_LETTERS_AN_INCH = 19
"""Of small print; theme names are larger, numbers beside bars smaller."""

_BAR, _LINE = 0.16, 0.15
"""Height of a bar and of a line of small print, in inches."""

_PALE = 0.4
"""Opacity of terms that count only beside a cue."""

_SAID = (
    "Beside bars: how often a term stands in the target and in the reference; above panels: how many units "
    "and documents these have. Bars to the left: more frequent without the theme. Pale: context terms, which "
    "the dictionary counts only beside a cue. G² is no test: tokens of a text are not independent."
)


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

    Raises
    ------
    ToolkitError
        When no term differs between the sides (`has_keyness`).
    """
    from matplotlib.figure import Figure

    if not has_keyness(rows):
        raise ToolkitError(
            "No term is more frequent on one side than on the other: there is nothing to draw. "
            "Ask `has_keyness` first; the table says why."
        )
    own = ends_of_lists(pd.DataFrame(rows))
    themes, languages = list(dict.fromkeys(own["theme"])), sorted(set(own["language"]))
    names = max(map(letters, own["term"])) / _LETTERS_AN_INCH + 0.2
    width = max(_LEAST_WIDTH, (names + _LEAST_BARS) * len(languages))
    inches = width / len(languages) - names
    grid = [[_panel(own, theme, each, inches, labels) for each in languages] for theme in themes]
    texts = [wrapped(text, int(width * _LETTERS_AN_INCH)) for text in (f"{who_told(own)} {_SAID}", notice)]
    with style():
        figure = Figure(figsize=(width, _height(grid, texts)), layout="constrained")
        ratios = [_places(panels) for panels in grid]
        axes = figure.subplots(len(themes), len(languages), sharex=True, squeeze=False, height_ratios=ratios)
        for line, panels in zip(axes, grid, strict=True):
            for number, (axis, panel) in enumerate(zip(line, panels, strict=True)):
                _draw(axis, panel.rows, COLOURS[number % len(COLOURS)], _places(panels))
                _dress(axis, panel, _lines(panels))
        for axis in axes[-1]:
            axis.set_xlabel("signed log-likelihood G²")
        axes[0, 0].set_xlim(*_limits(own, inches))
        caption(figure, title, texts[1], texts[0])
    return figure


@dataclass(frozen=True)
class _Panel:
    """A theme in a language."""

    rows: pd.DataFrame
    theme: str
    said: str
    """Of language and sizes, in small print below the theme."""


def _panel(own: pd.DataFrame, theme: str, language: str, inches: float, labels: Mapping[str, str]) -> _Panel:
    """Collect what a panel shows, its texts as wide as its bars."""
    rows = own[(own["theme"] == theme) & (own["language"] == language)]
    sizes = "no term to draw" if rows.empty else sizes_of(rows.iloc[0].to_dict())
    said = f"{labels.get(language, language)}, units (documents): {sizes}"
    return _Panel(
        rows,
        wrapped(labels.get(theme, theme), int(0.75 * inches * _LETTERS_AN_INCH)),
        wrapped(said, int(inches * _LETTERS_AN_INCH)),
    )


def _places(panels: Sequence[_Panel]) -> int:
    """Count the places for bars in a row of panels."""
    return max(len(panel.rows) for panel in panels)


def _lines(panels: Sequence[_Panel]) -> int:
    """Count the lines of small print above a row of panels."""
    return max(panel.said.count("\n") + 1 for panel in panels)


def _height(grid: Sequence[Sequence[_Panel]], texts: Sequence[str]) -> float:
    """Give bars and texts the room they take, in inches."""
    bars = sum(_places(panels) + 1 for panels in grid)
    themes = sum(max(panel.theme.count("\n") + 3 for panel in panels) for panels in grid)
    lines = themes + sum(map(_lines, grid)) + sum(text.count("\n") + 1 for text in texts)
    return 1.0 + _BAR * bars + _LINE * lines


def _limits(rows: pd.DataFrame, inches: float) -> tuple[float, float]:
    """Give the ends of the axis, so that the numbers beside the longest bars stay inside."""
    low, high = min(0.0, rows["g2"].min()), max(0.0, rows["g2"].max())
    left, right = (_room(rows[is_side]) for is_side in (rows["g2"] < 0, rows["g2"] > 0))
    an_inch = (high - low) / max(1.0, inches - left - right)
    return low - left * an_inch, high + right * an_inch


def _room(rows: pd.DataFrame) -> float:
    """Say how wide the numbers beside bars are, in inches."""
    longest = max((len(_counts(row)) for row in rows.to_dict("records")), default=0)
    return 0.15 + longest / _LETTERS_AN_INCH if longest else 0.0


def _counts(row: Mapping[str, Any]) -> str:
    return f"{row['target_count']} : {row['reference_count']}"


def _draw(axis: Any, rows: pd.DataFrame, colour: str, places: int) -> None:
    for place, row in enumerate(rows.to_dict("records")):
        is_pale, is_key = row["tier"] == "context", row["g2"] > 0
        axis.barh(place, row["g2"], height=0.72, color=colour, alpha=_PALE if is_pale else 1.0, lw=0)
        axis.annotate(
            _counts(row),
            (row["g2"], place),
            xytext=(3 if is_key else -3, 0),
            textcoords="offset points",
            ha="left" if is_key else "right",
            va="center",
            fontsize=6.5,
            color="#666666",
        )
    axis.axvline(0, color=INK, lw=0.8)
    axis.set_yticks(range(len(rows)), list(rows["term"]), fontsize=7.5)
    axis.set_ylim(places - 0.4, -0.6)


def _dress(axis: Any, panel: _Panel, lines: int) -> None:
    axis.set_title(panel.theme, loc="left", pad=6 + 72 * _LINE * lines)
    said = axis.annotate(
        panel.said,
        (0, 1),
        (0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=7.5,
        color="#666666",
        va="bottom",
    )
    said.set_in_layout(False)  # the title above it keeps its room
    axis.grid(axis="x", color=GRID, lw=0.6)
    axis.set_axisbelow(True)
    axis.tick_params(length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
