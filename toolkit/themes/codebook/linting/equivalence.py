"""Equivalence sets: whether every language has its side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from toolkit.themes.codebook.linting.finding import Draft, Entry, entries, listed
from toolkit.themes.codebook.model import Codebook


def equivalence_findings(codebook: Codebook) -> Iterator[Draft]:
    """Find sets with an empty side, and terms that belong to none."""
    if len(codebook.languages) < 2:
        return
    sets: dict[str, list[Entry]] = defaultdict(list)
    loose: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries(codebook):
        if entry.term.eq:
            sets[entry.term.eq].append(entry)
        else:
            loose[entry.theme.id, entry.language].append(entry)
    for name, members in sets.items():
        yield from _sides(name, members, codebook.languages)
        yield from _weight(name, members, codebook.languages)
    for (theme, language), members in loose.items():
        names = listed([entry.term.t for entry in members])
        what = f"{len(members)} terms of '{theme}' in '{language}' belong to no equivalence set: {names}"
        yield "note", members[0].place, what, "give them `eq`, so that parity and shift can be computed"


def _sides(name: str, members: list[Entry], languages: tuple[str, ...]) -> Iterator[Draft]:
    place = members[0].place
    lacking = [language for language in languages if all(entry.language != language for entry in members)]
    if lacking:
        names = listed([entry.term.t for entry in members])
        size = "one member" if len(members) == 1 else "an empty side"
        what = f"the equivalence set '{name}' has {size}: nothing in {' and '.join(lacking)} for {names}"
        yield "warning", place, what, f"add a term with `eq: {name}` there, or join it to another set"


def _weight(name: str, members: list[Entry], languages: tuple[str, ...]) -> Iterator[Draft]:
    """Find sets whose sides do not weigh or mean the same."""
    place = members[0].place
    weak = [
        language
        for language in languages
        if (own := [entry for entry in members if entry.language == language])
        and not any(entry.counts_alone for entry in own)
    ]
    if weak and any(entry.counts_alone for entry in members):
        what = f"the equivalence set '{name}' counts in {' and '.join(weak)} only with a cue, elsewhere alone"
        yield "note", place, what, "see `tables/seed_terms` before comparing languages"
    stances = sorted({entry.stance or "none" for entry in members})
    if len(stances) > 1:
        what = f"the equivalence set '{name}' has terms of different stance: {', '.join(stances)}"
        yield "warning", place, what, "make two sets of it, or give them one stance"
    themes = list(dict.fromkeys(entry.theme.id for entry in members))
    if len(themes) > 1:
        what = f"the equivalence set '{name}' has terms of {' and '.join(themes)}"
        yield "warning", place, what, "give each theme sets of its own: parity is counted by theme"
