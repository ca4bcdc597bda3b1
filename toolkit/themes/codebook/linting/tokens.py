"""What the tokenizer makes of terms: those it takes apart cannot be seeds."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import ToolkitError
from toolkit.preprocess import SPLITTERS, Tokenizer
from toolkit.themes.codebook.linting.finding import Draft, entries
from toolkit.themes.codebook.model import Codebook


def token_findings(codebook: Codebook, tokenizer: Tokenizer) -> Iterator[Draft]:
    """Find terms that do not come out as one token; the dictionary finds them all the same."""
    failed: set[str] = set()
    for entry in entries(codebook):
        name, language = entry.term.t, entry.language
        if language in failed or language not in SPLITTERS:
            continue
        try:
            tokens = tokenizer.term(name, language)
        except ToolkitError as error:  # a package that is not installed is told once
            failed.add(language)
            yield "note", entry.place, f"terms in '{language}' were not tokenised", str(error)
            continue
        if len(tokens) != 1:
            shown = " | ".join(tokens) or "nothing"
            what = f"the tokenizer takes '{name}' apart ({shown}): it is no seed, and links no languages"
            yield "note", entry.place, what, "nothing to do: the dictionary finds it all the same"
