"""Whether words in quotation marks are somebody's words, or a title, a nickname, a so-called thing.

Lenient on purpose: who speaks is decided with the attributions, so that a fragment of one word passes here, and only
what is clearly no speech is ruled out.
"""

from __future__ import annotations

import re

from communique.model.document import Span

_SO_CALLED = re.compile(
    r"(?:\bso[- ]called|\b(?:nick)?named|\bknown (?:\w+ )?as|\bdubbed|\b(?:en)?titled|\bcode[- ]?named?|\baka|\ba\.k\.a\.)\W*$",
    re.I,
)
_WORK = re.compile(
    r"\b(?:film|movie|book|novel|memoir|song|album|series|play|essay|article|op-ed|documentary|show|program|programme|magazine"
    r"|episode|hit|anthem|video|column|headline|headlined|operation|commentary|report|paper|study|project|initiative|exercise"
    r"|mission|ship|vessel|tanker)\W*(?:called)?\W*$",
    re.I,
)
_SAYS = re.compile(
    r"(?:\b(?:said|says|saying|say|told|tweeted|wrote|writes|chant\w*|shout\w*|added|declared|yell\w*|replied|asked|read(?:s|ing)?)\b"
    r"(?:\s\w+)?|[,:])\W*$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "over", "the", "to", "vs", "with"]
)
_LONGEST_TITLE = 10
_SHORT_TITLE = 3  # words; longer ones with capitals, and no word before them that says what they are, may be slogans
_CONTEXT_CHARS = 40


def is_speech(text: str, outer: Span, inner: Span, paragraph: Span) -> bool:
    """False for a title, a nickname inside a name, and what "so-called" or the like comes before; else True.

    Example:
        >>> t = 'the so-called "red line" and a "grave mistake"'
        >>> [is_speech(t, Span(*o), Span(*i), Span(0, len(t))) for o, i in [((14, 24), (15, 23)), ((31, 46), (32, 45))]]
        [False, True]
    """
    before = text[max(paragraph.start, outer.start - _CONTEXT_CHARS) : outer.start]
    if _SO_CALLED.search(before):
        return False
    after = text[outer.end : min(paragraph.end, outer.end + _CONTEXT_CHARS)]
    words = inner.of(text)
    if _is_nickname(before, words, after):
        return False
    if _WORK.search(before):
        return not is_title(words.rstrip(".,"))
    is_short = 1 < len(words.split()) <= _SHORT_TITLE
    return not is_short or not is_title(words) or bool(_SAYS.search(before))


def _is_nickname(before: str, words: str, after: str) -> bool:
    """Whether the words stand between a first and a last name: Ivan "the Bear" Petrov."""
    if len(words.split()) > 3 or words[-1:] in ".,!?":
        return False
    return bool(re.search(r"\b[A-Z][a-z]+ $", before)) and bool(re.match(r" [A-Z][a-z]+", after)) and words[:1].isupper()


def is_title(words: str) -> bool:
    """Whether the words are capitalised like a title, and do not end like a sentence.

    Example:
        >>> is_title("The Art of Peace"), is_title("We reject this"), is_title("Never Again!")
        (True, False, False)
    """
    found = _WORD.findall(words)
    if not 1 <= len(found) <= _LONGEST_TITLE or words.rstrip()[-1:] in ".!?…" or words.isupper():
        return False
    return found[0][0].isupper() and all(w[0].isupper() or w in _SMALL for w in found)
