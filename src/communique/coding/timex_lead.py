"""What stands before a period: the preposition with what it says of it ("no later than"), and the time of day ("noon on")."""

from __future__ import annotations

from communique.coding.timex_frame import Frame, Tense
from communique.coding.timex_words import HOURS

# preposition -> modifier of the period that follows
_PREPOSITIONS = {
    "by": "by", "before": "before", "after": "after", "until": "until", "till": "until", "since": "since", "from": "from",
    "starting": "from", "beginning": "from", "in": "", "on": "", "at": "", "during": "", "for": "", "over": "", "of": "",
    "around": "about", "about": "about", "approximately": "about", "within": "within", "through": "until", "throughout": "",
    "between": "", "towards": "about", "toward": "about", "effective": "from", "sometime": "about",
}  # fmt: skip
YEAR_OPENERS = frozenset(
    {"by", "before", "after", "until", "till", "since", "from", "in", "during", "of", "through", "throughout", "between"}
    | {"around", "about"}
)
IMPLIED: dict[str, Tense] = {
    "by": "future", "until": "future", "till": "future", "starting": "future", "within": "future", "since": "past",
}  # fmt: skip
_LEADS = {
    ("no", "later", "than"): "by", ("not", "later", "than"): "by", ("as", "early", "as"): "from", ("as", "soon", "as"): "from",
    ("as", "late", "as"): "from", ("ahead", "of"): "before", ("prior", "to"): "before", ("up", "to"): "until",
    ("some", "time"): "about", ("no", "earlier", "than"): "from", ("no", "sooner", "than"): "from", ("not", "before"): "from",
    ("not", "until"): "from", ("not", "till"): "from", ("as", "of"): "from", ("as", "from"): "from",
}  # fmt: skip
_LEADS_OF = {lead[0]: [other for other in _LEADS if other[0] == lead[0]] for lead in _LEADS}
_AT_MOST = (("no", "more", "than"), ("not", "more", "than"), ("no", "longer", "than"), ("less", "than"), ("fewer", "than"),
            ("at", "most"), ("up", "to"), ("under",))  # fmt: skip
_NEARLY = frozenset({"about", "around", "at", "least", "just", "only", "approximately", "roughly", "perhaps", "or"})
_ZONES = frozenset({"gmt", "utc", "est", "edt", "et", "cet", "cest", "eet", "bst", "msk", "hours", "sharp"})


def preposition(frame: Frame, at: int) -> tuple[str, int]:
    """The modifier that a preposition gives and the position after it; the same position if none stands here."""
    if frame.form(at - 1) == "-" and frame.words[at - 1].end == frame.words[at].start:
        return "", at  # the end of a name, not the beginning of a time: "Moon Jae-in last month"
    form = frame.form(at)
    for lead in _LEADS_OF.get(form, ()):
        if frame.forms(at, len(lead)) == lead:
            return _LEADS[lead], _more(frame, at + len(lead))
    return (_PREPOSITIONS[form], _more(frame, at + 1)) if form in _PREPOSITIONS else ("", at)


def _more(frame: Frame, at: int) -> int:
    """Past words between a preposition and its period: "by about", "until at least", "within just", "by no later than"."""
    while frame.form(at) in _NEARLY and frame.forms(at, 2) != ("at", "most"):
        at += 1
    return at + 3 if frame.forms(at, 3) in (("no", "later", "than"), ("not", "later", "than")) else at


def at_most(frame: Frame, at: int) -> int:
    """Past "no more than", "less than", "at most" before a length of time."""
    return next((at + len(words) for words in _AT_MOST if frame.forms(at, len(words)) == words), at)


def time_of_day(frame: Frame, at: int) -> int:
    """Past "noon", "5 p.m.", "17:30 GMT", "midnight local time", "the close of business"."""
    start = frame.skip(at, "the")
    if frame.forms(start, 3) == ("close", "of", "business"):
        return start + 3
    after = at + 1 if frame.form(at) in HOURS else _clock(frame, at)
    if after == at:
        return at
    if frame.form(after + 1) == "time" and frame.form(after) not in ("", "of"):
        return after + 2
    return after + 1 if frame.form(after) in _ZONES else after


def _clock(frame: Frame, at: int) -> int:
    hour = frame.form(at)
    if not hour.isdecimal() or len(hour) not in (1, 2, 4):
        return at
    after = at + 1
    has_minutes = frame.form(after) in (":", ".") and frame.form(after + 1).isdecimal() and len(frame.form(after + 1)) == 2
    after += 2 * has_minutes
    if frame.form(after) in ("am", "pm"):
        return after + 1
    if frame.form(after) in ("a", "p") and frame.forms(after + 1, 3) == (".", "m", "."):
        return after + 4
    told = (has_minutes and frame.form(at + 1) == ":") or frame.form(after) in _ZONES - {"hours"}
    return after if told or (len(hour) == 4 and frame.form(after) == "hours") else at
