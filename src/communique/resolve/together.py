"""Those who are named together: "France and Germany", whom "they" and "the two countries" mean afterwards.

In: links in reading order. Out: for each row of names an actor of its own, with its members. It stands for them only until it
is meant: a mention of it is one of every member.
"""

from __future__ import annotations

from communique.model.reading import MentionKind
from communique.resolve.cast import Actor, Link
from communique.resolve.scene import Scene

APART = frozenset({"or", "nor", "but", "not"})  # of such a row only one is meant
PARTS = frozenset({"appos", "compound", "flat", "nmod"})
MAX_MEMBERS = 6
SURE = 0.8


class Together:
    """The rows of names of one document, while it is read."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._at: dict[int, Actor] = {}  # by head token, the actor or the row that it belongs to
        self._rows: dict[tuple[Actor, ...], Actor] = {}

    def join(self, link: Link) -> tuple[Actor | None, Actor | None]:
        """The row that a new link completes, and the shorter row that it takes the place of; None where there is none."""
        here = self._top(link)
        head = self.scene.tokens[here].head
        before = self._at.get(head) if self.scene.tokens[here].dep == "conj" else None
        if link.rule == "unlisted":
            return None, None
        self._at.setdefault(here, link.actor)
        if before is None or not self._is_joined(head):
            return None, None
        members = before.members or (before,)
        if link.actor in members or link.actor.members or len(members) == MAX_MEMBERS:
            return None, None
        row = self._row((*members, link.actor))
        self._at[head] = self._at[here] = row
        return row, before if before.members else None

    def _top(self, link: Link) -> int:
        """The token of a mention that the rest of it hangs on: "envoy" of "Norway's envoy, Ida Roe"."""
        i, tokens = link.head, self.scene.tokens
        while tokens[i].dep in PARTS and link.first <= tokens[i].head < link.last:
            i = tokens[i].head
        return i

    def _is_joined(self, head: int) -> bool:
        tokens = self.scene.tokens
        return not any(tokens[c].dep in ("cc", "neg") and tokens[c].text.lower() in APART for c in self.scene.children[head])

    def _row(self, members: tuple[Actor, ...]) -> Actor:
        if members not in self._rows:
            parties = {a.party for a in members}
            party = parties.pop() if len(parties) == 1 else "OTHER"
            name = " and ".join(a.name for a in members)
            self._rows[members] = Actor(name, party, MentionKind.GROUP, "together", SURE, is_plural=True, members=members)
        return self._rows[members]
