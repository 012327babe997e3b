"""Fit which sentences give a row of alignment, on coded articles that the event reader was not trained on.

Reads the `readings.pickle` of `statement_pairs.py` and the articles behind it that were coded whole for dealings, has a packaged
event reader read them, fits the logistic model of `communique.coding.alignment_row`, and prints F1 of rows with each codebook
left out in turn, by least probability. What the coder marked as doubtful counts neither way. With `--out` the weights of all
codebooks and the best least probability are written beside those of the other reader.

    python benchmarks/alignment_rows.py --readings FILE … --dealings codings/dealings.jsonl --model event-careful [--out FILE] \
        [--articles DIR --codebooks NAME …]

Coded articles of the codebooks named join them; their coder marks nothing as doubtful.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from statement_thresholds import fit_logistic, scores_left_out

from communique.coding.alignment import LOOK_BACK, parties_of
from communique.coding.alignment_row import COLUMNS, FLOOR, RELATIONS, row_features
from communique.coding.clause import evidence_span
from communique.coding.event_reader import CAREFUL, QUICK, EventReader, careful_reader, default_reader
from communique.coding.telling import tellings
from communique.evaluation.match import overlap, party_code
from communique.model.reading import Reading

LEASTS = np.arange(0.02, 0.5, 0.01)
IN_COMMON = 2  # parties in common


class Gold(NamedTuple):
    """A coded alignment."""

    span: tuple[int, int]
    relation: str
    parties: frozenset[str]
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that could be made: its codebook and sentence, its features, and which gold row it would be."""

    codebook: str
    sentence: tuple[str, int]
    features: list[float]
    gold: int  # -1 if it is none


def gold_of(record: dict[str, Any]) -> list[Gold]:
    """The alignments of a coded article."""
    return [
        Gold((start, end), row["relation"], frozenset(map(party_code, row["parties"])), bool(row.get("doubtful")))
        for row in record["alignments"]
        for start, end in row["spans"]
    ]


def as_dealings(record: dict[str, Any], text: str) -> dict[str, Any]:
    """A coded article in the form of `codings/dealings.jsonl`."""
    starts = [text.find(a["evidence"]) for a in record["alignments"]]
    rows = [
        {"spans": [[at, at + len(a["evidence"])]], "relation": a["kind"], "parties": a["parties"]}
        for at, a in zip(starts, record["alignments"], strict=True)
    ]
    return {"id": record["id"], "alignments": rows}


def candidates_of(reading: Reading, record: dict[str, Any], reader: EventReader) -> Iterator[Candidate]:
    """What each sentence could give, for both relations; nothing of what the coder was in doubt of."""
    gold = gold_of(record)
    told = tellings(reading, reader)
    for n, telling in enumerate(told):
        likely = [r for r in RELATIONS if telling.score(r) >= FLOOR]
        span = evidence_span(reading, telling.sentence, next((s for s, _ in telling.runs("alignment")), None)) if likely else None
        if span is None:
            continue
        for relation in likely:
            parties = {party_code(p) for p in parties_of(reading, telling, relation, told[max(0, n - LOOK_BACK) : n])}
            if len(parties) < IN_COMMON:
                continue
            near = [i for i, g in enumerate(gold) if overlap(g.span, (span.start, span.end))]
            right = (
                i
                for i in near
                if gold[i].relation == relation and not gold[i].is_doubtful and len(gold[i].parties & parties) >= IN_COMMON
            )
            index = next(right, -1)
            if index < 0 and any(gold[i].is_doubtful for i in near):
                continue
            named = row_features(telling, relation)
            features = [named[c] for c in COLUMNS]
            yield Candidate(record["id"].rsplit("-", 1)[0], (record["id"], n), features, index)


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
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--dealings", type=Path, required=True)
    parser.add_argument("--articles", type=Path, help="a folder of coded articles")
    parser.add_argument(
        "--codebooks", nargs="*", default=[], help="those of the articles that the event readers were not trained on"
    )
    parser.add_argument("--model", choices=[QUICK, CAREFUL], default=CAREFUL)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    reader = default_reader() if args.model == QUICK else careful_reader()
    readings = {r.document.id: r for path in args.readings for r in pickle.loads(path.read_bytes())}
    records = [json.loads(line) for line in args.dealings.read_text(encoding="utf-8").splitlines()]
    records = [r for r in records if r.get("kept") and r["id"] in readings]
    coded = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(args.articles.glob("*.json"))] if args.articles else []
    own = [r for r in coded if r["codebook"] in args.codebooks and r["id"] in readings]
    records += [as_dealings(r, readings[r["id"]].document.text) for r in own]
    found = [c for record in records for c in candidates_of(readings[record["id"]], record, reader)]
    x = np.array([c.features for c in found])
    y = np.array([c.gold >= 0 for c in found], dtype=np.float64)
    mean, scale = x.mean(0), np.maximum(x.std(0), 1e-6)
    scores = scores_left_out([{"codebook": c.codebook} for c in found], (x - mean) / scale, y)
    n_gold = sum(not g.is_doubtful for r in records for g in gold_of(r))
    curve = {round(float(least), 2): round(f1_at(found, scores, float(least), n_gold), 4) for least in LEASTS}
    w = fit_logistic((x - mean) / scale, y)
    weights = {name: round(float(v), 4) for name, v in zip(COLUMNS, w[:-1] / scale, strict=True)}
    body = {"intercept": round(float(w[-1] - (w[:-1] / scale * mean).sum()), 4), "weights": weights}
    body["least"] = max(curve, key=lambda k: curve[k])
    print(
        json.dumps({"articles": len(records), "gold": n_gold, "candidates": len(found), "f1_by_least": curve, **body}, indent=1)
    )
    if args.out:
        both = {**json.loads(args.out.read_text(encoding="utf-8")), args.model: body}
        args.out.write_text(json.dumps(both, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
