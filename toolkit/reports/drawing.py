"""What all figures share: colours, letters that show Chinese, legend and caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.fonts import font_family
from toolkit.reports.table import letters

INK, GRID = "#222222", "#dddddd"
COLOURS = ("#1b6ca8", "#c8553d", "#4f772d", "#7b5ea7", "#b08900", "#5c6670")
MARKERS = ("o", "s", "^", "D", "v", "P")


@contextmanager
def style() -> Iterator[None]:
    """Draw in the house style."""
    import matplotlib as mpl

    settings = {
        "font.family": [font_family()],
        "font.size": 9,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a dollar sign is a dollar sign
        "axes.edgecolor": INK,
        "text.color": INK,
        "axes.titlesize": 10,
        "figure.facecolor": "white",
    }
    with mpl.rc_context(settings):
        yield


def right_end(rows: pd.DataFrame, dots: pd.Series) -> float:
    """Find where the axis of shares ends: at a tenth above everything that is drawn, 1 at most."""
    highest = np.nanmax([*rows["high"], *rows["estimate"], *dots])
    return min(1.0, float(np.ceil(10 * highest) / 10) or 0.1)


def legend(figure: Any, names: Sequence[str], labels: Mapping[str, str]) -> None:
    """Name groups by colour and shape."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker=MARKERS[i % 6], color=COLOURS[i % 6], lw=1, label=labels.get(name, name))
        for i, name in enumerate(names)
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=len(names), frameon=False)


def caption(figure: Any, title: str, notice: str, said: str = "") -> None:
    """Write the title above; below, what is said of the drawing, and the corpus's notice."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=11.5)
    if said:
        text = f"{said}\n{notice}" if notice else said
        figure.supxlabel(text, x=0.01, ha="left", fontsize=7.5)
    elif notice:
        figure.supxlabel(notice, x=0.01, ha="left", fontsize=7.5, color="#a33")


def wrapped(text: str, width: int) -> str:
    r"""Break a text into lines of so many Latin letters: between words, and between Chinese characters.

    >>> wrapped("水稻 rice and 小麦 wheat", 9)
    '水稻 rice\nand 小麦\nwheat'
    """
    lines = [""]
    for piece in re.findall(r"\s*(?:[\u2e80-\uffff]|[^\s\u2e80-\uffff]+)", text):
        if lines[-1] and letters(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(lines)
