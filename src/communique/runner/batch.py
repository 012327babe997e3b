"""Documents through the pipeline in batches, in this process or in several, with the order of the input kept.

One bad document never stops a run: what a step sets aside is quarantined while the others are read on; when a batch fails,
its documents are read one at a time and the one at fault is quarantined. Only the coordinator hands results on; workers
hold the models and nothing else, and end with it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection

from communique.errors import BadDocument, CommuniqueError, MissingModel, PluginError, UsageError
from communique.model.codebook import Codebook
from communique.model.document import Document, Quarantined
from communique.runner.pipeline import Pipeline, Result, make_pipeline
from communique.settings import Settings

log = logging.getLogger(__name__)

MAX_BATCH_CHARS = 200_000  # a batch closes early at this many characters, so that a few long texts do not fill memory

Task = tuple[Document, Codebook | None]
Outcome = tuple[Document, Codebook | None, Result | Quarantined]


def read_all(
    items: Iterable[Task | Quarantined], settings: Settings, pipeline: Pipeline | None = None
) -> Generator[Outcome | Quarantined]:
    """Read every task; what arrives quarantined is passed through in its place. Close it to stop before the end.

    Args:
        items: documents with their codebook (None: no statements), or documents already quarantined.
        settings: `workers` > 1 reads in that many processes.
        pipeline: used when one process reads; made when None.
    """
    if settings.workers > 1:
        yield from _read_in_pool(items, settings)
        return
    pipeline = pipeline or make_pipeline(settings)
    for group in _group(items, settings.batch_documents):
        yield from _merge(group, read_batch(pipeline, [i for i in group if not isinstance(i, Quarantined)]))


def read_batch(pipeline: Pipeline, tasks: Sequence[Task]) -> list[Result | Quarantined]:
    """Read some documents at once, or one at a time when the batch fails."""
    if not tasks:
        return []
    try:
        found = pipeline.read([d for d, _ in tasks], [c for _, c in tasks])
        return [_set_aside(r) if isinstance(r, BadDocument) else r for r in found]
    except (MissingModel, PluginError, UsageError):
        raise
    except Exception as err:  # the worker's edge: whatever one text provokes must not stop the others
        if len(tasks) > 1:
            return [r for task in tasks for r in read_batch(pipeline, [task])]
        if isinstance(err, BadDocument):
            return [_set_aside(err)]
        document = tasks[0][0]
        log.warning("reading %s failed", document.id, exc_info=True)
        return [Quarantined(document.id, f"reading failed: {type(err).__name__}: {str(err)[:100]}", code="error")]


def _set_aside(err: BadDocument) -> Quarantined:
    """A document in quarantine with the reason and the word that its step gives."""
    return Quarantined(err.document_id, err.reason, code=err.code)


def _group(items: Iterable[Task | Quarantined], size: int) -> Iterator[list[Task | Quarantined]]:
    group: list[Task | Quarantined] = []
    n_chars = 0
    for item in items:
        group.append(item)
        n_chars += 0 if isinstance(item, Quarantined) else len(item[0].text)
        if len(group) >= size or n_chars >= MAX_BATCH_CHARS:
            yield group
            group, n_chars = [], 0
    if group:
        yield group


def _merge(group: Sequence[Task | Quarantined], results: Iterable[Result | Quarantined]) -> Iterator[Outcome | Quarantined]:
    answers = iter(results)
    for item in group:
        if isinstance(item, Quarantined):
            yield item
        else:
            yield (*item, next(answers))


_pipeline: Pipeline | None = None  # one for each worker process, set by its initializer


def _start_worker(settings: Settings, life: Connection) -> None:
    global _pipeline
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    _pipeline = make_pipeline(settings)


def _end_with(life: Connection) -> None:
    """End this process when the other end of a pipe is closed, which the coordinator does, or its death, however it died."""
    try:
        life.recv()
    except (EOFError, OSError):
        os._exit(1)


def _work(tasks: Sequence[Task]) -> list[Result | Quarantined]:
    if _pipeline is None:
        raise CommuniqueError("a reading process has no pipeline")
    return read_batch(_pipeline, tasks)


def _read_in_pool(items: Iterable[Task | Quarantined], settings: Settings) -> Iterator[Outcome | Quarantined]:
    """Keep a few batches ahead of the workers, and hand their results on in the order of the input."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of each process that is started
    make_pipeline(settings)  # a missing model is reported here, once, and not as a broken pool
    waiting: deque[tuple[list[Task | Quarantined], Future[list[Result | Quarantined]]]] = deque()
    context = get_context("spawn")
    life, coordinator = context.Pipe(duplex=False)

    with (
        life,
        coordinator,
        ProcessPoolExecutor(settings.workers, context, initializer=_start_worker, initargs=(settings, life)) as pool,
    ):

        def submit(group: list[Task | Quarantined]) -> None:
            light = [(replace(i[0], raw=None), i[1]) for i in group if not isinstance(i, Quarantined)]
            waiting.append((group, pool.submit(_work, light)))

        try:
            for group in _group(items, settings.batch_documents):
                submit(group)
                if len(waiting) > 2 * settings.workers:
                    yield from _finish(waiting.popleft, settings)
            while waiting:
                yield from _finish(waiting.popleft, settings)
        except BaseException:  # stopped, by whatever: nobody waits for what the workers are reading
            coordinator.close()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _finish(
    take: Callable[[], tuple[list[Task | Quarantined], Future[list[Result | Quarantined]]]], settings: Settings
) -> Iterator[Outcome | Quarantined]:
    group, future = take()
    try:
        results = future.result()
    except BrokenProcessPool as err:
        raise CommuniqueError(
            f"a reading process died (of {settings.workers}); memory may have run out: run again with fewer --workers"
        ) from err
    yield from _merge(group, results)
