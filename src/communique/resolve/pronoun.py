"""Whom a pronoun means: of the actors of its gender and number the likeliest.

In: the salience of a document's actors at the pronoun, and the links before it. Out: an actor, and whether it is clear
of the next. "He" and "she" are weighed by a model (`pronoun_choice.py`); "they" and "it" are the most present whom the
clause does not rule out. A pronoun in an opening phrase looks ahead to the subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from communique.model.document import Span
from communique.model.reading import MentionKind
from communique.model.record import Attribution
from communique.resolve.cast import Actor, Link
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.pronoun_choice import probabilities
from communique.resolve.pronoun_signs import Place, signs_of
from communique.resolve.salience import Salience
from communique.resolve.scene import Scene
from communique.resolve.syntax import relative_clause
from communique.resolve.weights import read_weights

CHOICE = "pronoun_choice"  # the model of "he" and "she"
HE, SHE, THEY = (
    frozenset({"he", "him", "his", "himself"}),
    frozenset({"she", "her", "hers", "herself"}),
    frozenset({"they", "them", "their", "themselves"}),
)
OWNS = frozenset({"his", "her", "their", "its"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative", "pobj"})
# For "they" and "it": codings do not tell more than these.
SINGULAR = 0.5  # a government or state, for "they"
NEAREST = 1.5  # times more for the subject of the same sentence
OVER = 2.5  # the same for the subject over the pronoun's own clause
CLEAR = 1.5  # times the weight of the next
TOPIC = 0.5  # more of the weight for whom every name of the document means
SURE = 0.6  # least probability of a "he" that is clear of the next
MAX_CLIMB = 6
MAX_BELOW = 12  # steps up the parse from a name to the verb of its clause
MAX_LINKS, MAX_OWNER = 12, 6  # back
PEOPLE = frozenset({"people", "citizen", "public", "voter", "population", "family", "protester", "student", "taxpayer"})
FIRST_PERSON = frozenset({"my", "our"})


class Pronouns:
    """The pronouns of one document.

    Args:
        by_token: the person whom a name on a token means, for names that come after the pronoun.
    """

    def __init__(self, scene: Scene, salience: Salience, by_token: Mapping[int, Actor]) -> None:
        self.scene = scene
        self.salience = salience
        self.by_token = by_token
        named = Counter(by_token.values())
        self._shares = {a: n / named.total() for a, n in named.items()}

    def meant(self, word: str, head: int, links: Sequence[Link]) -> tuple[Actor | None, bool]:
        """The actor meant, None if nobody fits, and whether no other comes near; a person's gender is learned from it."""
        joined = self._joined_to(word, head, links)
        if joined is not None:
            return joined, True
        gender = "m" if word in HE else "f" if word in SHE else ""
        fitting = self._fitting(word, is_quoted=self.scene.quoted[head])
        if not gender:
            return self._rank_groups(word, head, links, fitting)
        place = self._place(word, gender, head, links)
        likely = probabilities(read_weights(CHOICE), signs_of(self.scene, self.salience, place, fitting, self._shares))
        actor = max(likely, key=likely.__getitem__, default=None)
        if actor is None:
            return None, False
        if not actor.likely_gender:
            actor.likely_gender = gender
        return actor, likely[actor] >= SURE

    def _rank_groups(self, word: str, head: int, links: Sequence[Link], fitting: Sequence[Actor]) -> tuple[Actor | None, bool]:
        """Whom "they" or "it" means: the most present of whom the clause does not rule out."""
        part = self.scene.tokens[head].dep
        ruled_out = self._clashing(head, links) | (self._named_by(head) if part == "nsubj" else set())
        if self.scene.quoted[head]:
            ruled_out = ruled_out | self._talking(head, links)
            own = {a.party for a in self.speakers(head, links)} - {"OTHER"} if word in THEY else set()
            ruled_out |= {a for a in fitting if a.party in own and a.kind is not MentionKind.PERSON}
        over = self._subject_over(word, head, links) if part in SUBJECTS else None
        subject = over or self._subject_before(head, links)
        nearest = NEAREST if over is None else OVER
        weights = {
            a: self._weight(a, word, head) * (nearest if a is subject else 1.0)
            for a in fitting
            if ruled_out.isdisjoint({a, *a.members})
        }
        ranked = sorted(weights, key=lambda a: -weights[a])
        if not ranked:
            return None, False
        return ranked[0], len(ranked) == 1 or weights[ranked[0]] >= CLEAR * weights[ranked[1]]

    def _clashing(self, head: int, links: Sequence[Link]) -> set[Actor]:
        """Whom the pronoun's own clause names as somebody else."""
        part = self.scene.tokens[head].dep
        if part in OBJECTS:
            return self._subjects_of(head, links)
        return self._named_below(head) if part == "nsubj" else set()

    def _place(self, word: str, gender: str, head: int, links: Sequence[Link]) -> Place:
        part = self.scene.tokens[head].dep
        return Place(
            head,
            gender,
            over=self._subject_over(word, head, links) if part in SUBJECTS else None,
            clashing=self._clashing(head, links),
            cited=self._named_by(head) if part == "nsubj" else set(),
            talking=self._talking(head, links) if self.scene.quoted[head] else set(),
        )

    def owner(self, word: str, first: int, head: int, links: Sequence[Link]) -> Actor | None:
        """Whose leaders "its leaders", "whose leaders" and, in speech, "our leaders" are, None where the text does not tell."""
        if word == "its":
            return self._owner_before(first, links) or self._subject_above(head, links) or self.meant("it", first, links)[0]
        if word in FIRST_PERSON:
            return next(iter(self.speakers(first, links)), None) if self.scene.quoted[first] else None
        if word == "whose":
            clause = relative_clause(self.scene, head)
            noun = -1 if clause is None else self.scene.tokens[clause].head
            return next((k.actor for k in reversed(links[-MAX_LINKS:]) if k.first <= noun < k.last), None)
        owner = next((k.actor for k in reversed(links[-MAX_OWNER:]) if k.head == first), None)
        if word == "their" and (owner is None or owner.party == "OTHER"):
            return self._nation_before(first) or owner
        return owner

    def _nation_before(self, first: int) -> Actor | None:
        """The state of the people named last before a token: "urged Norwegians to tell their government"."""
        for i in range(first - 1, self.scene.reading.sentences[self.scene.sentence_of[first]].first - 1, -1):
            hit, token = self.scene.name_at[i], self.scene.tokens[i]
            if hit is None or hit.name.kind != "adjective" or len(hit.name.party) != 3:
                continue
            if token.tag in ("NNS", "NNPS") or self.scene.tokens[i + 1].lemma.lower() in PEOPLE:
                return Actor(hit.name.actor, hit.name.party, MentionKind.STATE, "table", CONFIDENCE["table"])
        return None

    def _owner_before(self, first: int, links: Sequence[Link]) -> Actor | None:
        """The state or group that the sentence names last before a token: "admitted Norway's mistake, which its army made"."""
        here = self.scene.sentence_of[first]
        near = (
            k.actor
            for k in reversed(links[-MAX_LINKS:])
            if k.first < first and self.scene.sentence_of[k.head] == here
            if self.scene.tokens[k.head].dep not in ("amod", "compound")  # "Norwegian tariffs on its steel"
        )
        return next((a for a in near if a.kind is not MentionKind.PERSON and not a.is_plural and a.party != "OTHER"), None)

    def speakers(self, head: int, links: Sequence[Link]) -> list[Actor]:
        """Who says the words that a token is among, as far as names and the links before it tell."""
        said = self._said_by(head)
        known = [k.actor for k in links if k.head in said] + [self.by_token[i] for i in sorted(said) if i in self.by_token]
        if known or not any(self.scene.tokens[i].text.lower() in HE | SHE for i in said):
            return known
        before = (k.actor for k in reversed(links[-MAX_LINKS:]) if k.head in self.scene.cited)  # "“…,” he said": who spoke before
        return [a for a in before if a.kind is MentionKind.PERSON][:1]

    def _subject_above(self, head: int, links: Sequence[Link]) -> Actor | None:
        """The nearest subject over a noun that may own it: "urged Russia to withdraw its soldiers"."""
        tokens, i = self.scene.tokens, head
        for _ in range(MAX_CLIMB):
            if tokens[i].head == i:
                break
            part = tokens[i].dep
            i = tokens[i].head
            above = {
                c
                for c in self.scene.children[i]
                if c < head and tokens[c].dep in SUBJECTS | ({"dobj"} if part == "xcomp" else set())
            }
            fitting = [k.actor for k in links[-MAX_LINKS:] if k.head in above]
            fitting = [a for a in fitting if a.kind is not MentionKind.PERSON and not a.is_plural and a.party != "OTHER"]
            if fitting:
                return fitting[-1]
        return None

    def _joined_to(self, word: str, head: int, links: Sequence[Link]) -> Actor | None:
        """The first of two where the second is his: "Assad and his government"."""
        noun = self.scene.tokens[self.scene.tokens[head].head]
        if word not in OWNS or noun.dep != "conj" or noun.head > head:
            return None
        known = next((k.actor for k in reversed(links[-MAX_LINKS:]) if k.first <= noun.head < k.last and not k.is_modifier), None)
        if known is None:
            return None
        gender = "m" if word in HE else "f" if word in SHE else ""
        is_one = known.kind is MentionKind.PERSON and not known.is_plural
        fits = is_one is bool(gender) and {known.gender, known.likely_gender} <= {"", gender}
        return known if fits else None

    def _subject_before(self, head: int, links: Sequence[Link]) -> Actor | None:
        """The subject of the pronoun's own sentence: "Officials wrote of a plan that they called …"."""
        tokens, sentence = self.scene.tokens, self.scene.sentence_of
        here = (k for k in links[-MAX_LINKS:] if sentence[k.head] == sentence[head] and tokens[k.head].dep == "nsubj")
        return next((k.actor for k in here if tokens[tokens[k.head].head].dep == "ROOT"), None)

    def _subject_over(self, word: str, head: int, links: Sequence[Link]) -> Actor | None:
        """The nearest subject of the clauses that hold the pronoun's own: "Roe hears that Poe fled because he …".

        No "he" is a state: "Roe wrote that Norway fell back after the vote, which he called …".
        """
        tokens, i = self.scene.tokens, head
        for _ in range(MAX_CLIMB):
            if tokens[i].head == i:
                break
            i = tokens[i].head
            above = [c for c in self.scene.children[i] if c < head and tokens[c].dep in SUBJECTS]
            known = next((k.actor for k in links[-MAX_LINKS:] if k.head in above), None)
            if above and (known is None or known.kind is MentionKind.PERSON or word not in HE | SHE):
                return known
        return None

    def _talking(self, head: int, links: Sequence[Link]) -> set[Actor]:
        """Who says the words in which the pronoun stands, and to whom: they call themselves "I", "we" and "you"."""
        scene = self.scene
        told = {c for a in self._holding(head) for span in a.cue for i in scene.tokens_in(span) for c in scene.children[i]}
        told = {c for c in told if scene.tokens[c].dep in ("dobj", "dative")}
        return {*self.speakers(head, links), *(k.actor for k in links if k.head in told)}

    def _holding(self, head: int) -> list[Attribution]:
        """The attributions whose content the token is part of."""
        at = Span(self.scene.tokens[head].start, self.scene.tokens[head].end)
        return [a for a in self.scene.reading.attributions if any(c.covers(at) for c in a.content)]

    def _said_by(self, head: int) -> set[int]:
        """The tokens of their sources."""
        return {i for a in self._holding(head) for span in a.source for i in self.scene.tokens_in(span)}

    def _fitting(self, word: str, *, is_quoted: bool) -> list[Actor]:
        if word == "it":
            return [a for a in self.salience.actors if a.kind is not MentionKind.PERSON and not a.is_plural]
        if word in THEY:
            return [
                a
                for a in self.salience.actors
                if a.is_plural
                or (a.kind is MentionKind.GROUP and a.rule != "unlisted")
                or (is_quoted and a.kind is MentionKind.STATE)  # in speech "they" are a state too
            ]
        return [a for a in self.salience.persons if a.gender in ("", "m" if word in HE else "f")]

    def _weight(self, actor: Actor, word: str, head: int) -> float:
        present = self.salience.inside if self.scene.quoted[head] else self.salience.of
        weight = present(actor) * (1.0 + TOPIC * self._shares.get(actor, 0.0))
        return weight * (SINGULAR if word in THEY and not actor.is_plural else 1.0)  # "they" are people before a government

    def ahead(self, word: str, head: int) -> Actor | None:
        """The subject that follows a pronoun in an opening phrase: "In her speech, May defended …"."""
        if word not in HE | SHE:
            return None
        tokens, i = self.scene.tokens, head
        if tokens[i].dep == "nsubj" and tokens[tokens[i].head].dep in ("advcl", "relcl"):  # "While he waits, Roe …"
            i = tokens[i].head
        for _ in range(MAX_CLIMB):
            if tokens[i].head == i or tokens[i].dep in SUBJECTS | {"conj", "ccomp"}:
                return None
            dep, i = tokens[i].dep, tokens[i].head
            if i > head and dep in ("prep", "advcl", "npadvmod"):
                subject = next((c for c in self.scene.children[i] if tokens[c].dep in SUBJECTS), -1)
                actor = self.by_token.get(subject)
                fits_gender = actor is not None and actor.likely_gender in ("", "m" if word in HE else "f")
                return actor if subject > head and fits_gender else None
        return None

    def _subjects_of(self, head: int, links: Sequence[Link]) -> set[Actor]:
        """Who does what is done to the pronoun: "Putin told him" is somebody else."""
        verb = self.scene.tokens[head].head
        if self.scene.tokens[verb].pos == "ADP":
            verb = self.scene.tokens[verb].head
        subjects = {c for c in self.scene.children[verb] if self.scene.tokens[c].dep == "nsubj"}
        return {k.actor for k in links[-MAX_LINKS:] if k.head in subjects}

    def _named_below(self, head: int) -> set[Actor]:
        """Whom the rest of the clause names is not its subject: "He urged Putin to wait" is somebody else."""
        last = self.scene.reading.sentences[self.scene.sentence_of[head]].last
        verb = self.scene.tokens[head].head
        return {self.by_token[i] for i in range(head + 1, last) if i in self.by_token and self._hangs_on(i, verb)}

    def _named_by(self, head: int) -> set[Actor]:
        """Whom the cited words name is not who says them: "“Roe must wait,” he said" is somebody else."""
        said = (a.content for a in self.scene.reading.attributions if any(head in self.scene.tokens_in(s) for s in a.source))
        tokens = (i for content in said for span in content for i in self.scene.tokens_in(span))
        return {self.by_token[i] for i in tokens if i in self.by_token}

    def _hangs_on(self, i: int, verb: int) -> bool:
        for _ in range(MAX_BELOW):
            if i == verb or self.scene.tokens[i].head == i:
                break
            i = self.scene.tokens[i].head
        return i == verb
