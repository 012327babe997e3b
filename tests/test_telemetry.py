"""Nothing is reported to anybody: the run time of the models leaves no queue of events and no number for the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

OPEN_A_MODEL = """
from communique.models import find_model
from communique.nlp.onnx_model import open_session
open_session(find_model("retrieval").path("model.onnx"))
"""


def test_the_run_time_of_the_models_keeps_no_events(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ORT_", "XDG_"))}
    done = subprocess.run([sys.executable, "-c", OPEN_A_MODEL], env=kept | {"HOME": str(tmp_path)}, check=False)
    assert done.returncode == 0
    assert not [p for p in tmp_path.rglob("*") if "onnx" in p.name.lower() or p.name == "Microsoft"]
