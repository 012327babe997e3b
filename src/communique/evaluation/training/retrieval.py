"""The retrieval model: a sentence encoder in int8, how rare word stems are in news, and the relevance weights.

`tune` trains the packaged encoder until sentences of coded articles lie near the texts of the issues that they bear on
(`articles.jsonl.gz` of `benchmarks/statement_pairs.py`); `export` writes the encoder and the stems; `fit` fits the logistic
model on what the exported encoder shows of the same articles, each codebook left out in turn for the figure.

    python -m communique.evaluation.training.retrieval tune --base MINILM --articles A.jsonl.gz … --work FOLDER
    python -m communique.evaluation.training.retrieval export --base MINILM --work FOLDER --news NEWS.jsonl.gz --out FOLDER
    python -m communique.evaluation.training.retrieval fit --sentences sentences.npz … --out FOLDER
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
from communique.evaluation.training.retrieval_model import make_encoder, read_articles, tune
from communique.evaluation.training.stance import open_tokenizer
from communique.evaluation.training.stance_rows import UNSEEN, read_lines
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


def tune_encoder(base: Path, articles: Sequence[Path], work: Path) -> None:
    """Train the encoder on the articles of all codebooks but those left out; weights go to `work / "retrieval.pt"`."""
    lines = [d for path in articles for d in read_lines(path) if d["codebook"] not in UNSEEN]
    tune(make_encoder(base), read_articles(lines, open_tokenizer(base)), work / "retrieval.pt")


def export(base: Path, work: Path, news: Path, out: Path) -> None:
    """Write the encoder, its tokenizer and the table of stems; the weights of the logistic model stay as they are."""
    import torch

    out.mkdir(parents=True, exist_ok=True)
    with gzip.open(news, "rt", encoding="utf-8") as fh:
        table = count_stems(json.loads(line)["text"] for line in fh)
    (out / "stems.json").write_text(json.dumps(table, separators=(",", ":")), encoding="utf-8")
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    encoder = make_encoder(base)
    encoder.load_state_dict(torch.load(work / "retrieval.pt", map_location="cpu"))
    export_int8(encoder.eval(), out / "model.onnx", output="vector")
    if not (out / "relevance.json").exists():
        (out / "relevance.json").write_text(json.dumps(UNFITTED), encoding="utf-8")
    _write_manifest(out, {})


def fit(sentences: Sequence[Path], out: Path) -> dict[str, float]:
    """Fit the weights on the codebooks that the encoder was not trained on, as it is surer of the others, and write them.

    The figures are those with each of these codebooks left out in turn.
    """
    data = [np.load(path) for path in sentences]
    book = np.concatenate([d["codebooks"][d["codebook"]] for d in data])
    kept = np.isin(book, UNSEEN)
    x, y, n_issues = (np.concatenate([d[name] for d in data])[kept] for name in ("features", "labels", "n_issues"))
    group = book[kept]
    p = np.zeros(len(y))
    for name in np.unique(group):
        p[group == name] = _predict(_logistic(x[group != name], y[group != name]), x[group == name])
    figures = _figures(p, y, n_issues)
    names = data[0]["names"].tolist()
    (out / "relevance.json").write_text(json.dumps({"features": names, **_logistic(x, y)}, indent=1), encoding="utf-8")
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
        "base": "all-MiniLM-L6-v2 (Apache-2.0), trained on coded articles",
        "figures": figures,
        "measured_on": "coded articles of codebooks that the encoder was not trained on, each left out of the fit in turn",
    }
    write_manifest(out, FILES, facts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["tune", "export", "fit"])
    for name in ("base", "news", "work", "out"):
        parser.add_argument(f"--{name}", type=Path)
    for name in ("articles", "sentences"):
        parser.add_argument(f"--{name}", type=Path, nargs="+")
    args = parser.parse_args()
    if args.step == "tune":
        tune_encoder(args.base, args.articles, args.work)
    elif args.step == "export":
        export(args.base, args.work, args.news, args.out)
    else:
        print(json.dumps(fit(args.sentences, args.out)))


if __name__ == "__main__":
    main()
