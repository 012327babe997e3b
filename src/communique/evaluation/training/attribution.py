"""Train the attribution tagger from annotated reports, and measure it.

    python -m communique.evaluation.training.attribution --corpus train.jsonl.gz --dev dev.jsonl.gz --base PATH --out DIR

A fixed seed, one encoder pass a window, an average of the weights over the last steps, the best epoch on dev. Writes
int8 weights, a manifest with every checksum, and a model card. PyTorch is needed here and nowhere else.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from communique.errors import UsageError
from communique.evaluation.training.attribution_data import (
    ROLES,
    Annotated,
    Example,
    TrainingWindow,
    iter_windows,
    make_batches,
    make_example,
    read_corpus,
)
from communique.models.attribution_input import CUE, best_labels
from communique.models.attribution_output import find_attributions

MASK_ID = 103  # of the uncased WordPiece vocabulary
BEST, LAST = "best.pt", "last.pt"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the outcome of a training run, besides corpus and base."""

    seed: int = 1
    epochs: int = 6
    batch_pieces: int = 2048
    limit: int = 192
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    weight_decay: float = 0.01
    word_dropout: float = 0.08
    average: float = 0.998
    n_layers: int = 4


def train(corpus: Sequence[Annotated], dev: Sequence[Annotated], base: Path, work: Path, recipe: Recipe) -> Path:
    """Train, with a checkpoint after each epoch in `work`; a run that was stopped goes on from the last one.

    Returns:
        The path of the best checkpoint on dev.

    Raises:
        UsageError: `work` holds the checkpoints of another recipe.
    """
    run = _Run(corpus, base, work, recipe)
    for epoch in range(run.next_epoch, recipe.epochs):
        started = time.time()
        loss = run.train_epoch(epoch)
        figures = measure(run.averaged, run.net, dev, [run.make_example(report) for report in dev], recipe)
        run.save(epoch, figures)
        line = {"epoch": epoch, "loss": loss, "seconds": round(time.time() - started), **figures}
        print(json.dumps(line), flush=True)
        with (work / "log.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
    return work / BEST


class _Run:
    """A training run: the network, the running average of its weights, and all that a checkpoint needs to go on."""

    def __init__(self, corpus: Sequence[Annotated], base: Path, work: Path, recipe: Recipe) -> None:
        import torch

        from communique.evaluation.training.attribution_model import AttributionNet

        torch.manual_seed(recipe.seed)
        self.recipe, self.work = recipe, work
        self.tokenizer = _open_tokenizer(base)
        self.examples = [self.make_example(report) for report in corpus]
        self.net = AttributionNet.from_base(base, recipe.n_layers)
        self.averaged = {name: value.detach().clone() for name, value in self.net.state_dict().items()}
        self.n_steps = recipe.epochs * _n_batches(self.examples, recipe)
        self.named = [(name, p) for name, p in self.net.named_parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(self._groups(), weight_decay=recipe.weight_decay, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: _rate(step, self.n_steps, recipe.warmup))
        self.next_epoch = self.step = 0
        self.best = -1.0
        work.mkdir(parents=True, exist_ok=True)
        if (work / LAST).exists():
            self._go_on(torch.load(work / LAST, weights_only=True))

    def make_example(self, report: Annotated) -> Example:
        return make_example(report, self.tokenizer, self.recipe.limit)

    def train_epoch(self, epoch: int) -> float:
        """One pass over the corpus; returns the mean loss."""
        import torch

        rng = np.random.default_rng((self.recipe.seed, epoch))
        torch.manual_seed(self.recipe.seed * 1000 + epoch)
        self.net.train()
        started, summed = time.time(), 0.0
        windows = list(iter_windows(self.examples, self.recipe.limit, rng))
        batches = make_batches(windows, self.recipe.batch_pieces, rng)
        for seen, group in enumerate(batches, 1):
            summed += self._step(group)
            if seen % 50 == 0:
                mean = summed / seen
                print(f"epoch {epoch} step {self.step}/{self.n_steps} loss {mean:.3f} {time.time() - started:.0f} s", flush=True)
        return summed / len(batches)

    def save(self, epoch: int, figures: dict[str, float]) -> None:
        """Write the checkpoint to go on from, and the best one if this is it."""
        import torch

        recipe = asdict(self.recipe)
        if figures["att+src"] >= self.best:
            self.best = figures["att+src"]
            torch.save({"net": self.averaged, "recipe": recipe, "figures": figures}, self.work / BEST)
        state = {"net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict()}
        more = {"averaged": self.averaged, "epoch": epoch, "step": self.step, "best": self.best, "recipe": recipe}
        torch.save({**state, **more}, self.work / LAST)

    def _groups(self) -> list[dict[str, Any]]:
        encoder = [p for name, p in self.named if name.startswith("encoder.")]
        heads = [p for name, p in self.named if not name.startswith("encoder.")]
        return [{"params": encoder, "lr": self.recipe.encoder_rate}, {"params": heads, "lr": self.recipe.head_rate}]

    def _step(self, group: Sequence[TrainingWindow]) -> float:
        import torch

        from communique.evaluation.training.attribution_model import make_batch

        batch = make_batch(group)
        hide = (torch.rand(batch.ids.shape) < self.recipe.word_dropout) & (batch.shapes > 0)
        batch.ids = torch.where(hide, torch.full_like(batch.ids, MASK_ID), batch.ids)
        loss = self.net.loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for _, p in self.named], 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        decay = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.named:
                self.averaged[name].lerp_(value, 1 - decay)
        return float(loss.item())

    def _go_on(self, saved: dict[str, Any]) -> None:
        if saved.get("recipe", asdict(self.recipe)) != asdict(self.recipe):
            raise UsageError(f"{self.work}: the checkpoints there are of another recipe; name another folder with --work")
        self.net.load_state_dict(saved["net"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        self.averaged, self.step, self.best = saved["averaged"], saved["step"], saved["best"]
        self.next_epoch = saved["epoch"] + 1


def _open_tokenizer(base: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _n_batches(examples: Sequence[Example], recipe: Recipe) -> int:
    rng = np.random.default_rng(0)
    return len(make_batches(list(iter_windows(examples, recipe.limit, rng)), recipe.batch_pieces, rng))


def _rate(step: int, n_steps: int, warmup: float) -> float:
    ramp = warmup * n_steps
    return min((step + 1) / ramp, max(0.02, (n_steps - step) / (n_steps - ramp)))


def measure(
    weights: dict[str, Any], net: Any, dev: Sequence[Annotated], examples: Sequence[Example], recipe: Recipe
) -> dict[str, float]:
    """The figures of the given weights on dev, computed in PyTorch without rounding to int8."""
    import torch

    from communique.evaluation.attribution_score import count_document, make_figures

    kept = {name: value.detach().clone() for name, value in net.state_dict().items()}
    net.load_state_dict(weights)
    net.eval()
    counts: Counter[str] = Counter()
    with torch.no_grad():
        for report, example in zip(dev, examples, strict=True):
            found = predict(net, example, recipe.limit)
            counts.update(count_document(report.text, report.attributions, found))
    net.load_state_dict(kept)
    return make_figures(counts)


def predict(net: Any, example: Example, limit: int, threshold: float = 0.0) -> list[dict[str, list[tuple[int, int]]]]:
    """The attributions that the network finds in one report, as roles with offsets."""
    import torch

    from communique.evaluation.training.attribution_model import make_batch

    chain = net.chain
    transitions, start, end = (p.detach().float().numpy() for p in (chain.transitions, chain.start, chain.end))
    found = []
    for unlabelled in iter_windows([Example(example.id, example.encoded)], limit):
        window = unlabelled.window
        batch = make_batch([unlabelled])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words = net.encode(batch)
            scores = net.start(words)[0, :, 0].float().numpy()
        cues = np.flatnonzero(scores > threshold)
        if not len(cues):
            continue
        nothing = np.zeros((len(cues), len(window.words)), dtype=np.int64)
        batch = make_batch([TrainingWindow(window, cues, nothing, unlabelled.tags)])
        roles = net.reader(words.float(), batch).float().numpy()
        forced = roles.copy()
        forced[np.arange(len(cues)), cues, CUE] += 1e3
        labels = best_labels(forced, np.full(len(cues), len(window.words)), transitions, start, end)
        for one in find_attributions(example.encoded, window, labels, roles, scores[cues]):
            found.append({name: [(s.start, s.end) for s in getattr(one, name)] for name in ROLES})
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; see the module's docstring. `score` as the first word measures a model instead of training one."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["score"]:
        return _main_score(words[1:])
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True, help="JSON Lines, or a folder of brat files")
    parser.add_argument("--dev", type=Path, required=True, help="the same, for choosing; never trained on")
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained encoder, all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model to write")
    parser.add_argument("--card", type=Path, help="file of the model card; card.md beside the model if not given")
    parser.add_argument("--work", type=Path, help="folder of the checkpoints; a stopped run goes on from there")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layers", type=int, default=4, help="of the encoder: the first ones of the base are kept")
    args = parser.parse_args(words)
    from communique.evaluation.training.attribution_build import build, describe

    recipe = Recipe(epochs=args.epochs, seed=args.seed, n_layers=args.layers)
    dev = read_corpus(args.dev)
    best = train(read_corpus(args.corpus), dev, args.base, args.work or args.out.with_name(args.out.name + "-work"), recipe)
    manifest = build(best, args.base, dev, args.out, describe(args.corpus, args.dev, args.base), args.card)
    print(json.dumps(manifest["figures"], indent=1))
    return 0


def _main_score(words: Sequence[str]) -> int:
    from communique.evaluation.training.attribution_build import predict, score, write_predictions

    parser = argparse.ArgumentParser(description="Measure a model on annotated reports.")
    parser.add_argument("reports", type=Path)
    parser.add_argument("--model", type=Path, help="a folder that training wrote; the shipped model if not given")
    parser.add_argument("--out", type=Path, help="write the predictions there, as JSON Lines, instead")
    args = parser.parse_args(words)
    reports = read_corpus(args.reports)
    if args.out:
        write_predictions(reports, args.model, args.out)
    else:
        print(json.dumps(score(reports, predict(reports, args.model)), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
