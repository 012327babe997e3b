"""A short phrase for what an alignment is about: "a ceasefire in the south" of "agreed on Monday on a ceasefire in the south".

The parse tells it. What hangs on a word of agreeing or differing comes first ("agreement on", "agreed to", "oppose the"), then
any fitting preposition, then a clause, and at last the words that the reader took for the alignment.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.coding.clause import children, subtree
from communique.coding.telling import Telling
from communique.model.document import Span
from communique.model.reading import Reading, Token

_LONGEST = 90
_FEWEST_WORDS = 3  # of a clause that no word of agreeing or differing governs
_FIRST = frozenset(["on", "over", "about", "regarding", "concerning"])
_SECOND = frozenset(["against", "for"])
_JOINED = frozenset(  # on, over or to what two sides stand so
    {"accord", "agree", "agreement", "clash", "commitment", "concern", "conflict", "consensus", "cooperation", "criticism"}
    | {"deal", "debate", "differ", "difference", "disagree", "disagreement", "dispute", "divide", "position", "pressure"}
    | {"quarrel", "rift", "row", "split", "talk", "tension"}
)
_TAKEN = frozenset(  # what a side accepts or refuses is the object
    {"approve", "back", "blast", "condemn", "criticise", "criticize", "defend", "denounce", "deny", "dispute", "embrace"}
    | {"endorse", "favor", "favour", "negotiate", "oppose", "question", "reach", "reject", "resist", "share", "sign", "slam"}
    | {"support", "welcome"}
)
_BARE = frozenset(["accord", "agreement", "consensus", "deal", "pact"])  # says nothing without words of its own
_TIMES = frozenset(["DATE", "TIME"])
_TIME_NOUNS = frozenset(["day", "days", "month", "months", "week", "weeks", "weekend", "year", "years", "time"])
_CLAUSES = frozenset(["xcomp", "ccomp"])
_ASIDES = frozenset(["relcl", "appos", "advcl", "parataxis"])
_VERBAL = frozenset(["VERB", "AUX"])


def topic_phrase(reading: Reading, telling: Telling, core: Span) -> str:
    """The words for what parties agree or differ on.

    Args:
        reading: the document.
        telling: the sentence.
        core: the stretch that says that they do.

    Returns:
        Words of the sentence on one line, at most 90 characters.
    """
    parse = _Parse(reading, telling)
    sentence = telling.sentence
    inside = [i for i in range(sentence.first, sentence.last) if core.start <= reading.tokens[i].start < core.end]
    for fits in (parse.joins, parse.is_committed, parse.is_taken, parse.follows_first, parse.follows_second, parse.is_clause):
        for index in inside:
            if fits(index):
                phrase = parse.phrase(index)
                if phrase:
                    return phrase
    return _cut(core.of(reading.document.text))


@dataclass(frozen=True, slots=True)
class _Parse:
    """The parse of one sentence, asked about its tokens by their index in the document."""

    reading: Reading
    telling: Telling

    def joins(self, index: int) -> bool:
        """Whether the token is the preposition of "agreement on", "row over"."""
        return self.follows_first(index) and self._head(index) in _JOINED

    def is_committed(self, index: int) -> bool:
        """Whether the token is the verb of "agreed to close", "a deal to close"; of "a deal reached" it is not."""
        token = self.reading.tokens[index]
        is_infinitive = token.dep == "acl" and any(self._word(i) == "to" for i in self._children(index))
        return token.pos in _VERBAL and (token.dep in _CLAUSES or is_infinitive) and self._head(index) in _JOINED

    def is_taken(self, index: int) -> bool:
        """Whether the token is the object of "oppose", "sign": not a pronoun, nor an agreement of which no more is told."""
        token = self.reading.tokens[index]
        if token.dep != "dobj" or token.pos == "PRON" or self._head(index) not in _TAKEN:
            return False
        told = any(self.reading.tokens[i].dep in ("amod", "compound", "nummod", "poss", "prep") for i in self._children(index))
        return token.lemma.lower() not in _BARE or told

    def follows_first(self, index: int) -> bool:
        """Whether the token is "on", "over", "about", not before a time."""
        token = self.reading.tokens[index]
        return token.text.lower() in _FIRST and token.pos in ("ADP", "SCONJ") and not self._tells_when(index)

    def follows_second(self, index: int) -> bool:
        """Whether the token is "against" or "for", not before a time."""
        return self._word(index) in _SECOND and self.reading.tokens[index].pos == "ADP" and not self._tells_when(index)

    def is_clause(self, index: int) -> bool:
        """Whether the token is the verb of a clause that is long enough to say something."""
        token = self.reading.tokens[index]
        return token.dep in _CLAUSES and token.pos in _VERBAL and len(self.phrase(index).split()) >= _FEWEST_WORDS

    def phrase(self, index: int) -> str:
        """The words of the token and of what hangs on it, up to its first aside or time; of a preposition without itself."""
        tokens = self.reading.tokens
        whole = subtree(tokens, self.telling.sentence, index)
        kept = [i for i in whole if i != index] if tokens[index].pos in ("ADP", "SCONJ") else whole
        end = next((i for i in kept if i > index and self._is_aside(i)), None)
        if end is not None:
            kept = [i for i in kept if i < subtree(tokens, self.telling.sentence, end)[0]]
        while kept and tokens[kept[0]].pos == "PUNCT":
            kept.pop(0)
        while kept and tokens[kept[-1]].pos in ("ADP", "CCONJ", "DET", "PUNCT", "SCONJ"):
            kept.pop()
        if not kept or self._is_party(tokens[kept[0]], tokens[kept[-1]]):
            return ""
        return _cut(self.reading.document.text[tokens[kept[0]].start : tokens[kept[-1]].end])

    def _is_aside(self, index: int) -> bool:
        part = self.reading.tokens[index].dep
        is_time = part in ("prep", "npadvmod") and self._word(index) != "to" and self._tells_when(index)
        return part in _ASIDES or is_time

    def _is_party(self, first: Token, last: Token) -> bool:
        """Whether nothing but the name of a party stands there: who, not what."""
        return any(m.party != "OTHER" and m.start <= first.start and last.end <= m.end for m in self.telling.mentions)

    def _tells_when(self, index: int) -> bool:
        """Whether the token is a time or before one: "agreed on Thursday", "over the weekend"."""
        near = [index, *self._children(index)]
        return any(self.reading.tokens[i].ent in _TIMES or self._word(i) in _TIME_NOUNS for i in near)

    def _children(self, index: int) -> list[int]:
        return children(self.reading.tokens, self.telling.sentence, index)

    def _head(self, index: int) -> str:
        return self.reading.tokens[self.reading.tokens[index].head].lemma.lower()

    def _word(self, index: int) -> str:
        return self.reading.tokens[index].text.lower()


def _cut(words: str) -> str:
    """The words on one line, cut before the one that would make them too long."""
    plain = " ".join(words.split()).strip(' ,.;:—–-"“”')
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:")
