"""Who can be meant in a document, and the links from stretches of text to them."""

from __future__ import annotations

from dataclasses import dataclass

from communique.model.reading import MentionKind
from communique.resolve.person import Person


@dataclass(slots=True, eq=False)
class Actor:
    """A person, an unnamed official, a state, a body or a group that the document speaks of."""

    name: str
    party: str
    kind: MentionKind
    rule: str
    confidence: float
    role: str | None = None
    group: str = ""  # of the role: head, minister, official, …
    gender: str = ""  # by title: bars a pronoun of the other
    likely_gender: str = ""  # by first name: sways it
    is_plural: bool = False
    members: tuple[Actor, ...] = ()  # of a pair such as "the two leaders"


@dataclass(slots=True)
class Link:
    """Tokens `[first, last)` mean the actor; `head` is the token that stands for them in the sentence."""

    first: int
    last: int
    head: int
    actor: Actor
    rule: str
    confidence: float
    can_act: bool = True
    is_modifier: bool = False  # inside another link: never its owner


def actor_of(person: Person) -> Actor:
    """The actor that a person of the document is, party and role settled."""
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
