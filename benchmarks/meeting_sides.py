"""Fit who takes part in a meeting, on coded articles, and print how well the parties of articles left out are told.

Reads pickled readings (lists of `Reading`, by the annotators) of articles that `codings/dealings.jsonl` codes, has a packaged
event reader read them, fits the logistic model of `communique.coding.meeting_sides` to the sentences that tell of a coded
meeting, and prints precision and recall of the parties, each fifth of the articles left out in turn, by least probability.
Articles kept for measuring are left out. With `--out` the weights are written beside those of the other reader.

    python benchmarks/meeting_sides.py --readings FILE … --dealings codings/dealings.jsonl --model event-careful \
        [--least .45] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from statement_thresholds import fit_logistic

from communique.coding.event_reader import CAREFUL, QUICK, careful_reader, default_reader
from communique.coding.meeting_sides import COLUMNS, NAMED, Report
from communique.coding.telling import Telling, side_scores, tellings

LEASTS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
READ = 0.3  # sentences that the reader scores lower teach nothing
FOLDS = 5


def meeting_of(telling: Telling, record: dict[str, Any]) -> set[str] | None:
    """The parties of the coded meeting that a sentence tells of, of several the one most like its names; None if none."""
    sentence = telling.sentence

    def tells(span: Sequence[int]) -> bool:
        shared = min(span[1], sentence.end) - max(span[0], sentence.start)
        return shared >= 0.5 * min(span[1] - span[0], sentence.end - sentence.start)

    named = {s.party for s in side_scores(telling, "participant") if s.party != "OTHER" and s.score >= NAMED}
    told = [set(m["parties"]) for m in record["meetings"] if any(map(tells, m["spans"]))]
    return max(told, key=lambda parties: len(parties & named) / max(1, len(parties | named)), default=None)


def rows_of(report: Report, record: dict[str, Any]) -> Iterator[tuple[list[float], bool]]:
    """The features of each party that may take part, and whether it does."""
    for at, telling in enumerate(report.read):
        parties = meeting_of(telling, record) if telling.score("meeting") >= READ else None
        if parties is not None:
            for party, named in report.features(at).items():
                yield [named[c] for c in COLUMNS], party in parties


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--dealings", type=Path, required=True)
    parser.add_argument("--model", choices=[QUICK, CAREFUL], default=CAREFUL)
    parser.add_argument("--least", type=float, default=0.45)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    reader = default_reader() if args.model == QUICK else careful_reader()
    records = {r["id"]: r for r in map(json.loads, args.dealings.read_text(encoding="utf-8").splitlines()) if not r.get("kept")}
    readings = [r for path in args.readings for r in pickle.loads(path.read_bytes()) if r.document.id in records]
    reports = [Report(reading, tellings(reading, reader)) for reading in readings]
    found = [(n % FOLDS, *row) for n, r in enumerate(reports) for row in rows_of(r, records[r.reading.document.id])]
    fold = np.array([f for f, _, _ in found])
    x = np.array([features for _, features, _ in found])
    y = np.array([takes_part for _, _, takes_part in found], dtype=np.float64)
    scores = np.zeros(len(y))
    for n in range(FOLDS):
        w = fit_logistic(x[fold != n], y[fold != n])
        scores[fold == n] = 1 / (1 + np.exp(-(x[fold == n] @ w[:-1] + w[-1])))
    for least in LEASTS:
        kept = scores >= least
        right = float((kept * y).sum())
        print(f"from {least}: precision {right / kept.sum():.3f}, recall {right / y.sum():.3f}")
    w = fit_logistic(x, y)
    weights = {name: round(float(v), 4) for name, v in zip(COLUMNS, w[:-1], strict=True)}
    body = {"intercept": round(float(w[-1]), 4), "least": args.least, "weights": weights}
    print(json.dumps({"articles": len(readings), "parties": len(y), "take part": int(y.sum()), **body}, indent=1))
    if args.out:
        both = json.loads(args.out.read_text(encoding="utf-8")) if args.out.exists() else {}
        args.out.write_text(json.dumps({**both, args.model: body}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
