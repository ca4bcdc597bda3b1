"""Work on many documents in several processes: same results, in the same order, whatever their number."""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

from toolkit.corpus import Document
from toolkit.errors import ToolkitError

Result = TypeVar("Result")
Over = Callable[[Callable[[list[Document]], Any], Iterable[Document]], Iterator[Any]]
"""Does the same to every batch of documents and gives the results in order."""

BATCH = 250_000
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

    Raises
    ------
    ToolkitError
        When a process dies.
    """
    if workers <= 1:
        yield lambda work, documents: map(work, batches(documents))
        return
    context = _context()
    pools: list[ProcessPoolExecutor] = []

    def over(work: Callable[[list[Document]], Result], documents: Iterable[Document]) -> Iterator[Result]:
        pools.append(ProcessPoolExecutor(workers, context, _begin, (work,)))
        return _in_order(pools[-1], documents, WAITING * workers)

    try:
        yield over
    except BrokenProcessPool:
        raise ToolkitError(
            "A worker process died. Either memory ran out, or this was called from a script without "
            "`if __name__ == '__main__':` around its own work. With `workers=1` no process is started."
        ) from None
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """Choose how processes are started: never as copies of this one, which may hang if it has threads.

    On Linux they are copies of a process that does nothing else. It begins to load at once what they need,
    and stays for the next time. Elsewhere each starts afresh: systems' own libraries do not bear copying.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["toolkit.preprocess.warm"])
    forkserver.ensure_running()
    return context


_work: Callable[[list[Document]], Any]
"""What this process does to batches; it comes once, for it may know the lines of a whole corpus."""


def _begin(work: Callable[[list[Document]], Any]) -> None:
    """Note what to do, and look for cyclic garbage less often: lines and units are many, none are cyclic."""
    global _work
    _work = work
    gc.set_threshold(100_000, 20, 100)


def _work_on(batch: list[Document]) -> Any:
    return _work(batch)


def _in_order(pool: ProcessPoolExecutor, documents: Iterable[Document], most: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for batch in batches(documents):
        waiting.append(pool.submit(_work_on, batch))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
