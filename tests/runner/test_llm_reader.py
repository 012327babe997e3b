"""The large language model is off by default, and nothing leaves the machine unasked."""

from __future__ import annotations

import pytest

from communique.errors import UsageError
from communique.runner.pipeline import CODERS, make_pipeline
from communique.settings import Settings


def test_it_is_off_by_default() -> None:
    assert all(not coder.name.startswith("communique.llm") for coder in make_pipeline(Settings()).coders)


def test_it_codes_instead_of_the_shipped_readers() -> None:
    pipeline = make_pipeline(Settings(llm_url="http://127.0.0.1:9", llm_model="m"))
    assert len(pipeline.coders) == len(CODERS)
    assert all(coder.name == "communique.llm" for coder in pipeline.coders)
    assert pipeline.notes


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(llm_url="https://models.example/v1", llm_model="m"), "--allow-network"),
        (Settings(llm_url="http://127.0.0.1:9"), "--llm-model"),
        (Settings(llm_url="http://127.0.0.1:9", llm_model="m", workers=2), "one worker"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_read(settings: Settings, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make_pipeline(settings)
