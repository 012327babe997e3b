"""Trains the scorer of figures: a logistic model over named features, fitted in seconds, cross-validated by batch.

In: sentences coded for figures (JSON Lines with `sentence`, `batch`, `figures`) and, if there are any, whole articles: a
folder of JSON files with `id`, `figures` and perhaps `unsure` (figures that the coder left open: not trained on) or `kept`
(an article for measuring: not trained on), and their texts as JSON Lines. Out: `weights.json` and its manifest.

    python -m communique.evaluation.training.figure SENTENCES.jsonl.gz OUT_FOLDER [--articles FOLDER --texts NEWS.jsonl.gz]
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.errors import UsageError
from communique.model.document import Document
from communique.model.reading import Reading
from communique.models import write_manifest
from communique.plugins import load_plugin

L2 = 1.0  # .3, 1 and 3 differ by less than .005 F1 in cross-validation
THRESHOLD = 0.45  # .4 to .5 differ by .003 in cross-validation over articles and over sentences
REPEATED = 12  # a larger number that stands again in an article is the same figure: neither example nor counterexample
N_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: its features, whether a coder put it on the record, and the batch it was coded in."""

    features: tuple[str, ...]
    is_figure: bool
    batch: str


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_examples(rows: Sequence[dict[str, Any]]) -> tuple[list[Example], int]:
    """The candidates of all coded texts, and the number of coded figures that no candidate matches."""
    parser, coder = load_plugin("communique.annotators", "parse")(), load_plugin("communique.coders", "figure")
    examples: list[Example] = []
    n_missed = 0
    readings = parser.annotate([Reading(Document(row["id"], row["sentence"])) for row in rows])
    for row, reading in zip(rows, readings, strict=True):
        candidates = [c for _, c in coder.candidates(reading)]
        hits = match_figures(row, candidates)
        n_missed += len(row["figures"]) - len(hits)
        left_open = _left_open(row, candidates) - hits
        examples += [Example(c.features, i in hits, row["batch"]) for i, c in enumerate(candidates) if i not in left_open]
    return examples, n_missed


def read_articles(folder: Path, texts: Path) -> list[dict[str, Any]]:
    """Coded articles in the form of coded sentences, without those kept for measuring; those of one tenth are one batch.

    Raises:
        UsageError: the text of an article is not there.
    """
    coded = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    coded = [row for row in coded if "kept" not in row]
    known = {row["id"]: row["text"] for row in read_lines(texts)}
    missing = [row["id"] for row in coded if row.get("source_id", row["id"]) not in known]
    if missing:
        raise UsageError(f"no text of {missing[0]} in {texts}; name the file with the texts coded")
    return [
        {**row, "sentence": known[row.get("source_id", row["id"])], "batch": str(zlib.crc32(row["id"].encode()) % N_FOLDS)}
        for row in coded
    ]


def _left_open(row: dict[str, Any], candidates: Sequence[Any]) -> set[int]:
    """The candidates that are neither figures nor none: those the coder was not sure of, and figures given again."""
    unsure = match_figures({**row, "figures": row.get("unsure", [])}, candidates)
    values = {figure["value"] for figure in row["figures"]}
    again = {i for i, c in enumerate(candidates) if c.quantity.value in values and c.quantity.value > REPEATED}
    return unsure | again


def match_figures(row: dict[str, Any], candidates: Sequence[Any]) -> set[int]:
    """The candidates that the coded figures of a text mean: the same value, inside the evidence if one is."""
    hits: set[int] = set()
    for figure in row["figures"]:
        start = row["sentence"].find(figure["evidence"])
        end = start + len(figure["evidence"])
        same = [i for i, c in enumerate(candidates) if c.quantity.value == figure["value"] and i not in hits]
        same.sort(key=lambda i: not (candidates[i].quantity.start < end and start < candidates[i].quantity.end))
        hits.update(same[:1])
    return hits


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights by feature name, `bias` among them, for the loss with an L2 penalty."""
    from scipy.optimize import minimize

    names = sorted({f for e in examples for f in e.features})
    column = {name: i + 1 for i, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, 0] = 1
    for i, example in enumerate(examples):
        matrix[i, [column[f] for f in example.features]] = 1
    wanted = np.array([e.is_figure for e in examples], dtype=float)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = matrix @ weights
        penalty = np.r_[0, weights[1:]] * L2
        value = np.sum(np.logaddexp(0, logits) - wanted * logits) + penalty @ weights / 2
        return float(value), matrix.T @ (1 / (1 + np.exp(-logits)) - wanted) + penalty

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x
    return {name: round(float(w), 4) for name, w in zip(["bias", *names], found, strict=True)}


def cross_validate(examples: Sequence[Example], n_missed: int, *, beside: Sequence[Example] = ()) -> dict[str, float]:
    """Precision, recall and F1 with each batch held out in turn; figures without a candidate count as missed.

    Args:
        beside: examples that each fit sees too and that are not scored.
    """
    hit = kept = 0
    for batch in sorted({e.batch for e in examples}):
        weights = fit([*(e for e in examples if e.batch != batch), *beside])
        for example in (e for e in examples if e.batch == batch):
            is_kept = _probability(weights, example) >= THRESHOLD
            kept += is_kept
            hit += is_kept and example.is_figure
    wanted = sum(e.is_figure for e in examples) + n_missed
    return {"p": round(hit / kept, 3), "r": round(hit / wanted, 3), "f1": round(2 * hit / (kept + wanted), 3), "figures": wanted}


def _probability(weights: dict[str, float], example: Example) -> float:
    logit = weights["bias"] + sum(weights.get(f, 0.0) for f in example.features)
    return float(1 / (1 + np.exp(-logit)))


def main(argv: Sequence[str] | None = None) -> None:
    """Train on all batches, after cross-validation, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=Path, help="a folder of coded articles to train on as well")
    parser.add_argument("--texts", type=Path, help="their texts, JSON Lines with id and text")
    args = parser.parse_args(argv)
    if bool(args.articles) != bool(args.texts):
        parser.error("--articles and --texts go together")
    sentence_rows = read_lines(args.sentences)
    sentences, n_missed = read_examples(sentence_rows)
    rows = read_articles(args.articles, args.texts) if args.articles else []
    articles, n_missed_in_articles = read_examples(rows)
    size = f"{len(sentence_rows):,} news sentences" + (f" and {len(rows)} articles" if rows else "")
    facts: dict[str, Any] = {
        "name": "figure",
        "kind": "logistic model over named features",
        "threshold": THRESHOLD,
        "data": f"{size} coded for figures by a large language model, once; see docs/model-cards",
        "cross_validation": cross_validate(sentences, n_missed, beside=articles),
    }
    if articles:
        facts["cross_validation_of_articles"] = cross_validate(articles, n_missed_in_articles, beside=sentences)
    args.out.mkdir(parents=True, exist_ok=True)
    weights = json.dumps(fit([*sentences, *articles]), indent=0, sort_keys=True, ensure_ascii=False)
    (args.out / "weights.json").write_text(weights + "\n", encoding="utf-8")
    manifest = write_manifest(args.out, ["weights.json"], facts)
    print(json.dumps({name: scores for name, scores in manifest.items() if name.startswith("cross_validation")}))


if __name__ == "__main__":
    main()
