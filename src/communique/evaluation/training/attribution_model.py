"""The attribution network in PyTorch: an encoder, a finder of cues, and a reader of roles given a cue.

The encoder reads a window once. Each word that starts a cue then asks every word of the window for its role (source,
cue, content or none); a linear chain over the words makes runs of them. Only training imports this module, since it
imports PyTorch at the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from communique.evaluation.training.attribution_data import N_TAGS, TrainingWindow
from communique.models.attribution_input import (
    N_DISTANCES,
    N_LABELS,
    N_PARAGRAPH_DISTANCES,
    distance_buckets,
    paragraph_distances,
)
from communique.models.words import Place, Shape

PAIR, PRODUCT = 256, 128  # widths of the role reader
IMPOSSIBLE = -1e4


@dataclass
class Batch:
    """Padded windows, and one row for each cue of them."""

    ids: Tensor
    mask: Tensor
    shapes: Tensor
    places: Tensor
    first: Tensor  # (windows, words): the place of each word in `ids`
    word_mask: Tensor
    tags: Tensor
    starts: Tensor  # (windows, words): 1 where a cue starts
    row_window: Tensor  # (cues,)
    row_word: Tensor
    distance: Tensor  # (cues, words)
    paragraphs: Tensor
    labels: Tensor
    weights: Tensor  # (windows,)


def make_batch(windows: Sequence[TrainingWindow], weights: Sequence[float] | None = None) -> Batch:
    """Pad windows to the longest of them."""
    n = len(windows)
    n_pieces = max(len(w.window.ids) for w in windows)
    n_words = max(len(w.window.words) for w in windows)
    zeros = {name: torch.zeros(n, n_pieces, dtype=torch.long) for name in ("ids", "mask", "shapes", "places")}
    first, word_mask, tags, starts = (torch.zeros(n, n_words, dtype=torch.long) for _ in range(4))
    n_rows = sum(len(w.cues) for w in windows)
    distance, paragraphs, labels = (torch.zeros(n_rows, n_words, dtype=torch.long) for _ in range(3))
    row_window, row_word = torch.zeros(n_rows, dtype=torch.long), torch.zeros(n_rows, dtype=torch.long)
    row = 0
    for i, w in enumerate(windows):
        window = w.window
        length, width = len(window.ids), len(window.words)
        for name, values in (("ids", window.ids), ("shapes", window.shapes), ("places", window.places)):
            zeros[name][i, :length] = torch.from_numpy(values)
        zeros["mask"][i, :length] = 1
        first[i, :width], word_mask[i, :width] = torch.from_numpy(window.first), 1
        tags[i, :width] = torch.from_numpy(w.tags)
        starts[i, torch.from_numpy(w.cues)] = 1
        rows = slice(row, row + len(w.cues))
        row_window[rows], row_word[rows] = i, torch.from_numpy(w.cues)
        distance[rows, :width] = torch.from_numpy(distance_buckets(width, w.cues))
        paragraphs[rows, :width] = torch.from_numpy(paragraph_distances(window.paragraph, w.cues))
        labels[rows, :width] = torch.from_numpy(w.labels)
        row += len(w.cues)
    return Batch(
        zeros["ids"],
        zeros["mask"],
        zeros["shapes"],
        zeros["places"],
        first,
        word_mask,
        tags,
        starts,
        row_window,
        row_word,
        distance,
        paragraphs,
        labels,
        torch.tensor(weights or [1.0] * n),
    )


class RoleReader(nn.Module):
    """Given the states of words and a cue among them: scores of the four labels for each word."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.word = nn.Linear(width, PAIR)
        self.cue = nn.Linear(width, PAIR, bias=False)
        self.word_factor = nn.Linear(width, PRODUCT)
        self.cue_factor = nn.Linear(width, PRODUCT)
        self.product = nn.Linear(PRODUCT, PAIR, bias=False)
        self.distance = nn.Embedding(N_DISTANCES, PAIR)
        self.paragraph = nn.Embedding(N_PARAGRAPH_DISTANCES, PAIR)
        self.hidden = nn.Linear(PAIR, PAIR)
        self.out = nn.Linear(PAIR, N_LABELS)
        self.drop = nn.Dropout(dropout)
        for table in (self.distance, self.paragraph):
            nn.init.normal_(table.weight, std=0.05)

    def forward(self, words: Tensor, batch: Batch) -> Tensor:
        """Scores of shape (cues, words, labels)."""
        cues = words[batch.row_window, batch.row_word]
        product = self.word_factor(words)[batch.row_window] * self.cue_factor(cues)[:, None]
        state = self.word(words)[batch.row_window] + self.cue(cues)[:, None] + self.product(product)
        state = torch.relu(state + self.distance(batch.distance) + self.paragraph(batch.paragraphs))
        return self.out(self.drop(torch.relu(self.hidden(self.drop(state)))))


class Chain(nn.Module):
    """A linear chain of labels: how well one label follows another."""

    def __init__(self) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.eye(N_LABELS) * 1.0)
        self.start = nn.Parameter(torch.zeros(N_LABELS))
        self.end = nn.Parameter(torch.zeros(N_LABELS))

    def loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """The negative log-likelihood of each row of labels."""
        return self._total(scores, mask) - self._score(scores, labels, mask)

    def _score(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        chosen = scores.gather(2, labels[..., None])[..., 0] * mask
        steps = self.transitions[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
        last = labels.gather(1, mask.sum(1, keepdim=True).long() - 1)[:, 0]
        return chosen.sum(1) + steps.sum(1) + self.start[labels[:, 0]] + self.end[last]

    def _total(self, scores: Tensor, mask: Tensor) -> Tensor:
        # The product of the steps is taken pairwise, in as many rounds as the length has binary digits.
        identity = torch.full((N_LABELS, N_LABELS), IMPOSSIBLE).fill_diagonal_(0.0)
        steps = torch.where(mask[:, 1:, None, None] > 0, self.transitions + scores[:, 1:, None, :], identity)
        while steps.shape[1] > 1:
            if steps.shape[1] % 2:
                steps = torch.cat([steps, identity.expand(len(steps), 1, -1, -1)], 1)
            steps = torch.logsumexp(steps[:, 0::2, :, :, None] + steps[:, 1::2, None, :, :], dim=3)
        begin = self.start + scores[:, 0]
        whole = begin if not steps.shape[1] else torch.logsumexp(begin[:, :, None] + steps[:, 0], dim=1)
        return torch.logsumexp(whole + self.end, dim=1)


class AttributionNet(nn.Module):
    """The whole network; `base` is a folder with `config.json` and `model.safetensors` of a BERT."""

    def __init__(self, config: BertConfig, encoder: BertModel | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder or BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.shape = nn.Embedding(len(Shape), width)
        self.place = nn.Embedding(len(Place), width)
        for table in (self.shape, self.place):
            nn.init.zeros_(table.weight)
        self.drop = nn.Dropout(dropout)
        self.start = nn.Linear(width, 1)
        self.tag = nn.Linear(width, N_TAGS)
        self.reader = RoleReader(width, dropout)
        self.chain = Chain()

    @classmethod
    def from_base(cls, folder: Path, n_layers: int | None = None) -> AttributionNet:
        """The pretrained encoder with fresh heads."""
        # Plain attention without its dropout is the fastest on a CPU at these lengths.
        config = BertConfig.from_pretrained(folder, attention_probs_dropout_prob=0.0)
        encoder = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation="eager")
        # The table of word pieces stays as it is: it has seen more names and words than the corpus holds.
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        if n_layers is not None:
            encoder.encoder.layer = encoder.encoder.layer[:n_layers]
            config.num_hidden_layers = n_layers
        return cls(config, encoder)

    def encode(self, batch: Batch) -> Tensor:
        """States of the words, shape (windows, words, width)."""
        table = self.encoder.embeddings.word_embeddings
        inputs = table(batch.ids) + self.shape(batch.shapes) + self.place(batch.places)
        states = self.encoder(inputs_embeds=inputs, attention_mask=batch.mask).last_hidden_state
        return self.drop(states.gather(1, batch.first[..., None].expand(-1, -1, states.shape[-1])))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Scores for the start of a cue (windows, words), for tags, and for roles (cues, words, labels)."""
        words = self.encode(batch)
        return self.start(words)[..., 0], self.tag(words), self.reader(words, batch)

    def loss(self, batch: Batch) -> Tensor:
        """One number: finding cues, roles given the cues of the corpus, and tags as a help."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            starts, tags, roles = self.forward(batch)
        mask = batch.word_mask.float()
        each = batch.weights[:, None] * mask
        find = nn.functional.binary_cross_entropy_with_logits(starts.float(), batch.starts.float(), reduction="none") * each
        tag = nn.functional.cross_entropy(tags.float().transpose(1, 2), batch.tags, reduction="none") * each
        total = find.sum() + 0.1 * tag.sum()
        if len(batch.row_window):
            row_loss = self.chain.loss(roles.float(), batch.labels, mask[batch.row_window])
            total = total + 0.5 * (row_loss * batch.weights[batch.row_window]).sum()
        return total / 40.0  # about the number of cues of a batch, so that clipping means the same for all


def state_to_save(net: AttributionNet) -> dict[str, Any]:
    """The weights, for a checkpoint."""
    return {name: value.detach().clone() for name, value in net.state_dict().items()}
