"""Whom the words of a headline, a subheading or a signature mean: "Norway's Roe says …", "What has Roe said?".

In: the links of the text, and a source that stands outside its sentences. Out: who is called so in the text, else the words
themselves, for the state that they name an official or body of. Headings are not parsed: only names and offices are asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.model.document import Span
from communique.model.reading import MentionKind
from communique.resolve.cast import Actor, Link
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import ACTING_KINDS, Hit, Name, Role, lexicon, lower
from communique.resolve.phrase import STATE_GROUPS, STATE_NOUNS
from communique.resolve.phrase_reader import legislature_of
from communique.resolve.scene import Scene

OFFICIAL = STATE_GROUPS | STATE_NOUNS | {"legislator", "legislature"}
MIN_IN_HANDLE = 4  # letters of a last name that is looked for in a handle
MAX_NAME = 4  # words
ARTICLES = frozenset({"a", "an", "the"})


class Headings:
    """Answers for the headings of one document.

    Args:
        links: those of the sentences.
    """

    def __init__(self, scene: Scene, links: Sequence[Link]) -> None:
        self._scene = scene
        self._whole: dict[str, Link] = {}  # by all words of a mention
        self._named: dict[str, Link] = {}  # by a name, a person's last name included
        self._holders: dict[tuple[str, str], Link] = {}  # by office and party
        for link in links:
            self._learn(link)
        for link in links:
            if link.rule.startswith("name:"):
                self._named.setdefault(self._words_of(link.head, link.head + 1), link)

    def link_of(self, source: Span) -> Link:
        """Whom these characters of the text mean."""
        words = lower(self._scene.folded[source.start : source.end]).split()
        tails = [" ".join(words[k:]) for k in range(len(words))]
        named = self._whole.get(" ".join(words)) or next((self._named[t] for t in tails if t in self._named), None)
        return named or self._by_office(source)

    def signer(self, name: Span, handle: str) -> Link:
        """Who signs a post with a name and a handle, which may hold the last name where the name is in other letters."""
        link = self.link_of(name)
        if any("a" <= c <= "z" for c in lower(self._scene.folded[name.start : name.end])):
            return link
        held = (k for words, k in self._named.items() if len(words) >= MIN_IN_HANDLE and words in handle.lower())
        return next((k for k in held if k.actor.kind is MentionKind.PERSON), link)

    def _learn(self, link: Link) -> None:
        words = self._words_of(link.first, link.last)
        if not link.rule.startswith(("pronoun", "title", "plural")):
            self._whole.setdefault(words, link)
        if link.rule.startswith(("name:", "table:", "unlisted")):
            self._named.setdefault(words, link)
        if link.actor.kind is MentionKind.PERSON and link.actor.role and link.rule.startswith("name:"):
            self._holders.setdefault((link.actor.role, link.actor.party), link)

    def _by_office(self, source: Span) -> Link:
        """The holder of the office that the words name with its state, else they speak for it if they are an office or body."""
        folded = self._scene.folded[source.start : source.end]
        named = [h.entry for h in lexicon().find_names(folded) if isinstance(h.entry, Name) and h.entry.kind in ACTING_KINDS]
        hits = [(h, h.entry) for h in lexicon().find_words(lower(folded)) if not isinstance(h.entry, Name)]
        last, office = hits[-1] if hits else (None, None)
        party = named[-1].party if named else ""
        if isinstance(office, Role) and not office.plural and (holder := self._holder(office.role, party)) is not None:
            return holder
        if party and office is not None and office.group in ("legislator", "legislature"):
            party = legislature_of(party)
        is_for = bool(party) and office is not None and office.group in OFFICIAL
        words = source.of(self._scene.text).split()
        person = _name_beside(source.of(self._scene.text), last) if last is not None else ""
        if person and isinstance(office, Role) and not office.plural:
            actor = Actor(person, party if is_for else "OTHER", MentionKind.PERSON, "words", 0.5, office.role, office.group)
            return Link(0, 0, 0, actor, "phrase:words", CONFIDENCE["words"])
        called = " ".join(words[1:] if len(words) > 1 and words[0].lower() in ARTICLES else words)
        actor = Actor(called, party if is_for else "OTHER", MentionKind.GROUP, "words", 0.5)
        rule = "phrase:words" if is_for else "unlisted"
        return Link(0, 0, 0, actor, rule, CONFIDENCE["words" if is_for else "unlisted"])

    def _holder(self, office: str, party: str) -> Link | None:
        """Who holds the office for the party, for whatever party if none is named and the text knows but one holder."""
        if party:
            return self._holders.get((office, party))
        found = [link for (name, _), link in self._holders.items() if name == office]
        return found[0] if len(found) == 1 else None

    def _words_of(self, first: int, last: int) -> str:
        span = self._scene.span_of(first, last)
        return " ".join(lower(self._scene.folded[span.start : span.end]).split())


def _name_beside(text: str, office: Hit) -> str:
    """The full name in "Norway's minister Adam Roe" and "Adam Roe, Norwegian minister", "" where none stands there."""
    before, comma, _ = text[: office.start].partition(",")
    name = before.split() if comma else text[office.end :].split()
    is_name = 2 <= len(name) <= MAX_NAME and all(w[:1].isupper() and w.replace("-", "").isalpha() for w in name)
    return " ".join(name) if is_name else ""
