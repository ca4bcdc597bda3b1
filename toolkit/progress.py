"""Progress bars on stderr: only when someone asked for them and a terminal is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from typing import Any, TypeVar

Item = TypeVar("Item")

_bars: ContextVar[Any] = ContextVar("bars", default=None)


@contextmanager
def shown() -> Iterator[None]:
    """Show the bars of everything that runs inside, if stderr is a terminal or a notebook."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    # without widgets rich would warn at every step instead
    is_notebook = console.is_jupyter and find_spec("ipywidgets") is not None
    if not (console.is_terminal or is_notebook):
        yield
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[remark]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        token = _bars.set(bars)
        try:
            yield
        finally:
            _bars.reset(token)


@contextmanager
def stage(label: str) -> Iterator[None]:
    """Show one step of unknown length while it runs."""
    bars = _bars.get()
    task = None if bars is None else bars.add_task(label, total=None, remark="")
    yield
    if bars is not None:
        bars.update(task, total=1, completed=1)


def track(items: Iterable[Item], label: str, total: int | None = None) -> Iterator[Item]:
    """Hand the items on, moving a bar."""
    bars = _bars.get()
    if bars is None:
        yield from items
        return
    if total is None and hasattr(items, "__len__"):
        total = len(items)  # type: ignore[arg-type]
    task = bars.add_task(label, total=total, remark="")
    for done, item in enumerate(items, start=1):
        yield item
        bars.update(task, advance=1, remark=f"{done}/{total}" if total else f"{done}")
    bars.update(task, total=1, completed=1)


def remark(text: str) -> None:
    """Set the remark of the newest bar (a loss, a count)."""
    bars = _bars.get()
    if bars is not None and bars.tasks:
        bars.update(bars.tasks[-1].id, remark=text)
