"""Every command that writes a file: never over a store, with the folders it needs, and whole or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.errors import StoreUnwritable, UsageError
from communique.runner.brief import write_brief
from communique.runner.exchange import export_record
from communique.runner.network import network_command
from communique.runner.pictures import write_picture
from communique.runner.read import open_whole
from communique.runner.report import write_report
from communique.runner.stored import statement_table
from tests.export.world import make_store

Write = Callable[[str, Path], object]


def write_lines(_store: str, out: Path) -> None:
    with open_whole(out) as file:
        file.write("{}\n")


def write_network(store: str, out: Path) -> None:
    from communique.analysis.options import NetworkOptions

    network_command(statement_table(store), NetworkOptions(variable1="party", variable2="issue"), out)


WRITERS: dict[str, Write] = {
    "lines.jsonl": write_lines,
    "report.html": lambda store, out: write_report(store, out),
    "network.html": write_network,
    "network.gexf": write_network,
    "brief.md": lambda store, out: write_brief(store, ("ESP", "TUR"), out),
    "picture.svg": lambda store, out: write_picture(store, "timeline", out),
    "events.tsv": lambda store, out: export_record(store, "polecat", out),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("world") / "record.db")


@pytest.mark.parametrize("name", WRITERS)
def test_no_command_writes_over_a_store(store: Path, tmp_path: Path, name: str) -> None:
    other = Path(shutil.copy(store, tmp_path / name))
    with pytest.raises(UsageError, match="is a store"):
        WRITERS[name](str(store), other)
    assert other.read_bytes() == store.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", WRITERS)
def test_missing_folders_are_made(store: Path, tmp_path: Path, name: str) -> None:
    WRITERS[name](str(store), tmp_path / "a" / "b" / name)
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == [name]


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_named_and_leaves_nothing(store: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(StoreUnwritable, match=r"cannot be written \(No space left"):
        WRITERS[name](str(store), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_table_is_not_replaced_by_its_own_network(tmp_path: Path) -> None:
    from communique.analysis.options import NetworkOptions

    table = tmp_path / "coded.csv"
    text = "document_id,date,organization,concept,agreement\n1,2014-03-05,NOR,pact,1\n2,2014-03-06,SWE,pact,0\n"
    table.write_text(text)
    with pytest.raises(UsageError, match="being read"):
        network_command(table, NetworkOptions(), table)
    assert table.read_text() == text
