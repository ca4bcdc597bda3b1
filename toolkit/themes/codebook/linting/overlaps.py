"""Terms beside each other: written twice, or one inside a term of another theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from toolkit.themes.codebook.linting.finding import Draft, Entry, entries
from toolkit.themes.codebook.model import Codebook
from toolkit.themes.patterns import finds_all_of, is_inside, is_same


def overlap_findings(codebook: Codebook) -> Iterator[Draft]:
    """Find terms that text cannot tell apart, and terms that bring another theme's with them."""
    everything = list(entries(codebook))
    for language in dict.fromkeys(entry.language for entry in everything):
        own = [entry for entry in everything if entry.language == language]
        twice = [pair for pair in combinations(own, 2) if is_same(pair[0].term.t, pair[1].term.t, language)]
        for first, second in twice:
            yield _twice(first, second)
        for first, second in combinations(own, 2):
            if first.theme is not second.theme and (first, second) not in twice:
                yield from _inside(first, second)
                yield from _inside(second, first)


def _twice(first: Entry, second: Entry) -> Draft:
    one, other = first.term, second.term
    names = f"'{one.t}'" if one.t == other.t else f"'{one.t}' and '{other.t}'"
    if first.theme is not second.theme:
        what = f"{names} of '{first.theme.id}' and '{second.theme.id}': wherever it stands, both are counted"
        return "warning", second.place, what, "keep it where it belongs, or give both a cue (tier: context)"
    if (one.tier, one.stance, one.sub) == (other.tier, other.stance, other.sub):
        keep = one.t if finds_all_of(one.t, other.t, first.language) else other.t
        what = f"{names} are the same in a text"
        return "warning", second.place, what, f"keep '{keep}', which finds both"
    what = f"{names} are the same in a text, but differ in tier, stance or sub-theme: which counts is chance"
    return "error", second.place, what, "remove one of them"


def _inside(inner: Entry, outer: Entry) -> Iterator[Draft]:
    language = inner.language
    if not is_inside(inner.term.t, outer.term.t, language) or _is_barred(inner, outer):
        return
    severity = "warning" if inner.counts_alone else "note"
    when = "" if inner.counts_alone else " where a cue stands near"
    what = (
        f"'{outer.term.t}' of '{outer.theme.id}' has '{inner.term.t}' of '{inner.theme.id}' inside: "
        f"both themes are counted{when}"
    )
    remedy = f"if that is not meant, list '{outer.term.t}' under `anti_terms` of '{inner.theme.id}'"
    yield severity, inner.place, what, remedy


def _is_barred(inner: Entry, outer: Entry) -> bool:
    """Tell whether an expression around the inner term keeps it from counting there."""
    language = inner.language
    longer: Sequence[str] = [
        *inner.term.not_,
        *inner.theme.anti_terms.get(language, ()),
        *(term.t for term in inner.theme.terms.get(language, ()) if term is not inner.term),
    ]
    return any(
        is_inside(inner.term.t, text, language)
        and not is_same(inner.term.t, text, language)
        and is_inside(text, outer.term.t, language)
        for text in longer
    )
