"""A network as UCINET DL, as DNA writes it: a full matrix with its labels."""

from __future__ import annotations

from typing import Any, Protocol


class MatrixLike(Protocol):
    """What the writer needs of a network."""

    @property
    def row_labels(self) -> tuple[str, ...]: ...
    @property
    def column_labels(self) -> tuple[str, ...]: ...
    @property
    def is_one_mode(self) -> bool: ...
    def to_array(self) -> Any: ...


def to_dl(network: MatrixLike) -> str:
    """The network as DL text. Labels are quoted, and a quotation mark in one becomes an apostrophe: DL has no escape."""
    rows = network.to_array().tolist()
    if network.is_one_mode:
        head = [f"dl n = {len(network.row_labels)}, format = fullmatrix", "labels:", _labels(network.row_labels)]
    else:
        size = f"dl nr = {len(network.row_labels)}, nc = {len(network.column_labels)}, format = fullmatrix"
        head = [size, "row labels:", _labels(network.row_labels), "col labels:", _labels(network.column_labels)]
    data = [" ".join(_number(value) for value in row) for row in rows]
    return "\n".join([*(line for line in head if line), "data:", *data]) + "\n"


def _labels(labels: tuple[str, ...]) -> str:
    return "\n".join('"' + " ".join(label.replace('"', "'").split()) + '"' for label in labels)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
