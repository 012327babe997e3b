"""One parsed document with the hits of the tables laid on its tokens: what the rules of this stage look at.

In: a reading with tokens and sentences. Out: for each token the name or word of the tables that covers it. Hits that
the context rules out (a first name "Jordan", the word "IS" in capitals) are taken away here and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from communique.model.document import Span
from communique.model.reading import Reading, Token
from communique.resolve.lexicon import Hit, Name, Noun, Role, fold, lexicon, lower, word_list

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NAME_TAGS = frozenset({"NNP", "NNPS"})
PROPER = NAME_TAGS | {"JJ"}
NAMESAKES = frozenset({"state", "capital", "place", "venue", "outlet", "adjective"})  # names that people bear too
# Count only beside another name of the same party: a state of the USA, a union of workers, any country's conservatives, powers.
AMBIGUOUS = {
    "Georgia": "GEO",
    "Brotherhood": "EGY",
    "Conservatives": "GBR-PARLIAMENT",
    "Conservative": "GBR-PARLIAMENT",
    "Conservative Party": "GBR-PARLIAMENT",
    "major powers": "P5+1",
}
MIN_SHOUTED, SHOUTED = 4, 0.8  # words, and their share in capitals
MIN_LINK = 20  # characters of a link that stands inside a line
MAX_BRACKET = 5  # tokens of "(R-Fla.)"
BEFORE_SEAT = re.compile(r"(?:^|[\s(,])[RDI]\s?[-–]\s?\Z")
TOWN = re.compile(r"\b[A-Z]\w+, \Z")  # "Fort Roe, Georgia"
MAX_TOWN = 30  # characters
TAIL = re.compile(r"-([A-Za-z]+)")
BODIES = frozenset({"Council", "Court", "Committee", "Board"})
OWN_BODIES = frozenset({"Senate", "House", "Congress", "Court"})  # that many states have
CHAMBERS = frozenset({"Senate", "House", "Congress"})  # of the United States, if no other state stands before
FIRMS = frozenset({"airlines", "airways"})
HYPHEN_TAILS = word_list("hyphen_tails")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A proper name of the tables on tokens `[first, last)`."""

    first: int
    last: int
    start: int
    end: int
    name: Name
    is_prefix: bool = False  # only part of a compound: "U.S.-backed forces" are not forces of the U.S.


@dataclass(frozen=True, slots=True)
class WordHit:
    """A role or collective noun of the tables on tokens `[first, last)`."""

    first: int
    last: int
    start: int
    end: int
    word: Role | Noun


class Scene:
    """A reading and what the tables find in it.

    `name_at[i]` and `word_at[i]` are the hits that cover token i, or None; `sentence_of[i]` is the index of its
    sentence; `quoted[i]` says whether the token stands inside quotation marks; `shouted` holds the sentences in capitals,
    `resumed` those that go on with the sentence before, after a link that the page put into the line, with its last token;
    `surnames` are the last words of persons' names.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.document.text
        self.folded = fold(self.text)
        self.tokens: tuple[Token, ...] = reading.tokens
        self.starts = [t.start for t in self.tokens]
        self.sentence_of = _sentence_index(reading)
        self.quoted = self._mark_quoted()
        self.shouted = _shouted_sentences(reading)
        self.resumed = _resumed_sentences(reading)
        self.cited = {i for a in reading.attributions for span in a.source for i in self.tokens_in(span)}
        self.name_at: list[NameHit | None] = [None] * len(self.tokens)
        self.word_at: list[WordHit | None] = [None] * len(self.tokens)
        self.names = self._lay_names(lexicon().find_names(self.folded))
        self.words = self._lay_words(lexicon().find_words(lower(self.folded)))
        self.children = _children(self.tokens)
        self.surnames = _surnames(self.tokens)

    def token_at(self, offset: int) -> int:
        """The index of the token that covers the offset, or the one before it; -1 before the first token."""
        return bisect_right(self.starts, offset) - 1

    def tokens_in(self, span: Span) -> range:
        """The indexes of the tokens that begin inside the span."""
        first = self.token_at(span.start)
        if first < 0 or self.tokens[first].end <= span.start:
            first += 1
        last = first
        while last < len(self.tokens) and self.tokens[last].start < span.end:
            last += 1
        return range(first, last)

    def span_of(self, first: int, last: int) -> Span:
        """The characters of tokens `[first, last)`."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def group_at(self, i: int) -> str:
        """The group of the role or collective noun that covers token i, "" if none."""
        hit = self.word_at[i]
        return hit.word.group if hit is not None else ""

    def is_next_to(self, i: int) -> bool:
        """Whether no white space stands between token i and the one before it."""
        return i > 0 and self.tokens[i - 1].end == self.tokens[i].start

    def _mark_quoted(self) -> list[bool]:
        quoted = [False] * len(self.tokens)
        for quotation in self.reading.quotations:
            for i in self.tokens_in(quotation.inner):
                quoted[i] = True
        return quoted

    def _range_of(self, hit: Hit) -> tuple[int, int]:
        first = max(self.token_at(hit.start), 0)
        last = first + 1
        while last < len(self.tokens) and self.tokens[last].start < hit.end:
            last += 1
        return first, last

    def _lay_names(self, hits: Iterable[Hit]) -> list[NameHit]:
        kept, surnames = [], set[str]()
        for hit in hits:
            first, last = self._range_of(hit)
            name = hit.entry
            if not isinstance(name, Name) or not self._covers(first, hit):
                continue
            if self._is_namesake(first, last, name):
                surnames.add(self.text[hit.start : hit.end])
                continue
            if name.party == "WEST" and _opens_name(self.tokens, last):
                continue
            if BEFORE_SEAT.search(self.folded, max(hit.start - 5, 0), hit.start) is not None:
                continue  # "R-Utah" is a seat
            if _is_shouting(self.tokens, first, last) or _is_tail(self.tokens, first, name) or _names_firm(self.tokens, last):
                continue
            kept.append(NameHit(first, last, hit.start, hit.end, name, self._is_prefix(hit.end)))
        places = Counter(self.text[h.start : h.end] for h in kept if not self._is_called_so(h))
        surnames = {name for name in surnames if places[name] <= 1}
        kept = [h for h in kept if self.text[h.start : h.end] not in surnames or not self._is_called_so(h)]
        kept = _of_their_states(self.tokens, _drop_ambiguous(kept, self.folded))
        for name_hit in kept:
            for i in range(name_hit.first, name_hit.last):
                self.name_at[i] = name_hit
        return [h for h in kept if h.name.kind != "drop"]

    def _is_called_so(self, hit: NameHit) -> bool:
        """Whether the last name of a person of the document, which a place bears too, is the person's here: "Monaco said"."""
        token = self.tokens[hit.first]
        return token.ent == "PERSON" or (token.dep in ("nsubj", "nsubjpass") and hit.first in self.cited)

    def _is_prefix(self, end: int) -> bool:
        tail = TAIL.match(self.folded, end)
        return tail is not None and tail.group(1).lower() in HYPHEN_TAILS

    def _covers(self, first: int, hit: Hit) -> bool:
        return first < len(self.tokens) and self.tokens[first].start <= hit.start < self.tokens[first].end

    def _is_namesake(self, first: int, last: int, name: Name) -> bool:
        """Whether the surface is part of a person's name: "Jordan Peterson", "Michael English"."""
        if name.kind == "group" and self._follows_article(first):
            return True
        if name.kind not in NAMESAKES or self.tokens[first].ent != "PERSON":
            return False
        around = [first - 1] if name.kind == "adjective" else [first - 1, last]
        return any(self._is_given(i) for i in around if 0 <= i < len(self.tokens)) and self._same_sentence(first, last)

    def _follows_article(self, i: int) -> bool:
        """Whether a group's name is a person's after "al-": "Abdul-Malik al-Houthi"."""
        return i > 1 and self.tokens[i - 1].text == "-" and self.tokens[i - 2].text.lower() in ("al", "el")

    def _is_given(self, i: int) -> bool:
        token = self.tokens[i]
        return token.ent == "PERSON" and token.text[:1].isupper() and token.tag in NAME_TAGS

    def _same_sentence(self, first: int, last: int) -> bool:
        return last >= len(self.tokens) or self.sentence_of[first] == self.sentence_of[last - 1]

    def _lay_words(self, hits: Iterable[Hit]) -> list[WordHit]:
        kept = []
        for hit in hits:
            first, last = self._range_of(hit)
            word = hit.entry
            if isinstance(word, Name) or not self._covers(first, hit) or not self._is_role_here(first, last):
                continue
            kept.append(WordHit(first, last, hit.start, hit.end, word))
        for word_hit in kept:
            for i in range(word_hit.first, word_hit.last):
                self.word_at[i] = word_hit
        return kept

    def _names_body(self, i: int) -> bool:
        """Whether the word at i makes a body's name of the word before."""
        return i < len(self.tokens) and self.tokens[i].text in BODIES

    def _is_title(self, last: int) -> bool:
        """Whether a word in capitals ends before token `last`, where a name follows: "Justice Roe", not "seek justice"."""
        is_followed = last < len(self.tokens) and self.tokens[last].tag in NAME_TAGS and self.name_at[last] is None
        return is_followed and self.tokens[last - 1].text[:1].isupper()

    def _is_role_here(self, first: int, last: int) -> bool:
        """Whether the words are a noun here, not a last name ("Peter King") and not inside another name."""
        head = self.tokens[last - 1]
        name = self.name_at[first]
        if name is not None and name.first <= first and last <= name.last and name.name.kind != "legislature":
            return False  # a word of a longer name: "General Assembly"
        if head.tag not in NOUN_TAGS and not head.text.endswith("."):
            return False
        if last - first == 1 and head.text[:1].isupper() and self._names_body(last):
            return False  # "the Representative Council"
        if last - first == 1 and head.text.lower() == "justice" and not self._is_title(last):
            return False
        before = self.tokens[first - 1] if first else None
        is_last_name = (
            last - first == 1
            and before is not None
            and head.ent == before.ent == "PERSON"
            and head.text[:1].isupper()
            and before.text[:1].isupper()
            and before.tag in NAME_TAGS
            and self.word_at[first - 1] is None
            and self.name_at[first - 1] is None
        )
        return not is_last_name


def _surnames(tokens: tuple[Token, ...]) -> set[str]:
    """The last words of full names of persons, as the entity tagger takes them."""
    full = (
        token
        for before, token in pairwise(tokens)
        if before.ent == token.ent == "PERSON" and not token.starts_ent and {before.tag, token.tag} <= NAME_TAGS
    )
    return {t.text for t in full if t.text.istitle()}


def _sentence_index(reading: Reading) -> list[int]:
    index = [0] * len(reading.tokens)
    for number, sentence in enumerate(reading.sentences):
        index[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
    return index


def _shouted_sentences(reading: Reading) -> set[int]:
    """The sentences in capitals: links to other reports between the paragraphs, "LEADERS MEET IN GENEVA"."""
    found = set()
    for number, sentence in enumerate(reading.sentences):
        words = [t.text for t in reading.tokens[sentence.first : sentence.last] if t.text.isalpha()]
        if len(words) >= MIN_SHOUTED and sum(w.isupper() for w in words) >= SHOUTED * len(words):
            found.add(number)
    return found


def _resumed_sentences(reading: Reading) -> dict[int, int]:
    """The sentences before which, in the same line, a link was left out, with the last token before it.

    "Sen. John Roe [link] (D-Ohio) said": the bracket may be a sentence of its own to the parser, so the next one counts too.
    """
    text, found = reading.document.text, dict[int, int]()
    for number, (before, sentence) in enumerate(pairwise(reading.sentences), 1):
        gap = text[before.end : sentence.start]
        if len(gap) >= MIN_LINK and "\n" not in gap and before.paragraph != sentence.paragraph:
            found[number] = before.last - 1
        elif number - 1 in found and before.last - before.first <= MAX_BRACKET:
            found[number] = found[number - 1]
    return found


def _children(tokens: tuple[Token, ...]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in tokens]
    for i, token in enumerate(tokens):
        if token.head != i:
            children[token.head].append(i)
    return children


def _is_american(hit: NameHit, folded: str) -> bool:
    """Whether a name stands for a part of the USA or of its politics, or is that of a state after a town: "Fort Roe, Georgia"."""
    is_part = hit.name.party == "USA-CONGRESS" or (hit.name.kind == "place" and hit.name.party == "USA")
    is_after_town = TOWN.search(folded, max(0, hit.start - MAX_TOWN), hit.start) is not None
    return is_part or (folded[hit.start : hit.end] in AMBIGUOUS and is_after_town)


def _is_shouting(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether a short name in capitals stands in a line of capitals, where it may be a common word."""
    surface = tokens[first].text
    if last - first > 1 or len(surface) > 3 or not surface.isupper() or "." in surface:
        return False
    near = [tokens[i].text for i in (first - 1, last) if 0 <= i < len(tokens) and tokens[i].text.isalpha()]
    return bool(near) and all(len(word) > 2 and word.isupper() for word in near)


def _is_tail(tokens: tuple[Token, ...], first: int, name: Name) -> bool:
    """Whether a state ends a compound or a longer name: "Cuban-Americans", "Environment America"."""
    if first < 1:
        return False
    before, token = tokens[first - 1], tokens[first]
    if name.kind == "adjective":
        return before.text == "-" and before.end == token.start and token.text.startswith("American")
    if name.kind == "region":  # "Eastern Europe" is another one
        return before.text[:1].isupper() and before.tag in NAME_TAGS | {"JJ"}
    inside = before.ent == token.ent == "ORG" and not token.starts_ent
    return inside and name.kind in ("state", "capital", "place") and before.tag in ("NNP", "NNPS")


def _opens_name(tokens: tuple[Token, ...], last: int) -> bool:
    """Whether "West" is the first word of a place's name or a people's: "West Point", "West Germans"."""
    return tokens[last - 1].text == "West" and last < len(tokens) and tokens[last].text.istitle() and tokens[last].tag in PROPER


def _names_firm(tokens: tuple[Token, ...], last: int) -> bool:
    """Whether the word after a state's name makes a firm of it: "Ethiopian Airlines"."""
    return last < len(tokens) and tokens[last].tag in NAME_TAGS and tokens[last].text.lower() in FIRMS


def _is_owned(tokens: tuple[Token, ...], hit: NameHit) -> bool:
    """Whether words that name an American body are those of another state here: "if its Supreme Court allows it"."""
    return (
        hit.name.party[:3] == "USA" and tokens[hit.last - 1].text in OWN_BODIES and tokens[hit.first - 1].text in ("its", "their")
    )


def _of_their_states(tokens: tuple[Token, ...], hits: list[NameHit]) -> list[NameHit]:
    """The hits, "Senate" and the like of the state that stands before: "Pakistan's Senate", "the Czech Senate speaker"."""
    found: list[NameHit] = []
    for hit in hits:
        before = found[-1] if found else None
        if hit.first and _is_owned(tokens, hit):
            hit = replace(hit, name=Name("drop", "", ""))
        if tokens[hit.last - 1].text in CHAMBERS and hit.last - hit.first == 1 and before is not None:
            between = [t.text for t in tokens[before.last : hit.first]]
            state = before.name.party
            if (
                before.name.kind in ("state", "adjective")
                and len(state) == 3
                and state != "USA"
                and not set(between) - {"'s", "'"}
            ):
                actor = f"{before.name.actor}'s {tokens[hit.first].text}"
                hit = replace(hit, name=Name("legislature", f"{state}-PARLIAMENT", actor))
        found.append(hit)
    return found


def _drop_ambiguous(hits: list[NameHit], folded: str) -> list[NameHit]:
    held = {h.name.party for h in hits if folded[h.start : h.end] not in AMBIGUOUS}
    if not any(_is_american(h, folded) for h in hits):
        held.add("GEO")  # nothing speaks of the state of the USA
    if "nuclear" in folded and any(h.name.party == "IRN" for h in hits):
        held.add("P5+1")  # who negotiates with Iran
    return [h for h in hits if AMBIGUOUS.get(folded[h.start : h.end], "") in held | {""}]
