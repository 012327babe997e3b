"""Who may be taking a stance where: a reading in, candidate units out, each a holder and a clause.

A unit comes from an attribution (what is cited, clause by clause, for each actor who is cited) or from an actor that
a sentence names. `Unit.rule` says which, as the decision trusts them differently: `cited`; `acting` ("Paris vetoed …",
"Moscow's refusal"); `named` in another part ("pressure on Kiev"); `nested`, named inside words cited from another party.
What a party says that another wants or refuses ("Obama said Putin wants …") is a claim and shows nobody's stance: no unit.
No stance is judged here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.coding.claim import wisher
from communique.coding.condition import Conditional, find_conditionals
from communique.model.document import Span
from communique.model.reading import Mention, Reading, Sentence
from communique.model.record import MAX_EVIDENCE_CHARS, Attribution, Mode
from communique.models.stance_input import MARK, join_passage, mark_spans

ACTING = frozenset({"nsubj", "nsubjpass", "csubj", "poss", "ROOT", "agent"})
PASSED_ON = frozenset({"conj", "appos", "compound", "nmod"})  # the part is that of the head
EXAMPLES = frozenset({"as", "including", "like"})  # senators such as Ida Berg
MIN_CONTENT_CHARS = 25  # a shorter content ("no", "a mistake") is shown with the words around it
RULES = ("acting", "named", "nested")  # how a unit is found, beside `cited`
OTHER = "OTHER"
SOURCE_CONFIDENCE = 0.5  # where the resolver gives none
_DENIAL = re.compile(r"(?:neither|none|no|nor|not|few|hardly)(?: of)?\s+(?=[^\W\d])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A holder and the stretch that may show a stance of his.

    `passage` is what the stance reader sees: the sentence with the holder marked, after a piece of what precedes it.
    """

    sentence: int
    start: int
    end: int
    actor: str
    party: str
    mode: Mode
    passage: str
    rule: str
    confidence: float
    conditional: tuple[str, str] | None = None  # what he says he does, and on what condition, if he names one
    beside: int = -1  # where the words begin that name all who are cited with him, himself among them; -1 if he is not cited

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class _Holder:
    """An actor in one sentence while units are being found."""

    actor: str
    party: str
    mode: Mode
    rule: str
    confidence: float
    marks: set[tuple[int, int]] = field(default_factory=set)
    evidence: Span | None = None  # of the attribution; None for an actor that is only named
    content: tuple[Span, ...] = ()  # what he says
    beside: int = -1


_Holders = dict[tuple[str, str], _Holder]  # by actor and party


def find_units(reading: Reading) -> list[Unit]:
    """The units of a document, in order of their sentences; one for each holder in a sentence."""
    scene = _Scene(reading)
    return [unit for k, sentence in enumerate(reading.sentences) for unit in _units_of(scene, k, sentence)]


class _Scene:
    """A reading with its mentions and attributions filed by sentence."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.document.text
        self.starts = [t.start for t in reading.tokens]
        self.mentions = _by_sentence(reading, [(m.start, m) for m in reading.mentions])
        self.cited = _attributions_by_sentence(reading)

    def tokens_of(self, span: Span) -> range:
        """The numbers of the tokens that begin in the span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def head_of(self, mention: Mention) -> int:
        """The token by which a mention hangs in its sentence, -1 if it holds none."""
        tokens = self.tokens_of(mention.span)
        outside = [i for i in tokens if self.reading.tokens[i].head not in tokens or self.reading.tokens[i].head == i]
        return outside[-1] if outside else (tokens[-1] if tokens else -1)

    def part_of(self, mention: Mention) -> str:
        """The part a mention plays: the relation of its head, or of what that is conjoined to."""
        i = self.head_of(mention)
        tokens = self.reading.tokens
        for _ in range(4):
            if i < 0 or tokens[i].dep not in PASSED_ON:
                break
            i = tokens[i].head
        if i < 0:
            return ""
        if tokens[i].dep == "pobj" and tokens[tokens[i].head].dep == "agent":
            return "agent"
        return tokens[i].dep

    def describes_source(self, k: int, mention: Mention) -> bool:
        """Whether a name only says who one is that speaks for the same party: "Norway" in "Norway's minister Ida Berg said".

        Those whom a source names as examples speak too: "senators such as Ida Berg said".
        """
        around = (a for a in self.cited[k] if a.actor and a.party == mention.party)
        if not any(s.covers(mention.span) for a in around for s in a.source):
            return False
        head = self.head_of(mention)
        tokens = self.reading.tokens
        return not (head >= 0 and tokens[head].dep == "pobj" and tokens[tokens[head].head].text.lower() in EXAMPLES)


def _units_of(scene: _Scene, k: int, sentence: Sentence) -> Iterator[Unit]:
    holders: _Holders = {}
    claimed: set[int] = set()
    for attribution in scene.cited[k]:
        about = _other_wisher(scene, k, sentence, attribution)
        if about is None:
            _add_cited(scene, sentence, attribution, holders)
        else:
            claimed.add(about)
    for mention in scene.mentions[k]:
        if scene.head_of(mention) not in claimed:
            _add_named(scene, k, mention, holders)
    conditionals = list(find_conditionals(scene.reading, sentence)) if holders else []
    for holder in holders.values():
        yield _make_unit(scene, k, sentence, holder, _own_conditional(scene, k, holder, conditionals))


def _other_wisher(scene: _Scene, k: int, sentence: Sentence, attribution: Attribution) -> int | None:
    """The party whose wish is all that another party tells of, by the head of its name: neither shows a stance by that.

    Who speaks for no party may pass on what a party wants ("the paper said Norway wants …"), so may he whose party is a guess,
    and what people want is mostly the view of him who says so: "Norwegians want peace".
    """
    party = attribution.party or OTHER
    said = [m for s in attribution.source for m in scene.reading.mentions_in(s)]
    if party == OTHER or any(m.actor == attribution.actor and "context" in m.rule for m in said):
        return None
    subject = wisher(scene.reading, sentence, attribution.content)
    if subject is None or scene.reading.tokens[subject].ent == "NORP":
        return None
    named = [m for m in scene.mentions[k] if scene.head_of(m) == subject]
    if not named or any(m.party in (OTHER, party) or m.rule == "pronoun" for m in named):
        return None
    return subject


def _own_conditional(scene: _Scene, k: int, holder: _Holder, found: Iterable[Conditional]) -> tuple[str, str] | None:
    """What a holder says he does on a condition, with the condition: "Norway would sign | if the quota fell".

    It is his where he is the subject or the one who speaks of himself, and where he says what is to be done ("sanctions would be
    lifted if …"), not where he says what another would do.
    """
    tokens = scene.reading.tokens
    for own in found:
        named = {m.party for m in scene.mentions[k] if scene.head_of(m) == own.subject}
        says = any(s.start <= tokens[own.verb].start < s.end for s in holder.content)
        if holder.rule == "cited":
            is_his = says and (holder.party in named if named else own.is_passive or tokens[own.subject].pos == "PRON")
        else:
            is_his = holder.rule == "acting" and any(start <= tokens[own.subject].start < end for start, end in holder.marks)
        if is_his:
            text = scene.text
            without = text[own.clause.start : own.condition.start] + text[own.condition.end : own.clause.end]
            return " ".join(without.split()), own.condition.of(text)
    return None


def _add_cited(scene: _Scene, sentence: Sentence, attribution: Attribution, holders: _Holders) -> None:
    """The actors of an attribution, with the clause that it covers in this sentence."""
    evidence = _clause(scene, sentence, attribution)
    marks = {(max(s.start, sentence.start), min(s.end, sentence.end)) for s in attribution.source if s.overlaps(sentence.span)}
    for actor, party, confidence in _actors_of(scene, attribution):
        holder = holders.setdefault((actor, party), _Holder(actor, party, attribution.mode, "cited", confidence))
        holder.marks |= marks
        holder.evidence = _joined(holder.evidence, evidence)
        holder.content += attribution.content
        holder.beside = min((s.start for s in attribution.source), default=holder.beside)


def _actors_of(scene: _Scene, attribution: Attribution) -> Iterator[tuple[str, str, float]]:
    """Who is cited: the resolved actor, and others named beside it ("France and Britain")."""
    confidence = attribution.actor_confidence if attribution.actor_confidence is not None else SOURCE_CONFIDENCE
    seen = set()
    if name := _name_of(scene, attribution):
        seen.add(name)
        yield name, attribution.party or OTHER, confidence if attribution.actor else SOURCE_CONFIDENCE
    tokens = scene.reading.tokens
    for mention in scene.reading.mentions:
        if mention.can_act and mention.actor not in seen and any(s.covers(mention.span) for s in attribution.source):
            head = scene.head_of(mention)
            if head >= 0 and tokens[head].dep == "conj":
                seen.add(mention.actor)
                yield mention.actor, mention.party, mention.confidence


def _name_of(scene: _Scene, attribution: Attribution) -> str:
    """The actor of an attribution, or its source as worded; "" without a source."""
    if attribution.actor:
        return attribution.actor
    return " ".join(attribution.source[0].of(scene.text).split()) if attribution.source else ""


def _add_named(scene: _Scene, k: int, mention: Mention, holders: _Holders) -> None:
    """An actor that the sentence names: one more mark of a holder, or a new holder."""
    key = (mention.actor, mention.party)
    if key in holders:
        holders[key].marks.add((mention.start, mention.end))
        if holders[key].rule == "named" and mention.can_act and scene.part_of(mention) in ACTING:
            holders[key].rule = "acting"
        return
    if any(m.span.covers(mention.span) and m.span != mention.span for m in scene.mentions[k]):
        return  # "Russian" in "the Russian foreign minister"
    if scene.describes_source(k, mention):
        return
    rule = "acting" if mention.can_act and scene.part_of(mention) in ACTING else "named"
    for attribution in scene.cited[k]:
        if any(c.covers(mention.span) for c in attribution.content) and attribution.party != mention.party:
            rule = "nested"
    if _is_bystander(scene, mention, rule):
        return
    if mention.party == OTHER and rule != "acting":
        return  # an unknown party counts where it speaks or acts
    holders[key] = _Holder(*key, Mode.ACT, rule, mention.confidence, {(mention.start, mention.end)})


def _is_bystander(scene: _Scene, mention: Mention, rule: str) -> bool:
    """Whether a name that plays no acting part is a mere place ("talks in Oslo") or a group of a guessed party that is sent away.

    Within words of another a party whose call or plan is spoken of is one as well: "Oslo rejected Iceland's call".
    """
    if rule == "nested":
        return not mention.can_act
    part = scene.part_of(mention) if rule == "named" else ""
    return (part == "pobj" and not mention.can_act) or (part == "dobj" and mention.rule == "phrase:context")


def _clause(scene: _Scene, sentence: Sentence, attribution: Attribution) -> Span:
    """What an attribution covers of a sentence: source, cue and content; the content alone where only that lies in it."""
    parts = [s for s in (*attribution.source, *attribution.cue, *attribution.content) if s.overlaps(sentence.span)]
    if not parts:
        return sentence.span
    start = max(sentence.start, min(s.start for s in parts))
    end = min(sentence.end, max(s.end for s in parts))
    return Span(start, end) if end - start >= MIN_CONTENT_CHARS else sentence.span


def _joined(a: Span | None, b: Span) -> Span:
    return b if a is None else Span(min(a.start, b.start), max(a.end, b.end))


def _make_unit(scene: _Scene, k: int, sentence: Sentence, holder: _Holder, conditional: tuple[str, str] | None) -> Unit:
    evidence = trim_evidence(scene.text, holder.evidence or sentence.span, holder.marks)
    return Unit(
        k,
        evidence.start,
        evidence.end,
        holder.actor,
        holder.party,
        holder.mode,
        _passage(scene, k, sentence, holder),
        holder.rule,
        holder.confidence,
        conditional,
        holder.beside,
    )


def _passage(scene: _Scene, k: int, sentence: Sentence, holder: _Holder) -> str:
    told = [(_after_denial(scene.text, start, end), end) for start, end in holder.marks]
    marked = mark_spans(sentence.span.of(scene.text), [(start - sentence.start, end - sentence.start) for start, end in told])
    if not holder.marks:
        marked = f"{MARK}: {marked}"  # a later sentence of what he says
    if k == 0:
        return join_passage("", marked)
    before = scene.reading.sentences[k - 1]
    own = [m.span for m in scene.mentions[k - 1] if m.actor == holder.actor]
    own += [s for a in scene.cited[k - 1] if _name_of(scene, a) == holder.actor for s in a.source if before.span.covers(s)]
    context = mark_spans(before.span.of(scene.text), [(s.start - before.start, s.end - before.start) for s in own])
    return join_passage(context, marked)


def _after_denial(text: str, start: int, end: int) -> int:
    """Where a name begins behind the word that denies what it does, which stays in sight: "Neither | Oslo nor Rome wants it"."""
    found = _DENIAL.match(text, start, end)
    return found.end() if found else start


def trim_evidence(text: str, span: Span, marks: Iterable[tuple[int, int]] = ()) -> Span:
    """The span without white space at its ends, cut to the longest evidence allowed; the cut keeps the first mark."""
    start, end = span.start, span.end
    if end - start > MAX_EVIDENCE_CHARS:
        first = min((s for s, _ in marks if start <= s < end), default=start)
        start = max(start, min(first, end - MAX_EVIDENCE_CHARS))
        end = min(end, start + MAX_EVIDENCE_CHARS)
        cut = text.rfind(" ", start, end)
        end = cut if cut > start + MAX_EVIDENCE_CHARS // 2 and end < span.end else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _by_sentence(reading: Reading, items: list[tuple[int, Mention]]) -> list[list[Mention]]:
    out: list[list[Mention]] = [[] for _ in reading.sentences]
    ends = [s.end for s in reading.sentences]
    for at, mention in items:
        k = bisect_left(ends, at + 1)
        if k < len(out) and reading.sentences[k].start <= at and mention.end <= reading.sentences[k].end:
            out[k].append(mention)
    return out


def _attributions_by_sentence(reading: Reading) -> list[list[Attribution]]:
    """For each sentence the attributions whose content reaches into it."""
    out: list[list[Attribution]] = [[] for _ in reading.sentences]
    ends = [s.end for s in reading.sentences]
    for attribution in reading.attributions:
        found: set[int] = set()
        for span in attribution.content:
            k = bisect_left(ends, span.start + 1)
            while k < len(out) and reading.sentences[k].start < span.end:
                found.add(k)
                k += 1
        for k in found:
            out[k].append(attribution)
    return out
