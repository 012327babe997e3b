"""The dateline of a report: the place (agency, date) that opens its first paragraph, up to the dash or colon.

In: a paragraph. Out: how many characters are dateline. Before a colon, a place is told
from a speaker ("Kerry: …") by `cities.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from communique.ingest.zone_table import DATE, MONTH

_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*(?:[ -][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3}"
_TITLE = r"[A-ZÀ-Þ][\w.'’-]+(?: (?:[A-ZÀ-Þ][\w.'’-]+|de|of|al|the|du|el|la)){0,3}"
_REGION = r"(?:, ?[A-ZÀ-Þ][\w.'’-]*(?:[ -](?:[A-ZÀ-Þ][\w.'’-]*|and|of|the)){0,4}){0,2}"
_MORE = rf"(?:/[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){{0,2}}{_REGION}){{0,3}}"  # further places: "OSLO/LIMA, Peru"
_DAY = rf"(?:, ?(?:(?i:{DATE})|(?i:{MONTH}) \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? (?i:{MONTH})))?"
_AGENCIES = r"Reuters|Xinhua|Bloomberg|Thomson Reuters Foundation|Sputnik|TASS|RIA Novosti|Interfax|Kyodo|Yonhap|[A-Z]{2,6}"
_BRACKETS = rf"\s*(?:\((?:{_AGENCIES}|[A-Z][\w ]{{2,24}})\)|/[A-Z]\w+/)"
_SURE_BRACKETS = r"\((?:CNN|AP|AFP|UPI|CBN|RNS|DPA|CBS News|Reuters|Xinhua|Bloomberg|TASS|Interfax|Kyodo|Yonhap)(?: [A-Z]\w+)?\)"
_DASH = r"(?:\s*(?:—|–|--+|―)\s*|\s+-\s+)"
_NEXT = r"(?=[\"“‘']?[A-ZÀ-Þ0-9])"

_FORMS = tuple(
    re.compile(p)
    for p in (
        # "ENNISKILLEN, Northern Ireland —", "OSLO/LIMA (AP) —", "MOSCOW, May 10, 2013 (Xinhua) --"
        rf"{_CAPS}{_REGION}{_MORE}{_DAY}(?:{_BRACKETS})?{_DASH}(?=\S)",
        # "Washington (CNN) President …", "Beirut, Lebanon (CNN) -- "
        rf"{_TITLE}{_REGION}{_MORE}{_DAY}\s*{_SURE_BRACKETS}(?:{_DASH}|:\s+|\s+)(?=\S)",
        # "(CNN) Three years …", "(Reuters) - "
        rf"{_SURE_BRACKETS}(?:{_DASH}|:\s+|\s+)(?=\S)",
        # "MOSCOW, March 4. /TASS/. ", "BEIJING, March 4, 2015 /Xinhua/ -- "
        rf"{_CAPS}{_REGION}{_MORE}{_DAY}\.?\s*/[A-Z][\w ]{{1,24}}/\.?(?:{_DASH}|\s+)(?=\S)",
        # "NAIROBI: 4th March 2015: "
        rf"(?:{_CAPS}|{_TITLE}){_REGION}:\s*(?i:{DATE})(?::\s+|{_DASH})(?=\S)",
        # "Kabul, Afghanistan — The …", "Geneva — The …"
        rf"{_TITLE}{_REGION}{_DAY}\s*(?:—|–|--+)\s*{_NEXT}",
    )
)  # "Moscow: Russian and French …": only with a known place, or a date or agency, for "Kerry: We …" looks alike
_COLON = re.compile(rf"(?P<place>{_CAPS}|{_TITLE}){_REGION}(?P<sure>{_DAY}(?:{_BRACKETS})?):\s+(?=\S)")
_LABELS = frozenset(
    (
        "Update",
        "Updated",
        "Analysis",
        "Opinion",
        "Note",
        "Watch",
        "Correction",
        "Exclusive",
        "Breaking",
        "Question",
        "Answer",
        "Read",
        "Editor",
        "Video",
        "Photos",
        "Related",
        "More",
        "Live",
        "Summary",
        "Here",
        "Remember",
        "First",
        "Second",
        "Third",
        "Q",
        "A",
        "OK",
    )
)
_LONGEST = 110
_HEAD = 4 * _LONGEST  # where a dateline ends, with all the spaces and line breaks in it
_SHORTEST_REPORT = 60  # characters that must follow: a label before a short line is no dateline


def dateline_length(paragraph: str) -> int:
    """How many characters of the paragraph are its dateline, separator and space included; 0 if it has none.

    Example:
        >>> dateline_length("GENEVA (AP) — Talks between the two delegations resumed on Monday after a break of a week.")
        14
    """
    head, places = _on_one_line(paragraph[:_HEAD])
    for form in (*_FORMS, _COLON):
        match = form.match(head)
        if match is None or match.end() > _LONGEST or len(paragraph) - places[match.end()] < _SHORTEST_REPORT:
            continue
        if form is _COLON and not match["sure"] and match["place"].casefold() not in _cities():
            return 0
        if re.split(r"[\s,:(—–-]", match.group(), maxsplit=1)[0] in _LABELS:
            return 0
        return places[match.end()]
    return 0


def _on_one_line(head: str) -> tuple[str, list[int]]:
    """The words with one space between them, as a narrow column breaks a dateline too; and where each character stood."""
    places = [i for i, c in enumerate(head) if not c.isspace() or i == 0 or not head[i - 1].isspace()]
    return "".join(" " if head[i].isspace() else head[i] for i in places), places


@cache
def _cities() -> frozenset[str]:
    """The places that open a dateline with a colon: capitals and the cities that agencies report from."""
    names = files("communique.ingest").joinpath("cities.txt").read_text("utf-8").split()
    return frozenset(n.replace("_", " ").casefold() for n in names)
