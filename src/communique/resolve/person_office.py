"""For whom the persons of a document speak, as far as an office tells it.

In: persons with their descriptions, and offices known beforehand. Out: the party, role, rule and confidence of each. A
cascade: (1) what the document says; (2) who held an office on its day; (3) who once headed a state; (4) the ministry or
body named before; (5) the states that the document is about. Who has no office is OTHER, "unknown".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from communique.resolve.confidence import CONFIDENCE
from communique.resolve.context import Context, role_states, state_of
from communique.resolve.known_office import HEADS, KnownOffices
from communique.resolve.lexicon import Name, Role
from communique.resolve.office_state import embassy_before, is_shared, ministry_before, party_in, question_of, usual_state
from communique.resolve.office_term import OfficeTerm
from communique.resolve.person import UNTOLD, Person
from communique.resolve.phrase import RANKS, STATE_GROUPS, Phrase
from communique.resolve.phrase_reader import legislature_of
from communique.resolve.scene import Scene

SURE = 0.7  # log-odds over the second state
UNIQUE_GROUPS = frozenset({"head"})
HEADED_OTHERWISE = frozenset(  # by no secretary-general
    {"EU", "IAEA", "IMF", "WORLD-BANK", "ICC", "ICJ", "P5+1", "G7", "G8", "G20", "OPCW", "WTO"}
)
UNTITLED = frozenset({"leader", "head of government", "ayatollah", "sheikh"})  # say less than any other office of the person
TOLD_OTHERWISE = frozenset({"private", "former"})  # what the report says of the person is no office
TAKEN = 1.0  # less, in log-odds; a predecessor may be named by the same title


_Option = tuple[float, Person, Phrase, str]


def settle_persons(
    scene: Scene,
    persons: list[Person],
    phrases: list[Phrase],
    context: Context,
    by_token: dict[int, Person],
    *,
    known: KnownOffices,
    listed: KnownOffices,
) -> None:
    """Fill the party of every person as far as offices tell it, the surest first.

    Args:
        by_token: the person whom each token names.
        known: offices that other reports tell, asked about persons to whom the document gives none, or none with a state.
        listed: well-known offices, asked after those.
    """
    holders = _holders(persons)
    undecided = [p for p in persons if not _settle_by_words(p, by_token)]
    day = scene.reading.document.published
    for rule, terms in (("office-known", known), ("office-listed", listed)):
        open_ones = undecided + [p for p in persons if p.rule in UNTOLD | TOLD_OTHERWISE]
        settled = {id(p) for p in open_ones if _settle_by_terms(p, terms, day, rule)}
        undecided = [p for p in undecided if id(p) not in settled]
    for person in persons:
        _settle_as_head(person, listed, day)
    undecided = [p for p in undecided if not _has_left(scene, p, listed, day)]
    undecided = [p for p in undecided if not (_settle_by_ministry(scene, p, phrases) or _settle_by_body(scene, p))]
    _settle_by_context(undecided, context, holders)


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
        assign(person, "OTHER", former[0], "former")
        person.is_former = True
    elif stated:
        counts = Counter(p.party for p in stated)
        best = max(stated, key=lambda p: (p.rule in ("words", "administration"), p.rule != "member", counts[p.party]))
        head = next((p for p in current if p.group == "head" and not p.parties), None)
        if head is not None and best.group == "legislator" and best.rule == "role":  # "President Roe", once "Senator Roe"
            assign(person, state_of(best.party) or best.party, head, "office-role")
        else:
            assign(person, best.party, best, "office-" + best.rule)
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
    if term is None or (person.rule in TOLD_OTHERWISE and not _outweighs(term, person)):
        return False
    own = _main_office(person).role if roles else term.role
    person.party, person.rule, person.role, person.is_former = term.party, rule, own, False
    person.confidence = CONFIDENCE[rule]
    return True


def _has_left(scene: Scene, person: Person, listed: KnownOffices, published: str | None) -> bool:
    """Settle somebody of whom the report tells a rank alone, and who has left office: "General Roe said the risk was high"."""
    ranks = [p for p in person.phrases if _is_office(p)]
    are_bare = all(p.role in RANKS and p.last - p.first == 1 and scene.tokens[p.head].text.lower() != "commander" for p in ranks)
    if not are_bare or not listed.has_left(person.name, published):
        return False
    assign(person, "OTHER", ranks[0], "former")
    person.is_former = True
    return True


def _settle_as_head(person: Person, listed: KnownOffices, published: str | None) -> None:
    """Settle somebody of whom the report says nothing, and who once headed a state: it tells of what was done then."""
    term = listed.find_head(person.name, published) if person.rule in UNTOLD else None
    if term is not None:
        person.party, person.rule, person.role = term.party, "office-past", term.role
        person.confidence = CONFIDENCE["office-past"]


def _outweighs(term: OfficeTerm, person: Person) -> bool:
    """Whether an office counts although the report calls the person something else: the president is no mere businessman."""
    is_nominee = person.rule == "private" and any(p.group == "politician" for p in person.phrases)
    is_another = person.rule == "former" and not _held_before(person, term.role)
    return len(person.words) > 1 and (is_nominee or is_another or (term.role in HEADS and not _held_before(person, term.role)))


def _held_before(person: Person, role: str) -> bool:
    return any(p.is_former and p.role == role for p in person.phrases)


def _settle_by_ministry(scene: Scene, person: Person, phrases: Sequence[Phrase]) -> bool:
    """Settle the spokesman of a ministry, or an ambassador, without a state by the ministry or embassy named shortly before."""
    phrase = _main_office(person)
    party = ministry_before(scene, phrase, phrases) or embassy_before(scene, phrase, phrases)
    if party:
        assign(person, party, phrase, "office-context")
    return bool(party)


def _settle_by_body(scene: Scene, person: Person) -> bool:
    """Settle a secretary-general by the international body that is named last before the first mention, else first after it."""
    phrase = _main_office(person)
    body = _body_near(scene, person.runs[0].first) if phrase.role == "secretary-general" else None
    if body is None:
        return False
    assign(person, body.party, phrase, "office-context")
    return True


def _body_near(scene: Scene, i: int) -> Name | None:
    """The body between states, with a secretary-general, that is named last before token i, else first after it."""
    bodies = [h for h in scene.names if h.name.kind == "body" and h.name.party not in HEADED_OTHERWISE]
    before = [h for h in bodies if h.first < i]
    nearest = before[-1:] or bodies[:1]
    return nearest[0].name if nearest else None


def _is_office(phrase: Phrase) -> bool:
    return (
        (phrase.group in STATE_GROUPS | {"legislator", "chair", "rebel", "delegate"} or phrase.is_opposing)
        and (phrase.group != "chair" or bool(phrase.parties) or phrase.in_house or phrase.is_opposing or phrase.is_governing)
        and phrase.parties != ["OTHER"]
    )


def _settle_by_context(undecided: list[Person], context: Context, holders: dict[str, dict[str, Person]]) -> None:
    """Give states to persons whose office names none, the surest pair first; one state has one holder of an office."""
    options: list[_Option] = []
    for person in undecided:
        phrase = _main_office(person)
        usual = usual_state(phrase)
        if phrase.group == "delegate" and not is_shared(phrase, context):
            assign(person, "USA-CONGRESS", phrase, "office-role")
            continue
        ranked = context.rank_person(person, *question_of(context.scene, phrase), usual=usual)
        if any(p.role == "leader" and not p.parties for p in person.phrases):
            ranked = [(s, w) for s, w in ranked if s not in role_states()[1]["leader"]]  # "the Assad regime"
        options += [(weight, person, phrase, state) for state, weight in ranked[:6]]
        if not ranked:
            assign(person, "OTHER", phrase, "unknown")
    while options:
        person = max({id(o[1]): o[1] for o in options}.values(), key=lambda p: _regret(p, options, holders))
        own = sorted((o for o in options if o[1] is person), key=lambda o: -_discounted(o, holders))
        _, _, phrase, state = own[0]
        weight = _discounted(own[0], holders)
        second = _discounted(own[1], holders) if len(own) > 1 else weight - SURE
        party = legislature_of(state) if phrase.group == "delegate" else party_in(phrase, state)
        assign(person, party, phrase, "office-context" if weight >= SURE + second else "office-context-close")
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
    assign(person, party, phrase, "private")


def assign(person: Person, party: str, phrase: Phrase, rule: str) -> None:
    """Give a person the party that a description tells, by the rule named."""
    person.party, person.rule, person.role = party or "OTHER", rule, phrase.role
    person.confidence = CONFIDENCE.get(rule, 0.5)
