"""Texts as sets of short runs of words: what near duplicates share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

HASHES = 2**31 - 1
"""Shingles are hashed to 31 bits: among the few thousand of two texts, two hardly ever collide."""

_BATCH = 1_000_000
"""Characters that are worked on at a time; it bounds memory and changes no result."""

_OTHER, _LETTER, _DIGIT, _CHARACTER = range(4)


class TextSets(NamedTuple):
    """What a list of texts is compared by."""

    same: np.ndarray
    """(texts,) number of each text's letters: equal numbers are exact duplicates, numbered as they come."""

    letters: np.ndarray
    """(texts,) letters and digits; a character of an unspaced script counts as three."""

    shingles: csr_array
    """(different texts, hashes) which shingles stand in each; empty for texts of one or two words."""

    figures: csr_array
    """(different texts, hashes) which numbers in digits stand in each."""


def text_sets(texts: Iterable[str]) -> TextSets:
    """Read texts into sets of shingles, ignoring case, space, punctuation and Chinese script.

    A shingle is two words, or three characters of Chinese or Japanese (about as much text): with either,
    replacing one word in twenty leaves two texts a similarity of about 0.8. Punctuation counts inside
    numbers only: 5.2 is not 52.
    """
    numbers: dict[bytes, int] = {}
    same: list[int] = []
    letters: list[np.ndarray] = []
    shingles: list[csr_array] = []
    figures: list[csr_array] = []
    for batch in _batches(texts):
        known = len(numbers)
        own = [numbers.setdefault(digest, len(numbers)) for digest in batch.digests()]
        same += own
        letters.append(batch.letters())
        # A text's first copy in this batch stands for all; texts known before add nothing.
        first = dict(zip(reversed(own), reversed(range(len(own))), strict=True))
        rows = np.full(len(own), -1)
        for number, text in first.items():
            if number >= known:
                rows[text] = number - known
        words = batch.words()
        shingles.append(_packed(*words.shingles(), rows, len(numbers) - known))
        figures.append(
            _packed(
                words.texts[words.are_figures], words.hashes[words.are_figures], rows, len(numbers) - known
            )
        )
    return TextSets(
        np.array(same, dtype=np.int64),
        np.concatenate([np.zeros(0, dtype=np.int64), *letters]),
        stack_sets(shingles),
        stack_sets(figures),
    )


def text_keys(texts: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hash the letters of each text, and count them as `text_sets` does: (texts,) and (texts,).

    Streams: 16 bytes for each text are kept.
    """
    keys, letters = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for batch in _batches(texts):
        keys.append(np.frombuffer(b"".join(digest[:8] for digest in batch.digests()), dtype=np.uint64))
        letters.append(batch.letters())
    return np.concatenate(keys), np.concatenate(letters)


def make_sets(rows: np.ndarray, hashes: np.ndarray, count: int) -> csr_array:
    """Make one set a row of (row, hash) pairs in any order; what comes twice counts once."""
    pairs = np.sort((rows.astype(np.uint64) << np.uint64(31)) | hashes.astype(np.uint64))
    pairs = pairs[np.diff(pairs, prepend=pairs[:1] + np.uint64(1)) != 0]
    sizes = np.bincount((pairs >> np.uint64(31)).astype(np.int64), minlength=count)
    members = (pairs & np.uint64(HASHES)).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return csr_array((np.ones(len(members), dtype=np.int8), members, starts), shape=(count, HASHES + 1))


def stack_sets(parts: list[csr_array]) -> csr_array:
    """Put the rows of all parts below each other."""
    members = np.concatenate([np.zeros(0, dtype=np.int32), *(part.indices for part in parts)])
    sizes = np.concatenate([np.zeros(0, dtype=np.int32), *(np.diff(part.indptr) for part in parts)])
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    return csr_array((np.ones(len(members), dtype=np.int8), members, starts), shape=(len(sizes), HASHES + 1))


def _packed(texts: np.ndarray, hashes: np.ndarray, rows: np.ndarray, count: int) -> csr_array:
    rows = rows[texts]
    new = rows >= 0
    return make_sets(rows[new], hashes[new] >> np.uint64(33), count)


@dataclass(frozen=True)
class _Words:
    """The words of a batch: a run of letters and digits, or one character of an unspaced script."""

    hashes: np.ndarray
    texts: np.ndarray
    are_characters: np.ndarray
    are_figures: np.ndarray

    def shingles(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the text and the hash of every shingle."""
        if len(self.hashes) < 2:
            return self.texts[:0], self.hashes[:0]
        hashes = self.hashes * _ODD[0]
        hashes[:-1] += self.hashes[1:] * _ODD[1]
        hashes[:-2] += self.hashes[2:] * _ODD[2] * self.are_characters[:-2]
        last = np.arange(len(hashes)) + 1 + self.are_characters
        inside = last < len(hashes)
        inside &= self.texts[np.minimum(last, len(hashes) - 1)] == self.texts
        return self.texts[inside], _mixed(hashes[inside])


@dataclass(frozen=True)
class _Batch:
    """Texts without what is ignored: their code points in a row, and where each text begins."""

    codes: np.ndarray
    kinds: np.ndarray
    begins: np.ndarray
    """Whether a word begins here."""

    bounds: np.ndarray
    """(texts + 1,)"""

    @classmethod
    def of(cls, texts: list[str]) -> _Batch:
        forms, kinds_of = _alphabet()
        folded = [unicodedata.normalize("NFC", text).casefold() + "\n" for text in texts]
        codes = forms[np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), dtype="<u4")]
        kinds = kinds_of[codes]
        digit = kinds == _DIGIT
        points = 1 + np.flatnonzero(digit[:-2] & digit[2:] & _IS_POINT[np.minimum(codes[1:-1], 127)])
        kinds[points] = _DIGIT
        before = np.concatenate([[_OTHER], kinds[:-1]])
        begins = (kinds == _CHARACTER) | (before == _OTHER) | (before == _CHARACTER)
        used = kinds != _OTHER
        ends = np.cumsum(used)[np.cumsum([len(text) for text in folded]) - 1]
        return cls(codes[used], kinds[used], begins[used], np.concatenate([[0], ends]))

    def digests(self) -> Iterator[bytes]:
        """Hash the letters of each text."""
        whole, bounds = self.codes.tobytes(), (self.bounds * self.codes.itemsize).tolist()
        for begin, end in pairwise(bounds):
            yield blake2b(whole[begin:end], digest_size=16).digest()

    def letters(self) -> np.ndarray:
        worth = np.where(self.kinds == _CHARACTER, 3, 1)
        return np.diff(np.concatenate([[0], np.cumsum(worth)])[self.bounds])

    def words(self) -> _Words:
        starts = np.flatnonzero(self.begins)
        if not len(starts):
            none = np.zeros(0, dtype=bool)
            return _Words(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64), none, none)
        place = np.arange(len(self.codes)) - np.repeat(starts, np.diff(starts, append=len(self.codes)))
        powers = np.full(place.max() + 1, _ODD[0])
        powers[0] = 1
        letters = _mixed(self.codes.astype(np.uint64)) * np.cumprod(powers)[place]
        kinds = self.kinds[starts]
        return _Words(
            _mixed(np.add.reduceat(letters, starts)),
            np.searchsorted(self.bounds, starts, side="right") - 1,
            kinds == _CHARACTER,
            kinds == _DIGIT,
        )


def _batches(texts: Iterable[str]) -> Iterator[_Batch]:
    held: list[str] = []
    length = 0
    for text in texts:
        held.append(text)
        length += len(text)
        if length > _BATCH:
            yield _Batch.of(held)
            held, length = [], 0
    if held:
        yield _Batch.of(held)


_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)

_IS_POINT = np.isin(np.arange(128), [ord("."), ord(",")])


def _mixed(values: np.ndarray) -> np.ndarray:
    """Spread 64-bit numbers over all 64-bit numbers (the finaliser of splitmix64, Steele et al. 2014)."""
    values = values + _ODD[0]
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _alphabet() -> tuple[np.ndarray, np.ndarray]:
    """Give the form that each code point is compared in, and the kind of each form.

    Full-width letters become plain ones (NFKC, where it is one character), Chinese becomes simplified.
    """
    import opencc

    kinds = np.zeros(0x110000, dtype=np.uint8)
    forms = np.arange(0x110000, dtype=np.uint32)
    for code in range(0x32400):
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1:
            forms[code] = ord(form.casefold()[0])
        match unicodedata.category(chr(code))[0]:
            case "L" | "M":
                kinds[code] = _LETTER
            case "N":
                kinds[code] = _DIGIT if chr(code).isdecimal() else _LETTER
    for begin, end in _UNSPACED:
        kinds[begin:end][kinds[begin:end] == _LETTER] = _CHARACTER
    chinese = np.flatnonzero(kinds == _CHARACTER)
    simple = opencc.OpenCC("t2s").convert("\n".join(map(chr, forms[chinese]))).split("\n")
    forms[chinese] = [ord(form[0]) for form in simple]
    return forms, kinds


_UNSPACED = ((0x3005, 0x3008), (0x3040, 0x3100), (0x31F0, 0x3200), (0x3400, 0xA000), (0xF900, 0xFB00),
             (0x20000, 0x32400))  # fmt: skip
"""Ideographs, hiragana and katakana."""
