"""A run in several processes that is stopped: its workers end with it, however it ends, and the log says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique.store.store import open_store
from tests.conftest import ROOT

# Each reading process writes down that it reads, then reads for longer than any test waits.
SLOW = """
import os, signal, time
from pathlib import Path
import communique.runner.batch, communique.runner.run
from communique.cli.main import main
from tests.runner.stub import NumberPipeline

class Slow(NumberPipeline):
    def read(self, documents, codebooks):
        Path(os.environ["PIDS"], f"{os.getpid()}.pid").touch()
        time.sleep(100)

communique.runner.batch.make_pipeline = communique.runner.run.make_pipeline = lambda settings, **_: Slow()
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background have it ignored
    main()
"""


def is_running(pid: int) -> bool:
    """Whether a process is there and no corpse that nobody has fetched."""
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(status) and not status.startswith("Z")


def wait_for(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_the_workers_end_with_a_run_that_is_stopped(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    reports, folder = tmp_path / "in.jsonl", tmp_path / "work"
    folder.mkdir()
    lines = [json.dumps({"id": f"d{n}", "text": f"They met {n} ministers."}) for n in range(200)]
    reports.write_text("\n".join(lines), encoding="utf-8")
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, str(script), "run", str(reports), "--store", str(folder / "record.db"), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": paths, "PIDS": str(folder)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        try:
            wait_for(lambda: len(list(folder.glob("*.pid"))) == 2)
            process.send_signal(sent)
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()  # nobody waits for it if it did not stop
    assert process.returncode == status
    workers = [int(path.stem) for path in folder.glob("*.pid")]
    wait_for(lambda: not any(map(is_running, workers)), seconds=20)
    if sent is not signal.SIGKILL:
        assert err == "communique: stopped; what was committed stays, run the same command again to go on\n"
        with open_store(folder / "record.db", create=False) as store:
            assert [(entry.act, entry.details.get("status")) for entry in store.log(last=1)] == [("finish", "stopped")]
