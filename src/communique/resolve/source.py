"""From the source of an attribution to the actor: "a spokesman for the Kremlin" is RUS, "he" is whom the text means.

In: the words of a source, and links. Out: who speaks, for which party, by which rule, how surely. A cascade: (1) the link that
owns the source's head word; (2) a link inside the source; (3) the source's own words, as OTHER. A source in a heading is whom its
words call in the text. What one attribution tells of the next is the matter of `attributed.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from communique.model.document import Span
from communique.model.reading import MentionKind
from communique.resolve.antecedent import LEFT_PARTS, Antecedents
from communique.resolve.cast import Link
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.document_maker import KINDS, DocumentMakers
from communique.resolve.heading import Headings
from communique.resolve.lexicon import word_list
from communique.resolve.owned import STAFFS
from communique.resolve.phrase_walk import STANCES
from communique.resolve.scene import NAME_TAGS, NOUN_TAGS, Scene

SELF_DESCRIBING = word_list("self_describing")
OUTLETS = word_list("outlet_nouns") | {"agency", "broadcaster", "daily"}
OTHERS = word_list("other_than")  # "Roe's allies"
UNSURE = frozenset({"unlisted", "table:outlet"})
SPEAKS_FOR = frozenset.union(  # what is of a state that stands before it: "the Norwegian agency", "a French letter"
    word_list("body_nouns"),
    *(word_list(kind) for kind in ("self_describing", "speech_nouns", "press_nouns")),
    *KINDS.values(),
)
LOCATED = word_list("body_nouns") | word_list("press_nouns")
LEAVES_OUT = frozenset({("but", "not"), ("other", "than"), ("rather", "than"), ("except", "for"), ("instead", "of")})
DOCUMENT_NOUNS = frozenset.union(*KINDS.values())
ADDRESSES = frozenset({"to", "on", "about", "against"})  # between a document and whom it is to or about
MEDIA = frozenset({"media", "press", "news", "newspaper", "television", "tv", "radio"})
REPORTS = frozenset({"report", "account", "coverage"})
INFORMED = frozenset({"source", "person", "people", "individual", "insider", "one", "someone", "somebody", "those"})
LEADING = frozenset({"led", "run", "controlled"})  # whose the thing is that is so called
MAX_COMPLEMENT = 7  # tokens of "of the bill"
MAX_POST = 500  # characters from "I" to the signature
SIGNATURE = re.compile(r"[—–]\s*([^\n—–@()]{2,60}?)\s*\(@(\w{2,30})\)")
TITLE_TAGS = NOUN_TAGS | {"JJ", "DT", "CC", "HYPH", "VBN"}  # of the words between a description and the name it ends in
BLAND = frozenset({"who", "which", "that", "this", "one", "those", "what", "whom", "whose"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom a source means."""

    actor: str
    party: str
    rule: str
    confidence: float


class Sources:
    """Answers for the sources of one document."""

    def __init__(self, scene: Scene, links: Sequence[Link]) -> None:
        self.scene = scene
        self.owner: dict[int, Link] = {}
        for link in sorted(links, key=lambda k: (k.is_modifier, -(k.last - k.first))):
            for i in range(link.first, link.last):
                self.owner.setdefault(i, link)
        self._documents = DocumentMakers(scene, self.owner, shortest_owner(links))
        self._headings = Headings(scene, links)
        self._antecedents = Antecedents(scene, self.owner)
        named = (k for k in links if k.rule in UNSURE and k.actor.name[:1].isupper())
        self.unsure = {i: link for link in named for i in range(link.first, link.last)}  # outlets and names of nobody known

    def link_at(self, i: int) -> Link | None:
        """Whom the token means, a relative pronoun its antecedent; None where nobody is known or the token is -1."""
        if i < 0:
            return None
        if i not in self.owner and self._is_bland(i):
            return self._antecedents.link_of(i)
        return self._outlet_beside(i) or self._maker_at(i) or self.owner.get(i)

    def _is_bland(self, i: int) -> bool:
        """Whether a token says nothing of whom it means: "who", "those", but not "the WHO"."""
        word = self.scene.tokens[i].text
        return word.lower() in BLAND and not word.isupper()

    def voice_at(self, i: int) -> Voice:
        """Whom the noun means, else its words with what stands before it."""
        link = self.link_at(i)
        if link is not None:
            return voice_by(link, "source-head")
        first = min([i, *(c for c in self.scene.children[i] if self.scene.tokens[c].dep in LEFT_PARTS)])
        return Voice(self._words(list(range(first, i + 1))), "OTHER", "source-words", CONFIDENCE["source-words"])

    def _maker_at(self, i: int) -> Link | None:
        """Whose document the token means, unless the document has an actor of its own: "a Senate report"."""
        link = self.owner.get(i)
        is_open = link is None or (link.actor.party == "OTHER" and link.actor.name.split()[-1].islower())
        return self._documents.maker_of(i) if is_open else None

    def before_link(self, i: int) -> Link | None:
        """Who is named before the link that cut the token's sentence in two, if one did."""
        last = self.scene.resumed.get(self.scene.sentence_of[i])
        return self.owner.get(last) if last is not None else None

    def _cut_before(self, i: int) -> Link | None:
        """Who is named before the link, where the token begins what follows: "(R-Ohio) said"."""
        is_first = self.scene.reading.sentences[self.scene.sentence_of[i]].first == i
        return self.before_link(i) if is_first else None

    def voice_of(self, source: Sequence[Span]) -> Voice | None:
        """Whom the source means; None where there is none."""
        if not source:
            return None
        tokens = [i for span in source for i in self.scene.tokens_in(span)]
        if not tokens:
            return voice_by(self._headings.link_of(source[0]), "source-head")
        return self._voice_of_tokens(self._affirmed(tokens))

    def _affirmed(self, tokens: list[int]) -> list[int]:
        """The tokens before "but not" or "other than": "Norway and Iran, but not the French"."""
        words = [self.scene.tokens[i].text.lower() for i in tokens]
        left_out = (k for k in range(1, len(words) - 1) if (words[k], words[k + 1]) in LEAVES_OUT)
        return tokens[: next(left_out, len(tokens))]

    def _voice_of_tokens(self, tokens: list[int]) -> Voice:
        head = self._head_of(tokens)
        link = self.owner.get(head)
        named = self._named_after(head, tokens) or self._outlet_beside(head)
        if named is not None:
            return voice_by(named, "source-head")
        maker = self._maker_at(head)
        if maker is not None:
            voice = voice_by(maker, "document-of")
            return replace(voice, confidence=voice.confidence * CONFIDENCE["document-of"])
        cut = self._cut_before(tokens[0])
        if cut is not None and (link is None or link.rule == "table:place"):
            return voice_by(cut, "source-relative")
        if link is not None and link.rule in UNSURE:
            link = self._better(tokens) or link
        if link is not None and link.rule == "table:place":  # a town or a region is no government
            return Voice(self._words(tokens), "OTHER", "source-words", CONFIDENCE["source-words"])
        if link is not None and not link.is_modifier and not self._is_bland(head):
            named = self._named_by(head, tokens)
            return voice_by(named, "source-head") if named is not None else self._described(link, tokens)
        if self._is_bland(head):
            link = self._antecedents.link_of(head) or self.before_link(head)
            if link is not None:
                return voice_by(link, "source-relative")
            noun = self._antecedents.noun_of(head)
            if noun:
                return self._voice_of_tokens(noun)
        return self._inside(self._before_clause(tokens), head) or Voice(
            self._words(tokens), "OTHER", "source-words", CONFIDENCE["source-words"]
        )

    def known_as(self, name: Span) -> Voice | None:
        """Whom the text calls so elsewhere, whatever the capitals: "POE"; None where it names nobody like that."""
        link = self._headings.link_of(name)
        return voice_by(link, "source-head") if link.rule not in ("unlisted", "phrase:words") else None

    def signed_after(self, offset: int) -> Voice | None:
        """Who signs the post that goes on here: "We will sign. — Adam Roe (@adamroe)"."""
        signature = SIGNATURE.search(self.scene.text, offset, offset + MAX_POST)
        return voice_by(self._headings.signer(Span(*signature.span(1)), signature[2]), "signed") if signature else None

    def noun_of(self, source: Sequence[Span]) -> str:
        """The common noun that a source is headed by, or the last word of an organization's name; "" for others."""
        tokens = [i for span in source for i in self.scene.tokens_in(span)]
        head = self.scene.tokens[self._head_of(tokens)] if tokens else None
        return head.text.lower() if head is not None and head.tag in ("NN", "NNP") else ""

    def _described(self, link: Link, tokens: list[int]) -> Voice:
        """Whom a description means, called with what it is of: "critics of the bill", "the mayor of Springfield"."""
        voice, rest = voice_by(link, "source-head"), [i for i in tokens if i >= link.last]
        is_open = link.rule in ("phrase:role", "phrase:unknown") and 1 < len(rest) <= MAX_COMPLEMENT
        if (
            not is_open
            or self.scene.tokens[link.last].text not in ("of", "to")
            or any(self.scene.tokens[i].tag == "," for i in rest)
        ):
            return voice
        return replace(voice, actor=self._words([*range(link.first, link.last), *rest]))

    def _head_of(self, tokens: list[int]) -> int:
        inside = set(tokens)
        roots = [i for i in tokens if self.scene.tokens[i].head not in inside or self.scene.tokens[i].head == i]
        nouns = [i for i in roots if self.scene.tokens[i].pos in ("NOUN", "PROPN", "PRON")]
        for group in (nouns, roots):
            named = [i for i in group if i in self.owner and not self.owner[i].is_modifier]
            chosen = named or group
            if chosen:
                return next((i for i in chosen if self.scene.tokens[i].dep in ("nsubj", "nsubjpass")), chosen[0])
        return tokens[0]

    def _better(self, tokens: list[int]) -> Link | None:
        """A person or official beside an outlet, a dateline or an unknown name in the same source."""
        links = [self.owner[i] for i in tokens if i in self.owner]
        sure = (k for k in links if k.rule not in UNSURE and self.scene.tokens[k.head].text.lower() not in OUTLETS)
        return next((k for k in sure if not k.is_modifier and k.can_act), None)

    def _named_after(self, head: int, tokens: list[int]) -> Link | None:
        """The name that a description ends in: "his top adviser, Gen. John Roe", "a nurse with the relief agency, Jane Roe"."""
        link = self.owner.get(head)
        if link is not None and link.rule.startswith(("name:", "table:state", "pronoun")):
            return None
        for named in (self.owner[i] for i in tokens if i > head and i in self.owner):
            if named.rule.startswith("name:") and named.head in tokens:
                ends = link.last if link is not None else head + 1
                is_its = link is None or not link.actor.is_plural or named.first == ends  # "analysts John Roe and Jane Poe"
                return named if is_its and self._is_apposed(named, head, ends) else None
        return None

    def _outlet_beside(self, head: int) -> Link | None:
        """The name in "the state newspaper Global Times" and in "Hankyoreh newspaper": the paper, not its description."""
        tokens = self.scene.tokens
        if tokens[head].text.lower() not in OUTLETS:
            return None
        after = head + 1 + (head + 1 < len(tokens) and tokens[head + 1].text.lower() == "the")
        before = head - 1 - (head > 0 and tokens[head - 1].text.lower() == "news")  # "the Anadolu news agency"
        return self.unsure.get(after) or self.unsure.get(before)

    def _is_apposed(self, named: Link, head: int, ends: int) -> bool:
        """Whether a name follows a description at once or after a comma, and is no modifier of a further noun."""
        tokens = self.scene.tokens
        after = tokens[named.last].tag if named.last < len(tokens) else "."
        if after == "POS" or (after in NOUN_TAGS and self.scene.sentence_of[named.last] == self.scene.sentence_of[head]):
            return False
        between = range(head + 1, named.first)
        commas = [i for i in between if tokens[i].text == ","]
        if not commas:
            return named.first == ends
        return all(
            tokens[i].tag in TITLE_TAGS or self.scene.name_at[i] or self.scene.word_at[i]
            for i in range(commas[-1] + 1, named.first)
        )

    def _named_by(self, head: int, tokens: list[int]) -> Link | None:
        """The name in apposition to a description: "a top Democrat, Rep. John Roe", "the paper, Die Welt"."""
        link, inside = self.owner[head], set(tokens)
        if link.actor.is_plural or link.rule.startswith("name:"):
            return None
        for i in self.scene.children[head]:
            named = self.owner.get(i)
            if i not in inside or named is None or self.scene.tokens[i].dep != "appos" or named.actor is link.actor:
                continue
            if named.rule.startswith("name:") or (link.actor.party == "OTHER" and named.rule.startswith(("table:", "unlisted"))):
                return named
        return None

    def _before_clause(self, tokens: list[int]) -> list[int]:
        """The tokens up to ", which …" or ", who …": whom such a clause names is not the source."""
        tags = [self.scene.tokens[i].tag for i in tokens]
        clause = next((k for k in range(1, len(tags) - 1) if tags[k] == "," and tags[k + 1] in ("WP", "WDT")), len(tokens))
        return tokens[:clause]

    def _inside(self, tokens: list[int], head: int) -> Voice | None:
        if self._is_press_report(head):
            return None
        links = [self.owner[i] for i in tokens if i in self.owner and not self._is_prefix(self.owner[i])]
        links = [k for k in links if not self._tells_only_whence(k, head) and not self._is_told(k, head)]
        links = [k for k in links if not self._is_beside(k, head) and not self._is_known_of(k, head)]
        persons = [k for k in links if k.actor.kind is MentionKind.PERSON and k.actor.party != "OTHER"]
        acting = [k for k in links if k.actor.party != "OTHER"]
        named = [k for k in acting if k.last == head and k.rule in ("table:group", "table:body")]  # "Yemen's Houthi movement"
        chosen = (persons or named or acting or links)[:1]
        if not chosen:
            return None
        link = chosen[0]
        if self.scene.tokens[head].lemma.lower() in STAFFS:
            return Voice(self._words(tokens), link.actor.party, f"source-inside/{link.rule}", link.confidence)
        belongs = self.scene.tokens[head].lemma.lower() in SELF_DESCRIBING or self.scene.tokens[head].pos not in ("NOUN", "PROPN")
        rule = "source-inside" if belongs else "source-beside"
        voice = voice_by(link, rule)
        if not belongs and not self._is_called(link, head):
            voice = replace(voice, actor=self._noun_phrase(head, tokens))
        return replace(voice, confidence=voice.confidence * CONFIDENCE[rule])

    def _tells_only_whence(self, link: Link, head: int) -> bool:
        """Whether a state's name tells only where people are or come from: "a Norwegian driver", "the crowds in Oslo"."""
        tokens, noun = self.scene.tokens, self.scene.tokens[head].lemma.lower()
        is_state = link.rule in ("table:adjective", "table:state", "table:capital", "table:place") and len(link.actor.party) == 3
        first = link.head
        while tokens[first].dep == "conj" and tokens[first].head < first:  # "patients from Norway and Iran"
            first = tokens[first].head
        first = first if tokens[first].dep == "pobj" else link.head
        dep, above = tokens[first].dep, tokens[tokens[first].head]
        is_there = dep == "pobj" and above.text.lower() in ("in", "at", "from")
        if is_state and is_there and above.head != head:  # "a source who knows of the talks in Oslo"
            return True
        if is_state and is_there and tokens[head].tag == "NNS" and noun in LOCATED:  # "organizations in the US"
            return True
        if not is_state or noun in SPEAKS_FOR or self.scene.word_at[head] is not None or tokens[head].tag in NAME_TAGS:
            return False
        return is_there or (dep in ("amod", "compound", "nmod") and link.head < head)

    def _is_beside(self, link: Link, head: int) -> bool:
        """Whether the source stands to the actor as others do: "Roe's allies", "those who question his plan"."""
        tokens = self.scene.tokens
        if tokens[head].lemma.lower() == "family":  # "Roe's family", "the family of John Roe"
            return link.actor.kind is MentionKind.PERSON
        if tokens[link.head].dep != "poss" or tokens[head].tag not in ("NNS", "DT"):
            return False
        return tokens[head].tag == "DT" or tokens[head].lemma.lower() in OTHERS

    def _is_press_report(self, head: int) -> bool:
        """Whether the source is what papers tell: "Norwegian media reports" are not Norway's."""
        tokens = self.scene.tokens
        return tokens[head].lemma.lower() in REPORTS and head > 0 and tokens[head - 1].text.lower() in MEDIA

    def _is_known_of(self, link: Link, head: int) -> bool:
        """Whether a source only is near to the actor, or knows of him: "a source close to Roe", "people briefed on the plan"."""
        tokens = self.scene.tokens
        if tokens[head].lemma.lower() not in INFORMED or link.first <= head + 1:
            return False
        after = tokens[head + 1]
        return after.tag in ("JJ", "VBN", "RB") or (after.tag == "IN" and tokens[head + 2].lemma.lower() == "knowledge")

    def _is_told(self, link: Link, head: int) -> bool:
        """Whether a document is to or about the actor, not by him: "a letter to Roe", "a report on Roe's trade"."""
        tokens, i = self.scene.tokens, link.head
        if tokens[head].lemma.lower() not in DOCUMENT_NOUNS:
            return False
        for _ in range(MAX_COMPLEMENT):
            if tokens[i].head in (i, head):
                break
            i = tokens[i].head
        word = tokens[i].text.lower()
        return tokens[i].head == head and (word in ADDRESSES or (word == "in" and link.rule in ("table:capital", "table:state")))

    def _is_prefix(self, link: Link) -> bool:
        """Whether a name is only part of a compound: who is "British-owned" is not Britain, but who is "Hamas-led" is Hamas."""
        hit, tokens = self.scene.name_at[link.head], self.scene.tokens
        if link.first > 1 and tokens[link.first - 1].text == "-" and tokens[link.first - 2].text.lower() in STANCES:
            return True  # who is "pro-Norway" is not Norway
        return hit is not None and hit.is_prefix and tokens[min(hit.last + 1, len(tokens) - 1)].text.lower() not in LEADING

    def _is_called(self, link: Link, head: int) -> bool:
        """Whether a noun bears the name before it: "the Atlas movement" does, "a United Nations inquiry" is not the UN."""
        is_person = link.actor.kind is MentionKind.PERSON
        return is_person or (link.last == head and link.actor.kind is MentionKind.GROUP and not link.rule.startswith("phrase:"))

    def _noun_phrase(self, head: int, tokens: list[int]) -> str:
        """A noun with what stands before it, and a short "of …" after it."""
        left = [c for c in self.scene.children[head] if c in tokens and self.scene.tokens[c].dep in LEFT_PARTS]
        first = min([head, *left])
        rest = [i for i in tokens if i > head]
        is_of = 1 < len(rest) <= MAX_COMPLEMENT and self.scene.tokens[rest[0]].text == "of"
        return self._words([i for i in tokens if first <= i <= (rest[-1] if is_of else head)])

    def _words(self, tokens: list[int]) -> str:
        """The words of a source; of one in two pieces ("it … the statement") only the first piece is a name."""
        first = tokens[0]
        last = next((i + 1 for i, following in pairwise(tokens) if following > i + 1), tokens[-1] + 1)
        opener = self.scene.tokens[first]
        if opener.tag in ("DT", "PRP$") and opener.text.lower() not in ("those", "these") and last - first > 1:
            first += 1
        tags = [self.scene.tokens[i].tag for i in range(first, last)]
        explained = (i for i in range(1, len(tags) - 1) if tags[i] == "," and tags[i + 1] in ("DT", "WP", "WDT"))
        last = first + next(explained, last - first)  # "the relief agency, which …" is the relief agency
        return " ".join(self.scene.span_of(first, last).of(self.scene.text).split())[:200]


def shortest_owner(links: Sequence[Link]) -> dict[int, Link]:
    """The shortest link of each token: the state in "the Norwegian minister's letter" of which a longer one is whole."""
    owner: dict[int, Link] = {}
    for link in sorted(links, key=lambda k: k.last - k.first):
        for i in range(link.first, link.last):
            owner.setdefault(i, link)
    return owner


def voice_by(link: Link, rule: str) -> Voice:
    """What a link says of who speaks, with how it was found."""
    return Voice(link.actor.name, link.actor.party, f"{rule}/{link.rule}", link.confidence)
