"""Who goes on speaking: a speaker handed on from run to run, from sentence to sentence and over paragraphs.

In: runs with the voices that their own words tell. Out: the same with voices that their neighbours tell, each rule with its
name before the rule it hands on. A run that has a voice of its own keeps it, but for what an outlet passes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from communique.model.reading import MentionKind
from communique.model.record import Attribution
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.quote_run import Run, is_first_hand, is_named, is_outlet, is_speech, is_title, paragraph_of, wholes
from communique.resolve.scene import Scene
from communique.resolve.source import Sources, Voice

MAX_SHARED = 4  # sentences over which a speaker is handed on in a paragraph: scripts of films are one paragraph
OTHER_PERSON = frozenset({"he", "she", "him", "his", "her", "hers"})


def go_on_after_outlets(runs: list[Run], attributions: Sequence[Attribution]) -> None:
    """After "“A,” the minister said, according to the paper. “B.”" it is the minister who goes on."""
    passed_on = [a for a in attributions if not is_first_hand(a)]
    for previous, run in pairwise(runs):
        if previous.voice is None or run.voice is None or not is_outlet(run.voice) or is_outlet(previous.voice):
            continue
        both = (previous.quotation.inner, run.quotation.inner)
        if any(all(any(piece.overlaps(inner) for piece in a.content) for inner in both) for a in passed_on):
            run.voice = _pass_on(previous.voice, "shared")


def hand_over(scene: Scene, sources: Sources, runs: list[Run], attributions: Sequence[Attribution]) -> None:
    """After "“A,” the envoy said. The minister was blunter still. “B.”" it is the minister who goes on, less surely.

    The sentence between has a person as its subject and cites nothing; a run whose own sentence tells who speaks keeps that.
    """
    cited = {scene.sentence_of[i] for a in attributions for span in (*a.source, *a.cue) for i in scene.tokens_in(span)}
    for run in runs:
        inside = scene.tokens_in(run.quotation.inner)
        sentence = _sentence_before(scene, run)
        if sentence < 0 or not inside or not is_speech(scene, run.quotation) or is_title(scene, run.quotation):
            continue
        own = scene.sentence_of[inside[-1]]
        if cited & {sentence, own, own + 1} or (run.voice is not None and not run.voice.rule.startswith("content/")):
            continue
        voice = _turns_to(scene, sources, sentence)
        if voice is not None and (run.voice is None or not _is_of_another(scene, inside)):
            run.voice = voice


def _is_of_another(scene: Scene, inside: range) -> bool:
    """Whether the words speak of "him" or "her": perhaps of the subject of the sentence before, and so are not theirs."""
    return any(scene.tokens[i].text.lower() in OTHER_PERSON for i in inside)


def _turns_to(scene: Scene, sources: Sources, sentence: int) -> Voice | None:
    """The person who is the subject of a sentence without any quotation."""
    bounds = scene.reading.sentences[sentence]
    if any(scene.quoted[i] for i in range(bounds.first, bounds.last)):
        return None
    for i in range(bounds.first, bounds.last):
        token = scene.tokens[i]
        link = sources.link_at(i) if token.dep == "nsubj" and scene.tokens[token.head].dep == "ROOT" else None
        if link is not None and link.actor.kind is MentionKind.PERSON and link.rule.startswith(("name:", "title")):
            return Voice(link.actor.name, link.actor.party, "follows/" + link.rule, CONFIDENCE["quote-turns"] * link.confidence)
    return None


def share_in_paragraphs(scene: Scene, runs: list[Run]) -> None:
    """A run without a speaker of its own takes that of its paragraph's nearest run, if the run is speech."""
    by_paragraph: dict[int, list[Run]] = {}
    for run in runs:
        by_paragraph.setdefault(run.paragraph, []).append(run)
    for group in by_paragraph.values():
        for i, run in enumerate(group):
            if run.voice is not None or not is_speech(scene, run.quotation) or is_title(scene, run.quotation):
                continue
            nearest = (*reversed(group[:i]), *group[i + 1 :])
            near = (r for r in nearest if _sentences_between(scene, r, run) <= MAX_SHARED)
            voices = [r.voice for r in near if r.voice is not None and not r.voice.rule.startswith("shared")]
            if voices:
                run.voice = _pass_on(voices[0], "shared")


def _sentences_between(scene: Scene, one: Run, other: Run) -> int:
    """How many sentences on a run begins from where another ends, whichever comes first."""
    first, second = sorted((one.quotation.inner, other.quotation.inner), key=lambda span: span.start)
    ends, begins = (scene.sentence_of[max(scene.token_at(at), 0)] for at in (first.end - 1, second.start))
    return begins - ends


def continue_over_paragraphs(runs: list[Run]) -> None:
    """A quotation left open in the paragraph before, or a paragraph that is nothing but speech, keeps its speaker."""
    for previous, run in pairwise(runs):
        if run.voice is not None or previous.voice is None:
            continue
        gap = run.paragraph - previous.paragraph
        if run.quotation.continues and gap <= 1:
            run.voice = _pass_on(previous.voice, "continues")
        elif run.fills and previous.quotation.is_speech and gap == 1:
            run.voice = _pass_on(previous.voice, "follows")
    for following, run in pairwise(reversed(runs)):
        if run.voice is None and following.voice is not None and following.quotation.continues:
            run.voice = _pass_on(following.voice, "continues")


def follow_attributions(
    scene: Scene, sources: Sources, runs: list[Run], attributions: Sequence[Attribution], *, after_colons: bool
) -> None:
    """Whole sentences of speech are by whoever the sentence before cites, a paragraph of it by whom the paragraph before does.

    With `after_colons` only those that a colon leads to, which is surer than what the paragraph's other runs tell.
    """
    by_paragraph: dict[int, Attribution] = {}
    by_sentence: dict[int, Attribution] = {}
    outlets: dict[int, Attribution] = {}  # by paragraph
    for attribution in sorted(attributions, key=lambda a: a.start):
        if not attribution.actor or not attribution.source or not is_named(attribution):
            continue
        paragraph = paragraph_of(scene, attribution.source[0])
        if not is_first_hand(attribution):
            outlets[paragraph] = attribution
            continue
        by_paragraph[paragraph] = attribution
        by_sentence[scene.sentence_of[max(scene.token_at(attribution.source[0].start), 0)]] = attribution
    for run, whole in zip(runs, wholes(runs), strict=True):
        if run.voice is not None or not is_speech(scene, run.quotation):
            continue
        sentence = _sentence_before(scene, run)
        if after_colons and not _leads_on(scene, sentence):
            continue
        before = by_sentence.get(sentence) or (by_paragraph.get(run.paragraph - 1) if run.fills else None)
        if before is None and whole != run.quotation.inner:  # of several paragraphs: copied from another report
            before = outlets.get(run.paragraph - 1)
        if before is not None and not whole.covers(before.source[0]):
            sure = CONFIDENCE["quote-follows"] * (before.actor_confidence or 0.5)
            run.voice = Voice(before.actor or "", before.party or "OTHER", "follows/" + before.actor_rule, sure)
        elif sentence >= 0:
            run.voice = _introduced(scene, sources, sentence)
        else:
            run.voice = _leads_to(scene, sources, run)
    continue_over_paragraphs(runs)


def _leads_on(scene: Scene, sentence: int) -> bool:
    """Whether the sentence ends in a colon; none has the number -1."""
    return sentence >= 0 and scene.reading.sentences[sentence].span.of(scene.text).rstrip().endswith(":")


def _sentence_before(scene: Scene, run: Run) -> int:
    """The sentence before a run of whole sentences, if it is of the same paragraph or ends in a colon; -1 for other runs."""
    sentence = scene.sentence_of[max(scene.token_at(run.quotation.outer.start), 0)]
    if not sentence or scene.reading.sentences[sentence].start != run.quotation.outer.start:
        return -1
    before = scene.reading.sentences[sentence - 1]
    is_whole = run.quotation.inner.of(scene.text)[-1] in ".!?"
    return sentence - 1 if _leads_on(scene, sentence - 1) or (is_whole and before.paragraph == run.paragraph) else -1


def _introduced(scene: Scene, sources: Sources, sentence: int) -> Voice | None:
    """Who is the subject of a sentence that ends in a colon, whatever its verb: "Roe sends us these details: “…”"."""
    bounds = scene.reading.sentences[sentence]
    if not _leads_on(scene, sentence):
        return None
    for i in range(bounds.first, bounds.last):
        token = scene.tokens[i]
        link = sources.link_at(i) if token.dep == "nsubj" and scene.tokens[token.head].dep == "ROOT" else None
        if link is not None and not scene.quoted[i]:
            return Voice(link.actor.name, link.actor.party, "follows/" + link.rule, CONFIDENCE["quote-follows"] * link.confidence)
    return None


def _leads_to(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """Who is the last subject before a colon inside the sentence: "Her voice shook as she ended the speech: “…”"."""
    opens = scene.token_at(run.quotation.outer.start)
    if opens < 1 or scene.tokens[opens - 1].text != ":" or scene.sentence_of[opens - 1] != scene.sentence_of[opens]:
        return None
    first = scene.reading.sentences[scene.sentence_of[opens]].first
    subjects = (i for i in range(opens - 1, first - 1, -1) if scene.tokens[i].dep == "nsubj" and not scene.quoted[i])
    link = next((link for i in subjects if (link := sources.link_at(i)) is not None), None)
    if link is None:
        return None
    return Voice(link.actor.name, link.actor.party, "follows/" + link.rule, CONFIDENCE["quote-follows"] * link.confidence)


def _pass_on(voice: Voice, how: str) -> Voice:
    rule = voice.rule if voice.rule.startswith(how + "/") else f"{how}/{voice.rule}"
    return Voice(voice.actor, voice.party, rule, CONFIDENCE["quote-" + how] * voice.confidence)
