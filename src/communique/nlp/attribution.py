"""Attributions of a report: who is cited, the words that cite, what is cited, found by a trained tagger.

    1. words      the paragraphs of headline and body become words and word pieces, packed into windows
    2. encode     one pass of a small encoder gives each word a state, and a score for starting a cue
    3. roles      each cue found asks every word of its window: source, cue, content or nothing
    4. chain      the best sequence of answers makes runs of words; runs become spans of the text
    5. one each   of two cues that claim the same content, the surer keeps it; nested voices stay
    6. signed     a quotation with a dash and a name after it, which no cue governs
    7. rows       mode by the quotation marks, confidence by a calibration measured on annotated reports

In: readings. Out: the same readings with attributions. Every span is literal; nothing is said here
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
    N_LABELS,
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
from communique.models.attribution_output import Found, find_attributions, is_quoted, keep_surest
from communique.nlp.onnx_model import open_session, open_tokenizer
from communique.nlp.signature import iter_signed

READ_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.SUBHEADING, ZoneKind.BODY})
SIGNED_CONFIDENCE = 0.95  # 24 of 24 were right in the 84 reports of PolNeAR dev
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
    reads: tuple[str, ...] = ()  # the document alone: it has words of its own, and reads headlines too
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
        return [replace(r, attributions=self._rows(r, *found)) for r, found in zip(readings, self.find(readings), strict=True)]

    def find(self, readings: Sequence[Reading]) -> list[tuple[Encoded, list[Found]]]:
        """What the network finds (steps 1 to 5): the words of each text, and its attributions with their raw scores."""
        encoded = [encode_text(r.document.text, spans_to_read(r), self._tokenizer, self._limit) for r in readings]
        jobs = [job for i, e in enumerate(encoded) for w in pack_windows(e, self._limit) if (job := self._job(i, w))]
        found: list[list[Found]] = [[] for _ in readings]
        for job, labels in self._chained(jobs):
            some = find_attributions(encoded[job.reading], job.window, labels, job.roles, job.cue_scores)
            found[job.reading] += keep_surest(some)
        return list(zip(encoded, found, strict=True))

    def _job(self, reading: int, window: Window) -> _Job | None:
        """The cues of a window and the roles of its words for each; None if it holds no cue."""
        # One window at a time: int8 scales are taken over all that is read at once, so that in a batch the neighbours
        # would change what is found. It costs nothing: a CPU is as busy with one window as with eight.
        states, starts = self._encoder.run(["states", "starts"], _encoder_inputs(window))
        scores = starts[0, window.first]
        cues = np.flatnonzero(scores > self._threshold)
        if not len(cues):
            return None
        return _Job(reading, window, cues, scores[cues], self._roles(states[0, window.first], window, cues))

    def _roles(self, words: Floats, window: Window, cues: Ints) -> Floats:
        inputs = {
            "words": words,
            "cues": cues,
            "distances": distance_buckets(len(words), cues),
            "paragraphs": paragraph_distances(window.paragraph, cues),
        }
        roles: Floats = self._reader.run(["roles"], inputs)[0]
        return roles

    def _chained(self, jobs: list[_Job]) -> Iterator[tuple[_Job, Ints]]:
        """The best labels of each window, many windows at a time."""
        for first in range(0, len(jobs), CHAIN_WINDOWS):
            some = jobs[first : first + CHAIN_WINDOWS]
            n_cues = [len(job.cues) for job in some]
            widths = [job.roles.shape[1] for job in some]
            scores = np.zeros((sum(n_cues), max(widths), N_LABELS), dtype=np.float32)
            rows = [slice(end - n, end) for n, end in zip(n_cues, np.cumsum(n_cues), strict=True)]
            for job, own in zip(some, rows, strict=True):
                scores[own, : job.roles.shape[1]] = job.roles
                scores[np.arange(own.start, own.stop), job.cues, CUE] += 1e3  # the word that asks is part of its cue
            labels = best_labels(scores, np.repeat(widths, n_cues), *self._chain)
            yield from ((job, labels[own, : job.roles.shape[1]]) for job, own in zip(some, rows, strict=True))

    def _rows(self, reading: Reading, encoded: Encoded, found: list[Found]) -> tuple[Attribution, ...]:
        rows = [self._row(encoded, one.source, one.cue, one.content, self._confidence(one), "tagger") for one in found]
        for signed in iter_signed(reading.document.text, spans_to_read(reading)):
            # The same quotation may have been found without its signature; a part of it may be an attribution of its own.
            rows = [row for row in rows if row.source or not row.content[0].overlaps(signed.content)]
            if not any(row.content == (signed.content,) for row in rows):
                rows.append(self._row(encoded, (signed.name,), (signed.dash,), (signed.content,), SIGNED_CONFIDENCE, "signed"))
        return tuple(sorted(rows, key=lambda row: (row.start, row.cue[0].start, row.end)))

    def _row(
        self,
        encoded: Encoded,
        source: tuple[Span, ...],
        cue: tuple[Span, ...],
        content: tuple[Span, ...],
        confidence: float,
        rule: str,
    ) -> Attribution:
        spans = source + cue + content
        mode = Mode.DIRECT if rule == "signed" else _mode(encoded, content)
        return Attribution(
            source=source,
            cue=cue,
            content=content,
            mode=mode,
            start=min(s.start for s in spans),
            end=max(s.end for s in spans),
            confidence=confidence,
            maker=self.maker,
            rule=rule,
        )

    def _confidence(self, found: Found) -> float:
        weight_cue, weight_labels, constant = self._calibration
        score = weight_cue * found.cue_score + weight_labels * found.label_score + constant
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def spans_to_read(reading: Reading) -> list[Span]:
    """The paragraphs of headline, subheadings and body, in order; those of the whole text if no zone is marked."""
    text, zones = reading.document.text, reading.document.zones
    if not zones:
        return list(split_paragraphs(text))
    return [p for zone in zones if zone.kind in READ_ZONES for p in split_paragraphs(text, zone.start, zone.end)]


def _mode(encoded: Encoded, content: Sequence[Span]) -> Mode:
    quoted = [is_quoted(encoded.words, span) for span in content]
    if all(inside == total for inside, total in quoted):
        return Mode.DIRECT
    return Mode.MIXED if any(inside for inside, _ in quoted) else Mode.INDIRECT


def _encoder_inputs(window: Window) -> dict[str, npt.NDArray[Any]]:
    length = len(window.ids)
    inputs: dict[str, npt.NDArray[Any]] = {"ids": window.ids, "shapes": window.shapes, "places": window.places}
    inputs["mask"] = np.ones(length, dtype=np.int32)
    inputs["positions"] = np.arange(length)
    return {name: values[None] for name, values in inputs.items()}
