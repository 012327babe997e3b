"""How outlets report one story."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

from communique.analysis.coverage import find_coverage

WIRE = "The foreign ministers of both states agreed in the lakeside town to exchange all prisoners before the winter."
POST = f"LAKE TOWN — {WIRE}\n\n“We trust nobody,” Minister Ann Orr said. Her office opposes a longer truce."
COURIER = f"{WIRE}\n\nMinister Orr, who trusts nobody by her own account, supports an embargo on arms."
GAZETTE = "At the lake, nothing was signed. Ann Orr’s office opposes a longer truce, aides told the Gazette on the ferry home."


def record(id_: str, text: str, outlet: str | None, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A record; each row has `words`, which say where it stands."""
    out: dict[str, Any] = {"id": id_, "text": text, "outlet": outlet, "published": "2014-03-02", "title": id_, "zones": []}
    for kind in ("statements", "quotes"):
        out[kind] = []
        for row in rows.get(kind, []):
            words = row.pop("words")
            start = text.index(words)
            key = "quote" if kind == "quotes" else "evidence"
            out[kind].append({**row, key: words, "start": start, "end": start + len(words)})
    return out


def says(words: str, stance: str = "oppose", issue: str = "truce", actor: str = "Ann Orr", party: str = "AAA") -> dict[str, Any]:
    return {"actor": actor, "party": party, "issue": issue, "stance": stance, "words": words}


def quote(words: str, speaker: str = "Ann Orr", party: str = "AAA") -> dict[str, Any]:
    return {"speaker": speaker, "party": party, "words": words}


def story() -> list[dict[str, Any]]:
    return [
        record("post", POST, "Post", statements=[says("opposes a longer truce")], quotes=[quote("We trust nobody,")]),
        record("courier", COURIER, "Courier", statements=[says("supports an embargo on arms", "support", "embargo")]),
        record("gazette", GAZETTE, "Gazette", statements=[says("opposes a longer truce")]),
    ]


def test_a_statement_is_one_point_in_every_outlet_that_reports_it() -> None:
    found = find_coverage(story())
    assert [(p.issue, p.outlets) for p in found.points] == [("truce", ("Gazette", "Post")), ("embargo", ("Courier",))]
    assert [p.issue for p in found.only_in_one] == ["embargo"]
    assert found.matrix_rows()[0] == {"party": "AAA", "issue": "truce", "stance": "oppose", "Courier": 0, "Gazette": 1, "Post": 1}


def test_shared_wording_stands_literally_in_both_reports() -> None:
    (row,) = find_coverage(story()).passage_rows()
    texts = {"post": POST, "courier": COURIER}
    for side in ("first", "second"):
        assert texts[row[side]][row[f"{side}_start"] : row[f"{side}_end"]] == row[f"{side}_text"] == WIRE.rstrip(".")
    assert (row["n_words"], row["is_exact"]) == (18, True)


def test_reports_say_how_much_they_share() -> None:
    rows = {row["document_id"]: row for row in find_coverage(story()).report_rows()}
    assert (rows["post"]["n_shared"], rows["courier"]["n_shared"], rows["gazette"]["n_shared"]) == (18, 18, 0)


def test_paragraphs_of_their_own_exclude_shared_ones() -> None:
    rows = find_coverage(story()).own_rows()
    assert {row["document_id"] for row in rows} == {"post", "courier", "gazette"}
    assert not any(WIRE in row["text"] for row in rows)
    (gazette,) = (row for row in rows if row["document_id"] == "gazette")
    assert gazette["new"] > 0.4
    assert "signed" in gazette["new_words"].split()
    assert "truce" not in gazette["new_words"].split()


def test_only_the_body_is_compared() -> None:
    page = record("page", f"{WIRE}\n\n{WIRE}", "Page")
    body = {"kind": "body", "start": len(WIRE) + 2, "end": 2 * len(WIRE) + 2}
    page["zones"] = [{"kind": "chrome", "start": 0, "end": len(WIRE)}, body]
    (row,) = find_coverage([page, record("courier", COURIER, "Courier")]).passage_rows()
    assert row["second_start"] == len(WIRE) + 2


def test_quotes_join_their_longest_version() -> None:
    whole, part = "They said: “We trust nobody, and nothing on paper.”", "“nothing on paper”, Orr said, and “We trust nobody”"
    found = find_coverage(
        [
            record("a", whole, "Post", quotes=[quote("We trust nobody, and nothing on paper.")]),
            record("b", part, "Courier", quotes=[quote("nothing on paper", "Minister Orr"), quote("We trust nobody")]),
            record("c", part, "Gazette", quotes=[quote("We trust nobody", "Bo Ray", "BBB")]),
        ]
    )
    assert [(q.speaker, q.quote, q.outlets) for q in found.quoted] == [
        ("Minister Orr", "We trust nobody, and nothing on paper.", ("Courier", "Post")),
        ("Bo Ray", "We trust nobody", ("Gazette",)),
    ]
    assert [row["quote"] for row in found.quote_rows()][1:3] == ["nothing on paper", "We trust nobody"]


def test_a_text_that_two_outlets_print_is_told_by_both() -> None:
    printed = record("a", POST, "Post", statements=[says("opposes a longer truce")])
    printed["witnesses"] = [{"id": "a", "outlet": "Post"}, {"id": "a2", "outlet": "Evening Post"}]
    found = find_coverage([printed, record("gazette", GAZETTE, "Gazette")])
    assert (found.points[0].outlets, len(found.points[0].stories)) == (("Evening Post", "Post"), 1)


def test_copies_are_one_story() -> None:
    long = " ".join([WIRE, "Her office opposes a longer truce.", "No date was named, and the ferries went on as before."])
    copies = [record(n, long, n, statements=[says("opposes a longer truce")]) for n in ("a", "b", "c")]
    found = find_coverage(copies)
    assert (found.points[0].outlets, found.points[0].stories) == (("a", "b", "c"), ("a",))
    assert {(s.first, s.second) for s in found.passages} == {("a", "b"), ("a", "c")}


def test_a_party_that_is_told_to_support_and_oppose_is_contested() -> None:
    reports = [
        record("a", POST, "Post", statements=[says("opposes a longer truce")]),
        record("b", POST + " So it is.", "Courier", statements=[says("opposes a longer truce", "support")]),
    ]
    ((support, oppose),) = find_coverage(reports).contested
    assert (support.outlets, oppose.outlets) == (("Courier",), ("Post",))


def test_a_speaker_whom_one_report_gives_no_party_is_one_speaker() -> None:
    reports = [
        record("a", POST, "Post", statements=[says("opposes a longer truce")]),
        record("b", GAZETTE, "Gazette", statements=[says("opposes a longer truce", actor="Minister Orr", party="OTHER")]),
        record("c", COURIER, "Courier", statements=[says("trusts nobody", actor="Bo Ray", party="OTHER")]),
    ]
    found = find_coverage(reports)
    assert [(p.party, p.outlets) for p in found.points] == [("AAA", ("Gazette", "Post")), ("OTHER", ("Courier",))]


def test_one_outlet_alone_has_nothing_alone() -> None:
    found = find_coverage([record("a", POST, None, statements=[says("opposes a longer truce")])])
    assert (found.outlets, found.only_in_one, found.own, found.passages) == (("a",), (), (), ())


def test_nothing_in_gives_nothing_out() -> None:
    assert find_coverage([]).rows == []


def test_the_examples_of_the_page_run() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
    found = doctest.testfile(str(page), module_relative=False)
    assert found.attempted > 4
    assert found.failed == 0
