"""A large network as a page to move about in: sigma draws it, the places are computed beforehand, nothing is fetched.

In: rows of nodes and ties and the place of each node. Out: one HTML text with the scripts in it. Agreement is blue,
conflict orange; since colour must not stand alone, a tie's sign is also in its label, and a button hides either kind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from communique.report.html import render

AGREE, CONFLICT, ACTOR, ISSUE = "#2166ac", "#b35806", "#1c2430", "#6a3d9a"
SCRIPTS = ("graphology-0.26.0.min.js", "sigma-3.0.3.min.js")
Json = Mapping[str, Any]


def network_page(
    nodes: Sequence[Json],
    ties: Sequence[Json],
    places: Mapping[str, Sequence[float]],
    *,
    modes: tuple[str, str] | None = None,
    title: str = "Discourse network",
) -> str:
    """The page of a network.

    Args:
        nodes: `label`, and `n_statements` if known, which gives the size.
        ties: `source`, `target`, `weight`; a negative weight is conflict.
        places: of each label, two coordinates, y downwards; of a two-mode network by `variable:label`.
        modes: of a two-mode network, the variables of sources and targets.
        title: the heading.
    """
    most = max((float(n.get("n_statements") or 1) for n in nodes), default=1.0)
    heaviest = max((abs(float(t["weight"])) for t in ties), default=1.0) or 1.0
    sources, targets = (f"{mode}:" for mode in modes) if modes else ("", "")
    data = {
        "nodes": [
            _node(n, places, f"{n['variable']}:" if modes else "", most, modes is not None and n["variable"] == modes[1])
            for n in nodes
        ],
        "edges": [
            _tie(t, f"{sources}{t['source']}", f"{targets}{t['target']}", heaviest)
            for t in ties
            if float(t["weight"]) and (modes or t["source"] != t["target"])
        ],
    }
    folder = resources.files("communique.report") / "vendor"
    scripts = [(folder / name).read_text(encoding="utf-8") for name in SCRIPTS]
    safe = json.dumps(data, ensure_ascii=True).replace("</", "<\\/")
    return render("network.html.j2", title=title, scripts=scripts, data=safe, agree=AGREE, conflict=CONFLICT)


def _node(node: Json, places: Mapping[str, Sequence[float]], prefix: str, most: float, is_second: bool) -> dict[str, Any]:
    key = f"{prefix}{node['label']}"
    x, y = places[key]
    size = 3 + 11 * (float(node.get("n_statements") or 1) / most) ** 0.5
    color = ISSUE if is_second else ACTOR
    return {
        "key": key,
        "attributes": {"label": str(node["label"]), "x": float(x), "y": 1 - float(y), "size": size, "color": color},
    }


def _tie(tie: Json, source: str, target: str, heaviest: float) -> dict[str, Any]:
    weight = float(tie["weight"])
    return {
        "source": source,
        "target": target,
        "attributes": {
            "size": 0.4 + 3.6 * abs(weight) / heaviest,
            "color": AGREE if weight > 0 else CONFLICT,
            "label": f"{'+' if weight > 0 else '−'}{abs(weight):.3g}",
            "sign": 1 if weight > 0 else -1,
        },
    }
