"""Formulas over columns of the metadata: what they name, and the design they make."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from toolkit.errors import Problem, nearest
from toolkit.themes.dates import PartialDate, date_problems, known_columns

Metadata = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Design:
    """The columns that a formula makes of the documents that have all it asks for."""

    docs: tuple[str, ...]
    columns: tuple[str, ...]
    """Names, as a person reads them."""

    matrix: np.ndarray
    """(documents, columns)."""

    terms: Mapping[str, tuple[int, ...]]
    """Columns of each term of the formula."""

    left_out: int
    """Documents that lack something."""

    @property
    def entangled(self) -> list[str]:
        """Names of the columns that depend on each other; none where all can be told apart."""
        scale = np.maximum(np.abs(self.matrix).max(axis=0, initial=0), 1e-12)
        _, sizes, axes = np.linalg.svd(self.matrix / scale, full_matrices=True)
        sizes = np.append(sizes, np.zeros(len(axes) - len(sizes)))
        lost = axes[sizes <= 1e-8 * max(1e-12, sizes.max(initial=0))]
        return [name for name, part in zip(self.columns, lost.T, strict=True) if (np.abs(part) > 1e-6).any()]


def formula_problems(
    formula: str, dates: Sequence[str], metadata: Metadata, place: str = "compare.effects"
) -> list[Problem]:
    """List what keeps a formula from being read: its grammar, columns that no document has, odd dates."""
    import formulaic

    try:
        parsed = formulaic.Formula(formula)
        if not isinstance(parsed, formulaic.SimpleFormula):
            return [Problem(place, f"'{formula}' has a left side", "write only what stands right of the ~")]
        names, functions = _names(parsed)
    except (formulaic.errors.FormulaicError, SyntaxError) as error:
        reason = re.sub(r"\x1b\[[0-9;]*m|[⧛⧚]", "", str(error)).split("\n")[0]
        remedy = "write terms such as `language + genre + bs(date, df=3)`"
        return [Problem(place, f"'{formula}' is no formula: {reason}", remedy)]
    known = known_columns(metadata)
    problems = [
        Problem(
            place, f"'{formula}' names '{name}', which is no column of the documents", nearest(name, known)
        )
        for name in names
        if name not in known
    ]
    problems += [
        Problem(place, f"'{formula}' uses '{name}'", nearest(name, _functions()))
        for name in functions
        if name not in _functions()
    ]
    for name in names:
        if name in dates and name in known:
            problems += date_problems(metadata, name, place)
    return problems


def design_of(
    formula: str, docs: Sequence[str], metadata: Metadata, dates: Sequence[str], origin: date
) -> Design:
    """Make the design of a formula without problems.

    Columns in `dates` are years since `origin`; columns that hold numbers only are numbers; all others make
    groups, each compared with the first in alphabetical order.

    Raises
    ------
    ValueError
        If a transformation cannot be had from the values there are.
    """
    import formulaic
    import pandas as pd

    parsed = formulaic.Formula(formula)
    names, _ = _names(parsed)
    whole = [doc for doc in docs if all(metadata[doc].get(name) for name in names)]
    values = {name: _read([metadata[doc][name] for doc in whole], name in dates, origin) for name in names}
    try:
        frame = pd.DataFrame(values, index=pd.Index(whole))
        made = parsed.get_model_matrix(frame, context={})
    except (formulaic.errors.FormulaicError, ValueError, TypeError) as error:
        reason = re.sub(r"\x1b\[[0-9;]*m|[⧛⧚]", "", str(error)).split("\n")[0]
        raise ValueError(f"the formula cannot be applied to {len(whole)} documents: {reason}") from None
    matrix = np.asarray(made, dtype=float)
    if len(matrix) != len(whole) or not np.isfinite(matrix).all():
        raise ValueError(
            "the formula gives no number for some documents (the logarithm of 0, the root of a negative …)"
        )
    bases = {name: min(column) for name, column in values.items() if column and isinstance(column[0], str)}
    return Design(
        tuple(whole),
        tuple(_readable(str(name), bases) for name in made.columns),
        matrix,
        {str(term): tuple(places) for term, places in made.model_spec.term_indices.items()},
        len(docs) - len(whole),
    )


def _names(formula: Any) -> tuple[list[str], list[str]]:
    """List the columns and the functions that a formula names."""
    columns, functions = set(), set()
    for term in formula:
        for factor in term.factors:
            method = factor.eval_method.value
            if method == "lookup":
                columns.add(factor.expr)
            elif method == "python":
                for node in ast.walk(ast.parse(factor.expr, mode="eval")):
                    if isinstance(node, ast.Call):
                        functions.add(ast.unparse(node.func))
                called = {part for name in functions for part in name.split(".")}
                columns |= {
                    node.id
                    for node in ast.walk(ast.parse(factor.expr, mode="eval"))
                    if isinstance(node, ast.Name) and node.id not in called
                }
    return sorted(columns), sorted(functions)


def _functions() -> list[str]:
    from formulaic.transforms import TRANSFORMS

    contrasts = ("treatment", "sum", "helmert", "diff", "poly", "SAS")
    return sorted({*TRANSFORMS, "I", *(f"contr.{name}" for name in contrasts)} - {"np"})


def _read(texts: list[str], is_date: bool, origin: date) -> list[float] | list[str]:
    if is_date:
        return [PartialDate.read(text).years_since(origin) for text in texts]
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return texts
    return numbers if np.isfinite(numbers).all() else texts


def _readable(name: str, bases: Mapping[str, str]) -> str:
    """Write ``genre[T.report]`` as ``genre: report − news``, after what it is compared with."""

    def against(match: re.Match[str]) -> str:
        column, value = match[1], match[2]
        return f"{column}: {value} − {bases[column]}" if column in bases else match[0]

    return re.sub(r"(\w+)\[T\.([^\]]+)\]", against, name)
