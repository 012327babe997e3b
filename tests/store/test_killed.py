"""A run that is killed anywhere and started again ends with the record of a run that nobody disturbed.

Children are forked, so that they need not import anything; they die by SIGKILL, at a statement that they count
themselves or at a moment that the parent chooses.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from communique.model.codebook import Codebook
from communique.model.document import Document, Zone, ZoneKind
from communique.model.record import Mode, Quote, Record, Stance, Statement
from communique.store import Item, open_store

N_DOCUMENTS = 30
N_KILLS_AT_STATEMENTS = 15
N_KILLS_AT_MOMENTS = 10
CODEBOOK = Codebook("grain", "Grain", (), "a" * 64)
fork = multiprocessing.get_context("fork")


def make_item(i: int) -> Item:
    said, quote = f"Minister {i} backs the corridor.", f"We will pay {i},"
    text = f"{said} “{quote}” he said." + " More follows." * (i * 37 % 200)
    base: dict[str, Any] = {"confidence": 0.5, "maker": "m@1"}
    statement = Statement(
        start=0,
        end=len(said),
        actor=f"Minister {i}",
        party="ESP",
        issue="corridor",
        stance=Stance.SUPPORT,
        mode=Mode.INDIRECT,
        evidence=said,
        **base,
    )
    start = text.index(quote)
    spoken = Quote(start=start, end=start + len(quote), speaker=f"Minister {i}", party="ESP", quote=quote, **base)
    document = Document(id=f"d{i}", text=text, zones=(Zone(ZoneKind.BODY, 0, len(text)),))
    return Item(document, Record(statements=(statement,), quotes=(spoken,)), CODEBOOK)


def run(path: Path, kill_at: int = -1) -> int:
    """What a run does, in batches of one to four, two documents twice; the number of statements it took."""
    n_statements = 0

    def count(*_: Any) -> None:
        nonlocal n_statements
        n_statements += 1
        if n_statements == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(path) as store:
        event.listen(store._engine, "before_cursor_execute", count)
        event.listen(store._engine, "commit", count)
        begun, waiting = store.begin_run("run", makers=["m@1"]), []
        for i in [*range(N_DOCUMENTS), 3, 7]:
            item = make_item(i)
            if store.known(item.document, run=begun, codebook=CODEBOOK):
                store.note_witness(item.document, run=begun)
                continue
            waiting.append(item)
            if len(waiting) > i % 4:
                store.commit_documents(waiting, run=begun)
                waiting = []
        store.commit_documents(waiting, run=begun)
        store.finish_run(begun, {"done": N_DOCUMENTS})
    return n_statements


def record_of(path: Path) -> dict[str, Any]:
    with open_store(path) as store:
        assert list(store.verify()) == []
        counts = store.counts()
        assert counts["statements"] == counts["quotes"] == counts["documents"], "a document is there whole or not at all"
        return {"records": list(store.iter_records(with_text=True)), "counts": counts}


def remove(path: Path) -> None:
    for file in path.parent.glob(path.name + "*"):
        file.unlink()


def test_killed_at_statements(tmp_path):
    n_statements = run(tmp_path / "undisturbed.db")
    expected = record_of(tmp_path / "undisturbed.db")
    assert expected["counts"]["documents"] == N_DOCUMENTS
    chance, path, seen = random.Random(20140318), tmp_path / "killed.db", set()
    for _ in range(N_KILLS_AT_STATEMENTS):
        child = fork.Process(target=run, args=(path, chance.randint(1, n_statements)))
        child.start()
        child.join()
        n_documents = record_of(path)["counts"]["documents"]
        seen.add(n_documents)
        if n_documents == N_DOCUMENTS:
            remove(path)
    run(path)
    assert record_of(path) == expected
    assert len(seen) > 4, "the kills must meet the run at different points"


def test_killed_at_moments(tmp_path):
    began = time.monotonic()
    run(tmp_path / "undisturbed.db")
    seconds = time.monotonic() - began
    expected = record_of(tmp_path / "undisturbed.db")
    chance, path, codes = random.Random(20150508), tmp_path / "killed.db", set()
    for _ in range(N_KILLS_AT_MOMENTS):
        child = fork.Process(target=run, args=(path,))
        child.start()
        time.sleep(chance.uniform(0, seconds))
        child.kill()
        child.join()
        codes.add(child.exitcode)
    run(path)
    assert record_of(path) == expected
    assert -signal.SIGKILL in codes
