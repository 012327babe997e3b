"""`communique export`: from a store to the files of other programs. Joins the store, the positions and the writers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from communique.analysis.position import Position, PositionOptions, find_positions
from communique.errors import UsageError
from communique.export.formats import FORMATS, export_to
from communique.export.material import Json, Material, Review, actor_id, day_of, split_maker
from communique.model.codebook import Codebook
from communique.model.ids import make_key
from communique.runner.known import check_codebook
from communique.runner.stored import settlements
from communique.store.results import StoredDocument
from communique.store.store import Store, open_store
from communique.store.types import as_of_stamp


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, and how many rows of each table."""

    path: Path
    counts: Mapping[str, int]


def export_record(
    store_path: str | Path,
    format: str,
    out: str | Path,
    *,
    codebook: str | None = None,
    as_of: str | None = None,
    clusters: Mapping[str, str] | None = None,
    **options: Any,
) -> Exported:
    """Write the record of a store in another program's format, whole or not at all.

    Args:
        format: a name of `communique.export.formats.FORMATS`, or of an installed plug-in.
        codebook: only statements and alignments of the codebook with this id.
        as_of: the record as it stood then.
        clusters: story clusters by document id; without them only equal texts are one story.
        options: of the format, such as `excel=True` for csv.

    Raises:
        UsageError: there is no such format, option or codebook, or the option cannot have the value.
        StoreError: there is no store at the path, or the output cannot be written.
        MissingExtra: a package that the format needs is not installed.
    """
    with open_store(store_path, create=False) as store:
        material = make_material(store, codebook=codebook, as_of=as_of, clusters=clusters)
        return Exported(Path(out), export_to(material, format, out, options))


def parse_options(pairs: Iterable[str]) -> dict[str, Any]:
    """Options of a format from `name=value` pairs: `true` and `false` are truth values, `a,b` of `kinds` is a list.

    Raises:
        UsageError: a pair has no `=`.

    Example:
        >>> parse_options(["excel=true", "offsets=utf-16", "kinds=statements,quotes"])
        {'excel': True, 'offsets': 'utf-16', 'kinds': ['statements', 'quotes']}
    """
    out: dict[str, Any] = {}
    for pair in pairs:
        name, sep, value = pair.partition("=")
        if not sep:
            raise UsageError(f"--set {pair[:60]!r}: expected NAME=VALUE, such as offsets=utf-16")
        truth = {"true": True, "false": False}.get(value.lower(), value)
        out[name.strip().replace("-", "_")] = value.split(",") if name.strip() == "kinds" else truth
    return out


def list_formats() -> dict[str, str]:
    """The formats of our own and what each is, by name."""
    return {f.name: f.about for f in FORMATS.values()}


def make_material(
    store: Store, *, codebook: str | None = None, as_of: str | None = None, clusters: Mapping[str, str] | None = None
) -> Material:
    """What exports are made of, read from an open store.

    Raises:
        UsageError: no rows were ever coded with the codebook.
    """
    check_codebook(store, codebook)
    books: dict[str, Codebook] = {book.id: book for book in store.codebooks()}
    kept = {name: book for name, book in books.items() if codebook in (None, name)}
    stamp = as_of_stamp(as_of)
    last = [entry.at for entry in store.log(last=1)]
    material = Material(
        read=lambda: store.iter_records(as_of=as_of, codebook=codebook, with_text=True),
        documents=lambda: _document_rows(store, as_of, clusters or {}),
        codebooks=kept,
        reviews=_reviews(store, stamp),
        settled={row: found["outcome"] for row, found in settlements(store, as_of=as_of).items()},
        clusters=clusters or {},
        title=Path(store.path).stem,
        made_at=stamp or (last[0] if last else "1970-01-01T00:00:00Z"),
        version=version("communique"),
    )
    return replace(material, positions=list(_position_rows(material)))


def _reviews(store: Store, stamp: str | None) -> dict[str, Review]:
    return {
        j.row_id: Review(j.coder, j.at)
        for j in store.judgements()
        if not j.is_undone and j.verdict != "undo" and (stamp is None or j.at <= stamp)
    }


def _document_rows(store: Store, as_of: str | None, clusters: Mapping[str, str]) -> Iterator[Json]:
    for stored in store.documents(as_of=as_of):
        for n, witness in enumerate(stored.witnesses):
            yield _document_row(stored, n, clusters) | {
                "document_id": witness.given_id,
                "outlet": witness.outlet,
                "url": witness.url,
                "title": witness.title,
                "author": witness.byline,
                "date_published": witness.published,
                "date_origin": witness.published_origin,
                "raw_sha256": hashlib.sha256(witness.raw).hexdigest() if witness.raw is not None else None,
                "added_at": witness.added_at,
            }


def _document_row(stored: StoredDocument, n: int, clusters: Mapping[str, str]) -> Json:
    extractor, number = split_maker(stored.witnesses[n].maker)
    return {
        "cluster_id": clusters.get(stored.id) or make_key("documents", stored.text_sha256),
        "is_canonical": n == 0,
        "language": "en",
        "n_chars": len(stored.text),
        "text_sha256": stored.text_sha256,
        "extractor": extractor,
        "extractor_version": number,
    }


def _position_rows(material: Material) -> Iterator[Json]:
    """The positions of actors, then those of parties, for each codebook; over all dates."""
    groups: dict[str, list[Json]] = defaultdict(list)
    for record in material.entries():
        for row in record["statements"]:
            groups[row.get("codebook") or record["codebook"] or ""].append(
                {
                    **row,
                    "document_id": record["id"],
                    "date": record["published"],
                    "cluster_id": material.cluster(record),
                    "actor": f"{row['party']}\t{row['actor']}",  # the same name under two parties is two actors
                }
            )
    for codebook, rows in groups.items():
        for by in ("actor", "party"):
            for position in _ordered(find_positions(rows, options=PositionOptions(by=by))):
                yield _position_row(position, by, codebook, material)


def _ordered(positions: Iterable[Position]) -> list[Position]:
    return sorted(positions, key=lambda p: (p.who, p.issue))


def _position_row(position: Position, by: str, codebook: str, material: Material) -> Json:
    party, _, name = position.who.partition("\t") if by == "actor" else (position.who, "", "")
    counts, issue = position.stance_counts, material.issue(codebook, position.issue)
    support, oppose, _ = position.counts.tolist()
    ids = [str(stmt.row["id"]) for stmt in position.statements]
    days = [stmt.date for stmt in position.statements if stmt.date]
    book = material.codebooks.get(codebook)
    return {
        "position_id": make_key("positions", by, position.who, codebook, position.issue),
        "actor_id": actor_id(name, party),
        "actor_name": name,
        "party": party,
        "issue_id": position.issue,
        "issue_label": issue.label if issue else None,
        "period_start": day_of(min(days).isoformat()) if days else None,
        "period_end": day_of(max(days).isoformat()) if days else None,
        "stance": position.stance,
        **{f"n_{stance}": n for stance, n in counts.items()},
        "n_statements": len(position.statements),
        "n_clusters": position.n_clusters,
        "mean_stance": (support - oppose) / (support + oppose) if support + oppose else None,
        "first_statement_id": ids[0],
        "last_statement_id": ids[-1],
        "statement_ids": ids,
        "codebook_version": f"{codebook}@{book.sha256[:12]}" if book else codebook,
    }
