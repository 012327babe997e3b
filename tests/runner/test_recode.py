"""A run after a codebook was changed: only what changed is coded again, the rest stays as it was read, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from communique.coding.codebook import codebook_sha256, read_codebook
from communique.coding.statement import StatementCoder
from communique.model.codebook import Codebook, Issue, PartOfCodebook
from communique.model.document import Document, Quarantined
from communique.model.record import Alignment, Figure, Mode, Record, Row, Stance, Statement
from communique.runner.pipeline import Pipeline, Result
from communique.runner.read import Codebooks, Summary
from communique.runner.run import run_documents
from communique.settings import Settings
from communique.store.results import StoredRow
from communique.store.store import open_store
from tests.runner.stub import NumberPipeline

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TEXTS = (
    "Oslo wants lower quotas. Paris and Rome agree on quotas. Bonn likes boats, 12 of them.",
    "Lima fears boats and nets. Lima and Quito agree on nets. Nobody spoke of 30 quotas.",
    "There were 7 reports. Kyiv and Riga agree on little.",
)


def issue(name: str, **changes: str) -> Issue:
    return replace(Issue(name, name.title(), f"More {name}.", f"Fewer {name}."), **changes)


def book(*issues: Issue, title: str = "Fish") -> Codebook:
    made = Codebook("fish", title, issues)
    return replace(made, sha256=codebook_sha256(made))


QUOTAS, BOATS, NETS = issue("quotas"), issue("boats"), issue("nets")
FIRST = book(QUOTAS, BOATS)


class WordPipeline(NumberPipeline):
    """A sentence that holds the id of an issue makes a statement on it; one with "agree" an alignment on the first such issue.

    `asked` lists what was coded: (text, issue) for each statement looked for, (text, "") for each text looked at for figures.
    """

    def __init__(self, version: str = "1") -> None:
        super().__init__(version=version)
        self.asked: list[tuple[str, str]] = []

    def read(self, documents: Sequence[Document], codebooks: Sequence[Codebook | None]) -> list[Result]:
        self.n_read += len(documents)
        return [Result(Record(**self._rows(d, c)), (), {}) for d, c in zip(documents, codebooks, strict=True)]

    def _rows(self, document: Document, codebook: Codebook | None) -> dict[str, tuple[Row, ...]]:
        rows: dict[str, tuple[Row, ...]] = {}
        if codebook is not None:
            issues = [i for i in codebook.issues if codebook.codes(i.id)]
            self.asked += [(document.text, i.id) for i in issues]
            rows = {
                "statements": tuple(s for i in issues for s in self._statements(document.text, i)),
                "alignments": tuple(self._alignments(document.text, codebook)),
            }
        if not isinstance(codebook, PartOfCodebook):
            self.asked.append((document.text, ""))
            rows["figures"] = tuple(self._figures(document.text))
        return rows

    def _where(self, m: re.Match[str]) -> dict[str, object]:
        return {"start": m.start(), "end": m.end(), "confidence": 0.5, "maker": f"words@{self.version}", "evidence": m[0]}

    def _statements(self, text: str, i: Issue) -> list[Statement]:
        found = re.finditer(rf"(\w+)[^.]*\b{i.id}\b[^.]*\.", text)
        stance = Stance.SUPPORT if i.support.startswith("More") else Stance.OPPOSE
        return [Statement(actor=m[1], party="OTHER", issue=i.id, stance=stance, mode=Mode.ACT, **self._where(m)) for m in found]  # type: ignore[arg-type]

    def _alignments(self, text: str, codebook: Codebook) -> list[Alignment]:
        out = []
        for m in re.finditer(r"(\w+) and (\w+) agree on (\w+)", text):
            about = next((i.id for i in codebook.issues if i.id == m[3]), None)
            out.append(Alignment(parties=(m[1], m[2]), relation="agree", issue=about, on=m[3], **self._where(m)))  # type: ignore[arg-type]
        return out


def run(store: Path, codebook: Codebook, pipeline: Pipeline | None = None, texts: Sequence[str] = TEXTS) -> Summary:
    documents: list[Document | Quarantined] = [Document(f"d{i}", text, published="2015-02-12") for i, text in enumerate(texts)]
    pipeline = pipeline or WordPipeline()
    return run_documents(documents, Codebooks(codebook), Settings(batch_documents=2), store_path=str(store), pipeline=pipeline)


def rows(store: Path, kind: str) -> dict[str, StoredRow]:
    with open_store(store, create=False) as opened:
        return {row.id: row for row in opened.iter_rows(kind, include_rejected=True)}


def on(found: dict[str, StoredRow], *issues: str | None) -> list[StoredRow]:
    return [row for row in found.values() if row.row.issue in issues]  # type: ignore[attr-defined]


def said(found: dict[str, StoredRow]) -> set[tuple[object, ...]]:
    return {(r.document_id, r.row.start, r.row.issue, getattr(r.row, "stance", "")) for r in found.values()}  # type: ignore[attr-defined]


def test_only_the_changed_issue_is_coded_and_other_rows_stay_untouched(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    run(store, FIRST)
    before, figures = rows(store, "statements"), rows(store, "figures")
    pipeline = WordPipeline()
    changed = book(QUOTAS, issue("boats", support="Fewer boats.", oppose="More boats."))
    summary = run(store, changed, pipeline)
    assert pipeline.asked == [(text, "boats") for text in TEXTS]
    assert summary.statuses["done"] == len(TEXTS)
    assert summary.notes == ["fish: 3 documents coded again for boats only; rows on unchanged issues stay"]
    after = rows(store, "statements")
    assert on(after, "quotas") == on(before, "quotas")
    assert {r.row.stance for r in on(after, "boats")} == {Stance.OPPOSE}  # type: ignore[attr-defined]
    assert {r.codebook_sha256 for r in on(after, "boats")} == {changed.sha256}
    assert rows(store, "figures") == figures
    again = WordPipeline()
    run(store, changed, again)
    assert again.n_read == 0
    with open_store(store, create=False) as opened:
        assert list(opened.verify()) == []


@pytest.mark.parametrize(
    "codebook",
    [book(QUOTAS, BOATS, NETS), book(BOATS, issue("quotas", label="Limits")), book(NETS, QUOTAS), book(QUOTAS), book(NETS)],
    ids=["added", "changed and moved", "added and removed", "removed", "nothing in common"],
)
def test_what_stands_then_is_what_one_reading_would_have_given(tmp_path: Path, codebook: Codebook) -> None:
    run(tmp_path / "twice.db", FIRST)
    run(tmp_path / "twice.db", codebook)
    run(tmp_path / "once.db", codebook)
    for kind in ("statements", "alignments", "figures"):
        twice, once = rows(tmp_path / "twice.db", kind), rows(tmp_path / "once.db", kind)
        assert set(twice) == set(once)
        if kind != "figures":
            assert said(twice) == said(once)


def test_judgements_survive_on_changed_and_unchanged_issues(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    run(store, FIRST)
    (quota,) = [r for r in on(rows(store, "statements"), "quotas") if r.row.actor == "Oslo"]  # type: ignore[attr-defined]
    boats = on(rows(store, "statements"), "boats")[0]
    with open_store(store, coder="mia") as opened:
        opened.judge(quota.id, "reject")
        opened.judge(boats.id, "correct", fields={"stance": "conditional"})
    run(store, book(QUOTAS, issue("boats", support="Fewer boats.")))
    after = rows(store, "statements")
    assert after[quota.id].status == "rejected"
    assert after[boats.id].row.stance is Stance.CONDITIONAL  # type: ignore[attr-defined]
    with open_store(store, create=False) as opened:
        assert list(opened.verify()) == []


def test_rows_of_a_removed_issue_end_without_a_reading_where_nothing_else_hangs_on_it(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    run(store, FIRST)
    pipeline = WordPipeline()
    run(store, book(QUOTAS), pipeline)
    assert pipeline.n_read == 0
    assert on(rows(store, "statements"), "boats") == []
    reader = WordPipeline()
    run(store, book(NETS, QUOTAS))
    run(store, book(NETS), reader)
    assert reader.asked == [], "a text is read for its alignments, not for statements on issues that stand"
    assert reader.n_read == 1, "only the text with an alignment on the removed issue"
    assert {r.row.issue for r in rows(store, "alignments").values()} == {None, "nets"}  # type: ignore[attr-defined]


def test_a_new_title_is_a_new_version_and_no_reading(tmp_path: Path) -> None:
    store, pipeline = tmp_path / "record.db", WordPipeline()
    run(store, FIRST)
    before = rows(store, "statements")
    run(store, book(QUOTAS, BOATS, title="Fish and ships"), pipeline)
    assert pipeline.n_read == 0
    assert rows(store, "statements") == before
    with open_store(store, create=False) as opened:
        assert [c.title for c in opened.codebooks()][-1] == "Fish and ships"


def test_another_maker_or_another_date_reads_all(tmp_path: Path) -> None:
    store, pipeline = tmp_path / "record.db", WordPipeline(version="2")
    pipeline_makers = pipeline.makers
    run(store, FIRST)
    run(store, book(QUOTAS, BOATS, NETS), pipeline)
    assert pipeline_makers == {"numbers": "2"}
    assert len(pipeline.asked) == len(TEXTS) * 4
    assert {r.row.maker for r in rows(store, "statements").values()} == {"words@2"}


class Probe(StatementCoder):
    """Notes each pair that the stance reader may be asked about: the issue, the place, how relevant the one is to the other."""

    asked: list[tuple[str, int, int, float]]

    def near_pairs(self, reading, codebook):  # type: ignore[no-untyped-def]
        pairs = super().near_pairs(reading, codebook)
        self.asked += [(codebook.issues[p.issue].id, p.unit.start, p.unit.end, p.relevance) for p in pairs]
        return pairs


@pytest.mark.slow
def test_the_shipped_pipeline_codes_a_changed_issue_as_a_whole_reading_would(tmp_path: Path) -> None:
    from communique.ingest.documents import IngestOptions, iter_documents
    from communique.runner.pipeline import CODERS, make_pipeline

    whole = read_codebook(str(SAMPLES / "codebook.yaml"))
    paths = sorted(str(p) for p in (SAMPLES / "reports").glob("*minsk*.txt"))[:1]
    (changed,) = [i for i in whole.issues if i.id == "ukraine-ceasefire"]
    swapped = replace(changed, support=changed.oppose, oppose=changed.support)
    first = replace(whole, issues=tuple(swapped if i is changed else i for i in whole.issues))
    first = replace(first, sha256=codebook_sha256(first))
    pipeline = make_pipeline(Settings(), coders=CODERS)
    probe = Probe()
    probe.asked = []
    pipeline.coders = tuple(probe if c.makes == "statements" else c for c in pipeline.coders)

    def read(store: str, codebook: Codebook) -> None:
        documents = iter_documents(paths, options=IngestOptions())
        run_documents(documents, Codebooks(codebook), Settings(), store_path=str(tmp_path / store), pipeline=pipeline)

    read("once.db", whole)
    of_whole = [pair for pair in probe.asked if pair[0] == changed.id]
    read("twice.db", first)
    before = rows(tmp_path / "twice.db", "statements")
    probe.asked.clear()
    read("twice.db", whole)
    assert of_whole, "the report says nothing of the issue: the test would prove nothing"
    assert probe.asked == of_whole
    twice = rows(tmp_path / "twice.db", "statements")
    assert on(twice, changed.id)
    assert {r.codebook_sha256 for r in on(twice, changed.id)} == {whole.sha256}
    others = [i.id for i in whole.issues if i is not changed]
    assert on(twice, *others) == on(before, *others)
    kept: list[Figure] = [r.row for r in rows(tmp_path / "twice.db", "figures").values()]  # type: ignore[misc]
    assert kept == [r.row for r in rows(tmp_path / "once.db", "figures").values()]
