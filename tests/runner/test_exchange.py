"""Options of export formats, as the command line gives them."""

from __future__ import annotations

from pathlib import Path

from communique.runner.exchange import export_record, parse_options
from communique.store.store import open_store


def test_true_in_whichever_case_is_true(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    open_store(store).close()
    done = export_record(store, "csv", tmp_path / "out", **parse_options(["excel=TRUE"]))
    assert (done.path / "statements.csv").read_bytes().startswith(b"\xef\xbb\xbf")
