"""Trains the gate before the event reader: which sentences the reader need not see, by what it decides on them itself.

In come coded sentences, and news without coding of which the reader's own decisions are taken. The reader runs on all of them
once; a logistic model over words learns what it accepts. The threshold is the one that loses at most `--loss` of the accepted
sentences of the batches and documents left out. Development only.

    python -m communique.evaluation.training.event_gate --sentences SENTENCES.jsonl.gz --texts NEWS.jsonl.gz \
        --leave-out IDS.json --work training --out src/communique/models/event-gate
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from communique.evaluation.training.event_data import read_sentences, split_sentences
from communique.models import write_manifest
from communique.models.event_gate_words import FILE, MODEL, gate_features, gate_score
from communique.plugins import load_plugin

SEED = 5
LABELS = ("agree", "differ", "meeting", "commitment")
LENGTHS = range(30, 421)  # characters
A_DOCUMENT = 10  # sentences of each document
LEAST_COUNT = 4  # sentences that a feature stands in
DIGITS = 3
CURVE = (0.0, 0.005, 0.01, 0.02, 0.05)  # shares of accepted sentences that may be lost
PRESSED = 0.6  # of a label's threshold: what comes this near counts too, since another training moves scores


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, whether the reader accepts it, and whether it is left out of training."""

    text: str
    is_accepted: bool
    is_near: bool
    is_held_out: bool
    is_coded: bool


def choose_news(path: str | Path, leave_out: set[str], n_documents: int) -> Iterator[tuple[str, bool]]:
    """Sentences of a fixed random choice of documents; every fifth document is left out of training."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [row["text"] for row in map(json.loads, lines) if row["id"] not in leave_out]
    rng = random.Random(SEED)
    rng.shuffle(texts)
    for n, text in enumerate(texts[:n_documents]):
        own = [" ".join(text[a:b].split()) for a, b in split_sentences(text) if b - a in LENGTHS]
        rng.shuffle(own)
        yield from ((sentence, n % 5 == 0) for sentence in own[:A_DOCUMENT])


def read_all(reader: Any, texts: Sequence[str], kept: Path) -> dict[str, dict[str, float]]:
    """The reader's scores of each sentence, the gate left aside; those in the file `kept` are not read again."""
    known: dict[str, dict[str, float]] = {}
    if kept.exists():
        with kept.open(encoding="utf-8") as lines:
            known = dict(map(json.loads, lines))
    with kept.open("a", encoding="utf-8") as out:
        for text in texts:
            if text not in known:
                known[text] = {label: round(found, 4) for label, found in reader.read_whole(text).labels.items()}
                out.write(json.dumps([text, known[text]]) + "\n")
    return known


def decide(
    scores: dict[str, dict[str, float]], sentences: Sequence[tuple[str, bool, bool]], least: dict[str, float]
) -> Iterator[Example]:
    """Whether the reader accepts each sentence: one of its labels reaches its threshold."""
    lower = min(least["agree"], least["differ"])  # which rows are kept is decided later, by more than the reader's scores
    least = least | {"agree": lower, "differ": lower}
    for text, is_held_out, is_coded in sentences:
        near = max(scores[text][label] / least[label] for label in LABELS)
        yield Example(text, near >= 1.0, near >= PRESSED, is_held_out, is_coded)


def fit(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """The weights by feature, `bias` among them; those that are zero are left out."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    sets = [gate_features(e.text) for e in examples]
    counts = Counter(f for own in sets for f in own)
    common = {word for e in examples for word in e.text.split() if word.islower()}
    names = sorted(f for f, n in counts.items() if n >= LEAST_COUNT and has_no_name(f, common))
    column = {name: i for i, name in enumerate(names)}
    rows = [(i, column[f]) for i, own in enumerate(sets) for f in sorted(own) if f in column]
    places = np.array(rows).T
    matrix: Any = csr_matrix((np.ones(len(rows)), (places[0], places[1])), shape=(len(sets), len(names)))
    model = LogisticRegression(C=penalty, class_weight="balanced", max_iter=500, random_state=SEED)
    model.fit(matrix, [e.is_near for e in examples])
    weights = {name: round(float(w), DIGITS) for name, w in zip(names, model.coef_[0], strict=True)}
    return {"bias": round(float(model.intercept_[0]), DIGITS)} | {name: w for name, w in weights.items() if w}


def has_no_name(feature: str, common: set[str]) -> bool:
    """Whether all words of a feature are also written small: the first word of a sentence may be a name."""
    return all(word in common or not word[0].isalpha() or ":" in word for word in feature.split())


def measure(weights: dict[str, float], held: Sequence[Example], loss: float) -> dict[str, Any]:
    """The threshold that loses this share of what the reader accepts, and what it spares of coded sentences and of news."""
    scores = np.array([gate_score(weights, e.text) for e in held])
    accepted = np.array([e.is_accepted for e in held])
    coded = np.array([e.is_coded for e in held])
    least = float(np.quantile(scores[accepted], loss)) - 10**-DIGITS
    spared = scores < least
    return {
        "least": round(least, DIGITS),
        "held_out": len(held),
        "accepted": int(accepted.sum()),
        "lost": int((spared & accepted).sum()),
        "spared_of_coded": round(float(spared[coded].mean()), 3),
        "spared_of_news": round(float(spared[~coded].mean()), 3),
        "accepted_of_news": round(float(accepted[~coded].mean()), 3),
    }


def main() -> None:
    """Read, fit, measure on what was left out, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", required=True)
    parser.add_argument("--texts", required=True)
    parser.add_argument("--leave-out", help="JSON list of the ids of documents that are kept for measuring")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--held-out", default="07,08", help="batches of the coded sentences")
    parser.add_argument("--penalty", type=float, default=0.02, help="the inverse of its strength")
    parser.add_argument("--loss", type=float, default=0.01)
    parser.add_argument("--work", required=True, help="folder for the reader's scores, used again by the next call")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    held_batches = set(args.held_out.split(","))
    leave_out = set(json.loads(Path(args.leave_out).read_text(encoding="utf-8"))) if args.leave_out else set()
    coded = [(e.text, e.group in held_batches, True) for e in read_sentences(args.sentences)]
    news = [(text, is_held_out, False) for text, is_held_out in choose_news(args.texts, leave_out, args.documents)]
    reader = load_plugin("communique.coders", "meeting")().readers.quick
    Path(args.work).mkdir(parents=True, exist_ok=True)
    kept = Path(args.work) / f"{reader.files.id}.jsonl"
    scores = read_all(reader, [text for text, _, _ in (*coded, *news)], kept)
    examples = list(decide(scores, [*coded, *news], {label: reader.threshold(label) for label in LABELS}))
    weights = fit([e for e in examples if not e.is_held_out], args.penalty)
    held = [e for e in examples if e.is_held_out]
    curve = [measure(weights, held, loss) for loss in (*CURVE, args.loss)]
    figures = curve[-1]
    print("\n".join(map(json.dumps, curve)), flush=True)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    body = {"least": figures["least"], "weights": weights}
    (out / FILE).write_text(json.dumps(body, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    facts = {
        "name": MODEL,
        "kind": "logistic model over words and pairs of words, without names",
        "data": f"{len(coded)} coded and {len(news)} other news sentences, labelled by the event reader's own decisions",
        "reader": reader.files.id,
        "seed": SEED,
        "figures": figures,
        "curve": curve[:-1],
    }
    write_manifest(out, [FILE], facts)


if __name__ == "__main__":
    main()
