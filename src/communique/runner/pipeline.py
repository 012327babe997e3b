"""The whole data path, on one page: a document in, its record out.

    ingest      paths                -> Document            text, metadata, zones
    nlp         parse                -> Reading.tokens, sentences, paragraphs, quotations
                attribution          -> Reading.attributions        source, cue, content
    resolve     actor                -> Reading.mentions, offices, quotes; actors of attributions
    coding      statement, alignment, meeting, commitment, figure  -> rows
    runner      literal              -> Record              rows that are not literal spans are dropped and counted

Each step is a plug-in with a name and a version, which stand in every row it makes. The steps know nothing of one
another; each declares the fields of `Reading` that it reads and writes, and a test checks the chain.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.errors import BadDocument
from communique.model.codebook import Codebook, PartOfCodebook
from communique.model.document import Document
from communique.model.ports import Annotator, Coder
from communique.model.reading import MentionKind, Office, Reading
from communique.model.record import CODED_KINDS, Record, Row
from communique.plugins import load_plugin
from communique.resolve.office_table import read_offices
from communique.runner.literal import keep_literal
from communique.settings import Settings

ANNOTATORS = ("parse", "attribution", "actor")
CODERS = ("statement", "alignment", "meeting", "commitment", "figure")


@dataclass(frozen=True, slots=True)
class Result:
    """What was read of one document: the record, the offices it is evidence for, the rows dropped as not literal.

    `kinds` says what each name and party is, as far as a mention tells.
    """

    record: Record
    offices: tuple[Office, ...]
    n_dropped: dict[str, int]
    kinds: Mapping[tuple[str, str], MentionKind] = field(default_factory=dict)


@dataclass
class Pipeline:
    """The steps in order. `cpu_seconds` adds up, by step, the processor time that each took."""

    annotators: tuple[Annotator, ...]
    coders: tuple[Coder, ...]
    cpu_seconds: dict[str, float] = field(default_factory=dict)

    @property
    def makers(self) -> dict[str, str]:
        """The version of every step by its name, as it enters the log of a run."""
        return {step.name: getattr(step, "maker", step.version) for step in (*self.annotators, *self.coders)}

    @property
    def notes(self) -> list[str]:
        """What the steps have to say at the end, each once: tokens and cost of a large language model."""
        reports = [step.report for step in self.coders if hasattr(step, "report")]
        return list(dict.fromkeys(line for report in reports for line in (*report.lines(), *report.warnings)))

    def read(self, documents: Sequence[Document], codebooks: Sequence[Codebook | None]) -> Sequence[Result | BadDocument]:
        """Read a batch; the results are in the order of the documents, with the reason for each that a coder sets aside.

        Under a part of a codebook only the rows that depend on codebooks are made. What one coder sets aside no other is
        given: each question to an endpoint is paid for.
        """
        readings: Sequence[Reading] = [Reading(document) for document in documents]
        for annotator in self.annotators:
            started = time.process_time()
            readings = annotator.annotate(readings)
            self._charge(annotator.name, started)
        coded: list[dict[str, Sequence[Row]]] = [{} for _ in readings]
        faults: dict[int, BadDocument] = {}
        for coder in self.coders:
            started = time.process_time()
            for i, rows in _code(coder, readings, codebooks, faults).items():
                if isinstance(rows, BadDocument):
                    faults[i] = rows
                else:
                    coded[i][coder.makes] = rows
            self._charge(coder.name, started)
        return [faults[i] if i in faults else self._collect(reading, coded[i]) for i, reading in enumerate(readings)]

    def _charge(self, name: str, started: float) -> None:
        self.cpu_seconds[name] = self.cpu_seconds.get(name, 0.0) + time.process_time() - started

    def _collect(self, reading: Reading, coded: dict[str, Sequence[Row]]) -> Result:
        found: dict[str, Sequence[Row]] = {"attributions": reading.attributions, "quotes": reading.quotes, **coded}
        kept, n_dropped = keep_literal(found, reading.document.text)
        kinds = {(m.actor, m.party): m.kind for m in reading.mentions}
        return Result(Record(**kept), reading.offices, n_dropped, kinds)  # type: ignore[arg-type]


def _code(
    coder: Coder, readings: Sequence[Reading], codebooks: Sequence[Codebook | None], faults: Collection[int]
) -> dict[int, Sequence[Row] | BadDocument]:
    """What a coder makes of those readings, by number, that it is to code."""
    asked = [
        i
        for i, c in enumerate(codebooks)
        if i not in faults and (coder.makes in CODED_KINDS or not isinstance(c, PartOfCodebook))
    ]
    found = coder.code([readings[i] for i in asked], [codebooks[i] for i in asked])
    return dict(zip(asked, found, strict=True))


def make_pipeline(settings: Settings, *, coders: Sequence[str] = CODERS) -> Pipeline:
    """The pipeline of the installed plug-ins. Loads the models: a few seconds.

    Raises:
        BadInput: the table of offices cannot be used.
        MissingModel: a model cannot be found or is not the recorded one.
        PluginError: a step is not installed.
    """
    options: dict[str, dict[str, Any]] = {
        "parse": {"model": settings.model},
        "attribution": {"n_threads": settings.n_threads},
        "actor": {"offices": read_offices(settings.offices) if settings.offices else ()},
        "statement": {"n_threads": settings.n_threads, "use": settings.use, "tuned": settings.tuned},
        "alignment": {"n_threads": settings.n_threads},
    }
    annotators = tuple(load_plugin("communique.annotators", name)(**options.get(name, {})) for name in ANNOTATORS)
    if settings.llm_url and coders:
        from communique.runner.llm_reader import make_llm_coders

        return Pipeline(annotators, make_llm_coders(settings))
    return Pipeline(annotators, tuple(load_plugin("communique.coders", name)(**options.get(name, {})) for name in coders))
