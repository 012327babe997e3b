"""How far a description reaches: over its modifiers to the left, over "of Russia" and "for the ministry" to the right.

In: a phrase that is only its role. Out: the phrase grown over its words, its marks set ("former", "opposition"), and
the names of the tables met on the way, nearest first.
"""

from __future__ import annotations

from communique.model.reading import Token
from communique.resolve.lexicon import Role, word_list
from communique.resolve.phrase import STATE_GROUPS, Phrase
from communique.resolve.scene import NAME_TAGS, NameHit, Scene

PAST = frozenset(
    {"former", "past", "ex", "onetime", "one-time", "late", "ousted", "deposed", "retired", "fired", "sacked", "defected"}
) | {
    *("toppled", "overthrown", "unseated", "slain", "murdered"),
}
OPPOSING = frozenset({"opposition", "rebel", "dissident", "insurgent"})
OPPOSING_STANCES = frozenset({("pro", "democracy"), ("anti", "government"), ("anti", "regime")})
DOMESTIC = word_list("domestic")
COMMITTEES = frozenset({"committee", "subcommittee", "panel", "caucus"})  # of a legislature, if no other name tells
GOVERNING = frozenset({"administration", "government", "cabinet", "ministry"})
PUBLIC = word_list("public_bodies")  # last words of the names of a state's bodies
OWN_BODIES = PUBLIC | {"organization", "organisation"}  # where a state stands before them as their owner
BY_ADJECTIVE = frozenset({"administration", "agency", "authority", "department", "ministry"})  # "European Aviation Agency"
PLACES = frozenset({"place", "venue"})
AT_HOME = frozenset({"government", "ministry"})  # of the state in which they are
COUNTS = frozenset({"one", "another", "some", "several", "many"})
STANCES = frozenset({"pro", "anti", "non"})
GOVERNS = frozenset({"state", "adjective", "seat", "body", "legislature", "assembly", "group", "capital"})
TITLE_WORDS = word_list("title_words")
MODIFIER_TAGS = frozenset("JJ JJR JJS NN NNS NNP NNPS VBN VBG CD HYPH AFX XX".split())  # noqa: SIM905
MODIFIES = frozenset({"amod", "compound", "nmod"})  # "acting president", not "becoming president"
MODIFIER_WORDS = frozenset({"-", "vice", "deputy", "then", "now", "newly"})
TARGETED = frozenset({"ambassador", "envoy", "special envoy", "special representative"})  # "to" names whom they are sent to
SITTING = frozenset({"legislator", "legislature", "opposition"})  # in a state, they are its own
ANY_PREPOSITION = frozenset({"chair", "director", "spokesperson", "official", "expert"})  # "director at", "spokesman in"
CHAIN_TAGS = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBN"})
LOCAL = frozenset({"state", "city", "county", "local", "provincial", "regional"})  # parts of a state
FOREIGN = frozenset({"foreign", "international", "multinational", "coalition", "world", "global", "allied"})
NOT_OWN = frozenset({"allies", "neighbors", "neighbours", "enemies", "rivals", "adversaries", "critics", "opponents"})
PRIVATE_OWNERS = word_list("private_owners")
HOUSE_WORDS = frozenset({"parliamentary", "congressional"})
HOUSE_GROUPS = frozenset({"legislator", "legislature", "delegate"})
SERVING = frozenset({"spoke", "official"})
LED = ("-", "led", "coalition")
MAX_LEFT, MAX_RIGHT = 10, 12


def walk_left(scene: Scene, phrase: Phrase) -> list[NameHit]:
    """Grow the phrase to the left; the names met, nearest first."""
    hits: list[NameHit] = []
    sentence = scene.sentence_of[phrase.head]
    i = phrase.first - 1
    while i >= 0 and phrase.head - i <= MAX_LEFT and scene.sentence_of[i] == sentence:
        step = _step_left(scene, phrase, i, hits)
        if step < 0 and scene.is_next_to(i + 1) and "-" in (scene.tokens[i].text, scene.tokens[i + 1].text):
            step = i  # "right" of "a right-leaning think tank", "and" of "rank-and-file members"
        if step < 0:
            break
        phrase.first = step
        if phrase.determiner:
            break
        i = step - 1
    before = phrase.first - 1
    if before >= 0 and scene.sentence_of[before] == sentence and scene.tokens[before].text.lower() in PAST:
        phrase.is_former = True
    return hits


def _step_left(scene: Scene, phrase: Phrase, i: int, hits: list[NameHit]) -> int:
    """The new first token when token i belongs to the phrase, else -1."""
    token, hit = scene.tokens[i], scene.name_at[i]
    low = token.text.lower()
    if hit is not None:
        if hit.first > 1 and scene.tokens[hit.first - 1].text == "-" and scene.tokens[hit.first - 2].text.lower() in STANCES:
            return hit.first - 2  # "the pro-Western president" is nobody's in the West
        if (hit.name.kind in GOVERNS and not hit.is_prefix) or _owns(scene, hit):
            hits.append(hit)
        phrase.is_domestic |= hit.name.kind in PLACES
        return hit.first
    if token.tag == "POS" and i and scene.is_next_to(i):
        return _owner(scene, phrase, i)
    if token.text == ")" and i > 1 and scene.tokens[i - 2].text == "(" and scene.tokens[i - 1].text.isupper():
        return i - 2  # "Aviation Organisation (CAO) chief"
    if token.tag in ("DT", "PRP$", "WP$") or low in COUNTS:
        phrase.determiner = low
        return i
    word = scene.word_at[i]
    if (
        word is not None
        and word.word.group != "local"
        and token.text[:1].isupper()
        and phrase.is_person
        and hasattr(word.word, "role")
    ):
        return -1
    if word is not None and not hasattr(word.word, "role"):  # "Commerce Ministry spokesman"
        phrase.is_governing |= word.word.group in ("government", "ministry")
        phrase.in_house |= word.word.group == "legislature"
        _mark(phrase, low)
        return word.first
    if low in ("and", "/"):
        return i if _joins_adjectives(scene, i) or _joins_modifiers(scene, i) else -1
    follows = phrase.group in ("official", "spoke", "officials")
    if token.tag in NAME_TAGS and (token.ent == "PERSON" or (follows and _is_of_person(scene, i))):
        phrase.is_former |= _is_past_person(scene, i)
        if follows and i == phrase.first - 1:
            phrase.boss = i  # "a Boehner aide"
        return -1
    if _is_degree(scene, i):
        return i
    if (token.tag not in MODIFIER_TAGS or _is_verb(token) or _names_owner(scene, i, hits)) and low not in MODIFIER_WORDS:
        return -1
    _mark(phrase, low)
    phrase.is_opposing |= _is_stance(scene, i) and phrase.group not in HOUSE_GROUPS
    is_name = token.tag in NAME_TAGS or token.ent in ("NORP", "GPE")  # "the Sahrawi prime minister" is no Moroccan
    phrase.is_private |= is_name and token.text.istitle() and low not in TITLE_WORDS
    phrase.is_owned |= low in PRIVATE_OWNERS
    phrase.is_governing |= phrase.group == "official" and low in PUBLIC
    return i


def _owns(scene: Scene, hit: NameHit) -> bool:
    """Whether a region that several states make up is the owner: "Europe's leaders"."""
    return hit.name.kind == "region" and hit.last < len(scene.tokens) and scene.tokens[hit.last].tag == "POS"


def _is_degree(scene: Scene, i: int) -> bool:
    """Whether an adverb says how the modifier after it is meant: "Norway's first freely elected president"."""
    token, after = scene.tokens[i], scene.tokens[i + 1]
    return token.tag == "RB" and token.head == i + 1 and after.tag in ("VBN", "JJ") and after.dep in MODIFIES


def _is_stance(scene: Scene, i: int) -> bool:
    """Whether "pro-democracy" or the like ends at the token: whom it is said of stands against the government."""
    words = tuple(t.text.lower() for t in scene.tokens[max(i - 2, 0) : i + 1])
    return len(words) == 3 and words[1] == "-" and (words[0], words[2]) in OPPOSING_STANCES


def _is_verb(token: Token) -> bool:
    """Whether a participle is a verb of its own, not a modifier: "becoming president", "have given leadership"."""
    return token.tag in ("VBG", "VBN") and token.dep not in MODIFIES


def _names_owner(scene: Scene, i: int, hits: list[NameHit]) -> bool:
    """Whether a common noun stands before a state that owns the phrase, of which it is no part: "in hope Britain's leaders"."""
    is_owner = bool(hits) and hits[-1].first == i + 1 and hits[-1].name.kind == "state"
    return is_owner and scene.tokens[i].tag in ("NN", "NNS") and scene.tokens[hits[-1].last].tag == "POS"


def _owner(scene: Scene, phrase: Phrase, i: int) -> int:
    """A possessive: a name of the tables goes into the phrase, a person becomes its boss."""
    hit = scene.name_at[i - 1]
    if hit is not None:
        phrase.is_private |= hit.name.kind == "outlet"
        phrase.is_governing |= phrase.group == "chair" and hit.name.kind == "state" and _ends_in_own_body(scene, phrase, i)
        return i
    owner = scene.tokens[i - 1]
    is_state = phrase.group in SERVING and scene.group_at(i - 1) in (
        "ministry",
        "government",
    )  # "the Foreign Ministry's spokesman"
    phrase.is_private |= owner.text.lower() in PRIVATE_OWNERS or (owner.tag in NAME_TAGS and owner.ent == "ORG" and not is_state)
    phrase.is_opposing |= scene.group_at(i - 1) in ("opposition", "rebels")  # "the rebels' spokesman"
    titled = scene.word_at[i - 1]
    is_titled = phrase.is_person and titled is not None and hasattr(titled.word, "role")  # "the secretary general's spokesman"
    if owner.tag in NAME_TAGS or is_titled or is_state:
        phrase.boss = i - 1
    return -1


def _ends_in_own_body(scene: Scene, phrase: Phrase, i: int) -> bool:
    """Whether the name of a state's own body stands between its possessive and the head: "Iran's Atomic Energy Agency chief"."""
    between = [t for t in scene.tokens[i + 1 : phrase.head] if t.tag in NAME_TAGS and not t.text.isupper()]
    return bool(between) and between[-1].text.lower() in OWN_BODIES


def _mark(phrase: Phrase, low: str) -> None:
    phrase.is_former |= low in PAST
    phrase.is_opposing |= low in OPPOSING
    phrase.is_domestic |= low in DOMESTIC
    phrase.is_governing |= low in GOVERNING
    phrase.in_house |= low in COMMITTEES
    phrase.is_federal |= low == "federal" or (phrase.group == "judge" and low == "military")
    phrase.is_local |= low in LOCAL
    phrase.is_foreign |= low in FOREIGN


def _is_of_person(scene: Scene, i: int) -> bool:
    """Whether a token is of a person's name, here or elsewhere in the document."""
    token = scene.tokens[i]
    return token.tag in NAME_TAGS and (token.ent == "PERSON" or token.text in scene.surnames)


def _is_past_person(scene: Scene, i: int) -> bool:
    """ "Former Clinton adviser": the past word stands before the name of the boss."""
    while i > 0 and _is_of_person(scene, i):
        i -= 1
    return scene.tokens[i].text.lower() in PAST


def _joins_adjectives(scene: Scene, i: int) -> bool:
    before, after = scene.name_at[i - 1] if i else None, scene.name_at[i + 1]
    return before is not None and after is not None and before.name.kind in GOVERNS and after.name.kind in GOVERNS


def _joins_modifiers(scene: Scene, i: int) -> bool:
    """Whether "and" joins two plain modifiers: "trade and manufacturing adviser"."""
    if i < 2 or scene.name_at[i - 1] is not None or scene.word_at[i - 1] is not None or scene.name_at[i + 1] is not None:
        return False
    before, after = scene.tokens[i - 1], scene.tokens[i + 1]
    return before.tag in ("NN", "JJ") and after.tag in ("NN", "JJ") and before.text.islower()


def walk_right(scene: Scene, phrase: Phrase) -> list[NameHit]:
    """Grow the phrase over a preposition and its noun; the names met there, or the office it serves where none is met."""
    i = phrase.last
    if i >= len(scene.tokens) or scene.sentence_of[i] != scene.sentence_of[phrase.head] or not _opens(scene, phrase, i):
        return []
    sentence, stop = scene.sentence_of[phrase.head], min(len(scene.tokens), i + MAX_RIGHT)
    i += 1
    served = -1
    while i < stop and scene.sentence_of[i] == sentence:
        hit = scene.name_at[i]
        if hit is not None and scene.tokens[i - 1].tag == "NNS" and hit.name.kind in ("state", "capital"):
            break  # "the number of shells Norway may keep"
        if hit is not None and hit.name.kind in GOVERNS | {"place"} and (not hit.is_prefix or _leads(scene, hit)):
            return _take_right(scene, phrase, hit)
        if hit is not None:
            i = hit.last
            continue
        if _meets_boss(scene, phrase, i) or not _passes(scene, phrase, i):
            break
        served = i if served < 0 and _is_office(scene, i) else served
        phrase.is_private |= phrase.group in SERVING and scene.group_at(i) == "local"  # "a spokesman for the mayor"
        i += 1
    if phrase.boss < 0 and phrase.group in SERVING:
        phrase.boss = served  # "an aide to the secretary of state"
    return []


def _is_office(scene: Scene, i: int) -> bool:
    """Whether one office of a state stands there: "the foreign minister", not "the minister's" or "the mayor"."""
    hit = scene.word_at[i]
    if hit is None or hit.first != i or not isinstance(hit.word, Role) or hit.word.plural:
        return False
    return hit.word.group in STATE_GROUPS and scene.tokens[i].text.islower()


def _leads(scene: Scene, hit: NameHit) -> bool:
    """Whether others follow whom the name stands for: "a spokesman for the Danish-led coalition"."""
    return tuple(t.text.lower() for t in scene.tokens[hit.last : hit.last + len(LED)]) == LED


def _opens(scene: Scene, phrase: Phrase, i: int) -> bool:
    """Whether the word after the role opens a part that belongs to it."""
    preposition = scene.tokens[i].text.lower()
    if phrase.role == "vice president" and preposition in ("for", "at", "of") and _is_field(scene, i + 1):
        phrase.is_private = phrase.is_owned = True  # "vice president for marketing": of a company
        return False
    if preposition == "and" and i + 1 < len(scene.tokens) and scene.group_at(i + 1) in ("private", "chair"):
        phrase.is_private = True  # "president and chief executive of …"
        return False
    if phrase.role in TARGETED and preposition == "for" and _is_named(scene, i + 1, "body"):
        return True  # who sends them, not whom they are sent to
    if phrase.role in TARGETED and preposition in ("to", "for"):
        _skip_target(scene, phrase, i + 1)
        return False
    if preposition == "to":
        return phrase.role in ("adviser", "chief of staff", "national security adviser")
    if preposition == "for" and phrase.boss >= 0 and phrase.group == "government":
        return False  # "Roe's government for the attack": whom it is punished for, not whose it is
    if preposition in ("in", "with", "on", "from", "at"):
        if preposition in ("in", "at") and _works_there(scene, phrase, i):
            return True
        if preposition in ("in", "with", "from") and phrase.group == "official" and _is_named(scene, i + 1, "group"):
            return True  # "a commander with the Free Syrian Army"
        is_from = preposition in ("from", "at") and phrase.role == "diplomat"  # one in a capital is mostly of another state
        is_from |= preposition == "from" and phrase.group in ("officials", "official", "minister", "head")
        return is_from or phrase.role in ANY_PREPOSITION
    return preposition in ("of", "for")


def _is_field(scene: Scene, i: int) -> bool:
    """Whether a noun phrase says what somebody works on or for, not a state: "for news programming", "at Acme"."""
    if i >= len(scene.tokens) or scene.name_at[i] is not None or scene.tokens[i].tag == "DT":
        return False
    return scene.tokens[i].tag in ("NN", "NNS", "JJ") or scene.tokens[i].ent == "ORG"


def _works_there(scene: Scene, phrase: Phrase, i: int) -> bool:
    """Whether the name after "at" says whose the office is: "an adviser at the Élysée", "the ministry in Oslo"."""
    at = i + 1 + (i + 1 < len(scene.tokens) and scene.tokens[i + 1].tag == "DT")
    hit = scene.name_at[at] if at < len(scene.tokens) else None
    if hit is None:
        return False
    if hit.name.kind == "state" and hit.last + 1 < len(scene.tokens) and scene.tokens[hit.last].tag == "POS":
        hit = scene.name_at[hit.last + 1] or hit  # "a commander in Norway's Coast Guard"
    if hit.name.kind in ("seat", "legislature"):
        return phrase.group in ("official", "spoke", "officials", "leader", "legislator")
    are_officials = phrase.role in ("officials", "counterparts") or phrase.role.endswith(" ministers")
    if hit.name.kind in ("state", "capital") and (phrase.group in AT_HOME or are_officials):
        return not any(scene.name_at[phrase.first : phrase.head])  # "Danish officials in Oslo" are Danish
    is_at_home = phrase.group in SITTING and not any(scene.name_at[phrase.first : phrase.head])
    return hit.name.kind == "state" and (phrase.role in ("leader", "prosecutor") or is_at_home)


def _is_named(scene: Scene, i: int, kind: str) -> bool:
    """Whether a name of this kind stands there, after "the" or without."""
    i += i < len(scene.tokens) and scene.tokens[i].tag == "DT"
    hit = scene.name_at[i] if i < len(scene.tokens) else None
    return hit is not None and hit.name.kind == kind


def _skip_target(scene: Scene, phrase: Phrase, i: int) -> None:
    """ "ambassador to the United Nations": whom an envoy is sent to belongs to the phrase, not to its parties."""
    if i < len(scene.tokens) and scene.tokens[i].tag == "DT":
        i += 1
    hit = scene.name_at[i] if i < len(scene.tokens) else None
    if hit is not None and scene.sentence_of[i] == scene.sentence_of[phrase.head]:
        phrase.last = hit.last


def _meets_boss(scene: Scene, phrase: Phrase, i: int) -> bool:
    """Whether a person stands there: "spokesman for Prime Minister David Cameron"."""
    token, word = scene.tokens[i], scene.word_at[i]
    if word is not None and hasattr(word.word, "role") and token.text[:1].isupper():
        following = min(word.last, len(scene.tokens) - 1)
        phrase.boss = following if scene.tokens[following].text[:1].isupper() else -1
        return True
    if token.tag in NAME_TAGS and token.ent == "PERSON":
        phrase.boss = i
        return True
    return False


def _passes(scene: Scene, phrase: Phrase, i: int) -> bool:
    """Whether the walk may go on over a word that is no name of the tables."""
    token, low = scene.tokens[i], scene.tokens[i].text.lower()
    phrase.is_opposing |= low in OPPOSING
    phrase.is_governing |= low in GOVERNING or (
        phrase.group == "chair" and scene.group_at(i) == "military" and token.text.islower()
    )
    phrase.is_federal |= low == "federal"
    phrase.is_former |= low == "former" and phrase.group in SERVING  # "an aide to the former president"
    if phrase.group == "minister":
        if low == "," and i + 1 < len(scene.tokens):  # "minister of Economy, Trade and Industry"
            return scene.tokens[i + 1].tag in NAME_TAGS and scene.tokens[i + 1].ent != "PERSON"
        if token.tag in NAME_TAGS:
            phrase.last = i + 1
    elif token.tag in NAME_TAGS:
        phrase.is_private = True
        phrase.is_governing |= phrase.group == "official" and low in PUBLIC
    is_place = low == "in" and scene.tokens[i - 1].text.lower() in COMMITTEES  # "the committee in Norway's upper house"
    return token.tag in CHAIN_TAGS or low in ("of", "and", "for", "'s") or is_place


def _take_right(scene: Scene, phrase: Phrase, hit: NameHit) -> list[NameHit]:
    """The name after the preposition and those joined to it; the phrase grows to the end of its noun phrase."""
    taken, last = [hit], hit.last + (len(LED) if _leads(scene, hit) else 0)
    phrase.in_house |= phrase.group == "chair" and hit.name.kind == "assembly"  # "chair of parliament's defense committee"
    while phrase.is_plural and hit.name.kind == "state" and (following := _listed(scene, last)) is not None:
        taken.append(following)
        last = following.last
    while last < len(scene.tokens) and _is_noun_tail(scene, phrase, last):
        if _passes_to_boss(scene, phrase, last):
            return taken
        inner = scene.name_at[last]
        if inner is not None and inner.name.kind in ("legislature", "assembly", "body", "seat", "group"):
            if inner.name.party:
                taken.insert(0, inner)
            else:
                phrase.in_house = True  # "the Iranian parliament's committee": of the state named before
        phrase.in_house |= scene.group_at(last) == "legislature"
        phrase.is_opposing |= scene.group_at(last) == "opposition"  # "the president of the Syrian opposition"
        is_delegation = scene.group_at(last) == "officials"  # "Iran's negotiating team"
        phrase.is_owned |= scene.tokens[last].text.lower() in PRIVATE_OWNERS and not is_delegation
        if _is_own_body(scene, hit, last):
            phrase.is_governing |= phrase.group == "chair"
        if (
            inner is None
            and scene.word_at[last] is None
            and scene.tokens[last].tag in NAME_TAGS
            and hit.name.kind in ("adjective", "state", "place", "body")
        ):
            phrase.is_private = True  # "president of the Arab American Institute"
        last += 1
    phrase.last = last
    if scene.tokens[last - 1].pos in ("ADJ", "PART") and last < len(scene.tokens) and scene.tokens[last].text.lower() in NOT_OWN:
        phrase.is_foreign, phrase.last = True, last + 1  # "the leaders of Norway's closest allies"
        return []
    return taken


def _is_own_body(scene: Scene, hit: NameHit, i: int) -> bool:
    """Whether a body that ends at the token is a state's own by its words: "Iran's Atomic Energy Organization"."""
    is_owned = hit.name.kind == "state" and hit.last < len(scene.tokens) and scene.tokens[hit.last].tag == "POS"
    return is_owned and scene.tokens[i].tag in NAME_TAGS and scene.tokens[i].text.lower() in OWN_BODIES


def owner_of_body(scene: Scene, first: int, last: int) -> str:
    """The state whose own body a name is by its words, "Iran's Ports and Maritime Agency"; "" for others."""
    tokens = scene.tokens
    if last + 1 < len(tokens) and tokens[last].text == "and" and tokens[last + 1].tag in NAME_TAGS:
        last += 1
        while last < len(tokens) and tokens[last].tag in NAME_TAGS and scene.name_at[last] is None:
            last += 1
    while first > 1 and tokens[first - 1].tag in NAME_TAGS and scene.name_at[first - 1] is None:
        first -= 1  # "Israeli Airport Authority"
    owner = scene.name_at[first - 1] if first else None
    if owner is not None and owner.name.kind == "adjective":
        words = {t.text.lower() for t in tokens[first:last]}
        return owner.name.party if tokens[last - 1].text.lower() in BY_ADJECTIVE and "news" not in words else ""
    owner = scene.name_at[first - 2] if first > 1 and tokens[first - 1].tag == "POS" else None
    if owner is None or owner.name.kind != "state" or owner.last != first - 1 or tokens[last - 1].text.lower() not in OWN_BODIES:
        return ""
    return owner.name.party


def _passes_to_boss(scene: Scene, phrase: Phrase, i: int) -> bool:
    """ "aide to German Chancellor Angela Merkel": the phrase runs on to the end of the person's name."""
    word = scene.word_at[i]
    if (
        word is None
        or not hasattr(word.word, "role")
        or word.last >= len(scene.tokens)
        or phrase.group not in ("spoke", "official")
    ):
        return False
    last = word.last
    while last < len(scene.tokens) and scene.tokens[last].tag in NAME_TAGS | {"HYPH"} and last - word.last < 5:
        last += 1
    if last == word.last:
        return False
    phrase.boss, phrase.last = word.last, last
    return True


def _listed(scene: Scene, last: int) -> NameHit | None:
    """The next state in "of Germany, France and Italy"."""
    i = last
    while i < len(scene.tokens) and i - last < 3 and scene.tokens[i].text.lower() in (",", "and", "the"):
        i += 1
    hit = scene.name_at[i] if last < i < len(scene.tokens) else None
    return hit if hit is not None and hit.name.kind == "state" else None


def _is_noun_tail(scene: Scene, phrase: Phrase, i: int) -> bool:
    if scene.sentence_of[i] != scene.sentence_of[phrase.head]:
        return False
    token = scene.tokens[i]
    if scene.name_at[i] is not None or scene.group_at(i) == "legislature":  # "Norway's upper house"
        return True
    if token.text.lower() in HOUSE_WORDS:  # "Britain's parliamentary defence committee"
        phrase.in_house = True
        return True
    if token.tag in ("JJ", "JJS") and scene.tokens[i - 1].tag == "POS":  # "Norway's main opposition group"
        return True
    return token.tag in ("NN", "NNP", "NNPS", "POS") and token.ent != "PERSON"
