"""The clauses of a sentence that tell of a meeting, with what becomes of it in each: held, planned, called off or denied.

The reader scores a sentence as a whole. Where a clause says that a meeting is put off or refused, or where a sentence tells of
two ("met in Beijing in October and will receive him in Tokyo in June"), the parse tells more. A clause counts only where its verb
and what hangs on it leave no doubt; of all other sentences nothing is said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from communique.coding.clause import governors, verb_tense
from communique.model.reading import Reading, Sentence

Outcome = Literal["held", "planned", "cancelled", "denied"]

_MEETINGS = frozenset(
    {"conversation", "consultation", "dialogue", "encounter", "gathering", "meeting", "negotiation", "session", "summit", "talk"}
    | {"trip", "visit"}
)
_HELD_BEFORE = frozenset(["news", "press"])  # a news conference is no meeting
_ABOUT = frozenset(["invitation", "offer", "plan", "preparation", "proposal", "request", "round"])  # "plans for a summit"
_FOR = frozenset(["for", "of", "to"])
_MEETS = frozenset(["meet", "confer"])
_CHAIRS = frozenset(["chair", "convene", "host", "mediate", "moderate"])  # "a conference chaired by"
_RECEIVES = frozenset(["host", "receive", "welcome"])
_TALKS = frozenset(["talk", "speak"])
_HOLDS = frozenset(["attend", "begin", "conduct", "have", "hold", "open", "resume"])
_CALLS_OFF = frozenset(
    ["cancel", "defer", "postpone", "scrap", "scuttle", "shelve", "call off", "put off", "pull out", "back out"]
)
_REFUSES = frozenset(["decline", "rebuff", "refuse", "reject", "spurn", "rule out", "turn down"])
_BREAKS_OFF = frozenset(["abandon", "break off", "quit", "walk away"])  # what is no more: no meeting of that day
_FINISHES = frozenset(["complete", "conclude", "finish", "wrap up"])  # of talks to come, of which no day is told but their last
_FAILS = frozenset(["fall through"])
_HAPPENS = frozenset(["go ahead", "happen", "hold", "occur", "take place"])  # with "not" above it: "will not take place"
_CALLING_OFF = frozenset(["cancellation", "postponement"])
_MAY = frozenset(["can", "could", "may", "might", "should"])
_OPEN = _MAY | {"would"}  # nothing is called off yet
_DECIDES = frozenset(["agree", "announce", "choose", "decide", "force", "move", "oblige", "opt", "prompt"])  # "decided to cancel"
_LATER = frozenset(["before", "till", "unless", "until"])
_CONDITIONS = frozenset(["if", "unless", "whether"])
_DOUBTS = frozenset(  # what may be, not what is
    {"chance", "consider", "doubt", "fear", "hint", "likelihood", "possibility", "prospect", "risk", "speculation", "threat"}
    | {"threaten", "warn", "warning", "worry"}
)
_REPORTS = frozenset(["allegation", "claim", "report", "rumor", "rumour", "suggestion"])  # "denied reports that they met"
_PARTICLES = frozenset(["ahead", "away", "down", "off", "out", "place", "through", "up"])
_DENIABLE = frozenset(["acl", "ccomp", "dobj", "pcomp", "pobj", "relcl", "xcomp"])
_PARTS = frozenset(["acl", "relcl"])
_INDEFINITE = frozenset(["a", "an", "another", "any", "earlier", "previous", "some"])
_STEPS = 4  # from a meeting up to who denies it


@dataclass(frozen=True, slots=True)
class MeetingClause:
    """A clause that tells of a meeting.

    Args:
        outcome: what becomes of the meeting.
        tokens: the words of the clause and its subject, wherever that stands, by their index in the document.
        is_definite: whether it speaks of a meeting as known: "the talks were called off".
    """

    outcome: Outcome
    tokens: frozenset[int]
    is_definite: bool = False

    def has(self, reading: Reading, offset: int) -> bool:
        """Whether the word at an offset of the document belongs to the clause."""
        return any(reading.tokens[i].start <= offset < reading.tokens[i].end for i in self.tokens)


def clauses_of(reading: Reading, sentence: Sentence) -> list[MeetingClause]:
    """The clauses of a sentence that surely tell what becomes of a meeting, in the order of their verbs."""
    return _Parse(reading, sentence).clauses()


def who_meets(reading: Reading, sentence: Sentence) -> frozenset[int]:
    """The words for those who surely take part, by their index: who meets, whom, and by whom talks are chaired."""
    return _Parse(reading, sentence).who_meets()


class _Parse:
    """The parse of one sentence, asked about its tokens by their index in the document."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self._reading = reading
        self._sentence = sentence
        self._tokens = reading.tokens
        self._inside = range(sentence.first, sentence.last)
        self._children: defaultdict[int, list[int]] = defaultdict(list)
        for i in self._inside:
            if self._tokens[i].head != i:
                self._children[self._tokens[i].head].append(i)

    def clauses(self) -> list[MeetingClause]:
        found: dict[int, tuple[Outcome, bool]] = {}  # by the token on which the whole clause hangs
        for i in self._inside:
            things = [t for t in self._things(i) if self._is_meeting(t)]
            if things:
                found[self._top(i)] = ("cancelled", self._is_definite(things[0]))
        for i in self._inside:
            outcome = self._outcome(i)
            if outcome is not None:
                found.setdefault(self._top(i), (outcome, False))
        whole = {top: self._whole(top) for top in found}
        return [
            MeetingClause(outcome, self._own(top, whole) | self._subject(top, whole), definite)
            for top, (outcome, definite) in sorted(found.items())
        ]

    def who_meets(self) -> frozenset[int]:
        found: list[int] = []
        for i in self._inside:
            if self._tokens[i].lemma.lower() in _CHAIRS:
                found += [k for a in self._with(i, "agent") for k in self._with(a, "pobj")]
            if self._tokens[i].lemma.lower() in _MEETS and self._outcome(i) in ("held", "planned"):
                found += [k for k in self._children[self._top(i)] if self._tokens[k].dep == "nsubj"]
                found += self._with(i, "dobj")
                found += [k for p in self._with(i, "prep") if self._tokens[p].text == "with" for k in self._with(p, "pobj")]
        for i in found:
            found += self._with(i, "conj", "appos")
        return frozenset(found)

    def _outcome(self, index: int) -> Outcome | None:
        """What becomes of the meeting that a verb or a noun names, where the sentence does not call it off."""
        if not (self._is_meeting_verb(index) or self._is_meeting_noun(index)):
            return None
        if self._is_denied(index) or self._is_given_up(index):
            return "denied"
        if not self._is_meeting_verb(index) or self._is_negated(index) or self._is_open(index):
            return None
        forms = {self._tokens[i].text.lower() for i in self._with(index, "aux")}
        if {"to", "have"} <= forms:
            return "planned"  # "were to have met"
        tense = verb_tense(self._reading, self._sentence, index)
        return None if tense is None else "planned" if tense == "future" else "held"

    # what is called off

    def _things(self, index: int) -> Iterator[int]:
        """What a word says will not be: the object of "cancel", the subject of "fall through", the verb below "refuse"."""
        token, name = self._tokens[index], self._name(index)
        if token.lemma.lower() in _CALLING_OFF:
            yield from self._after_preposition(index)
        if token.pos not in ("VERB", "AUX", "ADJ"):
            return
        if self._is_negated(index):
            yield from self._never(index)
        elif self._is_open(index):
            return
        elif name in _FAILS:
            yield from self._with(index, "nsubj")
        elif name in _CALLS_OFF or name in _REFUSES:
            yield from self._with(index, "dobj", "nsubjpass", *(["xcomp"] if name in _REFUSES else []))
            yield from self._after_preposition(index) if name.endswith(" out") else ()
            if token.dep in (*_PARTS, "amod"):
                yield token.head

    def _never(self, index: int) -> Iterator[int]:
        """What a verb with "not" says is not to be: "will not meet Lind", "talks did not take place", not "not before May"."""
        near = [k for i in self._children[index] for k in (i, *self._children[i])]
        above = {self._tokens[i].lemma.lower() for i in islice(governors(self._tokens, index), 1, _STEPS)}
        is_open = any(self._tokens[i].text.lower() in _MAY for i in self._with(index, "aux"))
        if is_open or above & _DOUBTS or {self._tokens[i].text.lower() for i in near} & _LATER:
            return
        if self._name(index) in _HAPPENS:
            yield from self._with(index, "nsubj", "nsubjpass")
        if self._is_meeting_verb(index) and verb_tense(self._reading, self._sentence, index) == "future":
            yield index

    def _is_meeting(self, index: int) -> bool:
        """Whether what is called off is a meeting, or plans for one."""
        if self._is_meeting_noun(index) or self._is_meeting_verb(index):
            return True
        if self._tokens[index].lemma.lower() not in _ABOUT:
            return False
        about = [k for i in self._with(index, "prep") if self._tokens[i].text.lower() in _FOR for k in self._with(i, "pobj")]
        return any(self._is_meeting_noun(i) or self._is_meeting_verb(i) for i in (*about, *self._with(index, "acl", "compound")))

    def _is_open(self, index: int) -> bool:
        """Whether a verb only says what may be: "could cancel", "threatened to cancel", "if they cancel", "a risk that"."""
        forms = {self._tokens[i].text.lower() for i in self._with(index, "aux", "mark")}
        above = [self._tokens[i].lemma.lower() for i in islice(governors(self._tokens, index), 1, _STEPS)]
        if forms & (_OPEN | _CONDITIONS) or not _DOUBTS.isdisjoint(above):
            return True
        is_below = "to" in forms or self._tokens[index].dep == "pcomp"
        return is_below and self._name(index) in _CALLS_OFF | _REFUSES and _DECIDES.isdisjoint(above[:1])

    def _is_negated(self, index: int) -> bool:
        """Whether "not", "never" or "no longer" stands with a verb."""
        below = self._children[index]
        no_longer = (i for i in below if self._tokens[i].text.lower() == "longer" and self._tokens[i - 1].text.lower() == "no")
        return any(self._tokens[i].dep == "neg" for i in below) or any(True for _ in no_longer)

    def _is_denied(self, index: int) -> bool:
        """Whether somebody denies the meeting: "denied that he had met", "denied reports of a meeting"."""
        for i in islice(governors(self._tokens, index), _STEPS):
            token = self._tokens[i]
            above = token.head
            is_subject = token.dep in ("nsubj", "nsubjpass") and self._name(above) in _HAPPENS
            if not is_subject and token.dep not in _DENIABLE and token.text.lower() != "of":
                return False
            if self._tokens[above].lemma.lower() == "deny":
                return not self._is_negated(above)
            if i != index and token.pos != "ADP" and token.lemma.lower() not in _REPORTS and self._name(i) not in _HAPPENS:
                return False
        return False

    def _is_given_up(self, index: int) -> bool:
        """Whether all that a sentence says of talks is that they are over or shall be: "broke off talks", "to finish talks"."""
        verb = self._tokens[index].head
        if self._tokens[index].dep != "dobj" or self._is_negated(verb) or self._is_open(verb):
            return False
        name = self._name(verb)
        is_to_come = verb_tense(self._reading, self._sentence, verb) == "future"
        return name in _BREAKS_OFF or (name in _FINISHES and is_to_come)

    # meetings

    def _is_meeting_noun(self, index: int) -> bool:
        token = self._tokens[index]
        before = {self._tokens[i].text.lower() for i in self._children[index]}
        return token.pos in ("NOUN", "PROPN") and token.lemma.lower() in _MEETINGS and not before & _HELD_BEFORE

    def _is_meeting_verb(self, index: int) -> bool:
        """Whether a verb has parties meet: "met Lind", "will receive her", "held talks", "spoke with Lind"."""
        token = self._tokens[index]
        if token.pos != "VERB":
            return False
        lemma, objects = token.lemma.lower(), list(self._with(index, "dobj"))
        if lemma in _HOLDS:
            return any(self._is_meeting_noun(i) for i in objects)
        if lemma in _TALKS:
            return not objects and any(self._tokens[i].text.lower() == "with" for i in self._with(index, "prep"))
        is_somebody = any(self._is_somebody(i) for i in objects)
        return is_somebody if lemma in _RECEIVES else lemma in _MEETS and (is_somebody or not objects)

    def _is_somebody(self, index: int) -> bool:
        token = self._tokens[index]
        return token.pos in ("PRON", "PROPN") or any(m.start <= token.start < m.end for m in self._reading.mentions)

    def _is_definite(self, index: int) -> bool:
        """Whether a meeting is one already told of; what only a subordinate clause calls off is another."""
        words = {self._tokens[i].text.lower() for i in self._with(index, "det", "amod")}
        above = (self._tokens[i].dep for i in governors(self._tokens, index))
        return self._is_meeting_noun(index) and not words & _INDEFINITE and "advcl" not in above

    # the words of a clause

    def _top(self, index: int) -> int:
        """The verb on which the whole clause hangs: "plan" of "plan to meet", "due" of "were due to meet"."""
        while self._tokens[index].dep in ("xcomp", "acomp") and self._tokens[index].head in self._inside:
            index = self._tokens[index].head
        if self._tokens[index].dep in ("amod", *_PARTS) and self._is_meeting_noun(self._tokens[index].head):
            return self._top(self._tokens[index].head)  # "a meeting cancelled on Monday": of the noun
        return index

    def _whole(self, top: int) -> frozenset[int]:
        return frozenset(self._below(top))

    def _own(self, top: int, whole: dict[int, frozenset[int]]) -> frozenset[int]:
        """What hangs on the verb without what hangs on the verbs of other clauses below it."""
        below = [whole[t] for t in whole if t != top and t in whole[top]]
        return whole[top].difference(*below)

    def _subject(self, top: int, whole: dict[int, frozenset[int]]) -> frozenset[int]:
        """The subject that a clause shares with the clause above it, or the noun that it describes."""
        token = self._tokens[top]
        if token.dep in _PARTS:
            above = self._tokens[token.head]
            first = token.head if above.dep != "conj" else above.head
            return frozenset(self._below(first)).difference(*(whole[t] for t in whole if t in self._below(first)))
        index = top
        while token.head != index and token.dep in ("conj", "advcl", "xcomp", "ccomp") and not self._has_subject(index):
            index = token.head
            token = self._tokens[index]
        if index == top:
            return frozenset()
        subjects = frozenset(k for i in self._with(index, "nsubj", "nsubjpass") for k in self._below(i))
        return subjects.difference(*(whole[t] for t in whole if t in subjects))

    def _has_subject(self, index: int) -> bool:
        return any(True for _ in self._with(index, "nsubj", "nsubjpass"))

    # tokens

    def _name(self, index: int) -> str:
        """The lemma of a verb with its particle: "put off", "take place"."""
        lemma = self._tokens[index].lemma.lower()
        words = (self._tokens[i].text.lower() for i in self._children[index] if i > index)
        particle = next((w for w in words if w in _PARTICLES), "")
        return f"{lemma} {particle}" if particle else lemma

    def _with(self, index: int, *parts: str) -> Iterator[int]:
        return (i for i in self._children[index] if self._tokens[i].dep in parts)

    def _after_preposition(self, index: int) -> Iterator[int]:
        """The nouns after "of", wherever it hangs: "pulled out of talks", "the cancellation of talks"."""
        for i in self._with(index, "prep"):
            yield from self._with(i, "pobj")
            yield from self._after_preposition(i)

    def _below(self, index: int) -> list[int]:
        """A token and all that hangs on it."""
        found = [index]
        for i in found:
            found.extend(self._children[i])
        return found
