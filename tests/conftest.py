"""Options and fixtures that several folders of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from communique.runner.pipeline import Pipeline, make_pipeline
from communique.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"

# How long an example takes says how busy the machine is: no test fails for it.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The whole pipeline with its models, loaded once for each process."""
    return make_pipeline(Settings())
