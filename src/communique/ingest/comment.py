"""Where the readers' comments of a page begin. Everything from there on is comment: a report never goes on after them.

1. A heading that says so ("Comments 2"), after some of the report.
2. A weak heading ("Discussion") with a comment's header close behind it.
3. Two headers of comments (a name and a date on a line of their own), or one with the trace of an avatar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.ingest.zone_table import COMMENT_AVATAR, COMMENT_HEADER, COMMENTS_HEADING, WEAK_COMMENTS_HEADING

_HEADING = re.compile(COMMENTS_HEADING, re.I)
_WEAK = re.compile(WEAK_COMMENTS_HEADING, re.I)
_AVATAR = re.compile(COMMENT_AVATAR, re.I)
_HEADER = re.compile(COMMENT_HEADER, re.I)
_NOT_A_NAME = re.compile(
    r"(?:first |last )?(?:published|posted|updated|modified|created|filed|by|on|at|from|since|photo|file)\b", re.I
)
_LONGEST_HEADER = 100
_LONGEST_HEADING = 140
_CLOSE = 3  # paragraphs between a weak heading and the first header


def comments_start(paragraphs: Sequence[str]) -> int | None:
    """The number of the paragraph where comments begin, None if there are none."""
    headers: list[int] = []
    after_text = False
    for i, paragraph in enumerate(paragraphs):
        if after_text and _is_heading(paragraphs, i):
            return i
        if after_text and is_comment_header(paragraph):
            if _AVATAR.match(paragraph):
                return i
            headers.append(i)
        after_text = after_text or len(paragraph) > _LONGEST_HEADING
    return headers[0] if len(headers) > 1 else None


def is_comment_header(paragraph: str) -> bool:
    """Whether a paragraph is, or starts with, the name and date that stand above a comment."""
    line = paragraph.split("\n", 1)[0].strip()
    if len(line) > _LONGEST_HEADER or _NOT_A_NAME.match(line):
        return False
    return bool(_HEADER.fullmatch(line))


def _is_heading(paragraphs: Sequence[str], i: int) -> bool:
    first, _, rest = paragraphs[i].partition("\n")
    line = first.strip()
    if len(line) > _LONGEST_HEADING:
        return False
    if _HEADING.fullmatch(line):
        return any(c.isdigit() for c in line) or not rest or is_comment_header(rest)
    if not _WEAK.fullmatch(line):
        return False
    return (bool(rest) and is_comment_header(rest)) or any(map(is_comment_header, paragraphs[i + 1 : i + 1 + _CLOSE]))
