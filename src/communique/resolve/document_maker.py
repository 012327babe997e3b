"""Whose a letter, report or resolution is: what a document says is said by whoever made it.

In: a scene and the links from tokens to actors. Out: the maker of the document that a noun means, told by its own words
("a report by the commission", "the Mandiant report") or where the text brought it in ("the board passed a resolution …
The resolution says"). Of two documents of one kind the one spoken of last is meant. Nothing is said of who is quoted in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.model.reading import MentionKind
from communique.resolve.cast import Link
from communique.resolve.lexicon import read_table, word_list
from communique.resolve.scene import Scene

MAKES = word_list("making_verbs")
SPEECH = word_list("speech_verbs")
KINDS = {row["list"]: word_list(row["list"]) for row in read_table("word_lists.csv") if row["list"].startswith("documents_")}
SITES = KINDS["documents_site"]
DEFINITE = frozenset({"the", "this", "that"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
NAMED = frozenset({"ORG", "PERSON"})  # entities that make documents; a report called by a place is about it
OFFICIAL = frozenset({"documents_letter", "documents_statement", "documents_resolution"})
NATION = "NORP"  # "a French statement" is France's; "a French report", "French editorials" may be anybody's in France
MAX_BACK = 10  # sentences from a document to where it was brought in


class DocumentMakers:
    """The documents of one text, with their makers.

    Args:
        owner: the link of each token, the longest of several.
        inner: the shortest of several: who is named inside what describes the document.
    """

    def __init__(self, scene: Scene, owner: Mapping[int, Link], inner: Mapping[int, Link]) -> None:
        self.scene = scene
        self.owner = owner
        self.inner = inner

    def maker_of(self, head: int) -> Link | None:
        """Whose document the noun means, None if it means none or the text does not tell."""
        kinds = self._kinds_at(head)
        if not kinds:
            return None
        told = self._told(head)
        if told is not None or not self._is_definite(head):
            return told
        outlet = None
        for i in range(head - 1, -1, -1):
            if self.scene.sentence_of[head] - self.scene.sentence_of[i] > MAX_BACK:
                break
            if kinds & self._kinds_at(i) and (told := self._told(i)) is not None:
                if told.rule != "table:outlet":
                    return told
                outlet = outlet or told
        return outlet

    def _kinds_at(self, i: int) -> set[str]:
        token, before = self.scene.tokens[i], [t.text.lower() for t in self.scene.tokens[max(i - 2, 0) : i]]
        is_op_ed = token.text.lower() == "ed" and before == ["op", "-"]  # in parts, and often read as a name
        is_white_paper = before[-1:] == ["white"] and token.lemma.lower() == "paper"  # often read as a name too
        noun = "op-ed" if is_op_ed else "white paper" if is_white_paper else token.lemma.lower()
        is_noun = token.pos == "NOUN" or is_op_ed or is_white_paper
        return {kind for kind, nouns in KINDS.items() if noun in nouns} if is_noun else set()

    def _is_definite(self, head: int) -> bool:
        first = min([head, *(c for c in self.scene.children[head] if c < head)])
        return self.scene.tokens[first].text.lower() in DEFINITE

    def _told(self, noun: int) -> Link | None:
        """The maker that the noun's own sentence names."""
        makers = (self._named_at(i) for i in self._places(noun))
        return next((k for k in makers if k is not None and k.head != noun and _can_make(k)), None)

    def _named_at(self, i: int) -> Link | None:
        """Who is named at the token: not the site in "the ministry's site" where the ministry is asked for."""
        link = self.owner.get(i)
        return link if link is not None and link.head == i else self.inner.get(i, link)

    def _places(self, noun: int) -> Iterator[int]:
        """The tokens that may name the maker, the surest first."""
        scene, tokens = self.scene, self.scene.tokens
        makers = NAMED | {NATION} if self._kinds_at(noun) & OFFICIAL else NAMED
        is_official = NATION in makers
        before = (*scene.children[noun], *(c for k in scene.children[noun] for c in self._modifiers(k) if is_official))
        for c in before:
            if tokens[c].dep == "poss" or (tokens[c].dep in MODIFIERS and c < noun and tokens[c].ent in makers):
                yield c
        for c in scene.children[noun]:
            if tokens[c].text.lower() in ("by", "from"):
                yield from self._with_part(c, "pobj")
            elif tokens[c].text.lower() == "on":  # "a statement on the ministry's website"
                yield from (owner for site in self._with_part(c, "pobj") for owner in self._owners_of_site(site))
            elif tokens[c].lemma.lower() in MAKES and tokens[c].dep == "relcl":  # "a letter that the senators sent"
                yield from self._with_part(c, "nsubj")
            elif tokens[c].tag == "VBN" and tokens[c].lemma.lower() in MAKES:
                yield from self._agents(c)
        verb, dep = tokens[noun].head, tokens[noun].dep
        if dep == "pobj" and tokens[verb].text.lower() == "in" and self._tells(verb):
            yield from self._with_part(tokens[verb].head, "nsubj")
        elif dep == "dobj" and tokens[verb].lemma.lower() in MAKES:
            yield from self._with_part(verb, "nsubj")
        elif dep == "nsubjpass" and tokens[verb].lemma.lower() in MAKES:
            yield from self._agents(verb)

    def _modifiers(self, i: int) -> Iterator[int]:
        """What stands before a modifier, and before that: "Norwegian" of "a Norwegian government defence white paper"."""
        if self.scene.tokens[i].dep not in MODIFIERS:
            return
        for c in self.scene.children[i]:
            yield c
            yield from self._modifiers(c)

    def _tells(self, preposition: int) -> bool:
        """Whether somebody tells it in the document: "said in a letter that …", "In a letter, Roe drew a line"."""
        above = self.scene.tokens[preposition].head
        is_opening = self.scene.reading.sentences[self.scene.sentence_of[preposition]].first == preposition
        return self.scene.tokens[above].lemma.lower() in SPEECH or (is_opening and self.scene.tokens[above].dep == "ROOT")

    def _owners_of_site(self, i: int) -> Iterator[int]:
        if self.scene.tokens[i].lemma.lower() in SITES:
            yield from self._with_part(i, "poss")
            for c in self._with_part(i, "prep"):
                yield from self._with_part(c, "pobj") if self.scene.tokens[c].text == "of" else ()

    def _agents(self, verb: int) -> Iterator[int]:
        for c in self.scene.children[verb]:
            if self.scene.tokens[c].text.lower() == "by":
                yield from self._with_part(c, "pobj")

    def _with_part(self, i: int, part: str) -> Iterator[int]:
        return (c for c in self.scene.children[i] if self.scene.tokens[c].dep == part)


def _can_make(link: Link) -> bool:
    """Whether an actor makes documents: no outlet's description, no document itself, nobody unnamed."""
    if link.rule == "phrase:boss" and link.actor.name.islower():  # "office" of "Roe's office"
        return False
    return link.rule != "table:place" and (
        link.actor.party != "OTHER" or link.actor.name[:1].isupper() or link.actor.kind is MentionKind.PERSON
    )
