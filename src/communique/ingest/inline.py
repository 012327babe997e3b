"""Links that a page glues into its sentences, between a name and the rest: marked where they stand, inside a paragraph.

One habit is known: the last name, then the full name run together with the headlines of a profile, then MORE, as in
"Senator Roe Jane Mary RoeRoe quits panel Panel backs Roe MORE (D-Ohio) said".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = "MORE"
_WORDS = r"(?:[\w.()'\"’-]+\s+)"
_HEADLINES = r"(?:MORE\b|(?=[A-ZÀ-Þ\d\"“‘'])[^\n]{10,700}?\bMORE\b)"  # at times there is none: "Jane Mary RoeMORE"
_CAPITAL = r"[A-ZÀ-Þ](?![A-ZÀ-Þ]+\b)[\w’'-]+"
_PROFILES = (
    re.compile(rf"\b({_CAPITAL})\s+(?P<link>{_WORDS}{{0,5}}?\1{_HEADLINES})"),
    # A space after the name, which tells less: the first name must come again, too.
    re.compile(rf"\b({_CAPITAL})\s+({_CAPITAL})\s+(?P<link>\1\s+{_WORDS}{{0,3}}?\2\s{_HEADLINES})"),
    # The page calls her by another last name than the profile.
    re.compile(rf"\b({_CAPITAL})\s+{_CAPITAL}\s+(?P<link>\1\s+{_WORDS}{{0,3}}?{_CAPITAL}(?<=[a-zà-ÿ]){_HEADLINES})"),
)


def inline_links(paragraph: str) -> Iterator[tuple[int, int]]:
    """The half-open stretches of a paragraph that are links, in order.

    Example:
        >>> text = "Senator Roe Jane Mary RoeRoe quits panel Panel backs Roe MORE (D-Ohio) said"
        >>> [text[a:b] for a, b in inline_links(text)]
        ['Jane Mary RoeRoe quits panel Panel backs Roe MORE']
    """
    if _END not in paragraph:
        return
    found = [pattern.search(paragraph) for pattern in _PROFILES]  # the next of each: none is looked for twice
    while match := min(filter(None, found), key=_start, default=None):
        yield match.span("link")
        end = match.end()
        found = [p.search(paragraph, end) if m and m.start() < end else m for p, m in zip(_PROFILES, found, strict=True)]


def _start(match: re.Match[str]) -> int:
    return match.start("link")
