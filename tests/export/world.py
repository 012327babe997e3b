"""A small record with everything that breaks files: emoji, CRLF, quotation marks, tabs, semicolons, two codebooks, a
document printed by two outlets, a lone surrogate, rows judged by a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from communique.export.material import Material
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
from communique.store.store import open_store

GRAIN = Codebook(
    "grain",
    'Grain; "and" more',
    (Issue("corridor", "Grain corridor", "opens it", "closes it", ("grain",)), Issue("duty", "Duty", "lowers it", "raises it")),
    "a" * 64,
)
GAS = Codebook("gas", "Gas", (Issue("transit", "Gas transit", "keeps it", "ends it"),), "b" * 64)
TALKS = (
    '😀 Madrid, 5 March\r\n\r\nForeign Minister Ana Ruiz said, after a pause, that Madrid backs the "grain; corridor".\r\n'
    "“We shall pay 😀 our\tshare,” she said.\r\nRuiz met Turkey's Mehmet Aydin in Ankara on 4 March 2014.\r\n"
    "Spain and Turkey share the same goal. Spain will send 40 trucks by the end of June.\r\n"
)
ACT = "Turkey closed the corridor, =1+1 said a broken\ud83d page.\nIt threatened to raise the duty."


def span(text: str, words: str) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def part(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(*span(text, w).values()) for w in words)


def base(text: str, words: str, maker: str) -> dict[str, Any]:
    return {"confidence": 0.9, "maker": f"{maker}@1", **span(text, words)}


def statement(text: str, words: str, actor: str, party: str, issue: str, stance: Stance, **more: Any) -> Statement:
    values = {"mode": Mode.INDIRECT, "codebook": "grain"} | more
    said = {"actor": actor, "party": party, "issue": issue, "stance": stance, "evidence": words}
    return Statement(**base(text, words, "stance"), **said, **values)


def talks_record() -> Record:
    text = TALKS
    said = 'Foreign Minister Ana Ruiz said, after a pause, that Madrid backs the "grain; corridor".'
    met, goal = "Ruiz met Turkey's Mehmet Aydin in Ankara on 4 March 2014.", "Spain and Turkey share the same goal."
    send, quote = "Spain will send 40 trucks by the end of June.", "We shall pay 😀 our\tshare,"
    return Record(
        attributions=(
            Attribution(
                **base(text, said, "cues"),
                source=part(text, "Foreign Minister Ana Ruiz"),
                cue=part(text, "said"),
                content=part(text, "that Madrid", 'backs the "grain; corridor"'),
                actor="Ana Ruiz",
                party="ESP",
            ),
        ),
        statements=(statement(text, said, "Ana Ruiz", "ESP", "corridor", Stance.SUPPORT),),
        alignments=(
            Alignment(
                **base(text, goal, "align"), parties=("ESP", "TUR"), relation="agree", issue=None, on="the goal", evidence=goal
            ),
        ),
        meetings=(
            Meeting(
                **base(text, met, "meet"),
                participants=(Participant("Ana Ruiz", "ESP"), Participant("Mehmet Aydin", "TUR")),
                place="Ankara",
                date="2014-03-04",
                format="bilateral",
                status="held",
                evidence=met,
            ),
        ),
        commitments=(
            Commitment(
                **base(text, send, "promise"),
                by=("ESP",),
                what="send 40 trucks",
                due="2014-06-30",
                due_text="by the end of June",
                conditional=False,
                evidence=send,
            ),
        ),
        figures=(
            Figure(**base(text, send, "count"), value=40, bound=Bound.AT_LEAST, what="trucks", source="ESP", evidence=send),
        ),
        quotes=(Quote(**base(text, quote, "quote"), speaker="Ana Ruiz", party="ESP", quote=quote),),
    )


def act_record() -> Record:
    closed, duty = "Turkey closed the corridor", "It threatened to raise the duty."
    return Record(
        statements=(
            statement(ACT, closed, "Turkey", "TUR", "corridor", Stance.OPPOSE, mode=Mode.ACT),
            statement(ACT, duty, "Turkey", "TUR", "duty", Stance.CONDITIONAL),
        )
    )


def document(name: str, text: str, **more: Any) -> Document:
    values: dict[str, Any] = {
        "outlet": "The Courier",
        "published": "2014-03-05T08:30",
        "published_origin": DateOrigin.METADATA,
        "title": '=Talks "resume", again',
        "url": "https://courier.test/a?b=1&c=<2>",
        "byline": "Jane O'Neill",
        "raw": text.encode("utf-8", "surrogatepass"),
        "maker": "text@1",
        "zones": (Zone(ZoneKind.BODY, 0, len(text)),),
    }
    return Document(id=name, text=text, **values | more)


DOCUMENTS: Sequence[tuple[Document, Record, Codebook]] = (
    (document("madrid/1.txt", TALKS), talks_record(), GRAIN),
    (document("act-2", ACT, outlet=None, published="2014-04", title=None, url=None, byline=None), act_record(), GRAIN),
)


def make_store(path: Path) -> Path:
    """The store: two documents, one read under two codebooks and printed twice, a row accepted, a meeting corrected."""
    with open_store(path, coder="anna") as store:
        run = store.begin_run("run", makers=("all@1",), codebooks=(GRAIN, GAS))
        for doc, record, book in DOCUMENTS:
            store.commit_document(doc, record, run=run, codebook=book)
        gas = Record(statements=(statement(TALKS, "Spain will send 40 trucks by the end of June.", "Spain", "ESP", "transit",
                                           Stance.SUPPORT, codebook="gas"),))  # fmt: skip
        store.commit_document(DOCUMENTS[0][0], gas, run=run, codebook=GAS)
        store.note_witness(document("herald-9", TALKS, outlet="The Herald"), run=run)
        store.finish_run(run, {"done": 3})
        [row] = [r for r in store.iter_rows("statements") if r.row.actor == "Ana Ruiz"]  # type: ignore[attr-defined]
        store.judge(row.id, "accept", note="sure")
        [meeting] = store.iter_rows("meetings")
        store.judge(meeting.id, "correct", fields={"place": "Ankara, Turkey"})
    return path


def material_of(records: Sequence[dict[str, Any]], **more: Any) -> Material:
    """Material of some records, for tests that need no store."""

    def read() -> Iterator[dict[str, Any]]:
        return (dict(record) for record in records)

    return Material(read=read, codebooks={"grain": GRAIN, "gas": GAS}, **more)
