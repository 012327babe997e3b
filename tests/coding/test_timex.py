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


WEDNESDAY = date(2019, 4, 10)

# (expression, due) said of what is to come, seen from Wednesday 10 April 2019
DUE_TABLE = [
    ("between 2020 and 2025", "2020-01-01/2025-12-31"),
    ("from 2020 to 2025", "2020-01-01/2025-12-31"),
    ("in 2020-2025", "2020-01-01/2025-12-31"),
    ("in 2020-25", "2020-01-01/2025-12-31"),
    ("over 2020–2025", "2020-01-01/2025-12-31"),
    ("in 2020 or 2021", "2020-01-01/2021-12-31"),
    ("in 2020 and 2021", "2020-01-01/2021-12-31"),
    ("from 2020 until 2030", "2020-01-01/2030-12-31"),
    ("by 2020 or 2021", "2020-01-01/2021-12-31"),
    ("from January 1 to June 30", "2020-01-01/2020-06-30"),
    ("from July 1 to June 30", "2019-07-01/2020-06-30"),
    ("from January 1 to June 30, 2020", "2020-01-01/2020-06-30"),
    ("between January and June 2020", "2020-01-01/2020-06-30"),
    ("from December to February 2020", "2019-12-01/2020-02-29"),
    ("from December 28 to January 3", "2019-12-28/2020-01-03"),
    ("from 28 December to 3 January", "2019-12-28/2020-01-03"),
    ("from Monday to Wednesday", "2019-04-15/2019-04-17"),
    ("between Monday and Wednesday", "2019-04-15/2019-04-17"),
    ("from Friday to Monday", "2019-04-12/2019-04-15"),
    ("from Monday until Friday", "2019-04-15/2019-04-19"),
    ("from Monday through Friday", "2019-04-15/2019-04-19"),
    ("from Monday until the end of the month", "2019-04-15/2019-04-30"),
    ("from May to the end of the year", "2019-05-01/2019-12-31"),
    ("from late 2019 to early 2020", "2019-10-01/2020-03-31"),
    ("between the end of May and mid-June", "2019-05-31/2019-06-20"),
    ("between now and 2025", "2019-04-10/2025-12-31"),
    ("between now and the end of the year", "2019-04-10/2019-12-31"),
    ("from now until June", "2019-04-10/2019-06-30"),
    ("from 3 to 5 May", "2019-05-03/2019-05-05"),
    ("between 3 and 5 May", "2019-05-03/2019-05-05"),
    ("from May 3 to 5", "2019-05-03/2019-05-05"),
    ("between May 3 and 5", "2019-05-03/2019-05-05"),
    ("May 3 through 5", "2019-05-03/2019-05-05"),
    ("on May 3 or 4", "2019-05-03/2019-05-04"),
    ("May 30-June 2", "2019-05-30/2019-06-02"),
    ("29 May – 2 June", "2019-05-29/2019-06-02"),
    ("from 29 May to 2 June 2020", "2020-05-29/2020-06-02"),
    ("from May 2019 to June 2020", "2019-05-01/2020-06-30"),
    ("in June and July", "2019-06-01/2019-07-31"),
    ("in June/July", "2019-06-01/2019-07-31"),
    ("April–May 2020", "2020-04-01/2020-05-31"),
    ("in late April or early May", "2019-04-21/2019-05-10"),
    ("within a year and a half", "2019-04-10/2020-10-10"),
    ("within one and a half years", "2019-04-10/2020-10-10"),
    ("within one-and-a-half years", "2019-04-10/2020-10-10"),
    ("within two and a half years", "2019-04-10/2021-10-10"),
    ("within half a year", "2019-04-10/2019-10-10"),
    ("within a half-year", "2019-04-10/2019-10-10"),
    ("in a year and a half", "2020-10-01/2020-10-31"),
    ("in half a year", "2019-10-01/2019-10-31"),
    ("within a month and a half", "2019-04-10/2019-05-25"),
    ("within a week and a half", "2019-04-10/2019-04-21"),
    ("within a decade and a half", "2019-04-10/2034-04-10"),
    ("by the last Friday of May", "2019-05-31"),
    ("on the first Monday in May", "2019-05-06"),
    ("first Monday in May", "2019-05-06"),
    ("on the third Thursday of November", "2019-11-21"),
    ("by the last Friday of next month", "2019-05-31"),
    ("on the second Tuesday of the month", "2019-04-09"),
    ("a week from Friday", "2019-04-19"),
    ("by a week from Friday", "2019-04-19"),
    ("on Friday week", "2019-04-19"),
    ("two weeks from Monday", "2019-04-29"),
    ("a month from May 3", "2019-06-01/2019-06-30"),
    ("two days after May 3", "2019-05-05"),
    ("three days before Christmas", "2019-12-22"),
    ("the day after Friday", "2019-04-13"),
    ("within two weeks of May 1", "2019-05-01/2019-05-15"),
    ("within 30 days after May 1", "2019-05-01/2019-05-31"),
    ("within two weeks from today", "2019-04-10/2019-04-24"),
    ("within six months from now", "2019-04-10/2019-10-10"),
    ("Wednesday of next week", "2019-04-17"),
    ("on Wednesday of next week", "2019-04-17"),
    ("by Monday next week", "2019-04-15"),
    ("on Friday this week", "2019-04-12"),
    ("by Friday of this week", "2019-04-12"),
    ("in the week of May 13", "2019-05-13/2019-05-19"),
    ("the week of May 13", "2019-05-13/2019-05-19"),
    ("the week of 13 May", "2019-05-13/2019-05-19"),
    ("in the week beginning May 13", "2019-05-13/2019-05-19"),
    ("the week starting Monday", "2019-04-15/2019-04-21"),
    ("by the week ending May 17", "2019-05-11/2019-05-17"),
    ("on the weekend of May 11", "2019-05-11/2019-05-12"),
    ("in the month of May", "2019-05-01/2019-05-31"),
    ("before 2030", "2029-12-31"),
    ("before July", "2019-06-30"),
    ("before next year", "2019-12-31"),
    ("before the weekend", "2019-04-12"),
    ("before next week", "2019-04-14"),
    ("before the summer", "2019-05-31"),
    ("before summer", "2019-05-31"),
    ("before the second half of 2020", "2020-06-30"),
    ("before May 3", "2019-05-03"),
    ("before the end of 2019", "2019-12-31"),
    ("ahead of the weekend", "2019-04-12"),
    ("prior to 2025", "2024-12-31"),
    ("the last two weeks of January", "2020-01-18/2020-01-31"),
    ("in the last two weeks of January", "2020-01-18/2020-01-31"),
    ("in the first ten days of January", "2020-01-01/2020-01-10"),
    ("the first ten days of May", "2019-05-01/2019-05-10"),
    ("in the first three months of 2020", "2020-01-01/2020-03-31"),
    ("the first three months of 2020", "2020-01-01/2020-03-31"),
    ("in the last two months of the year", "2019-11-01/2019-12-31"),
    ("by the first two weeks of next month", "2019-05-01/2019-05-14"),
    ("during the first 100 days of 2020", "2020-01-01/2020-04-09"),
    ("on the first day of May", "2019-05-01"),
    ("on the last day of the month", "2019-04-30"),
    ("by the first week in May", "2019-05-01/2019-05-07"),
    ("in the first few days of May", "2019-05-01/2019-05-05"),
    ("in the first weekend of May", "2019-05-04/2019-05-05"),
    ("by the year 2050", "2050-01-01/2050-12-31"),
    ("in the year 2020", "2020-01-01/2020-12-31"),
    ("by year 2030", "2030-01-01/2030-12-31"),
    ("by spring", "2020-03-01/2020-05-31"),
    ("by summer", "2019-06-01/2019-08-31"),
    ("by the summer", "2019-06-01/2019-08-31"),
    ("by the fall", "2019-09-01/2019-11-30"),
    ("by autumn", "2019-09-01/2019-11-30"),
    ("by fall", "2019-09-01/2019-11-30"),
    ("until winter", "2019-12-01/2020-02-29"),
    ("in spring 2020", "2020-03-01/2020-05-31"),
    ("by spring of 2020", "2020-03-01/2020-05-31"),
    ("by the spring of next year", "2020-03-01/2020-05-31"),
    ("by next spring", "2020-03-01/2020-05-31"),
    ("by late summer", "2019-08-01/2019-08-31"),
    ("by the end of summer", "2019-08-31"),
    ("by the end of the summer", "2019-08-31"),
    ("in Q3 2019", "2019-07-01/2019-09-30"),
    ("Q3 2019", "2019-07-01/2019-09-30"),
    ("Q3 of 2019", "2019-07-01/2019-09-30"),
    ("by Q4", "2019-10-01/2019-12-31"),
    ("by the end of Q2", "2019-06-30"),
    ("by the end of Q2 2020", "2020-06-30"),
    ("by the end of Q1", "2020-03-31"),
    ("in H1 2020", "2020-01-01/2020-06-30"),
    ("in the third quarter", "2019-07-01/2019-09-30"),
    ("in the first quarter", "2020-01-01/2020-03-31"),
    ("in the third quarter of this year", "2019-07-01/2019-09-30"),
    ("within six to eight months", "2019-04-10/2019-12-10"),
    ("within six-to-eight months", "2019-04-10/2019-12-10"),
    ("within two or three weeks", "2019-04-10/2019-05-01"),
    ("within 30-60 days", "2019-04-10/2019-06-09"),
    ("in six to eight months", "2019-10-01/2019-12-31"),
    ("in two or three weeks", "2019-04-24/2019-05-01"),
    ("in two to three weeks", "2019-04-24/2019-05-01"),
    ("in the next two to three weeks", "2019-04-10/2019-05-01"),
    ("the next two to three weeks", "2019-04-10/2019-05-01"),
    ("over the next two weeks", "2019-04-10/2019-04-24"),
    ("within a week or two", "2019-04-10/2019-04-24"),
    ("in a week or two", "2019-04-17/2019-04-24"),
    ("in a day or two", "2019-04-11/2019-04-12"),
    ("in the next day or two", "2019-04-10/2019-04-12"),
    ("in no more than 60 days", "2019-04-10/2019-06-09"),
    ("in not more than 60 days", "2019-04-10/2019-06-09"),
    ("in less than two months", "2019-04-10/2019-06-10"),
    ("in under two months", "2019-04-10/2019-06-10"),
    ("within at most two weeks", "2019-04-10/2019-04-24"),
    ("in at most two weeks", "2019-04-10/2019-04-24"),
    ("within no more than 30 days", "2019-04-10/2019-05-10"),
    ("in up to 60 days", "2019-04-10/2019-06-09"),
    ("within 10 working days", "2019-04-10/2019-04-24"),
    ("within one hundred days", "2019-04-10/2019-07-19"),
    ("within 24 hours", "2019-04-10/2019-04-11"),
    ("within the next 48 hours", "2019-04-10/2019-04-12"),
    ("within the week", "2019-04-10/2019-04-14"),
    ("within the month", "2019-04-10/2019-04-30"),
    ("within the year", "2019-04-10/2019-12-31"),
    ("within the decade", "2019-04-10/2019-12-31"),
    ("within this year", "2019-04-10/2019-12-31"),
    ("over the next decade", "2019-04-10/2029-04-10"),
    ("in the coming decade", "2019-04-10/2029-04-10"),
    ("by the end of the day", "2019-04-10"),
    ("by the end of today", "2019-04-10"),
    ("by day's end", "2019-04-10"),
    ("by midnight", "2019-04-10"),
    ("by noon", "2019-04-10"),
    ("until midnight", "2019-04-10"),
    ("by midnight tonight", "2019-04-10"),
    ("by midnight on Friday", "2019-04-12"),
    ("by midnight Friday", "2019-04-12"),
    ("by noon Friday", "2019-04-12"),
    ("no later than noon on Friday", "2019-04-12"),
    ("by 5 p.m. on Friday", "2019-04-12"),
    ("by 5pm Friday", "2019-04-12"),
    ("by 17:00 GMT on Friday", "2019-04-12"),
    ("by 5:30 p.m. local time Friday", "2019-04-12"),
    ("from noon on Friday", "2019-04-12"),
    ("by Christmas", "2019-12-25"),
    ("before Christmas", "2019-12-25"),
    ("by Christmas Eve", "2019-12-24"),
    ("on Christmas Day", "2019-12-25"),
    ("on New Year's Day", "2020-01-01"),
    ("on New Year’s Day", "2020-01-01"),
    ("on New Year's Eve", "2019-12-31"),
    ("by New Year", "2020-01-01"),
    ("by the New Year", "2020-01-01"),
    ("by Christmas 2020", "2020-12-25"),
    ("by Thanksgiving", "2019-11-28"),
    ("on 2020/01/03", "2020-01-03"),
    ("2020/01/03", "2020-01-03"),
    ("2020-01-03", "2020-01-03"),
    ("by 2020/1/3", "2020-01-03"),
    ("by mid-May", "2019-05-11/2019-05-20"),
    ("in the first week of May", "2019-05-01/2019-05-07"),
    ("by mid-year", "2019-05-01/2019-08-31"),
    ("by midyear", "2019-05-01/2019-08-31"),
    ("by mid-month", "2019-04-11/2019-04-20"),
    ("by the middle of the year", "2019-05-01/2019-08-31"),
    ("by the year's end", "2019-12-31"),
    ("by year-end", "2019-12-31"),
    ("by the end of year", "2019-12-31"),
    ("by end of the year", "2019-12-31"),
    ("by end-May", "2019-05-31"),
    ("by the close of the year", "2019-12-31"),
    ("before the year is out", "2019-12-31"),
    ("before the month is over", "2019-04-30"),
    ("before the year ends", "2019-12-31"),
    ("at month's end", "2019-04-30"),
    ("by next year's end", "2020-12-31"),
    ("by the end of the decade", "2019-12-31"),
    ("by the end of the 2020s", "2029-12-31"),
    ("the week after next", "2019-04-22/2019-04-28"),
    ("by the month after next", "2019-06-01/2019-06-30"),
    ("by this time next year", "2020-04-10"),
    ("not before 2030", "2030-01-01/2030-12-31"),
    ("no earlier than June", "2019-06-01/2019-06-30"),
    ("no sooner than June", "2019-06-01/2019-06-30"),
    ("not until June", "2019-06-01/2019-06-30"),
    ("by no later than June 30", "2019-06-30"),
    ("no later than June 30", "2019-06-30"),
    ("not later than the end of May", "2019-05-31"),
    ("on or before May 1", "2019-05-01"),
    ("as of July 1", "2019-07-01"),
    ("as early as next week", "2019-04-15/2019-04-21"),
    ("sometime next week", "2019-04-15/2019-04-21"),
    ("some time next month", "2019-05-01/2019-05-31"),
    ("starting in 2020", "2020-01-01/2020-12-31"),
    ("beginning July 1", "2019-07-01"),
    ("effective January 1, 2020", "2020-01-01"),
    ("by the third of May", "2019-05-03"),
    ("by May 3rd", "2019-05-03"),
    ("by May the 3rd", "2019-05-03"),
    ("by the 15th of this month", "2019-04-15"),
    ("by the 15th of May", "2019-05-15"),
    ("by the 15th of next month", "2019-05-15"),
    ("by 1 Jan 2020", "2020-01-01"),
    ("until January 31, 2020", "2020-01-31"),
    ("until October 31", "2019-10-31"),
    ("until the end of October", "2019-10-31"),
    ("through 2020", "2020-01-01/2020-12-31"),
    ("by Friday", "2019-04-12"),
    ("by Wednesday", "2019-04-10"),
    ("by next Friday", "2019-04-19"),
    ("by this Friday", "2019-04-12"),
    ("this coming Friday", "2019-04-12"),
    ("by tomorrow", "2019-04-11"),
    ("by tomorrow night", "2019-04-11"),
    ("by tonight", "2019-04-10"),
    ("this weekend", "2019-04-13/2019-04-14"),
    ("this coming weekend", "2019-04-13/2019-04-14"),
    ("this coming week", "2019-04-15/2019-04-21"),
    ("at the weekend", "2019-04-13/2019-04-14"),
    ("later this year", "2019-04-10/2019-12-31"),
    ("in the second half of the year", "2019-07-01/2019-12-31"),
    ("by the second half of May", "2019-05-16/2019-05-31"),
    ("in the next five years", "2019-04-10/2024-04-10"),
    ("in a year's time", "2020-01-01/2020-12-31"),
    ("a year from now", "2020-01-01/2020-12-31"),
    ("in 10 years", "2029-01-01/2029-12-31"),
    ("by the beginning of next year", "2020-01-01/2020-03-31"),
    ("by early June", "2019-06-01/2019-06-10"),
    ("by late 2020", "2020-10-01/2020-12-31"),
    ("by Sept. 30", "2019-09-30"),
    ("by April 30", "2019-04-30"),
    ("by June 2020", "2020-06-01/2020-06-30"),
    ("on Tuesday, April 16", "2019-04-16"),
    ("Friday, 3 May 2019", "2019-05-03"),
    ("within days", None),
    ("within hours", None),
    ("within weeks", None),
    ("in the coming days", None),
    ("until further notice", None),
    ("within a few months", None),
    ("for six months", None),
    ("within a month of signing the deal", None),
    ("within 60 days of the vote", None),
]


@pytest.mark.parametrize(("words", "due"), DUE_TABLE, ids=[w for w, _ in DUE_TABLE])
def test_due_date_of_a_wording_that_ends_its_sentence(words: str, due: str | None) -> None:
    text = f"Norway will act {words}."
    assert [(text[t.start : t.end], t.due) for t in find_times(text, WEDNESDAY, tense="future")] == [(words, due)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("from Monday to Wednesday", "2019-04-08/2019-04-10"),
        ("from January 1 to June 30", "2018-01-01/2018-06-30"),
        ("two to three weeks ago", "2019-03-20/2019-03-27"),
        ("a year and a half ago", "2017-10"),
        ("a week before last Friday", "2019-03-29"),
        ("the day after Monday", "2019-04-09"),
        ("since Christmas", "2018-12-25"),
        ("the week before last", "2019-03-25/2019-03-31"),
        ("in March/April", "2019-03-01/2019-04-30"),
        ("by spring or summer 2013", "2013-03-01/2013-08-31"),
        ("from the first week of August", "2018-08-01/2018-08-07"),
    ],
)
def test_stretch_in_the_past_ends_before_it_is_told(text: str, value: str) -> None:
    assert [t.value for t in find_times(text, WEDNESDAY, tense="past")] == [value]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on Friday to next week's summit", ["on Friday", "next week"]),
        ("between May 1 and the vote", ["between May 1"]),
        ("from now on", ["from now on"]),
        ("between now and the vote", []),
        ("at the end of the day, they lost", []),
        ("on Monday or Thursday", ["on Monday", "Thursday"]),
        ("at 5 p.m. on Friday", ["on Friday"]),
        ("follow through on promises", []),
        ("shortly before 2:30 p.m. to meet", ["shortly"]),
        ("after Christmas Island, a Christmas tree", []),
        ("over the Christmas holidays", []),
        ("by Thursday, the second of two days", ["by Thursday"]),
        ("the last three years of war", []),
        ("a week before next month's vote", ["a week before next month"]),
        ("after a decade or 15 years", ["after a decade"]),
        ("2013/17/45 and 2020/13/01", []),
    ],
)
def test_what_is_no_stretch_is_not_joined(text: str, found: list[str]) -> None:
    assert [text[t.start : t.end] for t in find_times(text, WEDNESDAY, tense="future")] == found


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
_PIECES += [
    "between ",
    "a ",
    "week ",
    "year ",
    "and a half ",
    "noon ",
    "by Christmas ",
    "last ",
    "Friday ",
    "or ",
    "before ",
    "Q3",
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
