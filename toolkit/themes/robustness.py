"""What the seed decides: the same instrument run again, estimate by estimate and theme by theme.

One run of a model is not a result. A number that owes much of its variance to the run is fragile, whatever
its interval says (R runs, T = W + (1 + 1/R)·B_run; see `composition`). Runs that agree need not be right: the
agreement with human codes stands beside their agreement with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from pydantic import Field, field_validator

from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.codes import Codes
from toolkit.themes.comparison import Comparison
from toolkit.themes.composition import FRAGILE, compose
from toolkit.themes.group_design import GroupDesign, designs
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.prevalence import by_document
from toolkit.themes.stability import (
    jaccard,
    omega,
    pairs_of,
    prototype_run,
    rank_overlap,
    run_correlations,
)
from toolkit.themes.validity import against_codes, kappa

NAN = float("nan")


class Robustness(Settings):
    """How far results are tried again with other choices."""

    seeds: int = Field(0, ge=0)
    """Runs of every instrument that has a seed, its own among them; 0 is off, published work needs 20."""

    draws: int = Field(0, ge=0)
    """Draws of theme shares within each run, for effects on shares of seeded LDA topics; 0 is off, published
    work needs 25 or more."""

    terms: bool = True
    """Whether the dictionary is read again without each of its terms."""

    refit_terms: bool = False
    """Whether seeded LDA is fitted again without each seed term: one fit a term."""

    @field_validator("draws")
    @classmethod
    def _draws_can_differ(cls, draws: int) -> int:
        if draws == 1:
            raise ValueError("one draw says nothing of how draws differ: take 2 or more, or 0 for none")
        return draws


def has_seed(instrument: Any) -> bool:
    """Say whether an instrument draws at random, so that runs with other seeds can differ."""
    return hasattr(getattr(instrument, "model", None), "seed")


def reseeded(instrument: Any, runs: int) -> list[Any]:
    """Give the same instrument with the seeds that follow its own, for so many runs in all."""
    seeds = range(instrument.model.seed + 1, instrument.model.seed + runs)
    models = [instrument.model.model_copy(update={"seed": seed}) for seed in seeds]
    return [instrument.model_copy(update={"model": model}) for model in models]


def estimates_over_runs(
    units: TokenizedUnits, readings: Sequence[ThemeScores], settings: Comparison | None = None
) -> list[dict[str, Any]]:
    """Say of every group's prevalence and every contrast how far it hangs on the run.

    Parameters
    ----------
    units
        The units that were read, with their documents' metadata.
    readings
        Of one instrument, one a run.
    settings
        Which groups and contrasts.

    Returns
    -------
    Rows: instrument, theme, quantity (prevalence or contrast), by, group (``first − second`` of a contrast),
    runs, documents, estimate (mean over runs), sd, low, high (least and greatest), error (root of the mean
    squared standard error within a run), due_to_runs (share of the total variance; not-a-number where a
    side has one cluster), same_sign (share of runs with the mean's sign; contrasts only), verdict.
    """
    rows = []
    for theme in readings[0].themes:
        series = [by_document(units, reading.column(theme)[1]) for reading in readings]
        for design in designs(units, settings or Comparison()):
            means = np.array([[own[doc].mean for doc in design.docs] for own in series])
            facts = {"instrument": readings[0].instrument, "theme": theme, **design.facts}
            rows.append({**facts, "runs": len(readings), **_over_runs(means, design)})
    return rows


def _over_runs(means: np.ndarray, design: GroupDesign) -> dict[str, Any]:
    """Pool an estimate over runs from (runs, documents) means."""
    estimates, variances = design.estimates(means)
    pooled = compose(estimates[:, None], variances[:, None])
    due = pooled.due_to_runs if design.has_error and len(means) > 1 else NAN
    sign = np.sign(estimates) == np.sign(estimates.mean())
    return {
        "documents": len(design.docs),
        "estimate": float(estimates.mean()),
        "sd": float(estimates.std(ddof=1)) if len(means) > 1 else NAN,
        "low": float(estimates.min()),
        "high": float(estimates.max()),
        "error": float(np.sqrt(variances.mean())) if design.has_error else NAN,
        "due_to_runs": due,
        "same_sign": float(sign.mean()) if design.is_contrast else NAN,
        "verdict": "not known" if due != due else "fragile" if due > FRAGILE else "steady",
    }


def stability(
    readings: Sequence[ThemeScores],
    languages: Sequence[str],
    codes: Codes | None = None,
    first_seed: int = 0,
    words: int = 10,
) -> list[dict[str, Any]]:
    """Say of every theme how alike runs are, and beside it how they agree with people.

    Parameters
    ----------
    readings
        Of one instrument, one a run.
    languages
        Whose top words are compared.
    codes
        What people coded, if they did.
    first_seed
        Seed of the first run; that of the prototype run is given.
    words
        Top words of a theme's topic in each language.

    Returns
    -------
    Rows: instrument, theme, runs, units, correlation (mean between two runs' scores) and least_correlation,
    kappa and least_kappa (of presences), omega, jaccard and rank_overlap (of the theme topic's top words,
    mean over pairs of runs and languages), prototype_seed (the run nearest to all others, over all themes),
    auc and kappa_codes (means over runs) with auc_sd, coded_units.
    """
    themes = readings[0].themes
    scores = np.stack([reading.score.T for reading in readings], axis=1).astype(float)
    matrices = np.stack([run_correlations(own) for own in scores])
    known = np.isfinite(matrices)
    count = np.maximum(1, known.sum(axis=0))
    likeness = np.where(known.any(axis=0), np.where(known, matrices, 0.0).sum(axis=0) / count, np.nan)
    rows = []
    for number, theme in enumerate(themes):
        correlations = pairs_of(matrices[number])
        present = np.stack([reading.column(theme)[1] for reading in readings])
        kappas = np.array([kappa(one, other) for one, other in combinations(present, 2)])
        kappas = kappas[np.isfinite(kappas)]
        rows.append(
            {
                "instrument": readings[0].instrument,
                "theme": theme,
                "runs": len(readings),
                "units": scores.shape[2],
                "correlation": _of(correlations, np.mean),
                "least_correlation": _of(correlations, np.min),
                "kappa": _of(kappas, np.mean),
                "least_kappa": _of(kappas, np.min),
                "omega": omega(scores[number]),
                "jaccard": _words_alike(readings, theme, languages, words, jaccard),
                "rank_overlap": _words_alike(readings, theme, languages, words, rank_overlap),
                "prototype_seed": first_seed + prototype_run(likeness),
                **_against_people(readings, theme, codes),
            }
        )
    return rows


def _words_alike(
    readings: Sequence[ThemeScores],
    theme: str,
    languages: Sequence[str],
    words: int,
    measure: Callable[[Sequence[str], Sequence[str]], float],
) -> float:
    """Compare the top words of a theme's topic between every two runs; no topic has no words."""
    lists = {
        language: [_top(reading, theme, language, words) for reading in readings] for language in languages
    }
    values = [
        measure(one, other) for own in lists.values() for one, other in combinations(own, 2) if one and other
    ]
    return _of(np.array(values), np.mean)


def _top(reading: ThemeScores, theme: str, language: str, words: int) -> list[str]:
    solution = reading.solution
    if solution is None or theme not in solution.labels:
        return []
    return [term for term, _ in solution.top_terms(solution.labels.index(theme), language, words)]


def _against_people(readings: Sequence[ThemeScores], theme: str, codes: Codes | None) -> dict[str, Any]:
    """Measure every run against what people coded of a theme."""
    if codes is None or theme not in codes.themes:
        return {"auc": NAN, "auc_sd": NAN, "kappa_codes": NAN, "coded_units": 0}
    coded = codes.column(theme)
    inside = ~np.isnan(coded)
    figures = []
    for reading in readings:
        score, present = reading.column(theme)
        measured = against_codes(score[inside], present[inside], coded[inside] == 1)
        figures.append([NAN if measured[name] is None else measured[name] for name in ("auc", "kappa")])
    auc, agreed = np.array(figures, dtype=float).T
    return {
        "auc": float(auc.mean()),
        "auc_sd": float(auc.std(ddof=1)) if len(auc) > 1 else NAN,
        "kappa_codes": float(agreed.mean()),
        "coded_units": int(inside.sum()),
    }


def _of(values: np.ndarray, measure: Callable[[np.ndarray], Any]) -> float:
    return float(measure(values)) if len(values) else NAN
