"""The words of dates and times: months, weekdays, numbers, units, and the tokens a text is cut into for the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, 1)} | {name[:3]: n for n, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {"sept": 9, "febr": 2}
_DAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name: n for n, name in enumerate(_DAY_NAMES)} | {name[:3]: n for n, name in enumerate(_DAY_NAMES)}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
# short forms that are words of their own unless a full stop follows
NEEDS_STOP = {"mar", "jan", "dec", "sat", "sun", "mon", "wed", "fri", "thu", "tue"}
SHORT_NAMES = {name for name in (*MONTHS, *WEEKDAYS) if len(name) <= 5 and name not in (*_MONTH_NAMES, *_DAY_NAMES)}
NEEDS_CAPITAL = {"may", "march", *MONTHS, *WEEKDAYS}

_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
NUMBERS = {word: n for n, word in enumerate(_SMALL, 1)} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40}
NUMBERS |= {"fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
VAGUE_NUMBERS = {"few", "several", "many", "some", "couple", "matter", "number"}
_ORDINALS = ["first", "second", "third", "fourth", "fifth"]
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": -1, "last": -1}
UNITS = {"day": "day", "week": "week", "weekend": "weekend", "month": "month", "quarter": "quarter", "year": "year"}
UNITS |= {"decade": "decade", "century": "century", "fortnight": "fortnight", "hour": "hour", "minute": "hour"}
PARTS_OF_DAY = {"morning", "afternoon", "evening", "night"}

HOURS = {"noon", "midday", "midnight", "dawn", "daybreak", "sunrise", "dusk", "sunset", "sundown", "nightfall"}
DEADLINES = {"by", "before", "until", "till"}

_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?!\d)|\d{4}[/.]\d{1,2}[/.]\d{1,2}(?!\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?!\d)"  # dates in figures are one word
    r"|\d{1,2}(?=[ap]m\b)|\d+(?:st|nd|rd|th)?s?(?![A-Za-z])|[^\W\d_]+|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One token of the grammar: the lower-case form, whether it begins with a capital, and where it stands."""

    form: str
    capital: bool
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The tokens of a text; white space, line breaks included, only separates.

    Example:
        >>> [w.form for w in words_of("by the end of\\nthe month (Sept. 30)")]
        ['by', 'the', 'end', 'of', 'the', 'month', '(', 'sept', '.', '30', ')']
    """
    return [Word(m.group().lower(), m.group()[0].isupper(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def singular(form: str) -> str:
    """A unit without its plural s."""
    return form[:-1] if form.endswith("s") and form[:-1] in UNITS else form
