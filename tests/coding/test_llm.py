"""The LLM reader against a server of its own, which answers well, badly, slowly, with invented words, and not at once."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.llm import LlmCoder, LlmOptions, LlmReport, Prices, find_passages, make_llm_coders
from communique.coding.llm_cache import AnswerCache
from communique.coding.llm_client import LlmClient, NoAnswer, find_endpoint
from communique.coding.llm_prompt import KINDS, make_schema
from communique.coding.llm_rows import find_literal, parse_rows
from communique.errors import BadDocument, BadInput, UsageError
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document, Span, Zone, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Alignment, Commitment, Figure, Meeting, Mode, Participant, Stance, Statement

BOOK = Codebook("fish", "Fishing", (Issue("quota", "Quotas", "Quotas should fall.", "Quotas should rise."),))
TEXT = (
    "Minister Liv Berg said on Monday that\nquotas must fall. Iceland and Norway agree on nets. "
    "Berg will meet Jón Falk in Bergen on 3 May. Norway promised to pay by June. At least 40 boats were lost."
)
SAID = {
    "actor": "Liv Berg",
    "party": "NOR",
    "issue": "quota",
    "stance": "support",
    "mode": "indirect",
    "evidence": "said on Monday that quotas must fall",
}


@dataclass
class Server:
    """A scripted endpoint: each request takes the next script; the last one goes on answering."""

    scripts: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with state.lock:
                script = state.scripts[min(len(state.asked), len(state.scripts) - 1)]
                state.asked.append(body)
                state.paths.append(self.path)
                state.headers.append(dict(self.headers))
            with contextlib.suppress(OSError):  # the client went away
                script(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    state.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield state
    http.shutdown()
    http.server_close()
    thread.join()


def send(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def say(content: Any, *, usage: Any = (100, 20), finish: str = "stop") -> Callable[[BaseHTTPRequestHandler], None]:
    """Answers with a chat completion; `content` is made JSON unless it is a text."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    body: dict[str, Any] = {"choices": [{"message": {"content": text}, "finish_reason": finish}]}
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return lambda handler: send(handler, json.dumps(body).encode())


def rows(*items: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    return say({"rows": list(items)})


def fail(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, b'{"error": {"message": "not now"}}', status, **headers)


def wait(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        rows()(handler)

    return slowly


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Goes on sending a byte at a time, each in time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def coder(server: Server, makes: str = "statements", waits: list[float] | None = None, **options: Any) -> LlmCoder:
    told = LlmOptions(server.url, "small-1", **{"timeout_seconds": 5.0, "max_retries": 2, **options})
    slept: list[float] = [] if waits is None else waits
    return LlmCoder(told, makes, client=LlmClient(told, sleep=slept.append))


def read(one: LlmCoder, text: str = TEXT, codebook: Codebook | None = BOOK, **document: Any) -> list[Any]:
    (found,) = one.code([Reading(Document("d1", text, **document))], [codebook])
    return found


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


@pytest.mark.parametrize(
    ("kind", "item", "expected"),
    [
        (
            "alignments",
            {
                "parties": ["ISL", "NOR"],
                "kind": "agree",
                "issue": None,
                "on": "nets",
                "evidence": "Iceland and Norway agree on nets",
            },
            lambda r: (
                isinstance(r, Alignment) and (r.parties, r.relation, r.issue, r.on) == (("ISL", "NOR"), "agree", None, "nets")
            ),
        ),
        (
            "meetings",
            {
                "participants": [{"name": "Liv Berg", "party": "NOR"}, {"name": "Jón Falk", "party": "isl"}],
                "place": "Bergen",
                "date": "2014-05-03",
                "kind": "bilateral",
                "status": "planned",
                "evidence": "Berg will meet Jón Falk in Bergen on 3 May",
            },
            lambda r: (
                isinstance(r, Meeting)
                and r.participants == (Participant("Liv Berg", "NOR"), Participant("Jón Falk", "ISL"))
                and (r.place, r.date, r.format, r.status) == ("Bergen", "2014-05-03", "bilateral", "planned")
            ),
        ),
        (
            "commitments",
            {
                "by": ["NOR"],
                "what": "pay",
                "due": "2014-06",
                "due_text": "by June",
                "conditional": False,
                "evidence": "Norway promised to pay by June",
            },
            lambda r: (
                isinstance(r, Commitment) and (r.by, r.due, r.due_text, r.conditional) == (("NOR",), "2014-06", "by June", False)
            ),
        ),
        (
            "commitments",
            {
                "by": ["NOR"],
                "what": "pay",
                "due": "soon",
                "due_text": "by next summer",
                "conditional": True,
                "evidence": "Norway promised to pay",
            },
            lambda r: isinstance(r, Commitment) and (r.due, r.due_text, r.conditional) == (None, None, True),
        ),
        (
            "figures",
            {"value": 40.0, "bound": "at least", "what": "boats", "source": None, "evidence": "At least 40 boats were lost"},
            lambda r: isinstance(r, Figure) and (r.value, type(r.value), r.what, r.source) == (40, int, "boats", None),
        ),
    ],
)
def test_every_kind_of_row(server: Server, kind: str, item: dict[str, Any], expected: Callable[[Any], bool]) -> None:
    server.scripts = [rows(item)]
    (row,) = read(coder(server, kind))
    assert expected(row)
    assert TEXT[row.start : row.end] == row.evidence == item["evidence"]
    assert row.rule == f"llm:{kind}"


def test_invented_words_make_no_row_and_are_counted(server: Server) -> None:
    invented = [
        {**SAID, "evidence": words}
        for words in ("Berg demanded that quotas fall at once", "quotas must … fall", "Quotas must fall", "“quotas must fall”")
    ]
    server.scripts = [rows(*invented, SAID)]
    one = coder(server)
    assert len(read(one)) == 1
    assert one.report.dropped == {"not literal": 4}
    assert "LLM rows dropped: 4 not literal" in one.report.lines()


@pytest.mark.parametrize(
    "item",
    [
        "not an object",
        {**SAID, "issue": "whales"},
        {**SAID, "stance": "in favour"},
        {**SAID, "actor": " "},
        {**SAID, "mode": None},
        {k: v for k, v in SAID.items() if k != "evidence"},
        {**SAID, "evidence": ""},
        {**SAID, "evidence": 7},
    ],
)
def test_rows_of_another_schema_are_dropped_and_counted(server: Server, item: Any) -> None:
    server.scripts = [rows(item, SAID)]
    one = coder(server)
    assert len(read(one)) == 1
    assert one.report.dropped == {"invalid": 1}


@pytest.mark.parametrize("value", [True, "40", None, 1e400, -1e400, float("nan"), 10**400])
def test_a_figure_that_is_no_number_is_dropped(server: Server, value: Any) -> None:
    item = {"value": value, "bound": "exact", "what": "boats", "source": None, "evidence": "At least 40 boats were lost"}
    server.scripts = [rows(item)]
    one = coder(server, "figures")
    assert read(one) == []
    assert one.report.dropped == {"invalid": 1}


def test_too_long_and_repeated_rows_are_counted(server: Server) -> None:
    server.scripts = [rows(SAID, SAID, {**SAID, "evidence": "x" * 401})]
    one = coder(server)
    assert len(read(one, TEXT + "\n" + "x" * 500)) == 1
    assert one.report.dropped == {"twice": 1, "too long": 1}


def test_unknown_party_is_everybody_else(server: Server) -> None:
    server.scripts = [rows({**SAID, "party": "the Norwegian side"})]
    assert [r.party for r in read(coder(server))] == ["OTHER"]


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


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (say("{", finish="length"), "cut at its longest length"),
        (say(None), "refuses"),
        (lambda h: send(h, b"<html>"), "not a chat completion"),
        (lambda h: send(h, b'{"choices": []}'), "not a chat completion"),
        (lambda h: send(h, b"[1]"), "not a chat completion"),
        (fail(400), "with 400: not now"),
        (fail(302, Location="http://127.0.0.1:9/elsewhere"), "with 302"),
    ],
)
def test_answers_that_another_try_would_not_mend(server: Server, script: Any, reason: str) -> None:
    server.scripts = [script]
    one = coder(server)
    assert read(one) == []
    assert reason in one.report.warnings[0]
    assert len(server.asked) == 1


def test_busy_and_failing_endpoint_is_asked_again_as_it_wishes(server: Server) -> None:
    server.scripts = [fail(429, Retry_After="7"), fail(500), fail(503, Retry_After="9999"), rows(SAID)]
    waits: list[float] = []
    one = coder(server, waits=waits, max_retries=3)
    assert len(read(one)) == 1
    assert waits == [7.0, 2.0, 60.0]
    assert (one.report.n_retries, one.report.n_asked, one.report.warnings) == (3, 1, [])


def test_endpoint_that_goes_on_failing(server: Server) -> None:
    server.scripts = [fail(500)]
    waits: list[float] = []
    one = coder(server, waits=waits)
    assert read(one) == []
    assert waits == [1.0, 2.0]
    assert "answers 500 (3 tries)" in one.report.warnings[0]


@pytest.mark.parametrize("script", [wait(2.0), drip])
def test_slow_answer_counts_as_none(server: Server, script: Any) -> None:
    server.scripts = [script, rows(SAID)]
    one = coder(server, timeout_seconds=0.3, max_retries=0)
    started = time.monotonic()
    assert read(one) == []
    assert time.monotonic() - started < 1.5
    assert "d1: no statements" in one.report.warnings[0]
    assert len(read(one)) == 1


def test_no_endpoint_at_all() -> None:
    told = LlmOptions("http://127.0.0.1:9", "m", max_retries=0)
    one = LlmCoder(told)
    assert read(one) == []
    assert "cannot be reached" in one.report.warnings[0]


@pytest.mark.parametrize(("status", "reason"), [(401, "key"), (403, "key"), (404, "model")])
def test_what_every_question_would_meet_stops_the_run(server: Server, status: int, reason: str) -> None:
    server.scripts = [fail(status)]
    with pytest.raises(UsageError, match=reason):
        read(coder(server))


def test_endpoint_that_is_down_stops_the_run(server: Server) -> None:
    server.scripts = [fail(500)]
    one = coder(server, max_retries=0, give_up_after=3, concurrency=1)
    with pytest.raises(UsageError, match="3 documents on end"):
        one.code([Reading(Document(f"d{i}", TEXT)) for i in range(5)], [BOOK] * 5)
    assert len(server.asked) <= 4


def test_failure_can_set_the_document_aside(server: Server) -> None:
    server.scripts = [fail(400)]
    with pytest.raises(BadDocument, match="d1: no statements") as caught:
        read(coder(server, on_failure="quarantine"))
    assert caught.value.code == "llm"


def test_rows_stay_with_their_documents_when_questions_run_side_by_side(server: Server) -> None:
    numbered = ({**SAID, "actor": f"Minister {i}", "evidence": f"No. {i} said quotas must fall"} for i in range(12))
    server.scripts = [rows(*numbered)]
    one = coder(server, concurrency=4)
    texts = [f"No. {i} said quotas must fall." for i in range(12)]
    found = one.code([Reading(Document(f"d{i}", t)) for i, t in enumerate(texts)], [BOOK] * 12)
    assert [[r.actor for r in own] for own in found] == [[f"Minister {i}"] for i in range(12)]  # type: ignore[attr-defined]
    assert one.report.dropped["not literal"] == 12 * 11


def test_answers_are_kept_and_not_paid_for_twice(server: Server, tmp_path: Path) -> None:
    server.scripts = [rows(SAID)]
    prices = Prices(2.0, 10.0, "EUR")
    first, second = (coder(server, cache_dir=tmp_path / "kept", prices=prices) for _ in range(2))
    assert read(first) == read(second)
    assert len(server.asked) == 1
    assert (first.report.cost, second.report.cost) == (pytest.approx(100 * 2e-6 + 20 * 1e-5), 0.0)
    assert (second.report.n_cached, second.report.n_asked) == (1, 0)
    assert "0.0004 EUR" in first.report.lines()[1]
    (kept,) = (tmp_path / "kept").glob("*/*.json")
    assert kept.stat().st_mode & 0o077 == 0
    read(coder(server, cache_dir=tmp_path / "kept"), TEXT + " More.")
    other = replace(first.options, model="large-1")
    read(LlmCoder(other))
    assert len(server.asked) == 3


def test_bad_answers_are_not_kept_and_damaged_files_are_asked_again(server: Server, tmp_path: Path) -> None:
    server.scripts = [say("no"), say("no"), rows(SAID)]
    assert read(coder(server, cache_dir=tmp_path)) == []
    assert list(tmp_path.glob("*/*")) == []
    assert len(read(coder(server, cache_dir=tmp_path))) == 1
    (kept,) = tmp_path.glob("*/*.json")
    kept.write_text("{")
    assert len(read(coder(server, cache_dir=tmp_path))) == 1
    assert len(server.asked) == 4


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="name another one"):
        AnswerCache(tmp_path / "file" / "kept")


def test_key_is_sent_and_kept_nowhere(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FISH_KEY", "secret-7")
    server.scripts = [rows(SAID)]
    read(coder(server, cache_dir=tmp_path, api_key_env="FISH_KEY"))
    assert server.headers[0]["Authorization"] == "Bearer secret-7"
    assert not any("secret-7" in p.read_text() for p in tmp_path.glob("*/*"))
    monkeypatch.delenv("FISH_KEY")
    with pytest.raises(UsageError, match="FISH_KEY"):
        coder(server, api_key_env="FISH_KEY")


def test_without_prices_or_counts_no_cost_is_invented(server: Server) -> None:
    server.scripts = [say({"rows": []}, usage=None)]
    one = coder(server)
    read(one)
    assert one.report.cost is None
    assert one.report.n_unmetered == 1
    assert "no prices given" in one.report.lines()[1]


@pytest.mark.parametrize(
    "url",
    [
        "https://llm.example.org/v1",
        "http://127.0.0.1.example.org",
        "http://localhost@example.org",
        "http://192.168.1.4:8080",
        "http://127.1",
    ],
)
def test_no_text_leaves_the_machine_without_permission(url: str) -> None:
    with pytest.raises(UsageError, match="--allow-network"):
        LlmCoder(LlmOptions(url, "m"))
    assert LlmCoder(LlmOptions(url, "m", allow_network=True)).client.url.endswith("/v1/chat/completions")


def test_this_machine_is_reached_past_any_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    server.scripts = [rows(SAID)]
    assert len(read(coder(server))) == 1


@pytest.mark.parametrize("url", ["", "localhost:8080", "ftp://localhost", "http://", "http://[::1"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        find_endpoint(url, allow_network=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8080/", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost/api/v1/", "http://localhost/api/v1/chat/completions"),
        ("http://[::1]/v1/chat/completions", "http://[::1]/v1/chat/completions"),
    ],
)
def test_address_of_the_endpoint(url: str, expected: str) -> None:
    assert find_endpoint(url, allow_network=False) == expected


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


def test_lone_surrogates_can_be_sent(server: Server) -> None:
    server.scripts = [rows({**SAID, "evidence": "quotas\ud800 fall"})]
    assert [r.evidence for r in read(coder(server), "The quotas\ud800 fall.")] == ["quotas\ud800 fall"]


def test_coders_of_all_kinds_share_client_and_report(server: Server) -> None:
    coders = make_llm_coders(LlmOptions(server.url, "m"))
    assert [c.makes for c in coders] == list(KINDS)
    assert len({id(c.report) for c in coders}) == len({id(c.client) for c in coders}) == 1


def test_client_raises_no_answer_not_httpx(server: Server) -> None:
    server.scripts = [lambda h: h.connection.close()]
    told = LlmOptions(server.url, "m", max_retries=0)
    with pytest.raises(NoAnswer):
        LlmClient(told).ask([], {})


def test_one_module_speaks_http() -> None:
    source = Path(__file__).parents[2] / "src" / "communique"
    speaking = [p.name for p in source.rglob("*.py") if "import httpx" in p.read_text(encoding="utf-8")]
    assert speaking == ["llm_client.py"]


def test_report_without_questions() -> None:
    assert LlmReport().lines()[0] == "LLM: 0 answers, 0 more from the cache, 0 retries, 0 malformed, 0 failed"


def test_words_that_fold_to_two_places_are_not_placed() -> None:
    text = "must\nfall and must\tfall"
    assert find_literal("must fall", text, [Span(0, len(text))]) is None
    assert find_literal("must fall", text, [Span(0, 9)]) == Span(0, 9)
    assert find_literal("must\tfall", text, [Span(0, len(text))]) == Span(14, 23)


TEXTS = st.text(alphabet="ab .\n\t“", max_size=60)


@given(text=TEXTS, words=TEXTS)
def test_a_place_that_is_found_says_the_words(text: str, words: str) -> None:
    span = find_literal(words, text, [Span(0, len(text))])
    if words.strip() and words.strip() in text:
        assert span is not None
        assert span.of(text) == words.strip()
    if span is not None:
        assert span.of(text).split() == words.split()


@given(text=st.text(alphabet="ab \n", max_size=200), max_chars=st.integers(1, 50))
def test_passages_cover_the_body_once(text: str, max_chars: int) -> None:
    passages = find_passages(Document("d", text), max_chars)
    covered = [i for spans in passages for span in spans for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert all(text[i].isspace() for i in set(range(len(text))) - set(covered))
    assert all(sum(s.end - s.start for s in spans) <= max_chars for spans in passages)


@given(st.text(max_size=80))
def test_any_answer_can_be_parsed(content: str) -> None:
    found = parse_rows(content)
    assert found is None or isinstance(found, list)
