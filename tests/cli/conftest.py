"""The command line as a person calls it, in this process, with a pipeline that needs no model."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from communique.cli.main import main
from tests.runner.stub import NumberPipeline


@dataclass(frozen=True)
class Called:
    """How a call ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Call `communique` with arguments, and with `stdin` if given."""
    for module in ("batch", "read", "run"):
        monkeypatch.setattr(f"communique.runner.{module}.make_pipeline", lambda settings, **_: NumberPipeline())

    def run(*args: object, stdin: bytes = b"") -> Called:
        monkeypatch.setattr(sys, "argv", ["communique", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        status = ended.value.code
        return Called(status if isinstance(status, int) else 0 if status is None else 1, captured.out, captured.err)

    return run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A short report on disk."""
    path = tmp_path / "report.txt"
    path.write_text("MINSK (Wire) - The two sides agreed on a truce on Thursday.\n\nAt least 40 people met 7 ministers there.\n")
    return path
