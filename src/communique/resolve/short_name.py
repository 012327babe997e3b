"""Short names that a report uses for a longer one: an abbreviation, one word of two.

In: names of nobody known, in reading order. Out: the actor whom such a name means, if the report tells. Persons have
their own rules (`person`). An abbreviation of the tables is found there; `full_names` tells what the report calls it in full.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.resolve.cast import Actor, Link
from communique.resolve.lexicon import Name
from communique.resolve.name_run import NOT_NAMES, Run
from communique.resolve.scene import Scene
from communique.resolve.syntax import words_of

MAX_LONG_FORM = 6  # links back from an abbreviation to what it stands for


class ShortNames:
    """The short names of one document, learned while it is read."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._actors: dict[str, Actor] = {}

    def find(self, run: Run, links: Sequence[Link]) -> Actor | None:
        """Whom one word means: "CAA" after "Civil Aviation Authority (CAA)", "Malala" after "Malala Yousafzai"."""
        if run.last - run.first > 1:
            return None
        text, before = self.scene.tokens[run.first].text, run.first - 1
        capitals = "".join(c for c in text if c.isupper())
        if text not in self._actors and before > 0 and self.scene.tokens[before].text == "(" and len(capitals) > 1:
            ending = (k for k in links[-MAX_LONG_FORM:] if k.last == before)
            long = next((k for k in ending if _abbreviates(capitals, self._long_form(k))), None)
            if long is not None:
                self._actors[text] = long.actor
        return self._actors.get(text)

    def _long_form(self, link: Link) -> str:
        """The name before an abbreviation, with the adjective that begins it: "European Aviation Agency (EAA)"."""
        hit = self.scene.name_at[link.first - 1] if link.first else None
        return words_of(self.scene, link.first - (hit is not None and hit.name.kind == "adjective"), link.last)

    def learn(self, run: Run, actor: Actor) -> None:
        """Each word of a name of two may stand for it later."""
        words = actor.name.split()
        if len(run.words) == len(words) == 2 and not NOT_NAMES & set(run.words):
            for word in words:
                self._actors.setdefault(word, actor)


def full_names(scene: Scene) -> dict[Name, str]:
    """The full names that the document gives of those whom the tables call by an abbreviation."""
    found: dict[Name, str] = {}
    for hit in scene.names:
        short, full = hit.name.actor, words_of(scene, hit.first, hit.last)
        if short.isupper() and short.isalpha() and full != short and _abbreviates(short, full):
            found.setdefault(hit.name, full)
    return found


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation begin words of a name, in order.

    Example:
        >>> _abbreviates("CAAC", "Civil Aviation Administration of China"), _abbreviates("UAW", "General Motors")
        (True, False)
    """
    initials = iter(word[0] for word in name.replace("-", " ").split())
    return all(letter in initials for letter in short)
