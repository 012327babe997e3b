"""Train the stance reader: a packaged encoder, on coded sentences and on passages of coded articles that were read one by one.

    python -m communique.evaluation.training.stance train  --base MPNET --sentences sentences.jsonl.gz --codings codings \\
        --pairs pairs.jsonl.gz coded/pairs.jsonl.gz --work FOLDER
    python -m communique.evaluation.training.stance export … --work FOLDER --out FOLDER

What an article's coding says of a clause is a poor lesson: it names the party and the sentence, not which of the actors in it
takes the stance, and a coder puts a position on one sentence of several. So each passage was read on its own as the reader sees
it (`codings/readings.jsonl`), and both words together make the target. Topics and codebooks are held out whole.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from communique.evaluation.training.quantize import export_int8
from communique.evaluation.training.stance_model import Plan, figures, make_network, predict, train
from communique.evaluation.training.stance_rows import (
    FLIP,
    LEFT_OUT,
    UNSEEN,
    Row,
    UnitKey,
    UnitReading,
    Wordings,
    epoch_rows,
    held_out_rows,
    read_lines,
    read_readings,
    read_wordings,
    reading_rows,
)
from communique.models import write_manifest
from communique.models.stance_input import LABELS, MPNET

HELD_OUT_TOPICS = ("north_korea", "healthcare", "nsa")
SEED = 13
RATE = 5e-5
N_FIRST = 6400  # rows of the first stage, most of them of sentences: what a side is comes before whose it is
FIRST_SHARE, SHARE = 0.6, 0.1  # of the sentences in a stage
SURELY_NEITHER = 0.8  # from this probability on the second text of an issue is not read
FILES = ["model.onnx", "layers.npz", "tokenizer.json", "thresholds.json"]


@dataclass(frozen=True, slots=True)
class Data:
    """Coded sentences in use and held out; pairs in use and of codebooks left out; what was read; other wordings of issues."""

    lines: list[dict[str, Any]]
    held_out: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    readings: dict[UnitKey, UnitReading]
    wordings: Wordings


def read_data(sentences: Path, pairs: Sequence[Path], codings: Path) -> Data:
    """Split by topic and codebook; sentences that stand in the coded articles of the first pairs are left out of training."""
    lines = read_lines(sentences)
    rows = [row for path in pairs for row in read_lines(path)]
    texts = (json.loads(line)["text"] for line in pairs[0].with_name("texts.jsonl").read_text(encoding="utf-8").splitlines())
    articles = _plain(" ".join(texts))
    lines = [d for d in lines if _plain(d["sentence"]) not in articles]
    return Data(
        [d for d in lines if d["topic"] not in HELD_OUT_TOPICS],
        [d for d in lines if d["topic"] in HELD_OUT_TOPICS],
        [p for p in rows if p["codebook"] not in UNSEEN],
        [p for p in rows if p["codebook"] in LEFT_OUT],
        read_readings(codings / "readings.jsonl"),
        read_wordings(codings / "wordings.jsonl"),
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


def make_stages(data: Data) -> list[list[Row]]:
    """The rows of both stages: coded sentences and readings, first mostly the one, then mostly the other; always the same."""
    read = reading_rows(data.pairs, data.readings, SEED, data.wordings)
    n_read = int(N_FIRST * (1 - FIRST_SHARE))
    later = int((len(read) - n_read) * SHARE / (1 - SHARE))
    sentences: list[Row] = []
    while len(sentences) < N_FIRST - n_read + later and data.lines:
        sentences += epoch_rows(data.lines, 900 + len(sentences))
    first, second = read[:n_read] + sentences[: N_FIRST - n_read], read[n_read:] + sentences[N_FIRST - n_read :][:later]
    for stage in (first, second):
        random.Random(SEED).shuffle(stage)
    return [first, second]


def train_reader(base: Path, data: Data, work: Path) -> None:
    """The weights are kept in `work / "stance.pt"`."""
    train(make_network(base), make_stages(data), open_tokenizer(base), Plan(RATE, SEED, work / "stance.pt"))


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


def export(base: Path, data: Data, work: Path, out: Path) -> None:
    """Write model, tokenizer and manifest; `benchmarks/statement_thresholds.py` writes `thresholds.json` afterwards."""
    import torch

    tokenizer, network = open_tokenizer(base), make_network(base)
    network.load_state_dict(torch.load(work / "stance.pt", map_location="cpu"))
    found = report(network, tokenizer, data)
    rows = held_out_rows(data.held_out)
    temperature = fit_temperature(predict(network, rows, tokenizer), [LABELS.index(r.label) for r in rows])
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    export_int8(network.float().eval(), out / "model.onnx", output="logits", four_bits=out / "layers.npz", by_rows=True)
    if not (out / "thresholds.json").exists():
        (out / "thresholds.json").write_text("{}", encoding="utf-8")
    facts = {
        "name": "stance",
        "base": "all-mpnet-base-v2 (Apache-2.0)",
        "labels": list(LABELS),
        "vocabulary": asdict(MPNET),
        "seed": SEED,
        "temperature": temperature,
        "surely_neither": SURELY_NEITHER,
        "figures": found,
        "held_out_topics": list(HELD_OUT_TOPICS),
        "left_out_codebooks": list(UNSEEN),
    }
    write_manifest(out, FILES, facts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["train", "export"])
    for name in ("base", "sentences", "codings", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True, help="of the gold record first, then of the codings")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    import torch

    torch.set_num_threads(args.threads)
    data = read_data(args.sentences, args.pairs, args.codings)
    print(json.dumps({k: len(getattr(data, k)) for k in Data.__slots__}), flush=True)
    if args.step == "train":
        train_reader(args.base, data, args.work)
    else:
        export(args.base, data, args.work, args.out)


if __name__ == "__main__":
    main()
