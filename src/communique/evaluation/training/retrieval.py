"""The retrieval model: a packaged sentence encoder in int8, how rare word stems are in news, and the relevance weights.

`export` writes the encoder and the stems; `fit` fits the logistic model on the sentences of the coded articles
(`stance_pairs` writes them), each codebook left out in turn for the figure, all of them for the weights.

    python -m communique.evaluation.training.retrieval export --base MINILM --news NEWS.jsonl.gz --out FOLDER
    python -m communique.evaluation.training.retrieval fit --sentences sentences.npz --out FOLDER
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.evaluation.training.quantize import export_int8
from communique.evaluation.training.stance_rows import LEFT_OUT
from communique.models import write_manifest
from communique.models.stems import stems_of

SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+")
LEAST_COUNT = 20  # rarer stems are left out of the table: they count as unseen
COMMON = 4.0  # of log rarity; "the", "should", "said" and "president" lie below
FILES = ["model.onnx", "tokenizer.json", "stems.json", "relevance.json"]
N_FEATURES = 13
UNFITTED = {"mean": [0.0] * N_FEATURES, "scale": [1.0] * N_FEATURES, "weights": [0.0] * N_FEATURES, "intercept": 0.0}


def count_stems(texts: Iterable[str]) -> dict[str, Any]:
    """In how many sentences each stem occurs."""
    counts: Counter[str] = Counter()
    n_sentences = 0
    for text in texts:
        for sentence in SENTENCE_END.split(text):
            counts.update(stems_of(sentence))
            n_sentences += 1
    kept = {stem: n for stem, n in sorted(counts.items()) if n >= LEAST_COUNT}
    return {"sentences": n_sentences, "least": LEAST_COUNT, "common": COMMON, "counts": kept}


def export(base: Path, news: Path, out: Path) -> None:
    """Write the encoder, its tokenizer and the table of stems; the weights of the logistic model stay as they are."""
    out.mkdir(parents=True, exist_ok=True)
    with gzip.open(news, "rt", encoding="utf-8") as fh:
        table = count_stems(json.loads(line)["text"] for line in fh)
    (out / "stems.json").write_text(json.dumps(table, separators=(",", ":")), encoding="utf-8")
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    export_int8(_encoder(base), out / "model.onnx", output="vector")
    if not (out / "relevance.json").exists():
        (out / "relevance.json").write_text(json.dumps(UNFITTED), encoding="utf-8")
    _write_manifest(out, {})


def _encoder(base: Path) -> Any:
    import torch
    from transformers import AutoModel

    class Encoder(torch.nn.Module):
        """Mean of the last states, to unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1)
            return mean / mean.norm(dim=-1, keepdim=True)

    return Encoder().eval()


def fit(sentences: Path, out: Path, left_out: Sequence[str] = LEFT_OUT) -> dict[str, float]:
    """Fit the weights without the codebooks left out for good, and write them.

    The figures are those with each codebook left out in turn.
    """
    data = np.load(sentences)
    x, y, group = data["features"], data["labels"], data["codebook"]
    p = np.zeros(len(y))
    for k in np.unique(group):
        model = _logistic(x[group != k], y[group != k])
        p[group == k] = _predict(model, x[group == k])
    figures = _figures(p, y, data["n_issues"])
    kept = ~np.isin(data["codebooks"][group], left_out)
    model = _logistic(x[kept], y[kept])
    (out / "relevance.json").write_text(json.dumps({"features": data["names"].tolist(), **model}, indent=1), encoding="utf-8")
    _write_manifest(out, figures)
    return figures


def _logistic(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    mean, scale = x.mean(0), np.maximum(x.std(0), 1e-6)
    model = LogisticRegression(max_iter=1000, C=1.0).fit((x - mean) / scale, y)
    plain = {"mean": mean, "scale": scale, "weights": model.coef_[0]}
    return {k: [round(float(v), 6) for v in values] for k, values in plain.items()} | {"intercept": float(model.intercept_[0])}


def _predict(model: dict[str, Any], x: npt.NDArray[Any]) -> npt.NDArray[Any]:
    score = ((x - np.array(model["mean"])) / np.array(model["scale"])) @ np.array(model["weights"]) + model["intercept"]
    return np.asarray(1 / (1 + np.exp(-score)))


def _figures(p: npt.NDArray[Any], y: npt.NDArray[Any], n_issues: npt.NDArray[Any]) -> dict[str, float]:
    """Average precision, and the share of relevant pairs among the best one, two and three pairs a sentence."""
    from sklearn.metrics import average_precision_score

    order = np.argsort(-p)
    n_sentences = float((1 / n_issues).sum())
    found = {f"recall_at_{k}": round(float(y[order[: int(k * n_sentences)]].sum() / y.sum()), 3) for k in (1, 2, 3)}
    return {"average_precision": round(float(average_precision_score(y, p)), 3), **found}


def _write_manifest(out: Path, figures: dict[str, float]) -> None:
    facts: dict[str, Any] = {
        "name": "retrieval",
        "base": "all-MiniLM-L6-v2 (Apache-2.0), not trained further",
        "figures": figures,
        "measured_on": "100 articles under ten codebooks, each codebook left out in turn",
    }
    write_manifest(out, FILES, facts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["export", "fit"])
    for name in ("base", "news", "sentences"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.step == "export":
        export(args.base, args.news, args.out)
    else:
        print(json.dumps(fit(args.sentences, args.out)))


if __name__ == "__main__":
    main()
