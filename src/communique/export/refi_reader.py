"""A REFI-QDA project or codebook of any program as documents, rows and codebooks, ready for a store.

A selection that an export of ours wrote says in its description what its row says; what a person changed in the other
program, its codes and its place, wins. Of other projects the selections are taken whose code is a stance below an issue, or
an issue beside a stance, and that belong to a case: the actor.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from communique.errors import BadInput
from communique.export.imported import (
    STANCES,
    Imported,
    ImportedDocument,
    ImportedRow,
    NotTaken,
    exported_row,
    is_machine,
    person_of,
)
from communique.export.material import fields_of
from communique.export.offsets import CODE_POINTS, Offsets
from communique.export.refi import RECORD
from communique.model.codebook import Codebook, Issue
from communique.model.record import KINDS

ROLES = ("source", "cue", "content")
MAX_MEMBER_BYTES = 64 * 2**20
_ID = re.compile(r"[^A-Za-z0-9._-]+")


def read_qdpx(path: str | Path, *, offsets: str = CODE_POINTS) -> Imported:
    """What a project holds.

    Args:
        offsets: `utf-16` for a program that counts so against the standard.

    Raises:
        BadInput: the file is no REFI-QDA project.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith(".qde")]
            if not names:
                raise BadInput(f"{path} is a zip archive without a .qde file: not a REFI-QDA project")
            root = _parse(_member(archive, names[0], path), path)
            return _Reader(root, archive, path, offsets).read()
    except (OSError, zipfile.BadZipFile) as err:
        raise BadInput(f"{path} cannot be read as a .qdpx archive ({str(err)[:80]})") from err


def read_qdc(path: str | Path) -> list[Codebook]:
    """The codebooks of a `.qdc` file: one for each folder of codes that an export of ours wrote, else one of all codes.

    Raises:
        BadInput: the file is no REFI-QDA codebook, or has no code.
    """
    path = Path(path)
    try:
        root = _parse(path.read_bytes(), path)
    except OSError as err:
        raise BadInput(f"{path} cannot be read ({err.strerror})") from err
    found = list(_codebooks(root, path.stem))
    if not found:
        raise BadInput(f"{path} has no code that can be applied: nothing to import")
    return found


def _parse(data: bytes, path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as err:
        raise BadInput(f"{path} is not well-formed XML ({str(err)[:80]})") from err
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    if root.tag not in ("Project", "CodeBook"):
        raise BadInput(f"{path} is XML, but not of REFI-QDA: its root is {str(root.tag)[:40]!r}")
    return root


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    if archive.getinfo(name).file_size > MAX_MEMBER_BYTES:
        raise BadInput(f"{path}: {name} is larger than {MAX_MEMBER_BYTES // 2**20} MB: no project is")
    return archive.read(name)


def _told(element: etree._Element) -> dict[str, str]:
    """The `name: value` lines of a description."""
    text = element.findtext("Description") or ""
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, sep, value in pairs if sep}


def slug(name: str) -> str:
    """A name as an id of a codebook.

    Example:
        >>> slug("Grain corridor!")
        'grain-corridor'
    """
    return _ID.sub("-", name.lower()).strip("-._") or "code"


def _codebooks(root: etree._Element, name: str) -> Iterator[Codebook]:
    tops = root.findall(".//Codes/Code")
    ours = [top for top in tops if "codebook" in _told(top)]
    for top in ours:
        issues = tuple(_issue(code) for code in top.findall("Code"))
        yield Codebook(_told(top)["codebook"], top.get("name", ""), issues)
    if not ours:
        codes = [code for code in root.iter("Code") if _is_issue(code)]
        by_id = {issue.id: issue for issue in map(_issue, codes)}
        if by_id:
            yield Codebook(slug(name), name, tuple(by_id.values()))


def _is_issue(code: etree._Element) -> bool:
    if code.get("name", "").lower() in STANCES or code.get("isCodable") == "false":
        return False
    below = [child.get("name", "").lower() for child in code.findall("Code")]
    return not below or any(name in STANCES for name in below)


def _issue(code: etree._Element) -> Issue:
    told, label = _told(code), code.get("name", "")
    keywords = tuple(k.strip() for k in told.get("keywords", "").split(",") if k.strip())
    about = " ".join((code.findtext("Description") or "").split()) if "support" not in told else ""
    support, oppose = told.get("support") or about or label, told.get("oppose") or f"not: {about or label}"
    return Issue(told.get("issue") or slug(label), label, support, oppose, keywords)


@dataclass(frozen=True, slots=True)
class _Code:
    """A code with the names above it, from the top."""

    names: tuple[str, ...]
    told: tuple[dict[str, str], ...]


@dataclass
class _Reader:
    root: etree._Element
    archive: zipfile.ZipFile
    path: Path
    offsets: str
    not_taken: list[NotTaken] = field(default_factory=list)

    def read(self) -> Imported:
        self.codes = dict(self._iter_codes())
        self.users = {_guid(u.get("guid")): u.get("name", "") for u in self.root.iter("User")}
        self.variables = {_guid(v.get("guid")): v.get("name", "") for v in self.root.iter("Variable")}
        self.actors: dict[str, tuple[str, str]] = {}
        for case in self.root.iter("Case"):
            party = self._values(case).get("party", "OTHER")
            for ref in case.findall("SelectionRef"):
                self.actors.setdefault(_guid(ref.get("targetGUID")), (case.get("name", ""), party))
        documents: list[ImportedDocument] = []
        rows: list[ImportedRow] = []
        for source in self.root.findall("Sources/*"):
            document = self._document(source)
            if isinstance(document, ImportedDocument):
                documents.append(document)
                rows += self._rows(source, document)
            else:
                self.not_taken.append(document)
        return Imported(documents, rows, self.not_taken, list(_codebooks(self.root, self.root.get("name") or self.path.stem)))

    def _iter_codes(self) -> Iterator[tuple[str, _Code]]:
        for code in self.root.iter("Code"):
            line = [*reversed(list(code.iterancestors("Code"))), code]
            yield _guid(code.get("guid")), _Code(tuple(c.get("name", "") for c in line), tuple(map(_told, line)))

    def _values(self, element: etree._Element) -> dict[str, str]:
        out = {}
        for value in element.findall("VariableValue"):
            ref = value.find("VariableRef")
            name = self.variables.get(_guid(ref.get("targetGUID")) if ref is not None else "", "")
            out[name.lower()] = next((v.text or "" for v in value if v.tag != "VariableRef"), "")
        return out

    def _document(self, source: etree._Element) -> ImportedDocument | NotTaken:
        name = source.get("name") or source.get("guid", "")
        where = f"{self.path.name}: source {name[:60]}"
        if source.tag != "TextSource":
            return NotTaken(where, f"a {source.tag}, not a text")
        text = source.findtext("PlainTextContent")
        inner = source.get("plainTextPath", "")
        if text is None:
            found = self._find(inner)
            if found is None:
                return NotTaken(where, f"its text {inner[:80]!r} is not in the archive")
            try:
                text = _member(self.archive, found, self.path).decode("utf-8-sig")
            except UnicodeDecodeError as err:
                return NotTaken(where, f"its text {inner[:80]!r} is not UTF-8 (byte {err.start})")
        values = self._values(source)
        return ImportedDocument(
            key=_guid(source.get("guid")),
            id=values.get("document_id") or f"{self.path.stem}/{name}",
            text=text,
            title=name if name != values.get("document_id") else None,
            outlet=values.get("outlet") or None,
            published=values.get("published") or values.get("date") or None,
            url=values.get("url") or None,
            byline=values.get("author") or None,
            text_sha256=values.get("text_sha256", ""),
            published_origin=values.get("published_origin", ""),
        )

    def _find(self, inner: str) -> str | None:
        """The member that `internal://…` names; programs differ in the case of the folder."""
        wanted = PurePosixPath(inner.removeprefix("internal://")).name.lower()
        return next((n for n in self.archive.namelist() if wanted and PurePosixPath(n).name.lower() == wanted), None)

    def _rows(self, source: etree._Element, document: ImportedDocument) -> Iterator[ImportedRow]:
        places = Offsets(document.text, self.offsets)
        attributions: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {}
        for selection in source.findall("PlainTextSelection"):
            where = f"{self.path.name}: selection {selection.get('guid')}"
            try:
                start = places.inward(int(selection.get("startPosition", "")))
                end = places.inward(int(selection.get("endPosition", "")))
            except ValueError:
                self.not_taken.append(NotTaken(where, "its positions are not whole numbers"))
                continue
            if not 0 <= start < end <= len(document.text):
                self.not_taken.append(NotTaken(where, f"its positions {start}–{end} lie outside the text"))
                continue
            yield from self._codings(selection, document, (start, end), where, attributions)
        for key, (fields, told, coder) in attributions.items():
            where = f"{self.path.name}: attribution {key}"
            yield exported_row("attributions", document.key, fields, where, told, coder=coder)

    def _codings(
        self, selection: etree._Element, document: ImportedDocument, span: tuple[int, int], where: str,
        attributions: dict[str, tuple[dict[str, Any], dict[str, Any], str]],
    ) -> Iterator[ImportedRow]:  # fmt: skip
        told = _json(selection.findtext("Description"))
        for coding in selection.findall("Coding"):
            ref = coding.find("CodeRef")
            code = self.codes.get(_guid(ref.get("targetGUID")) if ref is not None else "")
            user = self.users.get(_guid(coding.get("creatingUser") or selection.get("creatingUser")), "")
            if code is None:
                self.not_taken.append(NotTaken(where, "its code is not in the project"))
                continue
            made = _made(user, told)
            if told.get("row") == "attributions" and code.names[-1] in ROLES:
                bare = {k: v for k, v in fields_of(told).items() if k not in ROLES}
                found = attributions.setdefault(str(told.get("id")), (bare, told, made["coder"]))
                pieces = found[0].setdefault(code.names[-1], [])
                pieces.append(list(span))
                continue
            fields = self._fields(selection, code, told)
            if isinstance(fields, str):
                self.not_taken.append(NotTaken(where, fields))
                continue
            kind, values = fields
            words = {"quote" if kind == "quotes" else "evidence": document.text[span[0] : span[1]]}
            book = next((t["codebook"] for t in code.told if "codebook" in t), "")
            values |= words | {"start": span[0], "end": span[1]}
            yield exported_row(kind, document.key, values, where, told, **made, **({"codebook": book} if book else {}))

    def _fields(self, selection: etree._Element, code: _Code, told: dict[str, Any]) -> tuple[str, dict[str, Any]] | str:
        """The kind of a row and what it says, or why it is none."""
        kind, leaf = told.get("row"), code.names[-1].lower()
        if code.names[0] == RECORD:
            if kind not in KINDS:
                return f"its code {leaf!r} alone does not say what its row says"
            return kind, fields_of(told) | ({"kind": leaf} if leaf in ("agree", "differ") else {})
        stance, place = (leaf, -2) if leaf in STANCES and len(code.names) > 1 else (told.get("stance"), -1)
        if stance not in STANCES:
            return f"its code {code.names[-1][:40]!r} says no stance: put it below the issue as support, oppose or conditional"
        actor = self.actors.get(_guid(selection.get("guid"))) or (told.get("actor"), told.get("party"))
        if not actor[0]:
            return "it belongs to no case: the case is the actor"
        issue = code.told[place].get("issue") or slug(code.names[place])
        mode = told.get("mode", "indirect")
        return "statements", {"actor": actor[0], "party": actor[1] or "OTHER", "issue": issue, "stance": stance, "mode": mode}


def _made(user: str, told: dict[str, Any]) -> dict[str, str]:
    """Who coded a selection, and who had made the row that it was exported from: in an export they are one user."""
    maker = str(told.get("maker") or (user if is_machine(user) else ""))
    return {"coder": "" if is_machine(user) or user == person_of(maker) else user, "maker": maker}


def _json(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _guid(text: str | None) -> str:
    return (text or "").strip("{} ").lower()
