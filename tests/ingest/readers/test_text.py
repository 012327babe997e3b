"""Plain text comes through unaltered, whatever is in it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.readers import base
from communique.ingest.readers.text import TextReader
from communique.model.document import Document, Quarantined


def read(data: bytes) -> Document | Quarantined:
    [answer] = TextReader().read("a.txt", io.BytesIO(data))
    return answer


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300))
def test_text_is_not_altered(text: str) -> None:
    answer = read(text.encode())
    assert isinstance(answer, Document)
    assert answer.text == text.removeprefix("\ufeff")
    assert answer.raw == text.encode()


def test_byte_order_mark_is_dropped_and_recorded() -> None:
    answer = read(b"\xef\xbb\xbfMinisters met.\r\n")
    assert isinstance(answer, Document)
    assert (answer.text, answer.has_bom, answer.encoding, answer.maker) == ("Ministers met.\r\n", True, "utf-8", "text@1")


def test_latin_1_is_reported() -> None:
    answer = read("El País: él".encode("latin-1"))
    assert isinstance(answer, Document)
    assert (answer.text, answer.encoding, answer.warnings) == ("El País: él", "latin-1", ("not valid UTF-8: read as latin-1",))


def test_file_larger_than_any_report_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_DOCUMENT_BYTES", 2**20)
    answer = read(b"x" * (2**20 + 1))
    assert isinstance(answer, Quarantined)
    assert (answer.code, answer.reason[:20]) == ("too-large", "larger than 1 MB: no")
