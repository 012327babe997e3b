"""Who is named with a quotation and no verb: "“We will sign.”", then a line "— Adam Roe, Norwegian negotiator".

In: runs without a voice. Out: the same with the voice of who is named right after the closing mark, or in a short line below
the paragraph that is nothing but the quotation. The words there hold no verb: of sentences only those count that look back on
the words ("With these words Roe opened …").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import word_list
from communique.resolve.quote_label import is_label
from communique.resolve.quote_run import FINITE, Run, is_speech
from communique.resolve.scene import NAME_TAGS, Scene
from communique.resolve.source import Sources, Voice, voice_by

DASHES = frozenset({"-", "--", "–", "—", "―"})
THOSE = frozenset({"that", "this", "those", "these", "such"})
SAYINGS = word_list("speech_nouns") | {"message", "word", "verdict"}
MAX_LINE = 14  # tokens of the line below
MAX_AFTER = 40  # tokens from the closing mark to the end of the sentence


def credit(scene: Scene, sources: Sources, runs: Sequence[Run]) -> None:
    """Give each run that has no voice the one that is named with it; the paragraphs before take it from the last."""
    for run in runs:
        if run.voice is None and is_speech(scene, run.quotation):
            run.voice = (
                _named_in(scene, sources, _rest_of_sentence(scene, run))
                or _named_in(scene, sources, _line_below(scene, run))
                or _looked_back_on(scene, sources, run)
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
    return range(0) if is_label(below[-1].span.of(scene.text)) else range(first, below[-1].last)


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


def _looked_back_on(scene: Scene, sources: Sources, run: Run) -> Voice | None:
    """Who opens a meeting "with these words", or whose "message that was", in the sentence after a run of whole sentences."""
    first = scene.token_at(run.quotation.outer.end - 1) + 1
    if scene.text[run.quotation.inner.end - 1] not in ".!?" or first >= len(scene.tokens):
        return None
    sentence = scene.reading.sentences[scene.sentence_of[first]]
    words = [t.text.lower() for t in scene.tokens[first : first + 3]]
    root = next((i for i in range(first, sentence.last) if scene.tokens[i].dep == "ROOT"), -1)
    if sentence.first != first or sentence.paragraph != run.paragraph or root < 0:
        return None
    link = None
    if words[0] == "with" and words[1:] in (["these", "words"], ["those", "words"]):
        link = next((sources.link_at(c) for c in scene.children[root] if scene.tokens[c].dep == "nsubj"), None)
    elif words[0] in THOSE and scene.tokens[root].lemma == "be":
        nouns = [c for c in scene.children[root] if scene.tokens[c].dep == "attr" and scene.tokens[c].lemma in SAYINGS]
        preps = [p for noun in nouns for p in scene.children[noun] if scene.tokens[p].text in ("of", "from", "by")]
        parts = [c for i in (*nouns, *preps) for c in scene.children[i] if scene.tokens[c].dep in ("poss", "pobj")]
        link = next((sources.link_at(c) for c in parts), None)
    voice = voice_by(link, "credited") if link is not None else None
    return replace(voice, confidence=voice.confidence * CONFIDENCE["quote-follows"]) if voice is not None else None
