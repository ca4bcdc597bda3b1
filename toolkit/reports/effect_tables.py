"""Tables of effects: contrasts, regressions, distances of profiles. Effect and interval first, p last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table, interval

Rows = Sequence[Mapping[str, Any]]


def contrasts_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give differences between groups; shown are the declared ones and the headline's explorations."""
    caption = "Contrasts between groups"
    if not rows:
        nothing = pd.DataFrame(
            columns=["instrument", "theme", "by", "first", "second", "difference", "reading"]
        )
        note = stamp.note("There are no two groups to compare.")
        return Table("contrasts", caption, nothing, note, stamp.signature)
    frame = pd.DataFrame(rows)
    own = frame[(frame["family"] == "declared") | (frame["instrument"] == headline)]
    own = own.sort_values("family", kind="stable")
    if not (frame["family"] == "declared").any():
        own = frame
    columns = {
        "contrast": own["by"] + ": " + own["first"] + " − " + own["second"] + " (" + own["family"] + ")",
        "theme": [labels.get(theme, theme) for theme in own["theme"]],
        "instrument": own["instrument"],
        "difference [95 %]": _estimates(own, "difference"),
        "pooled": [f"{value:.2f}" for value in own["pooled"]],
    }
    if "corrected" in own:
        columns["corrected [95 %]"] = _corrected(own)
    columns["reading"] = [reading.split("; a difference of ")[0] for reading in own["reading"]]
    if "separable" in own and (own["separable"] != "").any():
        columns["of theme or measure?"] = _verdicts(own)
    columns |= {
        "documents": _two_sizes(own),
        "adjusted p": [chance(p) for p in own["p_adjusted"]],
        "smallest p": [chance(p) for p in own["smallest_p"]],
    }
    shown = pd.DataFrame(columns)
    note = stamp.note(
        "Differences of unweighted document means; pooled: of shares among all units, where long documents "
        f"weigh more. Intervals: {_methods(own, 'interval')}. {_adjustments(frame)} within an instrument; a "
        f"claim rests on the headline instrument ({headline}), the others show how far it hangs on it. "
        "p: whole documents are rearranged among the groups; the sides of a pair of source and translation "
        "change places, or move together. Read p with the interval: where one group's documents are much "
        "shorter, p alone finds too much. Smallest p: the smallest this design can give; the CSV has p "
        "before it is adjusted. No p where a side has one document or one cluster. Not separable: a "
        "difference between languages that may be one of measure or of theme (table equivalence).",
        "Corrected: difference of the corrected shares (see the prevalence table)."
        if "corrected" in own
        else "",
        "" if len(own) == len(frame) else "The CSV has the explorations of every instrument.",
    )
    return Table("contrasts", caption, frame, note, stamp.signature, shown)


def _corrected(rows: pd.DataFrame) -> list[str]:
    """Show corrected differences; those that cannot be corrected have their reason in the CSV."""
    columns = zip(*(rows[name] for name in ("corrected", "corrected_low", "corrected_high")), strict=True)
    return ["–" if value != value else interval(value, low, high) for value, low, high in columns]


def _verdicts(rows: pd.DataFrame) -> list[str]:
    """Say whether a difference between languages is one of theme, and why."""
    words = {"yes": "of theme", "no": "not separable", "": ""}
    return [
        f"{words[separable]}: {because}" if because else words[separable]
        for separable, because in zip(rows["separable"], rows["because"], strict=True)
    ]


def effects_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give regressions of document shares; shown are those of the headline instrument.

    Parameters
    ----------
    rows
        Fields of `toolkit.themes.effects.Coefficient`, one row or more.
    """
    frame = pd.DataFrame(rows)
    own = _telling(frame[frame["instrument"] == headline])
    shown = pd.DataFrame(
        {
            "formula": own["formula"] + _models(own),
            "theme": [labels.get(theme, theme or "all") for theme in own["theme"]],
            "term": own["term"],
            "effect [95 %]": _estimates(own, "estimate"),
            "reading": own["reading"],
            "df": ["" if df != df else f"{df:.1f}" for df in own["df"]],
            "documents": _sizes(own, "documents", "clusters"),
            "units": own["units"],
            "adjusted p": [chance(p) for p in own["p_adjusted"]],
            "p": [chance(p) for p in own["p"]],
        }
    )
    left = sorted(set(own["left_out"]))
    note = stamp.note(
        f"Instrument shown: {headline}; the CSV has every instrument, standard errors, intercepts and the "
        "parts of curves. "
        "Outcome: the share of a document's units that carry the theme, each document weighing as in the "
        f"prevalence. {_scales(own)} Standard errors by cluster (CR2), t intervals with Satterthwaite's "
        "degrees of freedom (df); p by permuting documents' residuals (Freedman–Lane); a mixed model has its "
        "own of both. Columns of one term are tested together; df then is their number. "
        "Adjusted p: Holm, over all terms, themes and formulas. Dates are years since the origin of the "
        "settings. An association is no cause, and one with the language may be of measure (see "
        "equivalence).",
        f"Documents left out for want of a column: {', '.join(map(str, left))}." if any(left) else "",
    )
    return Table("effects", "Theme prevalence by covariates", frame, note, stamp.signature, shown)


def effects_over_runs_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give regressions pooled over runs and draws, of every instrument that was run again or drawn.

    Parameters
    ----------
    rows
        Of `toolkit.themes.effects_over_runs`, one row or more.
    """
    frame = pd.DataFrame(rows)
    own = _telling(frame)
    shown = pd.DataFrame(
        {
            "formula": own["formula"] + _models(own),
            "instrument": own["instrument"],
            "outcome": own["outcome"],
            "theme": [labels.get(theme, theme or "all") for theme in own["theme"]],
            "term": own["term"],
            "effect [95 %]": _estimates(own, "estimate"),
            "reading": own["reading"],
            "due to runs": own["due_to_runs"],
            "due to draws": own["due_to_draws"],
            "runs × draws": [
                f"{runs} × {draws}" for runs, draws in zip(own["runs"], own["draws"], strict=True)
            ],
            "df": ["" if df != df else f"{df:.1f}" for df in own["df"]],
            "documents": _sizes(own, "documents", "clusters"),
            "units": own["units"],
            "p": [chance(p) for p in own["p"]],
        }
    )
    left = sorted(set(own["left_out"]))
    note = stamp.note(
        "Regressions of the table effects, estimated anew in each of R runs and in each of M draws of theme "
        "shares within a run, and pooled: T = W + (1 + 1/M)·B of draws + (1 + 1/R)·B of runs, W the mean "
        "squared standard error (CR2). Due to runs, due to draws: their shares of T, not known from one of "
        f"them; above 0.3 due to runs a coefficient is fragile. {_scales(own)} {_outcomes(frame)} Intervals "
        "and p by t of the pooled estimate, p not adjusted: t finds too much where few clusters carry a "
        "column, so read beside it the p of the table effects, which comes from permuting documents. Columns "
        "of one term are not tested together here. The CSV has standard errors, intercepts and the parts of "
        "curves.",
        f"Documents left out for want of a column: {', '.join(map(str, left))}." if any(left) else "",
    )
    caption = "Theme prevalence by covariates, over runs and draws"
    return Table("effects_over_runs", caption, frame, note, stamp.signature, shown)


def distances_table(rows: Rows, stamp: Stamp) -> Table:
    """Give the distance between groups' theme profiles, beside what it is by chance.

    Parameters
    ----------
    rows
        Fields of `toolkit.themes.distances.Distance`.
    """
    frame = pd.DataFrame(rows)
    caption = "Distances between theme profiles"
    if frame.empty:
        note = stamp.note("There are no two groups to compare.")
        nothing = pd.DataFrame(columns=["instrument", "by", "first", "second", "distance", "reading"])
        return Table("distances", caption, nothing, note, stamp.signature)
    shown = pd.DataFrame(
        {
            "groups": frame["by"] + ": " + frame["first"] + " / " + frame["second"],
            "instrument": frame["instrument"],
            "distance": frame["distance"],
            "by chance": frame["expected"],
            "excess": frame["excess"],
            "reading": frame["reading"],
            "documents": _two_sizes(frame),
            "p": [chance(p) for p in frame["p"]],
            "smallest p": [chance(p) for p in frame["smallest_p"]],
        }
    )
    note = stamp.note(
        "Jensen–Shannon distance (base 2; 0 the same, 1 nothing shared) between the mean theme profiles of "
        "groups; a unit's themes share it equally, and units without a theme are a part of their own. By "
        "chance: the mean distance when whole documents are rearranged among the groups; read the excess. "
        "p is not adjusted for the number of rows. A distance between languages may be one of measure."
    )
    return Table("distances", caption, frame, note, stamp.signature, shown)


def trajectories_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str], headline: str) -> Table:
    """Give prevalence by period and group; shown is the headline instrument, a column a theme.

    Parameters
    ----------
    rows
        Fields of `toolkit.themes.prevalence.Prevalence`, and the period.
    """
    frame = pd.DataFrame(rows)
    caption = "Theme prevalence over time"
    if frame.empty:
        nothing = pd.DataFrame(columns=["instrument", "theme", "period", "group", "estimate"])
        note = stamp.note("No document has a date and a group.")
        return Table("trajectories", caption, nothing, note, stamp.signature)
    own = frame[frame["instrument"] == headline]
    first = own[own["theme"] == own["theme"].iloc[0]]
    shown = pd.DataFrame({"period": first["period"], "group": first["group"]})
    for theme in dict.fromkeys(own["theme"]):
        shown[labels.get(theme, theme)] = _estimates(own[own["theme"] == theme], "estimate")
    shown["documents"] = _sizes(first, "documents", "clusters")
    shown["units"] = list(first["units"])
    shown["may claim"] = list(first["claim"])
    note = stamp.note(
        f"Instrument shown: {headline}; the CSV has every instrument. Shares of units, unweighted means over "
        "documents [95 % interval]; in round brackets the range of the documents, where they are too few for "
        f"an interval. Intervals: {_methods(own, 'interval')}. Periods without documents have no row."
    )
    return Table("trajectories", caption, frame, note, stamp.signature, shown)


def chance(p: float) -> str:
    """Show a p-value, without stars.

    >>> chance(0.0004), chance(0.0312), chance(float("nan"))
    ('< 0.001', '0.031', '–')
    """
    if p != p:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _estimates(frame: pd.DataFrame, column: str) -> list[str]:
    """Show estimates with their intervals; a range of documents is no interval and looks different."""
    methods = frame["interval"] if "interval" in frame else [""] * len(frame)
    ends = zip(frame[column], frame["low"], frame["high"], methods, strict=True)
    return [
        "–"
        if value != value
        else f"{value:.2f} ({low:.2f}–{high:.2f})"
        if str(method).startswith("range")
        else interval(value, low, high)
        for value, low, high, method in ends
    ]


def _sizes(frame: pd.DataFrame, documents: str, clusters: str) -> list[str]:
    """Show numbers of documents, and of clusters where they differ."""
    pairs = zip(frame[documents], frame[clusters], strict=True)
    return [f"{count}" if count == groups else f"{count} ({groups} clusters)" for count, groups in pairs]


def _two_sizes(frame: pd.DataFrame) -> list[str]:
    sides = [_sizes(frame, f"{side}_documents", f"{side}_clusters") for side in ("first", "second")]
    return [f"{first} : {second}" for first, second in zip(*sides, strict=True)]


def _methods(frame: pd.DataFrame, column: str) -> str:
    return "; ".join(dict.fromkeys(frame[column]))


def _adjustments(frame: pd.DataFrame) -> str:
    """Say how p was adjusted in each family that is there."""
    names = {"max-T": "max-T (Westfall–Young, themes of a contrast rearranged together)"}
    families = frame.groupby("family", sort=False)["adjusted_by"].first()
    said = [f"{family} contrasts: {names.get(name, name)}" for family, name in sorted(families.items())]
    return f"Adjusted p, {'; '.join(said)},"


def _telling(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out intercepts and the parts of curves, which say nothing one by one."""
    return frame[(frame["term"] != "Intercept") & ~frame["term"].str.match(r"(bs|cr|cc)\(.*\)\[")]


def _outcomes(frame: pd.DataFrame) -> str:
    """Say what was regressed, and of whom shares were drawn."""
    said = []
    if (frame["outcome"] == "presence").any():
        said.append(
            "Presence: share of a document's units with the theme, as in the table effects; no draws."
        )
    drawn = list(dict.fromkeys(frame.loc[frame["outcome"] == "share", "instrument"]))
    if drawn:
        said.append(
            "Share: the theme's share of the text, mean over a document's units, not on presence's scale. "
            "Given its words, a unit's shares have a Dirichlet distribution around those of the model, with "
            "the unit's own tokens and the prior's sum. Drawn shares are not cut into presences: units near "
            "the threshold would cross it by chance, which makes effects smaller."
        )
        others = [name for name in dict.fromkeys(frame["instrument"]) if name not in drawn]
        if others:
            said.append(f"Only seeded LDA has shares to draw: one draw a run of {', '.join(others)}.")
    return " ".join(said)


def _models(frame: pd.DataFrame) -> pd.Series:
    return frame["model"].map(lambda model: "" if model == "ols" else f" ({model})")


def _scales(frame: pd.DataFrame) -> str:
    said = {
        "ols": "ols: differences in shares.",
        "fractional-logit": "fractional-logit: differences in log odds.",
        "mixed": "mixed: differences in the units' probability, with a random intercept for each cluster.",
    }
    return " ".join(said[model] for model in dict.fromkeys(frame["model"]))
