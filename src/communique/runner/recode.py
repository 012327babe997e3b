"""Which issues of a changed codebook a document is coded for again: the new and the changed ones, and no others.

The store tells under which version the same makers have read a document. The rows of issues that both versions have in the
same words stay as they were read, with their ids and what people decided about them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from communique.evaluation.codebook_diff import CodebookDiff, diff_codebooks
from communique.model.codebook import Codebook, PartOfCodebook
from communique.model.document import Document
from communique.model.record import Alignment
from communique.store.keys import document_key
from communique.store.results import Run
from communique.store.store import Store


@dataclass
class Recoder:
    """Finds the part of a codebook that a document is still to be coded for, and keeps count."""

    store: Store
    run: Run
    counts: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=lambda: defaultdict(int))
    _diffs: dict[tuple[str, str], CodebookDiff] = field(default_factory=dict)

    @cached_property
    def _versions(self) -> dict[str, Codebook]:
        return {codebook.sha256: codebook for codebook in self.store.codebooks()}

    def part_to_code(self, document: Document, codebook: Codebook | None) -> PartOfCodebook | None:
        """The part that is to be coded; None if all of it is, or there is nothing that could stay."""
        if codebook is None or not codebook.sha256:
            return None
        before = self._versions.get(self.store.version_read(document, run=self.run, codebook=codebook) or "")
        diff = self._diff(before, codebook) if before else None
        if diff is None or not diff.unchanged:
            return None
        self.counts[codebook.id, diff.to_code] += 1
        return PartOfCodebook(codebook.id, codebook.title, codebook.issues, codebook.sha256, codebook.path, diff.to_code)

    def _diff(self, before: Codebook, codebook: Codebook) -> CodebookDiff:
        key = (before.sha256, codebook.sha256)
        if key not in self._diffs:
            self._diffs[key] = diff_codebooks(before, codebook)
        return self._diffs[key]

    def needs_reading(self, document: Document, part: PartOfCodebook) -> bool:
        """Whether the text has to be read for it: not where issues were only removed, and no alignment was on one of them."""
        if part.to_code:
            return True
        known = {issue.id for issue in part.issues}
        rows = self.store.iter_rows("alignments", document=document_key(document.text_sha256), codebook=part.id)
        return any(isinstance(r.row, Alignment) and r.row.issue and r.row.issue not in known for r in rows)

    def notes(self) -> list[str]:
        """What was coded again, for a person."""
        return [
            f"{codebook}: {n} documents coded again for {', '.join(issues) or 'no issue'} only; rows on unchanged issues stay"
            for (codebook, issues), n in self.counts.items()
        ]
