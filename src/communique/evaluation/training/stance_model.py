"""The stance reader's network and how it is trained: an encoder and a small head, at the end with weights of four bits."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MethodType
from typing import Any

from communique.evaluation.training.stance_rows import Row
from communique.models.four_bits import GROUP, MAX_LEVEL, MAX_MULTIPLIER, NUDGE
from communique.models.stance_input import LABELS, MPNET, encode_inputs, iter_batches

HEAD_WIDTH = 256
NO_DROPOUT = dict.fromkeys(("hidden_dropout_prob", "attention_probs_dropout_prob"), 0.0)  # most rows are seen once
BATCH_ROWS = 64
POOL = 10  # batches are cut from so many at once, sorted by length


def make_network(base: Path) -> Any:
    """The network: an untrained head on the base."""
    import torch
    from torch import nn
    from transformers import AutoModel

    class StanceNetwork(nn.Module):
        """First state and mean of the states, through one hidden layer, to the logits of `LABELS`."""

        def __init__(self) -> None:
            super().__init__()
            self.enc = AutoModel.from_pretrained(base, add_pooling_layer=False, **NO_DROPOUT)
            width = self.enc.config.hidden_size
            self.mid, self.out = nn.Linear(2 * width, HEAD_WIDTH), nn.Linear(HEAD_WIDTH, len(LABELS))
            self.enc.embeddings.requires_grad_(False)  # rare words keep their sense

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.enc(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            hidden = self.mid(torch.cat([states[:, 0], (states * weights).sum(1) / weights.sum(1)], -1))
            return self.out(nn.functional.gelu(hidden)).float()

    return StanceNetwork()


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: the highest learning rate, that of the head as a multiple, seed, and where to keep the weights.

    Args:
        frozen: how many of the lowest layers keep their weights.
        rounded_from: the share of the steps after which the layers compute with weights rounded to four bits.
    """

    rate: float
    seed: int
    out: Path
    head_factor: float = 4.0
    frozen: int = 3
    warm_up: float = 0.04  # share of the steps
    rounded_from: float = 0.86
    n_report: int = 10
    n_keep: int = 100


DECAY, DECAY_ROUNDED = 0.996, 0.99  # of the running mean of the weights, which is what is kept


def train(network: Any, stages: Sequence[Sequence[Row]], tokenizer: Any, plan: Plan) -> None:
    """One pass over the rows of each stage in turn, one warm-up and one linear decay; the weights' mean is kept in `plan.out`."""
    import torch

    torch.manual_seed(plan.seed)
    rows = [r for stage in stages for r in stage]
    encoded = encode_inputs([(r.passage, r.text) for r in rows], tokenizer, MPNET)
    targets = torch.tensor([r.odds or [float(r.label == label) for label in LABELS] for r in rows])
    batches = list(_batches(encoded, [len(stage) for stage in stages], random.Random(plan.seed)))
    network.enc.encoder.layer[: plan.frozen].requires_grad_(False)
    optimizer, n_steps = _optimizer(network, plan), len(batches)
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    mean = {n: p.detach().clone() for n, p in network.state_dict().items()}
    network.train()
    started, running, is_rounded = time.monotonic(), 0.0, False
    for step, batch in enumerate(batches):
        if step >= plan.rounded_from * n_steps and not is_rounded:
            round_layers(network.enc)
            is_rounded = True
        factor = min(1.0, (step + 1) / (plan.warm_up * n_steps)) * max(0.02, 1 - step / n_steps)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * factor
        ((numbers, ids, mask),) = iter_batches([encoded[i] for i in batch], budget=1 << 30, pad=MPNET.pad)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(torch.from_numpy(ids), torch.from_numpy(mask))
        loss = torch.nn.functional.cross_entropy(logits, targets[[batch[k] for k in numbers]])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
        optimizer.step()
        decay = min(DECAY_ROUNDED if is_rounded else DECAY, (step + 1) / (step + 10))
        with torch.no_grad():
            for name, parameter in trained:
                mean[name].mul_(decay).add_(parameter, alpha=1 - decay)
        running = loss.item() if step == 0 else 0.98 * running + 0.02 * loss.item()
        if (step + 1) % plan.n_report == 0:
            print(f"step {step + 1} of {n_steps}: loss {running:.4f}, {time.monotonic() - started:.0f} s", flush=True)
        if (step + 1) % plan.n_keep == 0:
            torch.save(mean, plan.out)
    torch.save(mean, plan.out)


def round_layers(encoder: Any) -> None:
    """Let an encoder's layers compute with their weights as four bits hold them; learning changes the weights themselves."""
    import torch
    from torch.nn.functional import linear

    def forward(self: Any, x: Any) -> Any:
        if self.weight.requires_grad:
            return linear(x, self.weight + (rounded(self.weight) - self.weight).detach(), self.bias)
        if not hasattr(self, "_rounded"):
            self._rounded = rounded(self.weight).detach()
        return linear(x, self._rounded, self.bias)

    for part in encoder.encoder.modules():
        if isinstance(part, torch.nn.Linear):
            part.forward = MethodType(forward, part)


def rounded(weights: Any) -> Any:
    """`communique.models.four_bits.split_weights` joined again, of a torch matrix (columns, rows)."""
    import torch

    columns, rows = weights.shape
    groups = weights.reshape(columns, rows // GROUP, GROUP)
    largest = groups.abs().amax(-1)
    scales = largest.amax(1, keepdim=True).clamp_min(1e-12) / (MAX_LEVEL * MAX_MULTIPLIER)
    multipliers = torch.ceil(largest / (MAX_LEVEL * scales) - NUDGE).clamp(1, MAX_MULTIPLIER)
    unit = (multipliers * scales).unsqueeze(-1)
    return (torch.round(groups / unit).clamp(-MAX_LEVEL, MAX_LEVEL) * unit).reshape(columns, rows)


def predict(network: Any, rows: Sequence[Row], tokenizer: Any) -> list[list[float]]:
    """The logits of each row."""
    import torch

    logits = torch.zeros(len(rows), len(LABELS))
    network.eval()
    encoded = encode_inputs([(r.passage, r.text) for r in rows], tokenizer, MPNET)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for numbers, ids, mask in iter_batches(encoded, budget=5000, pad=MPNET.pad):
            logits[numbers] = network(torch.from_numpy(ids), torch.from_numpy(mask))
    found: list[list[float]] = logits.tolist()
    return found


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
