"""Coded news sentences to training examples of the event reader: labels of the sentence, roles of its characters.

In come the sentence file (one object a line, as in `data/sentences`) and whole articles coded under the guide, for the
kinds that each is coded for. Out go examples with targets and masks; a target that the coding does not tell is masked,
never guessed. No sentence leaves this module towards the package.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from communique.evaluation.training.codings import text_of, texts_of

PRESENCE = ("agree", "differ", "meeting", "commitment", "conditional")
STATUS = ("held", "planned", "cancelled")
FORMAT = ("bilateral", "multilateral", "call")
LABELS = PRESENCE + STATUS + FORMAT
ROLES = ("ally", "participant", "promiser", "alignment", "meeting", "commitment", "place", "when", "due")
CODES = {"agree": "a", "differ": "d", "meeting": "m", "commitment": "p"}
# How likely a label is that is read clearly where the coding has none
CLEAR_ALONE = {"agree": 0.5, "differ": 0.4, "meeting": 0.85, "commitment": 0.75}
DECIDED = ("agree", "differ", "commitment")
DOUBTFUL = 0.5  # how likely what another coder might leave out is
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


def read_spans(path: str | Path, texts: str | Path) -> list[Example]:
    """The sentences that `codings/sentences.jsonl` points at, with those of the first four labels that were coded.

    Raises:
        UsageError: a text is missing or not the one that was coded.
    """
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    found = texts_of({r["source_id"] for r in rows}, texts)
    examples = []
    for row in rows:
        labels: list[float | None] = [float(row[name]) if name in row else None for name in PRESENCE[:4]]
        sentence = text_of(row, found)[slice(*row["span"])]
        examples.append(Example(sentence, row["group"], row["source_id"], labels + [None] * (len(LABELS) - 4)))
    return examples


PARTS = {"a": ("ally",), "d": ("ally",), "m": ("participant", "place", "when"), "p": ("promiser", "due")}  # roles, by code


class Reading(NamedTuple):
    """What was read of one sentence: its span in the text, codes, and by role the spans of the words that play it."""

    start: int
    end: int
    codes: str
    parts: dict[str, list[tuple[int, int]]]
    meeting: str = ""  # its status and format, where one was told


class ReadArticle(NamedTuple):
    """The readings of an article, and what knows its text again."""

    source_id: str
    text_key: str
    sentences: list[Reading]


def read_readings(path: str | Path) -> dict[str, ReadArticle]:
    """What was read of single sentences, by article: a file like `codings/tellings.jsonl`."""
    lines = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    articles = [ReadArticle(line["source_id"], line["text_key"], list(map(_reading, line["sentences"]))) for line in lines]
    return {article.source_id: article for article in articles}


def _reading(row: Sequence[Any]) -> Reading:
    start, end, codes, *more = row
    told = dict(more[0]) if more else {}
    meeting = str(told.pop("meeting", ""))
    return Reading(start, end, codes, {part: [(a, b) for a, b in spans] for part, spans in told.items()}, meeting)


class Dealing(NamedTuple):
    """A sentence that tells of a dealing, by a coder of the whole article: which label, how likely, whether on a condition."""

    start: int
    end: int
    name: str
    likely: float
    is_conditional: bool


def read_dealings(path: str | Path) -> dict[str, list[Dealing]]:
    """The sentences of whole articles that tell of dealings, by article: a file like `codings/dealings.jsonl`.

    Not of meetings: such a coder names every sentence that touches on one, and a reader that learned from these was worse at
    the rows (see the model card).
    """
    found = {}
    for line in map(json.loads, Path(path).read_text(encoding="utf-8").splitlines()):
        told = [(row["relation"], row) for row in line["alignments"]] + [("commitment", row) for row in line["commitments"]]
        found[line["source_id"]] = [
            Dealing(start, end, name, DOUBTFUL if row.get("doubtful") else 1.0, bool(row.get("conditional")))
            for name, row in told
            for start, end in row["spans"]
        ]
    return found


def join_label(code: str, coded: float | None, name: str) -> float | None:
    """How likely a label is, by the reading of the sentence alone and by the coding of its article.

    A coder of a whole article puts a thing on record once, where it is told best, and leaves out half of the disputes; who reads
    single sentences finds nearly all that is coded and more.

    Args:
        code: `clear`, `weak` or "" of the reading.
        coded: what the coding says, None where it says nothing.

    Example:
        >>> join_label("clear", 0.0, "meeting"), join_label("", 1.0, "meeting"), join_label("weak", 1.0, "agree")
        (0.85, 0.4, 0.8)
    """
    if coded is None:
        return None
    if coded:
        return {"clear": 1.0, "weak": 0.8, "": 0.4}[code]
    return {"clear": CLEAR_ALONE[name], "weak": 0.2, "": 0.0}[code]


def read_articles(
    folder: str | Path,
    texts: str | Path,
    readings: dict[str, ReadArticle] | None = None,
    dealings: dict[str, list[Dealing]] | None = None,
) -> list[Example]:
    """The sentences of whole coded articles; `group` is the codebook. Labels of kinds that are not coded are unknown.

    Args:
        readings: what was read of single sentences; joined with the coding.
        dealings: what a coder of dealings alone found in the whole article; it stands for both where there is one.
    """
    gold = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(Path(folder).glob("*.json"))]
    by_id = texts_of({g["source_id"] for g in gold}, texts)
    found = readings or {}
    none = ReadArticle("", "", [])
    return [
        example
        for g, i in ((g, g["source_id"]) for g in gold)
        for example in _from_article(g, by_id[i], found.get(i, none).sentences, (dealings or {}).get(i))
    ]


def read_alone(readings: Sequence[ReadArticle], texts: str | Path) -> list[Example]:
    """The sentences that were read of articles that are not coded; `group` is `read`.

    Raises:
        UsageError: a text is missing or not the one that was read.
    """
    by_id = texts_of({article.source_id for article in readings}, texts)
    examples = []
    for article in readings:
        text = text_of(article._asdict(), by_id)
        for reading in article.sentences:
            labels: list[float | None] = [0.0] * 4
            example = Example(text[reading.start : reading.end], "read", article.source_id, labels + [None] * (len(LABELS) - 4))
            _join(example, reading.start, reading)
            examples.append(example)
    return examples


def _of_sentence(start: int, end: int, readings: Sequence[Reading]) -> Reading | None:
    """The reading of the sentence that lies there, None without one."""
    best = max(readings, key=lambda r: min(end, r.end) - max(start, r.start), default=None)
    return best if best and min(end, best.end) - max(start, best.start) >= 0.6 * (end - start) else None


def _join(example: Example, start: int, reading: Reading) -> None:
    """Join the first four labels of an example with what was read, and mark the words that play a part."""
    told = {c[0].lower(): "clear" if c[0].isupper() else "weak" for c in reading.codes.split()}
    for i, name in enumerate(PRESENCE[:4]):
        example.labels[i] = join_label(told.get(CODES[name], ""), example.labels[i], name)
    if "p" in told and example.labels[4] is None:
        example.labels[4] = float(any(c.lower() == "pc" for c in reading.codes.split()))
    if "m" in told and reading.meeting and example.labels[5] is None:
        words = reading.meeting.split()
        example.labels[5:] = [float(name in words) for name in STATUS + FORMAT]
    for code, parts in PARTS.items():
        if code not in told or not any(part in reading.parts for part in parts):
            continue
        for part in parts:
            spans = [(max(a - start, 0), b - start) for a, b in reading.parts.get(part, ())]
            example.roles[ROLES.index(part)] = [(a, b) for a, b in spans if b > 0 and a < len(example.text)]


def _decide(example: Example, dealings: Sequence[Dealing]) -> None:
    """Set labels of a sentence by the dealings of it: the coder read the whole article for these alone."""
    for name in DECIDED:
        example.labels[LABELS.index(name)] = max((d.likely for d in dealings if d.name == name), default=0.0)
    promised = [d.is_conditional for d in dealings if d.name == "commitment"]
    example.labels[LABELS.index("conditional")] = float(any(promised)) if promised else None


def _from_article(
    gold: dict[str, Any], text: str, readings: Sequence[Reading] = (), dealings: Sequence[Dealing] | None = None
) -> Iterator[Example]:
    """The sentences of an article; where the evidence is whole sentences, it does not tell which words matter."""
    alignments, meetings, commitments = (_placed(gold.get(kind), text) for kind in ("alignments", "meetings", "commitments"))
    for start, end in split_sentences(text):
        mine, met, promised = ([r for r in rows or () if _lies_in(r, start, end)] for rows in (alignments, meetings, commitments))
        kinds = {r["kind"] for r in mine}
        labels: list[float | None] = [float("agree" in kinds), float("differ" in kinds)]
        labels.append(None if meetings is None else float(bool(met)))
        labels.append(None if commitments is None else float(bool(promised)))
        labels.append(float(any(r["conditional"] for r in promised)) if promised else None)
        labels += _one_hot([r["status"] for r in met], STATUS) + [None] * len(FORMAT)
        example = Example(text[start:end], gold["codebook"], gold["source_id"], labels)
        if mine and not gold.get("whole_sentences"):
            example.roles[3] = [(max(r["start"] - start, 0), min(r["end"], end) - start) for r in mine]
        if reading := _of_sentence(start, end, readings):
            _join(example, start, reading)
        if dealings is not None:
            _decide(example, [d for d in dealings if _lies_in(d._asdict(), start, end)])
        yield example


def _placed(rows: list[dict[str, Any]] | None, text: str) -> list[dict[str, Any]] | None:
    """The rows with the characters of their evidence; None for a kind that is not coded."""
    if rows is None:
        return None
    starts = (text.find(r["evidence"]) for r in rows)
    return [{**r, "start": at, "end": at + len(r["evidence"])} for r, at in zip(rows, starts, strict=True)]


def _lies_in(row: dict[str, Any], start: int, end: int) -> bool:
    """Whether enough of the evidence lies in a sentence."""
    shared = min(row["end"], end) - max(row["start"], start)
    return bool(shared > 0 and (shared >= _SHORTEST or shared >= 0.5 * (end - start)))


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text, by punctuation alone; short scraps are left out."""
    at = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() - at >= _SHORTEST:
            yield at, match.start() + (0 if text[match.start()] == "\n" else len(match.group().rstrip()))
        at = match.end()
    if len(text) - at >= _SHORTEST:
        yield at, len(text)
