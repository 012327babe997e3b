"""The tables of states, bodies, roles and collective nouns, and where their surfaces stand in a text.

In: the reviewed CSV files in `tables/`. Out: hits with character offsets. Names are matched as written (a code such as
"US" or "IS" is no pronoun or verb), roles and common nouns in any case. Nothing here knows who holds an office.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from communique.models import encodable

ACTING_KINDS = frozenset({"state", "adjective", "capital", "seat", "body", "legislature", "assembly", "group"})
_ELIDED = re.compile(r"\b([A-Z][a-z]+) (?:and|or|nor) (?:the )?\Z")
_HALF = re.compile(r"\b[Tt]he (North|South)\b(?! [A-Z]| of\b|-)")
_HALVES = {"North": "PRK", "South": "KOR"}  # of Korea
_LONGEST_ELIDED = 30  # characters before a name in which the first half of another may stand


@dataclass(frozen=True, slots=True)
class Name:
    """What a proper name of the tables stands for; `actor` is the collective that speaks."""

    kind: str  # state, adjective, capital, region, place, venue, seat, body, legislature, assembly, group, outlet, modifier, drop
    party: str
    actor: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is called by office or trade."""

    role: str
    group: str  # head, leader, deputy, minister, official, spoke, legislator, local, chair, politician, expert, …
    party: str
    gender: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A collective noun that speaks for the state whose adjective stands before it."""

    noun: str
    group: str  # government, ministry, military, officials, legislature, opposition, rebels, separatists, kurds, others


Entry = Name | Role | Noun


@dataclass(frozen=True, slots=True)
class Hit:
    """One surface of the tables at `[start, end)`."""

    start: int
    end: int
    entry: Entry


@cache
def _fold_table() -> dict[int, str]:
    """One letter for one letter: accents off, curly marks straight, every white space a space."""
    table = {ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("–"): "-", ord("‑"): "-", ord("\u00a0"): " "}
    table.update({ord(c): " " for c in "\n\r\t"})
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table.update({ord("ı"): "i", ord("ø"): "o", ord("Ø"): "O", ord("ł"): "l", ord("Ł"): "L", ord("đ"): "d"})
    return table


def fold(text: str) -> str:
    """The text without accents and curly marks, of the same length.

    Example:
        >>> fold("Élysée’s\\nview")
        "Elysee's view"
    """
    return text.translate(_fold_table())


def lower(folded: str) -> str:
    """Lower case of the same length."""
    low = folded.lower()
    return low if len(low) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in `tables/`."""
    text = resources.files("communique.resolve").joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def word_list(name: str) -> frozenset[str]:
    """A closed list of words that the rules look for, in lower case: a row of `word_lists.csv`."""
    return next(frozenset(row["words"].split("|")) for row in read_table("word_lists.csv") if row["list"] == name)


@cache
def state_names() -> dict[str, str]:
    """The short name of each state by its code."""
    names = {row["iso3"]: row["name"].removeprefix("The ") for row in read_table("states.csv") if row["name"]}
    own = {
        "HKG": "Hong Kong",
        "MAC": "Macau",
        "GRL": "Greenland",
        "GIB": "Gibraltar",
        "BMU": "Bermuda",
    }  # governments of their own
    return names | own | {"XKX": "Kosovo", "VAT": "Vatican"}


def _state_rows() -> Iterator[tuple[str, Name]]:
    for row in read_table("states.csv"):
        code, name = row["iso3"], state_names()[row["iso3"]]
        for surface in (row["name"].removeprefix("The "), *row["other_names"].split("|")):
            yield surface, Name("state", code, name)
        for demonym in filter(None, row["demonyms"].split("|")):
            yield demonym, Name("adjective", code, name)
            if not demonym.endswith(("sh", "ch", "ese", "ss", "ois")):
                yield demonym + "s", Name("adjective", code, name)
        if row["capital"] != name:
            yield row["capital"], Name("capital", code, name)


@cache
def names() -> dict[str, Name]:
    """Every proper name of the tables, folded; the hand-written tables win over the generated one."""
    found = {fold(s): n for s, n in _state_rows() if s}
    for table in ("organizations.csv", "names.csv", "bodies.csv"):
        for row in read_table(table):
            for surface in row["surfaces"].split("|"):
                found[fold(surface)] = Name(row["kind"], row["party"], row["actor"] or surface)
    return found


@cache
def words() -> dict[str, Role | Noun]:
    """Every role (singular and plural) and collective noun, folded, in lower case."""
    found: dict[str, Role | Noun] = {}
    for surface, role in _roles():
        found[surface] = replace(role, plural=surface in ("reps.", "sens."))
        if plural := _plural(surface):
            found.setdefault(plural, replace(role, gender="", plural=True))
    for row in read_table("nouns.csv"):
        for surface in row["surfaces"].split("|"):
            found[surface] = (
                found[surface] if isinstance(found.get(surface), Role) and surface == "official" else Noun(surface, row["class"])
            )
    return found


def role_of_plural(noun: str) -> Role | None:
    """What one of several people is called, who are called so: the role by its plural, None where no table has it.

    Example:
        >>> role_of_plural("foreign ministers").role, role_of_plural("troops")
        ('foreign minister', None)
    """
    return _plurals().get(noun) or _plurals().get(noun.rpartition(" ")[2])


@cache
def _plurals() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for surface, role in _roles():
        if plural := _plural(surface):
            found.setdefault(plural, replace(role, gender=""))
    return found


def _roles() -> Iterator[tuple[str, Role]]:
    """Every wording of a role in the singular, with the role."""
    for row in read_table("roles.csv"):
        for surface in row["surfaces"].split("|"):
            role = office_name(surface) if row["role"] == "=" else row["role"]
            yield surface, Role(role, row["class"], row["party"], row["gender"])


def office_name(surface: str) -> str:
    """One wording for an office that has two.

    Example:
        >>> office_name("secretary of the interior"), office_name("trade minister")
        ('interior secretary', 'trade minister')
    """
    head, of, field = surface.partition(" of ")
    if not of or head not in ("minister", "secretary"):
        return surface
    return f"{field.removeprefix('the ')} {head}"


def _plural(surface: str) -> str:
    if surface.endswith((".", "s")):
        return ""
    if surface.endswith(("man", "woman")):
        return surface[:-2] + "en"
    return surface[:-1] + "ies" if surface.endswith("ry") else surface + "s"


class Lexicon:
    """Finds the surfaces of the tables in a text. Immutable once built; `lexicon()` keeps one for the process."""

    def __init__(self) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        longest = MatchKind.LeftmostLongest
        self._names = list(names().items())
        self._words = list(words().items())
        self._name_search: Any = AhoCorasick([s for s, _ in self._names], matchkind=longest)
        self._word_search: Any = AhoCorasick([s for s, _ in self._words], matchkind=longest)

    def find_names(self, folded: str) -> list[Hit]:
        """Proper names in folded text, left to right, the longest at each place, whole words only.

        "North" is one too in "North and South Korea", "the North" where both are named.
        """
        return _with_halves(_with_elided(_hits(self._name_search, self._names, folded), folded), folded)

    def find_words(self, lowered: str) -> list[Hit]:
        """Roles and collective nouns in folded lower-case text, left to right, the longest at each place."""
        return _hits(self._word_search, self._words, lowered)


@cache
def lexicon() -> Lexicon:
    """The lexicon of this process."""
    return Lexicon()


def _hits(search: Any, entries: list[Any], text: str) -> list[Hit]:
    text = encodable(text)
    return [Hit(start, end, entries[index][1]) for index, start, end in _whole_matches(search, text, 0, len(text))]


def _with_elided(hits: list[Hit], folded: str) -> list[Hit]:
    """The hits with states of which only the first word is written, since the next name shares the second."""
    found = list[Hit]()
    for hit in hits:
        name, (first, _, second) = hit.entry, folded[hit.start : hit.end].partition(" ")
        if isinstance(name, Name) and name.kind in ("state", "adjective") and second:
            before = _ELIDED.search(folded, max(0, hit.start - _LONGEST_ELIDED), hit.start)
            other = names().get(f"{before[1]} {second}") if before and before[1] != first else None
            if before and other and other.kind == name.kind:
                found = [h for h in found if h.end <= before.start(1)]  # "the South" alone is a part of another state
                found.append(Hit(before.start(1), before.end(1), other))
        found.append(hit)
    return found


def _with_halves(hits: list[Hit], folded: str) -> list[Hit]:
    """The hits with "the North" and "the South" of a text that names both halves of Korea."""
    parties = {hit.entry.party for hit in hits if isinstance(hit.entry, Name)}
    if not parties >= set(_HALVES.values()):
        return hits
    taken = {i for hit in hits for i in range(hit.start, hit.end)}
    halves = (m for m in _HALF.finditer(folded) if m.start(1) not in taken)
    found = [Hit(*m.span(1), Name("state", _HALVES[m[1]], state_names()[_HALVES[m[1]]])) for m in halves]
    return sorted([*hits, *found], key=lambda hit: hit.start)


def _whole_matches(search: Any, text: str, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The matches in a part of a text that cut no word.

    One that does may hide a shorter ("envoy to the UN" in "… the United") and one that begins in it ("Republican" in
    "Arizona Republic", of "the Arizona Republican").
    """
    for index, start, end in search.find_matches_as_indexes(text[first:last]):
        start, end = first + start, first + end
        if _is_whole(text, start, end):
            yield index, start, end
        elif " " in text[start:end]:
            rest = start + 1
            for shorter in _whole_matches(search, text, start, end - 1):
                yield shorter
                rest = shorter[2]
            yield from _whole_matches(search, text, rest, last)
            return


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither edge cuts a word. A full stop that ends an abbreviation may be followed by anything."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "@#_"):
        return False
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_") or text[end - 1] == "."
