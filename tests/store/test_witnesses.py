"""The same words in several places are one document; other words for the same report supersede the earlier ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.errors import NotInRecord
from communique.model.record import Record
from communique.store import Item
from communique.store.witnesses import shared_share

from .conftest import CODEBOOK, TEXT, make_document, make_record

CORRECTED = TEXT.replace("40 trucks", "45 trucks")


def corrected_record():
    record = make_record(TEXT)
    send = "Spain will send 45 trucks by the end of June."
    figures = (replace(record.figures[0], value=45, evidence=send),)
    return replace(record, figures=figures, commitments=(replace(record.commitments[0], what="send 45 trucks", evidence=send),))


def ids(store, **options):
    return [document.id for document in store.documents(**options)]


def test_same_text_elsewhere_is_another_witness(store, keep):
    keep()
    copy = make_document(id="wire-7", outlet="The Wire", published="2014-03-06")
    assert keep(copy).status == "skipped:duplicate"
    assert keep(copy).status == "skipped:known"
    (document,) = store.documents()
    assert [(w.given_id, w.outlet) for w in document.witnesses] == [("madrid-1", "The Courier"), ("wire-7", "The Wire")]
    assert store.get_document("wire-7") == document
    (record,) = store.iter_records()
    assert [w["id"] for w in record["witnesses"]] == ["madrid-1", "wire-7"]
    assert (store.counts()["documents"], store.counts()["witnesses"], store.counts()["quotes"]) == (1, 2, 1)


def test_witness_of_a_known_text_is_noted_without_reading(store, keep):
    keep()
    run = store.begin_run("run", makers=["all@1"])
    assert store.note_witness(make_document(id="wire-7"), run=run).status == "skipped:duplicate"
    assert store.note_witness(make_document(id="wire-7"), run=run).status == "skipped:known"


def test_other_text_under_the_same_id_supersedes(store, keep):
    keep()
    at = next(store.runs()).finished_at
    old = store.get_document("madrid-1")
    keep(make_document(CORRECTED), corrected_record())
    assert [r.row.value for r in store.iter_rows("figures")] == [45]
    assert [r.row.value for r in store.iter_rows("figures", as_of=at)] == [40]
    assert store.get_document("madrid-1").text == CORRECTED
    assert store.get_document("madrid-1", as_of=at).text == TEXT
    assert store.get_document(old.key).superseded_by == store.get_document("madrid-1").key
    assert store.counts()["documents_superseded"] == 1
    assert "supersede" in [e.act for e in store.log()]
    assert store.search("45")[0].document_id == "madrid-1"
    assert store.search("40") == []


def test_earlier_text_can_come_back(store, keep):
    keep()
    keep(make_document(CORRECTED), corrected_record())
    keep()
    assert [d.text for d in store.documents()] == [TEXT]
    assert [r.row.value for r in store.iter_rows("figures")] == [40]
    assert list(store.verify()) == []


def test_text_that_another_outlet_still_prints_stands(store, keep):
    keep()
    keep(make_document(id="wire-7", outlet="The Wire"))
    keep(make_document(CORRECTED), corrected_record())
    assert ids(store) == ["wire-7", "madrid-1"]


def test_other_text_under_the_same_id_in_one_run_is_quarantined(store):
    run = store.begin_run("run", makers=["all@1"])
    items = [Item(make_document(), make_record(), CODEBOOK), Item(make_document(CORRECTED), corrected_record(), CODEBOOK)]
    assert [o.status for o in store.commit_documents(items, run=run)] == ["done", "quarantined:duplicate-id"]
    assert [d.text for d in store.documents()] == [TEXT]
    assert [(q.document_id, q.code) for q in store.quarantined()] == [("madrid-1", "duplicate-id")]
    assert store.note_witness(make_document(CORRECTED), run=run).status == "quarantined:duplicate-id"


OTHER = "Envoys of Norway and Chad met in Oslo on Friday, and parted without a word on the fishing grounds."


def test_another_report_under_the_id_of_a_standing_one_is_turned_away(store, keep):
    keep()
    row = next(store.iter_rows("statements"))
    store.judge(row.id, "accept")
    outcome = keep(make_document(OTHER), Record())
    assert outcome.status == "quarantined:duplicate-id"
    assert "another report (The Courier, 2014-03-05), with 1 judgements" in outcome.reason
    assert "an id of its own" in outcome.reason
    assert [d.text for d in store.documents()] == [TEXT]
    assert store.get_row(row.id).status == "accepted"
    store.forget("madrid-1")
    assert keep(make_document(OTHER), Record()).status == "done"


def test_a_known_text_does_not_take_the_id_of_another_report(store, keep):
    keep()
    store.judge(next(store.iter_rows("figures")).id, "accept")
    keep(make_document(OTHER, id="oslo-1"), Record())
    run = store.begin_run("run", makers=["all@1"])
    assert store.note_witness(make_document(OTHER), run=run).status == "quarantined:duplicate-id"
    assert ids(store) == ["madrid-1", "oslo-1"]


def test_a_version_says_that_it_replaces_and_what_became_of_the_judgements(store, keep):
    keep()
    figure, statement = next(store.iter_rows("figures")), next(store.iter_rows("statements"))
    store.judge(figure.id, "accept")
    store.judge(statement.id, "accept")
    outcome = keep(make_document(CORRECTED), corrected_record())
    assert outcome.status == "done"
    assert "1 went along, 1 stay" in outcome.replaces
    assert next(store.iter_rows("statements")).status == "accepted"


def test_judgements_go_along_when_an_earlier_text_comes_back(store, keep):
    keep()
    keep(make_document(CORRECTED), corrected_record())
    store.judge(next(store.iter_rows("statements")).id, "reject")
    assert keep().replaces
    assert [d.text for d in store.documents()] == [TEXT]
    assert list(store.iter_rows("statements")) == []
    assert list(store.verify()) == []


URL = "https://courier.example/grain"


def test_mostly_the_same_words_at_the_same_address_supersede(store, keep):
    keep(make_document(url=URL))
    keep(make_document(CORRECTED, id="madrid-1-corrected", url=URL), corrected_record())
    assert ids(store) == ["madrid-1-corrected"]
    keep(make_document(url=URL))
    assert ids(store) == ["madrid-1-corrected"], "reading the superseded text again must not bring it back"


def test_other_words_at_the_same_address_are_another_report(store, keep):
    keep(make_document(url=URL))
    keep(make_document("A page of other news, with nothing in common.", id="front-page", url=URL), Record())
    assert ids(store) == ["madrid-1", "front-page"]


def test_changed_description_is_a_new_line_and_the_old_stays(store, keep):
    keep()
    at = next(store.runs()).finished_at
    changed = make_document(published="2014-03-06", title="Corridor")
    later = replace(make_record(), meetings=(replace(make_record().meetings[0], date="2014-03-05"),))
    assert keep(changed, later).status == "done", "another date of publication must be read again"
    assert [m.row.date for m in store.iter_rows("meetings")] == ["2014-03-05"]
    assert store.get_document("madrid-1").witnesses[0].title == "Corridor"
    assert store.get_document("madrid-1", as_of=at).witnesses[0].title is None
    assert len(store.get_document("madrid-1").witnesses) == 1


def test_nothing_before_the_first_run(store, keep):
    keep()
    assert list(store.iter_records(as_of="2001-01-01")) == []
    with pytest.raises(NotInRecord, match="as of 2001-01-01"):
        store.get_document("madrid-1", as_of="2001-01-01")


@pytest.mark.parametrize(("a", "b", "share"), [("", "a b c d", 0.0), ("a b c d", "A  B\nC D", 1.0), ("a b c d", "e f g h", 0.0)])
def test_shared_share(a, b, share):
    assert shared_share(a, b) == share
