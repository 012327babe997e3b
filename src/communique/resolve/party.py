"""For whom a person or an unnamed official speaks: decided from the offices that the document itself gives.

In: persons and phrases with the parties of their own words. Out: the same with every party filled, each with the rule
that decided and its confidence. A name without any office, told or known, is OTHER.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from communique.resolve.confidence import CONFIDENCE
from communique.resolve.context import Context, role_states, state_of
from communique.resolve.inference import SOON, find_memberships, infer_from_titles
from communique.resolve.known_office import HEADS, KnownOffices
from communique.resolve.lexicon import Name, Noun, Role, state_names
from communique.resolve.name_run import Run
from communique.resolve.open_office import OpenOffices
from communique.resolve.person import Person
from communique.resolve.phrase import STATE_GROUPS, STATE_NOUNS, Phrase
from communique.resolve.phrase_reader import legislature_of, opposition_of
from communique.resolve.pronoun import HE, SHE
from communique.resolve.scene import Scene
from communique.resolve.syntax import relative_clause

FOLLOWERS = frozenset(
    {"spoke", "official", "officials", "government", "minister", "deputy", "legislator", "legislature", "chair", "military"}
) | {"ministry", "things"}
SURE = 0.7  # log-odds over the second state
OF_MINISTRY = 3  # tokens of "for the ministry"
MAX_CLIMB = 4  # steps up the parse to the verb of a clause
UNIQUE_GROUPS = frozenset({"head"})
SENT = frozenset({"diplomat", "diplomats"})
AGAINST = frozenset({"rebels", "rebel", "opposition"})  # "the rebels" are those named elsewhere in the document
HEADED_OTHERWISE = frozenset(  # by no secretary-general
    {"EU", "IAEA", "IMF", "WORLD-BANK", "ICC", "ICJ", "P5+1", "G7", "G8", "G20", "OPCW", "WTO"}
)
UNTITLED = frozenset({"leader", "head of government", "ayatollah", "sheikh"})  # say less than any other office of the person
TOLD_OTHERWISE = frozenset({"private", "former"})  # what the report says of the person is no office
UNTOLD = frozenset({"unknown", "title-only"}) | TOLD_OTHERWISE
TAKEN = 1.0  # less, in log-odds; a predecessor may be named by the same title


_Option = tuple[float, Person, Phrase, str]


def settle_parties(
    scene: Scene,
    persons: list[Person],
    phrases: list[Phrase],
    runs: list[Run],
    known: KnownOffices | None = None,
    listed: KnownOffices | None = None,
) -> OpenOffices:
    """Fill the party of every person, then of every phrase that is left without one.

    Args:
        known: offices from other reports, asked only about persons to whom this one gives no office, or none with a state.
        listed: well-known offices, asked after those.
    """
    context = Context(scene)
    _own_administrations(context, phrases, runs)
    find_memberships(scene, runs)
    holders = _holders(persons)
    by_token = {i: r.person for r in runs if r.person is not None for i in range(r.first, r.last)}
    _own_followers(scene, persons, runs)
    _find_bosses(scene, phrases, by_token)
    undecided = [p for p in persons if not _settle_by_words(p, by_token)]
    day = scene.reading.document.published
    for terms, rule in ((known, "office-known"), (listed, "office-listed")):
        if terms:
            open_ones = undecided + [p for p in persons if p.rule in UNTOLD]
            settled = {id(p) for p in open_ones if _settle_by_terms(p, terms, day, rule)}
            undecided = [p for p in undecided if id(p) not in settled]
    if listed:
        for person in persons:
            _settle_as_head(person, listed, day)
    undecided = [p for p in undecided if not (_settle_by_ministry(scene, p, phrases) or _settle_by_body(scene, p))]
    _settle_by_context(undecided, context, holders)
    attached = {id(p) for person in persons for p in person.phrases}
    infer_from_titles(scene, persons, [p for p in phrases if id(p) not in attached], context)
    for phrase in phrases:
        boss = by_token.get(phrase.boss)
        if boss is not None:
            _follow_boss(phrase, boss)
        elif not phrase.parties and id(phrase) not in attached:
            _follow_title(phrase, phrases)
    named, offices = _named_oppositions(scene, phrases), OpenOffices(context, phrases, runs)
    for phrase in phrases:
        if not phrase.parties and id(phrase) not in attached:
            _settle_phrase(phrase, offices, named, _ministry_before(scene, phrase, phrases))
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
    if known & {"politician", "legislator", "local"} or any(p.is_former for p in person.phrases):
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


def _holders(persons: list[Person]) -> dict[str, dict[str, Person]]:
    """Role to state to the person whom the text itself names as its holder."""
    holders: dict[str, dict[str, Person]] = defaultdict(dict)
    for person in persons:
        for phrase in person.phrases:
            if (
                isinstance(phrase.word, Role)
                and phrase.group in UNIQUE_GROUPS
                and phrase.rule in ("words", "administration")
                and not phrase.is_former
            ):
                holders[phrase.role].setdefault(phrase.party, person)
    return holders


def _settle_by_words(person: Person, by_token: dict[int, Person]) -> bool:
    """Settle a person whose descriptions tell the party; False where only the context can."""
    current = [p for p in person.phrases if _is_office(p) and not p.is_former]
    former = [p for p in person.phrases if p.is_former]
    stated = [p for p in current if p.parties]
    if former and not [p for p in current if p.role not in {f.role for f in former}]:
        _assign(person, "OTHER", former[0], "former")
        person.is_former = True
    elif stated:
        counts = Counter(p.party for p in stated)
        best = max(stated, key=lambda p: (p.rule in ("words", "administration"), p.rule != "member", counts[p.party]))
        head = next((p for p in current if p.group == "head" and not p.parties), None)
        if head is not None and best.group == "legislator" and best.rule == "role":  # "President Roe", once "Senator Roe"
            _assign(person, state_of(best.party) or best.party, head, "office-role")
        else:
            _assign(person, best.party, best, "office-" + best.rule)
    elif any(p.boss in by_token for p in current):
        person.rule = "boss-unknown"
    elif current:
        return False
    elif person.phrases:
        _settle_private(person)
    return True


def _settle_by_terms(person: Person, known: KnownOffices, published: str | None, rule: str) -> bool:
    """Settle a person by an office held on the day of the report, of which it says nothing."""
    roles = [p.role for p in person.phrases if _is_office(p) and not p.is_former]
    term = known.find(person.name, published, role=next((r for r in roles if r != "leader"), None))
    is_head = term is not None and term.role in HEADS and len(person.words) > 1 and not _held_before(person, term.role)
    if term is None or (person.rule in TOLD_OTHERWISE and not is_head):
        return False
    own = _main_office(person).role if roles else term.role
    person.party, person.rule, person.role, person.is_former = term.party, rule, own, False
    person.confidence = CONFIDENCE[rule]
    return True


def _settle_as_head(person: Person, listed: KnownOffices, published: str | None) -> None:
    """Settle somebody of whom the report says nothing, and who once headed a state: it tells of what was done then."""
    term = listed.find_head(person.name, published) if person.rule in ("unknown", "title-only") else None
    if term is not None:
        person.party, person.rule, person.role = term.party, "office-past", term.role
        person.confidence = CONFIDENCE["office-past"]


def _held_before(person: Person, role: str) -> bool:
    return any(p.is_former and p.role == role for p in person.phrases)


def _settle_by_ministry(scene: Scene, person: Person, phrases: Sequence[Phrase]) -> bool:
    """Settle the spokesman of a ministry without a state by the government or ministry named shortly before with its state."""
    phrase = _main_office(person)
    party = _ministry_before(scene, phrase, phrases)
    if party:
        _assign(person, party, phrase, "office-context")
    return bool(party)


def _ministry_before(scene: Scene, phrase: Phrase, phrases: Sequence[Phrase]) -> str:
    """The state of the government or ministry named shortly before somebody of "the ministry", "" if there is none."""
    if not _is_of_ministry(scene, phrase):
        return ""
    here = scene.sentence_of[phrase.head]
    before = [p for p in phrases if p.head < phrase.first and p.rule == "words" and p.group in ("government", "ministry")]
    if not before or here - scene.sentence_of[before[-1].head] > SOON or len(before[-1].party) != 3:
        return ""
    return before[-1].party


def _settle_by_body(scene: Scene, person: Person) -> bool:
    """Settle a secretary-general by the international body that is named last before the first mention, else first after it."""
    phrase = _main_office(person)
    body = _body_near(scene, person.runs[0].first) if phrase.role == "secretary-general" else None
    if body is None:
        return False
    _assign(person, body.party, phrase, "office-context")
    return True


def _body_near(scene: Scene, i: int) -> Name | None:
    """The body between states, with a secretary-general, that is named last before token i, else first after it."""
    bodies = [h for h in scene.names if h.name.kind == "body" and h.name.party not in HEADED_OTHERWISE]
    before = [h for h in bodies if h.first < i]
    nearest = before[-1:] or bodies[:1]
    return nearest[0].name if nearest else None


def _is_of_ministry(scene: Scene, phrase: Phrase) -> bool:
    after = scene.tokens[phrase.last : phrase.last + OF_MINISTRY]
    is_after = len(after) == OF_MINISTRY and after[0].text in ("for", "of", "at", "in") and after[-1].text.lower() == "ministry"
    return is_after or any(t.text.lower() == "ministry" for t in scene.tokens[phrase.first : phrase.last])


def _is_office(phrase: Phrase) -> bool:
    return (
        (phrase.group in STATE_GROUPS | {"legislator", "chair", "rebel", "delegate"} or phrase.is_opposing)
        and (phrase.group != "chair" or bool(phrase.parties) or phrase.in_house or phrase.is_opposing)
        and phrase.parties != ["OTHER"]
    )


def _settle_by_context(undecided: list[Person], context: Context, holders: dict[str, dict[str, Person]]) -> None:
    """Give states to persons whose office names none, the surest pair first; one state has one holder of an office."""
    options: list[_Option] = []
    for person in undecided:
        phrase = _main_office(person)
        if phrase.group == "delegate":
            _assign(person, "USA-CONGRESS", phrase, "office-role")
            continue
        ranked = context.rank_person(person, *_question(context.scene, phrase))
        if any(p.role == "leader" and not p.parties for p in person.phrases):
            ranked = [(s, w) for s, w in ranked if s not in role_states()[1]["leader"]]  # "the Assad regime"
        options += [(weight, person, phrase, state) for state, weight in ranked[:6]]
        if not ranked:
            _assign(person, "OTHER", phrase, "unknown")
    while options:
        person = max({id(o[1]): o[1] for o in options}.values(), key=lambda p: _regret(p, options, holders))
        own = sorted((o for o in options if o[1] is person), key=lambda o: -_discounted(o, holders))
        _, _, phrase, state = own[0]
        weight = _discounted(own[0], holders)
        second = _discounted(own[1], holders) if len(own) > 1 else weight - SURE
        _assign(person, _by_group(phrase, state), phrase, "office-context" if weight >= SURE + second else "office-context-close")
        if phrase.group in UNIQUE_GROUPS:
            holders[phrase.role].setdefault(state, person)
        options = [o for o in options if o[1] is not person]


def _regret(person: Person, options: list[_Option], holders: dict[str, dict[str, Person]]) -> float:
    """What is lost if the person does not get the likeliest state: those with most to lose choose first."""
    weights = sorted((_discounted(o, holders) for o in options if o[1] is person), reverse=True)
    return weights[0] - (weights[1] if len(weights) > 1 else weights[0] - SURE)


def _main_office(person: Person) -> Phrase:
    current = [p for p in person.phrases if _is_office(p) and not p.is_former]
    return max(current, key=lambda p: (p.role not in UNTITLED, p.group == "head", p.group != "cleric"))


def _discounted(option: _Option, holders: dict[str, dict[str, Person]]) -> float:
    """The weight of a state for a person, less where somebody else is known to hold that office there."""
    weight, person, phrase, state = option
    holder = holders.get("president" if phrase.role == "leader" else phrase.role, {}).get(state)
    return weight - TAKEN if holder is not None and holder is not person else weight


def _settle_private(person: Person) -> None:
    phrase = next((p for p in person.phrases if p.group != "honorific"), person.phrases[0])
    if phrase.group in ("honorific", "cleric"):
        person.rule, person.confidence = "title-only", CONFIDENCE["unknown"]
        return
    party = phrase.party or "OTHER"
    _assign(person, party, phrase, "private")


def _assign(person: Person, party: str, phrase: Phrase, rule: str) -> None:
    person.party, person.rule, person.role = party or "OTHER", rule, phrase.role
    person.confidence = CONFIDENCE.get(rule, 0.5)


def _follow_boss(phrase: Phrase, boss: Person) -> None:
    """A spokesman, aide or government of a person has the party of the person."""
    if phrase.group not in FOLLOWERS or (phrase.parties and phrase.rule == "words"):
        return
    party = legislature_of(boss.party) if phrase.group in ("legislator", "legislature") else boss.party  # "Roe's lawmakers"
    if party == "OTHER" and phrase.group == "government":  # of a former head of government: it was that state's all the same
        held = next((p.party for p in boss.phrases if p.is_former and p.party), party)
        party = "USA" if phrase.role == "administration" else held
    phrase.parties, phrase.collectives, phrase.rule = [party], [boss.name], "boss"


def _follow_title(phrase: Phrase, phrases: Sequence[Phrase]) -> None:
    """ "The U.N. secretary general's spokesman" speaks for whom the title before him names."""
    titled = next(
        (p for p in phrases if p.first <= phrase.boss < p.last and p is not phrase and p.rule in ("words", "role")), None
    )
    if titled is not None and titled.parties and phrase.group in FOLLOWERS:
        phrase.parties, phrase.collectives, phrase.rule = list(titled.parties), list(titled.collectives), "boss"


def _settle_through_boss(person: Person, by_token: dict[int, Person], context: Context) -> None:
    if person.rule != "boss-unknown":
        return
    for phrase in person.phrases:
        boss = by_token.get(phrase.boss)
        if boss is None:
            continue
        ranked = context.rank_person(person, phrase.role, phrase.group)
        if boss.rule in ("unknown", "title-only") and phrase.group in ("official", "minister") and ranked:
            _assign(person, ranked[0][0], phrase, "office-context-close")
        else:
            _assign(person, boss.party, phrase, "boss")
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
    state = known or state_of(_where(offices.scene, phrase.head))
    ranked = [(state, 1.0)] if state else offices.rank(phrase.head, asked_role(offices.scene, phrase), group)
    if not ranked:
        phrase.parties, phrase.rule = ["OTHER"], "unknown"
        return
    state = ranked[0][0]
    phrase.parties, phrase.rule = [_by_group(phrase, state)], "context"
    phrase.collectives = [state_names().get(state, state)]


def asked_role(scene: Scene, phrase: Phrase) -> str:
    """The role whose state is asked for: an official of "the administration" is where one is."""
    inside = {t.text.lower() for t in scene.tokens[phrase.first : phrase.last]}
    if phrase.is_governing and "administration" in inside:
        return "administration"
    return "federal" if phrase.is_federal else phrase.role


def _where(scene: Scene, i: int) -> str:
    """The party of the state in "in Israel, where leaders objected", "" where no such clause holds the token."""
    clause = relative_clause(scene, i, MAX_CLIMB)
    if clause is None or all(scene.tokens[c].text.lower() != "where" for c in scene.children[clause]):
        return ""
    hit = scene.name_at[scene.tokens[clause].head]
    return hit.name.party if hit is not None and hit.name.kind in ("state", "capital") else ""


def _by_group(phrase: Phrase, state: str) -> str:
    """The code of a role's party in a state: its government, legislature or opposition."""
    if phrase.group in ("legislator", "legislature") or phrase.in_house:
        return legislature_of(state)
    if phrase.group in ("rebels", "separatists") or phrase.role == "rebel leader":
        return "UKR-REBELS" if state in ("UKR", "RUS") else f"{state}-OPP"
    if phrase.group in ("opposition", "rebel") or phrase.is_opposing:
        return opposition_of(state)
    return state


def _question(scene: Scene, phrase: Phrase) -> tuple[str, str]:
    """The role and group whose state the context is asked for: a member of the opposition is in opposition first."""
    if phrase.is_opposing:
        return "opposition", "opposition"
    if phrase.is_federal:
        return "federal", phrase.group
    return phrase.role, "ministry" if _is_of_ministry(scene, phrase) else phrase.group
