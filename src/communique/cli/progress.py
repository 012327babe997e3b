"""Progress on stderr while documents or issues are read: only where a person looks at it, never in a pipe or a log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def watch(items: Iterable[T], what: str = "reading", unit: str = "documents") -> Iterator[T]:
    """The items, counted on stderr as they are taken, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed} " + unit), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what)
        for item in items:
            yield item
            progress.advance(task)
