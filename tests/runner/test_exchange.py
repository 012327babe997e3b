"""Options of export formats, as the command line gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.runner.exchange import export_record, parse_options
from communique.store.store import open_store


@pytest.mark.parametrize(
    ("format", "given", "words"),
    [("csv", "excel=maybe", "excel is 'maybe'; it is true or false"), ("gdelt", "header=no", "header is 'no'"),
     ("csv", "exel=true", "has no option 'exel'")],
)  # fmt: skip
def test_options_are_checked(tmp_path: Path, format: str, given: str, words: str) -> None:
    store, out = tmp_path / "record.db", tmp_path / "out"
    open_store(store).close()
    with pytest.raises(UsageError, match=words):
        export_record(store, format, out, **parse_options([given]))
    assert not out.exists()


def test_true_in_whichever_case_is_true(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    open_store(store).close()
    done = export_record(store, "csv", tmp_path / "out", **parse_options(["excel=TRUE"]))
    assert (done.path / "statements.csv").read_bytes().startswith(b"\xef\xbb\xbf")
