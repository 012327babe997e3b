"""The shipped weights give the same numbers on every processor."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

import communique.models

GRAPHS = sorted(Path(communique.models.__file__).parent.glob("*/*.onnx"))
# Without VNNI two products of a byte (0 to 255) and a weight are added in sixteen bits: 2 x 255 x 64 fits, 65 does not.
MOST = 64


def test_there_are_graphs() -> None:
    assert {path.parent.name for path in GRAPHS} == {"attribution", "event", "retrieval", "stance"}


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_integer_product_runs_over_without_vnni(path: Path) -> None:
    graph = onnx.load(str(path)).graph
    constants = {constant.name: constant for constant in graph.initializer}
    weights = {node.input[1] for node in graph.node if node.op_type in {"MatMulInteger", "QAttention"}} & constants.keys()
    assert weights
    signed = {name: numpy_helper.to_array(constants[name]) for name in weights}
    over = [name for name, values in signed.items() if values.dtype == np.int8 and np.abs(values.astype(int)).max() > MOST]
    assert not over
