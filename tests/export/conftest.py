"""The small record as a store, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.export.world import make_store


@pytest.fixture(scope="session")
def world_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("world") / "record.db")


@pytest.fixture
def store_path(world_store: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copy(world_store, tmp_path / "record.db"))
