"""The tables of robustness: runs, terms, and topics that were found without the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit.models import TopicSolution
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table

Rows = Sequence[Mapping[str, Any]]
MOST_TERMS = 5
"""Terms of each theme and instrument that are shown; the CSV has all."""


def robustness_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give every estimate over runs.

    Parameters
    ----------
    rows
        Of `estimates_over_runs`, of all instruments.
    """
    frame = pd.DataFrame(rows)
    caption = "Estimates over runs from other seeds"
    if frame.empty:
        return Table(
            "robustness", caption, frame, stamp.note("No instrument was run again."), stamp.signature
        )
    shown = pd.DataFrame(
        {
            "instrument": frame["instrument"],
            "theme": _labelled(frame, labels),
            "estimate of": frame["by"] + ": " + frame["group"],
            "documents": frame["documents"],
            "mean [least, most]": [
                f"{mean:.3f} [{low:.3f}, {high:.3f}]"
                for mean, low, high in zip(frame["estimate"], frame["low"], frame["high"], strict=True)
            ],
            "sd of runs": frame["sd"],
            "standard error": frame["error"],
            "due to runs": frame["due_to_runs"],
            "verdict": frame["verdict"],
        }
    )
    note = stamp.note(
        f"{_runs(frame)} Standard error: within a run, over clusters of documents. Due to runs: share of the "
        "total variance T = W + (1 + 1/R)·B that differs between runs; above 0.3 an estimate is fragile, "
        "whatever its interval says. Not known: a side has one cluster. The CSV gives how many runs have the "
        "sign of the mean."
    )
    return Table("robustness", caption, frame, note, stamp.signature, shown)


def stability_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give how alike runs are, theme by theme, beside their agreement with people.

    Parameters
    ----------
    rows
        Of `stability`, of all instruments.
    """
    frame = pd.DataFrame(rows)
    caption = "Stability of themes over seeds, and agreement with human codes"
    if frame.empty:
        return Table("stability", caption, frame, stamp.note("No instrument was run again."), stamp.signature)
    shown = pd.DataFrame(
        {
            "instrument": frame["instrument"],
            "theme": _labelled(frame, labels),
            "correlation (least)": _with_least(frame, "correlation"),
            "kappa (least)": _with_least(frame, "kappa"),
            "omega": frame["omega"],
            "top words": frame["rank_overlap"],
            "nearest run": frame["prototype_seed"],
            "AUC, people": frame["auc"],
            "kappa, people": frame["kappa_codes"],
            "coded units": frame["coded_units"],
        }
    )
    coded = bool((frame["coded_units"] > 0).any())
    note = stamp.note(
        f"{_runs(frame)} Correlation: of scores over units, mean of every two runs (least of them); kappa: "
        "of presences; omega: McDonald's, of the mean over runs; top words: rank-biased overlap (p = 0.9) of "
        "the ten best of a theme's topic, mean over languages (the CSV has Jaccard's); nearest run: seed of "
        "the run that is most like all others. Stability is not validity: runs may agree on the wrong thing.",
        "People: means over runs." if coded else "No human codes were given to lay beside.",
    )
    return Table("stability", caption, frame, note, stamp.signature, shown)


def term_sensitivity_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give what estimates would be without each term; shown are the terms that move most.

    Parameters
    ----------
    rows
        Of `drop_one_term`, of all instruments.
    """
    frame = pd.DataFrame(rows)
    caption = "Estimates without single terms: the terms that move most"
    if frame.empty:
        note = stamp.note("No term of the codebook counts in this corpus.")
        return Table("term_sensitivity", caption, frame, note, stamp.signature)
    own = frame.drop_duplicates(["instrument", "theme", "language", "term"])
    own = own[own["change"] != 0].groupby(["instrument", "theme"], sort=False).head(MOST_TERMS)
    shown = pd.DataFrame(
        {
            "instrument": own["instrument"],
            "theme": _labelled(own, labels),
            "without": own["term"],
            "estimate of": own["by"] + ": " + own["group"],
            "with": own["estimate"],
            "without it": own["without"],
            "change": own["change"],
            "units changed": own["units_changed"],
        }
    )
    terms = frame.drop_duplicates(["instrument", "theme", "language", "term"]).groupby("instrument").size()
    counts = ", ".join(f"{instrument} {count}" for instrument, count in terms.items())
    note = stamp.note(
        f"Each term that counts somewhere was left out in turn ({counts} terms). Shown are the "
        f"{MOST_TERMS} of each theme that move some group's share or some contrast most, with the estimate "
        "that each moves most; the CSV has every term and estimate. The dictionary reads again, so that a "
        "shorter term may stand in for a longer one."
    )
    return Table("term_sensitivity", caption, frame, note, stamp.signature, shown)


def topics_themes_table(
    rows: Rows, solutions: Sequence[TopicSolution], stamp: Stamp, labels: Mapping[str, str], words: int = 5
) -> Table:
    """Give which topics are about which themes; shown without the topics about none.

    Parameters
    ----------
    rows
        Of `topics_of_themes`.
    solutions
        The same solutions, for their top words.
    """
    frame = pd.DataFrame(rows)
    caption = "Topics that were found without the codebook, and the themes that they are about"
    if frame.empty:
        note = stamp.note("There are no topic solutions.")
        return Table("topics_themes", caption, frame, note, stamp.signature)
    own = frame[frame["theme"] != ""]
    named = {solution.name: solution for solution in solutions}
    shown = pd.DataFrame(
        {
            "solution": own["solution"],
            "theme": _labelled(own, labels),
            "topic": ["none" if topic < 0 else str(topic) for topic in own["topic"]],
            "top words": [
                _words(named[solution], topic, words)
                for solution, topic in zip(own["solution"], own["topic"], strict=True)
            ],
            "seed mass": own["seed_mass"],
            "correlation": own["correlation"],
            "evidence": own["evidence"],
            "reading": [
                _reading(topic, themes) for topic, themes in zip(own["topic"], own["themes"], strict=True)
            ],
        }
    )
    shown = shown.sort_values(["solution", "theme"], kind="stable")
    note = stamp.note(
        "Seed mass: share of the weight of a topic's twenty best words that is the theme's core and support "
        "terms, mean over languages; correlation: of the topic's shares with the theme's scores within "
        "languages, mean over instruments. A match takes 0.1 of the one or 0.3 of the other; for a theme "
        f"without a topic, the highest values are given. "
        f"Residual topics, about no theme: {_residual(frame)}.",
    )
    return Table("topics_themes", caption, frame, note, stamp.signature, shown)


def keywords_table(rows: Rows, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give how much of the text is keywords, by theme and language.

    Parameters
    ----------
    rows
        Of `keyword_prevalence`.
    """
    frame = pd.DataFrame(rows)
    shown = pd.DataFrame(
        {
            "theme": _labelled(frame, labels),
            "language": frame["language"],
            "keywords used": [f"{a} of {b}" for a, b in zip(frame["used"], frame["keywords"], strict=True)],
            "1 in 1,000": frame["common"],
            "of tokens": [f"{share:.2%}" for share in frame["share"]],
            "of units": [f"{share:.0%}" for share in frame["units"]],
            "documents": frame["documents"],
            "most frequent": frame["most"],
        }
    )
    note = stamp.note(
        "Core and support terms that the tokenizer keeps whole. 1 in 1,000: keywords that make up at least "
        "one token in a thousand of their language; rarer ones tell a model little. Shares of languages are "
        "not comparable: their tokens differ in size and their lists in length."
    )
    return Table("keywords", "Keywords of the themes in the text", frame, note, stamp.signature, shown)


def _labelled(frame: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    return [labels.get(theme, theme) for theme in frame["theme"]]


def _runs(frame: pd.DataFrame) -> str:
    runs = frame.groupby("instrument", sort=False)["runs"].max()
    return "Runs: " + ", ".join(f"{instrument} {count}" for instrument, count in runs.items()) + "."


def _with_least(frame: pd.DataFrame, name: str) -> list[str]:
    pairs = zip(frame[name], frame[f"least_{name}"], strict=True)
    return ["–" if mean != mean else f"{mean:.3f} ({least:.3f})" for mean, least in pairs]


def _words(solution: TopicSolution, topic: int, count: int) -> str:
    if topic < 0:
        return ""
    return " · ".join(
        ", ".join(term for term, _ in solution.top_terms(topic, language, count))
        for language in solution.terms.all_languages
    )


def _reading(topic: int, themes: int) -> str:
    if topic < 0:
        return "no topic is about this theme"
    return "" if themes == 1 else f"about {themes} themes at once"


def _residual(frame: pd.DataFrame) -> str:
    counts = [
        f"{solution} {int((own['theme'] == '').sum())} of {own.loc[own['topic'] >= 0, 'topic'].nunique()}"
        for solution, own in frame.groupby("solution", sort=False)
    ]
    return ", ".join(counts)
