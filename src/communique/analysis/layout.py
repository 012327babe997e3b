"""Where the nodes of a network stand on paper: a spring layout with a seed, so that a picture is the same every time.

Agreement pulls nodes together. Conflict does not: a negative tie only keeps what would fly apart on the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.analysis.network import Network

if TYPE_CHECKING:
    import networkx as nx

CONFLICT_PULL = 0.02  # of the strongest tie
LONER_HEIGHT = 1.0  # nodes without any tie stand in a row at the bottom


def spring_positions(network: Network, *, seed: int = 0) -> dict[str, tuple[float, float]]:
    """A place for each node, from 0 to 1 in both directions, y downwards.

    Args:
        network: one-mode: places are by label; two-mode: by `variable:label`, since a label may be in both modes.
        seed: the same seed gives the same places.

    Source:
        Fruchterman and Reingold (1991), as networkx computes it.
    """
    import networkx as nx

    graph = _graph(network)
    tied = [node for node, degree in graph.degree() if degree]
    loners = [node for node, degree in graph.degree() if not degree]
    raw = nx.spring_layout(graph.subgraph(tied), weight="pull", seed=seed, iterations=200, k=_distance(len(tied))) if tied else {}
    places = _scaled({node: (float(x), float(y)) for node, (x, y) in raw.items()}, 0.86 if loners else 1.0)
    for n, node in enumerate(loners):
        places[node] = ((n + 0.5) / len(loners), LONER_HEIGHT)
    return places


def _distance(n: int) -> float:
    """How far apart nodes would stand: farther than the default, for labels take room."""
    return float(3.2 / max(n, 1) ** 0.5)


def _graph(network: Network) -> nx.Graph[str]:
    import networkx as nx

    options = network.options
    one, two = ("", "") if network.is_one_mode else (f"{options.variable1}:", f"{options.variable2}:")
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(one + label for label in network.row_labels)
    graph.add_nodes_from(two + label for label in network.column_labels)
    ties = [row for row in network.rows if row["source"] != row["target"] or one]
    strongest = max((abs(row["weight"]) for row in ties), default=1.0)
    for row in ties:
        share = row["weight"] / strongest
        graph.add_edge(one + row["source"], two + row["target"], pull=share if share > 0 else CONFLICT_PULL)
    return graph


def _scaled(places: dict[str, tuple[float, float]], height: float) -> dict[str, tuple[float, float]]:
    """The places stretched over the paper in both directions; a single node stands in the middle."""
    if not places:
        return {}
    across, down = ([place[axis] for place in places.values()] for axis in (0, 1))
    return {node: (_evened(x, across), height * _evened(y, down)) for node, (x, y) in sorted(places.items())}


def _evened(value: float, values: list[float]) -> float:
    """Half way between a place in proportion and a place by rank: a few outliers must not press the rest into a corner."""
    low, high = min(values), max(values)
    if high - low < 1e-9:
        return 0.5
    rank = sum(v < value for v in values) / (len(values) - 1)
    return 0.5 * (value - low) / (high - low) + 0.5 * rank
