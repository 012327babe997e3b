"""The shipped weights give the same numbers on every processor."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, numpy_helper

import communique.models
from communique.models.four_bits import unpack_weights

GRAPHS = sorted(Path(communique.models.__file__).parent.glob("*/*.onnx"))
PACKED = sorted(Path(communique.models.__file__).parent.glob("*/layers.npz"))
# Without VNNI two products of a byte (0 to 255) and a weight are added in sixteen bits: 2 x 255 x 64 fits, 65 does not.
MOST = 64


def test_there_are_graphs() -> None:
    assert {path.parent.name for path in GRAPHS} == {"attribution", "event", "event-careful", "retrieval", "stance"}
    assert {path.parent.name for path in PACKED} == {"event-careful", "stance"}


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_integer_product_runs_over_without_vnni(path: Path) -> None:
    graph = onnx.load(str(path), load_external_data=False).graph
    constants = {c.name: c for c in graph.initializer if c.data_location != TensorProto.EXTERNAL}
    products = {"MatMulInteger", "MatMulIntegerToFloat", "QAttention"}
    weights = {node.input[1] for node in graph.node if node.op_type in products} & constants.keys()
    assert weights
    signed = {name: numpy_helper.to_array(constants[name]) for name in weights}
    over = [name for name, values in signed.items() if values.dtype == np.int8 and np.abs(values.astype(int)).max() > MOST]
    assert not over


@pytest.mark.parametrize("path", PACKED, ids=lambda path: path.parent.name)
def test_unpacked_weights_fit_too_and_are_all_that_the_graph_asks_for(path: Path) -> None:
    matrices = unpack_weights(path)
    assert max(np.abs(matrix.astype(int)).max() for matrix in matrices) <= MOST
    graph = onnx.load(str(path.parent / "model.onnx"), load_external_data=False).graph
    asked = [c for c in graph.initializer if c.data_location == TensorProto.EXTERNAL]
    places = {int(e.value): tuple(c.dims) for c in asked for e in c.external_data if e.key == "offset"}
    assert [places[at] for at in sorted(places)] == [m.shape for m in matrices]


def test_what_the_stance_reader_multiplies_is_scaled_row_by_row() -> None:
    graph = onnx.load(str(Path(communique.models.__file__).parent / "stance" / "model.onnx"), load_external_data=False).graph
    kinds = {node.op_type for node in graph.node}
    assert "MatMulIntegerToFloat" in kinds
    assert not kinds & {"DynamicQuantizeLinear", "MatMulInteger"}
