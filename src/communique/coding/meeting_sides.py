"""Who takes part in a meeting that a sentence tells of: a logistic model over named features of each party that may.

The reader scores the names of one sentence. Often a sentence names one side and the report the other ("he met Lind", "their
talks", "negotiators will resume"), so each party of the sentence, of those around it and of the report as a whole is weighed: how
its names score, whether it is the subject of the meeting, how often the report speaks of it, whether it meets in other sentences.
The weights stand in `meeting_sides.json`, those of each reader apart; how they were made is told in the model card of the event
readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.coding.clause import governors, last_token
from communique.coding.logistic import NamedScorer
from communique.coding.telling import MODIFIER, Side, Telling, longest_run, side_scores
from communique.model.reading import Mention, MentionKind, Reading
from communique.models.odds import score_odds

COLUMNS = (
    "role", "role alone", "two others", "pronoun as subject", "name as subject", "state", "person", "body", "only a place",
    "share of mentions", "meets before", "meets later", "unnamed and frequent", "unnamed share", "unnamed and met last",
    "unnamed and somebody is", "acts in the next sentence",
)  # fmt: skip
LOOK_BACK = 12  # sentences before, in which those who met last are looked for
NEAR = 3  # sentences before, whose parties may take part unnamed
TELLS = 0.5  # score of a sentence that surely tells of a meeting
NAMED = 0.2  # score from which a name of the sentence counts as one that takes part, for the features of the others
THIRD = 0.8  # probability from which a third party takes part that the sentence does not name
_SURE = 0.5  # score of words that take part without naming a party: "the parties", "negotiators"
_PLACE = 0.2
_IN = frozenset(["in", "at", "near", "outside"])
_WHERE = _IN | {"from", "to"}
_GATHERINGS = frozenset(["conference", "meeting", "negotiation", "round", "summit", "talk", "visit"])
_PLACE_NAMES = frozenset(["GPE", "LOC", "FAC"])
_SUBJECTS = frozenset(["he", "she", "they", "it", "we", "i"])
_FREQUENT = 2  # so many parties of a report are its main ones
_WEIGHED = 3  # so many of the most frequent parties may take part wherever they stand


class SideScorer(NamedScorer):
    """Decides who takes part."""

    columns, what, file = COLUMNS, "the sides of meetings", Path(__file__).with_name("meeting_sides.json")

    def sides(self, report: Report, at: int) -> tuple[Side, ...]:
        """Who takes part in the meeting of a sentence, each party once with its probability, in the order of the text."""
        found = {p: named for p, named in report.features(at).items() if not report.is_only_where(at, p)}
        if not found:
            return ()
        likely = {p: s for p, s in zip(found, self.probabilities(list(found.values())), strict=True) if s >= self.least}
        two, named = sorted(likely, key=lambda p: -likely[p])[:2], {m.party for m in report.read[at].mentions}
        kept = [p for p, s in likely.items() if p in two or p in named or s >= THIRD]
        return tuple(sorted((report.side(at, p, likely[p]) for p in kept), key=lambda s: s.start))


@dataclass(frozen=True, slots=True)
class _Named:
    """What one sentence says of those who take part: the best score of each party, and its words for somebody of no party."""

    scores: dict[str, float]
    strong: frozenset[str]
    is_open: bool


class Report:
    """The sentences of one document that can hold an event, with what the whole of it says of each party.

    Args:
        reading: the document.
        read: its tellings, in order.
    """

    def __init__(self, reading: Reading, read: Sequence[Telling]) -> None:
        self.reading = reading
        self.read = read
        self._count = Counter(m.party for m in reading.mentions if m.party != "OTHER")
        self._all = max(1, self._count.total())
        self._main = [party for party, _ in self._count.most_common(_WEIGHED)]
        people = (MentionKind.PERSON, MentionKind.GROUP)
        self._acting = {m.party for m in reading.mentions if m.can_act and m.kind in people}
        self._tells = [n for n, t in enumerate(read) if t.score("meeting") >= TELLS]
        self._named = {n: _named(read[n]) for n in self._tells}

    def features(self, at: int) -> dict[str, dict[str, float]]:
        """What speaks for each party that may take part in the meeting of a sentence, by name."""
        telling = self.read[at]
        named = self._named.get(at) or _named(telling)
        before = [n for n in self._tells if at - LOOK_BACK <= n < at]
        later = [n for n in self._tells if n > at]
        near = [t for t in self.read[max(0, at - LOOK_BACK) : at] if t.index >= telling.index - NEAR]
        after = [t for t in self.read[at + 1 : at + 2] if t.index == telling.index + 1]
        speaker = telling.speaker
        found = {m.party for t in (telling, *near, *after) for m in t.mentions} | set(self._main)
        found |= {party for n in before[-2:] for party in self._named[n].scores}
        found |= {speaker.party} if speaker is not None else set()
        governing = _governing(self.reading, telling)
        next_acting = {m.party for t in after for m in t.mentions if m.can_act}
        met_last = self._named[before[-1]].scores if before else {}
        return {
            party: self._of_sentence(telling, named, party, governing)
            | self._of_report(party, sum(m.party == party for m in telling.mentions) == 0, named)
            | {
                "meets before": (len(named.strong - {party}) == 1) * self._best(before, party),
                "meets later": self._best(later, party),
                "unnamed and met last": met_last.get(party, 0.0) * all(m.party != party for m in telling.mentions),
                "acts in the next sentence": float(party in next_acting),
            }
            for party in sorted(found - {"OTHER"})
        }

    def side(self, at: int, party: str, score: float) -> Side:
        """A party as one that takes part: by its name in the sentence, else by the last one before, else by the first of all.

        In the sentence the person who takes part is named rather than the state: "Russia's Putin met Lind". Where talks are held
        in a building of a party ("in the Blue House"), the party is not named by it.
        """
        telling = self.read[at]
        here = [m for m in telling.mentions if m.party == party and not self._is_venue(telling, m)]
        people = [m for m in here if m.kind is MentionKind.PERSON and telling.role("participant", m.span) >= NAMED]
        best = next((s for s in side_scores(telling, "participant", among=people or here) if s.party == party), None)
        if best is not None:
            return Side(best.name, party, best.start, score, best.is_person)
        named = [m for m in self.reading.mentions if m.party == party]
        earlier = [m for m in named if m.start < telling.sentence.start]
        speaker = [telling.speaker] if telling.speaker is not None else []
        chosen = (earlier[-1:] or named[:1] or speaker)[0]
        return Side(chosen.actor, party, chosen.start, score)

    def _is_venue(self, telling: Telling, mention: Mention) -> bool:
        """Whether a seat of a government, named by its own name, is only where others meet."""
        if mention.can_act or telling.words(mention.span) != mention.actor or telling.role("participant", mention.span) >= NAMED:
            return False
        actors = {m.actor for m in self.reading.mentions if m.party == mention.party}
        return len(actors) > 1 and _is_below_in(self.reading, telling, mention.end - 1)

    def is_only_where(self, at: int, party: str) -> bool:
        """Whether a party of which nobody acts only says where others meet: "in Lausanne", "the Singapore summit"."""
        telling = self.read[at]
        here = [m for m in telling.mentions if m.party == party]
        acts = party in self._acting or party in self._main[:_FREQUENT] or any(m.can_act for m in here)
        return bool(here) and not acts and all(_tells_where(self.reading, telling, m) for m in here)

    def _best(self, sentences: Sequence[int], party: str) -> float:
        return max((self._named[n].scores.get(party, 0.0) for n in sentences), default=0.0)

    def _of_report(self, party: str, is_unnamed: bool, named: _Named) -> dict[str, float]:
        share = self._count[party] / self._all
        return {
            "share of mentions": share,
            "unnamed share": share * is_unnamed,
            "unnamed and frequent": float(is_unnamed and party in self._main[:_FREQUENT]),
            "unnamed and somebody is": float(is_unnamed and named.is_open),
        }

    def _of_sentence(self, telling: Telling, named: _Named, party: str, governing: frozenset[int]) -> dict[str, float]:
        mentions = [m for m in telling.mentions if m.party == party]
        others = len(named.strong - {party})
        scores = [telling.role("participant", m.span) * (1.0 if m.can_act else MODIFIER) for m in mentions]
        role = score_odds(max(scores, default=0.0))
        subjects = [m for m in mentions if _is_subject(self.reading, telling, m, governing)]
        kinds = {m.kind for m in mentions}
        is_place = party not in self._acting and any(_is_place(self.reading, telling, m) for m in mentions)
        return {
            "role": role,
            "role alone": role * (others == 0),
            "two others": float(others >= 2),
            "pronoun as subject": float(any(telling.words(m.span).lower() in _SUBJECTS for m in subjects)),
            "name as subject": float(any(m.can_act for m in subjects)),
            "state": float(MentionKind.STATE in kinds),
            "person": float(MentionKind.PERSON in kinds),
            "body": float(MentionKind.BODY in kinds),
            "only a place": float(is_place),
        }


def _named(telling: Telling) -> _Named:
    scores = {s.party: s.score for s in side_scores(telling, "participant")}
    parts = [span for span, _ in telling.runs("participant", _SURE)]
    known = [m for m in telling.mentions if m.party != "OTHER"]
    is_open = any(not any(m.start < span.end and span.start < m.end for m in known) for span in parts)
    strong = frozenset(party for party, score in scores.items() if party != "OTHER" and score >= NAMED)
    return _Named(scores, strong, is_open)


def _governing(reading: Reading, telling: Telling) -> frozenset[int]:
    """The tokens of the sentence from the words for the meeting up to the root."""
    sentence, runs = telling.sentence, telling.runs("meeting")
    if not runs:
        return frozenset()
    core = longest_run(runs)
    inside = (i for i in range(sentence.first, sentence.last) if core.start <= reading.tokens[i].start < core.end)
    return frozenset(g for i in inside for g in governors(reading.tokens, i) if sentence.first <= g < sentence.last)


def _is_subject(reading: Reading, telling: Telling, mention: Mention, governing: frozenset[int]) -> bool:
    """Whether a verb that governs the words for the meeting has the mention as its subject."""
    tokens = reading.tokens
    inside = (i for i in range(telling.sentence.first, telling.sentence.last) if mention.start <= tokens[i].start < mention.end)
    return any(tokens[i].dep.startswith("nsubj") and tokens[i].head in governing for i in inside)


def _is_place(reading: Reading, telling: Telling, mention: Mention) -> bool:
    """Whether a name only says where: the reader takes it for the place, and "in" or "at" stands above it."""
    if mention.can_act or telling.role("place", mention.span) < _PLACE:
        return False
    return _is_below_in(reading, telling, mention.start)


def _tells_where(reading: Reading, telling: Telling, mention: Mention) -> bool:
    """Whether a name stands after "in", "at" or "to", or before the word for a meeting: a town, not the name of its state."""
    tokens, at = reading.tokens, last_token(reading, telling.sentence, mention)
    if at is None:
        return False
    while (
        tokens[at].dep in ("appos", "compound") and tokens[at].ent in _PLACE_NAMES and tokens[tokens[at].head].ent in _PLACE_NAMES
    ):
        at = tokens[at].head
    above = tokens[tokens[at].head]
    if tokens[at].dep in ("amod", "compound", "nmod"):
        return above.lemma.lower() in _GATHERINGS
    return tokens[at].dep == "pobj" and above.text.lower() in _WHERE


def _is_below_in(reading: Reading, telling: Telling, offset: int) -> bool:
    """Whether "in" or "at" stands above the word at an offset, or before it."""
    tokens, sentence = reading.tokens, telling.sentence
    at = next((i for i in range(sentence.first, sentence.last) if tokens[i].start <= offset < tokens[i].end), None)
    if at is None:
        return False
    above = tokens[at].head if tokens[at].dep == "pobj" else max(sentence.first, at - 1)
    return tokens[above].text.lower() in _IN


@cache
def scorer_of(model: str) -> SideScorer:
    """The packaged scorer of an event reader, one for a process."""
    return SideScorer(model)
