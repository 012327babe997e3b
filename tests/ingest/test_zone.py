"""Zones: tables of reports with what each stretch is, and properties on mangled ones."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.inline import inline_links
from communique.ingest.zone import mark_zones
from communique.model.document import ZoneKind

LEAD = "The two delegations said on Monday that they would go on with the talks until a text is agreed by both of them."
MORE = "The minister told reporters that he was hopeful, but that he would not wait for ever for an answer from the other side."
LAST = "Nobody has said when the next round will be held."


def marked(text: str, title: str | None = None, byline: str | None = None) -> list[tuple[str, str]]:
    return [(z.kind.value, z.span.of(text)) for z in mark_zones(text, title=title, byline=byline)]


def kinds(text: str, title: str | None = None, byline: str | None = None) -> list[str]:
    return [kind for kind, _ in marked(text, title, byline)]


def report(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_a_page_of_a_newspaper() -> None:
    text = report(
        "Archived Story",
        "Talks go on in Geneva",
        "Published 3:39pm Monday, June 17, 2013",
        f"GENEVA, Switzerland — {LEAD}",
        MORE,
        LAST,
        "Sign in to Comment | Need help commenting? Click here",
        "Editor's Picks",
    )
    assert marked(text) == [
        ("chrome", "Archived Story"),
        ("headline", "Talks go on in Geneva"),
        ("byline", "Published 3:39pm Monday, June 17, 2013"),
        ("dateline", "GENEVA, Switzerland —"),
        ("body", report(LEAD, MORE, LAST)),
        ("chrome", report("Sign in to Comment | Need help commenting? Click here", "Editor's Picks")),
    ]


@pytest.mark.parametrize(
    ("dateline", "is_dateline"),
    [
        ("MOSCOW — ", True),
        ("ENNISKILLEN, Northern Ireland — ", True),
        ("WASHINGTON (AP) — ", True),
        ("BEIRUT, Lebanon (Reuters) - ", True),
        ("MOSCOW, May 10 (Xinhua) -- ", True),
        ("RAMALLAH, West Bank/JERUSALEM (Reuters) - ", True),
        ("OSLO/LIMA/NEW DELHI (Reuters) - ", True),
        ("Oslo/Lima (CNN) ", True),
        ("AP/Ipsos polls ", False),
        ("MOSCOW, March 4. /TASS/. ", True),
        ("NAIROBI: 4th March 2015: ", True),
        ("NAIROBI,\xa0Kenya\xa0(Reuters)\xa0-\xa0", True),
        ("NAIROBI\t(Reuters)\t-\t", True),
        ("Washington (CNN) ", True),
        ("(CNN) -- ", True),
        ("Moscow: ", True),
        ("NEW DELHI: ", True),
        ("Kabul, Afghanistan — ", True),
        ("Kerry: ", False),
        ("Analysis: ", False),
        ("UPDATE: ", False),
        ("The Islamic State (IS) ", False),
        ("“Never — ", False),
    ],
)
def test_dateline(dateline: str, is_dateline: bool) -> None:
    text = report(dateline + LEAD, MORE)
    expected = [("dateline", dateline.strip()), ("body", report(LEAD, MORE))] if is_dateline else [("body", text)]
    assert marked(text) == expected


@pytest.mark.parametrize("width", [34, 38, 42, 46])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_dateline_is_broken_over_the_lines_of_a_column(width: int, end: str) -> None:
    lead = f"ADDIS ABABA, Ethiopia, March 4, 2015 (Reuters) - {LEAD}"
    text = report(*(textwrap.fill(p, width) for p in (lead, MORE, LAST))).replace("\n", end)
    [dateline, body] = marked(text)
    assert (dateline[0], " ".join(dateline[1].split())) == ("dateline", "ADDIS ABABA, Ethiopia, March 4, 2015 (Reuters) -")
    assert (body[0], " ".join(body[1].split())) == ("body", " ".join(report(LEAD, MORE, LAST).split()))


def test_dateline_stands_only_before_the_first_paragraph() -> None:
    assert kinds(report(LEAD, f"MOSCOW — {MORE}")) == ["body"]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story Continued Below",
        "Image copyright Agency Image caption The two ministers before the talks.",
        "Enlarge this image toggle caption Jane Roe/Agency Jane Roe/Agency",
        'Media playback is unsupported on your device Media caption The minister: "We go on"',
        "Read more: What the talks are about",
        "SEE ALSO: Who sits at the table",
        "Sign up for our daily newsletter",
        "Get the letter delivered to your inbox every morning.",
        "Copyright 2013 The Daily Wire. All rights reserved.",
        "© 2013 The Daily Wire",
        "Follow Jane Roe on Twitter: @janeroe",
        "CLICK HERE FOR THE APP",
        "Read or Share this story: http://wire.test/1",
        "( PHOTOS: Ten years of talks)",
        "Slideshow (12 Images)",
        "The minister leaves the palace on Monday, June 17, 2013. (AP Photo/Jane Roe)",
        "The minister leaves the palace. REUTERS/Jane Roe",
        "Ministers at the palace. Photograph: Jane Roe/AFP/Getty Images",
        "This article is more than 5 years old",
        "Correction: An earlier version of this report named the wrong palace.",
        "The views expressed in this article are the author's own.",
        "MINISTERS AT ODDS OVER THE NEXT ROUND OF TALKS: WHO SAID WHAT, AND WHY IT IS NOT OVER AFTER ALL",
        "___",
    ],
)
def test_chrome_between_paragraphs(line: str) -> None:
    assert marked(report(LEAD, line, MORE, LAST)) == [("body", LEAD), ("chrome", line), ("body", report(MORE, LAST))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Like most ministers at the talks, he has said that he will decide on his own terms.",
        "Photographs of the palace were shown on state television.",
        "Read aloud by the minister, the letter took four minutes.",
        "Follow-up talks are planned for July, the ministry said.",
        "Comments by the minister were met with silence.",
        "More than 90,000 people have died.",
        "By Friday, the text was ready.",
        "Share prices fell after the talks.",
        "“It is over,” he said.",
        "Updated figures were given to the council.",
        "Sign language was used, he said.",
        "Published accounts differ.",
        "Images of the damage contributed to the anger.",
        "The sanctions have contributed to a fall in oil sales.",
        "Opinion in the capital is divided.",
        "Click.",
        "(c) The third point of the text concerns the border.",
        "A deal, according to a copy seen by the agency, is near. (wire.test/2x)",
    ],
)
def test_sentences_that_begin_like_chrome_stay_body(sentence: str) -> None:
    assert kinds(report(LEAD, sentence, MORE, LAST)) == ["body"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What happens next", "subheading"),
        ("‘We stand by our word’", "subheading"),
        ("What was agreed?", "subheading"),
        ("2) The border", "subheading"),
        ("But how?", "body"),
        ("“It is over,” he said", "body"),
        ("“I said, ‘It is over.’ ”", "body"),
        ("The ministry said:", "body"),
        ("and then the talks broke off", "body"),
    ],
)
def test_short_line_between_paragraphs(line: str, kind: str) -> None:
    found = kinds(report(LEAD, MORE, line, MORE, LAST))
    assert found == (["body", "subheading", "body"] if kind == "subheading" else ["body"])


@pytest.mark.parametrize("line", ["‘A job well done?’", "'Why don't they go home?'", "‘Go home!’"])
@pytest.mark.parametrize(
    ("speech", "is_heading"), [("“It is over,” Adam Roe said.", True), ("‘It is over,’ Adam Roe said.", False)]
)
def test_question_in_single_marks_heads_a_report_whose_speech_is_in_double_ones(line: str, speech: str, is_heading: bool) -> None:
    found = kinds(report(LEAD, speech, line, MORE, LAST))
    assert found == (["body", "subheading", "body"] if is_heading else ["body"])


def test_text_without_final_marks_has_no_subheadings() -> None:
    lines = [f"the {word} line of a transcript without a mark at its end" for word in ("first", "second", "third", "fourth")]
    assert kinds(report(*[line.capitalize() for line in lines], LEAD)) == ["headline", "body"]


def test_headline_that_repeats_the_title_and_the_lead_that_does_so_in_a_sentence() -> None:
    title = "Ministers go on with talks in Geneva"
    assert kinds(report(title, LEAD, MORE), title)[0] == "headline"
    assert kinds(report("Ministers go on with talks in Geneva, again.", LEAD, MORE), title) == ["body"]
    assert kinds(report("Ministers go on with talks in Geneva.", LEAD, MORE), title)[0] == "headline"


def test_names_and_outlets_above_the_report_are_bylines() -> None:
    text = report("Jane Roe and John Doe", "USA TODAY", f"GENEVA — {LEAD}", MORE)
    assert kinds(text, "Talks go on") == ["byline", "byline", "dateline", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "4 March 2015 Last updated at 10:00 GMT",
        "Source: Xinhua | 2015-03-04 10:00:00 | Editor: roe",
        "NAIROBI | Wed Mar 4, 2015 10:00am EST",
        "NAIROBI Wed Mar 4, 2015 10:00am EST",
        "Date: 4 March 2015",
        "Issued on: 04/03/2015 - 10:00",
        "4.3.2015",
        "2015/03/04",
        "Updated May 5, 2019 10:00 am; Published March 4, 2015 9:00 am",
        "By\xa0Jane\xa0Roe",
        "4\tMarch\t2015",
    ],
)
def test_lines_with_the_date_are_bylines(line: str) -> None:
    assert marked(report("Talks go on in Geneva", line, LEAD, MORE))[:2] == [
        ("headline", "Talks go on in Geneva"),
        ("byline", line),
    ]


def test_credits_below_the_report_are_bylines() -> None:
    text = report(LEAD, MORE, LAST, LAST, LAST, "Jane Roe and The Associated Press contributed to this report.")
    assert kinds(text) == ["body", "byline"]


def test_biography_of_the_author_is_chrome() -> None:
    body = [LEAD, MORE, LAST, MORE, LAST]
    assert kinds(report(*body, "Jane Roe is a senior fellow at the Institute of Talks.")) == ["body", "chrome"]
    assert kinds(report(*body, "Jane Roe was the first envoy to the talks."), byline="Jane Roe") == ["body", "chrome"]
    assert kinds(report(*body, "Jane Roe was the first envoy to the talks.")) == ["body"]


def test_highlights_above_the_report_are_chrome_and_the_report_is_not() -> None:
    text = report("Story highlights Talks go on", "The minister is hopeful", "No date is set for the next round", LEAD, MORE)
    assert marked(text)[1] == ("body", report(LEAD, MORE))


def test_list_of_links_ends_with_the_next_sentence() -> None:
    text = report(LEAD, "Read more:", "Who sits at the table", "Ten years of talks", MORE, LAST)
    assert kinds(text) == ["body", "chrome", "body"]


def test_link_inside_a_sentence() -> None:
    link = "Jane Mary RoeRoe leaves panel Panel turns to Roe MORE"
    text = report(f"Senator Jane Roe {link} (D-Ohio) said on Monday that the talks would go on.", MORE)
    assert marked(text) == [
        ("body", "Senator Jane Roe"),
        ("chrome", link),
        ("body", report("(D-Ohio) said on Monday that the talks would go on.", MORE)),
    ]


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("Jane Roe", "Jane Mary RoeRoe leaves panel Panel turns to Roe MORE"),
        ("Jane Roe", "Jane Mary Roe2020 candidates debate Panel turns to Roe MORE"),
        ("Jane Roe", "Jane Mary Roe Candidates debate Panel turns to Roe MORE"),
        ("Jane Roe", "Jane Mary RoeMORE"),
        ("Jane Roe", "Jane Mary PoePanel turns to Poe Candidates debate MORE"),
    ],
)
def test_links_inside_a_line(name: str, link: str) -> None:
    paragraph = f"Senator {name} {link} (D-Ohio) said."
    assert [paragraph[a:b] for a, b in inline_links(paragraph)] == [link]


def test_a_link_without_headlines_ends_at_once() -> None:
    paragraph = "Adviser Jane Roe Jane Mary RoeMORE met Senator Ann Poe Ann B. PoePanel turns to Poe MORE (D-Ohio)."
    assert [paragraph[a:b] for a, b in inline_links(paragraph)] == ["Jane Mary RoeMORE", "Ann B. PoePanel turns to Poe MORE"]


def test_capitals_alone_are_no_link() -> None:
    assert not list(inline_links("Jane Roe said that Ms. Roe wants MORE from the talks in Geneva."))


# Comments


@pytest.mark.parametrize(
    "tail",
    [
        ["Comments 2", "Thumb reader17 17 June 2013, 22:15", "The minister must stand.", "Missing sceptic 18 June 2013", "No."],
        ["2 Comments", "The minister must stand his ground."],
        ["Comments (12)", "reader17 • 3 hours ago", "The minister must stand his ground."],
        ["Reader comments", "Jane Roe", "The minister must stand his ground."],
        ["Discussion", "Jane Roe says: June 17, 2013 at 3:39 pm", "The minister must stand his ground."],
        ["Thumb reader17 17 June 2013, 22:15", "The minister must stand his ground.", "And so on."],
        ["reader17 17 June 2013, 22:15", "The minister must stand.", "sceptic 18 June 2013, 00:45", "He must not."],
        ["Comments 2\nThumb reader17 17 June 2013, 22:15", "The minister must stand his ground."],
    ],
)
def test_everything_from_the_comments_on_is_comment(tail: list[str]) -> None:
    text = report(LEAD, MORE, LAST + " " + MORE, *tail, "A sentence at the end. Editor's Picks")
    found = marked(text)
    assert found[0] == ("body", report(LEAD, MORE, LAST + " " + MORE))
    assert {kind for kind, _ in found[1:]} == {"comment"}
    assert found[1][1].startswith(tail[0].split("\n")[0])


@pytest.mark.parametrize(
    "line",
    [
        "Comments",  # as the first line of a text
        "Discussion",
        "The minister arrived on 17 June 2013, 22:15",
        "Reaction",
    ],
)
def test_one_such_line_before_or_inside_the_report_begins_no_comments(line: str) -> None:
    assert "comment" not in kinds(report(line, LEAD, MORE, LAST))
    if line != "Comments":
        assert "comment" not in kinds(report(LEAD, MORE, LAST + " " + MORE, line, MORE, LAST))


# Every text


def test_one_line_is_body() -> None:
    assert kinds("Talks resume") == ["body"]
    assert kinds(LEAD) == ["body"]


def test_hard_wrapped_report() -> None:
    text = (
        "The two delegations said on Monday that they would go on with\n"
        "the talks until a text is agreed by both of them.\n"
        "What happens next\n"
        "The minister told reporters that he was hopeful, but that he\n"
        "would not wait for ever.\n"
        "Nobody has said when the next round will be held in the city.\n"
    )
    assert kinds(text) == ["body", "subheading", "body"]


PIECES = st.sampled_from(
    [
        *(LEAD, MORE, "Comments 2", "Thumb x 17 June 2013, 22:15", "Read more:", "What next?", "By Jane Roe", "Advertisement"),
        *("MOSCOW — ", "“open ", "😀", "\u200b", "\u200f", "\ud800", "\r\n", "\n\n", "\n", " ", "\t", "\x00", "("),
        "Jane RoeRoe x MORE",
    ]
)
MANGLED = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=300))


@given(MANGLED, st.sampled_from([None, LEAD, "What next", ""]))
def test_zones_are_sorted_disjoint_and_leave_only_white_space(text: str, title: str | None) -> None:
    zones = mark_zones(text, title=title, byline="Jane Roe")
    assert all(a.end <= b.start for a, b in pairwise(zones))
    assert all(0 <= z.start < z.end <= len(text) for z in zones)
    covered = {i for z in zones for i in range(z.start, z.end)}
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_after_the_first_comment_is_anything_else(text: str) -> None:
    found = [z.kind for z in mark_zones(text)]
    if ZoneKind.COMMENT in found:
        assert set(found[found.index(ZoneKind.COMMENT) :]) == {ZoneKind.COMMENT}


@pytest.mark.parametrize("line", ["word " * 10**6, "a" * 5 * 10**6, "MORE Roe " * 5 * 10**5, "(" * 10**6, "By A " * 4 * 10**5])
def test_five_megabytes_of_one_line(line: str) -> None:
    assert kinds(line) == ["body"]
