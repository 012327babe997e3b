"""`communique report`: a store's record as one page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from communique.report.html import render_report
from communique.report.page import make_page
from communique.runner.pictures import report_pictures
from communique.runner.read import open_whole
from communique.runner.stored import (
    add_clusters,
    meeting_to_json,
    merged_meetings,
    settlements,
    story_clusters,
    with_settlements,
)
from communique.store.store import open_store


def write_report(store_path: str, out: Path, *, as_of: str | None = None, title: str | None = None) -> None:
    """Write the page of a store's record; it appears whole or not at all.

    Raises:
        StoreError: there is no store, or the page cannot be written.
    """
    with open_store(store_path, create=False) as store:
        records = list(with_settlements(store.iter_records(as_of=as_of, with_text=True), settlements(store, as_of=as_of)))
        records = list(add_clusters(records, story_clusters(store.documents(as_of=as_of))))
        latest = {codebook.id: codebook for codebook in store.codebooks()}
        quarantined = [{"document_id": q.document_id, "reason": q.reason} for q in store.quarantined()]
    codebooks = [
        {
            "id": codebook.id,
            "title": codebook.title,
            "issues": [{"id": i.id, "label": i.label, "support": i.support, "oppose": i.oppose} for i in codebook.issues],
        }
        for codebook in latest.values()
    ]
    page = make_page(
        records,
        codebooks=codebooks,
        meetings=[meeting_to_json(m) for m in merged_meetings(records)],
        pictures=report_pictures(records, as_of=as_of),
        quarantined=quarantined,
        title=title or " · ".join(str(c["title"]) for c in codebooks) or "The record",
        made_on=(as_of or date.today().isoformat())[:10],
    )
    with open_whole(out) as stream:
        stream.write(render_report(page))
