"""A codebook: the issues a researcher asks about, each with what counts as support and as opposition.

The YAML file is read and validated in `communique.coding.codebook`; these records are what coding gets.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One entry: an id, a short label, the statement that counts as support and the one that counts as opposition."""

    id: str
    label: str
    support: str
    oppose: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A set of issues with an id and a title; `sha256` is that of the canonical JSON, the version rows refer to."""

    id: str
    title: str
    issues: tuple[Issue, ...]
    sha256: str = ""
    path: str = ""

    def codes(self, issue: str) -> bool:
        """Whether rows on this issue are made; on every issue, but for a part of a codebook."""
        return True


@dataclass(frozen=True, slots=True)
class PartOfCodebook(Codebook):
    """A codebook under which a document was coded before: rows are made on the issues of `to_code`, the others stand.

    It holds all issues, since which of them a sentence bears on is decided among all.
    """

    to_code: tuple[str, ...] = ()

    def codes(self, issue: str) -> bool:
        """Whether rows on this issue are made."""
        return issue in self.to_code
