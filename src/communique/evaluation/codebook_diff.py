"""Two versions of a codebook in, what changed out: which issues' rows are outdated and which still hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from communique.model.codebook import Codebook, Issue

CODING = ("support", "oppose", "label", "keywords")  # what the reader and retrieval look at


@dataclass(frozen=True, slots=True)
class Changed:
    """An issue that both versions have, with the keys whose text differs."""

    issue: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodebookDiff:
    """The issues of two versions, by what became of them, each in the order of the newer version (removed: the older)."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[str, ...]
    renamed: tuple[str, str] | None = None  # the ids, if they differ: then these are two codebooks
    retitled: tuple[str, str] | None = None  # the titles, if they differ: no row is outdated by that

    @property
    def outdated(self) -> tuple[str, ...]:
        """The issues whose rows the change makes outdated: removed or changed."""
        return (*(c.issue for c in self.changed), *self.removed)

    @property
    def to_code(self) -> tuple[str, ...]:
        """The issues that must be coded (again): changed or added."""
        return (*(c.issue for c in self.changed), *self.added)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        changed = [{"issue": c.issue, "keys": list(c.keys)} for c in self.changed]
        lists = {"added": list(self.added), "removed": list(self.removed), "changed": changed, "unchanged": list(self.unchanged)}
        return {**lists, "id": list(self.renamed or ()), "title": list(self.retitled or ())}


def diff_codebooks(old: Codebook, new: Codebook) -> CodebookDiff:
    """What changed from the older to the newer version, issue by issue; an issue that only moved is unchanged.

    Example:
        >>> book = Codebook("fish", "Fishing", (Issue("quota", "Quotas", "Lower them.", "Keep them."),))
        >>> wider = Codebook("fish", "Fishing", (Issue("quota", "Quotas", "Lower them all.", "Keep them."),))
        >>> diff_codebooks(book, wider).outdated
        ('quota',)
    """
    before, after = {i.id: i for i in old.issues}, {i.id: i for i in new.issues}
    both = [(before[i.id], i) for i in new.issues if i.id in before]
    changed = [Changed(b.id, keys) for a, b in both if (keys := _changed_keys(a, b))]
    return CodebookDiff(
        added=tuple(i for i in after if i not in before),
        removed=tuple(i for i in before if i not in after),
        changed=tuple(changed),
        unchanged=tuple(b.id for a, b in both if not _changed_keys(a, b)),
        renamed=(old.id, new.id) if old.id != new.id else None,
        retitled=(old.title, new.title) if old.title != new.title else None,
    )


def _changed_keys(old: Issue, new: Issue) -> tuple[str, ...]:
    return tuple(key for key in CODING if getattr(old, key) != getattr(new, key))
