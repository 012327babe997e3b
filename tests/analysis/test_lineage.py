"""Who printed whose text."""

from __future__ import annotations

import random

import pytest
from tests.analysis.syndicated import edited, report

from communique.analysis.lineage import Printed, find_lineage, with_clusters
from communique.analysis.position import find_position
from communique.errors import UsageError
from communique.model.document import Span

WIRE = report(1)


def printed(id_: str, words: list[str], published: str | None = "2014-03-02") -> Printed:
    return Printed(id_, " ".join(words), published, f"outlet of {id_}")


@pytest.mark.parametrize(
    ("name", "copy", "relation"),
    [
        ("word for word", WIRE, "same"),
        ("lightly edited", edited(WIRE, 5), "near"),
        ("cut at the end", WIRE[:130], "near"),
        ("cut to a third", WIRE[:66], "inside"),
        ("inside a longer piece", report(7, 200) + WIRE + report(8, 150), "inside"),
        ("a paragraph of it quoted", report(7, 300) + WIRE[:40], "shares"),
    ],
)
def test_what_a_copy_is_to_its_original(name: str, copy: list[str], relation: str) -> None:
    found = find_lineage([printed("wire", WIRE, "2014-03-01"), printed("paper", copy), printed("other", report(99))])
    assert [(p.first, p.second, p.relation) for p in found.pairs] == [("wire", "paper", relation)]
    joined = relation != "shares"
    assert found.clusters == {"wire": "wire", "paper": "wire" if joined else "paper", "other": "other"}


def test_numbers_are_exact() -> None:
    found = find_lineage([printed("a", WIRE[:104]), printed("b", WIRE[:54] + report(3, 50))]).pairs[0]
    assert found.jaccard == 50 / 150  # 100 shingles each, 50 in common
    assert found.containment == 50 / 100


def test_a_short_item_inside_a_long_round_up_does_not_make_it_a_copy() -> None:
    found = find_lineage([printed("item", WIRE[:60]), printed("round-up", report(2, 400) + WIRE[:60])])
    assert found.pairs[0].relation == "shares"
    assert found.pairs[0].containment == 1.0
    assert found.pairs[0].shorter == "item"


def test_forty_copies_are_one_story_named_for_the_earliest() -> None:
    copies = [printed(f"p{n}", edited(WIRE, n) if n % 2 else WIRE, f"2014-03-{2 + n % 20:02d}") for n in range(40)]
    found = find_lineage([*copies, printed("agency", edited(WIRE, 77), "2014-03-01")])
    assert set(found.clusters.values()) == {"agency"}
    assert len(found.pairs) == 40  # a tree, not every pair of them
    assert found.members("p3")[0] == "agency"


def test_of_one_day_the_most_complete_is_canonical_and_no_date_comes_last() -> None:
    reports = [printed("cut", WIRE[:150]), printed("whole", WIRE, "2014-03-02T18:00"), printed("undated", [*WIRE, "more"], None)]
    assert set(find_lineage(reports).clusters.values()) == {"whole"}


def test_the_order_of_reports_plays_no_part() -> None:
    reports = [printed(f"{seed}-{n}", edited(report(seed), n), f"2014-03-0{1 + n}") for seed in range(8) for n in range(4)]
    first = find_lineage(reports)
    random.Random(4).shuffle(reports)
    again = find_lineage(reports)
    assert (dict(sorted(again.clusters.items())), again.pairs) == (dict(sorted(first.clusters.items())), first.pairs)
    assert first.n_clusters == 8


def test_only_the_stretches_that_count_are_compared() -> None:
    footer = " ".join(report(50, 100))
    texts = [" ".join(report(seed)) for seed in (1, 2)]
    whole = [Printed(str(n), f"{text}\n{footer}", None, None, [Span(0, len(text))]) for n, text in enumerate(texts)]
    assert find_lineage(whole).pairs == ()
    assert find_lineage([d._replace(spans=None) for d in whole]).pairs[0].relation == "shares"


def test_texts_too_short_to_compare_stay_alone() -> None:
    found = find_lineage([("a", "No comment."), ("b", "No comment."), ("c", "")])
    assert found.clusters == {"a": "a", "b": "b", "c": "c"}


def test_related_reports_are_the_cluster_and_what_shares_wording_with_it() -> None:
    reports = [printed("wire", WIRE, "2014-03-01"), printed("copy", WIRE), printed("longer", report(7, 300) + WIRE[:40])]
    found = find_lineage([*reports, printed("other", report(99))])
    assert found.related("copy") == ("wire", "copy", "longer")
    with pytest.raises(UsageError, match="not among the 4"):
        found.related("nobody")


def test_a_threshold_out_of_range_is_refused() -> None:
    with pytest.raises(UsageError, match="jaccard is 0"):
        find_lineage([], jaccard=0)


def test_positions_count_a_wire_story_once() -> None:
    lineage = find_lineage([printed(f"p{n}", WIRE) for n in range(40)] + [printed("own", report(9))])
    rows = [{"document_id": f"p{n}", "party": "RUS", "issue": "truce", "stance": "oppose"} for n in range(40)]
    rows.append({"document_id": "own", "party": "RUS", "issue": "truce", "stance": "support"})
    position = find_position(with_clusters(rows, lineage), "RUS", "truce")
    assert (position.n_units, position.share) == (2, 0.5)
