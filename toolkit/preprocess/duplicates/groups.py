"""Text that stands there more than once: documents, paragraphs, sentences; and what each copy counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float
from pydantic import Field
from scipy.sparse import csr_array

from toolkit.preprocess.duplicates.shingles import TextSets, make_sets, stack_sets, text_keys, text_sets
from toolkit.preprocess.duplicates.stars import find_stars, spans
from toolkit.preprocess.units import Unit, split_sentences
from toolkit.settings import Settings

TEMPLATE_IN = 3
"""A sentence of this many documents is template text."""


class DuplicateRules(Settings):
    """Which texts are taken for copies of one text, and what copies count.

    Case, spaces, punctuation and the script of Chinese are ignored. The similarity of two texts is the share
    of their shingles that both have (Jaccard); a shingle is two words, or three characters of Chinese or
    Japanese, so that the same number means the same in every language.
    """

    policy: Literal["keep", "weight", "drop"] = "weight"
    """What becomes of copies. ``weight`` lets them count as one text together, whichever they are copies of;
    ``drop`` leaves only the first of them, in the order of the corpus; ``keep`` counts each in full, which is
    right where repeating is itself what is studied (slogans, talking points). All three list them."""

    similarity: float = Field(0.8, ge=0.5, le=1)
    """From which similarity on two paragraphs are one text. 0.8 allows for about one word in
    eighteen replaced, or one in fourteen left out."""

    documents: float = Field(0.8, ge=0.5, le=1)
    """The same for whole documents: from which similarity on one is an edition of another."""

    shortest: int = Field(30, ge=1)
    """Paragraphs and sentences with fewer letters are left alone: set phrases are no copies. A character of
    Chinese or Japanese counts as three letters, so that 30 are about six words."""

    figures: bool = True
    """Whether paragraphs that contradict each other in a number are different texts. A report fills the
    sentences of last year with new figures: same words, another statement. A copy that only leaves figures
    out is still a copy. Numbers written in words are not looked at, and documents may differ in some."""


@dataclass(frozen=True)
class Group:
    """Paragraphs or documents that are one text."""

    ids: tuple[str, ...]
    """In the order of the corpus. The others are like the first, not always like each other."""

    similarity: float
    """The lowest to the first; 1 where nothing but case, spaces, punctuation or script differ."""

    kind: Literal["exact", "near"]

    within: bool
    """Whether one document holds them all."""


@dataclass(frozen=True)
class Repeated:
    """A sentence that stands there more than once, in paragraphs that are not copies."""

    text: str
    """As first written."""

    times: int

    documents: tuple[str, ...]
    """Where, in the order of the corpus."""

    @property
    def is_template(self) -> bool:
        """Whether so many documents share it that it belongs to their form."""
        return len(self.documents) >= TEMPLATE_IN


@dataclass(frozen=True)
class Duplicates:
    """What stands there more than once, each list in the order of the corpus."""

    paragraphs: tuple[Group, ...] = ()
    documents: tuple[Group, ...] = ()

    sentences: tuple[Repeated, ...] = ()
    """The most frequent first."""


def find_duplicates(units: Sequence[Unit], rules: DuplicateRules | None = None) -> Duplicates:
    """Find paragraphs, documents and sentences that stand there more than once.

    Every pair above the threshold is found (the search is exact, nothing is drawn at random). Texts are
    gathered around firsts in the order of the corpus: with A like B and B like C, but C unlike A, the order
    A, B, C gives one group of A and B; the order B, A, C one of all three. Texts that are like none of a
    group never change it.

    Parameters
    ----------
    units
        Of all documents, those of one document together and in their order.
    rules
        What counts as a copy. The policy is not looked at.
    """
    rules = rules or DuplicateRules()
    sets = text_sets(unit.text for unit in units)
    paragraphs = _paragraphs(units, sets, rules)
    copies = {again for group in paragraphs for again in group.ids[1:]}
    return Duplicates(
        paragraphs,
        _documents(units, sets, rules),
        _sentences([u for u in units if u.id not in copies], rules),
    )


def unit_weights(
    units: Sequence[Unit], duplicates: Duplicates, rules: DuplicateRules
) -> Float[np.ndarray, " units"]:
    """Say what each unit counts where all units of a corpus are pooled, as when a model is fitted.

    Under ``weight`` the units of a group add up to 1. For the mean of one document see
    `weights_in_documents`: do not multiply these by `document_weights`, copies would be discounted twice.
    """
    if rules.policy != "weight":
        return kept(units, duplicates, rules).astype(float)
    sizes = {id: len(group.ids) for group in duplicates.paragraphs for id in group.ids}
    return np.array([1 / sizes.get(unit.id, 1) for unit in units], dtype=float)


def weights_in_documents(
    units: Sequence[Unit], duplicates: Duplicates, rules: DuplicateRules
) -> Float[np.ndarray, " units"]:
    """Say what each unit counts in the weighted mean of its document.

    Such a mean divides by the sum of its weights: only their relation within the document matters. A text
    that c different documents hold, and this one m times, weighs 1 / (c·m) each time. Documents that are
    copies of one document are one here, and share their weight out by `document_weights` instead: otherwise
    what an edition adds would outweigh what it has in common with the others. Multiplied by
    `document_weights`, the units of a group add up to 1 at most; to less where an edition left them out.
    """
    if rules.policy != "weight":
        return kept(units, duplicates, rules).astype(float)
    doc_of = {unit.id: unit.doc for unit in units}
    edition_of = {id: group.ids[0] for group in duplicates.documents for id in group.ids}
    weights: dict[str, float] = {}
    for group in duplicates.paragraphs:
        docs = [doc_of[id] for id in group.ids]
        times, different = Counter(docs), len({edition_of.get(doc, doc) for doc in docs})
        weights |= {id: 1 / (different * times[doc]) for id, doc in zip(group.ids, docs, strict=True)}
    return np.array([weights.get(unit.id, 1) for unit in units], dtype=float)


def document_weights(
    documents: Sequence[str], duplicates: Duplicates, rules: DuplicateRules
) -> Float[np.ndarray, " documents"]:
    """Say what each document counts among all: under ``weight``, copies of one add up to 1."""
    weights: dict[str, float] = {}
    for group in duplicates.documents:
        for place, id in enumerate(group.ids):
            shared = {"keep": 1.0, "weight": 1 / len(group.ids), "drop": float(place == 0)}
            weights[id] = shared[rules.policy]
    return np.array([weights.get(id, 1) for id in documents], dtype=float)


def kept(units: Sequence[Unit], duplicates: Duplicates, rules: DuplicateRules) -> Bool[np.ndarray, " units"]:
    """Say which units stay: under ``drop``, the first of each group in the documents that stay.

    Copies of documents go first, with all their paragraphs; so a paragraph whose first stood in one of them
    stays where it comes next.
    """
    if rules.policy != "drop":
        return np.ones(len(units), dtype=bool)
    gone = {id for group in duplicates.documents for id in group.ids[1:]}
    stays = {unit.id for unit in units if unit.doc not in gone}
    for group in duplicates.paragraphs:
        stays.difference_update([id for id in group.ids if id in stays][1:])
    return np.array([unit.id in stays for unit in units], dtype=bool)


def _paragraphs(units: Sequence[Unit], sets: TextSets, rules: DuplicateRules) -> tuple[Group, ...]:
    same = np.where(sets.letters >= rules.shortest, sets.same, -1)
    figures = sets.figures if rules.figures else None
    stars = _stars(same, sets.shingles, rules.similarity, figures)
    return _groups([unit.id for unit in units], [unit.doc for unit in units], same, stars)


def _documents(units: Sequence[Unit], sets: TextSets, rules: DuplicateRules) -> tuple[Group, ...]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        places[unit.doc].append(place)
    texts: dict[tuple[int, ...], int] = {}
    same = np.full(len(places), -1, dtype=np.int64)
    for number, own in enumerate(places.values()):
        if sets.letters[own].sum() >= rules.shortest:
            same[number] = texts.setdefault(tuple(sets.same[own].tolist()), len(texts))
    stars = _stars(same, _unions(list(texts), sets.shingles), rules.documents)
    return _groups(list(places), list(places), same, stars)


def _unions(texts: Sequence[tuple[int, ...]], sets: csr_array) -> csr_array:
    """Unite the sets that each text is made of, a few million members at a time."""
    sizes = np.diff(sets.indptr)
    unions = []
    for begin, end in spans(np.array([sizes[list(text)].sum() for text in texts], dtype=np.int64)):
        parts = np.array([number for text in texts[begin:end] for number in text], dtype=np.int64)
        owners = np.repeat(np.arange(end - begin), [len(text) for text in texts[begin:end]])
        unions.append(make_sets(np.repeat(owners, sizes[parts]), sets[parts].indices, end - begin))
    return stack_sets(unions)


def _stars(
    same: np.ndarray, sets: csr_array, threshold: float, figures: csr_array | None = None
) -> dict[int, tuple[int, float]]:
    """Map each number of `same` to its first and the similarity to it; -1 is no text."""
    chosen = np.unique(same[same >= 0])
    first, similarity = find_stars(sets[chosen], threshold, None if figures is None else figures[chosen])
    return dict(
        zip(chosen.tolist(), zip(chosen[first].tolist(), similarity.tolist(), strict=True), strict=True)
    )


def _groups(
    ids: Sequence[str], docs: Sequence[str], same: np.ndarray, stars: Mapping[int, tuple[int, float]]
) -> tuple[Group, ...]:
    members: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(same.tolist()):
        if number >= 0:
            members[stars[number][0]].append(place)
    return tuple(
        Group(
            tuple(ids[place] for place in places),
            min(stars[number][1] for number in same[places].tolist()),
            "exact" if (same[places] == first).all() else "near",
            len({docs[place] for place in places}) == 1,
        )
        for first, places in members.items()
        if len(places) > 1
    )


def _sentences(units: Sequence[Unit], rules: DuplicateRules) -> tuple[Repeated, ...]:
    """Count sentences by their letters, keeping no sentence but those that are repeated."""
    counts: list[int] = []

    def sentences() -> Iterator[str]:
        for unit in units:
            pieces = split_sentences(unit.text)
            counts.append(len(pieces))
            yield from pieces

    keys, letters = text_keys(sentences())
    unit_of = np.repeat(np.arange(len(units)), counts)
    place_in = np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts).astype(np.int64)
    long = np.flatnonzero(letters >= rules.shortest)
    _, first, number, times = np.unique(
        keys[long], return_index=True, return_inverse=True, return_counts=True
    )
    where: dict[int, list[str]] = defaultdict(list)
    again = times[number] > 1
    for text, place in zip(number[again].tolist(), long[again].tolist(), strict=True):
        where[text].append(units[unit_of[place]].doc)
    found = []
    for text, docs in where.items():
        place = long[first[text]]
        sentence = split_sentences(units[unit_of[place]].text)[place_in[place]]
        found.append(Repeated(sentence, len(docs), tuple(dict.fromkeys(docs))))
    return tuple(sorted(found, key=lambda repeated: -repeated.times))
