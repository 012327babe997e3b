"""Which actors of a record may be one: names of one party that differ in spelling, in what they leave out, or in both.

In: actors with their names and parties. Out: groups with a reason for each, to be proposed to a person; nothing is decided here.
A name that fits two different persons is put with neither: "George Bush" between his father and himself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from communique.resolve.lexicon import fold
from communique.resolve.listed_office import FAMILY_FIRST, listed_persons
from communique.resolve.same_name import ALIKE, NICKNAMES, are_nicknames, name_words, names_nobody

LAST_ALIKE = 0.8  # of two spellings of a last name: "Zelensky" and "Zelenskiy"
WHYS = ("spelling", "listed name", "part left out", "initial", "nickname", "last name")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})


@dataclass(frozen=True, slots=True)
class Namesake:
    """An actor as it is compared; `is_person` is None where nothing tells."""

    id: str
    name: str
    party: str
    n_documents: int
    is_person: bool | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Actors that may be one: the one whose name is fullest or met most, and each other with the reason."""

    into: Namesake
    others: tuple[tuple[Namesake, str], ...]


def find_alike(actors: Sequence[Namesake], *, parted: Collection[tuple[str, str]] = ()) -> list[Alike]:
    """The groups of actors that may be one, those in most documents first.

    Args:
        parted: ids of an actor and of one that a person has split it from.

    Example:
        >>> putin = Namesake("a", "Vladimir Putin", "RUS", 9, True)
        >>> found = find_alike([putin, Namesake("b", "Putin", "RUS", 2, True), Namesake("c", "Putin", "OTHER", 1, True)])
        >>> [(g.into.name, [(o.id, why) for o, why in g.others]) for g in found]
        [('Vladimir Putin', [('b', 'last name')])]
    """
    by_party: dict[str, list[Namesake]] = defaultdict(list)
    for actor in actors:
        if not names_nobody(actor.name):
            by_party[actor.party].append(actor)
    groups = [group for members in by_party.values() for group in _groups(members, parted)]
    return sorted(groups, key=lambda g: (-g.into.n_documents, g.into.name, g.into.party))


def _groups(members: Sequence[Namesake], apart: Collection[tuple[str, str]]) -> Iterator[Alike]:
    """The groups among the actors of one party."""
    spelled: dict[tuple[str, ...], list[Namesake]] = defaultdict(list)
    for actor in members:
        spelled[_words(actor)].append(actor)
    persons = _persons([words for words, found in spelled.items() if len(words) > 1 and _are_persons(found)])
    by_family: dict[str, list[int]] = defaultdict(list)
    for i, person in enumerate(persons):
        for family in {_family(words, members[0].party) for words in person}:
            by_family[family].append(i)
    for words, found in spelled.items():
        holders = by_family[words[0]] if len(words) == 1 and _are_persons(found) else []
        if len(holders) == 1:
            persons[holders[0]] += (words,)
    placed = {words for person in persons for words in person}
    for group in (*persons, *((words,) for words in spelled if words not in placed)):
        yield from _group([a for words in group for a in spelled[words]], apart)


def _persons(full: Sequence[tuple[str, ...]]) -> list[tuple[tuple[str, ...], ...]]:
    """Full names, those that may be one person's together; where two in a chain of likeness cannot be, all stay alone."""
    linked: dict[tuple[str, ...], set[tuple[str, ...]]] = {words: {words} for words in full}
    for one, other in _pairs(full):
        if linked[one] is not linked[other] and why_same(one, other):
            whole = linked[one] | linked[other]
            linked |= dict.fromkeys(whole, whole)
    out: list[tuple[tuple[str, ...], ...]] = []
    for chain in {id(chain): chain for chain in linked.values()}.values():
        if all(why_same(one, other) for one, other in combinations(sorted(chain), 2)):
            out.append(tuple(sorted(chain)))
        else:
            out += [(words,) for words in sorted(chain)]
    return out


def _pairs(full: Sequence[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The pairs worth comparing: of one listed person, or of one last or first name and something of the other."""
    shelves: dict[object, list[tuple[str, ...]]] = defaultdict(list)
    for words in full:
        first, last = words[0], _without_suffix(words)[-1]
        nicknames = [(last, "nickname", i) for i, names in enumerate(NICKNAMES) if first in names]
        for key in (("listed", listed_persons().get(words, words)), (last, first[0]), (last[0], first), *nicknames):
            shelves[key].append(words)
    for shelf in shelves.values():
        yield from combinations(shelf, 2)


def why_same(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Why two different full names may be one person's; empty where nothing speaks for it.

    Args:
        one, other: words as `name_words` gives them.

    Example:
        >>> why_same(("jane", "q", "poe"), ("jane", "poe")), why_same(("george", "w", "bush"), ("george", "h", "w", "bush"))
        ('part left out', '')
    """
    listed = listed_persons().get(one), listed_persons().get(other)
    if None not in listed:
        return "listed name" if listed[0] == listed[1] else ""
    if len({_suffix(one), _suffix(other)} - {""}) > 1:
        return ""
    a, b = _without_suffix(one), _without_suffix(other)
    if not _middles_agree(a[1:-1], b[1:-1]):
        return ""
    if a[0] == b[0]:
        return "part left out" if a[-1] == b[-1] else "spelling" if _alike(a[-1], b[-1], LAST_ALIKE) else ""
    return _why_first(a[0], b[0]) if a[-1] == b[-1] else ""


def _why_first(one: str, other: str) -> str:
    if one[:1] == other[:1] and 1 in (len(one), len(other)):
        return "initial"
    if are_nicknames(one, other):
        return "nickname"
    return "spelling" if _alike(one, other, ALIKE) else ""


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one leaves the middle names out, or both have the same ones or their initials."""
    if not one or not other:
        return True
    return len(one) == len(other) and all(
        x == y or (x[0] == y[0] and 1 in (len(x), len(y))) for x, y in zip(one, other, strict=True)
    )


def _alike(one: str, other: str, least: float) -> bool:
    return one[:1] == other[:1] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= least


def _suffix(words: tuple[str, ...]) -> str:
    return words[-1] if words[-1] in SUFFIXES and len(words) > 2 else ""


def _without_suffix(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[:-1] if _suffix(words) else words


def _family(words: tuple[str, ...], party: str) -> str:
    if party in FAMILY_FIRST:
        return words[0]
    return _without_suffix(words)[-1]


def _words(actor: Namesake) -> tuple[str, ...]:
    """What two spellings have in common: of persons without particles, of others only without marks and capitals."""
    return name_words(actor.name) if _is_name_of_person(actor) else tuple(fold(actor.name).lower().split())


def _are_persons(actors: Sequence[Namesake]) -> bool:
    return any(_is_name_of_person(a) for a in actors)


def _is_name_of_person(actor: Namesake) -> bool:
    """A person's name, not a description: "Bashar al-Assad", not "the spokesman"."""
    words = actor.name.split()
    return bool(actor.is_person and words) and words[0][:1].isupper() and words[-1] != words[-1].lower()


def _group(members: Sequence[Namesake], apart: Collection[tuple[str, str]]) -> Iterator[Alike]:
    if len(members) < 2:
        return
    into, *rest = sorted(members, key=lambda a: (len(_words(a)) == 1, -a.n_documents, -len(a.name), a.name.swapcase()))
    others = tuple((o, _why(into, o)) for o in rest if not any((o.id, a.id) in apart for a in members))
    if others:
        yield Alike(into, others)


def _why(into: Namesake, other: Namesake) -> str:
    one, two = _words(into), _words(other)
    if one == two:
        return "spelling"
    return "last name" if len(two) == 1 else why_same(one, two)
