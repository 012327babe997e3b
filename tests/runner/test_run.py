"""A run over a store: nothing twice, nothing lost, nothing half-written, however often it is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from communique.errors import StoreUnwritable
from communique.model.document import Document, Quarantined
from communique.runner.read import Codebooks, Summary
from communique.runner.run import run_documents
from communique.settings import Settings
from communique.store.store import open_store
from tests.runner.stub import NumberPipeline

N_DOCUMENTS = 60


def make_documents(n: int = N_DOCUMENTS) -> list[Document | Quarantined]:
    documents: list[Document | Quarantined] = [
        Document(f"d{i}", f"Report {i}: at least {i * 7} people met {i} ministers.", outlet="The Post", published="2015-02-12")
        for i in range(n)
    ]
    documents.insert(5, Quarantined("bad", "it is empty", code="empty"))
    documents.append(Document("copy-of-d1", documents[1].text, outlet="Wire"))  # type: ignore[union-attr]
    return documents


def run(store: Path, *, pipeline: NumberPipeline | None = None, n: int = N_DOCUMENTS) -> Summary:
    return run_documents(
        make_documents(n), Codebooks(), Settings(batch_documents=4), store_path=str(store), pipeline=pipeline or NumberPipeline()
    )


def contents(store: Path) -> list[dict[str, Any]]:
    with open_store(store, create=False) as opened:
        return sorted(opened.iter_records(with_text=True), key=lambda r: str(r["id"]))


SIGNED = "They signed an agreement on the cod of the northern waters, which both parliaments have yet to read and to approve."
UNSIGNED = "Nothing was signed; her office spoke of a long road, of bad weather, and of a second round in the spring at best."


def test_a_later_version_replaces_aloud_and_another_report_does_not(tmp_path: Path) -> None:
    store, first = tmp_path / "record.db", "Adam Roe said on Monday that at least 40 people met 7 ministers in Oslo. " + SIGNED
    other = "Ida Poe left Bergen with 3 envoys before anybody could ask her about the fishing grounds. " + UNSIGNED

    def run_text(text: str) -> Summary:
        documents = [Document("001.txt", text, outlet="The Post")]
        return run_documents(documents, Codebooks(), Settings(), store_path=str(store), pipeline=NumberPipeline())

    assert run_text(first).n_replaced == 0
    later = run_text(first.replace("40", "45"))
    assert (later.n_replaced, later.exit_status) == (1, 0)
    assert later.warnings == ["001.txt: takes the place of the text that stood for this report"]
    assert "texts that took the place of earlier ones: 1" in later.notes
    refused = run_text(other)
    assert (refused.statuses, refused.exit_status) == ({"quarantined:duplicate-id": 1}, 1)
    assert [record["text"] for record in contents(store)] == [first.replace("40", "45")]


def test_a_text_too_short_to_be_told_from_its_correction_replaces(tmp_path: Path) -> None:
    for text in ("40 envoys met.", "Nobody saw 9 of them leave."):
        run_documents(
            [Document("a", text)], Codebooks(), Settings(), store_path=str(tmp_path / "s.db"), pipeline=NumberPipeline()
        )
    assert [record["text"] for record in contents(tmp_path / "s.db")] == ["Nobody saw 9 of them leave."]


def test_a_second_run_adds_nothing_and_reads_nothing(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    first = run(store)
    assert first.statuses["done"] == N_DOCUMENTS
    assert first.exit_status == 1
    before = contents(store)
    pipeline = NumberPipeline()
    second = run(store, pipeline=pipeline)
    assert pipeline.n_read == 0
    assert second.statuses["skipped:known"] + second.statuses["skipped:duplicate"] == N_DOCUMENTS + 1
    assert contents(store) == before


def test_a_duplicate_is_one_document_with_two_witnesses(tmp_path: Path) -> None:
    run(tmp_path / "record.db")
    with open_store(tmp_path / "record.db", create=False) as store:
        document = store.get_document("d1")
        assert {w.outlet for w in document.witnesses} == {"The Post", "Wire"}
        assert store.counts()["documents"] == N_DOCUMENTS


def test_a_newer_maker_supersedes_and_human_judgement_stays(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    run(path, n=3)
    with open_store(path, coder="mia") as store:
        rows = list(store.iter_rows("figures", document="d2"))
        store.judge(rows[0].id, "correct", fields={"value": 99})
        store.judge(rows[1].id, "reject")
    summary = run(path, pipeline=NumberPipeline(version="2"), n=3)
    assert summary.statuses["done"] == 3
    with open_store(path, create=False) as store:
        after = {row.id: row for row in store.iter_rows("figures", document="d2")}
        assert after[rows[0].id].row.value == 99  # type: ignore[attr-defined]
        assert rows[1].id not in after
        assert {row.row.maker for row in store.iter_rows("figures", document="d0")} == {"numbers@2"}
        assert list(store.verify()) == []


def test_the_run_stands_in_the_log_with_its_counts(tmp_path: Path) -> None:
    run(tmp_path / "record.db", n=3)
    with open_store(tmp_path / "record.db", create=False) as store:
        (logged,) = store.runs()
        assert logged.status == "done"
        assert logged.counts["done"] == 3
        assert logged.counts["quarantined:empty"] == 1
        assert [q.document_id for q in store.quarantined()] == ["bad"]


KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from tests.runner.stub import NumberPipeline
from tests.runner.test_run import run
from pathlib import Path
print("go", flush=True)
run(Path(sys.argv[1]), pipeline=NumberPipeline(pause_seconds=0.01))
"""


@pytest.mark.slow
def test_a_run_killed_at_random_points_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    run(undisturbed)
    root = str(Path(__file__).resolve().parents[2])
    rng = random.Random(7)
    n_killed = 0
    for _ in range(16):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(killed), root], stdout=subprocess.PIPE, cwd=root)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0.005, 0.25))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            n_killed += 1
        process.wait()
        process.stdout.close()
        if killed.exists() and process.returncode == 0:
            break
    assert n_killed >= 5, "the run was never caught in the middle"
    run(killed)
    assert contents(killed) == contents(undisturbed)
    with open_store(killed, create=False) as store, open_store(undisturbed, create=False) as other:
        assert list(store.verify()) == []
        assert {k: n for k, n in store.counts().items() if k != "runs"} == {
            k: n for k, n in other.counts().items() if k != "runs"
        }


def test_a_full_disk_stops_the_run_and_a_second_one_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.db"
    from communique.store.store import Store

    commit = Store.commit_documents
    calls = []

    def full(self: Store, items: Any, *, run: Any) -> Any:
        calls.append(len(items))
        if len(calls) == 3:
            raise StoreUnwritable(f"{path}: the disk is full; free some space and run the same command again")
        return commit(self, items, run=run)

    monkeypatch.setattr(Store, "commit_documents", full)
    with pytest.raises(StoreUnwritable, match="disk is full"):
        run(path)
    monkeypatch.undo()
    run(path)
    run(tmp_path / "undisturbed.db")
    assert contents(path) == contents(tmp_path / "undisturbed.db")
