"""Two who are meant together by no name: "both countries", "the two leaders", "both said".

In: a document with the actors present. Out: which tokens mean two, where their words begin, and who they are: those who were
named together last, else the two most present of different parties.
"""

from __future__ import annotations

from collections.abc import Callable

from communique.model.reading import MentionKind
from communique.resolve.cast import Actor
from communique.resolve.salience import Salience
from communique.resolve.scene import Scene

PERSONS = frozenset({"leaders", "presidents", "ministers", "men", "diplomats", "women"})
COUNTRIES = frozenset({"countries", "nations"})  # no bodies or regions
WORDS = PERSONS | COUNTRIES | {"sides", "states", "governments", "parties", "powers"}
MARKS = frozenset({"two", "both"})
GROUPS = frozenset({"head", "leader", "minister", "deputy"})  # of the persons who are leaders and ministers
OWN_GROUPS = {  # of the persons whom a word means first
    "leaders": frozenset({"head", "leader"}),
    "presidents": frozenset({"head"}),
    "ministers": frozenset({"minister", "deputy"}),
}
LEAST = 0.3  # weight of two named together
MAX_BEFORE = 3  # tokens of "the two world" before the noun


class Pairs:
    """The pairs of one document, while it is read."""

    def __init__(self, scene: Scene, salience: Salience) -> None:
        self.scene = scene
        self.salience = salience

    def are_meant(self, i: int) -> bool:
        """Whether a token means two: "both countries", "the sides", or a number alone ("Both said …", "The two signed …")."""
        tokens, word = self.scene.tokens, self.scene.tokens[i].text.lower()
        if word in MARKS:
            after_the = i > 0 and tokens[i - 1].text.lower() == "the"
            is_alone = not self.scene.children[i][after_the:]
            return tokens[i].dep == "nsubj" and is_alone and (word == "both" or after_the)
        if word == "side":
            return i > 0 and tokens[i - 1].text.lower() == "each"
        if word not in WORDS or self._are_factions(i):
            return False
        before = {t.text.lower() for t in tokens[max(0, i - MAX_BEFORE) : i]}
        return bool(MARKS & before) or (word == "sides" and "the" in before)

    def first_of(self, i: int) -> int:
        """Where the words begin whose last token means two."""
        first = i
        words = MARKS | {"the", "of", "world", "each"}
        while first > 0 and i - first < MAX_BEFORE and self.scene.tokens[first - 1].text.lower() in words:
            first -= 1
        return first

    def meant(self, i: int) -> tuple[Actor, ...]:
        """Who they are: one actor with two members, or two; none where nobody fits."""
        word = self.scene.tokens[i].text.lower()
        if word in MARKS:
            pair = self._named_together(lambda _: True)
            return (pair,) if pair is not None else ()
        if word not in PERSONS:
            return self._chosen(lambda pair: _fits(pair, persons=False, states=word in COUNTRIES), _is_side)
        own = OWN_GROUPS.get(word, frozenset())
        found = self._persons(lambda pair: {m.group for m in pair.members} <= {*own, ""}, own) if own else ()
        return found or self._persons(lambda _: True, GROUPS)

    def _persons(self, can_be: Callable[[Actor], bool], groups: frozenset[str]) -> tuple[Actor, ...]:
        """Two persons: a pair named together that can be them, else those whose roles are of these groups."""
        return self._chosen(
            lambda pair: _fits(pair, persons=True) and can_be(pair),
            lambda a: a.kind is MentionKind.PERSON and a.group in groups,
        )

    def _chosen(self, fits: Callable[[Actor], bool], can_be: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """The two who were named together last, else the two most present of different parties; none where nobody fits."""
        pair = self._named_together(fits)
        chosen = list(pair.members) if pair is not None else []
        for actor in sorted(self.salience.actors, key=lambda a: -self.salience.of(a)):
            if len(chosen) == 2:
                break
            if can_be(actor) and not actor.is_plural and actor.party not in {a.party for a in chosen}:
                chosen.append(actor)
        return tuple(chosen) if len(chosen) == 2 else ()

    def _named_together(self, fits: Callable[[Actor], bool]) -> Actor | None:
        """The two who were named together last."""
        best = self.salience.best(a for a in self.salience.actors if len(a.members) == 2 and fits(a))
        return best if best is not None and self.salience.of(best) >= LEAST else None

    def _are_factions(self, i: int) -> bool:
        """Whether "both parties" are those of a legislature: "lawmakers of both parties"."""
        of = self.scene.tokens[self.scene.tokens[i].head]
        is_of = self.scene.tokens[i].text.lower() == "parties" and of.text.lower() in ("of", "from", "in")
        return is_of and self.scene.tokens[of.head].tag in ("NNS", "NNPS")


def _fits(pair: Actor, *, persons: bool, states: bool = False) -> bool:
    """Whether two named together can be "the two leaders" or "both countries": of different parties, of one kind."""
    return (
        len({m.party for m in pair.members} - {"OTHER"}) == 2
        and all((m.kind is MentionKind.PERSON) is persons for m in pair.members)
        and (not states or all(m.kind is MentionKind.STATE for m in pair.members))
    )


def _is_side(actor: Actor) -> bool:
    """Whether an actor can be one of "the two sides": of a party, and no lawmaker, who speaks for none."""
    return actor.party != "OTHER" and not actor.party.endswith(("-CONGRESS", "-PARLIAMENT"))
