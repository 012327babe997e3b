"""Exports of Europresse: one page, each article an `<article>` that names its publication; read as a page, not as its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from communique.ingest.published import dates_in
from communique.ingest.readers.base import Article
from communique.ingest.readers.feed import text_of_fragment

MARK = "DocPublicationName"
_ISSUE = re.compile(r",\s*(?:no|n[°º]|vol)\b\.?.*$", re.I)  # "The Courier, no. 43018"
# "news·20140305·CO·3429988": the archive's number of an article, with its day
_NUMBER = re.compile(r"^\w+·(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)·[\w·.-]+$")


def is_export(page: str) -> bool:
    """Whether a page is an export of Europresse: its articles name their publication in a way of their own."""
    return MARK in page and "<article" in page


def split(page: str) -> Iterator[Article]:
    """The articles in their order."""
    from lxml.html import HTMLParser, document_fromstring, tostring

    root = document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page), parser=HTMLParser(huge_tree=True))
    for article in root.iter("article"):
        if _of_class(article, MARK) is not None:
            yield _read(article, tostring(article, encoding="unicode", with_tail=False))


def _read(article: Any, raw: str) -> Article:
    body = _of_class(article, "docOcurrContainer", "DocText")
    number = next((words for e in article.iter() if (words := _words(e)) and _NUMBER.match(words)), "")
    told = _words(_of_class(article, "DocHeader"))
    return Article(
        title=_words(_of_class(article, "titreArticle", "titreArticleVisu", "rdp__articletitle")),
        body=_text(body if body is not None else article.find(".//section")),
        raw=raw,
        outlet=_ISSUE.sub("", _words(_of_class(article, MARK))),
        published=told if dates_in(told) else _NUMBER.sub(r"\g<year>-\g<month>-\g<day>", number) or told,
        byline=_words(_of_class(article, "docAuthors", "sm-margin-bottomNews")),
        id=number,
    )


def _of_class(article: Any, *names: str) -> Any:
    """The first element of the first of these classes that the article has, None if it has none."""
    for name in names:
        found = article.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")
        if found:
            return found[0]
    return None


def _words(element: Any) -> str:
    return " ".join(element.text_content().split()) if element is not None and isinstance(element.tag, str) else ""


def _text(element: Any) -> str:
    from lxml.html import tostring

    return text_of_fragment(tostring(element, encoding="unicode", with_tail=False)) if element is not None else ""
