"""Offices that a report gives to named persons: the evidence from which terms of office are learned.

In: the persons of a document. Out: one row for each place where the text itself puts office and state beside the name.
A sentence about a past year is no evidence of who holds the office on the day of the report.
"""

from __future__ import annotations

import re

from communique.model.reading import Office
from communique.resolve.name_run import Run
from communique.resolve.person import Person
from communique.resolve.phrase import STATE_GROUPS, Phrase
from communique.resolve.scene import Scene

OFFICE_GROUPS = STATE_GROUPS - {"cleric"}
STATED = frozenset({"words", "role"})
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PAST_YEARS = 1  # a sentence that names a year further back than this tells history
THEN = re.compile(r"\bthen[- ]\W?\Z", re.IGNORECASE)


def offices_of(scene: Scene, persons: list[Person]) -> tuple[Office, ...]:
    """The offices that the document itself gives to named persons, in order of place."""
    found = []
    for person in persons:
        for run in person.runs:
            phrase = run.phrase
            if phrase is None or not run.is_tagged or not _tells_office(phrase) or _is_history(scene, run, phrase):
                continue
            span = scene.span_of(min(run.first, phrase.first), max(run.last, phrase.last))
            found.append(Office(person.name, phrase.role, phrase.party, phrase.is_former, span.start, span.end))
    return tuple(sorted(found, key=lambda o: o.start))


def _tells_office(phrase: Phrase) -> bool:
    return phrase.group in OFFICE_GROUPS and len(phrase.parties) == 1 and phrase.rule in STATED and phrase.boss < 0


def _is_history(scene: Scene, run: Run, phrase: Phrase) -> bool:
    """Whether the sentence speaks of a former time: "then-President …", "in 1986 President …"."""
    sentence = scene.reading.sentences[scene.sentence_of[run.first]]
    start = scene.tokens[min(run.first, phrase.first)].start
    end = scene.tokens[phrase.last - 1].end
    if THEN.search(scene.folded[max(0, start - 8) : start]) or "then-" in scene.folded[start:end].lower():
        return True
    published = scene.reading.document.published or ""
    if not published[:4].isdigit():
        return False
    years = [int(y) for y in YEAR.findall(scene.folded[sentence.start : sentence.end])]
    return any(year < int(published[:4]) - PAST_YEARS for year in years)
