"""Whom "who" and "which" mean: the antecedent of a relative clause.

In: a scene and the links from tokens to actors. Out: for the relative pronoun the link of what the clause is about, or the
tokens of the noun where nobody is known by it.
"""

from __future__ import annotations

from collections.abc import Mapping

from communique.model.reading import MentionKind
from communique.resolve.cast import Link
from communique.resolve.scene import NOUN_TAGS, Scene
from communique.resolve.syntax import relative_clause

MAX_RELATIVE = 12  # tokens between "who" and the name it belongs to
LEFT_PARTS = frozenset({"det", "amod", "compound", "poss", "nummod"})  # of a noun, before it


class Antecedents:
    """Answers for the relative pronouns of one document.

    Args:
        owner: the link of each token.
    """

    def __init__(self, scene: Scene, owner: Mapping[int, Link]) -> None:
        self.scene = scene
        self.owner = owner

    def link_of(self, head: int) -> Link | None:
        """The antecedent of "who said": the noun that the relative clause hangs on."""
        tokens = self.scene.tokens
        i = tokens[head].head
        for _ in range(4):
            if tokens[i].dep == "relcl" and (link := self.owner.get(self._antecedent(tokens[i].head))) is not None:
                return self._served_under(link) or link
            if tokens[i].head == i:
                break
            i = tokens[i].head
        for before in range(head - 1, max(head - MAX_RELATIVE, -1), -1):
            link = self.owner.get(before)
            if link is not None and self._can_be_antecedent(link, head, is_next=before >= head - 2):
                return link
            if tokens[before].text == "." or self.scene.sentence_of[before] != self.scene.sentence_of[head]:
                break
        return None

    def noun_of(self, head: int) -> list[int]:
        """The noun that "who" or ", which" is about, with what stands before it: "UN inspectors, who", whom no table knows."""
        tokens = self.scene.tokens
        clause = relative_clause(self.scene, head)
        noun = tokens[clause].head if clause is not None else head - 1 - (head > 1 and tokens[head - 1].text == ",")
        is_noun = 0 <= noun < head and tokens[noun].tag in NOUN_TAGS and tokens[noun].ent != "DATE"
        if not is_noun or self.scene.sentence_of[noun] != self.scene.sentence_of[head]:
            return []
        return list(range(min([noun, *(c for c in self.scene.children[noun] if tokens[c].dep in LEFT_PARTS)]), noun + 1))

    def _can_be_antecedent(self, link: Link, head: int, *, is_next: bool) -> bool:
        """Whether what stands before "who" may be meant: not Roe in "Roe's doctor, who", "a Roe ally who", "…, which", nor Oslo.

        "Protesters in the streets of Oslo who …" are the protesters.
        """
        is_inside = link.is_modifier or self.scene.tokens[link.head].dep in ("poss", "compound")
        is_person = link.actor.kind is MentionKind.PERSON and self.scene.tokens[head].text.lower() != "which"
        is_place = self.scene.tokens[head].text.lower() == "who" and link.rule in ("table:capital", "table:place")
        return not (is_inside or is_place) and (is_person or (is_next and link.actor.kind is not MentionKind.PERSON))

    def _served_under(self, link: Link) -> Link | None:
        """Who is named before "a minister under President Roe, who said …": the clause goes on with him, not with Roe."""
        before = self.owner.get(link.first - 2)
        is_under = self.scene.tokens[max(link.first - 1, 0)].text.lower() == "under"
        is_person = before is not None and before.actor.kind is MentionKind.PERSON and not before.is_modifier
        return before if is_under and is_person else None

    def _antecedent(self, noun: int) -> int:
        """The noun that a relative clause is about; of "Roe is among those who object" it is the subject."""
        tokens, above = self.scene.tokens, self.scene.tokens[self.scene.tokens[noun].head]
        if tokens[noun].text.lower() != "those" or above.text.lower() not in ("among", "of"):
            return noun
        verb = above.head
        if tokens[verb].text.lower() == "one":
            verb = tokens[verb].head
        return next((c for c in self.scene.children[verb] if tokens[c].dep == "nsubj"), noun)
