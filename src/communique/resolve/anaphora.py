"""Who is meant: every name, title, pronoun and collective of a document, in reading order.

In: a scene with persons, phrases and name hits whose parties are settled. Out: links from tokens to actors. A pronoun
or bare title takes the most salient fitting actor: subjects and sources count most, sentences passed halve it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from communique.model.reading import MentionKind
from communique.resolve.called import calls_somebody, first_of_call, may_be_called
from communique.resolve.cast import Actor, Link, actor_of
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.context import state_of
from communique.resolve.lexicon import word_list
from communique.resolve.name_run import Run
from communique.resolve.open_office import OpenOffices
from communique.resolve.pair import Pairs
from communique.resolve.party import FOLLOWERS
from communique.resolve.person import Person
from communique.resolve.phrase import Phrase
from communique.resolve.phrase_reader import legislature_of
from communique.resolve.phrase_walk import owner_of_body
from communique.resolve.pronoun import HE, SHE, THEY, Pronouns
from communique.resolve.role_match import same_party
from communique.resolve.salience import Salience, asked_about
from communique.resolve.scene import NameHit, Scene
from communique.resolve.short_name import ShortNames, full_names
from communique.resolve.syntax import can_act, is_modifier, name_end, words_of
from communique.resolve.title_holder import TitleHolders
from communique.resolve.together import Together

DOCUMENTS = frozenset({"statement", "statements", "letter", "proposal", "position", "resolution", "resolutions"})
PASSING = ("Council", "Assembly", "Congress", "Senate", "House", "Parliament", "parliament")  # bodies that pass resolutions
MEMBERS = frozenset({"Republican", "Democrat", "Conservative", "Tory"})
LEFT_PARTS = frozenset({"det", "amod", "compound", "nmod"})
OWNERS = HE | SHE | frozenset({"their", "its", "whose", "my", "our"})
MAX_CALLED = 5  # tokens of "the 31-page report"
MIN_BODY = 0.5  # the least weight of the organization that such a noun means
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

    def __init__(self, scene: Scene, persons: list[Person], phrases: list[Phrase], runs: list[Run], offices: OpenOffices) -> None:
        self.scene = scene
        self._offices = offices
        self._bodies: dict[str, Actor] = {}  # the last collective of each noun: "the ministry" is the one named before
        self._short = ShortNames(scene)
        self._full_names = full_names(scene)
        self._together = Together(scene)
        self.actors: dict[int, Actor] = {id(p): actor_of(p) for p in persons}
        self.persons = persons
        self.links: list[Link] = []
        self.salience = Salience(scene)
        self._pairs = Pairs(scene, self.salience)
        self._collectives: dict[tuple[str, str], Actor] = {}
        self._items = self._collect(phrases, runs)
        by_token = {i: self.actors[id(r.person)] for r in runs if r.person is not None for i in range(r.first, r.last)}
        self._holders = TitleHolders(scene, self.salience, persons, self.actors)
        self._pronouns = Pronouns(scene, self.salience, by_token)

    def run(self) -> list[Link]:
        """Resolve everything, in order."""
        handlers: dict[type, Callable[..., None]] = {
            Run: self._on_run,
            Phrase: self._on_phrase,
            NameHit: self._on_name,
            str: self._on_pronoun,
        }
        asked = asked_about(self.scene, self.persons)
        for item in self._items:
            sentence = self.scene.sentence_of[item.head]
            self.salience.enter(sentence)
            for person in asked.pop(sentence, ()):
                self.salience.ask_about(self.actors[id(person)])
            handlers[type(item.thing)](item.thing, item.head)
        return sorted(self.links, key=lambda k: (k.first, -k.last))

    def _collect(self, phrases: list[Phrase], runs: list[Run]) -> list[_Item]:
        attached = {id(r.phrase) for r in runs if r.phrase is not None and r.person is not None}
        items = [_Item(r.last - 1, r) for r in runs]
        named = {i for r in runs if r.person is not None for i in range(_first_of(r), r.last)}
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
        items += [_Item(i, "pair") for i in range(len(self.scene.tokens)) if self._pairs.are_meant(i)]
        items += [_Item(i, "body") for i in range(len(self.scene.tokens)) if calls_somebody(self.scene, i)]
        known = {x.head for x in items}
        items += [_Item(i, "people") for i in range(len(self.scene.tokens)) if i not in known and self._are_people(i)]
        inside = [(p.first, p.last) for p in phrases if p.parties or p.boss >= 0]
        self._modifiers = {i for first, last in inside for i in range(first, last)}
        return sorted(items, key=lambda x: x.head)

    def _says(self, i: int) -> bool:
        verb = self.scene.tokens[self.scene.tokens[i].head]
        return self.scene.tokens[i].text.lower() == "it" and (i in self.scene.cited or verb.lemma.lower() in SPEECH)

    def _are_people(self, i: int) -> bool:
        """Whether a plural that no table has is people who speak, "Sources told of the plan. They said …", or soon "they"."""
        token, scene = self.scene.tokens[i], self.scene
        if token.tag not in ("NNS", "NNPS") or token.dep not in ("nsubj", "nsubjpass"):
            return False
        rest = scene.tokens[i + 1 : scene.reading.sentences[scene.sentence_of[i]].last]
        if any(t.text.lower() == "they" for t in rest):  # "When raiders lose, they …"
            return True
        speaks = i in scene.cited or scene.tokens[token.head].lemma.lower() in SPEECH
        return token.dep == "nsubj" and not scene.quoted[i] and speaks

    def _on_body(self, head: int) -> None:
        """The organization, outlet or state that was spoken of last."""
        word = self.scene.tokens[head].text.lower()
        outlets = {k.actor for k in self.links if k.rule == "table:outlet"}
        fitting = [a for a in self.salience.actors if may_be_called(a, word, is_outlet=a in outlets)]
        first = first_of_call(self.scene, head)
        if first < head - 1:  # "the militant group" is one that is known for it
            groups = {k.actor for k in self.links if k.rule == "table:group"}
            fitting = [a for a in fitting if a in groups]
        best = self.salience.best(fitting)
        if best is None or self.salience.of(best) < MIN_BODY:
            return
        self.links = [k for k in self.links if k.head != head]
        sure = CONFIDENCE["title"] * max(best.confidence, 0.5)
        self._link(best, first, head + 1, head, rule="title", confidence=sure)

    def _on_people(self, head: int) -> None:
        """People whom "they" may mean later on; they are no mention of an actor themselves."""
        first = min([head, *(c for c in self.scene.children[head] if self.scene.tokens[c].dep in LEFT_PARTS)])
        name = words_of(self.scene, first, head + 1)
        self.salience.bump(Actor(name, "OTHER", MentionKind.GROUP, "unlisted", 0.5, is_plural=True), head)

    def _link(self, actor: Actor, first: int, last: int, head: int, *, rule: str, confidence: float, acts: bool = True) -> None:
        """Add a mention; of those who are named together, one of each."""
        for one in actor.members or (actor,):
            self.links.append(Link(first, last, head, one, rule, confidence, acts))
        self.salience.bump(actor, head)
        self._join(self.links[-1])

    def _join(self, link: Link) -> None:
        row, shorter = self._together.join(link)
        if row is not None:
            self.salience.bump(row, link.head)
        if shorter is not None:
            self.salience.drop(shorter)

    def _on_run(self, run: Run, head: int) -> None:
        if run.person is None:
            last = name_end(self.scene, run.last)
            actor = self._unlisted(run, last)
            if is_modifier(self.scene, head):
                self.links.append(Link(run.first, last, head, actor, "unlisted", 0.5))
            else:
                self._link(actor, run.first, last, head, rule="unlisted", confidence=0.5)
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

    def _unlisted(self, run: Run, last: int) -> Actor:
        """Who bears a name that no table and no person has: one that was named more fully before, or somebody new."""
        known = self._short.find(run, self.links) if last == run.last else None
        party = owner_of_body(self.scene, run.first, last) or "OTHER"
        actor = known or self._collective(words_of(self.scene, run.first, last), party, MentionKind.GROUP, rule="unlisted")
        if known is None and last == run.last:
            self._short.learn(run, actor)
        return actor

    def _on_name(self, hit: NameHit, head: int) -> None:
        name = hit.name
        acts = can_act(self.scene, hit)
        party, actor_name = name.party, self._full_names.get(name, name.actor)
        if party == "EU" and name.kind == "capital" and not acts and head not in self._modifiers:
            party, actor_name = "BEL", "Belgium"
        if name.kind == "region" and not acts:
            return  # "a relief for Europe", "the talks in Europe": a place
        if not party and name.kind == "assembly":
            ranked = self._offices.rank(head, "parliament", "legislature")
            party = legislature_of(ranked[0][0]) if ranked else ""
        if not party:
            return
        modifies = head in self._modifiers
        if self._is_member(hit, head) and not modifies:
            self._on_member(hit, head, party)
            return
        if name.kind == "adjective" and self.scene.tokens[head].tag in ("NNS", "NNPS"):
            actor_name = words_of(self.scene, hit.first, hit.last)  # "Palestinians" are people, not their state
            before = self.scene.tokens[hit.first - 1].text.lower() if hit.first else ""
            is_people = party != "PSE" and len(party) == 3 and before != "the"
            party = "OTHER" if is_people else party  # "many Americans", but "the Americans want …"
        actor = self._collective(actor_name, party, KINDS.get(name.kind, MentionKind.GROUP), rule="table")
        actor.is_plural |= name.kind == "adjective" and self.scene.tokens[head].tag in ("NNS", "NNPS")
        actor.is_plural |= actor.kind is not MentionKind.STATE and actor_name.endswith("s") and not actor_name.endswith("ss")
        link = Link(hit.first, hit.last, head, actor, "table:" + name.kind, CONFIDENCE["table"], acts and not modifies, modifies)
        self.links.append(link)
        if acts and not modifies:
            self.salience.bump(actor, head)
            self._join(link)

    def _is_member(self, hit: NameHit, head: int) -> bool:
        """Whether a party's word means one person: "the Ohio Republican"."""
        token = self.scene.tokens[head]
        if hit.name.kind != "legislature" or hit.last - hit.first > 1 or token.text not in MEMBERS:
            return False
        return token.dep not in ("compound", "amod", "nmod", "poss") and any(
            self.scene.tokens[c].text.lower() in ("the", "a", "an") for c in self.scene.children[head]
        )

    def _on_member(self, hit: NameHit, head: int, party: str) -> None:
        """The member of that party's legislature who was spoken of last, else somebody new."""
        first = min([hit.first, *(c for c in self.scene.children[head] if self.scene.tokens[c].dep in LEFT_PARTS)])
        is_known = self.scene.tokens[first].text.lower() == "the"
        best = self.salience.best(a for a in self.salience.persons if is_known and same_party(a.party, party))
        if best is not None:
            sure = CONFIDENCE["title"] * max(best.confidence, 0.5)
            self._link(best, first, hit.last, head, rule="title", confidence=sure)
            return
        name = words_of(self.scene, first, hit.last)
        actor = Actor(name, party, MentionKind.PERSON, "words", CONFIDENCE["words"], "lawmaker", "legislator")
        self._link(actor, first, hit.last, head, rule="phrase:words", confidence=actor.confidence)

    def _on_phrase(self, phrase: Phrase, head: int) -> None:
        if len(phrase.parties) > 1 and phrase.is_plural:
            for party, name in zip(phrase.parties, phrase.collectives, strict=False):
                self._resolve_title(phrase, head, party, name)
            return
        name = words_of(self.scene, phrase.first, phrase.last)
        if phrase.group == "things" and phrase.role in DOCUMENTS and phrase.collectives:  # a statement speaks for its maker
            name = self._maker_of(phrase)
        self._resolve_title(phrase, head, phrase.party or "OTHER", name)

    def _maker_of(self, phrase: Phrase) -> str:
        """Whose statement it is: "Russian foreign ministry" of "a Russian foreign ministry statement", else the state."""
        hit = self.scene.word_at[phrase.head - 1] if phrase.head > phrase.first else None
        inner = hit is not None and hit.word.group in ("ministry", "government", "military")
        return words_of(self.scene, phrase.first, phrase.head) if inner else phrase.collectives[0]

    def _resolve_title(self, phrase: Phrase, head: int, party: str, name: str) -> None:
        speaking = {a.party for a in self._pronouns.speakers(head, self.links)} - {"OTHER"} if self.scene.quoted[head] else set()
        is_opposite = phrase.role == "counterpart" and phrase.determiner in OWNERS
        apart = self._pronouns.owner(phrase.determiner, phrase.first, phrase.head, self.links) if is_opposite else None
        known = (
            self._holders.meant(phrase, party, speaking, apart)
            or self._known_body(phrase)
            or self._holders.introduced_next(phrase, party)
        )
        if known is None and phrase.role == "official" and phrase.determiner == "the" and phrase.rule in ("context", "unknown"):
            party = next((self._bodies[w].party for w in ("officials", "diplomats") if w in self._bodies), party)
        if known is not None:
            self._link(
                known, phrase.first, phrase.last, head, rule="title", confidence=CONFIDENCE["title"] * max(known.confidence, 0.5)
            )
            return
        kind = MentionKind.PERSON if phrase.is_person and not phrase.is_plural else MentionKind.GROUP
        confidence = CONFIDENCE.get(phrase.rule, 0.5)
        if phrase.role == "resolution" and phrase.party in ("", "OTHER"):
            body = self.salience.best(a for a in self.salience.actors if a.kind is MentionKind.BODY and a.name.endswith(PASSING))
            name, party = (body.name, body.party) if body is not None else (name, party)
        owner = self._owner(phrase)
        if owner is not None:
            party, confidence = owner.party, CONFIDENCE["boss"] * max(owner.confidence, 0.5)
            is_governing = phrase.group in ("government", "ministry", "military")
            if is_governing and party == legislature_of(party[:3]):  # "our troops", a senator says
                party = state_of(party)
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
        return actor if actor is not None and phrase.last - phrase.first <= MAX_CALLED else None

    def _owner(self, phrase: Phrase) -> Actor | None:
        """Whose spokesman "his spokesman" is."""
        if phrase.determiner not in OWNERS or phrase.rule in ("words", "boss"):
            return None
        owned = FOLLOWERS if phrase.determiner in HE | SHE else FOLLOWERS | {"head", "leader"}
        if phrase.group not in owned or phrase.role == "counterparts":
            return None
        return self._pronouns.owner(phrase.determiner, phrase.first, phrase.head, self.links)

    def _on_pronoun(self, word: str, head: int) -> None:
        if word == "pair":
            self._on_pair(head)
            return
        if word == "body":
            self._on_body(head)
            return
        if word == "people":
            self._on_people(head)
            return
        acts = self.scene.tokens[head].tag == "PRP"
        ahead = self._pronouns.ahead(word, head)
        if ahead is not None:
            sure = CONFIDENCE["pronoun"] * max(ahead.confidence, 0.5)
            self.links.append(Link(head, head + 1, head, ahead, "pronoun", sure, acts))
            return
        actor, clear = self._pronouns.meant(word, head, self.links)
        if actor is None:
            return
        rule = "pronoun" if clear else "pronoun-close"
        self._link(actor, head, head + 1, head, rule=rule, confidence=CONFIDENCE[rule] * max(actor.confidence, 0.5), acts=acts)

    def _on_pair(self, head: int) -> None:
        """Two who are meant together, one mention of each."""
        meant = self._pairs.meant(head)
        if not meant:
            return
        first = self._pairs.first_of(head)
        self.links = [k for k in self.links if k.head != head]
        for actor in meant:
            self._link(actor, first, head + 1, head, rule="plural", confidence=CONFIDENCE["plural"] * max(actor.confidence, 0.5))

    def _collective(self, name: str, party: str, kind: MentionKind, *, rule: str) -> Actor:
        key = (name, party)
        if key not in self._collectives:
            self._collectives[key] = Actor(name, party, kind, rule, CONFIDENCE.get(rule, 0.5))
        return self._collectives[key]


def _first_of(run: Run) -> int:
    """Where a name begins with the titles before it."""
    return min(run.first, run.phrase.first) if run.phrase is not None else run.first
