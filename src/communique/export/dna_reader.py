"""A `.dna` file of DNA 2 or 3 as documents and statements, ready for a store.

DNA's person or organization is the actor, its concept the issue, its agreement the stance (1 support, 0 oppose). The
party is the attribute `Party` that an export of ours has; else the organization where it is a party's code, else what
`parties` says, else `OTHER`.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from communique.errors import BadInput
from communique.export.imported import STANCES, Imported, ImportedDocument, ImportedRow, NotTaken, is_machine
from communique.export.offsets import CODE_POINTS, Offsets
from communique.export.parties import party_of

ADMIN = "Admin"  # the coder that every file of DNA has, whoever uses it
Values = dict[int, dict[str, Any]]
VARIABLES = {"person": "person", "organization": "organization", "concept": "concept", "agreement": "agreement"}


def read_dna(
    path: str | Path,
    *,
    variables: Mapping[str, str] | None = None,
    parties: Mapping[str, str] | None = None,
    offsets: str = CODE_POINTS,
) -> Imported:
    """What the file holds.

    Args:
        variables: our names (person, organization, concept, agreement) to those of the file, where they differ.
        parties: the party of an organization or person.
        offsets: `utf-16` where statements were coded in DNA's editor in texts with emoji.

    Raises:
        BadInput: the file is no SQLite database, or none of DNA.
    """
    path = Path(path)
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return _Reader(connection, path, VARIABLES | dict(variables or {}), parties or {}, offsets).read()
    except sqlite3.Error as err:
        raise BadInput(f"{path} is not a file of DNA 2 or 3 ({str(err)[:80]}); a connection profile (.dnc) is none") from err


@dataclass(frozen=True)
class _Reader:
    connection: sqlite3.Connection
    path: Path
    variables: Mapping[str, str]
    parties: Mapping[str, str]
    offsets: str

    def read(self) -> Imported:
        tables = {row[0] for row in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"DOCUMENTS", "STATEMENTS", "VARIABLES"} <= tables:
            raise BadInput(
                f"{self.path} is an SQLite database, but not of DNA: it has no table DOCUMENTS, STATEMENTS or VARIABLES"
            )
        is_new = "ENTITIES" in tables
        documents = [self._document(row, is_new) for row in self.connection.execute("SELECT * FROM DOCUMENTS ORDER BY ID")]
        values, attributes = self._values(is_new), self._attributes() if is_new else {}
        coders = dict(self.connection.execute("SELECT ID, Name FROM CODERS").fetchall()) if "CODERS" in tables else {}
        texts = {d.key: d.text for d in documents}
        places = {key: Offsets(text, self.offsets) for key, text in texts.items()}
        rows: list[ImportedRow] = []
        not_taken: list[NotTaken] = []
        for stmt in self.connection.execute("SELECT * FROM STATEMENTS ORDER BY ID"):
            where, key = f"{self.path.name}: statement {stmt['ID']}", str(stmt["DocumentId"])
            found = self._row(stmt, values.get(stmt["ID"], {}), attributes, where)
            if isinstance(found, str):
                not_taken.append(NotTaken(where, found))
                continue
            if key not in texts:
                not_taken.append(NotTaken(where, f"its document {key} is not in the file"))
                continue
            start, end = places[key].inward(stmt["Start"]), places[key].inward(stmt["Stop"])
            if not 0 <= start < end <= len(texts[key]):
                not_taken.append(NotTaken(where, f"its span {stmt['Start']}–{stmt['Stop']} lies outside the text"))
                continue
            span = {"start": start, "end": end, "evidence": texts[key][start:end]}
            name = str(coders.get(stmt["Coder"], ""))
            maker, coder = (name, "") if is_machine(name) else ("", name if name != ADMIN else "")
            rows.append(ImportedRow("statements", key, found | span, where, coder, maker=maker))
        return Imported(documents, rows, not_taken)

    def _document(self, row: sqlite3.Row, is_new: bool) -> ImportedDocument:
        seconds = row["Date"] if is_new else row["Date"] / 1000
        word, _, rest = (row["Notes"] or "").partition(" ")
        mark, _, given = rest.partition(" ") if word == "communique" else ("", "", "")
        sha256, _, origin = mark.partition(":")
        return ImportedDocument(
            key=str(row["ID"]),
            id=given or f"{self.path.stem}-{row['ID']}",
            text=row["Text"],
            title=None if row["Title"] in (None, "", given) else row["Title"],  # an export calls an untitled document by its id
            outlet=row["Source"] or None,
            published=_date(seconds),
            byline=row["Author"] or None,
            text_sha256=sha256,
            published_origin=origin,
        )

    def _values(self, is_new: bool) -> Values:
        """The values of each statement by the name of the variable."""
        short = "SELECT d.StatementId, v.Variable, {} FROM DATASHORTTEXT d JOIN VARIABLES v ON v.ID = d.VariableId"
        queries = [f"SELECT d.StatementId, v.Variable, d.Value FROM {t} d JOIN VARIABLES v ON v.ID = d.VariableId"
                   for t in ("DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT")]  # fmt: skip
        queries.append(short.format("e.Value") + " JOIN ENTITIES e ON e.ID = d.Entity" if is_new else short.format("d.Value"))
        out: Values = defaultdict(dict)
        for query in queries:
            for statement, variable, value in self.connection.execute(query):
                out[statement][variable] = value
        return out

    def _attributes(self) -> dict[tuple[str, str], str]:
        """Our own attributes of entities: the party of an organization or person, the issue of a concept."""
        query = """SELECT v.Variable, e.Value, a.AttributeValue FROM ATTRIBUTEVALUES a
            JOIN ATTRIBUTEVARIABLES n ON n.ID = a.AttributeVariableId JOIN ENTITIES e ON e.ID = a.EntityId
            JOIN VARIABLES v ON v.ID = e.VariableId WHERE n.AttributeVariable IN ('Party', 'Issue') AND a.AttributeValue <> ''"""
        return {(variable, value): found for variable, value, found in self.connection.execute(query)}

    def _row(
        self, stmt: sqlite3.Row, values: dict[str, Any], attributes: dict[tuple[str, str], str], where: str
    ) -> dict[str, Any] | str:
        """The fields of a statement, or why it is none."""
        person, organization, concept, agreement = (values.get(self.variables[name]) for name in VARIABLES)
        if concept is None and agreement is None:
            return "its type has no concept and no agreement: only statements about issues are taken"
        if not concept:
            return "it has no concept, which is the issue"
        actor = person or organization
        if not actor:
            return "it has neither a person nor an organization"
        stance = values.get("stance") or {1: "support", 0: "oppose", "1": "support", "0": "oppose"}.get(agreement)
        if stance not in STANCES:
            return f"its agreement is {str(agreement)[:20]!r}; 1 is support and 0 is oppose"
        party = attributes.get((self.variables["organization"], organization or "")) or self._party(organization or "", actor)
        issue = attributes.get((self.variables["concept"], concept)) or concept
        return {"actor": actor, "party": party, "issue": issue, "stance": stance, "mode": "indirect"}

    def _party(self, organization: str, actor: str) -> str:
        return self.parties.get(organization) or self.parties.get(actor) or party_of(organization)


def _date(seconds: float) -> str | None:
    """The wall clock that DNA keeps as if it were UTC; None for its zero."""
    if not seconds:
        return None
    moment = datetime.fromtimestamp(seconds, tz=UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="seconds") if moment.time().isoformat() != "00:00:00" else moment.date().isoformat()
