"""A layer written node by node computes what the equations of a BERT layer say, masked pieces left out, in int8 nearly so."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnxruntime
import pytest

from communique.evaluation.training.onnx_graph import Floats, Graph, encoder_layer, quantize_graph

WIDTH, HEADS, INNER, PIECES, SEEN = 16, 4, 32, 5, 3
CONFIG = SimpleNamespace(num_attention_heads=HEADS, layer_norm_eps=1e-12)


@pytest.fixture
def weights() -> dict[str, Floats]:
    rng = np.random.default_rng(3)
    shapes = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    shapes |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}
    found: dict[str, Floats] = {}
    for name, shape in shapes.items():
        found[f"layer.{name}.weight"] = rng.normal(0, 0.4, shape).astype(np.float32)
        found[f"layer.{name}.bias"] = rng.normal(0, 0.1, shape[0]).astype(np.float32)
    for name in ("attention.output.LayerNorm", "output.LayerNorm"):
        found[f"layer.{name}.weight"] = rng.uniform(0.5, 1.5, WIDTH).astype(np.float32)
        found[f"layer.{name}.bias"] = rng.normal(0, 0.1, WIDTH).astype(np.float32)
    return found


def layer_by_hand(state: Any, weights: dict[str, Floats], n_seen: int) -> Any:
    def linear(name: str, x: Any) -> Any:
        return x @ weights[f"layer.{name}.weight"].T + weights[f"layer.{name}.bias"]

    def norm(name: str, x: Any) -> Any:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True))
        return scaled * weights[f"layer.{name}.weight"] + weights[f"layer.{name}.bias"]

    query, key, value = (
        linear(f"attention.self.{part}", state).reshape(PIECES, HEADS, -1).swapaxes(0, 1) for part in ("query", "key", "value")
    )
    scores = query @ key.swapaxes(1, 2) / np.sqrt(WIDTH // HEADS)
    likely = np.exp(scores) * (np.arange(PIECES) < n_seen)
    seen = (likely / likely.sum(-1, keepdims=True) @ value).swapaxes(0, 1).reshape(PIECES, WIDTH)
    state = norm("attention.output.LayerNorm", linear("attention.output.dense", seen) + state)
    inner = linear("intermediate.dense", state)
    erf = np.vectorize(math.erf)
    inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
    return norm("output.LayerNorm", linear("output.dense", inner) + state)


@pytest.mark.parametrize(("is_int8", "off"), [(False, 1e-4), (True, 0.12)])
def test_a_layer_computes_what_its_equations_say(tmp_path: Path, weights: dict[str, Floats], is_int8: bool, off: float) -> None:
    graph = Graph()
    graph.node("Identity", [encoder_layer(graph, "layer", weights, "in", CONFIG)], output="out")
    shape = ("texts", "pieces")
    graph.save(tmp_path / "plain.onnx", {"in": (1, (*shape, WIDTH)), "mask": (6, shape)}, {"out": (*shape, WIDTH)})
    path = tmp_path / "plain.onnx"
    if is_int8:
        path = tmp_path / "small.onnx"
        quantize_graph(tmp_path / "plain.onnx", path)
    state = np.random.default_rng(4).normal(size=(PIECES, WIDTH)).astype(np.float32)
    mask = (np.arange(PIECES) < SEEN).astype(np.int32)
    (got,) = onnxruntime.InferenceSession(str(path)).run(["out"], {"in": state[None], "mask": mask[None]})
    expected = layer_by_hand(state, weights, SEEN)
    assert np.abs(got[0, :SEEN] - expected[:SEEN]).mean() < off


def test_a_number_stays_a_number() -> None:
    graph = Graph()
    graph.constant("one", np.array(1))
    assert list(graph.constants[0].dims) == []
