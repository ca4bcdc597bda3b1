"""Terms by themselves: cues, reasons, anti-terms, and whether the rule can be met."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.themes.codebook.linting.finding import Draft, Entry, entries
from toolkit.themes.codebook.model import Codebook, Theme
from toolkit.themes.folding import UNSPACED, fold
from toolkit.themes.patterns import is_inside, is_same
from toolkit.yaml_lines import Place


def term_findings(codebook: Codebook) -> Iterator[Draft]:
    """Find terms that cannot do what they seem to."""
    for entry in entries(codebook):
        yield from _alone(entry)
        yield from _reason(entry)
    for number, theme in enumerate(codebook.themes):
        here = ("themes", number)
        yield from _ambiguous_names(theme, here)
        yield from _rule(codebook, theme, here)
        for language, texts in theme.anti_terms.items():
            for index, text in enumerate(texts):
                yield from _anti_term(theme, language, text, (*here, "anti_terms", language, index))


def _alone(entry: Entry) -> Iterator[Draft]:
    term, language = entry.term, entry.language
    if term.needs and entry.counts_alone:
        what = f"'{term.t}' is {term.tier} and counts without a cue: its `needs` are not looked at"
        yield "warning", (*entry.place, "needs"), what, "give it `tier: context`, or take `needs` out"
    for index, text in enumerate(term.not_):
        if not is_inside(term.t, text, language) or is_same(term.t, text, language):
            what = f"'{text}' is not an expression around '{term.t}': this `not` never applies"
            yield "warning", (*entry.place, "not", index), what, f"write it out with '{term.t}' inside"
    if (language in UNSPACED or language == "ko") and len(fold(term.t, language)) == 1:
        what = f"'{term.t}' is one character, which stands in many words"
        yield "warning", entry.place, what, "write longer terms"


def _reason(entry: Entry) -> Iterator[Draft]:
    term = entry.term
    reasons = _names(entry.theme)
    if not entry.counts_alone and term.t not in reasons:
        what = f"'{term.t}' counts only with a cue, and nothing under `ambiguous` says why"
        yield "warning", entry.place, what, f"write `ambiguous: {{{term.t}: …}}`: readers will ask"
    if entry.counts_alone and term.t in reasons:
        what = f"'{term.t}' is called ambiguous, and yet counts without a cue ({term.tier})"
        yield "note", entry.place, what, "give it `tier: context` and `needs`, or say in the reason why not"


def _names(theme: Theme) -> set[str]:
    """Give the names under `ambiguous`; several may share a reason (国际|全球)."""
    return {name.strip() for key in theme.ambiguous for name in key.split("|")}


def _ambiguous_names(theme: Theme, here: Place) -> Iterator[Draft]:
    own = {term.t for terms in theme.terms.values() for term in terms}
    for key in theme.ambiguous:
        strange = [name for name in key.split("|") if name.strip() not in own]
        if strange:
            what = f"`ambiguous` of '{theme.id}' speaks of {', '.join(strange)}, which is no term"
            yield "note", (*here, "ambiguous", key), what, "leave it as a remark, or correct the spelling"


def _rule(codebook: Codebook, theme: Theme, here: Place) -> Iterator[Draft]:
    _, needed = codebook.thresholds
    for language in codebook.languages:
        terms = theme.terms.get(language, ())
        others = sum(term.tier != "core" for term in terms)
        if len(terms) == others and others < needed:
            what = (
                f"'{theme.id}' has no core term and {others} others in '{language}', and the rule asks for "
                f"{needed}: no unit can carry it"
            )
            yield "error", (*here, "terms", language), what, "add terms, or make one of them core"


def _anti_term(theme: Theme, language: str, text: str, place: Place) -> Iterator[Draft]:
    """Find anti-terms that bar nothing, or not what they seem to bar."""
    terms = theme.terms.get(language, ())
    same = [term for term in terms if is_same(text, term.t, language)]
    around = [term.t for term in terms if term not in same and is_inside(text, term.t, language)]
    inside = [term.t for term in terms if term not in same and is_inside(term.t, text, language)]
    for term in same:
        severity = "note" if term.tier == "context" else "warning"
        what = f"the anti-term '{text}' is also a {term.tier} term, and counts as one"
        yield severity, place, what, "it bars only shorter terms inside it; take one of the two out otherwise"
    for name in around:
        what = f"the anti-term '{text}' stands inside the term '{name}', and does not keep it from counting"
        yield "warning", place, what, "an anti-term bars only shorter terms inside it; write a longer one"
    if not (same or around or inside):
        what = f"the anti-term '{text}' has no term of '{theme.id}' inside it: it bars nothing"
        yield "note", place, what, "take it out, or write it as texts have it"
