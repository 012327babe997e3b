"""`network`: from statements to matrices and graph files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli import options as opt


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(network)


def parse_exclusions(pairs: list[str]) -> dict[str, frozenset[str]]:
    """`VARIABLE=VALUE` pairs as a set of values for each variable.

    Raises:
        UsageError: a pair has no `=`.
    """
    from communique.errors import UsageError

    out: dict[str, set[str]] = {}
    for pair in pairs:
        variable, sep, value = pair.partition("=")
        if not sep or not variable:
            raise UsageError(f"--exclude {pair!r}: expected VARIABLE=VALUE, such as organization=EPA")
        out.setdefault(variable.strip(), set()).add(value)
    return {variable: frozenset(values) for variable, values in out.items()}


def network(
    source: Annotated[str, typer.Argument(help="A table of statements (CSV or JSON Lines), or a store.")],
    out: Annotated[Path, typer.Option("--out", help="A name ending in .csv, .json, .graphml, .gexf, .dl or .html.")],
    type_: Annotated[str, typer.Option("--type", help="twomode or onemode.")] = "twomode",
    variable1: Annotated[str, typer.Option(help="The nodes of the first mode.")] = "organization",
    variable2: Annotated[str, typer.Option(help="The nodes of the second mode.")] = "concept",
    qualifier: Annotated[str, typer.Option(help="The variable that says for or against, or none.")] = "agreement",
    qualifier_type: Annotated[str | None, typer.Option(help="boolean, integer or text; default: as the table tells.")] = None,
    aggregation: Annotated[str, typer.Option(help="ignore, combine, subtract, congruence or conflict.")] = "ignore",
    normalization: Annotated[str, typer.Option(help="none, activity, prominence, average, jaccard or cosine.")] = "none",
    duplicates: Annotated[str, typer.Option(help="include, document, week, month, year, range or cluster.")] = "include",
    start: Annotated[str | None, typer.Option(help="From this date or time on (ISO).")] = None,
    end: Annotated[str | None, typer.Option(help="Up to and with this date or time (ISO).")] = None,
    isolates: Annotated[bool, typer.Option("--isolates", help="Keep labels whose statements are filtered out.")] = False,
    exclude: Annotated[list[str] | None, typer.Option(help="VARIABLE=VALUE to leave out; may be repeated.")] = None,
    invert: Annotated[bool, typer.Option("--invert", help="Keep only the values of --exclude.")] = False,
    window: Annotated[str | None, typer.Option(help="UNIT:SIZE, such as days:30 or events:100: a series.")] = None,
    kernel: Annotated[str | None, typer.Option(help="uniform, triangular, epanechnikov or gaussian.")] = None,
    indent: Annotated[bool, typer.Option("--indent", help="Keep half a window from both ends.")] = False,
    compat: Annotated[str | None, typer.Option(help="dna: the numbers of DNA 3.0.11.5, defects included.")] = None,
    dna_locale: Annotated[str, typer.Option(help="The locale DNA would run in: en, en_US or en_GB.")] = "en",
    conditional: Annotated[str | None, typer.Option(help="How a conditional stance counts: support or level.")] = None,
    attributes: Annotated[list[Path] | None, typer.Option(help="CSV with attributes of a variable's values.")] = None,
    codebook: Annotated[str | None, typer.Option("--codebook", help="Of a store: the id of the codebook.")] = None,
    as_of: opt.AsOf = None,
) -> None:
    """Write a discourse network of statements as a matrix or a graph."""
    from communique.analysis.options import NetworkOptions
    from communique.runner.network import network_command

    options = NetworkOptions(
        type=type_, variable1=variable1, variable2=variable2, qualifier=qualifier, qualifier_type=qualifier_type,
        aggregation=aggregation, normalization=normalization, duplicates=duplicates, start=start, end=end, isolates=isolates,
        exclude=parse_exclusions(exclude or []), invert=invert, window=window, kernel=kernel, indent=indent, compat=compat,
        dna_locale=dna_locale,
    )  # fmt: skip
    rows: Any = source
    if _is_store(source):
        from communique.runner.stored import statement_table

        rows = statement_table(source, codebook=codebook, as_of=as_of, with_clusters=duplicates == "cluster")
    files = network_command(rows, options, out, conditional=conditional, attributes=attributes or [])
    for warning in files.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    n = f"{files.n_networks} network" + ("" if files.n_networks == 1 else "s")
    counts = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in files.counts.items())
    print(f"wrote {files.path}: {n}; statements: {counts}", file=sys.stderr)


def _is_store(source: str) -> bool:
    """Whether a file is an SQLite database, by its first bytes."""
    try:
        with open(source, "rb") as file:
            return file.read(16).startswith(b"SQLite format 3")
    except OSError:
        return False
