"""A table: tidy rows, a caption, a note and a signature. Formats are renderings."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import wrap
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Table:
    """Rows with what a reader needs to trust them.

    The CSV keeps every digit of every row; Markdown, LaTeX and HTML show ``shown``.
    """

    name: str
    caption: str
    rows: pd.DataFrame
    """One measurement a row."""

    note: str = ""
    """n documents, n units, unit, hashes, kinds of interval."""

    signature: str = ""
    """Experiment · run · version."""

    display: pd.DataFrame | None = field(default=None, repr=False)
    """Columns as they are shown, if other than the rows."""

    @cached_property
    def shown(self) -> pd.DataFrame:
        """Cells as texts."""
        frame = self.rows if self.display is None else self.display
        return frame.map(cell).rename(columns=lambda name: str(name).replace("_", " "))

    def to_csv(self) -> str:
        """Give every digit of every row."""
        # csv leaves a lone carriage return unquoted where lines end in \n: the row would break there
        rows = self.rows.map(lambda value: value.replace("\r", " ") if isinstance(value, str) else value)
        return rows.to_csv(index=False, lineterminator="\n", float_format=_every_digit)

    def to_markdown(self) -> str:
        """Give a pipe table with caption and note."""
        heads = [_pipe(name) for name in self.shown.columns]
        marks = ["---:" if is_numeric else "---" for is_numeric in self._numeric]
        lines = [heads, marks, *([_pipe(text) for text in row] for row in self.shown.to_numpy())]
        body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"**{self.caption}**\n\n{body}\n\n{self._foot}\n"

    def to_html(self) -> str:
        """Give a table element, escaped."""
        heads = "".join(f"<th>{html.escape(name)}</th>" for name in self.shown.columns)
        rows = "\n".join(f"<tr>{self._html_cells(row)}</tr>" for row in self.shown.to_numpy())
        return (
            f'<figure class="table" id="table-{html.escape(self.name)}">\n'
            f"<figcaption>{html.escape(self.caption)}</figcaption>\n"
            f"<div><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>\n"
            f"<p class='note'>{html.escape(self._foot)}</p>\n</figure>\n"
        )

    def to_latex(self) -> str:
        """Give a longtable with booktabs rules; Chinese needs XeLaTeX and the package ctex.

        Every row starts with an empty group, else a cell such as ``[2024]`` would be taken for an argument
        of the line break above it.

        Columns of long text share what the short ones leave of the line.
        """
        heads = " & ".join(map(_tex_head, self.shown.columns, self._widths))
        rows = "\n".join(
            f"{{}}{' & '.join(_tex(text) for text in row)} \\\\" for row in self.shown.to_numpy()
        )
        count = len(self.shown.columns)
        return (
            "% needs \\usepackage{booktabs,longtable,array}, and ctex under XeLaTeX for Chinese\n"
            f"{{\\{self._tex_size}\\setlength{{\\tabcolsep}}{{3pt}}\n"
            f"\\begin{{longtable}}{{@{{}}{self._tex_columns}@{{}}}}\n"
            f"\\caption{{{_tex(self.caption)}}}\\label{{tab:{self.name}}}\\\\\n"
            f"\\toprule\n{heads} \\\\\n\\midrule\n\\endfirsthead\n"
            f"\\toprule\n{heads} \\\\\n\\midrule\n\\endhead\n"
            f"\\midrule\\multicolumn{{{count}}}{{r}}{{…}}\\\\\n\\endfoot\n\\bottomrule\n\\endlastfoot\n"
            f"{rows}\n"
            f"\\end{{longtable}}\n\\par\\noindent {_tex(self._foot)}\\par}}\n"
        )

    def _repr_html_(self) -> str:
        return f"<style>{STYLE}</style>{self.to_html()}"

    @property
    def _foot(self) -> str:
        return " ".join(part for part in (f"Note. {self.note}" if self.note else "", self.signature) if part)

    @cached_property
    def _numeric(self) -> list[bool]:
        return [all(_looks_numeric(text) for text in self.shown[name]) for name in self.shown.columns]

    def _html_cells(self, row: Iterable[str]) -> str:
        return "".join(
            f'<td class="number">{html.escape(text)}</td>' if is_numeric else f"<td>{html.escape(text)}</td>"
            for text, is_numeric in zip(row, self._numeric, strict=True)
        )

    @cached_property
    def _widths(self) -> list[int]:
        """Width of the widest cell of each column, in Latin letters."""
        return [
            max(
                [letters(word) for word in str(name).split(" ")]
                + [letters(text) for text in self.shown[name]]
            )
            for name in self.shown.columns
        ]

    @property
    def _tex_size(self) -> str:
        total = sum(min(width, 30) for width in self._widths)
        return "footnotesize" if total < 100 else "scriptsize" if total < 140 else "tiny"

    @property
    def _tex_columns(self) -> str:
        """Short columns as wide as they are; long ones share the rest."""
        per_line = {"footnotesize": 115, "scriptsize": 140, "tiny": 190}[self._tex_size]
        long = [width > 22 for width in self._widths]
        used = sum(width + 2 for width, is_long in zip(self._widths, long, strict=True) if not is_long)
        weight = sum(min(width, 80) for width, is_long in zip(self._widths, long, strict=True) if is_long)
        room = max(0.25, 0.97 - used / per_line)
        parts = []
        for width, is_long, is_numeric in zip(self._widths, long, self._numeric, strict=True):
            if is_long:
                share = room * min(width, 80) / weight
                parts.append(f">{{\\raggedright\\arraybackslash}}p{{{share:.3f}\\linewidth}}")
            else:
                parts.append("r" if is_numeric else "l")
        return "".join(parts)


STYLE = """
figure.table { margin: 1.5em 0; }
figure.table figcaption { font-weight: 600; text-align: left; margin-bottom: .4em; }
figure.table div { overflow-x: auto; }
figure.table table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; \
font-size: .84em; }
figure.table thead { border-bottom: 1px solid; }
figure.table th, figure.table td { padding: .25em .55em; text-align: left; vertical-align: top; }
figure.table td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure.table .note { font-size: .8em; color: #555; max-width: 60em; }
"""


def cell(value: Any) -> str:
    """Show one value: numbers with three digits, nothing as a dash.

    >>> cell(0.12345), cell(float("nan")), cell(3), cell("a")
    ('0.123', '–', '3', 'a')
    """
    if isinstance(value, float):
        return "–" if value != value else f"{value:.3f}"
    return "–" if value is None or value == "" else str(value)


def interval(estimate: float, low: float, high: float) -> str:
    """Show an estimate with its interval.

    What rounds to zero has no sign.

    >>> interval(0.25, -0.001, 0.4), interval(0.25, float("nan"), float("nan"))
    ('0.25 [0.00, 0.40]', '0.25')
    """
    estimate, low, high = (round(each, 2) + 0.0 for each in (estimate, low, high))
    if low != low or high != high:
        return f"{estimate:.2f}"
    return f"{estimate:.2f} [{low:.2f}, {high:.2f}]"


def _every_digit(value: float) -> str:
    return repr(float(value))


def _looks_numeric(text: str) -> bool:
    return text == "–" or (bool(text) and (text[0].isdigit() or text[0] in "−-[<∞") and not _has_words(text))


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _tex_head(name: str, width: int) -> str:
    """Set a heading in as many lines as its column is narrow."""
    lines = [f"\\textbf{{{_tex(line)}}}" for line in wrap(name, max(width, 8), break_long_words=False)]
    stacked = r" \\ ".join(lines)
    return stacked if len(lines) == 1 else f"\\shortstack[l]{{{stacked}}}"


def _pipe(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def letters(text: str) -> int:
    """Say how wide a text is in Latin letters; a Chinese character is as wide as two.

    >>> letters("水稻 rice")
    9
    """
    return sum(2 if ord(character) > 0x2E7F else 1 for character in str(text))


_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_\allowbreak{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "−": r"$-$",
    "–": "--",
    "·": r"$\cdot$",
    "≥": r"$\geq$",
    "½": r"1/2",
    "✓": r"$\surd$",
    "∞": r"$\infty$",
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)
