"""The page: every row with its words, nothing from outside, all values escaped."""

from __future__ import annotations

import re

import pytest

from communique.report.html import render_report
from communique.report.page import make_page

ISSUES = [{"id": "truce", "label": "A truce", "support": "Stop the war.", "oppose": "Fight on."}]
TEXT = "Ann Lee said a truce is needed. <script>alert(1)</script> At least 40 people died. 'No,' said Bo."
MAKER = {"confidence": 0.9, "maker": "t@1"}


def record(**more: object) -> dict[str, object]:
    return {
        "id": "a.txt",
        "outlet": "The Post",
        "published": "2015-02-12",
        "published_origin": "metadata",
        "title": "Talks & <b>more</b>",
        "codebook": "c",
        "text": TEXT,
        "zones": [{"kind": "body", "start": 0, "end": len(TEXT)}],
        "statements": [
            {"actor": "Ann Lee", "party": "FRA", "issue": "truce", "stance": "support", "mode": "indirect"}
            | {"evidence": TEXT[:31], "start": 0, "end": 31, **MAKER}
        ],
        "figures": [
            {"value": 40, "bound": "at least", "what": "people killed", "source": None}
            | {"evidence": TEXT[58:83], "start": 58, "end": 83, **MAKER}
        ],
        "quotes": [],
        "alignments": [],
        "commitments": [],
        "meetings": [],
        "attributions": [],
        **more,
    }


def page_of(*records: dict[str, object]) -> str:
    codebooks = [{"id": "c", "title": "War", "issues": ISSUES}]
    return render_report(make_page(records, codebooks=codebooks, meetings=[], made_on="2026-01-01"))


def test_each_row_shows_its_words_and_links_to_them() -> None:
    html = page_of(record())
    assert "Ann Lee said a truce is needed." in html
    assert 'href="#d1-0"' in html
    assert 'id="d1-0"' in html
    assert "at least 40" in html


def test_values_are_escaped() -> None:
    html = page_of(record())
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<b>more</b>" not in html


def test_nothing_is_asked_of_a_network() -> None:
    html = page_of(record())
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", html)
    assert "default-src 'none'" in html


def test_a_cell_counts_the_stances_and_leans_with_the_majority() -> None:
    oppose = {**record()["statements"][0], "stance": "oppose"}  # type: ignore[index]
    (_, matrix), *_ = make_page(
        [record(), record(id="b", statements=[oppose, oppose])],
        codebooks=[{"id": "c", "title": "War", "issues": ISSUES}],
        meetings=[],
        made_on="2026-01-01",
    ).matrices
    assert matrix.cells["FRA", "truce"].counts == {"support": 1, "oppose": 2}
    assert matrix.cells["FRA", "truce"].lean == "oppose"


@pytest.mark.parametrize("records", [(), (record(statements=[], figures=[], text=""),)])
def test_an_empty_record_gives_a_page_that_says_so(records: tuple[dict[str, object], ...]) -> None:
    assert "None found." in page_of(*records)
