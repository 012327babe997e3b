"""Convergence of two parties: agreement by hand, weights, explicit beside inferred, alerts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from communique.analysis.change_point import find_change_points
from communique.analysis.convergence import Convergence, find_convergence
from communique.errors import BadTable, UsageError


def say(party: str, issue: str, stance: str, day: str, n: int = 0) -> dict[str, Any]:
    return {"document_id": f"{party}{issue}{day}{n}", "date": day, "party": party, "issue": issue, "stance": stance,
            "evidence": f"{party} {issue} {stance} {day}"}  # fmt: skip


def align(kind: str, day: str, *, issue: str | None = "arms", cluster: str = "", parties: Any = ("RUS", "FRA")) -> dict[str, Any]:
    return {"document_id": f"{kind}{day}{cluster}", "date": day, "parties": parties, "kind": kind, "issue": issue,
            "on": "something", "evidence": "they say so", "cluster": cluster}  # fmt: skip


def drifting(turn: int = 8, months: int = 16) -> list[dict[str, Any]]:
    """Opposed on arms until the turn, of one mind from then on; always of one mind on aid."""
    rows = []
    for month in range(months):
        day = f"{2012 + month // 12}-{1 + month % 12:02d}-10"
        for n in range(3):
            rows.append(say("FRA", "arms", "support", day, n))
            rows.append(say("RUS", "arms", "oppose" if month < turn else "support", day, n))
        rows += [say("FRA", "aid", "support", day), say("RUS", "aid", "support", day)]
    return rows


def test_agreement_by_hand() -> None:
    day = "2013-06-01"
    rows = [say("FRA", "arms", "support", day), say("RUS", "arms", "oppose", day)]
    rows += [say("FRA", "aid", "support", day, n) for n in range(3)] + [say("RUS", "aid", "support", day)]
    rows += [say("RUS", "sanctions", "oppose", day)]
    found = find_convergence(rows, "FRA", "RUS", window="months:1")
    window = found.windows[0]
    assert [(i.issue, i.agreement) for i in window.issues] == [("aid", 1.0), ("arms", 0.0), ("sanctions", None)]
    # salience: aid (3/4 + 1/3) / 2 = 13/24, arms (1/4 + 1/3) / 2 = 7/24, and sanctions has no weight
    assert [i.weight for i in window.issues] == [pytest.approx(13 / 20), pytest.approx(7 / 20), 0.0]
    assert window.agreement == pytest.approx(13 / 20)
    assert window.low is not None
    assert window.high is not None
    assert window.low <= window.agreement <= window.high
    assert find_convergence(rows, "FRA", "RUS", window="months:1", weighting="equal").windows[0].agreement == 0.5


def test_a_turn_is_an_alert_and_a_direction() -> None:
    found = find_convergence(drifting(), "FRA", "RUS", window="months:1")
    assert found.direction == "converging"
    assert [(a.date.isoformat(), a.issue, a.direction) for a in found.alerts] == [
        ("2012-09-10", None, "nearer"), ("2012-09-10", "arms", "nearer"),
    ]  # fmt: skip
    sentences = found.sentences(found.alerts[1])
    assert {s["stance"] for s in sentences["before"] if s["party"] == "RUS"} == {"oppose"}
    assert {s["stance"] for s in sentences["after"]} == {"support"}
    assert {s["issue"] for s in sentences["after"]} == {"arms"}


def test_no_turn_no_alert() -> None:
    found = find_convergence(drifting(turn=0), "FRA", "RUS", window="months:1")
    assert found.alerts == ()
    assert found.direction == "steady"


def test_the_order_of_parties_does_not_matter() -> None:
    one, two = (find_convergence(drifting(), *pair, window="months:2") for pair in (("FRA", "RUS"), ("RUS", "FRA")))
    assert [w.agreement for w in one.windows] == [w.agreement for w in two.windows]
    assert [(a.date, a.issue, a.p_value) for a in one.alerts] == [(a.date, a.issue, a.p_value) for a in two.alerts]


def test_explicit_stands_beside_inferred_and_counts_clusters() -> None:
    rows = [say("FRA", "arms", "support", "2013-06-01"), say("RUS", "arms", "oppose", "2013-06-01")]
    said = [
        align("agree", "2013-06-02", cluster="wire"), align("agree", "2013-06-03", cluster="wire"),
        align("differ", "2013-06-03", issue=None), align("agree", "2013-06-03", parties="FRA|GBR"),
        align("agree", "2013-06-04", issue="aid", parties=["GBR", "FRA", "RUS"]),
    ]  # fmt: skip
    window = find_convergence(rows, "FRA", "RUS", alignments=said, window="months:1").windows[0]
    assert (window.agreement, window.n_agree, window.n_differ) == (0.0, 2, 1)
    assert window.explicit == pytest.approx(2 / 3)
    assert [(i.issue, i.n_agree, i.n_differ, i.agreement) for i in window.issues] == [("aid", 1, 0, None), ("arms", 1, 0, 0.0)]
    assert window.alignments[-1].citation()["parties"] == "FRA|GBR|RUS"


def test_rows_of_every_kind() -> None:
    found = find_convergence(drifting(), "FRA", "RUS", window="months:4")
    assert isinstance(found, Convergence)
    assert [row["n_issues"] for row in found.rows] == [2, 2, 2, 2]
    assert len(found.issue_rows()) == 8
    assert {row["party_a"] for row in found.issue_rows()} == {"FRA"}
    alerts = find_convergence(drifting(), "FRA", "RUS", window="months:1").alert_rows()
    assert [(row["date"], row["issue"], row["direction"], row["before"], row["after"]) for row in alerts[1:]] == [
        ("2012-09-10", "arms", "nearer", 0.0, 1.0)
    ]


def test_nothing_said_is_unknown() -> None:
    found = find_convergence([], "FRA", "RUS")
    assert (found.windows, found.direction, found.slope) == ((), "unknown", None)


def test_one_party_is_no_pair() -> None:
    with pytest.raises(UsageError, match="of two, not of 'FRA' twice"):
        find_convergence([], "FRA", "FRA")


def test_bad_requests() -> None:
    with pytest.raises(UsageError, match="it can be salience, equal"):
        find_convergence([], "FRA", "RUS", weighting="none")
    with pytest.raises(BadTable, match="needs two parties and a kind, agree or differ"):
        find_convergence([], "FRA", "RUS", alignments=[align("near", "2013-06-01")])
    with pytest.raises(UsageError, match="alpha"):
        find_change_points(np.zeros(3), alpha=2)


def test_change_points_by_hand_and_by_seed() -> None:
    values = np.array([0.0] * 10 + [1.0] * 10 + [0.2] * 10) + np.random.default_rng(1).normal(0, 0.05, 30)
    assert [c.place for c in find_change_points(values)] == [10, 20]
    assert find_change_points(values, seed=3) == find_change_points(values, seed=3)
    assert find_change_points(np.ones(20)) == []
    assert find_change_points(np.array([0.0, 1, 0])) == []


def test_noise_has_few_change_points() -> None:
    rng = np.random.default_rng(5)
    alarms = sum(bool(find_change_points(rng.normal(size=20), seed=n)) for n in range(60))
    assert alarms <= 8  # 5 % of 60 are 3
