"""The person whom a title means: "the president" after his name, "Iran's top negotiator", the spokesman named two sentences on.

In: a title phrase with its party, the persons of the document and who is salient. Out: an actor, None if the title
introduces somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from communique.model.reading import MentionKind
from communique.resolve.cast import Actor
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import Role
from communique.resolve.person import Person
from communique.resolve.phrase import Phrase
from communique.resolve.role_match import fits, same_party
from communique.resolve.salience import Salience
from communique.resolve.scene import Scene
from communique.resolve.syntax import is_subject

LOOSE_ROLES = frozenset({"negotiator", "leader", "minister", "foreign minister", "top diplomat", "ayatollah"})
PLAIN_SALIENCE = 1.0
NEW = frozenset({"a", "an", "one", "another", "some", "any", "no", "every", "each", "several", "many"})
LEAD, MAX_AHEAD = 2, 5  # the sentences that open a report; how soon after one the person is named


class TitleHolders:
    """The holders of titles in one document.

    Args:
        actors: the actor of each person, by the `id` of the person.
    """

    def __init__(self, scene: Scene, salience: Salience, persons: Sequence[Person], actors: Mapping[int, Actor]) -> None:
        self.scene = scene
        self.salience = salience
        self.persons = persons
        self.actors = actors

    def meant(self, phrase: Phrase, party: str, speaking: Set[str] = frozenset(), apart: Actor | None = None) -> Actor | None:
        """The person whom a definite title means: the most salient one of that role and party, else one named later.

        Args:
            speaking: the parties of those whose quoted words the title stands in.
            apart: whose counterpart the title means; nobody of that party is.
        """
        if not isinstance(phrase.word, Role) or phrase.is_plural or phrase.determiner in NEW:
            return None
        if phrase.group in ("press", "honorific") or phrase.boss >= 0:
            return None
        is_bare = not phrase.determiner and phrase.rule != "words"
        if is_bare and not self.scene.tokens[phrase.first].text[:1].isupper():
            return None
        is_of_firm = phrase.is_private and phrase.last > phrase.head + 1  # "the president of Norway Airlines" is not Norway's
        is_open = phrase.rule in ("context", "", "unknown", "role", "domestic") and not phrase.is_governing
        free = is_open and not is_of_firm
        fitting = [
            a for a in self._everybody() if fits(phrase, a) and (free or same_party(a.party, party)) and a.is_plural is False
        ]
        if phrase.is_former:
            fitting = [a for a in fitting if a.rule == "former"]
        if apart is not None:
            fitting = [a for a in fitting if a.party != apart.party]
        if not fitting:
            return self._plain_man(phrase) or self._compatriot(phrase, party)
        if self.scene.quoted[phrase.head] and phrase.rule != "words":  # "the president" of a spokesman is his own
            fitting = [a for a in fitting if a.party in speaking] or fitting
        exact = [a for a in fitting if a.role == phrase.role and self.salience.of(a) > 0.0]
        fitting = exact or fitting
        best = max(fitting, key=self.salience.of)
        if self.salience.of(best) > 0.0:
            return best
        is_ahead = phrase.determiner == "the" and phrase.group == "head" and best.rule.startswith("office-")
        is_told = phrase.rule == "words" or (is_ahead and same_party(best.party, party))
        if is_told and len(fitting) == 1 and best.group in ("head", "leader", "minister"):
            return best
        return self._compatriot(phrase, party)

    def introduced_next(self, phrase: Phrase, party: str) -> Actor | None:
        """Whom a report that opens with "a Kremlin spokesman said" names shortly after: the one of that office and party."""
        here = self.scene.sentence_of[phrase.head]
        if here > LEAD or not phrase.is_person or phrase.is_plural or phrase.group in ("honorific", "private", "press"):
            return None
        if phrase.determiner not in ("a", "an", "the", "") or phrase.boss >= 0 or not is_subject(self.scene, phrase.head):
            return None
        named = [
            p
            for p in self.persons
            if p.role == phrase.role and p.runs and 0 < self.scene.sentence_of[p.runs[0].first] - here <= MAX_AHEAD
        ]
        fitting = [p for p in named if p.is_former == phrase.is_former and (same_party(p.party, party) or p.is_former)]
        return self.actors[id(fitting[0])] if len(fitting) == 1 else None

    def _plain_man(self, phrase: Phrase) -> Actor | None:
        """ "The businessman", "the candidate": whoever was spoken of last, if that person has no office that says otherwise."""
        if (
            phrase.determiner != "the"
            or phrase.group not in ("private", "politician", "expert")
            or phrase.last - phrase.first > 3
        ):
            return None
        best = self.salience.best(a for a in self.salience.persons if a.party == "OTHER")
        is_fresh = (
            best is not None and self.salience.of(best) >= PLAIN_SALIENCE and best.gender in ("", phrase.gender or best.gender)
        )
        return best if is_fresh else None

    def _compatriot(self, phrase: Phrase, party: str) -> Actor | None:
        """ "Iran's top negotiator": the person of that party who was spoken of last, whatever the text calls the office."""
        in_house = phrase.group in ("chair", "legislator") and party.endswith(("-CONGRESS", "-PARLIAMENT"))
        if (phrase.role not in LOOSE_ROLES and not in_house) or phrase.rule != "words" or phrase.determiner not in ("the", ""):
            return None
        best = self.salience.best(a for a in self.salience.persons if same_party(a.party, party))
        return best if best is not None and self.salience.of(best) >= PLAIN_SALIENCE else None

    def _everybody(self) -> Iterable[Actor]:
        yield from self.actors.values()
        for actor in self.salience.actors:
            if actor.kind is MentionKind.PERSON and actor.rule in CONFIDENCE and actor not in self.actors.values():
                yield actor
