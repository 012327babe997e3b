"""`read` and `run`: exit status, what goes to which stream, and each kind of bad input with its message."""

from __future__ import annotations

import errno
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from communique.models.tuning import Tuning, write_tuning

CODEBOOK = "codebook: c\ntitle: War\nissues:\n  - id: truce\n    label: A truce\n    support: Stop.\n    oppose: Fight.\n"


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_read_answers_on_stdout_and_reports_on_stderr(call: Any, report: Path) -> None:
    done = call("read", report)
    (record,) = lines(done.out)
    assert done.status == 0
    assert record["id"] == "report.txt"
    assert [f["value"] for f in record["figures"]] == [40, 7]
    assert "1 done" in done.err
    assert "text" not in record
    assert lines(call("read", report, "--with-text").out)[0]["text"] == report.read_text()


def test_no_output_goes_where_the_next_call_would_read_it(call: Any, report: Path) -> None:
    folder = report.parent
    refused = call("read", folder, "--out", folder / "new" / "out.jsonl")
    assert refused.status == 2
    assert "lies in" in refused.err
    assert not (folder / "new").exists()
    assert call("read", report, "--out", folder / "out.jsonl").status == 0
    assert call("read", folder, "--out", folder / ".out.jsonl").status == 1, "hidden files are not read, out.jsonl is"


def test_every_input_line_is_answered_duplicates_too(call: Any) -> None:
    line = json.dumps({"id": "a", "text": "They met 3 ministers in Minsk.", "secret": "not copied"})
    done = call("read", "-", stdin=f"{line}\n{line}\n".encode())
    assert [r["id"] for r in lines(done.out)] == ["a", "a"]
    assert "secret" not in done.out
    assert done.status == 0


def test_fields_of_other_names_are_mapped(call: Any) -> None:
    line = json.dumps({"key": "x", "content": "They met 3 ministers.", "date": "2015-02-12"})
    done = call("read", "-", "--map", "id=key,text=content", "--map", "published=date", stdin=line.encode())
    assert lines(done.out)[0]["published"] == "2015-02-12"
    assert call("read", "-", "--map", "text", stdin=line.encode()).status == 2


def test_out_appears_whole_or_not_at_all(call: Any, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    assert call("read", report, "--out", out).status == 0
    assert len(lines(out.read_text())) == 1
    out.unlink()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("communique.files.os.replace", full)
    done = call("read", report, "--out", out)
    assert done.status == 2
    assert "No space left" in done.err
    assert list(tmp_path.glob("out.jsonl*")) == []


BAD_LINES = [
    (b"{not json}\n", ":1", "JSON"),
    (b'{"id": "a"}\n', ":1", "text"),
    (b'{"id": "a", "text": 3}\n', ":1", "text"),
    (b'{"id": "a", "text": "They met 3 men."}\n{"id": "a", "text": "They met 4 men."}\n', ":2", "a"),
    (b'{"id": "a", "text": "   "}\n', ":1", "empty"),
]


@pytest.mark.parametrize(("data", "where", "words"), BAD_LINES)
def test_a_bad_line_is_quarantined_with_its_number(call: Any, tmp_path: Path, data: bytes, where: str, words: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(data + b'{"id": "good", "text": "They met 9 ministers in Minsk."}\n')
    done = call("read", path)
    assert done.status == 1
    assert "good" in [r["id"] for r in lines(done.out)]
    complaint = next(line for line in done.err.splitlines() if line.startswith("quarantined"))
    assert where in complaint
    assert words in complaint


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "binary"),
        ("scan.pdf", b"%PDF-1.4\x00\x01", "PDF"),
        ("app.html", b"<html><body><div id=app></div><script>1</script>", "no main text"),
        ("bad.jsonl.gz", gzip.compress(b"x" * 100, mtime=0)[:-9], "gz"),
    ],
)
def test_a_bad_file_is_quarantined_and_the_others_are_read(call: Any, report: Path, name: str, data: bytes, words: str) -> None:
    (report.parent / name).write_bytes(data)
    done = call("read", report.parent)
    assert done.status == 1
    assert "report.txt" in [r["id"] for r in lines(done.out)]
    assert name in done.err
    assert words in done.err


def test_a_missing_path_is_wrong_usage_and_nothing_is_done(call: Any, report: Path, tmp_path: Path) -> None:
    done = call("run", report, tmp_path / "absent.txt", "--store", tmp_path / "record.db")
    assert done.status == 2
    assert "absent.txt" in done.err
    assert not (tmp_path / "record.db").exists()


def test_a_date_that_is_none_is_unknown_with_a_warning(call: Any) -> None:
    line = json.dumps({"id": "a", "text": "They met 3 ministers in Minsk.", "published": "soonish"})
    done = call("read", "-", stdin=line.encode())
    assert done.status == 0
    assert lines(done.out)[0]["published"] is None
    assert "soonish" in done.err


def test_a_codebook_with_a_missing_key_names_file_line_and_key(call: Any, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(CODEBOOK.replace("    oppose: Fight.\n", ""))
    done = call("read", report, "--codebook", path)
    assert done.status == 2
    assert "c.yaml:4" in done.err
    assert "oppose" in done.err
    assert done.out == ""


def test_codebooks_by_name(call: Any, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CODEBOOK)
    texts = [{"id": "a", "codebook": "c"}, {"id": "b"}, {"id": "x", "codebook": "unheard-of"}]
    stdin = "\n".join(json.dumps({**t, "text": "They met 3 ministers."}) for t in texts).encode()
    done = call("read", "-", "--codebook", "auto", "--codebooks", tmp_path, stdin=stdin)
    assert [(r["id"], r["codebook"]) for r in lines(done.out)] == [("a", "c"), ("b", None)]
    assert done.status == 1
    assert "unheard-of" in done.err
    assert call("read", "-", "--codebook", "auto", stdin=stdin).status == 2


def test_run_twice_adds_nothing(call: Any, report: Path, tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    assert call("run", report, "--store", store).status == 0
    before = call("export", "jsonl", "--store", store).out
    again = call("run", report, "--store", store)
    assert "1 skipped:known" in again.err
    assert call("export", "jsonl", "--store", store).out == before


def test_a_store_of_a_newer_version_is_refused(call: Any, report: Path, tmp_path: Path) -> None:
    import sqlite3

    store = tmp_path / "record.db"
    call("run", report, "--store", store)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    connection.close()
    done = call("run", report, "--store", store)
    assert done.status == 2
    assert "record.db" in done.err
    assert "newer" in done.err or "later" in done.err


def test_a_file_that_is_no_store_is_refused(call: Any, report: Path, tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    store.write_text("not a database, and long enough to be looked at" * 5)
    done = call("run", report, "--store", store)
    assert done.status == 2
    assert "not a store" in done.err


def test_help_and_version(call: Any) -> None:
    assert "record" in call("--help").out
    assert call("--version").out.strip()[0].isdigit()


@pytest.mark.slow
def test_offices_of_other_reports_tell_whose_a_person_is(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from communique.runner.pipeline import make_pipeline

    monkeypatch.setattr("communique.runner.read.make_pipeline", lambda settings, **_: make_pipeline(settings, coders=()))
    table = tmp_path / "offices.csv"
    head = "party,role,person,seen_from,seen_to,ended_by,documents,evidence\n"
    table.write_text(f"{head}NOR,foreign minister,Ida Bergdal,2015-01-02,2015-06-30,,3,\n")
    text = "Ida Bergdal said that “the pact is dead” and left.\n\nThe ministers had met in Oslo for two days of talks.\n"
    line = json.dumps({"id": "a", "text": text, "published": "2015-03-01"})
    found = [lines(call("read", "-", *more, stdin=line.encode()).out)[0] for more in ((), ("--offices", table))]
    assert [r["quotes"][0]["party"] for r in found] == ["OTHER", "NOR"]
    assert found[1]["attributions"][0]["actor_rule"].endswith("office-known")
    assert "+offices-" in found[1]["quotes"][0]["maker"]
    table.write_text(f"{head}NOR,foreign minister,Ida Bergdal,soon,2015-06-30,,3,\n")
    refused = call("read", "-", "--offices", table, stdin=line.encode())
    assert refused.status == 2
    assert "offices.csv, line 2" in refused.err


def test_half_of_a_surrogate_pair_is_printed_as_json_writes_it(call: Any, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "outlet": "The \ud800 Wire", "text": "They met 3 ministers."})
    store, page = tmp_path / "record.db", tmp_path / "report.html"
    assert call("run", "-", "--store", store, stdin=line.encode()).status == 0
    assert "The \\ud800 Wire" in call("coverage", "--story", "a", "--store", store).out
    assert call("report", "--store", store, "--out", page).status == 0
    assert "The \\ud800 Wire" in page.read_text()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((), "is for the codebook 'fish', and given is none"),
        (("--codebook", "c.yaml"), "is for the codebook 'fish', and given is 'c'"),
        (("--codebook", "fish.yaml"), ""),
        (("--codebook", "fish.yaml", "--llm", "http://127.0.0.1:9", "--llm-model", "m"), "--llm codes instead"),
    ],
)
def test_a_tuning_that_changes_nothing_is_told(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_tuning(Tuning("fish", "stance-1"), tmp_path / "fish.tuned")
    for name in ("c", "fish"):
        (tmp_path / f"{name}.yaml").write_text(CODEBOOK.replace("codebook: c", f"codebook: {name}"))
    (tmp_path / "a.txt").write_text("They met 3 ministers.")
    for args in (("read", "a.txt"), ("run", "a.txt", "--store", "record.db")):
        done = call(*args, "--tuned", "fish.tuned", *given)
        assert done.status == 0
        assert (says in done.err) if says else ("warning" not in done.err)
