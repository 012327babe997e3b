"""Attributions of a report: who is cited, the words that cite, what is cited, found by a trained tagger.

    1. words      the paragraphs of headline and body become words and word pieces, packed into windows
    2. encode     one pass of a small encoder gives each word a state, and a score for starting a cue
    3. roles      each cue found asks every word of its window: source, cue, content or nothing
    4. chain      the best sequence of answers makes runs of words; runs become spans of the text
    5. rows       mode by the quotation marks, confidence by a calibration measured on annotated reports

In: readings with their paragraphs. Out: the same readings with attributions. Every span is literal; nothing is said here
of who the source is, or of what is meant. docs/attribution.md walks through one sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.model.document import Span, ZoneKind
from communique.model.paragraph import split_paragraphs
from communique.model.reading import Reading
from communique.model.record import Attribution, Mode
from communique.models import find_model
from communique.models.attribution_input import (
    CUE,
    Encoded,
    Floats,
    Ints,
    Window,
    best_labels,
    distance_buckets,
    encode_text,
    pack_windows,
    paragraph_distances,
)
from communique.models.attribution_output import Found, find_attributions, is_quoted
from communique.nlp.onnx_model import open_session, open_tokenizer

READ_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.SUBHEADING, ZoneKind.BODY})
BATCH_PIECES = 1024  # at once through the encoder; more does not make a CPU faster, and costs memory
CHAIN_WINDOWS = 64  # at once through the chain, whose cost is by its longest window


@dataclass(slots=True)
class _Job:
    """A window on its way: the reading it is from, the cues found in it, the scores of their words."""

    reading: int
    window: Window
    cues: Ints
    cue_scores: Floats
    roles: Floats


class AttributionTagger:
    """Finds attributions with the shipped model, or with the one in `model_dir`.

    Args:
        model_dir: a folder that the training command wrote; the shipped model if None.
        n_threads: threads of the run time.
        threshold: how sure the start of a cue must be (a probability); the model's own if None.

    Raises:
        MissingModel: a file of the model is absent or altered.
    """

    name = "communique.attribution"
    version = "1"
    reads: tuple[str, ...] = ("paragraphs",)
    writes: tuple[str, ...] = ("attributions",)

    def __init__(self, model_dir: Path | None = None, n_threads: int = 1, threshold: float | None = None) -> None:
        files = find_model("attribution", model_dir)
        settings = files.manifest["settings"]
        self._tokenizer = open_tokenizer(files.path("tokenizer.json"))
        self._encoder = open_session(files.path("encoder.onnx"), n_threads)
        self._reader = open_session(files.path("reader.onnx"), n_threads)
        with np.load(files.path("chain.npz")) as chain:
            self._chain = (chain["transitions"], chain["start"], chain["end"])
        self._limit = int(settings["limit"])
        self._calibration = tuple(float(x) for x in settings["calibration"])
        chosen = float(settings["threshold"] if threshold is None else threshold)
        self._threshold = math.log(chosen / (1.0 - chosen))
        self.maker = f"{self.name}@{self.version}+{files.id}"

    def annotate(self, readings: Sequence[Reading]) -> list[Reading]:
        """The readings in the same order, with their attributions in the order of the text."""
        return [replace(r, attributions=self._rows(*found)) for r, found in zip(readings, self.find(readings), strict=True)]

    def find(self, readings: Sequence[Reading]) -> list[tuple[Encoded, list[Found]]]:
        """What `annotate` makes rows of: the words of each text, and the attributions with their raw scores."""
        encoded = [encode_text(r.document.text, spans_to_read(r), self._tokenizer, self._limit) for r in readings]
        jobs = self._find_cues([(i, w) for i, e in enumerate(encoded) for w in pack_windows(e, self._limit)])
        found: list[list[Found]] = [[] for _ in readings]
        for job, labels in self._chained(jobs):
            found[job.reading] += find_attributions(encoded[job.reading], job.window, labels, job.roles, job.cue_scores)
        return list(zip(encoded, found, strict=True))

    def _find_cues(self, windows: list[tuple[int, Window]]) -> list[_Job]:
        jobs: list[_Job] = []
        for batch in _batches(windows):
            states, starts = self._encoder.run(["states", "starts"], _encoder_inputs([w for _, w in batch]))
            for i, (reading, window) in enumerate(batch):
                scores = starts[i, window.first]
                cues = np.flatnonzero(scores > self._threshold)
                if len(cues):
                    jobs.append(_Job(reading, window, cues, scores[cues], self._roles(states[i, window.first], window, cues)))
        return jobs

    def _roles(self, words: Floats, window: Window, cues: Ints) -> Floats:
        inputs = {"words": words, "cues": cues, "distances": distance_buckets(len(words), cues),
                  "paragraphs": paragraph_distances(window.paragraph, cues)}
        roles: Floats = self._reader.run(["roles"], inputs)[0]
        return roles

    def _chained(self, jobs: list[_Job]) -> Iterator[tuple[_Job, Ints]]:
        """The best labels of each window, many windows at a time."""
        for first in range(0, len(jobs), CHAIN_WINDOWS):
            some = jobs[first : first + CHAIN_WINDOWS]
            longest = max(job.roles.shape[1] for job in some)
            scores = np.zeros((sum(len(job.cues) for job in some), longest, 4), dtype=np.float32)
            lengths = np.repeat([job.roles.shape[1] for job in some], [len(job.cues) for job in some])
            row = 0
            for job in some:
                rows = np.arange(row, row + len(job.cues))
                scores[row : row + len(job.cues), : job.roles.shape[1]] = job.roles
                scores[rows, job.cues, CUE] += 1e3  # the word that asks is part of its cue
                row += len(job.cues)
            labels = best_labels(scores, lengths, *self._chain)
            row = 0
            for job in some:
                yield job, labels[row : row + len(job.cues), : job.roles.shape[1]]
                row += len(job.cues)

    def _rows(self, encoded: Encoded, found: list[Found]) -> tuple[Attribution, ...]:
        rows = [self._row(encoded, one) for one in found]
        return tuple(sorted(rows, key=lambda row: (row.start, row.cue[0].start, row.end)))

    def _row(self, encoded: Encoded, found: Found) -> Attribution:
        spans = found.source + found.cue + found.content
        weight_cue, weight_labels, constant = self._calibration
        score = weight_cue * found.cue_score + weight_labels * found.label_score + constant
        return Attribution(
            source=found.source, cue=found.cue, content=found.content, mode=_mode(encoded, found.content),
            start=min(s.start for s in spans), end=max(s.end for s in spans),
            confidence=1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score)))), maker=self.maker, rule="tagger")


def spans_to_read(reading: Reading) -> list[Span]:
    """The paragraphs of the headline and the body; those of the whole text if the document has no zones.

    A paragraph that reaches into another zone, such as a dateline, is read without it.
    """
    document = reading.document
    paragraphs = reading.paragraphs or split_paragraphs(document.text)
    if not document.zones:
        return list(paragraphs)
    zones = [zone for zone in document.zones if zone.kind in READ_ZONES]
    spans: list[Span] = []
    first = 0
    for paragraph in paragraphs:
        while first < len(zones) and zones[first].end <= paragraph.start:
            first += 1
        for zone in zones[first:]:
            if zone.start >= paragraph.end:
                break
            spans.append(Span(max(zone.start, paragraph.start), min(zone.end, paragraph.end)))
    return spans


def _mode(encoded: Encoded, content: Sequence[Span]) -> Mode:
    quoted = [is_quoted(encoded.words, span) for span in content]
    if all(inside == total for inside, total in quoted):
        return Mode.DIRECT
    return Mode.MIXED if any(inside for inside, _ in quoted) else Mode.INDIRECT


def _batches(windows: list[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Windows of similar length together, whatever document they are from."""
    batch: list[tuple[int, Window]] = []
    for item in sorted(windows, key=lambda item: len(item[1].ids)):
        if batch and len(item[1].ids) * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _encoder_inputs(windows: Sequence[Window]) -> dict[str, npt.NDArray[Any]]:
    shape = (len(windows), max(len(w.ids) for w in windows))
    inputs: dict[str, npt.NDArray[Any]] = {name: np.zeros(shape, dtype=np.int64) for name in ("ids", "shapes", "places")}
    inputs["mask"] = np.zeros(shape, dtype=np.int32)
    inputs["positions"] = np.broadcast_to(np.arange(shape[1]), shape)
    for i, window in enumerate(windows):
        length = len(window.ids)
        for name, values in (("ids", window.ids), ("shapes", window.shapes), ("places", window.places), ("mask", 1)):
            inputs[name][i, :length] = values
    return inputs
