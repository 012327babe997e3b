"""From a checkpoint to the model folder that is shipped: int8 graphs, threshold and calibration from dev, manifest, card.

The graphs are measured as they will run (int8, through the tagger's plug-in), not as they were trained.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from communique.evaluation.attribution_score import count_document, judge_document, make_figures
from communique.evaluation.training.attribution_card import write_card
from communique.evaluation.training.attribution_data import ROLES, Annotated, read_corpus
from communique.evaluation.training.attribution_export import write_onnx
from communique.model.document import Document
from communique.model.reading import Reading
from communique.models import file_sha256, write_manifest
from communique.plugins import load_plugin

FILES = ("encoder.onnx", "reader.onnx", "chain.npz", "tokenizer.json")
CARD = "card.md"
BATCH_DOCUMENTS = 16
LOWEST = 0.1  # cues below this are never looked at when the threshold is chosen


def build(
    checkpoint: Path, base: Path, dev: Sequence[Annotated], out: Path, facts: Mapping[str, Any], card: Path | None = None
) -> dict[str, Any]:
    """Write the model folder `out` and its card; returns its manifest.

    The threshold is the one with the best att+src F1 on dev; the calibration is a logistic regression, on dev, of an
    attribution being right (content at half overlap, same source) on its two scores.
    """
    import torch
    from transformers import BertConfig

    saved = torch.load(checkpoint, weights_only=False)
    weights = {name: value.detach().float().numpy() for name, value in saved["net"].items()}
    config = BertConfig.from_pretrained(base)
    config.num_hidden_layers = saved["recipe"]["n_layers"]
    write_onnx(weights, config, out)
    np.savez(out / "chain.npz", **{part: weights[f"chain.{part}"] for part in ("transitions", "start", "end")})
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    settings = {"limit": saved["recipe"]["limit"], "threshold": 0.5, "calibration": [1.0, 0.0, 0.0]}
    known = {**facts, "name": "communique-attribution", "recipe": saved["recipe"], "settings": settings}
    write_manifest(out, list(FILES), known)
    settings["threshold"], settings["calibration"] = _choose(out, dev)
    write_manifest(out, list(FILES), known)
    known["figures"] = score(dev, predict(dev, out))
    manifest = write_manifest(out, list(FILES), known)
    (card or out / CARD).write_text(write_card(manifest), encoding="utf-8")
    return manifest


def describe(corpus: Path, dev: Path, base: Path) -> dict[str, Any]:
    """What a model was made from, for its manifest: names, checksums and counts, no paths."""
    reports, held_out = read_corpus(corpus), read_corpus(dev)
    return {
        "base": base.name,
        "base_sha256": file_sha256(base / "model.safetensors"),
        "corpus": corpus.name,
        "corpus_sha256": _sha256_of(reports),
        "documents": len(reports),
        "attributions": sum(len(r.attributions) for r in reports),
        "words": sum(len(r.text.split()) for r in reports),
        "dev": dev.name,
        "dev_documents": len(held_out),
        "dev_attributions": sum(len(r.attributions) for r in held_out),
    }


def _sha256_of(reports: Iterable[Annotated]) -> str:
    """Of ids, texts and annotations, so that it is the same whatever the files look like."""
    digest = hashlib.sha256()
    for report in reports:
        digest.update(json.dumps([report.id, report.text, report.attributions], sort_keys=True).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def predict(reports: Iterable[Annotated], model: Path | None) -> dict[str, list[dict[str, list[tuple[int, int]]]]]:
    """What the tagger finds in each report, by id, as roles with offsets."""
    tagger = load_plugin("communique.annotators", "attribution")(model_dir=model)
    found = {}
    for reading in _iter_read(tagger.annotate, reports):
        found[reading.document.id] = [
            {role: [(s.start, s.end) for s in getattr(row, role)] for role in ROLES} for row in reading.attributions
        ]
    return found


def score(reports: Iterable[Annotated], found: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, float]:
    """The figures of predicted against annotated attributions."""
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(count_document(report.text, report.attributions, found.get(report.id, ())))
    return make_figures(counts)


def write_predictions(reports: Iterable[Annotated], model: Path | None, out: Path) -> None:
    """The predictions as JSON Lines with `id` and `attributions`."""
    lines = [json.dumps({"id": key, "attributions": rows}) for key, rows in predict(reports, model).items()]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _iter_read(step: Any, reports: Iterable[Annotated]) -> Iterable[Any]:
    readings = [Reading(Document(id=report.id, text=report.text)) for report in reports]
    for first in range(0, len(readings), BATCH_DOCUMENTS):
        yield from step(readings[first : first + BATCH_DOCUMENTS])


def _choose(model: Path, dev: Sequence[Annotated]) -> tuple[float, list[float]]:
    """The threshold and the calibration, from dev."""
    tagger = load_plugin("communique.annotators", "attribution")(model_dir=model, threshold=LOWEST)
    found = [
        [(one, {role: [(s.start, s.end) for s in getattr(one, role)] for role in ROLES}) for one in rows]
        for _, rows in _iter_read(tagger.find, dev)
    ]
    best = (-1.0, 0.5)
    for threshold in np.arange(0.2, 0.81, 0.02):
        at = float(np.log(threshold / (1 - threshold)))
        counts: Counter[str] = Counter()
        for report, rows in zip(dev, found, strict=True):
            counts.update(count_document(report.text, report.attributions, [r for one, r in rows if one.cue_score > at]))
        best = max(best, (make_figures(counts)["att+src"], round(float(threshold), 2)))
    at = float(np.log(best[1] / (1 - best[1])))
    features, right = [], []
    for report, rows in zip(dev, found, strict=True):
        kept = [(one, r) for one, r in rows if one.cue_score > at]
        features += [(one.cue_score, one.label_score) for one, _ in kept]
        right += judge_document(report.text, report.attributions, [r for _, r in kept])
    return best[1], fit_calibration(np.array(features), np.array(right))


def fit_calibration(features: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> list[float]:
    """Weights of the two scores and a constant, by logistic regression."""
    from sklearn.linear_model import LogisticRegression

    if len(set(right.tolist())) < 2:
        return [1.0, 0.0, 0.0]
    model = LogisticRegression(C=10.0).fit(features, right)
    return [round(float(x), 4) for x in (*model.coef_[0], model.intercept_[0])]
