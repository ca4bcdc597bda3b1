"""What a codebook holds: themes, their terms, and the rules by which they are coded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, field_validator

from toolkit.files import digest
from toolkit.preprocess import SPLITTERS, Label, Tokenizer
from toolkit.settings import Settings
from toolkit.themes.codebook.matching_rules import Matching

Tier = Literal["core", "support", "context"]
TIERS: tuple[Tier, ...] = get_args(Tier)
GAP = "(to be written:"
"""How a text begins that a new codebook leaves to its author."""

_RULE = re.compile(r"core >= ([1-9]\d*) or distinct\(support\) >= ([1-9]\d*)")
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


_TermOrText = Annotated[
    Term,
    BeforeValidator(
        lambda v: {"t": v} if isinstance(v, str) else v,
        json_schema_input_type=Annotated[str, Field(min_length=1)] | Term,
    ),
]


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
    terms: Mapping[str, tuple[_TermOrText, ...]]
    """By language; a plain text is a core term."""

    ambiguous: Mapping[str, str] = Field(default_factory=dict)
    """Why a term may not count by itself."""

    anti_terms: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Expressions inside which no shorter term of the theme counts."""

    examples: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    counterexamples: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    prototypes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Sentences that show the theme, for vectors: written, not quoted."""


class Codebook(Settings):
    """Themes and the rules by which they are coded."""

    format: Literal["theme-codebook/0"]
    id: str
    version: str
    date: Any = None
    title: Texts = Field(default_factory=dict)
    languages: tuple[str, ...] = Field(min_length=1)
    """The languages in which themes have terms."""

    unit: Literal["paragraph", "sentence", "document"] = "paragraph"
    """What is coded; an experiment must cut the same units."""

    multilabel: bool = True
    """Whether a unit may carry several themes. For coders: instruments always may give several."""

    stance_values: tuple[str, ...] = ()
    """Stances that terms and sub-themes may have."""

    matching: Matching = Matching()
    positive_rule: str = Field(
        "core >= 1 or distinct(support) >= 2", json_schema_extra={"pattern": f"^{_RULE.pattern}$"}
    )
    """From how many core terms, or how many different support terms, a unit carries a theme."""

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
        """Hash of everything the codebook says.

        What it leaves to the defaults is left out, so that a later toolkit with more to choose gives the
        same hash.
        """
        return digest(self.model_dump(mode="json", by_alias=True, exclude_defaults=True))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{theme.id}</td><td>{' / '.join(theme.label.values())}</td>"
            f"<td>{', '.join(f'{len(terms)} {language}' for language, terms in theme.terms.items())}</td>"
            "</tr>"
            for theme in self.themes
        )
        return f"<table><tr><th>theme</th><th>label</th><th>terms</th></tr>{rows}</table>"
