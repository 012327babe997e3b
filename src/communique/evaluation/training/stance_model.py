"""The stance reader's network and how it is trained: a packaged encoder and a small head."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.evaluation.training.stance_rows import Row
from communique.models.stance_input import LABELS, encode_inputs, iter_batches

HEAD_WIDTH = 256
WARM_UP = 0.06  # share of the steps
BATCH_ROWS = 32
POOL = 20  # batches are cut from so many at once, sorted by length


def make_network(base: Path) -> Any:
    """The network: an untrained head on the base."""
    import torch
    from torch import nn
    from transformers import AutoModel

    class StanceNetwork(nn.Module):
        """First state and mean of the states, through one hidden layer, to the logits of `LABELS`."""

        def __init__(self) -> None:
            super().__init__()
            self.enc = AutoModel.from_pretrained(
                base, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="eager"
            )
            width = self.enc.config.hidden_size
            self.mid, self.out = nn.Linear(2 * width, HEAD_WIDTH), nn.Linear(HEAD_WIDTH, len(LABELS))
            self.enc.embeddings.requires_grad_(False)  # half of the weights, and rare words keep their sense

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.enc(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            pooled = torch.cat([states[:, 0], (states * weights).sum(1) / weights.sum(1)], -1)
            return self.out(nn.functional.gelu(self.mid(pooled))).float()

    return StanceNetwork()


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: the highest learning rate, that of the head as a multiple, seed, and where to keep the weights."""

    rate: float
    seed: int
    out: Path
    head_factor: float = 4.0
    n_report: int = 20
    n_keep: int = 100


def encode_rows(rows: Sequence[Row], tokenizer: Any) -> list[list[int]]:
    """The word pieces of each row."""
    return encode_inputs([(r.passage, r.text) for r in rows], tokenizer)


def train(network: Any, stages: Sequence[Sequence[Row]], tokenizer: Any, plan: Plan) -> None:
    """One pass over the rows of each stage in turn, one warm-up and one linear decay; weights are kept in `plan.out`."""
    import torch
    from torch.nn.functional import cross_entropy

    torch.manual_seed(plan.seed)
    rows = [r for stage in stages for r in stage]
    encoded, labels = encode_rows(rows, tokenizer), [LABELS.index(r.label) for r in rows]
    batches = list(_batches(encoded, [len(stage) for stage in stages], random.Random(plan.seed)))
    n_steps = len(batches)
    optimizer = _optimizer(network, plan)
    network.train()
    started, running = time.monotonic(), 0.0
    for step, batch in enumerate(batches):
        factor = min(1.0, step / (WARM_UP * n_steps)) * max(0.02, 1 - step / n_steps)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * factor
        ((_, ids, mask),) = iter_batches([encoded[i] for i in batch], budget=1 << 30)
        order = sorted(range(len(batch)), key=lambda i: len(encoded[batch[i]]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(torch.from_numpy(ids), torch.from_numpy(mask))
        loss = cross_entropy(logits, torch.tensor([labels[batch[i]] for i in order]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        running = loss.item() if step == 0 else 0.98 * running + 0.02 * loss.item()
        if (step + 1) % plan.n_report == 0:
            print(f"step {step + 1} of {n_steps}: loss {running:.4f}, {time.monotonic() - started:.0f} s", flush=True)
            _follow_threads(plan.out)
        if (step + 1) % plan.n_keep == 0:
            torch.save(network.state_dict(), plan.out)
    torch.save(network.state_dict(), plan.out)


def _follow_threads(out: Path) -> None:
    """Take the number of threads from a file `threads` beside the weights, if there is one: a long run can be slowed."""
    import torch

    wish = out.with_name("threads")
    if wish.exists():
        torch.set_num_threads(int(wish.read_text()))


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
    import torch

    out: list[list[float]] = [[] for _ in rows]
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for numbers, ids, mask in iter_batches(encode_rows(rows, tokenizer), budget=4096):
            for i, logits in zip(numbers, network(torch.from_numpy(ids), torch.from_numpy(mask)).tolist(), strict=True):
                out[i] = logits
    return out


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
