"""RSS and Atom: one document an entry, its text without markup."""

from __future__ import annotations

import io

import pytest

from communique.ingest.readers.feed import FeedReader, text_of_fragment
from communique.model.document import Document, Quarantined

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily Wire</title>
<item><guid>w-1</guid><title>Talks &amp; more</title><link>http://wire.test/1</link><author>Jane Roe</author>
<pubDate>Mon, 17 Jun 2013 15:39:00 GMT</pubDate>
<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp; three.&lt;/p&gt;</description></item>
<item><link>http://wire.test/2</link><description>Plain words.</description></item>
<item><description>No address.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily Wire</title><entry><id>urn:1</id><title>Talks</title>
<updated>2013-06-17T15:39:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;The long text of the report.&lt;/p&gt;</content></entry></feed>"""


def read(data: str) -> list[Document]:
    answers = list(FeedReader().read("feed.xml", io.BytesIO(data.encode())))
    assert all(isinstance(a, Document) for a in answers)
    return [a for a in answers if isinstance(a, Document)]


def test_rss() -> None:
    first, second, third = read(RSS)
    assert (first.id, first.title, first.url) == ("w-1", "Talks & more", "http://wire.test/1")
    assert (first.outlet, first.byline, first.published) == ("The Daily Wire", "Jane Roe", "Mon, 17 Jun 2013 15:39:00 GMT")
    assert first.text == "One.\n\nTwo & three."
    assert (second.id, second.text) == ("http://wire.test/2", "Plain words.")
    assert third.id == "feed.xml#3"


def test_atom_takes_the_content_before_the_summary() -> None:
    [entry] = read(ATOM)
    assert (entry.id, entry.text, entry.published) == ("urn:1", "The long text of the report.", "2013-06-17T15:39:00Z")


def test_cut_feed_gives_what_can_be_read_with_a_warning() -> None:
    entries = read(RSS[: RSS.index("<item><description>")])
    assert [e.id for e in entries] == ["w-1", "http://wire.test/2"]
    assert "not well-formed" in entries[0].warnings[0]


def test_entry_that_a_cut_feed_leaves_without_text_is_turned_away_with_the_reason() -> None:
    *_, last = FeedReader().read("feed.xml", io.BytesIO(RSS[: RSS.index("No address") + 5].encode()))
    assert isinstance(last, Quarantined)
    assert (last.document_id, last.code) == ("feed.xml#3", "feed")
    assert "damaged or cut short" in last.reason


def test_feed_that_is_an_address_is_not_fetched() -> None:
    [answer] = FeedReader().read("a.rss", io.BytesIO(b"http://wire.test/feed"))
    assert isinstance(answer, Quarantined)
    assert answer.code == "feed"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain < words", "plain < words"),
        ("<p>One\n two</p><p>three</p>", "One two\n\nthree"),
        ("one<br>two <b>bold</b>face", "one two boldface"),
        ("<div><ul><li>a</li><li>b</li></ul></div>", "a\n\nb"),
        ("<script>x()</script><p>a<!-- note --></p><style>b</style>", "a"),
        ("<div>" * 200 + "deep", "deep"),
    ],
)
def test_text_of_fragment(html: str, text: str) -> None:
    assert text_of_fragment(html) == text
