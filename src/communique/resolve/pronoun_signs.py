"""What speaks for and against each person whom "he" or "she" may mean, as named numbers.

In: the place of a pronoun, what is known of it, and the persons who are still present. Out: for each the signs that
`pronoun_choice.py` weighs. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import log, log1p

from communique.resolve.cast import Actor
from communique.resolve.salience import Salience
from communique.resolve.scene import Scene
from communique.resolve.syntax import governing, is_subject

LEAST = 0.01  # of presence; below it everybody is alike
LAST = 4  # mentions of a person that are looked at
Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pronoun stands, with the actors that its surroundings single out."""

    head: int
    gender: str  # "m" or "f"
    over: Actor | None  # the subject over the pronoun's own clause
    clashing: Set[Actor]  # named as somebody else by the pronoun's own clause
    cited: Set[Actor]  # named in the words that the pronoun is cited with
    talking: Set[Actor]  # who says the quoted words in which the pronoun stands, and to whom


def signs_of(
    scene: Scene, salience: Salience, place: Place, actors: Sequence[Actor], shares: Mapping[Actor, float]
) -> dict[Actor, Signs]:
    """The signs of each person who may be meant; those that are 0 are left out.

    Args:
        shares: of the names in the document, those of each person.
    """
    last = {a: (salience.mentions(a) or (0,))[-1] for a in actors}
    ranks = {a: n for n, a in enumerate(sorted(actors, key=lambda a: -last[a]))}
    found = {}
    for a in actors:
        signs = _of_text(scene, salience, place, a, last[a]) | _of_person(place, a, shares)
        found[a] = {name: float(v) for name, v in signs.items() if v} | {"named between": log1p(ranks[a])}
    return found


def _of_text(scene: Scene, salience: Salience, place: Place, actor: Actor, at: int) -> Signs:
    """How present the actor is, and where the mentions stand."""
    is_quoted = scene.quoted[place.head]
    present = log(max(salience.of(actor), LEAST))
    before = [m for m in salience.mentions(actor)[-LAST:] if salience.sentences_since(m, place.head) == 1]
    is_main = any(_is_main_subject(scene, m) for m in before)
    return {
        "present": present,
        "present in speech": log(max(salience.inside(actor), LEAST)) - present if is_quoted else 0.0,
        "sentences back": log1p(salience.sentences_since(at, place.head)),
        "other paragraph": _paragraph(scene, at) != _paragraph(scene, place.head),
        "main subject before": is_main,
        "subject before": not is_main and any(is_subject(scene, m) for m in before),
        "cited again": place.head in scene.cited and actor is salience.speaker,
        "subject over": actor is place.over,
        "was pronoun": scene.tokens[at].tag in ("PRP", "PRP$"),
    }


def _of_person(place: Place, actor: Actor, shares: Mapping[Actor, float]) -> Signs:
    """Who the person is, to the document and to the words around the pronoun."""
    return {
        "clash": actor in place.clashing,
        "cited words name": actor in place.cited,
        "talks": actor in place.talking,
        "share of names": shares.get(actor, 0.0),
        "unnamed": actor not in shares,
        "same gender": actor.gender == place.gender,
        "likely of the same": actor.likely_gender == place.gender,
        "likely of another": actor.likely_gender not in ("", place.gender),
    }


def _paragraph(scene: Scene, at: int) -> int:
    return scene.reading.sentences[scene.sentence_of[at]].paragraph


def _is_main_subject(scene: Scene, at: int) -> bool:
    return is_subject(scene, at) and scene.tokens[scene.tokens[governing(scene, at)[0]].head].dep == "ROOT"
