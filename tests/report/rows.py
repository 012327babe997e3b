"""Rows of analyses, made by hand, for pictures."""

from __future__ import annotations

from typing import Any


def position(party: str, issue: str, support: int = 0, oppose: int = 0, conditional: int = 0) -> dict[str, Any]:
    """A position as `Positions.rows` has it."""
    total = support + oppose + conditional
    return {
        "party": party, "issue": issue, "stance": "", "n_support": support, "n_oppose": oppose, "n_conditional": conditional,
        "balance": (support - oppose) / total, "strength": abs(support - oppose) / (total + 2),
    }  # fmt: skip


def node(label: str, n: int = 3, variable: str = "party") -> dict[str, Any]:
    """A node as `Network.node_rows` has it."""
    return {"label": label, "variable": variable, "n_statements": n}


def tie(source: str, target: str, weight: float) -> dict[str, Any]:
    """A tie as `Network.rows` has it."""
    return {"source": source, "target": target, "weight": weight}


def meeting(date: str | None, *parties: str, place: str | None = None, status: str = "held") -> dict[str, Any]:
    """A merged meeting."""
    return {"date": date, "parties": list(parties), "place": place, "status": status, "kind": "bilateral", "witnesses": [{}]}


def promise(due: str | None, by: str, what: str, published: str = "2013-02-01", conditional: bool = False) -> dict[str, Any]:
    """A line of the ledger."""
    return {"due": due, "due_text": None, "by": by, "what": what, "conditional": conditional, "published": published}


def window(start: str, stop: str, agreement: float | None, n_agree: int = 0, n_differ: int = 0) -> dict[str, Any]:
    """A window as `Convergence.rows` has it."""
    ends = (None, None) if agreement is None else (max(0, agreement - 0.2), min(1, agreement + 0.2))
    return {
        "party_a": "RUS", "party_b": "FRA", "start": start, "stop": stop, "agreement": agreement, "low": ends[0], "high": ends[1],
        "n_issues": 1, "n_units": 2, "n_agree": n_agree, "n_differ": n_differ,
    }  # fmt: skip
