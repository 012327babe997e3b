"""For whom a person or an unnamed official speaks: decided from the offices that the document gives.

In: persons and phrases with the parties of their own words. Out: the same with every party filled, each with the rule
that decided and its confidence. Persons are settled in `person_office.py`; who follows a person, and offices that nobody
is named with, here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from communique.resolve.context import Context, ruled_out, state_of
from communique.resolve.inference import find_memberships, infer_from_titles
from communique.resolve.known_office import KnownOffices
from communique.resolve.lexicon import Noun, Role, state_names
from communique.resolve.name_run import Run
from communique.resolve.office_state import asked_role, ministry_before, open_shared, party_in, question_of, state_where
from communique.resolve.open_office import OpenOffices
from communique.resolve.person import UNTOLD, Person
from communique.resolve.person_office import assign, settle_persons
from communique.resolve.phrase import STATE_GROUPS, STATE_NOUNS, Phrase
from communique.resolve.phrase_reader import legislature_of
from communique.resolve.pronoun import HE, SHE
from communique.resolve.scene import Scene

FOLLOWERS = frozenset(
    {"spoke", "official", "officials", "government", "minister", "deputy", "legislator", "legislature", "chair", "military"}
) | {"ministry", "things"}
SENT = frozenset({"diplomat", "diplomats"})
AGAINST = frozenset({"rebels", "rebel", "opposition"})  # "the rebels" are those named elsewhere in the document


def settle_parties(
    scene: Scene,
    persons: list[Person],
    phrases: list[Phrase],
    runs: list[Run],
    *,
    known: KnownOffices,
    listed: KnownOffices,
) -> OpenOffices:
    """Fill the party of every person, then of every phrase that is left without one.

    Args:
        known, listed: offices known beforehand, see `person_office`.
    """
    context = Context(scene)
    open_shared(phrases, context)
    _own_administrations(context, phrases, runs)
    find_memberships(scene, runs)
    by_token = {i: r.person for r in runs if r.person is not None for i in range(r.first, r.last)}
    _own_followers(scene, persons, runs)
    _find_bosses(scene, phrases, by_token)
    for phrase in phrases:
        if not phrase.parties and phrase.boss not in by_token:
            _follow_title(phrase, phrases)
    settle_persons(scene, persons, phrases, context, by_token, known=known, listed=listed)
    attached = {id(p) for person in persons for p in person.phrases}
    infer_from_titles(scene, persons, [p for p in phrases if id(p) not in attached], context)
    for phrase in phrases:
        boss = by_token.get(phrase.boss)
        if boss is not None:
            _follow_boss(phrase, boss)
    named, offices = _named_oppositions(scene, phrases), OpenOffices(context, phrases, runs)
    open_ones = [p for p in phrases if not p.parties and id(p) not in attached]
    for phrase in sorted(open_ones, key=lambda p: p.boss >= 0):  # whom somebody serves, then who serves them
        _follow_title(phrase, phrases, rules=("words", "role", "context"))
        if not phrase.parties:
            _settle_phrase(phrase, offices, named, ministry_before(scene, phrase, phrases))
    for person in persons:  # a spokesman of a person follows the person, settled by now
        _settle_through_boss(person, by_token, context)
    return offices


def _named_oppositions(scene: Scene, phrases: list[Phrase]) -> list[str]:
    """The rebels and oppositions that the document names with their state, the most frequent first."""
    found = Counter(p for x in phrases if x.group in AGAINST and x.rule == "words" for p in x.parties if state_of(p))
    found.update(h.name.party for h in scene.names if h.name.party.endswith(("-OPP", "-REBELS")))
    return [party for party, _ in found.most_common()]


def _own_followers(scene: Scene, persons: list[Person], runs: list[Run]) -> None:
    """ "His adviser, John Roe," is the adviser of the person who is the subject shortly before."""
    subjects = [
        (r.last - 1, r.person)
        for r in runs
        if r.person is not None and scene.tokens[r.last - 1].dep == "nsubj" and not scene.quoted[r.first]
    ]
    for person in persons:
        for phrase in person.phrases:
            if phrase.determiner not in HE | SHE or phrase.boss >= 0 or phrase.parties or phrase.group not in FOLLOWERS:
                continue
            here, gender = scene.sentence_of[phrase.head], "m" if phrase.determiner in HE else "f"
            near = [(i, p) for i, p in subjects if i < phrase.first and here - scene.sentence_of[i] <= 1]
            fitting = [i for i, p in near if p is not person and p.gender in ("", gender)]
            phrase.boss = fitting[-1] if fitting else -1


def _find_bosses(scene: Scene, phrases: list[Phrase], by_token: dict[int, Person]) -> None:
    """ "A spokesman for Roe": the name after the office, which the entity tagger may take for an organization's."""
    for phrase in phrases:
        at = phrase.last + 1
        if phrase.group != "spoke" or phrase.boss >= 0 or phrase.rule == "words" or at >= len(scene.tokens):
            continue
        if scene.tokens[phrase.last].text in ("for", "of") and at in by_token:
            phrase.boss = at


def _own_administrations(context: Context, phrases: list[Phrase], runs: list[Run]) -> None:
    """ "The Obama administration" tells whose president he is; "the Assad regime" takes its party from him."""
    scene, ending = context.scene, {r.last: r for r in runs}
    for phrase in phrases:
        last = phrase.head - (scene.tokens[phrase.head - 1].tag == "POS")
        if isinstance(phrase.word, Noun) and phrase.group == "government":
            run = ending.get(last)
            if run is not None and run.person is not None:
                phrase.boss = run.last - 1
                phrase.first = min(phrase.first, run.first)
                _head_government(context, phrase, run, run.person)
        elif phrase.boss >= 0 and phrase.rule == "role" and phrase.group == "minister" and not phrase.is_former:
            run = ending.get(phrase.boss + 1)
            if run is not None and run.person is not None and not run.person.phrases:  # "Larsen's secretary of state"
                run.person.phrases.append(_held(run, "president", list(phrase.parties), "administration"))


def _head_government(context: Context, phrase: Phrase, run: Run, person: Person) -> None:
    """The person by whose name a government is called heads it, unless the text gives an office that says otherwise."""
    known = {p.group for p in person.phrases}
    if known & {"politician", "legislator", "local", "expert", "press"} or any(p.is_former for p in person.phrases):
        return
    noun = phrase.role
    if noun == "administration" and not phrase.parties:
        ranked = context.rank_person(person, "president")
        person.phrases.append(_held(run, "president", [ranked[0][0] if ranked else "USA"], "administration"))
    elif noun in ("government", "regime", "cabinet"):
        role = "leader" if noun == "regime" else "head of government"
        person.phrases.append(_held(run, role, list(phrase.parties), "words" if phrase.parties else ""))


def _held(run: Run, role: str, parties: list[str], rule: str) -> Phrase:
    """An office that is told without a title beside the name."""
    return Phrase(run.first, run.last, run.last - 1, Role(role, "head", "", ""), parties, list(parties), rule)


def _follow_boss(phrase: Phrase, boss: Person) -> None:
    """A spokesman, aide or government of a person has the party of the person."""
    if phrase.group not in FOLLOWERS or (phrase.parties and phrase.rule == "words"):
        return
    party = legislature_of(boss.party) if phrase.group in ("legislator", "legislature") else boss.party  # "Roe's lawmakers"
    if party == "OTHER" and phrase.group == "government":  # of a former head of government: it was that state's all the same
        held = next((p.party for p in boss.phrases if p.is_former and p.party), party)
        party = "USA" if phrase.role == "administration" else held
    phrase.parties, phrase.collectives, phrase.rule = [party], [boss.name], "boss"


def _follow_title(phrase: Phrase, phrases: Sequence[Phrase], rules: Sequence[str] = ("words", "role")) -> None:
    """ "The U.N. secretary general's spokesman" speaks for whom the title before him names, or named before without it."""
    if phrase.group not in FOLLOWERS:
        return
    served = next((p for p in phrases if p.first <= phrase.boss < p.last and p is not phrase), None)
    if served is None:
        return
    is_foreign = "USA" in ruled_out(served.role, served.group)  # "the president", of no state named, is mostly the American
    before = (p for p in reversed(phrases) if p.head < served.head and p.role == served.role and not p.is_former)
    told = (p for p in (served, *(before if is_foreign else ())) if p.rule in rules and p.parties)
    titled = next(told, None)
    if titled is not None:
        phrase.parties, phrase.collectives, phrase.rule = list(titled.parties), list(titled.collectives), "boss"


def _settle_through_boss(person: Person, by_token: dict[int, Person], context: Context) -> None:
    if person.rule != "boss-unknown":
        return
    for phrase in person.phrases:
        boss = by_token.get(phrase.boss)
        if boss is None:
            continue
        ranked = context.rank_person(person, phrase.role, phrase.group)
        if boss.rule in UNTOLD and phrase.group in ("official", "minister") and ranked:
            assign(person, ranked[0][0], phrase, "office-context-close")
        else:
            assign(person, boss.party, phrase, "boss")
        return


def _settle_phrase(phrase: Phrase, offices: OpenOffices, oppositions: Sequence[str], known: str) -> None:
    """The party of an unnamed official, ministry or government that its words leave open."""
    group = phrase.group
    if group in AGAINST and oppositions and (not phrase.is_person or phrase.is_plural):
        phrase.parties, phrase.rule = [oppositions[0]], "context"
        phrase.collectives = [state_names().get(oppositions[0][:3], oppositions[0])]
        return
    if phrase.role in ("resolution", "report"):
        phrase.parties, phrase.rule = ["OTHER"], "unknown"
        return
    if phrase.role == "counterparts":  # of other states than the one spoken of
        phrase.parties, phrase.rule = ["OTHER"], "role"
        return
    if phrase.role in SENT and not phrase.is_governing and phrase.boss < 0:  # in a capital that is not theirs
        phrase.parties, phrase.rule = ["OTHER"], "role"
        return
    if group not in STATE_GROUPS | STATE_NOUNS | {"things"} | {
        "legislature",
        "legislator",
        "opposition",
        "rebels",
        "rebel",
        "separatists",
        "delegate",
    }:
        phrase.parties, phrase.rule = ["OTHER"], "unknown"
        return
    state = known or state_of(state_where(offices.scene, phrase.head))
    asked = question_of(offices.scene, phrase) if phrase.is_opposing else (asked_role(offices.scene, phrase), group)
    ranked = [(state, 1.0)] if state else offices.rank(phrase.head, *asked)
    if not ranked:
        phrase.parties, phrase.rule = ["OTHER"], "unknown"
        return
    state = ranked[0][0]
    phrase.parties, phrase.rule = [party_in(phrase, state)], "context"
    phrase.collectives = [state_names().get(state, state)]
