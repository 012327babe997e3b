"""What the sentences of one document tell of events, with who is named in each: the common ground of the three event coders.

In come a reading and the trained sentence reader; out goes one `Telling` for each sentence that can hold an event.
Scores of mentions are the reader's scores of their characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from communique.coding.clause import mentions_in, tense_at
from communique.coding.event_reader import EventReader, Told
from communique.coding.timex import TimeExpression, find_times
from communique.model.document import Span
from communique.model.reading import Mention, MentionKind, Reading, Sentence
from communique.model.record import Attribution

FEWEST_WORDS = 4
LONGEST_CHARS = 2_000  # what is longer is a table or a list that the parser could not cut
STRONG, WEAK = 0.3, 0.1  # chosen on coded articles that the reader has not seen: see the model card
MODIFIER = 0.8
_SUBJECTS = frozenset(["he", "she", "they"])
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y|me)\b")  # "US" is no pronoun
_UNNAMED = re.compile(  # who takes part may be told by the sentences before
    r"\b(?:they|both|sides?|leaders|ministers|countries|governments|agreed|agreement|talks|meeting|summit)\b", re.IGNORECASE
)
_NEWLINES = str.maketrans("\n\r\t\x0b\x0c", "     ")


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence, what the reader finds in it, and who is named."""

    index: int
    sentence: Sentence
    text: str
    told: Told
    mentions: tuple[Mention, ...]
    speaker: Mention | None  # who says the sentence, if it stands inside an attribution

    def score(self, label: str) -> float:
        """The reader's score of a label of the sentence."""
        return self.told.labels[label]

    def words(self, span: Span) -> str:
        """The words of a stretch of the document that lies in the sentence."""
        return self.text[span.start - self.sentence.start : span.end - self.sentence.start]

    def role(self, name: str, span: Span) -> float:
        """The reader's score of a role over a stretch of the document."""
        return self.told.role(name, span.start - self.sentence.start, span.end - self.sentence.start)

    def runs(self, name: str, least: float = STRONG) -> list[tuple[Span, float]]:
        """The stretches that play a role, in whole words and offsets of the document, with their scores."""
        base = self.sentence.start
        return [(Span(base + a, base + b), score) for a, b, score in map(self._whole_words, self.told.runs(name, least))]

    def _whole_words(self, run: tuple[int, int, float]) -> tuple[int, int, float]:
        """A run widened to whole words: the reader's tokens are pieces of words."""
        start, end, score = run
        while start > 0 and self.text[start - 1].isalnum() and self.text[start].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end].isalnum() and self.text[end - 1].isalnum():
            end += 1
        return start, end, score


def longest_run(runs: Sequence[tuple[Span, float]]) -> Span:
    """The stretch that most surely plays its role: the longest, weighed by its score."""
    return max(runs, key=lambda r: (r[0].end - r[0].start) * r[1])[0]


def tellings(reading: Reading, reader: EventReader) -> list[Telling]:
    """The sentences that can hold an event, read.

    One that names no party, is not the words of one and tells of no parties named before cannot.
    """
    chosen, said_in = [], _attributions_by_sentence(reading)
    for i, sentence in enumerate(reading.sentences):
        text = _plain(reading, sentence)
        if sentence.last - sentence.first < FEWEST_WORDS or len(text) > LONGEST_CHARS:
            continue
        mentions, speaker = _own(reading, mentions_in(reading, sentence.span)), speaker_of(reading, sentence, said_in[i])
        named = mentions if speaker is None else (*mentions, speaker)
        if _UNNAMED.search(text) or any(m.party != "OTHER" for m in named):
            chosen.append((i, sentence, text, mentions, speaker))
    told = reader.read([text for _, _, text, _, _ in chosen])
    return [
        Telling(i, sentence, text, found, mentions, speaker)
        for (i, sentence, text, mentions, speaker), found in zip(chosen, told, strict=True)
    ]


def _own(reading: Reading, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without the state in the name of one who no longer speaks for it: "former U.S. envoy Adam Roe"."""
    names = {o.person for o in reading.offices if o.is_former}
    former = [m for m in mentions if m.party == "OTHER" and m.actor in names]
    return tuple(m for m in mentions if m in former or not any(f.span.covers(m.span) for f in former))


def _plain(reading: Reading, sentence: Sentence) -> str:
    """The sentence on one line, offset by offset the same; lone surrogates, which no tokenizer takes, become question marks."""
    text = reading.document.text[sentence.start : sentence.end].translate(_NEWLINES)
    return text.encode("utf-8", "replace").decode("utf-8")


def _attributions_by_sentence(reading: Reading) -> dict[int, list[Attribution]]:
    """The attributions whose content touches a sentence, in their order, by the number of the sentence."""
    found: dict[int, list[Attribution]] = defaultdict(list)
    for attribution in reading.attributions:
        touched = set[int]()
        for piece in attribution.content:
            i = bisect_right(reading.sentences, piece.start, key=lambda s: s.end)
            while i < len(reading.sentences) and reading.sentences[i].start < piece.end:
                touched.add(i)
                i += 1
        for i in touched:
            found[i].append(attribution)
    return found


def speaker_of(reading: Reading, sentence: Sentence, attributions: Sequence[Attribution]) -> Mention | None:
    """Who says most of a sentence, by the attributions that touch it, as a mention over the source; None if nobody."""
    for attribution in attributions:
        if attribution.party is None or attribution.actor is None or not attribution.source:
            continue
        said = sum(max(0, min(c.end, sentence.end) - max(c.start, sentence.start)) for c in attribution.content)
        if said * 2 >= sentence.end - sentence.start:
            source = attribution.source[0]
            same = [m for m in mentions_in(reading, source) if m.party == attribution.party]
            if same:
                return same[0]
    return None


@dataclass(frozen=True, slots=True)
class Side:
    """An actor that plays a role in a sentence."""

    name: str
    party: str
    start: int
    score: float
    is_person: bool = False


def sides(telling: Telling, role: str, *, need: int, pronoun: float = 0.0) -> list[Side]:
    """The parties that play a role: all that score well, then, up to `need`, the best known of the rest; in order of appearance.

    "We" and "our" stand for the party that speaks. A name that is only a place or an adjective has to score better.

    Args:
        telling: the sentence.
        role: which part they play.
        need: so many parties other than `OTHER` are named if they can be.
        pronoun: the least score of "he", "she" or "they"; the coding that the reader learned from names persons, not pronouns.
    """
    found = side_scores(telling, role, pronoun=pronoun)
    known = sorted((s for s in found if s.party != "OTHER" and s.score >= WEAK), key=lambda s: -s.score)
    chosen = [s for s in found if s.score >= STRONG or s in known[:need]]
    return sorted(chosen, key=lambda s: s.start)


def side_scores(telling: Telling, role: str, *, pronoun: float = 0.0, among: Sequence[Mention] | None = None) -> list[Side]:
    """Each party that a sentence names, "we" for its speaker among them, with its best score in a role; see `sides`.

    `among` are the mentions that count, all if None.
    """
    best: dict[str, Side] = {}
    for mention in telling.mentions if among is None else among:
        score = telling.role(role, mention.span) * (1.0 if mention.can_act else MODIFIER)
        if pronoun and telling.words(mention.span).lower() in _SUBJECTS:
            score = max(score, pronoun)
        if mention.party not in best or score > best[mention.party].score:
            best[mention.party] = Side(mention.actor, mention.party, mention.start, score, mention.kind is MentionKind.PERSON)
    for side in _first_person(telling, role):
        if side.party not in best or side.score > best[side.party].score:
            best[side.party] = side
    return list(best.values())


def _first_person(telling: Telling, role: str) -> Iterator[Side]:
    speaker = telling.speaker
    if speaker is None:
        return
    for match in _FIRST_PERSON.finditer(telling.text):
        score = telling.told.role(role, match.start(), match.end())
        is_person = speaker.kind is MentionKind.PERSON
        yield Side(speaker.actor, speaker.party, telling.sentence.start + match.start(), score, is_person)


def published_on(reading: Reading) -> date | None:
    """The publication date as a day, None if unknown."""
    published = reading.document.published
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def times_of(reading: Reading, telling: Telling, role: str, *, tense: str | None = None) -> list[tuple[TimeExpression, float]]:
    """The time expressions of a sentence with the score of a role, offsets in the document.

    Args:
        reading: the document.
        telling: the sentence.
        role: `when` or `due`.
        tense: "future" or "past" for all of them; None asks the governing verb of each.
    """
    base = telling.sentence.start
    anchor = published_on(reading)
    found = []
    for raw in find_times(telling.text, anchor):
        own = tense or tense_at(reading, telling.sentence, base + raw.start)
        aware = find_times(
            telling.text[raw.start : raw.end], anchor, tense="future" if own == "future" else "past" if own else None
        )
        best = aware[0] if aware else raw
        moved = TimeExpression(
            base + raw.start, base + raw.end, best.value or raw.value, best.granularity, best.modifier, anchor,
            best.first or raw.first, best.last or raw.last,
        )  # fmt: skip
        found.append((moved, telling.told.role(role, raw.start, raw.end)))
    return found
