"""What goes into a brief."""

from __future__ import annotations

from typing import Any

import pytest

from communique.errors import NotInRecord, UsageError
from communique.runner.brief import is_known_on, make_brief

MAKER = {"confidence": 0.9, "maker": "t@1"}
KINDS = ("attributions", "statements", "alignments", "meetings", "commitments", "figures", "quotes")


def record(id_: str, published: str, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A record whose rows get a place each."""
    out: dict[str, Any] = {"id": id_, "published": published, "outlet": "The Post", "title": id_, "codebook": "c"}
    for kind in KINDS:
        out[kind] = [
            {"start": i, "end": i + 5, "evidence": f"words of {kind} {i}", **MAKER, **r} for i, r in enumerate(rows.get(kind, []))
        ]
    return out


def statement(party: str, stance: str) -> dict[str, Any]:
    return {"actor": f"leader of {party}", "party": party, "issue": "truce", "stance": stance, "mode": "indirect"}


SIDES = [statement("RUS", "oppose"), statement("FRA", "oppose")]


def meeting(date: str | None, status: str = "held") -> dict[str, Any]:
    who = [{"name": "Ann Lee", "party": "FRA"}, {"name": "Bo Ray", "party": "RUS"}]
    return {"participants": who, "place": "Minsk", "date": date, "kind": "bilateral", "status": status}


def section(records: list[dict[str, Any]], title: str, **options: Any) -> list[tuple[str, str]]:
    brief = make_brief(records, ("RUS", "FRA"), {"truce": "A truce"}, **{"as_of": "2015-06-01", **options})
    return next([(line.tag, line.text) for line in s.lines] for s in brief.sections if s.title.startswith(title))


@pytest.mark.parametrize(
    ("published", "day", "is_known"),
    [
        ("2013-06-17T15:39", "2013-06-17", True),
        ("2013-06-18", "2013-06-17", False),
        (None, "2013-06-17", True),
        ("2013-06-18", None, True),
    ],
)
def test_report_of_the_day_itself_is_known(published: str | None, day: str | None, is_known: bool) -> None:
    assert is_known_on(published, day) is is_known


def test_meetings_come_latest_first_and_say_when_they_were_told() -> None:
    records = [
        record("a", "2015-01-02", meetings=[meeting("2015-01-01")]),
        record("b", "2015-05-01", meetings=[meeting(None, "planned")]),
    ]
    tags = [tag for tag, _ in section(records, "When they met")]
    assert tags == ["reported 2015-05-01", "2015-01-01"]


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_a_meeting_shows_a_sentence_of_how_it_stands(status: str) -> None:
    planned = {**meeting("2015-03-01", "planned"), "evidence": "They will meet in Minsk on Sunday."}
    told = {**meeting("2015-03-01", status), "evidence": "The meeting is over."}
    records = [record("a", "2015-02-20", meetings=[planned]), record("b", "2015-03-02", meetings=[told])]
    [line] = make_brief(records, ("RUS", "FRA"), {}, as_of="2015-06-01").sections[0].lines
    assert [c.words for c in line.citations] == [told["evidence"], planned["evidence"]]


def test_positions_are_shared_or_apart() -> None:
    same = [record("a", "2015-01-02", statements=[statement("RUS", "support"), statement("FRA", "support")])]
    assert section(same, "Common ground") == [("by their statements", "A truce: RUS supports, as FRA does")]
    apart = [record("a", "2015-01-02", statements=[statement("RUS", "oppose"), statement("FRA", "support")])]
    assert section(apart, "Differences") == [("by their statements", "A truce: RUS opposes, FRA supports it")]


@pytest.mark.parametrize(
    ("kind", "title", "on", "line"),
    [
        ("agree", "Common ground", "fishing rights", "They agree: fishing rights"),
        ("agree", "Common ground", "to close their ports", "They agree to close their ports"),
        ("differ", "Differences", "to close their ports", "They differ: to close their ports"),
        ("agree", "Common ground", "x" * 60, "A report says that they agree"),
    ],
)
def test_what_a_report_says_outright(kind: str, title: str, on: str, line: str) -> None:
    row = {"kind": kind, "parties": ["FRA", "RUS"], "on": on, "issue": None, "evidence": "w" * 80}
    assert section([record("a", "2015-01-02", alignments=[row])], title) == [("2015-01-02", line)]


def test_movements_are_measured_from_the_last_meeting() -> None:
    records = [
        record("a", "2015-01-02", meetings=[meeting("2015-01-01")]),
        record("b", "2014-12-01", statements=[statement("RUS", "oppose"), statement("FRA", "support")]),
        record("c", "2015-02-01", statements=[statement("RUS", "support")]),
    ]
    assert section(records, "Movements since 2015-01-01") == [("reversed", "RUS on A truce: support, before: oppose")]


@pytest.mark.parametrize(
    ("met", "says"),
    [
        ("2015-01", "2015-01"),
        ("2015", "2015"),
        ("2015-01-03/2015-01-04", "2015-01-03/2015-01-04"),
        ("2016-01", "2014-12-20"),  # to come: the one before counts
    ],
)
def test_a_last_meeting_may_be_dated_to_a_month_a_year_or_several_days(met: str, says: str) -> None:
    records = [
        record("a", "2015-01-04", meetings=[meeting("2014-12-20"), {**meeting(met), "place": "Brest"}]),
        record("b", "2014-12-01", statements=[statement("RUS", "oppose"), statement("FRA", "support")]),
        record("c", "2015-02-01", statements=[statement("RUS", "support")]),
    ]
    found = section(records, f"Movements since {says} (their last meeting)")
    assert found == [("reversed", "RUS on A truce: support, before: oppose")]


def test_promises_are_joint_first_and_overdue_when_late() -> None:
    promise = {"what": "pull back", "due_text": "by March", "conditional": False}
    rows = [
        {**promise, "by": ["FRA"], "due": "2015-09-01"},
        {**promise, "by": ["RUS", "FRA"], "due": "2015-03-01/2015-03-31"},
        {**promise, "by": ["DEU"], "due": None},
    ]
    found = section([record("a", "2015-01-02", commitments=rows)], "Open promises")
    assert found == [("overdue: 2015-03-01/2015-03-31", "RUS and FRA: pull back"), ("2015-09-01", "FRA: pull back")]


@pytest.mark.parametrize(
    ("outcome", "tags"), [("kept", []), ("broken", []), ("partly", ["kept in part; 2015-09-01"]), ("", ["2015-09-01"])]
)
def test_what_is_settled_in_one_report_of_a_story_is_settled(outcome: str, tags: list[str]) -> None:
    promise = {"by": ["FRA"], "what": "pull back", "due": "2015-09-01", "due_text": "", "conditional": False}
    records = [
        {**record("a", "2015-01-02", commitments=[{**promise, "settled": ""}]), "cluster": "a"},
        {**record("b", "2015-01-02", commitments=[{**promise, "settled": outcome}], statements=SIDES), "cluster": "a"},
    ]
    assert [tag for tag, _ in section(records, "Open promises")] == tags


def test_alike_lines_of_one_story_are_one_line_with_all_sources() -> None:
    row = {"kind": "agree", "parties": ["FRA", "RUS"], "on": "fishing rights", "issue": None}
    told = [
        ("a", "Post", "a", "They agree on fishing rights."),
        ("b", "Wire", "a", "The two agree on fishing rights."),
        ("c", "Echo", "c", "They agree  on fishing rights."),
    ]
    records = [
        {**record(id_, "2015-01-02", alignments=[{**row, "evidence": words}]), "outlet": outlet, "cluster": cluster}
        for id_, outlet, cluster, words in told
    ]
    other = {**record("d", "2015-01-01", alignments=[{**row, "evidence": "Both agree on fishing rights."}]), "cluster": "d"}
    brief = make_brief([*records, other], ("RUS", "FRA"), {}, as_of="2015-06-01")
    found = next(s.lines for s in brief.sections if s.title == "Common ground")
    assert [(line.text, line.others) for line in found] == [
        ("They agree: fishing rights", ["Wire, 2015-01-02", "Echo, 2015-01-02"]),
        ("They agree: fishing rights", []),
    ]


def test_a_story_printed_many_times_counts_once() -> None:
    wire = [{**record(f"w{n}", "2015-01-02", statements=[statement("RUS", "oppose")]), "cluster": "w0"} for n in range(4)]
    own = [record(d, "2015-01-03", statements=[statement("RUS", "support")]) for d in ("s", "t")]
    fra = [record("f", "2015-01-03", statements=[statement("FRA", "support")])]
    assert section([*wire, *own, *fra], "Common ground") == [("by their statements", "A truce: RUS supports, as FRA does")]


def test_a_line_shows_a_sentence_of_the_stance_that_it_tells() -> None:
    days = {
        "support": ["2014-02-01", "2014-02-03", "2015-02-01"],
        "oppose": ["2014-02-05", "2015-02-02", "2015-02-03", "2015-02-04"],
    }
    records = [
        record(day, day, statements=[{**statement("RUS", stance), "evidence": f"{stance} on {day}"}])
        for stance, on in days.items()
        for day in on
    ]
    records.append(record("f", "2014-01-03", statements=[statement("FRA", "support")]))
    brief = make_brief(records, ("RUS", "FRA"), {"truce": "A truce"}, since="2015-01-01", as_of="2015-06-01")
    (line,) = next(s.lines for s in brief.sections if s.title.startswith("Movements"))
    assert (line.tag, line.text) == ("reversed", "RUS on A truce: oppose, before: support")
    assert [c.words for c in line.citations] == ["oppose on 2015-02-04", "support on 2014-02-03"]


def test_a_shared_position_is_shown_by_a_sentence_of_its_stance() -> None:
    said = [("a", "2015-01-01", "support"), ("b", "2015-01-02", "support"), ("c", "2015-01-03", "oppose")]
    records = [
        record(id_, day, statements=[{**statement("RUS", stance), "evidence": f"{stance} {id_}"}]) for id_, day, stance in said
    ]
    records.append(record("f", "2014-01-03", statements=[{**statement("FRA", "support"), "evidence": "support f"}]))
    brief = make_brief(records, ("RUS", "FRA"), {"truce": "A truce"}, as_of="2015-06-01")
    (line,) = next(s.lines for s in brief.sections if s.title == "Common ground")
    assert [c.words for c in line.citations] == ["support b", "support f"]


def test_figures_that_cannot_both_be_true_are_contested() -> None:
    figure = {"bound": "exact", "what": "soldiers killed at Kursk", "source": None}
    records = [
        record("a", "2015-01-02", figures=[{**figure, "value": 40}], meetings=[meeting("2015-01-01")]),
        record("b", "2015-01-03", figures=[{**figure, "value": 70}]),
    ]
    ((_, text),) = section(records, "Contested facts")
    assert "40" in text
    assert "70" in text


def test_an_unknown_party_is_named_with_those_that_are_known() -> None:
    with pytest.raises(NotInRecord, match="nothing of 'FRA'; it knows DEU, RUS"):
        make_brief(
            [record("a", "2015-01-02", statements=[statement("RUS", "oppose"), statement("DEU", "support")])], ("RUS", "FRA"), {}
        )
    with pytest.raises(UsageError, match="two parties"):
        make_brief([], ("RUS", "RUS"), {})
