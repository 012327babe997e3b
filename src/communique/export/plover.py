"""Rows as PLOVER events, where they map: meetings, alignments, commitments, and statements that are acts of their own.

A meeting held is CONSULT, a planned one AGREE, a cancelled one REJECT; parties that agree are AGREE; a commitment is AGREE,
or CONCEDE or THREATEN where what is undertaken is a retreat or hostile. A statement maps where it is an act, by the verb of
its evidence, or where the words that cite it are an act (urged, accused, rejected). Everything else has no home in PLOVER
and stays out; so do parties that differ. The words stand in `acts.csv`, the scores in `scores.csv`.

Source: PLOVER manual, draft 2.0; CAMEO2PLOVER-2021. Goldstein values are those of CAMEO.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from communique.export.material import Json, Material, day_of
from communique.export.tables import find_attribution
from communique.model.iso_period import days_of

HOSTILE = ("SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "REJECT", "ACCUSE")
_MEETINGS = {
    "held": {"bilateral": ("CONSULT", ""), "multilateral": ("CONSULT", "multilateral"), "call": ("CONSULT", "phone")},
    "planned": dict.fromkeys(("bilateral", "multilateral", "call"), ("AGREE", "")),
    "cancelled": dict.fromkeys(("bilateral", "multilateral", "call"), ("REJECT", "meet")),
}


@dataclass(frozen=True, slots=True)
class Score:
    """What PLOVER and CAMEO say of a type and mode."""

    score: float
    quad: int
    cameo: str
    goldstein: float


@dataclass(frozen=True, slots=True)
class Event:
    """One row as an event.

    Args:
        actors: names and parties; all sides of a symmetric act, which has no recipient.
        is_symmetric: whether the actors act on one another.
        date: the first day, ISO 8601; "" if unknown.
    """

    id: str
    type: str
    mode: str
    actors: tuple[tuple[str, str], ...]
    is_symmetric: bool
    date: str
    place: str
    record: Json
    row: Json

    @property
    def score(self) -> Score:
        """Intensity, quad class and codes; those of the type where the mode has none."""
        return _scores().get((self.type, self.mode)) or _scores()[self.type, ""]


def iter_events(material: Material) -> Iterator[Event]:
    """The events of a record, in the order of its documents."""
    for record in material.texts():
        yield from _meetings(record)
        yield from _alignments(record)
        yield from _commitments(record)
        yield from _statements(record)


@cache
def _scores() -> dict[tuple[str, str], Score]:
    return {
        (line["type"], line["mode"]): Score(float(line["score"]), int(line["quad"]), line["cameo"], float(line["goldstein"]))
        for line in _table("scores.csv")
    }


@cache
def _acts(where: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    lines = [line for line in _table("acts.csv") if line["where"] in (where, "both")]
    return tuple((re.compile(rf"\b(?:{line['words']})\b", re.I), line["type"], line["mode"]) for line in lines)


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("communique.export").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def find_act(words: str, where: str) -> tuple[str, str] | None:
    """The type and mode of the first act in some words; None if there is none.

    Args:
        where: `cue` for words that cite, `act` for the words of an act.

    Example:
        >>> find_act("Russia vetoed the resolution", "act"), find_act("said", "cue")
        (('REJECT', ''), None)
    """
    found = [(m.start(), -len(m[0]), kind, mode) for rule, kind, mode in _acts(where) if (m := rule.search(words))]
    return min(found)[2:] if found else None


def _meetings(record: Json) -> Iterator[Event]:
    for row in record["meetings"]:
        kind, mode = _MEETINGS[row["status"]][row["kind"]]
        actors = tuple((p["name"], p["party"]) for p in row["participants"])
        days = days_of(row["date"]) if row["date"] else None
        day = days[0].isoformat() if days else day_of(record["published"])
        yield Event(row["id"], kind, mode, actors, True, day, row["place"] or "", record, row)


def _alignments(record: Json) -> Iterator[Event]:
    for row in record["alignments"]:
        if row["kind"] == "agree":
            actors = tuple((party, party) for party in row["parties"])
            yield Event(row["id"], "AGREE", "", actors, True, day_of(record["published"]), "", record, row)


def _commitments(record: Json) -> Iterator[Event]:
    for row in record["commitments"]:
        act = find_act(_first_words(row["what"]), "act")
        kind = "THREATEN" if act and act[0] in HOSTILE else "CONCEDE" if act and act[0] == "RETREAT" else "AGREE"
        actors = tuple((party, party) for party in row["by"])
        yield Event(row["id"], kind, "", actors, False, day_of(record["published"]), "", record, row)


def _first_words(what: str) -> str:
    """What is undertaken, from its first verb on: `impose sanctions`, not what a relative clause says."""
    return " ".join(what.split()[:4])


def _statements(record: Json) -> Iterator[Event]:
    cues = {a["id"]: " ".join(record["text"][s:e] for s, e in a["cue"]) for a in record["attributions"]}
    seen: set[tuple[str, int, int]] = set()
    for row in record["statements"]:
        place = (row["actor"], row["start"], row["end"])
        if row["mode"] == "act":
            act = find_act(row["evidence"], "act")
        else:
            act = find_act(cues.get(find_attribution(record, row) or "", ""), "cue")
        if act is None or place in seen:  # one sentence on two issues is one event
            continue
        seen.add(place)
        actors = ((row["actor"], row["party"]),)
        yield Event(row["id"], act[0], act[1], actors, False, day_of(record["published"]), "", record, row)
