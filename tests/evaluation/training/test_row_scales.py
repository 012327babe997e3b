"""Products scaled row by row are nearer to those of floats, and a row is multiplied alike whatever stands beside it."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from communique.evaluation.training.quantize import quantize_weights
from communique.evaluation.training.row_scales import scale_by_rows

Floats = npt.NDArray[np.float32]
ROWS, INNER, COLUMNS = 24, 64, 16


def network(weights: Floats) -> Any:
    """Two products of one input, so that its bytes are made once."""
    nodes = [
        helper.make_node("MatMul", ["x", "first"], ["a"], name="a"),
        helper.make_node("MatMul", ["x", "second"], ["b"], name="b"),
        helper.make_node("Add", ["a", "b"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "two",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", INNER])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", COLUMNS])],
        [numpy_helper.from_array(weights, "first"), numpy_helper.from_array(-weights[::-1].copy(), "second")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def run(model: Any, x: Floats) -> Floats:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": x})[0], dtype=np.float32)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Any, Any, Any]:
    """The network in floats, with one scale for all, and with a scale for each row."""
    plain = network(np.random.default_rng(1).normal(size=(INNER, COLUMNS)).astype(np.float32))
    onnx.save(plain, str(tmp_path / "plain.onnx"))
    quantize_weights(tmp_path / "plain.onnx", tmp_path / "small.onnx")
    small, rows = (onnx.load(str(tmp_path / "small.onnx")) for _ in range(2))
    assert scale_by_rows(rows) == 2
    return plain, small, rows


def test_a_row_far_larger_than_the_others_does_not_make_them_coarse(pair: tuple[Any, Any, Any]) -> None:
    plain, small, rows = pair
    x = np.random.default_rng(2).normal(size=(ROWS, INNER)).astype(np.float32)
    x[0] *= 40
    exact = run(plain, x)[1:]
    errors = [float(np.abs(run(model, x)[1:] - exact).mean()) for model in (small, rows)]
    assert errors[1] < errors[0] / 4


def test_a_row_is_multiplied_alike_whatever_stands_beside_it(pair: tuple[Any, Any, Any]) -> None:
    _, small, rows = pair
    x = np.random.default_rng(3).normal(size=(ROWS, INNER)).astype(np.float32)
    beside = np.vstack([x[:1], 40 * x[1:]])
    assert np.array_equal(run(rows, x)[0], run(rows, beside)[0])
    assert not np.array_equal(run(small, x)[0], run(small, beside)[0])


def test_an_empty_row_gives_nothing(pair: tuple[Any, Any, Any]) -> None:
    *_, rows = pair
    assert not run(rows, np.zeros((2, INNER), dtype=np.float32)).any()
