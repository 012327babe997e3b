"""Mails (`.eml`) and pages that a browser saved as one file (`.mht`, `.mhtml`), through Python's `email`.

The text of a mail is that of its plain part, else of its page; the text of a saved page is what the reader of pages makes of
it. A mail was sent on its date by its sender; the date of a saved page is the day it was saved, and says nothing.
A mail that an archive sent has the archive's articles; a mailbox (`.mbox`) has its mails. What is attached is named, not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import BinaryIO

from communique.ingest.decode import Decoded, decode
from communique.ingest.readers.archive import is_archive, read_articles, text_of_page
from communique.ingest.readers.base import read_whole
from communique.ingest.readers.html import decode_page, has_sentence, read_page
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "message/rfc822"
_EXPORT = "text/x-news-archive"  # the text of an export, whose articles are yet to be split
# What stands above each mail of a mailbox: "From roe@mfa.test Tue Mar  4 10:00:00 2014"
_NEXT_MAIL = re.compile(rb"^From \S+ .*\d{4}.*\r?\n(?=[A-Za-z-]+:)", re.M)
_SHOWN_NAMES = 5
_OF_MAIL = ("To", "Cc", "Received", "Message-ID", "Delivered-To")


class MailReader:
    """Reads a mail or a saved page as one document, one of an archive or a mailbox as many."""

    name = "mail"
    version = "2"
    suffixes = (".eml", ".mbox", ".mht", ".mhtml")

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the documents of the file, or why no text was found in it."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        if not _NEXT_MAIL.match(data):
            yield from self._read(path, data)
            return
        for number, mail in enumerate(_NEXT_MAIL.split(data)[1:], start=1):
            yield from self._read(f"{path}#{number}", mail)

    def _read(self, path: str, data: bytes) -> Iterator[Document | Quarantined]:
        found = self._read_one(path, data)
        if isinstance(found, Quarantined):
            yield found
            return
        articles = read_articles(path, found.text, f"{self.name}@{self.version}") if found.media_type == _EXPORT else None
        yield from articles if articles is not None else [found]

    def _read_one(self, path: str, data: bytes) -> Document | Quarantined:
        try:
            message = message_from_bytes(data, policy=policy.default)
            found = self._read_body(path, message)
            if isinstance(found, Quarantined) or found.media_type == _EXPORT:
                return found
            warnings = (*found.warnings, *_not_read(message))
            return replace(_with_headers(found, message), raw=data, media_type=MEDIA_TYPE, warnings=warnings)
        except Exception as err:  # broken headers raise all kinds; whatever it is, it is one unreadable file
            reason = f"cannot be read as a mail or saved page ({type(err).__name__}): save it anew as text or HTML"
            return Quarantined(path, reason, "mail")

    def _read_body(self, path: str, message: EmailMessage) -> Document | Quarantined:
        maker = f"{self.name}@{self.version}"
        plain = message.get_body(("plain",)) if _is_mail(message) else None
        page = message.get_body(("html",))
        if plain is not None:
            decoded = _decode(plain, decode)
            if is_archive(decoded.text):
                return Document(path, decoded.text, media_type=_EXPORT)
            if page is None or has_sentence(decoded.text):
                return Document(path, decoded.text, encoding=decoded.encoding, maker=maker, warnings=decoded.warnings)
        if page is None:
            reason = "a mail or saved page without a text in it; save the report itself as text or HTML"
            return Quarantined(path, reason, "mail")
        decoded = _decode(page, decode_page)
        if is_archive(decoded.text):
            return Document(path, text_of_page(decoded.text), media_type=_EXPORT)
        found = read_page(path, decoded)
        return found if isinstance(found, Quarantined) else replace(found, maker=f"{maker} ({found.maker})")


def _is_mail(message: EmailMessage) -> bool:
    return any(header in message for header in _OF_MAIL) or message.get_content_type() == "text/plain"


def _not_read(message: EmailMessage) -> tuple[str, ...]:
    """The warning that names what is attached to a mail, but for pictures; attached to a saved page is what it shows."""
    if not _is_mail(message) or not message.is_multipart():
        return ()
    parts = [part for part in message.iter_attachments() if part.get_content_maintype() != "image"]
    names = [part.get_filename() or _subject(part) or part.get_content_type() for part in parts]
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    shown = ", ".join(name[:60] for name in names[:_SHOWN_NAMES])
    return (f"what is attached is not read ({shown}{more}): save it as files of their own",) if names else ()


def _subject(part: MIMEPart) -> str:
    """The subject of a mail that is attached to another."""
    held = next(part.iter_parts(), None) if part.get_content_type() == MEDIA_TYPE else None
    return str(held["Subject"] or "").strip() if held is not None else ""


def _with_headers(document: Document, message: EmailMessage) -> Document:
    """The document with what the headers say where it says nothing itself."""
    title = document.title or str(message["Subject"] or "").strip() or None
    if not _is_mail(message):
        return replace(document, title=title, url=document.url or str(message["Snapshot-Content-Location"] or "") or None)
    sent = message["Date"].datetime if message["Date"] else None
    sender = message["From"].addresses[0] if message["From"] and message["From"].addresses else None
    return replace(
        document,
        title=title,
        published=document.published or (sent.isoformat() if sent else None),
        outlet=document.outlet or (sender.display_name or sender.domain if sender else None) or None,
    )


def _decode(part: MIMEPart, otherwise: Callable[[bytes], Decoded]) -> Decoded:
    """The characters of a part in the encoding that it names, else as a file of its kind would be decoded."""
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)  # a part that is a body holds no other parts
    charset = part.get_content_charset()
    try:
        if charset:
            return Decoded(data.decode(charset), charset)
    except (LookupError, UnicodeDecodeError):
        pass
    return otherwise(data)
