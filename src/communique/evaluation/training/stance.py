"""Train the stance reader, export it in int8, and report what it knows without the sentence.

    python -m communique.evaluation.training.stance train --base MINILM --sentences sentences.jsonl.gz \\
        --pairs pairs.jsonl.gz --work FOLDER
    python -m communique.evaluation.training.stance export --base MINILM --sentences … --pairs … --work FOLDER --out FOLDER

The first stage reads the coded sentences, the second the pairs of coded articles (benchmarks/statement_pairs.py) under
all codebooks but those left out, with a part of the first again. Topics and codebooks are held out whole.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from communique.evaluation.training.quantize import export_int8
from communique.evaluation.training.stance_model import Plan, figures, make_network, predict, train
from communique.evaluation.training.stance_rows import FLIP, LEFT_OUT, Row, epoch_rows, gold_rows, held_out_rows, read_lines
from communique.models import write_manifest
from communique.models.stance_input import LABELS

HELD_OUT_TOPICS = ("north_korea", "healthcare", "nsa")
SEED = 13
RATE = 1e-4
N_EPOCHS, N_FIRST = 2, 17_000  # passes over the sentences in the first stage, and the rows at which it ends
N_OTHER = 3500  # pairs without a stance in the second stage, beside some 2,000 with one, each read twice
N_AGAIN = 3000  # rows like those of the first stage in the second
AGAIN_RATE, AGAIN_SEED = 7e-5, 17
N_SIDED, N_UNSIDED = 10_500, 3000
FILES = ["model.onnx", "tokenizer.json", "thresholds.json"]


@dataclass(frozen=True, slots=True)
class Data:
    """The coded sentences in use and held out, and the pairs in use and of codebooks left out."""

    lines: list[dict[str, Any]]
    held_out: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    left_out: list[dict[str, Any]]


def read_data(sentences: Path, pairs: Path | None) -> Data:
    """Split by topic and codebook; sentences that stand in the coded articles are left out of training."""
    lines = read_lines(sentences)
    rows = read_lines(pairs) if pairs else []
    if pairs:
        texts = (json.loads(line)["text"] for line in pairs.with_name("texts.jsonl").read_text(encoding="utf-8").splitlines())
        articles = _plain(" ".join(texts))
        lines = [d for d in lines if _plain(d["sentence"]) not in articles]
    return Data(
        [d for d in lines if d["topic"] not in HELD_OUT_TOPICS],
        [d for d in lines if d["topic"] in HELD_OUT_TOPICS],
        [p for p in rows if p["codebook"] not in LEFT_OUT],
        [p for p in rows if p["codebook"] in LEFT_OUT],
    )


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def open_tokenizer(base: Path) -> Any:
    """The tokenizer of the base, without padding and truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def train_all(base: Path, data: Data, work: Path) -> None:
    """Two schedules of two stages each; the weights are kept in `work / "stance.pt"`."""
    network, tokenizer = make_network(base), open_tokenizer(base)
    stages = [[row for seed in range(N_EPOCHS) for row in epoch_rows(data.lines, 100 + seed)][:N_FIRST]]
    if data.pairs:
        second = gold_rows(data.pairs, SEED, n_other=N_OTHER) + epoch_rows(data.lines, 200)[:N_AGAIN]
        random.Random(SEED).shuffle(second)
        stages.append(second)
    train(network, stages, tokenizer, Plan(RATE, SEED, work / "stance.pt"))
    train(network, again_stages(data), tokenizer, Plan(AGAIN_RATE, AGAIN_SEED, work / "stance.pt", head_factor=2.0))


def again_stages(data: Data) -> list[list[Row]]:
    """The rows of the second schedule: mostly propositions with a side, which the first leaves too little told apart."""
    drawn = [row for seed in (301, 302) for row in epoch_rows(data.lines, seed)]
    sided = [row for row in drawn if row.label in LABELS[:2]][:N_SIDED]
    first = sided + [row for row in drawn if row.label not in LABELS[:2]][:N_UNSIDED]
    random.Random(5).shuffle(first)
    if not data.pairs:
        return [first]
    second = gold_rows(data.pairs, 77, n_other=N_OTHER) + epoch_rows(data.lines, 303)[:2500]
    random.Random(6).shuffle(second)
    return [first, second]


def report(network: Any, tokenizer: Any, data: Data) -> dict[str, Any]:
    """Figures on what was held out, with the sentence and without."""
    rows = held_out_rows(data.held_out) + left_out_rows(data.left_out)
    bare = [replace(r, passage="") for r in rows]
    both = {"held_out": rows, "without_sentence": bare}
    found = {name: figures(own, predict(network, own, tokenizer)) for name, own in both.items()}
    print(json.dumps(found), flush=True)
    return found


def left_out_rows(pairs: Sequence[dict[str, Any]]) -> list[Row]:
    """The stances of the codebooks left out, as rows."""
    return [
        Row(p["passage"], text, label, "gold")
        for p in pairs
        if p["label"] in LABELS[:2]
        for text, label in ((p["support"], p["label"]), (p["oppose"], FLIP[p["label"]]))
    ]


def fit_temperature(logits: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """The temperature that makes the probabilities of held-out rows most likely."""
    z, y = np.array(logits), np.array(labels)
    grid = np.arange(0.5, 4.01, 0.05)
    losses = []
    for t in grid:
        scaled = z / t
        losses.append(float((np.log(np.exp(scaled).sum(1)) - scaled[np.arange(len(y)), y]).mean()))
    return round(float(grid[int(np.argmin(losses))]), 2)


def export(base: Path, data: Data, weights: Path, out: Path) -> None:
    """Write model, tokenizer and manifest; `benchmarks/statement_thresholds.py` writes `thresholds.json` afterwards."""
    import torch

    network, tokenizer = make_network(base), open_tokenizer(base)
    network.load_state_dict(torch.load(weights, map_location="cpu"))
    found = report(network, tokenizer, data)
    rows = held_out_rows(data.held_out)
    temperature = fit_temperature(predict(network, rows, tokenizer), [LABELS.index(r.label) for r in rows])
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    export_int8(network.float().eval(), out / "model.onnx", output="logits")
    if not (out / "thresholds.json").exists():
        (out / "thresholds.json").write_text("{}", encoding="utf-8")
    facts = {
        "name": "stance",
        "base": "all-MiniLM-L6-v2 (Apache-2.0)",
        "labels": list(LABELS),
        "seed": SEED,
        "temperature": temperature,
        "figures": found,
        "held_out_topics": list(HELD_OUT_TOPICS),
        "left_out_codebooks": list(LEFT_OUT),
    }
    write_manifest(out, FILES, facts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["train", "export"])
    for name in ("base", "sentences", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("pairs", "out"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    import torch

    torch.set_num_threads(args.threads)
    data = read_data(args.sentences, args.pairs)
    print(json.dumps({k: len(getattr(data, k)) for k in Data.__slots__}), flush=True)
    if args.step == "train":
        train_all(args.base, data, args.work)
    else:
        export(args.base, data, args.work / "stance.pt", args.out)


if __name__ == "__main__":
    main()
