"""How the command line ends when it is stopped, or when its output cannot be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

# A run that says when it has begun to read, and then waits. It is interrupted even where it is a shell's job in the background.
WAITING = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
import communique.runner.run
from communique.cli.main import main

def wait(*_, **__):
    print("reading", flush=True, file=sys.stderr)
    time.sleep(60)

communique.runner.run.make_pipeline = wait
main()
"""
FULL = Path("/dev/full")


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}


def test_ctrl_c_says_that_a_run_can_go_on(report: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITING, "run", report, "--store", tmp_path / "a.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "communique: stopped; what was committed stays, run the same command again to go on\n"


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("formats",), ("--version",)])
def test_a_full_disk_behind_the_output_is_told(arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "communique", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, env=environment()
        )
    assert done.returncode == 2
    assert done.stderr == "communique: standard input or output cannot be read or written (No space left on device)\n"


def test_an_output_whose_reader_has_gone_is_no_failure() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "communique", "formats"], stdout=write, stderr=subprocess.PIPE, env=environment()
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_output_that_nobody_wants() -> None:
    command = f"{sys.executable} -m communique formats >&-"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, env=environment())
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_place_that_cannot_be_written_to(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    done = call("codebook", "schema", "--out", tmp_path / "file" / "x.json")
    assert done.status == 2
    assert "x.json cannot be written (File exists); choose another place" in done.err


def test_what_the_system_refuses_is_a_sentence(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied", "table.csv")

    monkeypatch.setattr("communique.runner.exchange.list_formats", refuse)
    done = call("formats")
    assert (done.status, done.err) == (2, "communique: table.csv cannot be read or written (Permission denied)\n")
