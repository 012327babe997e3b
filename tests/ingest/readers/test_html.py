"""Pages: main text, metadata, encodings; never the network, never today's date."""

from __future__ import annotations

import io
import socket

import pytest

from communique.ingest.decode import Decoded
from communique.ingest.readers.html import HtmlReader, decode_page, read_page
from communique.model.document import Document, Quarantined

PARAGRAPHS = [
    "The two delegations said on Monday that they would go on with the talks until a text is agreed by both of them.",
    "The minister told reporters that he was hopeful, but that he would not wait for ever for an answer.",
    "Nobody has said when the next round will be held, or where the delegations will meet if it is held at all.",
]


def page(head: str = "", after: str = "") -> str:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Talks go on | The Daily Wire</title>{head}</head><body>"
        f"<nav><ul><li>Home</li><li>World</li></ul></nav><article><h1>Talks go on</h1>{body}</article>{after}"
        "<footer>© 2011 The Daily Wire</footer></body></html>"
    )


def read(data: bytes) -> Document | Quarantined:
    [answer] = HtmlReader().read("a.html", io.BytesIO(data))
    return answer


def document(data: str | bytes) -> Document:
    answer = read(data.encode() if isinstance(data, str) else data)
    assert isinstance(answer, Document), answer
    return answer


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page was read with the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_main_text_without_menu_and_footer() -> None:
    found = document(page())
    assert all(p in found.text for p in PARAGRAPHS)
    assert "World" not in found.text
    assert "2011" not in found.text
    assert found.raw == page().encode()
    assert found.maker.startswith("html@2 (trafilatura 2.")
    assert "include_comments=False" in found.maker


def test_metadata_of_the_page() -> None:
    head = (
        "<meta property='article:published_time' content='2013-06-17T15:39:00Z'>"
        "<meta property='og:site_name' content='The Daily Wire'>"
        "<meta name='author' content='Jane Roe'><link rel='canonical' href='https://wire.test/talks'>"
    )
    found = document(page(head))
    assert (found.outlet, found.published, found.title) == ("The Daily Wire", "2013-06-17", "Talks go on")
    assert (found.byline, found.url) == ("Jane Roe", "https://wire.test/talks")


def test_page_without_a_date_has_none() -> None:
    assert document(page()).published is None


EVENT = "<p>The summit of <time datetime='2020-09-01'>1 September 2020</time> will decide what becomes of the treaty.</p>"
COMMENT = "<section id='comments'><p>reader17</p><time>5 March 2015</time><p>I think the minister is wrong.</p></section>"
LINK = "<aside><ul><li><a href='/a'>Talks end without a text</a> <time>1 January 2018</time></li></ul></aside>"
TIME, DAY = "<time>4 March 2015</time>", "2015-03-04"
TICKER = "<div class='latest-news'><time datetime='2018-01-01'>1 January 2018</time></div>"


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Talks go on</h1>{{0}}</article>{COMMENT}",
        f"<article><h1>Talks go on</h1>{{0}}</article>{LINK}",
        f"{LINK.replace('aside', 'div')}<article><h1>Talks go on</h1>{{0}}</article>",
        f"{TICKER}<article><h1>Talks go on</h1>{{0}}</article>",
        f"<article><h1>Talks go on</h1>{{0}}{EVENT}</article>",
        f"<article><h1>Talks go on</h1>{EVENT}{{0}}</article>",
        "<article><h1>Talks go on</h1><figure><p>Roe, 1 January 2018</p></figure>{0}</article>",
        f"<h1>Talks go on</h1><div>{'<br><br>'.join(PARAGRAPHS)}<br>It ends on 1 January 2018, he said.</div>",
        "<article><h1>Talks go on</h1>{0}</article><div>The Daily Wire, 1 January 2022</div>",
    ],
)
def test_date_of_something_else_is_not_that_of_the_page(body: str) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert document(f"<html><head><title>Talks</title></head><body>{body.format(paragraphs)}</body></html>").published is None


@pytest.mark.parametrize(
    ("above", "below", "published"),
    [
        ("<time datetime='2015-03-04T10:00:00Z'>4 March 2015</time>", "", "2015-03-04"),
        ("<p>Both sides are hopeful that they will have a text.</p><div class='date'>4 March 2015</div>", "", "2015-03-04"),
        (
            "</article><p>We use cookies so that this page works as you want it to.</p>" * 2 + f"<article><h1>Talks</h1>{TIME}",
            "",
            DAY,
        ),
        ("<div class='date'>04/03/2015</div>", "", "04/03/2015"),  # which is the month is said where dates are read
        ("<time datetime='2015-03-04'>04/03/2015</time>", "", "2015-03-04"),
        ("", '<script type="application/ld+json">{"@type": "Article", "datePublished": "2015-03-04"}</script>', "2015-03-04"),
    ],
)
def test_date_above_the_text_or_in_linked_data_is_that_of_the_page(above: str, below: str, published: str) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    found = document(f"<html><body><article><h1>Talks go on</h1>{above}{paragraphs}</article>{COMMENT}{below}</body></html>")
    assert found.published == published


def test_words_of_a_date_stay_in_their_sentence() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    stamp = "<p>Published: <time datetime='2015-03-04'>4 March 2015</time></p>"
    found = document(f"<html><body><article><h1>Talks go on</h1>{stamp}{paragraphs}{EVENT}</article></body></html>")
    assert "The summit of 1 September 2020 will decide" in found.text
    assert "Published: 4 March 2015" in found.text
    assert found.published == "2015-03-04"


@pytest.mark.parametrize(
    ("notice", "warns"),
    [
        ("Please enable cookies to go on with this page. You must log in to read it.", True),
        ("Subscribe to continue reading. Already a subscriber? Sign in.", True),
        ("The ministers signed in ink and said that access was denied to nobody.", False),
    ],
)
def test_page_that_asks_for_something_first_is_named(notice: str, warns: bool) -> None:
    found = document(f"<html><body><article><p>{PARAGRAPHS[0]}</p><p>{notice}</p></article></body></html>")
    assert [("notice in place of the report" in w) for w in found.warnings] == [True] * warns


def test_comments_of_readers_stay_out() -> None:
    comment = "<h3>Comments 1</h3><div class='comment'><p>Minister Roe supports strikes.</p></div>"
    found = document(page(after=f"<section id='comments' class='comments'>{comment}</section>"))
    assert "supports strikes" not in found.text


@pytest.mark.parametrize(
    ("encoding", "declared", "recorded"),
    [
        ("utf-8", "", "utf-8"),
        ("utf-8-sig", "", "utf-8"),
        ("utf-16", "", "utf-16-le"),
        ("cp1252", "<meta charset='iso-8859-1'>", "cp1252"),
        ("koi8-r", "<meta http-equiv='Content-Type' content='text/html; charset=KOI8-R'>", "koi8-r"),
        ("latin-1", "", "latin-1"),
        ("latin-1", "<meta charset='no-such-thing'>", "latin-1"),
    ],
)
def test_encodings(encoding: str, declared: str, recorded: str) -> None:
    extra = "Привет" if encoding == "koi8-r" else "Él irá"
    decoded = decode_page(page(declared, f"<p>{extra}</p>").encode(encoding))
    assert extra in decoded.text
    assert decoded.encoding == recorded


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></body></html>",
        b"<html><body><script>var x = 'Ministers met on Monday to talk about the border.';</script></body></html>",
        b"<!DOCTYPE html>",
        b"<html><body>" + b"<div>" * 3000,
    ],
)
def test_page_without_main_text_is_turned_away(data: bytes) -> None:
    answer = read(data)
    assert isinstance(answer, Quarantined)
    assert answer.code == "html"
    assert "no main text was found in the page" in answer.reason


def test_page_that_breaks_the_extractor_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert isinstance(read(page().encode()), Quarantined)


def test_page_of_several_articles_says_that_one_is_read() -> None:
    def article(name: str, attributes: str = "") -> str:
        one = f"The foreign minister, {name}, said on Tuesday that the border pact would be signed in Oslo."
        two = f"{name} added that the delegations of the two states would meet again in Geneva on Friday."
        rest = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        return f"<article {attributes}><h2>Talks of {name}</h2><p>{one}</p><p>{two}</p>{rest}</article>"

    def warnings(*articles: str) -> tuple[str, ...]:
        found = read_page("a.html", Decoded(f"<html><body>{''.join(articles)}</body></html>", "utf-8"))
        assert isinstance(found, Document)
        return found.warnings

    several = ("the page holds 2 more articles, which are not read: save each as a page of its own",)
    assert warnings(article("Adam Roe"), article("Ida Poe"), article("Bo Loe")) == several
    assert warnings(article("Adam Roe"), article("Ida Poe", 'class="related"'), article("Bo Loe", 'id="comment-7"')) == ()
    assert warnings(article("Adam Roe"), "<article><p>Ida Poe said on Tuesday that she would sign the pact.</p></article>") == ()
