"""How the endpoint is asked: retries, time limits, the cache, and what never leaves the machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.coding.llm_endpoint import SAID, TEXT, Server, coder, drip, fail, open_endpoint, read, rows, say, send, wait

from communique.coding.llm import LlmCoder, LlmOptions, Prices
from communique.coding.llm_cache import AnswerCache
from communique.coding.llm_client import LlmClient, NoAnswer, find_endpoint
from communique.errors import BadInput, UsageError


@pytest.fixture
def server() -> Iterator[Server]:
    with open_endpoint() as state:
        yield state


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


def test_key_is_sent_and_kept_nowhere(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FISH_KEY", "secret-7")
    server.scripts = [rows(SAID)]
    read(coder(server, cache_dir=tmp_path, api_key_env="FISH_KEY"))
    assert server.headers[0]["Authorization"] == "Bearer secret-7"
    assert not any("secret-7" in p.read_text() for p in tmp_path.glob("*/*"))
    monkeypatch.delenv("FISH_KEY")
    with pytest.raises(UsageError, match="FISH_KEY"):
        coder(server, api_key_env="FISH_KEY")


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


def test_lone_surrogates_can_be_sent(server: Server) -> None:
    server.scripts = [rows({**SAID, "evidence": "quotas\ud800 fall"})]
    assert [r.evidence for r in read(coder(server), "The quotas\ud800 fall.")] == ["quotas\ud800 fall"]


def test_client_raises_no_answer_not_httpx(server: Server) -> None:
    server.scripts = [lambda h: h.connection.close()]
    told = LlmOptions(server.url, "m", max_retries=0)
    with pytest.raises(NoAnswer):
        LlmClient(told).ask([], {})


def test_one_module_speaks_http() -> None:
    source = Path(__file__).parents[2] / "src" / "communique"
    speaking = [p.name for p in source.rglob("*.py") if "import httpx" in p.read_text(encoding="utf-8")]
    assert speaking == ["llm_client.py"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="name another one"):
        AnswerCache(tmp_path / "file" / "kept")


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


def test_an_answer_that_cannot_be_kept_is_used_and_warned_of_once(server: Server, tmp_path: Path) -> None:
    server.scripts = [rows(SAID)]
    one = coder(server, cache_dir=tmp_path / "kept")
    (tmp_path / "kept").rmdir()
    (tmp_path / "kept").write_text("in the way")
    assert len(read(one)) == len(read(one)) == 1
    (warning,) = one.report.warnings
    assert "cannot be kept" in warning
