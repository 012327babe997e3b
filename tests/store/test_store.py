"""What goes into a store comes out of it, once, whoever reads it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from communique.errors import NotInRecord, UsageError
from communique.model.codebook import Codebook
from communique.model.document import Document
from communique.model.interchange import record_to_json
from communique.model.reading import MentionKind, Office
from communique.model.record import KINDS, Record, Stance
from communique.store import Item, Store

from .conftest import CODEBOOK, OTHER_CODEBOOK, TEXT, make_document, make_record


def says(store: Store, **options: Any) -> list[dict[str, Any]]:
    """The record without the ids of rows."""
    out = list(store.iter_records(**options))
    for record in out:
        for kind in KINDS:
            record[kind] = [{k: v for k, v in row.items() if k != "id"} for row in record[kind]]
    return out


def test_record_comes_back_as_the_reading_filter_writes_it(store, keep):
    document, record = make_document(warnings=("an odd date",), title="Corridor", url="https://courier.example/1"), make_record()
    assert keep(document, record).status == "done"
    assert says(store) == [record_to_json(document, record, codebook="grain")]
    assert says(store, with_text=True) == [record_to_json(document, record, codebook="grain", with_text=True)]


def test_text_of_html_is_always_in_the_record(store, keep):
    keep(make_document(media_type="text/html", raw=b"<p>markup</p>"))
    assert says(store)[0]["text"] == TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_back_equal(store, keep, kind):
    keep()
    expected = getattr(make_record(), kind)
    if kind == "statements":
        expected = tuple(replace(row, codebook="grain") for row in expected)
    assert tuple(stored.row for stored in store.iter_rows(kind)) == expected


def test_document_comes_back_equal(store, keep):
    document = make_document(title="Corridor", byline="By A. Writer", encoding="latin-1", raw=b"other bytes", has_bom=False)
    keep(document)
    assert store.get_document("madrid-1").to_document() == document


def test_raw_bytes_that_the_text_gives_are_not_kept_twice(store, keep, path):
    document = make_document()
    keep(replace(document, raw=b"\xef\xbb\xbf" + document.text.encode(), has_bom=True))
    assert store.get_document("madrid-1").witnesses[0].raw is None
    assert list(store.verify()) == []


@pytest.mark.parametrize(
    "strange", ["nul \0 inside", "half a pair \ud83d here", "emoji 🕊️ and\r\nlines", "‏right to left‎", "\ufeffmark"]
)
def test_strange_text_comes_back_exactly(store, keep, strange):
    document = make_document(f"{strange} {TEXT}", id=strange, title=strange, outlet=strange)
    keep(document)
    stored = store.get_document(strange)
    assert (stored.text, stored.witnesses[0].title, stored.witnesses[0].outlet) == (document.text, strange, strange)
    assert list(store.verify()) == []
    assert {h.document_id for h in store.search("corridor")} == {strange}


def test_reading_again_changes_nothing(store, keep):
    keep()
    before = list(store.iter_records()), store.counts(), [list(store.iter_rows(kind)) for kind in KINDS]
    assert keep().status == "skipped:known"
    assert (list(store.iter_records()), store.counts(), [list(store.iter_rows(kind)) for kind in KINDS]) == before


def test_other_makers_that_read_the_same_change_nothing(store, keep):
    keep()
    before = [list(store.iter_rows(kind)) for kind in KINDS]
    assert keep(makers=["all@2"]).status == "done"
    assert [list(store.iter_rows(kind)) for kind in KINDS] == before


def test_known_asks_for_makers_and_codebook(store, keep):
    document, changed = make_document(), Codebook("grain", "Grain", (), "c" * 64)
    keep()
    same, newer = store.begin_run("run", makers=["all@1"]), store.begin_run("run", makers=["all@2"])
    assert store.known(document, run=same, codebook=CODEBOOK)
    assert store.known(document, run=same)
    assert not store.known(document, run=newer, codebook=CODEBOOK)
    assert not store.known(document, run=same, codebook=changed)
    assert not store.known(document, run=same, codebook=OTHER_CODEBOOK)
    assert not store.known(replace(document, published="2014-03-06"), run=same, codebook=CODEBOOK)
    assert not store.known(make_document("Another text."), run=same, codebook=CODEBOOK)


def test_newer_maker_supersedes_and_the_older_stays_readable(store, keep):
    keep()
    between = store.get_document("madrid-1").witnesses[0].added_at
    old = next(store.iter_rows("statements"))
    newer = make_record(version="2", stance=Stance.OPPOSE, figures=())
    keep(record=newer, makers=["all@2"])
    new = next(store.iter_rows("statements"))
    assert (new.id, new.row.stance, new.row.maker) == (old.id, Stance.OPPOSE, "stance@2")
    assert list(store.iter_rows("figures")) == []
    assert next(store.iter_rows("statements", as_of=between)).row == old.row
    assert len(list(store.iter_rows("figures", as_of=between))) == 1
    assert says(store, as_of=between) == [record_to_json(make_document(), make_record(), codebook="grain")]
    assert [v.row.maker for v in store.show(old.id).history] == ["stance@1", "stance@2"]


def test_codebooks_stand_side_by_side(store, keep):
    keep(codebook=None, record=make_record(statements=()))
    assert [r["codebook"] for r in says(store)] == [None]
    keep()
    gas = [replace(row, issue="transit") for row in make_record().statements]
    keep(record=make_record(statements=tuple(gas)), codebook=OTHER_CODEBOOK)
    records = says(store)
    assert [(r["codebook"], [s["issue"] for s in r["statements"]]) for r in records] == [
        ("grain", ["corridor"]),
        ("gas", ["transit"]),
    ]
    assert [len(r["alignments"]) for r in records] == [1, 1]
    assert [len(r["figures"]) for r in records] == [1, 1]
    assert [s.codebook for s in store.iter_rows("statements", codebook="gas")] == ["gas"]
    assert {c.id for c in store.codebooks()} == {"grain", "gas"}


def test_two_codebooks_in_one_batch(store):
    run = store.begin_run("run", makers=["all@1"])
    document = make_document()
    items = [
        Item(document, make_record(statements=()), None),
        Item(document, make_record(), CODEBOOK),
        Item(document, make_record(statements=()), OTHER_CODEBOOK),
    ]
    assert [o.status for o in store.commit_documents(items, run=run)] == ["done"] * 3
    assert [r["codebook"] for r in says(store)] == ["grain", "gas"]
    assert store.counts()["figures"] == 1
    assert list(store.verify()) == []


def test_the_first_codebook_brings_the_events_anew_and_the_next_does_not(store, keep):
    def makers_of_meetings():
        return [v.row.maker for v in store.iter_rows("meetings")]

    def met_by(version):
        return make_record(meetings=make_record(version=version).meetings)

    keep(record=met_by("quick"), codebook=None)
    assert makers_of_meetings() == ["meet@quick"]
    keep(record=met_by("careful"))
    assert makers_of_meetings() == ["meet@careful"]
    keep(record=met_by("other"), codebook=OTHER_CODEBOOK)
    keep(record=met_by("other"), codebook=None)
    assert makers_of_meetings() == ["meet@careful"]


def test_changed_codebook_makes_new_versions_of_coded_rows_only(store, keep):
    keep()
    keep(codebook=replace(CODEBOOK, sha256="d" * 64))
    assert [v.codebook_sha256[0] for v in store.show(next(store.iter_rows("statements")).id).history] == ["a", "d"]
    assert len(store.show(next(store.iter_rows("figures")).id).history) == 1


def test_codebook_used_last_comes_last(store, keep):
    newer = replace(CODEBOOK, sha256="d" * 64)
    for codebook in (CODEBOOK, newer, CODEBOOK):
        keep(codebook=codebook)
    assert [c.sha256[0] for c in store.codebooks()] == ["d", "a"]


def test_row_that_is_no_literal_span_keeps_the_document_out(store, keep):
    record = make_record()
    wrong = replace(record.quotes[0], start=record.quotes[0].start + 1)
    outcome = keep(record=replace(record, quotes=(wrong,)))
    assert outcome.status == "quarantined:span"
    assert store.counts()["documents"] == 0
    assert [(q.document_id, q.code) for q in store.quarantined()] == [("madrid-1", "span")]
    assert TEXT[:30] not in outcome.reason


def test_quarantine_ends_when_the_document_is_read(store, keep):
    record = make_record()
    keep(record=replace(record, quotes=(replace(record.quotes[0], end=9_999),)))
    keep()
    assert list(store.quarantined()) == []
    assert [q.resolved_at is None for q in store.quarantined(include_resolved=True)] == [False]


def test_offices_and_actors(store, keep):
    office = Office("Ana Ruiz", "foreign minister", "ESP", False, 0, 25)
    keep(offices=(office,))
    assert {(a.name, a.party, a.kind) for a in store.actors()} == {("Ana Ruiz", "ESP", "person"), ("Mehmet Aydin", "TUR", None)}
    kinds = {("Mehmet Aydin", "TUR"): MentionKind.PERSON, ("Spain", "ESP"): MentionKind.STATE}
    keep(offices=(office,), kinds=kinds, makers=["all@2"])
    assert [o for _, o in store.offices()] == [office]
    assert {(a.name, a.kind) for a in store.actors()} == {("Ana Ruiz", "person"), ("Mehmet Aydin", "person")}


def test_rows_of_two_actors_at_one_place_have_ids_of_their_own(store, keep):
    record = make_record()
    second = replace(record.statements[0], actor="Mehmet Aydin", party="TUR")
    keep(record=replace(record, statements=(*record.statements, second)))
    before = [(s.id, s.row.party) for s in store.iter_rows("statements")]
    assert len(dict(before)) == 2
    keep(record=replace(make_record(version="2"), statements=(*make_record(version="2").statements, second)), makers=["all@2"])
    assert [(s.id, s.row.party) for s in store.iter_rows("statements")] == before


def test_runs_counts_and_log(store, keep):
    keep()
    run = next(store.runs())
    assert (run.status, run.counts, run.makers, run.codebooks) == ("done", {"done": 1}, ("all@1",), {})
    store.begin_run("run", codebooks=[CODEBOOK], settings={"workers": 2})
    store.begin_run("run")
    assert [r.status for r in store.runs()] == ["done", "interrupted", "running"]
    assert [e.act for e in store.log()] == ["begin", "finish", "begin", "begin"]
    assert [e.act for e in store.log(last=2)] == ["begin", "begin"]
    assert store.counts()["statements"] == 1


def test_search_finds_words_and_phrases(store, keep):
    keep()
    keep(Document(id="other", text="A phrase of its own."), Record())
    assert [h.document_id for h in store.search('"grain corridor" madrid')] == ["madrid-1"]
    assert store.search('"corridor grain"') == []
    assert store.search("(") == []
    assert "[grain corridor]" in store.search('"grain corridor"')[0].snippet


@pytest.mark.parametrize(("call", "error"), [("get_document", NotInRecord), ("get_row", NotInRecord), ("show", NotInRecord)])
def test_unknown_ids(store, call, error):
    with pytest.raises(error, match="nothing-here"):
        getattr(store, call)("nothing-here")


def test_unknown_kind(store):
    with pytest.raises(UsageError, match="the kinds are attributions"):
        list(store.iter_rows("claims"))


def test_as_of_that_is_no_time(store):
    with pytest.raises(UsageError, match="2014-03-18"):
        store.counts(as_of="yesterday")
