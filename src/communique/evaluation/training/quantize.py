"""Float networks to ONNX files with integer weights that every processor multiplies alike."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from communique.evaluation.training.row_scales import scale_by_rows
from communique.models.four_bits import GROUP, join_weights, pack_weights, split_weights

OPSET = 17


def export_int8(network: Any, path: Path, *, output: str, four_bits: Path | None = None, by_rows: bool = False) -> None:
    """Trace a network of (word pieces, mask) in float, then quantize its weights.

    Args:
        four_bits: a file for the weights of the layers, in four bits each; the graph then refers to it by its name.
        by_rows: scale what is multiplied row by row instead of all of it alike.
    """
    import onnx
    import torch
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ids, mask = torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)
    axes = {"ids": {0: "batch", 1: "pieces"}, "mask": {0: "batch", 1: "pieces"}, output: {0: "batch"}}
    with TemporaryDirectory() as folder:
        whole, ready = Path(folder) / "float.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            network,
            (ids, mask),
            whole,
            input_names=["ids", "mask"],
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(whole, ready, skip_symbolic_shape=True)
        quantize_weights(ready, path)
        if four_bits:
            move_weights(ready, path, four_bits)
    if by_rows:
        model = onnx.load(str(path), load_external_data=False)
        scale_by_rows(model)
        path.write_bytes(model.SerializeToString())


def quantize_weights(plain: Path, small: Path, **settings: Any) -> None:
    """Write `small`, the network of `plain` with int8 weights, channel by channel; activations are quantized as they come.

    Weights take seven of the eight bits. Processors without VNNI add two products of a byte and a weight in sixteen bits
    and cut off what runs over: with weights beyond 64 the same file gives other answers there (the stance reader of before
    never said `support`).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, **settings)


def move_weights(plain: Path, small: Path, packed: Path) -> None:
    """Round the weights of the layers to four bits and move them from `small` to a file of their own.

    `small` then names them as external data in a file called as `packed` without its ending, which is what the run time is given
    when the model is opened (`communique.coding.stance`).
    """
    import onnx
    from onnx import numpy_helper
    from onnx.external_data_helper import set_external_data

    floats = {i.name: i for i in onnx.load(str(plain)).graph.initializer}
    model = onnx.load(str(small))
    constants = {i.name: i for i in model.graph.initializer}
    parts, at = [], 0
    for node in model.graph.node:
        if node.op_type != "MatMulInteger" or "/layer." not in node.name:
            continue
        weights = constants[node.input[1]]
        name = weights.name.removesuffix("_quantized")
        matrix = numpy_helper.to_array(floats[name])
        if matrix.ndim != 2 or matrix.shape[0] % GROUP:
            continue
        levels, multipliers, scales = split_weights(matrix)
        joined = join_weights(levels, multipliers)
        weights.raw_data = joined.tobytes()
        set_external_data(weights, packed.stem, offset=at, length=joined.size)
        weights.ClearField("raw_data")
        constants[f"{name}_scale"].CopyFrom(numpy_helper.from_array(scales, f"{name}_scale"))
        assert not np.any(numpy_helper.to_array(constants[f"{name}_zero_point"]))
        parts.append((levels, multipliers))
        at += joined.size
    pack_weights(parts, packed)
    small.write_bytes(model.SerializeToString())
