"""The record as a `.dna` file, which the Discourse Network Analyzer 3 opens: documents and statements.

DNA has no place for confidence or makers; machine and human coders are coders of the file. The editor of DNA counts
UTF-16 units and turns CR LF into LF, its database counts code points: so a character beyond U+FFFF becomes U+FFFD and a
CR a space, each as long as it was, and offsets fit in both. A conditional stance has no place in DNA's agreement: it is
left out, or kept with the variable `stance` beside it. Nor is there a place for a document without a date: it is dated to
DNA's zero, 1970-01-01, which our reader takes for none.
"""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from itertools import permutations
from pathlib import Path

from communique.errors import StoreUnwritable
from communique.export.cells import REPLACEMENT, utf8_text
from communique.export.material import Json, Material
from communique.export.tables import statement_rows
from communique.files import whole_path
from communique.model.iso_period import days_of

VERSION = "3.0.11"
MAX_SHORT_CHARS = 190
HASH_ROUNDS = 100_000
ADMIN, MACHINE = 1, 2
VARIABLES = (("person", "short text"), ("organization", "short text"), ("concept", "short text"), ("agreement", "boolean"))
ATTRIBUTES = ("Type", "Alias", "Notes")
COLOURS = ((181, 255, 0), (0, 119, 187), (238, 119, 51), (0, 153, 136), (204, 51, 17), (51, 187, 238), (238, 51, 119))


def write_dna(material: Material, out: str | Path, *, conditional: bool = False, password: str = "admin") -> dict[str, int]:
    """Write the file; rows by what they are.

    Args:
        conditional: keep conditional statements, with agreement 1 and `conditional` in a fifth variable `stance`.
        password: of every coder in the file; DNA asks for it when it opens the file.

    Raises:
        StoreUnwritable: the file cannot be written.
    """
    try:
        with whole_path(out) as part, closing(sqlite3.connect(part)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.executescript(_schema())
            writer = _Writer(connection, material, conditional=conditional, password=password)
            writer.write()
            connection.commit()
    except sqlite3.OperationalError as err:
        raise StoreUnwritable(f"{out} cannot be written ({str(err)[:80]}); choose another place with --out") from err
    return writer.counts


def _schema() -> str:
    return resources.files("communique.export").joinpath("dna.sql").read_text(encoding="utf-8")


def hash_password(password: str, salt: bytes) -> str:
    """A password as DNA keeps it: Base64 of a salt of 16 bytes and SHA-256 applied 100,000 times."""
    digest = salt + unicodedata.normalize("NFC", password).encode("utf-8")
    for _ in range(HASH_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return b64encode(salt + digest).decode("ascii")


def dna_text(text: str) -> str:
    """A text that DNA's editor and database count alike, as long as it was.

    Example:
        >>> dna_text("a😀b\\r\\nc")
        'a\\ufffdb \\nc'
    """
    plain = "".join(c if c <= "\uffff" else REPLACEMENT for c in utf8_text(text))
    return plain.replace("\r\n", " \n").replace("\r", "\n")


def short(value: str | None) -> str:
    """A value as DNA's short fields take it: at most 190 characters."""
    return dna_text(value or "")[:MAX_SHORT_CHARS]


def epoch_seconds(published: str | None) -> int:
    """A date as DNA keeps it: the wall clock, read as UTC; the first day of a month or year; 0 if nothing is known."""
    if not published:
        return 0
    if len(published) > len("2014-03-05"):
        try:
            return int(datetime.fromisoformat(published).replace(tzinfo=UTC).timestamp())
        except ValueError:
            return 0
    days = days_of(published)
    return int(datetime(days[0].year, days[0].month, days[0].day, tzinfo=UTC).timestamp()) if days else 0


def is_without_day(published: str | None) -> bool:
    """Whether a date is a month or a year, which DNA does not have."""
    return bool(published) and len(published or "") < len("2014-03-05") and bool(epoch_seconds(published))


class _Writer:
    """Fills the tables, numbering everything from 1 in the order of the record."""

    def __init__(self, connection: sqlite3.Connection, material: Material, *, conditional: bool, password: str) -> None:
        self._connection = connection
        self._material = material
        self._conditional = conditional
        self._password = password
        self._coders: dict[str, int] = {}
        self._entities: dict[tuple[int, str], int] = {}
        self.counts = {"documents": 0, "statements": 0, "left_out_conditional": 0, "undated_as_1970": 0, "dated_to_first_day": 0}

    def write(self) -> None:
        """Write everything."""
        self._put("SETTINGS", ("version", VERSION))
        self._put("SETTINGS", ("date", self._material.made_at[:10]))
        self._coder("Admin")
        self._coder("Machine")
        self._put("STATEMENTTYPES", (1, "DNA Statement", 239, 208, 51))
        variables = (*VARIABLES, ("stance", "short text")) if self._conditional else VARIABLES
        for n, (name, kind) in enumerate(variables, start=1):
            self._put("VARIABLES", (n, name, kind, 1))
            if kind == "short text":
                self._attribute_variables(n, name)
                self._entity(n, "", {})
        for record in self._material.texts():
            self._document(record)
        self._relations()

    def _put(self, table: str, values: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(values))
        return int(self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values).lastrowid or 0)

    def _coder(self, name: str) -> int:
        if name not in self._coders:
            number = len(self._coders) + 1
            salt = hashlib.sha256(f"{self._material.title}/{name}".encode()).digest()[:16]
            look = (0, 14, hash_password(self._password, salt), 300, 0, 0, 1)
            self._put("CODERS", (number, short(name), *COLOURS[number % len(COLOURS)], *look, *[1] * 16))
            self._coders[name] = number
        return self._coders[name]

    def _relations(self) -> None:
        for a, b in permutations(self._coders.values(), 2):
            columns = "(Coder, OtherCoder, viewStatements, editStatements, viewDocuments, editDocuments)"
            self._connection.execute(f"INSERT INTO CODERRELATIONS {columns} VALUES (?, ?, 1, 1, 1, 1)", (a, b))

    def _attribute_variables(self, variable: int, name: str) -> None:
        own = {"person": ("Party",), "organization": ("Party",), "concept": ("Issue",)}.get(name, ())
        for attribute in (*ATTRIBUTES, *own):
            columns = "(VariableId, AttributeVariable)"
            self._connection.execute(f"INSERT INTO ATTRIBUTEVARIABLES {columns} VALUES (?, ?)", (variable, attribute))

    def _entity(self, variable: int, value: str, attributes: dict[str, str]) -> int:
        key = (variable, short(value))
        if key not in self._entities:
            insert = "INSERT INTO ENTITIES (VariableId, Value, Red, Green, Blue) VALUES (?, ?, 0, 0, 0)"
            number = int(self._connection.execute(insert, key).lastrowid or 0)
            listed = "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ?"
            for attribute, name in self._connection.execute(listed, (variable,)).fetchall():
                columns = "(EntityId, AttributeVariableId, AttributeValue)"
                values = (number, attribute, short(attributes.get(name, "")))
                self._connection.execute(f"INSERT INTO ATTRIBUTEVALUES {columns} VALUES (?, ?, ?)", values)
            self._entities[key] = number
        return self._entities[key]

    def _document(self, record: Json) -> None:
        number = self.counts["documents"] = self.counts["documents"] + 1
        date = epoch_seconds(record["published"])
        self.counts["undated_as_1970"] += not date
        self.counts["dated_to_first_day"] += is_without_day(record["published"])
        title, source = short(record["title"] or record["id"]), short(record["outlet"])
        notes = short(f"communique {record['text_sha256']}:{record.get('published_origin') or ''} {record['id']}")
        people = (short(record.get("byline")), source, "", notes, "")
        text = dna_text(record["text"])
        self._put("DOCUMENTS", (number, title, text, ADMIN, *people, date))
        for row, told in zip(record["statements"], statement_rows(record, self._material), strict=True):
            if row["stance"] == "conditional" and not self._conditional:
                self.counts["left_out_conditional"] += 1
                continue
            self._statement(number, row, told)

    def _statement(self, document: int, row: Json, told: Json) -> None:
        number = self.counts["statements"] = self.counts["statements"] + 1
        name = row["maker"].removeprefix("human:").rpartition("@")[0] if row["maker"].startswith("human:") else ""
        coder = self._coder(name or "Machine")
        self._put("STATEMENTS", (number, 1, document, row["start"], row["end"], coder))
        for variable, entity in enumerate(self._entities_of(row, told), start=1):
            columns = "(StatementId, VariableId, Entity)"
            place = 5 if variable == 4 else variable
            self._connection.execute(f"INSERT INTO DATASHORTTEXT {columns} VALUES (?, ?, ?)", (number, place, entity))
        agreement = (number, 4, int(row["stance"] != "oppose"))
        self._connection.execute("INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)", agreement)

    def _entities_of(self, row: Json, told: Json) -> Iterator[int]:
        party = {"Party": row["party"]}
        person = "" if told["actor_type"] == "collective" else row["actor"]
        yield self._entity(1, person, party if person else {})
        yield self._entity(2, told["organization"], party)
        yield self._entity(3, told["issue_label"] or row["issue"], {"Issue": row["issue"]})
        if self._conditional:
            yield self._entity(5, row["stance"], {})
