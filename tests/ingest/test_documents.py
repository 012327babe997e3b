"""The whole of stage 1: paths in, documents out, each bad input with its message."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import BadInput, UsageError
from communique.ingest.documents import IngestOptions, _foreign_readers, iter_documents
from communique.model.document import DateOrigin, Document, Quarantined

REPORT = (
    "GENEVA — The two delegations said on Monday that they would go on with the talks until a text is agreed, "
    "and that neither side had asked for a pause.\n\n"
    "The minister told reporters that he was hopeful, but that he would not wait for ever.\n"
)
GERMAN = (
    "Der Minister hat am Montag in Berlin gesagt, dass die Gespräche über das Abkommen weitergehen und dass beide Seiten "
    "sich noch in diesem Jahr einigen wollen. Die Delegationen treffen sich am Freitag wieder."
)


def read(*paths: object, mapping: dict[str, str] | None = None, stdin: bytes = b"") -> list[Document | Quarantined]:
    options = IngestOptions(mapping=mapping or {}, stdin=io.BytesIO(stdin))
    return list(iter_documents([str(p) for p in paths], options=options))


def documents(answers: Sequence[Document | Quarantined]) -> list[Document]:
    assert all(isinstance(a, Document) for a in answers), answers
    return [a for a in answers if isinstance(a, Document)]


def only_quarantined(answers: Sequence[Document | Quarantined]) -> Quarantined:
    [answer] = answers
    assert isinstance(answer, Quarantined), answer
    return answer


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(r).encode() + b"\n" for r in rows)


# What works


def test_text_file_is_named_by_its_name_and_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT.replace("\n", "\r\n").encode())
    [document] = documents(read(path))
    assert document.id == "a.txt"
    assert document.text == REPORT.replace("\n", "\r\n")
    assert document.raw == path.read_bytes()
    assert [z.kind.value for z in document.zones] == ["dateline", "body"]


def test_folder_is_read_sorted_and_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt", "sources.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(REPORT)
    assert [d.id for d in documents(read(tmp_path))] == ["a.txt", "b.txt", "sub/c.txt"]


def test_sources_beside_text_give_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "sources.csv").write_text(
        "file,outlet,published,title,url\na.txt,The Wire,2013-06-17,Talks go on,http://x.test/1\n"
    )
    for argument in (tmp_path, tmp_path / "a.txt"):
        [document] = documents(read(argument))
        assert (document.outlet, document.published, document.title) == ("The Wire", "2013-06-17", "Talks go on")
        assert (document.url, document.published_origin) == ("http://x.test/1", DateOrigin.METADATA)


def test_sources_beside_a_mail_win_over_its_sender(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(f"From: Roe <roe@wire.test>\nTo: a@b.test\nSubject: Talks go on\n\n{REPORT}")
    (tmp_path / "sources.csv").write_text("file,outlet\na.eml,The Wire\n")
    [document] = documents(read(tmp_path))
    assert (document.outlet, document.title, document.text) == ("The Wire", "Talks go on", REPORT)
    assert [z.kind.value for z in document.zones] == ["dateline", "body"]


def test_sources_at_the_top_name_files_below_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(REPORT)
    (tmp_path / "sources.csv").write_text("file,outlet\nsub/a.txt,The Wire\n")
    assert [d.outlet for d in documents(read(tmp_path))] == ["The Wire"]


def test_reader_of_another_distribution_gets_its_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoteReader:
        name, version, suffixes = "note", "1", (".note",)

        def read(self, path: str, stream: BinaryIO) -> Iterator[Document]:
            yield Document(id=path, text=stream.read().decode().removeprefix("PK"))

    places = {"jsonl": "communique.ingest.readers.jsonl:JsonlReader", "note": "elsewhere:NoteReader"}
    monkeypatch.setattr("communique.ingest.documents.iter_plugins", lambda _: places)
    monkeypatch.setattr("communique.ingest.documents.load_plugin", lambda _, name: {"note": NoteReader}[name])
    monkeypatch.setattr("communique.ingest.documents._foreign_readers", _foreign_readers.__wrapped__)
    (tmp_path / "a.note").write_bytes(b"PK" + REPORT.encode())
    assert [(d.id, d.text) for d in documents(read(tmp_path))] == [("a.note", REPORT)]


def test_gzip_of_lines_and_of_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines({"id": "1", "text": REPORT})))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(REPORT.encode()))
    assert [d.id for d in documents(read(tmp_path))] == ["1", "b.txt.gz"]


@pytest.mark.parametrize(
    ("data", "ids", "media_type"),
    [
        (b"\n\n" + lines({"id": "x", "text": REPORT}, {"id": "y", "text": REPORT}), ["x", "y"], "application/json"),
        (REPORT.encode(), ["stdin"], "text/plain"),
        (f"<!doctype html><html><body><article><p>{REPORT}</p></article></body></html>".encode(), ["stdin"], "text/html"),
        (gzip.compress(REPORT.encode(), mtime=0), ["stdin"], "text/plain"),
    ],
)
def test_standard_input_is_told_by_its_content(data: bytes, ids: list[str], media_type: str) -> None:
    found = documents(read("-", stdin=data))
    assert [d.id for d in found] == ids
    assert {d.media_type for d in found} == {media_type}


def test_lines_are_answered_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*({"id": str(i), "text": REPORT} for i in range(3))) + b"no JSON\n")
    answers = iter_documents([str(path)])
    assert [next(answers) for _ in range(3)][2] is not None  # the bad line is not yet read
    assert isinstance(next(answers), Quarantined)


def test_raw_bytes_are_left_out_on_demand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    [document] = iter_documents([str(tmp_path)], options=IngestOptions(keep_raw=False))
    assert isinstance(document, Document)
    assert document.raw is None


# What does not


def test_missing_path_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    with pytest.raises(BadInput, match=r"b\.txt: no such file or folder; nothing was read"):
        iter_documents([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])


@pytest.mark.parametrize(
    ("paths", "message"),
    [([], "nothing to read"), (["-", "-"], "only once")],
)
def test_senseless_calls_are_refused(paths: list[str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        iter_documents(paths)


def test_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no file to read"):
        iter_documents([str(tmp_path)])


def test_mapping_of_an_unknown_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--map content=…: no such field; the fields are id, text"):
        iter_documents([str(tmp_path)], options=IngestOptions(mapping={"content": "text"}))


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("a.txt", b"", "empty", "the file is empty"),
        ("a.txt", b" \n\t\r\n", "empty", "the text is empty"),
        ("a.txt", "\u200b\ufeff\u200f".encode(), "empty", "the text is empty"),
        ("a.txt", b"abc\x00\x01\x02", "binary", "a binary file"),
        ("a.txt", b"word " * 20_000 + b"\x00word", "binary", "NUL characters"),
        ("a.txt", b"\x00" * 500, "empty", "the text is empty"),
        ("a.pdf", b"%PDF-1.7 stream", "pdf", "cannot be read as a PDF"),
        ("a.docx", b"PK\x03\x04 stream", "docx", "cannot be read as a Word file"),
        ("a.zip", b"PK\x03\x04 stream", "binary", "a zip archive or office document"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "binary", "a PNG image"),
        ("a.html", b"<html><body><nav>Home</nav><script>x()</script></body></html>", "html", "no main text was found"),
        ("a.csv", b"id,country\n1,hello\n", "format", "a table, not reports"),
        ("a.xml", b"<?xml version='1.0'?><data><row/></data>", "format", "neither a feed nor a page"),
        ("a.rss", b"<rss version='2.0'><channel><title>Empty</title></channel></rss>", "feed", "no entry can be read"),
        ("a.txt", GERMAN.encode(), "language", "not in English (language 'de')"),
        ("a.txt.gz", gzip.compress(REPORT.encode() * 50, mtime=0)[:-20], "unreadable", "damaged or cut short"),
        ("b.txt.gz", gzip.compress(REPORT.encode() * 50, mtime=0)[:-20], "unreadable", "nothing of it is kept"),
    ],
)
def test_unusable_file_is_quarantined_with_its_reason(tmp_path: Path, name: str, data: bytes, code: str, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    answer = only_quarantined(read(tmp_path / name))
    assert (answer.document_id, answer.code, answer.where) == (name, code, str(tmp_path / name))
    assert message in answer.reason


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (b'{"id": "1", "text": ', "json", "line 2 is not valid JSON (Expecting value, column"),
        (b'["1", "x"]', "json", "line 2 is not a JSON object but a list"),
        (b'{"id": "1"}', "text", "line 2 has no 'text'; text is required"),
        (b'{"id": "1", "content": "words"}', "text", "--map text=content"),
        (b'{"id": "1", "text": 5}', "text", "line 2 has a number for 'text'"),
        (b'{"text": "words"}', "id", "line 2 has no 'id'"),
        (b'{"id": "1", "text": ""}', "empty", "the text is empty"),
        (b'{"id": "1", "text": "\\u0000words"}', "binary", "it holds NUL characters"),
        (b'{"id": 1' + b"0" * 5000 + b', "text": "words"}', "json", "not valid JSON"),
        (b"[" * 100_000, "json", "nested too deeply"),
    ],
)
def test_bad_line_is_quarantined_with_its_number_and_the_others_are_read(
    tmp_path: Path, line: bytes, code: str, message: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"id": "good", "text": REPORT}) + line + b"\n" + lines({"id": "last", "text": REPORT}))
    first, bad, last = read(path)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Quarantined)
    assert (bad.code, bad.where) == (code, f"{path}:2")
    assert message in bad.reason


def test_duplicate_id_is_answered_again_with_the_same_text_and_quarantined_with_another() -> None:
    data = lines({"id": "1", "text": REPORT}, {"id": "1", "text": REPORT}, {"id": "1", "text": REPORT + "More."})
    first, again, other = read("-", stdin=data)
    assert first == again
    assert isinstance(other, Quarantined)
    assert (other.code, other.where) == ("duplicate-id", "standard input:3")
    assert "read before with another text" in other.reason


def test_entry_without_text_does_not_take_the_id_of_another() -> None:
    first, second = read("-", stdin=lines({"id": "1", "text": " "}, {"id": "1", "text": REPORT}))
    assert isinstance(first, Quarantined)
    assert isinstance(second, Document)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_nul_characters_that_fill_up_the_end_are_no_text(tmp_path: Path, name: str) -> None:
    filled = REPORT + "\x00" * 500
    (tmp_path / name).write_bytes(filled.encode() if name == "a.txt" else lines({"id": "1", "text": filled}))
    assert [d.text for d in documents(read(tmp_path))] == [REPORT]


def test_cut_gzip_of_lines_keeps_what_came_before(tmp_path: Path) -> None:
    rows = lines(*({"id": str(n), "text": f"{n} {REPORT}"} for n in range(5000)))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(rows, mtime=0)[:-2000])
    *before, last = read(tmp_path)
    assert before
    assert isinstance(last, Quarantined)
    assert "what came before is kept" in last.reason


def test_links_to_folders_are_followed_once_and_never_in_a_circle(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside / "sub", outside / "deep"):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(REPORT)
    links = {
        inside / "aside": inside / "sub",  # read where it is
        inside / "link": outside,
        inside / "link2": outside / "deep",  # and not again through the other link
        inside / "up": tmp_path,
        inside / "sub" / "round": inside,
        outside / "back": outside,
    }
    for link, target in links.items():
        link.symlink_to(target)
    assert [d.id for d in documents(read(inside))] == ["link2/a.txt", "sub/a.txt"]


def test_unreadable_date_is_unknown_with_a_warning() -> None:
    [document] = documents(read("-", stdin=lines({"id": "1", "text": REPORT, "published": "some day or other " * 5})))
    assert document.published is None
    assert document.published_origin is DateOrigin.UNKNOWN
    [warning] = document.warnings
    assert "no date can be read from 'some day or other" in warning
    assert len(warning) < 100


def test_row_that_no_file_answers_to_is_a_warning(tmp_path: Path) -> None:
    for name in ("A.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT)
    (tmp_path / "sources.csv").write_text("file,outlet\na.txt,The Wire\n./b.txt,The Post\nzzz.txt,The Sun\n")
    upper, plain = documents(read(tmp_path))
    assert (upper.outlet, plain.outlet) == (None, "The Post")
    assert upper.warnings == ("sources.csv: 2 rows match no file beside it, such as 'a.txt' (the file is called 'A.txt')",)


def test_bad_sources_table_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "sources.csv").write_text("name;outlet\na.txt;The Wire\n")
    [document] = documents(read(tmp_path))
    assert document.outlet is None
    assert "no column 'file'" in document.warnings[0]


def test_pipes_and_broken_links_in_a_folder_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    assert [(a.code, "not a regular file" in a.reason) for a in read(tmp_path) if isinstance(a, Quarantined)] == [
        ("unreadable", True),
        ("unreadable", True),
    ]


def test_file_that_fails_while_it_is_read_is_quarantined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "b.txt").write_text(REPORT)
    real = io.BufferedReader.peek

    def peek(self: io.BufferedReader, size: int = 0) -> bytes:
        if str(self.name).endswith("a.txt"):
            raise OSError(5, "Input/output error")
        return real(self, size)

    class FailingReader(io.BufferedReader):
        pass

    FailingReader.peek = peek  # type: ignore[method-assign]
    monkeypatch.setattr("communique.ingest.documents.open", lambda path, *_, **__: FailingReader(io.FileIO(path)), raising=False)
    bad, good = read(tmp_path)
    assert isinstance(good, Document)
    assert isinstance(bad, Quarantined)
    assert "Input/output error" in bad.reason


MANGLED = st.lists(
    st.sampled_from([REPORT, "“open ", "😀", "\u200b", "\u202e", "\r\n", "\n", "Comments 2", "\ud800", "\x0c", "<p>", "{"]),
    max_size=12,
).map("".join)


@settings(deadline=None)  # the classifier of languages loads once
@given(MANGLED)
def test_mangled_report_is_answered_with_its_text_or_a_reason(text: str) -> None:
    data = lines({"id": "1", "text": text})
    [answer] = read("-", stdin=data)
    if isinstance(answer, Document):
        assert answer.text == text
        assert all(zone.span.of(text).strip() for zone in answer.zones)
    else:
        assert answer.code in ("empty", "language")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    assert all(isinstance(a, Document) or (a.reason and a.code and a.where) for a in read("-", stdin=data))
