"""Graphs of encoders written node by node, with int8 weights.

Those fused operators of the run time that are quicker than their parts are written directly, so that nothing depends on how an
exporter traces or an optimizer matches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.evaluation.training.quantize import OPSET, quantize_weights

Floats = npt.NDArray[np.float32]

MICROSOFT = "com.microsoft"


class Graph:
    """Collects the nodes and constants of a graph; every method that adds a node gives the name of what it puts out."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._n = 0

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, op: str, inputs: Sequence[str], *, output: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        self._n += 1
        name = output or f"{op}_{self._n}"
        domain = MICROSOFT if op in {"Attention", "Gelu"} else ""
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


def norm_of(graph: Graph, name: str, weights: Mapping[str, Floats]) -> list[str]:
    """The constants of a layer norm: its weight and its bias."""
    return [graph.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]


def encoder_layer(graph: Graph, name: str, weights: Mapping[str, Floats], state: str, config: Any) -> str:
    """One layer of a BERT encoder over `state`, of shape (texts, pieces, width); the graph has an int32 `mask` of the pieces."""
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    joined = graph.constant(f"{name}.qkv.weight", np.concatenate([weights[f"{p}.weight"].T for p in parts], 1))
    bias = graph.constant(f"{name}.qkv.bias", np.concatenate([weights[f"{p}.bias"] for p in parts]))
    seen = graph.node("Attention", [state, joined, bias, "mask"], num_heads=config.num_attention_heads)
    seen = graph.linear(f"{name}.attention.output.dense", weights, seen)
    state = _add_and_norm(graph, f"{name}.attention.output.LayerNorm", weights, [seen, state], config)
    inner = graph.node("Gelu", [graph.linear(f"{name}.intermediate.dense", weights, state)])
    outer = graph.linear(f"{name}.output.dense", weights, inner)
    return _add_and_norm(graph, f"{name}.output.LayerNorm", weights, [outer, state], config)


def _add_and_norm(graph: Graph, name: str, weights: Mapping[str, Floats], states: Sequence[str], config: Any) -> str:
    """The norm of a sum. Two nodes: the run time's joint one takes several times as long (docs/decisions/0017)."""
    total = graph.node("Add", list(states))
    return graph.node("LayerNormalization", [total, *norm_of(graph, name, weights)], axis=-1, epsilon=config.layer_norm_eps)


def quantize_graph(plain: Path, small: Path) -> None:
    """Write `small`, the graph `plain` with int8 weights; what is not multiplied by constants stays in floats."""
    extra = {"MatMulConstBOnly": True, "DefaultTensorType": 1}
    quantize_weights(plain, small, op_types_to_quantize=["MatMul", "Attention"], extra_options=extra)
