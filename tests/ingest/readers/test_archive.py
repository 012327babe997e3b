"""Exports of Nexis, Factiva and ProQuest: split into articles, each with its metadata, whatever file they come in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest

from communique.ingest.documents import IngestOptions, iter_documents
from communique.ingest.readers.archive import ArchiveReader, find_archive, read_moment
from communique.model.document import Document, Quarantined

NEXIS_NEW = """Date and Time: Tuesday, March 11, 2014 5:02:00 PM GMT
Job Number: 123456789
Documents (2)
1. Ministers reopen the strait
Client/Matter: -None-
Search Terms: strait AND ministers
Search Type: Natural Language
Content Type\tNarrowed by
News\t-None-

Ministers reopen the strait
The Courier (London)
March 5, 2014 Wednesday 9:05 PM GMT

Copyright 2014 Courier Media Limited All Rights Reserved

Section: WORLD NEWS
Length: 42 words
Byline: Jane O'Neill in Ankara
Highlight: Talks end a blockade of ten days
Body

Spain and Turkey agreed on Tuesday to reopen the strait 😀.

Page 1 of 2

"We shall pay," said Ana Ruiz. Section: she had no other word.

Classification

Language: ENGLISH
Publication-Type: Newspaper
Load-Date: March 5, 2014

End of Document

Opposition walks out
The Herald
6 March 2014

Copyright 2014 Herald. All Rights Reserved

Length: 7 words
Body

The opposition left the talks.

Load-Date: March 6, 2014

End of Document
"""
NEXIS_OLD = """                               1 of 2 DOCUMENTS


                              The Courier (London)

                            March 5, 2014 Wednesday

Ministers reopen
the strait

BYLINE: Jane O'Neill

SECTION: NEWS

LENGTH: 42 words


Spain and Turkey agreed on Tuesday to
reopen the strait.

"We shall pay," said Ana Ruiz.

LOAD-DATE: March 5, 2014

LANGUAGE: ENGLISH

                   Copyright 2014 Courier Media Limited
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                                 The Herald

                               March 6, 2014

Opposition walks out

LENGTH: 7 words

The opposition left the talks.

LOAD-DATE: March 6, 2014
"""
FACTIVA_CODED = """HD
Ministers reopen the strait
BY
By Jane O'Neill
WC
42 words
PD
5 March 2014
ET
21:05
SN
The Courier
SC
COUR
LA
English
CY
(c) 2014 Courier Media
LP
Spain and Turkey agreed on Tuesday to reopen the strait.
TD
"We shall pay," said Ana Ruiz.
The IN tray was empty.
NS
gdip : International Relations
AN
Document COUR000020140305ea350001x
HD|Opposition walks out|
WC|7 words|
PD|6 March 2014|
SN|The Herald|
LP|The opposition left the talks.|
AN|Document HERLD00020140306ea360002b|
Search Summary
"""
FACTIVA_PLAIN = """
World
Ministers reopen the strait
By Jane O'Neill
42 words
5 March 2014
21:05
The Courier
COUR
12
English
(c) 2014 Courier Media

Spain and Turkey agreed on Tuesday to reopen the strait.

"We shall pay," said Ana Ruiz.

Document COUR000020140305ea350001x

Opposition walks out
7 words
6 March 2014
The Herald
HERLD
English
Copyright 2014 Herald

The opposition left the talks.

Document HERLD00020140306ea360002b
"""
FACTIVA_HTML = """<html><body><div class="article enArticle"><table>
<tr><td class="index">HD</td><td>Ministers reopen the strait</td></tr><tr><td>BY</td><td>By Jane O'Neill</td></tr>
<tr><td>WC</td><td>42 words</td></tr><tr><td>PD</td><td>5 March 2014</td></tr><tr><td>ET</td><td>21:05</td></tr>
<tr><td>SN</td><td>The Courier</td></tr>
<tr><td>LP</td><td><p>Spain and Turkey agreed on Tuesday to reopen the strait.</p></td></tr>
<tr><td>TD</td><td><p>"We shall pay," said Ana Ruiz.</p></td></tr>
<tr><td>AN</td><td>Document COUR000020140305ea350001x</td></tr></table></div></body></html>"""
PROQUEST = """
____________________________________________________________
Report Information from ProQuest
11 March 2014 17:02
____________________________________________________________
Document 1 of 2

Ministers reopen the strait

Author: O'Neill, Jane
Publication info: The Courier ; London (UK) [London (UK)]05 Mar 2014: 12.
http://proquest.test/docview/1500000001
Abstract: None available.
Full text: Spain and Turkey agreed on Tuesday to reopen the strait.

"We shall pay," said Ana Ruiz. She added: nothing.
Subject: Straits; Treaties & agreements
Location: Turkey
Title: Ministers reopen the strait
Publication title: The Courier; London (UK)
Publication date: Mar 5, 2014
Section: World
ProQuest document ID: 1500000001
Document URL: http://proquest.test/docview/1500000001
Database: Global Newsstream
____________________________________________________________
Document 2 of 2

Opposition walks out

Publication title: The Herald
Publication date: Mar 6, 2014
ProQuest document ID: 1500000002
____________________________________________________________
"""


def read(text: str, name: str = "export.txt") -> list[Document | Quarantined]:
    return list(ArchiveReader().read(name, io.BytesIO(text.encode("utf-8"))))


def iter_text(text: str) -> Iterator[Document | Quarantined]:
    """What the front door makes of a text file."""
    return iter_documents(["-"], options=IngestOptions(stdin=io.BytesIO(text.encode("utf-8"))))


FIRST = ("Ministers reopen the strait", "The Courier", "Jane O'Neill")


@pytest.mark.parametrize(
    ("text", "archive", "outlet", "published"),
    [
        (NEXIS_OLD, "nexis", "The Courier (London)", "2014-03-05"),
        (FACTIVA_CODED, "factiva", "The Courier", "2014-03-05T21:05"),
        (FACTIVA_HTML, "factiva", "The Courier", "2014-03-05T21:05"),
    ],
    ids=["nexis-old", "factiva-coded", "factiva-html"],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_first_article(text: str, archive: str, outlet: str, published: str, line_end: str) -> None:
    first = read(text.replace("\n", line_end))[0]
    assert isinstance(first, Document)
    assert (first.title, first.outlet, first.byline) == (FIRST[0], outlet, FIRST[2])
    assert first.published == published
    assert " ".join(first.text.split()) == (
        'Ministers reopen the strait Spain and Turkey agreed on Tuesday to reopen the strait. "We shall pay," said Ana Ruiz.'
        + (" The IN tray was empty." if text is FACTIVA_CODED else "")
    )
    assert first.maker.startswith(f"{archive}@2")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_factiva_with_one_space_behind_its_codes(line_end: str) -> None:
    tidied = re.sub(r"^(HD|BY|WC|PD|ET|SN|SC|LA|CY|AN)\n", r"\1 ", FACTIVA_CODED, flags=re.M)
    tidied = tidied.replace("The IN tray was empty.", "LA Mayor Adam Roe stayed at home.\nNS gdip : Diplomacy")
    first = read(tidied.replace("\n", line_end))[0]
    assert isinstance(first, Document)
    assert (first.title, first.outlet, first.byline, first.published) == (FIRST[0], "The Courier", FIRST[2], "2014-03-05T21:05")
    assert first.text.split("\n\n")[1:] == [
        "Spain and Turkey agreed on Tuesday to reopen the strait.",
        '"We shall pay," said Ana Ruiz.',
        "LA Mayor Adam Roe stayed at home.",
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_nexis_with_a_cover(line_end: str) -> None:
    first, second = read(NEXIS_NEW.replace("\n", line_end))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, first.outlet, first.published) == (FIRST[0], "The Courier (London)", "2014-03-05T21:05")
    assert first.byline == "Jane O'Neill in Ankara"
    assert first.text.split("\n\n") == [
        "Ministers reopen the strait",
        "Spain and Turkey agreed on Tuesday to reopen the strait 😀.",
        '"We shall pay," said Ana Ruiz. Section: she had no other word.',
    ]
    assert b"Publication-Type: Newspaper" in (first.raw or b"")
    assert (second.title, second.outlet, second.published) == ("Opposition walks out", "The Herald", "2014-03-06")
    assert second.text == "Opposition walks out\n\nThe opposition left the talks."
    assert (first.id, second.id) == ("export.txt#1", "export.txt#2")


NEXIS_COVER = """User Name: = A1B2C3
Date and Time: = Tuesday, March 11, 2014 5:02:00 PM GMT
Job Number: = 123456789

Documents (2)

1. Ministers reopen the strait
Client/Matter: -None-
Search Terms: strait AND ministers
Search Type: NOT Natural Language
Narrowed by:
Content Type\tNarrowed by
News\tSources: The Courier; Timeline: 01 Jan, 2014 to 31 Dec, 2014
2. Opposition walks out
Client/Matter: -None-
Search Terms: strait AND ministers
Search Type: NOT Natural Language
Narrowed by:
Content Type\tNarrowed by
News\tSources: The Courier; Timeline: 01 Jan, 2014 to 31 Dec, 2014
"""


def nexis_article(head: str, body: str, tail: str = "Load-Date: March 5, 2014") -> str:
    return f"{head}\n\nCopyright 2014 Courier Media\n\nLength: 42 words\nBody\n\n{body}\n\n{tail}\n\nEnd of Document\n"


@pytest.mark.parametrize("number", ["1. ", ""])
def test_nexis_with_a_cover_that_names_dates(number: str) -> None:
    """The period that was searched is no date of an article; a word processor may number the titles without a word."""
    cover = NEXIS_COVER.replace("1. ", number).replace("2. ", number and "2. ")
    article = nexis_article("Ministers reopen the strait\nThe Courier\nMarch 5, 2014 Wednesday", "Spain agreed.")
    [first] = read(cover + "\n" + article)
    assert isinstance(first, Document)
    assert (first.title, first.outlet, first.published) == ("Ministers reopen the strait", "The Courier", "2014-03-05")
    assert first.text == "Ministers reopen the strait\n\nSpain agreed."


def test_nexis_list_of_what_was_found_is_no_report() -> None:
    [found] = list(iter_text(NEXIS_COVER))
    assert isinstance(found, Quarantined)
    assert found.code == "archive"


@pytest.mark.parametrize(
    ("head", "title", "outlet", "published"),
    [
        (
            "Norway text: Poe on the pact\nBBC Monitoring Europe\nSupplied by BBC Worldwide Monitoring\nMarch 5, 2014 Wednesday",
            "Norway text: Poe on the pact", "BBC Monitoring Europe", "2014-03-05",
        ),
        (
            "Ministers reopen the strait after a\nquarrel of ten days\nThe Courier\nMarch 5, 2014\nFinal Edition",
            "Ministers reopen the strait after a quarrel of ten days", "The Courier", "2014-03-05",
        ),
        (
            "What the state said on the pact of\nMarch 4, 2014, and what it meant\nThe Courier\nMarch 5, 2014",
            "What the state said on the pact of March 4, 2014, and what it meant", "The Courier", "2014-03-05",
        ),
        ("What the pact means\nForeign Letters\nMarch 2014 / April 2014", "What the pact means", "Foreign Letters", None),
    ],
)  # fmt: skip
def test_nexis_heads(head: str, title: str, outlet: str, published: str | None) -> None:
    [found] = iter_text(nexis_article(head, "Spain agreed."))
    assert isinstance(found, Document)
    assert (found.title, found.outlet, found.published) == (title, outlet, published)


@pytest.mark.parametrize(
    "line",
    [
        "Subject: the weather.",
        "State: the department has no comment.",
        "Correction: it was Ida Poe.",
        "Graphic",
        "Classification",
    ],
)
def test_nexis_text_goes_on_behind_a_line_that_looks_like_a_field(line: str) -> None:
    tail = "Graphic\n\nPhoto of it\n\nClassification\n\nLanguage: ENGLISH\n\nSubject: STRAITS (90%)\n\nLoad-Date: March 5, 2014"
    article = nexis_article("The strait\nThe Courier\nMarch 5, 2014", f"Spain agreed.\n\n{line}\n\nTurkey did not.", tail)
    [found] = read(article)
    assert isinstance(found, Document)
    assert found.text.split("\n\n") == ["The strait", "Spain agreed.", line, "Turkey did not."]


def test_nexis_lines_that_a_page_breaks_stay_one_paragraph() -> None:
    lines = [
        "Spain and Turkey agreed on Tuesday to reopen the strait, which had been",
        "Page 1 of 2",
        "Ministers reopen the strait",
        "shut for ten days. The two of them, whose ministers met in Ankara before",
        "noon, will meet again, it was said in the evening.",
    ]
    article = nexis_article("Ministers reopen the strait\nThe Courier\nMarch 5, 2014", "\n".join(lines))
    [found] = read(re.sub(r"\n{2,}", "\n", article))
    assert isinstance(found, Document)
    assert found.text == "Ministers reopen the strait\n\n" + "\n".join([lines[0], *lines[3:]])


@pytest.mark.parametrize("mark", ["1 of 2 DOCUMENTS", "Document 1 of 2"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_nexis_old_with_its_copyright_above(mark: str, gap: str) -> None:
    text = (
        f"{mark}\n\n     Copyright 2014 Courier Media d/b/a Courier\n        All Rights Reserved{gap}       The Courier\n\n"
        "      March 5, 2014 Wednesday\n       Met 2 Edition\n\nLENGTH: 42 words\n\nHEADLINE: Ministers reopen the strait\n\n"
        "BODY:\n\nSpain agreed.\n\nSUBJECT: she named none.\n\nTurkey did not.\n\nSUBJECT: STRAITS (90%)\n\nLANGUAGE: ENGLISH\n\n"
        f"PUBLICATION-TYPE: Newspaper\n\n{mark.replace('1', '2', 1)}\n\nThe Herald\n\nMarch 6, 2014\n\n"
        "Talks\n\nLENGTH: 2 words\n\nYes.\n"
    )
    first, second = iter_text(text)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, first.outlet, first.published) == ("Ministers reopen the strait", "The Courier", "2014-03-05")
    assert first.text.split("\n\n")[1:] == ["Spain agreed.", "SUBJECT: she named none.", "Turkey did not."]
    assert (second.title, second.outlet) == ("Talks", "The Herald")


def test_factiva_without_codes_keeps_its_kicker_out_of_nothing() -> None:
    first, second = read(FACTIVA_PLAIN)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, first.outlet, first.byline) == ("World Ministers reopen the strait", "The Courier", "Jane O'Neill")
    assert (first.published, first.id) == ("2014-03-05T21:05", "COUR000020140305ea350001x")
    assert (second.title, second.published, second.outlet) == ("Opposition walks out", "2014-03-06", "The Herald")
    assert second.text.endswith("The opposition left the talks.")


def test_factiva_rows_of_a_table() -> None:
    _, second = read(FACTIVA_CODED)
    assert isinstance(second, Document)
    assert (second.title, second.outlet, second.published, second.id) == (
        "Opposition walks out",
        "The Herald",
        "2014-03-06",
        "HERLD00020140306ea360002b",
    )
    assert second.text == "Opposition walks out\n\nThe opposition left the talks."


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_proquest_names_the_article_without_text(line_end: str) -> None:
    first, second = read(PROQUEST.replace("\n", line_end))
    assert isinstance(first, Document)
    assert (first.title, first.outlet, first.published, first.byline) == (FIRST[0], "The Courier", "2014-03-05", "O'Neill, Jane")
    assert (first.id, first.url) == ("1500000001", "http://proquest.test/docview/1500000001")
    assert first.text.endswith('"We shall pay," said Ana Ruiz. She added: nothing.')
    assert isinstance(second, Quarantined)
    assert (second.document_id, second.code) == ("1500000002", "archive")
    assert "Opposition walks out" in second.reason


@pytest.mark.parametrize("underscores", [True, False])
def test_proquest_page_without_lines_between_its_articles(underscores: bool) -> None:
    """A page, or a mail, parts its articles by its layout alone; "Full Text" comes in both spellings."""

    def article(number: int, title: str, text: str) -> str:
        fields = {
            "Publication title": "The Courier; London", "Publication date": "Mar 5, 2014",
            "ProQuest document ID": f"150000000{number}", "Document URL": f"http://proquest.test/{number}", "Database": "News",
        }  # fmt: skip
        rows = "".join(f"<p><strong>{name}: </strong>{value}</p>\n" for name, value in fields.items())
        rule = f"<p>{'_' * 60}</p>" if underscores else ""
        return f"<div>{rule}<p>{title}</p><p><strong>Full Text: </strong></p>{text}<p>Subject: Straits</p>{rows}</div>"

    one = article(1, "Ministers reopen the strait", "<p>Spain agreed.</p><p>Subject: she named none.</p><p>Turkey did not.</p>")
    two = article(2, "Opposition walks out", "<p>The opposition left.</p>")
    first, second = read(f"<html><body>{one}{two}<p>Bibliography</p><p>Roe, A. (2014).</p></body></html>", "export.html")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.title, first.url) == ("1500000001", "Ministers reopen the strait", "http://proquest.test/1")
    assert first.text.split("\n\n")[1:] == ["Spain agreed.", "Subject: she named none.", "Turkey did not."]
    assert (second.id, second.text) == ("1500000002", "Opposition walks out\n\nThe opposition left.")
    assert second.url == "http://proquest.test/2"


@pytest.mark.parametrize(
    ("head", "rights", "title", "byline"),
    [
        ("Norway backs pact", "(Copyright (c) 2014, Dow Wire & Company, Inc.)", "Norway backs pact", None),
        ("Norway backs pact", "", "Norway backs pact", None),
        ("World News\nNorway Backs Pact", "(c) 2014 Wire", "World News Norway Backs Pact", None),
        ("World News\nNorway backs pact", "(c) 2014 Wire", "World News Norway backs pact", None),
        ("Norway backs pact\nIda Poe and Bo van Loe", "© 2014 Wire", "Norway backs pact", "Ida Poe and Bo van Loe"),
    ],
)
def test_factiva_heads_without_codes(head: str, rights: str, title: str, byline: str | None) -> None:
    """The time may be of twelve hours, the copyright in brackets or missing; a headline below its section names nobody."""
    lines = [
        head,
        "1,042 words",
        "6 March 2014",
        "01:02 PM",
        "The Wire",
        "WIRE",
        "A7",
        "English",
        rights,
        "",
        "OSLO -- Norway agreed.",
    ]
    [found] = read("\n".join(lines) + "\n\nDocument WIRE000020140306ea360002b\n")
    assert isinstance(found, Document)
    assert (found.title, found.byline, found.outlet, found.published) == (title, byline, "The Wire", "2014-03-06T13:02")
    assert found.text == f"{title}\n\nOSLO -- Norway agreed."


def test_factiva_page_that_is_printed_keeps_its_sentences() -> None:
    text = (
        "Norway backs pact\n12 words\n6 March 2014\nThe Wire\nWIRE\nEnglish\n(c) 2014 Wire\nOslo said on Thursday that the\n"
        "Page 1 of 2 © 2014 Factiva, Inc. All rights reserved.\npact would be signed, and that the\nwater would be shared.\n"
    )
    [found] = read(text + "Document WIRE000020140306ea360002b\n")
    assert isinstance(found, Document)
    assert found.text.split("\n\n")[1:] == [
        "Oslo said on Thursday that the\npact would be signed, and that the\nwater would be shared."
    ]


EUROPRESSE = """<!DOCTYPE html><html><head><style>.DocPublicationName {color: red}</style></head><body>
<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">The Courier, no. 43018</span></div>
<span class="DocHeader">World, Wednesday, March 5, 2014 42 words, p. 4</span>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">Ministers reopen the strait</p></div>
<p class="sm-margin-bottomNews">Jane O'Neill</p></header>
<section><div class="DocText clearfix">
<div class="docOcurrContainer"><p>Spain <mark>agreed</mark>.</p><p>Turkey did not.</p></div></div>
</section><footer><div class="publiC-lblNodoc">news·20140305·CO·3429988</div><small>© 2014 Courier</small></footer></article>
<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">The Herald</span></div>
<span class="DocHeader">Monde, jeudi 6 mars 2014</span><div class="titreArticle"><p>Opposition walks out</p></div></header>
<section><div class="docOcurrContainer"><p>The opposition left.</p></div></section>
<footer><div>news·20140306·HE·1</div></footer></article></body></html>"""


def test_europresse_has_all_its_articles() -> None:
    """A reader of pages would take the first article and leave the others."""
    first, second = iter_text(EUROPRESSE)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, first.outlet, first.byline, first.published) == (FIRST[0], "The Courier", FIRST[2], "2014-03-05")
    assert first.text == "Ministers reopen the strait\n\nSpain agreed.\n\nTurkey did not."
    assert first.id == "news·20140305·CO·3429988"
    assert (second.title, second.outlet, second.published) == ("Opposition walks out", "The Herald", "2014-03-06")
    assert "© 2014 Courier".encode() in (first.raw or b"")


@pytest.mark.parametrize(
    "text",
    [
        "The report reached the end of Document 5 of 6 DOCUMENTS.\nEnd of Document\nMinisters met.",
        "Ministers met.\n\nHD\n\nDocument A1",
        "Subject: talks\nTitle: none\nMinisters met.",
        "",
    ],
)
def test_other_texts_are_no_exports(text: str) -> None:
    assert find_archive(text) is None


def test_moments() -> None:
    assert read_moment("Wednesday, 5 March 2014, 12:10 am") == "2014-03-05T00:10"
    assert read_moment("Spring 2014") == "Spring 2014"
    assert read_moment("03/04/2014") == "03/04/2014"  # which of the two is the month is said where dates are read
    assert read_moment("") is None


def test_through_the_front_door(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A text file and a page are known by their content; the zones find the headline that the export names."""
    (tmp_path / "a.txt").write_text(NEXIS_NEW, encoding="utf-8")
    (tmp_path / "b.html").write_text(FACTIVA_HTML, encoding="utf-8")
    (tmp_path / "c.txt").write_text("The ministers met in Ankara on Tuesday, and they agreed to meet again.", encoding="utf-8")
    found = list(iter_documents([str(tmp_path)]))
    assert [d.id for d in found if isinstance(d, Document)] == ["a.txt#1", "a.txt#2", "COUR000020140305ea350001x", "c.txt"]
    first = found[0]
    assert isinstance(first, Document)
    assert (first.zones[0].kind, first.text[: first.zones[0].end]) == ("headline", "Ministers reopen the strait")
    assert first.published == "2014-03-05T21:05"
