"""The record as one page: rows in the form of `communique export jsonl` in, a self-contained HTML file out.

The page asks nothing of any network: style and script stand in it. It shows every row with its sentence and a link to the
place in the report that the row was read from. It computes nothing about the world: counts are counts of rows shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.report.marking import Segment, make_segments
from communique.report.picture import Picture

Json = Mapping[str, Any]

STANCES = ("support", "oppose", "conditional")
STANCE_MARKS = {"support": "+", "oppose": "−", "conditional": "?"}
FULL_TEXT_LIMIT_CHARS = 3_000_000  # beyond this the page would be slow to open: rows keep their sentence, texts are left out


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as the page shows it: the row, the words it was read from, and where."""

    row: Json
    words: str
    document: int
    outlet: str
    published: str
    title: str

    @property
    def anchor(self) -> str:
        """The id of the place in the page's copy of the report."""
        return f"d{self.document}-{self.row['start']}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party says on one issue."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def lean(self) -> str:
        """The stance that most rows of the cell hold, `mixed` when two are level, empty when there is none."""
        if not self.total:
            return ""
        (first, n), *rest = Counter(self.counts).most_common()
        return "mixed" if rest and rest[0][1] == n else first


@dataclass(frozen=True, slots=True)
class IssueSection:
    """One issue: what counts as support and opposition, and the statements, by party."""

    id: str
    label: str
    support: str
    oppose: str
    by_party: list[tuple[str, list[Entry]]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parties (rows) by issues (columns); `parties` is ordered by the number of statements."""

    parties: list[str]
    issues: list[tuple[str, str]]
    cells: dict[tuple[str, str], Cell]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One report: its head, its text in marked segments, and what is counted of it."""

    number: int
    id: str
    outlet: str
    published: str
    published_origin: str
    title: str
    url: str
    segments: list[Segment]
    counts: dict[str, int]
    warnings: list[str]
    witnesses: list[Json]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that the template shows.

    Args:
        title: the heading.
        made_on: date of making.
        n_documents: documents in the record.
        outlets: outlet and number of its documents, most first.
        period: first and last publication date, empty when none is known.
        counts: rows by kind.
        matrix: one for each codebook: its title and the matrix of its issues.
        issues: the statements, by issue.
        meetings: merged meetings (`report.meeting` dictionaries: date, place, status, format, participants, witnesses).
        alignments, commitments, figures, quotes: entries, by date.
        documents: the reports.
        quarantined: what could not be read, with the reason.
        makers: who made the rows, with the number of rows of each.
        pictures: shown after the positions.
    """

    title: str
    made_on: str
    n_documents: int
    outlets: list[tuple[str, int]]
    period: tuple[str, str]
    counts: dict[str, int]
    matrices: list[tuple[str, Matrix]]
    issues: list[IssueSection]
    meetings: list[Json]
    alignments: list[Entry]
    commitments: list[Entry]
    figures: list[Entry]
    quotes: list[tuple[str, list[Entry]]]
    documents: list[DocumentView]
    quarantined: list[Json]
    makers: list[tuple[str, int]]
    has_texts: bool = True
    stances: tuple[str, ...] = field(default=STANCES)
    pictures: tuple[Picture, ...] = ()


def make_page(
    records: Sequence[Json],
    *,
    codebooks: Sequence[Json],
    meetings: Sequence[Json],
    quarantined: Sequence[Json] = (),
    title: str = "The record",
    made_on: str,
    pictures: Sequence[Picture] = (),
) -> ReportPage:
    """Put the rows of some records in the order of the page.

    Args:
        records: one object for each document and codebook, as `communique export jsonl` writes them, with `text`.
        codebooks: `{"id", "title", "issues": [{"id", "label", "support", "oppose"}]}`.
        meetings: merged meetings, each with `witnesses` that name `document`, `start`, `evidence`, `outlet`, `published`.
        quarantined: `{"document_id", "reason"}`.
        title: the heading.
        made_on: the date that the page shows as its own.
        pictures: drawn from the same rows.
    """
    numbers = {doc_id: n for n, doc_id in enumerate(dict.fromkeys(str(r["id"]) for r in records), 1)}
    entries: dict[str, list[Entry]] = defaultdict(list)
    for record in records:
        for kind in ("statements", "alignments", "commitments", "figures", "quotes"):
            entries[kind] += [_entry(record, row, numbers[str(record["id"])]) for row in record.get(kind, [])]
    for rows in entries.values():
        rows.sort(key=lambda e: (e.published, e.document, e.row["start"]))
    with_texts = sum(len(str(r.get("text") or "")) for r in records) <= FULL_TEXT_LIMIT_CHARS
    dates = sorted(str(r["published"])[:10] for r in records if r.get("published"))
    kinds = ("statements", "meetings", "alignments", "commitments", "figures", "quotes", "attributions")
    return ReportPage(
        title=title,
        made_on=made_on,
        n_documents=len(numbers),
        outlets=Counter(str(r.get("outlet") or "unknown outlet") for r in _first_of_each(records)).most_common(),
        period=(dates[0], dates[-1]) if dates else ("", ""),
        counts={kind: sum(len(r.get(kind, [])) for r in records) for kind in kinds},
        matrices=[(str(c["title"]), _matrix(c, entries["statements"])) for c in codebooks],
        issues=[section for c in codebooks for section in _issue_sections(c, entries["statements"])],
        meetings=[_with_anchors(m, numbers) for m in meetings],
        alignments=entries["alignments"],
        commitments=entries["commitments"],
        figures=entries["figures"],
        quotes=_by(entries["quotes"], lambda e: f"{e.row['speaker']} ({e.row['party']})"),
        documents=[_document_view(r, numbers[str(r["id"])], with_texts) for r in _first_of_each(records)],
        quarantined=list(quarantined),
        makers=Counter(str(row["maker"]) for r in records for kind in kinds for row in r.get(kind, [])).most_common(),
        has_texts=with_texts,
        pictures=tuple(pictures),
    )


def _first_of_each(records: Iterable[Json]) -> list[Json]:
    seen: dict[str, Json] = {}
    for record in records:
        seen.setdefault(str(record["id"]), record)
    return list(seen.values())


def _entry(record: Json, row: Json, number: int) -> Entry:
    return Entry(
        row=row,
        words=str(row.get("evidence") or row.get("quote") or ""),
        document=number,
        outlet=str(record.get("outlet") or ""),
        published=str(record.get("published") or "")[:10],
        title=str(record.get("title") or record["id"]),
    )


def _by(entries: Iterable[Entry], key: Any) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _of_codebook(codebook: Json, statements: Iterable[Entry]) -> list[Entry]:
    ids = {issue["id"] for issue in codebook["issues"]}
    return [e for e in statements if e.row["issue"] in ids and e.row.get("codebook", codebook["id"]) in ("", codebook["id"])]


def _matrix(codebook: Json, statements: Iterable[Entry]) -> Matrix:
    mine = _of_codebook(codebook, statements)
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for entry in mine:
        cells[entry.row["party"], entry.row["issue"]][entry.row["stance"]] += 1
    parties = [p for p, _ in Counter(e.row["party"] for e in mine).most_common()]
    return Matrix(parties, [(i["id"], i["label"]) for i in codebook["issues"]], {k: Cell(dict(c)) for k, c in cells.items()})


def _issue_sections(codebook: Json, statements: Sequence[Entry]) -> list[IssueSection]:
    mine = _of_codebook(codebook, statements)
    return [
        IssueSection(
            id=i["id"],
            label=i["label"],
            support=i["support"],
            oppose=i["oppose"],
            by_party=_by((e for e in mine if e.row["issue"] == i["id"]), lambda e: str(e.row["party"])),
        )
        for i in codebook["issues"]
    ]


def _with_anchors(meeting: Json, numbers: Mapping[str, int]) -> Json:
    witnesses = [{**w, "anchor": f"d{numbers.get(str(w['document']), 0)}-{w['start']}"} for w in meeting["witnesses"]]
    return {**meeting, "witnesses": witnesses, "n_outlets": len({w.get("outlet") for w in witnesses})}


def _document_view(record: Json, number: int, with_texts: bool) -> DocumentView:
    kinds = ("statements", "meetings", "alignments", "commitments", "figures", "quotes", "attributions")
    return DocumentView(
        number=number,
        id=str(record["id"]),
        outlet=str(record.get("outlet") or "unknown outlet"),
        published=str(record.get("published") or "date unknown"),
        published_origin=str(record.get("published_origin") or "unknown"),
        title=str(record.get("title") or record["id"]),
        url=str(record.get("url") or ""),
        segments=make_segments(record) if with_texts and record.get("text") else [],
        counts={kind: len(record.get(kind, [])) for kind in kinds if record.get(kind)},
        warnings=list(record.get("warnings", [])),
        witnesses=list(record.get("witnesses", [])),
    )
