"""What changed: each kind by hand, with certainty and the sentences before and after."""

from __future__ import annotations

from typing import Any

import pytest

from communique.analysis.change import find_changes
from communique.errors import UsageError


def say(issue: str, before: str, after: str) -> list[dict[str, Any]]:
    """A party's statements on an issue: one letter a document, before and after the first of July."""
    names = {"s": "support", "o": "oppose", "c": "conditional"}
    return [
        {"document_id": f"{issue}{when}{n}", "date": f"2013-{month}-{n + 1:02d}", "party": "RUS", "issue": issue,
         "stance": names[letter], "evidence": f"{issue} {when} {n}"}
        for when, month, letters in (("before", "06", before), ("after", "07", after))
        for n, letter in enumerate(letters)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "s", "new"),
        ("oo", "", "silent"),
        ("ssss", "oooo", "reversed"),
        ("sso", "ssss", "hardened"),
        ("cc", "ss", "hardened"),
        ("oooo", "ooso", "softened"),
        ("ss", "cc", "softened"),
    ],
)
def test_kinds(before: str, after: str, kind: str) -> None:
    found = find_changes(say("x", before, after), "2013-07-01")
    assert [(c.who, c.issue, c.kind) for c in found.changes] == [("RUS", "x", kind)]
    sentences = found.changes[0].sentences()
    assert [s["evidence"] for s in sentences["before"]] == [f"x before {n}" for n in range(len(before))]
    assert [s["evidence"] for s in sentences["after"]] == [f"x after {n}" for n in range(len(after))]


@pytest.mark.parametrize(("before", "after"), [("ss", "sss"), ("ssssssso", "ssssssss"), ("", "")])
def test_what_stays_is_no_change(before: str, after: str) -> None:
    assert find_changes(say("x", before, after), "2013-07-01", min_change=0.3).changes == ()


def test_more_evidence_is_more_certain_and_comes_first() -> None:
    rows = say("thin", "s", "o") + say("thick", "ssssssss", "oooooooo") + say("late", "", "s")
    found = find_changes(rows, "2013-07-01")
    assert [c.issue for c in found.changes] == ["late", "thick", "thin"]
    certainty = {c.issue: c.certainty for c in found.changes}
    assert certainty["thick"] > 0.99 > certainty["thin"] > 0.5
    assert found.rows[-1]["stance_before"] == "support"
    assert [c.issue for c in found.of_kind("new")] == ["late"]


@pytest.mark.parametrize(
    ("since", "kinds", "n_undated"), [("2014-01-31", ["new"], 0), ("2014-02-15", [], 1), ("2014-03-01", ["silent"], 0)]
)
def test_a_month_is_after_a_day_before_it(since: str, kinds: list[str], n_undated: int) -> None:
    rows = [{"document_id": "d", "date": "2014-02", "party": "RUS", "issue": "x", "stance": "support"}]
    found = find_changes(rows, since)
    assert ([c.kind for c in found.changes], found.n_undated) == (kinds, n_undated)


def test_changes_need_a_day() -> None:
    with pytest.raises(UsageError, match="since is None; it is a day"):
        find_changes([], None)  # type: ignore[arg-type]


def test_memory_and_end_bound_the_periods() -> None:
    rows = say("x", "s", "o")
    assert find_changes(rows, "2013-07-01", memory_days=5).changes[0].kind == "new"
    assert find_changes(rows, "2013-06-15", "2013-06-30").changes[0].kind == "silent"


def test_bad_requests() -> None:
    with pytest.raises(UsageError, match="is after until"):
        find_changes([], "2013-07-01", "2013-06-01")
    with pytest.raises(UsageError, match="min_change"):
        find_changes([], "2013-07-01", min_change=3)
