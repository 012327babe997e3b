"""RSS and Atom files: one document an entry, through feedparser. Reads the file alone; no link in it is followed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined

_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    )
)
_DROPPED = frozenset(["script", "style", "noscript", "template"])
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>|&[#\w]{2,10};")


class FeedReader:
    """Reads each entry of a feed as a document; its id is the entry's, else its link, else its place in the file."""

    name = "feed"
    version = "1"
    suffixes = (".rss", ".atom")

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the entries in the order of the file."""
        import feedparser

        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        # A stream, never the bytes themselves: feedparser opens a string that looks like an address.
        feed = feedparser.parse(io.BytesIO(data))
        if not feed.entries:
            yield Quarantined(path, "no entry can be read from this feed; check that it is RSS or Atom and complete", "feed")
        for number, entry in enumerate(feed.entries, start=1):
            yield self._read_entry(f"{path}#{number}", entry, feed)

    def _read_entry(self, place: str, entry: Any, feed: Any) -> Document | Quarantined:
        warnings = ("the feed is not well-formed: entries may be missing",) if feed.bozo and _is_broken(feed) else ()
        html = _longest_text(entry)
        document_id = entry.get("id") or entry.get("link") or place
        text = text_of_fragment(html)
        if warnings and not text:
            reason = "the feed is damaged or cut short, and this entry has no text that can be read; fetch the feed anew"
            return Quarantined(document_id, reason, "feed")
        return Document(
            id=document_id,
            text=text,
            outlet=feed.feed.get("title") or None,
            published=entry.get("published") or entry.get("updated") or None,
            title=text_of_fragment(entry.get("title") or "") or None,
            url=entry.get("link") or None,
            byline=entry.get("author") or None,
            raw=html.encode("utf-8", "surrogatepass"),
            media_type="application/rss+xml",
            encoding=feed.get("encoding") or "utf-8",
            maker=f"{self.name}@{self.version} (feedparser {_feedparser_version()})",
            warnings=warnings,
        )


def text_of_fragment(html: str) -> str:
    """The text of an HTML fragment, a blank line between its blocks; a text without markup is returned as it is.

    Example:
        >>> text_of_fragment("<p>One &amp; two.</p><p>Three.</p>")
        'One & two.\\n\\nThree.'
    """
    if not _TAG.search(html):
        return html.strip()
    from lxml import etree
    from lxml.html import HTMLParser, fragment_fromstring

    try:
        root = fragment_fromstring(html, create_parent="div", parser=HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError):
        return html.strip()
    parts: list[str] = []
    _collect(root, parts)
    paragraphs = (" ".join(p.split()) for p in "".join(parts).split("\x00"))
    return "\n\n".join(p for p in paragraphs if p)


def _collect(root: Any, parts: list[str]) -> None:
    """The character data in order, U+0000 (which no HTML can hold) at the edges of blocks; no recursion."""
    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag if isinstance(node.tag, str) else None
        edge = "\x00" if tag in _BLOCKS else " " if tag == "br" else ""
        children: list[Any] = [edge]
        if tag is not None and tag not in _DROPPED:
            children.append(node.text or "")
            for child in node:
                children += [child, child.tail or ""]
        children.append(edge)
        stack.extend(reversed(children))


def _longest_text(entry: Any) -> str:
    texts = [c.get("value") or "" for c in entry.get("content", [])]
    return max([*texts, entry.get("summary") or ""], key=len)


def _is_broken(feed: Any) -> bool:
    """Whether the parser gave up on XML; a wrong declaration of the encoding is no damage."""
    return type(feed.bozo_exception).__name__ not in ("CharacterEncodingOverride", "NonXMLContentType")


def _feedparser_version() -> str:
    import feedparser

    return str(feedparser.__version__)
