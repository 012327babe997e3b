"""Fit how a statement is decided on, and the least score for each use, on codebooks that the reader was not trained on.

Reads the pairs of `statement_pairs.py` of the codebooks left out, has the packaged reader read them, fits the logistic
model of `communique.coding.decision`, and writes `thresholds.json` beside the model. The precision expected for each
use is that of triples (article, party, issue, stance) in articles of a codebook that the logistic model did not see.

    python benchmarks/statement_thresholds.py --pairs FOLDER … --gold DIR … --model FOLDER
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.coding.decision import (
    EVIDENCE,
    add_clauses,
    agree_on_sides,
    choose_stances,
    held_stances,
    holder_key,
    join_evidence,
    keep_clauses,
)
from communique.coding.screening import SIGNS, signs_of
from communique.coding.stance import StanceReader, weigh_condition
from communique.coding.unit import Unit
from communique.evaluation.match import party_code
from communique.evaluation.training.stance_rows import (
    MAX_ISSUES,
    RELEVANCE,
    UNSEEN,
    near_pairs,
    read_lines,
)
from communique.model.record import Mode
from communique.models import write_manifest
from communique.models.stance_input import LABELS, OPPOSE, SUPPORT, StanceInput, has_condition

Floats = npt.NDArray[Any]
N_WORTH = {"precise": 20, "balanced": 40, "broad": 40}  # pairs that are read, an article on average
CONDITIONAL = 0.5
CONDITIONS = (1.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0)
SIDES_LOSS = 0.003  # of the mean F1 of the two sides, at most, for finding conditions
LEAN_LOSS = 0.002  # of the F1 of triples, at most, for telling both sides equally well
MOST_SENTENCES = 100_000  # of an article
N_BEST = 5  # least scores whose F1 is averaged: one alone is chance
LEANS = (0.0, -0.25, -0.5, -0.75)
PULLS = (0.0, 0.5, 1.0, 2.0, 3.0)
ERROR_SOURCE = "statements read of the articles of the codebooks left out, balanced use: what overlapping gold statements hold"
BETAS = {"precise": 0.4, "balanced": 1.0, "broad": 2.5}  # how much more recall counts than precision
BESIDE = {"precise": 1.0, "balanced": 0.4, "broad": 0.3}  # least score of a position's other clauses, as a share of its surest
AGAIN = {"precise": 1.0, "balanced": 0.2, "broad": 0.2}  # least probability of a stance in clauses read again


@dataclass(frozen=True, slots=True)
class Tally:
    """Triples predicted and right, and the rows behind them, each judged on its own."""

    n: int
    n_right: int
    n_rows: int
    n_right_rows: int


def pairs_of(folders: Sequence[Path], codebooks: Sequence[str]) -> list[dict[str, Any]]:
    """The pairs of some codebooks that are looked at, each with the `rank` of its issue."""
    pairs, ranks = near_pairs([p for f in folders for p in read_lines(f / "pairs.jsonl.gz") if p["codebook"] in codebooks])
    return [{**p, "rank": rank} for p, rank in zip(pairs, ranks, strict=True)]


def unit_of(pair: dict[str, Any]) -> Unit:
    """The unit of a pair."""
    keys = ("sentence", "start", "end", "actor", "party", "passage", "rule", "confidence")
    return Unit(**{key: pair[key] for key in keys}, mode=Mode(pair["mode"]))


def fit_worth(pairs: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], Floats]:
    """The model that tells which pairs are read, and the score of each pair by one that did not see its codebook."""
    x = signs_of([unit_of(p) for p in pairs], [p["relevance"] for p in pairs], [p["rank"] for p in pairs])
    y = np.array([p["is_hit"] for p in pairs], dtype=np.float64)
    scores = scores_left_out(pairs, x, y)
    w = fit_logistic(x, y)
    weights = {name: round(float(v), 4) for name, v in zip(SIGNS, w, strict=False)}
    return {"weights": weights, "intercept": round(float(w[-1]), 4)}, scores


def least_worth(pairs: Sequence[dict[str, Any]], scores: Floats, use: str) -> float:
    """The least score of a pair that is read for a use."""
    n_articles = len({p["article"] for p in pairs})
    return round(float(np.sort(scores)[-min(len(scores), N_WORTH[use] * n_articles)]), 5)


def read_pairs(folders: Sequence[Path], codebooks: Sequence[str]) -> list[dict[str, Any]]:
    """The pairs of some codebooks that are worth reading for the balanced use, each with how `worth` it is."""
    pairs = pairs_of(folders, codebooks)
    _, scores = fit_worth(pairs)
    least = least_worth(pairs, scores, "balanced")
    return [{**p, "worth": float(s)} for p, s in zip(pairs, scores, strict=True) if s >= least]


def read_probabilities(pairs: Sequence[dict[str, Any]], model: Path, cache: Path, sides: Sequence[int] = ()) -> Floats:
    """The reader's probabilities, from the cache if it is of the same model and pairs.

    Args:
        sides: the text of the issue that is read for each pair; both as need be without it.
    """
    reader = StanceReader(model, n_threads=1)
    told = repr([*((p["passage"], p["issue"]) for p in pairs), *sides]).encode()
    facts = reader.files.manifest
    sums = " ".join(v for name, v in sorted(facts["files"].items()) if name != "thresholds.json")
    key = f"{sums} {facts['temperature']} {hashlib.sha256(told).hexdigest()}"
    if cache.exists() and str(np.load(cache)["key"]) == key:
        return np.asarray(np.load(cache)["probabilities"])
    reader.thresholds = {}  # as read, before words of condition are weighed
    inputs = [StanceInput(p["passage"], p["support"], p["oppose"]) for p in pairs]
    found = reader.read_sides(inputs, sides) if sides else reader.read(inputs)
    np.savez(cache, probabilities=found, key=np.array(key))
    return found


def places_of(pairs: Sequence[dict[str, Any]]) -> list[tuple[int, str, int]]:
    """Sentence, party and issue of each pair, apart for each article."""
    articles = {name: i for i, name in enumerate(sorted({p["article"] for p in pairs}))}
    numbers = {key: i for i, key in enumerate(sorted({(p["codebook"], p["issue"]) for p in pairs}))}
    holders = [f"{p['article']} {holder_key(p['actor'], p['party'])}" for p in pairs]
    sentences = [p["sentence"] + MOST_SENTENCES * articles[p["article"]] for p in pairs]
    return [(n, h, numbers[p["codebook"], p["issue"]]) for p, n, h in zip(pairs, sentences, holders, strict=True)]


def evidence_rows(pairs: Sequence[dict[str, Any]], probabilities: Floats) -> Floats:
    """The columns of the decision for all pairs."""
    relevance = np.array([p["relevance"] for p in pairs], dtype=np.float32)
    ranks, rules, holders = ([p[key] for p in pairs] for key in ("rank", "rule", "confidence"))
    return join_evidence(probabilities, relevance, ranks, rules, holders, places_of(pairs))


def stances_of(probabilities: Floats, lean: float) -> list[str]:
    """The stance of each pair, by name."""
    return [LABELS[k] for k in choose_stances(probabilities, conditional=CONDITIONAL, lean=lean)]


def f1_of_stances(pairs: Sequence[dict[str, Any]], stances: Sequence[str]) -> list[float]:
    """F1 of support, oppose and conditional over the pairs of a gold statement's party."""
    own = [(p["label"], s) for p, s in zip(pairs, stances, strict=True) if p["is_hit"]]
    out = []
    for stance in (LABELS[0], LABELS[1], LABELS[3]):
        both = sum(label == found == stance for label, found in own)
        out.append(2 * both / max(1, sum((label == stance) + (found == stance) for label, found in own)))
    return [round(f, 3) for f in out]


def choose_lean(pairs: Sequence[dict[str, Any]], probabilities: Floats, n_gold: int) -> tuple[float, dict[float, list[float]]]:
    """The lean with the best mean F1 of the two sides at hardly a loss of triples; by lean, F1 of triples and of stances."""
    table = {}
    for lean in LEANS:
        table[lean] = figures_of_sides(pairs, probabilities, lean, n_gold)
    least = max(row[0] for row in table.values()) - LEAN_LOSS
    return max((k for k in table if table[k][0] >= least), key=lambda k: sum(table[k][1:3])), table


def choose_pull(
    pairs: Sequence[dict[str, Any]], probabilities: Floats, lean: float, n_gold: int
) -> tuple[float, dict[float, list[float]]]:
    """How much a holder's clauses on an issue agree on a side: the best F1 of triples; by pull, that and F1 of stances."""
    places = places_of(pairs)
    table = {
        pull: figures_of_sides(pairs, agree_on_sides(probabilities, places, lean=lean, pull=pull), lean, n_gold) for pull in PULLS
    }
    return max(table, key=lambda k: table[k][0]), table


@dataclass(frozen=True, slots=True)
class Settled:
    """How stances are told: the constants, the probabilities under them, and the figures of each choice."""

    lean: float
    condition: float
    pull: float
    probabilities: Floats
    tables: dict[str, dict[float, Any]]

    def move(self, pairs: Sequence[dict[str, Any]], told: Floats) -> Floats:
        """What the reader told of some pairs, as the statements are decided on."""
        weighed = weigh_condition(told, [has_condition(p["passage"]) for p in pairs], self.condition)
        return agree_on_sides(weighed, places_of(pairs), lean=self.lean, pull=self.pull)


def settle_stances(pairs: Sequence[dict[str, Any]], probabilities: Floats, n_gold: int) -> Settled:
    """Choose lean, weight of words of condition and pull, in this order, for what the reader says of the pairs."""
    lean, by_lean = choose_lean(pairs, probabilities, n_gold)
    condition, by_condition = choose_condition(pairs, probabilities, lean)
    weighed = weigh_condition(probabilities, [has_condition(p["passage"]) for p in pairs], condition)
    pull, by_pull = choose_pull(pairs, weighed, lean, n_gold)
    together = agree_on_sides(weighed, places_of(pairs), lean=lean, pull=pull)
    tables = {"f1_by_lean": by_lean, "f1_by_pull": by_pull, "f1_by_condition": by_condition}
    return Settled(lean, condition, pull, together, tables)


def figures_of_sides(pairs: Sequence[dict[str, Any]], probabilities: Floats, lean: float, n_gold: int) -> list[float]:
    """F1 of triples, the mean of its best least scores, then F1 of support, oppose and conditional."""
    stances = stances_of(probabilities, lean)
    scores = score_pairs(pairs, probabilities, stances)
    found = [triples_at(pairs, stances, scores, least, BESIDE["balanced"]) for least in np.arange(0.08, 0.42, 0.02)]
    best = sorted(2 * t.n_right / max(1, t.n + n_gold) for t in found)[-N_BEST:]
    return [round(float(np.mean(best)), 4), *f1_of_stances(pairs, stances)]


def decision_data(pairs: Sequence[dict[str, Any]], probabilities: Floats, stances: Sequence[str]) -> tuple[Floats, Floats]:
    """What the decision looks at in each pair, and whether the pair is a statement of this stance."""
    right = [p["is_hit"] and p["label"] == s for p, s in zip(pairs, stances, strict=True)]
    return evidence_rows(pairs, probabilities), np.array(right, dtype=np.float64)


def score_pairs(pairs: Sequence[dict[str, Any]], probabilities: Floats, stances: Sequence[str]) -> Floats:
    """The score of each pair by a model that did not see its codebook."""
    return scores_left_out(pairs, *decision_data(pairs, probabilities, stances))


def choose_condition(pairs: Sequence[dict[str, Any]], probabilities: Floats, lean: float) -> tuple[float, dict[float, Any]]:
    """The weight of words of condition with the best macro-F1 at hardly a loss of the sides; F1 of each stance by weight."""
    words = [has_condition(p["passage"]) for p in pairs]
    table = {}
    for factor in CONDITIONS:
        own = f1_of_stances(pairs, stances_of(weigh_condition(probabilities, words, factor), lean))
        table[factor] = [round(float(np.mean(own)), 3), *own]
    least = sum(table[1.0][1:3]) / 2 - SIDES_LOSS
    return max((f for f in table if sum(table[f][1:3]) / 2 >= least), key=lambda f: table[f][0]), table


def fit_logistic(x: Floats, y: Floats, steps: int = 60) -> Floats:
    """Weights with the intercept last, by Newton's method with a little shrinkage."""
    x = np.hstack([x, np.ones((len(x), 1))]).astype(np.float64)
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - 1.0 * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(len(w))
        w = w + np.linalg.solve(hessian, gradient)
    return w


def weights_left_out(pairs: Sequence[dict[str, Any]], x: Floats, y: Floats) -> dict[str, Floats]:
    """For each codebook the weights of a model that did not see it."""
    group = np.array([p["codebook"] for p in pairs])
    return {name: fit_logistic(x[group != name], y[group != name]) for name in sorted(set(group))}


def scores_left_out(pairs: Sequence[dict[str, Any]], x: Floats, y: Floats) -> Floats:
    """The score of each pair by a model that did not see its codebook."""
    return scores_by(weights_left_out(pairs, x, y), pairs, x)


def scores_by(weights: Mapping[str, Floats], pairs: Sequence[dict[str, Any]], x: Floats) -> Floats:
    """The score of each pair by the weights of its codebook."""
    group = np.array([p["codebook"] for p in pairs])
    out = np.zeros(len(pairs))
    for name, w in weights.items():
        out[group == name] = 1 / (1 + np.exp(-(x[group == name] @ w[:-1] + w[-1])))
    return out


def triples_at(
    pairs: Sequence[dict[str, Any]], stances: Sequence[str], scores: Floats, least: float, beside: float = 1.0
) -> Tally:
    """What is kept at a least score, `beside` of it for the other clauses of a position."""
    return tally(pairs, stances, kept_at(pairs, stances, scores, least, beside * least))


def kept_at(pairs: Sequence[dict[str, Any]], stances: Sequence[str], scores: Floats, least: float, beside: float) -> list[bool]:
    """Which pairs are kept at a least score of the surest clause of a position, and of its other clauses."""
    positions = [(place[1:], stance) for place, stance in zip(places_of(pairs), stances, strict=True)]
    return keep_clauses(scores.tolist(), positions, least=least, beside=beside)


def tally(pairs: Sequence[dict[str, Any]], stances: Sequence[str], kept: Sequence[bool]) -> Tally:
    """The triples and rows of the pairs that are kept."""
    predicted, right, n_rows, n_right_rows = set(), set(), 0, 0
    for pair, stance, is_kept in zip(pairs, stances, kept, strict=True):
        if is_kept:
            triple = (pair["article"], party_code(pair["party"]), pair["issue"], stance)
            is_right = pair["is_hit"] and pair["label"] == stance
            predicted.add(triple)
            n_rows, n_right_rows = n_rows + 1, n_right_rows + is_right
            if is_right:
                right.add(triple)
    return Tally(len(predicted), len(right), n_rows, n_right_rows)


@dataclass(frozen=True, slots=True)
class Coded:
    """The pairs read, twice if need be, for one use: the stance of each, and whether it is kept."""

    pairs: Sequence[dict[str, Any]]
    stances: Sequence[str]
    kept: Sequence[bool]

    def of(self, book: str) -> Coded:
        """Those of one codebook."""
        own = [i for i, p in enumerate(self.pairs) if p["codebook"] == book]
        return Coded(*([column[i] for i in own] for column in (self.pairs, self.stances, self.kept)))  # type: ignore[arg-type]

    def figures(self, n_gold: int) -> dict[str, float]:
        """Precision, recall and F1 of triples, and the share of rows that are right, each on its own."""
        found = tally(self.pairs, self.stances, self.kept)
        p, r = found.n_right / max(1, found.n), found.n_right / max(1, n_gold)
        rows = found.n_right_rows / max(1, found.n_rows)
        figures = {"precision": p, "recall": r, "f1": 2 * p * r / max(1e-9, p + r), "precision_of_rows": rows}
        return {k: round(v, 3) for k, v in figures.items()}


def complete(
    first: Coded, told: Floats, near: Sequence[dict[str, Any]], settled: Settled, again: float, model: Path, cache: Path
) -> Coded:
    """With the clauses that a second reading adds to the positions that stand, as `StatementCoder` does.

    Args:
        first: what the first reading gives.
        told: what the reader said of its pairs, as read.
        near: all pairs that are relevant enough.
        again: the least probability of a stance in a further clause.
    """

    def position(pair: dict[str, Any]) -> tuple[str, str, str]:
        return pair["article"], holder_key(pair["actor"], pair["party"]), pair["issue"]

    def place(pair: dict[str, Any]) -> tuple[str, int, int, str, str]:
        return pair["article"], pair["start"], pair["end"], pair["actor"], pair["issue"]

    held = held_stances([position(p) for p in first.pairs], first.stances, first.kept)
    read = {place(pair) for pair in first.pairs}
    more = [p for p in near if place(p) not in read and position(p) in held] if again < 1 else []
    if not more:
        return first
    joined = [*first.pairs, *more]
    sides = [OPPOSE if LABELS[OPPOSE] in held[position(p)] else SUPPORT for p in more]
    both = np.concatenate([told, read_probabilities(more, model, cache, sides)])
    found = settled.move(joined, both)[len(first.pairs) :]
    stances = stances_of(found, settled.lean)
    kept = add_clauses(found, stances, [position(p) for p in more], held, again=again)
    return Coded(joined, [*first.stances, *stances], [*first.kept, *kept])


def count_errors(coded: Coded) -> dict[str, Any]:
    """For each stance that the kept rows are given, how many truly hold which, `none` if they hold no stance of the party."""
    counts: dict[str, Counter[str]] = {}
    for pair, stance, is_kept in zip(coded.pairs, coded.stances, coded.kept, strict=True):
        if is_kept:
            counts.setdefault(stance, Counter())[pair["label"] if pair["is_hit"] else "none"] += 1
    return {stance: dict(sorted(own.items())) for stance, own in sorted(counts.items())}


def count_gold(folders: Sequence[Path], codebooks: Sequence[str], *, with_stance: bool = True) -> int:
    """Gold triples of some codebooks, or pairs of party and issue."""
    found: set[tuple[str, ...]] = set()
    for path in (p for folder in folders for p in folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["codebook"] in codebooks:
            keys = [(record["id"], party_code(s["party"]), s["issue"], s["stance"]) for s in record["statements"]]
            found |= set(keys if with_stance else [k[:3] for k in keys])
    return len(found)


def scores_for(
    least: float, pairs: Sequence[dict[str, Any]], told: Floats, settled: Settled, left_out: Mapping[str, Floats]
) -> tuple[Floats, list[dict[str, Any]], list[str], Floats]:
    """What the reader told of the pairs that are worth at least so much, these pairs, their stances and scores."""
    chosen = [i for i, p in enumerate(pairs) if p["worth"] >= least]
    own, told = [pairs[i] for i in chosen], told[chosen]
    together = settled.move(own, told)
    return told, own, stances_of(together, settled.lean), scores_by(left_out, own, evidence_rows(own, together))


def choose_least(
    pairs: Sequence[dict[str, Any]], stances: Sequence[str], scores: Floats, n_gold: int, use: str
) -> dict[str, float]:
    """The least scores for a use: that of the surest clause with the best F-measure of its kind, the others bound to it."""
    beta, table = BETAS[use], []
    for least in np.arange(0.02, 0.96, 0.01):
        found = triples_at(pairs, stances, scores, float(least), BESIDE[use])
        p, r = found.n_right / max(1, found.n), found.n_right / n_gold
        table.append(((1 + beta**2) * p * r / max(1e-9, beta**2 * p + r), round(float(least), 2)))
    smooth = np.convolve([row[0] for row in table], np.ones(N_BEST) / N_BEST, mode="same")
    _, least = table[int(smooth.argmax())]
    return {"least": least, "beside": round(BESIDE[use] * least, 3), "again": AGAIN[use]}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pairs", "gold"):
        parser.add_argument(f"--{name}", type=Path, nargs="+", required=True)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    near = pairs_of(args.pairs, UNSEEN)
    worth, worths = fit_worth(near)
    pairs = read_pairs(args.pairs, UNSEEN)
    probabilities = read_probabilities(pairs, args.model, args.pairs[0] / "left_out.npz")
    n_gold = count_gold(args.gold, UNSEEN)
    settled = settle_stances(pairs, probabilities, n_gold)
    stances = stances_of(settled.probabilities, settled.lean)
    x, y = decision_data(pairs, settled.probabilities, stances)
    w, left_out = fit_logistic(x, y), weights_left_out(pairs, x, y)
    uses, coded, once = {}, {}, {}
    for use in BETAS:
        least = least_worth(near, worths, use)
        told, own, own_stances, scores = scores_for(least, pairs, probabilities, settled, left_out)
        uses[use] = {"worth": least, **choose_least(own, own_stances, scores, n_gold, use)}
        kept = kept_at(own, own_stances, scores, uses[use]["least"], uses[use]["beside"])
        first = Coded(own, own_stances, kept)
        cache = args.pairs[0] / f"left_out_again_{use}.npz"
        coded[use] = complete(first, told, near, settled, uses[use]["again"], args.model, cache)
        once[use] = first.figures(n_gold) | {"pairs_read": len(own), "pairs_read_again": len(coded[use].pairs) - len(own)}
        uses[use] |= coded[use].figures(n_gold)
    found = {
        "weights": {name: round(float(v), 4) for name, v in zip(EVIDENCE, w, strict=False)},
        "intercept": round(float(w[-1]), 4),
        "worth": worth,
        "conditional": CONDITIONAL,
        "condition": settled.condition,
        "lean": settled.lean,
        "pull": settled.pull,
        "relevance": RELEVANCE,
        "max_issues": MAX_ISSUES,
        "uses": uses,
        "chosen_on": {"codebooks": list(UNSEEN), "pairs": len(pairs)},
    }
    (args.model / "thresholds.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    facts = {k: v for k, v in find_model_facts(args.model).items() if k not in ("files", "id")}
    facts["reader_error"] = {"counts": count_errors(coded["balanced"]), "source": ERROR_SOURCE}
    write_manifest(args.model, list(find_model_facts(args.model)["files"]), facts)
    by_book = {book: coded["balanced"].of(book).figures(count_gold(args.gold, [book])) for book in UNSEEN}
    print(json.dumps({**found, **settled.tables, "without_second_reading": once, "balanced_by_codebook": by_book}, indent=1))


def find_model_facts(model: Path) -> dict[str, Any]:
    """What the manifest says, whether or not its checksums hold (`thresholds.json` has just changed)."""
    facts: dict[str, Any] = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    return facts


if __name__ == "__main__":
    main()
