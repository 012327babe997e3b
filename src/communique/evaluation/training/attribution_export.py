"""The trained network as two small ONNX graphs with int8 weights, written node by node.

`encoder.onnx` reads windows of word pieces; `reader.onnx` gives the roles of words for the cues of one window.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from communique.evaluation.training.onnx_graph import Floats, Graph, encoder_layer, norm_of, quantize_graph


def write_onnx(weights: Mapping[str, Floats], config: Any, folder: Path) -> list[str]:
    """Write `encoder.onnx` and `reader.onnx` with int8 weights; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        for name, write in (("encoder.onnx", _write_encoder), ("reader.onnx", _write_reader)):
            write(weights, config, Path(scratch) / name)
            quantize_graph(Path(scratch) / name, folder / name)
    return ["encoder.onnx", "reader.onnx"]


def _write_encoder(weights: Mapping[str, Floats], config: Any, path: Path) -> None:
    graph = Graph()
    table = "encoder.embeddings.{}_embeddings.weight"
    parts = [graph.table("words", weights[table.format("word")], "ids")]
    # The type of text is always the first one: it is added to the positions.
    positions = weights[table.format("position")] + weights[table.format("token_type")][:1]
    parts.append(graph.node("Gather", [graph.constant("position_table", positions), "positions"]))
    parts.append(graph.node("Gather", [graph.constant("shape_table", weights["shape.weight"]), "shapes"]))
    parts.append(graph.node("Gather", [graph.constant("place_table", weights["place.weight"]), "places"]))
    state = parts[0]
    for part in parts[1:]:
        state = graph.node("Add", [state, part])
    norm = "encoder.embeddings.LayerNorm"
    state = graph.node("LayerNormalization", [state, *norm_of(graph, norm, weights)], axis=-1, epsilon=config.layer_norm_eps)
    for i in range(config.num_hidden_layers):
        state = encoder_layer(graph, f"encoder.encoder.layer.{i}", weights, state, config)
    state = graph.node("Identity", [state], output="states")
    starts = graph.linear("start", weights, state)
    graph.node("Squeeze", [starts, graph.constant("last_axis", np.array([-1]))], output="starts")
    shape = ("windows", "pieces")
    inputs = {"ids": (7, shape), "mask": (6, shape), "positions": (7, shape), "shapes": (7, shape), "places": (7, shape)}
    graph.save(path, inputs, {"states": (*shape, config.hidden_size), "starts": shape})


def _write_reader(weights: Mapping[str, Floats], config: Any, path: Path) -> None:
    graph = Graph()
    own = {name.removeprefix("reader."): value for name, value in weights.items() if name.startswith("reader.")}
    cue_states = graph.node("Gather", ["words", "cues"], axis=0)
    middle = graph.constant("middle", np.array([1]))
    cue_factor = graph.node("Unsqueeze", [graph.linear("cue_factor", own, cue_states), middle])
    product = graph.node("Mul", [graph.linear("word_factor", own, "words"), cue_factor])
    state = graph.linear("product", own, product, bias=False)
    cue = graph.node("Unsqueeze", [graph.linear("cue", own, cue_states, bias=False), middle])
    state = graph.node("Add", [graph.node("Add", [state, graph.linear("word", own, "words")]), cue])
    for name in ("distance", "paragraph"):
        table = graph.constant(f"{name}.weight", own[f"{name}.weight"])
        state = graph.node("Add", [state, graph.node("Gather", [table, f"{name}s"])])
    state = graph.node("Relu", [graph.linear("hidden", own, graph.node("Relu", [state]))])
    scores = graph.linear("out", own, state)
    graph.node("Identity", [scores], output="roles")
    pairs = ("rows", "n_words")
    graph.save(
        path,
        {
            "words": (1, ("n_words", config.hidden_size)),
            "cues": (7, ("rows",)),
            "distances": (7, pairs),
            "paragraphs": (7, pairs),
        },
        {"roles": (*pairs, "labels")},
    )
