"""Reading a codebook: the whole of it, or every fault with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.themes.codebook.model import Codebook, Theme
from toolkit.themes.folding import is_nothing
from toolkit.yaml_lines import Place, line_of, problems_of, read_yaml


@dataclass(frozen=True)
class CodebookFile:
    """A codebook with the lines where its parts stand."""

    path: Path
    codebook: Codebook
    lines: Mapping[Place, int]
    """Line (from 1) of every key and item, by its path."""


def read_codebook(path: Path | str) -> Codebook:
    """Read and check a codebook.

    Raises
    ------
    InvalidInput
        With every fault of the file, each with its line.
    """
    return read_codebook_file(path).codebook


def read_codebook_file(path: Path | str) -> CodebookFile:
    """Read and check a codebook, and keep the lines where its parts stand.

    Raises
    ------
    InvalidInput
        With every fault of the file, each with its line.
    """
    path = Path(path)
    data, lines = read_yaml(path)
    try:
        codebook = Codebook.model_validate(data)
    except ValidationError as error:
        raise InvalidInput(problems_of(error, path, lines, Codebook)) from None
    problems = [
        Problem(f"{path} line {line_of(place, lines)}", reason, remedy)
        for place, reason, remedy in _faults(codebook)
    ]
    if problems:
        raise InvalidInput(problems)
    return CodebookFile(path, codebook, lines)


_Fault = tuple[Place, str, str]
"""Place in the file, reason and remedy."""


def _faults(codebook: Codebook) -> Iterator[_Fault]:
    """Find what is well-formed but cannot work."""
    yield from _head_faults(codebook)
    seen: set[str] = set()
    for number, theme in enumerate(codebook.themes):
        here = ("themes", number)
        if theme.id in seen:
            yield here, f"the theme '{theme.id}' stands twice", "rename or join them"
        seen.add(theme.id)
        yield from _subtheme_faults(theme, here)
        yield from _language_faults(theme, (*here, "terms"), codebook.languages)
        yield from _empty_faults(theme, here)
        yield from _stance_faults(theme, here, codebook.stance_values)


def _head_faults(codebook: Codebook) -> Iterator[_Fault]:
    """Find faults of what is said for all themes."""
    for language, times in Counter(codebook.languages).items():
        if times > 1:
            yield ("languages",), f"'{language}' stands {times} times among `languages`", "keep one of them"
    for language in codebook.matching.window:
        if language not in codebook.languages:
            place = ("matching", "window", language)
            reason = f"a window is given for '{language}', which is not among `languages`"
            yield place, reason, nearest(language, codebook.languages)


def _subtheme_faults(theme: Theme, here: Place) -> Iterator[_Fault]:
    seen: set[str] = set()
    for index, sub in enumerate(theme.subthemes):
        if sub.id in seen:
            place = (*here, "subthemes", index)
            yield place, f"the sub-theme '{sub.id}' stands twice in '{theme.id}'", "rename or join them"
        seen.add(sub.id)


def _language_faults(theme: Theme, here: Place, languages: tuple[str, ...]) -> Iterator[_Fault]:
    """Find where a theme's terms and the codebook's languages do not fit, and faults of the terms."""
    for language in languages:
        if all(term.tier == "context" for term in theme.terms.get(language, ())):
            yield (
                here,
                f"theme '{theme.id}' has no core or support term in '{language}'",
                f"add terms under `terms.{language}`, or take '{language}' out of `languages`",
            )
    for language in theme.terms:
        if language not in languages:
            yield (*here, language), f"'{language}' is not among `languages`", "add it there"
        yield from _term_faults(theme, language, (*here, language))


def _term_faults(theme: Theme, language: str, here: Place) -> Iterator[_Fault]:
    """Find faults of a theme's terms in one language."""
    subs = {sub.id for sub in theme.subthemes}
    texts: set[str] = set()
    for index, term in enumerate(theme.terms[language]):
        place = (*here, index)
        if term.t in texts:
            yield place, f"the term '{term.t}' stands twice in '{theme.id}'", "remove one"
        texts.add(term.t)
        if term.sub and term.sub not in subs:
            known = f"one of: {', '.join(sorted(subs))}" if subs else "list it under `subthemes`"
            yield place, f"unknown sub-theme '{term.sub}'", known
        if term.tier == "context" and not term.needs:
            yield place, f"the context term '{term.t}' has no `needs`", "name cues, or give it another tier"


def _empty_faults(theme: Theme, here: Place) -> Iterator[_Fault]:
    """Find expressions of which nothing is left to look for."""
    written: list[tuple[Place, str, str]] = []
    for language, terms in theme.terms.items():
        for index, term in enumerate(terms):
            place = (*here, "terms", language, index)
            written.append(((*place, "t"), "term", term.t))
            written += [((*place, "needs", i), "cue in `needs`", text) for i, text in enumerate(term.needs)]
            written += [((*place, "not", i), "expression in `not`", text) for i, text in enumerate(term.not_)]
    for language, texts in theme.anti_terms.items():
        written += [((*here, "anti_terms", language, i), "anti-term", text) for i, text in enumerate(texts)]
    for place, what, text in written:
        if is_nothing(text):
            yield place, f"the {what} '{text}' has nothing to look for", "write it out, or remove it"


def _stance_faults(theme: Theme, here: Place, allowed: tuple[str, ...]) -> Iterator[_Fault]:
    """Find stances that the codebook does not name."""
    stances = [
        ((*here, "subthemes", index, "stance"), sub.stance) for index, sub in enumerate(theme.subthemes)
    ]
    for language, terms in theme.terms.items():
        stances += [
            ((*here, "terms", language, index, "stance"), term.stance) for index, term in enumerate(terms)
        ]
    for place, stance in stances:
        if allowed and stance is not None and stance not in allowed:
            yield place, f"unknown stance '{stance}'", f"one of `stance_values`: {', '.join(allowed)}"
