"""Who stands before a quotation as a label: "German Foreign Ministry: “We ask for talks.”", in lists of reactions and interviews.

In: runs. Out: the same with the voice of a name or description that opens a paragraph and ends in a colon, where the quotation
fills the rest of the paragraph, or is the next one. It is layout: a label holds no verb, and "Norway's answer: “…”" is none.
A label in capitals ("POE:") means whom the text calls so, and nobody new.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from communique.model.document import Span
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.quote_run import FINITE, MAX_OUTSIDE, Run
from communique.resolve.scene import Scene
from communique.resolve.source import Sources, Voice

MAX_LABEL = 14  # tokens
BULLETS = " \t\xa0-–—•◦▪‣●*·"
NAMED_BY = ("source-head/", "document-of/")  # how a label is found that is a name or description, and no more than words


def label_runs(scene: Scene, sources: Sources, runs: Sequence[Run]) -> None:
    """Give each run that a label stands before the voice of the label."""
    for run in runs:
        label = _label_before(scene, run)
        voice = _labelled(scene, sources, label) if label is not None else None
        if voice is not None:
            run.voice = replace(voice, rule="label/" + voice.rule, confidence=CONFIDENCE["quote-beside"] * voice.confidence)


def is_label(text: str) -> bool:
    """Whether a line ends as a label does."""
    return text.rstrip().endswith(":")


def _label_before(scene: Scene, run: Run) -> Span | None:
    """What stands before a run that fills the rest of its paragraph, or the whole paragraph before one that fills its own."""
    paragraphs, outer = scene.reading.paragraphs, run.quotation.outer
    i = bisect_right(paragraphs, outer.start, key=lambda p: p.start) - 1
    if i < 0 or len(scene.text[outer.end : paragraphs[i].end].strip()) > MAX_OUTSIDE:
        return None
    label = Span(paragraphs[i].start, outer.start)
    if not label.of(scene.text).strip(BULLETS) and i > 0:
        label = paragraphs[i - 1]
    words = label.of(scene.text)
    if not is_label(words) or words.count(":") > 1:
        return None
    start = label.start + len(words) - len(words.lstrip(BULLETS))
    return Span(start, label.start + len(words.rstrip().rstrip(":").rstrip()))


def _labelled(scene: Scene, sources: Sources, label: Span) -> Voice | None:
    """Whom a label means, if it is a name or description without a verb."""
    tokens = scene.tokens_in(label)
    if not 0 < len(tokens) <= MAX_LABEL:
        return None
    name = label.of(scene.text).split(",")[0].split("(")[0].strip()
    if name.isupper():
        return sources.known_as(Span(label.start, label.start + len(name)))
    if any(scene.tokens[i].tag in FINITE or scene.quoted[i] for i in tokens):
        return None
    voice = sources.voice_of([label])
    return voice if voice is not None and voice.rule.startswith(NAMED_BY) else None
