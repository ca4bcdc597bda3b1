"""The codebook: one file that says what each theme is, for people and for every instrument."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from toolkit.errors import InvalidInput, Problem
from toolkit.files import digest
from toolkit.preprocess import SPLITTERS, Label, Tokenizer
from toolkit.settings import Settings
from toolkit.themes.folding import is_nothing
from toolkit.yaml_lines import Place, line_of, problems_of, read_yaml

Tier = Literal["core", "support", "context"]
Texts = Mapping[str, str]


class Term(Settings):
    """One expression by which a theme may be recognised."""

    t: str = Field(min_length=1)
    """The expression as it is written."""

    tier: Tier = "core"
    """core counts by itself; support needs a core or a second support term beside it; context is
    ambiguous and counts, as support, only with a cue from ``needs`` near it."""

    sub: str | None = None
    """The sub-theme it belongs to."""

    eq: str | None = None
    """Equivalence set: terms of different languages that translate each other."""

    needs: tuple[str, ...] = ()
    """Cues, one of which must stand within the window around a context term."""

    not_: tuple[str, ...] = Field(default=(), alias="not")
    """Longer expressions inside which the term does not count."""

    stance: str | None = None
    """Whether the term states, denies or misses the theme."""


class SubTheme(Settings):
    """A part of a theme."""

    id: str
    label: Texts = Field(default_factory=dict)
    stance: str | None = None


class Theme(Settings):
    """One theme: what it is, in words for people, and how it shows, in terms for machines."""

    id: str = Field(pattern="^[a-z][a-z0-9_]*$")
    label: Texts
    definition: Texts
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    subthemes: tuple[SubTheme, ...] = ()
    terms: Mapping[
        str, tuple[Annotated[Term, BeforeValidator(lambda v: {"t": v} if isinstance(v, str) else v)], ...]
    ]
    ambiguous: Mapping[str, str] = Field(default_factory=dict)
    """Why a term may not count by itself."""

    anti_terms: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Expressions inside which no shorter term of the theme counts."""

    examples: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    counterexamples: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    prototypes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Sentences that show the theme, for vectors: written, not quoted."""


class ChineseMatching(Settings):
    """How Chinese terms are found: the one way there is, written out for the reader of the codebook."""

    mode: Literal["substring"] = "substring"
    script: Literal["simplified"] = "simplified"
    convert_traditional: Literal[True] = True


class EnglishMatching(Settings):
    """How English terms are found: the one way there is, written out for the reader of the codebook."""

    mode: Literal["phrase"] = "phrase"
    lower: Literal[True] = True
    hyphen_is_space: Literal[True] = True
    plural_s: Literal[True] = True
    z_equals_s: Literal[True] = True


class Matching(Settings):
    """How terms are found in text. Ways that are not implemented are refused, not passed over."""

    normalise: tuple[Literal["nfkc"], Literal["quotes"], Literal["dash"], Literal["whitespace"]] = (
        "nfkc",
        "quotes",
        "dash",
        "whitespace",
    )
    zh: ChineseMatching = ChineseMatching()
    en: EnglishMatching = EnglishMatching()
    overlap: Literal["longest"] = "longest"
    window: Mapping[str, int] = Field(default_factory=lambda: {"zh": 20, "en": 8})
    """How near a cue must stand, in characters (zh) or words (en)."""

    @field_validator("normalise", mode="before")
    @classmethod
    def _normalises_in_the_one_way(cls, steps: Any) -> Any:
        if not isinstance(steps, list | tuple) or tuple(steps) != ("nfkc", "quotes", "dash", "whitespace"):
            raise ValueError(
                "must be [nfkc, quotes, dash, whitespace], in this order: no other way is implemented; "
                f"found {steps!r}"
            )
        return steps


class Codebook(Settings):
    """Themes and the rules by which they are coded."""

    format: Literal["theme-codebook/0"]
    id: str
    version: str
    date: Any = None
    title: Texts = Field(default_factory=dict)
    languages: tuple[str, ...]
    unit: Literal["paragraph", "sentence", "document"] = "paragraph"
    """What is coded; an experiment must cut the same units."""

    multilabel: bool = True
    """Whether a unit may carry several themes. For coders: instruments always may give several."""

    stance_values: tuple[str, ...] = ()
    """Stances that terms and sub-themes may have."""

    matching: Matching = Matching()
    positive_rule: str = "core >= 1 or distinct(support) >= 2"
    exclude_line_labels: tuple[Label, ...] = ("boilerplate", "meta")
    """Lines that are never coded; an experiment must not put them into units."""

    coding_rules: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = Field(min_length=1)

    @field_validator("positive_rule")
    @classmethod
    def _rule_is_known(cls, rule: str) -> str:
        if not _RULE.fullmatch(rule):
            raise ValueError(
                f"positive_rule '{rule}' is not of the form 'core >= 1 or distinct(support) >= 2'"
            )
        return rule

    @property
    def theme_ids(self) -> tuple[str, ...]:
        """Ids of the themes, in the file's order."""
        return tuple(theme.id for theme in self.themes)

    @property
    def thresholds(self) -> tuple[int, int]:
        """Core terms, or distinct support terms, from which a unit is positive."""
        match = _RULE.fullmatch(self.positive_rule)
        assert match is not None
        return int(match[1]), int(match[2])

    @cached_property
    def compounds(self) -> dict[str, list[str]]:
        """Every term of every language, for tokenizers to keep whole."""
        found: dict[str, set[str]] = defaultdict(set)
        for theme in self.themes:
            for language, terms in theme.terms.items():
                found[language].update(term.t for term in terms)
        return {language: sorted(terms) for language, terms in sorted(found.items())}

    def seeds(self, tokenizer: Tokenizer) -> dict[str, list[tuple[str, str]]]:
        """Give each theme's core and support terms as (language, token) pairs.

        Terms that the tokenizer takes apart are left out: their parts are not the theme.
        """
        return {
            theme.id: sorted(
                {
                    (language, tokens[0])
                    for language, terms in theme.terms.items()
                    if language in SPLITTERS
                    for term in terms
                    if term.tier != "context" and len(tokens := tokenizer.term(term.t, language)) == 1
                }
            )
            for theme in self.themes
        }

    def equivalents(self, tokenizer: Tokenizer) -> list[list[tuple[str, str]]]:
        """Give the equivalence sets as groups of (language, token) pairs."""
        groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for theme in self.themes:
            for language, terms in theme.terms.items():
                for term in terms:
                    tokens = tokenizer.term(term.t, language) if language in SPLITTERS else ()
                    if term.eq and len(tokens) == 1:
                        groups[term.eq].add((language, tokens[0]))
        return [sorted(group) for _, group in sorted(groups.items())]

    @cached_property
    def digest(self) -> str:
        """Hash of everything the codebook says."""
        return digest(self.model_dump(mode="json", by_alias=True))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{theme.id}</td><td>{' / '.join(theme.label.values())}</td>"
            f"<td>{', '.join(f'{len(terms)} {language}' for language, terms in theme.terms.items())}</td>"
            "</tr>"
            for theme in self.themes
        )
        return f"<table><tr><th>theme</th><th>label</th><th>terms</th></tr>{rows}</table>"


_RULE = re.compile(r"core >= (\d+) or distinct\(support\) >= (\d+)")


def read_codebook(path: Path | str) -> Codebook:
    """Read and check a codebook.

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
    problems = _faults(codebook, path, lines)
    if problems:
        raise InvalidInput(problems)
    return codebook


_Fault = tuple[Place, str, str]
"""Place in the file, reason and remedy."""


def _faults(codebook: Codebook, path: Path, lines: dict) -> list[Problem]:
    """Find what is well-formed but cannot work."""
    found: list[_Fault] = []
    seen: set[str] = set()
    for number, theme in enumerate(codebook.themes):
        here = ("themes", number)
        if theme.id in seen:
            found.append((here, f"the theme '{theme.id}' stands twice", "rename or join them"))
        seen.add(theme.id)
        found += _language_faults(theme, (*here, "terms"), codebook.languages)
        found += _empty_faults(theme, here)
        found += _stance_faults(theme, here, codebook.stance_values)
    return [
        Problem(f"{path} line {line_of(place, lines)}", reason, remedy) for place, reason, remedy in found
    ]


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
            yield place, f"unknown sub-theme '{term.sub}'", f"one of: {', '.join(sorted(subs))}"
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
