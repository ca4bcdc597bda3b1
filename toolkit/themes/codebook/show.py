"""A codebook on a terminal: words for people, terms by equivalence set and tier."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.themes.codebook.model import TIERS, Codebook, Term, Theme

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 110
"""Characters in a line, other than on a terminal."""


def print_codebook(codebook: Codebook, theme: str | None = None, language: str | None = None) -> None:
    """Print a codebook, or one theme or one language of it, on standard output.

    Raises
    ------
    InvalidInput
        When it has no such theme or language.
    """
    from rich.console import Console

    problems = [
        Problem(option, f"the codebook has no '{name}'", nearest(name, known))
        for option, name, known in (
            ("--theme", theme, codebook.theme_ids),
            ("--language", language, codebook.languages),
        )
        if name is not None and name not in known
    ]
    if problems:
        raise InvalidInput(problems)
    # texts are never read as markup or highlighted
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH
    languages = (language,) if language else codebook.languages
    console.print(
        f"{codebook.id} {codebook.version} ({codebook.digest[:8]}): {len(codebook.themes)} themes, "
        f"{', '.join(codebook.languages)}; a {codebook.unit} carries a theme with {codebook.positive_rule}"
    )
    for each in codebook.themes:
        if theme in (None, each.id):
            console.print(f"\n{each.id}  {' / '.join(each.label.values())}", style="bold")
            console.print(_words(each, languages))
            console.print(_terms(each, languages))
            console.print(_counts(each, languages))


def _words(theme: Theme, languages: Sequence[str]) -> Table:
    """Put what people read into a table without lines."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for language in languages:
        if theme.definition.get(language):
            table.add_row(f"definition {language}", theme.definition[language])
    for key in ("include", "exclude"):
        if getattr(theme, key):
            table.add_row(key, "\n".join(f"- {rule}" for rule in getattr(theme, key)))
    if theme.subthemes:
        table.add_row(
            "sub-themes", "; ".join(_labelled(sub.id, sub.label, languages) for sub in theme.subthemes)
        )
    for key in ("examples", "counterexamples", "anti_terms"):
        for language in languages:
            texts = getattr(theme, key).get(language, ())
            if texts:
                joined = ", ".join(texts) if key == "anti_terms" else "\n".join(f"- {text}" for text in texts)
                table.add_row(f"{key.replace('_', '-')} {language}", joined)
    return table


def _labelled(name: str, label: dict[str, str], languages: Sequence[str]) -> str:
    known = [label[language] for language in languages if label.get(language)]
    return f"{name} ({' / '.join(known)})" if known else name


def _terms(theme: Theme, languages: Sequence[str]) -> Table:
    """Put terms beside those that translate them."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    table.add_column("set", no_wrap=True)
    for language in languages:
        table.add_column(f"terms {language}", ratio=1, overflow="fold")
    sets: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for language in languages:
        for term in theme.terms.get(language, ()):
            sets[term.eq or ""][language].append(term)
    for name in sorted(sets, key=lambda name: not name):  # terms without a set come last
        cells = ["\n".join(map(_shown, sets[name][language])) or "–" for language in languages]
        table.add_row(name or "(no set)", *cells)
    return table


def _shown(term: Term) -> str:
    """Write a term with what is particular to it; core terms stand bare."""
    told = [term.tier] if term.tier != "core" else []
    told += [f"needs {', '.join(term.needs)}"] if term.needs else []
    told += [f"not {', '.join(term.not_)}"] if term.not_ else []
    told += [term.stance] if term.stance else []
    return f"{term.t} [{'; '.join(told)}]" if told else term.t


def _counts(theme: Theme, languages: Sequence[str]) -> str:
    told = []
    for language in languages:
        tiers = Counter(term.tier for term in theme.terms.get(language, ()))
        told.append(f"{language}: " + ", ".join(f"{tiers[tier]} {tier}" for tier in TIERS))
    return "; ".join(told)
