"""Trained weights of an event reader to the files that the product runs: int8 ONNX, tokenizer, manifest with checksums.

With `--four-bits` the weights of the layers go to a file of their own, as those of the stance reader do.

Development only. Thresholds come from the report that training wrote on its held-out groups, never from gold/dev.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import torch

from communique.evaluation.training.event import MAX_TOKENS, SEED, EventNet
from communique.evaluation.training.event_data import LABELS, ROLES
from communique.evaluation.training.quantize import move_weights, quantize_weights
from communique.models import write_manifest

QUICK, CAREFUL = "event", "event-careful"
LAYERS = "layers.npz"
THRESHOLD_LABELS = ("agree", "differ", "meeting", "commitment", "conditional")


def export(net: EventNet, folder: Path, *, four_bits: bool = False) -> None:
    """Write `model.onnx`, weights and embeddings in int8; the layers' weights, if asked, in four bits to `layers.npz`."""
    full = folder / "full.onnx"
    ids = torch.ones((2, 12), dtype=torch.int64)
    axes = {"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}, "labels": {0: "n"}, "roles": {0: "n", 1: "t"}}
    net.eval()
    torch.onnx.export(net, (ids, ids), str(full), input_names=["input_ids", "attention_mask"], output_names=["labels", "roles"],
                      dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
    quantize_weights(full, folder / "model.onnx")
    if four_bits:
        move_weights(full, folder / "model.onnx", folder / LAYERS)
    full.unlink()


def write_facts(folder: Path, report: dict[str, Any], chosen: dict[str, float], *, four_bits: bool = False) -> None:
    """Write `manifest.json`: names of the outputs, thresholds, figures on the held-out groups, checksums.

    A threshold that is not chosen is that of the best F1 on the held-out groups.
    """
    facts = {
        "name": CAREFUL if four_bits else QUICK,
        "base": "all-mpnet-base-v2" if four_bits else "all-MiniLM-L6-v2",
        "corpus": "2,700 coded news sentences, 100 articles coded for alignments, codings/; coded by a large language model",
        "seed": SEED,
        "labels": LABELS,
        "roles": ROLES,
        "max_tokens": MAX_TOKENS,
        "thresholds": {name: report[name][2] for name in THRESHOLD_LABELS if name in report} | chosen,
        "held_out": report,
        "figures_are_of": "the weights that ship, which these groups did not train",
    }
    write_manifest(folder, ["model.onnx", "tokenizer.json", *([LAYERS] if four_bits else [])], facts)


def main() -> None:
    """Export one training run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--run", required=True, help="folder with weights.pt")
    parser.add_argument("--report", required=True, help="report.json of the run whose thresholds are used")
    parser.add_argument("--threshold", action="append", default=[], metavar="LABEL=SCORE", help="instead of that of the best F1")
    parser.add_argument("--four-bits", action="store_true", help="as the careful reader is kept")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    net = EventNet(args.base)
    net.load_state_dict(torch.load(Path(args.run) / "weights.pt"))
    export(net, folder, four_bits=args.four_bits)
    shutil.copyfile(Path(args.base) / "tokenizer.json", folder / "tokenizer.json")
    chosen = {label: float(score) for label, score in (choice.split("=") for choice in args.threshold)}
    write_facts(folder, json.loads(Path(args.report).read_text()), chosen, four_bits=args.four_bits)


if __name__ == "__main__":
    main()
