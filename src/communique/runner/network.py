"""From a table or the rows of a store to network files: joins analysis and export for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.analysis.discourse_network import build_network
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.selection import find_idle_exclusions
from communique.analysis.table import UNDATED, StatementTable, table_from_rows
from communique.analysis.table_reader import read_attributes, read_table
from communique.errors import UsageError
from communique.export.network import SUFFIXES, write_network, write_series
from communique.files import refuse_loss


@dataclass(frozen=True, slots=True)
class NetworkFiles:
    """What was written: the file or folder, how many networks, and what became of the statements."""

    path: Path
    n_networks: int
    counts: Mapping[str, int]
    warnings: tuple[str, ...]


def network_command(
    source: str | Path | Iterable[Mapping[str, Any]] | StatementTable,
    options: NetworkOptions,
    out: str | Path,
    *,
    conditional: str | None = None,
    attributes: Iterable[str | Path] = (),
) -> NetworkFiles:
    """Build the network of a table or of a store's rows and write it.

    Args:
        source: a CSV or JSON Lines file, or the statements of a store as dictionaries.
        out: the file; with windows, a folder of this name without the ending.
        conditional: `support` or `level`: how a conditional stance counts; None leaves it out.
        attributes: CSV files whose first column is a variable's name and has its values; their other columns become
            variables `variable.attribute`.

    Raises:
        UsageError: the rows are none, or nothing is written to such an ending.
        BadTable: the table lacks a variable, or a value is not of its type.
    """
    endings = (*SUFFIXES, ".html")
    if options.window is None and Path(out).suffix not in endings:
        raise UsageError(f"{Path(out).suffix or 'no ending'!r}: a network is written to {', '.join(endings)}")
    table = _table(source, conditional)
    for path in attributes:
        variable, found = read_attributes(path)
        for name, values in found.items():
            table = table.with_attribute(variable, name, values)
    result = build_network(table, options)
    if isinstance(result, Network):
        refuse_loss(out, [source] if isinstance(source, str | Path) else ())
        write = write_network_page if Path(out).suffix == ".html" else write_network
        return NetworkFiles(write(result, out), 1, result.counts, _warnings(table, options, result.counts))
    counts = result[0].counts if result else {"read": len(table), "kept": 0}
    warnings = _warnings(table, options, counts)
    if not result:
        warnings += (f"no window of {options.window} fits into the range; nothing but a manifest was written",)
    return NetworkFiles(write_series(result, out), len(result), counts, warnings)


def _table(source: Any, conditional: str | None) -> StatementTable:
    if isinstance(source, StatementTable):
        return source
    if isinstance(source, str | Path):
        return read_table(source, conditional=conditional)
    rows = list(source)
    if not rows:
        raise UsageError("no statements to make a network of: run `communique run` with a codebook, or name a later --as-of")
    return table_from_rows(rows, conditional=conditional)


def _warnings(table: StatementTable, options: NetworkOptions, counts: Mapping[str, int]) -> tuple[str, ...]:
    idle = find_idle_exclusions(table, options)
    found = tuple(f"exclude names {variable}={value[:60]}, which no statement has" for variable, value in idle)
    n_undated = int((table.dates == UNDATED).sum())
    if n_undated and counts.get("out_of_range"):
        found += (f"{n_undated} statements have no date (a day is needed) and can be in no range, window or period",)
    if not counts["kept"]:
        found += ("no statement is left: the network is empty",)
    if options.is_dna and options.duplicates == "cluster":
        found += ("DNA has no story clusters: duplicates by cluster have nothing to equal",)
    return found


def write_network_page(network: Network, out: str | Path) -> Path:
    """Write a network as a page to move about in, for networks too large for a picture."""
    from communique.analysis.layout import spring_positions
    from communique.report.network_page import network_page
    from communique.runner.read import open_whole

    options = network.options
    modes = (options.variable1, options.variable2) if options.type == "twomode" else None
    page = network_page(network.node_rows(), network.rows, spring_positions(network), modes=modes)
    with open_whole(Path(out)) as stream:
        stream.write(page)
    return Path(out)
