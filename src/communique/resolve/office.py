"""Offices that reports give to persons, and the table of who held which office when, learned from many reports.

In: the persons of a document; later the evidence of many dated documents. Out: terms of office with the days between
which reports name the holder. It never extrapolates: outside the days seen the answer is "unknown".
"""

from __future__ import annotations

from communique.model.reading import Office
from communique.resolve.person import Person
from communique.resolve.phrase import STATE_GROUPS
from communique.resolve.scene import Scene

OFFICE_GROUPS = STATE_GROUPS - {"cleric"}


def offices_of(scene: Scene, persons: list[Person]) -> tuple[Office, ...]:
    """The offices that the document itself gives to named persons, one row for each place where it does."""
    found = []
    for person in persons:
        for run in person.runs:
            phrase = run.phrase
            if phrase is None or phrase.group not in OFFICE_GROUPS or not phrase.parties or phrase.rule not in ("words", "role"):
                continue
            span = scene.span_of(min(run.first, phrase.first), max(run.last, phrase.last))
            found.append(Office(person.name, phrase.role, phrase.party, phrase.is_former, span.start, span.end))
    return tuple(sorted(found, key=lambda o: o.start))
