"""The windows of a series of networks: which stretch of time each covers, or which run of statements.

A unit window covers `size` whole units from its start; it moves by one unit and stays within the range. An event window
covers `size` consecutive statements. DNA's own windows are in `dna_compat`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from communique.analysis import dna_compat, period
from communique.analysis.options import NetworkOptions
from communique.analysis.table import Seconds
from communique.errors import UsageError

MAX_WINDOWS = 100_000


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `stop`, both inclusive, around `middle`; `first` to `last` are positions among the kept statements."""

    start: int
    middle: int
    stop: int
    first: int
    last: int


def iter_windows(moments: Seconds, start: int, stop: int, options: NetworkOptions) -> Iterator[Window]:
    """The windows over kept statements, whose dates ascend.

    Raises:
        UsageError: there would be more than 100,000 windows.
    """
    unit, size = options.window_unit or "events", options.window_size
    if unit == "events":
        return _event_windows(moments, size, is_dna=options.is_dna)
    _check_number(start, stop, unit)
    spans = _dna_spans(start, stop, unit, size) if options.is_dna else _unit_spans(start, stop, unit, size)
    return (_located(moments, *span) for span in spans)


def iter_kernel_windows(moments: Seconds, start: int, stop: int, options: NetworkOptions) -> Iterator[Window]:
    """The windows of kernel-smoothed networks: middles one unit apart, ends cut at the first and last statement.

    The width is raised to an even number of units. None if there is no statement.
    """
    unit = options.window_unit or "days"
    if not len(moments) or (options.is_dna and unit == "seconds"):  # DNA makes no slices of seconds
        return
    begin, end = max(start, int(moments[0])), min(stop, int(moments[-1]))
    half = kernel_width(options) // 2
    _check_number(begin, end, unit)
    inset = half if options.indent else 0
    first, last = period.add_units(begin, inset, unit), period.add_units(end, -inset, unit)
    middles = dna_compat.window_middles(first, last, unit) if options.is_dna else _middles(first, last, unit)
    for middle in middles:
        if options.kernel == "gaussian":
            yield _located(moments, begin, middle, end)
        else:
            low, high = period.add_units(middle, -half, unit), period.add_units(middle, half, unit)
            yield _located(moments, max(low, begin), middle, min(high, end))


def kernel_width(options: NetworkOptions) -> int:
    """The width of a kernel's window in units, raised to an even number so that its middle is a whole unit."""
    return options.window_size + options.window_size % 2


def _located(moments: Seconds, start: int, middle: int, stop: int) -> Window:
    first = int(np.searchsorted(moments, start, side="left"))
    return Window(start, middle, stop, first, int(np.searchsorted(moments, stop, side="right")))


def _event_windows(moments: Seconds, size: int, *, is_dna: bool) -> Iterator[Window]:
    length = 2 * (size // 2) + 1 if is_dna else size
    for first in range(len(moments) - length + 1):
        last = first + length
        yield Window(int(moments[first]), int(moments[first + length // 2]), int(moments[last - 1]), first, last)


def _middles(first: int, last: int, unit: str) -> Iterator[int]:
    n = 0
    while (middle := period.add_units(first, n, unit)) <= last:
        yield middle
        n += 1


def _unit_spans(start: int, stop: int, unit: str, size: int) -> Iterator[tuple[int, int, int]]:
    n = 0
    while period.add_units(start, n + size - 1, unit) <= stop:
        ends = period.add_units(start, n + size, unit) - 1
        yield period.add_units(start, n, unit), period.add_units(start, n + size // 2, unit), ends
        n += 1


def _dna_spans(start: int, stop: int, unit: str, size: int) -> Iterator[tuple[int, int, int]]:
    for middle in dna_compat.window_middles(start, stop, unit):
        low, high = dna_compat.unit_window(middle, size, unit)
        if low >= start and high <= stop:
            yield low, middle, high


def _check_number(start: int, stop: int, unit: str) -> None:
    seconds = period.SECONDS.get(unit, period.SECONDS["weeks"])
    if (stop - start) / seconds > MAX_WINDOWS:
        raise UsageError(
            f"a window for every one of the {unit} in the range makes over {MAX_WINDOWS:,} networks; "
            "take a larger unit or a shorter range"
        )
