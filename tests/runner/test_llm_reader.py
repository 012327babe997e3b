"""The large language model is off by default, and nothing leaves the machine unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.model.document import Document, Quarantined
from communique.runner.batch import read_all
from communique.runner.pipeline import CODERS, Result, make_pipeline
from communique.settings import Settings
from tests.coding.llm_endpoint import open_endpoint, rows, say


def test_it_is_off_by_default() -> None:
    assert all(not coder.name.startswith("communique.llm") for coder in make_pipeline(Settings()).coders)


def test_it_codes_instead_of_the_shipped_readers() -> None:
    pipeline = make_pipeline(Settings(llm_url="http://127.0.0.1:9", llm_model="m"))
    assert len(pipeline.coders) == len(CODERS)
    assert all(coder.name == "communique.llm" for coder in pipeline.coders)
    assert pipeline.notes


def test_each_question_that_fails_is_asked_and_paid_for_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    tasks = [(Document(str(i), f"They met {i} ministers."), None) for i in range(3)]
    with open_endpoint() as server:
        server.scripts = [say("no"), say("no"), say("still no"), say("still no"), rows()]
        made = make_pipeline(Settings(llm_url=server.url, llm_model="m"))
        made.coders = tuple(coder for coder in made.coders if coder.makes in ("meetings", "figures"))
        made.annotators = ()
        for coder in made.coders:
            coder.options = replace(coder.options, concurrency=1)  # type: ignore[attr-defined]
        outcomes = list(read_all(tasks, Settings(), made))
        assert len(server.asked) == 2 * 2 + 2  # each of two is asked once more; the third gets both kinds
    found = [o[2] for o in outcomes if isinstance(o, tuple)]
    assert [f.code for f in found if isinstance(f, Quarantined)] == ["llm", "llm"]
    assert isinstance(found[2], Result)
    assert "2 failed" in made.notes[0]


@pytest.mark.parametrize(("prices", "shown"), [("2,10", "(0.0004 USD)"), ("2,10,EUR", "(0.0004 EUR)"), (None, "no prices")])
def test_the_cost_is_shown_with_prices_and_the_seconds_of_an_answer_can_be_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prices: str | None, shown: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with open_endpoint() as server:
        server.scripts = [rows()]
        settings = Settings(llm_url=server.url, llm_model="m", llm_prices=prices, llm_timeout_seconds=7)
        made = make_pipeline(settings)
        made.annotators, made.coders = (), tuple(coder for coder in made.coders if coder.makes == "figures")
        list(read_all([(Document("a", "They met 3 ministers."), None)], settings, made))
    assert shown in made.notes[1]
    assert made.coders[0].client.options.timeout_seconds == 7  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(llm_url="https://models.example/v1", llm_model="m"), "--allow-network"),
        (Settings(llm_url="http://127.0.0.1:9"), "--llm-model"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", llm_prices="cheap"), "--llm-prices 'cheap': expected what"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", llm_prices="1"), "--llm-prices"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", llm_prices="1,-2"), "--llm-prices"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", llm_prices="1,nan"), "--llm-prices"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", llm_prices="1,2,EUR,3"), "--llm-prices"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", workers=2), "one worker"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_read(settings: Settings, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make_pipeline(settings)
