"""Wordings that tell a time without a date: "as soon as possible", "shortly", "on the sidelines of the upcoming conference"."""

from __future__ import annotations

from communique.coding.timex_frame import Frame, read_distance

_PHRASES = frozenset(
    tuple(phrase.split())
    for phrase in (
        "as soon as possible", "as soon as", "in the near future", "in the foreseeable future", "in due course", "in due time",
        "in the days ahead", "in the weeks ahead", "in the months ahead", "in the days to come", "in the weeks to come",
        "in the months to come", "in the years to come", "in the years ahead", "in the immediate future", "in the long term",
        "in the short term", "at a later date", "at a later stage", "at the earliest opportunity", "at an early date",
        "for the time being", "in perpetuity", "without delay", "some time", "any time soon", "anytime soon", "very soon",
        "sooner or later", "in a matter of days", "in a matter of weeks", "right away", "at once", "from now on", "some day",
        "once and for all", "before long", "down the road", "in the future",
        "until further notice",
    )
)  # fmt: skip
_WORDS = frozenset(
    {"soon", "shortly", "immediately", "forever", "indefinitely", "sometime", "someday", "permanently", "forthwith"}
)
_EVENT_NOUNS = frozenset(
    {"summit", "conference", "meeting", "talks", "visit", "trip", "session", "assembly", "forum", "negotiations", "round"}
    | {"election", "elections", "inauguration", "ceremony", "gathering", "consultations"}
)
_EVENT_LEADS = (
    *(("on", "the", noun, "of") for noun in ("sidelines", "margins", "fringes", "eve")),
    *(("in", "the", noun, "of") for noun in ("sidelines", "margins", "wake")),
    ("at", "the", "sidelines", "of"),
    ("in", "the", "run", "-", "up", "to"),
    ("ahead", "of"),
    ("at", "the"),
    ("at", "an"),
    ("after", "the"),
    ("before", "the"),
    ("during",),
)
_LEADS_OF = {lead[0]: [other for other in _EVENT_LEADS if other[0] == lead[0]] for lead in _EVENT_LEADS}
_AHEAD = frozenset({"upcoming", "forthcoming", "next", "coming", "planned", "scheduled", "future"})
_LONGEST_EVENT = 12


def read_vague(frame: Frame, at: int) -> tuple[str, int] | None:
    """The longest wording without a date at a word: its kind ("vague" or "event") and the position after it."""
    best = 0
    for length in range(5, 1, -1):
        if (words := frame.forms(at, length)) in _PHRASES:
            best = len(words)
            break
    if best:
        return "vague", at + best
    if frame.form(at) in _WORDS and frame.form(at + 1) != "-":
        return "vague", at + 1
    event = _event(frame, at) or _after_event(frame, at)
    return ("event", event) if event else None


def _after_event(frame: Frame, at: int) -> int | None:
    """The end of "a month after signing the convention": a distance from something without a date."""
    distance = read_distance(frame, at)
    if distance is None or frame.form(distance.end) not in ("after", "before", "following"):
        return None
    end = distance.end + 1
    while end < len(frame.words) and end - distance.end < _LONGEST_EVENT and frame.form(end)[:1].isalnum():
        end += 1
    return end


def _event(frame: Frame, at: int) -> int | None:
    """The end of "on the sidelines of the upcoming UN conference in Paris", "during his visit to Moscow"."""
    for lead in _LEADS_OF.get(frame.form(at), ()):
        if frame.forms(at, len(lead)) != lead:
            continue
        start = at + len(lead)
        strong = len(lead) > 2 or lead[0] == "ahead"
        return _noun_end(frame, start, strong)
    return None


def _noun_end(frame: Frame, start: int, strong: bool) -> int | None:
    ahead = False
    for at in range(start, min(start + _LONGEST_EVENT, len(frame.words))):
        word = frame.words[at]
        if not word.form[:1].isalnum() and word.form not in ("'", "’", "-"):
            return None
        ahead = ahead or word.form in _AHEAD
        if word.form in _EVENT_NOUNS and (strong or ahead or frame.form(at + 1) == "to"):
            return _place_end(frame, at + 1)
    return None


def _place_end(frame: Frame, at: int) -> int:
    """Past "in Paris", "to Saudi Arabia" after the noun of an event."""
    if frame.form(at) in ("in", "at", "to", "on") and at + 1 < len(frame.words) and frame.words[at + 1].capital:
        at += 2
        while at < len(frame.words) and frame.words[at].capital:
            at += 1
    return at
