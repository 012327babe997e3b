"""Offices that no title beside a name tells: "(R-Fla.)" after it, "Republican" before it, "the prime minister" later on.

In: persons, names and phrases of a document. Out: weak descriptions added to persons. What is inferred here never
overrules what the text says outright; its rules carry lower confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import Name, Role
from communique.resolve.name_origin import UNLISTED, origins
from communique.resolve.name_run import Run
from communique.resolve.person import UNTOLD, Person
from communique.resolve.phrase import RANKS, Phrase
from communique.resolve.scene import NOUN_TAGS, NameHit, Scene
from communique.resolve.syntax import is_subject

if TYPE_CHECKING:
    from communique.resolve.context import Context

SEAT_MARK = re.compile(r"\s*[,(]?\s*\(?[RDI]\s?[-–]\s?[A-Z][\w.]*|\s*\([RDI]\)")  # (R-Fla.), D-N.Y., (R)
ABOUT = 3  # sentences within which "the prime minister" can mean a name without a title
MIN_NAMED = 2
MIN_LEADER = 3
MIN_PRESIDENT = 6  # of a full name: whom a report names in full, it mostly gives the title
UNLIKELY = -3.0  # the same, of a state whose head bears no such name
LIKELY = -1.0  # log-likelihood of a state by the letters of a name
ELECTION_WORDS = frozenset({"nominee", "nomination", "primary", "caucus", "campaign", "candidate", "candidacy"})
MIN_ELECTION_WORDS = 3
HEADS = frozenset({"president", "prime minister", "chancellor"})
CHAIRS = frozenset({"chair", "head", "lead"})
SENT = frozenset({"delegation", "mission", "team"})
MAX_BEFORE = 4  # tokens between a party's name and the person's
MAX_RELATIVE = 12  # tokens of a relative clause in which the body that a person chairs stands
OPEN_RULES = frozenset({"office-context", "office-context-close"})  # an office whose state the text leaves open
SOON = 2  # sentences within which a name answers a title: "China's envoy objected. Mr. Roe said …"
NO_MEMBERS = frozenset({"local", "private", "expert", "press"})
MAX_AFTER = 7  # tokens of "the Senate's No. 2 Democrat"
SERVED = frozenset({"ministry", "government"})
SEATS = frozenset({"senator", "representative"})


def find_memberships(scene: Scene, runs: list[Run]) -> None:
    """Add a seat in a legislature where the name carries its mark, or a party's word stands beside it."""
    for run in runs:
        if run.person is None:
            continue
        end = scene.tokens[run.last - 1].end
        phrase = run.phrase
        if phrase is not None and (phrase.group in NO_MEMBERS or phrase.rule == "domestic" or phrase.is_former):
            continue
        mark = SEAT_MARK.match(scene.folded, end)
        if mark is not None:
            _add(run, "representative", "USA-CONGRESS", "seat-mark")
            continue
        owner = _owner_before(scene, run)
        if owner is not None:
            run.person.phrases.append(_weak_leader(run, owner.name))
        body = _body_before(scene, run)
        if body is not None:
            run.person.phrases.append(_weak_leader(run, body.name))
        served = _served_after(scene, run)
        if served is not None:
            run.person.phrases.append(_weak_leader(run, served.name))
        among = _among_others(scene, run) or _owned_before(scene, run)
        if among is not None and (run.phrase is None or not run.phrase.parties):
            run.person.phrases.append(_weak_leader(run, among.name))
        chaired = _chaired(scene, run)
        if chaired is not None:
            word = Role("chair", "chair", "", "")
            run.person.phrases.append(
                Phrase(run.first, run.last, run.last - 1, word, [chaired.party], [chaired.actor], "words", in_house=True)
            )
        hit = _member_before(scene, run) or _member_after(scene, _after_comma(scene, run.last))
        if hit is not None and hit.name.kind == "legislature" and run.is_full and hit.name.actor != "European Parliament":
            _add(run, "lawmaker", hit.name.party, "member")


def _owner_before(scene: Scene, run: Run) -> NameHit | None:
    """The state or body in "Russia's Roe" and "the WHO's Jane Roe"."""
    if run.first < 2 or run.phrase is not None or scene.tokens[run.first - 1].tag != "POS":
        return None
    owner = scene.name_at[run.first - 2]
    return owner if owner is not None and owner.name.kind in ("state", "seat", "body") else None


def _body_before(scene: Scene, run: Run) -> NameHit | None:
    """The body in "USTR John Roe": whose name stands before a person's, without any office, is his."""
    hit = scene.name_at[run.first - 1] if run.first and run.phrase is None and run.is_full else None
    if hit is None or hit.is_prefix or hit.name.kind not in ("seat", "body"):
        return None
    token = scene.tokens[hit.last - 1]
    return hit if token.dep == "compound" and run.first <= token.head < run.last else None


def _served_after(scene: Scene, run: Run) -> NameHit | None:
    """The state or seat in "Adam Roe of the Norwegian Foreign Ministry" and "Adam Roe of the Kremlin"."""
    tokens, i = scene.tokens, run.last
    if run.phrase is not None or not run.is_full or i + 2 >= len(tokens) or tokens[i].text not in ("of", "from"):
        return None
    hit = scene.name_at[i + 1 + (tokens[i + 1].text.lower() == "the")]
    if hit is None or hit.last >= len(tokens):
        return None
    is_of_state = hit.name.kind in ("state", "adjective") and scene.group_at(hit.last + (tokens[hit.last].tag == "POS")) in SERVED
    return hit if is_of_state or hit.name.kind == "seat" else None


def _weak_leader(run: Run, state: Name) -> Phrase:
    """An office that the text does not name, of a state that it does: "Russia's Roe"."""
    word = Role("leader", "leader", "", "")
    return Phrase(run.first, run.last, run.last - 1, word, [state.party], [state.actor], "words")


def _among_others(scene: Scene, run: Run) -> NameHit | None:
    """The state in "Roe and other Afghan leaders": the plural that takes a person in says whose leader he is."""
    i, tokens = run.last, scene.tokens
    if i + 3 >= len(tokens) or tokens[i].text.lower() != "and" or tokens[i + 1].text.lower() != "other":
        return None
    step = i + 2 + (tokens[i + 2].tag == "JJ" and scene.name_at[i + 2] is None)
    hit = scene.name_at[step]
    if hit is None or hit.last >= len(tokens) or hit.name.kind not in ("adjective", "seat") or len(hit.name.party) != 3:
        return None
    return hit if scene.group_at(hit.last) in ("leader", "head", "officials", "minister", "official") else None


def _owned_before(scene: Scene, run: Run) -> NameHit | None:
    """The state in "Syria's strongman, President John Roe": whatever it calls him, he is its own."""
    tokens = scene.tokens
    i = (min(run.first, run.phrase.first) if run.phrase is not None else run.first) - 1
    if i < 2 or tokens[i].text != ",":
        return None
    head = tokens[i - 1]
    if head.pos != "NOUN" or scene.word_at[i - 1] is not None or scene.sentence_of[i] != scene.sentence_of[run.first]:
        return None
    for step in range(i - 2, max(i - 2 - MAX_BEFORE, -1), -1):
        if tokens[step].tag == "POS":
            hit = scene.name_at[step - 1] if step else None
            is_his = tokens[run.last - 1].dep == "appos" and hit is not None and hit.name.kind == "state"
            return hit if is_his else None
        if tokens[step].pos not in ("ADJ", "NOUN"):
            return None
    return None


def _member_before(scene: Scene, run: Run) -> NameHit | None:
    """The party in "Republican John Roe" and "the veteran Conservative backbencher Sir John Roe"."""
    for i in range(run.first - 1, max(run.first - 1 - MAX_BEFORE, -1), -1):
        hit, token = scene.name_at[i], scene.tokens[i]
        if hit is not None or scene.sentence_of[i] != scene.sentence_of[run.first]:
            return hit
        is_title = scene.group_at(i) == "honorific"
        if not is_title and (token.dep != "compound" or token.tag not in NOUN_TAGS or scene.word_at[i] is not None):
            return None
    return None


def _chaired(scene: Scene, run: Run) -> Name | None:
    """The body in "Roe, who chairs the foreign affairs committee in the Senate"."""
    tokens, i = scene.tokens, run.last
    if i + 3 >= len(tokens) or tokens[i].text != "," or tokens[i + 1].text != "who":
        return None
    i += tokens[i + 2].lemma == "be" and tokens[i + 3].tag == "VBG"  # "who is heading"
    if tokens[i + 2].lemma not in CHAIRS:
        return None
    for step in range(i + 3, min(i + 3 + MAX_RELATIVE, len(tokens))):
        hit = scene.name_at[step]
        if hit is not None and hit.last < len(tokens) and tokens[hit.last].text.lower() in SENT:  # to a body, not of it
            return hit.name if len(hit.name.party) == 3 else None
        if hit is not None and hit.name.kind in ("legislature", "assembly", "body") and hit.name.party:
            return hit.name
        if tokens[step].pos in ("VERB", "PUNCT"):
            return None
    return None


def _after_comma(scene: Scene, i: int) -> int:
    """The token after "of California, who is the", or the end where no comma follows the name."""
    end = len(scene.tokens)
    if i + 1 < end and scene.tokens[i].text == "of" and scene.tokens[i + 1].text[:1].isupper():
        i += 2
    if i + 1 >= end or scene.tokens[i].text != ",":
        return end
    i += 1
    if i + 2 < end and scene.tokens[i].text == "who" and scene.tokens[i + 1].lemma == "be":
        i += 2
    return i


def _member_after(scene: Scene, i: int) -> NameHit | None:
    """The legislature in "Lee, a fellow Tory," "Pelosi, the California Democrat" or "Roe, the Senate's No. 2 Democrat"."""
    for step in range(i, min(i + MAX_AFTER, len(scene.tokens))):
        hit = scene.name_at[step]
        if hit is not None and hit.name.kind == "legislature":
            after = scene.tokens[hit.last] if hit.last < len(scene.tokens) else None
            is_head = after is None or after.tag not in ("NN", "NNS", "NNP", "NNPS", "HYPH", "JJ")
            return hit if is_head and not scene.folded[hit.start : hit.end].endswith("s") else None
        if (
            scene.tokens[step].tag not in ("DT", "JJ", "NN", "NNP", "VBG", "RB", "JJS", "RBS", "POS", "CD")
            or scene.word_at[step] is not None
        ):
            return None
    return None


def _add(run: Run, role: str, party: str, rule: str) -> None:
    word = Role(role, "legislator", "", "")
    if run.person is not None:
        run.person.phrases.append(Phrase(run.first, run.last, run.last - 1, word, [party], [party], rule))


def infer_from_titles(scene: Scene, persons: list[Person], free: list[Phrase], context: Context) -> None:
    """A person named without any office, when "the president" nearby can mean nobody else, holds that office.

    "Theresa May …" and two sentences later "the prime minister": the most often named person without an office in the
    sentences before. The state is the one that the title's words or the context give.
    """
    roles = SEATS if _is_about_election(scene) else HEADS | SEATS
    unknown = [p for p in persons if p.rule in UNTOLD]
    held = {(p.role, party) for p in persons for party in (p.party, "") if not p.is_former}
    named = {(p.role, p.party) for p in persons if p.rule == "office-words"}  # who holds it is said outright
    votes: dict[tuple[str, str], Counter[int]] = {}
    titles: dict[tuple[str, str], Phrase] = {}
    for phrase in free:
        stated = phrase.party if phrase.rule in ("words", "role") and phrase.party != "OTHER" else ""
        seat = (phrase.role, stated)
        known = phrase.role in roles or (bool(stated) and phrase.group in ("head", "minister", "leader"))
        if not known or not _is_definite(phrase):
            continue
        by_role = phrase.rule == "role" and phrase.role not in roles
        if (stated and seat in named) or (by_role and (seat in held or not is_subject(scene, phrase.head))):
            continue
        holder = _mentions_near(scene, phrase, (p for p in persons if p.role == phrase.role), ABOUT) if seat in held else 0
        titles.setdefault(seat, phrase)
        for number, person in enumerate(unknown):
            if phrase.group == "leader" and not _may_lead(person, stated):
                continue
            if stated and origins(person.words).get(stated[:3], UNLISTED) <= UNLIKELY:
                continue
            if not stated and phrase.role == "president" and len(person.words) > 1 and len(person.runs) < MIN_PRESIDENT:
                continue
            near = _mentions_near(scene, phrase, [person], 1 if by_role else ABOUT)
            if near > holder and (stated or len(person.runs) >= MIN_NAMED):
                votes.setdefault(seat, Counter())[number] += near
    for seat, counter in votes.items():
        number, _ = counter.most_common(1)[0]
        person = unknown[number]
        if person.rule == "inferred":
            continue
        ranked = context.rank_person(person, seat[0])
        _give(person, titles[seat], titles[seat].party or (ranked[0][0] if ranked else "OTHER"))
    _answer_titles(scene, persons, free)
    _name_offices(scene, persons, free)


def _name_offices(scene: Scene, persons: list[Person], free: list[Phrase]) -> None:
    """Whom only a state's name says to be its own, "Iran's Roe", holds the office of that state that stands near the name."""
    held = {(p.role, p.party) for p in persons}
    for person in persons:
        starts = {r.first for r in person.runs}
        if person.role != "leader" or not all(p.first in starts for p in person.phrases if p.group != "honorific"):
            continue
        places = [scene.sentence_of[r.first] for r in person.runs]
        near = [
            p
            for p in free
            if p.rule == "words" and p.party == person.party and p.group in ("minister", "head")
            if p.is_person and _is_definite(p)
            if any(abs(scene.sentence_of[p.head] - place) <= SOON for place in places)
        ]
        if len({p.role for p in near}) == 1 and (near[0].role, near[0].party) not in held:
            run = person.runs[0]
            person.role = near[0].role
            person.phrases.append(
                Phrase(run.first, run.last, run.last - 1, near[0].word, [person.party], [person.party], "inferred")
            )


def _may_lead(person: Person, state: str) -> bool:
    """Whether "the North Korean leader" may be somebody named without an office: named often, and as people are there."""
    return len(person.runs) >= MIN_LEADER and origins(person.words).get(state, UNLISTED) > LIKELY


def _answer_titles(scene: Scene, persons: list[Person], free: list[Phrase]) -> None:
    """A title with its state, and shortly after it a full name that is new: "China's envoy objected. John Roe said …"."""
    held = {(p.role, p.party) for p in persons}
    for person in persons:
        first = person.runs[0] if person.runs else None
        if first is None or not first.is_full or not _is_open(person):
            continue
        if not is_subject(scene, first.last - 1):
            continue
        here = scene.sentence_of[first.first]
        before = [
            p for p in free if 0 < here - scene.sentence_of[p.head] <= SOON and p.rule in ("words", "role") and p.party != "OTHER"
        ]
        goes_on = first.first in scene.cited and scene.quoted[min(scene.reading.sentences[here].first + 1, first.first)]
        goes_on = goes_on and first.last < len(scene.tokens) and scene.tokens[first.last].text != ","
        fitting = [p for p in before if _can_answer(scene, p, goes_on=goes_on) and (p.role, p.party) not in held]
        if len({(p.role, p.party) for p in fitting}) == 1 and not _others_between(scene, persons, person, fitting[-1]):
            _give(person, fitting[-1], fitting[-1].party)


def _is_open(person: Person) -> bool:
    """Whether the text gives the person no office, or only a rank whose state it leaves open."""
    if person.rule in UNTOLD:
        return True
    return person.rule in OPEN_RULES and all(p.role in RANKS for p in person.phrases)


def _can_answer(scene: Scene, phrase: Phrase, *, goes_on: bool) -> bool:
    """Whether a title is one that a name may follow later: a subject, of one person, of an office.

    Args:
        goes_on: the name is that of the speaker of a quotation, which comes first in its sentence, and nothing describes it.
    """
    return (
        phrase.is_person
        and (_is_definite(phrase) or (goes_on and _is_any_spokesman(phrase)))
        and (phrase.group in ("minister", "official", "head", "leader", "deputy", "spoke") or _is_head_of(phrase))
        and phrase.role not in ("official", "counterpart", "adviser")
        and is_subject(scene, phrase.head)
    )


def _is_any_spokesman(phrase: Phrase) -> bool:
    """ "A spokesman for President Roe said …. “…,” John Poe added": who speaks on is that spokesman."""
    is_one = not phrase.is_former and not phrase.is_plural
    return is_one and phrase.group == "spoke" and phrase.determiner in ("a", "an", "the", "")


def _is_head_of(phrase: Phrase) -> bool:
    """Whether it is the head of something of a state: "the chief of the Egyptian cabinet"."""
    return phrase.group == "chair" and phrase.rule == "words" and len(phrase.party) == 3


def _others_between(scene: Scene, persons: list[Person], person: Person, phrase: Phrase) -> bool:
    """Whether somebody else who may be meant is first named between the title and the name."""
    start, end = phrase.last, person.runs[0].first
    return any(p is not person and p.runs and start <= p.runs[0].first < end for p in persons)


def _give(person: Person, title: Phrase, party: str) -> None:
    """The person holds the office of a title that stands elsewhere."""
    person.party, person.role, person.rule, person.confidence = party, title.role, "inferred", CONFIDENCE["inferred"]
    run = person.runs[0]
    person.phrases.append(Phrase(run.first, run.last, run.last - 1, title.word, [party], [party], "inferred"))


def _mentions_near(scene: Scene, phrase: Phrase, persons: Iterable[Person], within: int) -> int:
    """How often the persons are named in the sentences before a title."""
    here = scene.sentence_of[phrase.head]
    runs = (r for p in persons for r in p.runs)
    return sum(0 <= here - scene.sentence_of[r.first] <= within and r.first < phrase.head for r in runs)


def _is_about_election(scene: Scene) -> bool:
    """Whether "the president" may be whoever wins: reports on campaigns speak of offices that nobody holds yet."""
    words = sum(t.lemma.lower() in ELECTION_WORDS for t in scene.tokens)
    return words >= MIN_ELECTION_WORDS


def _is_definite(phrase: Phrase) -> bool:
    return not phrase.is_former and not phrase.is_plural and phrase.determiner in ("the", "") and phrase.boss < 0
