"""The shipped weights give the same numbers on every processor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, numpy_helper

import communique.coding.stance
import communique.models
import communique.nlp.onnx_model
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


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_norms_stand_apart_in_the_files(path: Path) -> None:
    assert "SkipLayerNormalization" not in {node.op_type for node in onnx.load(str(path), load_external_data=False).graph.node}


@pytest.mark.parametrize("open_session", [communique.coding.stance.open_session, communique.nlp.onnx_model.open_session])
def test_norms_stay_apart_when_a_graph_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_session: Callable[..., Any]
) -> None:
    """Joined with the sum before it, a norm takes the run time several times as long; its other fusions stay."""
    real = onnxruntime.InferenceSession

    def keep(path: str, options: Any, **settings: Any) -> Any:
        options.optimized_model_filepath = str(tmp_path / "opened.onnx")
        return real(path, options, **settings)

    monkeypatch.setattr(onnxruntime, "InferenceSession", keep)
    (retrieval,) = (path for path in GRAPHS if path.parent.name == "retrieval")
    open_session(retrieval, 1)
    kinds = {node.op_type for node in onnx.load(str(tmp_path / "opened.onnx")).graph.node}
    assert {"LayerNormalization", "Gelu"} <= kinds
    assert "SkipLayerNormalization" not in kinds
