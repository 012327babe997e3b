"""Trains the scorer of figures: a logistic model over named features, fitted in seconds, cross-validated by batch.

In: sentences coded for figures (JSON Lines with `sentence`, `batch`, `figures`). Out: `weights.json` and its manifest.

    python -m communique.evaluation.training.figure SENTENCES.jsonl.gz OUT_FOLDER
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.model.document import Document
from communique.model.reading import Reading
from communique.models import write_manifest
from communique.plugins import load_plugin

L2 = 1.0  # .3, 1 and 3 differ by less than .005 F1 in cross-validation
THRESHOLD = 0.45  # .45 to .55 are equal in cross-validation (.949 to .951); at .4 come products and firms


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: its features, whether a coder put it on the record, and the batch it was coded in."""

    features: tuple[str, ...]
    is_figure: bool
    batch: str


def read_examples(path: Path) -> tuple[list[Example], int]:
    """The candidates of all sentences, and the number of coded figures that no candidate matches."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    parser, coder = load_plugin("communique.annotators", "parse")(), load_plugin("communique.coders", "figure")
    examples: list[Example] = []
    n_missed = 0
    readings = parser.annotate([Reading(Document(row["id"], row["sentence"])) for row in rows])
    for row, reading in zip(rows, readings, strict=True):
        candidates = [c for _, c in coder.candidates(reading)]
        hits = match_figures(row, candidates)
        n_missed += len(row["figures"]) - len(hits)
        examples += [Example(c.features, i in hits, row["batch"]) for i, c in enumerate(candidates)]
    return examples, n_missed


def match_figures(row: dict[str, Any], candidates: Sequence[Any]) -> set[int]:
    """The candidates that the coded figures of a sentence mean: the same value, inside the evidence if one is."""
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


def cross_validate(examples: Sequence[Example], n_missed: int) -> dict[str, float]:
    """Precision, recall and F1 with each batch held out in turn; figures without a candidate count as missed."""
    hit = kept = 0
    for batch in sorted({e.batch for e in examples}):
        weights = fit([e for e in examples if e.batch != batch])
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
    args = parser.parse_args(argv)
    examples, n_missed = read_examples(args.sentences)
    scores = cross_validate(examples, n_missed)
    args.out.mkdir(parents=True, exist_ok=True)
    weights = json.dumps(fit(examples), indent=0, sort_keys=True, ensure_ascii=False)
    (args.out / "weights.json").write_text(weights + "\n", encoding="utf-8")
    facts = {
        "name": "figure",
        "kind": "logistic model over named features",
        "threshold": THRESHOLD,
        "data": "2,700 news sentences coded for figures by a large language model, once; see docs/model-cards",
        "cross_validation": scores,
    }
    print(json.dumps(write_manifest(args.out, ["weights.json"], facts)["cross_validation"]))


if __name__ == "__main__":
    main()
