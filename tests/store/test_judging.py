"""A person has the last word: judgements are appended, outlive every reading and every maker, and can be undone."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from communique.errors import NotInRecord, StoreConflict, UsageError
from communique.model.record import Record, Stance
from communique.store import open_store

from .conftest import CODEBOOK, TEXT, make_document, make_record


def one(store, kind="statements", **options):
    (stored,) = store.iter_rows(kind, **options)
    return stored


def test_accepted_row_stays_as_it_was_whatever_is_read_later(store, keep):
    keep()
    store.judge(one(store).id, "accept")
    accepted = one(store)
    keep(record=make_record(version="2", stance=Stance.OPPOSE), makers=["all@2"])
    assert one(store) == accepted
    assert (accepted.status, accepted.row.stance, accepted.row.maker) == ("accepted", Stance.SUPPORT, "stance@1")


def test_corrected_row_stays_as_corrected(store, keep):
    keep()
    store.judge(one(store).id, "correct", fields={"stance": "conditional", "party": "EU"})
    keep(record=make_record(version="2", stance=Stance.OPPOSE), makers=["all@2"])
    row = one(store).row
    assert (row.stance, row.party, row.actor, row.maker) == (Stance.CONDITIONAL, "EU", "Ana Ruiz", "human:anna@1")


@pytest.mark.parametrize(("verdict", "left"), [("accept", 1), ("correct", 1), ("reject", 0)])
def test_judged_row_that_no_maker_makes_any_more(store, keep, verdict, left):
    keep()
    store.judge(one(store).id, verdict, fields={"party": "EU"} if verdict == "correct" else None)
    keep(record=make_record(version="2", statements=()), makers=["all@2"])
    assert len(list(store.iter_rows("statements"))) == left
    assert [len(r["statements"]) for r in store.iter_records()] == [left]
    assert list(store.verify()) == []


def test_rejected_row_stays_rejected_when_it_is_made_again(store, keep):
    keep()
    row_id = one(store).id
    store.judge(row_id, "reject", note="a journalist's question")
    keep(record=make_record(version="2"), makers=["all@2"])
    assert list(store.iter_rows("statements")) == []
    assert one(store, include_rejected=True).status == "rejected"
    assert store.get_row(row_id).status == "rejected"
    assert store.counts()["statements"] == 0


def test_last_coder_wins_and_all_stay_readable(store, keep):
    keep()
    row_id = one(store).id
    store.judge(row_id, "reject", coder="ben")
    store.judge(row_id, "accept", coder="anna", note="it is an act")
    assert one(store).status == "accepted"
    assert [(j.coder, j.verdict, j.note) for j in store.judgements(row_id=row_id)] == [
        ("ben", "reject", ""),
        ("anna", "accept", "it is an act"),
    ]
    assert [j.coder for j in store.judgements(coder="ben")] == ["ben"]


def test_record_as_of_a_time_before_the_judgement(store, keep):
    keep()
    before = next(iter(store.runs())).finished_at
    store.judge(one(store).id, "reject")
    assert one(store, as_of=before).status == "read"


def test_undo_and_undo_of_undo(store, keep):
    keep()
    row_id = one(store).id
    corrected = store.judge(row_id, "correct", fields={"stance": "oppose"})
    undone = store.undo()
    assert (undone.target, one(store).status, one(store).row.stance) == (corrected.id, "read", Stance.SUPPORT)
    store.undo(undone.id)
    assert (one(store).status, one(store).row.stance) == ("corrected", Stance.OPPOSE)
    assert [j.is_undone for j in store.judgements()] == [False, True, False]
    assert [e.act for e in store.log(last=3)] == ["correct", "undo", "undo"]


def test_undo_takes_back_the_last_of_the_same_coder(store, keep):
    keep()
    row_id = one(store).id
    mine = store.judge(row_id, "accept")
    store.judge(row_id, "reject", coder="ben")
    assert store.undo().target == mine.id
    assert list(store.iter_rows("statements")) == []
    with pytest.raises(NotInRecord, match="no judgement left to undo"):
        store.undo()


def test_what_was_accepted_stays_when_the_correction_behind_it_is_undone(store, keep):
    keep()
    row_id = one(store).id
    corrected = store.judge(row_id, "correct", fields={"stance": "oppose"}, coder="ben")
    store.judge(row_id, "accept")
    assert one(store).row.maker == "human:ben@1"
    store.undo(corrected.id, coder="ben")
    row = one(store)
    assert (row.status, row.row.stance, row.row.maker) == ("accepted", Stance.OPPOSE, "human:anna@1")
    store.undo()
    assert (one(store).status, one(store).row.stance) == ("read", Stance.SUPPORT)
    assert list(store.verify()) == []


def test_undone_twice_is_refused(store, keep):
    keep()
    first = store.judge(one(store).id, "accept")
    store.undo(first.id)
    with pytest.raises(StoreConflict, match=f"judgement {first.id} is undone already"):
        store.undo(first.id)
    with pytest.raises(NotInRecord, match="no judgement 99"):
        store.undo(99)


def test_added_row_is_in_the_record_and_can_be_undone(store, keep):
    keep(record=make_record(statements=()))
    fields = {"actor": "Mehmet Aydin", "party": "TUR", "issue": "corridor", "stance": "support", "mode": "act"}
    store.add("statements", "madrid-1", {**fields, "evidence": "Spain and Turkey share the same goal."}, codebook=CODEBOOK)
    added = one(store)
    assert (added.status, added.row.maker, added.row.confidence, added.codebook) == ("added", "human:anna@1", 1.0, "grain")
    assert TEXT[added.row.start : added.row.end] == added.row.evidence
    keep(record=make_record(version="2", statements=()), makers=["all@2"])
    assert one(store) == added
    assert list(store.verify()) == []
    store.undo()
    assert list(store.iter_rows("statements")) == []


def test_row_added_by_hand_and_later_made_by_a_maker_is_one_row(store, keep):
    record = make_record()
    keep(record=make_record(statements=()))
    fields = {
        k: v for k, v in record.statements[0].to_json().items() if k in ("actor", "party", "issue", "stance", "mode", "evidence")
    }
    store.add("statements", "madrid-1", fields, codebook=CODEBOOK)
    keep(makers=["all@2"])
    assert one(store).status == "added"
    with pytest.raises(StoreConflict, match="says the same"):
        store.add("statements", "madrid-1", fields, codebook=CODEBOOK)


def test_second_actor_can_be_added_at_the_same_place(store, keep):
    keep()
    fields = {"actor": "Pedro Gil", "party": "ESP", "issue": "corridor", "stance": "support", "mode": "indirect"}
    store.add("statements", "madrid-1", {**fields, "evidence": make_record().statements[0].evidence}, codebook=CODEBOOK)
    assert {(s.row.actor, s.status) for s in store.iter_rows("statements")} == {("Ana Ruiz", "read"), ("Pedro Gil", "added")}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("attributions", {"source": [[0, 25]], "cue": [[26, 30]], "content": [[31, 62]], "kind": "indirect", "party": "ESP"}),
        ("alignments", {"parties": ["ESP", "TUR"], "kind": "differ", "on": "cost", "start": 0, "end": 10}),
        (
            "meetings",
            {
                "participants": [{"name": "Ana Ruiz", "party": "ESP"}],
                "kind": "call",
                "status": "planned",
                "evidence": "in Ankara on 4 March 2014",
            },
        ),
        ("commitments", {"by": ["ESP"], "what": "send", "evidence": "Spain will send 40 trucks"}),
        ("figures", {"value": 40, "bound": "at least", "what": "trucks", "evidence": "40 trucks"}),
        ("quotes", {"speaker": "Ana Ruiz", "party": "ESP", "quote": "pay our share"}),
    ],
)
def test_rows_of_every_kind_can_be_added(store, keep, kind, fields):
    keep(record=Record(), codebook=None)
    store.add(kind, "madrid-1", fields)
    stored = one(store, kind)
    for name, value in fields.items():
        assert stored.row.to_json()[name] == value
    assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"evidence": "not in the text"}, "not in the text word for word"),
        ({"evidence": "Spain"}, "more than once"),
        ({"start": 5, "end": 9_999}, "literal span"),
        ({"start": 9, "end": 9}, "literal span"),
        ({"start": 0, "end": 10, "evidence": "something else"}, "literal span"),
        ({"stance": "perhaps"}, "stance of a row of statements is one of support"),
        ({"stanse": "oppose"}, "no field 'stanse'"),
        ({"confidence": 0.1}, "no field 'confidence'"),
        ({"actor": ["Ana"]}, "actor"),
        ({"actor": " "}, "actor of a row of statements is a text"),
        ({"actor": "Ana\ud800"}, "a text of characters that can be printed"),
        ({"party": "es"}, "party of a row of statements is one of the party codes such as RUS"),
        ({"start": "nine"}, "start of a row of statements is a number of characters, not 'nine'"),
        ({"start": None}, "start of a row of statements is a number of characters"),
        ({"issue": "transit"}, "no issue 'transit'; it has corridor"),
    ],
)
def test_correction_that_cannot_be(store, keep, fields, says):
    keep()
    row_id = one(store).id
    with pytest.raises(UsageError, match=says):
        store.judge(row_id, "correct", fields=fields)
    assert list(store.judgements()) == []


@pytest.mark.parametrize(
    ("kind", "name", "values"),
    [
        ("commitments", "due", ["soon", "2019-13-45", "2019-06-18/2019-06-17", "", 20190612, True]),
        ("commitments", "due_text", ["nonsense", "", 3]),
        ("commitments", "by", [[], "[", "ESP", None, ["es"], ["ESP", 3]]),
        ("meetings", "date", ["yesterday", "4 March 2014"]),
        ("meetings", "participants", [[], "Ana Ruiz", ["Ana Ruiz"], [{"name": "Ana Ruiz"}], [{"name": "", "party": "ESP"}]]),
        ("alignments", "parties", [[], "ESP", ["Spain"]]),
        ("figures", "value", ["many", True, float("nan"), float("inf"), 1e300]),
        ("figures", "source", [["Ana Ruiz"], "\x07"]),
        ("attributions", "cue", ["said", [3], [[3]], [["a", "b"]], None]),
        ("quotes", "party", ["Spain", ["ESP"]]),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(store, keep, kind, name, values):
    keep()
    row = next(store.iter_rows(kind))
    for value in values:
        with pytest.raises(UsageError, match=f"^{name} of a row of {kind} is "):
            store.judge(row.id, "correct", fields={name: value})
    assert list(store.judgements()) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("commitments", {"due": "2014-06", "due_text": "4 March 2014", "by": ["ESP", "P5+1"]}),
        ("commitments", {"due": None, "due_text": None}),
        ("commitments", {"due": 2014}),  # as the command line reads a year
        ("meetings", {"date": "2014-03-04/2014-03-05", "place": None}),
        ("figures", {"value": 41.5, "source": None}),
        ("attributions", {"cue": [], "party": "TUR-OPP"}),
    ],
)
def test_a_value_that_a_field_can_have_is_kept(store, keep, kind, fields):
    keep()
    row_id = next(store.iter_rows(kind)).id
    store.judge(row_id, "correct", fields=fields)
    said = store.get_row(row_id).row.to_json()
    assert {name: said[name] for name in fields} == {k: str(v) if k == "due" and v else v for k, v in fields.items()}


def test_what_stands_already_is_not_looked_at_when_something_else_is_corrected(store, keep):
    record = make_record()
    told = replace(record.commitments[0], due_text="of no report", due="soon")
    keep(record=replace(record, commitments=(told,)))
    row_id = one(store, "commitments").id
    store.judge(row_id, "correct", fields={"what": "send trucks"})
    assert one(store, "commitments").row.due == "soon"


def test_addition_that_cannot_be(store, keep):
    keep()
    with pytest.raises(UsageError, match="actor of a row of statements"):
        store.add(
            "statements", "madrid-1", {"evidence": "grain corridor", "issue": "corridor", "stance": "support", "mode": "act"}
        )
    with pytest.raises(UsageError, match="status of a row of meetings is one of held"):
        store.add("meetings", "madrid-1", {"status": "over"})
    with pytest.raises(NotInRecord, match="paris-9"):
        store.add("quotes", "paris-9", {"speaker": "A", "party": "B", "quote": "C"})


def test_evidence_longer_than_a_row_may_have(store, keep):
    text = TEXT + " And so on" * 60 + "."
    keep(make_document(text))
    with pytest.raises(UsageError, match="400 are the most"):
        store.judge(one(store).id, "correct", fields={"evidence": text})


def test_judgement_needs_a_coder_and_a_verdict(path, store, keep):
    keep()
    row_id = one(store).id
    with open_store(path) as nobody, pytest.raises(UsageError, match="needs the name of its coder"):
        nobody.judge(row_id, "accept")
    for verdict, fields in (("maybe", None), ("accept", {"stance": "oppose"}), ("correct", None)):
        with pytest.raises(UsageError):
            store.judge(row_id, verdict, fields=fields)


@pytest.mark.parametrize("table", ["judgements", "log"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = ''", "DELETE FROM {}"])
def test_nobody_changes_what_was_decided(store, keep, table, change):
    keep()
    store.judge(one(store).id, "accept")
    with pytest.raises(IntegrityError, match="append-only"), store._engine.begin() as connection:
        connection.exec_driver_sql(change.format(table))


def test_show_gives_the_words_in_context(store, keep):
    keep()
    shown = store.show(one(store, "quotes").id)
    assert (shown.before[-1], shown.words, shown.after[0]) == ("“", "We shall pay our share,", "”")
    assert shown.before + shown.words + shown.after in TEXT


class JudgingMachine(RuleBasedStateMachine):
    """People judge one row while makers come and go; a model of a few lines says what must stand."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "record.db"
        shutil.copy(self.template, path)
        self.store = open_store(path, coder="anna")
        self.version = 0
        self.machine: Any = None  # the stance and party that the maker reads, None if it makes no row
        self.acts: list[dict[str, Any]] = []
        self.row_id = ""

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def read(self, stance: Stance | None) -> None:
        self.version += 1
        record = make_record(version=str(self.version))
        made = replace(record.statements[0], stance=stance) if stance else None
        run = self.store.begin_run("run", makers=[f"all@{self.version}"])
        rows = (made,) if made else ()
        self.store.commit_document(make_document(), replace(record, statements=rows), run=run, codebook=CODEBOOK)
        self.machine = stance and (stance, "ESP")

    @initialize()
    def first_reading(self) -> None:
        self.read(Stance.SUPPORT)
        self.row_id = one(self.store).id

    def expected(self) -> tuple[str, Any] | None:
        undone: set[int] = set()
        for i in reversed(range(len(self.acts))):
            if "undoes" in self.acts[i] and i not in undone:
                undone.add(self.acts[i]["undoes"])
        counting = [a for i, a in enumerate(self.acts) if i not in undone and "undoes" not in a]
        if not counting:
            return self.machine and ("read", self.machine)
        stance, party = counting[0]["base"]
        for act in counting:
            stance, party = act.get("stance", stance), act.get("party", party)
        return counting[-1]["status"], (stance, party)

    def base(self) -> Any:
        """What a person sees as the maker's row: the one that earlier judgements hold on to, else the one that stands."""
        undone = {j.id for j in self.store.judgements() if j.is_undone}
        counting = [a for i, a in enumerate(self.acts) if i + 1 not in undone and "undoes" not in a]
        return counting[0]["base"] if counting else self.machine

    def set_by_people(self) -> dict[str, Any]:
        """The fields that the judgements which count have set."""
        undone = {j.id for j in self.store.judgements() if j.is_undone}
        counting = [a for i, a in enumerate(self.acts) if i + 1 not in undone and "undoes" not in a]
        return {name: act[name] for act in counting for name in ("stance", "party") if name in act}

    @rule(stance=st.sampled_from([None, *Stance]))
    def a_maker_reads(self, stance: Stance | None) -> None:
        self.read(stance)

    @precondition(lambda self: self.expected() is not None)
    @rule(verdict=st.sampled_from(["accept", "reject"]), coder=st.sampled_from(["anna", "ben"]))
    def somebody_judges(self, verdict: str, coder: str) -> None:
        base, seen = self.base(), self.set_by_people() if verdict == "accept" else {}
        self.store.judge(self.row_id, verdict, coder=coder)
        self.acts.append({**seen, "base": base, "status": {"accept": "accepted", "reject": "rejected"}[verdict]})

    @precondition(lambda self: self.expected() is not None)
    @rule(field=st.sampled_from(["stance", "party"]), stance=st.sampled_from(list(Stance)), party=st.sampled_from(["EU", "UN"]))
    def somebody_corrects(self, field: str, stance: Stance, party: str) -> None:
        base, value = self.base(), stance if field == "stance" else party
        self.store.judge(self.row_id, "correct", fields={field: value})
        self.acts.append({"base": base, "status": "corrected", field: value})

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def somebody_undoes(self, data: st.DataObject) -> None:
        target = data.draw(st.integers(0, len(self.acts) - 1))
        is_undone = {j.id: j.is_undone for j in self.store.judgements()}[target + 1]
        if is_undone:
            with pytest.raises(StoreConflict):
                self.store.undo(target + 1)
            return
        self.store.undo(target + 1)
        self.acts.append({"undoes": target})

    @invariant()
    def record_is_what_the_model_says(self) -> None:
        found = [(s.status, (s.row.stance, s.row.party)) for s in self.store.iter_rows("statements", include_rejected=True)]
        expected = self.expected()
        assert found == ([expected] if expected and self.row_id else [])

    @invariant()
    def store_agrees_with_itself(self) -> None:
        assert list(self.store.verify()) == []


def test_judgements_follow_the_model(empty_store):
    class Machine(JudgingMachine):
        template = empty_store

    run_state_machine_as_test(Machine, settings=settings(max_examples=12, stateful_step_count=12, deadline=None))
