"""Who speaks each direct quotation.

In: quotations, attributions with actors, links. Out: one quote for each run of words between marks that a speaker can
be named for. A cascade: (1) the attribution whose content holds the run, or who claims it inside that (`quote_claim.py`);
(2) a speech verb beside it in the paragraph (`"…," he said`, `X said: "…"`); (3) the speaker of the paragraph's other
quotations, before it or after; (4) the speaker whose quotation the run continues from the paragraph before, or whom the
sentence before cites or introduces. Otherwise, and for titles and words of "they", the run gets no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.model.document import Span
from communique.model.reading import Quotation
from communique.model.record import MAX_QUOTE_CHARS, Attribution, Quote
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import names, word_list
from communique.resolve.quote_chain import (
    continue_over_paragraphs,
    follow_attributions,
    go_on_after_outlets,
    hand_over,
    share_in_paragraphs,
)
from communique.resolve.quote_claim import within
from communique.resolve.quote_credit import credit
from communique.resolve.quote_label import label_runs
from communique.resolve.quote_press import agent_of, is_passive, quoted_before, quoted_by
from communique.resolve.quote_run import (
    BEFORE_NAME,
    NAMING,
    UNNAMED,
    Run,
    is_first_hand,
    is_named,
    is_outlet,
    is_speech_verb,
    is_title,
    make_run,
    wholes,
)
from communique.resolve.scene import Scene
from communique.resolve.source import Sources, Voice

PRESS = word_list("press_nouns")  # what passes on the words of others
NOBODY = frozenset(
    {"they", "it", "that", "this", "who", "which", "he", "she", "we", "i", "you", "q", "a"}
)  # of interviews, the last two
MAX_CLIMB = 12
MAX_BESIDE = 8  # tokens from the run to a speech verb
MAX_WORDS = 14  # tokens from "in the words of" to the run, over a name with its titles
MAX_WHAT = 6  # tokens from "what" to the noun of "what the president called"


def find_quotes(scene: Scene, sources: Sources, attributions: Sequence[Attribution], *, maker: str) -> tuple[Quote, ...]:
    """The quotes of a document, sorted by place."""
    found = [q for q in scene.reading.quotations if _is_candidate(scene, q)]
    runs = [make_run(scene, q) for q in found if scene.tokens_in(q.inner)]
    by_content = _ContentIndex(attributions)
    cues = {i for a in attributions for span in a.cue for i in scene.tokens_in(span)}
    for run, whole in zip(runs, wholes(runs), strict=True):
        cited = by_content.voice_of(run.quotation, whole)
        run.voice = _called(scene, sources, run) or (cited and within(scene, sources, run, cues, cited)) or cited
        if run.voice is None or _is_doubtful(run.voice):
            run.voice = _around(scene, sources, run) or run.voice
        if run.voice is None and run.quotation.is_speech:
            run.voice = within(scene, sources, run, cues, None)
        run.voice = _in_words_of(scene, sources, run) or run.voice
        if run.voice is not None and run.voice.rule == "content/continues":
            run.voice = None  # no source but the one before: mostly scare quotes, or the words of somebody else
    label_runs(scene, sources, runs)
    go_on_after_outlets(runs, attributions)
    credit(scene, sources, runs)
    follow_attributions(scene, sources, runs, attributions, after_colons=True)
    hand_over(scene, sources, runs, attributions)
    share_in_paragraphs(scene, runs)
    continue_over_paragraphs(runs)
    follow_attributions(scene, sources, runs, attributions, after_colons=False)
    in_headings = [(q, by_content.voice_in_heading(scene, q)) for q in found if not scene.tokens_in(q.inner)]
    told = [*in_headings, *((run.quotation, run.voice) for run in runs)]
    quotes = (_make_quote(scene, q, voice, maker) for q, voice in told if voice is not None and _is_worth(q, voice))
    return tuple(sorted(quotes, key=lambda quote: quote.start))


def _is_worth(quotation: Quotation, voice: Voice) -> bool:
    """Whether a row would tell anything: a speaker who is more than "they", and words that are no title."""
    return bool(voice.actor) and voice.actor.lower() not in NOBODY and quotation.is_speech


def _is_candidate(scene: Scene, quotation: Quotation) -> bool:
    """Whether the run may be speech: outermost, not empty, not the name of a programme or paper."""
    words = scene.folded[quotation.inner.start : quotation.inner.end].strip(" .,;:!?")
    if not words or quotation.depth > 1 or quotation.inner.end - quotation.inner.start > MAX_QUOTE_CHARS:
        return False
    name = names().get(words)
    return name is None or name.kind != "outlet"


class _ContentIndex:
    """Attributions by content, for a run of words."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._pieces = sorted(
            ((piece, a) for a in attributions if a.actor for piece in a.content), key=lambda x: (x[0].start, -x[0].end)
        )

    def voice_of(self, quotation: Quotation, whole: Span) -> Voice | None:
        """The speaker of the narrowest content that holds most of the run; who says it before an outlet that passes it on.

        Whom the quotation itself cites, in any of its paragraphs (`whole`), is not its speaker.
        """
        found = self._narrowest(quotation, whole)
        if found is None:
            return None
        return Voice(found.actor or "", found.party or "OTHER", "content/" + found.actor_rule, found.actor_confidence or 0.5)

    def voice_in_heading(self, scene: Scene, quotation: Quotation) -> Voice | None:
        """The speaker that the heading itself names, if the text knows him: a line in capitals is a link."""
        found = self._narrowest(quotation, quotation.inner)
        if found is None or not found.source or not is_named(found) or found.actor_rule.endswith("/unlisted"):
            return None
        start, end = min(found.source[0].start, quotation.outer.start), max(found.source[-1].end, quotation.outer.end)
        words = scene.text[start:end]
        is_line = "\n" not in words and not words.isupper()
        return self.voice_of(quotation, quotation.inner) if is_line and not is_title(scene, quotation) else None

    def _narrowest(self, quotation: Quotation, whole: Span) -> Attribution | None:
        inner = quotation.inner
        best: tuple[tuple[bool, bool, int, int], Attribution] | None = None
        for piece, attribution in self._pieces:
            if piece.start >= inner.end:
                break
            shared = min(piece.end, inner.end) - max(piece.start, inner.start)
            is_inside = any(whole.covers(span) for span in attribution.source)
            if is_inside or shared < 0.5 * (inner.end - inner.start):
                continue
            key = (is_named(attribution), is_first_hand(attribution), piece.start - piece.end, attribution.start)
            if best is None or key > best[0]:
                best = (key, attribution)
        return best[1] if best is not None else None


def _is_doubtful(voice: Voice) -> bool:
    """Whether words beside the quotation may name a better speaker than the attribution found: an outlet only passes on."""
    is_unnamed = voice.rule.removeprefix("content/").startswith(UNNAMED)
    return is_unnamed or voice.rule.endswith("/unlisted") or is_outlet(voice) or voice.actor.rpartition(" ")[2].lower() in PRESS


def _called(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """Who calls it so in "what critics called “a farce”", whoever passes that on."""
    i = scene.token_at(run.quotation.outer.start) - 1
    while i > 0 and scene.tokens[i].text.lower() in BEFORE_NAME:
        i -= 1
    if i < 2 or scene.tokens[i].lemma.lower() not in NAMING or scene.tokens[i].pos != "VERB":
        return None
    subject = next((c for c in scene.children[i] if scene.tokens[c].dep == "nsubj"), -1)
    is_named = any(scene.tokens[k].text.lower() == "what" for k in range(max(0, subject - MAX_WHAT), i))
    link = sources.link_at(subject) if is_named else None
    if link is None:
        return None
    return Voice(link.actor.name, link.actor.party, f"beside/{link.rule}", CONFIDENCE["quote-beside"] * link.confidence)


def _in_words_of(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """Who is named beside the run in "“a road to nowhere”, in the words of one diplomat" or "in Roe's words"."""
    after, before = scene.token_at(run.quotation.outer.end - 1) + 1, scene.token_at(run.quotation.outer.start)
    for i in (*range(after, after + MAX_BESIDE), *range(before - 1, before - MAX_WORDS, -1)):
        if not 0 <= i < len(scene.tokens) or scene.quoted[i] or scene.sentence_of[i] != scene.sentence_of[max(before, 0)]:
            continue
        if scene.tokens[i].text.lower() != "words" or scene.tokens[scene.tokens[i].head].text.lower() != "in":
            continue
        parts = [c for k in (i, *scene.children[i]) for c in scene.children[k] if scene.tokens[c].dep in ("poss", "pobj")]
        voice = sources.voice_at(parts[0]) if parts else None
        return replace(voice, rule="beside/" + voice.rule) if voice is not None else None
    return None


def _around(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """The speaker by a verb beside the run or above it; titles of works are often beside one, and no speech."""
    found = None if _is_named_place(scene, run.quotation) else _beside(scene, sources, run)
    if found is None and run.quotation.is_speech and not is_title(scene, run.quotation):
        found = _above(scene, sources, run)
    return found


def _beside(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """A speech verb next to the run, and its subject: before the opening mark or after the closing one."""
    outer = run.quotation.outer
    after = scene.token_at(outer.end - 1) + 1
    before = scene.token_at(outer.start) - 1
    following = _verbs(scene, _window(scene, run, range(after, after + MAX_BESIDE)), run.paragraph)
    leading = _verbs(scene, _window(scene, run, range(before, before - MAX_BESIDE, -1)), run.paragraph)
    for verb in sorted((*following, *leading), key=lambda i: i > before and _leads_to_next(scene, i)):
        link = sources.link_at(_subject_of(scene, verb)) or sources.before_link(verb)
        if link is not None:
            return Voice(link.actor.name, link.actor.party, f"beside/{link.rule}", CONFIDENCE["quote-beside"] * link.confidence)
    return None


def _above(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """The speech verb that governs a quoted part of a sentence: "Obama conceded that they have a “different view”"."""
    inside = scene.tokens_in(run.quotation.inner)
    if not inside:
        return None
    i, sentence = inside[0], scene.sentence_of[inside[0]]
    for _ in range(MAX_CLIMB):
        above = scene.tokens[i].head
        if above == i or scene.sentence_of[above] != sentence:
            return None
        own, i = _own_subject(scene, i), above
        if scene.quoted[i] or not is_speech_verb(scene, i):
            continue
        link = sources.link_at(own if own >= 0 else _subject_of(scene, i))
        if link is not None:
            return Voice(link.actor.name, link.actor.party, f"above/{link.rule}", CONFIDENCE["quote-above"] * link.confidence)
    return None


def _own_subject(scene: Scene, i: int) -> int:
    """Whose verb only stands beside the one above it: "Poe" of "Roe urged calm, but Poe kept to his “hard line”"; -1 if none."""
    if scene.tokens[i].dep != "conj" or scene.quoted[i]:
        return -1
    return next((c for c in scene.children[i] if scene.tokens[c].dep == "nsubj" and not scene.quoted[c]), -1)


def _window(scene: Scene, run: Run, words: range) -> range:
    """The words beside a run, to the end of its sentence: not the next one of "He saw the “march”. The minister said …".

    A run that is a sentence of its own has its verb in the one before ("He went on. “No.”") or, unless it ends in a full
    stop, after ("“Why now?” he asked").
    """
    if not words or not 0 <= words[0] < len(scene.tokens) or not scene.tokens_in(run.quotation.inner):
        return range(0)
    inside = scene.tokens_in(run.quotation.inner)
    opens, is_after = scene.token_at(run.quotation.outer.start), words.step > 0
    is_whole = scene.reading.sentences[scene.sentence_of[inside[0]]].first in (opens, inside[0])
    ending = scene.text[run.quotation.inner.end - 1]
    if is_after and ending == ".":
        return range(0)
    if is_whole and not (is_after and ending.isalnum()):
        return words
    own = scene.sentence_of[inside[-1] if is_after else inside[0]]
    n_own = (n for n, i in enumerate(words) if not 0 <= i < len(scene.tokens) or scene.sentence_of[i] != own)
    return words[: next(n_own, len(words))]


def _verbs(scene: Scene, window: range, paragraph: int) -> list[int]:
    found = []
    for i in window:
        if not 0 <= i < len(scene.tokens) or scene.quoted[i]:
            break
        if scene.reading.sentences[scene.sentence_of[i]].paragraph != paragraph and scene.tokens[window[0]].text != ":":
            break  # a colon at the end of the paragraph before introduces the quotation
        if is_speech_verb(scene, i) or (scene.tokens[i].pos == "VERB" and _puts_it(scene, i)):
            found.append(i)
    return found


def _leads_to_next(scene: Scene, verb: int) -> bool:
    """Whether the verb introduces a quotation of its own: "When the crowd shouted “…,” Roe answered: “…”"."""
    return verb + 1 < len(scene.tokens) and scene.tokens[verb + 1].text == ":"


def _puts_it(scene: Scene, verb: int) -> bool:
    """Whether the verb is that of "as one official put it"."""
    after = scene.tokens[verb + 1].text.lower() if verb + 1 < len(scene.tokens) else ""
    return scene.tokens[verb].lemma.lower() == "put" and after == "it"


def _subject_of(scene: Scene, verb: int) -> int:
    quoted = quoted_by(scene, verb)
    if quoted >= 0:
        return quoted
    if is_passive(scene, verb):
        return agent_of(scene, verb)
    if verb and scene.tokens[verb - 1].text.lower() == "as" and scene.tokens[verb].tag == "VBG":
        return quoted_before(scene, verb)
    for step in (verb, scene.tokens[verb].head):
        for child in scene.children[step]:
            if scene.tokens[child].dep == "nsubj" and not scene.quoted[child]:
                return child
        if scene.tokens[verb].dep not in ("conj", "xcomp", "advcl"):
            break
    return _neighbour_of(scene, verb)


def _neighbour_of(scene: Scene, verb: int) -> int:
    """The noun right after or before a verb that the parser gave no subject: "said Air Force 1st Lt. Jane Roe"."""
    is_inverted = verb > 0 and (
        scene.quoted[verb - 1] or scene.tokens[verb - 1].pos in ("PUNCT", "ADV")
    )  # no "accusing Roe of “…”"
    after = range(verb + 1, min(verb + 7, len(scene.tokens))) if is_inverted else ()
    for i in (*after, verb - 1):
        token = scene.tokens[i]
        if scene.quoted[i] or token.pos in ("PUNCT", "VERB", "ADP") or i < 0:
            return -1
        if token.ent == "PERSON" or token.tag in ("PRP", "NNP"):
            return int(i)
    return -1


def _is_named_place(scene: Scene, quotation: Quotation) -> bool:
    """Whether a title stands where a preposition or owner calls for a name: "said so on “The Evening Hour”"."""
    before = scene.token_at(quotation.outer.start) - 1
    return before >= 0 and scene.tokens[before].pos in ("ADP", "PART") and is_title(scene, quotation)


def _make_quote(scene: Scene, quotation: Quotation, voice: Voice, maker: str) -> Quote:
    start, end = quotation.inner.start, quotation.inner.end
    return Quote(
        start=start,
        end=end,
        confidence=round(voice.confidence, 3),
        maker=maker,
        rule=voice.rule,
        speaker=voice.actor,
        party=voice.party,
        quote=scene.text[start:end],
    )
