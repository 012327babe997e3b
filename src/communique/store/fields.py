"""What a person may write into a row, checked before it is kept: known fields, right kinds of value, literal spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from communique.errors import UsageError
from communique.model.record import Bound, Mode, Quote, Row, Stance
from communique.store.codec import BASE_FIELDS, KIND_TABLES, unpack_field
from communique.store.literal import find_fault

NOT_WRITTEN = ("confidence", "maker", "rule", "codebook", "actor_rule", "actor_confidence")
ALIASES = {("attributions", "kind"): "mode", ("alignments", "kind"): "relation", ("meetings", "kind"): "format"}
ROLES = ("source", "cue", "content")
CHOICES = {
    "relation": ("agree", "differ"),
    "format": ("bilateral", "multilateral", "call"),
    "status": ("held", "planned", "cancelled"),
    **{name: tuple(choice) for name, choice in (("stance", Stance), ("mode", Mode), ("bound", Bound))},
}


def read_fields(kind: str, given: Mapping[str, Any], text: str, base: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The fields that a person sets, under the names of the row's fields, with the span of the words found in the text.

    Args:
        given: names of the interchange format or of the row; a row's words (`evidence`, `quote`) may come without
            `start` and `end` where the text has them once.
        base: the row that is corrected; None for a new row.

    Raises:
        UsageError: a field is unknown or has a value it cannot have, or the words are not in the text.
    """
    named = {ALIASES.get((kind, name), name): value for name, value in given.items()}
    known = [f.name for f in fields(KIND_TABLES[kind].row_type) if f.name not in NOT_WRITTEN]
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise UsageError(f"a row of {kind} has no field {unknown[0][:40]!r} that a person sets; it has {', '.join(known)}")
    for name, value in named.items():
        if name in CHOICES and value not in CHOICES[name]:
            raise UsageError(f"{name} of a row of {kind} is one of {', '.join(CHOICES[name])}, not {str(value)[:40]!r}")
    return named | _find_span(kind, named, text, base or {})


def _find_span(kind: str, named: Mapping[str, Any], text: str, base: Mapping[str, Any]) -> dict[str, Any]:
    """Start and end from the words, the words from start and end, or the outer bounds of an attribution's parts."""
    if kind == "attributions":
        if not any(role in named for role in ROLES):
            return {}
        pairs = [pair for role in ROLES for pair in named.get(role, base.get(role, ()))]
        return {"start": min(int(p[0]) for p in pairs), "end": max(int(p[1]) for p in pairs)} if pairs else {}
    name = "quote" if kind == Quote.kind else "evidence"
    words = named.get(name)
    if "start" in named or "end" in named:
        start, end = int(named.get("start", base.get("start", 0))), int(named.get("end", base.get("end", 0)))
        return {"start": start, "end": end, name: text[start:end] if words is None else words}
    return {} if words is None or words == base.get(name) else _locate(str(words), text, name)


def _locate(words: str, text: str, name: str) -> dict[str, int]:
    start = text.find(words) if words else -1
    if start < 0:
        raise UsageError(f"{name} is not in the text word for word: copy it from `communique show`, or give start and end")
    if text.find(words, start + 1) >= 0:
        raise UsageError(f"{name} is in the text more than once: give start and end, or more of the words")
    return {"start": start, "end": start + len(words)}


def make_row(kind: str, values: Mapping[str, Any], text: str) -> Row:
    """A row from its fields.

    Raises:
        UsageError: a field is missing or has a value it cannot have, or the row is no literal span of the text.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        plain = {name: unpack_field(name, value) for name, value in values.items()}
        row: Row = TypeAdapter(KIND_TABLES[kind].row_type).validate_python(plain)
    except ValidationError as err:
        first = err.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "row"
        raise UsageError(f"{name} of a row of {kind}: {first['msg'].lower()}") from err
    except (KeyError, TypeError, ValueError) as err:
        raise UsageError(f"a row of {kind} cannot be made of these fields: {str(err)[:100]}") from err
    fault = find_fault(row, text)
    if fault is not None:
        raise UsageError(f"a row of {kind} must be a literal span: {fault}")
    return row


def defaults_of(kind: str) -> dict[str, Any]:
    """What a new row says where the person says nothing: optional fields are empty, a commitment is unconditional."""
    names = {f.name for f in fields(KIND_TABLES[kind].row_type)} - set(BASE_FIELDS)
    optional: dict[str, Any] = {"issue": None} if kind == "alignments" else {}
    optional |= {"place": None, "date": None, "due": None, "due_text": None, "conditional": False, "actor": None, "party": None}
    optional |= {"source": None} if kind == "figures" else {"source": (), "cue": ()}
    required = {"statements": ("actor", "party"), "quotes": ("party",)}.get(kind, ())
    return {name: value for name, value in optional.items() if name in names and name not in required}
