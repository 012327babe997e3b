"""The stance reader's network and how it is trained: a packaged encoder and a small head."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.evaluation.training.stance_rows import Row
from communique.models.stance_input import LABELS, MPNET, encode_inputs, iter_batches

HEAD_WIDTH = 256
BATCH_ROWS = 32
POOL = 20  # batches are cut from so many at once, sorted by length


def make_network(base: Path, layers: Sequence[int] | None = None) -> Any:
    """The network: an untrained head on the base, or on those of its layers that are named."""
    import torch
    from torch import nn
    from transformers import AutoModel

    class StanceNetwork(nn.Module):
        """First state and mean of the states, through one hidden layer, to the logits of `LABELS`."""

        def __init__(self) -> None:
            super().__init__()
            self.enc = AutoModel.from_pretrained(base, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
            if layers is not None:
                self.enc.encoder.layer = nn.ModuleList([self.enc.encoder.layer[k] for k in layers])
            width = self.enc.config.hidden_size
            self.mid, self.out = nn.Linear(2 * width, HEAD_WIDTH), nn.Linear(HEAD_WIDTH, len(LABELS))
            self.enc.embeddings.requires_grad_(False)  # rare words keep their sense

        def hidden(self, ids: Any, mask: Any) -> Any:
            """The hidden layer of the head: shape (batch, HEAD_WIDTH)."""
            states = self.enc(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            return self.mid(torch.cat([states[:, 0], (states * weights).sum(1) / weights.sum(1)], -1))

        def read_off(self, hidden: Any) -> Any:
            """The logits for a hidden layer."""
            return self.out(nn.functional.gelu(hidden)).float()

        def forward(self, ids: Any, mask: Any) -> Any:
            return self.read_off(self.hidden(ids, mask))

    return StanceNetwork()


def copy_layers(teacher: Any, student: Any, layers: Sequence[int]) -> None:
    """Start a student from the teacher's weights; its layers are those of the teacher that are named, in order."""
    found = teacher.state_dict()

    def origin(name: str) -> str:
        head, mark, rest = name.partition(".layer.")
        number, _, tail = rest.partition(".")
        return f"{head}{mark}{layers[int(number)]}.{tail}" if mark else name

    student.load_state_dict({name: found[origin(name)] for name in student.state_dict()})


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: the highest learning rate, that of the head as a multiple, seed, and where to keep the weights.

    Args:
        frozen: how many of the lowest layers keep their weights.
    """

    rate: float
    seed: int
    out: Path
    head_factor: float = 4.0
    frozen: int = 0
    warm_up: float = 0.06  # share of the steps
    n_report: int = 20
    n_keep: int = 100


@dataclass(frozen=True, slots=True)
class Soft:
    """What a teacher says of rows: logits (rows, 4) and the hidden layer of its head (rows, HEAD_WIDTH)."""

    logits: Any
    hidden: Any


TEMPERATURE, SHARE_OF_LABELS, SHARE_OF_HIDDEN = 1.5, 0.4, 0.4  # of the student's loss
UNKNOWN = -100  # the label of a row that nobody coded


def encode_rows(rows: Sequence[Row], tokenizer: Any) -> list[list[int]]:
    """The word pieces of each row."""
    return encode_inputs([(r.passage, r.text) for r in rows], tokenizer, MPNET)


def train(network: Any, stages: Sequence[Sequence[Row]], tokenizer: Any, plan: Plan, soft: Soft | None = None) -> None:
    """One pass over the rows of each stage in turn, one warm-up and one linear decay; weights are kept in `plan.out`.

    Args:
        soft: what a teacher says of all rows, in order; without it only the labels are learned.
    """
    import torch

    torch.manual_seed(plan.seed)
    rows = [r for stage in stages for r in stage]
    encoded = encode_rows(rows, tokenizer)
    labels = torch.tensor([LABELS.index(r.label) if r.label else UNKNOWN for r in rows])
    batches = list(_batches(encoded, [len(stage) for stage in stages], random.Random(plan.seed)))
    network.enc.encoder.layer[: plan.frozen].requires_grad_(False)
    optimizer, n_steps = _optimizer(network, plan), len(batches)
    network.train()
    started, running = time.monotonic(), 0.0
    for step, batch in enumerate(batches):
        factor = min(1.0, (step + 1) / (plan.warm_up * n_steps)) * max(0.02, 1 - step / n_steps)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * factor
        ((numbers, ids, mask),) = iter_batches([encoded[i] for i in batch], budget=1 << 30, pad=MPNET.pad)
        order = [batch[k] for k in numbers]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = network.hidden(torch.from_numpy(ids), torch.from_numpy(mask))
            logits = network.read_off(hidden)
        loss = _loss(logits.float(), hidden.float(), labels[order], soft and Soft(soft.logits[order], soft.hidden[order]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        running = loss.item() if step == 0 else 0.98 * running + 0.02 * loss.item()
        if (step + 1) % plan.n_report == 0:
            print(f"step {step + 1} of {n_steps}: loss {running:.4f}, {time.monotonic() - started:.0f} s", flush=True)
        if (step + 1) % plan.n_keep == 0:
            torch.save(network.state_dict(), plan.out)
    torch.save(network.state_dict(), plan.out)


def _loss(logits: Any, hidden: Any, labels: Any, soft: Soft | None) -> Any:
    """The cross-entropy of the labels; with a teacher, mostly its distribution and its hidden layer."""
    from torch.nn.functional import cross_entropy, kl_div, log_softmax, mse_loss, softmax

    known = labels != UNKNOWN
    plain = cross_entropy(logits[known], labels[known]) if known.any() else logits.sum() * 0
    if soft is None:
        return plain
    told = kl_div(log_softmax(logits / TEMPERATURE, -1), softmax(soft.logits / TEMPERATURE, -1), reduction="batchmean")
    hint = mse_loss(hidden, soft.hidden) / soft.hidden.pow(2).mean()
    return told * TEMPERATURE**2 + SHARE_OF_LABELS * plain + SHARE_OF_HIDDEN * hint


def soften(network: Any, rows: Sequence[Row], tokenizer: Any) -> Soft:
    """What a trained network says of rows."""
    import torch

    logits, hidden = torch.zeros(len(rows), len(LABELS)), torch.zeros(len(rows), HEAD_WIDTH)
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for numbers, ids, mask in iter_batches(encode_rows(rows, tokenizer), budget=5000, pad=MPNET.pad):
            states = network.hidden(torch.from_numpy(ids), torch.from_numpy(mask))
            logits[numbers], hidden[numbers] = network.read_off(states).float(), states.float()
    return Soft(logits, hidden)


def _optimizer(network: Any, plan: Plan) -> Any:
    import torch

    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    head = [p for n, p in named if p.ndim >= 2 and n.startswith(("mid", "out"))]
    body = [p for n, p in named if p.ndim >= 2 and not n.startswith(("mid", "out"))]
    small = [p for _, p in named if p.ndim < 2]
    groups = [
        {"params": body, "weight_decay": 0.01, "top": plan.rate},
        {"params": small, "weight_decay": 0.0, "top": plan.rate},
        {"params": head, "weight_decay": 0.01, "top": plan.rate * plan.head_factor},
    ]
    return torch.optim.AdamW(groups, lr=plan.rate, fused=True)


def _batches(encoded: Sequence[Sequence[int]], stages: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    """The numbers of the rows, in batches of like length, in random order within each stage."""
    first = 0
    for n_rows in stages:
        order = list(range(first, first + n_rows))
        first += n_rows
        rng.shuffle(order)
        chunks = []
        for k in range(0, len(order), BATCH_ROWS * POOL):
            part = sorted(order[k : k + BATCH_ROWS * POOL], key=lambda i: len(encoded[i]))
            chunks += [part[j : j + BATCH_ROWS] for j in range(0, len(part), BATCH_ROWS)]
        rng.shuffle(chunks)
        yield from chunks


def predict(network: Any, rows: Sequence[Row], tokenizer: Any) -> list[list[float]]:
    """The logits of each row, in float."""
    found: list[list[float]] = soften(network, rows, tokenizer).logits.tolist()
    return found


def figures(rows: Sequence[Row], logits: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Accuracy over three classes, the share of stances taken for their opposite, and of stances told apart, by origin."""
    out: dict[str, Any] = {}
    for origin in sorted({r.origin for r in rows}):
        own = [(LABELS.index(r.label), list(z)) for r, z in zip(rows, logits, strict=True) if r.origin == origin]
        sides = [(y, z) for y, z in own if y < 2]
        out[origin] = {
            "n": len(own),
            "accuracy": round(sum(z.index(max(z)) == y for y, z in own) / len(own), 3),
            "swapped": round(sum(z.index(max(z)) == 1 - y for y, z in sides) / max(1, len(sides)), 3),
            "support_or_oppose": round(sum(z[y] > z[1 - y] for y, z in sides) / max(1, len(sides)), 3),
        }
    return out
