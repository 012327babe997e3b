"""What the record has said of one document over time, to tell what a row of a file was when it was exported.

A file may be older than the record: a row that is in it as it was exported says nothing new, whatever people have decided
since. So rows of files are compared with all versions, and never with the one alone that stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.export.imported import ImportedRow, is_machine, person_of
from communique.export.material import said_of
from communique.store.results import StoredRow
from communique.store.store import Store

_STATEMENT = ("start", "end", "actor", "party", "issue", "stance")  # the same in whatever mode it is made known


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a row: as it is kept, and under the names that people gave to actors, as exports have it."""

    stored: StoredRow
    kept: Mapping[str, Any]
    named: Mapping[str, Any]

    def changes_to(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields in which a row of a file says something else."""
        told = {k: v for k, v in fields.items() if k in self.kept}
        return {k: v for k, v in told.items() if _plain(v) not in (_plain(self.kept[k]), _plain(self.named[k]))}

    def says(self, fields: Mapping[str, Any], codebook: str) -> bool:
        """Whether a row of a file says the same at the same place."""
        if codebook and self.stored.codebook not in ("", codebook):
            return False
        if self.stored.kind == "statements":
            fields = {name: fields.get(name) for name in _STATEMENT}
        return not self.changes_to(fields) and ("start" in fields or self.stored.kind == "attributions")

    def is_said(self, key: str) -> bool:
        """Whether an export of this version has the key (`said_of`)."""
        return key in (said_of(self.stored.kind, self.kept), said_of(self.stored.kind, self.named))


class RowHistory:
    """The rows of one kind in one document, with all their versions, oldest first."""

    def __init__(self, versions: Sequence[Version] = (), standing: Sequence[str] = ()) -> None:
        self._versions = versions
        self._standing = {v.stored.id: v for v in versions if _key(v.stored) in standing}

    def standing(self, row_id: str) -> Version | None:
        """The row with this id as it stands, rejected or not."""
        return self._standing.get(row_id)

    def find_exported(self, row: ImportedRow) -> Version | None:
        """The version that a row of a file was exported from, if the file says enough to know it."""
        versions = [v for v in self._versions if v.stored.id == row.row_id] if row.row_id else []
        if row.said:
            found = [v for v in versions if v.is_said(row.said)]
        elif row.reviewed_at is None:
            found = []
        elif row.reviewed_at:
            found = [v for v in versions if v.stored.made_at == row.reviewed_at]
        else:
            found = [v for v in versions if v.stored.status == "read" and _is_made_so(v, row)]
        return found[-1] if found else None

    def find_standing(self, fields: Mapping[str, Any], codebook: str) -> Version | None:
        """A row that says the same as it stands."""
        return next((v for v in self._standing.values() if v.says(fields, codebook)), None)

    def find_earlier(self, row: ImportedRow, fields: Mapping[str, Any], codebook: str, coder: str) -> Version | None:
        """A version that said the same before people or newer makers said otherwise, if the row of the file is that one.

        A person who codes anew what another person has corrected is heard; a machine, or who said so before, is not.
        """
        is_old = is_machine(row.maker) or bool(row.row_id and not row.is_changed)
        found = (v for v in self._versions if v.says(fields, codebook))
        return next((v for v in found if is_old or person_of(v.stored.row.maker) == (row.person or coder)), None)


def read_history(store: Store, kind: str, document: str) -> RowHistory:
    """The history of a kind of rows in a document of the store."""
    standing = [_key(row) for row in store.iter_rows(kind, document=document, include_rejected=True)]
    return RowHistory(list(_iter_versions(store, kind, document)), standing)


def _iter_versions(store: Store, kind: str, document: str) -> Iterator[Version]:
    for stored, named in store.iter_versions(kind, document):
        yield Version(stored, stored.row.to_json(), named)


def _key(stored: StoredRow) -> str:
    return f"{stored.id} {stored.made_at} {stored.judgement_id} {stored.run_id}"


def _is_made_so(version: Version, row: ImportedRow) -> bool:
    is_as_sure = row.confidence is None or abs(row.confidence - version.stored.row.confidence) < 1e-3
    return is_as_sure and row.maker == version.stored.row.maker


def _plain(value: Any) -> Any:
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value
