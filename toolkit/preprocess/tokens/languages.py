"""Which languages have a tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.preprocess.tokens.chinese import ChineseSplitter
from toolkit.preprocess.tokens.japanese import JapaneseSplitter
from toolkit.preprocess.tokens.korean import KoreanSplitter
from toolkit.preprocess.tokens.lemmas import SPELLINGS
from toolkit.preprocess.tokens.spaced import SpacedSplitter
from toolkit.preprocess.tokens.splitter import Splitter

SPLITTERS: dict[str, Callable[[Sequence[str]], Splitter]] = {
    "zh": ChineseSplitter,
    "ja": JapaneseSplitter,
    "ko": KoreanSplitter,
    **{language: partial(SpacedSplitter, language) for language in ("en", *SPELLINGS)},
}
"""How each language is cut; each needs a word list ``stopwords/<language>.txt``."""


def require_tokenizer(language: str) -> None:
    """Raise `InvalidInput` where a language has no tokenizer yet."""
    if language not in SPLITTERS:
        raise InvalidInput([no_tokenizer(language, f"language '{language}'")])


def no_tokenizer(language: str, place: str) -> Problem:
    """Say that a language cannot be tokenised, and what to do."""
    return Problem(
        place,
        f"there is no tokenizer for '{language}'",
        "exclude these documents, correct their `language` in the metadata, or add the language: where words "
        "have blanks between them, an entry in `SPELLINGS` (toolkit/preprocess/tokens/lemmas.py) and a word "
        f"list toolkit/preprocess/stopwords/{language}.txt; {nearest(language, SPLITTERS)}",
    )
