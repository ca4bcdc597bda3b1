"""Keyness of the codebook's terms: the table, and what it shares with the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table
from toolkit.themes import Keyness
from toolkit.themes.validity import PEOPLE

Rows = Sequence[Mapping[str, Any]]
MOST_TERMS = 10
"""Terms of each theme, language and direction that are shown; the CSV has all."""

_NOTHING = 1e-9
"""G² up to this is due to rounding."""


def keyness_table(found: Keyness, stamp: Stamp, labels: Mapping[str, str]) -> Table:
    """Give how distinctive each term is of its theme; shown are the ends of each list."""
    frame = pd.DataFrame(found.rows)
    title = "Keyness of the codebook's terms"
    if frame.empty:
        note = stamp.note(_why_empty(found), _one_sided(found, labels))
        return Table("keyness", title, frame, note, stamp.signature)
    own = ends_of_lists(frame)
    shown = pd.DataFrame(
        {
            "theme": [labels.get(theme, theme) for theme in own["theme"]],
            "language": own["language"],
            "term": own["term"],
            "tier": own["tier"],
            "in target": own["target_count"],
            "in reference": own["reference_count"],
            "units": own["units"],
            "documents": own["documents"],
            "G²": [f"{round(value, 1) + 0.0:.1f}".replace("-", "−") for value in own["g2"]],
            "p (descriptive)": ["< 0.001" if p < 0.001 else f"{p:.3f}" for p in own["p"]],
            "rate ratio": ["∞" if value == np.inf else f"{value:.1f}" for value in own["rate_ratio"]],
        }
    )
    note = stamp.note(
        f"{who_told(frame)} In target, in reference: how often the term stands there as a token. G²: signed "
        "log-likelihood (Dunning 1993), negative where the reference uses the term more; it grows with the "
        "corpus, so compare terms of one theme and language. p: chi-squared with one degree of freedom, "
        "descriptive: tokens of a text are not independent. Rate ratio: of shares of all tokens; ∞ where the "
        "reference lacks the term. In G² and ratio copies weigh less, and coded units 1/probability of being "
        "drawn where it is known. Terms that the tokenizer takes apart, or that none of these units has, are "
        "left out; context terms count without their cues. Shown are the "
        f"{MOST_TERMS} highest and lowest of each theme and language; the CSV has all.",
        _sizes(frame, labels),
        "What people coded lies on one side of every theme." if _stands_in(found) else "",
        _one_sided(found, labels),
        "" if len(own) else "No term is more frequent on one side than on the other: none is shown or drawn.",
    )
    return Table("keyness", title, frame, note, stamp.signature, shown)


def has_keyness(rows: Rows) -> bool:
    """Say whether there is a term that is more frequent with its theme than without it, or less."""
    return bool(rows) and not ends_of_lists(pd.DataFrame(rows)).empty


def ends_of_lists(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the ends of each theme's and language's list, the most distinctive first."""
    ordered = frame[frame["g2"].abs() > _NOTHING].sort_values("g2", ascending=False, kind="stable")
    groups = ["theme", "language", ordered["g2"] > 0]
    places = ordered.groupby(groups, sort=False).cumcount()
    from_end = ordered.groupby(groups, sort=False).cumcount(ascending=False)
    is_end = (places < MOST_TERMS).where(ordered["g2"] > 0, from_end < MOST_TERMS)
    return frame.loc[[row for row in frame.index if row in set(ordered.index[is_end])]]


def who_told(frame: pd.DataFrame) -> str:
    """Say what is compared with what, and who told them apart."""
    name = frame["target"].iloc[0]
    if name == PEOPLE:
        who, others = "as people coded them", "the other coded units"
    else:
        who, others = f"as told by {name}, which does not read the terms", "the other units"
    return f"Target: units with the theme, {who}; reference: {others} of the same language."


def _why_empty(found: Keyness) -> str:
    """Say what keeps every term from being tried."""
    if found.target:
        return f"No term of a theme that {found.target} can tell stands in these units as one token."
    causes = [
        "" if PEOPLE in found.asked else "nobody coded units",
        "" if set(found.asked) - {PEOPLE} else "no instrument reads without the terms",
        f"by {' or by '.join(found.asked)} no theme has units with it and units without it in one language"
        if found.asked
        else "",
    ]
    return f"No term could be tried: {'; '.join(filter(None, causes))}."


def _stands_in(found: Keyness) -> bool:
    """Say whether an instrument tells in the place of people who coded."""
    return PEOPLE in found.asked and found.target != PEOPLE


def _one_sided(found: Keyness, labels: Mapping[str, str]) -> str:
    """Name the themes and languages that cannot be compared, if any."""
    told = [f"{labels.get(theme, theme)}, {language}" for theme, language in found.one_sided]
    return f"Left out for want of units with the theme or without it: {'; '.join(told)}." if told else ""


def _sizes(frame: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Say how many units and documents stand on either side."""
    first = frame.drop_duplicates(["theme", "language"]).to_dict("records")
    told = [f"{labels.get(row['theme'], row['theme'])}, {row['language']}: {sizes_of(row)}" for row in first]
    return f"Units (documents) of target : reference: {'; '.join(told)}."


def sizes_of(row: Mapping[str, Any]) -> str:
    """Say how many units and documents one row compares, and what keeps them from being read."""
    target = f"{row['target_units']} ({row['target_documents']})"
    reference = f"{row['reference_units']} ({row['reference_documents']})"
    return f"{target} : {reference}" + (f", {row['reading']}" if row["reading"] else "")
