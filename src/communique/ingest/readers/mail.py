"""Mails (`.eml`) and pages that a browser saved as one file (`.mht`, `.mhtml`), through Python's `email`.

The text of a mail is that of its plain part, else of its page; the text of a saved page is what the reader of pages makes of
it. A mail was sent on its date by its sender; the date of a saved page is the day it was saved, and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import BinaryIO

from communique.ingest.decode import Decoded, decode
from communique.ingest.readers.base import read_whole
from communique.ingest.readers.html import decode_page, has_sentence, read_page
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "message/rfc822"
_OF_MAIL = ("To", "Cc", "Received", "Message-ID", "Delivered-To")


class MailReader:
    """Reads a mail or a saved page as one document."""

    name = "mail"
    version = "1"
    suffixes = (".eml", ".mht", ".mhtml")

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the one document of the file, or why no text was found in it."""
        data = read_whole(path, stream)
        yield data if isinstance(data, Quarantined) else self._read(path, data)

    def _read(self, path: str, data: bytes) -> Document | Quarantined:
        try:
            message = message_from_bytes(data, policy=policy.default)
            found = self._read_body(path, message)
            if isinstance(found, Quarantined):
                return found
            return replace(_with_headers(found, message), raw=data, media_type=MEDIA_TYPE)
        except Exception as err:  # broken headers raise all kinds; whatever it is, it is one unreadable file
            reason = f"cannot be read as a mail or saved page ({type(err).__name__}): save it anew as text or HTML"
            return Quarantined(path, reason, "mail")

    def _read_body(self, path: str, message: EmailMessage) -> Document | Quarantined:
        maker = f"{self.name}@{self.version}"
        plain = message.get_body(("plain",)) if _is_mail(message) else None
        page = message.get_body(("html",))
        if plain is not None:
            decoded = _decode(plain, decode)
            if page is None or has_sentence(decoded.text):
                return Document(path, decoded.text, encoding=decoded.encoding, maker=maker, warnings=decoded.warnings)
        if page is None:
            reason = "a mail or saved page without a text in it; save the report itself as text or HTML"
            return Quarantined(path, reason, "mail")
        found = read_page(path, _decode(page, decode_page))
        return found if isinstance(found, Quarantined) else replace(found, maker=f"{maker} ({found.maker})")


def _is_mail(message: EmailMessage) -> bool:
    return any(header in message for header in _OF_MAIL)


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
