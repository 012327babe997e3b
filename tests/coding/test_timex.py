"""Times in text: a table of expressions, what the tense changes, and what holds for any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.coding.timex import find_times, resolve
from communique.coding.timex_frame import Tense

THURSDAY = date(2013, 3, 14)

# (expression, value, due) seen from Thursday 14 March 2013, the tense unknown
TABLE = [
    ("by the end of the month", "2013-03-31", "2013-03-31"),
    ("by the end of\nthe month", "2013-03-31", "2013-03-31"),
    ("by the end of March", "2013-03-31", "2013-03-31"),
    ("by the end of next year", "2014-12-31", "2014-12-31"),
    ("by the end of the second quarter", "2013-06-30", "2013-06-30"),
    ("by the end of the century", "2100-12-31", "2100-12-31"),
    ("by year's end", "2013-12-31", "2013-12-31"),
    ("before the end of 2014", "2014-12-31", "2014-12-31"),
    ("until the end of 2020", "2020-12-31", "2020-12-31"),
    ("at the end of 2014", "2014-12-31", "2014-12-31"),
    ("in the second half of 2013", "2013-07-01/2013-12-31", "2013-07-01/2013-12-31"),
    ("the first half of next year", "2014-01-01/2014-06-30", "2014-01-01/2014-06-30"),
    ("in the first quarter of 2015", "2015-01-01/2015-03-31", "2015-01-01/2015-03-31"),
    ("first quarter of 2015", "2015-01-01/2015-03-31", "2015-01-01/2015-03-31"),
    ("early next year", "2014-01-01/2014-03-31", "2014-01-01/2014-03-31"),
    ("late next year", "2014-10-01/2014-12-31", "2014-10-01/2014-12-31"),
    ("mid-2014", "2014-05-01/2014-08-31", "2014-05-01/2014-08-31"),
    ("late September 2013", "2013-09-21/2013-09-30", "2013-09-21/2013-09-30"),
    ("in early May", "2013-05-01/2013-05-10", "2013-05-01/2013-05-10"),
    ("by mid-April", "2013-04-11/2013-04-20", "2013-04-11/2013-04-20"),
    ("the middle of next week", "2013-03-20", "2013-03-20"),
    ("the second week of June", "2013-06-08/2013-06-14", "2013-06-08/2013-06-14"),
    ("the last week of April", "2013-04-24/2013-04-30", "2013-04-24/2013-04-30"),
    ("the first days of May", "2013-05-01/2013-05-05", "2013-05-01/2013-05-05"),
    ("within six months", "2013-03-14/2013-09-14", "2013-03-14/2013-09-14"),
    ("within the next 10 days", "2013-03-14/2013-03-24", "2013-03-14/2013-03-24"),
    ("within a fortnight", "2013-03-14/2013-03-28", "2013-03-14/2013-03-28"),
    ("over the next five years", "2013-03-14/2018-03-14", "2013-03-14/2018-03-14"),
    ("in the next week", "2013-03-14/2013-03-21", "2013-03-14/2013-03-21"),
    ("in the past two months", "2013-01-14/2013-03-14", "2013-01-14/2013-03-14"),
    ("in two weeks", "2013-03-28", "2013-03-28"),
    ("in two weeks' time", "2013-03-28", "2013-03-28"),
    ("in 60 days", "2013-05-13", "2013-05-13"),
    ("in three months", "2013-06", "2013-06-01/2013-06-30"),
    ("six weeks from now", "2013-04-25", "2013-04-25"),
    ("two weeks ago", "2013-02-28", "2013-02-28"),
    ("three years ago", "2010", "2010-01-01/2010-12-31"),
    ("twenty-one days ago", "2013-02-21", "2013-02-21"),
    ("next week", "2013-03-18/2013-03-24", "2013-03-18/2013-03-24"),
    ("last week", "2013-03-04/2013-03-10", "2013-03-04/2013-03-10"),
    ("earlier this week", "2013-03-11/2013-03-14", "2013-03-11/2013-03-14"),
    ("later this month", "2013-03-14/2013-03-31", "2013-03-14/2013-03-31"),
    ("last month", "2013-02", "2013-02-01/2013-02-28"),
    ("next month", "2013-04", "2013-04-01/2013-04-30"),
    ("this year", "2013", "2013-01-01/2013-12-31"),
    ("over the weekend", "2013-03-09/2013-03-10", "2013-03-09/2013-03-10"),
    ("next weekend", "2013-03-23/2013-03-24", "2013-03-23/2013-03-24"),
    ("this summer", "2013-06-01/2013-08-31", "2013-06-01/2013-08-31"),
    ("last summer", "2012-06-01/2012-08-31", "2012-06-01/2012-08-31"),
    ("the summer of 2012", "2012-06-01/2012-08-31", "2012-06-01/2012-08-31"),
    ("next winter", "2013-12-01/2014-02-28", "2013-12-01/2014-02-28"),
    ("today", "2013-03-14", "2013-03-14"),
    ("tomorrow", "2013-03-15", "2013-03-15"),
    ("the day after tomorrow", "2013-03-16", "2013-03-16"),
    ("yesterday", "2013-03-13", "2013-03-13"),
    ("last night", "2013-03-13", "2013-03-13"),
    ("this morning", "2013-03-14", "2013-03-14"),
    ("Thursday", "2013-03-14", "2013-03-14"),
    ("late Monday", "2013-03-11", "2013-03-11"),
    ("early Thursday morning", "2013-03-14", "2013-03-14"),
    ("last May", "2012-05", "2012-05-01/2012-05-31"),
    ("last March", "2012-03", "2012-03-01/2012-03-31"),
    ("next May", "2013-05", "2013-05-01/2013-05-31"),
    ("in May or June", "2013-05-01/2013-06-30", "2013-05-01/2013-06-30"),
    ("Monday or Tuesday", "2013-03-11/2013-03-12", "2013-03-11/2013-03-12"),
    ("next Tuesday", "2013-03-19", "2013-03-19"),
    ("last Tuesday", "2013-03-12", "2013-03-12"),
    ("Tuesday, June 25", "2013-06-25", "2013-06-25"),
    ("on Monday and Tuesday", "2013-03-11/2013-03-12", "2013-03-11/2013-03-12"),
    ("March 22", "2013-03-22", "2013-03-22"),
    ("22 March 2013", "2013-03-22", "2013-03-22"),
    ("the 5th of May", "2013-05-05", "2013-05-05"),
    ("around Sept. 28, 2013", "2013-09-28", "2013-09-28"),
    ("no later than June 30, 2014", "2014-06-30", "2014-06-30"),
    ("until Dec. 15", "2013-12-15", "2013-12-15"),
    ("starting July 6", "2013-07-06", "2013-07-06"),
    ("after November 13, 2013", "2013-11-13", "2013-11-13"),
    ("after 2014", "2014", "2014-12-31"),
    ("from 1 May to 3 May", "2013-05-01/2013-05-03", "2013-05-01/2013-05-03"),
    ("between May 1 and May 3", "2013-05-01/2013-05-03", "2013-05-01/2013-05-03"),
    ("June 17-18", "2013-06-17/2013-06-18", "2013-06-17/2013-06-18"),
    ("17-18 June 2013", "2013-06-17/2013-06-18", "2013-06-17/2013-06-18"),
    ("in May", "2013-05", "2013-05-01/2013-05-31"),
    ("by September", "2013-09", "2013-09-01/2013-09-30"),
    ("in March 2012", "2012-03", "2012-03-01/2012-03-31"),
    ("by 2020", "2020", "2020-01-01/2020-12-31"),
    ("in the 1990s", "1990-01-01/1999-12-31", "1990-01-01/1999-12-31"),
    ("2013-06-17", "2013-06-17", "2013-06-17"),
    ("6/17/2013", "2013-06-17", "2013-06-17"),
    ("17.06.2013", "2013-06-17", "2013-06-17"),
]


@pytest.mark.parametrize(("text", "value", "due"), TABLE, ids=[t for t, _, _ in TABLE])
def test_expression_is_found_whole_with_its_date(text: str, value: str, due: str) -> None:
    found = find_times(text, THURSDAY)
    assert [(text[t.start : t.end], t.value, t.due) for t in found] == [(text, value, due)]


WITHOUT_A_DATE = [
    ("as soon as possible", "vague"),
    ("in the coming weeks", "vague"),
    ("within the next few months", "vague"),
    ("shortly", "vague"),
    ("for two years", "duration"),
    ("a month after signing the convention", "event"),
    ("on the sidelines of the upcoming conference in Lisbon", "event"),
    ("during his visit to Moscow", "event"),
    ("in his first 100 days", "event"),
]


@pytest.mark.parametrize(("text", "granularity"), WITHOUT_A_DATE)
def test_wording_without_a_date_is_kept_without_a_value(text: str, granularity: str) -> None:
    found = find_times(text, THURSDAY)
    assert [(text[t.start : t.end], t.value, t.granularity) for t in found] == [(text, None, granularity)]


@pytest.mark.parametrize(
    ("text", "tense", "value"),
    [
        ("on Friday", "future", "2013-03-15"),
        ("on Friday", "past", "2013-03-08"),
        ("on Thursday", "future", "2013-03-14"),
        ("on Monday and Tuesday", "future", "2013-03-18/2013-03-19"),
        ("on April 2", "past", "2012-04-02"),
        ("on April 2", "future", "2013-04-02"),
        ("on March 12", "future", "2013-03-12"),  # two days behind: the report was updated
        ("in November", "past", "2012-11"),
        ("in November", "future", "2013-11"),
        ("over the weekend", "future", "2013-03-16/2013-03-17"),
        ("this week", "past", "2013-03-11/2013-03-14"),
    ],
)
def test_tense_chooses_between_past_and_coming(text: str, tense: Tense, value: str) -> None:
    assert [t.value for t in find_times(text, THURSDAY, tense=tense)] == [value]


@pytest.mark.parametrize(
    ("text", "tense", "value"),
    [
        ("this week", "future", "2013-03-17/2013-03-23"),
        ("this week", "past", "2013-03-11/2013-03-17"),
        ("next week", "future", "2013-03-18/2013-03-24"),
    ],
)
def test_this_week_of_what_is_to_come_begins_on_the_sunday_on_which_it_is_said(text: str, tense: Tense, value: str) -> None:
    assert [t.value for t in find_times(text, date(2013, 3, 17), tense=tense)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "He may march with them",
        "the fall of Kabul",
        "2013 people came",
        "a six-month freeze",
        "The sun rose and Jan sat down",
        "two parties, 40 delegates",
        "the second day was quiet",
        "one of the last summits",
    ],
)
def test_words_that_only_look_like_times_are_left(text: str) -> None:
    assert find_times(text, THURSDAY) == []


def test_time_seen_from_the_day_named_before() -> None:
    text = "Talks opened on 3 June 2012. The following day they broke off, and two weeks later they resumed."
    assert [t.value for t in find_times(text, THURSDAY)] == ["2012-06-03", "2012-06-04", "2012-06-18"]


def test_without_anchor_only_full_dates_have_a_value() -> None:
    found = find_times("On Monday they signed; the treaty of 5 May 2011 ends by 2020.", None)
    assert [t.value for t in found] == ["2011-05-05", "2020"]


def test_impossible_day_is_no_date() -> None:
    assert [t.value for t in find_times("on 31 June 2013", THURSDAY)] in ([], ["2013-06"])


def test_resolve_prefers_an_expression_with_a_date() -> None:
    found = resolve("shortly, at the latest by March 20", THURSDAY)
    assert found is not None
    assert found.due == "2013-03-20"
    assert resolve("when the parties are ready", THURSDAY) is None


_PIECES = [
    "by ",
    "the ",
    "end of ",
    "next ",
    "June ",
    "17",
    " and ",
    "Monday",
    " 2014",
    "mid-",
    "in ",
    "two ",
    "weeks ",
    ", ",
    "\n",
]
_PIECES += [
    "later",
    "first ",
    "half ",
    "of ",
    "the sidelines ",
    "on ",
    "Sept. ",
    "31 ",
    "from ",
    "to ",
    "99",
    "0/0/00 ",
    "2013-02-30 ",
]


@example(["²"], None)
@example(["999 decades ago"], None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=12), st.sampled_from(["past", "future", None]))
def test_spans_are_in_order_inside_the_text_and_days_in_order(pieces: list[str], tense: Tense) -> None:
    text = "".join(pieces)
    at = 0
    for found in find_times(text, THURSDAY, tense=tense):
        assert at <= found.start < found.end <= len(text)
        assert (found.value is None) == (found.first is None) == (found.last is None)
        if found.first and found.last:
            assert found.first <= found.last
        at = found.end


def test_end_of_a_hyphenated_name_is_no_preposition() -> None:
    text = "a summit with Moon Jae-in last month"
    assert [(text[t.start : t.end], t.value) for t in find_times(text, THURSDAY)] == [("last month", "2013-02")]
