"""Who is meant: every name, title, pronoun and collective of a document, in reading order.

In: a scene with persons, phrases and name hits whose parties are settled. Out: links from tokens to actors. A pronoun
or bare title takes the most salient fitting actor: subjects and sources count most, sentences passed halve it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from communique.model.reading import MentionKind
from communique.resolve.cast import Actor, Link
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import Role, word_list
from communique.resolve.name_run import Run
from communique.resolve.party import FOLLOWERS, Context
from communique.resolve.person import Person
from communique.resolve.phrase import Phrase
from communique.resolve.phrase_reader import legislature_of
from communique.resolve.role_match import fits, same_party
from communique.resolve.scene import NameHit, Scene
from communique.resolve.syntax import can_act, is_subject

DECAY, QUOTED_DECAY, PARAGRAPH_DECAY = 0.5, 0.92, 0.8  # for each sentence passed; for one of nothing but speech
QUOTED = 0.15  # who is named inside a quotation is rarely the "he" outside it
SOURCE = 2.0  # who was cited is who goes on speaking
SUBJECT, OTHER_PART, POSSESSIVE = 4.0, 1.5, 1.2
HE, SHE, THEY = (
    frozenset({"he", "him", "his", "himself"}),
    frozenset({"she", "her", "hers", "herself"}),
    frozenset({"they", "them", "their", "themselves"}),
)
SINGULAR = 0.5  # a government or state, for "they"
UNLIKELY = 0.3  # a first name is mostly, not always, of one gender
LOOSE_ROLES = frozenset({"negotiator", "leader", "minister", "foreign minister", "top diplomat", "ayatollah"})
PLAIN_SALIENCE = 1.0
NEW = frozenset({"a", "an", "one", "another", "some", "any", "no", "every", "each", "several", "many"})
PAIR_WORDS = frozenset(
    {
        "leaders",
        "presidents",
        "ministers",
        "sides",
        "countries",
        "states",
        "nations",
        "men",
        "governments",
        "parties",
        "powers",
        "foreign ministers",
        "diplomats",
        "women",
    }
)
PAIR_MARKS = frozenset({"two", "both"})
SPEECH = word_list("speech_verbs")
KINDS = {
    "state": MentionKind.STATE,
    "adjective": MentionKind.STATE,
    "capital": MentionKind.STATE,
    "seat": MentionKind.STATE,
    "place": MentionKind.STATE,
    "body": MentionKind.BODY,
    "legislature": MentionKind.BODY,
    "assembly": MentionKind.BODY,
}


@dataclass(slots=True)
class _Item:
    """Something to resolve, at its head token."""

    head: int
    thing: Run | Phrase | NameHit | str


class Anaphora:
    """Resolves one document; `links` after `run()` are sorted by their first token."""

    def __init__(self, scene: Scene, persons: list[Person], phrases: list[Phrase], runs: list[Run], context: Context) -> None:
        self.scene = scene
        self.context = context
        self._bodies: dict[str, Actor] = {}  # the last collective of each noun: "the ministry" is the one named before
        self.actors: dict[int, Actor] = {id(p): _actor_of(p) for p in persons}
        self.persons = persons
        self.links: list[Link] = []
        self.salience: dict[Actor, float] = {}
        self._collectives: dict[tuple[str, str], Actor] = {}
        self._items = self._collect(phrases, runs)
        self._sentence = -1
        self._spoken = _spoken_sentences(scene)
        self._cited = {i for a in scene.reading.attributions for span in a.source for i in scene.tokens_in(span)}

    def run(self) -> list[Link]:
        """Resolve everything, in order."""
        handlers: dict[type, Callable[..., None]] = {
            Run: self._on_run,
            Phrase: self._on_phrase,
            NameHit: self._on_name,
            str: self._on_pronoun,
        }
        for item in self._items:
            self._enter(self.scene.sentence_of[item.head])
            handlers[type(item.thing)](item.thing, item.head)
        return sorted(self.links, key=lambda k: (k.first, -k.last))

    def _collect(self, phrases: list[Phrase], runs: list[Run]) -> list[_Item]:
        attached = {id(r.phrase) for r in runs if r.phrase is not None and r.person is not None}
        items = [_Item(r.last - 1, r) for r in runs]
        named = {i for r in runs if r.person is not None for i in range(r.first, r.last)}
        free = [p for p in phrases if id(p) not in attached and p.group != "honorific" and p.head not in named]
        items += [_Item(p.head, p) for p in free]
        items += [_Item(h.last - 1, h) for h in self.scene.names]
        items += [
            _Item(i, t.text.lower())
            for i, t in enumerate(self.scene.tokens)
            if t.tag in ("PRP", "PRP$") and t.text.lower() in HE | SHE | THEY
        ]
        items += [
            _Item(i, "it") for i, t in enumerate(self.scene.tokens) if t.tag == "PRP" and t.dep == "nsubj" and self._says(i)
        ]
        items += [_Item(i, "pair") for i, t in enumerate(self.scene.tokens) if t.text.lower() in PAIR_WORDS and self._is_pair(i)]
        inside = [(p.first, p.last) for p in phrases if p.parties or p.boss >= 0]
        self._modifiers = {i for first, last in inside for i in range(first, last)}
        return sorted(items, key=lambda x: x.head)

    def _says(self, i: int) -> bool:
        verb = self.scene.tokens[self.scene.tokens[i].head]
        return self.scene.tokens[i].text.lower() == "it" and verb.lemma.lower() in SPEECH

    def _is_pair(self, i: int) -> bool:
        marks = [self.scene.tokens[c].text.lower() for c in range(max(0, i - 3), i)]
        return bool(PAIR_MARKS & set(marks)) or (self.scene.tokens[i].text.lower() == "sides" and "the" in marks)

    def _enter(self, sentence: int) -> None:
        if sentence == self._sentence:
            return
        sentences = self.scene.reading.sentences
        if self._sentence >= 0:
            factor = 1.0
            for passed in range(max(self._sentence, sentence - 20), sentence):
                factor *= QUOTED_DECAY if passed in self._spoken else DECAY
            if sentences[sentence].paragraph != sentences[self._sentence].paragraph:
                factor *= PARAGRAPH_DECAY
            self.salience = {a: s * factor for a, s in self.salience.items() if s * factor > 0.01}
        self._sentence = sentence

    def _bump(self, actor: Actor, head: int) -> None:
        token = self.scene.tokens[head]
        weight = SUBJECT if is_subject(self.scene, head) else POSSESSIVE if token.dep == "poss" else OTHER_PART
        weight += SOURCE * (head in self._cited)
        if self.scene.quoted[head]:
            weight *= QUOTED
        self.salience[actor] = self.salience.get(actor, 0.0) + weight

    def _link(self, actor: Actor, first: int, last: int, head: int, *, rule: str, confidence: float, acts: bool = True) -> None:
        self.links.append(Link(first, last, head, actor, rule, confidence, acts))
        self._bump(actor, head)

    def _on_run(self, run: Run, head: int) -> None:
        if run.person is None:
            actor = self._collective(_words(self.scene, run.first, run.last), "OTHER", MentionKind.GROUP, rule="unlisted")
            self._link(actor, run.first, run.last, head, rule="unlisted", confidence=0.5)
            return
        actor = self.actors[id(run.person)]
        first, last = run.first, run.last
        if run.phrase is not None:
            first, last = min(first, run.phrase.first), max(last, run.phrase.last)
        self._link(
            actor,
            first,
            last,
            head,
            rule="name:" + actor.rule,
            confidence=actor.confidence,
            acts=self.scene.tokens[head].dep != "poss",
        )

    def _on_name(self, hit: NameHit, head: int) -> None:
        name = hit.name
        acts = can_act(self.scene, hit)
        party, actor_name = name.party, name.actor
        if actor_name == "EU" and name.kind == "capital" and not acts:
            party, actor_name = "BEL", "Belgium"
        if not party and name.kind == "assembly":
            ranked = self.context.rank([head], "parliament", "legislature")
            party = legislature_of(ranked[0][0]) if ranked else ""
        if not party:
            return
        actor = self._collective(actor_name, party, KINDS.get(name.kind, MentionKind.GROUP), rule="table")
        modifies = head in self._modifiers
        link = Link(hit.first, hit.last, head, actor, "table:" + name.kind, CONFIDENCE["table"], acts and not modifies, modifies)
        self.links.append(link)
        if acts and not modifies:
            self._bump(actor, head)

    def _on_phrase(self, phrase: Phrase, head: int) -> None:
        if len(phrase.parties) > 1 and phrase.is_plural:
            for party, name in zip(phrase.parties, phrase.collectives, strict=False):
                self._resolve_title(phrase, head, party, name)
            return
        name = _words(self.scene, phrase.first, phrase.last)
        if phrase.group == "things" and phrase.collectives:  # a statement speaks for whoever makes it
            name = phrase.collectives[0]
        self._resolve_title(phrase, head, phrase.party or "OTHER", name)

    def _resolve_title(self, phrase: Phrase, head: int, party: str, name: str) -> None:
        known = self._known_holder(phrase, party) or self._known_body(phrase)
        if known is not None:
            self._link(
                known, phrase.first, phrase.last, head, rule="title", confidence=CONFIDENCE["title"] * max(known.confidence, 0.5)
            )
            return
        kind = MentionKind.PERSON if phrase.is_person and not phrase.is_plural else MentionKind.GROUP
        confidence = CONFIDENCE.get(phrase.rule, 0.5)
        owner = self._owner(phrase)
        if owner is not None:
            party, confidence = owner.party, CONFIDENCE["boss"] * max(owner.confidence, 0.5)
        if phrase.is_former:
            party = "OTHER"
        actor = Actor(name, party, kind, phrase.rule, confidence, phrase.role, phrase.group, is_plural=phrase.is_plural)
        if not phrase.is_person or phrase.is_plural:
            self._bodies[phrase.role.split()[-1]] = actor
        self._link(actor, phrase.first, phrase.last, head, rule="phrase:" + (phrase.rule or "unknown"), confidence=confidence)

    def _known_body(self, phrase: Phrase) -> Actor | None:
        """ "The ministry", "the officials": the last one named with its state."""
        if (phrase.is_person and not phrase.is_plural) or phrase.determiner != "the" or phrase.rule not in ("context", "unknown"):
            return None
        actor = self._bodies.get(phrase.role.split()[-1])
        return actor if actor is not None and phrase.last - phrase.first <= 3 else None

    def _owner(self, phrase: Phrase) -> Actor | None:
        """Whose spokesman "his spokesman" is."""
        if phrase.determiner not in HE | SHE or phrase.group not in FOLLOWERS or phrase.rule in ("words", "boss"):
            return None
        return next((k.actor for k in reversed(self.links[-6:]) if k.head == phrase.first), None)

    def _known_holder(self, phrase: Phrase, party: str) -> Actor | None:
        """The person whom a definite title means: the most salient one of that role and party, else one named later."""
        if not isinstance(phrase.word, Role) or phrase.is_plural or phrase.determiner in NEW:
            return None
        if phrase.group in ("press", "honorific") or phrase.boss >= 0:
            return None
        is_bare = not phrase.determiner and phrase.rule != "words"
        if is_bare and not self.scene.tokens[phrase.first].text[:1].isupper():
            return None
        free = phrase.rule in ("context", "", "unknown", "role", "domestic")
        fitting = [
            a for a in self._everybody() if fits(phrase, a) and (free or same_party(a.party, party)) and a.is_plural is False
        ]
        if phrase.is_former:
            fitting = [a for a in fitting if a.rule == "former"]
        if not fitting:
            return self._plain_man(phrase) or self._compatriot(phrase, party)
        exact = [a for a in fitting if a.role == phrase.role and self.salience.get(a, 0.0) > 0.0]
        fitting = exact or fitting
        best = max(fitting, key=lambda a: self.salience.get(a, 0.0))
        if self.salience.get(best, 0.0) > 0.0:
            return best
        return best if phrase.rule == "words" and len(fitting) == 1 and best.group in ("head", "leader", "minister") else None

    def _plain_man(self, phrase: Phrase) -> Actor | None:
        """ "The businessman", "the candidate": whoever was spoken of last, if that person has no office that says otherwise."""
        if (
            phrase.determiner != "the"
            or phrase.group not in ("private", "politician", "expert")
            or phrase.last - phrase.first > 3
        ):
            return None
        known = [a for a in self.salience if a.kind is MentionKind.PERSON and a.party == "OTHER" and not a.is_plural]
        best = max(known, key=lambda a: self.salience[a], default=None)
        is_fresh = (
            best is not None and self.salience[best] >= PLAIN_SALIENCE and best.gender in ("", phrase.gender or best.gender)
        )
        return best if is_fresh else None

    def _compatriot(self, phrase: Phrase, party: str) -> Actor | None:
        """ "Iran's top negotiator": the person of that party who was spoken of last, whatever the text calls the office."""
        if phrase.role not in LOOSE_ROLES or phrase.rule != "words" or phrase.determiner not in ("the", ""):
            return None
        known = [a for a in self.salience if a.kind is MentionKind.PERSON and not a.is_plural and same_party(a.party, party)]
        best = max(known, key=lambda a: self.salience[a], default=None)
        return best if best is not None and self.salience[best] >= PLAIN_SALIENCE else None

    def _everybody(self) -> Iterable[Actor]:
        yield from self.actors.values()
        for actor in self.salience:
            if actor.kind is MentionKind.PERSON and actor.rule in CONFIDENCE and actor not in self.actors.values():
                yield actor

    def _on_pronoun(self, word: str, head: int) -> None:
        if word == "pair":
            self._on_pair(head)
            return
        if word == "it":
            fitting = [a for a in self.salience if a.kind is not MentionKind.PERSON]
        elif word in THEY:
            fitting = [a for a in self.salience if a.is_plural or a.kind is MentionKind.GROUP]
        else:
            gender = "m" if word in HE else "f"
            fitting = [a for a in self.salience if a.kind is MentionKind.PERSON and not a.is_plural and a.gender in ("", gender)]
        if self.scene.tokens[head].dep in ("dobj", "dative", "pobj"):
            fitting = [a for a in fitting if a not in self._subjects_of(head)]
        if not fitting:
            return
        gender = "m" if word in HE else "f" if word in SHE else ""
        weights = {a: self.salience[a] * (UNLIKELY if _is_unlikely(a, gender) else 1.0) for a in fitting}
        if word in THEY:  # "they" are people before they are a government
            weights = {a: w * (1.0 if a.is_plural else SINGULAR) for a, w in weights.items()}
        ranked = sorted(fitting, key=lambda a: -weights[a])
        actor = ranked[0]
        clear = len(ranked) == 1 or weights[ranked[0]] >= 1.5 * weights[ranked[1]]
        confidence = CONFIDENCE["pronoun" if clear else "pronoun-close"] * max(actor.confidence, 0.5)
        acts = self.scene.tokens[head].tag == "PRP"
        if not actor.likely_gender and gender and actor.kind is MentionKind.PERSON:
            actor.likely_gender = gender
        self._link(actor, head, head + 1, head, rule="pronoun" if clear else "pronoun-close", confidence=confidence, acts=acts)

    def _subjects_of(self, head: int) -> set[Actor]:
        """Who does what is done to the pronoun: "Putin told him" is somebody else."""
        verb = self.scene.tokens[head].head
        if self.scene.tokens[verb].pos == "ADP":
            verb = self.scene.tokens[verb].head
        subjects = {c for c in self.scene.children[verb] if self.scene.tokens[c].dep == "nsubj"}
        return {k.actor for k in self.links[-12:] if k.head in subjects}

    def _on_pair(self, head: int) -> None:
        word = self.scene.tokens[head].text.lower()
        persons = word in ("leaders", "presidents", "ministers", "men", "diplomats", "women")
        chosen: list[Actor] = []
        for actor in sorted(self.salience, key=lambda a: -self.salience[a]):
            fits = (
                actor.kind is MentionKind.PERSON and actor.group in ("head", "leader", "minister", "deputy")
                if persons
                else actor.party != "OTHER"
            )
            if fits and not actor.is_plural and actor.party not in {a.party for a in chosen}:
                chosen.append(actor)
            if len(chosen) == 2:
                break
        if len(chosen) < 2:
            return
        first = head
        while first > 0 and head - first < 3 and self.scene.tokens[first - 1].text.lower() in PAIR_MARKS | {"the", "of", "world"}:
            first -= 1
        self.links = [k for k in self.links if k.head != head]
        for actor in chosen:
            self._link(actor, first, head + 1, head, rule="plural", confidence=CONFIDENCE["plural"] * max(actor.confidence, 0.5))

    def _collective(self, name: str, party: str, kind: MentionKind, *, rule: str) -> Actor:
        key = (name, party)
        if key not in self._collectives:
            self._collectives[key] = Actor(name, party, kind, rule, CONFIDENCE.get(rule, 0.5))
        return self._collectives[key]


def _is_unlikely(actor: Actor, gender: str) -> bool:
    return bool(gender) and actor.likely_gender not in ("", gender)


def _spoken_sentences(scene: Scene) -> set[int]:
    """The sentences that stand wholly, or nearly so, inside quotation marks."""
    found = set()
    for number, sentence in enumerate(scene.reading.sentences):
        inside = sum(scene.quoted[sentence.first : sentence.last])
        if inside >= 0.75 * (sentence.last - sentence.first):
            found.add(number)
    return found


def _actor_of(person: Person) -> Actor:
    group = next((p.group for p in person.phrases if p.role == person.role), "")
    return Actor(
        person.name,
        person.party,
        MentionKind.PERSON,
        person.rule,
        person.confidence,
        person.role,
        group,
        person.gender,
        person.likely_gender,
    )


def _words(scene: Scene, first: int, last: int) -> str:
    """The words without a leading article, white space evened out."""
    if scene.tokens[first].tag in ("DT", "PRP$") and last - first > 1:
        first += 1
    if scene.tokens[last - 1].tag == "POS" and last - first > 1:
        last -= 1
    return " ".join(scene.span_of(first, last).of(scene.text).split())
