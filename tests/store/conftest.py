"""A small world of reports for the tests of the store: texts made of sentences, and rows that point into them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.model.codebook import Codebook, Issue
from communique.model.document import DateOrigin, Document, Span, Zone, ZoneKind
from communique.model.record import (
    Alignment,
    Attribution,
    Bound,
    Commitment,
    Figure,
    Meeting,
    Mode,
    Participant,
    Quote,
    Record,
    Stance,
    Statement,
)
from communique.store import Store, open_store

TEXT = (
    "Foreign Minister Ana Ruiz said Madrid backs the grain corridor. "
    "“We shall pay our share,” she said. "
    "Ruiz met Turkey's Mehmet Aydin in Ankara on 4 March 2014. "
    "Spain and Turkey share the same goal. "
    "Spain will send 40 trucks by the end of June."
)
CODEBOOK = Codebook("grain", "Grain", (Issue("corridor", "Grain corridor", "opens it", "closes it"),), "a" * 64)
OTHER_CODEBOOK = Codebook("gas", "Gas", (Issue("transit", "Gas transit", "keeps it", "ends it"),), "b" * 64)


def span_of(text: str, words: str) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def make_document(text: str = TEXT, **given: Any) -> Document:
    values: dict[str, Any] = {
        "id": "madrid-1",
        "outlet": "The Courier",
        "published": "2014-03-05",
        "published_origin": DateOrigin.METADATA,
        "raw": text.encode("utf-8", "surrogatepass"),
        "maker": "text@1",
        "zones": (Zone(ZoneKind.BODY, 0, len(text)),),
    }
    return Document(text=text, **values | given)


def make_record(text: str = TEXT, *, version: str = "1", stance: Stance = Stance.SUPPORT, **replaced: Any) -> Record:
    """One row of each kind, all literal spans of `TEXT` or of a text that contains it."""
    said = "Foreign Minister Ana Ruiz said Madrid backs the grain corridor."
    met = "Ruiz met Turkey's Mehmet Aydin in Ankara on 4 March 2014."
    share, send = "Spain and Turkey share the same goal.", "Spain will send 40 trucks by the end of June."
    quote = "We shall pay our share,"

    def base(name: str, words: str) -> dict[str, Any]:
        return {"confidence": 0.9, "maker": f"{name}@{version}", **span_of(text, words)}

    def part(words: str) -> tuple[Span, ...]:
        return (Span(*span_of(text, words).values()),)

    rows: dict[str, Any] = {
        "attributions": (
            Attribution(
                **base("cues", said),
                source=part("Foreign Minister Ana Ruiz"),
                cue=part("said Madrid"),
                content=(*part("backs the"), *part("grain corridor")),
                mode=Mode.INDIRECT,
                actor="Ana Ruiz",
                party="ESP",
            ),
        ),
        "statements": (
            Statement(
                **base("stance", said),
                actor="Ana Ruiz",
                party="ESP",
                issue="corridor",
                stance=stance,
                mode=Mode.INDIRECT,
                evidence=said,
                codebook="grain",
            ),
        ),
        "alignments": (
            Alignment(
                **base("align", share), parties=("ESP", "TUR"), relation="agree", issue=None, on="the goal", evidence=share
            ),
        ),
        "meetings": (
            Meeting(
                **base("meet", met),
                participants=(Participant("Ana Ruiz", "ESP"), Participant("Mehmet Aydin", "TUR")),
                place="Ankara",
                date="2014-03-04",
                format="bilateral",
                status="held",
                evidence=met,
            ),
        ),
        "commitments": (
            Commitment(
                **base("promise", send),
                by=("ESP",),
                what="send 40 trucks",
                due="2014-06-30",
                due_text="by the end of June",
                conditional=False,
                evidence=send,
            ),
        ),
        "figures": (Figure(**base("count", send), value=40, bound=Bound.EXACT, what="trucks", source=None, evidence=send),),
        "quotes": (Quote(**base("quote", quote), speaker="Ana Ruiz", party="ESP", quote=quote),),
    }
    return Record(**rows | replaced)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store to copy: making one runs every migration."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(path).close()
    return path


@pytest.fixture
def path(tmp_path: Path, empty_store: Path) -> Path:
    return Path(shutil.copy(empty_store, tmp_path / "record.db"))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path, coder="anna") as opened:
        yield opened


@pytest.fixture
def keep(store: Store) -> Callable[..., Any]:
    """Keep one document in a run of its own; gives the outcome."""

    def keep_one(
        document: Document | None = None, record: Record | None = None, *, makers: Any = ("all@1",), **options: Any
    ) -> Any:
        document = document or make_document()
        run = store.begin_run("run", makers=makers)
        outcome = store.commit_document(
            document, record or make_record(document.text), run=run, **{"codebook": CODEBOOK} | options
        )
        store.finish_run(run, {outcome.status: 1})
        return outcome

    return keep_one
