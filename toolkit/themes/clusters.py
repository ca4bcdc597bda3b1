"""Which documents are one text: the two sides of a translation pair, and copies."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.preprocess import TokenizedUnits


def pair_clusters(metadata: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Give each document a number; the sides of a pair share one."""
    names: dict[str, int] = {}
    return {
        doc: names.setdefault(f"pair {facts['pair']}" if facts.get("pair") else f"doc {doc}", len(names))
        for doc, facts in sorted(metadata.items())
    }


def document_clusters(units: TokenizedUnits) -> dict[str, int]:
    """Give each document a number; the sides of a pair share one, and so do copies of one text."""
    clusters = pair_clusters(units.metadata)
    joined = list(range(len(clusters)))

    def first(number: int) -> int:
        while joined[number] != number:
            number = joined[number]
        return number

    for group in units.duplicates.documents:
        numbers = sorted({first(clusters[doc]) for doc in group.ids if doc in clusters})
        for number in numbers[1:]:
            joined[number] = numbers[0]
    return {doc: first(number) for doc, number in clusters.items()}
