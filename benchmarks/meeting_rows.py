"""Fit which sentences give a row of a meeting, on coded articles, and print F1 of the rows of articles left out.

Reads pickled readings (lists of `Reading`, by the annotators) of articles that `codings/dealings.jsonl` or
`codings/conflicts.jsonl` codes, has a packaged event reader read them, and walks through the sentences as the coder does, with
sides told by weights fitted on the other four fifths. A sentence that could open a row counts as right if its parties and status
are those of a coded meeting that no sentence before it told; what the coder marked as doubtful counts neither way. Articles of
the dealings that are kept for measuring are left out. Readings bear the id of `dealings.jsonl` or the `source_id` of
`conflicts.jsonl`. With `--out` the weights are written beside those of the other reader.

    python benchmarks/meeting_rows.py --readings FILE … --codings codings/dealings.jsonl codings/conflicts.jsonl \
        --model event-careful [--least .4] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import pickle
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from meeting_sides import FOLDS, rows_of
from statement_thresholds import fit_logistic

from communique.coding.event_reader import CAREFUL, QUICK, careful_reader, default_reader
from communique.coding.meeting import told_in
from communique.coding.meeting_merge import Told, merge
from communique.coding.meeting_row import COLUMNS, row_features
from communique.coding.meeting_sides import COLUMNS as SIDES
from communique.coding.meeting_sides import Report, SideScorer
from communique.coding.telling import tellings
from communique.evaluation.match import party_code
from communique.model.reading import Reading

LEASTS = (0.3, 0.35, 0.4, 0.45, 0.5)
OPENS = 0.35  # sentences that the reader scores so high open a row while the weights are still to be fitted


@dataclass(slots=True)
class Article:
    """A coded article as one reader reads it, and what its sentences tell."""

    report: Report
    record: dict[str, Any]
    fold: int
    scores: dict[int, float]
    told: list[Told] = field(default_factory=list)


def read_records(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """The coded articles by id, each meeting with a list of spans."""
    found = {}
    for path in paths:
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if record.get("kept") is True or "meetings" not in record:
                continue
            meetings = [{"spans": m.get("spans") or [m["span"]], **m} for m in record["meetings"]]
            found[record.get("id") or record["source_id"]] = {**record, "meetings": meetings}
    return found


def is_same(gold: dict[str, Any], told: Told) -> bool:
    """Whether a row is the coded meeting: half of all parties in common, the same status."""
    ours, theirs = set(map(party_code, gold["parties"])), set(map(party_code, told.parties))
    return len(ours & theirs) * 2 >= len(ours | theirs) and gold["status"] == told.status


def fit_sides(articles: Sequence[Article], model: str, least: float) -> SideScorer:
    """A scorer of sides with weights fitted on these articles."""
    rows = [row for a in articles for row in rows_of(a.report, a.record)]
    w = fit_logistic(np.array([x for x, _ in rows]), np.array([y for _, y in rows], dtype=np.float64))
    body = {"intercept": float(w[-1]), "least": least, "weights": dict(zip(SIDES, map(float, w[:-1]), strict=True))}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sides.json"
        file.write_text(json.dumps({model: body}), encoding="utf-8")
        return SideScorer(model, file)


def candidates(article: Article, sure: float) -> list[tuple[list[float], bool]]:
    """The features of each sentence that could open a row, and whether it is right."""
    found: list[tuple[list[float], bool]] = []
    surely = [m for m in article.record["meetings"] if not m.get("doubtful")]
    doubtful = [m for m in article.record["meetings"] if m.get("doubtful")]

    def opens(told: Told, known: Sequence[Told]) -> bool:
        features = row_features(told, known, article.scores)
        gold = next((m for m in surely if is_same(m, told)), None)
        if gold is not None or not any(is_same(m, told) for m in doubtful):
            found.append(([features[c] for c in COLUMNS], gold is not None))
        if gold is not None and told.score >= OPENS:
            surely.remove(gold)
        return told.score >= OPENS

    merge(article.told, opens, sure)
    return found


def counts(article: Article, rows: Sequence[Told]) -> tuple[int, int, int]:
    """Rows right, rows told and rows coded of an article."""
    free = list(rows)
    right = 0
    for is_doubtful in (False, True):
        for gold in (m for m in article.record["meetings"] if bool(m.get("doubtful")) is is_doubtful):
            at = next((i for i, told in enumerate(free) if is_same(gold, told)), None)
            if at is not None:
                del free[at]
                right += not is_doubtful
    return right, right + len(free), sum(not m.get("doubtful") for m in article.record["meetings"])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--codings", type=Path, nargs="+", required=True)
    parser.add_argument("--model", choices=[QUICK, CAREFUL], default=CAREFUL)
    parser.add_argument("--least", type=float, default=0.4)
    parser.add_argument("--least-side", type=float, default=0.45)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    reader = default_reader() if args.model == QUICK else careful_reader()
    sure, records = reader.threshold("meeting"), read_records(args.codings)
    readings: list[Reading] = [r for path in args.readings for r in pickle.loads(path.read_bytes()) if r.document.id in records]
    articles = []
    for n, reading in enumerate(readings):
        read = tellings(reading, reader)
        scores = {t.index: t.score("meeting") for t in read}
        articles.append(Article(Report(reading, read), records[reading.document.id], n % FOLDS, scores))
    for fold in range(FOLDS):
        sides = fit_sides([a for a in articles if a.fold != fold], args.model, args.least_side)
        for article in (a for a in articles if a.fold == fold):
            article.told = list(told_in(article.report, sides))
    found = [(a.fold, *row) for a in articles for row in candidates(a, sure)]
    folds = np.array([f for f, _, _ in found])
    x = np.array([features for _, features, _ in found])
    y = np.array([is_right for _, _, is_right in found], dtype=np.float64)
    left_out = {n: fit_logistic(x[folds != n], y[folds != n]) for n in range(FOLDS)}

    def rows(article: Article, least: float) -> list[Told]:
        w = left_out[article.fold]

        def opens(told: Told, known: Sequence[Told]) -> bool:
            features = row_features(told, known, article.scores)
            return bool(1 / (1 + np.exp(-(np.array([features[c] for c in COLUMNS]) @ w[:-1] + w[-1]))) >= least)

        return merge(article.told, opens, sure)

    before = [merge(a.told, lambda told, _: told.score >= sure, sure) for a in articles]
    for name, told in [("by the sentence alone", before), *((f"from {t}", [rows(a, t) for a in articles]) for t in LEASTS)]:
        right, made, coded = np.sum([counts(a, m) for a, m in zip(articles, told, strict=True)], axis=0)
        print(f"{name}: F1 {2 * right / (made + coded):.3f} ({right} of {made} rows right, {coded} coded)")
    w = fit_logistic(x, y)
    weights = {name: round(float(v), 4) for name, v in zip(COLUMNS, w[:-1], strict=True)}
    body = {"intercept": round(float(w[-1]), 4), "least": args.least, "weights": weights}
    print(json.dumps({"articles": len(articles), "candidates": len(y), "right": int(y.sum()), **body}, indent=1))
    if args.out:
        both = json.loads(args.out.read_text(encoding="utf-8")) if args.out.exists() else {}
        args.out.write_text(json.dumps({**both, args.model: body}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
