"""Reads the descriptions of a document and the parties that their own words give.

In: a scene. Out: one phrase for each role or collective noun. A phrase knows nothing of the rest of the document;
parties that only the context tells are left empty for `party.py`.
"""

from __future__ import annotations

import re

from communique.resolve.lexicon import Name, Noun, Role
from communique.resolve.phrase import OPEN_NOUNS, OTHER_GROUPS, Phrase
from communique.resolve.phrase_walk import PAST, TARGETED, walk_left, walk_right
from communique.resolve.scene import NAME_TAGS, NOUN_TAGS, NameHit, Scene, WordHit

PRIVATE_GROUPS = frozenset({"head", "chair", "deputy", "leader", "spoke"})  # companies have presidents and spokesmen too
DOMESTIC_GROUPS = frozenset({"leader", "official", "spoke", "chair", "officials", "deputy", "minister", "head", "judge"})
MEMBER_GROUPS = frozenset({"head", "minister", "deputy"})  # "Republican president": a party member, not a legislator
ABROAD = frozenset({"state", "place", "capital", "adjective"})
FIELDS = frozenset({"state", "place", "body", "capital"})  # what an office is about, between its owner and the title
REPORTING = frozenset({"seat", "legislature", "assembly", "body"})
MARTIAL = frozenset({"air", "airstrike", "bombing", "military"})
FIELD_TAGS = frozenset({"IN", "JJ", "NN", "NNS", "CC"})  # of what an office is for
MAX_FIELD = 6  # tokens of it
STAFF = "specialist"  # who works for a body of the state where its name stands before the trade
COUNCIL = r"(?:of the [\w. ]*Council )?(?:(?:\(|--?|–|—) [^()–—-]* (?:\)|--?|–|—) )?,? ?"  # "of the Council (France, …)"
WITH_GERMANY = re.compile(COUNCIL + r"(?:and|plus|along with) Germany\b")
REBEL_GROUPS = frozenset({"rebel", "rebels"})


def find_phrases(scene: Scene) -> list[Phrase]:
    """The phrases of a document, in order of their heads; nested heads ("Kremlin spokesman's aide") stay apart."""
    read = (_read_phrase(scene, hit) for hit in scene.words)
    return [phrase for phrase in read if phrase is not None]


def _read_phrase(scene: Scene, hit: WordHit) -> Phrase | None:
    if _is_modifier(scene, hit):
        return None
    phrase = Phrase(hit.first, hit.last, _head_of(scene, hit), hit.word)
    if phrase.group == "honorific":
        return phrase
    left = walk_left(scene, phrase)
    right = walk_right(scene, phrase)
    if _is_no_actor(scene, phrase, left):
        return None
    phrase.is_former |= phrase.is_person and any(_is_over(scene, i) for i in _ends(scene, phrase))
    _set_parties(scene, phrase, left, right)
    if phrase.is_person or phrase.parties or phrase.boss >= 0 or _can_be_open(scene, phrase):
        return phrase
    return None


def _is_no_actor(scene: Scene, phrase: Phrase, left: list[NameHit]) -> bool:
    """Whether it is what somebody does: "Norway's campaign in Mali", "the bombing campaign", "government-to-government talks"."""
    words = {t.text.lower() for t in scene.tokens[phrase.first : phrase.head]}
    if scene.tokens[phrase.head].lemma.lower() == "campaign":
        return bool(MARTIAL & words) or any(h.name.kind in ABROAD and h.name.party for h in left)
    before = [t.text.lower() for t in scene.tokens[max(phrase.head - 2, 0) : phrase.head]]
    after = [t.text.lower() for t in scene.tokens[phrase.head + 1 : phrase.head + 3]]
    return before in (["of", "-"], ["to", "-"]) or after == ["-", "to"]


def _head_of(scene: Scene, hit: WordHit) -> int:
    """The word of the role that the sentence hangs on: "chief" of "chief of staff"."""
    for i in range(hit.first, hit.last - 1):
        if not hit.first <= scene.tokens[i].head < hit.last and scene.tokens[i].tag in NOUN_TAGS:
            return i
    return hit.last - 1


def _is_over(scene: Scene, i: int) -> bool:
    """Whether an office is told by a time that is past: "adviser under President …", "envoy from 2009 to 2013"."""
    tokens, end = scene.tokens, len(scene.tokens)
    if i + 1 >= end or scene.sentence_of[i] != scene.sentence_of[i - 1]:
        return False
    word, after = tokens[i].text.lower(), i + 1 + (tokens[i + 1].tag == "DT")
    if after >= end:
        return False
    if word in ("under", "during"):
        hit = scene.word_at[after]
        is_title = hit is not None and isinstance(hit.word, Role) and hit.word.group == "head"
        is_reign = word == "during" and any(t.lemma.lower() == "administration" for t in tokens[after : after + 3])
        return is_reign or (word == "under" and (is_title or tokens[after].ent == "PERSON" or tokens[after].text.lower() in PAST))
    if word == "to" and _are_two_persons(scene, i + 1):  # "adviser to Ronald Roe and George Poe": in the time of one or the other
        return True
    is_span = word == "from" and any(t.text.lower() in ("to", "until", "through", "-") for t in tokens[after + 1 : after + 3])
    return (word == "until" or is_span) and tokens[after].ent == "DATE"


def _ends(scene: Scene, phrase: Phrase) -> set[int]:
    """The tokens after the phrase, after whom it serves, and after its field: "assistant for national security during …"."""
    i = phrase.last
    while (
        i < min(phrase.last + MAX_FIELD, len(scene.tokens))
        and scene.tokens[i].tag in FIELD_TAGS
        and scene.tokens[i].text.islower()
    ):
        if scene.tokens[i].text in ("under", "during", "from", "until", "to"):
            break
        i += 1
    return {phrase.last, _after_boss(scene, phrase), i}


def _after_boss(scene: Scene, phrase: Phrase) -> int:
    """The token after the person whom an office serves: "adviser to Vice President Roe during the Poe administration"."""
    i = max(phrase.boss, phrase.last)
    while phrase.boss >= phrase.last and i < len(scene.tokens) and scene.tokens[i].tag in NAME_TAGS:
        i += 1
    return i


def _are_two_persons(scene: Scene, i: int) -> bool:
    """Whether two persons joined by "and" are named from the token on, and nothing else."""
    tokens, end = scene.tokens, len(scene.tokens)
    joined = 0
    while i < end and (tokens[i].ent == "PERSON" or tokens[i].text == "and"):
        joined += tokens[i].text == "and"
        i += 1
    return joined == 1 and tokens[i - 1].ent == "PERSON"


def _can_be_open(scene: Scene, phrase: Phrase) -> bool:
    """Whether a collective noun without a party can still be an actor: "the opposition", not "opposition to the plan"."""
    if phrase.group == "opposition" and phrase.role == "opposition":
        after = scene.tokens[phrase.last].text.lower() if phrase.last < len(scene.tokens) else ""
        return phrase.determiner == "the" and after not in ("to", "from", "of")
    if phrase.role in ("resolution", "report"):  # "the resolution" is of the body whose resolution was named before
        after = scene.tokens[phrase.last].text.lower() if phrase.last < len(scene.tokens) else ""
        return phrase.determiner == "the" and after not in ("by", "from")
    return phrase.group in OPEN_NOUNS or (phrase.group == "things" and (phrase.is_governing or phrase.is_federal))


def _is_modifier(scene: Scene, hit: WordHit) -> bool:
    """Whether the word only modifies a further role or noun: "government officials", "military commander"."""
    after = hit.last
    if after >= len(scene.tokens) or scene.sentence_of[after] != scene.sentence_of[hit.first]:
        return False
    follower, last = scene.word_at[after], scene.tokens[hit.last - 1]
    if follower is None:
        is_common = isinstance(hit.word, Noun) or (hit.word.group in OTHER_GROUPS and last.text.islower())
        return is_common and last.head == after and last.dep == "compound" and scene.tokens[after].pos == "NOUN"
    return isinstance(hit.word, Noun) or (follower.last - follower.first == 1 and last.text.islower())


def _set_parties(scene: Scene, phrase: Phrase, left: list[NameHit], right: list[NameHit]) -> None:
    """The parties that the phrase's own words give, by group of role."""
    names = _names_that_count(phrase, left, right)
    if phrase.role == "report":  # "the Senate's report", but not "the Russia report"
        names = [h for h in names if h.name.kind in REPORTING and h.name.party]
    foreign = {"state", "place", "capital", "adjective"} if right else {"state", "place", "capital"}
    if phrase.is_owned:
        foreign |= {"adjective"}
    if (
        (phrase.is_private or phrase.is_owned)
        and not (phrase.is_governing or phrase.in_house or phrase.is_opposing)
        and (phrase.group in PRIVATE_GROUPS or _is_staff(phrase))
        and phrase.role != "secretary-general"  # "the alliance's secretary-general": of the body that is named beside
        and all(h.name.kind in foreign for h in names)
    ):
        phrase.parties, phrase.rule = ["OTHER"], "domestic"
        return
    for hit in _distinct(scene, names, phrase):
        party = party_for(phrase, hit.name)
        if party and party not in phrase.parties:
            phrase.parties.append(party)
            phrase.collectives.append(hit.name.actor)
            phrase.rule = "words"
    if phrase.parties in ([], ["UN"]) and _are_six_powers(scene, phrase):
        phrase.parties, phrase.collectives, phrase.rule = ["P5+1"], ["P5+1"], "words"
    if not phrase.parties:
        _set_default(phrase)


def _are_six_powers(scene: Scene, phrase: Phrase) -> bool:
    """Whether they are those who talked with Iran: "the Security Council's five permanent members and Germany"."""
    tokens, i = scene.tokens, phrase.head + 1
    if tokens[phrase.head].text.lower() != "members" or all(
        t.text.lower() != "permanent" for t in tokens[phrase.first : phrase.head]
    ):
        return False
    sentence = scene.reading.sentences[scene.sentence_of[phrase.head]]
    named = " ".join(t.text for t in tokens[i : sentence.last])
    return WITH_GERMANY.match(named) is not None


def _is_staff(phrase: Phrase) -> bool:
    """Whether an official may be one of an organization: nobody's own, and of an office that no table gives a party."""
    return phrase.group == "official" and phrase.boss < 0 and not (isinstance(phrase.word, Role) and phrase.word.party)


def _names_that_count(phrase: Phrase, left: list[NameHit], right: list[NameHit]) -> list[NameHit]:
    if phrase.role in TARGETED:
        return [h for h in left if h.name.kind in ("state", "adjective", "seat")] or left or right
    if phrase.group == "chair":
        is_of_body = any(h.name.kind == "body" for h in left) and all(h.name.kind in ABROAD for h in right)
        if is_of_body:  # "the UN's coordinator in Sudan"
            return [h for h in left if h.name.kind == "body"]
        return right or [h for h in left if h.name.kind not in ("adjective", "state") or phrase.is_governing]
    if left and right and right[0].name.kind in ("legislature", "body", "assembly"):
        return right if right[0].name.party or phrase.group != "legislature" else left  # "Norway's upper house of parliament"
    if not left and isinstance(phrase.word, Role) and len(phrase.word.party) == 3 and all(h.name.kind in ABROAD for h in right):
        return []  # "deputy assistant secretary of defense for Russia" is no Russian
    return left or right


def _distinct(scene: Scene, names: list[NameHit], phrase: Phrase) -> list[NameHit]:
    """Several names for plural phrases ("Russian and French presidents"), else the one nearest to the head."""
    if len(names) < 2:
        return names
    states = [h for h in names if h.name.kind in ("adjective", "state")]
    if len(states) == len(names) and (phrase.is_plural or abs(states[0].first - states[1].last) <= 1):
        return sorted(states, key=lambda h: h.first)
    nearest, second = names[0], names[1]
    is_field = nearest.name.kind in FIELDS and nearest.name.party != "OTHER"  # "Norway's Acme Bank chief" is the bank's
    if second.first < nearest.first and is_field and scene.tokens[second.last].tag == "POS":
        return [second]  # "the UN's Norway envoy", "Norway's UN ambassador"
    if nearest.name.kind == "seat" and second.name.kind in ("adjective", "state") and second.last == nearest.first:
        return [second]  # other states have a coast guard and a supreme court too
    return names[:1]


def party_for(phrase: Phrase, name: Name) -> str:
    """The party of a phrase by a name in it; "" where the name does not tell."""
    group, state = phrase.group, name.party
    if group == "transparent":  # "a group of House Democrats", "the U.S.-led NATO coalition"
        return state if name.kind in ("legislature", "body", "group") else "OTHER"
    if phrase.role == STAFF and name.kind == "seat":  # "a Pentagon lawyer"
        return state
    if phrase.role == "attacker" and name.kind == "group":  # "an Islamic State bomber"
        return state
    if group in OTHER_GROUPS | {"others"} and not phrase.is_opposing:
        return "OTHER"
    if name.kind == "legislature" and group in MEMBER_GROUPS:
        return {"USA-CONGRESS": "USA", "EU": "EU"}.get(state, "")
    if name.kind in ("legislature", "group", "body", "assembly") or state == "EU":
        return state
    if (phrase.is_opposing or group in REBEL_GROUPS | {"opposition"}) and len(state) == 3:
        return "UKR-REBELS" if state == "UKR" and group in REBEL_GROUPS else opposition_of(state)
    if group == "separatists":
        return "UKR-REBELS" if state in ("UKR", "RUS") else "OTHER"
    if group == "kurds":
        return f"{state}-KURDS"
    if group == "legislator":
        return (
            phrase.word.party if isinstance(phrase.word, Role) and phrase.word.party and state == "USA" else legislature_of(state)
        )
    if group == "delegate":
        return legislature_of(state) if name.kind in ("state", "adjective") else state
    if group == "legislature" or phrase.in_house:
        return legislature_of(state)
    return state or "OTHER"


def legislature_of(state: str) -> str:
    """The code for legislators of a state.

    Example:
        >>> legislature_of("USA"), legislature_of("DEU"), legislature_of("EU")
        ('USA-CONGRESS', 'DEU-PARLIAMENT', 'EU')
    """
    if len(state) != 3 or not state.isupper():
        return state
    return "USA-CONGRESS" if state == "USA" else f"{state}-PARLIAMENT"


def opposition_of(state: str) -> str:
    """The code for the opposition in a state: its legislators where it sits in the legislature.

    Example:
        >>> opposition_of("SYR"), opposition_of("GBR")
        ('SYR-OPP', 'GBR-PARLIAMENT')
    """
    return legislature_of(state) if state in ("USA", "GBR") else f"{state}-OPP"


def _set_default(phrase: Phrase) -> None:
    word = phrase.word
    if phrase.group in ("legislator", "legislature") and phrase.is_local:
        phrase.parties, phrase.rule = ["OTHER"], "domestic"
    elif isinstance(word, Role) and word.party:
        phrase.parties, phrase.rule = [word.party], "role"
    elif (phrase.group in OTHER_GROUPS | {"others"} and not phrase.is_opposing) or _is_of_any_state(phrase):
        phrase.parties, phrase.rule = ["OTHER"], "role"
    elif (phrase.is_domestic and not phrase.is_governing and phrase.group in DOMESTIC_GROUPS) or _is_of_town(phrase):
        phrase.parties, phrase.rule = ["OTHER"], "domestic"


def _is_of_town(phrase: Phrase) -> bool:
    """Whether it is the police of a place: "local police"."""
    return phrase.is_local and phrase.role in ("police", "authorities", "government")


def _is_of_any_state(phrase: Phrase) -> bool:
    """Whether it is of no certain state: "no government", "foreign troops"."""
    is_any = phrase.determiner in ("no", "any", "every") and phrase.group == "government"
    is_foreign = phrase.is_foreign and phrase.group in ("military", "officials", "leader", "head")
    return is_any or is_foreign or _is_of_any_court(phrase)


def _is_of_any_court(phrase: Phrase) -> bool:
    """Whether a judge, or an officer of a low rank, may be of a town's court or police: nothing says that it is the state's."""
    return (phrase.group == "judge" or phrase.role == "officer") and not (phrase.is_federal or phrase.is_governing)
