"""Bytes to text: every encoding that comes in practice, and that nothing is changed in silence."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.decode import decode


@pytest.mark.parametrize(
    ("data", "text", "encoding", "has_bom"),
    [
        (b"", "", "utf-8", False),
        ("café — “x”".encode(), "café — “x”", "utf-8", False),
        (codecs.BOM_UTF8 + b"plain", "plain", "utf-8", True),
        (codecs.BOM_UTF16_LE + "café".encode("utf-16-le"), "café", "utf-16-le", True),
        (codecs.BOM_UTF16_BE + "café".encode("utf-16-be"), "café", "utf-16-be", True),
        (codecs.BOM_UTF32_LE + "café".encode("utf-32-le"), "café", "utf-32-le", True),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n", "utf-8", False),
    ],
)
def test_text_comes_out_as_written_without_a_warning(data: bytes, text: str, encoding: str, has_bom: bool) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.has_bom, decoded.warnings) == (text, encoding, has_bom, ())


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Mañana él irá".encode("latin-1"), "Mañana él irá", "latin-1"),
        ("“quoted” – and €5".encode("cp1252"), "“quoted” – and €5", "cp1252"),
        (b"\x81 and \xe9", "\x81 and é", "latin-1"),  # 0x81 has no character in Windows-1252
    ],
)
def test_fallback_is_reported(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.warnings == (f"not valid UTF-8: read as {encoding}",)


def test_one_broken_byte_does_not_spoil_the_other_characters() -> None:
    data = "“One” and “two”, he said — ".encode() + b"\x93" + " née".encode()
    decoded = decode(data)
    assert decoded.text == "“One” and “two”, he said — \ufffd née"
    assert decoded.warnings == ("1 broken byte sequences in utf-8 text read as U+FFFD",)


def test_text_cut_within_a_character_keeps_the_rest() -> None:
    assert decode("“One” — “two” — “three”".encode()[:-1]).text == "“One” — “two” — “three\ufffd"


@given(st.binary(max_size=400))
def test_any_bytes_decode_and_only_utf8_does_so_without_a_word(data: bytes) -> None:
    decoded = decode(data)
    try:
        assert data.decode("utf-8").removeprefix("\ufeff") == decoded.text
    except UnicodeDecodeError:
        assert decoded.warnings or decoded.has_bom


@given(st.text(max_size=200))
def test_utf8_round_trip(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text.removeprefix("\ufeff")
