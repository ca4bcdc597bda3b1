"""The first lines of a new codebook: valid, commented, and to be written over."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.preprocess import SPLITTERS
from toolkit.themes.codebook.model import GAP, Codebook
from toolkit.themes.codebook.schema import SCHEMA_NAME


def new_codebook(identifier: str, languages: Sequence[str], themes: Sequence[str]) -> str:
    """Write the text of a codebook in which only words are to be replaced.

    Parameters
    ----------
    identifier
        Its `id`.
    languages
        Codes of languages that the toolkit has a tokenizer for.
    themes
        Ids of the themes: small letters, digits and low lines.

    Raises
    ------
    InvalidInput
        When there is no language or theme, one stands twice, or one cannot be used.
    """
    problems = [*_problems("--languages", languages), *_problems("--themes", themes)]
    problems += [
        Problem("--languages", f"there is no tokenizer for '{language}'", nearest(language, SPLITTERS))
        for language in languages
        if language not in SPLITTERS
    ]
    pattern = "an id begins with a small letter and goes on with small letters, digits and _"
    problems += [
        Problem("--themes", f"'{theme}' cannot be an id", pattern) for theme in themes if not _is_id(theme)
    ]
    if problems:
        raise InvalidInput(problems)
    text = _HEAD.format(
        schema=SCHEMA_NAME,
        gap=GAP,
        identifier=_quoted(identifier),
        languages=", ".join(languages),
        titles=_by_language(languages, identifier),
    )
    text += "".join(_theme(theme, languages) for theme in themes)
    Codebook.model_validate(yaml.safe_load(text))
    return text


def _problems(option: str, names: Sequence[str]) -> list[Problem]:
    if not names:
        return [Problem(option, "names none", "name at least one; several with commas between them")]
    twice = sorted({name for name in names if list(names).count(name) > 1})
    return [Problem(option, f"'{name}' stands twice", "name it once") for name in twice]


def _is_id(theme: str) -> bool:
    return theme.isascii() and theme.isidentifier() and theme == theme.lower() and not theme.startswith("_")


def _theme(theme: str, languages: Sequence[str]) -> str:
    words = theme.replace("_", " ")

    def gaps(what: str, before: str = "", behind: str = "") -> str:
        return "".join(
            f"      {language}: {before}{_gap(f'{what} in {language}')}{behind}\n" for language in languages
        )

    return _THEME.format(
        theme=theme,
        labels=_by_language(languages, words),
        definitions=gaps(f"what {words} is,"),
        terms=gaps("an expression", "[{t: ", f", tier: core, eq: {theme}}}]"),
        prototypes=gaps(f"a sentence that shows {words},", "[", "]"),
    )


def _gap(what: str) -> str:
    return _quoted(f"{GAP} {what})")


def _by_language(languages: Sequence[str], text: str) -> str:
    return ", ".join(f"{language}: {_quoted(text)}" for language in languages)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_HEAD = """\
# yaml-language-server: $schema=./{schema}
# One codebook feeds people (definitions, rules, examples) and every instrument (terms, prototypes).
# Write over each "{gap} ...)"; `toolkit codebook lint` names what is left, and other slips;
# `toolkit codebook lock` fixes the codebook before the first fit.
format: theme-codebook/0
id: {identifier}
version: '0.1.0'
title: {{{titles}}}
languages: [{languages}]
unit: paragraph                  # what is coded: paragraph, sentence or document
positive_rule: core >= 1 or distinct(support) >= 2
stance_values: [pro, contra, deficit, report]

coding_rules:
  - Code what the paragraph says, whoever says it.

# A term is {{t: expression}} with, as needed:
#   tier: core      counts alone
#         support   counts beside a core term, or a second support term
#         context   ambiguous: counts, as support, with one of `needs` near it (say why under `ambiguous`)
#   eq: name        terms of different languages that translate each other
#   sub: id         sub-theme          stance: one of stance_values
#   needs: [cues]   not: [longer expressions inside which it does not count]
# A plain expression is a core term. The longest of overlapping terms counts, and no other.
themes:
"""

_THEME = """\
  - id: {theme}
    label: {{{labels}}}
    definition:
{definitions}\
    include:
      - what counts as the theme
    exclude:
      - what looks like it and is not
    # subthemes:
    #   - {{id: part, label: {{en: A part of the theme}}}}
    terms:
{terms}\
    # ambiguous:                 # a reason for each context term
    #   expression: other things that it may mean
    # anti_terms:                # expressions inside which no shorter term of the theme counts
    #   en: [a longer expression]
    # examples:
    #   en: [A paragraph that carries the theme.]
    # counterexamples:
    #   en: [A paragraph that seems to, and does not.]
    prototypes:                  # sentences for vectors: written, not quoted
{prototypes}"""
