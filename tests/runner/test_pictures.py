"""From records to pictures."""

from __future__ import annotations

from typing import Any

import pytest

from communique.errors import UsageError
from communique.report.html import render_report
from communique.report.page import make_page
from communique.runner.pictures import KINDS, make_picture, report_pictures

KEYS = ("attributions", "statements", "alignments", "meetings", "commitments", "figures", "quotes")


def records() -> list[dict[str, Any]]:
    """Three parties on two issues in two reports; one meeting, one promise."""
    out = []
    for n, day in enumerate(("2014-03-02", "2014-06-05")):
        record: dict[str, Any] = {"id": f"d{n}", "published": day, "outlet": "Post", "title": f"d{n}", "codebook": "c"}
        record |= {kind: [] for kind in KEYS}
        for i, (party, issue, stance) in enumerate(
            [("RUS", "truce", "oppose"), ("FRA", "truce", "support"), ("GBR", "truce", "support"), ("RUS", "aid", "conditional")]
        ):
            place = {"start": i, "end": i + 1, "confidence": 0.9, "maker": "t@1", "evidence": "x"}
            who = {"actor": f"{party} & co", "party": party}
            record["statements"].append({**who, "issue": issue, "stance": stance, "mode": "indirect", **place})
        out.append(record)
    place = {"start": 0, "end": 5, "confidence": 0.9, "maker": "t@1", "evidence": "words"}
    who = [{"name": "Ann Lee", "party": "FRA"}, {"name": "Bo Ray", "party": "RUS"}]
    out[0]["meetings"] = [
        {"participants": who, "place": "Minsk", "date": "2014-03-01", "kind": "bilateral", "status": "held", **place}
    ]
    out[0]["commitments"] = [
        {"by": ["FRA"], "what": "send aid", "due": "2014-05", "due_text": "in May", "conditional": False, **place}
    ]
    return out


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(kind: str) -> None:
    picture = make_picture(records(), kind, labels={"truce": "A truce"}, parties=("RUS", "FRA"), as_of="2014-07-01")
    assert picture.svg.startswith("<svg")
    assert picture.spec is not None
    assert picture.spec["data"]["values"]


def test_the_network_tells_agreement_from_conflict() -> None:
    alt = make_picture(records(), "network").alt
    assert "FRA and GBR: 2" in alt
    assert "FRA and RUS: -" in alt


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(UsageError, match="there is timeline, matrix"):
        make_picture(records(), "pie")
    with pytest.raises(UsageError, match="of two parties, not 1"):
        make_picture(records(), "convergence", parties=("RUS",))
    with pytest.raises(UsageError, match="no statements to draw a matrix of"):
        make_picture([{**r, "statements": []} for r in records()], "matrix")


def test_a_report_shows_its_pictures() -> None:
    pictures = report_pictures(records())
    assert [p.title for p in pictures] == ["Timeline", "Who agrees with whom"]
    page = make_page(records(), codebooks=[], meetings=[], made_on="2014-07-01", pictures=pictures)
    html = render_report(page)
    assert all(p.svg in html for p in pictures)
    assert 'href="#pictures"' in html


def test_conditional_statements_alone_make_no_network() -> None:
    only = [{**r, "statements": [s for s in r["statements"] if s["stance"] == "conditional"]} for r in records()]
    assert [p.title for p in report_pictures(only)] == ["Timeline"]
    with pytest.raises(UsageError, match="supports or opposes"):
        make_picture(only, "network")


def test_a_story_printed_many_times_is_one_tie() -> None:
    alt = make_picture([{**r, "cluster": "d0"} for r in records()], "network").alt
    assert "FRA and GBR: 1" in alt


def test_two_parties_make_no_network() -> None:
    few = [{**r, "statements": [s for s in r["statements"] if s["party"] != "GBR"]} for r in records()]
    assert [p.title for p in report_pictures(few)] == ["Timeline"]
