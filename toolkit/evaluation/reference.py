"""Texts that coherence is measured on, counted once and named by what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from toolkit.errors import ToolkitError


@dataclass(frozen=True)
class Reference:
    """Tokenised documents of one language, cut as the topics' words were cut."""

    label: str
    """Name in tables."""

    documents: tuple[tuple[str, ...], ...]
    """Tokens of each document; a document without tokens counts as one."""

    @classmethod
    def of(cls, label: str, documents: Iterable[str | Sequence[str]]) -> Reference:
        """Take tokens as they are, and lines of text cut at white space.

        >>> Reference.of("two", ["one line", ["its", "tokens"]]).documents
        (('one', 'line'), ('its', 'tokens'))
        """
        cut = (text.split() if isinstance(text, str) else text for text in documents)
        return cls(label, tuple(tuple(tokens) for tokens in cut))

    def __post_init__(self) -> None:
        if not self.documents:
            raise ToolkitError(f"The reference {self.label!r} holds no documents: check its file.")

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits that tell one content from another; the label is not part of it."""
        digest = hashlib.sha256()
        for tokens in self.documents:
            digest.update(("\x1f".join(tokens) + "\x1e").encode())
        return digest.hexdigest()[:12]

    @cached_property
    def words(self) -> Mapping[str, int]:
        """Column of each word, in the order in which words first occur."""
        distinct = dict.fromkeys(token for tokens in self.documents for token in tokens)
        return {word: column for column, word in enumerate(distinct)}

    @cached_property
    def token_columns(self) -> np.ndarray:
        """(tokens,) column of every token, document after document."""
        words = self.words
        return np.fromiter((words[token] for tokens in self.documents for token in tokens), dtype=np.int64)

    @cached_property
    def lengths(self) -> np.ndarray:
        """(documents,) tokens of each."""
        return np.array([len(tokens) for tokens in self.documents], dtype=np.int64)

    @cached_property
    def counts(self) -> sparse.csc_array:
        """(documents, words) how often each word stands in each document."""
        rows = np.repeat(np.arange(len(self.documents)), self.lengths)
        ones = np.ones(len(rows), dtype=np.int64)
        shape = (len(self.documents), len(self.words))
        return sparse.coo_array((ones, (rows, self.token_columns)), shape=shape).tocsc()

    def counts_of(self, words: Sequence[str]) -> sparse.csc_array:
        """Give (documents, words) counts of these words; an empty column for a word never seen."""
        known = [(place, self.words[word]) for place, word in enumerate(words) if word in self.words]
        places, columns = np.array(known, dtype=np.int64).reshape(-1, 2).T
        shape = (len(known), len(words))
        spread = sparse.coo_array(
            (np.ones(len(known), np.int64), (np.arange(len(known)), places)), shape=shape
        )
        return (self.counts[:, columns] @ spread.tocsc()).tocsc()


@dataclass(frozen=True)
class ParallelReference:
    """The same documents in two languages, row by row: translations, or articles on one subject."""

    label: str
    """Name in tables."""

    first: Reference
    second: Reference

    @classmethod
    def of(
        cls, label: str, first: Iterable[str | Sequence[str]], second: Iterable[str | Sequence[str]]
    ) -> ParallelReference:
        """Take two lists of documents of which the same rows belong together; see ``Reference.of``."""
        return cls(label, Reference.of(f"{label} (first)", first), Reference.of(f"{label} (second)", second))

    def __post_init__(self) -> None:
        one, other = len(self.first.documents), len(self.second.documents)
        if one != other:
            raise ToolkitError(
                f"The sides of the parallel reference {self.label!r} hold {one} and {other} documents: "
                "row by row they must be the same text, so give both sides the same number."
            )

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits of both contents in this order."""
        return hashlib.sha256(f"{self.first.hash} {self.second.hash}".encode()).hexdigest()[:12]

    @property
    def swapped(self) -> ParallelReference:
        """The same with the second language first."""
        return ParallelReference(self.label, self.second, self.first)
