"""From an LLM's answer to rows: each evidence is looked up in the text, each field checked; what fails is dropped and counted.

The law: an evidence that is not a literal span of the text makes no row. Nothing is normalised; only where the white space
differs, and the words then stand in the text exactly once, the row gets the characters of the text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.iso_period import is_period
from communique.model.party import is_party_code
from communique.model.plain_text import find_not_plain
from communique.model.record import (
    MAX_EVIDENCE_CHARS,
    Alignment,
    Bound,
    Commitment,
    Figure,
    Meeting,
    Mode,
    Participant,
    Row,
    Stance,
    Statement,
)

Json = dict[str, Any]

NOT_LITERAL, TOO_LONG, INVALID, TWICE = "not literal", "too long", "invalid", "twice"
MAX_FIELD_CHARS = 300
MOST = 1e18  # of a figure; also keeps out infinity and what is no number


class _Invalid(Exception):
    """A field of a row is not what the schema asks for."""


@dataclass(frozen=True, slots=True)
class Source:
    """What rows are read from: the text, the stretches of it that were sent, the codebook, and what stands in each row."""

    text: str
    spans: Sequence[Span]
    codebook: Codebook | None
    maker: str
    confidence: float


def parse_rows(content: str) -> list[Any] | None:
    """The list of rows in an answer, also when it stands in a code fence or between words; None if there is none.

    Example:
        >>> parse_rows('Here you are: {"rows": []}'), parse_rows("I cannot help with that.")
        ([], None)
    """
    for candidate in (content, content[content.find("{") : content.rfind("}") + 1]):
        try:
            found = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        rows = found.get("rows") if isinstance(found, dict) else None
        if isinstance(rows, list):
            return rows
    return None


def make_rows(kind: str, found: Sequence[Any], source: Source) -> tuple[list[Row], Counter[str]]:
    """The rows of an answer in the order of the text, and how many were dropped for each reason."""
    dropped: Counter[str] = Counter()
    rows: dict[Any, Row] = {}
    for item in found:
        try:
            row, reason = _make_row(kind, item, source)
        except _Invalid:
            row, reason = None, INVALID
        if row is None:
            dropped[reason] += 1
        elif rows.setdefault(row, row) is not row:
            dropped[TWICE] += 1
    return sorted(rows.values(), key=lambda r: (r.start, r.end)), dropped


def _make_row(kind: str, item: Any, source: Source) -> tuple[Row | None, str]:
    if not isinstance(item, dict):
        return None, INVALID
    evidence = item.get("evidence")
    if not isinstance(evidence, str) or not evidence.strip():
        return None, INVALID
    span = find_literal(evidence, source.text, source.spans)
    if span is None:
        return None, NOT_LITERAL
    if span.end - span.start > MAX_EVIDENCE_CHARS:
        return None, TOO_LONG
    base = {
        "start": span.start,
        "end": span.end,
        "evidence": span.of(source.text),
        "confidence": source.confidence,
        "maker": source.maker,
        "rule": f"llm:{kind}",
    }
    return _BUILDERS[kind](item, base, source), ""


def find_literal(words: str, text: str, spans: Sequence[Span]) -> Span | None:
    """Where the words stand in the given stretches of the text: the first place, character for character.

    Where they do not, but do so in one single place when any white space counts as any other, that place.

    Example:
        >>> find_literal("agreed to meet", "They agreed to\\nmeet.", [Span(0, 20)])
        Span(start=5, end=19)
        >>> find_literal("agreed to meet again", "They agreed to\\nmeet.", [Span(0, 20)]) is None
        True
    """
    words = words.strip()
    for span in spans:
        start = text.find(words, span.start, span.end) if words else -1
        if start >= 0:
            return Span(start, start + len(words))
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    found = [match.span() for span in spans for match in pattern.finditer(text, span.start, span.end)]
    return Span(*found[0]) if len(found) == 1 else None


def _text(item: Json, name: str) -> str:
    value = item.get(name)
    if not isinstance(value, str) or not value.strip() or find_not_plain(value):
        raise _Invalid(name)
    return " ".join(value.split())[:MAX_FIELD_CHARS]


def _text_or_none(item: Json, name: str) -> str | None:
    return None if item.get(name) in (None, "") else _text(item, name)


def _party(value: Any) -> str:
    """A party's code; what is none counts as everybody else."""
    code = value.strip().upper() if isinstance(value, str) else ""
    return code if is_party_code(code) else "OTHER"


def _parties(item: Json, name: str, least: int) -> tuple[str, ...]:
    values = item.get(name)
    if not isinstance(values, list):
        raise _Invalid(name)
    parties = tuple(dict.fromkeys(_party(v) for v in values))
    if len(parties) < least:
        raise _Invalid(name)
    return parties


def _one_of(item: Json, name: str, allowed: Sequence[str]) -> str:
    value = item.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise _Invalid(name)
    return value


def _period(item: Json, name: str) -> str | None:
    """A date or interval; one that is none is unknown, which is no reason to lose the row."""
    value = item.get(name)
    return value if isinstance(value, str) and is_period(value) else None


def _issues(source: Source) -> list[str]:
    return [i.id for i in source.codebook.issues] if source.codebook else []


def _statement(item: Json, base: Json, source: Source) -> Row:
    return Statement(
        actor=_text(item, "actor"),
        party=_party(item.get("party")),
        issue=_one_of(item, "issue", _issues(source)),
        stance=Stance(_one_of(item, "stance", list(Stance))),
        mode=Mode(_one_of(item, "mode", list(Mode))),
        codebook=source.codebook.id if source.codebook else "",
        **base,
    )


def _alignment(item: Json, base: Json, source: Source) -> Row:
    return Alignment(
        parties=_parties(item, "parties", 2),
        relation=_one_of(item, "kind", ("agree", "differ")),
        issue=None if item.get("issue") is None else _one_of(item, "issue", _issues(source)),
        on=_text(item, "on"),
        **base,
    )


def _meeting(item: Json, base: Json, source: Source) -> Row:
    sides = item.get("participants")
    if not isinstance(sides, list) or not all(isinstance(s, dict) for s in sides):
        raise _Invalid("participants")
    participants = tuple(dict.fromkeys(Participant(_text(s, "name"), _party(s.get("party"))) for s in sides))
    if len(participants) < 2:
        raise _Invalid("participants")
    return Meeting(
        participants=participants,
        place=_text_or_none(item, "place"),
        date=_period(item, "date"),
        format=_one_of(item, "kind", ("bilateral", "multilateral", "call")),
        status=_one_of(item, "status", ("held", "planned", "cancelled")),
        **base,
    )


def _commitment(item: Json, base: Json, source: Source) -> Row:
    conditional = item.get("conditional")
    if not isinstance(conditional, bool):
        raise _Invalid("conditional")
    wording = item.get("due_text")
    due_span = find_literal(wording, source.text, source.spans) if isinstance(wording, str) else None
    return Commitment(
        by=_parties(item, "by", 1),
        what=_text(item, "what"),
        due=_period(item, "due"),
        due_text=due_span.of(source.text) if due_span else None,  # wording that is not in the report is no wording
        conditional=conditional,
        **base,
    )


def _figure(item: Json, base: Json, source: Source) -> Row:
    value = item.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= MOST:
        raise _Invalid("value")
    return Figure(
        value=int(value) if value == int(value) else value,
        bound=Bound(_one_of(item, "bound", list(Bound))),
        what=_text(item, "what"),
        source=_text_or_none(item, "source"),
        **base,
    )


_BUILDERS: dict[str, Callable[[Json, Json, Source], Row]] = {
    "statements": _statement,
    "alignments": _alignment,
    "meetings": _meeting,
    "commitments": _commitment,
    "figures": _figure,
}
