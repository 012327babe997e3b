"""Merging and splitting actors: names change, ids do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import NotInRecord, StoreConflict
from communique.model.document import Document
from communique.model.record import Quote, Record
from communique.store.keys import actor_key
from communique.store.results import Judgement, Merge
from communique.store.store import Store, open_store

PUTIN, PUTTIN = actor_key("Vladimir Putin", "RUS"), actor_key("V. Puttin", "RUS")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "record.db", coder="mia")
    run = opened.begin_run("test", makers=["t@1"])
    for i, name in enumerate(("Vladimir Putin", "V. Puttin")):
        text = f"“Yes,” said {name}, number {i}."
        quote = Quote(speaker=name, party="RUS", quote="Yes,", start=1, end=5, confidence=1.0, maker="t@1")
        opened.commit_document(Document(f"d{i}", text), Record(quotes=(quote,)), run=run)
    return opened


def quotes(store: Store) -> list[tuple[str, str]]:
    return [(row["id"], row["speaker"]) for r in store.iter_records() for row in r["quotes"]]


def test_a_merged_actor_is_shown_under_the_other_name_and_ids_stay(store: Store) -> None:
    before = quotes(store)
    store.merge_actors(PUTIN, [PUTTIN], note="a misprint")
    assert [name for _, name in quotes(store)] == ["Vladimir Putin", "Vladimir Putin"]
    assert [row for row, _ in quotes(store)] == [row for row, _ in before]
    (actor,) = store.actors()
    assert (actor.n_documents, [a.name for a in actor.also]) == (2, ["V. Puttin"])
    assert list(store.verify()) == []


def test_a_split_undoes_a_merge(store: Store) -> None:
    before = quotes(store)
    store.merge_actors(PUTIN, [PUTTIN])
    store.split_actor(PUTTIN)
    assert quotes(store) == before
    assert [e.act for e in store.log()][-2:] == ["merge actor", "split actor"]


def test_undo_takes_back_the_last_of_judgements_and_merges(store: Store) -> None:
    before = quotes(store)
    judged = store.judge(before[0][0], "correct", fields={"speaker": "Ann Lee"})
    store.merge_actors(PUTIN, [PUTTIN])
    with open_store(store.path, coder="leo") as other, pytest.raises(NotInRecord, match="leo has no judgement left"):
        other.undo()
    undone = store.undo()
    assert isinstance(undone, Merge)
    assert (undone.actor_id, undone.into_id) == (PUTTIN, PUTIN)
    assert [name for _, name in quotes(store)] == ["Ann Lee", "V. Puttin"]
    again = store.undo()
    assert isinstance(again, Judgement)
    assert again.target == judged.id
    assert quotes(store) == before
    with pytest.raises(NotInRecord, match="no judgement left to undo"):
        store.undo()


def test_undo_takes_back_a_judgement_that_is_later_than_a_merge(store: Store) -> None:
    store.merge_actors(PUTIN, [PUTTIN])
    store.judge(quotes(store)[0][0], "reject")
    assert isinstance(store.undo(), Judgement)
    assert isinstance(store.undo(), Merge)


def test_impossible_merges_are_refused(store: Store) -> None:
    with pytest.raises(NotInRecord, match="beef"):
        store.merge_actors(PUTIN, ["beef"])
    with pytest.raises(StoreConflict, match="itself"):
        store.merge_actors(PUTIN, [PUTIN])
    with pytest.raises(StoreConflict, match="not merged"):
        store.split_actor(PUTIN)
    store.merge_actors(PUTIN, [PUTTIN])
    with pytest.raises(StoreConflict, match="already"):
        store.merge_actors(PUTIN, [PUTTIN])
    with pytest.raises(StoreConflict, match="merge into that one"):
        store.merge_actors(PUTTIN, [PUTIN])


def test_who_was_split_is_told_until_merged_again(store: Store) -> None:
    assert store.parted_actors() == set()
    store.merge_actors(PUTIN, [PUTTIN])
    assert store.parted_actors() == set()
    store.split_actor(PUTTIN)
    assert store.parted_actors() == {(PUTTIN, PUTIN)}
    store.merge_actors(PUTIN, [PUTTIN])
    assert store.parted_actors() == set()


def in_view(store: Store) -> list[tuple[str, str]]:
    with store._engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT speaker, party FROM current_quotes ORDER BY given_id")
        return [(speaker, party) for speaker, party in found]


def test_views_show_the_name_that_stands(store: Store) -> None:
    assert in_view(store) == [("Vladimir Putin", "RUS"), ("V. Puttin", "RUS")]
    store.merge_actors(PUTIN, [PUTTIN])
    assert in_view(store) == [("Vladimir Putin", "RUS")] * 2
    store.split_actor(PUTTIN)
    assert in_view(store) == [("Vladimir Putin", "RUS"), ("V. Puttin", "RUS")]
