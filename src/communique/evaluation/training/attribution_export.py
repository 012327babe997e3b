"""The trained network as two small ONNX graphs with int8 weights, written node by node.

`encoder.onnx` reads windows of word pieces; `reader.onnx` gives the roles of words for the cues of one window. The fused
operators of the run time are written directly, so that nothing depends on how an exporter traces or an optimizer matches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.evaluation.training.quantize import quantize_weights

Floats = npt.NDArray[np.float32]
MICROSOFT = "com.microsoft"
OPSET = 17


class _Graph:
    """Collects the nodes and constants of a graph."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._n = 0

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op: str, inputs: Sequence[str], *, output: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        self._n += 1
        name = output or f"{op}_{self._n}"
        domain = MICROSOFT if op in {"Attention", "SkipLayerNormalization", "BiasGelu"} else ""
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=f"n{self._n}", domain=domain, **attributes))
        return name

    def table(self, name: str, weights: Floats, index: str) -> str:
        """Rows of a table kept in int8 with one scale for each row."""
        scale = np.maximum(np.abs(weights).max(1, keepdims=True), 1e-8) / 127.0
        rows = self.constant(name, np.round(weights / scale).astype(np.int8))
        scales = self.constant(f"{name}.scale", scale.astype(np.float32))
        picked = self.node("Cast", [self.node("Gather", [rows, index])], to=1)
        return self.node("Mul", [picked, self.node("Gather", [scales, index])])

    def linear(self, name: str, weights: Mapping[str, Floats], state: str, *, bias: bool = True) -> str:
        product = self.node("MatMul", [state, self.constant(f"{name}.weight", weights[f"{name}.weight"].T)])
        return self.node("Add", [product, self.constant(f"{name}.bias", weights[f"{name}.bias"])]) if bias else product

    def save(self, path: Path, inputs: Mapping[str, tuple[int, Sequence[str]]], outputs: Mapping[str, Sequence[str]]) -> None:
        from onnx import helper, save

        graph = helper.make_graph(
            self.nodes,
            path.stem,
            [helper.make_tensor_value_info(name, kind, list(shape)) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(name, 1, list(shape)) for name, shape in outputs.items()],
            self.constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        save(helper.make_model(graph, opset_imports=opsets, ir_version=9), str(path))


def write_onnx(weights: Mapping[str, Floats], config: Any, folder: Path) -> list[str]:
    """Write `encoder.onnx` and `reader.onnx` with int8 weights; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        for name, write in (("encoder.onnx", _write_encoder), ("reader.onnx", _write_reader)):
            write(weights, config, Path(scratch) / name)
            quantize_weights(
                Path(scratch) / name,
                folder / name,
                op_types_to_quantize=["MatMul", "Attention"],
                extra_options={"MatMulConstBOnly": True, "DefaultTensorType": 1},
            )
    return ["encoder.onnx", "reader.onnx"]


def _write_encoder(weights: Mapping[str, Floats], config: Any, path: Path) -> None:
    graph = _Graph()
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
    state = graph.node("LayerNormalization", [state, *_norm(graph, norm, weights)], axis=-1, epsilon=config.layer_norm_eps)
    for i in range(config.num_hidden_layers):
        state = _layer(graph, f"encoder.encoder.layer.{i}", weights, state, config)
    state = graph.node("Identity", [state], output="states")
    starts = graph.linear("start", weights, state)
    graph.node("Squeeze", [starts, graph.constant("last_axis", np.array([-1]))], output="starts")
    shape = ("windows", "pieces")
    inputs = {"ids": (7, shape), "mask": (6, shape), "positions": (7, shape), "shapes": (7, shape), "places": (7, shape)}
    graph.save(path, inputs, {"states": (*shape, config.hidden_size), "starts": shape})


def _norm(graph: _Graph, name: str, weights: Mapping[str, Floats]) -> list[str]:
    return [graph.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]


def _layer(graph: _Graph, name: str, weights: Mapping[str, Floats], state: str, config: Any) -> str:
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    joined = graph.constant(f"{name}.qkv.weight", np.concatenate([weights[f"{p}.weight"].T for p in parts], 1))
    bias = graph.constant(f"{name}.qkv.bias", np.concatenate([weights[f"{p}.bias"] for p in parts]))
    seen = graph.node("Attention", [state, joined, bias, "mask"], num_heads=config.num_attention_heads)
    seen = graph.linear(f"{name}.attention.output.dense", weights, seen)
    eps = {"epsilon": config.layer_norm_eps}
    norm = _norm(graph, f"{name}.attention.output.LayerNorm", weights)
    state = graph.node("SkipLayerNormalization", [seen, state, *norm], **eps)
    inner = graph.node("MatMul", [state, graph.constant(f"{name}.in", weights[f"{name}.intermediate.dense.weight"].T)])
    inner = graph.node("BiasGelu", [inner, graph.constant(f"{name}.in.bias", weights[f"{name}.intermediate.dense.bias"])])
    outer = graph.linear(f"{name}.output.dense", weights, inner)
    return graph.node("SkipLayerNormalization", [outer, state, *_norm(graph, f"{name}.output.LayerNorm", weights)], **eps)


def _write_reader(weights: Mapping[str, Floats], config: Any, path: Path) -> None:
    graph = _Graph()
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
