"""Trains an event reader: one encoder pass over a sentence gives what it tells and which characters play which role.

A sentence-transformer encoder carries two linear heads: one on the mean of the tokens (does the sentence hold an
alignment, a meeting, a commitment; status, format, condition) and one on each token (party, place, time, evidence).
Held-out batches and whole codebooks give the figures and thresholds. The careful reader begins with the encoder of the stance
reader and ends with weights of four bits.
Development only: needs the `train` group. The product runs the exported ONNX file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from communique.evaluation.training.event_data import (
    LABELS,
    ROLES,
    Example,
    read_alone,
    read_articles,
    read_dealings,
    read_readings,
    read_sentences,
    read_spans,
)
from communique.evaluation.training.stance_model import DECAY_ROUNDED, round_layers

MAX_TOKENS = 96  # 99 % of news sentences; longer ones are cut in training and read in two windows by the product
SEED = 13


class EventNet(nn.Module):
    """An encoder with a sentence head (masked mean of the tokens) and a token head.

    Args:
        base: the folder of the encoder.
        n_layers: so many of its lowest layers; all if None.
    """

    def __init__(self, base: str, n_layers: int | None = None) -> None:
        super().__init__()
        fewer = {} if n_layers is None else {"num_hidden_layers": n_layers}
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False, **fewer)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.label_head = nn.Linear(2 * width, len(LABELS))
        self.role_head = nn.Linear(width, len(ROLES))

    def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any]:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        top = (states - (1 - mask) * 1e4).amax(1)
        return self.label_head(self.drop(torch.cat([mean, top], -1))), self.role_head(self.drop(states))


def encode(tokenizer: Any, examples: Sequence[Example]) -> dict[str, Any]:
    """Token ids with targets; unknown targets are NaN."""
    batch = tokenizer([e.text for e in examples], truncation=True, max_length=MAX_TOKENS, padding=True,
                      return_tensors="pt", return_offsets_mapping=True)  # fmt: skip
    labels = torch.tensor([[np.nan if v is None else v for v in e.labels] for e in examples], dtype=torch.float32)
    roles = torch.full((*batch["input_ids"].shape, len(ROLES)), float("nan"))
    for i, example in enumerate(examples):
        offsets = batch["offset_mapping"][i].tolist()
        for r, spans in enumerate(example.roles):
            if spans is None:
                continue
            for t, (a, b) in enumerate(offsets):
                if b > a:
                    roles[i, t, r] = float(any(s < b and a < e for s, e in spans))
    return {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"], "labels": labels, "roles": roles}


def masked_bce(logits: Any, target: Any, weight: Any = None) -> Any:
    """Binary cross-entropy over the known targets."""
    known = ~torch.isnan(target)
    loss = nn.functional.binary_cross_entropy_with_logits(logits[known], target[known], reduction="none")
    if weight is not None:
        loss = loss * weight.expand_as(target)[known]
    return loss.mean() if known.any() else logits.sum() * 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network is trained.

    Args:
        heads: how many times the rate of the encoder its heads have.
        warmup: share of the steps in which the rate rises.
        decay: of the running mean of the weights.
        spread: examples of a batch are alike in length by so much.
    """

    epochs: int
    batch: int
    rate: float
    heads: float
    warmup: float
    decay: float
    spread: float


def train(net: EventNet, tokenizer: Any, examples: Sequence[Example], args: argparse.Namespace, watch: Any = None) -> None:
    """Fit a network to coded sentences; in the last steps its layers may compute in four bits."""
    net.encoder.encoder.layer[: args.frozen].requires_grad_(False)
    rounded_at = int(args.rounded_from * count_steps(len(examples), args.epochs, args.batch))

    def loss_of(batch: Sequence[Example], step: int) -> Any:
        if step == rounded_at:
            round_layers(net.encoder)
        data = encode(tokenizer, batch)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
            labels, roles = net(data["input_ids"], data["attention_mask"])
        return masked_bce(labels.float(), data["labels"]) + masked_bce(roles.float(), data["roles"])

    plan = Plan(args.epochs, args.batch, args.rate, heads=10, warmup=0.1, decay=DECAY_ROUNDED, spread=40)
    fit(net, examples, plan, loss_of, lambda example: len(example.text), watch)


def count_steps(n_examples: int, epochs: int, batch: int) -> int:
    """The steps of a training, or one more in each pass."""
    return epochs * (n_examples // batch + 1)


def fit(
    net: EventNet,
    examples: Sequence[Any],
    plan: Plan,
    loss_of: Callable[[Sequence[Any], int], Any],
    length_of: Callable[[Any], int],
    watch: Callable[[int], None] | None = None,
) -> None:
    """AdamW with linear warm-up and decay; batches of like length, shuffled with a fixed seed. The mean of the weights stays.

    Args:
        loss_of: from the examples of a batch and the number of the step.
        watch: called after each pass with its number.
    """
    rng = random.Random(SEED)
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder")]
    net.encoder.embeddings.requires_grad_(False)  # rare words keep their sense
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    groups = [{"params": body, "lr": plan.rate}, {"params": heads, "lr": plan.rate * plan.heads}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = count_steps(len(examples), plan.epochs, plan.batch)

    def share(step: int) -> float:
        return float(min((step + 1) / (plan.warmup * steps), max(0.0, (steps - step) / ((1 - plan.warmup) * steps))))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share)
    trained = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    mean, step = {n: p.detach().clone() for n, p in trained}, 0
    for epoch in range(plan.epochs):
        net.train()
        began, total = time.time(), 0.0
        order = sorted(examples, key=lambda e: length_of(e) + rng.uniform(-plan.spread, plan.spread))
        batches = [order[i : i + plan.batch] for i in range(0, len(order), plan.batch)]
        rng.shuffle(batches)
        for batch in batches:
            loss = loss_of(batch, step)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(plan.decay, step / (step + 9))
            with torch.no_grad():
                for name, parameter in trained:
                    mean[name].mul_(decay).add_(parameter, alpha=1 - decay)
            total += float(loss.detach())
        print(f"epoch {epoch} loss {total / len(batches):.4f} {time.time() - began:.0f} s", flush=True)
        if watch is not None:
            watch(epoch)
    net.load_state_dict(mean, strict=False)


@torch.no_grad()
def predict(net: EventNet, tokenizer: Any, texts: Sequence[str], *, bf16: bool = False) -> tuple[Any, list[Any], list[Any]]:
    """Probabilities of the labels, of the roles by token, and the tokens' offsets."""
    net.eval()
    labels = np.zeros((len(texts), len(LABELS)), dtype=np.float32)
    roles: list[Any] = [None] * len(texts)
    offsets: list[Any] = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for at in range(0, len(order), 32):
        chosen = order[at : at + 32]
        batch = tokenizer([texts[i] for i in chosen], truncation=True, max_length=MAX_TOKENS, padding=True,
                          return_tensors="pt", return_offsets_mapping=True)  # fmt: skip
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            a, b = net(batch["input_ids"], batch["attention_mask"])
        for k, i in enumerate(chosen):
            n = int(batch["attention_mask"][k].sum())
            labels[i] = torch.sigmoid(a[k].float()).numpy()
            roles[i] = torch.sigmoid(b[k, :n].float()).numpy()
            offsets[i] = batch["offset_mapping"][k, :n].tolist()
    return labels, roles, offsets


def tells(example: Example) -> bool:
    """Whether a sentence tells of anything, or was coded for itself."""
    return example.group.isdigit() or any(example.labels[:4])


def average_precision(gold: Any, scores: Any) -> tuple[float, float, float]:
    """Average precision, best F1 and the threshold of the best F1."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(gold[order])
    precision = hits / np.arange(1, len(gold) + 1)
    recall = hits / max(gold.sum(), 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(f1.argmax())
    return float((precision * gold[order]).sum() / max(gold.sum(), 1)), float(f1[best]), float(scores[order][best])


def report(net: EventNet, tokenizer: Any, examples: Sequence[Example], *, bf16: bool = False) -> dict[str, Any]:
    """By label: average precision, best F1 and its threshold over the examples that know the label; roles by span."""
    labels, roles, offsets = predict(net, tokenizer, [e.text for e in examples], bf16=bf16)
    out: dict[str, Any] = {}
    for i, name in enumerate(LABELS):
        known = [k for k, e in enumerate(examples) if e.labels[i] is not None]
        if known:
            gold = np.array([float((examples[k].labels[i] or 0.0) >= 0.5) for k in known])
            out[name] = [round(v, 3) for v in average_precision(gold, labels[known, i])] + [int(gold.sum()), len(known)]
    for r, name in enumerate(ROLES):
        gold_tokens, scores = [], []
        for k, example in enumerate(examples):
            spans = example.roles[r]
            if spans is not None:
                for t, (a, b) in enumerate(offsets[k]):
                    if b > a:
                        gold_tokens.append(float(any(s < b and a < e for s, e in spans)))
                        scores.append(roles[k][t, r])
        if gold_tokens:
            out["role." + name] = [round(v, 3) for v in average_precision(np.array(gold_tokens), np.array(scores))]
    return out


def main() -> None:
    """Train, report on the held-out groups, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--sentences", required=True)
    parser.add_argument("--articles", nargs="+", default=[], help="folders of coded articles")
    parser.add_argument("--spans", help="codings of single sentences of the articles")
    parser.add_argument("--readings", help="what was read of single sentences of the articles")
    parser.add_argument("--dealings", help="what coders of dealings alone found in whole articles")
    parser.add_argument("--quiet", type=float, default=1.0, help="share kept of the articles' sentences that tell nothing")
    parser.add_argument("--texts", help="gzipped JSON Lines with the articles' texts")
    parser.add_argument("--held-out", default="07,08")
    parser.add_argument("--start-from", help="folder of an earlier run whose weights are trained on")
    parser.add_argument("--stance", help="weights of the stance reader on the same base, whose encoder is the beginning")
    parser.add_argument("--layers", type=int, help="so many of the lowest layers of the base; all unless said otherwise")
    parser.add_argument("--frozen", type=int, default=0, help="so many of the lowest layers keep their weights")
    parser.add_argument(
        "--rounded-from", type=float, default=1.0, help="share of the steps from which layers compute in four bits"
    )
    parser.add_argument("--epochs", type=int, default=6, help="0: nothing is trained, the report is made")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(args.threads)
    readings = read_readings(args.readings) if args.readings else {}
    examples = read_sentences(args.sentences)
    dealings = read_dealings(args.dealings) if args.dealings else {}
    articles = [e for folder in args.articles for e in read_articles(folder, args.texts, readings, dealings)]
    held = set(filter(None, re.split(r",", args.held_out)))
    known = {e.document for e in articles} | {e.document for e in examples if e.group in held}
    examples += articles + read_alone([r for r in readings.values() if r.source_id not in known], args.texts)
    if args.spans:
        examples += read_spans(args.spans, args.texts)
    rng = random.Random(SEED)
    training = [e for e in examples if e.group not in held and (tells(e) or rng.random() < args.quiet)]
    testing = [e for e in examples if e.group in held]
    print(f"{len(training)} to train, {len(testing)} held out", flush=True)
    tokenizer = AutoTokenizer.from_pretrained(args.base)
    net = EventNet(args.base, args.layers)
    if args.stance:
        learned = torch.load(args.stance)
        net.encoder.load_state_dict({n.removeprefix("enc."): p for n, p in learned.items() if n.startswith("enc.")})
    if args.start_from:
        net.load_state_dict(torch.load(Path(args.start_from) / "weights.pt"))

    def watch(_epoch: int) -> None:
        for name, value in report(net, tokenizer, testing, bf16=args.bf16).items():
            print("   ", name, value, flush=True)

    if args.epochs:
        train(net, tokenizer, training, args, watch if testing else None)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), out / "weights.pt")
    (out / "report.json").write_text(json.dumps(report(net, tokenizer, testing), indent=1) if testing else "{}")


if __name__ == "__main__":
    main()
