"""Pieces of which an expression needs one: looking for all of them at once is cheap, the expression is not."""

from __future__ import annotations

from collections.abc import Iterable


class Signs:
    """A set of literal pieces in lower case, looked for together (Aho and Corasick 1975).

    >>> has_sign = Signs(["cookie", "subscribe"]).stand_in
    >>> has_sign("we use cookies"), has_sign("we bake")
    (True, False)
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        self._automaton = AhoCorasick(pieces, implementation=Implementation.DFA)

    def stand_in(self, text: str) -> bool:
        """Tell whether one of the pieces stands in a text."""
        return bool(self._automaton.find_matches_as_indexes(text))
