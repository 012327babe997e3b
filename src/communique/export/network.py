"""Discourse networks to files: a matrix as CSV, JSON, GraphML, GEXF or UCINET DL; a series as a folder with a manifest.

What comes in is a network of `communique.analysis.network` (or anything of that form). Nothing is computed here.
GraphML carries the signed weight. GEXF carries its size in `weight`, for Gephi takes no negative weights, and the
signed one in `signed_weight`.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from communique.errors import UsageError
from communique.export.ucinet import to_dl
from communique.files import whole_file, whole_folder

SUFFIXES = (".csv", ".json", ".graphml", ".gexf", ".dl")
MANIFEST = "manifest.json"


class NetworkLike(Protocol):
    """What a writer needs of a network."""

    @property
    def row_labels(self) -> tuple[str, ...]: ...
    @property
    def column_labels(self) -> tuple[str, ...]: ...
    @property
    def is_one_mode(self) -> bool: ...
    @property
    def n_statements(self) -> int: ...
    @property
    def start(self) -> datetime: ...
    @property
    def middle(self) -> datetime: ...
    @property
    def stop(self) -> datetime: ...
    @property
    def rows(self) -> list[dict[str, Any]]: ...
    def to_array(self) -> Any: ...
    def node_rows(self) -> list[dict[str, Any]]: ...
    def provenance(self) -> dict[str, Any]: ...


def write_network(network: NetworkLike, path: str | Path) -> Path:
    """Write one network; the name's ending chooses the format.

    Raises:
        UsageError: the ending is none of .csv, .json, .graphml, .gexf, .dl.
        StoreUnwritable: the file cannot be written.
    """
    path = Path(path)
    text = _form(path.suffix)(network)
    with whole_file(path) as file:
        file.write(text)
    return path


def write_series(networks: Sequence[NetworkLike], path: str | Path) -> Path:
    """Write a series: a folder named as the path without its ending, one file a window, `manifest.json` beside them.

    A path without an ending takes CSV. Files of an earlier series in the folder are replaced; others are left alone.

    Raises:
        UsageError: the ending is none of the five, or the folder holds files but no manifest of a series.
        StoreUnwritable: the folder cannot be written.
    """
    path = Path(path)
    suffix = path.suffix or ".csv"
    form = _form(suffix)
    folder = path.with_suffix("")
    with whole_folder(folder, mark=MANIFEST) as part:
        _carry_over(folder, part)
        manifest: dict[str, Any] = {"format": suffix[1:], "networks": []}
        if networks:
            about = networks[0].provenance()
            manifest = {"table": about["table"], "options": about["options"], "counts": about["counts"], **manifest}
        width = len(str(len(networks)))
        for n, network in enumerate(networks, start=1):
            name = f"{n:0{width}d}_{_stamp(network.middle)}{suffix}"
            _write_text(part / name, form(network))
            manifest["networks"].append(_entry(network, name))
        if suffix == ".gexf" and networks:
            _write_text(part / "dynamic.gexf", dynamic_gexf(networks))
            manifest["dynamic"] = "dynamic.gexf"
        _write_text(part / MANIFEST, _json(manifest))
    return folder


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _carry_over(folder: Path, part: Path) -> None:
    """Take along what lies beside an earlier series and is no file of it."""
    if not (folder / MANIFEST).exists():
        return
    before = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    ours = {MANIFEST, before.get("dynamic"), *(entry["file"] for entry in before.get("networks", []))}
    for other in folder.iterdir():
        if other.name in ours:
            continue
        if other.is_dir():
            shutil.copytree(other, part / other.name, symlinks=True)
        else:
            shutil.copy2(other, part / other.name, follow_symlinks=False)


def _entry(network: NetworkLike, name: str) -> dict[str, Any]:
    return {
        "file": name,
        "start": network.start.isoformat(),
        "middle": network.middle.isoformat(),
        "stop": network.stop.isoformat(),
        "n_statements": network.n_statements,
        "shape": [len(network.row_labels), len(network.column_labels)],
    }


def _stamp(moment: datetime) -> str:
    """A day, with the time if there is one; no colon, which some file systems refuse."""
    return moment.strftime("%Y-%m-%d" if moment == moment.replace(hour=0, minute=0, second=0) else "%Y-%m-%dT%H%M%S")


def to_csv(network: NetworkLike) -> str:
    """The matrix: first cell empty, labels in the first row and column, numbers at full precision."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["", *network.column_labels])
    for label, values in zip(network.row_labels, network.to_array().tolist(), strict=True):
        writer.writerow([label, *map(_number, values)])
    return out.getvalue()


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def to_json(network: NetworkLike) -> str:
    """Labels, matrix, nodes, ties and where the numbers come from. A number that is none is null."""
    matrix = [[_plain(value) for value in row] for row in network.to_array().tolist()]
    edges = [{**row, "weight": _plain(row["weight"])} for row in network.rows]
    body = {
        **network.provenance(),
        "row_labels": network.row_labels,
        "column_labels": network.column_labels,
        "matrix": matrix,
        "nodes": network.node_rows(),
        "edges": edges,
    }
    return _json(body)


def _plain(value: float) -> float | int | None:
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def to_graphml(network: NetworkLike) -> str:
    """GraphML with typed attributes and no vendor keys: `label`, `variable`, counts, dates; `weight` is signed."""
    import networkx

    out = io.BytesIO()
    networkx.write_graphml(_graph(network, is_signed=True), out, named_key_ids=True, infer_numeric_types=True)
    return out.getvalue().decode("utf-8")


def to_gexf(network: NetworkLike) -> str:
    """GEXF 1.2 as Gephi reads it: `weight` is the size of a tie, `signed_weight` has its sign."""
    import networkx

    return _gexf_text(networkx.generate_gexf(_graph(network, is_signed=False)))


def _graph(network: NetworkLike, *, is_signed: bool) -> Any:
    import networkx

    graph: Any = networkx.Graph()
    places: list[dict[str, str]] = [{}, {}]
    for n, node in enumerate(network.node_rows()):
        side = 1 if not network.is_one_mode and n >= len(network.row_labels) else 0
        places[side][node["label"]] = key = f"n{n}"
        graph.add_node(key, **{name: _xml_text(v) if isinstance(v, str) else v for name, v in node.items()})
    targets = places[0] if network.is_one_mode else places[1]
    for row in network.rows:
        weight = float(row["weight"])
        if math.isnan(weight):
            continue
        values: dict[str, Any] = {"weight": weight, "sign": "negative" if weight < 0 else "positive"}
        if not is_signed:
            values |= {"weight": abs(weight), "signed_weight": weight}
        graph.add_edge(places[0][row["source"]], targets[row["target"]], **values)
    return graph


def dynamic_gexf(networks: Sequence[NetworkLike]) -> str:
    """One graph of a series: a tie is there from the middle of a window to the next, with its weight then."""
    import networkx

    middles = [network.middle for network in networks]
    has_time = any(moment.hour or moment.minute or moment.second for moment in middles)
    graph: Any = networkx.Graph(mode="dynamic", timeformat="dateTime" if has_time else "date")
    until = [*middles[1:], max(networks[-1].stop, networks[-1].middle)]
    for network, begin, end in zip(networks, middles, until, strict=True):
        span = (begin.isoformat(), end.isoformat()) if has_time else (begin.date().isoformat(), end.date().isoformat())
        sides = ("", "") if network.is_one_mode else ("1:", "2:")
        for labels, side in ((network.row_labels, sides[0]), (network.column_labels, sides[1])):
            for label in labels:
                graph.add_node(side + label, label=_xml_text(label))
        for row in network.rows:
            _add_spell(graph, sides[0] + row["source"], sides[1] + row["target"], row["weight"], span)
    numbered = networkx.relabel_nodes(graph, {node: f"n{n}" for n, node in enumerate(graph.nodes)})
    return _gexf_text(networkx.generate_gexf(numbered))


def _add_spell(graph: Any, source: str, target: str, weight: float, span: tuple[str, str]) -> None:
    if math.isnan(weight):
        return
    if not graph.has_edge(source, target):
        graph.add_edge(source, target, spells=[], signed_weight=[])
    graph[source][target]["spells"].append(span)
    graph[source][target]["signed_weight"].append((float(weight), *span))


def _gexf_text(lines: Iterable[str]) -> str:
    """With the declaration that XML readers want, without the day of writing: the same network gives the same file."""
    text = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _xml_text(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)


_FORMS: dict[str, Callable[[NetworkLike], str]] = {
    ".csv": to_csv,
    ".json": to_json,
    ".graphml": to_graphml,
    ".gexf": to_gexf,
    ".dl": to_dl,
}


def _form(suffix: str) -> Callable[[NetworkLike], str]:
    try:
        return _FORMS[suffix]
    except KeyError:
        raise UsageError(f"{suffix or 'no ending'!r}: a network is written to {', '.join(SUFFIXES)}") from None
