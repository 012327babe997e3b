"""The record as flat tables: which rows of `columns.csv` one document's record comes to.

A field that nobody reads, such as the addressee of an attribution, is left out here and becomes an empty cell.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import combinations
from typing import Any

from communique.export.material import Json, Material, actor_id, columns, day_of, split_maker
from communique.export.parties import cow_number
from communique.model.iso_period import days_of

ROLES = ("source", "cue", "content")
# Who is a collective, not a person: one word, or a word that only bodies have in their names.
_BODY = re.compile(
    r"\b(ministry|ministries|government|parliament|congress|senate|council|union|nations|department|office|officials?|house|"
    r"committee|commission|agency|league|coalition|opposition|rebels?|authorities|embassy|party|forces|alliance|kremlin)\b",
    re.I,
)
_OTHER_DOLLARS = {
    "Australian": "AUD",
    "Canadian": "CAD",
    "Hong Kong": "HKD",
    "New Zealand": "NZD",
    "Singapore": "SGD",
    "Taiwan": "TWD",
}
_CURRENCIES = (  # the first that fits
    *((re.compile(rf"\b{name} dollars?\b", re.I), code) for name, code in _OTHER_DOLLARS.items()),
    (re.compile(r"\b(US )?dollars?\b|\bUS\$|\$", re.I), "USD"),
    (re.compile(r"\beuros?\b|€", re.I), "EUR"),
    (re.compile(r"\bpounds? sterling\b|£", re.I), "GBP"),
    (re.compile(r"\bro?ubles?\b", re.I), "RUB"),
    (re.compile(r"\byuan\b|\brenminbi\b", re.I), "CNY"),
    (re.compile(r"\byen\b|¥", re.I), "JPY"),
    (re.compile(r"^(South Korean )?won\b", re.I), "KRW"),
)


def iter_rows(material: Material, table: str) -> Iterator[Json]:
    """The rows of one table, each with every column of it; a value that is not known is None."""
    for name, row in iter_all_rows(material, only=table):
        if name == table:
            yield row


def iter_all_rows(material: Material, *, only: str | None = None) -> Iterator[tuple[str, Json]]:
    """The rows of all tables in one reading of the record, each with the name of its table."""
    if only in (None, "documents"):
        for row in material.documents():
            yield "documents", _filled("documents", row)
    if only in (None, "positions"):
        for row in material.positions:
            yield "positions", _filled("positions", row)
    makers = {table: make for table, make in _MAKERS.items() if only in (None, table)}
    for record in material.entries() if makers else ():
        for table, make in makers.items():
            for row in make(record, material):
                yield table, _filled(table, row)


@contextmanager
def tables_on_disk(material: Material) -> Iterator[Callable[[str], Iterator[Json]]]:
    """All tables from one reading of the record, to be read one after the other and again; gone when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        with ExitStack() as stack:
            files = {t: stack.enter_context(open(f"{folder}/{t}", "w", encoding="ascii")) for t in TABLES}
            for table, row in iter_all_rows(material):
                files[table].write(json.dumps(row) + "\n")

        def read(table: str) -> Iterator[Json]:
            with open(f"{folder}/{table}", encoding="ascii") as file:
                yield from map(json.loads, file)

        yield read


def _filled(table: str, row: Mapping[str, Any]) -> Json:
    return {column.name: row.get(column.name) for column in columns()[table]}


def _place(record: Json, row: Json) -> Json:
    """What most tables say of a row's place."""
    return {
        "document_id": record["id"],
        "outlet": record["outlet"],
        "start": row["start"],
        "end": row["end"],
        "text": row.get("evidence"),
        "confidence": row["confidence"],
        "review_status": row["review"],
    }


def _about(record: Json, material: Material) -> Json:
    """What the wide tables say of a row's document."""
    return {
        "document_id": record["id"],
        "cluster_id": material.cluster(record),
        "date_published": record["published"],
        "outlet": record["outlet"],
        "url": record.get("url"),
        "title": record["title"],
        "text_sha256": record["text_sha256"],
    }


def attribution_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row an attribution; a discontinuous role has its outer bounds."""
    text = record["text"]
    for row in record["attributions"]:
        extractor, version = split_maker(row["maker"])
        out = _about(record, material) | {
            "attribution_id": row["id"],
            "kind": row["kind"],
            "source_actor_id": actor_id(row["actor"], row["party"]),
            "source_actor_name": row["actor"],
            "on_behalf_of_id": row["party"],
            "confidence": row["confidence"],
            "extractor": extractor,
            "extractor_version": version,
        }
        for role in ROLES:
            if row[role]:
                start, end = min(s for s, _ in row[role]), max(e for _, e in row[role])
                out |= {f"{role}_start": start, f"{role}_end": end, f"{role}_text": text[start:end]}
        yield out


def span_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a piece of a role of an attribution."""
    for row in record["attributions"]:
        for role in ROLES:
            for n, (start, end) in enumerate(row[role], start=1):
                words = record["text"][start:end]
                yield {"attribution_id": row["id"], "role": role, "n": n, "start": start, "end": end, "text": words}


def statement_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a statement."""
    for row in record["statements"]:
        codebook = row.get("codebook", record["codebook"])
        issue, review = material.issue(codebook, row["issue"]), material.reviews.get(row["id"])
        is_body = len(row["actor"].split()) == 1 or bool(_BODY.search(row["actor"]))
        yield (
            _about(record, material)
            | _place(record, row)
            | {
                "statement_id": row["id"],
                "attribution_id": None if row["mode"] == "act" else find_attribution(record, row),
                "actor_id": actor_id(row["actor"], row["party"]),
                "actor_name": row["actor"],
                "actor_type": "collective" if is_body else "person",
                "organization": row["actor"] if is_body else row["party"],
                "party": row["party"],
                "party_cown": cow_number(row["party"]),
                "issue_id": row["issue"],
                "issue_label": issue.label if issue else None,
                "stance": row["stance"],
                "mode": row["mode"],
                "date": day_of(record["published"]),
                "rule_id": row.get("rule"),
                "codebook_version": codebook_version(material, codebook),
                "coder": row["maker"],
                "reviewer": review.coder if review else None,
                "reviewed_at": review.at if review else None,
            }
        )


def find_attribution(record: Json, row: Json) -> str | None:
    """The attribution that shares most characters with a row, of the same actor before others; None if none shares any."""

    def shared(found: Json) -> int:
        pieces = found["content"] or [[found["start"], found["end"]]]
        return sum(max(0, min(end, row["end"]) - max(start, row["start"])) for start, end in pieces)

    near = [(found["actor"] == row["actor"], shared(found), found["id"]) for found in record["attributions"]]
    best = max((n for n in near if n[1]), default=None)
    return best[2] if best else None


def codebook_version(material: Material, codebook: str | None) -> str:
    """The codebook's id and the first 12 digits of its hash, `syria@0123456789ab`."""
    found = material.codebooks.get(codebook or "")
    return f"{codebook}@{found.sha256[:12]}" if found else (codebook or "")


def meeting_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a meeting of one report."""
    for row in record["meetings"]:
        days = days_of(row["date"]) if row["date"] else None
        people = row["participants"]
        yield _place(record, row) | {
            "meeting_id": row["id"],
            "date_start": days[0].isoformat() if days else None,
            "date_end": days[1].isoformat() if days else None,
            "date_text": row["date"],
            "place": row["place"],
            "format": row["kind"],
            "status": row["status"],
            "participant_ids": [actor_id(p["name"], p["party"]) for p in people],
            "participant_names": [p["name"] for p in people],
            "parties": [p["party"] for p in people],
        }


def participant_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a participant of a meeting."""
    for row in record["meetings"]:
        for p in row["participants"]:
            actor = actor_id(p["name"], p["party"])
            yield {"meeting_id": row["id"], "actor_id": actor, "party": p["party"], "role": "participant"}


def alignment_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a pair of parties of an alignment."""
    for row in record["alignments"]:
        for a, b in combinations(row["parties"], 2):
            yield _place(record, row) | {
                "alignment_id": row["id"],
                "party_a": a,
                "party_b": b,
                "issue_id": row["issue"],
                "relation": row["kind"],
                "date": day_of(record["published"]),
            }


def commitment_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a party of a commitment."""
    for row in record["commitments"]:
        days = days_of(row["due"]) if row["due"] else None
        for party in row["by"]:
            yield _place(record, row) | {
                "commitment_id": row["id"],
                "party": party,
                "action": row["what"],
                "deadline_text": row["due_text"],
                "deadline_start": days[0].isoformat() if days else None,
                "deadline_end": days[1].isoformat() if days else None,
                "deadline_granularity": granularity(row["due"]),
                "anchor_date": day_of(record["published"]),
                "modality": "conditional" if row["conditional"] else "firm",
                "conditional": row["conditional"],
                "status": material.settled.get(row["id"]),
            }


def granularity(due: str | None) -> str | None:
    """How exact a date is: `day`, `month`, `year` or `interval`.

    Example:
        >>> granularity("2013-07"), granularity("2013-07-01/2013-12-31")
        ('month', 'interval')
    """
    if not due:
        return None
    return "interval" if "/" in due else {4: "year", 7: "month"}.get(len(due), "day")


def figure_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a figure, with the least and the most that it can be."""
    for row in record["figures"]:
        value, bound = row["value"], row["bound"]
        yield _place(record, row) | {
            "figure_id": row["id"],
            "value": value,
            "value_low": value if bound in ("at least", "more than", "exact") else None,
            "value_high": value if bound in ("less than", "exact") else None,
            "currency": currency_of(row["what"]),
            "qualifier": bound,
            "subject": row["what"],
            "party": row["source"],
        }


def currency_of(what: str) -> str | None:
    """The ISO 4217 code of the money that a figure counts; None for what is no money, or that of several states (pounds, pesos).

    Example:
        >>> currency_of("Australian dollars in aid"), currency_of("rubles"), currency_of("seats won")
        ('AUD', 'RUB', None)
    """
    return next((code for words, code in _CURRENCIES if words.search(what)), None)


def quote_rows(record: Json, material: Material) -> Iterator[Json]:
    """One row a quote."""
    for row in record["quotes"]:
        yield (
            _about(record, material)
            | _place(record, row)
            | {
                "quote_id": row["id"],
                "actor_id": actor_id(row["speaker"], row["party"]),
                "speaker": row["speaker"],
                "party": row["party"],
                "text": row["quote"],
                "coder": row["maker"],
            }
        )


_MAKERS: dict[str, Callable[[Json, Material], Iterator[Json]]] = {
    "attributions": attribution_rows,
    "attribution_spans": span_rows,
    "statements": statement_rows,
    "meetings": meeting_rows,
    "meeting_participants": participant_rows,
    "alignments": alignment_rows,
    "commitments": commitment_rows,
    "figures": figure_rows,
    "quotes": quote_rows,
}
TABLES = ("documents", *_MAKERS, "positions")
