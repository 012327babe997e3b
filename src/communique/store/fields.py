"""What a person may write into a row, checked before it is kept: known fields, right kinds of value, literal spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from math import isfinite
from typing import Any

from communique.errors import UsageError
from communique.model.iso_period import is_period
from communique.model.party import is_party_code
from communique.model.plain_text import find_not_plain
from communique.model.record import Attribution, Bound, Mode, Quote, Row, Stance
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
DATES = ("date", "due")
PARTY_CODES = "party codes such as RUS, UN or UKR-REBELS"
MOST = 1e18  # of a figure


def read_fields(kind: str, given: Mapping[str, Any], text: str, base: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The fields that a person sets, under the names of the row's fields, with the span of the words found in the text.

    Args:
        given: names of the interchange format or of the row; a row's words (`evidence`, `quote`) may come without
            `start` and `end` where the text has them once.
        base: the row that is corrected; None for a new row. What it says already is not looked at.

    Raises:
        UsageError: a field is unknown or has a value it cannot have, or the words are not in the text.
    """
    named = {ALIASES.get((kind, name), name): value for name, value in given.items()}
    known = [f.name for f in fields(KIND_TABLES[kind].row_type) if f.name not in NOT_WRITTEN]
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise UsageError(f"a row of {kind} has no field {unknown[0][:40]!r} that a person sets; it has {', '.join(known)}")
    rules = _rules(kind, text)
    for name, value in named.items():
        if name in rules and not rules[name][0](value):
            raise UsageError(f"{name} of a row of {kind} is {rules[name][1]}, not {str(value)[:40]!r}")
    named |= {name: str(named[name]) for name in DATES if isinstance(named.get(name), int)}
    return named | _find_span(kind, named, text, base or {})


Rule = tuple[Callable[[Any], bool], str]  # whether a value can be, and what it is to be


def _rules(kind: str, text: str) -> dict[str, Rule]:
    """What the fields of a row may be; whether one may be unknown, the type of the row tells."""
    words: Rule = (lambda v: v is None or _is_text(v), "a text of characters that can be printed")
    period: Rule = (lambda v: v is None or is_period(str(v)), "a day, month, year or interval: 2013-06-18, 2013-06-17/2013-06-18")
    parties: Rule = (lambda v: _holds(v, _is_code), f'a list of {PARTY_CODES}: ["RUS", "FRA"]')
    place: Rule = (_is_place, "a number of characters")
    sides = f'a list of names and {PARTY_CODES}: [{{"name": "Ann Lee", "party": "FRA"}}]'
    rules: dict[str, Rule] = {name: (choice.__contains__, f"one of {', '.join(choice)}") for name, choice in CHOICES.items()}
    rules |= dict.fromkeys(("actor", "speaker", "what", "on", "place", "source"), words)
    rules |= dict.fromkeys(DATES, period) | dict.fromkeys(("parties", "by"), parties) | dict.fromkeys(("start", "end"), place)
    rules["party"] = (lambda v: v is None or _is_code(v), f"one of the {PARTY_CODES}")
    rules["participants"] = (lambda v: _holds(v, _is_side), sides)
    rules["due_text"] = (lambda v: v is None or (_is_text(v) and v in text), "wording of the text, word for word")
    rules["value"] = (lambda v: _is_number(v) and abs(v) <= MOST, "a number")
    if kind == Attribution.kind:
        spans: Rule = (lambda v: _holds(v, _is_pair, least=0), "a list of spans: [[start, end]]")
        rules |= dict.fromkeys(ROLES, spans)
    return rules


def _holds(value: Any, check: Callable[[Any], bool], *, least: int = 1) -> bool:
    return isinstance(value, list | tuple) and len(value) >= least and all(map(check, value))


def _is_pair(value: Any) -> bool:
    return _holds(value, _is_place) and len(value) == 2


def _is_place(value: Any) -> bool:
    return _is_number(value) and value == int(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_side(value: Any) -> bool:
    return isinstance(value, Mapping) and _is_text(value.get("name")) and _is_code(value.get("party"))


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and is_party_code(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and find_not_plain(value) is None


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
