"""What each part of statement coding is worth, on the codebooks that the reader was not trained on.

Each variant codes the same articles; its least score is the best one for its F1 on them, which favours the weak ones.
Prints one JSON object a line: `name`, then precision, recall and F1 of triples (article, party, issue, stance), F1 of
(article, party, issue), and the share of right stances among the pairs that hold one.

    python benchmarks/statement_ablation.py --pairs FOLDER --without-attribution FOLDER --gold DIR --model FOLDER
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from statement_thresholds import (
    BESIDE,
    Floats,
    count_gold,
    read_pairs,
    read_probabilities,
    score_pairs,
    settle_stances,
    stances_of,
    triples_at,
)

from communique.coding.retrieval import FEATURES
from communique.coding.stance import StanceReader
from communique.evaluation.match import party_code
from communique.evaluation.training.stance_rows import UNSEEN
from communique.models.stance_input import LABELS, StanceInput


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of coding: its pairs, the stance and the score that it gives each."""

    name: str
    pairs: list[dict[str, Any]]
    stances: list[str]
    scores: Floats


def column(pairs: Sequence[dict[str, Any]], name: str) -> Floats:
    """One of the features of retrieval for each pair."""
    return np.array([p["features"][FEATURES.index(name)] for p in pairs])


def decided(name: str, pairs: list[dict[str, Any]], probabilities: Floats, n_gold: int) -> Variant:
    """The variant that decides as the coder does, its logistic model fitted without the codebook that it scores."""
    settled = settle_stances(pairs, probabilities, n_gold)
    stances = stances_of(settled.probabilities, settled.lean)
    return Variant(name, pairs, stances, score_pairs(pairs, settled.probabilities, stances))


def majority(gold: Sequence[Path]) -> dict[tuple[str, str], str]:
    """The stance that each party takes most often on each issue in the gold record itself: more than anybody could know."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for path in (p for folder in gold for p in folder.glob("*.json")):
        for s in json.loads(path.read_text(encoding="utf-8"))["statements"]:
            counts.setdefault((party_code(s["party"]), s["issue"]), Counter())[s["stance"]] += 1
    return {key: c.most_common(1)[0][0] for key, c in counts.items()}


def iter_variants(args: argparse.Namespace) -> Iterator[Variant]:
    """The variants, from the weakest to the whole."""
    pairs = read_pairs(args.pairs, UNSEEN)
    probabilities = read_probabilities(pairs, args.model, args.pairs[0] / "left_out.npz")
    yield Variant("stems only, always support", pairs, ["support"] * len(pairs), column(pairs, "stems"))
    nearer = column(pairs, "cos_support") >= column(pairs, "cos_oppose")
    yield Variant("sentence vectors only", pairs, ["support" if n else "oppose" for n in nearer], column(pairs, "cos_best"))
    bare = read_bare(pairs, args.model)
    n_gold = count_gold(args.gold, UNSEEN)
    yield decided("sentence removed", pairs, bare, n_gold)
    alone = read_pairs(args.without_attribution, UNSEEN)
    cache = args.without_attribution[0] / "left_out.npz"
    yield decided("without attribution", alone, read_probabilities(alone, args.model, cache), n_gold)
    full = decided("full", pairs, probabilities, n_gold)
    known = majority(args.gold)
    guessed = [known.get((party_code(p["party"]), p["issue"]), "support") for p in pairs]
    yield Variant("full, but always the party's majority stance", pairs, guessed, full.scores)
    yield full


def read_bare(pairs: Sequence[dict[str, Any]], model: Path) -> Floats:
    """The reader's probabilities when it sees only the issue: one reading for each issue."""
    issues = {p["issue"]: StanceInput("", p["support"], p["oppose"]) for p in pairs}
    found = dict(zip(issues, StanceReader(model).read(list(issues.values())), strict=True))
    return np.array([found[p["issue"]] for p in pairs])


def measure(variant: Variant, gold: Sequence[Path]) -> dict[str, Any]:
    """The figures of a variant at its best least score."""
    n_gold, n_issues = count_gold(gold, UNSEEN), count_gold(gold, UNSEEN, with_stance=False)
    right = np.array([p["is_hit"] for p in variant.pairs])
    best: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    for least in np.quantile(variant.scores, np.linspace(0, 0.995, 120)):
        found = triples_at(variant.pairs, variant.stances, variant.scores, float(least), BESIDE["balanced"])
        n, hit = found.n, found.n_right
        n_pairs, hit_pairs = issues_at(variant, right, float(least))
        best = max(best, (2 * hit / (n + n_gold), hit / max(1, n), hit / n_gold, 2 * hit_pairs / (n_pairs + n_issues)))
    sides = [(p["label"], s) for p, s in zip(variant.pairs, variant.stances, strict=True) if p["label"] in LABELS[:2]]
    names = ("f1", "precision", "recall", "issue_f1")
    accuracy = sum(a == b for a, b in sides) / max(1, len(sides))
    return {
        "name": variant.name,
        **{k: round(v, 3) for k, v in zip(names, best, strict=True)},
        "stance_accuracy": round(accuracy, 3),
    }


def issues_at(variant: Variant, right: Floats, least: float) -> tuple[int, int]:
    """Pairs of party and issue predicted and right at a least score, whatever the stance."""
    kept = [(p, r) for p, r, s in zip(variant.pairs, right, variant.scores, strict=True) if s >= least]
    predicted = {(p["article"], party_code(p["party"]), p["issue"]) for p, _ in kept}
    return len(predicted), len({(p["article"], party_code(p["party"]), p["issue"]) for p, r in kept if r})


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pairs", "without-attribution", "gold"):
        parser.add_argument(f"--{name}", type=Path, nargs="+", required=True)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    for variant in iter_variants(args):
        print(json.dumps(measure(variant, args.gold)), flush=True)


if __name__ == "__main__":
    main()
