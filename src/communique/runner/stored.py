"""From the rows of a store to what analysis and report take: the joins that several commands share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from communique.analysis.lineage import Lineage, Printed, find_lineage
from communique.analysis.meeting import MeetingRow, MergedMeeting, merge_meetings
from communique.analysis.reader_error import ReaderError
from communique.errors import UsageError
from communique.model.document import Span, ZoneKind
from communique.model.reading import MentionKind
from communique.model.record import Meeting, Participant
from communique.models import find_model
from communique.resolve.alike import WHYS, Alike, Namesake, find_alike
from communique.resolve.office_learning import learn_offices
from communique.resolve.office_term import who_held
from communique.runner.known import check_codebook, check_issue, check_known
from communique.store.results import StoredDocument
from communique.store.store import Store, open_store
from communique.store.types import as_of_stamp

Json = Mapping[str, Any]
OFFICE_COLUMNS = ("party", "role", "person", "seen_from", "seen_to", "ended_by", "documents", "evidence")
LEDGER_COLUMNS = ("settled", "due", "due_text", "by", "what", "conditional", "outlet", "published", "document", "id", "evidence")
OUTCOMES = ("kept", "broken", "partly", "open")


def read_records(
    store_path: str,
    *,
    as_of: str | None = None,
    codebook: str | None = None,
    with_text: bool = False,
    with_clusters: bool = False,
) -> list[dict[str, Any]]:
    """The records of a store in the interchange format, one for each document and codebook.

    Args:
        with_clusters: compare the wording of all reports, and give each record its story `cluster`.

    Raises:
        StoreError: there is no store at the path, or it cannot be read.
        UsageError: no rows were ever coded with the codebook.
    """
    with open_store(store_path, create=False) as store:
        check_codebook(store, codebook)
        records = list(store.iter_records(as_of=as_of, codebook=codebook, with_text=with_text))
        return list(add_clusters(records, story_clusters(store.documents(as_of=as_of)))) if with_clusters else records


def add_clusters(records: Iterable[Json], lineage: Lineage) -> Iterator[dict[str, Any]]:
    """The records, each with its story `cluster`, which its rows take over: a wire story printed forty times counts once."""
    for record in records:
        yield {**record, "cluster": lineage.clusters.get(str(record["id"]), str(record["id"]))}


def _of_document(record: Json) -> dict[str, Any]:
    """What analyses take of a row's document: its id, outlet and date, and its story cluster if the record has one."""
    own = {"document_id": record["id"], "date": record["published"], "outlet": record["outlet"]}
    return {**own, "cluster": record["cluster"]} if "cluster" in record else own


def statement_rows(records: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """The statements of some records, each with its document's id, outlet and date; support counts 1, opposition 0."""
    agreement = {"support": 1, "oppose": 0}
    for record in records:
        for row in record["statements"]:
            yield {**row, **_of_document(record), "title": record["title"], "agreement": agreement.get(row["stance"])}


def statement_table(
    store_path: str, *, codebook: str | None = None, as_of: str | None = None, with_clusters: bool = False
) -> list[dict[str, Any]]:
    """The statements of a store as rows of a table, for networks and positions.

    Args:
        with_clusters: compare the wording of all reports, and give each row its story `cluster`.
    """
    return list(statement_rows(read_records(store_path, codebook=codebook, as_of=as_of, with_clusters=with_clusters)))


def statements_of(
    store_path: str,
    who: str,
    issue: str,
    *,
    by: str = "party",
    codebook: str | None = None,
    as_of: str | None = None,
    with_clusters: bool = False,
) -> list[dict[str, Any]]:
    """The statements of a store, as `statement_table` gives them, if it knows whom and what is asked for.

    Raises:
        NotInRecord: the record says nothing of the party or actor, or no codebook has the issue.
    """
    with open_store(store_path, create=False) as store:
        check_codebook(store, codebook)
        records = list(store.iter_records(as_of=as_of, codebook=codebook))
        check_known(records, [who], by=by)
        check_issue(store, records, issue, codebook=codebook)
        if with_clusters:
            records = list(add_clusters(records, story_clusters(store.documents(as_of=as_of))))
    return list(statement_rows(records))


def read_lineage(store_path: str, *, as_of: str | None = None) -> Lineage:
    """The story clusters of all reports of a store.

    Raises:
        StoreError: there is no store at the path, or it cannot be read.
    """
    with open_store(store_path, create=False) as store:
        return story_clusters(store.documents(as_of=as_of))


def story_clusters(documents: Iterable[StoredDocument]) -> Lineage:
    """The story clusters of some documents of a store, by the wording of their bodies."""
    return find_lineage(
        Printed(
            d.id,
            d.text,
            d.witnesses[0].published,
            d.witnesses[0].outlet,
            [Span(z.start, z.end) for z in d.zones if z.kind is ZoneKind.BODY] or None,
        )
        for d in documents
    )


def first_of_each(records: Iterable[Json]) -> list[Json]:
    """One record for each document: meetings, figures and quotes do not depend on the codebook."""
    seen: dict[str, Json] = {}
    for record in records:
        seen.setdefault(str(record["id"]), record)
    return list(seen.values())


def merged_meetings(records: Iterable[Json]) -> list[MergedMeeting]:
    """The meetings that some records tell of, each once with all its witnesses."""
    return merge_meetings(
        MeetingRow(str(record["id"]), record["outlet"], record["published"], meeting_from_json(row))
        for record in first_of_each(records)
        for row in record["meetings"]
    )


def meeting_from_json(row: Json) -> Meeting:
    """A meeting from its interchange form."""
    return Meeting(
        participants=tuple(Participant(p["name"], p["party"]) for p in row["participants"]),
        place=row["place"],
        date=row["date"],
        format=row["kind"],
        status=row["status"],
        evidence=row["evidence"],
        start=row["start"],
        end=row["end"],
        confidence=row["confidence"],
        maker=row["maker"],
    )


def meeting_to_json(merged: MergedMeeting) -> dict[str, Any]:
    """A merged meeting in plain JSON values, with the place of each witness's words."""
    return {
        "participants": [{"name": p.name, "party": p.party} for p in merged.participants],
        "parties": list(merged.parties),
        "place": merged.place,
        "date": merged.date,
        "kind": merged.format,
        "status": merged.status,
        "witnesses": [
            {
                "document": w.document_id,
                "outlet": w.outlet,
                "published": w.published,
                "start": w.meeting.start,
                "end": w.meeting.end,
                "evidence": w.meeting.evidence,
            }
            for w in merged.witnesses
        ],
    }


def alignment_rows(records: Iterable[Json]) -> list[dict[str, Any]]:
    """The alignments of some records, each with its document's id, outlet and date; `relation` is `agree` or `differ`."""
    return [{**row, "relation": row["kind"], **_of_document(r)} for r in records for row in r["alignments"]]


def commitment_ledger(
    records: Iterable[Json], *, party: str | None = None, due_before: str | None = None
) -> list[dict[str, Any]]:
    """The commitments as lines of a ledger, the nearest due date first, those without one last.

    Args:
        records: after `with_settlements`; else no line says how it was settled.
        party: only those that this party undertakes.
        due_before: an ISO date; only those whose due date or interval ends before it.
    """
    ledger = []
    for record in first_of_each(records):
        for row in record["commitments"]:
            end = (row["due"] or "").rpartition("/")[2]
            if (party and party not in row["by"]) or (due_before and not (end and end < due_before)):
                continue
            ledger.append(
                {
                    "settled": row.get("settled", ""),
                    "due": row["due"] or "",
                    "due_text": row["due_text"] or "",
                    "by": " ".join(row["by"]),
                    "what": row["what"],
                    "conditional": row["conditional"],
                    "outlet": record["outlet"] or "",
                    "published": record["published"] or "",
                    "document": record["id"],
                    "id": row.get("id", ""),
                    "evidence": " ".join(row["evidence"].split()),
                }
            )
    return sorted(ledger, key=lambda line: (not line["due"], line["due"], line["published"]))


def office_rows(store_path: str, *, on: date | None = None, party: str | None = None) -> list[dict[str, Any]]:
    """The terms of office that the reports of a store tell of, or the holders on a day.

    Args:
        on: only the holders on this day; an office whose holder the reports do not tell is left out, never guessed.
        party: only offices of this party.
    """
    with open_store(store_path, create=False) as store:
        published = {d.key: next((w.published for w in d.witnesses if w.published), None) for d in store.documents()}
        given = {d.key: d.id for d in store.documents()}
        terms = learn_offices((key, published.get(key), office) for key, office in store.offices())
    terms = [t for t in terms if party in (None, t.party)]
    if on is not None:
        seats = dict.fromkeys((t.role, t.party) for t in terms)
        terms = [t for role, state in seats if (t := who_held(terms, role, state, on)) is not None]
    return [
        {
            "party": t.party,
            "role": t.role,
            "person": t.person,
            "seen_from": t.seen_from.isoformat(),
            "seen_to": t.seen_to.isoformat(),
            "ended_by": t.ended_by.isoformat() if t.ended_by else "",
            "documents": t.n_documents,
            "evidence": "; ".join(f"{given.get(n.document_id, n.document_id)}:{n.start}-{n.end}" for n in t.evidence[:3]),
        }
        for t in terms
    ]


def alike_actors(store_path: str, *, party: str | None = None, why: Collection[str] | None = None) -> list[Alike]:
    """Actors of a store that may be one, for a person to judge; those that a person has split are not put together again.

    Args:
        party: only actors of this party.
        why: only for these reasons, of `WHYS`; None and nothing mean all.

    Raises:
        StoreError: there is no store at the path, or it cannot be read.
        UsageError: there is no such reason.
    """
    if unknown := set(why or ()) - set(WHYS):
        raise UsageError(f"no reason {min(unknown)[:40]!r}; there is {', '.join(WHYS)}")
    with open_store(store_path, create=False) as store:
        found = [
            Namesake(a.id, a.name, a.party, a.n_documents, None if a.kind is None else a.kind == MentionKind.PERSON)
            for a in store.actors()
            if party in (None, a.party)
        ]
        groups = find_alike(found, parted=store.parted_actors())
    chosen = [replace(g, others=tuple((o, w) for o, w in g.others if w in (why or WHYS))) for g in groups]
    return [g for g in chosen if g.others]


def reader_error() -> ReaderError | None:
    """How often the shipped stance reader is wrong, as its manifest says it was measured; None if it says nothing."""
    found = find_model("stance").manifest.get("reader_error")
    return ReaderError(found["counts"], source=found["source"]) if found else None


def settle_commitment(
    store_path: str, row_id: str, outcome: str, *, document: str, evidence: str, coder: str, note: str = ""
) -> dict[str, Any]:
    """Say that a commitment was kept or broken, by the literal words of a report that tells so.

    It is a line in the append-only log; a later one stands before an earlier one, and `open` takes it back. The log keeps the
    place of the words, not the words.

    Raises:
        NotInRecord: no such commitment or document.
        UsageError: the outcome is none of `OUTCOMES`, or the words do not stand in the document exactly once.
    """
    if outcome not in OUTCOMES:
        raise UsageError(f"a commitment is settled as {', '.join(OUTCOMES)}, not {outcome[:40]!r}")
    with open_store(store_path, create=False, coder=coder) as store:
        stored = store.get_row(row_id)
        if stored.kind != "commitments":
            raise UsageError(f"{row_id} is a row of {stored.kind}; only commitments are settled")
        text = store.get_document(document).text
        if not evidence or text.count(evidence) != 1:
            n = text.count(evidence) if evidence else 0
            raise UsageError(f"the evidence stands {n} times in {document}; give words that it has exactly once")
        start = text.index(evidence)
        details = {"row": row_id, "outcome": outcome, "document": document, "start": start, "end": start + len(evidence)}
        store.write_log("settle", {**details, "note": note})
    return details


def settlements(store: Store, *, as_of: str | None = None, documents: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """The latest settlement of each commitment, by its id; those that were opened again are left out.

    Args:
        as_of: only what was said until then.
        documents: only what these tell, by any of their names; None means all.
    """
    stamp = as_of_stamp(as_of)
    said = [e for e in store.log() if e.act == "settle" and (stamp is None or e.at <= stamp)]
    said = [e for e in said if documents is None or e.details["document"] in documents]
    latest = {e.details["row"]: {**e.details, "coder": e.who, "at": e.at} for e in said}
    return {row: found for row, found in latest.items() if found["outcome"] != "open"}


def with_settlements(records: Iterable[Json], settled: Mapping[str, Json]) -> Iterator[dict[str, Any]]:
    """The records, each commitment with `settled`: its outcome, empty while it is open."""
    for record in records:
        rows = [{**row, "settled": settled.get(row["id"], {}).get("outcome", "")} for row in record["commitments"]]
        yield {**record, "commitments": rows}
