"""Forgetting leaves a line in the log and nothing else, in the tables and in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import NotInRecord, StoreConflict, StoreUnwritable
from communique.model.document import Quarantined
from communique.model.record import Record
from communique.store import Item, tables

from .conftest import CODEBOOK, TEXT, make_document, make_record

SECRET = "Wolframite Pergamon"  # words that stand in no other text


def bytes_of(path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(path.parent.glob(path.name + "*")))


def keep_many(store, n: int) -> None:
    run = store.begin_run("run", makers=["all@1"])
    items = []
    for i in range(n):
        text = f"Report {i} begins here. {TEXT} Report {i} ends here." + " Filler words to fill a page or two." * (i % 90)
        items.append(Item(make_document(text, id=f"report-{i}"), make_record(text), CODEBOOK))
    store.commit_documents(items, run=run)


def test_nothing_stays_but_the_line_in_the_log(store, keep, path):
    keep_many(store, 30)
    text = f"{SECRET} said so. {TEXT} " + f"{SECRET} once more, and again {SECRET}. " * 300
    document = make_document(text, id="secret-1", title=SECRET, outlet=SECRET, byline=SECRET, raw=SECRET.encode() * 5_000)
    keep(document, make_record(text))
    keep(document, make_record(text, version="2"), makers=["all@2"])
    keep_many(store, 60)
    row_id = next(store.iter_rows("statements", document="secret-1")).id
    store.judge(row_id, "correct", fields={"actor": SECRET}, note=SECRET)
    before = store.counts()
    assert SECRET.encode() in bytes_of(path)

    forgotten = store.forget("secret-1", who="ben")

    assert (forgotten.document_ids, forgotten.n_texts, forgotten.n_judgements) == (("secret-1",), 1, 1)
    found = bytes_of(path)
    for word in SECRET.encode(), b"Wolframite", b"wolframite", b"pergamon":
        assert word not in found
    after = store.counts()
    assert after["documents"] == before["documents"] - 1
    assert after["judgements"] == 0
    entry = list(store.log())[-1]
    assert (entry.act, entry.who, entry.details["documents"]) == ("forget", "ben", ["secret-1"])
    assert SECRET not in str(entry)
    assert list(store.verify()) == []
    with pytest.raises(NotInRecord):
        store.get_document("secret-1")
    assert len(store.search("grain")) == 20


def test_every_text_and_witness_under_the_id_goes(store, keep):
    keep()
    keep(make_document(id="wire-7"))
    keep(make_document(TEXT.replace("40", "45")), Record())
    forgotten = store.forget("madrid-1", who="ben")
    assert (forgotten.document_ids, forgotten.n_texts) == (("madrid-1", "wire-7"), 2)
    with store._engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            n = connection.execute(table.select()).all()
            assert not n or table.name in ("meta", "runs", "codebooks", "log"), table.name


def test_a_text_of_other_ids_is_removed_only_everywhere(store, keep):
    keep()
    keep(make_document(id="wire-7"))
    keep(make_document(f"{TEXT} Again.", id="other"))
    with pytest.raises(StoreConflict, match=r"shares its text with wire-7; .*--everywhere"):
        store.forget("madrid-1", everywhere=False)
    assert (store.counts()["documents"], store.counts()["witnesses"]) == (2, 3)
    assert store.forget("other", everywhere=False).document_ids == ("other",)


def test_actors_of_other_documents_stay(store, keep):
    keep()
    keep(make_document(f"{TEXT} Again.", id="other"))
    store.forget("madrid-1")
    assert {a.name: a.n_documents for a in store.actors()} == {"Ana Ruiz": 1, "Mehmet Aydin": 1}


def test_quarantined_document_can_be_forgotten(store):
    run = store.begin_run("run")
    store.quarantine(Quarantined("bad-1", f"the line begins with {SECRET}", where="a.jsonl:3"), run=run)
    store.forget("bad-1")
    assert list(store.quarantined(include_resolved=True)) == []


def test_unknown_document(store):
    with pytest.raises(NotInRecord, match="nothing to forget"):
        store.forget("nobody-1")


def test_reader_that_holds_the_text_is_named(store, keep, path, monkeypatch):
    monkeypatch.setattr("communique.store.sqlite.READERS_SECONDS", 0)
    keep()
    reading = store.iter_rows("quotes")
    next(reading)  # a consistent reading that goes on
    with pytest.raises(StoreUnwritable, match="another process that reads"):
        store.forget("madrid-1")
    reading.close()
    assert store.counts()["documents"] == 0
