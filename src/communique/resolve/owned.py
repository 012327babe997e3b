"""What an office or aide is called that has no name: "Roe's office", "spokesman for the shipping union", not "office".

In: the links of a document. Out: their actors, renamed where a bare common noun is all that they are called and the words tell
whose it is. Rows of different documents with the same name and party are one actor: nobody is just "spokesman".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.model.reading import MentionKind
from communique.resolve.cast import Link
from communique.resolve.scene import Scene

MAX_COMPLEMENT = 8  # tokens of "for the shipping union"
PREPOSITIONS = frozenset({"for", "of", "to"})
ENDS = frozenset({"WP", "WDT", "VBD", "VBZ", "VBP"})  # where a clause begins
STAFFS = frozenset({"office", "team", "campaign"})  # speak for a person, under their own name


def name_owned(scene: Scene, links: Sequence[Link]) -> None:
    """Name those who are called by a bare noun with whom or what they are of."""
    owner = {i: link for link in links for i in range(link.first, link.last)}
    for link in links:
        name = link.actor.name
        is_one = link.actor.kind is MentionKind.PERSON and not link.actor.is_plural
        if link.rule.startswith("phrase:") and name.islower() and (is_one or name.split()[-1] in STAFFS):
            link.actor.name = _owned_by(scene, owner, link) or _of_what(scene, owner, link) or name


def _owned_by(scene: Scene, owner: Mapping[int, Link], link: Link) -> str:
    """ "Adam Roe's office", also of "his office"; "" where nobody with a name owns it."""
    for i in scene.children[link.head]:
        whose = owner.get(i) if scene.tokens[i].dep == "poss" else None
        if whose is not None and whose.actor is not link.actor and whose.actor.name[:1].isupper():
            return f"{whose.actor.name}'{'' if whose.actor.name.endswith('s') else 's'} {link.actor.name}"
    return ""


def _of_what(scene: Scene, owner: Mapping[int, Link], link: Link) -> str:
    """ "Spokesman for the shipping union", a person by the full name; "" where the words go on for long."""
    prep, end = link.last, len(scene.tokens)
    if prep not in scene.children[link.head] or scene.tokens[prep].text.lower() not in PREPOSITIONS:
        return ""
    last = prep + 1
    while last - prep <= MAX_COMPLEMENT and last < end and _hangs_on(scene, last, prep):
        last += 1
    if not 1 < last - prep <= MAX_COMPLEMENT or (last < end and scene.tokens[last].text == '"'):
        return ""
    whose = owner.get(last - 1)
    is_person = whose is not None and whose.actor.kind is MentionKind.PERSON and whose.actor.name[:1].isupper()
    if whose is not None and is_person and whose.last == last:
        words = [scene.tokens[prep].text, whose.actor.name]
    else:
        words = scene.span_of(prep, last).of(scene.text).split()
    return " ".join([link.actor.name, *words])


def _hangs_on(scene: Scene, i: int, above: int) -> bool:
    """Whether the token is a part of what the preposition joins, without a clause or list of its own."""
    token = scene.tokens[i]
    if token.pos == "PUNCT" or token.tag in ENDS or scene.quoted[i]:
        return False
    for _ in range(MAX_COMPLEMENT):
        if i == above:
            return True
        i = scene.tokens[i].head
    return False
