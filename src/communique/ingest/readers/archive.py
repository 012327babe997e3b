"""Exports of news archives: one file, many articles. Which archive a text comes from, and its articles as documents.

In: the text of a file, whether it was plain, HTML, RTF, DOCX or PDF. Out: a document for each article, its title and body as
its text, outlet, date, title, byline and address as metadata, and the whole passage of the file as raw bytes, so that what
has no field of its own (section, length, subjects) is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from communique.ingest.decode import decode
from communique.ingest.published import dates_in, find_ambiguous
from communique.ingest.readers import europresse, factiva, nexis, proquest
from communique.ingest.readers.base import Article, read_whole
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "text/x-news-archive"
VERSION = "2"  # of how the exports of all archives are split
_TAG = re.compile(r"<(?:html|body|div|p|table)[\s>]", re.I)
# What every export has somewhere: looked for first, since most texts are none and their whole parse would be for nothing.
_HINT = re.compile(
    r"ProQuest document ID:|End of Document|\d of \d{1,4} DOCUMENT|\bDo[ck]ument (?:\d{1,4} (?:of|von|de) \d|[A-Z][A-Z0-9]{3})|"
    rf"^Job Number:|{europresse.MARK}",
    re.I | re.M,
)
_TIME = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*(?P<half>[AaPp])\.?[Mm])?")


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive: how its exports are known, and how they are split."""

    name: str
    is_export: Callable[[str], bool]
    split: Callable[[str], Iterator[Article]]


ARCHIVES = (
    Archive("factiva", factiva.is_export, factiva.split),
    Archive("proquest", proquest.is_export, proquest.split),
    Archive("nexis", nexis.is_export, nexis.split),
)
# What is known and split by the elements of its page, which its text no longer shows.
OF_PAGES = (Archive("europresse", europresse.is_export, europresse.split),)


def find_archive(text: str) -> Archive | None:
    """The archive that a text is an export of, None if it is none."""
    return next((archive for archive in ARCHIVES if archive.is_export(text)), None)


def read_articles(path: str, text: str, maker: str) -> Iterator[Document | Quarantined] | None:
    """The articles of an export as documents; None if the text is no export of an archive."""
    archive = find_archive(text)
    return None if archive is None else _documents(path, text, archive, maker)


def _documents(path: str, text: str, archive: Archive, maker: str) -> Iterator[Document | Quarantined]:
    n = 0
    for n, article in enumerate(archive.split(text), start=1):
        document_id = article.id or f"{path}#{n}"
        if not article.body.strip():
            title = f"{article.title[:60]!r}" if article.title else "without a title"
            reason = f"article {n} ({title}) has no text in this {archive.name} export; download it with its full text"
            yield Quarantined(document_id, reason, "archive")
            continue
        yield Document(
            id=document_id,
            text="\n\n".join(part for part in (article.title, article.body.strip("\r\n \t")) if part),
            outlet=article.outlet or None,
            published=read_moment(article.published),
            title=article.title or None,
            url=article.url or None,
            byline=article.byline or None,
            raw=article.raw.encode("utf-8", "surrogatepass"),
            media_type=MEDIA_TYPE,
            maker=f"{archive.name}@{VERSION} ({maker})",
        )
    if n == 0:
        yield Quarantined(path, f"looks like an export of {archive.name}, but no article was found in it", "archive")


def read_moment(words: str) -> str | None:
    """A date, with its time if there is one, as ISO 8601; what holds no date, or one of two, is passed on as it is.

    Example:
        >>> read_moment("June 18, 2013 Tuesday 9:05 PM GMT")
        '2013-06-18T21:05'
    """
    days = dates_in(words)
    if not days or find_ambiguous(words, days[0].isoformat()):
        return words or None
    time = _TIME.search(words)
    if time is None:
        return days[0].isoformat()
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "p" else 0)
    return f"{days[0].isoformat()}T{hour:02d}:{time['minute']}"


def text_of_page(html: str) -> str:
    """The text of a saved page of an archive, a blank line between its blocks."""
    from communique.ingest.readers.feed import text_of_fragment

    return text_of_fragment(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))


class ArchiveReader:
    """Reads exports of Nexis, Factiva, ProQuest and Europresse that are plain text or HTML."""

    name = "archive"
    version = "2"
    suffixes: tuple[str, ...] = ()  # known by their content: they are called .txt or .html like any report

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the articles of one file."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        text = decode(data).text
        maker = f"{self.name}@{self.version}"
        archive = next((archive for archive in OF_PAGES if archive.is_export(text)), None)
        if archive is not None:
            yield from _documents(path, text, archive, maker)
            return
        text = text_of_page(text) if _TAG.search(text[:20_000]) else text
        articles = read_articles(path, text, maker)
        if articles is None:
            yield Quarantined(
                path, "looked like an export of a news archive, but is none of Nexis, Factiva, ProQuest or Europresse", "archive"
            )
            return
        yield from articles


def is_archive(head: str) -> bool:
    """Whether the head of a text or page is that of an export of an archive."""
    if not _HINT.search(head):
        return False
    if any(archive.is_export(head) for archive in OF_PAGES):
        return True
    return find_archive(text_of_page(head) if _TAG.search(head[:20_000]) else head) is not None
