"""The record as a REFI-QDA project (`.qdpx`) or codebook (`.qdc`), which QualCoder, MAXQDA, NVivo and ATLAS.ti read.

A codebook is a folder of codes, an issue a code, its stances codes below it; the other kinds of rows have codes of their
own. Actors are cases. The standard counts positions in Unicode code points of the plain text (section 10.2), which is
how spans count; for a program that counts UTF-16 there is `offsets`. Ids are UUIDs made of the rows' ids, so that a second
export of the same record is the same project. What a row says stands as JSON in its selection's description.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from lxml import etree

from communique.errors import UsageError
from communique.export.cells import utf8_text, xml_text
from communique.export.material import Json, Material, actor_id, note_of
from communique.export.offsets import CODE_POINTS, Offsets
from communique.files import whole_path
from communique.model.codebook import Codebook
from communique.model.record import KINDS

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ROOT = UUID("6f1f2f63-2d8c-5f0e-9d6a-7a0c7d1b0b5e")
STANCES = {"support": "#0077BB", "oppose": "#EE7733", "conditional": "#BBBBBB"}
RECORD = "record"
KIND_CODES = {
    "statements": (),
    "alignments": ("agree", "differ"),
    "meetings": ("meeting",),
    "commitments": ("commitment",),
    "figures": ("figure",),
    "quotes": ("quote",),
    "attributions": ("source", "cue", "content"),
}
MAX_NAME_CHARS = 100
_EPOCH = (1980, 1, 1, 0, 0, 0)  # what a zip file can hold; the same for every export


def guid(*parts: object) -> str:
    """The UUID of something, the same at every export."""
    return str(uuid5(ROOT, "\x1f".join(map(str, parts))))


def write_qdpx(
    material: Material, out: str | Path, *, kinds: Sequence[str] = KINDS, offsets: str = CODE_POINTS
) -> dict[str, int]:
    """Write a project; documents and rows of each kind.

    Args:
        kinds: the kinds of rows to write.
        offsets: `code-points` as the standard has it, or `utf-16`.

    Raises:
        UsageError: a kind is unknown.
        StoreUnwritable: the file cannot be written.
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise UsageError(f"no rows of kind {unknown[0][:40]!r}; the kinds are {', '.join(KINDS)}")
    with whole_path(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        project = _Project(material, kinds, offsets)
        for record in material.texts():
            path, data = project.add(record)
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("project.qde", _EPOCH), project.to_xml(), zipfile.ZIP_DEFLATED)
    return project.counts


def write_qdc(material: Material, out: str | Path) -> dict[str, int]:
    """Write the codebooks alone; how many there are.

    Raises:
        UsageError: the record has no codebook.
    """
    if not material.codebooks:
        raise UsageError("the record has no codebook: run with --codebook first")
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK}, origin=f"communique {material.version}")
    codes = etree.SubElement(root, f"{{{CODEBOOK}}}Codes")
    for book in material.codebooks.values():
        codes.append(codebook_element(book, CODEBOOK))
    with whole_path(out) as part:
        part.write_bytes(_to_bytes(root))
    return {"codebooks": len(material.codebooks)}


def codebook_element(book: Codebook, namespace: str) -> etree._Element:
    """A codebook as a folder of codes: issues, and stances below them; the descriptions hold all that it says."""
    top = _code(None, namespace, guid("codebook", book.id), book.title or book.id, f"codebook: {book.id}", is_codable=False)
    for issue in book.issues:
        lines = [f"issue: {issue.id}", f"support: {issue.support}", f"oppose: {issue.oppose}"]
        lines += [f"keywords: {', '.join(issue.keywords)}"] if issue.keywords else []
        code = _code(top, namespace, guid("issue", book.id, issue.id), issue.label or issue.id, "\n".join(lines))
        for stance, colour in STANCES.items():
            told = {"support": issue.support, "oppose": issue.oppose}.get(stance, "")
            _code(code, namespace, guid("stance", book.id, issue.id, stance), stance, told, colour=colour)
    return top


def _code(
    parent: etree._Element | None, namespace: str, key: str, name: str, about: str = "", *, is_codable: bool = True,
    colour: str = "",
) -> etree._Element:  # fmt: skip
    values = {"guid": key, "name": xml_text(name), "isCodable": str(is_codable).lower()} | ({"color": colour} if colour else {})
    code = etree.Element(f"{{{namespace}}}Code", values) if parent is None else _sub(parent, f"{{{namespace}}}Code", values)
    if about:
        _sub(code, f"{{{namespace}}}Description", {}).text = xml_text(about)
    return code


def _sub(parent: etree._Element, tag: str, values: dict[str, str]) -> etree._Element:
    return etree.SubElement(parent, tag, values)


def _to_bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


class _Project:
    """The XML of a project, filled document by document; its parts are put in the order of the schema at the end."""

    def __init__(self, material: Material, kinds: Iterable[str], offsets: str) -> None:
        self._material = material
        self._kinds = [kind for kind in KINDS if kind in kinds]
        self._offsets = offsets
        self._users: dict[str, str] = {}
        self._issues: dict[tuple[str, str], None] = {}  # issues that rows name but no codebook has
        self._cases: dict[tuple[str, str], list[str]] = {}
        self._sources: list[etree._Element] = []
        self._known = {(b.id, i.id) for b in material.codebooks.values() for i in b.issues}
        self.counts = {"documents": 0} | dict.fromkeys(self._kinds, 0)

    def add(self, record: Json) -> tuple[str, bytes]:
        """Add a document with its rows; the path of its text in the archive, and the text."""
        key = guid("document", record["text_sha256"], record["id"])
        name = xml_text(record["title"] or record["id"])
        source = etree.Element(_tag("TextSource"), guid=key, name=name, plainTextPath=f"internal://{key}.txt")
        _sub(source, _tag("Description"), {}).text = xml_text(_about(record))
        places = Offsets(record["text"], self._offsets)
        for kind in self._kinds:
            for row in record[kind]:
                self._rows(source, places, record, kind, row)
                self.counts[kind] += 1
        for variable, value in _document_values(record).items():
            _value(source, variable, value)
        self._sources.append(source)
        self.counts["documents"] += 1
        return f"sources/{key}.txt", utf8_text(record["text"]).encode("utf-8")

    def _rows(self, source: etree._Element, places: Offsets, record: Json, kind: str, row: Json) -> None:
        """One selection a row; of an attribution one for each piece of its roles."""
        told = json.dumps(note_of(kind, row), ensure_ascii=False)
        if kind == "attributions":
            for role in KIND_CODES[kind]:
                for n, piece in enumerate(row[role]):
                    code = guid("kind", role)
                    self._selection(source, places, record, (row, f"{role}{n}", piece, code, told))
            return
        code = self._code_of(kind, row)
        key = self._selection(source, places, record, (row, "", (row["start"], row["end"]), code, told))
        for name, party in _actors_of(kind, row):
            self._cases.setdefault((name, party), []).append(key)

    def _code_of(self, kind: str, row: Json) -> str:
        if kind == "statements":
            book = row.get("codebook") or ""
            if (book, row["issue"]) not in self._known:
                self._issues[book, row["issue"]] = None
            return guid("stance", book, row["issue"], row["stance"])
        return guid("kind", row["kind"] if kind == "alignments" else KIND_CODES[kind][0])

    def _selection(
        self, source: etree._Element, places: Offsets, record: Json, made: tuple[Json, str, Sequence[int], str, str]
    ) -> str:
        row, part, (start, end), code, told = made
        key, user, at = guid("row", row["id"], part), self._user(row["maker"]), self._material.made_at
        words = " ".join(record["text"][start:end].split())[:MAX_NAME_CHARS]
        values = {"guid": key, "name": xml_text(words), "startPosition": str(places.outward(start))}
        values |= {"endPosition": str(places.outward(end)), "creatingUser": user, "creationDateTime": at}
        selection = _sub(source, _tag("PlainTextSelection"), values)
        _sub(selection, _tag("Description"), {}).text = xml_text(told)
        coding = {"guid": guid("coding", row["id"], part), "creatingUser": user, "creationDateTime": at}
        _sub(_sub(selection, _tag("Coding"), coding), _tag("CodeRef"), {"targetGUID": code})
        return key

    def _user(self, maker: str) -> str:
        name = maker.removeprefix("human:").rpartition("@")[0] if maker.startswith("human:") else maker
        return self._users.setdefault(name, guid("user", name))

    def to_xml(self) -> bytes:
        """The whole project."""
        values = {"name": xml_text(self._material.title), "origin": f"communique {self._material.version}"}
        root = etree.Element(_tag("Project"), values | {"creationDateTime": self._material.made_at}, nsmap={None: PROJECT})
        if self._users:
            users = _sub(root, _tag("Users"), {})
            for name, key in self._users.items():
                _sub(users, _tag("User"), {"guid": key, "name": xml_text(name)})
        self._codes(root)
        variables = _sub(root, _tag("Variables"), {})
        for name in VARIABLES:
            _sub(variables, _tag("Variable"), {"guid": guid("variable", name), "name": name, "typeOfVariable": "Text"})
        self._case_elements(root)
        if self._sources:
            _sub(root, _tag("Sources"), {}).extend(self._sources)
        return _to_bytes(root)

    def _codes(self, root: etree._Element) -> None:
        codes = _sub(_sub(root, _tag("CodeBook"), {}), _tag("Codes"), {})
        for book in self._material.codebooks.values():
            codes.append(codebook_element(book, PROJECT))
        for book_id, issue in self._issues:
            code = _code(codes, PROJECT, guid("issue", book_id, issue), issue, f"issue: {issue}")
            for stance, colour in STANCES.items():
                _code(code, PROJECT, guid("stance", book_id, issue, stance), stance, colour=colour)
        others = _code(codes, PROJECT, guid("kind", RECORD), RECORD, "what is read without a codebook", is_codable=False)
        for kind in KINDS:
            for name in KIND_CODES[kind]:
                _code(others, PROJECT, guid("kind", name), name)

    def _case_elements(self, root: etree._Element) -> None:
        if not self._cases:
            return
        cases = _sub(root, _tag("Cases"), {})
        for (name, party), selections in self._cases.items():
            case = _sub(cases, _tag("Case"), {"guid": guid("case", actor_id(name, party)), "name": xml_text(name)})
            _value(case, "party", party)
            for key in selections:
                _sub(case, _tag("SelectionRef"), {"targetGUID": key})


VARIABLES = ("party", "document_id", "outlet", "published", "url", "author", "text_sha256", "published_origin")


def _tag(name: str) -> str:
    return f"{{{PROJECT}}}{name}"


def _about(record: Json) -> str:
    return ", ".join(value for value in (record["outlet"], record["published"], record["id"]) if value)


def _document_values(record: Json) -> dict[str, str | None]:
    named = {name: record.get(name) for name in ("outlet", "published", "url", "text_sha256", "published_origin")}
    return {"document_id": record["id"], **named, "author": record.get("byline")}


def _value(parent: etree._Element, variable: str, value: Any) -> None:
    if value:
        element = _sub(parent, _tag("VariableValue"), {})
        _sub(element, _tag("VariableRef"), {"targetGUID": guid("variable", variable)})
        _sub(element, _tag("TextValue"), {}).text = xml_text(str(value))


def _actors_of(kind: str, row: Json) -> list[tuple[str, str]]:
    if kind == "meetings":
        return [(p["name"], p["party"]) for p in row["participants"]]
    name = row.get("actor") if kind == "statements" else row.get("speaker")
    return [(name, row["party"])] if name else []
