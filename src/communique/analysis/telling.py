"""The same thing as several reports tell it: statements grouped by what they say, quoted words by whose they are.

In come coded statements and rows of quotes; out go points and quoted words with every place they were read from. What an
outlet prints twice is one outlet still.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.analysis.coded import Coded, coded_statements
from communique.analysis.meeting import last_name
from communique.analysis.wording import words_of
from communique.model.document import Span
from communique.model.record import Participant

Json = Mapping[str, Any]
Outlets = Mapping[str, tuple[str, ...]]  # of each document

NOBODY = ("", "OTHER")  # parties of persons who speak for none: they are told apart by name


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was said, by whoever reports it: a party's stance on an issue.

    Args:
        actors: who speaks, as the reports name them.
        tellings: the statements, by date.
        outlets: who reports it.
        stories: the story clusters that report it: copies of one text are one.
    """

    party: str
    issue: str
    stance: str
    actors: tuple[str, ...]
    tellings: tuple[Coded, ...] = field(repr=False)
    outlets: tuple[str, ...]
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks of one speaker, and where they are printed; `quote` is the longest version.

    Args:
        places: document id and span of each version.
    """

    speaker: str
    party: str
    quote: str
    places: tuple[tuple[str, Span], ...]
    outlets: tuple[str, ...]


def group_statements(statements: Iterable[Coded], outlets_of: Outlets) -> list[Point]:
    """Statements by what they say, the most widely reported first.

    Two are one point if issue, stance and party are the same (for speakers of no party: the name), or issue, stance and the
    speaker's last name.
    """
    groups: dict[tuple[str, ...], list[Coded]] = defaultdict(list)
    for stmt in statements:
        groups[_party_key(stmt)].append(stmt)
    points = [_point(group, outlets_of) for group in _joined_by_name(groups)]
    return sorted(points, key=lambda p: (-len(p.outlets), -len(p.stories), p.issue, p.party, p.stance, p.actors))


def _party_key(stmt: Coded) -> tuple[str, ...]:
    who = stmt.party if stmt.party not in NOBODY else f"name:{_name(stmt)}"
    return (str(stmt.row.get("codebook") or ""), stmt.issue, stmt.stance, who)


def _name(stmt: Coded) -> str:
    return last_name(Participant(stmt.actor, stmt.party)) or stmt.actor.lower()


def _joined_by_name(groups: Mapping[tuple[str, ...], list[Coded]]) -> list[list[Coded]]:
    """A speaker whom one report gives a party and another none is one speaker."""
    parties: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, group in groups.items():
        if not key[-1].startswith("name:"):
            parties.update({(*key[:-1], f"name:{_name(stmt)}"): key for stmt in group})
    joined: dict[tuple[str, ...], list[Coded]] = defaultdict(list)
    for key, group in groups.items():
        joined[parties.get(key, key)] += group
    return list(joined.values())


def _point(group: list[Coded], outlets_of: Mapping[str, tuple[str, ...]]) -> Point:
    group = coded_statements(group)
    parties = Counter(s.party for s in group if s.party not in NOBODY)
    return Point(
        party=parties.most_common(1)[0][0] if parties else group[0].party,
        issue=group[0].issue,
        stance=group[0].stance,
        actors=tuple(sorted({s.actor for s in group})),
        tellings=tuple(group),
        outlets=tuple(sorted({outlet for s in group for outlet in outlets_of[s.document_id]})),
        stories=tuple(sorted({s.cluster for s in group})),
    )


def group_quotes(quotes: Iterable[tuple[str, Json]], outlets_of: Outlets) -> list[Quoted]:
    """Quoted words by speaker; a shorter version joins the longest that has all its words in a row.

    Args:
        quotes: document id and row, `{"speaker", "party", "quote", "start", "end"}`.
    """
    versions = [(document_id, row, _key_words(str(row["quote"]))) for document_id, row in quotes]
    versions.sort(key=lambda v: (-len(v[2].split()), v[0], v[1]["start"]))
    groups: dict[tuple[str, str], list[tuple[str, list[tuple[str, Json]]]]] = defaultdict(list)
    for document_id, row, words in versions:
        speakers = groups[_speaker(row)]
        group = next((g for longest, g in speakers if f" {words} " in f" {longest} "), None)
        if group is None:
            speakers.append((words, [(document_id, row)]))
        else:
            group.append((document_id, row))
    found = [_quote(group, outlets_of) for speakers in groups.values() for _, group in speakers]
    return sorted(found, key=lambda q: (q.party, q.speaker, -len(q.outlets), q.places))


def _key_words(quote: str) -> str:
    return " ".join(f"{value:x}" for value in words_of(quote).hashes.tolist())


def _speaker(row: Json) -> tuple[str, str]:
    name, party = str(row["speaker"]), str(row["party"])
    return party, last_name(Participant(name, party)) or name.lower()


def _quote(group: Sequence[tuple[str, Json]], outlets_of: Outlets) -> Quoted:
    row = group[0][1]
    return Quoted(
        speaker=max((str(r["speaker"]) for _, r in group), key=lambda name: (len(name), name)),
        party=str(row["party"]),
        quote=str(row["quote"]),
        places=tuple((document_id, Span(r["start"], r["end"])) for document_id, r in group),
        outlets=tuple(sorted({outlet for document_id, _ in group for outlet in outlets_of[document_id]})),
    )
