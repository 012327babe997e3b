"""Coded news sentences to training examples of the event reader: labels of the sentence, roles of its characters.

In come the sentence file (one object a line, as in `data/sentences`) and, for alignments only, whole articles coded
under the guide. Out go examples with targets and masks; a target that the coding does not tell is masked, never
guessed. No sentence leaves this module towards the package.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PRESENCE = ("agree", "differ", "meeting", "commitment", "conditional")
STATUS = ("held", "planned", "cancelled")
FORMAT = ("bilateral", "multilateral", "call")
LABELS = PRESENCE + STATUS + FORMAT
ROLES = ("ally", "participant", "promiser", "alignment", "meeting", "commitment", "place", "when", "due")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n\s*\n")
_SHORTEST = 20


@dataclass(slots=True)
class Example:
    """One sentence: `labels[i]` is 0..1 or None where unknown; `roles[r]` are character spans or None where unknown."""

    text: str
    group: str
    document: str
    labels: list[float | None]
    roles: list[list[tuple[int, int]] | None] = field(default_factory=lambda: [None] * len(ROLES))


def read_sentences(path: str | Path) -> list[Example]:
    """The examples of a gzipped sentence file; `group` is the batch."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_from_sentence(json.loads(line)) for line in lines]


def _from_sentence(row: dict[str, Any]) -> Example:
    text = row["sentence"]
    kinds = {a["kind"] for a in row["alignments"]}
    labels: list[float | None] = [float("agree" in kinds), float("differ" in kinds), float(bool(row["meetings"]))]
    labels.append(float(bool(row["commitments"])))
    labels.append(float(any(c["conditional"] for c in row["commitments"])) if row["commitments"] else None)
    labels += _one_hot([m["status"] for m in row["meetings"]], STATUS)
    labels += _one_hot([m["kind"] for m in row["meetings"]], FORMAT)
    roles: list[list[tuple[int, int]] | None] = [None] * len(ROLES)
    if row["alignments"]:
        roles[0] = _find(text, (p for a in row["alignments"] for p in a["parties"]))
        roles[3] = _find(text, (a["evidence"] for a in row["alignments"]))
    if row["meetings"]:
        roles[1] = _find(text, (p for m in row["meetings"] for p in m["participants"]))
        roles[4] = _find(text, (m["evidence"] for m in row["meetings"]))
        roles[6] = _find(text, (m["place"] for m in row["meetings"]))
        roles[7] = _find(text, (m["when"] for m in row["meetings"]))
    if row["commitments"]:
        roles[2] = _find(text, (p for c in row["commitments"] for p in c["by"]))
        roles[5] = _find(text, (c["evidence"] for c in row["commitments"]))
        roles[8] = _find(text, (c["due_text"] for c in row["commitments"]))
    return Example(text, row["batch"], row["document"], labels, roles)


def _one_hot(values: list[str], names: tuple[str, ...]) -> list[float | None]:
    if not values:
        return [None] * len(names)
    return [float(values[0] == name) for name in names]


def _find(text: str, words: Iterable[str | None]) -> list[tuple[int, int]]:
    found = set()
    for word in words:
        if word:
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                found.add(match.span())
    return sorted(found)


def read_articles(folder: str | Path, texts: str | Path) -> list[Example]:
    """The sentences of whole articles coded for alignments; `group` is the codebook. Other labels are unknown."""
    gold = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(Path(folder).glob("*.json"))]
    wanted = {g["source_id"] for g in gold}
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        by_id = {r["id"]: r["text"] for r in map(json.loads, lines) if r["id"] in wanted}
    return [example for g in gold for example in _from_article(g, by_id[g["source_id"]])]


def _from_article(gold: dict[str, Any], text: str) -> Iterator[Example]:
    evidence = [(a["kind"], text.find(a["evidence"]), len(a["evidence"])) for a in gold["alignments"]]
    for start, end in split_sentences(text):
        mine = [(k, max(s, start) - start, min(s + n, end) - start) for k, s, n in evidence if s < end and start < s + n]
        mine = [(k, a, b) for k, a, b in mine if b - a >= _SHORTEST or b - a >= 0.5 * (end - start)]
        kinds = {k for k, _, _ in mine}
        labels: list[float | None] = [float("agree" in kinds), float("differ" in kinds)] + [None] * (len(LABELS) - 2)
        example = Example(text[start:end], gold["codebook"], gold["source_id"], labels)
        if mine:
            example.roles[3] = [(a, b) for _, a, b in mine]
        yield example


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text, by punctuation alone; short scraps are left out."""
    at = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() - at >= _SHORTEST:
            yield at, match.start() + (0 if text[match.start()] == "\n" else len(match.group().rstrip()))
        at = match.end()
    if len(text) - at >= _SHORTEST:
        yield at, len(text)
