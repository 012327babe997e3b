"""The entry to stage 1: paths in, documents out, one at a time, whatever the format and however many.

In: files, folders, standard input. Out: each document exactly once, in order, complete or with the reason why not.
One bad file never ends a run; only a call that makes no sense is refused, before anything is read.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, BinaryIO, cast

from communique.errors import UsageError
from communique.ingest import sniff
from communique.ingest.complete import complete
from communique.ingest.duplicate import Seen, SeenIds
from communique.ingest.metadata import read_sources
from communique.ingest.paths import STDIN, File, check_paths, is_regular, iter_files
from communique.ingest.readers import docx, mail, pdf, rtf
from communique.ingest.readers.jsonl import OPTIONAL, REQUIRED, JsonlReader, JsonReader
from communique.ingest.readers.table import TableReader
from communique.model.document import Document, Quarantined
from communique.plugins import iter_plugins, load_plugin

GROUP = "communique.readers"
# Types of files that are one report each, so that a row of sources.csv is about it.
_ONE_A_FILE = ("text/plain", "text/html", docx.MEDIA_TYPE, rtf.MEDIA_TYPE, pdf.MEDIA_TYPE, mail.MEDIA_TYPE)
# Readers of many documents a file, whose fields may have other names.
_MAPPED: dict[sniff.Format, Any] = {sniff.Format(r.name): r for r in (JsonlReader, JsonReader, TableReader)}
_OWN_MODULES = "communique.ingest.readers."
_READ_ERRORS = (OSError, EOFError, zlib.error)  # gzip.BadGzipFile is an OSError


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How input is read.

    Args:
        mapping: our names to those of JSON Lines fields, such as `{"text": "content"}` (`--map text=content`).
        stdin: what `-` reads; the process's standard input if None.
        keep_raw: whether documents carry their bytes as found.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    stdin: BinaryIO | None = None
    keep_raw: bool = True


def iter_documents(paths: Sequence[str], *, options: IngestOptions | None = None) -> Iterator[Document | Quarantined]:
    """Every document of the paths, in order, with zones and date; one that cannot be read comes as `Quarantined`.

    Memory does not grow with the number of documents, but for two hashes an id: an id that comes again with another
    text is quarantined (`duplicate-id`), with the same text it is answered again.

    Raises:
        BadInput: a path is missing or unreadable: raised by the call itself, before anything is read.
        UsageError: `mapping` names a field that documents do not have.
    """
    options = options or IngestOptions()
    unknown = sorted(set(options.mapping) - set(REQUIRED + OPTIONAL))
    if unknown:
        raise UsageError(f"--map {unknown[0]}=…: no such field; the fields are {', '.join(REQUIRED + OPTIONAL)}")
    check_paths(paths)
    _foreign_readers()  # a plug-in that cannot be loaded is found before anything is read
    read_sources.cache_clear()  # a table may have been corrected since the last call
    return _iter_checked(paths, options)


def _iter_checked(paths: Sequence[str], options: IngestOptions) -> Iterator[Document | Quarantined]:
    seen = SeenIds()
    for file in iter_files(paths):
        yield from _read_file(file, seen, options)


def _read_file(file: File, seen: SeenIds, options: IngestOptions) -> Iterator[Document | Quarantined]:
    shown = "standard input" if file.path == STDIN else file.path
    if not file.is_argument and not is_regular(file.path):
        yield Quarantined(file.id, "cannot be read: not a regular file, or a broken link", "unreadable", shown)
        return
    n_answers = 0
    try:
        with closing(_open(file, options)) as stream:
            for answer in _read_stream(file, shown, stream, seen, options):
                n_answers += 1
                yield answer
    except _READ_ERRORS as err:
        reason = err.strerror if isinstance(err, OSError) and err.strerror else f"damaged or cut short ({err})"
        kept = "; what came before is kept" if n_answers else "; nothing of it is kept"
        yield Quarantined(file.id, f"cannot be read to its end: {reason}{kept}", "unreadable", shown)


def _read_stream(
    file: File, shown: str, stream: BinaryIO, seen: SeenIds, options: IngestOptions
) -> Iterator[Document | Quarantined]:
    name = _bare_name(file.name)
    reader = _choose_reader(name, _head(stream), options)
    if isinstance(reader, sniff.Refusal):
        yield Quarantined(file.id, reader.reason, reader.code, shown)
        return
    for answer in reader.read(file.id, stream):
        position = getattr(reader, "position", "")
        if isinstance(answer, Document):
            answer = _finish(_with_sources(answer, file), seen, options)
        if isinstance(answer, Quarantined):
            answer = replace(answer, where=f"{shown}:{position}" if position else shown)
        yield answer


def _finish(document: Document, seen: SeenIds, options: IngestOptions) -> Document | Quarantined:
    found = complete(document if options.keep_raw else replace(document, raw=None))
    if isinstance(found, Document) and seen.add(found.id, found.text) is Seen.OTHER:
        reason = "this id was read before with another text; give each text its own id, or read a later version in a later run"
        return Quarantined(document.id, reason, "duplicate-id")
    return found


def _with_sources(document: Document, file: File) -> Document:
    """The document with its row of the `sources.csv` beside it, or at the top of the folder that was named.

    A person wrote it: it wins over a page's own words.
    """
    if file.path == STDIN or document.media_type not in _ONE_A_FILE:
        return document
    sources = read_sources(file.folder)
    row = sources.of(file.name) or (read_sources(file.root).of(file.id) if file.root else {})
    warnings = (*document.warnings, sources.problem) if sources.problem else document.warnings
    return replace(document, warnings=warnings, **cast(dict[str, Any], row))


def _open(file: File, options: IngestOptions) -> BinaryIO:
    """The file as a stream that can be peeked at, unpacked if it is gzip."""
    if file.path == STDIN:
        stream = _peekable(options.stdin or sys.stdin.buffer)
    else:
        stream = open(file.path, "rb", buffering=sniff.HEAD_BYTES)  # noqa: SIM115 (the caller closes it)
    if _head(stream).startswith(sniff.GZIP_MAGIC):
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=stream)), sniff.HEAD_BYTES))
    return stream


def _peekable(stream: BinaryIO) -> BinaryIO:
    if hasattr(stream, "peek"):
        return stream
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), sniff.HEAD_BYTES))


def _head(stream: BinaryIO) -> bytes:
    return cast(io.BufferedReader, stream).peek(sniff.HEAD_BYTES)


def _bare_name(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _choose_reader(name: str, head: bytes, options: IngestOptions) -> Any:
    """An installed reader that claims the suffix, else one of ours by content; or a `Refusal`."""
    foreign = _foreign_readers().get(os.path.splitext(name)[1].lower())
    if foreign is not None:
        return load_plugin(GROUP, foreign)()
    found = sniff.sniff(name, head)
    if isinstance(found, sniff.Refusal):
        return found
    if found in _MAPPED:
        return _MAPPED[found](options.mapping)
    return _own_reader(found)


def _own_reader(found: sniff.Format) -> Any:
    from communique.ingest.readers.archive import ArchiveReader
    from communique.ingest.readers.docx import DocxReader
    from communique.ingest.readers.feed import FeedReader
    from communique.ingest.readers.html import HtmlReader
    from communique.ingest.readers.mail import MailReader
    from communique.ingest.readers.pdf import PdfReader
    from communique.ingest.readers.rtf import RtfReader
    from communique.ingest.readers.text import TextReader

    readers: tuple[Any, ...] = (
        TextReader, HtmlReader, FeedReader, DocxReader, RtfReader, PdfReader, ArchiveReader, MailReader,
    )  # fmt: skip
    return {sniff.Format(reader.name): reader for reader in readers}[found]()


@cache
def _foreign_readers() -> dict[str, str]:
    """Suffixes that other distributions' readers claim, such as `.docx`, with the name of the reader."""
    names = [n for n, where in iter_plugins(GROUP).items() if not where.startswith(_OWN_MODULES)]
    return {suffix: name for name in names for suffix in getattr(load_plugin(GROUP, name), "suffixes", ())}
