"""The retrieval's sentence encoder, and how coded articles bring sentences near to the texts of the issues they bear on."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.models.retrieval_input import PER_ISSUE, piece_ids

SEED = 5
EPOCHS, RATE, HEAD_RATE, WARM_UP = 1, 5e-5, 3e-2, 0.08
ARTICLES_A_STEP, MOST_SENTENCES, BATCH = 2, 24, 40  # sentences of an article in a step at most; texts encoded at once
START = ((3.0, 3.0, 3.0, 5.0), -6.0)  # of the head: near what it learns


@dataclass(frozen=True, slots=True)
class Article:
    """Word pieces of an article's sentences and of the texts of its issues (support, oppose, label), and which bear on which.

    Args:
        labels: 0 or 1, shape (sentences, issues).
    """

    codebook: str
    sentences: list[list[int]]
    texts: list[list[int]]
    labels: Any


def make_encoder(base: Path) -> Any:
    """Mean of the last states, to unit length."""
    import torch
    from transformers import AutoModel

    class Encoder(torch.nn.Module):
        """Word pieces to a vector."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1)
            return mean / mean.norm(dim=-1, keepdim=True)

    return Encoder()


def read_articles(lines: Sequence[dict[str, Any]], tokenizer: Any) -> list[Article]:
    """The articles that `statement_pairs` wrote, as word pieces; those without any statement teach what bears on nothing."""
    import numpy as np

    return [
        Article(
            d["codebook"],
            piece_ids(d["sentences"], tokenizer),
            piece_ids([text for texts in d["issues"] for text in texts], tokenizer),
            np.array(d["labels"], dtype=np.float32),
        )
        for d in lines
        if d["sentences"]
    ]


def vectors_of(encoder: Any, pieces: Sequence[list[int]]) -> Any:
    """Unit vectors, shape (texts, dimensions), encoded in batches of like length."""
    import torch

    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
    found = []
    for k in range(0, len(order), BATCH):
        rows = [pieces[i] for i in order[k : k + BATCH]]
        ids = torch.zeros((len(rows), len(rows[-1])), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, own in enumerate(rows):
            ids[row, : len(own)], mask[row, : len(own)] = torch.tensor(own), 1
        found.append(encoder(ids, mask).float())
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(found)[back]


def logits_of(encoder: Any, head: Any, article: Article, first: int = 0) -> Any:
    """How far each sentence bears on each issue: from the cosines with its three texts and the largest of them."""
    import torch

    sentences = vectors_of(encoder, article.sentences[first : first + MOST_SENTENCES])
    cosines = (sentences @ vectors_of(encoder, article.texts).T).view(len(sentences), -1, PER_ISSUE)
    return head(torch.cat([cosines, cosines.amax(-1, keepdim=True)], -1)).squeeze(-1)


def tune(encoder: Any, articles: Sequence[Article], out: Path) -> None:
    """Train the encoder (not its word table) on the articles; its weights are kept in `out`."""
    import torch
    from torch import nn

    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    head = nn.Linear(len(START[0]), 1)
    head.weight.data, head.bias.data = torch.tensor([START[0]]), torch.tensor([START[1]])
    encoder.encoder.embeddings.requires_grad_(False)
    body = [p for p in encoder.parameters() if p.requires_grad]
    groups = [{"params": body, "top": RATE}, {"params": head.parameters(), "top": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01, fused=True)
    batches = [b for _ in range(EPOCHS) for b in _drawn(articles, rng)]
    encoder.train()
    started, running = time.monotonic(), 0.0
    for step, batch in enumerate(batches):
        factor = min(1.0, (step + 1) / (WARM_UP * len(batches))) * max(0.02, 1 - step / len(batches))
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * factor
        losses = [_loss(encoder, head, article, rng) for article in batch]
        loss = sum(losses) / len(losses)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(body, 1.0)
        optimizer.step()
        running = loss.item() if step == 0 else 0.97 * running + 0.03 * loss.item()
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} of {len(batches)}: loss {running:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    torch.save(encoder.state_dict(), out)


def _drawn(articles: Sequence[Article], rng: random.Random) -> list[list[Article]]:
    order = list(articles)
    rng.shuffle(order)
    return [order[k : k + ARTICLES_A_STEP] for k in range(0, len(order), ARTICLES_A_STEP)]


def _loss(encoder: Any, head: Any, article: Article, rng: random.Random) -> Any:
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    first = rng.randrange(max(1, len(article.sentences) - MOST_SENTENCES + 1))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = logits_of(encoder, head, article, first)
    return binary_cross_entropy_with_logits(logits.float(), torch.from_numpy(article.labels[first : first + MOST_SENTENCES]))
