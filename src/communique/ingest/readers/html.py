"""HTML pages: the main text and the page's own metadata, through trafilatura and htmldate. Never touches the network.

The clean text is the document's text, and offsets count it; the page's bytes are kept beside it. The date of a page is that
of its head, its JSON-LD, or what stands above its text: never one of a comment, of a link to another report, or of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any, BinaryIO

from communique.ingest.decode import Decoded, decode, encoding_by_mark
from communique.ingest.published import find_ambiguous
from communique.ingest.readers.base import read_whole
from communique.ingest.zone_table import classify_line
from communique.model.document import Document, Quarantined

# Chosen on the benchmark of the Web Content Extraction corpus: the best F1, and comments stay out of the text.
OPTIONS: dict[str, Any] = {"fast": True, "include_comments": False}
# Without the extensive search, which takes a copyright year for the first of January, and with a fixed last date,
# so that a page gives the same answer whenever it is read.
_DATE_OPTIONS: dict[str, Any] = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_HEAD_BYTES = 4_096
# What holds other reports, pictures, and the words of readers: no date in there is that of the page.
_ELSEWHERE = ("aside", "nav", "footer", "figure")
_ELSEWHERE_NAMES = re.compile(
    r"comment|disqus|related|sidebar|recommend|most-?(?:read|popular|viewed)|teaser|trending|promo|latest|"
    r"up-?next|read-?(?:more|next)|more-?(?:from|on|stories|news)",
    re.I,
)
_TEXT_TAGS = ("p", "div", "td", "li", "blockquote", "pre", "section", "article")
_BLOCKS = frozenset((*_TEXT_TAGS, "h1", "h2", "h3", "h4", "header", "ul", "ol", "table", "figure", "main"))
_NOT_WORDS = _BLOCKS | {"script", "style", "noscript"}
_HEADLINE_WORDS = 5
_FEWEST_PARAGRAPHS = 2  # of running text in an article; what has fewer is a teaser of another page
_OPENING_CHARS = 40
_RUNNING_WORDS = 8
_END_OF_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
_PARAGRAPHS_ABOVE = 1  # a standfirst stands between the headline and the date
_DATED_ATTRIBUTES = "//@content|//@datetime|//@title|//@href"
_TITLE_TAILS = re.compile(r"\s+[|–—»·-]\s+(?P<site>[^|–—»]{2,40})$")

# Where it finds no article, trafilatura gives whatever words the page has: menus and buttons hold no sentence.
_FINAL = re.compile(r"[.!?…]")
_SENTENCE_WORDS = 6

# A page that stands before the report: it asks for something first. A long text has the report itself.
_NOTICE = re.compile(
    r"\benable (?:cookies|javascript)|\bcookies (?:are|must be|need to be) (?:enabled|disabled|accepted)|"
    r"\b(?:must|need to|have to|please) (?:be logged in|(?:log|sign) ?in)\b|"
    r"\b(?:log ?in|sign ?in|register|subscribe) to (?:continue|read|view)\b|"
    r"\balready (?:a |have an? )(?:subscri|member|account)|\bare you a robot|\byou are (?:not a robot|human)\b|\baccess denied\b",
    re.I,
)
_LONGEST_NOTICE = 1_500


class HtmlReader:
    """Reads one page as one document."""

    name = "html"
    version = "2"
    suffixes = (".html", ".htm", ".xhtml")

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the one document of the page, or why no main text was found."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        page = read_page(path, decode_page(data))
        yield page if isinstance(page, Quarantined) else replace(page, raw=data)


def read_page(path: str, decoded: Decoded) -> Document | Quarantined:
    """The document of a page, without its bytes, or why no main text was found."""
    page, date, openings = _extract(decoded.text)
    text = page.text if page is not None else None
    if not text or not has_sentence(text):
        reason = "no main text was found in the page; save it from a browser as text, or give its text as JSON Lines"
        return Quarantined(path, reason, "html")
    return Document(
        id=path,
        text=text,
        outlet=page.sitename or None,
        published=date,
        title=_bare_title(page.title, page.sitename),
        url=page.url or None,
        byline=page.author or None,
        media_type="text/html",
        encoding=decoded.encoding,
        has_bom=decoded.has_bom,
        maker=_maker(HtmlReader.name, HtmlReader.version),
        warnings=(*decoded.warnings, *_notice(text), *_other_articles(openings, text)),
    )


def decode_page(data: bytes) -> Decoded:
    """The page's characters: by byte order mark, else as UTF-8, else as the page declares, else by fallback."""
    if encoding_by_mark(data) is not None:
        return decode(data)
    decoded = decode(data)
    declared = _CHARSET.search(data[:_HEAD_BYTES]) or _XML_ENCODING.search(data[:_HEAD_BYTES])
    if (decoded.encoding == "utf-8" and not decoded.warnings) or declared is None:
        return decoded
    encoding = declared[1].decode("ascii").lower()
    if encoding in ("iso-8859-1", "latin-1", "us-ascii", "ascii"):  # as browsers read it
        encoding = "cp1252"
    try:
        return Decoded(data.decode(encoding), encoding)
    except (LookupError, UnicodeDecodeError):
        return decoded


def _extract(html: str) -> tuple[Any, str | None, list[str]]:
    """What trafilatura makes of the page, the page's date, and how each article in it opens."""
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(html)
        if tree is None:
            return None, None, []
        openings = list(_openings(tree))
        above = _above_the_text(tree)
        _unwrap_times(tree)
        page: Any = bare_extraction(tree, with_metadata=True, date_extraction_params=dict(_DATE_OPTIONS), **OPTIONS)
        return page, _date(above, page.url if page is not None else None), openings
    except Exception:  # the libraries name no exceptions; whatever they trip over is one unreadable page, not a lost run
        return None, None, []


def _openings(tree: Any) -> Iterator[str]:
    """The first paragraph of each `<article>` that runs over paragraphs and is no comment, link or part of another."""
    for article in tree.iter("article"):
        if any(above.tag == "article" or _is_elsewhere(above) for above in article.iterancestors()):
            continue
        if _ELSEWHERE_NAMES.search(f"{article.get('class', '')} {article.get('id', '')}"):
            continue
        running = [element for element in article.iter("p") if _is_running(element)]
        if len(running) >= _FEWEST_PARAGRAPHS:
            yield running[0].text_content()


def _other_articles(openings: list[str], text: str) -> Iterator[str]:
    """The warning that a page holds several articles, as a list of them or an export does, of which one is read."""
    words = " ".join(text.split())
    n_others = sum(" ".join(opening.split())[:_OPENING_CHARS] not in words for opening in openings)
    if 0 < n_others < len(openings):
        yield f"the page holds {n_others} more articles, which are not read: save each as a page of its own"


def _date(above: Any, url: str | None) -> str | None:
    """The date that htmldate finds; a date of two numbers either way as it stands there, so that one rule reads all such."""
    from htmldate import find_date

    day = find_date(above, url=url, **_DATE_OPTIONS)
    if day is None:
        return None
    words = "\n".join([*above.itertext(), *above.xpath(_DATED_ATTRIBUTES)])
    return find_ambiguous(words, day) or day


def _above_the_text(tree: Any) -> Any:
    """A copy of the page: its head, its JSON-LD, and what stands above its second paragraph of running text.

    What is counted is what follows the headline, the last `<h1>` with text below it: a page may open with a notice.
    """
    above = deepcopy(tree)
    linked_data = above.xpath("//script[contains(@type, 'ld+json')]")
    for element in above.xpath("//body//*"):
        if _is_elsewhere(element):
            element.drop_tree()
    marks = [element for element in above.iter("h1", *_TEXT_TAGS) if element.tag == "h1" or _is_running(element)]
    first = next((n for n in range(len(marks) - 1, 0, -1) if marks[n - 1].tag == "h1"), 0)
    cut = first + _PARAGRAPHS_ABOVE
    for after in marks[cut].xpath("following::*") if cut < len(marks) else ():
        _drop(after)
    for element in marks[: cut + 1]:
        if element.tag != "h1":
            element.text = None
            for child in _own_children(element):
                _drop(child)
    above.extend([script for script in linked_data if above not in script.iterancestors()])
    return above


def _is_elsewhere(element: Any) -> bool:
    """Whether an element holds something other than the report, and not the report in it: a link to another one, say."""
    if element.tag == "li" and any(len(link.text_content().split()) >= _HEADLINE_WORDS for link in element.iter("a")):
        return True
    named = element.tag in _ELSEWHERE or _ELSEWHERE_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}")
    return bool(named) and element.find(".//h1") is None and element.find(".//article") is None


def _is_running(element: Any) -> bool:
    """Whether an element holds a sentence of its own, beside the blocks in it: a paragraph, or lines that `<br>` divides."""
    own = _own_children(element)
    parts = (part for child in element for part in (child.text_content() if child in own else "", child.tail or ""))
    words = " ".join("".join((element.text or "", *parts)).split())
    ends = _END_OF_SENTENCE.search(words) is not None
    return ends and len(words.split()) >= _RUNNING_WORDS and classify_line(words) is None


def _own_children(element: Any) -> list[Any]:
    return [child for child in element if isinstance(child.tag, str) and child.tag not in _NOT_WORDS]


def _drop(element: Any) -> None:
    """Take an element away with what is in it and the text behind it."""
    element.tail = None
    if element.getparent() is not None:
        element.drop_tree()


def _unwrap_times(tree: Any) -> None:
    """Dates in a line of text as its words: trafilatura leaves out a `<time>` with all that is in it."""
    for element in list(tree.iter("time")):
        line = element.getparent()
        if line is None or any(child.tag in _BLOCKS for child in line):
            continue
        if len(line.text_content().split()) > len(element.text_content().split()):
            element.drop_tag()


def has_sentence(text: str) -> bool:
    """Whether a line of the text reads like a sentence."""
    return any(_FINAL.search(line) and len(line.split()) >= _SENTENCE_WORDS for line in text.splitlines())


def _notice(text: str) -> Iterator[str]:
    """The warning on a page that asks to log in, to subscribe or to allow something, and shows little else."""
    found = _NOTICE.search(text) if len(text) <= _LONGEST_NOTICE else None
    if found:
        yield f"the page says {found[0]!r}: it may hold a notice in place of the report, or only its beginning"


def _bare_title(title: str | None, outlet: str | None) -> str | None:
    """The title without the outlet's name behind it: "Talks resume | The Daily Wire" is "Talks resume"."""
    if not title:
        return None
    tail = _TITLE_TAILS.search(title)
    if tail and outlet and tail["site"].strip().casefold() == outlet.strip().casefold():
        return title[: tail.start()]
    return title


@cache
def _maker(name: str, own_version: str) -> str:
    options = ", ".join(f"{k}={v}" for k, v in OPTIONS.items())
    return f"{name}@{own_version} (trafilatura {version('trafilatura')}, {options}; htmldate {version('htmldate')})"
