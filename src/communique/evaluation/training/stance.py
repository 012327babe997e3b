"""Train the stance reader: a teacher from a large encoder, a student of half its layers from what the teacher says.

    python -m communique.evaluation.training.stance teacher --base MPNET --sentences sentences.jsonl.gz \\
        --pairs pairs.jsonl.gz --work FOLDER
    python -m communique.evaluation.training.stance soften  … --more more.jsonl.gz --work FOLDER
    python -m communique.evaluation.training.stance student … --more more.jsonl.gz --work FOLDER
    python -m communique.evaluation.training.stance again   … --coded coded.jsonl.gz --work FOLDER
    python -m communique.evaluation.training.stance export  … --work FOLDER --out FOLDER

The teacher reads the coded sentences, then the pairs of coded articles (benchmarks/statement_pairs.py) under all codebooks
but those left out. The student learns what the teacher says of such rows and of pairs of articles that nobody coded
(benchmarks/statement_more_pairs.py), and then reads on its own the pairs of many more coded articles (`codings`), which is what
brings it from sentences to running reports. Topics and codebooks are held out whole.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from communique.evaluation.training.quantize import export_int8
from communique.evaluation.training.stance_model import Plan, Soft, copy_layers, figures, make_network, predict, soften, train
from communique.evaluation.training.stance_rows import (
    FLIP,
    KEPT_FOR_CHOOSING,
    LEFT_OUT,
    UNSEEN,
    Row,
    epoch_rows,
    gold_rows,
    held_out_rows,
    near_pairs,
    read_lines,
)
from communique.models import write_manifest
from communique.models.stance_input import LABELS, MPNET

HELD_OUT_TOPICS = ("north_korea", "healthcare", "nsa")
SEED = 13
LAYERS = (0, 2, 4, 6, 8, 11)  # of the teacher, that the student starts from
TEACHER_RATE, TEACHER_FROZEN = 4e-5, 3
N_FIRST, N_OTHER, N_AGAIN = 14_400, 2200, 1000  # rows: of the sentences; pairs without a stance; of the sentences again
STUDENT_RATE = 1e-4
AGAIN_RATE, AGAIN_FROZEN = 5e-5, 2
NONE_A_SIDE, N_AGAIN_SENTENCES = 0.7, 4000  # pairs without a stance for each with one; rows of the sentences beside them
N_AGAIN_ROWS = 28_000  # of these, drawn: about an hour on one core
AGAIN_SHARE = 0.5  # of the weights after it; the rest are those before: together better than either
N_SENTENCES, N_UNSIDED, N_MORE = 9000, 4500, 5500  # rows that the student learns from, beside all pairs with a stance
SURELY_NEITHER = 0.97  # from this probability on the second text of an issue is not read
TEXTS = ("support", "oppose")
FILES = ["model.onnx", "tokenizer.json", "thresholds.json"]


@dataclass(frozen=True, slots=True)
class Data:
    """Coded sentences in use and held out; pairs in use and of codebooks left out, pairs that nobody coded, and of codings."""

    lines: list[dict[str, Any]]
    held_out: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    more: list[dict[str, Any]]
    coded: list[dict[str, Any]] = field(default_factory=list)


def read_data(sentences: Path, pairs: Path | None, more: Path | None = None, coded: Path | None = None) -> Data:
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
        read_lines(more) if more else [],
        [p for p in read_lines(coded) if p["codebook"] not in KEPT_FOR_CHOOSING] if coded else [],
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


def train_teacher(base: Path, data: Data, work: Path) -> None:
    """The whole encoder, on labels; the weights are kept in `work / "teacher.pt"`."""
    first = [row for seed in (0, 1) for row in epoch_rows(data.lines, 100 + seed)][:N_FIRST]
    second = gold_rows(data.pairs, SEED, n_other=N_OTHER) + epoch_rows(data.lines, 200)[:N_AGAIN]
    random.Random(SEED).shuffle(second)
    plan = Plan(TEACHER_RATE, SEED, work / "teacher.pt", frozen=TEACHER_FROZEN)
    train(make_network(base), [first, second], open_tokenizer(base), plan)


def student_rows(data: Data) -> list[Row]:
    """What the student learns from: coded sentences, pairs of coded articles, pairs that nobody coded; always the same."""
    rng = random.Random(21)
    rows = [r for seed in (400, 401) for r in epoch_rows(data.lines, seed)][:N_SENTENCES]
    sided = [p for p in data.pairs if p["label"] != "neither"]
    rows += [Row(p["passage"], p[t], p["label"] if t == "support" else FLIP[p["label"]], "gold") for p in sided for t in TEXTS]
    others = [p for p in near_pairs(data.pairs)[0] if p["label"] == "neither"]
    rng.shuffle(others)
    rows += [Row(p["passage"], p[rng.choice(TEXTS)], "neither", "gold") for p in others[:N_UNSIDED]]
    more = [p for p in data.more if rng.random() < 0.3 + p["relevance"]]
    rng.shuffle(more)
    rows += [Row(p["passage"], p[rng.choice(TEXTS)], "", "more") for p in more[:N_MORE]]
    rng.shuffle(rows)
    return rows


def soften_rows(base: Path, data: Data, work: Path) -> None:
    """Keep what the teacher says of the student's rows in `work / "soft.pt"`."""
    import torch

    teacher = make_network(base)
    teacher.load_state_dict(torch.load(work / "teacher.pt", map_location="cpu"))
    soft = soften(teacher, student_rows(data), open_tokenizer(base))
    torch.save((soft.logits, soft.hidden), work / "soft.pt")


def train_student(base: Path, data: Data, work: Path) -> None:
    """Half of the teacher's layers, on what it says; the weights are kept in `work / "student.pt"`."""
    import torch

    teacher, student = make_network(base), make_network(base, LAYERS)
    teacher.load_state_dict(torch.load(work / "teacher.pt", map_location="cpu"))
    copy_layers(teacher, student, LAYERS)
    logits, hidden = torch.load(work / "soft.pt")
    plan = Plan(STUDENT_RATE, 0, work / "student.pt", head_factor=1.0, warm_up=0.05)
    train(student, [student_rows(data)], open_tokenizer(base), plan, Soft(logits, hidden))


def rows_again(data: Data) -> list[Row]:
    """The pairs of all coded articles, one text each: all with a stance, of the others those that a screening would pass."""
    rng = random.Random(22)
    pairs = data.pairs + data.coded
    sided = [p for p in pairs if p["label"] != "neither"]
    others = [p for p in near_pairs(pairs)[0] if p["label"] == "neither"]
    telling = [p["relevance"] + 0.15 * (p["rule"] == "cited") + 0.15 * p["is_near"] + 0.02 for p in others]
    drawn = sorted(zip((rng.random() ** (1 / w) for w in telling), others, strict=True), key=lambda d: -d[0])
    rows = []
    for pair in sided:
        side = rng.choice(TEXTS)
        rows.append(Row(pair["passage"], pair[side], pair["label"] if side == "support" else FLIP[pair["label"]], "gold"))
    rows += [Row(p["passage"], p[rng.choice(TEXTS)], "neither", "gold") for _, p in drawn[: int(NONE_A_SIDE * len(sided))]]
    rows += epoch_rows(data.lines, 900)[:N_AGAIN_SENTENCES]
    rng.shuffle(rows)
    return rows[:N_AGAIN_ROWS]


def train_again(base: Path, data: Data, work: Path) -> None:
    """The student on the labels of all coded articles; the mean of its weights before and after goes to `work / "student.pt"`."""
    import torch

    student, before = make_network(base, LAYERS), torch.load(work / "student.pt", map_location="cpu")
    student.load_state_dict(before)
    plan = Plan(AGAIN_RATE, SEED, work / "student.pt", head_factor=1.0, frozen=AGAIN_FROZEN, warm_up=0.05)
    train(student, [rows_again(data)], open_tokenizer(base), plan)
    after = student.state_dict()
    torch.save({k: (1 - AGAIN_SHARE) * before[k] + AGAIN_SHARE * after[k] for k in after}, plan.out)


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

    tokenizer, found = open_tokenizer(base), {}
    for name, layers in (("teacher", None), ("student", LAYERS)):
        network = make_network(base, layers)
        network.load_state_dict(torch.load(work / f"{name}.pt", map_location="cpu"))
        found[name] = report(network, tokenizer, data)
    rows = held_out_rows(data.held_out)
    temperature = fit_temperature(predict(network, rows, tokenizer), [LABELS.index(r.label) for r in rows])
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    export_int8(network.float().eval(), out / "model.onnx", output="logits")
    if not (out / "thresholds.json").exists():
        (out / "thresholds.json").write_text("{}", encoding="utf-8")
    facts = {
        "name": "stance",
        "base": "all-mpnet-base-v2 (Apache-2.0)",
        "labels": list(LABELS),
        "layers": list(LAYERS),
        "vocabulary": asdict(MPNET),
        "seed": SEED,
        "temperature": temperature,
        "surely_neither": SURELY_NEITHER,
        "figures": found,
        "held_out_topics": list(HELD_OUT_TOPICS),
        "left_out_codebooks": list(UNSEEN),
    }
    write_manifest(out, FILES, facts)


STEPS = {"teacher": train_teacher, "soften": soften_rows, "student": train_student, "again": train_again}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=[*STEPS, "export"])
    for name in ("base", "sentences", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("pairs", "more", "coded", "out"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    import torch

    torch.set_num_threads(args.threads)
    data = read_data(args.sentences, args.pairs, args.more, args.coded)
    print(json.dumps({k: len(getattr(data, k)) for k in Data.__slots__}), flush=True)
    if args.step in STEPS:
        STEPS[args.step](args.base, data, args.work)
    else:
        export(args.base, data, args.work, args.out)


if __name__ == "__main__":
    main()
