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
