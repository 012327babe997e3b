"""Trained weights of an event reader to the files that the product runs: int8 ONNX, tokenizer, manifest with checksums.

The quick reader's graph is written node by node. With `--four-bits` it is that of the careful one, traced: the weights of its
layers go to a file of their own, as those of the stance reader do.

Development only. Thresholds come from the report that training wrote on its held-out groups, never from gold/dev.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from communique.evaluation.training.event import MAX_TOKENS, SEED, EventNet
from communique.evaluation.training.event_data import LABELS, ROLES
from communique.evaluation.training.onnx_graph import Floats, Graph, encoder_layer, norm_of, quantize_graph
from communique.evaluation.training.quantize import OPSET, move_weights, quantize_weights
from communique.models import write_manifest

QUICK, CAREFUL = "event", "event-careful"
LAYERS = "layers.npz"
FAR = 1e4  # below every state: what is no piece of the sentence is never its maximum
CORPUS = "2,700 coded news sentences, 100 articles coded for alignments, codings/; coded by a large language model"
THRESHOLD_LABELS = ("agree", "differ", "meeting", "commitment", "conditional")


def export(net: EventNet, folder: Path, *, four_bits: bool = False) -> None:
    """Write `model.onnx`, weights and embeddings in int8; the layers' weights, if asked, in four bits to `layers.npz`."""
    net.eval()
    with TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        if four_bits:
            _trace(net, full)
            quantize_weights(full, folder / "model.onnx")
            move_weights(full, folder / "model.onnx", folder / LAYERS)
        else:
            write_graph({name: w.numpy() for name, w in net.state_dict().items()}, net.encoder.config, full)
            quantize_graph(full, folder / "model.onnx")


def _trace(net: EventNet, path: Path) -> None:
    ids = torch.ones((2, 12), dtype=torch.int64)
    axes = {"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}, "labels": {0: "n"}, "roles": {0: "n", 1: "t"}}
    torch.onnx.export(net, (ids, ids), str(path), input_names=["input_ids", "attention_mask"], output_names=["labels", "roles"],
                      dynamic_axes=axes, opset_version=OPSET, dynamo=False)  # fmt: skip


def write_graph(weights: Mapping[str, Floats], config: Any, path: Path) -> None:
    """Write the graph of `EventNet` over a BERT encoder, in floats but for its table of words.

    Args:
        weights: as the network's own names have them.
        config: the encoder's.
    """
    graph = Graph()
    last = graph.constant("last", np.array([-1]))
    graph.node("Cast", ["attention_mask"], output="mask", to=6)
    one = graph.constant("one", np.array(1))
    length = graph.node("Gather", [graph.node("Shape", ["input_ids"]), one])
    places = graph.node("Range", [graph.constant("zero", np.array(0)), length, one])
    table = "encoder.embeddings.{}_embeddings.weight"
    state = graph.table("words", weights[table.format("word")], "input_ids")
    # The type of text is always the first one: it is added to the positions.
    positions = graph.constant("position_table", weights[table.format("position")] + weights[table.format("token_type")][:1])
    state = graph.node("Add", [state, graph.node("Gather", [positions, places])])
    norm = norm_of(graph, "encoder.embeddings.LayerNorm", weights)
    state = graph.node("LayerNormalization", [state, *norm], axis=-1, epsilon=config.layer_norm_eps)
    for i in range(config.num_hidden_layers):
        state = encoder_layer(graph, f"encoder.encoder.layer.{i}", weights, state, config)
    graph.node("Identity", [graph.linear("role_head", weights, state)], output="roles")
    mask = graph.node("Unsqueeze", [graph.node("Cast", ["attention_mask"], to=1), last])
    pieces = graph.constant("pieces", np.array([1]))
    total = graph.node("ReduceSum", [graph.node("Mul", [state, mask]), pieces], keepdims=0)
    mean = graph.node("Div", [total, graph.node("ReduceSum", [mask, pieces], keepdims=0)])
    outside = graph.node("Sub", [mask, graph.constant("inside", np.ones(1, np.float32))])
    outside = graph.node("Mul", [outside, graph.constant("far", np.full(1, FAR, np.float32))])
    top = graph.node("ReduceMax", [graph.node("Add", [state, outside])], axes=[1], keepdims=0)
    graph.node("Identity", [graph.linear("label_head", weights, graph.node("Concat", [mean, top], axis=-1))], output="labels")
    shape = ("sentences", "pieces")
    outputs = {"labels": ("sentences", str(len(LABELS))), "roles": (*shape, str(len(ROLES)))}
    graph.save(path, {"input_ids": (7, shape), "attention_mask": (7, shape)}, outputs)


def write_facts(
    folder: Path,
    report: dict[str, Any],
    chosen: dict[str, float],
    *,
    n_layers: int,
    corpus: str = CORPUS,
    four_bits: bool = False,
) -> None:
    """Write `manifest.json`: names of the outputs, thresholds, figures on the held-out groups, checksums.

    A threshold that is not chosen is that of the best F1 on the held-out groups.
    """
    facts = {
        "name": CAREFUL if four_bits else QUICK,
        "base": "all-mpnet-base-v2" if four_bits else "all-MiniLM-L6-v2",
        "layers": n_layers,
        "corpus": corpus,
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
    parser.add_argument("--layers", type=int, help="of the run, if they are not all of the base")
    parser.add_argument("--corpus", default=CORPUS, help="what the run learned from, for the manifest")
    parser.add_argument("--four-bits", action="store_true", help="as the careful reader is kept")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    net = EventNet(args.base, args.layers)
    net.load_state_dict(torch.load(Path(args.run) / "weights.pt"))
    export(net, folder, four_bits=args.four_bits)
    shutil.copyfile(Path(args.base) / "tokenizer.json", folder / "tokenizer.json")
    chosen = {label: float(score) for label, score in (choice.split("=") for choice in args.threshold)}
    report = json.loads(Path(args.report).read_text())
    n_layers = net.encoder.config.num_hidden_layers
    write_facts(folder, report, chosen, n_layers=n_layers, corpus=args.corpus, four_bits=args.four_bits)


if __name__ == "__main__":
    main()
