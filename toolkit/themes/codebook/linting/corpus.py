"""The codebook against a corpus: terms nobody uses, cues that never come, themes that would be silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.themes.codebook.linting.finding import Draft, entries
from toolkit.themes.codebook.model import Codebook


def corpus_findings(codebook: Codebook, coverage: Sequence[Mapping[str, Any]]) -> Iterator[Draft]:
    """Find terms and themes of which a corpus shows nothing.

    Parameters
    ----------
    coverage
        Rows of `seed_coverage`.
    """
    places = {(entry.theme.id, entry.language, entry.term.t): entry.place for entry in entries(codebook)}
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in coverage:
        counted[row["theme"], row["language"]] += row["counted"]
        place = places[row["theme"], row["language"], row["term"]]
        if not row["finds"]:
            severity = "warning" if row["tier"] == "core" else "note"
            what = f"the corpus never has the {row['tier']} term '{row['term']}'"
            yield severity, place, what, "look how its texts put it, and add that"
        elif not row["counted"]:
            what = f"'{row['term']}' is found {_times(row['finds'])}, and no cue ever stands near it"
            yield "warning", place, what, "read it in context, and add cues that these texts have"
    for index, language in enumerate(codebook.languages):
        if language not in {row["language"] for row in coverage}:
            what = f"the corpus has no units in '{language}'"
            yield "note", ("languages", index), what, "nothing to do, if that is meant"
    numbers = {theme: number for number, theme in enumerate(codebook.theme_ids)}
    for (theme, language), total in counted.items():
        if not total:
            what = f"'{theme}' would be silent: no term of it counts anywhere in '{language}'"
            yield "error", ("themes", numbers[theme]), what, "add terms that this corpus uses"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
