"""Each attribution gets its actor: attributions in reading order, and the answers for their sources, in; attributions out.

What is told of one bears on the next: an attribution without a source goes on from the one before, "the group" and "the
statement" are of whom the sentences before cite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.model.document import Span
from communique.model.record import Attribution
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.quote_press import PASSES_ON, is_passive, quoted_by
from communique.resolve.scene import Scene
from communique.resolve.source import Sources, Voice, voice_by
from communique.resolve.syntax import subject_over

DOCUMENTS = frozenset(
    {
        *("statement", "letter", "tweet", "op-ed", "speech", "memo", "message", "communique", "declaration"),
        *("post", "posting", "decree", "announcement", "proclamation", "email"),
    }
)
MAX_GAP = 3  # sentences
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
MAX_QUOTED = 12  # tokens from "quoted" to "as saying", in the active voice


def fill_actors(scene: Scene, sources: Sources, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, in their order, with the actor of each; those without a source take the voice they continue."""
    order = sorted(range(len(attributions)), key=lambda i: attributions[i].start)
    done: dict[int, Attribution] = {}
    previous: Attribution | None = None
    called: dict[str, Attribution] = {}  # by the noun that a source ends in, the last who was brought in with it
    maker: Attribution | None = None  # the last who speaks for a party: a statement is likely theirs
    for i in order:
        attribution = attributions[i]
        voice = (
            _first_person(scene, sources, attribution, done)
            or _quoted_by_press(scene, sources, attribution)
            or (_document_goes_on(scene, attribution, previous) if previous is not None else None)
            or sources.voice_of(_own_pieces(scene, attribution))
        )
        if voice is None and not attribution.source:
            cut = sources.before_link(max(scene.token_at(attribution.start), 0))
            voice = voice_by(cut, "source-relative") if cut is not None else None
        if voice is not None and voice.rule == "source-words" and maker is not None:
            voice = _document_of(scene, attribution, maker) or voice
        noun = sources.noun_of(attribution.source)
        if voice is not None and voice.rule == "source-words" and noun in called and _is_known_noun(scene, attribution):
            known = called[noun]
            sure = CONFIDENCE["title"] * (known.actor_confidence or 0.5)
            voice = Voice(known.actor or "", known.party or "OTHER", "source-same/" + known.actor_rule, sure)
        if voice is None and previous is not None and _continues(scene, previous, attribution):
            voice = Voice(
                previous.actor or "",
                previous.party or "",
                "continues",
                CONFIDENCE["continues"] * (previous.actor_confidence or 0.5),
            )
        if voice is not None and voice.actor:
            attribution = replace(
                attribution,
                actor=voice.actor,
                party=voice.party,
                actor_rule=voice.rule,
                actor_confidence=round(voice.confidence, 3),
            )
            previous = attribution
            if noun and not voice.rule.startswith("source-words"):
                called[noun] = attribution
            maker = attribution if voice.party != "OTHER" else maker
        done[i] = attribution
    return tuple(done[i] for i in range(len(attributions)))


def _own_pieces(scene: Scene, attribution: Attribution) -> Sequence[Span]:
    """Of several pieces of a source that which does what the cue says: "who" of "He defended Roe, who threatened …"."""
    if len(attribution.source) < 2:
        return attribution.source
    verbs = (i for span in attribution.cue for i in scene.tokens_in(span) if scene.tokens[i].pos == "VERB")
    subject = next((c for verb in verbs if (c := subject_over(scene, verb)) >= 0), -1)
    own = [span for span in attribution.source if subject in scene.tokens_in(span)]
    return own or attribution.source


def _is_known_noun(scene: Scene, attribution: Attribution) -> bool:
    """Whether the source is a bare "the group"."""
    words = [scene.tokens[i].text.lower() for span in attribution.source for i in scene.tokens_in(span)]
    return len(words) == 2 and words[0] in ("the", "this")


def _quoted_by_press(scene: Scene, sources: Sources, attribution: Attribution) -> Voice | None:
    """Who speaks in "the agency quoted the minister as saying": the minister."""
    cue = [i for span in attribution.cue for i in scene.tokens_in(span) if scene.tokens[i].lemma.lower() in PASSES_ON]
    if not cue:
        return None
    if is_passive(scene, cue[0]):
        quoted = quoted_by(scene, cue[0])
        return sources.voice_at(quoted) if quoted >= 0 else None
    first = cue[0] + 1
    for i in range(first, min(first + MAX_QUOTED, len(scene.tokens) - 1)):
        if scene.tokens[i].text.lower() == "as" and scene.tokens[i + 1].tag == "VBG":
            link = next(
                (sources.owner[k] for k in range(first, i) if k in sources.owner and not sources.owner[k].is_modifier), None
            )
            return voice_by(link, "source-head") if link is not None else None
    return None


def _document_of(scene: Scene, attribution: Attribution, previous: Attribution) -> Voice | None:
    """ "The statement" is by whoever was cited just before."""
    tokens = [i for span in attribution.source for i in scene.tokens_in(span)]
    words = [scene.tokens[i].text.lower() for i in tokens]
    if not 2 <= len(words) <= 3 or words[0] not in ("the", "this") or previous.party == "OTHER":
        return None
    if scene.tokens[tokens[-1]].text not in DOCUMENTS:  # as it is written: "the Post" is a paper
        return None
    gap = scene.sentence_of[tokens[0]] - scene.sentence_of[max(scene.token_at(previous.start), 0)]
    if not 0 <= gap <= MAX_GAP:
        return None
    sure = CONFIDENCE["document-of"] * (previous.actor_confidence or 0.5)
    return Voice(previous.actor or "", previous.party or "OTHER", "document-of/" + previous.actor_rule, sure)


def _document_goes_on(scene: Scene, attribution: Attribution, previous: Attribution) -> Voice | None:
    """ "It" is the statement that the sentence before, or the same, has cited."""
    tokens = [i for span in attribution.source for i in scene.tokens_in(span)]
    if len(tokens) != 1 or scene.tokens[tokens[0]].text.lower() != "it" or not previous.source:
        return None
    cited = [scene.tokens[i].text.lower() for span in previous.source for i in scene.tokens_in(span)]
    gap = scene.sentence_of[tokens[0]] - scene.sentence_of[max(scene.token_at(previous.start), 0)]
    is_document = previous.actor_rule.startswith("document-") or (cited and cited[-1] in DOCUMENTS)
    if not is_document or not 0 <= gap <= MAX_GAP:
        return None
    sure = CONFIDENCE["document-of"] * (previous.actor_confidence or 0.5)
    return Voice(previous.actor or "", previous.party or "OTHER", "document-goes-on", sure)


def _first_person(scene: Scene, sources: Sources, attribution: Attribution, done: dict[int, Attribution]) -> Voice | None:
    """ "I believe" inside somebody's quotation is said by that somebody, in a post by who signs it."""
    tokens = [i for span in attribution.source for i in scene.tokens_in(span)]
    first = scene.tokens[tokens[0]] if 0 < len(tokens) <= 2 else None
    if first is None or first.tag not in ("PRP", "PRP$") or first.text.lower() not in FIRST_PERSON:
        return None
    at = Span(scene.tokens[tokens[0]].start, scene.tokens[tokens[0]].end)
    holding = [a for a in done.values() if a.actor and any(c.covers(at) for c in a.content)]
    if not holding:
        signed = None if scene.quoted[tokens[0]] else sources.signed_after(at.end)
        return signed or Voice(scene.tokens[tokens[0]].text, "OTHER", "first-person", CONFIDENCE["unknown"])
    outer = min(holding, key=lambda a: a.end - a.start)
    return Voice(outer.actor or "", outer.party or "OTHER", "first-person", 0.95 * (outer.actor_confidence or 0.5))


def _continues(scene: Scene, previous: Attribution, attribution: Attribution) -> bool:
    """Whether an attribution without a source stands in the paragraph of the one before, or in the next."""
    if not previous.actor:
        return False
    before, here = scene.token_at(previous.start), scene.token_at(attribution.start)
    if before < 0 or here < 0 or not scene.reading.sentences:
        return False
    sentences = scene.reading.sentences
    if any(scene.quoted[i] for span in attribution.content for i in scene.tokens_in(span)):
        return 0 <= sentences[scene.sentence_of[here]].paragraph - sentences[scene.sentence_of[before]].paragraph <= 1
    return 0 <= scene.sentence_of[here] - scene.sentence_of[before] <= 1
