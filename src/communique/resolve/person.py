"""Persons of a document: who of the names found in the text is the same.

In: runs with their descriptions. Out: persons, each with every stretch that names it. Two people of one last name stay
apart; which of them a bare last name means is decided by title, then by nearness. Parties are not looked at here.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from communique.resolve.gender import gender_of_first_name
from communique.resolve.known_office import KnownOffices
from communique.resolve.name_run import Run, add_last_names, shorten
from communique.resolve.phrase import STATE_GROUPS, Phrase
from communique.resolve.same_name import may_be_same
from communique.resolve.scene import Scene

MAX_NAME_WORDS = 5
REGNAL = frozenset({"king", "queen", "pope", "prince", "crown prince", "princess"})
OFFICES = STATE_GROUPS | {"legislator"}
PLACES = frozenset({"GPE", "LOC", "FAC"})
UNTOLD = frozenset({"unknown", "title-only"})  # rules of persons to whom the document gives no office
JUST = 60  # tokens from a name in full to the family name alone
LONG_RUN = 4  # words; longer runs are often a headline in capitals


@dataclass(slots=True, eq=False)
class Person:
    """One person of the document; party, role, rule and confidence are settled in `party.py`."""

    name: str
    words: tuple[str, ...]
    gender: str = ""
    likely_gender: str = ""  # by the first name: sways a pronoun, does not bar it
    runs: list[Run] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    party: str = "OTHER"
    role: str | None = None
    rule: str = "unknown"
    confidence: float = 0.4
    is_former: bool = False


def make_persons(scene: Scene, runs: list[Run], listed: KnownOffices) -> tuple[list[Person], list[Run]]:
    """Group the names into persons; names of organizations and of nobody stay without one.

    Args:
        listed: well-known holders of offices, whose names are persons whatever the entity tagger takes them for.

    Returns:
        The persons, and the runs with further bare last names that only now are known to be names.
    """
    for run in runs:
        run.is_person = run.is_person or _is_listed(scene, run, listed)
    _cut_headlines(scene, runs)
    register = _Register(scene, listed)
    for run in runs:
        if run.is_full and run.is_person:
            register.add_full(run)
    titled = {r.words[-1] for r in runs if not r.is_full and r.is_person}
    runs = add_last_names(scene, runs, set(register.by_last) | titled)
    for person in register.persons:
        register.by_first[person.words[0]].append(person)
    mostly = Counter(r.words[-1] for r in runs if r.is_person) - Counter(r.words[-1] for r in runs if not r.is_person)
    for run in sorted(runs, key=lambda r: not (r.is_person and r.words[-1] in mostly)):  # "Trump", first taken for a firm, is he
        if run.person is None:
            register.add_known(run) if run.is_full else register.add_short(run)
    for person in register.persons:
        person.runs.sort(key=lambda r: r.first)
        person.likely_gender = person.gender or (gender_of_first_name(person.words[0]) if len(person.words) > 1 else "")
    return register.persons, runs


def _is_listed(scene: Scene, run: Run, listed: KnownOffices) -> bool:
    """Whether a name is that of a well-known person; a last name alone may be a place's ("Medina") or part of one ("al Asad")."""
    token, before = scene.tokens[run.first], scene.tokens[run.first - 1] if run.first else None
    if not run.is_full and before is not None and before.tag != "POS":
        is_part = before.text.lower() in ("al", "el", "-")
        if is_part or (token.ent in PLACES and token.dep not in ("nsubj", "nsubjpass", "poss", "compound")):
            return False
    return listed.find(" ".join(run.words), scene.reading.document.published) is not None


def _cut_headlines(scene: Scene, runs: list[Run]) -> None:
    """A run in a headline swallows its verb: cut it to the name that the rest of the text gives."""
    short = {r.words for r in runs if 1 < len(r.words) < LONG_RUN and r.is_person}
    single = {r.words[0] for r in runs if len(r.words) == 1} | {w[-1] for w in short}
    for run in runs:
        if len(run.words) < LONG_RUN:
            continue
        fitting = [n for n in (3, 2) if run.words[:n] in short]
        if fitting:
            shorten(scene, run, fitting[0])
        elif run.words[0] in single and scene.sentence_of[run.first] <= 1:
            shorten(scene, run, 1)


class _Register:
    """The persons of one document while they are gathered."""

    def __init__(self, scene: Scene, listed: KnownOffices) -> None:
        self.scene = scene
        self.listed = listed
        self.persons: list[Person] = []
        self.by_last: dict[str, list[Person]] = defaultdict(list)
        self.by_first: dict[str, list[Person]] = defaultdict(list)

    def add_full(self, run: Run) -> None:
        """A name of several words: a known person's, by compatible first names, or a new one's."""
        for person in self.by_last.get(run.words[-1], ()):
            if may_be_same(person.words, run.words):
                self._add(person, run)
                return
        self._found(run)

    def add_known(self, run: Run) -> None:
        """A name of several words that the entity tagger missed: only where its person is known already."""
        for person in self.by_last.get(run.words[-1], ()):
            if person.words[0] == run.words[0] or person.words[-len(run.words) :] == run.words:  # "al-Roe", "De Roe"
                self._add(person, run)
                return

    def add_short(self, run: Run) -> None:
        """A bare last or first name."""
        word = run.words[-1]
        is_regnal = run.phrase is not None and run.phrase.role in REGNAL  # "King Salman" is not his son "bin Salman"
        known = self.by_last.get(word) or self.by_first.get(word) or self._misspelt(word, run)
        famous = self._famous(word)
        if known and famous and famous[0] not in known:  # "Kim" may be Kim Jong Un beside Tony Kim
            known = [*known, *famous]
        if is_regnal:
            known = [p for p in known or () if any(x.role in REGNAL for x in p.phrases)]
        known = [p for p in known or () if not _is_of_other_gender(p, run)]
        if known:
            self._add(_nearest(known, run, famous), run)
        elif run.is_person and len(word) > 1:
            self._found(run)

    def _famous(self, word: str) -> list[Person]:
        """The person of the document who holds an office so well known that the family name alone tells it."""
        day = self.scene.reading.document.published
        office = self.listed.find(word, day)
        named = [p for p in self.persons if len(p.words) > 1 and word in (p.words[0], p.words[-1])] if office else []
        terms = ((p, self.listed.find(p.name, day)) for p in named)
        return [p for p, t in terms if office and t and (t.role, t.party) == (office.role, office.party)][:1]

    def _misspelt(self, word: str, run: Run) -> list[Person]:
        """Persons whose last name has the same letters but for one exchange: "Keidis" for "Kiedis"."""
        if not run.is_person or len(word) < 6:
            return []
        letters = sorted(word)
        return [p for last, people in self.by_last.items() if last[0] == word[0] and sorted(last) == letters for p in people]

    def _found(self, run: Run) -> None:
        person = Person(self._name_of(run), run.words)
        self.persons.append(person)
        self.by_last[run.words[-1]].append(person)
        self._add(person, run)

    def _add(self, person: Person, run: Run) -> None:
        run.person, run.is_person = person, True
        person.runs.append(run)
        if len(person.words) < len(run.words) <= MAX_NAME_WORDS:
            person.name, person.words = self._name_of(run), run.words
        if run.phrase is not None:
            person.phrases.append(run.phrase)
            person.gender = person.gender or run.phrase.gender

    def _name_of(self, run: Run) -> str:
        return " ".join(self.scene.span_of(run.first, run.last).of(self.scene.text).split())


def _is_of_other_gender(person: Person, run: Run) -> bool:
    """Whether a title tells that somebody else of the name is meant: "Mr. Roe" is not Jane Roe."""
    gender = run.phrase.gender if run.phrase is not None else ""
    is_family_first = person.words[0] == run.words[-1]
    told = person.gender or ("" if is_family_first else gender_of_first_name(person.words[0]))
    return bool(gender and told) and gender != told


def _nearest(known: list[Person], run: Run, famous: list[Person]) -> Person:
    """Of several people of one name: the one whose gender fits the title, then the one named last before."""
    gender = run.phrase.gender if run.phrase is not None else ""
    fitting = [
        p for p in known if not gender or (p.gender in ("", gender) and gender_of_first_name(p.words[0]) in ("", gender))
    ] or known
    in_office = [p for p in fitting if p in famous or any(x.group in OFFICES for x in p.phrases)]
    if len(in_office) == 1 and not gender:  # a bare name is that of the president; his wife and son keep their first names
        share_first = len({p.words[0] for p in fitting}) == 1  # "Kim" is as much the expert Kim who was just cited
        fitting = [p for p in fitting if share_first and run.first - _last_before(p, run) <= JUST] or in_office
    return max(fitting, key=lambda p: _last_before(p, run))


def _last_before(person: Person, run: Run) -> int:
    """The token where a person was named last before; far away if nowhere."""
    return max((r.first for r in person.runs if r.first < run.first), default=-sys.maxsize)
