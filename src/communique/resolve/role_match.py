"""Whether a person can be called by a description: "the French leader" of a president, "the top diplomat" of a minister."""

from __future__ import annotations

from communique.resolve.cast import Actor
from communique.resolve.phrase import Phrase

DIPLOMATS = frozenset({"foreign minister", "secretary of state", "foreign secretary", "high representative"})


def same_party(one: str, other: str) -> bool:
    """Whether two codes are of one government, or of two bodies of one legislature or opposition."""
    return one == other or (one[:3] == other[:3] and "-" in one + other and len(one) > 3 and len(other) > 3)


def fits(phrase: Phrase, actor: Actor) -> bool:
    """Whether a person of that role can be called by the phrase."""
    role, group = phrase.role, phrase.group
    if actor.role is None:
        return False
    if role == actor.role:
        return True
    if {role, actor.role} == {"prince", "crown prince"}:
        return True
    if role == "counterpart":
        return actor.group in ("head", "minister", "leader")
    if role == "top diplomat":
        return actor.role in DIPLOMATS
    if role == "leader" or (role == "director" and phrase.is_governing):
        return actor.group in ("head", "leader")
    if role in ("minister", "secretary"):
        return actor.group == "minister"
    if role in ("official", "diplomat"):
        return actor.group in ("official", "spoke")
    if role in ("lawmaker", "MP"):
        return actor.group == "legislator"
    return group == actor.group and group in ("spoke", "expert", "politician")
