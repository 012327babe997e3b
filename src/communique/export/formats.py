"""The formats of `communique export`, by name. A writer is loaded when it is asked for, never before.

A writer is a function `(material, out, **options)` that gives the number of rows written by table. An installed plug-in
of the group `communique.exporters` adds a format of its own name.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.export.material import Material
from communique.plugins import iter_plugins, load_plugin

GROUP = "communique.exporters"
Writer = Callable[..., Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: where its writer is, what the name of its output ends in ("" for a folder), and what it is for."""

    name: str
    where: str
    suffix: str
    about: str

    def load(self) -> Writer:
        """The writer."""
        module, _, name = self.where.partition(":")
        writer: Writer = getattr(importlib.import_module(f"communique.export.{module}"), name)
        return writer


_FORMATS = (
    Format("csv", "bundle:write_bundle", "", "one CSV file a table, with a description of every column"),
    Format("xlsx", "workbook:write_workbook", ".xlsx", "Excel workbook, one sheet a table"),
    Format("parquet", "parquet:write_parquet", "", "one Parquet file a table"),
    Format("dna", "dna:write_dna", ".dna", "database of the Discourse Network Analyzer 3"),
    Format("dna-csv", "dna_list:write_dna_list", ".csv", "event list of the Discourse Network Analyzer"),
    Format("qdpx", "refi:write_qdpx", ".qdpx", "REFI-QDA project, for QualCoder, MAXQDA, NVivo, ATLAS.ti"),
    Format("qdc", "refi:write_qdc", ".qdc", "REFI-QDA codebook"),
    Format("brat", "brat:write_brat", "", "folder of brat, a text and an annotation file a document"),
    Format("web-annotation", "web_annotation:write_web_annotations", ".jsonld", "W3C Web Annotations with PROV-O"),
    Format("polecat", "event_table:write_polecat", ".tsv", "PLOVER events in the 40 columns of POLECAT"),
    Format("gdelt", "event_table:write_gdelt", ".tsv", "CAMEO events in columns of GDELT"),
    Format("quotes", "event_table:write_quotes", ".jsonl", "quotes in the form of the Global Quotation Graph"),
    Format("gephi", "graph_table:write_gephi", "", "nodes and edges of actors and issues, for Gephi"),
    Format("stata", "stata:write_stata", "", "one Stata file a table, with labels"),
)
FORMATS: dict[str, Format] = {f.name: f for f in _FORMATS}


def export_to(material: Material, name: str, out: str | Path, options: Mapping[str, Any]) -> Mapping[str, int]:
    """Write a record in a format; rows by table.

    Raises:
        UsageError: there is no such format, it has no such option, or the option no such value.
        MissingExtra: a package that the format needs is not installed.
        StoreUnwritable: the output cannot be written.
    """
    if name not in FORMATS:
        return _export_by_plugin(material, name, out, options)
    writer = FORMATS[name].load()
    known = dict(list(inspect.signature(writer).parameters.items())[2:])
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise UsageError(f"format {name} has no option {unknown[0][:40]!r}; it has {', '.join(known) or 'none'}")
    for option, value in options.items():
        _check_kind(f"format {name}: {option}={str(value)[:40]}", value, known[option].default)
    return writer(material, out, **options)


def _check_kind(where: str, value: Any, default: Any) -> None:
    """A truth value where the default is one, text where it is text."""
    for kind, wanted in ((bool, "true or false"), (str, "text")):
        if isinstance(default, kind) and not isinstance(value, kind):
            raise UsageError(f"{where}: expected {wanted}")


def _export_by_plugin(material: Material, name: str, out: str | Path, options: Mapping[str, Any]) -> Mapping[str, int]:
    if name not in iter_plugins(GROUP):
        known = ", ".join(sorted([*FORMATS, *iter_plugins(GROUP)]))
        raise UsageError(f"no export format {name[:40]!r}; there are jsonl, {known}")
    found = load_plugin(GROUP, name)
    plugin: Any = found() if inspect.isclass(found) else found
    plugin.export(material.entries(), str(out), **options)
    return {}
