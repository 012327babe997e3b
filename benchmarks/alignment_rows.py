"""Fit which sentences give a row of alignment, on coded articles that the event reader was not trained on.

Reads the `readings.pickle` of `statement_pairs.py` and the coded articles behind it, has the packaged event reader read them,
fits the logistic model of `communique.coding.alignment_row`, and prints F1 of rows with each codebook left out in turn, by least
probability. With `--out` the weights of all codebooks and the best least probability are written.

    python benchmarks/alignment_rows.py --readings FILE … --articles DIR … --codebooks NAME … [--out alignment_row.json]
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from statement_thresholds import fit_logistic, scores_left_out

from communique.coding.alignment import LOOK_BACK, parties_of
from communique.coding.alignment_row import COLUMNS, FLOOR, RELATIONS, row_features
from communique.coding.clause import evidence_span
from communique.coding.event_reader import default_reader
from communique.coding.telling import tellings
from communique.evaluation.match import overlap, party_code
from communique.model.reading import Reading

LEASTS = np.arange(0.08, 0.4, 0.01)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that could be made: its codebook and sentence, its features, and which gold row it would be."""

    codebook: str
    sentence: tuple[str, int]
    features: list[float]
    gold: int  # -1 if it is none


def gold_of(record: dict[str, Any], text: str) -> list[tuple[tuple[int, int], str, set[str]]]:
    """The spans, kinds and parties of the alignments of a coded article."""
    starts = [text.find(a["evidence"]) for a in record["alignments"]]
    return [
        ((at, at + len(a["evidence"])), a["kind"], {party_code(p) for p in a["parties"]})
        for at, a in zip(starts, record["alignments"], strict=True)
    ]


def candidates_of(reading: Reading, record: dict[str, Any]) -> Iterator[Candidate]:
    """What each sentence could give, for both relations."""
    gold = gold_of(record, reading.document.text)
    told = tellings(reading, default_reader())
    for n, telling in enumerate(told):
        likely = [r for r in RELATIONS if telling.score(r) >= FLOOR]
        span = evidence_span(reading, telling.sentence, next((s for s, _ in telling.runs("alignment")), None)) if likely else None
        parties = {party_code(p) for p in parties_of(telling, told[max(0, n - LOOK_BACK) : n])} if span else set()
        for relation in likely if span and len(parties) > 1 else ():
            right = (
                i
                for i, (own, kind, sides) in enumerate(gold)
                if kind == relation and overlap(own, (span.start, span.end)) and len(sides & parties) >= min(2, len(sides))
            )
            named = row_features(telling, relation)
            features = [named[c] for c in COLUMNS]
            yield Candidate(record["codebook"], (record["id"], n), features, next(right, -1))


def f1_at(candidates: Sequence[Candidate], scores: Any, least: float, n_gold: int) -> float:
    """F1 of the rows that are kept: the likelier relation of a sentence, if it is likely enough; a gold row counts once."""
    best: dict[tuple[str, int], int] = {}
    for i, c in enumerate(candidates):
        if scores[i] >= least and (c.sentence not in best or scores[i] > scores[best[c.sentence]]):
            best[c.sentence] = i
    right = {(candidates[i].sentence[0], candidates[i].gold) for i in best.values() if candidates[i].gold >= 0}
    return 2 * len(right) / max(1, len(best) + n_gold)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("readings", "articles"):
        parser.add_argument(f"--{name}", type=Path, nargs="+", required=True)
    parser.add_argument("--codebooks", nargs="+", required=True, help="those that the event reader was not trained on")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    readings = {r.document.id: r for path in args.readings for r in pickle.loads(path.read_bytes())}
    records = [json.loads(p.read_text(encoding="utf-8")) for folder in args.articles for p in sorted(folder.glob("*.json"))]
    records = [r for r in records if r["codebook"] in args.codebooks and r["id"] in readings]
    found = [c for record in records for c in candidates_of(readings[record["id"]], record)]
    x = np.array([c.features for c in found])
    y = np.array([c.gold >= 0 for c in found], dtype=np.float64)
    mean, scale = x.mean(0), np.maximum(x.std(0), 1e-6)
    scores = scores_left_out([{"codebook": c.codebook} for c in found], (x - mean) / scale, y)
    n_gold = sum(len(r["alignments"]) for r in records)
    curve = {round(float(least), 2): round(f1_at(found, scores, float(least), n_gold), 4) for least in LEASTS}
    w = fit_logistic((x - mean) / scale, y)
    weights = {name: round(float(v), 4) for name, v in zip(COLUMNS, w[:-1] / scale, strict=True)}
    body = {"intercept": round(float(w[-1] - (w[:-1] / scale * mean).sum()), 4), "weights": weights}
    body["least"] = max(curve, key=lambda k: curve[k])
    print(
        json.dumps({"articles": len(records), "gold": n_gold, "candidates": len(found), "f1_by_least": curve, **body}, indent=1)
    )
    if args.out:
        args.out.write_text(json.dumps(body, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
