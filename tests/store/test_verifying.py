"""`verify` finds what somebody changed behind the store's back."""

from __future__ import annotations

import sqlite3

import pytest

from .conftest import TEXT


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        ("UPDATE statements SET span_start = span_start + 1", "statements", "not those of the text"),
        ("UPDATE quotes SET span_end = 99999", "quotes", "outside the text"),
        ("UPDATE attribution_spans SET span_end = 99999 WHERE role = 'cue'", "attributions", "outside the text"),
        ("UPDATE attribution_spans SET span_end = span_end - 1 WHERE role = 'cue'", "attributions", "content key"),
        ("UPDATE statements SET stance = 'oppose'", "statements", "content key"),
        ("UPDATE meeting_participants SET party = 'USA'", "meetings", "content key"),
        ("DELETE FROM alignment_parties WHERE party = 'TUR'", "alignments", "content key"),
        ("UPDATE documents SET text = replace(text, 'Ankara', 'Izmir!')", "document", "the hash differs"),
        ("UPDATE documents SET zones = '[[\"body\", 0, 99999]]'", "document", "zone lies outside"),
        ("UPDATE witnesses SET encoding = 'utf-16'", "witness", "raw bytes"),
        ("UPDATE figures SET document_id = 'nowhere'", "figures", "points at a line of documents"),
        ("UPDATE statements SET status = 'rejected', by_hand = 1", "statements", "what stands by hand"),
    ],
)
def test_change_is_found(store, keep, path, change, where, says):
    keep()
    assert list(store.verify()) == []
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    problems = list(store.verify())
    assert any(p.where.startswith(where) and says in p.what for p in problems), problems
    assert all(TEXT[:40] not in p.what for p in problems)


def test_judgement_without_its_version_by_hand_is_found(store, keep, path):
    keep()
    store.judge(next(store.iter_rows("statements")).id, "reject")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM statements WHERE by_hand")
    assert [p.what for p in store.verify()] == ["what stands by hand is not what the judgements come to"]


def test_damaged_page_is_found(store, keep, path):
    for i in range(30):
        keep(codebook=None, makers=[f"all@{i}"])
    store.close()
    data = bytearray(path.read_bytes())
    data[-8_000:-4_100] = b"\x00" * 3_900
    path.write_bytes(bytes(data))
    assert list(store.verify())
