"""Annotated reports to training windows: what the encoder is fed and the role of each word for each cue.

In: JSON Lines in the form of `communique read` (`id`, `text`, `attributions` with offsets), or a folder of brat files.
Out: windows of word pieces with labels. Needs tokenizers and numpy, not PyTorch.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.errors import BadInput
from communique.model.paragraph import split_paragraphs
from communique.models.attribution_input import CONTENT, CUE, OTHER, SOURCE, Encoded, Tokenizer, encode_text, pack_windows
from communique.models.attribution_input import Window as InputWindow

Ints = npt.NDArray[np.int64]
ROLES = {"source": SOURCE, "cue": CUE, "content": CONTENT}

# The auxiliary task gives every word one tag, whichever attribution it belongs to.
TAG_CUE_FIRST, TAG_CUE_LATER, TAG_SOURCE, TAG_CONTENT = 1, 2, 3, 4
N_TAGS = 5


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated report; each attribution maps a role to its spans."""

    id: str
    text: str
    attributions: tuple[dict[str, list[tuple[int, int]]], ...]


@dataclass(slots=True)
class Example:
    """A report as word indexes: the encoded text, and for each first word of a cue the role of the words it governs."""

    id: str
    encoded: Encoded
    roles: dict[int, dict[int, int]] = field(default_factory=dict)
    tags: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class TrainingWindow:
    """One window with its labels: `cues` are word numbers inside the window, `labels` has one row for each of them."""

    window: InputWindow
    cues: Ints
    labels: Ints
    tags: Ints


def read_corpus(path: Path) -> list[Annotated]:
    """The annotated reports of a JSON Lines file (also `.gz`) or of a folder of brat files, sorted by id.

    Raises:
        BadInput: the path holds neither, or a line lacks `id`, `text` or `attributions`.
    """
    if path.is_dir():
        reports = list(_iter_brat(path))
    else:
        try:
            with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
                reports = [_from_json(json.loads(line), f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]
        except (OSError, ValueError) as err:
            raise BadInput(f"{path}: cannot be read as JSON Lines: {err}") from err
    if not reports:
        raise BadInput(f"{path}: no annotated reports; give JSON Lines, or a folder of .txt files with .ann files beside them")
    return sorted(reports, key=lambda report: report.id)


def _from_json(row: Any, where: str) -> Annotated:
    if not isinstance(row, dict) or not {"id", "text", "attributions"} <= row.keys():
        raise BadInput(f"{where}: a line needs `id`, `text` and `attributions`")
    attributions = tuple({role: [(int(s), int(e)) for s, e in a.get(role) or ()] for role in ROLES} for a in row["attributions"])
    return Annotated(str(row["id"]), row["text"], attributions)


_TEXT_BOUND = re.compile(r"(T\d+)\t(\w+?)\d* ((?:\d+ \d+;?)+)\t")
_EVENT = re.compile(r"(E\d+)\t(.+)")


def _iter_brat(folder: Path) -> Iterator[Annotated]:
    """Reports annotated in the PolNeAR style: events whose arguments are Source, Cue and Content spans (numbered or not)."""
    for ann in sorted(folder.rglob("*.ann")):
        txt = ann.with_suffix(".txt")
        if not txt.is_file():
            raise BadInput(f"{ann}: no {txt.name} beside it")
        spans: dict[str, list[tuple[int, int]]] = {}
        attributions: list[dict[str, list[tuple[int, int]]]] = []
        for line in ann.read_text(encoding="utf-8").splitlines():
            if bound := _TEXT_BOUND.match(line):
                spans[bound[1]] = [(int(s), int(e)) for s, e in (pair.split() for pair in bound[3].strip(";").split(";"))]
            elif event := _EVENT.match(line):
                attributions.append(_brat_event(event[2], spans))
        kept = tuple(a for a in attributions if a["content"])
        yield Annotated(ann.relative_to(folder).with_suffix("").as_posix(), txt.read_bytes().decode("utf-8"), kept)


def _brat_event(arguments: str, spans: dict[str, list[tuple[int, int]]]) -> dict[str, list[tuple[int, int]]]:
    roles: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    for argument in arguments.split():
        name, _, target = argument.partition(":")
        role = name.rstrip("0123456789").lower()
        if role in roles:
            roles[role].extend(spans.get(target, ()))
    return {role: sorted(set(found)) for role, found in roles.items()}


def make_example(report: Annotated, tokenizer: Tokenizer, limit: int) -> Example:
    """One report as word indexes. An attribution without a cue cannot be learned from and is left out."""
    example = Example(report.id, encode_text(report.text, split_paragraphs(report.text), tokenizer, limit))
    starts = np.array([w.start for w in example.encoded.words], dtype=np.int64)
    ends = np.array([w.end for w in example.encoded.words], dtype=np.int64)
    for attribution in report.attributions:
        by_word: dict[int, int] = {}
        for role in ("content", "source", "cue"):  # a word of two roles gets the later one
            for start, end in attribution[role]:
                first, last = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
                by_word.update(dict.fromkeys(range(first, last), ROLES[role]))
        cue = sorted(i for i, role in by_word.items() if role == CUE)
        if cue and CONTENT in by_word.values():
            example.roles[cue[0]] = by_word
    example.tags = _tags(example.roles)
    return example


def _tags(roles: dict[int, dict[int, int]]) -> dict[int, int]:
    tags: dict[int, int] = {}
    for wanted, tag in ((CONTENT, TAG_CONTENT), (SOURCE, TAG_SOURCE), (CUE, TAG_CUE_LATER)):
        for by_word in roles.values():
            tags.update((i, tag) for i, role in by_word.items() if role == wanted)
    tags.update(dict.fromkeys(roles, TAG_CUE_FIRST))
    return tags


def iter_windows(examples: Iterable[Example], limit: int, rng: np.random.Generator | None = None) -> Iterator[TrainingWindow]:
    """The windows of all examples. With `rng` the first window of each is cut short at random, so that epochs differ."""
    for example in examples:
        first = int(rng.integers(limit // 4, limit + 1)) if rng is not None else limit
        for window in pack_windows(example.encoded, limit, first_limit=first):
            yield label_window(example, window)


def label_window(example: Example, window: InputWindow) -> TrainingWindow:
    """A window with the labels of its words. A role outside the window is lost: it cannot be seen from there."""
    position = {int(word): i for i, word in enumerate(window.words)}
    cues = [word for word in window.words.tolist() if word in example.roles]
    labels = np.full((len(cues), len(position)), OTHER, dtype=np.int64)
    for row, cue in enumerate(cues):
        for word, role in example.roles[cue].items():
            if word in position:
                labels[row, position[word]] = role
    tags = np.array([example.tags.get(int(word), 0) for word in window.words], dtype=np.int64)
    return TrainingWindow(window, np.array([position[c] for c in cues], dtype=np.int64), labels, tags)


def make_batches(windows: Sequence[TrainingWindow], size: int, rng: np.random.Generator) -> list[list[TrainingWindow]]:
    """Shuffled batches of windows of similar length, each of about `size` word pieces."""
    order = sorted(range(len(windows)), key=lambda i: (len(windows[i].window.ids) // 16, rng.random()))
    batches: list[list[TrainingWindow]] = [[]]
    longest = 0
    for i in order:
        longest = max(longest, len(windows[i].window.ids))
        if batches[-1] and longest * (len(batches[-1]) + 1) > size:
            batches.append([])
            longest = len(windows[i].window.ids)
        batches[-1].append(windows[i])
    return [batches[i] for i in rng.permutation(len(batches))]


def count_roles(examples: Iterable[Example]) -> dict[str, int]:
    """How many documents, attributions and words there are, for the model card."""
    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        counts["documents"] += 1
        counts["attributions"] += len(example.roles)
        counts["words"] += len(example.encoded.words)
    return dict(counts)
