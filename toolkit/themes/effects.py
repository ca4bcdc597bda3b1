"""Regressions of document shares on columns of the metadata, with what their clusters allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from toolkit.errors import Problem
from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.clusters import document_clusters
from toolkit.themes.decisions import NOTHING, USUAL
from toolkit.themes.formulas import Design, design_of, formula_problems
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import LEVEL, holm
from toolkit.themes.mixed import random_intercept, wald
from toolkit.themes.prevalence import by_document, document_counts, seed_for
from toolkit.themes.residuals import permuted_p, restricted
from toolkit.themes.robust_errors import Fit, fractional_logit, least_squares

FEWEST_DF = 4.0
"""Below this, Satterthwaite's approximation is not to be trusted (Tipton 2015)."""

LEAST_ERROR = 1e-12
"""Below this, a standard error is none: documents that have a column's value alike are all alike."""

Outcome = Literal["presence", "share"]
"""presence: the share of a document's units that carry the theme. share: the mean over its units of the
score, for instruments whose score is the theme's share of the text."""


class Effect(Settings):
    """A regression of each theme's share of documents."""

    formula: str
    """Columns of the metadata that explain the shares, such as `language + genre + bs(date, df=3)`. `bs`
    makes smooth curves, `cr(x, df=3, constraints='center')` too; `a:b` is an interaction."""

    model: Literal["ols", "fractional-logit", "mixed"] = "ols"
    """ols: differences in shares. fractional-logit: differences in log odds of shares. mixed: differences in
    the units' probability, with an intercept for each cluster that is drawn from a normal distribution."""

    dates: tuple[str, ...] = ("date",)
    """Columns that are dates: they become years since `origin`."""

    origin: date = date(2000, 1, 1)
    """Day that dates are counted from."""


@dataclass(frozen=True)
class Coefficient:
    """What one column of a regression says of one theme by one instrument."""

    instrument: str
    theme: str
    formula: str
    model: str
    term: str
    """A column of the design; a term with `(together)` after it is a test of all its columns."""

    estimate: float
    """In shares (ols, mixed) or in log odds (fractional-logit)."""

    error: float
    """Standard error: CR2 by cluster, or that of the mixed model."""

    low: float
    high: float
    df: float
    """Satterthwaite's degrees of freedom; columns of a term that is tested together."""

    p: float
    p_adjusted: float
    """By Holm, over all terms, themes and formulas of an instrument."""

    documents: int
    clusters: int
    units: int
    left_out: int
    """Documents that lack a column."""

    reading: str
    """What the row says or why it is empty, in words."""


def effects(
    units: TokenizedUnits,
    scores: Sequence[ThemeScores],
    settings: Sequence[Effect],
    outcome: Outcome = "presence",
    permute: bool = True,
) -> list[dict[str, Any]]:
    """Regress every theme's shares by every instrument.

    Documents are weighted as in the prevalence: copies of one text count as one. Intervals
    are by t with CR2 errors; p is by permuting documents, because t finds too much where few clusters carry
    a column, and an interval reaches 0 where p is above 0.05.

    Parameters
    ----------
    units
        The units that were read, with their documents' metadata.
    scores
        Readings, each regressed by itself.
    settings
        The regressions.
    outcome
        What of a reading is regressed.
    permute
        Whether documents are permuted for p; without it there is none (a mixed model has its own), and
        intervals are by t alone.

    Returns
    -------
    Rows with the fields of `Coefficient`. Where a regression is refused there is one row that says why.
    """
    rows: list[Coefficient] = []
    for reading in scores:
        own: list[Coefficient] = []
        for effect in settings:
            own += _regressions(units, reading, effect, outcome, permute)
        tested = [i for i, row in enumerate(own) if row.p == row.p]
        for i, value in zip(tested, holm([own[i].p for i in tested]) if tested else [], strict=True):
            own[i] = replace(own[i], p_adjusted=value)
        rows += own
    return [asdict(row) for row in rows]


def effect_problems(
    settings: Sequence[Effect], metadata: Mapping[str, Mapping[str, str]], place: str = "compare.effects"
) -> list[Problem]:
    """List what is wrong with formulas before anything is fitted, each with what would be right."""
    return [
        problem
        for effect in settings
        for problem in formula_problems(effect.formula, effect.dates, metadata, place)
    ]


def without_interval(error: float, df: float) -> str:
    """Say why a coefficient gets no interval; nothing where it gets one."""
    if error < LEAST_ERROR:
        return "no interval: documents differ in nothing else"
    if df < FEWEST_DF:
        return f"no interval and no test: {df:.1f} degrees of freedom, too few clusters carry it"
    return ""


def _regressions(
    units: TokenizedUnits, reading: ThemeScores, effect: Effect, outcome: Outcome, permute: bool
) -> list[Coefficient]:
    try:
        design = design_of(effect.formula, units.documents, units.metadata, effect.dates, effect.origin)
    except ValueError as error:
        return [_refused(reading, effect, (0, 0, 0, 0), f"none: {error}")]
    numbers = document_clusters(units)
    clusters = np.unique([numbers[doc] for doc in design.docs], return_inverse=True)[1]
    inside = set(design.docs)
    count = sum(unit.doc in inside for unit in units.units)
    sizes = (len(design.docs), len(set(clusters.tolist())), count, design.left_out)
    if reason := _refusal(design, sizes, effect.model):
        return [_refused(reading, effect, sizes, reason)]
    rows = []
    for theme in reading.themes:
        score, present = reading.column(theme)
        series = by_document(units, score if outcome == "share" else present)
        own = [series[doc] for doc in design.docs]
        shares = np.array([each.mean for each in own])
        weights = document_counts(units, design.docs)
        name = (reading.instrument, theme)
        problem = _Regression(design, shares, weights, clusters, sizes, name, effect, permute)
        if np.ptp(shares) < 1e-12:
            rows.append(problem.empty("none: documents do not differ"))
        elif effect.model == "mixed":
            rows += problem.mixed([each.values for each in own], [each.weights for each in own])
        else:
            rows += problem.rows()
    return rows


def _refusal(design: Design, sizes: tuple[int, int, int, int], model: str) -> str:
    """Say why a design is not to be fitted; nothing if it is."""
    documents, clusters, *_ = sizes
    if model == "mixed" and clusters < documents:
        # its one intercept is the cluster's: what sets a pair's sides apart would pass for noise of units
        return "none: some clusters hold several documents, which the mixed model cannot tell apart; take ols"
    if clusters < USUAL:
        return f"none: {clusters} clusters; a regression needs {USUAL}, read the contrasts"
    if entangled := design.entangled:
        return f"none: these columns cannot be told apart: {', '.join(entangled)}; take one of them out"
    if clusters <= len(design.columns) + 1:
        return f"none: {len(design.columns)} columns are too many for {clusters} clusters"
    return ""


def _refused(
    reading: ThemeScores, effect: Effect, sizes: tuple[int, int, int, int], reason: str
) -> Coefficient:
    return Coefficient(
        reading.instrument, "", effect.formula, effect.model, "", *[NOTHING] * 7, *sizes, reading=reason
    )


@dataclass(frozen=True)
class _Regression:
    """One theme's shares and the design that is to explain them."""

    design: Design
    shares: np.ndarray
    weights: np.ndarray
    clusters: np.ndarray
    sizes: tuple[int, int, int, int]
    """Documents, clusters, units, documents left out."""

    name: tuple[str, str]
    """Instrument and theme."""

    effect: Effect
    permute: bool

    def empty(self, reason: str) -> Coefficient:
        return self._row("", *[NOTHING] * 6, reading=reason)

    def rows(self) -> list[Coefficient]:
        fit_by = least_squares if self.effect.model == "ols" else fractional_logit
        matrix, shares, weights, clusters = self.design.matrix, self.shares, self.weights, self.clusters
        try:
            fit = fit_by(matrix, shares, clusters, weights)
            chances = {
                # that a mean is 0 nobody asks
                term: self._chance(places) if self.permute and term != "1" else NOTHING
                for term, places in self.design.terms.items()
            }
        except ArithmeticError as error:
            return [self.empty(f"none: {error}")]
        rows = []
        for term, places in self.design.terms.items():
            if len(places) == 1:
                rows.append(self._coefficient(fit, places[0], chances[term]))
                continue
            together, chance = f"{term} (together)", chances[term]
            rows.append(self._row(together, *[NOTHING] * 4, float(len(places)), chance))
            rows += [self._coefficient(fit, place, NOTHING) for place in places]
        return rows

    def mixed(self, values: list[np.ndarray], weights: list[np.ndarray]) -> list[Coefficient]:
        lengths = [len(own) for own in values]
        matrix = np.repeat(self.design.matrix, lengths, axis=0)
        fit, remarks = random_intercept(matrix, np.concatenate(values), np.repeat(self.clusters, lengths))
        said = (
            "; ".join(["unweighted", *remarks]) if np.ptp(np.concatenate(weights)) > 0 else "; ".join(remarks)
        )
        if fit is None:
            return [self.empty(f"none: {said}")]
        rows = []
        for term, places in self.design.terms.items():
            if len(places) > 1:
                together = (NOTHING,) * 4 + (float(len(places)), wald(fit, places))
                rows.append(self._row(f"{term} (together)", *together))
            alone = term != "1" and len(places) == 1
            rows += [
                self._coefficient(fit, place, float(fit.p[place]) if alone else NOTHING) for place in places
            ]
        return [replace(row, reading="; ".join(part for part in (row.reading, said) if part)) for row in rows]

    def _chance(self, places: tuple[int, ...]) -> float:
        """Give p of some columns by permuting what the model without them leaves."""
        matrix, weights = self.design.matrix, self.weights
        rest = np.delete(matrix, places, axis=1)
        residuals, scaled = restricted(rest, matrix, self.shares, weights, self.effect.model)
        seed = seed_for("effect", self.effect.formula, *map(str, places))
        return permuted_p(scaled, residuals, self.clusters, weights, places, seed)

    def _coefficient(self, fit: Fit, place: int, chance: float) -> Coefficient:
        low, high = (float(ends[place]) for ends in fit.intervals())
        error, df, p = float(fit.error[place]), float(fit.df[place]), chance
        if reading := without_interval(error, df):
            low, high, p = NOTHING, NOTHING, p if error < LEAST_ERROR else NOTHING
        elif p > 1 - LEVEL:
            low, high, reading = min(low, 0.0), max(high, 0.0), "the interval holds zero"
        return self._row(
            self.design.columns[place],
            float(fit.estimate[place]),
            error,
            low,
            high,
            df,
            p,
            reading=reading,
        )

    def _row(
        self,
        term: str,
        estimate: float,
        error: float,
        low: float,
        high: float,
        df: float,
        p: float,
        reading: str = "",
    ) -> Coefficient:
        effect = self.effect
        numbers = (estimate, error, low, high, df, p, NOTHING)
        return Coefficient(*self.name, effect.formula, effect.model, term, *numbers, *self.sizes, reading)
