"""The cost of coding statements under 1, 10 and 50 issues, as a ratio to `list(nlp.pipe(texts))` of the same texts.

Processor time of one process with one thread, one run. The texts are the coded articles in the folder that SHARED names,
with the issues of the codebooks there, else the sample reports with the sample codebook. Prints one JSON object a line:
{"name", "value", "unit", "context"}.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bench_reading import ROOT, say, time_parser

from communique.coding.codebook import read_codebook, read_codebooks
from communique.coding.stance import StanceReader
from communique.coding.statement import StatementCoder
from communique.ingest.complete import complete
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document
from communique.model.reading import Reading
from communique.models.stance_input import StanceInput
from communique.runner.pipeline import make_pipeline
from communique.settings import Settings

GOLD = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "gold"
NUMBERS = (1, 10, 50)


def read_texts() -> tuple[str, list[str], list[Issue]]:
    """The name of the corpus, its texts, and issues in the order in which they are used."""
    if (GOLD / "dev-texts.jsonl").exists():
        lines = (GOLD / "dev-texts.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        books = read_codebooks(GOLD / "codebooks")
        first = sorted({row["codebook"] for row in rows})
        order = [*first, *(name for name in sorted(books) if name not in first)]
        return "gold/dev-texts", [row["text"] for row in rows], [issue for name in order for issue in books[name].issues]
    reports = sorted((ROOT / "samples" / "reports").glob("*.txt"))
    issues = read_codebook(str(ROOT / "samples" / "codebook.yaml")).issues
    return "sample reports", [p.read_text(encoding="utf-8", errors="replace") for p in reports], list(issues)


class Counting(StanceReader):
    """Counts the pairs that are read."""

    n_read = 0

    def read(self, inputs: Sequence[StanceInput]) -> npt.NDArray[np.float32]:
        self.n_read += len(inputs)
        return super().read(inputs)

    def read_sides(self, inputs: Sequence[StanceInput], sides: Sequence[int]) -> npt.NDArray[np.float32]:
        self.n_read += len(inputs)
        return super().read_sides(inputs, sides)


def time_coder(readings: Sequence[Reading], issues: Sequence[Issue]) -> tuple[float, float, float]:
    """Processor seconds of coding all, and pairs read and statements made for each document."""
    book = Codebook("bench", "Bench", tuple(issues))
    reader = Counting()
    coder = StatementCoder(reader=reader)
    coder.code(readings[:2], [book] * 2)
    reader.n_read = 0
    started = time.process_time()
    rows = coder.code(readings, [book] * len(readings))
    seconds = time.process_time() - started
    return seconds, reader.n_read / len(readings), sum(map(len, rows)) / len(readings)


def main() -> None:
    """Measure and print."""
    corpus, texts, issues = read_texts()
    context = f"{corpus}, {len(texts)} documents, processor time, one thread"
    parser = time_parser(texts)
    readings: Sequence[Reading] = [
        Reading(complete(Document(str(i), text, published="2014-01-15"))) for i, text in enumerate(texts)
    ]
    for annotator in make_pipeline(Settings(), coders=()).annotators:
        readings = annotator.annotate(readings)
    for number in NUMBERS:
        if number > len(issues):
            continue
        seconds, n_pairs, n_rows = time_coder(readings, issues[:number])
        name = f"statements, {number} issue{'s' * (number > 1)}"
        say(f"{name}, ratio to nlp.pipe", seconds / parser, "ratio", context)
        say(f"{name}, pairs read", n_pairs, "pairs/document", context)
        say(f"{name}, statements", n_rows, "rows/document", context)


if __name__ == "__main__":
    main()
