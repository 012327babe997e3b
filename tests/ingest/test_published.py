"""Dates of publication: what is read, from where, and what is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.published import dates_in, find_published, read_date
from communique.ingest.zone import mark_zones
from communique.model.document import DateOrigin

BODY = "The two delegations said on Monday that they would go on with the talks until a text is agreed by both of them."


@pytest.mark.parametrize(
    ("given_value", "value"),
    [
        ("2013-06-17", "2013-06-17"),
        ("20130617", "2013-06-17"),
        (" 2013-06-17 ", "2013-06-17"),
        ("2013-06-17T15:39", "2013-06-17T15:39"),
        ("2013-06-17T15:39:05Z", "2013-06-17T15:39:05+00:00"),
        ("2013-06-17 15:39:00.123", "2013-06-17T15:39"),
        ("17 June 2013", "2013-06-17"),
        ("June 17, 2013", "2013-06-17"),
        ("June 17, 2013 3:39 pm", "2013-06-17T15:39"),
        ("Mon, 17 Jun 2013 15:39:00 GMT", "2013-06-17T15:39+00:00"),
        ("17/06/2013", "2013-06-17"),
        ("17.6.2013", "2013-06-17"),
        ("4/4/2013", "2013-04-04"),
        ("Mon Jun 17 15:39:00 +0000 2013", "2013-06-17T15:39+00:00"),
        ("Mon Jun 17 15:39:00 2013", "2013-06-17T15:39"),
    ],
)
def test_dates_that_are_read(given_value: str, value: str) -> None:
    read = read_date(given_value)
    assert (read.value, read.origin, read.warnings) == (value, DateOrigin.METADATA, ())


@pytest.mark.parametrize(
    "given_value",
    [
        *("yesterday", "last Monday", "in two weeks", "soon", "June", "2013", "June 2013", "12"),
        *("2013-13-45", "31 June 2013", "0001-01-01", "9" * 200),
    ],
)
def test_values_that_are_no_full_date_are_unknown_with_a_warning(given_value: str) -> None:
    read = read_date(given_value)
    assert (read.value, read.origin) == (None, DateOrigin.UNKNOWN)
    [warning] = read.warnings
    assert "no date can be read from" in warning
    assert len(warning) < 110


@pytest.mark.parametrize("given_value", ["03/04/2013", "3.4.2013", "3-4-2013", "03-04-2013", "Mon, 03/04/13"])
def test_ambiguous_day_and_month_are_named(given_value: str) -> None:
    read = read_date(given_value)
    assert read.value == "2013-03-04"
    assert read.warnings == (f"{given_value!r} read as month/day: 2013-03-04",)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (f"Talks go on\n\nIssued on: 03/04/2013 - 10:00\n\n{BODY}", DateOrigin.TEXT),
        (f"{BODY} {BODY}\n\nComments 1\n\nMissing sceptic 03/04/2013, 00:45\n\nIndeed.", DateOrigin.COMMENTS),
    ],
)
def test_ambiguous_day_and_month_in_the_text_are_read_by_the_same_rule(text: str, origin: DateOrigin) -> None:
    found = find_published(None, text, mark_zones(text))
    assert (found.value, found.origin) == ("2013-03-04", origin)
    assert found.warnings == ("'03/04/2013' read as month/day: 2013-03-04",)


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_empty_is_unknown_without_a_warning(empty: str | None) -> None:
    found = find_published(empty, BODY, mark_zones(BODY))
    assert (found.value, found.origin, found.warnings) == (None, DateOrigin.UNKNOWN, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"Talks go on\n\nPublished 3:39pm Monday, June 17, 2013\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\nBy Jane Roe\n\nJune 17, 2013\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\nUpdated June 19, 2013\n\nPublished June 17, 2013\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\nUpdated June 19, 2013 10:00 am; Published June 17, 2013 9:00 am\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\nPublished 17 June 2013 | Updated 19 June 2013\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\n17 June 2013 Last updated at 10:00 GMT\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\n2013/06/17\n\n{BODY}", "2013-06-17"),
        (f"Talks go on\n\n17/06/2013\n\n{BODY}", "2013-06-17"),
        (f"MOSCOW, May\xa010,\xa02013\xa0(Xinhua)\xa0--\xa0{BODY}", "2013-05-10"),
        (f"MOSCOW, May 10, 2013 (Xinhua) -- {BODY}", "2013-05-10"),
        (f"MOSCOW, May 10 (Xinhua) -- {BODY}", None),
        (f"{BODY} The treaty of June 17, 2013 is not the date of this report.", None),
    ],
)
def test_date_in_the_page(text: str, value: str | None) -> None:
    found = find_published(None, text, mark_zones(text))
    assert found.value == value
    assert found.origin is (DateOrigin.TEXT if value else DateOrigin.UNKNOWN)


def test_earliest_comment_is_an_upper_bound() -> None:
    text = (
        f"{BODY} {BODY}\n\nComments 2\n\nThumb reader17 19 June 2013, 22:15\n\nSince 3 May 2001 nothing has changed.\n\n"
        "Missing sceptic 18 June 2013, 00:45\n\nIndeed."
    )
    found = find_published(None, text, mark_zones(text))
    assert (found.value, found.origin) == ("2013-06-18", DateOrigin.COMMENTS)


def test_metadata_wins_and_its_warning_stays_when_the_page_must_do() -> None:
    text = f"Talks go on\n\nPublished June 17, 2013\n\n{BODY}"
    zones = mark_zones(text)
    assert find_published("2013-06-20", text, zones).value == "2013-06-20"
    found = find_published("nonsense", text, zones)
    assert (found.value, found.origin) == ("2013-06-17", DateOrigin.TEXT)
    assert "nonsense" in found.warnings[0]


@given(st.dates())
def test_every_iso_date_of_the_years_that_count_is_read(day: object) -> None:
    read = read_date(str(day))
    assert read.value in (str(day), None)
    assert (read.value is None) == (not 1600 <= int(str(day)[:4]) <= 2200)


@given(st.text(max_size=60))
def test_no_value_crashes(value: str) -> None:
    read = read_date(value)
    assert read.value is None or 1600 <= int(read.value[:4]) <= 2200
    dates_in(value)
