"""`communique read`: documents in, records out, as a pure filter. Nothing is kept between two calls."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from communique.coding.codebook import read_codebook, read_codebooks
from communique.errors import UsageError
from communique.files import whole_file
from communique.model.codebook import Codebook
from communique.model.document import Document, Quarantined
from communique.model.interchange import record_to_json
from communique.models.tuning import read_tuning
from communique.runner.batch import Task, read_all
from communique.runner.pipeline import make_pipeline
from communique.settings import Settings

AUTO = "auto"


@dataclass(slots=True)
class Summary:
    """What came of a call: documents by status (`done`, `quarantined:<code>`), rows by kind, and the quarantined."""

    statuses: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    n_dropped: Counter[str] = field(default_factory=Counter)
    n_replaced: int = 0
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 when every document was read, 1 when some were quarantined."""
        return 1 if self.quarantined else 0

    def add_quarantined(self, item: Quarantined) -> None:
        """Count one document that was not read."""
        self.statuses[f"quarantined:{item.code}"] += 1
        self.quarantined.append(item)


@dataclass(frozen=True, slots=True)
class Codebooks:
    """Which codebook a document is coded with: one for all, or the one that its input line names."""

    one: Codebook | None = None
    named: dict[str, Codebook] = field(default_factory=dict)
    is_auto: bool = False

    def task(self, document: Document | Quarantined) -> Task | Quarantined:
        """The document with its codebook, or quarantined because the one it names is unknown."""
        if isinstance(document, Quarantined):
            return document
        if not self.is_auto or not document.codebook:
            return document, None if self.is_auto else self.one
        if document.codebook not in self.named:
            known = ", ".join(sorted(self.named)) or "none"
            reason = f"names the codebook {document.codebook[:60]!r}, which is not among the ones given ({known})"
            return Quarantined(document.id, reason, code="codebook")
        return document, self.named[document.codebook]


def choose_codebooks(codebook: str | None, folder: str | None) -> Codebooks:
    """The codebooks of a call, from `--codebook FILE`, or `--codebook auto --codebooks DIR`.

    Raises:
        BadCodebook: a codebook cannot be used.
        UsageError: `auto` without a folder, or a folder without `auto`.
    """
    if codebook == AUTO:
        if not folder:
            raise UsageError("--codebook auto needs --codebooks DIR, the folder of the codebooks that the input names")
        return Codebooks(named=read_codebooks(folder), is_auto=True)
    if folder:
        raise UsageError("--codebooks DIR goes with --codebook auto; for one codebook name its file: --codebook FILE")
    return Codebooks(one=read_codebook(codebook) if codebook else None)


def find_idle_tuning(settings: Settings, codebooks: Codebooks) -> str:
    """Why the tuning that was asked for is not used in a call; empty if it is, or none was asked for.

    Raises:
        MissingModel: the folder holds no tuning.
    """
    if not settings.tuned:
        return ""
    if settings.llm_url:
        return "it is of the shipped stance reader, and --llm codes instead"
    wanted = read_tuning(settings.tuned).codebook
    given = sorted(c.id for c in (codebooks.one, *codebooks.named.values()) if c)
    if wanted in given:
        return ""
    return f"{settings.tuned} is for the codebook {wanted!r}, and given is {', '.join(map(repr, given)) or 'none'}"


def read_records(
    documents: Iterable[Document | Quarantined],
    codebooks: Codebooks,
    settings: Settings,
    *,
    summary: Summary,
    with_text: bool = False,
) -> Generator[dict[str, object]]:
    """The record of each document as a JSON object, in the order of the input; `summary` is filled on the way.

    Close it to stop before the end.
    """
    pipeline = make_pipeline(settings) if settings.workers == 1 else None
    with closing(read_all(map(codebooks.task, documents), settings, pipeline)) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, Quarantined):
                summary.add_quarantined(outcome)
                continue
            document, codebook, result = outcome
            if isinstance(result, Quarantined):
                summary.add_quarantined(result)
                continue
            summary.statuses["done"] += 1
            summary.n_dropped.update(result.n_dropped)
            summary.warnings += [f"{document.id}: {w}" for w in document.warnings]
            summary.rows.update({kind: len(rows) for kind, rows in result.record.rows().items()})
            yield record_to_json(document, result.record, codebook=codebook.id if codebook else None, with_text=with_text)
    summary.notes += pipeline.notes if pipeline else []


def write_lines(records: Iterable[dict[str, object]], out: IO[str]) -> None:
    """One JSON object a line. Lone surrogates are written as escapes, since UTF-8 cannot hold them."""
    for record in records:
        line = json.dumps(record, ensure_ascii=False)
        if not line.isascii():
            try:
                line.encode("utf-8")
            except UnicodeEncodeError:
                line = json.dumps(record)
        out.write(line + "\n")


@contextmanager
def open_whole(path: Path, *, sources: Iterable[str | Path] = ()) -> Iterator[IO[str]]:
    """A text file, whole or not at all. Half of a surrogate pair, which UTF-8 cannot hold, is written as `\\ud800`.

    Args:
        sources: files that are read meanwhile, and so are not written over.

    Raises:
        UsageError: a folder, a store or a source has that name.
        StoreUnwritable: the folder cannot be made or is read-only, or the disk is full.
    """
    with whole_file(path, errors="backslashreplace", sources=sources) as out:
        yield out
