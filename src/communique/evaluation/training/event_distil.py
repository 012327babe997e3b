"""Trains a quick event reader of fewer layers on what the careful one tells of news.

Two steps. `tell` has the careful reader read sentences of news that nobody has coded, and the coded ones: all that the quick
reader finds likely, and some of the others. `train` takes the lowest layers of a trained quick reader and fits them to these
scores, of the sentence and of each token; where a sentence is coded, to the mean of score and coding. Development only.

    python -m communique.evaluation.training.event_distil tell --sentences SENTENCES.jsonl.gz --texts NEWS.jsonl.gz \
        --leave-out IDS.json --out TOLD.jsonl.gz
    python -m communique.evaluation.training.event_distil train --base MINILM --told TOLD.jsonl.gz --start-from RUN --out OUT
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoTokenizer

from communique.evaluation.training.event import MAX_TOKENS, SEED, EventNet, Plan, fit
from communique.evaluation.training.event_data import LABELS, PRESENCE, ROLES, read_sentences, split_sentences
from communique.plugins import load_plugin

EVENTS = PRESENCE[:4]

LIKELY, ONE_IN = 0.04, 8  # what the quick reader scores lower is told once in so many sentences
LONGEST = 600  # characters
LAYERS = 4
PLAN = Plan(epochs=3, batch=32, rate=1.5e-4, heads=5, warmup=0.06, decay=0.998, spread=4)
CODED_TWICE = 2  # so often a coded sentence is read in each pass
EVENT_WEIGHT, LEAST_WEIGHT = 2.0, 0.05
# The events for which each role is worth learning
EVENTS_OF = {
    "ally": (0, 1), "alignment": (0, 1), "participant": (2,), "meeting": (2,), "place": (2,), "when": (2,),
    "promiser": (3,), "commitment": (3,), "due": (3,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence with the scores that a reader is to give: of the labels, and of the roles by token."""

    ids: list[int]
    labels: Any
    roles: Any  # shape (tokens, roles)


def tell(texts: Path, leave_out: set[str], sentences: Path, held_out: set[str]) -> Iterator[dict[str, Any]]:
    """What the careful reader tells of coded sentences (with their coding) and of news without the documents left out."""
    readers = load_plugin("communique.coders", "meeting")().readers
    quick, careful = readers.quick, readers.careful
    for example in read_sentences(sentences):
        if example.group not in held_out:
            yield _as_line(example.text, careful.read_whole(example.text), example.labels)
    rng, seen = random.Random(SEED), set()
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        articles = [row["text"] for row in map(json.loads, lines) if row["id"] not in leave_out]
    rng.shuffle(articles)
    for text in articles:
        for start, end in split_sentences(text):
            sentence = text[start:end]
            if sentence in seen or len(sentence) > LONGEST or not quick.gate.passes(sentence):
                continue
            seen.add(sentence)
            scores = quick.read_whole(sentence).labels
            if max(scores[event] for event in EVENTS) >= LIKELY or rng.randrange(ONE_IN) == 0:
                yield _as_line(sentence, careful.read_whole(sentence), None)


def _as_line(text: str, told: Any, coded: Sequence[float | None] | None) -> dict[str, Any]:
    scores = [round(told.labels[name], 4) for name in LABELS]
    return {"text": text, "labels": scores, "tokens": told.tokens, "roles": np.round(told.roles, 3).tolist(), "coded": coded}


def make_lesson(line: dict[str, Any], tokenizer: Any) -> Lesson:
    """The scores of a line for the tokens of the reader that learns: those of the token that begins there, or lies over it."""
    encoding = tokenizer(line["text"], truncation=True, max_length=MAX_TOKENS, return_offsets_mapping=True)
    taught = {start: i for i, (start, _) in enumerate(line["tokens"])}
    roles = np.zeros((len(encoding["input_ids"]), len(ROLES)), dtype=np.float32)
    for own, (start, end) in enumerate(encoding["offset_mapping"]):
        near = (i for i, (a, b) in enumerate(line["tokens"]) if a < end and start < b)
        at = taught.get(start, next(near, None)) if end > start else None
        if at is not None:
            roles[own] = line["roles"][at]
    labels = np.array(line["labels"], dtype=np.float32)
    for i, coded in enumerate(line["coded"] or ()):
        if coded is not None:
            labels[i] = (labels[i] + coded) / 2
    return Lesson(encoding["input_ids"], labels, roles)


def loss_of(net: EventNet, lessons: Sequence[Lesson]) -> Any:
    """Cross-entropy with the scores; what an event's parts are counts as much as the event is likely."""
    n = max(len(one.ids) for one in lessons)
    ids, mask = torch.zeros(len(lessons), n, dtype=torch.long), torch.zeros(len(lessons), n, dtype=torch.long)
    roles, weights = torch.zeros(len(lessons), n, len(ROLES)), torch.zeros(len(lessons), n, len(ROLES))
    labels = torch.from_numpy(np.stack([one.labels for one in lessons]))
    likely = torch.stack([labels[:, EVENTS_OF[role]].amax(1) for role in ROLES], 1).clamp(min=LEAST_WEIGHT)
    for i, one in enumerate(lessons):
        length = len(one.ids)
        ids[i, :length], mask[i, :length] = torch.tensor(one.ids), 1
        roles[i, :length] = torch.from_numpy(one.roles)
        weights[i, 1 : length - 1] = likely[i]
    told_labels, told_roles = net(ids, mask)
    n_events = len(EVENTS)
    of_labels = torch.full_like(labels, EVENT_WEIGHT)
    of_labels[:, n_events:] = labels[:, :n_events].amax(1, keepdim=True).clamp(min=LEAST_WEIGHT)
    entropy = nn.functional.binary_cross_entropy_with_logits
    by_label = (entropy(told_labels, labels, reduction="none") * of_labels).sum() / len(lessons) / n_events
    return by_label + (entropy(told_roles, roles, reduction="none") * weights).sum() / weights.sum()


def lowest_layers(weights: dict[str, Any], n_layers: int) -> dict[str, Any]:
    """The weights of a network of so many layers, the lowest ones."""
    layer = "encoder.encoder.layer."
    return {n: w for n, w in weights.items() if not n.startswith(layer) or int(n.removeprefix(layer).split(".")[0]) < n_layers}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    telling = commands.add_parser("tell")
    telling.add_argument("--sentences", type=Path, required=True)
    telling.add_argument("--texts", type=Path, required=True)
    telling.add_argument("--leave-out", type=Path, help="JSON list of the ids of documents kept for measuring")
    telling.add_argument("--held-out", default="07,08", help="batches of the coded sentences kept for measuring")
    learning = commands.add_parser("train")
    learning.add_argument("--base", required=True)
    learning.add_argument("--told", type=Path, required=True)
    learning.add_argument("--start-from", type=Path, required=True, help="folder of a run whose weights are the beginning")
    learning.add_argument("--layers", type=int, default=LAYERS)
    learning.add_argument("--epochs", type=int, default=PLAN.epochs)
    for command in (telling, learning):
        command.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "tell":
        leave_out = set(json.loads(args.leave_out.read_text())) if args.leave_out else set()
        with gzip.open(args.out, "wt", encoding="utf-8") as out:
            for line in tell(args.texts, leave_out, args.sentences, set(args.held_out.split(","))):
                out.write(json.dumps(line) + "\n")
        return
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(args.base)
    with gzip.open(args.told, "rt", encoding="utf-8") as lines:
        told = [(line["coded"] is not None, make_lesson(line, tokenizer)) for line in map(json.loads, lines)]
    lessons = [lesson for is_coded, lesson in told for _ in range(CODED_TWICE if is_coded else 1)]
    net = EventNet(args.base, args.layers)
    net.load_state_dict(lowest_layers(torch.load(args.start_from / "weights.pt"), args.layers))
    plan = replace(PLAN, epochs=args.epochs)
    fit(net, lessons, plan, lambda batch, _step: loss_of(net, batch), lambda lesson: len(lesson.ids))
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), args.out / "weights.pt")


if __name__ == "__main__":
    main()
