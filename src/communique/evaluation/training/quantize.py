"""Float networks to ONNX files with integer weights that every processor multiplies alike."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

OPSET = 17


def export_int8(network: Any, path: Path, *, output: str) -> None:
    """Trace a network of (word pieces, mask) in float, then quantize its weights."""
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


def quantize_weights(plain: Path, small: Path, **settings: Any) -> None:
    """Write `small`, the network of `plain` with int8 weights, channel by channel; activations are quantized as they come.

    Weights take seven of the eight bits. Processors without VNNI add two products of a byte and a weight in sixteen bits
    and cut off what runs over: with weights beyond 64 the same file gives other answers there (the stance reader of before
    never said `support`).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, **settings)
