"""What has been read of one document so far: the hand-over between nlp, resolve and coding.

nlp fills tokens, sentences, quotations and attributions; resolve adds mentions (who is meant, for which party) and the
actors of attributions and quotes; coding reads all of it and makes the coded rows. Plain data, no parser objects, so
that coding and its tests need no language model.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from communique.model.document import Document, Span
from communique.model.record import Attribution, Quote


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the parse. `head` is the index of its syntactic head in `Reading.tokens` (itself for a root).

    `text` is the parser's spelling: straight marks for curly ones, no zero-width marks; the document's own characters
    are at `[start, end)`. `starts_ent` tells two entities of one label apart that stand side by side.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str  # coarse: NOUN, PROPN, VERB, AUX, …
    tag: str  # Penn: VBD, MD, …
    dep: str  # nsubj, dobj, prep, pobj, ccomp, …
    head: int
    ent: str = ""  # entity label of the token, "" outside: PERSON, GPE, NORP, ORG, DATE, CARDINAL, …
    starts_ent: bool = False  # the first token of an entity


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a body zone: its span, its tokens `[first, last)` and the number of its paragraph."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A run between quotation marks: `outer` with the marks, `inner` without; `depth` 1 is outermost.

    `is_speech` is False for scare quotes and titles; `continues` is True when the run is the next paragraph of a
    quotation left open in the one before.
    """

    outer: Span
    inner: Span
    depth: int = 1
    is_speech: bool = True
    continues: bool = False


class MentionKind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    STATE = "state"
    BODY = "body"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an actor, and the actor it is resolved to.

    `actor` is the fullest name that the document gives ("Vladimir Putin"), or the collective ("Russia", "UN");
    `party` the state or organization it speaks for; `rule` and `confidence` say how the link was made.
    `can_act` is False where the name is only a place or a modifier ("in Moscow", "the Russian saying").
    """

    start: int
    end: int
    kind: MentionKind
    actor: str
    party: str
    rule: str
    confidence: float
    can_act: bool = True
    role: str | None = None  # "president", "foreign minister", … if the text gives one

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Office:
    """Evidence in one document that a person holds an office: "Russian President Vladimir Putin" on a dated page."""

    person: str
    role: str
    party: str
    is_former: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that has been read of one document so far; stages return a copy with their part filled in."""

    document: Document
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    offices: tuple[Office, ...] = ()

    def text_of(self, span: Span) -> str:
        return span.of(self.document.text)

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that begin inside the span, in order; several with one span are the members of a plural.

        Example:
            >>> one, two = (Mention(s, s + 2, MentionKind.STATE, "Iran", "IRN", "table", 1.0) for s in (0, 9))
            >>> Reading(Document("d", "…"), mentions=(one, two)).mentions_in(Span(5, 20)) == (two,)
            True
        """
        first = bisect_left(self.mentions, span.start, key=lambda m: m.start)
        last = bisect_left(self.mentions, span.end, key=lambda m: m.start)
        return self.mentions[first:last]
