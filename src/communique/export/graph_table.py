"""Statements as the tables of nodes and edges that Gephi imports: actors (or parties) and issues, tied by statements."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from communique.errors import UsageError
from communique.export.bundle import CsvWriter
from communique.export.imported import STANCES
from communique.export.material import Material, actor_id, day_of
from communique.files import whole_folder

NODES = ("Id", "Label", "type", "party", "n_statements")
EDGES = ("Source", "Target", "Type", "Weight", "issue_id", "n_statements", "first_date", "last_date")
SIDES = ("actor", "party")


def write_gephi(material: Material, out: str | Path, *, by: str = "actor", stance: str = "all") -> dict[str, int]:
    """Write a folder with `nodes.csv` and `edges.csv`; nodes and edges.

    Args:
        by: `actor` or `party`.
        stance: only statements of this stance: `support`, `oppose` or `conditional`. Gephi takes no negative weights, so a
            network of support and one of opposition are two exports. The weight is the number of documents.

    Raises:
        UsageError: a value is not allowed, or `out` holds something else.
    """
    if by not in SIDES or stance not in ("all", *STANCES):
        allowed = f"by is {' or '.join(SIDES)}, stance is all, {', '.join(STANCES)}"
        raise UsageError(f"by={by[:20]!r}, stance={stance[:20]!r}: {allowed}")
    nodes: dict[str, tuple[str, str, str]] = {}
    n_of: Counter[str] = Counter()
    edges: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for record in material.texts():
        for row in record["statements"]:
            if stance in ("all", row["stance"]):
                who = row["party"] if by == "party" else actor_id(row["actor"], row["party"])
                found, issue_id = material.issue(row.get("codebook"), row["issue"]), f"issue:{row['issue']}"
                nodes.setdefault(who, (row["party"] if by == "party" else row["actor"], by, row["party"]))
                nodes.setdefault(issue_id, (found.label if found else row["issue"], "issue", ""))
                n_of.update((who, issue_id))
                edges.setdefault((who, issue_id), []).append((record["id"], day_of(record["published"])))
    with whole_folder(out, mark="edges.csv") as folder:
        with (folder / "nodes.csv").open("w", encoding="utf-8", newline="") as file:
            writer = CsvWriter(file)
            writer.write(NODES)
            for key, (label, kind, party) in nodes.items():
                writer.write((key, label, kind, party, n_of[key]))
        with (folder / "edges.csv").open("w", encoding="utf-8", newline="") as file:
            writer = CsvWriter(file)
            writer.write(EDGES)
            for (who, issue_id), told in edges.items():
                days = sorted(day for _, day in told if day)
                weight = len({document for document, _ in told})
                ends = (days[0], days[-1]) if days else ("", "")
                writer.write((who, issue_id, "Undirected", weight, issue_id.removeprefix("issue:"), len(told), *ends))
    return {"nodes": len(nodes), "edges": len(edges)}
