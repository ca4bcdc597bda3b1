"""Work on many documents in several processes: same results, in the same order, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from toolkit.corpus import Document

Result = TypeVar("Result")

BATCH = 500_000
"""Characters of text that a worker gets at once."""


def batches(documents: Iterable[Document], characters: int = BATCH) -> Iterator[list[Document]]:
    """Put documents together until they have some size; a larger one goes alone."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and size + len(document.text) > characters:
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.text)
    if batch:
        yield batch


def over_batches(
    work: Callable[[list[Document]], Result], documents: Iterable[Document], workers: int
) -> Iterator[Result]:
    """Do the same to every batch of documents, one after another or in processes.

    Documents are read as workers become free, so that neither all texts nor all results are in memory.
    """
    if workers <= 1:
        yield from map(work, batches(documents))
        return
    from joblib import Parallel, delayed

    pool = Parallel(n_jobs=workers, return_as="generator", batch_size=1, pre_dispatch="2*n_jobs")
    yield from pool(delayed(work)(batch) for batch in batches(documents))
