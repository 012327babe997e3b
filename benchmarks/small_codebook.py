"""What a codebook of few issues costs in precision: articles coded under the whole codebook and under parts of it.

Reads pickled readings (lists of `Reading`, by the annotators) of the articles in GOLD, codes them under their codebook and under
parts of a few issues drawn at random, each as a codebook of its own, and prints precision, recall and F1 of triples (article,
party, issue, stance) at the balanced use. A sentence that the record has under another issue counts as wrong in a part as well.

    python benchmarks/small_codebook.py --readings FILE --gold DIR --codebooks DIR --names afghanistan islamic-state latin-america
        [--size 3] [--articles 4]
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from communique.coding.codebook import read_codebooks
from communique.coding.statement import StatementCoder
from communique.evaluation.match import party_code
from communique.model.codebook import Codebook

WHOLE = 1_000  # issues


def parts_of(codebook: Codebook, size: int) -> Iterator[Codebook]:
    """The codebook in parts of a few issues, drawn at random, each a codebook of its own."""
    issues = list(codebook.issues)
    random.Random(codebook.id).shuffle(issues)
    for i in range(0, len(issues), size):
        yield replace(codebook, issues=tuple(issues[i : i + size]), sha256="")  # the coder knows a codebook by its sha256


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("readings", "gold", "codebooks"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--names", nargs="+", required=True)
    parser.add_argument("--size", type=int, default=3)
    parser.add_argument("--articles", type=int, default=WHOLE, help="of each codebook")
    args = parser.parse_args()
    books, coder, seen = read_codebooks(args.codebooks), StatementCoder(), Counter[str]()
    with args.readings.open("rb") as fh:
        readings = {reading.document.id: reading for reading in pickle.load(fh)}
    records = []
    for path in sorted(args.gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["id"] in readings and record["codebook"] in args.names and seen[record["codebook"]] < args.articles:
            seen[record["codebook"]] += 1
            records.append(record)
    for size in (WHOLE, args.size):
        hits = predicted = told = n_read = 0
        for record in records:
            reading, found = readings[record["id"]], set()
            for part in parts_of(books[record["codebook"]], size):
                n_read += len(coder.find_pairs(reading, part))
                found |= {(party_code(r.party), r.issue, r.stance.value) for r in coder.code([reading], [part])[0]}
            true = {(party_code(s["party"]), s["issue"], s["stance"]) for s in record["statements"]}
            hits, predicted, told = hits + len(found & true), predicted + len(found), told + len(true)
        precision, recall, f1 = hits / max(predicted, 1), hits / max(told, 1), 2 * hits / max(predicted + told, 1)
        way = "whole" if size == WHOLE else f"by {size}"
        print(f"{way}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; {n_read / len(records):.0f} pairs an article")


if __name__ == "__main__":
    main()
