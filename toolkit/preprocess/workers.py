"""Work on many documents in several processes: same results, in the same order, whatever their number."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from toolkit.corpus import Document
from toolkit.errors import ToolkitError

Result = TypeVar("Result")
Over = Callable[[Callable[[list[Document]], Any], Iterable[Document]], Iterator[Any]]
"""Does the same to every batch of documents and gives the results in order."""

BATCH = 500_000
"""Characters of text that a worker gets at once."""

WAITING = 3
"""Batches for each worker that wait or are worked on: no more are in memory."""


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


@contextmanager
def crew(workers: int) -> Iterator[Over]:
    """Work on batches one after another, or in processes that are kept until the end.

    Processes are started afresh (spawned): a forked copy of a process with threads may hang.

    Raises
    ------
    ToolkitError
        When a process dies.
    """
    if workers <= 1:
        yield lambda work, documents: map(work, batches(documents))
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_collect_rarely) as pool:
        try:
            yield lambda work, documents: _in_order(pool, work, documents, WAITING * workers)
        except BrokenProcessPool:
            raise ToolkitError(
                "A worker process died. Either memory ran out, or this was called from a script without "
                "`if __name__ == '__main__':` around its own work. With `workers=1` no process is started."
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _collect_rarely() -> None:
    """Look for cyclic garbage less often: lines and units are many small objects, and none are cyclic."""
    gc.set_threshold(100_000, 20, 100)


def _in_order(
    pool: ProcessPoolExecutor,
    work: Callable[[list[Document]], Result],
    documents: Iterable[Document],
    most: int,
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for batch in batches(documents):
        waiting.append(pool.submit(work, batch))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
