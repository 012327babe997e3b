"""Who is named with a quotation and no verb: "“We will sign.”", then a line "— Adam Roe, Norwegian negotiator".

In: runs without a voice. Out: the same with the voice of who is named right after the closing mark, or in a short line below
the paragraph that is nothing but the quotation. The words there hold no verb: a sentence of its own is none of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.resolve.confidence import CONFIDENCE
from communique.resolve.quote_run import Run, is_speech
from communique.resolve.scene import NAME_TAGS, Scene
from communique.resolve.source import Sources, Voice, voice_by

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
DASHES = frozenset({"-", "--", "–", "—", "―"})
MAX_LINE = 14  # tokens of the line below
MAX_AFTER = 40  # tokens from the closing mark to the end of the sentence


def credit(scene: Scene, sources: Sources, runs: Sequence[Run]) -> None:
    """Give each run that has no voice the one that is named with it; the paragraphs before take it from the last."""
    for run in runs:
        if run.voice is None and is_speech(scene, run.quotation):
            run.voice = _named_in(scene, sources, _rest_of_sentence(scene, run)) or _named_in(
                scene, sources, _line_below(scene, run)
            )


def _rest_of_sentence(scene: Scene, run: Run) -> range:
    """The tokens after the closing mark, to the end of the sentence; none where the quotation ends one, or is part of one."""
    opens, first = scene.token_at(run.quotation.outer.start), scene.token_at(run.quotation.outer.end - 1) + 1
    is_part = opens > 0 and scene.sentence_of[opens - 1] == scene.sentence_of[opens]
    if is_part or scene.text[run.quotation.inner.end - 1] in ".!?" or first >= len(scene.tokens):
        return range(0)
    sentence = scene.reading.sentences[scene.sentence_of[first]]
    last = min(sentence.last, first + MAX_AFTER)
    return range(first, last) if sentence.paragraph == run.paragraph else range(0)


def _line_below(scene: Scene, run: Run) -> range:
    """The tokens of the next paragraph, if it is short and this one is nothing but the quotation."""
    first = scene.token_at(run.quotation.outer.end - 1) + 1
    if not run.fills or first >= len(scene.tokens):
        return range(0)
    below = [s for s in scene.reading.sentences[scene.sentence_of[first] :][:3] if s.paragraph == run.paragraph + 1]
    if not below or below[0].first != first or below[-1].last - first > MAX_LINE:
        return range(0)
    return range(first, below[-1].last)


def _named_in(scene: Scene, sources: Sources, words: range) -> Voice | None:
    """Who is named at the beginning of words without a verb."""
    tokens = [scene.tokens[i] for i in words]
    while tokens and tokens[0].text in DASHES | {","}:
        tokens, words = tokens[1:], words[1:]
    if not tokens or any(t.tag in FINITE for t in tokens) or any(scene.quoted[i] for i in words):
        return None
    at = words[0] + (tokens[0].tag == "DT" and len(words) > 1)
    link = sources.owner.get(at)
    is_name = link is not None and (link.rule.startswith(("name:", "phrase:", "table:")) or scene.tokens[at].tag in NAME_TAGS)
    if link is None or not is_name or link.is_modifier:
        return None
    voice = voice_by(link, "credited")
    return replace(voice, confidence=voice.confidence * CONFIDENCE["quote-follows"])
