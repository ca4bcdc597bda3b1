"""What people and vectors read: labels, definitions, examples, prototypes, in every language."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.preprocess import SPLITTERS
from toolkit.themes.codebook.linting.finding import Draft, listed
from toolkit.themes.codebook.model import GAP, Codebook, Theme
from toolkit.yaml_lines import Place


def word_findings(codebook: Codebook) -> Iterator[Draft]:
    """Find what is not told in words, or told in a language that nobody reads."""
    for index, language in enumerate(codebook.languages):
        if language not in SPLITTERS:
            yield (
                "warning",
                ("languages", index),
                f"the toolkit has no tokenizer for '{language}': documents in it are left out",
                f"keep it for coders, or use one of {', '.join(SPLITTERS)}",
            )
    for number, theme in enumerate(codebook.themes):
        here = ("themes", number)
        yield from _gaps(theme, here)
        yield from _missing(theme, here, codebook.languages)
        yield from _rules(theme, here)
        yield from _strange(theme, here, codebook.languages)
        yield from _subthemes(theme, here, codebook.languages)


def _gaps(theme: Theme, here: Place) -> Iterator[Draft]:
    """Find what a new codebook leaves to its author."""
    texts = [((*here, "definition", language), text) for language, text in theme.definition.items()]
    for language, terms in theme.terms.items():
        texts += [((*here, "terms", language, index), term.t) for index, term in enumerate(terms)]
    for key in ("examples", "counterexamples", "prototypes"):
        for language, own in getattr(theme, key).items():
            texts += [((*here, key, language, index), text) for index, text in enumerate(own)]
    for place, text in texts:
        if text.startswith(GAP):
            yield "error", place, f"'{text}' is still to be written", "write over it, or take it out"


def _missing(theme: Theme, here: Place, languages: tuple[str, ...]) -> Iterator[Draft]:
    if not any(text.strip() for text in theme.definition.values()):
        what = f"'{theme.id}' is defined in no language: nobody can code it"
        yield "error", (*here, "definition"), what, "write a `definition`"
    told = {
        "label": ("warning", theme.label, "tables and figures show the others"),
        "definition": ("warning", theme.definition, "coders of these texts have none to read"),
        "prototypes": ("warning", theme.prototypes, "vectors have no sentence to compare with"),
        "examples": ("note", theme.examples, "coders have nothing to compare with"),
        "counterexamples": ("note", theme.counterexamples, "coders do not see where the theme ends"),
    }
    for key, (severity, texts, why) in told.items():
        lacking = [language for language in languages if not texts.get(language)]
        if lacking and not (key == "definition" and len(lacking) == len(languages)):
            yield (
                severity,
                (*here, key),
                f"'{theme.id}' has no `{key}` in {' and '.join(lacking)}: {why}",
                f"write `{key}.{lacking[0]}`",
            )


def _rules(theme: Theme, here: Place) -> Iterator[Draft]:
    for key, rules in (("include", theme.include), ("exclude", theme.exclude)):
        if not rules:
            what = f"'{theme.id}' has no `{key}`: coders draw the line where they like"
            yield "note", (*here, key), what, f"list under `{key}` what they should {key}"


def _strange(theme: Theme, here: Place, languages: tuple[str, ...]) -> Iterator[Draft]:
    """Find lists in languages of which the theme has no terms."""
    for key in ("anti_terms", "examples", "counterexamples", "prototypes"):
        for language in getattr(theme, key):
            if language not in languages:
                what = f"`{key}` of '{theme.id}' has '{language}', which is not among `languages`: never used"
                yield "warning", (*here, key, language), what, "add the language there, or correct it here"


def _subthemes(theme: Theme, here: Place, languages: tuple[str, ...]) -> Iterator[Draft]:
    used = {term.sub for terms in theme.terms.values() for term in terms}
    for index, sub in enumerate(theme.subthemes):
        place = (*here, "subthemes", index)
        if sub.id not in used:
            what = f"no term of '{theme.id}' belongs to the sub-theme '{sub.id}'"
            yield "warning", place, what, f"write `sub: {sub.id}` at terms, or take it out"
        lacking = [language for language in languages if not sub.label.get(language)]
        if lacking:
            what = f"the sub-theme '{sub.id}' has no label in {listed(lacking)}"
            yield "note", place, what, "write one"
