"""JSON Lines: fields, mapping, and lines as they come out of other people's programs."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.readers import jsonl
from communique.ingest.readers.jsonl import JsonlReader, JsonReader
from communique.model.document import Document, Quarantined


def read(data: bytes, mapping: dict[str, str] | None = None) -> list[Document | Quarantined]:
    return list(JsonlReader(mapping).read("a.jsonl", io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


def one(data: bytes, mapping: dict[str, str] | None = None) -> Document:
    [answer] = read(data, mapping)
    assert isinstance(answer, Document), answer
    return answer


def test_known_fields_are_taken_and_others_never_copied() -> None:
    row = {"id": "1", "text": "x", "outlet": "The Wire", "published": "2013-06-17", "title": "T", "url": "u", "byline": "b"}
    document = one(json.dumps({**row, "codebook": "syria", "topic": "SECRET", "gold": ["SECRET"]}).encode())
    assert {n: getattr(document, n) for n in row} == row
    assert document.codebook == "syria"
    assert "SECRET" not in repr(document)
    assert document.raw is None


def test_mapping_names_other_fields_and_hides_our_own() -> None:
    mapping = {"id": "key", "text": "content", "published": "date"}
    document = one(b'{"key": 7, "content": "x", "text": "not this", "date": "2013"}', mapping)
    assert (document.id, document.text, document.published) == ("7", "x", "2013")


@given(st.text(max_size=200))
def test_text_with_anything_in_it_is_not_altered(text: str) -> None:
    for escaped in (True, False):
        line = json.dumps({"id": "1", "text": text}, ensure_ascii=escaped)
        try:
            data = line.encode("utf-8")
        except UnicodeEncodeError:
            continue  # a lone surrogate can only come escaped
        assert one(data).text == text


def test_lone_surrogate_has_a_hash_and_stays() -> None:
    document = one(b'{"id": "1", "text": "a \\ud83d b"}')
    assert document.text == "a \ud83d b"
    assert len(document.text_sha256) == 64


@pytest.mark.parametrize("value", ["null", '""'])
def test_empty_optional_field_is_unknown(value: str) -> None:
    assert one(f'{{"id": "1", "text": "x", "outlet": {value}}}'.encode()).outlet is None


def test_optional_field_of_another_kind_is_ignored_with_a_warning() -> None:
    document = one(b'{"id": "1", "text": "x", "byline": ["Jane", "John"], "published": 20130617}')
    assert (document.byline, document.published) == (None, "20130617")
    assert document.warnings == ("byline is a list, not text: ignored",)


def test_byte_order_marks_line_ends_and_blank_lines() -> None:
    lines = '{"id": "1", "text": "é"}\r\n\r\n{"id": "2", "text": "x"}'
    for data in (lines.encode(), lines.encode("utf-8-sig"), lines.encode("utf-16")):
        assert [d.id for d in read(data) if isinstance(d, Document)] == ["1", "2"]


def test_latin_1_line_is_read_and_reported() -> None:
    document = one('{"id": "1", "text": "El País"}'.encode("latin-1"))
    assert (document.text, document.encoding) == ("El País", "latin-1")


def test_position_is_the_line_just_answered() -> None:
    reader = JsonlReader()
    positions = [reader.position for _ in reader.read("a", io.BufferedReader(io.BytesIO(b"\n{}\n\nx\n")))]  # type: ignore[arg-type]
    assert positions == ["2", "4"]


def test_line_larger_than_any_report_is_skipped_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_DOCUMENT_BYTES", 1000)
    large, small = read(b'{"id": "1", "text": "' + b"x" * 5000 + b'"}\n{"id": "2", "text": "x"}\n')
    assert isinstance(large, Quarantined)
    assert (large.document_id, large.code) == ("a.jsonl:1", "too-large")
    assert isinstance(small, Document)


def test_five_megabytes_in_one_line() -> None:
    assert len(one(json.dumps({"id": "1", "text": "word " * 10**6}).encode()).text) == 5 * 10**6


@pytest.mark.parametrize(
    "value",
    [
        [{"id": 1, "text": "Roe agreed."}, {"id": 2, "text": "Poe did not."}],
        {"status": "ok", "n": 2, "articles": [{"id": 1, "text": "Roe agreed."}, {"id": 2, "text": "Poe did not."}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_json_file_of_a_list(value: object, indent: int | None) -> None:
    data = json.dumps(value, indent=indent).encode()
    found = list(JsonReader().read("a.json", io.BytesIO(data)))
    assert [(d.id, d.text) for d in found if isinstance(d, Document)] == [("1", "Roe agreed."), ("2", "Poe did not.")]


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b'[{"id": 1, "text": "Roe agreed."}, "x"]', "json", "object 2 is not a JSON object but a string"),
        (b'[{"id": 1, "text": "Roe agreed."}, {"text": "x"}]', "id", "object 2 has no 'id'"),
        (b'[{"id": 1, "text": "Roe agreed."}, {"id": 2, "body": "x"}]', "text", "object 2 has no 'text'"),
    ],
)
def test_json_file_with_a_bad_object(data: bytes, code: str, reason: str) -> None:
    first, second = JsonReader().read("a.json", io.BytesIO(data))
    assert isinstance(first, Document)
    assert isinstance(second, Quarantined)
    assert second.code == code
    assert second.reason.startswith(reason)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{\n "id": 1}', "a JSON file without a list of objects"),
        (b'{"a": [{"id": 1}],\n "b": [{"id": 1}]}', "a JSON file without a list of objects"),
        (b'[\n{"id": 1}', "is neither JSON Lines nor valid JSON"),
        (b"[" * 100_000, "is nested too deeply"),
    ],
)
def test_json_file_without_reports(data: bytes, reason: str) -> None:
    [found] = JsonReader().read("a.json", io.BytesIO(data))
    assert isinstance(found, Quarantined)
    assert found.code == "json"
    assert found.reason.startswith(reason)


def test_json_file_of_one_object_with_other_names() -> None:
    [found] = JsonReader({"text": "body"}).read("a.json", io.BytesIO(b'{\n "id": 1, "body": "Roe agreed.", "x": [{"y": 1}]}'))
    assert isinstance(found, Document)
    assert found.text == "Roe agreed."
