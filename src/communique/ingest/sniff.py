"""What a file is, by its first bytes and its name. Decides which reader gets it; reads nothing else.

In: the last part of a path and the head of the file. Out: a `Format`, or a `Refusal` with the reason for a person.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from communique.ingest.decode import decode

HEAD_BYTES = 65_536
GZIP_MAGIC = b"\x1f\x8b"


class Format(StrEnum):
    """The built-in readers, by name."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    FEED = "feed"
    DOCX = "docx"
    RTF = "rtf"
    PDF = "pdf"
    ARCHIVE = "archive"
    MAIL = "mail"
    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no reader takes a file: one word for the counts, and a sentence."""

    code: str
    reason: str


_SUFFIXES = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSONL,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".eml": Format.MAIL,
    ".mbox": Format.MAIL,
    ".mht": Format.MAIL,
    ".mhtml": Format.MAIL,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
}
_BINARY_MAGIC = (
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image, sound or film"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"WARC/", "a web archive"),
)
# Text, but no report: to read one as a report would put nonsense on the record.
_OTHER_TEXT = {
    ".yaml": "a YAML file",
    ".yml": "a YAML file",
    ".toml": "a TOML file",
    ".css": "a style sheet",
    ".js": "a program",
    ".py": "a program",
    ".r": "a program",
    ".do": "a program",
}
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.I | re.S)
_FEED = re.compile(r"\s*(?:<\?xml.*?\?>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.I | re.S)
_HEADERS = re.compile(r"(?:[A-Za-z][A-Za-z-]*:.*\n(?:[ \t].*\n)*)+\r?\n")
_MAILBOX = re.compile(r"From \S+ .*\d{4}.*\r?\n(?:[A-Za-z][A-Za-z-]*:.*\n(?:[ \t].*\n)*){2}")
_MIME = re.compile(r"^(?:MIME-Version|Content-Type|Content-Transfer-Encoding):", re.I | re.M)
_TAGS = re.compile(r"</?(?:p|div|article|h1|br|span|a)(?:\s[^<>]*)?/?>", re.I)
_OBJECT = re.compile(r'\{\s*(?:"|\}|$)')
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02
_PAGE_TAGS = 3


def sniff(name: str, head: bytes) -> Format | Refusal:
    """The format of a file from its name and first bytes: content first, the suffix where content leaves it open."""
    packed = _packed_format(name, head)
    if packed is not None:
        return packed
    binary = binary_kind(head)
    if binary:
        advice = "unpack it, or save it as text or CSV" if head.startswith(b"PK") else "convert it to text or HTML first"
        return Refusal("binary", f"not a text but {binary}; {advice}")
    if not head:
        return Refusal("empty", "the file is empty")
    text = decode(head).text
    found = _text_format(name, text)
    if found in (Format.TEXT, Format.HTML):
        from communique.ingest.readers.archive import is_archive

        return Format.ARCHIVE if is_archive(text) else found
    return found


# What stands first in an office document; a zip archive of reports begins with one of them.
_OFFICE_MEMBERS = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/", b"customXml/")
_MEMBER_NAME = 30  # where the name of the first member stands in a zip archive


def _packed_format(name: str, head: bytes) -> Format | None:
    """The format of a document of a word processor or printer, None if it is none."""
    if head.startswith(b"{\\rtf"):
        return Format.RTF
    if head.startswith(b"%PDF-"):
        return Format.PDF
    if head.startswith(b"PK\x03\x04"):
        is_office = head[_MEMBER_NAME:].startswith(_OFFICE_MEMBERS)
        if name.lower().endswith(".docx") or (is_office and b"word/document.xml" in head):
            return Format.DOCX
    return None


def _text_format(name: str, text: str) -> Format | Refusal:
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if _FEED.match(text):
        return Format.FEED
    if _PAGE.match(text):
        return Format.HTML
    headers = _HEADERS.match(text)
    if (headers and _MIME.search(headers[0])) or _MAILBOX.match(text):
        return Format.MAIL
    if suffix == ".json" and not _starts_with_object(text):
        return Format.JSON
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if suffix in _OTHER_TEXT:
        return Refusal("format", f"{_OTHER_TEXT[suffix]}, not a report; leave it out, or rename it to .txt if it is one")
    if suffix == ".xml":
        return Refusal("format", "an XML file that is neither a feed nor a page; convert it to text, HTML or JSON Lines")
    if _starts_with_object(text):
        return Format.JSONL
    if suffix in ("", ".txt") and len(_TAGS.findall(text[:4_000])) >= _PAGE_TAGS and text.lstrip().startswith("<"):
        return Format.HTML
    return Format.TEXT


def binary_kind(head: bytes) -> str:
    """What kind of binary file starts like this, "" if it is text."""
    for magic, kind in _BINARY_MAGIC:
        if head.startswith(magic):
            return kind
    text = decode(head).text.rstrip("\x00")  # what fills up a block of a disk or a card is no part of the text
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls > _MOST_CONTROLS * len(text) + 2:
        return "a binary file"
    return ""


def _starts_with_object(text: str) -> bool:
    """Whether the first line that is not blank is a JSON object; a line that goes on past the head only starts as one."""
    stripped = text.lstrip()
    if not _OBJECT.match(stripped):
        return False
    line, newline, _ = stripped.partition("\n")
    if not newline:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
