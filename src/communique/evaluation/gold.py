"""The files that a score is made of: gold records and predicted ones, each checked for what the scorer looks at.

A fault is told with the file, the document and the row, before anything is scored: a gold row that cannot be found, or a
list where a text is expected, would otherwise be counted as an error of the reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.errors import BadInput
from communique.evaluation.match import Json

STANCES = ("support", "oppose", "conditional")
FIELDS = {  # of a gold row, which the scorer compares; the words come last
    "statements": ("actor", "party", "issue", "stance", "evidence"),
    "alignments": ("parties", "kind", "evidence"),
    "meetings": ("participants", "status", "evidence"),
    "commitments": ("by", "evidence"),
    "figures": ("value", "evidence"),
    "quotes": ("speaker", "party", "quote"),
}
KINDS = tuple(FIELDS)
TEXTS = ("evidence", "quote")
LISTS = {"parties": str, "by": str, "participants": dict}  # with what they hold


def read_gold(folder: str | Path) -> dict[str, Json]:
    """The gold records of a folder, one JSON file for each article, by id.

    Raises:
        BadInput: there is no such folder, no file in it, or one is no gold record; or two have one id.
    """
    gold: dict[str, Json] = {}
    places: dict[str, Path] = {}
    for path in sorted(Path(folder).glob("*.json")):
        record = _read_object(path)
        article = str(record["id"])
        if article in gold:
            raise BadInput(f"{path}: {article!r} is also the id of {places[article]}; give each gold record its own")
        check_record(record, str(path), is_gold=True)
        gold[article], places[article] = record, path
    if not gold:
        raise BadInput(f"{folder}: no gold records (*.json) there")
    return gold


def _read_object(path: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        record["id"]
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise BadInput(f"{path}: not a gold record ({err!r}); expected a JSON object with an id") from err
    return record


def check_record(record: Json, where: str, *, is_gold: bool = False) -> None:
    """Refuse a record whose rows cannot be compared: each kind is a list of objects, a gold row has all that is compared.

    Raises:
        BadInput: names the file, the document and the row.
    """
    for kind, names in FIELDS.items():
        rows = record.get(kind, [])
        if rows is None and not is_gold:
            continue
        if not isinstance(rows, list):
            raise BadInput(f"{where}: {kind} of {record.get('id')!r} is {_kind(rows)}; expected a list of rows")
        for i, row in enumerate(rows):
            fault = _find_fault(row, names if is_gold else ())
            if fault:
                raise BadInput(f"{where}: {kind}[{i}] of {record.get('id')!r}: {fault}")


def _find_fault(row: object, names: tuple[str, ...]) -> str:
    """What keeps a row from being compared; empty if nothing does."""
    if not isinstance(row, Mapping):
        return f"{_kind(row)}; expected an object with the fields of a row"
    for name in names:
        if row.get(name) is None or (name in TEXTS and not (isinstance(row[name], str) and row[name].strip())):
            return f"no {name}; a gold row needs {', '.join(names)}"
    if "stance" in names and row["stance"] not in STANCES:
        return f"stance is {str(row['stance'])[:40]!r}; expected one of {', '.join(STANCES)}"
    for name, held in LISTS.items():
        found = row.get(name) or []
        if not (isinstance(found, list) and all(isinstance(item, held) for item in found)):
            return f"{name} is no list of {'party codes' if held is str else 'objects with name and party'}"
    return ""


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", int: "a number", float: "a number"}
    return names.get(type(value), "nothing")
