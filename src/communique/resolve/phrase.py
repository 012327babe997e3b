"""Descriptions of people and offices: "the former Russian foreign minister", "a spokesman for the State Department".

In: a scene. Out: one phrase for each role or collective noun, with the parties that its own words give. A phrase knows
nothing of the rest of the document; parties that only the context tells are left empty for `party.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.resolve.lexicon import Name, Noun, Role, word_list
from communique.resolve.scene import NameHit, Scene, WordHit

FORMER = frozenset(
    {"former", "ex", "ex-", "late", "then", "onetime", "one-time", "retired", "longtime-former", "ousted", "deposed", "disgraced"}
)
LEADING = frozenset({"former", "ex", "onetime", "one-time", "late", "ousted", "deposed", "retired"})
OPPOSING = frozenset({"opposition", "rebel", "dissident", "insurgent"})
DOMESTIC = frozenset({"state", "local", "city", "county", "regional", "provincial", "university", "company", "campaign", "party"})
GOVERNING = frozenset({"administration", "government", "cabinet", "ministry"})
STATE_GROUPS = frozenset({"head", "leader", "deputy", "minister", "official", "spoke", "cleric"})  # speak for their state
OTHER_GROUPS = frozenset({"local", "politician", "expert", "press", "private"})
STATE_NOUNS = frozenset({"government", "ministry", "military", "officials"})
RIGHT_PREPOSITIONS = frozenset({"of", "for", "at", "in", "from", "with", "on", "to"})
DOMESTIC_GROUPS = frozenset({"leader", "official", "spoke", "chair", "officials", "deputy", "minister", "head"})
TARGETED = frozenset({"ambassador", "envoy", "special envoy", "special representative"})  # "to" names whom they are sent to
TITLE_WORDS = word_list("title_words")
RANKS = frozenset({"commander"})
MAX_LEFT, MAX_RIGHT = 10, 12
GOVERNS = frozenset({"state", "adjective", "seat", "body", "legislature", "assembly", "group", "capital"})


@dataclass(slots=True)
class Phrase:
    """A description on tokens `[first, last)` with the role at `head`."""

    first: int
    last: int
    head: int
    word: Role | Noun
    parties: list[str] = field(default_factory=list)
    collectives: list[str] = field(default_factory=list)  # who the parties are, in words, one for each
    rule: str = ""
    is_former: bool = False
    is_opposing: bool = False
    is_domestic: bool = False
    is_governing: bool = False  # its own words say government: "senior administration official"
    is_private: bool = False  # of an organization that the tables do not know: "Acme Institute president"
    determiner: str = ""
    boss: int = -1  # the token of the person whose spokesman, aide or wife this is

    @property
    def role(self) -> str:
        return self.word.role if isinstance(self.word, Role) else self.word.noun

    @property
    def is_person(self) -> bool:
        return isinstance(self.word, Role)

    @property
    def is_plural(self) -> bool:
        return self.word.plural if isinstance(self.word, Role) else self.word.noun.endswith("s")

    @property
    def party(self) -> str:
        return self.parties[0] if self.parties else ""


def find_phrases(scene: Scene) -> list[Phrase]:
    """The phrases of a document, in order of their heads; nested heads ("Kremlin spokesman's aide") stay apart."""
    phrases = []
    for hit in scene.words:
        phrase = _read_phrase(scene, hit)
        if phrase is not None:
            phrases.append(phrase)
    return phrases


def _read_phrase(scene: Scene, hit: WordHit) -> Phrase | None:
    if _is_modifier(scene, hit):
        return None
    phrase = Phrase(hit.first, hit.last, hit.last - 1, hit.word)
    left = _walk_left(scene, phrase)
    right = _walk_right(scene, phrase)
    _set_parties(phrase, left, right)
    if (
        isinstance(hit.word, Noun)
        and not phrase.parties
        and hit.word.group
        not in ("government", "legislature", "opposition", "rebels", "separatists", "kurds", "officials", "military", "ministry")
    ):
        return None
    return phrase


def _is_modifier(scene: Scene, hit: WordHit) -> bool:
    """Whether the word only modifies a further role or noun: "government officials", "military commander"."""
    after = hit.last
    if after >= len(scene.tokens) or scene.sentence_of[after] != scene.sentence_of[hit.first]:
        return False
    follower = scene.word_at[after]
    if follower is None:
        head = scene.tokens[hit.last - 1]
        follows = head.head == after and head.dep == "compound" and scene.tokens[after].pos == "NOUN"
        return follows and isinstance(hit.word, Noun)
    return isinstance(hit.word, Noun) or (follower.last - follower.first == 1 and scene.tokens[hit.last - 1].text.islower())


def _walk_left(scene: Scene, phrase: Phrase) -> list[NameHit]:
    """Extend the phrase to the left over its modifiers; the names among them, nearest first."""
    tokens, hits = scene.tokens, []
    sentence = scene.sentence_of[phrase.head]
    i = phrase.first - 1
    while i >= 0 and phrase.head - i <= MAX_LEFT and scene.sentence_of[i] == sentence:
        token, hit = tokens[i], scene.name_at[i]
        low = token.text.lower()
        if hit is not None:
            if hit.name.kind in GOVERNS:
                hits.append(hit)
            elif hit.name.kind in ("place", "venue"):
                phrase.is_domestic = True
            phrase.first = i = hit.first
        elif token.tag == "POS" and i and scene.is_next_to(i):
            owner = scene.name_at[i - 1]
            if owner is None:
                phrase.boss = i - 1 if tokens[i - 1].tag in ("NNP", "NNPS") else -1
                break
            phrase.first = i
        elif low in FORMER:
            phrase.is_former |= low in LEADING
            phrase.first = i
        elif token.tag in ("DT", "PRP$"):
            phrase.determiner = low
            phrase.first = i
            break
        elif scene.word_at[i] is not None and isinstance(scene.word_at[i].word, Role) and token.text[:1].isupper():  # type: ignore[union-attr]
            break
        elif token.tag in (
            "JJ",
            "JJR",
            "JJS",
            "NN",
            "NNP",
            "NNPS",
            "VBN",
            "VBG",
            "CD",
            "HYPH",
            "NNS",
            "RB",
            "JJ",
            "AFX",
            "XX",
        ) or low in ("-", "and", "/", "vice", "deputy"):
            if low in ("and", "/") and not (_joins_adjectives(scene, i) or _joins_modifiers(scene, i)):
                break
            if token.tag in ("NNP", "NNPS") and token.ent == "PERSON":
                break
            phrase.is_private |= (
                token.tag in ("NNP", "NNPS") and token.text[:1].isupper() and token.text.istitle() and low not in TITLE_WORDS
            )
            if token.tag == "RB" and low not in ("then", "now", "newly", "recently"):
                break
            phrase.is_opposing |= low in OPPOSING
            phrase.is_domestic |= low in DOMESTIC
            phrase.is_governing |= low in GOVERNING
            phrase.first = i
        else:
            break
        i -= 1
    _mark_suffix(scene, phrase)
    return hits


def _mark_suffix(scene: Scene, phrase: Phrase) -> None:
    """A preceding "ex-" or a former in the role's own tokens."""
    first = phrase.first
    if first > 0 and scene.tokens[first - 1].text.lower() in LEADING and scene.sentence_of[first - 1] == scene.sentence_of[first]:
        phrase.is_former = True


def _joins_adjectives(scene: Scene, i: int) -> bool:
    before, after = scene.name_at[i - 1] if i else None, scene.name_at[i + 1]
    return before is not None and after is not None and before.name.kind in GOVERNS and after.name.kind in GOVERNS


def _joins_modifiers(scene: Scene, i: int) -> bool:
    """Whether "and" joins two plain modifiers: "trade and manufacturing adviser"."""
    before, after = scene.tokens[i - 1], scene.tokens[i + 1]
    plain = scene.name_at[i - 1] is None and scene.word_at[i - 1] is None and scene.name_at[i + 1] is None
    return i > 1 and plain and before.tag in ("NN", "JJ") and after.tag in ("NN", "JJ") and before.text.islower()


def _walk_right(scene: Scene, phrase: Phrase) -> list[NameHit]:
    """Extend over "of Russia", "for the U.S. State Department"; the first name reached and those joined to it."""
    tokens = scene.tokens
    i = phrase.last
    if i >= len(tokens) or tokens[i].text.lower() not in RIGHT_PREPOSITIONS:
        return []
    preposition = tokens[i].text.lower()
    if phrase.role in TARGETED and preposition != "of":
        _skip_target(scene, phrase, i + 1)
        return []
    if preposition == "to" and phrase.role not in ("adviser", "chief of staff"):
        return []
    if preposition in ("in", "with", "on", "from", "at") and phrase.role not in (
        "chair",
        "director",
        "spokesperson",
        "official",
        "expert",
    ):
        return []
    sentence, stop = scene.sentence_of[phrase.head], min(len(tokens), i + MAX_RIGHT)
    i += 1
    while i < stop and scene.sentence_of[i] == sentence:
        hit = scene.name_at[i]
        token = tokens[i]
        if hit is not None:
            if hit.name.kind in GOVERNS | {"place"}:
                return _take_right(scene, phrase, hit)
            i = hit.last
            continue
        word = scene.word_at[i]
        if word is not None and isinstance(word.word, Role) and token.text[:1].isupper():
            following = min(word.last, len(tokens) - 1)
            phrase.boss = following if tokens[following].text[:1].isupper() else -1
            return []
        if token.tag in ("NNP", "NNPS") and token.ent == "PERSON":
            phrase.boss = i
            return []
        low = token.text.lower()
        phrase.is_opposing |= low in OPPOSING
        phrase.is_governing |= low in GOVERNING
        if token.tag in ("NNP", "NNPS") and phrase.word.group != "minister":
            phrase.is_private = True
        if (
            low == ","
            and phrase.word.group == "minister"
            and i + 1 < stop
            and tokens[i + 1].tag in ("NNP", "NNPS")
            and tokens[i + 1].ent != "PERSON"
        ):
            i += 1
            continue
        if token.tag in ("NNP", "NNPS") and phrase.word.group == "minister":
            phrase.last = i + 1
        if token.tag in ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBN") or low in ("of", "and", "for", "'s"):
            i += 1
            continue
        break
    return []


def _skip_target(scene: Scene, phrase: Phrase, i: int) -> None:
    """ "ambassador to the United Nations": whom an envoy is sent to belongs to the phrase, not to its parties."""
    if i < len(scene.tokens) and scene.tokens[i].tag == "DT":
        i += 1
    hit = scene.name_at[i] if i < len(scene.tokens) else None
    if hit is not None and scene.sentence_of[i] == scene.sentence_of[phrase.head]:
        phrase.last = hit.last


def _take_right(scene: Scene, phrase: Phrase, hit: NameHit) -> list[NameHit]:
    """The name after the preposition; the phrase grows to the end of its noun phrase."""
    taken, last = [hit], hit.last
    tokens = scene.tokens
    while last < len(tokens) and tokens[last].text.lower() in (",", "and") and last + 1 < len(tokens):
        following = scene.name_at[last + 1]
        if following is None or following.name.kind != "state" or hit.name.kind != "state" or not phrase.is_plural:
            break
        taken.append(following)
        last = following.last
    while (
        last < len(tokens)
        and (tokens[last].tag in ("NN", "NNP", "NNPS", "POS") or scene.name_at[last] is not None)
        and scene.sentence_of[last] == scene.sentence_of[phrase.head]
    ):
        if tokens[last].ent == "PERSON" and scene.name_at[last] is None:
            break
        inner = scene.name_at[last]
        if inner is not None and inner.name.kind in ("legislature", "assembly", "body", "seat"):
            taken.insert(0, inner)
        elif scene.group_at(last) == "legislature":
            phrase.rule = "legislature"
        last += 1
    phrase.last = last
    return taken


def _set_parties(phrase: Phrase, left: list[NameHit], right: list[NameHit]) -> None:
    """The parties that the phrase's own words give, by group of role."""
    word = phrase.word
    names = left or right
    if phrase.role in TARGETED:
        states = [h for h in left if h.name.kind in ("state", "adjective", "seat")]
        names = states or left or right
    elif isinstance(word, Role) and word.group == "chair":
        names = right or [h for h in left if h.name.kind not in ("adjective", "state")]
    elif left and right and right[0].name.kind in ("legislature", "body", "assembly"):
        names = right
    in_house = phrase.rule == "legislature"
    if (
        phrase.is_private
        and word.group in ("head", "chair", "deputy", "leader", "spoke")
        and all(h.name.kind in ("state", "place", "capital") for h in names)
    ):
        phrase.parties, phrase.rule = ["OTHER"], "domestic"
        return
    for hit in _distinct(names, phrase):
        party = _party_for(phrase, hit.name, in_house=in_house)
        if party not in phrase.parties:
            phrase.parties.append(party)
            phrase.collectives.append(hit.name.actor)
            phrase.rule = "words"
    if not phrase.parties:
        _default_party(phrase)


def _distinct(names: list[NameHit], phrase: Phrase) -> list[NameHit]:
    """Several names only for plural phrases ("Russian and French presidents"); else the one nearest to the head."""
    if len(names) < 2:
        return names
    states = [h for h in names if h.name.kind in ("adjective", "state")]
    joined = len(states) > 1 and abs(states[0].first - states[1].last) <= 1
    if joined and all(h in states for h in names):
        return list(reversed(states)) if states[0].first > states[1].first else states
    return names[:1]


def _party_for(phrase: Phrase, name: Name, *, in_house: bool) -> str:
    word = phrase.word
    state = name.party
    if name.kind == "legislature" and word.group in ("head", "minister", "deputy", "local"):
        return "USA" if state == "USA-CONGRESS" and word.group != "local" else state if state != "USA-CONGRESS" else "OTHER"
    if name.kind in ("legislature", "group", "body"):
        return state
    if name.kind == "assembly":
        return state or ""
    if name.kind == "capital" and state == "EU":
        return "EU"
    if (phrase.is_opposing or word.group in ("opposition", "rebel", "rebels")) and len(state) == 3:
        return "UKR-REBELS" if state == "UKR" and word.group in ("rebel", "rebels") else f"{state}-OPP"
    if word.group == "separatists":
        return "UKR-REBELS" if state in ("UKR", "RUS") else "OTHER"
    if word.group == "kurds":
        return f"{state}-KURDS"
    if word.group == "legislator":
        return word.party if isinstance(word, Role) and word.party and state == "USA" else legislature_of(state)
    if word.group == "legislature" or in_house:
        return legislature_of(state)
    if word.group in OTHER_GROUPS | {"others"}:
        return "OTHER"
    if isinstance(word, Role) and word.party and not state:
        return word.party
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


def _default_party(phrase: Phrase) -> None:
    word = phrase.word
    if isinstance(word, Role) and word.party:
        phrase.parties, phrase.rule = [word.party], "role"
    elif word.group in OTHER_GROUPS | {"others"} and not phrase.is_opposing:
        phrase.parties, phrase.rule = ["OTHER"], "role"
    elif phrase.is_domestic and not phrase.is_governing and word.group in DOMESTIC_GROUPS:
        phrase.parties, phrase.rule = ["OTHER"], "domestic"
