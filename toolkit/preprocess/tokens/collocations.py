"""Expressions that a corpus itself shows: words that stand together far more often than by chance."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.preprocess.tokens.rules import Collocations
from toolkit.preprocess.tokens.splitter import STOP

Expressions = Mapping[str, tuple[tuple[str, ...], ...]]
"""By language: expressions as tuples of words."""


def find_collocations(
    tokens_of_units: Iterable[Sequence[str]],
    languages_of_units: Iterable[str],
    rules: Collocations,
    left_out: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Find expressions by normalised pointwise mutual information.

    For two neighbours x and y, NPMI is ln(p(xy) / (p(x) p(y))) / -ln p(xy), with every p a share of all words
    of the language (Bouma 2009, Normalized (pointwise) mutual information in collocation extraction, GSCL):
    -1 never together, 0 by chance, 1 only together. An expression of three and more words has the lowest
    NPMI of all ways to part it in two, so that each of its parts is needed.

    Neighbours are neighbours in the text: give the words before stop words are left out
    (`Tokenizer.words`). Otherwise words that an ``of`` stands between would count as neighbours. An
    expression may hold a stop word (``bank of china``), but neither begins nor ends with one.

    Parameters
    ----------
    tokens_of_units
        The words of each unit, in order, with `STOP` where punctuation stands: no expression reaches across.
    languages_of_units
        The language of each unit.
    rules
        From when on words belong together.
    left_out
        Words, by language, with which no expression begins or ends.

    Returns
    -------
    By language, the expressions, in alphabetical order.

    >>> units = [["we", "trade", STOP, "rare", "earth"], ["rare", "earth", "we", "dig"]]
    >>> find_collocations(units, ["en", "en"], Collocations(least=2))
    {'en': (('rare', 'earth'),)}
    """
    units: dict[str, list[Sequence[str]]] = defaultdict(list)
    for words, language in zip(tokens_of_units, languages_of_units, strict=True):
        units[language].append(words)
    return {
        language: tuple(
            sorted(_of_one_language(units[language], rules, (left_out or {}).get(language, frozenset())))
        )
        for language in sorted(units)
    }


class Joiner:
    """Joins the words of expressions, from left to right, the longest first.

    Parameters
    ----------
    expressions
        The expressions of one language.
    """

    def __init__(self, expressions: Iterable[tuple[str, ...]]) -> None:
        self._of_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for expression in sorted(set(expressions), key=lambda words: (-len(words), words)):
            self._of_first[expression[0]].append(expression)

    def groups(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Give words one by one, those of an expression together; stops are left out."""
        index = 0
        while index < len(words):
            group = self._at(words, index)
            if group[0] != STOP:
                yield group
            index += len(group)

    def _at(self, words: Sequence[str], index: int) -> tuple[str, ...]:
        for expression in self._of_first.get(words[index], ()):
            if tuple(words[index : index + len(expression)]) == expression:
                return expression
        return (words[index],)


def _of_one_language(
    units: Sequence[Sequence[str]], rules: Collocations, left_out: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """Count runs of words, one length after the other: a frequent run has only frequent parts."""
    counts: Counter[tuple[str, ...]] = Counter((word,) for words in units for word in words if word != STOP)
    total = counts.total()
    for length in range(2, rules.longest + 1):
        runs = Counter(
            run
            for words in units
            for run in zip(*(words[shift:] for shift in range(length)), strict=False)
            if counts[run[:-1]] >= rules.least and counts[run[1:]] >= rules.least and STOP not in run
        )
        frequent = {run: count for run, count in runs.items() if count >= rules.least}
        counts.update(frequent)
        for run in frequent:
            if run[0] in left_out or run[-1] in left_out:
                continue
            if min(_npmi(counts, run, cut, total) for cut in range(1, length)) >= rules.npmi:
                yield run


def _npmi(counts: Mapping[tuple[str, ...], int], run: tuple[str, ...], cut: int, total: int) -> float:
    together = counts[run] / total
    apart = (counts[run[:cut]] / total) * (counts[run[cut:]] / total)
    return 1.0 if together == 1 else math.log(together / apart) / -math.log(together)
