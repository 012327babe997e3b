"""Coded statements and alignments as analyses of positions take them: one frozen object a row, from a store or anywhere.

A row is a dictionary or dataclass. Needed: `document_id`, `issue`, and `stance` (statements) or `parties` and `kind`
(alignments). A month or a year is a date where all its days are in what is asked for, else none. A document without a story
cluster is a cluster of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from typing import Any

from communique.errors import BadTable, UsageError
from communique.model.iso_period import days_of

Days = tuple[date, date]

STANCES = ("support", "oppose", "conditional")
BY = ("party", "actor")
UNITS = ("cluster", "document", "statement")


def written(day: date | None, days: Days | None) -> str:
    """A date as it is known: `2014-02-15`, `2014-02`, `2014`, or nothing."""
    if day or not days:
        return day.isoformat() if day else ""
    return days[0].isoformat()[: 7 if days[0].month == days[1].month else 4]


@dataclass(frozen=True, slots=True)
class Coded:
    """One statement: who, on what, which stance, and where it stands to be read.

    `date` is a day or None; `days` are the first and last of the day, month or year that is known, None if nothing is.
    """

    document_id: str
    date: date | None
    days: Days | None
    outlet: str
    actor: str
    party: str
    issue: str
    stance: str
    evidence: str
    start: int | None
    end: int | None
    cluster: str
    row: Mapping[str, Any] = field(repr=False, compare=False)

    def who(self, by: str) -> str:
        """The party or the actor."""
        return self.party if by == "party" else self.actor

    def citation(self) -> dict[str, Any]:
        """What a reader needs to look it up: date, outlet, document, span and sentence."""
        return {
            "date": written(self.date, self.days),
            "outlet": self.outlet,
            "document_id": self.document_id,
            "start": self.start,
            "end": self.end,
            "actor": self.actor,
            "party": self.party,
            "issue": self.issue,
            "stance": self.stance,
            "evidence": self.evidence,
        }


@dataclass(frozen=True, slots=True)
class CodedAlignment:
    """A report itself says that parties agree or differ; `date` and `days` as of a statement."""

    document_id: str
    date: date | None
    days: Days | None
    outlet: str
    parties: tuple[str, ...]
    relation: str
    issue: str
    on: str
    evidence: str
    cluster: str

    def citation(self) -> dict[str, Any]:
        """What a reader needs to look it up."""
        return {
            "date": written(self.date, self.days),
            "outlet": self.outlet,
            "document_id": self.document_id,
            "parties": "|".join(self.parties),
            "relation": self.relation,
            "issue": self.issue,
            "on": self.on,
            "evidence": self.evidence,
        }


def coded_statements(rows: Iterable[Any]) -> list[Coded]:
    """The rows as statements, by date (unknown first), document and position.

    Raises:
        BadTable: a row lacks a document, an issue or a stance, or its date is not ISO 8601.

    Example:
        >>> row = {"document_id": "d1", "date": "2013-06-18", "party": "RUS", "issue": "arms", "stance": "oppose"}
        >>> coded_statements([row])[0].who("party")
        'RUS'
    """
    found = [row if isinstance(row, Coded) else _statement(_fields(row), n) for n, row in enumerate(rows, start=1)]
    return sorted(found, key=lambda s: (s.date or date.min, s.document_id, s.start or 0))


def coded_alignments(rows: Iterable[Any]) -> list[CodedAlignment]:
    """The rows as alignments, by date (unknown first) and document. `parties` may be a list or `A|B`.

    Raises:
        BadTable: a row lacks its document, parties or kind.
    """
    found = [row if isinstance(row, CodedAlignment) else _alignment(_fields(row), n) for n, row in enumerate(rows, start=1)]
    return sorted(found, key=lambda a: (a.date or date.min, a.document_id))


def _statement(row: Mapping[str, Any], n: int) -> Coded:
    document = _needed(row, "document_id", n)
    stance = _needed(row, "stance", n)
    if stance not in STANCES:
        raise BadTable(f"statement {n} of {document}: stance is {stance[:40]!r}; it can be {', '.join(STANCES)}")
    return Coded(
        document_id=document,
        date=_day(row, n),
        days=_days(row, n),
        outlet=_text(row.get("outlet")),
        actor=_text(row.get("actor")),
        party=_text(row.get("party")),
        issue=_needed(row, "issue", n),
        stance=stance,
        evidence=_text(row.get("evidence")),
        start=row.get("start"),
        end=row.get("end"),
        cluster=_text(row.get("cluster", row.get("cluster_id"))) or f"document:{document}",
        row=row,
    )


def _alignment(row: Mapping[str, Any], n: int) -> CodedAlignment:
    document = _needed(row, "document_id", n)
    parties = row.get("parties") or ()
    names = tuple(sorted(parties.split("|") if isinstance(parties, str) else map(_text, parties)))
    relation = _text(row.get("kind", row.get("relation")))
    if relation not in ("agree", "differ") or len(names) < 2:
        raise BadTable(f"alignment {n} of {document}: needs two parties and a kind, agree or differ; it has {relation[:40]!r}")
    return CodedAlignment(
        document_id=document,
        date=_day(row, n),
        days=_days(row, n),
        outlet=_text(row.get("outlet")),
        parties=names,
        relation=relation,
        issue=_text(row.get("issue")),
        on=_text(row.get("on")),
        evidence=_text(row.get("evidence")),
        cluster=_text(row.get("cluster", row.get("cluster_id"))) or f"document:{document}",
    )


def _fields(row: Any) -> Mapping[str, Any]:
    if isinstance(row, Mapping):
        return row
    if is_dataclass(row) and not isinstance(row, type):
        return {name: getattr(row, name) for name in row.__dataclass_fields__}
    raise BadTable(f"a row is a {type(row).__name__}; rows are dictionaries or dataclasses")


def _needed(row: Mapping[str, Any], name: str, n: int) -> str:
    text = _text(row.get(name))
    if not text:
        raise BadTable(f"row {n}: no {name!r}; it has: {', '.join(map(str, row))[:200]}")
    return text


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _day(row: Mapping[str, Any], n: int) -> date | None:
    value = row.get("date", row.get("published"))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _text(value)
    if len(text) < len("2013-06-18"):  # nothing, a year or a month
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise BadTable(f"row {n}: date {text[:40]!r} is not an ISO 8601 date such as 2013-06-18") from None


def _days(row: Mapping[str, Any], n: int) -> Days | None:
    """The first and the last day of the date, also of a month or year."""
    day = _day(row, n)
    return (day, day) if day else days_of(_text(row.get("date", row.get("published"))))


def lies_within(days: Days | None, since: date | None, until: date | None) -> bool:
    """Whether all days of a date lie in a period; None is open.

    Example:
        >>> february = date(2014, 2, 1), date(2014, 2, 28)
        >>> lies_within(february, date(2014, 1, 31), None), lies_within(february, None, date(2014, 2, 15))
        (True, False)
    """
    return days is not None and (since or date.min) <= days[0] and days[1] <= (until or date.max)


def is_unplaced(days: Days | None, since: date | None, until: date | None) -> bool:
    """Whether a date does not tell if it lies in a period: it is unknown, or a month or year that reaches over an end."""
    if days is None:
        return True
    return not lies_within(days, since, until) and days[0] <= (until or date.max) and (since or date.min) <= days[1]


def as_day(value: str | date | None, name: str) -> date | None:
    """A day given by a caller.

    Raises:
        UsageError: the text is not an ISO 8601 day.
    """
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, datetime):
        return value.date()
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise UsageError(f"{name} is {value[:40]!r}; it is a day such as 2013-06-18") from None


def as_period(since: str | date | None, until: str | date | None) -> tuple[date | None, date | None]:
    """The first and the last day that a caller gives, both inclusive; None is open.

    Raises:
        UsageError: one is not an ISO 8601 day, or they are out of order.
    """
    first, last = as_day(since, "since"), as_day(until, "until")
    if first and last and first > last:
        raise UsageError(f"since {first} is after until {last}")
    return first, last


def choose(what: str, value: str, allowed: tuple[str, ...]) -> None:
    """Nothing, if the value is allowed.

    Raises:
        UsageError: it is not; the message says what is.
    """
    if value not in allowed:
        raise UsageError(f"{what} is {value[:40]!r}; it can be {', '.join(allowed)}")
