"""One run of words between quotation marks, on its way to a speaker.

In: a quotation. Out: where it stands, whether it is speech, and the voice found so far. What is asked of attributions and
voices by several steps is here too; nobody is looked for here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from communique.model.document import Span
from communique.model.reading import Quotation
from communique.model.record import Attribution
from communique.resolve.lexicon import word_list
from communique.resolve.scene import Scene
from communique.resolve.source import Voice

UNNAMED = ("source-words", "continues")  # attributions whose source names nobody that the document knows
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SPEECH = word_list("speech_verbs")
NAMING = frozenset({"call", "describe", "term", "dub", "label", "brand", "consider"})
BEFORE_NAME = frozenset({"as", "a", "an", "the", "its", "his", "her", "their"})  # between "what they called" and the words
MAX_OUTSIDE = 3  # characters of a paragraph outside the run that is the whole of it
MAX_SMALL = 4  # letters of a word that a title may leave small: "with"
MIN_SCARE_WORDS = 3  # shorter runs with no attribution of their own are scare quotes more often than speech


@dataclass(slots=True)
class Run:
    """A run of words and who may have said them."""

    quotation: Quotation
    paragraph: int
    fills: bool  # the paragraph is nothing but this run
    voice: Voice | None = None


def make_run(scene: Scene, quotation: Quotation) -> Run:
    """The run of a quotation, without a voice yet."""
    return Run(quotation, paragraph_of(scene, quotation.inner), _fills_paragraph(scene, quotation))


def wholes(runs: Sequence[Run]) -> list[Span]:
    """The quotation that each run is a part of, from its first paragraph's words to its last one's."""
    groups: list[list[Run]] = []
    for run in runs:
        if run.quotation.continues and groups:
            groups[-1].append(run)
        else:
            groups.append([run])
    bounds = [Span(group[0].quotation.inner.start, group[-1].quotation.inner.end) for group in groups]
    return [whole for whole, group in zip(bounds, groups, strict=True) for _ in group]


def paragraph_of(scene: Scene, span: Span) -> int:
    """The number of the paragraph in which the span begins."""
    i = scene.token_at(span.start)
    return scene.reading.sentences[scene.sentence_of[max(i, 0)]].paragraph if scene.reading.sentences else 0


def _fills_paragraph(scene: Scene, quotation: Quotation) -> bool:
    paragraphs = scene.reading.paragraphs
    i = bisect_right(paragraphs, quotation.outer.start, key=lambda p: p.start) - 1
    if i < 0:
        return False
    outside = paragraphs[i].end - paragraphs[i].start - (quotation.outer.end - quotation.outer.start)
    return outside <= MAX_OUTSIDE


def is_named(attribution: Attribution) -> bool:
    """Whether the source is somebody whom the document knows, and not only its own words."""
    return not attribution.actor_rule.startswith(UNNAMED)


def is_speech_verb(scene: Scene, i: int) -> bool:
    """Whether the token is a verb of saying."""
    return scene.tokens[i].pos == "VERB" and scene.tokens[i].lemma.lower() in SPEECH


def is_first_hand(attribution: Attribution) -> bool:
    """Whether the source speaks for itself: an outlet passes on."""
    return not attribution.actor_rule.endswith("table:outlet")


def is_outlet(voice: Voice) -> bool:
    """Whether the speaker found is an outlet, which may only pass on."""
    return voice.rule.endswith("table:outlet")


def is_speech(scene: Scene, quotation: Quotation) -> bool:
    """Whether a run without an attribution of its own is speech: long enough to be no scare quote."""
    words = scene.text[quotation.inner.start : quotation.inner.end].split()
    return quotation.is_speech and len(words) >= MIN_SCARE_WORDS


def is_title(scene: Scene, quotation: Quotation) -> bool:
    """Whether a run reads like the name of a work or a programme: "The Evening Hour" has every long word capitalized."""
    words = scene.folded[quotation.inner.start : quotation.inner.end].strip(" .,;:!?").split()
    long = [w for w in words if len(w) > MAX_SMALL]
    return len(words) > 1 and bool(long) and all(w[:1].isupper() for w in (words[0], words[-1], *long))
