"""JSON Lines: one document a line, read and answered line by line, so that five million lines need no more memory than one.

`id` and `text` are required; `outlet, published, title, url, byline, codebook` are optional; other names by mapping.
Any other field is ignored: it is neither copied nor kept, which is why these documents have no `raw`. A JSON file that is a
list of such objects, or holds one, is read whole.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

from communique.ingest.decode import Decoded, decode, encoding_ahead
from communique.ingest.readers.base import MAX_DOCUMENT_BYTES, read_whole, too_large
from communique.model.document import Document, Quarantined

REQUIRED = ("id", "text")
OPTIONAL = ("outlet", "published", "title", "url", "byline", "codebook")


class JsonlReader:
    """Reads JSON Lines.

    Args:
        mapping: our names to the names in the file, such as `{"text": "content"}`.
    """

    name = "jsonl"
    version = "1"
    suffixes = (".jsonl", ".ndjson", ".json")

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.position = ""
        self._names = field_names(mapping)

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield a document for each line that is not blank; `position` is the number of the line just answered."""
        for number, line in enumerate(_iter_lines(stream), start=1):
            if isinstance(line, bytes) and not line.strip():
                continue
            self.position = str(number)
            yield too_large(f"{path}:{number}") if line is None else self._read_line(path, number, line)

    def _read_line(self, path: str, number: int, line: bytes) -> Document | Quarantined:
        place = f"{path}:{number}"
        decoded = decode(line)
        try:
            fields = json.loads(decoded.text)
        except RecursionError:
            return Quarantined(place, f"line {number} is nested too deeply to be a report", "json")
        except ValueError as err:  # JSONDecodeError, or a number of thousands of digits
            return Quarantined(place, f"line {number} is not valid JSON ({_short(err)})", "json")
        if not isinstance(fields, dict):
            return Quarantined(place, f"line {number} is not a JSON object but {_kind(fields)}", "json")
        return read_fields(
            fields,
            self._names,
            place=place,
            where=f"line {number}",
            decoded=decoded,
            maker=f"{self.name}@{self.version}",
        )


class JsonReader:
    """Reads a JSON file that is not JSON Lines: a list of objects, an object that holds one such list, or one object.

    Args:
        mapping: our names to the names in the file, such as `{"text": "content"}`.
    """

    name = "json"
    version = "1"
    suffixes = (".json",)

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.position = ""
        self._names = field_names(mapping)

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield a document for each object; `position` is the number of the object just answered."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        decoded = decode(data)
        try:
            objects = self._objects(json.loads(decoded.text))
        except RecursionError:
            yield Quarantined(path, "is nested too deeply to be reports", "json")
            return
        except ValueError as err:
            yield Quarantined(path, f"is neither JSON Lines nor valid JSON ({_short(err)})", "json")
            return
        if not objects:
            yield Quarantined(
                path, "a JSON file without a list of objects; write one object a line, each with id and text", "json"
            )
        for number, fields in enumerate(objects, start=1):
            self.position = str(number)
            yield self._read_object(path, number, fields, decoded)

    def _objects(self, value: object) -> list[object]:
        """What may be documents: one object with the field of a text, else the only list of objects in it."""
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            return []
        if self._names["text"] in value:
            return [value]
        lists = [v for v in value.values() if isinstance(v, list) and any(isinstance(item, dict) for item in v)]
        return lists[0] if len(lists) == 1 else []

    def _read_object(self, path: str, number: int, fields: object, decoded: Decoded) -> Document | Quarantined:
        place, where = f"{path}#{number}", f"object {number}"
        if not isinstance(fields, dict):
            return Quarantined(place, f"{where} is not a JSON object but {_kind(fields)}", "json")
        maker = f"{self.name}@{self.version}"
        return read_fields(fields, self._names, place=place, where=where, decoded=decoded, maker=maker)


def read_fields(
    fields: Mapping[str, object], names: Mapping[str, str], *, place: str, where: str, decoded: Decoded, maker: str
) -> Document | Quarantined:
    """The document of one object or row, or why it is none.

    Args:
        fields: what stands there under the names of the file.
        names: our names to those of the file.
        place: the id of what has no id of its own.
        where: the line or row, for a person: "line 3".
        decoded: how the characters were read.
    """
    given = {ours: fields.get(theirs) for ours, theirs in names.items()}
    document_id = given["id"]
    if isinstance(document_id, bool) or not isinstance(document_id, str | int) or document_id == "":
        return Quarantined(place, f"{where} has no {names['id']!r}; every line needs an id of its own", "id")
    text = given["text"]
    if not isinstance(text, str):
        wrong = "has no" if text is None else f"has {_kind(text)} for"
        return Quarantined(str(document_id), f"{where} {wrong} {names['text']!r}{hint(fields, names)}", "text")
    warnings = list(decoded.warnings)
    values = {n: _optional(n, given[n], warnings) for n in OPTIONAL}
    return Document(
        id=str(document_id),
        text=text,
        **cast(dict[str, Any], values),
        media_type="application/json",
        encoding=decoded.encoding,
        has_bom=decoded.has_bom,
        maker=maker,
        warnings=tuple(warnings),
    )


def hint(fields: Mapping[str, object], names: Mapping[str, str]) -> str:
    """The longest text field under another name: most likely what `--map` should name."""
    texts = {k: v for k, v in fields.items() if isinstance(v, str) and k not in names.values()}
    if not texts:
        return "; text is required"
    longest = max(texts, key=lambda k: len(texts[k]))
    return f"; text is required (--map text={longest[:40]} if that is where it is)"


def field_names(mapping: Mapping[str, str] | None) -> dict[str, str]:
    """Our names of fields to those of the file."""
    return {n: (mapping or {}).get(n, n) for n in REQUIRED + OPTIONAL}


def _iter_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines without their ends, as bytes; None for one that is too long, which is skipped without being held."""
    marked = encoding_ahead(stream)
    if marked is not None and marked[0] != "utf-8":
        with io.TextIOWrapper(stream, encoding=marked[0][:6], errors="replace", newline="\n") as text:
            for decoded in text:
                yield decoded.encode("utf-8", "surrogatepass")
        return
    while line := stream.readline(MAX_DOCUMENT_BYTES):
        if len(line) < MAX_DOCUMENT_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_DOCUMENT_BYTES)
        yield None


def _optional(name: str, value: object, warnings: list[str]) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    warnings.append(f"{name} is {_kind(value)}, not text: ignored")
    return None


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", dict: "an object", list: "a list", str: "a string"}
    return names.get(type(value), "a number")


def _short(err: Exception) -> str:
    """The parser's words, which quote nothing of the line."""
    if isinstance(err, json.JSONDecodeError):
        return f"{err.msg}, column {err.colno}"
    return str(err)[:80]
