"""A network of (word pieces, mask) to an ONNX file with int8 weights."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

OPSET = 17


def export_int8(network: Any, path: Path, *, output: str) -> None:
    """Trace the network in float, then quantize its weights channel by channel; activations are quantized as they come."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
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
        quantize_dynamic(ready, path, weight_type=QuantType.QInt8, per_channel=True)
