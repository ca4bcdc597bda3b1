"""A split that remembers: documents that a lock knows stay in the half that they were in.

The rule ranks hashes of names, so a corpus that grows or shrinks may move a document across. A text that was
read while the codebook was written must not count as unread because of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from toolkit.errors import few
from toolkit.files import digest
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codebook import Lock, LockedDocuments
from toolkit.themes.split import Half, Split, documents_of, drawn_halves, split_documents


class LockedSplit(Split):
    """A split with the documents that a lock knows.

    A document is known by its name or by its text, so that a renamed text is still known. Whatever belongs
    together with a document that was read (a translation, a copy) counts as read. New documents get the rule.
    """

    locked: LockedDocuments = Field(exclude=True)
    """Not a choice, and so no part of the hash of choices."""

    @property
    def remedy(self) -> str:
        """What to do where a half is empty: nothing makes a text unread."""
        return (
            "Its lock counts the documents that are left as read, whatever `split.seed` says: add texts that "
            "nobody has read."
        )

    @property
    def needs(self) -> tuple[Half, ...]:
        """Halves that may not be empty: texts that were read may be gone."""
        return ("estimation",)

    def settled(self, units: TokenizedUnits, drawn: Mapping[str, Half]) -> dict[str, Half]:
        """Put documents where they were; those that the lock does not know stay where they were drawn."""
        clusters, known = document_clusters(units), self.known(units)
        kept = {clusters[doc]: half for doc, half in known.items() if half == "estimation"}
        read = {clusters[doc]: half for doc, half in known.items() if half == "discovery"}
        were = kept | read
        return {doc: were.get(clusters[doc], half) for doc, half in drawn.items()}

    def known(self, units: TokenizedUnits) -> dict[str, Half]:
        """Give the half of each document that the lock knows by name or text; read is read."""
        known: dict[str, Half] = {}
        texts = text_hashes(units)
        halves: tuple[tuple[Half, Mapping[str, str]], ...] = (
            ("estimation", self.locked.estimation),
            ("discovery", self.locked.discovery),
        )
        for half, own in halves:
            hashes = {*own.values(), *(self.locked.former if half == "discovery" else ())} - {""}
            known |= {doc: half for doc, text in texts.items() if doc in own or text in hashes}
        return known


def locked_split(split: Split | None, lock: Lock | None) -> Split | None:
    """Let a split remember what its lock knows; without documents in the lock it stays a rule."""
    if split is None or lock is None or lock.documents is None:
        return split
    return LockedSplit(**split.model_dump(), locked=lock.documents)


def lockable_documents(units: TokenizedUnits, split: Split) -> LockedDocuments:
    """Give every document with its half and a hash of its text, to be locked.

    Documents that an earlier lock knows as read are kept, also where they are gone, and so are the texts that
    were theirs. While it is in doubt whether documents are new or read ones under another name, they are left
    out, so that the doubt outlives the lock.
    """
    halves, texts = split_documents(units, split), text_hashes(units)
    before = split.locked if isinstance(split, LockedSplit) else LockedDocuments(discovery={}, estimation={})
    read = {**before.discovery, **{doc: texts[doc] for doc in documents_of(halves, "discovery")}}
    doubtful = moves(units, split).doubtful if isinstance(split, LockedSplit) else ()
    kept = {doc: texts[doc] for doc in documents_of(halves, "estimation") if doc not in doubtful}
    revised = {text for doc, text in before.discovery.items() if text not in ("", read[doc])}
    return LockedDocuments(
        discovery=dict(sorted(read.items())),
        estimation=dict(sorted(kept.items())),
        former=tuple(sorted({*before.former, *revised})),
    )


def text_hashes(units: TokenizedUnits) -> dict[str, str]:
    """Hash each document's lines as they stand in its file, blanks left out; empty where there are none."""
    texts: dict[str, list[str]] = {doc: [] for doc in units.documents}
    for line in units.lines:
        if line.doc in texts:
            texts[line.doc] += line.raw.split()
    return {doc: digest("".join(parts))[:16] if parts else "" for doc, parts in texts.items()}


@dataclass(frozen=True)
class Moves:
    """What has become of the documents since the lock."""

    held: tuple[str, ...]
    """Read before the lock; the rule would estimate from them now."""

    joined: tuple[str, ...]
    """Kept for estimates by the lock, and together now with a document that was read."""

    gone: tuple[str, ...]
    """Read before the lock, and neither name nor text is in the corpus any more."""

    new: tuple[str, ...]
    """Estimated from, and unknown to the lock."""

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Documents that are estimated from and may be read ones, with another name and text."""
        return self.new if self.gone else ()

    @property
    def doubt(self) -> str:
        """Say why a text that was read may be estimated from all the same; nothing if none can be."""
        if not self.doubtful:
            return ""
        return (
            f"Documents that were read before the lock are not in the corpus any more ({few(self.gone)}), "
            f"and estimates come from others that the lock does not know ({few(self.doubtful)}): they may be "
            "the same texts."
        )

    @property
    def sentence(self) -> str:
        """Tell what was moved back, left out or added; nothing if nothing was."""
        told = (
            ("Kept in discovery, as in the lock, against the split's rule", self.held),
            (
                "Left out of estimates, because they belong together with documents that were read",
                self.joined,
            ),
            ("Newer than the lock and kept for estimates by the split's rule", self.new),
        )
        return "".join(f" {what}: {few(docs)}." for what, docs in told if docs)


def moves(units: TokenizedUnits, split: LockedSplit) -> Moves:
    """Compare the documents of a corpus with those that the split's lock knows."""
    drawn, known, texts = drawn_halves(units, split), split.known(units), set(text_hashes(units).values())
    halves = split.settled(units, drawn)
    return Moves(
        held=tuple(doc for doc, half in known.items() if half == "discovery" != drawn[doc]),
        joined=tuple(doc for doc, half in known.items() if half == "estimation" != halves[doc]),
        gone=tuple(
            doc
            for doc, text in split.locked.discovery.items()
            if doc not in units.metadata and text not in texts
        ),
        new=tuple(doc for doc, half in halves.items() if half == "estimation" and doc not in known),
    )
