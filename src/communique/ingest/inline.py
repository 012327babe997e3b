"""Links that a page glues into its sentences, between a name and the rest: marked where they stand, inside a paragraph.

One habit is known: the last name, then the full name run together with the headlines of a profile, then MORE, as in
"Senator Roe Jane Mary RoeRoe quits panel Panel backs Roe MORE (D-Ohio) said".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = "MORE"
_PROFILE = re.compile(
    r"\b([A-ZÀ-Þ][\w’'-]+)\s+(?P<link>(?:[\w.()'\"’-]+\s+){0,5}?\1(?=[A-ZÀ-Þ\"“‘'])[^\n]{10,700}?\bMORE\b)",
)


def inline_links(paragraph: str) -> Iterator[tuple[int, int]]:
    """The half-open stretches of a paragraph that are links, in order.

    Example:
        >>> text = "Senator Roe Jane Mary RoeRoe quits panel Panel backs Roe MORE (D-Ohio) said"
        >>> [text[a:b] for a, b in inline_links(text)]
        ['Jane Mary RoeRoe quits panel Panel backs Roe MORE']
    """
    if _END in paragraph:
        for match in _PROFILE.finditer(paragraph):
            yield match.span("link")
