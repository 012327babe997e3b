"""Integer products whose inputs are scaled row by row: each word piece by its own largest value, not by that of all of them.

onnxruntime's dynamic quantization gives one scale to a whole batch. A few word pieces are far larger than the others, and what
they leave of a byte for the rest is coarse (docs/decisions/0010). With a scale for each row, what is read beside a passage no
longer changes how the passage is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

LARGEST, MIDDLE = 127, 128  # a row's largest value and its zero as bytes: 2 x 255 x 64 still fits into sixteen bits
TINY = 1e-9  # the scale of an empty row
MICROSOFT = "com.microsoft"


def scale_by_rows(model: Any) -> int:
    """Change every integer product of a network of `quantize_dynamic` in place, so that its input is scaled row by row.

    Returns:
        How many products were changed.
    """
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}
    used_by = {name: node for node in graph.node for name in node.input}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    gone, new, scaled = set(), [], set()
    for product in products:
        quantized = made_by[product.input[0]]
        cast = used_by[product.output[0]]
        rescaled = used_by[cast.output[0]]
        scales = made_by[next(name for name in rescaled.input if name != cast.output[0])]
        column_scales = next(name for name in scales.input if name != quantized.output[1])
        (source,) = quantized.input
        if source not in scaled:
            scaled.add(source)
            new += _scale_rows(source)
        gone |= {id(node) for node in (product, cast, rescaled, scales, quantized)}
        new += _multiply(product, source, column_scales, rescaled.output[0])
    kept = [node for node in graph.node if id(node) not in gone]
    graph.initializer.extend(_constants())
    given = {c.name for c in graph.initializer} | {i.name for i in graph.input} | {""}
    ordered = list(_in_order([*kept, *new], given))
    del graph.node[:]
    graph.node.extend(ordered)
    _name_domain(model)
    return len(products)


def _scale_rows(source: str) -> list[Any]:
    """Bytes and size of each row of a tensor."""
    from onnx import helper

    names = [f"{source}_{part}" for part in ("plain", "widest", "largest", "inverse", "size", "even", "bytes")]
    plain, widest, largest, inverse, size, even, codes = names
    return [
        helper.make_node("Abs", [source], [plain]),
        helper.make_node("ReduceMax", [plain], [widest], axes=[-1], keepdims=1),
        helper.make_node("Add", [widest, "row_tiny"], [largest]),
        helper.make_node("Div", ["row_largest", largest], [inverse]),
        helper.make_node("Mul", [largest, "row_step"], [size]),
        helper.make_node("Mul", [source, inverse], [even]),
        helper.make_node("QuantizeLinear", [even, "row_one", "row_middle"], [codes]),
    ]


def _multiply(product: Any, source: str, column_scales: str, output: str) -> list[Any]:
    """The product of the bytes, times the scales of its columns and rows."""
    from onnx import helper

    bare = f"{output}_bare"
    weights, zeros = product.input[1], product.input[3]
    inputs = [f"{source}_bytes", weights, "row_one", column_scales, "row_middle", zeros]
    return [
        helper.make_node("MatMulIntegerToFloat", inputs, [bare], name=product.name, domain=MICROSOFT),
        helper.make_node("Mul", [bare, f"{source}_size"], [output]),
    ]


def _constants() -> list[Any]:
    from onnx import numpy_helper

    floats = {"row_tiny": TINY, "row_largest": LARGEST, "row_step": 1 / LARGEST, "row_one": 1.0}
    own = [numpy_helper.from_array(np.array(value, dtype=np.float32), name) for name, value in floats.items()]
    return [*own, numpy_helper.from_array(np.array(MIDDLE, dtype=np.uint8), "row_middle")]


def _in_order(nodes: list[Any], given: set[str]) -> Iterator[Any]:
    """The nodes, each after those whose output it takes."""
    while nodes:
        ready = [node for node in nodes if given.issuperset(node.input)]
        if not ready:
            raise ValueError(f"no node gives {sorted(set(nodes[0].input) - given)}")
        yield from ready
        given |= {name for node in ready for name in node.output}
        done = {id(node) for node in ready}
        nodes = [node for node in nodes if id(node) not in done]


def _name_domain(model: Any) -> None:
    from onnx import helper

    if all(opset.domain != MICROSOFT for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
