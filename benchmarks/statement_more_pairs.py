"""Pairs of articles that nobody coded, for the student of the stance reader to learn from what its teacher says of them.

Takes the articles whose opening is nearest to a codebook, none of which is among the coded ones, reads them, and writes
the pairs of each unit with the issues that its sentence may bear on.

    python benchmarks/statement_more_pairs.py --texts NEWS.jsonl.gz --codebooks DIR --without DIR [DIR …] --out more.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from communique.coding.codebook import read_codebooks
from communique.coding.retrieval import Retriever
from communique.coding.unit import find_units
from communique.evaluation.training.stance_rows import LEFT_OUT, MAX_ISSUES, RELEVANCE
from communique.ingest.documents import iter_documents
from communique.model.codebook import Codebook
from communique.model.document import Document
from communique.model.reading import Reading
from communique.runner.pipeline import make_pipeline
from communique.settings import Settings

TOPICS = frozenset(
    """middle_east national_security world foreign_policy trade russia great_britain china europe immigration israel asia
    environment us_military defense state_department nuclear_weapons national_defense""".split()  # noqa: SIM905
)
CODEBOOKS = ("arab-states", "brexit", "climate", "israel-palestine", "migration", "nato", "trade-war")
LENGTHS = range(1500, 9000)  # characters
N_LOOKED_AT, N_OPENING_WORDS = 1500, 120
N_ARTICLES, N_OF_CODEBOOK = 240, 45
BATCH = 8


def choose_articles(texts: Path, coded: set[str], books: dict[str, Codebook], retriever: Retriever) -> list[dict[str, Any]]:
    """The articles nearest to a codebook, with its id, not too many of one."""
    with gzip.open(texts, "rt", encoding="utf-8") as fh:
        rows = [r for r in map(json.loads, fh) if r["topic"] in TOPICS and r["id"] not in coded and len(r["text"]) in LENGTHS]
    random.Random(4).shuffle(rows)
    rows = rows[:N_LOOKED_AT]
    vectors = retriever.embed([" ".join(r["text"].split()[:N_OPENING_WORDS]) for r in rows])
    of_book = {name: retriever.embed([t for i in book.issues for t in (i.support, i.oppose)]) for name, book in books.items()}
    found = []
    for row, vector in zip(rows, vectors, strict=True):
        nearness = {name: float(np.sort(own @ vector)[-3:].mean()) for name, own in of_book.items()}
        best = max(nearness, key=lambda name: nearness[name])
        found.append((nearness[best], {**row, "codebook": best}))
    found.sort(key=lambda pair: -pair[0])
    taken: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    for _, row in found:
        if counts[row["codebook"]] < N_OF_CODEBOOK and len(taken) < N_ARTICLES:
            counts[row["codebook"]] += 1
            taken.append(row)
    return taken


def iter_readings(rows: Sequence[dict[str, Any]]) -> Iterator[Reading]:
    """The articles as read by the installed steps."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        keys = ("id", "text", "published", "outlet", "codebook")
        path.write_text("".join(json.dumps({k: r[k] for k in keys}) + "\n" for r in rows), encoding="utf-8")
        documents = [d for d in iter_documents([str(path)]) if isinstance(d, Document)]
    annotators = make_pipeline(Settings(), coders=()).annotators
    for k in range(0, len(documents), BATCH):
        readings: Sequence[Reading] = [Reading(d) for d in documents[k : k + BATCH]]
        for annotator in annotators:
            readings = annotator.annotate(readings)
        yield from readings


def iter_pairs(reading: Reading, book: Codebook, retriever: Retriever) -> Iterator[dict[str, Any]]:
    """One row for each unit and issue that its sentence may bear on."""
    sentences = [" ".join(s.span.of(reading.document.text).split()) for s in reading.sentences]
    relevance = retriever.relevance(sentences, book)
    ranked = np.argsort(-relevance, axis=1)[:, :MAX_ISSUES] if sentences else []
    for unit in find_units(reading):
        for j in ranked[unit.sentence]:
            if relevance[unit.sentence, j] >= RELEVANCE:
                issue = book.issues[j]
                row = {"article": reading.document.id, "codebook": book.id, "sentence": unit.sentence, "passage": unit.passage}
                row |= {"issue": issue.id, "support": issue.support, "oppose": issue.oppose}
                yield {**row, "relevance": round(float(relevance[unit.sentence, j]), 5)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "codebooks", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="+", required=True, help="folders of gold records, left out")
    args = parser.parse_args()
    coded = {json.loads(p.read_text(encoding="utf-8"))["source_id"] for folder in args.without for p in folder.glob("*.json")}
    books = {name: book for name, book in read_codebooks(args.codebooks).items() if name in CODEBOOKS and name not in LEFT_OUT}
    retriever = Retriever()
    rows = choose_articles(args.texts, coded, books, retriever)
    n_pairs = 0
    with gzip.open(args.out, "wt", encoding="utf-8") as fh:
        for reading in iter_readings(rows):
            for pair in iter_pairs(reading, books[str(reading.document.codebook)], retriever):
                fh.write(json.dumps(pair, ensure_ascii=False) + "\n")
                n_pairs += 1
    print(json.dumps({"articles": len(rows), "pairs": n_pairs}))


if __name__ == "__main__":
    main()
