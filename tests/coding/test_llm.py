"""The LLM reader against a server of its own: rows, malformed answers, failures, long texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coding.llm_endpoint import BOOK, SAID, TEXT, Server, coder, fail, open_endpoint, read, rows, say

from communique.coding.llm import LlmCoder, LlmOptions, LlmReport, find_passages, make_llm_coders
from communique.coding.llm_prompt import KINDS, make_schema
from communique.errors import BadDocument, UsageError
from communique.model.document import Document, Zone, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Mode, Stance, Statement


@pytest.fixture
def server() -> Iterator[Server]:
    with open_endpoint() as state:
        yield state


def test_good_answer_gives_rows_of_the_record(server: Server) -> None:
    server.scripts = [rows(SAID)]
    one = coder(server)
    (row,) = read(one, published="2014-03-13")
    assert isinstance(row, Statement)
    assert (row.actor, row.party, row.issue, row.stance, row.mode) == ("Liv Berg", "NOR", "quota", Stance.SUPPORT, Mode.INDIRECT)
    assert row.evidence == "said on Monday that\nquotas must fall" == TEXT[row.start : row.end]
    assert (row.maker, row.codebook) == ("communique.llm@1+small-1", "fish")
    (asked,) = server.asked
    assert server.paths == ["/v1/chat/completions"]
    assert (asked["model"], asked["temperature"], asked["seed"]) == ("small-1", 0, 0)
    assert asked["response_format"]["json_schema"]["schema"] == make_schema("statements", BOOK)
    sent = asked["messages"][0]["content"] + asked["messages"][1]["content"]
    assert TEXT in sent
    assert "Quotas should fall." in sent
    assert "2014-03-13" in sent


@pytest.mark.parametrize("bad", ["Of course! There are none.", {"rows": "none"}, [], '{"rows": [', "[" * 100_000])
def test_answer_that_is_not_json_is_asked_for_once_more(server: Server, bad: Any) -> None:
    server.scripts = [say(bad), rows(SAID)]
    one = coder(server)
    assert len(read(one)) == 1
    assert [a["seed"] for a in server.asked] == [0, 1]
    assert (one.report.n_malformed, one.report.n_failed, one.report.prompt_tokens) == (1, 0, 200)


def test_answers_that_stay_bad_leave_the_document_empty_with_a_warning(server: Server) -> None:
    server.scripts = [say("no")]
    one = coder(server)
    assert read(one) == []
    (warning,) = one.report.warnings
    assert warning.startswith("d1: no statements from small-1:")
    assert "structured outputs" in warning
    assert (one.report.n_failed, one.report.completion_tokens) == (1, 40)


def test_json_in_a_fence_is_read(server: Server) -> None:
    server.scripts = [say("```json\n" + json.dumps({"rows": [SAID]}) + "\n```")]
    assert len(read(coder(server))) == 1


def test_endpoint_that_is_down_stops_the_run(server: Server) -> None:
    server.scripts = [fail(500)]
    one = coder(server, max_retries=0, give_up_after=3, concurrency=1)
    with pytest.raises(UsageError, match="3 documents on end"):
        one.code([Reading(Document(f"d{i}", TEXT)) for i in range(5)], [BOOK] * 5)
    assert len(server.asked) == 3


def test_failure_can_set_the_document_aside(server: Server) -> None:
    server.scripts = [fail(400), rows(SAID)]
    one = coder(server, on_failure="quarantine", concurrency=1)
    failed, made = one.code([Reading(Document(f"d{i}", TEXT)) for i in range(2)], [BOOK] * 2)
    assert isinstance(failed, BadDocument)
    assert (failed.document_id, failed.code) == ("d0", "llm")
    assert failed.reason == "no statements from small-1: the endpoint refuses the question with 400: not now"
    assert len(made) == 1  # type: ignore[arg-type]
    assert one.report.warnings == []  # the quarantine tells it


def test_rows_stay_with_their_documents_when_questions_run_side_by_side(server: Server) -> None:
    numbered = ({**SAID, "actor": f"Minister {i}", "evidence": f"No. {i} said quotas must fall"} for i in range(12))
    server.scripts = [rows(*numbered)]
    one = coder(server, concurrency=4)
    texts = [f"No. {i} said quotas must fall." for i in range(12)]
    found = one.code([Reading(Document(f"d{i}", t)) for i, t in enumerate(texts)], [BOOK] * 12)
    assert [[r.actor for r in own] for own in found] == [[f"Minister {i}"] for i in range(12)]  # type: ignore[attr-defined]
    assert one.report.dropped["not literal"] == 12 * 11


def test_without_prices_or_counts_no_cost_is_invented(server: Server) -> None:
    server.scripts = [say({"rows": []}, usage=None)]
    one = coder(server)
    read(one)
    assert one.report.cost is None
    assert one.report.n_unmetered == 1
    assert "no prices given" in one.report.lines()[1]


@pytest.mark.parametrize("change", [{"model": " "}, {"on_failure": "ignore"}, {"concurrency": 0}, {"max_retries": -1}])
def test_options_that_cannot_be(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        LlmCoder(replace(LlmOptions("http://localhost", "m"), **change))
    with pytest.raises(UsageError, match="makes no 'quotes'"):
        LlmCoder(LlmOptions("http://localhost", "m"), "quotes")


def test_without_codebook_nothing_is_sent_for_statements(server: Server) -> None:
    server.scripts = [rows(SAID)]
    assert read(coder(server), codebook=None) == []
    assert server.asked == []


def test_only_the_body_is_sent_and_only_there_evidence_is_found(server: Server) -> None:
    text = "Quotas must fall\n\nThe minister said quotas must rise.\n\nShare this page"
    zones = (Zone(ZoneKind.HEADLINE, 0, 16), Zone(ZoneKind.BODY, 18, 53), Zone(ZoneKind.CHROME, 55, 70))
    server.scripts = [rows({**SAID, "evidence": "Quotas must fall"}, {**SAID, "evidence": "quotas must rise"})]
    one = coder(server)
    assert [r.evidence for r in read(one, text, zones=zones)] == ["quotas must rise"]
    assert one.report.dropped == {"not literal": 1}
    assert "Share" not in server.asked[0]["messages"][1]["content"]


def test_long_text_is_asked_about_in_parts(server: Server) -> None:
    server.scripts = [rows(SAID), rows({**SAID, "evidence": "Norway promised to pay"})]
    one = coder(server, max_chars=130, concurrency=1)
    text = TEXT.replace(". Berg", ".\n\nBerg")
    assert [r.evidence for r in read(one, text)] == ["said on Monday that\nquotas must fall", "Norway promised to pay"]
    assert len(server.asked) == 2


def test_coders_of_all_kinds_share_client_and_report(server: Server) -> None:
    coders = make_llm_coders(LlmOptions(server.url, "m"))
    assert [c.makes for c in coders] == list(KINDS)
    assert len({id(c.report) for c in coders}) == len({id(c.client) for c in coders}) == 1


def test_report_without_questions() -> None:
    assert LlmReport().lines()[0] == "LLM: 0 answers, 0 more from the cache, 0 retries, 0 malformed, 0 failed"


@given(text=st.text(alphabet="ab \n", max_size=200), max_chars=st.integers(1, 50))
def test_passages_cover_the_body_once(text: str, max_chars: int) -> None:
    passages = find_passages(Document("d", text), max_chars)
    covered = [i for spans in passages for span in spans for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert all(text[i].isspace() for i in set(range(len(text))) - set(covered))
    assert all(sum(s.end - s.start for s in spans) <= max_chars for spans in passages)
