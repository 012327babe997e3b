"""Column types that keep text exactly as it is, and the clock of the store.

A text column holds what a person or an R session can read. The few strings that a text column cannot carry (a NUL
character, half of a surrogate pair) are kept as UTF-8 bytes in the same column, so that every string comes back equal.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from communique.errors import UsageError


def to_column(value: str) -> str | bytes:
    """The string itself, or its bytes where a text column would lose or refuse something."""
    if "\0" in value:
        return value.encode("utf-8", "surrogatepass")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def from_column(value: str | bytes) -> str:
    """The string that `to_column` was given."""
    return value if isinstance(value, str) else bytes(value).decode("utf-8", "surrogatepass")


class ExactText(TypeDecorator[str]):
    """Text that comes back character for character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else to_column(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else from_column(value)


def now() -> str:
    """The time in UTC to the microsecond, in a form that sorts as text: `2014-03-18T09:30:00.000000Z`."""
    return to_stamp(datetime.now(UTC))


def to_stamp(moment: datetime) -> str:
    """A moment in the form of `now`; without a time zone it is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_of_stamp(as_of: str | date | datetime | None) -> str | None:
    """The last moment that `as_of` includes: a day means its end, None means now.

    Raises:
        UsageError: it is not an ISO 8601 date or time.

    Example:
        >>> as_of_stamp("2014-03-18")
        '2014-03-18T23:59:59.999999Z'
        >>> as_of_stamp("2014-03-18T09:30+01:00")
        '2014-03-18T08:30:00.000000Z'
    """
    if as_of is None:
        return None
    if isinstance(as_of, str):
        as_of = _parse_moment(as_of)
    if isinstance(as_of, datetime):
        return to_stamp(as_of)
    return to_stamp(datetime.combine(as_of, time.max))


def _parse_moment(text: str) -> date | datetime:
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    raise UsageError(f"{text[:40]!r} is not a date or time: write 2014-03-18 or 2014-03-18T09:30")
