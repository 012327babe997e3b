"""What a file is: content first, the suffix where content leaves it open."""

from __future__ import annotations

import pytest

from communique.ingest.sniff import Format, Refusal, binary_kind, sniff


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("a.txt", b"Ministers met on Monday.", Format.TEXT),
        ("report", b"Ministers met on Monday.", Format.TEXT),
        ("a.md", b"# Talks\n\nMinisters met.", Format.TEXT),
        ("a.txt", b"<!DOCTYPE html><html><body><p>x</p>", Format.HTML),
        ("stdin", b"<p>One.</p>\n<p>Two.</p>", Format.HTML),
        ("a.html", b"One. <b>Two</b>.", Format.HTML),
        ("a.xml", b"<?xml version='1.0'?>\n<!-- made by x -->\n<rss version='2.0'>", Format.FEED),
        ("a.txt", b"<feed xmlns='http://www.w3.org/2005/Atom'>", Format.FEED),
        ("a.jsonl", b'{"id": "1"', Format.JSONL),
        ("a.json", b'{"id": "1", "text": "x"}\n', Format.JSONL),
        ("stdin", b'\n  \n{"id": "1", "text": "x"}\n', Format.JSONL),
        ("stdin", b'{"id": "1", "text": "' + b"x" * 70_000, Format.JSONL),
        ("stdin", b'{"quoted": this is no JSON}\nMinisters met.', Format.TEXT),
        ("a.txt", b"{curly} words open this report.", Format.TEXT),
        ("a.txt", "\ufeffMinisters met.".encode("utf-16-le"), Format.TEXT),
        ("a.txt", "<html><body>".encode("utf-16"), Format.HTML),
        ("a.doc", b"{\\rtf1\\ansi Ministers met.", Format.RTF),
        ("a", b"%PDF-1.7\n", Format.PDF),
        ("a.DOCX", b"PK\x03\x04\x14\x00", Format.DOCX),
        ("a.zip", b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml PK word/document.xml", Format.DOCX),
        ("a.tsv", b"id\ttext\n", Format.TABLE),
        ("a.CSV", b"id,text\n", Format.TABLE),
        ("a.json", b'{\n  "id": "1",\n  "text": "x"\n}\n', Format.JSON),
        ("a.json", b'[{"id": "1", "text": "x"}]', Format.JSON),
        ("a.txt", b"Talks\nLength: 512 words\nBody\n\nx\nEnd of Document\n", Format.ARCHIVE),
        ("a.eml", b"From: Roe\n\nMinisters met.", Format.MAIL),
        ("a.MHTML", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n--x", Format.MAIL),
        ("stdin", b"From: Roe\nSubject: Talks\n go on\nMIME-Version: 1.0\n\nMinisters met.", Format.MAIL),
        ("a.txt", b"Source: Xinhua\nTitle: Talks go on\n\nMinisters met.", Format.TEXT),
        ("a.mht", b"<!DOCTYPE html><html><body><p>x</p>", Format.HTML),
        ("a.txt", b"Ministers met." + b"\x00" * 99, Format.TEXT),
        ("a.txt", b"At the end of Document 5 of 6 the ministers met.", Format.TEXT),
    ],
)
def test_format(name: str, head: bytes, found: Format) -> None:
    assert sniff(name, head) is found


@pytest.mark.parametrize(
    ("name", "head", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"M\x00i\x00n\x00", "binary"),
        ("a", bytes(range(1, 9)) * 20, "binary"),
        ("a.xlsx", b"PK\x03\x04\x14\x00", "binary"),
        ("codebook.yaml", b"id: syria\n", "format"),
        ("a.xml", b"<data/>", "format"),
        ("a.zip", b"PK\x03\x04" + b"\x00" * 26 + b"a.docx PK word/document.xml", "binary"),
    ],
)
def test_refusal(name: str, head: bytes, code: str) -> None:
    found = sniff(name, head)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_stray_controls_in_a_long_text_do_not_make_it_binary() -> None:
    assert binary_kind(b"Ministers met on Monday. " * 50 + b"\x0c\x1b\x07") == ""
