"""When a report is re-issued, what a person decided about the same words goes along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.errors import UsageError
from communique.model.record import KINDS, Stance
from communique.store.carrying import find_shift
from communique.store.codec import pack

from .conftest import CODEBOOK, OTHER_CODEBOOK, TEXT, make_document, make_record

NEW = "CORRECTED VERSION. " + TEXT


def reissue(store, keep, text=NEW, **options):
    keep(make_document(text), make_record(text, version="2", **options), makers=["all@2"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_same_words_keep_their_judgement(store, keep, kind, verdict):
    keep()
    store.judge(next(store.iter_rows(kind)).id, verdict, note="seen")
    reissue(store, keep)
    (stored,) = store.iter_rows(kind, include_rejected=True)
    assert stored.status == {"accept": "accepted", "reject": "rejected"}[verdict]
    assert stored.row.start == getattr(make_record(NEW), kind)[0].start
    assert [(j.carried_from, j.note, j.coder) for j in store.judgements()] == [(None, "seen", "anna"), (1, "seen", "anna")]
    assert list(store.verify()) == []


def test_correction_goes_along_and_can_be_undone_there(store, keep):
    keep()
    row_id = next(store.iter_rows("statements")).id
    store.judge(row_id, "correct", fields={"stance": "oppose", "evidence": "Madrid backs the grain corridor"})
    reissue(store, keep)
    (stored,) = store.iter_rows("statements")
    assert (stored.row.stance, stored.status, stored.id == row_id) == (Stance.OPPOSE, "corrected", False)
    assert NEW[stored.row.start : stored.row.end] == "Madrid backs the grain corridor"
    store.undo(2)
    (stored,) = store.iter_rows("statements")
    assert (stored.status, stored.row.maker) == ("read", "stance@2")
    assert list(store.verify()) == []


def test_row_added_by_hand_goes_along(store, keep):
    keep()
    store.add("quotes", "madrid-1", {"speaker": "Ana Ruiz", "party": "ESP", "quote": "pay our share"})
    reissue(store, keep)
    assert {s.row.quote: s.status for s in store.iter_rows("quotes")} == {
        "We shall pay our share,": "read",
        "pay our share": "added",
    }


def test_undone_judgement_stays_behind(store, keep):
    keep()
    store.judge(next(store.iter_rows("statements")).id, "reject")
    store.undo()
    reissue(store, keep)
    assert [s.status for s in store.iter_rows("statements")] == ["read"]
    assert len(list(store.judgements())) == 2


def test_judgement_on_words_that_are_gone_stays_with_the_earlier_text(store, keep):
    keep()
    for kind in ("figures", "quotes"):
        store.judge(next(store.iter_rows(kind)).id, "accept")
    changed = TEXT.replace("40 trucks", "45 trucks")
    record = make_record(TEXT, figures=(), commitments=())
    keep(make_document(changed), record, makers=["all@2"])
    assert list(store.iter_rows("figures")) == []
    assert [s.status for s in store.iter_rows("quotes")] == ["accepted"]
    entry = next(e for e in store.log() if e.act == "carry")
    assert (entry.details["carried"], entry.details["left"]) == (1, 1)


def test_rejection_holds_in_both_texts_where_the_earlier_still_stands(store, keep):
    keep()
    keep(make_document(id="wire-7"))
    store.judge(next(store.iter_rows("quotes")).id, "reject")
    reissue(store, keep)
    assert list(store.iter_rows("quotes")) == []
    assert len(list(store.iter_rows("quotes", include_rejected=True))) == 2


@pytest.mark.parametrize(("verdict", "left"), [("accept", ["accepted"]), ("reject", [])])
def test_judgement_on_what_was_read_without_a_codebook_holds_under_one(store, keep, verdict, left):
    keep(record=make_record(statements=()), codebook=None)
    store.judge(next(store.iter_rows("alignments")).id, verdict)
    keep()
    assert [s.status for s in store.iter_rows("alignments")] == left
    assert [[r["status"] for r in record["alignments"]] for record in store.iter_records()] == [left]
    keep(codebook=OTHER_CODEBOOK, record=make_record(statements=()))
    assert [[r["status"] for r in record["alignments"]] for record in store.iter_records()] == [left, left]
    assert store.counts()["alignments"] == 2 * len(left)
    assert list(store.verify()) == []
    with store._engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT * FROM current_alignments").all()) == 2 * len(left)


def test_statement_added_without_a_codebook_goes_to_the_codebook_that_has_its_issue(store, keep):
    keep(record=make_record(statements=()), codebook=None)
    fields = {"actor": "Mehmet Aydin", "party": "TUR", "issue": "corridor", "stance": "support", "mode": "act"}
    fields["evidence"] = "Spain and Turkey share the same goal."
    store.add("statements", "madrid-1", fields)
    for codebook, expected in ((OTHER_CODEBOOK, ""), (CODEBOOK, "grain")):
        keep(record=make_record(statements=()), codebook=codebook)
        assert [(s.row.actor, s.codebook) for s in store.iter_rows("statements")] == [("Mehmet Aydin", expected)]
        assert sum(len(record["statements"]) for record in store.iter_records()) == 1
    assert [(e.details["carried"], e.details["left"]) for e in store.log() if e.act == "carry"] == [(0, 1), (1, 0)]
    assert list(store.verify()) == []
    with pytest.raises(UsageError, match=r"name the one that the row of statements is for \(gas, grain\)"):
        store.add("statements", "madrid-1", {**fields, "actor": "Ana Ruiz"})


@pytest.mark.parametrize(
    ("old", "new", "start", "expected"),
    [
        ("a word here", "one more: a word here", 2, 10),
        ("word and word", "so: word and word", 9, 4),
        ("word and word", "word only", 9, None),
        ("word", "", 0, None),
    ],
)
def test_find_shift(old, new, start, expected):
    row = replace(make_record().quotes[0], start=start, end=start + 4)
    assert find_shift("quotes", [pack(row)], old, new) == expected
