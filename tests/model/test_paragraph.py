"""Paragraphs by layout: sentence tables for each habit, properties for every text."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.document import Span
from communique.model.paragraph import split_paragraphs

WRAPPED = """\
Ministers of the two countries met in the capital on Monday to
prepare the summit that both sides hope to hold before the end of
the year.
The talks lasted four hours, longer than either delegation had
planned, and ended without a joint statement.
A line of their own
The foreign minister said his government would wait for a written
answer. His colleague replied that the answer had been sent, and
that nothing more would be added to it before the vote.
"""


def paragraphs(text: str) -> list[str]:
    return [span.of(text) for span in split_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\r\n ", []),
        ("One.", ["One."]),
        ("  One.  \n\n\n  Two.\n", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.\rThree.", ["One.", "Two.", "Three."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("The talks in Geneva\nwent on.", ["The talks in Geneva\nwent on."]),
        ("One page.\x0cnext page", ["One page.", "next page"]),
        ("One.\u2029Two.", ["One.", "Two."]),
        ("One.\x85Two.\x85\x85Three.", ["One.", "Two.", "Three."]),
        ("• peace\n• bread", ["• peace", "• bread"]),
        ("They agreed:\n- to meet\n- to talk", ["They agreed:", "- to meet", "- to talk"]),
    ],
)
def test_breaks(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_wrapped_lines_are_one_paragraph() -> None:
    found = paragraphs(WRAPPED)
    assert [p.split()[0] for p in found] == ["Ministers", "The", "A", "The"]
    assert found[2] == "A line of their own"
    assert found[3].endswith("before the vote.")


def test_wrapped_with_crlf_is_split_alike() -> None:
    found = paragraphs(WRAPPED.replace("\n", "\r\n"))
    assert [p.replace("\r\n", "\n") for p in found] == paragraphs(WRAPPED)


def test_indent_starts_a_paragraph_in_wrapped_text() -> None:
    text = (
        "   The delegations arrived at the palace shortly before noon on\n"
        "Friday and were led to separate rooms, as the hosts had insisted.\n"
        "   Nobody spoke to the press, and the statement that was expected\n"
        "in the evening did not come until after midnight, in two versions.\n"
    )
    assert [p.split()[1] for p in paragraphs(text)] == ["delegations", "spoke"]


def test_long_lead_above_wrapped_lines_stands_alone() -> None:
    lead = "A lead that a page shows in bold above the report, " * 5 + "as one long line."
    assert paragraphs(lead + "\n" + WRAPPED)[0] == lead


def test_stretch_is_split_at_the_width_of_the_whole_text() -> None:
    start = WRAPPED.index("The foreign")
    assert split_paragraphs(WRAPPED, start) == split_paragraphs(WRAPPED)[-1:]


@pytest.mark.parametrize("width", range(40, 80, 4))
def test_wrapped_lead_after_its_dateline_is_one_paragraph(width: int) -> None:
    lead = "NAIROBI (Reuters) - Kenya's Foreign Minister Adam Roe said on Monday that his government supports the new treaty."
    text = "\n\n".join(textwrap.fill(p, width) for p in (lead, *OWN[:3]))
    lead_end = text.index("\n\n")
    for start in (text.index("Kenya"), text.index("Roe")):
        assert split_paragraphs(text, start)[0] == Span(start, lead_end)


def test_line_that_had_no_room_for_the_next_word_is_no_heading() -> None:
    text = "\n".join(
        [*(textwrap.fill(p, 34) for p in OWN[:2]), "NAIROBI, March 2015\nCommonwealth-Ministers met in the\nmorning and stayed."]
    )
    assert paragraphs(text)[-1].startswith("NAIROBI")


def test_columns_of_thirty_characters_are_wrapped() -> None:
    text = "\n\n".join(textwrap.fill(p, 30) for p in OWN)
    assert [" ".join(p.split()) for p in paragraphs(text)] == OWN


BEFORE_NAMES = """\
CAIRO (AP) - Egyptian President Adam Roe met German Foreign
Minister Ida Poe in Cairo on Monday, the presidency said.

Poe said Berlin supports the water treaty and will send about
20 million euros to Egypt by the end of June.

Deputy Prime Minister Jon Doe told the state television that
"the treaty is dead" and that Cairo would not sign it.
"""


def test_wrapped_lines_that_all_break_before_a_name_or_a_number() -> None:
    assert len(paragraphs(BEFORE_NAMES)) == 3
    assert len(paragraphs(BEFORE_NAMES.replace("will send about\n", "\n"))) == 6  # one line has room left: it was not wrapped


def test_each_line_of_an_unwrapped_text_is_a_paragraph() -> None:
    assert len(paragraphs("One sentence stands here.\nAnother one stands there.\n" * 20)) == 40


CHARACTERS = 'ab A."”,-•*1 \t\n\r\x0b\x0c\x85\u00a0\u2028\u2029\u200b\u200f\ufeff😀\ud800'
LAYOUT = st.text(alphabet=st.sampled_from(CHARACTERS), max_size=300)


@given(st.one_of(st.text(max_size=200), LAYOUT), st.integers(0, 50), st.integers(0, 300))
def test_spans_are_sorted_disjoint_and_cover_every_visible_character(text: str, start: int, length: int) -> None:
    end = start + length
    spans = split_paragraphs(text, start, end)
    assert list(spans) == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert all(i in covered for i in range(start, min(end, len(text))) if not text[i].isspace())
    assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in spans)
    assert all(start <= s.start and s.end <= min(end, len(text)) for s in spans)


@given(LAYOUT)
def test_splitting_a_paragraph_again_stays_inside_it(text: str) -> None:
    for span in split_paragraphs(text):
        assert all(span.covers(inner) for inner in split_paragraphs(text, span.start, span.end))


def test_five_megabytes_of_one_line_is_one_paragraph() -> None:
    text = "word " * 1_000_000
    assert split_paragraphs(text) == (Span(0, len(text) - 1),)


OWN = [
    "The two delegations said on Monday that they would go on with the talks until a text is agreed by both of them.",
    "The minister told reporters in the capital that he was hopeful, but that he would not wait for ever for an answer.",
    (
        "Nobody has said when the next round will be held. A place has not been named either, and the hosts of the last "
        "round have let it be known that they would rather not be asked again."
    ),
    "“We have time,” the envoy said after the meeting, which lasted longer than anybody had expected.",
    (
        "An earlier draft fell over a single word. It took the lawyers of both sides three weeks to find another one, and "
        "by then the government that had asked for it was out of office."
    ),
    "His colleague disagreed, and left the city in the evening without a word to the press, which had waited for hours.",
]


@pytest.mark.parametrize("width", range(50, 90, 3))
def test_paragraphs_survive_wrapping_at_any_width(width: int) -> None:
    wrapped = [textwrap.fill(p, width) for p in OWN * 3]
    text = "\n".join(wrapped)
    ends_full = [len(p.rsplit("\n", 1)[-1]) > width - 16 for p in wrapped]  # nothing tells such a last line from others
    found = paragraphs(text)
    clear = [p for p, full, before in zip(wrapped, ends_full, [False, *ends_full], strict=False) if not full and not before]
    assert all(p in found for p in clear)
    assert len(found) >= 0.6 * len(wrapped)
    assert sum(len(p.split("\n")) for p in found) == text.count("\n") + 1
    starts = {p.split("\n")[0] for p in wrapped}
    assert all(p.split("\n")[0] in starts for p in found)
