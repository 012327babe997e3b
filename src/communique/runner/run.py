"""`communique run`: documents into a store, read, coded and kept. Stopped anywhere and started again it ends the same.

The reading processes know nothing of the store; this one alone writes it, some whole documents at a time. What the same
makers have read under the same codebook is skipped, so a second run over the same input adds nothing; where some issues of
the codebook have changed, documents are coded for those only (`recode`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice

from communique.model.document import Document, Quarantined
from communique.model.record import Record
from communique.runner.batch import Outcome, Task, read_all
from communique.runner.pipeline import Pipeline, make_pipeline
from communique.runner.read import Codebooks, Summary
from communique.runner.recode import Recoder
from communique.settings import Settings
from communique.store.results import Item, Run
from communique.store.results import Outcome as Kept
from communique.store.store import Store, open_store


def run_documents(
    documents: Iterable[Document | Quarantined],
    codebooks: Codebooks,
    settings: Settings,
    *,
    store_path: str,
    command: str = "run",
    pipeline: Pipeline | None = None,
) -> Summary:
    """Read what the store does not know yet and keep it.

    Args:
        documents: as ingest yields them.
        codebooks: which codebook a document is coded with.
        settings: the model, the workers, how sure a statement must be.
        store_path: made if it is not there.
        command: how the call stands in the log.
        pipeline: for tests; made from the settings when None.

    Raises:
        StoreError: the store cannot be used; what was committed before stays.
        MissingModel: a model cannot be found.
    """
    pipeline = pipeline or make_pipeline(settings)
    makers = {**pipeline.makers, "model": settings.model, "use": settings.use, "llm": settings.llm_model}
    known_codebooks = [c for c in (codebooks.one, *codebooks.named.values()) if c]
    summary = Summary()
    with open_store(store_path) as store:
        run = store.begin_run(command, makers=makers, codebooks=known_codebooks, settings={"workers": settings.workers})
        status = "stopped"
        try:
            recoder = Recoder(store, run)
            tasks = _skip_known(map(codebooks.task, documents), recoder, summary)
            with closing(read_all(tasks, settings, pipeline)) as outcomes:
                _keep_all(outcomes, store, run, summary, size=settings.batch_documents)
            status = "done"
            summary.notes += [*recoder.notes(), *pipeline.notes]
            if summary.n_replaced:
                summary.notes.append(f"texts that took the place of earlier ones: {summary.n_replaced}")
        finally:
            store.finish_run(run, summary.statuses, status=status)
    return summary


def _skip_known(items: Iterable[Task | Quarantined], recoder: Recoder, summary: Summary) -> Iterator[Task | Quarantined]:
    """Pass on what has to be read, with the part of the codebook that it has to be coded for; note where known texts appeared."""
    store, run = recoder.store, recoder.run
    for item in items:
        if isinstance(item, Quarantined):
            yield item
            continue
        document, codebook = item
        if store.known(document, run=run, codebook=codebook):
            _count(store.note_witness(document, run=run), document, summary)
            continue
        part = recoder.part_to_code(document, codebook)
        if part is not None and not recoder.needs_reading(document, part):
            kept = store.commit_document(document, Record(), run=run, codebook=part)
            _count(kept, document, summary)
            continue
        yield document, part or codebook


def _keep_all(outcomes: Iterable[Outcome | Quarantined], store: Store, run: Run, summary: Summary, *, size: int) -> None:
    stream = iter(outcomes)
    while group := list(islice(stream, size)):
        items: list[Item] = []
        for outcome in group:
            document, codebook, result = outcome if isinstance(outcome, tuple) else (None, None, outcome)
            if isinstance(result, Quarantined) or document is None:
                fault = result if isinstance(result, Quarantined) else Quarantined("?", "no result")
                store.quarantine(fault, run=run)
                summary.add_quarantined(fault)
                continue
            items.append(Item(document, result.record, codebook, result.offices, result.kinds))
            summary.n_dropped.update(result.n_dropped)
        for item, kept in zip(items, store.commit_documents(items, run=run), strict=True):
            _count(kept, item.document, summary)
            if kept.status == "done":
                summary.rows.update({kind: len(rows) for kind, rows in item.record.rows().items()})


def _count(kept: Kept, document: Document, summary: Summary) -> None:
    if kept.status.startswith("quarantined"):
        summary.add_quarantined(Quarantined(document.id, kept.reason or kept.status, code=kept.status.partition(":")[2]))
        return
    summary.statuses[kept.status] += 1
    summary.n_replaced += bool(kept.replaces)
    summary.warnings += [f"{document.id}: {w}" for w in (*document.warnings, kept.replaces) if w]
