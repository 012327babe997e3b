"""How present each actor is to a reader at a place in the text: what a pronoun or a bare title goes by.

In: every mention in reading order. Out: a weight for each actor. Subjects and cited sources count most, sentences passed
halve it, and who is only named inside a quotation is hardly meant outside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, KeysView, Sequence
from itertools import accumulate

from communique.model.document import ZoneKind
from communique.model.reading import MentionKind
from communique.resolve.cast import Actor
from communique.resolve.lexicon import lower
from communique.resolve.person import Person
from communique.resolve.scene import Scene
from communique.resolve.syntax import governing, is_subject

DECAY, QUOTED_DECAY, PARAGRAPH_DECAY = 0.5, 0.92, 0.8  # for each sentence passed; for one of nothing but speech
QUOTED = 0.15  # who is named inside a quotation is rarely the "he" outside it
SOURCE = 2.0  # who was cited is who goes on speaking
SUBJECT, OTHER_PART, POSSESSIVE = 4.0, 1.5, 1.2
PRONOUN = 0.5  # a pronoun keeps its person in mind less than a name does
TOLD = 2.5  # the subject of what somebody else says
FORGOTTEN = 0.01  # weights below it are dropped
MAX_BACK = 20  # sentences


class Salience:
    """The weights of one document's actors while it is read from its start to its end."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._weights: dict[Actor, float] = {}
        self._inside: dict[Actor, float] = {}  # what being named inside quotation marks adds for a pronoun inside them
        self._mentions: dict[Actor, list[int]] = {}
        self.speaker: Actor | None = None  # who was cited last
        self._sentence = -1
        self._spoken = _spoken_sentences(scene)
        told = (n not in self._spoken for n in range(len(scene.reading.sentences)))
        self._told = [0, *accumulate(told)]  # sentences before each that are not speech

    @property
    def actors(self) -> KeysView[Actor]:
        """Everybody who is still present."""
        return self._weights.keys()

    @property
    def persons(self) -> list[Actor]:
        """Each single person who is still present."""
        return [a for a in self._weights if a.kind is MentionKind.PERSON and not a.is_plural]

    def best(self, actors: Iterable[Actor]) -> Actor | None:
        """The most present of several actors, None of none."""
        return max(actors, key=self.of, default=None)

    def of(self, actor: Actor) -> float:
        """The weight of an actor, 0 if it was not mentioned or is forgotten."""
        return self._weights.get(actor, 0.0)

    def inside(self, actor: Actor) -> float:
        """The weight of an actor for somebody who is quoted: whom the quotations name counts in full."""
        return self.of(actor) + self._inside.get(actor, 0.0)

    def mentions(self, actor: Actor) -> Sequence[int]:
        """The tokens at which the actor was mentioned, in order."""
        return self._mentions.get(actor, ())

    def sentences_since(self, at: int, head: int) -> int:
        """The sentences from one token on to another's, those of nothing but speech not counted unless it is speech too."""
        there, here = self.scene.sentence_of[at], self.scene.sentence_of[head]
        passed = here - there if self.scene.quoted[head] else self._told[here] - self._told[there]
        return max(passed, here > there)

    def enter(self, sentence: int) -> None:
        """Go on to a sentence: what was said before fades."""
        if sentence == self._sentence:
            return
        sentences = self.scene.reading.sentences
        if self._sentence >= 0:
            factor = 1.0
            for passed in range(max(self._sentence, sentence - MAX_BACK), sentence):
                factor *= QUOTED_DECAY if passed in self._spoken else DECAY
            if sentences[sentence].paragraph != sentences[self._sentence].paragraph:
                factor *= PARAGRAPH_DECAY
            self._weights = {a: s * factor for a, s in self._weights.items() if s * factor > FORGOTTEN}
            self._inside = {a: s * factor for a, s in self._inside.items() if s * factor > FORGOTTEN}
        self._sentence = sentence

    def drop(self, actor: Actor) -> None:
        """Forget an actor."""
        self._weights.pop(actor, None)
        self._inside.pop(actor, None)

    def ask_about(self, actor: Actor) -> None:
        """The actor is named by a question that stands as a subheading."""
        self._weights[actor] = self._weights.get(actor, 0.0) + SUBJECT
        self._mentions.setdefault(actor, []).append(self.scene.reading.sentences[self._sentence].first)

    def bump(self, actor: Actor, head: int) -> None:
        """The actor is mentioned by the token."""
        token = self.scene.tokens[head]
        if self.scene.sentence_of[head] in self.scene.shouted:
            return
        self._mentions.setdefault(actor, []).append(head)
        weight = SUBJECT if is_subject(self.scene, head) else POSSESSIVE if token.dep == "poss" else OTHER_PART
        if weight == SUBJECT and _is_told(self.scene, head):
            weight = TOLD
        if head in self.scene.cited:
            weight += SOURCE
            self.speaker = actor
        if token.tag in ("PRP", "PRP$"):
            weight *= PRONOUN
        if self.scene.quoted[head]:
            self._inside[actor] = self._inside.get(actor, 0.0) + weight * (1.0 - QUOTED)
            weight *= QUOTED
        self._weights[actor] = self._weights.get(actor, 0.0) + weight


def asked_about(scene: Scene, persons: Iterable[Person]) -> dict[int, list[Person]]:
    """Sentences that a question stands before as a subheading, with the persons whom it names: "What has Mr Roe said?"."""
    starts = [s.start for s in scene.reading.sentences]
    found: dict[int, list[Person]] = {}
    for zone in scene.reading.document.zones:
        heading = lower(scene.folded[zone.start : zone.end]).strip()
        sentence = bisect_left(starts, zone.end)
        if zone.kind is ZoneKind.SUBHEADING and heading.endswith("?") and sentence < len(starts):
            words = set(heading.rstrip("?").replace("'", " ").split())
            found[sentence] = [p for p in persons if p.words[-1] in words]
    return found


def _spoken_sentences(scene: Scene) -> set[int]:
    """The sentences that stand wholly, or nearly so, inside quotation marks."""
    found = set()
    for number, sentence in enumerate(scene.reading.sentences):
        inside = sum(scene.quoted[sentence.first : sentence.last])
        if inside >= 0.75 * (sentence.last - sentence.first):
            found.add(number)
    return found


def _is_told(scene: Scene, head: int) -> bool:
    """Whether somebody is the subject of what another says: "Roe said Poe would …" goes on with Roe."""
    verb = scene.tokens[governing(scene, head)[0]].head
    return scene.tokens[verb].dep == "ccomp"
